/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_REPLAY_H
#define _MM011CTL_REPLAY_H

#include "target/target.h"

/**
 * struct replay_how - what a replay does besides comparing
 * @verbose: print every step in words
 * @go_on: after a divergence, where that can be
 * @full: after each step sum up all bytes, too, and compare that with the
 *	checksum that is kept up to date
 */
struct replay_how {
	bool verbose;
	bool go_on;
	bool full;
};

int replay_run(struct target *t, const char *const *paths, u32 count, struct replay_how how);

#endif
