/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_TELL_H
#define _MM011CTL_TELL_H

#include "replay/session.h"

void tell_step(const struct step_result *r);
void tell_difference(struct target *t, const char *path, const struct step_result *r);

#endif
