// SPDX-License-Identifier: GPL-2.0
/*
 * The same answers, sooner. What 0.11 finds by looking at one entry or one
 * count after the other is found here by looking at many at a time. Nothing
 * here decides anything: each function says which plain one it must stay equal
 * to, stops where anything out of the ordinary comes, and leaves that to it.
 *
 * While somebody watches nothing is skipped, so that each step is told.
 */

#include <linux/bitops.h>
#include <linux/kernel.h>

#include "quick.h"

#define MANY_LINES	16u	/* so many are sooner zeroed with those between them */

/**
 * mm011_quick_reset() - every page is free, all of memory is zeros
 * @m: machine, of which that is true
 */
void mm011_quick_reset(struct mm011_machine *m)
{
	u32 word;

	for (word = 0; word < MM011_FREE_WORDS; word++)
		m->quick.free[word] = ~0ull;
	m->quick.words = (1ull << MM011_FREE_WORDS) - 1;
	memset(m->quick.line, 0, sizeof(m->quick.line));
	mm011_files_changed(m);
	mm011_tables_changed(m);
}

/* the search itself */
static u32 search_last_free(const struct mm011_machine *m)
{
	u32 nr = MM011_PAGING_PAGES;

	while (nr-- > 0)
		if (!m->mem_map[nr])
			return nr;
	return MM011_NO_PAGE;
}

/**
 * mm011_quick_last_free() - the last element of mem_map[] that is 0
 * @m: machine, its lock held
 *
 * Must equal what a search of mem_map[] from its end down to its beginning
 * finds; mm011_set_count() keeps the index for it.
 *
 * Return: its index; MM011_NO_PAGE when there is none.
 */
u32 mm011_quick_last_free(const struct mm011_machine *m)
{
	u32 word;

	if (!MM011_SHORT_CUTS)
		return search_last_free(m);
	if (!m->quick.words)
		return MM011_NO_PAGE;
	word = fls64(m->quick.words) - 1;
	return 64 * word + fls64(m->quick.free[word]) - 1;
}

/* the lines of a page in which something may stand */
static u64 lines_of(const struct mm011_machine *m, u32 page)
{
	return MM011_SHORT_CUTS ? m->quick.line[page >> MM011_PAGE_SHIFT] : ~0ull;
}

/* the first word of a line that is not 0, from a place in it on; 1024: there is none */
static u32 word_in_line(const struct mm011_machine *m, u32 page, u32 line, u32 from)
{
	u32 end = (line + 1) * MM011_LINE / 4;
	u32 i;

	for (i = max(from, line * MM011_LINE / 4); i < end; i++)
		if (mm011_read32(m, page + 4 * i))
			return i;
	return MM011_ENTRIES;
}

/**
 * mm011_quick_word() - the first word of a page that is not 0
 * @m: machine, its lock held
 * @page: physical address of the page, below 16 MB
 * @from: number of the first word that counts
 *
 * Must equal a search word by word. A line in which there is none is known to hold
 * only zeros from then on: the next search passes it by.
 *
 * Return: its number; 1024 when there is none.
 */
u32 mm011_quick_word(struct mm011_machine *m, u32 page, u32 from)
{
	u64 lines = lines_of(m, page) & ~0ull << 4 * from / MM011_LINE;
	u32 line, found;

	for ( ; lines; lines &= lines - 1) {
		line = __ffs64(lines);
		found = word_in_line(m, page, line, from);
		if (found < MM011_ENTRIES)
			return found;
		if (4 * from <= line * MM011_LINE)
			m->quick.line[page >> MM011_PAGE_SHIFT] &= ~(1ull << line);
	}
	return MM011_ENTRIES;
}

static void find_holders(struct mm011_machine *m)
{
	const struct mm011_task *task = m->task;
	u32 nr;

	memset(m->quick.executables, 0, sizeof(m->quick.executables));
	memset(m->quick.libraries, 0, sizeof(m->quick.libraries));
	for (nr = 0; nr < MM011_NR_TASKS; nr++) {
		m->quick.executables[task[nr].executable] |= 1ull << nr;
		m->quick.libraries[task[nr].library] |= 1ull << nr;
	}
	m->quick.holders_known = true;
}

