/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_ASIDE_H
#define _MM011CTL_ASIDE_H

#include "ctl/poke.h"
#include "ctl/verbs.h"

bool aside_is_look(const char *word);
int aside_look(struct target *t, int argc, const char **argv, char *why, size_t room);
void aside_changes(struct target *t, const struct poke *poke);

#endif
