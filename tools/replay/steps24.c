// SPDX-License-Identifier: GPL-2.0
/*
 * The functions of a recorded run of 2.4. The machine does one when its line enter comes, up
 * to where it asks for what the run tells: a page, another recorded function, a page of a
 * file. It goes on when that has come, just before the line behind it, and has ended when its
 * line exit is compared. Interrupts that fall into a piece of it came before that piece.
 */

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <linux/kernel.h>

#include "ctl/lines.h"
#include "replay/alloc24.h"
#include "replay/begin24.h"
#include "replay/end24.h"
#include "replay/lru24.h"
#include "replay/mms24.h"
#include "replay/open24.h"
#include "replay/replay24.h"
#include "replay/steps24.h"

#define SOME_OPS	16u	/* that are done in one go */
#define MOST_OPS	0x400000u	/* that a run may number */

/**
 * steps24_new() - begin to play functions
 *
 * Return: what is known of them; NULL without memory.
 */
struct steps24 *steps24_new(void)
{
	struct steps24 *s = calloc(1, sizeof(*s));

	if (s)
		s->mms.limits_of = MMS24_PIDS;
	return s;
}

/**
 * steps24_free() - forget all
 * @s: from steps24_new(), or NULL
 */
void steps24_free(struct steps24 *s)
{
	if (s)
		free(s->foretold);
	free(s);
}

/* the inode in vma=[start, end, flags, pgoff, inode, ...]; 0: there is none */
static u32 inode_of_area(struct replay24 *r)
{
	const struct json_value *vma = json_find(&r->trace.line, "vma");
	struct json_value rest, item;
	u32 i, ino = 0;

	if (!vma)
		return 0;
	rest = *vma;
	for (i = 0; i <= 4 && json_next(&rest, &item); i++)
		if (i == 4)
			json_u32(&item, &ino);
	return ino;
}

static int make_room(struct steps24 *s, struct replay24 *r, u32 nr)
{
	u32 ops = s->ops ? s->ops : 1024;
	struct foretold24 *more;

	if (nr >= MOST_OPS)
		return trace24_damaged(&r->trace, "no run has so many operations: ", "op");
	while (nr >= ops)
		ops *= 2;
	if (ops == s->ops)
		return 0;
	more = realloc(s->foretold, ops * sizeof(*more));
	if (!more)
		return -ENOMEM;
	memset(more + s->ops, 0, (ops - s->ops) * sizeof(*more));
	s->foretold = more;
	s->ops = ops;
	return 0;
}

static int look_at_exit(struct steps24 *s, struct replay24 *r)
{
	u32 nr = trace24_number(&r->trace, "op");
	int err = make_room(s, r, nr);

	if (!err)
		s->foretold[nr] = (struct foretold24){
			.ret = trace24_number(&r->trace, "ret"), .ino = inode_of_area(r),
			.pgd = trace24_has(&r->trace, "pgd") ?
			       trace24_number(&r->trace, "pgd") : MM011_NO_FRAME,
			.noreturn = json_find(&r->trace.line, "noreturn")
		};
	return err;
}

/**
 * steps24_look() - look at a line before the run is played
 * @s: what is known
 * @r: run whose line has been read
 *
 * Return: 0; -EINVAL; -ENOMEM.
 */
int steps24_look(struct steps24 *s, struct replay24 *r)
{
	static const char *const names[] = { "mm", "child" };
	u32 i, mm;
	int err = 0;

	if (r->trace.event == TRACE24_EXIT)
		err = look_at_exit(s, r);
	for (i = 0; !err && i < ARRAY_SIZE(names); i++) {
		if (r->trace.event >= TRACE24_MARK || !trace24_has(&r->trace, names[i]))
			continue;
		err = mms24_number(r, names[i], &mm);
		if (!err)
			s->mms.last[mm] = lines_number(r->trace.in);
	}
	return err;
}

/* the machine must know how many pages there are beside free ones */
static int set_free(struct steps24 *s, struct replay24 *r, const struct root24 *root)
{
	struct mm011_op op = { .code = MM011_OP24_SET_FREE, .arg = { root->pages, r->pages } };

	if (root->pages == s->pages && r->pages == s->physpages)
		return 0;
	s->pages = root->pages;
	s->physpages = r->pages;
	return target_ops(r->t, &op, 1);
}

