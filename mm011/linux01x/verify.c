// SPDX-License-Identifier: GPL-2.0
/*
 * What must hold of 0.11 and 0.12 while nobody has written to memory by hand:
 *
 * K1  the count of a page is the number of references to it; a page that is counted once
 *     may be in the hands of whoever called get_free_page()
 * K2  a page with two references is writable through none of them
 * K3  a page is one thing: a page table, a task's page, a task structure, a pipe, malloc's
 * K4  directory and tables lead to main memory; the kernel's own four are as head.s left them
 * K5  a page table belongs to a task that there is; task nr has its 64 MB, and a pid of its own
 * K6  what is not present is 0; in 0.12 it may name a swap page, which is used and nobody else's
 *
 * Faults of the original break them, too (Documentation/faults.rst): two tasks that attach a
 * page which is counted once break K1.
 */

#include <linux/build_bug.h>
#include <linux/kernel.h>

#include "linux01x/differs.h"
#include "linux01x/verify.h"
#include "linux01x/xref.h"
#include "view/text.h"
#include "view/verify.h"

#define MAX_LOST	8u	/* pages that nothing refers to, likewise */
#define QUEUES		5u	/* directory entry at address 20, see check_absent_table() */

/* what refers to a page of main memory */
struct uses {
	u32 references;
	u32 writable;		/* mappings through which it can be written */
	u32 kinds;		/* a bit for each XREF_* */
	u32 tables;		/* how many directory entries name it */
};

struct check {
	struct xref_walk walk;	/* first */
	const struct mm011_machine *m;
	const struct linux01x *k;
	struct uses uses[MM011_PAGING_PAGES];
	u32 start, end;		/* main memory */
	u8 swapped[MM011_SWAP_BITS];	/* does an entry name this swap page? */
	struct mm011_findings found;
	u32 lost;
	u32 lost_page[MAX_LOST];
};

static_assert(sizeof(struct check) <= LINUX01X_VERIFY_SIZE, "more room to work with");

#define contradiction(c, ...)	mm011_contradiction(&(c)->found, __VA_ARGS__)

static bool in_main_memory(const struct check *c, u32 page)
{
	return page >= c->start && page < c->end;
}

/* a table must be a page of main memory, an entry may also name the kernel's below it */
static void check_reach(struct check *c, const struct xref *r)
{
	if (r->kind == XREF_TABLE && !in_main_memory(c, r->page))
		contradiction(c, "page directory[%u]: its table is at 0x%06x, outside main memory",
			      r->at / 4, r->page);
	else if (r->kind == XREF_ENTRY && r->page >= c->end)
		contradiction(c, "entry at 0x%06x (linear 0x%08x): 0x%06x is beyond memory", r->at,
			      r->linear, r->page);
	else if (r->kind > XREF_ENTRY && !in_main_memory(c, r->page))
		contradiction(c, "page 0x%06x of a task, a pipe or malloc is outside main memory",
			      r->page);
}

static void see(struct xref_walk *w, const struct xref *r)
{
	struct check *c = container_of(w, struct check, walk);
	struct uses *uses;

	if (xref_is_kernels(r))
		return;
	check_reach(c, r);
	if (r->kind == XREF_TABLE && c->k->task[r->nr].state == MM011_TASK_FREE)
		contradiction(c, "page directory[%u]: task slot %u, whose it is, is free",
			      r->at / 4, r->nr);
	if (!in_main_memory(c, r->page))
		return;
	uses = &c->uses[mm011_map_nr(r->page)];
	uses->references++;
	uses->kinds |= 1u << r->kind;
	uses->tables += r->kind == XREF_TABLE;
	uses->writable += r->kind == XREF_ENTRY && r->entry & MM011_PTE_WRITE;
}

/* the kernel's own, perhaps: somebody who called get_free_page() */
static void lose(struct check *c, u32 page)
{
	if (c->lost < MAX_LOST)
		c->lost_page[c->lost] = page;
	c->lost++;
}

