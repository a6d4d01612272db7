// SPDX-License-Identifier: GPL-2.0
/*
 * Who refers to which page. Memory may hold anything: each address is looked at before
 * it is used, and each chain has an end.
 */

#include <linux/kernel.h>

#include "linux01x/xref.h"

#define NEXT		4u	/* where its chain goes on */
#define SIZE		14u	/* bytes of an object, 16 bits */

static void xref_tell(struct xref_walk *w, struct xref r)
{
	w->see(w, &r);
}

/* set a bit; was it set? */
static bool mark(u64 *bits, u32 nr)
{
	bool was = bits[nr / 64] >> nr % 64 & 1;

	bits[nr / 64] |= 1ull << nr % 64;
	return was;
}

static void see_table(struct xref_walk *w, u32 pde, u32 table)
{
	struct xref r = { .kind = XREF_ENTRY };
	u32 i;

	for (i = 0; i < MM011_ENTRIES; i++) {
		r.at = table + 4 * i;
		r.entry = mm011_read32(w->m, r.at);
		if (!(r.entry & MM011_PTE_PRESENT))
			continue;
		r.page = mm011_entry_page(r.entry);
		r.linear = pde << 22 | i << 12;
		r.nr = r.linear / MM011_TASK_SIZE;
		xref_tell(w, r);
	}
}

static void see_directory(struct xref_walk *w)
{
	struct xref r = { .kind = XREF_TABLE };
	u32 pde;

	for (pde = 0; pde < MM011_ENTRIES; pde++) {
		r.at = 4 * pde;
		r.entry = mm011_read32(w->m, r.at);
		if (!(r.entry & MM011_PTE_PRESENT))
			continue;
		r.page = mm011_entry_page(r.entry);
		r.linear = pde << 22;
		r.nr = r.linear / MM011_TASK_SIZE;
		xref_tell(w, r);
		if (r.page < MM011_MEMORY_SIZE)
			see_table(w, pde, r.page);
	}
}

static void see_tasks(struct xref_walk *w)
{
	const struct linux01x *k = linux01x(w->m);
	u32 nr;

	for (nr = 0; nr < MM011_NR_TASKS; nr++)
		if (k->task[nr].state != MM011_TASK_FREE && k->task[nr].page)
			xref_tell(w, (struct xref){
				.kind = XREF_TASK, .page = k->task[nr].page, .nr = nr
			});
}

static void see_pipes(struct xref_walk *w)
{
	const struct linux01x *k = linux01x(w->m);
	u32 nr;

	for (nr = 0; nr < MM011_NR_PIPES; nr++)
		if (k->pipe[nr])
			xref_tell(w, (struct xref){
				.kind = XREF_PIPE, .page = k->pipe[nr], .nr = nr
			});
	if (k->swap.bitmap)
		xref_tell(w, (struct xref){ .kind = XREF_BITMAP, .page = k->swap.bitmap });
}

static void see_descriptor(struct xref_walk *w, u32 at, bool in_use)
{
	if (!mark(w->pages, at / MM011_PAGE_SIZE))
		xref_tell(w, (struct xref){
			.kind = XREF_DESCRIPTORS, .page = at & 0xfffff000, .at = at
		});
	if (in_use)
		xref_tell(w, (struct xref){
			.kind = XREF_BUCKET, .page = mm011_read32(w->m, at) & 0xfffff000,
			.at = at, .nr = mm011_read32(w->m, at + SIZE) & 0xffff
		});
}

/* a chain of descriptors, up to one that was seen before */
static void see_chain(struct xref_walk *w, u32 at, bool in_use)
{
	while (at && at <= MM011_MEMORY_SIZE - XREF_DESCRIPTOR &&
	       !mark(w->seen, at / XREF_DESCRIPTOR)) {
		see_descriptor(w, at, in_use);
		at = mm011_read32(w->m, at + NEXT);
	}
}

static void see_malloc(struct xref_walk *w)
{
	const struct linux01x *k = linux01x(w->m);
	u32 i;

	for (i = 0; i < MM011_NR_BUCKETS; i++)
		see_chain(w, k->bucket_chain[i], true);
	see_chain(w, k->free_bucket_desc, false);
}

/**
 * xref_is_kernels() - is it one of head.s's own tables, or what they map?
 * @r: a reference
 *
 * mem_map[] does not count these: all memory is in them.
 *
 * Return: whether it is.
 */
bool xref_is_kernels(const struct xref *r)
{
	return r->kind <= XREF_ENTRY && r->linear < XREF_KERNEL_TABLES * MM011_TABLE_SPAN;
}

/**
 * xref_each() - see each reference to a page
 * @w: the walk: its machine and its see()
 */
void xref_each(struct xref_walk *w)
{
	memset(w->seen, 0, sizeof(w->seen));
	memset(w->pages, 0, sizeof(w->pages));
	see_directory(w);
	see_tasks(w);
	see_pipes(w);
	see_malloc(w);
}
