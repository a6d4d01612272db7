/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011_FUZZ_H
#define _MM011_FUZZ_H

#include "reference.h"

/* random numbers that are the same everywhere */
struct dice {
	u64 state;
};

u32 dice_roll(struct dice *d, u32 sides);

/* generate.c: what could come next */
#define MAX_PENDING 4
#define MAX_OBJECTS 32

struct generator {
	struct dice dice;
	bool hostile;
	struct {
		u32 task, page, addr;
	} pending[MAX_PENDING];		/* loads between their two steps */
	u32 nr_pending;
	u32 object[MAX_OBJECTS];	/* from malloc() */
	u32 nr_objects;
	u32 page[MAX_OBJECTS];		/* from get_free_page() */
	u32 nr_pages;
	struct mm011_op next;		/* what must follow, if its code is not 0 */
};

void generate_reset(struct generator *g, struct mm011_reset *reset);
void generate(struct generator *g, const struct reference *r, struct mm011_op *op);
void generate_learn(struct generator *g, const struct mm011_op *op);

/* pair.c: both implementations side by side */
struct pair;

struct pair *pair_new(void);
void pair_free(struct pair *p);
void pair_reset(struct pair *p, const struct mm011_reset *reset);
bool pair_op(struct pair *p, struct mm011_op *op);
bool pair_same_memory(struct pair *p);
struct reference *pair_reference(struct pair *p);
const char *pair_difference(const struct pair *p);
void pair_data(const struct mm011_op *op, u8 *data);

#endif
