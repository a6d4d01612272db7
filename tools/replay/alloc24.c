// SPDX-License-Identifier: GPL-2.0
/*
 * __alloc_pages() of a recorded run of 2.4 that tells what happened in it. It is an operation,
 * which asks for each block that it wants to take, each page that it wants to reclaim, and
 * whenever others are to run: what it decides is the machine's, when it goes on the run's.
 */

#include <errno.h>
#include <string.h>

#include <linux/kernel.h>

#include "replay/alloc24.h"
#include "replay/lru24.h"
#include "replay/replay24.h"

#define PF_MEMALLOC	0x800u
#define MOST_ROOTS	(OPEN24_ROOTS - 24)	/* the others are for functions */

/* the allocation that the line's process is in; NULL: it is in none, or in something else */
static struct open24 *current_alloc(struct opens24 *o, struct replay24 *r)
{
	struct open24 *in = open24_top(o, trace24_number(&r->trace, "cur"));

	return in && in->alloc ? in : NULL;
}

static bool asks(const struct open24 *in, u32 kind)
{
	return in && in->alloc && in->root && in->root->asked.kind == kind;
}

static int set_memalloc(struct replay24 *r, bool on)
{
	struct mm011_op op = { .code = MM011_OP24_MEMALLOC, .arg = { on } };

	return target_ops(r->t, &op, 1);
}

/**
 * alloc24_enter() - it begins
 * @o: what has begun
 * @r: run whose line alloc_enter has been read
 *
 * When very many sleep in it at a time, the run tells those that come then.
 *
 * Return: 0; 1: how many pages there are differs; a negative errno.
 */
int alloc24_enter(struct opens24 *o, struct replay24 *r)
{
	struct open24 *at = open24_push(o, r);
	struct root24 *root;
	int err;

	if (!at)
		return -EINVAL;
	at->alloc = true;
	if (open24_roots(o) >= MOST_ROOTS) {
		r->allocs_told++;
		return lru24_compare(r);
	}
	root = open24_root(o, r);
	if (!root)
		return -EINVAL;
	at->whole = true;
	at->root = root;
	root->pid = at->pid;
	root->op.code = MM011_OP24_ALLOC_PAGES;
	root->op.flags = MM011_OPF_SLEEP | replay24_events(r);
	root->op.arg[0] = trace24_number(&r->trace, "order");
	root->op.arg[1] = trace24_number(&r->trace, "gfp");
	err = set_memalloc(r, trace24_number(&r->trace, "tflags") & PF_MEMALLOC);
	open24_answer(o, root, 0);
	return err ? err : lru24_compare(r);
}

/* it does not wait, but reclaims: the OOM killer has chosen its task, and not said so */
static bool was_killed(const struct opens24 *o, struct replay24 *r, const struct open24 *in)
{
	char name[32];

	if (!o->oom || r->trace.event != TRACE24_ENTER || !asks(in, MM011_ASK24_WAKEUP) ||
	    in->root->asked.arg[0] != MM011_WAKEUP_KSWAPD_WAIT)
		return false;
	trace24_text(&r->trace, "f", name, sizeof(name));
	return !strcmp(name, "reclaim_page");
}

/**
 * alloc24_goes_on() - does a line show that others have run, and it goes on?
 * @o: what has begun
 * @r: run whose line has been read, but not played
 *
 * Return: whether it does; then it is due.
 */
bool alloc24_goes_on(struct opens24 *o, struct replay24 *r)
{
	struct open24 *in = current_alloc(o, r);

	if (was_killed(o, r, in)) {
		open24_answer(o, in->root, 1);
		return true;
	}
	if (!asks(in, MM011_ASK24_SCHEDULE))
		return false;
	switch (r->trace.event) {
	case TRACE24_RMQUEUE:
	case TRACE24_ENTER:
	case TRACE24_ALLOC:
	case TRACE24_MARK:
		open24_answer(o, in->root, 0);
		return true;
	default:
		return false;
	}
}

/**
 * alloc24_took_block() - a block has been taken, or could not be: is that what it asked for?
 * @o: what has begun
 * @r: run whose line rmqueue has been played
 *
 * Return: 0; 1: it asked for something else.
 */
