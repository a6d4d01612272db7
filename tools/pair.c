// SPDX-License-Identifier: GPL-2.0
/*
 * The machine of mm011/ and the reference side by side: the same operation to
 * both, then the same result and the same changes in the same order. As every
 * change is told, equal changes keep equal states equal; that nothing went
 * past the telling is looked at from time to time, over all of memory.
 */

#include <linux/kernel.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz.h"
#include "local.h"

#define MAX_CHANGES 400000

struct pair {
	struct mm011_machine *m;
	struct mm011_host host;
	struct reference *r;
	struct mm011_event change[MAX_CHANGES];
	u32 changes;
	char difference[300];
};

static struct pair *listening;	/* the pair whose machine tells */

/* What the reference tells too; an entry or count that stays as it was is none. */
static bool is_change(const struct mm011_event *e)
{
	switch (e->type) {
	case MM011_EV_ENTRY:
	case MM011_EV_MEM_MAP:
		return e->b != e->c;
	case MM011_EV_ZERO:
	case MM011_EV_COPY:
	case MM011_EV_LOAD:
	case MM011_EV_INVALIDATE:
	case MM011_EV_FAULT:
	case MM011_EV_WRITE:
		return true;
	default:
		return false;
	}
}

static void told(struct mm011_machine *m, const struct mm011_event *event)
{
	struct pair *p = listening;

	if (is_change(event) && p->changes < MAX_CHANGES)
		p->change[p->changes++] = *event;
}

static bool differ(struct pair *p, const char *what, u32 expected, u32 found)
{
	snprintf(p->difference, sizeof(p->difference), "%s: reference 0x%x, mm011 0x%x", what,
		 expected, found);
	return false;
}

static bool same_results(struct pair *p, const struct mm011_op *want, const struct mm011_op *got)
{
	if (want->outcome != got->outcome)
		return differ(p, "outcome", want->outcome, got->outcome);
	if (want->error != got->error)
		return differ(p, "error", want->error, got->error);
	if (want->outcome != MM011_OK)
		return true;
	if (want->ret != got->ret)
		return differ(p, "return value", want->ret, got->ret);
	if (want->out[0] != got->out[0])
		return differ(p, "out[0]", want->out[0], got->out[0]);
	return want->out[1] == got->out[1] || differ(p, "out[1]", want->out[1], got->out[1]);
}

static void print_change(char *to, size_t room, const struct mm011_event *e)
{
	static const char *const names[] = {
		[MM011_EV_ENTRY] = "entry", [MM011_EV_MEM_MAP] = "mem_map",
		[MM011_EV_ZERO] = "zero", [MM011_EV_COPY] = "copy", [MM011_EV_LOAD] = "load",
		[MM011_EV_INVALIDATE] = "invalidate", [MM011_EV_FAULT] = "fault",
		[MM011_EV_WRITE] = "write",
	};

	snprintf(to, room, "%s(0x%x, 0x%x, 0x%x)", names[e->type], e->a, e->b, e->c);
}

static bool same_changes(struct pair *p)
{
	const struct mm011_event *want, *got = p->change;
	u32 count = reference_changes(p->r, &want);
	char text[2][100] = { "nothing", "nothing" };
	u32 i, both = min(count, p->changes);

	for (i = 0; i < both; i++)
		if (want[i].type != got[i].type || want[i].a != got[i].a ||
		    want[i].b != got[i].b || want[i].c != got[i].c)
			break;
	if (i == count && i == p->changes)
		return true;
	if (i < count)
		print_change(text[0], sizeof(text[0]), &want[i]);
	if (i < p->changes)
		print_change(text[1], sizeof(text[1]), &got[i]);
	snprintf(p->difference, sizeof(p->difference), "change %u: reference %s, mm011 %s", i,
		 text[0], text[1]);
	return false;
}

/**
 * pair_data() - the bytes that an operation of a random program writes
 * @op: the operation
 * @data: room for op->len bytes
 */
void pair_data(const struct mm011_op *op, u8 *data)
{
	u32 i;

	for (i = 0; i < op->len; i++)
		data[i] = op->arg[0] * 7 + op->task * 3 + i;
}

/**
 * pair_op() - do an operation twice
 * @p: the pair
 * @op: the operation; its results are filled in
 *
 * What mm011 refuses is not given to the reference, and must change nothing.
 *
 * Return: whether both did the same.
 */
bool pair_op(struct pair *p, struct mm011_op *op)
{
	static u8 data[2][MM011_MAX_DATA];
	struct mm011_op want = *op;

	pair_data(op, data[0]);
	memcpy(data[1], data[0], op->len);
	p->changes = 0;
	listening = p;
	op->flags |= MM011_OPF_EVENTS;
	if (mm011_op_info(op->code)->data != MM011_DATA_NONE)
		op->data = (unsigned long)data[1];
	local_op(p->m, op);
	if (op->outcome == MM011_REFUSED)
		return !p->changes || differ(p, "a refused operation changed", 0, p->changes);
	reference_op(p->r, &want, data[0]);
	if (op->len && memcmp(data[0], data[1], op->len))
		return differ(p, "data", 0, 0);
	return same_results(p, &want, op) && same_changes(p);
}

/**
 * pair_same_memory() - compare all of both states
 * @p: the pair
 *
 * Return: whether memory, mem_map[] and task slots are the same.
 */
bool pair_same_memory(struct pair *p)
{
	const u8 *want = reference_memory(p->r);
	u32 i;

	for (i = 0; i < MM011_PAGING_PAGES; i++)
		if (reference_mem_map(p->r)[i] != p->m->mem_map[i])
			return differ(p, "mem_map[], untold", reference_mem_map(p->r)[i],
				      p->m->mem_map[i]);
	for (i = 0; i < MM011_NR_TASKS; i++)
		if (reference_task(p->r, i)->state != p->m->task[i].state)
			return differ(p, "state of a task, untold",
				      reference_task(p->r, i)->state, p->m->task[i].state);
	if (!memcmp(want, p->m->memory, MM011_MEMORY_SIZE))
		return true;
	for (i = 0; want[i] == p->m->memory[i]; i++)
		;
	return differ(p, "a byte of memory changed untold; address", i, i);
}

/**
 * pair_reset() - switch both off and on
 * @p: the pair
 * @reset: with these parameters
 */
void pair_reset(struct pair *p, const struct mm011_reset *reset)
{
	mm011_reset(p->m, reset);
	reference_reset(p->r, reset);
}

/**
 * pair_reference() - the reference of a pair
 * @p: the pair
 */
struct reference *pair_reference(struct pair *p)
{
	return p->r;
}

/**
 * pair_difference() - in what the two differed
 * @p: the pair
 */
const char *pair_difference(const struct pair *p)
{
	return p->difference;
}

/**
 * pair_new() - make a machine and a reference
 *
 * Return: the pair, not reset yet; NULL without memory.
 */
struct pair *pair_new(void)
{
	struct pair *p = calloc(1, sizeof(*p));

	if (!p)
		return NULL;
	p->m = local_machine_new();
	p->r = reference_new();
	if (!p->m || !p->r) {
		pair_free(p);
		return NULL;
	}
	p->host = *p->m->host;
	p->host.told = told;
	p->m->host = &p->host;
	return p;
}

/**
 * pair_free() - throw both away
 * @p: the pair
 */
void pair_free(struct pair *p)
{
	if (p->m)
		local_machine_free(p->m);
	if (p->r)
		reference_free(p->r);
	free(p);
}
