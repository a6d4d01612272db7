// SPDX-License-Identifier: GPL-2.0
/*
 * The machine of mm011/ and the reference side by side, and a machine that is
 * not watched beside them: the same operation to
 * both, then the same result and the same changes in the same order. As every
 * change is told, equal changes keep equal states equal; that nothing went
 * past the telling is looked at from time to time, over all of memory.
 */

#include <errno.h>
#include <linux/kernel.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz/fuzz.h"
#include "target/local.h"
#include "fuzz/madeup.h"
#include "fuzz/snapshot.h"
#include "fuzz/unwatched.h"

#define MAX_CHANGES 400000

struct pair {
	struct mm011_machine *m;
	struct mm011_host host;
	/* the host's, which never fails */
	int (*swap_page)(struct mm011_machine *m, void *handle,
			 const struct mm011_swap_request *request, void *page);
	u32 fail;		/* which swap I/O from now on fails, 0: none */
	struct unwatched *unwatched;
	struct snapshot snapshot;
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
	case MM011_EV_MESSAGE:
	case MM011_EV_WRITE:
	case MM011_EV_SWAP_MAP:
	case MM011_EV_SWAP_IO:
	case MM011_EV_SLEEP:
	case MM011_EV_WAKE:
		return true;
	default:
		return false;
	}
}

static void on_event(struct mm011_machine *m, const struct mm011_event *event)
{
	struct pair *p = listening;

	if (is_change(event) && p->changes < MAX_CHANGES)
		p->change[p->changes++] = *event;
}