int alloc24_took_block(struct opens24 *o, struct replay24 *r)
{
	struct open24 *in = current_alloc(o, r);
	const u32 arg[] = {
		trace24_number(&r->trace, "zone"), trace24_number(&r->trace, "order")
	};
	int err;

	if (!in || !in->root)
		return 0;
	err = open24_asked(r, in, MM011_ASK24_RMQUEUE, arg, ARRAY_SIZE(arg));
	open24_answer(o, in->root, trace24_has(&r->trace, "pfn") ?
		      trace24_number(&r->trace, "pfn") : MM011_NO_FRAME);
	return err;
}

/**
 * alloc24_function_begins() - a function begins in it: does it ask for that?
 * @r: run whose line enter has been read
 * @in: what the process is in
 * @f: the function
 *
 * Those that try_to_free_pages() calls are not asked for one by one.
 *
 * Return: 0; 1: it asked for something else.
 */
int alloc24_function_begins(struct replay24 *r, const struct open24 *in, const struct function24 *f)
{
	const u32 zone = trace24_number(&r->trace, "zone");

	if (in->root && f->code == MM011_OP24_RECLAIM_PAGE)
		return open24_asked(r, in, MM011_ASK24_RECLAIM_PAGE, &zone, 1);
	return 0;
}

/**
 * alloc24_function_ended() - and has ended
 * @o: what has begun
 * @in: what the process is in now, NULL: nothing
 * @ret: what the function returned
 */
void alloc24_function_ended(struct opens24 *o, const struct open24 *in, u32 ret)
{
	if (asks(in, MM011_ASK24_RECLAIM_PAGE))
		open24_answer(o, in->root, ret);
	else if (asks(in, MM011_ASK24_PAGE_LAUNDER))
		open24_answer(o, in->root, 0);
}

/* who is asked for pages, by the names of marks; MM011_WAKEUPS: nobody */
static u32 whose_mark(struct replay24 *r, const char *name)
{
	if (!strcmp(name, "try_to_free_pages"))
		return MM011_TRY_TO_FREE_PAGES;
	if (strcmp(name, "wakeup_kswapd"))
		return MM011_WAKEUPS;
	return trace24_number(&r->trace, "arg") ? MM011_WAKEUP_KSWAPD_WAIT : MM011_WAKEUP_KSWAPD;
}

/**
 * alloc24_mark() - somebody is asked for free pages, or has been
 * @o: what has begun
 * @r: run whose line mark or mark_end has been read
 *
 * Return: 0; 1: it does not ask for that.
 */
int alloc24_mark(struct opens24 *o, struct replay24 *r)
{
	struct open24 *in = current_alloc(o, r);
	char name[32];
	u32 who;

	trace24_text(&r->trace, "f", name, sizeof(name));
	o->oom = o->oom || !strcmp(name, "oom_kill");
	who = whose_mark(r, name);
	if (!in || !in->root || who == MM011_WAKEUPS)
		return 0;
	if (r->trace.event == TRACE24_MARK)
		return open24_asked(r, in, MM011_ASK24_WAKEUP, &who, 1);
	if (asks(in, MM011_ASK24_WAKEUP))
		open24_answer(o, in->root, 0);
	return 0;
}

/**
 * alloc24_leave() - it ends: has it found what it did in the run?
 * @o: what has begun
 * @r: run whose line alloc has been read
 *
 * Return: 0; 1: it differs; a negative errno.
 */
int alloc24_leave(struct opens24 *o, struct replay24 *r)
{
	struct open24 *in = current_alloc(o, r);
	u32 pfn = trace24_has(&r->trace, "pfn") ? trace24_number(&r->trace, "pfn") :
		  MM011_NO_FRAME;
	u32 found;
	int err;

	if (!in)
		return trace24_damaged(&r->trace, "no allocation has begun", "");
	if (!in->root) {
		open24_pop(o, in);
		return lru24_compare(r);
	}
	err = open24_asked(r, in, MM011_ASK24_NOTHING, NULL, 0);
	found = in->root->op.ret;
	open24_pop(o, in);
	if (!err && found != pfn)
		err = replay24_differs(r, "page frame", pfn, found, "%u");
	return err ? err : lru24_compare(r);
}