/* one turn of an operation: up to where it asks once more, or ends */
static int take_turn(struct replay24 *r, struct root24 *root)
{
	struct mm011_op op[] = {
		{ .code = MM011_OP24_TELL, .arg = { root->op.task, root->answer } },
		root->op,
		{ .code = MM011_OP24_ASKED, .arg = { root->op.task },
		  .len = sizeof(root->asked), .data = (uintptr_t)&root->asked },
	};
	int err;

	if (root->begun)
		op[1] = (struct mm011_op){
			.code = MM011_OP_WAKE, .task = root->op.task,
		};
	err = target_ops(r->t, op, ARRAY_SIZE(op));
	root->begun = true;
	root->op.error = op[1].error;
	root->op.outcome = op[1].outcome;
	root->op.ret = op[1].ret;
	memcpy(root->op.out, op[1].out, sizeof(root->op.out));
	return err;
}

/* the page directory of a child is there before dup_mmap() begins */
static bool wants_directory(const struct root24 *root)
{
	return root->op.code == MM011_OP24_DUP_MMAP && root->op.outcome == MM011_ASLEEP &&
	       root->asked.kind == MM011_ASK24_ALLOC;
}

/* an operation that is due begins, or goes on */
static int go_on(struct steps24 *s, struct replay24 *r)
{
	struct root24 *root = s->opens.due;
	bool first;
	int err = 0;

	s->opens.due = NULL;
	if (!root)
		return 0;
	first = !root->begun;
	if (root->mm)
		err = mms24_switch(&s->mms, r, root->mm);
	if (!err)
		err = mms24_set_limits(&s->mms, r, root->pid);
	if (!err)
		err = set_free(s, r, root);
	if (!err)
		err = take_turn(r, root);
	if (!err && first && wants_directory(root))
		err = take_turn(r, root);
	if (err || root->op.outcome == MM011_ASLEEP)
		return err;
	return root->op.error;
}

/**
 * steps24_before() - before a line is played: what is due is done
 * @s: what is known
 * @r: run whose line has been read
 *
 * Return: 0; a negative errno.
 */
int steps24_before(struct steps24 *s, struct replay24 *r)
{
	char name[32] = "";

	int err;

	if (r->trace.event == TRACE24_ENTER)
		trace24_text(&r->trace, "f", name, sizeof(name));
	if (s->opens.irqs || !strcmp(name, BEGIN24_INTERRUPT))
		return 0;
	err = go_on(s, r);
	while (!err && alloc24_goes_on(&s->opens, r))
		err = go_on(s, r);
	return err;
}

/* [[page frame, count], ...]: counts that others changed */
static int set_counts(struct replay24 *r)
{
	struct mm011_op op[SOME_OPS];
	struct json_value rest = *json_find(&r->trace.line, "d"), pair, number;
	u32 n = 0;
	int err = 0;

	while (!err && json_next(&rest, &pair)) {
		op[n] = (struct mm011_op){ .code = MM011_OP24_SET_PAGE_COUNT };
		if (!json_next(&pair, &number) || json_u32(&number, &op[n].arg[0]) ||
		    !json_next(&pair, &number) || json_u32(&number, &op[n].arg[1]))
			return trace24_damaged(&r->trace, "these are not counts: ", "d");
		if (op[n].arg[0] >= r->pages)
			return trace24_damaged(&r->trace, "there is no such page frame", "");
		if (++n < SOME_OPS)
			continue;
		err = target_ops(r->t, op, n);
		n = 0;
	}
	return err || !n ? err : target_ops(r->t, op, n);
}

static int find_vma(struct steps24 *s, struct replay24 *r)
{
	struct mm011_op op = {
		.code = MM011_OP24_FIND_VMA, .arg = { trace24_number(&r->trace, "addr") }
	};
	u32 mm, recorded = trace24_number(&r->trace, "ret");
	int err = mms24_number(r, "mm", &mm);

	if (!err)
		err = mms24_switch(&s->mms, r, mm);
	if (!err)
		err = target_ops(r->t, &op, 1);
	if (err)
		return err;
	if (op.ret != recorded)
		return replay24_differs(r, "area", recorded, op.ret, "0x%x");
	recorded = trace24_number(&r->trace, "hit");
	if (op.out[1] != recorded)
		return replay24_differs(r, "mmap_cache's hit", recorded, op.out[1], "%u");
	return mms24_put_ended(&s->mms, r, mm);
}

