// SPDX-License-Identifier: GPL-2.0
/*
 * The page directory and the page tables that the CPU walks, neighbours in one line.
 */

#include "kernel.h"
#include "pc/walk.h"
#include "view/view.h"
#include "view/words.h"

#define MAX_LINES	20000u		/* of page_tables: real machines need a few hundred */

static const char flags_legend[] =
	"P present  RW writable  RO read-only  US for the user  SV for the supervisor alone\n"
	"A accessed  D dirty\n";

static u32 pages_of_table(const struct mm011_machine *m, u32 table)
{
	u32 addr, present = 0;

	for (addr = table; addr < table + MM011_PAGE_SIZE; addr += 4)
		present += mm011_read32(m, addr) & MM011_PTE_PRESENT;
	return present;
}

/* what a directory entry leads to: a table, 4 MB, or nothing */
static void show_target(const struct mm011_machine *m, struct mm011_text *t, u32 pde)
{
	u32 table = mm011_entry_page(pde);

	if (!(pde & MM011_PTE_PRESENT))
		mm011_text(t, "  not present\n");
	else if (mm011_maps_4mb(m, pde))
		mm011_text(t, "   4 MB\n");
	else if (table < m->memory_size)
		mm011_text(t, "  %5u\n", pages_of_table(m, table));
	else
		mm011_text(t, "  outside memory\n");
}

/**
 * mm011_show_page_directory() - the entries of the page directory that are not 0
 * @m: machine, its lock held
 * @t: where words go
 */
void mm011_show_page_directory(const struct mm011_machine *m, struct mm011_text *t)
{
	u32 nr, pde, from;

	mm011_text(t, "%s\nentry  at     linear addresses        task  ", flags_legend);
	mm011_text(t, "table       flags        pages\n");
	for (nr = 0; nr < MM011_ENTRIES && !mm011_text_full(t); nr++) {
		pde = mm011_read32(m, mm011_entry_page(m->cpu.cr3) + 4 * nr);
		if (!pde)
			continue;
		from = nr * MM011_TABLE_SPAN;
		mm011_text(t, "%5u  0x%03x  0x%08x-0x%08x  ", nr, 4 * nr, from,
			   from + MM011_TABLE_SPAN - 1);
		if (m->kernel->owner)
			mm011_text(t, "%4u  ", m->kernel->owner(from));
		else
			mm011_text(t, "   -  ");
		mm011_text(t, "0x%08x  ", mm011_entry_page(pde));
		mm011_text_flags(t, pde);
		show_target(m, t, pde);
	}
}

/**
 * struct run - neighbouring pages that are mapped in the same way
 * @linear: address of the first
 * @entry: page table entry of the first
 * @pages: how many; 0: none yet
 * @step: from one page frame to the next; 0 while there is but one page
 * @lines: printed so far
 * @owner: whose headline was printed last
 */
struct run {
	u32 linear;
	u32 entry;
	u32 pages;
	u32 step;
	u32 lines;
	u32 owner;
};

static void show_headline(const struct mm011_machine *m, struct mm011_text *t, struct run *run)
{
	u32 nr;

	if (!m->kernel->owner)
		return;
	nr = m->kernel->owner(run->linear);
	if (nr != run->owner)
		m->kernel->show_owner(m, t, nr);
	run->owner = nr;
}

/* 0.11 takes pages from the top down, so page frames often run downwards */
static void show_frames(struct mm011_text *t, const struct run *run)
{
	u32 first = mm011_entry_page(run->entry);
	u32 last = first + (run->pages - 1) * run->step;

	mm011_text_flags(t, run->entry);
	if (run->pages == 1)
		mm011_text(t, "  0x%06x\n", first);
	else if (run->step == MM011_PAGE_SIZE)
		mm011_text(t, "  0x%06x up to 0x%06x\n", first, last);
	else if (run->step)
		mm011_text(t, "  0x%06x down to 0x%06x\n", first, last);
	else
		mm011_text(t, "  0x%06x all of them\n", first);
}

