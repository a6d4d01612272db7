/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_FROZEN_H
#define _MM011CTL_FROZEN_H

#include "target/target.h"

#define DEFAULT_TASK_ARRAY 0x20000u

struct frozen {
	const char *ram;	/* file with 16 MB of memory */
	const char *mem_map;	/* file with 3840 counts, NULL: they are in the memory */
	const char *symbols;	/* file with the kernel's symbols, or NULL */
	u32 task;		/* physical address of task[] */
	u32 mem_map_at;		/* of mem_map[], 0: not known */
	u32 last_pid_at;	/* of last_pid, 0: not known */
	bool force;		/* load what contradicts itself, too */
};

bool frozen_locate(struct frozen *f);
int frozen_load(struct target *t, const struct frozen *f);
int frozen_dump(struct target *t, const struct frozen *f);

#endif