/* the function that takes a page or frees one itself; NULL: one that the machine does not do */
static const struct open24 *who_asks(struct steps24 *s, struct replay24 *r)
{
	const struct open24 *in = open24_top(&s->opens, trace24_number(&r->trace, "cur"));
	char by[80];

	if (!in || !in->root || (!in->function && !in->alloc))
		return NULL;
	trace24_text(&r->trace, "by", by, sizeof(by));
	return in->function && !strncmp(by, "kmem_", 5) ? NULL : in;
}

/**
 * steps24_before_free() - a page is about to be freed
 * @s: what is known
 * @r: run whose line free has been read
 *
 * Who is not played has taken it off its lists and out of its cache; the run tells that later.
 *
 * Return: 0; a negative errno.
 */
int steps24_before_free(struct steps24 *s, struct replay24 *r)
{
	return who_asks(s, r) ? 0 : lru24_let_go(r);
}

/**
 * steps24_told_page() - a page has been taken or freed: did a function ask for it?
 * @s: what is known
 * @r: run whose line has been played
 * @kind: MM011_ASK24_ALLOC or MM011_ASK24_FREE
 *
 * Slabs take pages of their own accord.
 *
 * Return: 0; 1: it asked for something else.
 */
int steps24_told_page(struct steps24 *s, struct replay24 *r, u32 kind)
{
	const bool alloc = kind == MM011_ASK24_ALLOC;
	const struct open24 *in = who_asks(s, r);
	u32 order = trace24_number(&r->trace, "order"), gfp = trace24_number(&r->trace, "gfp");
	u32 pfn = trace24_has(&r->trace, "pfn") ? trace24_number(&r->trace, "pfn") :
		  MM011_NO_FRAME;
	const u32 arg[] = { alloc ? order : pfn, alloc ? gfp : order };
	int err;

	if (!in)
		return 0;
	err = open24_asked(r, in, kind, arg, ARRAY_SIZE(arg));
	if (!err)
		open24_answer(&s->opens, in->root, alloc ? pfn : 0);
	return err;
}

/**
 * steps24_play() - do what a line says of functions
 * @s: what is known
 * @r: run whose line has been read
 * @played: whether it was a step that has been done and compared
 *
 * Return: 0; 1: it differs; a negative errno.
 */
int steps24_play(struct steps24 *s, struct replay24 *r, bool *played)
{
	*played = false;
	switch (r->trace.event) {
	case TRACE24_ENTER:
		return begin24(s, r);
	case TRACE24_EXIT:
		return end24(s, r, played);
	case TRACE24_FIND_VMA:
		*played = true;
		return find_vma(s, r);
	case TRACE24_MM:
		return mms24_set_fields(&s->mms, r);
	case TRACE24_TASK:
		return mms24_take_limits(&s->mms, r);
	case TRACE24_HW:
		return mms24_set_accessed(&s->mms, r);
	case TRACE24_CNT:
		return set_counts(r);
	case TRACE24_PG:
	case TRACE24_LRU:
	case TRACE24_SWAPMAP:
		return lru24_apply(r);
	case TRACE24_ALLOC_ENTER:
		return alloc24_enter(&s->opens, r);
	case TRACE24_MARK:
	case TRACE24_MARK_END:
		return alloc24_mark(&s->opens, r);
	default:
		return 0;
	}
}

/**
 * steps24_took_block() - rmqueue() has been done: did an allocation ask for that?
 * @s: what is known
 * @r: run whose line has been played
 *
 * Return: 0; 1: it asked for something else.
 */
int steps24_took_block(struct steps24 *s, struct replay24 *r)
{
	return alloc24_took_block(&s->opens, r);
}

/**
 * steps24_allocated() - an allocation of which the run told what happened in it has ended
 * @s: what is known
 * @r: run whose line has been read
 *
 * Return: 0; 1: it differs; a negative errno.
 */
int steps24_allocated(struct steps24 *s, struct replay24 *r)
{
	return alloc24_leave(&s->opens, r);
}
