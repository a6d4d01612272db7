// SPDX-License-Identifier: GPL-2.0
/*
 * A function of a recorded run of 2.4 ends, and is compared; or a region, and what it came to
 * is told.
 */

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include <linux/kernel.h>

#include "replay/alloc24.h"
#include "replay/begin24.h"
#include "replay/compare24.h"
#include "replay/end24.h"
#include "replay/lru24.h"
#include "replay/replay24.h"

/* what a region came to: a page, or nothing */
static u32 answer_of(struct replay24 *r, const struct region24 *region)
{
	char text[8];

	if (!region->answer)
		return 0;
	trace24_text(&r->trace, region->answer, text, sizeof(text));
	if (!strcmp(text, "oom"))
		return MM011_TOLD24_OOM;
	return trace24_has(&r->trace, region->answer) ?
	       trace24_number(&r->trace, region->answer) : MM011_NO_FRAME;
}

static int know_mm(struct steps24 *s, struct replay24 *r, u32 mm, u32 number)
{
	if (!mm || s->mms.mm[mm])
		return trace24_damaged(&r->trace, "no new address space", "");
	s->mms.mm[mm] = number;
	return 0;
}

static int exit_mm_alloc(struct steps24 *s, struct replay24 *r, struct open24 *at)
{
	struct mm011_tables24 tables;
	struct mm011_op op = {
		.code = MM011_OP24_TABLES, .len = sizeof(tables), .data = (uintptr_t)&tables
	};
	u32 pgd = trace24_number(&r->trace, "pgd"), number = at->root->op.ret;
	int err = mms24_number(r, "mm", &at->mm);

	if (!err && (s32)number < 0)
		return at->mm ? replay24_differs(r, "address space", at->mm, 0, "%u") : 0;
	if (!err)
		err = know_mm(s, r, at->mm, number);
	if (!err)
		err = mms24_switch(&s->mms, r, at->mm);
	if (!err)
		err = target_ops(r->t, &op, 1);
	if (!err && tables.pgd >> 12 != pgd)
		err = replay24_differs(r, "page directory", pgd, tables.pgd >> 12, "%u");
	return err;
}

/* the copy; where there was no memory for its page tables it is half done */
static int exit_dup_mmap(struct steps24 *s, struct replay24 *r, struct open24 *at)
{
	int err = compare24_return(r, (s32)at->root->op.ret < 0 ? at->root->op.ret : 0);

	if (!err)
		err = know_mm(s, r, at->child, at->root->op.out[0]);
	if (!err)
		err = mms24_switch(&s->mms, r, at->child);
	return err ? err : compare24_mm(r, true);
}

/* [before, after]; null above 3 GB */
static int compare_entries(struct steps24 *s, struct replay24 *r, const struct open24 *at)
{
	const struct json_value *pte = json_find(&r->trace.line, "pte");
	struct json_value rest, item;
	u32 found[2] = { at->before }, recorded, i;
	int err;

	if (!pte)
		return 0;
	err = begin24_entry(s, r, at->mm, at->addr, &found[1]);
	rest = *pte;
	for (i = 0; !err && i < 2; i++) {
		if (!json_next(&rest, &item))
			return trace24_damaged(&r->trace, "these are not two entries: ", "pte");
		if (!json_u32(&item, &recorded) && recorded != found[i])
			err = replay24_differs(r, i ? "entry after the fault" :
					       "entry before the fault", recorded, found[i],
					       "%08x");
	}
	return err;
}

/* of an address of the kernel's the run tells what became of it */
static int exit_fault(struct steps24 *s, struct replay24 *r, const struct open24 *at)
{
	struct mm011_log24 log = at->root->asked.log;
	int err;

	if (at->addr >= BEGIN24_KERNEL && !(at->root->op.arg[0] & 4))
		log.fixup = trace24_number(&r->trace, "fixup");
	err = compare24_fault(r, &log);
	return err ? err : compare_entries(s, r, at);
}

/* the results of a function that has ended */
static int exit_function(struct steps24 *s, struct replay24 *r, struct open24 *at)
{
	const struct mm011_asked24 *asked = &at->root->asked;
	int err = compare24_log(r, &asked->log);

	if (err)
		return err;
	switch (at->function->code) {
	case MM011_OP24_MM_ALLOC:
		return exit_mm_alloc(s, r, at);
	case MM011_OP24_DUP_MMAP:
		return exit_dup_mmap(s, r, at);
	case MM011_OP24_DO_PAGE_FAULT:
		return exit_fault(s, r, at);
	case MM011_OP24_RECLAIM_PAGE:
		return compare24_page(r, at->root->op.ret);
	case MM011_OP24_HANDLE_MM_FAULT:
		err = compare24_return(r, asked->arg[0]);
		return err ? err : compare_entries(s, r, at);
	case MM011_OP24_TRY_TO_SWAP_OUT:
		err = compare24_return(r, at->root->op.ret);
		return err ? err : compare_entries(s, r, at);
	default:
		return compare24_return(r, at->whole ? at->root->op.ret : asked->arg[0]);
	}
}

/* has it ended in the machine, too? */
static int must_have_ended(struct replay24 *r, const struct open24 *at)
{
	if (!at->whole)
		return open24_asked(r, at, MM011_ASK24_END, NULL, 0);
	return open24_asked(r, at, MM011_ASK24_NOTHING, NULL, 0);
}

static int compare(struct steps24 *s, struct replay24 *r, struct open24 *at)
{
	int err = 0;

	if (at->root)
		err = must_have_ended(r, at);
	if (!err && at->root && !json_find(&r->trace.line, "noreturn"))
		err = exit_function(s, r, at);
	if (!err && at->mm)
		err = mms24_switch(&s->mms, r, at->mm);
	if (!err && at->mm)
		err = compare24_mm(r, false);
	if (!err)
		err = compare24_counts(r);
	return err ? err : lru24_compare(r);
}

/* a function ends: it is compared, and what it was part of goes on */
static int leave_function(struct steps24 *s, struct replay24 *r, struct open24 *at)
{
	int err = compare(s, r, at);

	if (!err && !at->whole && at->root)
		open24_answer(&s->opens, at->root, 0);
	if (at->mm)
		s->mms.empty[at->mm] = at->function->code == MM011_OP24_EXIT_MMAP;
	if (!err)
		err = mms24_put_ended(&s->mms, r, at->mm);
	return err;
}

/**
 * end24() - a function or a region ends
 * @s: what is known
 * @r: run whose line exit has been read
 * @played: out: whether it was a function
 *
 * Return: 0; 1: something differs; a negative errno.
 */
int end24(struct steps24 *s, struct replay24 *r, bool *played)
{
	struct open24 *at = open24_find(&s->opens, trace24_number(&r->trace, "op"));
	char name[32];
	u32 ret = 0, pid;
	int err = 0;

	trace24_text(&r->trace, "f", name, sizeof(name));
	if (!at || strcmp(at->name, name))
		return trace24_damaged(&r->trace, "this function has not begun: ", name);
	*played = at->function;
	s->opens.irqs -= at->irq;
	pid = at->pid;
	if (at->root)
		ret = at->root->op.ret;
	if (at->function)
		err = leave_function(s, r, at);
	else if (at->root)
		open24_answer(&s->opens, at->root, answer_of(r, at->region));
	open24_pop(&s->opens, at);
	if (*played)
		alloc24_function_ended(&s->opens, open24_top(&s->opens, pid), ret);
	return err;
}
