// SPDX-License-Identifier: GPL-2.0
/*
 * Do the parts of a dump agree with each other? Page directory, page tables, mem_map[],
 * tasks, and the swap bitmap.
 */

#include <stdarg.h>
#include <stdio.h>

#include "dump/dump.h"

#define MAX_TOLD	20	/* contradictions that are printed */

/**
 * dump_contradiction() - two parts of a dump contradict each other
 * @d: the dump
 * @format: what is told on standard error, of the first of them
 */
void dump_contradiction(struct dump *d, const char *format, ...)
{
	va_list ap;

	if (d->contradictions++ >= MAX_TOLD)
		return;
	fprintf(stderr, "  ");
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fprintf(stderr, "\n");
}

/**
 * dump_in_main_memory() - is this a page that the kernel hands out?
 * @d: a dump
 * @addr: its physical address
 *
 * Return: whether it is.
 */
bool dump_in_main_memory(const struct dump *d, u32 addr)
{
	return addr >= d->start && addr < d->end;
}

/* head.s: four tables from 0x1000 on that map 16 MB to themselves */
static void check_kernel_tables(struct dump *d)
{
	u32 i, entry;

	for (i = 0; i < 4; i++) {
		entry = dump_word(d, 4 * i);
		if ((entry & ~MM011_PTE_AD) != ((i + 1) << 12 | MM011_PTE_FLAGS))
			dump_contradiction(d, "page directory[%u] is 0x%x, not the kernel's table",
					   i, entry);
	}
	for (i = 0; i < 4 * MM011_ENTRIES; i++) {
		entry = dump_word(d, 0x1000 + 4 * i);
		if (mm011_entry_page(entry) != i << 12 || !(entry & MM011_PTE_PRESENT))
			dump_contradiction(d, "the kernel's entry of 0x%06x is 0x%x", i << 12,
					   entry);
	}
}

static void refer(struct dump *d, u32 page, bool writable)
{
	if (!dump_in_main_memory(d, page))
		return;
	d->references[mm011_map_nr(page)]++;
	d->writable[mm011_map_nr(page)] += writable;
}

static void check_entry(struct dump *d, u32 linear, u32 entry)
{
	if (!(entry & MM011_PTE_PRESENT)) {
		if (entry)
			dump_check_swapped(d, linear, entry);
		return;
	}
	if (mm011_entry_page(entry) >= d->end)
		dump_contradiction(d, "linear 0x%08x is mapped to 0x%x, beyond main memory",
				   linear, mm011_entry_page(entry));
	refer(d, mm011_entry_page(entry), entry & MM011_PTE_WRITE);
}

static void check_table(struct dump *d, u32 pde)
{
	u32 table = mm011_entry_page(dump_word(d, 4 * pde));
	u32 i;

	for (i = 0; i < MM011_ENTRIES; i++)
		check_entry(d, pde << 22 | i << 12, dump_word(d, table + 4 * i));
}

static void check_directory(struct dump *d)
{
	u32 pde, entry;

	for (pde = 4; pde < MM011_ENTRIES; pde++) {
		entry = dump_word(d, 4 * pde);
		if (!(entry & MM011_PTE_PRESENT))
			continue;
		if (!dump_in_main_memory(d, mm011_entry_page(entry))) {
			dump_contradiction(d, "page directory[%u]: table 0x%x, not in main memory",
					   pde, mm011_entry_page(entry));
			continue;
		}
		if (d->task[pde / 16].state == MM011_TASK_FREE)
			dump_contradiction(d, "page directory[%u]: task %u is not there",
					   pde, pde / 16);
		refer(d, mm011_entry_page(entry), false);
		check_table(d, pde);
	}
}

/* a page may have one reference that no table shows: the kernel's own */
static void check_counts(struct dump *d)
{
	u32 nr, page, count, found;

	for (nr = 0; nr < MM011_NR_TASKS; nr++)
		refer(d, d->task[nr].page, false);
	for (nr = mm011_map_nr(d->start); nr < mm011_map_nr(d->end); nr++) {
		page = MM011_LOW_MEM + nr * MM011_PAGE_SIZE;
		count = d->kernel.mem_map[nr];
		found = d->references[nr];
		if (count != found && !(count == 1 && !found))
			dump_contradiction(d, "page 0x%06x: mem_map says %u, references are %u",
					   page, count, found);
		if (found > 1 && d->writable[nr])
			dump_contradiction(d, "page 0x%06x has %u references and is writable",
					   page, found);
	}
}

static void check_task(struct dump *d, u32 nr)
{
	const struct mm011_task_info *task = &d->task[nr];
	u32 other;

	if (task->base != nr * MM011_TASK_SIZE)
		dump_contradiction(d, "task %u has its segments at 0x%x, not at 0x%x", nr,
				   task->base, nr * MM011_TASK_SIZE);
	if (task->state == MM011_TASK_ZOMBIE && (task->inode || task->library))
		dump_contradiction(d, "task %u is a zombie and has %s", nr,
				   task->inode ? "an executable" : "a library");
	if (task->page & 0xfff)
		dump_contradiction(d, "the structure of task %u, at 0x%x, is not on a page", nr,
				   task->page);
	for (other = 0; other < nr; other++)
		if (d->task[other].state != MM011_TASK_FREE && d->task[other].pid == task->pid)
			dump_contradiction(d, "tasks %u and %u are both pid %u", other, nr,
					   task->pid);
}

/* a file that is shorter than what mem_map[] knows of has lost its end */
static void check_length(struct dump *d)
{
	if (d->end > d->length)
		dump_contradiction(d, "main memory ends at 0x%x, the file at 0x%x", d->end,
				   d->length);
}

/**
 * dump_check() - look for contradictions
 * @d: a dump, its tasks read
 */
void dump_check(struct dump *d)
{
	u32 nr;

	check_length(d);
	check_kernel_tables(d);
	dump_check_bitmap(d);
	check_directory(d);
	check_counts(d);
	for (nr = 0; nr < MM011_NR_TASKS; nr++)
		if (d->task[nr].state != MM011_TASK_FREE)
			check_task(d, nr);
}
