/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What functions of mm/ did in a recorded run of 2.4, done once more.
 */
#ifndef _MM011CTL_STEPS24_H
#define _MM011CTL_STEPS24_H

#include "replay/mms24.h"
#include "replay/open24.h"

struct replay24;

/**
 * struct foretold24 - what the line exit of a function will say, for the time when it begins
 * @ret: what it returns
 * @ino: the inode of the area that comes
 * @pgd: the page frame of the page directory that is made
 * @noreturn: it does not return: the process ends in it
 */
struct foretold24 {
	s32 ret;
	u32 ino;
	u32 pgd;
	bool noreturn;
};

/**
 * struct steps24 - what is known of the functions of a run
 * @mms: address spaces, limits, files
 * @opens: functions that have begun
 * @foretold: by number of the operation
 * @ops: how many there is room for
 * @pages: that vm_enough_memory() counts besides free ones, now
 * @physpages: num_physpages now
 */
struct steps24 {
	struct mms24 mms;
	struct opens24 opens;
	struct foretold24 *foretold;
	u32 ops;
	u32 pages;
	u32 physpages;
};

struct steps24 *steps24_new(void);
void steps24_free(struct steps24 *s);
int steps24_look(struct steps24 *s, struct replay24 *r);
int steps24_before(struct steps24 *s, struct replay24 *r);
int steps24_play(struct steps24 *s, struct replay24 *r, bool *played);
int steps24_before_free(struct steps24 *s, struct replay24 *r);
int steps24_took_block(struct steps24 *s, struct replay24 *r);
int steps24_allocated(struct steps24 *s, struct replay24 *r);
int steps24_told_page(struct steps24 *s, struct replay24 *r, u32 kind);

#endif