/* 0: what is not present means nothing to this kernel */
static u32 swap_page_of(const struct mm011_machine *m, u32 entry)
{
	return m->kernel->swap_page ? m->kernel->swap_page(entry) : 0;
}

static void show_swapped(const struct mm011_machine *m, struct mm011_text *t,
			 const struct run *run)
{
	u32 nr = swap_page_of(m, run->entry);

	if (run->pages == 1)
		mm011_text(t, "swapped out    swap page %u\n", nr);
	else
		mm011_text(t, "swapped out    swap pages %u to %u\n", nr, nr + run->pages - 1);
}

static void show_run(const struct mm011_machine *m, struct mm011_text *t, struct run *run)
{
	if (!run->pages || run->lines++ >= MAX_LINES)
		return;
	show_headline(m, t, run);
	mm011_text(t, "  0x%08x-0x%08x  %5u %s  ", run->linear,
		   run->linear + (run->pages - 1) * MM011_PAGE_SIZE + 0xfff, run->pages,
		   run->pages == 1 ? "page " : "pages");
	if (run->entry & MM011_PTE_PRESENT)
		show_frames(t, run);
	else
		show_swapped(m, t, run);
}

static bool extends(const struct mm011_machine *m, const struct run *run, u32 linear, u32 entry)
{
	u32 last = mm011_entry_page(run->entry) + (run->pages - 1) * run->step;
	u32 step = mm011_entry_page(entry) - last;

	if (!run->pages || linear != run->linear + run->pages * MM011_PAGE_SIZE)
		return false;
	if (m->kernel->owner && m->kernel->owner(linear) != m->kernel->owner(run->linear))
		return false;
	if (!(run->entry & MM011_PTE_PRESENT))
		return !(entry & MM011_PTE_PRESENT) &&
		       swap_page_of(m, entry) == swap_page_of(m, run->entry) + run->pages;
	if ((run->entry ^ entry) & 0xfff)
		return false;
	if (run->pages > 1)
		return step == run->step;
	return step == MM011_PAGE_SIZE || step == -MM011_PAGE_SIZE || !step;
}

static void add_page(const struct mm011_machine *m, struct mm011_text *t, struct run *run,
		     u32 linear, u32 entry)
{
	if (!extends(m, run, linear, entry)) {
		show_run(m, t, run);
		run->linear = linear;
		run->entry = entry;
		run->pages = 0;
		run->step = 0;
	}
	if (run->pages == 1)
		run->step = mm011_entry_page(entry) - mm011_entry_page(run->entry);
	run->pages++;
}

static void add_pages(const struct mm011_machine *m, struct mm011_text *t, struct run *run,
		      u32 linear, u32 table)
{
	u32 i, entry;

	for (i = 0; i < MM011_ENTRIES; i++, linear += MM011_PAGE_SIZE) {
		entry = mm011_read32(m, table + 4 * i);
		if ((entry & MM011_PTE_PRESENT) || (entry && m->kernel->swap_page))
			add_page(m, t, run, linear, entry);
	}
}

/**
 * mm011_show_page_tables() - everything that is mapped, neighbours in one line
 * @m: machine, its lock held
 * @t: where words go
 */
void mm011_show_page_tables(const struct mm011_machine *m, struct mm011_text *t)
{
	struct run run = { .owner = ~0u };
	u32 nr, table;

	mm011_text(t, "%s", flags_legend);
	mm011_text(t, "  linear addresses                      flags        page frames\n");
	for (nr = 0; mm011_next_table(m, &nr, &table) && !mm011_text_full(t); nr++)
		add_pages(m, t, &run, nr * MM011_TABLE_SPAN, table);
	show_run(m, t, &run);
	if (run.lines > MAX_LINES)
		mm011_text(t, "\n... and %u lines more\n", run.lines - MAX_LINES);
}
