// SPDX-License-Identifier: GPL-2.0
/*
 * What a page is, and who refers to it.
 */

#include <stdio.h>

#include "ctl/who.h"
#include "linux01x/xref.h"
#include "replay/explain.h"
#include "target/text.h"
#include "view/words.h"

/* whose references are printed */
struct wanted {
	struct xref_walk walk;	/* first */
	const struct mm011_machine *m;
	u32 page;
	u32 found;
};

static void print_count(const struct mm011_machine *m, u32 page)
{
	u8 count = linux01x(m)->mem_map[mm011_map_nr(page)];

	if (!count)
		printf("free: mem_map says 0\n");
	else if (count == MM011_USED)
		printf("USED: mem_map says %u, not for use\n", count);
	else
		printf("mem_map says %u\n", count);
}

/* which part of memory it lies in */
static void print_place(const struct mm011_machine *m, u32 page)
{
	const struct linux01x *k = linux01x(m);

	printf("page 0x%06x  ", page);
	if (page >= MM011_LOW_MEM)
		print_count(m, page);
	else
		printf("below 1 MB: not counted\n");
	if (!page)
		printf("  the page directory\n");
	else if (page <= XREF_KERNEL_TABLES * MM011_PAGE_SIZE)
		printf("  one of the kernel's page tables\n");
	else if (page < k->buffer_end)
		printf("  kernel and buffers\n");
	else if (page < k->main_memory_start)
		printf("  RAM disk\n");
	else if (k->high_memory && page >= k->high_memory)
		printf("  beyond the end of memory, which is 0x%06x\n", k->high_memory);
}

static void print_task(const struct mm011_machine *m, u32 nr)
{
	const struct mm011_task *task = &linux01x(m)->task[nr];

	if (task->state == MM011_TASK_FREE)
		printf("task slot %u, free\n", nr);
	else
		printf("task %u, pid %u\n", nr, task->pid);
}

static void print_mapping(const struct mm011_machine *m, const struct xref *r)
{
	char entry[EXPLAIN_ROOM];
	struct text_buffer text = text_buffer(entry, sizeof(entry));

	mm011_text_entry(m, &text.t, r->entry);
	if (r->kind == XREF_TABLE)
		printf("page table of page directory[%u] at 0x%06x (linear 0x%08x): %s, ",
		       r->at / 4, r->at, r->linear, entry);
	else
		printf("mapped at linear 0x%08x by the entry at 0x%06x: %s, ", r->linear, r->at,
		       entry);
	if (xref_is_kernels(r))
		printf("the kernel's own\n");
	else
		print_task(m, r->nr);
}

static void print_reference(struct xref_walk *walk, const struct xref *r)
{
	struct wanted *w = container_of(walk, struct wanted, walk);

	if (r->page != w->page)
		return;
	w->found += !xref_is_kernels(r);
	printf("  ");
	switch (r->kind) {
	case XREF_TABLE:
	case XREF_ENTRY:
		print_mapping(w->m, r);
		break;
	case XREF_TASK:
		printf("task structure of ");
		print_task(w->m, r->nr);
		break;
	case XREF_PIPE:
		printf("pipe %u\n", r->nr);
		break;
	case XREF_BUCKET:
		printf("malloc's: objects of %u bytes, descriptor at 0x%06x\n", r->nr, r->at);
		break;
	case XREF_DESCRIPTORS:
		printf("malloc's: bucket descriptors\n");
		break;
	case XREF_BITMAP:
		printf("the swap bitmap\n");
		break;
	}
}

/* a page that is counted, but by nobody who is known */
static bool is_lost(const struct mm011_machine *m, u32 page)
{
	u8 count = page < MM011_LOW_MEM ? 0 : linux01x(m)->mem_map[mm011_map_nr(page)];

	return count && count != MM011_USED;
}

/**
 * who() - print what a page is, and who refers to it
 * @m: machine
 * @page: physical address of a page within memory
 */
void who(const struct mm011_machine *m, u32 page)
{
	static struct wanted w;

	w = (struct wanted){
		.walk = { .m = m, .see = print_reference }, .m = m, .page = page
	};

	print_place(m, page);
	xref_each(&w.walk);
	if (!w.found && is_lost(m, page))
		printf("  nothing refers to it: get_free_page() gave it away, or it is lost\n");
}