/* Swap I/O of the in-process host, with injected failures. */
static int swap_page(struct mm011_machine *m, void *handle,
		     const struct mm011_swap_request *request, void *page)
{
	struct pair *p = listening;

	if (p->fail && --p->fail == 0)
		return -EIO;
	return p->swap_page(m, handle, request, page);
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
	if (want->outcome == MM011_PANIC && strcmp(reference_message(p->r), p->m->message))
		return differ(p, "message of a panic", 0, 0);
	if (want->outcome != MM011_OK && want->outcome != MM011_ASLEEP &&
	    want->outcome != MM011_SWAP_ERROR)
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
		[MM011_EV_WRITE] = "write", [MM011_EV_MESSAGE] = "message",
		[MM011_EV_SWAP_MAP] = "swap bitmap", [MM011_EV_SWAP_IO] = "swap I/O",
		[MM011_EV_SLEEP] = "sleep", [MM011_EV_WAKE] = "wake",
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

/* what the quiet machine complains of, NULL: nothing */
static bool agree(struct pair *p, const char *complaint)
{
	if (complaint)
		snprintf(p->difference, sizeof(p->difference), "%s", complaint);
	return !complaint;
}

static bool same_tasks(struct pair *p)
{
	const struct mm011_task *want, *got;
	u32 i;

	for (i = 0; i < MM011_NR_TASKS; i++) {
		want = reference_task(p->r, i);
		got = &linux01x(p->m)->task[i];
		if (want->state != got->state)
			return differ(p, "state of a task, untold", want->state, got->state);
		if (want->pid != got->pid || want->page != got->page)
			return differ(p, "page of a task, untold", want->page, got->page);
		if (want->father != got->father)
			return differ(p, "father of a task, untold", want->father, got->father);
	}
	return true;
}

/**
 * pair_op() - do an operation twice
 * @p: the pair
 * @op: the operation; its results are filled in
 * @data: op->len bytes, what it read afterwards
 * @fail: which read or write of the swap space in it fails, 1: the first; 0: none
 *
 * What mm011 refuses is not given to the reference, and must change nothing.
 *
 * Return: whether both did the same.
 */
bool pair_op(struct pair *p, struct mm011_op *op, u8 *data, u32 fail)
{
	static u8 other[MM011_MAX_DATA];
	struct mm011_op want = *op, plain = *op;

	memcpy(other, data, min_t(u32, op->len, MM011_MAX_DATA));	/* more is refused */
	p->changes = 0;
	p->fail = fail;
	reference_fail(p->r, fail);
	listening = p;
	op->flags |= MM011_OPF_EVENTS;
	if (mm011_op_row(op->code)->data != MM011_DATA_NONE)
		op->data = (unsigned long)other;
	local_op(p->m, op);
	p->fail = fail;
	if (!agree(p, unwatched_op(p->unwatched, &plain, op, data, p->m)))
		return false;
	p->fail = fail;
	if (!agree(p, unwatched_plain(p->unwatched, &plain, data)))
		return false;
	if (op->outcome == MM011_REFUSED)
		return !p->changes || differ(p, "a refused operation changed", 0, p->changes);
	reference_op(p->r, &want, data);
	if (want.outcome == MM011_OK && memcmp(data, other, op->len))
		return differ(p, "data", 0, 0);
	return same_results(p, &want, op) && same_changes(p) && same_tasks(p);
}

/* the bitmap itself is memory like any other */
static bool same_swap(struct pair *p)
{
	const struct mm011_swap *swap = &linux01x(p->m)->swap;
	struct mm011_swap_request request = { .io = MM011_SWAP_IO_READ };
	static u8 got[MM011_PAGE_SIZE];
	const u8 *want;
	u32 pages, dir_entry;
	s32 page_entry;

	want = reference_swap(p->r, &pages);
	reference_cursors(p->r, &dir_entry, &page_entry);
	if (reference_bitmap(p->r) != swap->bitmap)
		return differ(p, "page of the swap bitmap", reference_bitmap(p->r), swap->bitmap);
	if (dir_entry != swap->dir_entry)
		return differ(p, "swap_out()'s dir_entry", dir_entry, swap->dir_entry);
	if (page_entry != swap->page_entry)
		return differ(p, "swap_out()'s page_entry", page_entry, swap->page_entry);
	for ( ; request.nr < pages; request.nr++) {
		p->swap_page(p->m, swap->device.handle, &request, got);
		if (memcmp(want + request.nr * MM011_PAGE_SIZE, got, MM011_PAGE_SIZE))
			return differ(p, "contents of a swap page", request.nr, request.nr);
	}
	return true;
}

/**
 * pair_same_memory() - compare all of both states
 * @p: the pair
 *
 * Return: whether memory, mem_map[], task slots and swap space are the same.
 */
bool pair_same_memory(struct pair *p)
{
	const u8 *want = reference_memory(p->r);
	u32 i;

	for (i = 0; i < MM011_PAGING_PAGES; i++)
		if (reference_mem_map(p->r)[i] != linux01x(p->m)->mem_map[i])
			return differ(p, "mem_map[], untold", reference_mem_map(p->r)[i],
				      linux01x(p->m)->mem_map[i]);
	if (!same_swap(p) || !agree(p, unwatched_same_memory(p->unwatched, p->m)))
		return false;
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
	local_reset(p->m, reset);
	unwatched_reset(p->unwatched, reset);
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

/* the pages that changes tell of: are they the same everywhere? */
static bool same_page(struct pair *p, u32 page)
{
	u32 at = page * MM011_PAGE_SIZE;

	if (memcmp(reference_memory(p->r) + at, p->m->memory + at, MM011_PAGE_SIZE))
		return differ(p, "a page after the operation", at, at);
	return agree(p, unwatched_same_page(p->unwatched, p->m, at));
}

static void mark(u8 *changed, u32 addr, u32 len)
{
	u32 page;

	for (page = addr / MM011_PAGE_SIZE; page <= (addr + len - 1) / MM011_PAGE_SIZE; page++)
		if (page < MM011_MEMORY_SIZE / MM011_PAGE_SIZE)
			changed[page] = 1;
}

/**
 * pair_same_changes() - compare what the last operation changed
 * @p: the pair
 *
 * Return: whether the pages it told of and mem_map[] are the same.
 */
bool pair_same_changes(struct pair *p)
{
	u8 changed[MM011_MEMORY_SIZE / MM011_PAGE_SIZE] = { 0 };
	const struct mm011_event *e;
	u32 page;

	for (e = p->change; e < p->change + p->changes; e++) {
		if (e->type == MM011_EV_ENTRY)
			mark(changed, e->a, 4);
		else if (e->type == MM011_EV_WRITE || e->type == MM011_EV_ZERO)
			mark(changed, e->a, e->b);
		else if (e->type == MM011_EV_COPY)
			mark(changed, e->b, MM011_PAGE_SIZE);
		else if (e->type == MM011_EV_LOAD)
			mark(changed, e->a, MM011_BLOCK_SIZE);
		else if (e->type == MM011_EV_SWAP_IO)
			mark(changed, e->c, MM011_PAGE_SIZE);
	}
	for (page = 0; page < ARRAY_SIZE(changed); page++)
		if (changed[page] && !same_page(p, page))
			return false;
	if (memcmp(reference_mem_map(p->r), linux01x(p->m)->mem_map, MM011_PAGING_PAGES))
		return differ(p, "mem_map[]", 0, 0);
	return true;
}

/**
 * pair_save() - remember the state as it is, to come back to it
 * @p: the pair, in which nobody sleeps
 *
 * Return: whether there is memory enough.
 */
bool pair_save(struct pair *p)
{
	return unwatched_save(p->unwatched) && snapshot_machine(&p->snapshot, p->m) &&
	       reference_save(p->r);
}

/**
 * pair_restore() - go back to the state that pair_save() saw
 * @p: the pair; whoever sleeps is forgotten
 */
void pair_restore(struct pair *p)
{
	listening = p;
	p->changes = 0;
	local_calm(p->m);
	snapshot_restore(&p->snapshot);
	unwatched_restore(p->unwatched);
	reference_restore(p->r);
}

/**
 * pair_time() - how long the last operation took
 * @p: the pair
 *
 * Return: CPU time in ns, in the machine that nobody watches.
 */
u64 pair_time(const struct pair *p)
{
	return unwatched_time(p->unwatched);
}

/**
 * pair_stopped() - does it stand still?
 * @p: the pair
 */
bool pair_stopped(const struct pair *p)
{
	return p->m->stopped;
}

/**
 * pair_kernel() - which kernel runs there
 * @p: the pair
 */
u32 pair_kernel(const struct pair *p)
{
	return p->m->kernel->number;
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
	madeup_host(&p->host);
	p->swap_page = p->host.swap_page;
	p->host.on_event = on_event;
	p->host.swap_page = swap_page;
	p->m->host = &p->host;
	p->unwatched = unwatched_new(&p->host);
	if (p->unwatched)
		return p;
	pair_free(p);
	return NULL;
}

/**
 * pair_free() - throw both away
 * @p: the pair
 */
void pair_free(struct pair *p)
{
	if (p->m)
		local_machine_free(p->m);
	unwatched_free(p->unwatched);
	if (p->r)
		reference_free(p->r);
	free(p);
}