static void check_count(struct check *c, u32 page, u8 count, const struct uses *uses)
{
	if (count == uses->references || (count == MM011_USED && !uses->references))
		return;
	if (count == 1 && !uses->references)
		lose(c, page);
	else if (!count)
		contradiction(c, "page 0x%06x is free, and there are %u references to it", page,
			      uses->references);
	else if (count == MM011_USED)
		contradiction(c, "page 0x%06x is USED, and there are %u references to it", page,
			      uses->references);
	else
		contradiction(c, "page 0x%06x: mem_map says %u, references are %u", page, count,
			      uses->references);
}

/* a page table, a task structure, a page of a pipe is that and nothing else */
static void check_kinds(struct check *c, u32 page, const struct uses *uses)
{
	if (uses->tables > 1)
		contradiction(c, "page 0x%06x is the page table of %u directory entries", page,
			      uses->tables);
	if (uses->kinds & (uses->kinds - 1))
		contradiction(c, "page 0x%06x is two things at once: see who 0x%06x", page, page);
	if (uses->references > 1 && uses->writable)
		contradiction(c, "page 0x%06x has %u references, and is writable through %u", page,
			      uses->references, uses->writable);
}

static void check_pages(struct check *c)
{
	u32 page;

	for (page = c->start; page < c->end; page += MM011_PAGE_SIZE) {
		check_count(c, page, c->k->mem_map[mm011_map_nr(page)],
			    &c->uses[mm011_map_nr(page)]);
		check_kinds(c, page, &c->uses[mm011_map_nr(page)]);
	}
}

static bool names_free_page(const struct check *c, u32 nr)
{
	return mm011_read32(c->m, c->k->swap.bitmap + nr / 32 * 4) >> nr % 32 & 1;
}

/* 0.12: the number of a swap page, from bit 1 on */
static void check_swap_entry(struct check *c, u32 at, u32 entry)
{
	u32 nr = entry >> 1;

	if (!nr || nr >= MM011_SWAP_BITS)
		contradiction(c, "entry at 0x%06x: swap page %u is none", at, nr);
	else if (names_free_page(c, nr))
		contradiction(c, "entry at 0x%06x: swap page %u is free", at, nr);
	else if (c->swapped[nr])
		contradiction(c, "entry at 0x%06x: another entry has swap page %u, too", at, nr);
	if (nr < MM011_SWAP_BITS)
		c->swapped[nr] = 1;
}

static void check_absent(struct check *c, u32 at)
{
	u32 entry = mm011_read32(c->m, at);

	if (!entry || (entry & MM011_PTE_PRESENT))
		return;
	if (c->k->swap.bitmap)
		check_swap_entry(c, at, entry);
	else
		contradiction(c, "entry at 0x%06x is 0x%08x: neither present nor 0", at, entry);
}

static void check_table(struct check *c, u32 table)
{
	u32 i;

	for (i = 0; i < MM011_ENTRIES; i++)
		check_absent(c, table + 4 * i);
}

/* insert_into_queues() of fs/buffer.c writes to address 20, through a NULL pointer */
static void check_absent_table(struct check *c, u32 pde, u32 entry)
{
	if (pde == QUEUES)
		mm011_text(c->found.t, "page directory[%u] is 0x%08x: fs/buffer.c wrote it, %s\n",
			   pde, entry, "which harms nobody");
	else
		contradiction(c, "page directory[%u] is 0x%08x: neither present nor 0", pde, entry);
}

static void check_directory(struct check *c)
{
	u32 pde, entry;

	for (pde = XREF_KERNEL_TABLES; pde < MM011_ENTRIES; pde++) {
		entry = mm011_read32(c->m, 4 * pde);
		if (entry && !(entry & MM011_PTE_PRESENT))
			check_absent_table(c, pde, entry);
		/* a table that another entry has, too, was told */
		if ((entry & MM011_PTE_PRESENT) && in_main_memory(c, mm011_entry_page(entry)) &&
		    c->uses[mm011_map_nr(mm011_entry_page(entry))].tables == 1)
			check_table(c, mm011_entry_page(entry));
	}
}