/**
 * mm011_quick_holders() - which tasks have this file
 * @m: machine, its lock held
 * @inode: its slot
 * @library: as their library, not as their executable
 *
 * Must equal what a look at each task finds.
 *
 * Return: a bit for each.
 */
u64 mm011_quick_holders(struct mm011_machine *m, u32 inode, bool library)
{
	if (!MM011_SHORT_CUTS || !m->quick.holders_known)
		find_holders(m);
	return library ? m->quick.libraries[inode] : m->quick.executables[inode];
}

/**
 * mm011_quick_zero() - zero a page
 * @m: machine, its lock held
 * @page: physical address of the page, below 16 MB
 *
 * Where there are only zeros nothing need be written.
 */
void mm011_quick_zero(struct mm011_machine *m, u32 page)
{
	u64 lines = lines_of(m, page);

	if (lines) {
		mm011_page_changes(m, page);
		m->quick.line[page >> MM011_PAGE_SHIFT] = 0;
	}
	if (hweight64(lines) > MANY_LINES)
		memset(m->memory + page, 0, MM011_PAGE_SIZE);
	else
		for ( ; lines; lines &= lines - 1)
			memset(m->memory + page + MM011_LINE * __ffs64(lines), 0, MM011_LINE);
	if (unlikely(m->observed & MM011_SUMMED))
		mm011_sum_zero(m, page);
}

/**
 * mm011_quick_copy_page() - copy a page
 * @m: machine, its lock held
 * @from: physical address of the page, below 16 MB
 * @to: physical address of the page that it is copied to, likewise
 *
 * Where both hold only zeros nothing need be copied.
 */
void mm011_quick_copy_page(struct mm011_machine *m, u32 from, u32 to)
{
	u64 line = lines_of(m, from);
	u64 lines = line | lines_of(m, to);
	u32 at;

	mm011_page_changes(m, to);
	m->quick.line[to >> MM011_PAGE_SHIFT] = line;
	if (hweight64(lines) > MANY_LINES) {
		memmove(m->memory + to, m->memory + from, MM011_PAGE_SIZE);
		return;
	}
	for ( ; lines; lines &= lines - 1) {
		at = MM011_LINE * __ffs64(lines);
		memmove(m->memory + to + at, m->memory + from + at, MM011_LINE);
	}
}

/* an entry has been read in this page: writes there are looked at from now on */
static void read_at(struct mm011_machine *m, u32 addr)
{
	u32 page = addr >> MM011_PAGE_SHIFT;

	m->quick.walked[page / 64] |= 1ull << page % 64;
}

/**
 * mm011_quick_walked() - remember a walk that ended well
 * @m: machine, its lock held
 * @linear: linear address
 * @pde: its page directory entry
 * @pte_addr: physical address of its page table entry, whose Accessed and Dirty
 *	bits are set
 */
void mm011_quick_walked(struct mm011_machine *m, u32 linear, u32 pde, u32 pte_addr)
{
	u32 page = linear >> MM011_PAGE_SHIFT;
	struct mm011_tlb_entry *e = &m->quick.tlb[page % MM011_TLB_ENTRIES];
	u32 pte = mm011_read32(m, pte_addr);
	u32 both = pde & pte;
	u32 rights = 0;

	read_at(m, 0);
	read_at(m, pte_addr);
	if (both & MM011_PTE_USER)
		rights = MM011_TLB_USER_READ;
	if (pte & MM011_PTE_DIRTY)
		rights |= MM011_TLB_WRITE;
	if (pte & MM011_PTE_DIRTY && both & MM011_PTE_USER && both & MM011_PTE_WRITE)
		rights |= MM011_TLB_USER_WRITE;
	e->rights = rights;
	e->page = page;
	e->frame = mm011_entry_page(pte);
	e->generation = m->quick.generation;
}
