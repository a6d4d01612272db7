/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_FROZEN_H
#define _MM011CTL_FROZEN_H

#include "target.h"

#define DEFAULT_TASK_ARRAY 0x20000u

struct frozen {
	const char *ram;	/* file with 16 MB of memory */
	const char *mem_map;	/* file with 3840 counts */
	u32 task;		/* physical address of task[] */
	bool force;		/* load what contradicts itself, too */
};

int frozen_load(struct target *t, const struct frozen *f);
int frozen_dump(struct target *t, const struct frozen *f);

#endif
