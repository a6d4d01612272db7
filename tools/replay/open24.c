// SPDX-License-Identifier: GPL-2.0
/*
 * Functions of a recorded run that have begun and not ended.
 */

#include <stdio.h>
#include <string.h>

#include <linux/kernel.h>

#include "replay/open24.h"
#include "replay/replay24.h"

/**
 * open24_push() - something begins
 * @o: what has begun
 * @r: run
 *
 * Return: its place, empty but for the process; NULL: there is no room, and the run's problem
 * is told.
 */
struct open24 *open24_push(struct opens24 *o, struct replay24 *r)
{
	struct open24 *at = &o->open[o->count];

	if (o->count == OPEN24_MOST) {
		trace24_damaged(&r->trace, "too many functions have begun", "");
		return NULL;
	}
	o->count++;
	*at = (struct open24){ .pid = trace24_number(&r->trace, "cur") };
	return at;
}

/**
 * open24_top() - what a process is in
 * @o: what has begun
 * @pid: the process
 *
 * Return: what began last in it; NULL: nothing.
 */
struct open24 *open24_top(struct opens24 *o, u32 pid)
{
	u32 i = o->count;

	while (i--)
		if (o->open[i].pid == pid)
			return &o->open[i];
	return NULL;
}

/**
 * open24_number() - the number of what a process is in
 * @o: what has begun
 * @pid: the process
 *
 * Return: that of the last function or region; 0: it is in none.
 */
u32 open24_number(const struct opens24 *o, u32 pid)
{
	u32 i = o->count;

	while (i--)
		if (o->open[i].pid == pid && o->open[i].nr)
			return o->open[i].nr;
	return 0;
}

/**
 * open24_find() - something by its number
 * @o: what has begun
 * @nr: the number
 *
 * Return: its place; NULL: there is none such.
 */
struct open24 *open24_find(struct opens24 *o, u32 nr)
{
	u32 i = o->count;

	while (nr && i--)
		if (o->open[i].nr == nr)
			return &o->open[i];
	return NULL;
}

/**
 * open24_pop() - it ends
 * @o: what has begun
 * @at: its place
 */
void open24_pop(struct opens24 *o, struct open24 *at)
{
	u32 i = at - o->open;

	if (at->whole)
		at->root->used = false;
	o->count--;
	memmove(at, at + 1, (o->count - i) * sizeof(*at));
}

/**
 * open24_roots() - how many operations are under way?
 * @o: what has begun
 *
 * Return: how many.
 */
u32 open24_roots(const struct opens24 *o)
{
	u32 i, count = 0;

	for (i = 0; i < OPEN24_ROOTS; i++)
		count += o->root[i].used;
	return count;
}

/**
 * open24_root() - a place for an operation
 * @o: what has begun
 * @r: run
 *
 * Return: the place, empty; NULL: there is none, and the run's problem is told.
 */
struct root24 *open24_root(struct opens24 *o, struct replay24 *r)
{
	u32 i;

	for (i = 0; i < OPEN24_ROOTS && o->root[i].used; i++)
		;
	if (i == OPEN24_ROOTS) {
		trace24_damaged(&r->trace, "too many processes are in mm at a time", "");
		return NULL;
	}
	o->root[i] = (struct root24){ .used = true, .op.task = i };
	return &o->root[i];
}

/**
 * open24_asked() - does the machine ask for what comes next in the run?
 * @r: run
 * @in: the function that asks
 * @kind: what comes, enum mm011_ask24
 * @arg: its arguments
 * @args: how many
 *
 * Return: 0; 1: it differs.
 */
int open24_asked(struct replay24 *r, const struct open24 *in, u32 kind, const u32 *arg, u32 args)
{
	const struct mm011_asked24 *asked = &in->root->asked;
	const char *name = in->function ? in->function->name : "__alloc_pages";
	char what[64];
	u32 i;

	if (asked->kind != kind) {
		snprintf(what, sizeof(what), "%s asks for", name);
		return replay24_differs_text(r, what, region24_asked(kind),
					     region24_asked(asked->kind));
	}
	for (i = 0; i < args; i++) {
		if (asked->arg[i] == arg[i])
			continue;
		snprintf(what, sizeof(what), "%s asks for %s, argument %u", name,
			 region24_asked(kind), i + 1);
		return replay24_differs(r, what, arg[i], asked->arg[i], "0x%x");
	}
	return 0;
}

/**
 * open24_answer() - an operation is told, and goes on before the next line
 * @o: what has begun
 * @root: the operation
 * @answer: what it is told
 */
void open24_answer(struct opens24 *o, struct root24 *root, u32 answer)
{
	root->answer = answer;
	o->due = root;
}
