/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Address spaces, limits and files of a recorded run of 2.4, by the numbers that it gives
 * them and by those that they have in the machine.
 */
#ifndef _MM011CTL_MMS24_H
#define _MM011CTL_MMS24_H

#include <linux/types.h>

#define MMS24_PIDS	0x8000u		/* 2.4 has no more */
#define MMS24_MMS	0x10000u	/* that a run can have, one after another */
#define MMS24_LIMITS	4u

struct replay24;

/**
 * struct mms24 - what the machine has of the run
 * @mm: the machine's number of each address space, 0: none
 * @last: the line that names it last
 * @empty: nothing is left of it: exit_mmap() was the last function on it
 * @current: the run's number of the machine's current one, 0: none of them
 * @limit: of each process, by enum mm011_limit24
 * @limits_of: whose limits the machine has now; MMS24_PIDS: nobody's
 * @file: what stands at each of the machine's numbers: anything? Inode and mode
 * @next_file: where to look for a free one
 */
struct mms24 {
	u16 mm[MMS24_MMS];
	u32 last[MMS24_MMS];
	bool empty[MMS24_MMS];
	u32 current;
	u32 limit[MMS24_PIDS][MMS24_LIMITS];
	u32 limits_of;
	struct {
		bool used;
		u32 ino;
		u32 mode;
	} file[64];
	u32 next_file;
};

int mms24_number(struct replay24 *r, const char *name, u32 *mm);
int mms24_switch(struct mms24 *s, struct replay24 *r, u32 mm);
int mms24_put_ended(struct mms24 *s, struct replay24 *r, u32 mm);
int mms24_set_accessed(struct mms24 *s, struct replay24 *r);
int mms24_set_fields(struct mms24 *s, struct replay24 *r);
int mms24_take_limits(struct mms24 *s, struct replay24 *r);
int mms24_set_limits(struct mms24 *s, struct replay24 *r, u32 pid);
int mms24_file(struct mms24 *s, struct replay24 *r, u32 ino, u32 mode, u32 *nr);

#endif
