/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A machine in files, as QEMU's pmemsave writes its memory: loaded from there, or dumped.
 */
#ifndef _MM011CTL_FROZEN_H
#define _MM011CTL_FROZEN_H

#include "target/target.h"

#define DEFAULT_TASK_ARRAY 0x20000u

#define MAX_BINDS 64u

/**
 * struct frozen - the files, and where the kernel in them has its variables
 * @ram: file with the memory
 * @mem_map: file with 3840 counts, NULL: they are in the memory
 * @symbols: file with the kernel's symbols, or NULL
 * @swap: file with the swap space, or NULL
 * @bind: files that programs are, each as "DEVICE:INODE=FILE"
 * @binds: how many
 * @kernel: MM011_KERNEL_*, as the symbols tell; 0: they are not known
 * @task: physical address of task[]
 * @mem_map_at: of mem_map[], 0: not known, like all that follow
 * @last_pid_at: of last_pid
 * @swap_bitmap_at: of 0.12's swap_bitmap
 * @force: load what contradicts itself, too
 */
struct frozen {
	const char *ram;
	const char *mem_map;
	const char *symbols;
	const char *swap;
	const char *bind[MAX_BINDS];
	u32 binds;
	u32 kernel;
	u32 task;
	u32 mem_map_at;
	u32 last_pid_at;
	u32 swap_bitmap_at;
	bool force;
};

bool frozen_locate(struct frozen *f);
int frozen_load(struct target *t, const struct frozen *f);
int frozen_dump(struct target *t, const struct frozen *f);

#endif
