/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_SESSION_H
#define _MM011CTL_SESSION_H

#include "ctl/files.h"
#include "ctl/poke.h"
#include "target/target.h"

#define MAX_WORDS 64

struct session;

int session_split(char *line, const char **words);
bool session_is_command(const char *verb);
struct session *session_new(struct target *t, u32 flags, bool revive,
			    const struct folders *folders);
const char *session_answer(struct session *s, int argc, const char **argv);
const char *session_problem(const struct session *s);
bool session_operated(const struct session *s);
const struct poke *session_poke(const struct session *s);

#endif
