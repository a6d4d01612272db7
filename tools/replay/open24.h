/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Functions of a recorded run that have begun and not ended. The outermost one is an operation
 * of the machine, which sleeps where it needs what the run tells.
 */
#ifndef _MM011CTL_OPEN24_H
#define _MM011CTL_OPEN24_H

#include "mm011.h"
#include "replay/functions24.h"

#define OPEN24_ROOTS	MM011_NR_TASKS	/* operations at a time */
#define OPEN24_MOST	1024u		/* functions and regions at a time */

struct replay24;

/**
 * struct root24 - an operation
 * @op: it, and what it came to
 * @used: this place is taken
 * @begun: it has begun
 * @pid: of the process
 * @mm: the run's number of its address space, 0: none
 * @pages: that vm_enough_memory() may count besides free ones
 * @memalloc: PF_MEMALLOC of the process
 * @answer: what it is told
 * @asked: what it asks, or has done
 */
struct root24 {
	struct mm011_op op;
	bool used;
	bool begun;
	u32 pid;
	u32 mm;
	u32 pages;
	bool memalloc;
	u32 answer;
	struct mm011_asked24 asked;
};

/**
 * struct open24 - a function or region that has begun
 * @nr: its number in the run; 0: an allocation
 * @name: its name there
 * @pid: of the process in which it runs
 * @function: what it is; NULL: a region, or an allocation
 * @region: likewise, NULL: one that nobody asks for
 * @irq: an interrupt
 * @root: the operation that it is, or is part of; NULL: none
 * @whole: it is all of that operation
 * @alloc: it is __alloc_pages()
 * @mm: the run's number of the address space
 * @child: of the one that is made
 * @addr: of a page fault
 * @before: the entry there, before it
 */
struct open24 {
	u32 nr;
	char name[32];
	u32 pid;
	const struct function24 *function;
	const struct region24 *region;
	bool irq;
	struct root24 *root;
	bool whole;
	bool alloc;
	u32 mm;
	u32 child;
	u32 addr;
	u32 before;
};

/**
 * struct opens24 - all of them
 * @open: in the order in which they began
 * @count: how many
 * @root: operations, each with the task of its number
 * @irqs: interrupts that have begun
 * @oom: the OOM killer has run
 * @due: the operation that is to begin, or to go on, before the next line is played
 */
struct opens24 {
	struct open24 open[OPEN24_MOST];
	u32 count;
	struct root24 root[OPEN24_ROOTS];
	u32 irqs;
	bool oom;
	struct root24 *due;
};

struct open24 *open24_push(struct opens24 *o, struct replay24 *r);
struct open24 *open24_top(struct opens24 *o, u32 pid);
u32 open24_number(const struct opens24 *o, u32 pid);
struct open24 *open24_find(struct opens24 *o, u32 nr);
void open24_pop(struct opens24 *o, struct open24 *at);
u32 open24_roots(const struct opens24 *o);
struct root24 *open24_root(struct opens24 *o, struct replay24 *r);
int open24_asked(struct replay24 *r, const struct open24 *in, u32 kind, const u32 *arg, u32 args);
void open24_answer(struct opens24 *o, struct root24 *root, u32 answer);

#endif
