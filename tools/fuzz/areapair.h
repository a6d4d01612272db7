/* SPDX-License-Identifier: GPL-2.0 */
/*
 * 2.4's areas and the model of them (ref/refareas.c), side by side.
 */
#ifndef _MM011_AREAPAIR_H
#define _MM011_AREAPAIR_H

#include "fuzz/dice.h"
#include "linux24/areas.h"
#include "ref/refareas.h"

#define AREA_FILES	8u
#define PAGE		MM011_PAGE_SIZE
#define SOMEWHERE	0x40000000u	/* most areas are near */

/* of do_mmap_pgoff() */
#define ANYWHERE	0x22u		/* MAP_PRIVATE | MAP_ANONYMOUS */
#define THERE		(ANYWHERE | LINUX24_MAP_FIXED)

/**
 * struct area_pair - a machine and the model
 * @m: machine
 * @r: model
 * @scratch: for linux24_areas_verify()
 * @dice: where operations come from
 * @hostile: arguments that the original was not made for, too
 * @bent: areas come to lie over each other: the model is not asked
 * @size: areas that a program strives for
 * @op: the last operation
 * @ret: what the model says to it
 * @done: operations so far
 * @bugs: that came to BUG() or had no end
 */
struct area_pair {
	struct mm011_machine *m;
	struct ref_areas *r;
	void *scratch;
	struct dice dice;
	bool hostile;
	bool bent;
	u32 size;
	struct mm011_op op;
	u32 ret;
	u64 done;
	u64 bugs;
};

/* areapair.c */
bool area_both_do(struct area_pair *p);
bool area_is_unsound(const struct area_pair *p);

/* areamake.c */
void area_make_operation(struct area_pair *p);

#endif
