/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the rooms of the generator offer each other: generate.c decides what comes
 * next, genplace.c knows places and numbers, genvalid.c what the kernel's callers do,
 * gentask.c tasks and their programs, genhostile.c the abuses, gendata.c the bytes.
 */
#ifndef _MM011_GENERATE_H
#define _MM011_GENERATE_H

#include "fuzz/fuzz.h"

#define MAX_TASKS 10

/* what the first page of a swap space may hold */
enum {
	BITMAP_GOOD, BITMAP_UNSIGNED, BITMAP_FIRST, BITMAP_LARGE, BITMAP_EMPTY, BITMAP_ODD,
	BITMAPS
};

/* generate.c */
u32 roll(struct generator *g, u32 sides);
u32 one_of(struct generator *g, const u32 *values, u32 count);
void set_op(struct mm011_op *op, u32 code, u32 a, u32 b, u32 c);
struct mm011_op *follow(struct generator *g, u32 code, u32 task, u32 arg, u32 len);

/* genplace.c */
bool running(const struct reference *r, u32 nr);
u32 some_task(struct generator *g, const struct reference *r);
u32 count_tasks(const struct reference *r);
u32 some_offset(struct generator *g, const struct mm011_task *task);
u32 some_linear(struct generator *g, const struct reference *r, u32 nr);
u32 word_at(const struct reference *r, u32 addr);
u32 table_of(const struct reference *r, u32 linear);
u32 some_entry(struct generator *g, const struct reference *r);
u32 some_place(struct generator *g, const struct reference *r);
u32 some_page(struct generator *g, const struct reference *r);
bool in_kernel(const struct reference *r, u32 nr, u32 offset, u32 len);
u32 extreme(struct generator *g);
u32 wild(struct generator *g, const struct reference *r);

/* genvalid.c */
void valid(struct generator *g, const struct reference *r, struct step *step);

/* gentask.c */
void ask_kernel(struct generator *g, const struct reference *r, struct mm011_op *op);
void load_by_hand(struct generator *g, const struct reference *r, struct step *step);

/* genhostile.c */
void refused(struct generator *g, const struct reference *r, struct mm011_op *op);
void hostile(struct generator *g, const struct reference *r, struct step *step);

#endif