/* head.s: four tables from 0x1000 on that map 16 MB to themselves */
static void check_kernel_tables(struct check *c)
{
	u32 i, entry;

	for (i = 0; i < XREF_KERNEL_TABLES; i++) {
		entry = mm011_read32(c->m, 4 * i);
		if ((entry & ~MM011_PTE_AD) != ((i + 1) << 12 | MM011_PTE_FLAGS))
			contradiction(c, "page directory[%u] is 0x%08x, not the kernel's table", i,
				      entry);
	}
	for (i = 0; i < XREF_KERNEL_TABLES * MM011_ENTRIES; i++) {
		entry = mm011_read32(c->m, 0x1000 + 4 * i);
		if (mm011_entry_page(entry) != i << 12 || !(entry & MM011_PTE_PRESENT))
			contradiction(c, "entry at 0x%06x is 0x%08x, not the kernel's of 0x%06x",
				      0x1000 + 4 * i, entry, i << 12);
	}
}

static void check_task(struct check *c, u32 nr)
{
	const struct mm011_task *task = &c->k->task[nr];
	u32 other;

	if (task->ldt.base != nr * MM011_TASK_SIZE)
		contradiction(c, "task %u has its segments at linear 0x%08x, not at 0x%08x", nr,
			      task->ldt.base, nr * MM011_TASK_SIZE);
	for (other = 0; other < nr; other++)
		if (c->k->task[other].state != MM011_TASK_FREE &&
		    c->k->task[other].pid == task->pid)
			contradiction(c, "tasks %u and %u are both pid %u", other, nr, task->pid);
}

static void check_tasks(struct check *c)
{
	u32 nr;

	for (nr = 0; nr < MM011_NR_TASKS; nr++)
		if (c->k->task[nr].state != MM011_TASK_FREE)
			check_task(c, nr);
}

static void print_lost(const struct check *c)
{
	u32 i;

	mm011_text(c->found.t, "counted once, and nothing refers to them: get_free_page() ");
	mm011_text(c->found.t, "gave them to somebody,\nor they are lost: %u pages:", c->lost);
	for (i = 0; i < min(c->lost, MAX_LOST); i++)
		mm011_text(c->found.t, " 0x%06x", c->lost_page[i]);
	mm011_text(c->found.t, "%s", c->lost > MAX_LOST ? " ...\n" : "\n");
}

static void tell_sum(const struct check *c)
{
	mm011_tell_more(&c->found);
	if (c->lost)
		print_lost(c);
	mm011_text(c->found.t, "%u pages of main memory, contradictions: %u\n",
		   (c->end - c->start) >> MM011_PAGE_SHIFT, c->found.told);
}

/*
 * As main() divided memory; where mem_init() was called by somebody else, what is not
 * USED tells where it begins.
 */
static void find_main_memory(struct check *c)
{
	u32 nr = 0;

	c->end = min_t(u32, c->k->high_memory, MM011_MEMORY_SIZE) & 0xfffff000;
	c->start = c->k->main_memory_start & 0xfffff000;	/* as MAP_NR() has it */
	if (c->start < MM011_LOW_MEM) {
		while (nr < MM011_PAGING_PAGES && c->k->mem_map[nr] == MM011_USED)
			nr++;
		c->start = MM011_LOW_MEM + nr * MM011_PAGE_SIZE;
	}
	c->start = min(c->start, c->end);
}

static void check_all(struct check *c)
{
	find_main_memory(c);
	c->walk.m = c->m;
	c->walk.see = see;
	xref_each(&c->walk);
	check_kernel_tables(c);
	check_directory(c);
	check_pages(c);
	check_tasks(c);
	tell_sum(c);
}

/**
 * linux01x_verify() - tell where a machine contradicts itself
 * @m: machine, its lock held
 * @scratch: LINUX01X_VERIFY_SIZE bytes to work with
 * @t: where words go
 *
 * An operation that sleeps may have pages in hand to which nothing refers.
 *
 * Return: how many contradictions there are.
 */
u32 linux01x_verify(const struct mm011_machine *m, void *scratch, struct mm011_text *t)
{
	struct check *c = scratch;

	memset(c, 0, sizeof(*c));
	c->found.t = t;
	c->m = m;
	c->k = linux01x(m);
	if (c->k->high_memory)
		check_all(c);
	else
		mm011_text(t, "mem_init() has not run: there is nothing to check\n");
	return c->found.told;
}
