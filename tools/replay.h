/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_REPLAY_H
#define _MM011CTL_REPLAY_H

#include "target.h"

int replay_run(struct target *t, const char *const *paths, u32 count, bool verbose);

#endif
