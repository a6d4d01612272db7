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

#define LINE		(MM011_LINE / 4)	/* entries in 64 bytes */
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

	if (!m->quick.words)
		return MM011_NO_PAGE;
	word = fls64(m->quick.words) - 1;
	return 64 * word + fls64(m->quick.free[word]) - 1;
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
	if (!m->quick.holders_known)
		find_holders(m);
	return library ? m->quick.libraries[inode] : m->quick.executables[inode];
}

static __le32 *entries_at(const struct mm011_machine *m, u32 addr)
{
	return (__le32 *)(m->memory + addr);
}

/* the lines of a page in which something may stand, from entry i on */
static u64 lines_from(const struct mm011_machine *m, u32 page, u32 i)
{
	if (i >= MM011_ENTRIES)
		return 0;
	return m->quick.line[page >> MM011_PAGE_SHIFT] & ~0ull << i / LINE;
}

/* the first entry from i on that may not be 0; 1024: none */
static u32 next_entry(const struct mm011_machine *m, u32 page, u32 i)
{
	u64 lines = lines_from(m, page, i);

	return lines ? max(i, LINE * (u32)__ffs64(lines)) : MM011_ENTRIES;
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
	u64 lines = m->quick.line[page >> MM011_PAGE_SHIFT];

	if (lines) {
		mm011_page_changes(m, page);
		m->quick.line[page >> MM011_PAGE_SHIFT] = 0;
	}
	if (hweight64(lines) > MANY_LINES)
		memset(m->memory + page, 0, MM011_PAGE_SIZE);
	else
		for ( ; lines; lines &= lines - 1)
			memset(m->memory + page + MM011_LINE * __ffs64(lines), 0, MM011_LINE);
	if (unlikely(m->summed))
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
	u64 line = m->quick.line[from >> MM011_PAGE_SHIFT];
	u64 lines = line | m->quick.line[to >> MM011_PAGE_SHIFT];
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

/* how many elements of mem_map[] are below HIGH_MEMORY */
static u32 pages_in_memory(const struct mm011_machine *m)
{
	if (m->high_memory <= MM011_LOW_MEM)
		return 0;
	return (m->high_memory - MM011_LOW_MEM + MM011_PAGE_SIZE - 1) >> MM011_PAGE_SHIFT;
}

/*
 * An entry that maps a page of main memory which has users, and not so many
 * that one more would make none of them. @map is mem_map[], counted at *nr.
 */
static bool is_ordinary(const u8 *map, u32 entry, u32 pages, u32 *nr)
{
	*nr = mm011_map_nr(entry);
	return (entry & MM011_PTE_PRESENT) && *nr < pages && (u8)(map[*nr] + 1) > 1;
}

/* how many entries from this one to the end of its line are equal but for A and D */
static u32 equal_entries(const __le32 *entry, u32 i)
{
	u32 n = 1;

	while ((i + n) % LINE && !((entry[i] ^ entry[i + n]) & ~cpu_to_le32(MM011_PTE_AD)))
		n++;
	return n;
}

/*
 * Free what a line of entries maps from entry i on; the first that is not
 * ordinary. Neighbours that map the same page are counted down together.
 */
static u32 free_line(struct mm011_machine *m, __le32 *entry, u32 i, u32 pages, u32 *freed)
{
	u8 *map = m->mem_map;
	u32 nr, n;

	do {
		if (!entry[i])
			continue;
		if (!is_ordinary(map, le32_to_cpu(entry[i]), pages, &nr))
			return i;
		n = min_t(u32, equal_entries(entry, i), map[nr]);
		map[nr] -= n;
		if (!map[nr])
			mm011_index_page(m, nr, true);
		*freed += n;
		for ( ; n > 1; n--)
			entry[i++] = 0;
		entry[i] = 0;
	} while (++i % LINE);
	return i;
}

/**
 * mm011_quick_free() - free what entries map, and zero them
 * @m: machine, its lock held
 * @table: physical address of the table, within memory
 * @i: number of the first entry
 *
 * Must equal the loop of free_page_tables() over these entries.
 *
 * Return: the number of the next entry, which is not an ordinary one; 1024 at
 * the end of the table.
 */
u32 mm011_quick_free(struct mm011_machine *m, u32 table, u32 i)
{
	__le32 *entry = entries_at(m, table);
	u32 pages = pages_in_memory(m);
	u32 first = i, done, freed = 0;

	i = next_entry(m, table, i);
	if (mm011_observed(m))
		return i;
	while (i < MM011_ENTRIES) {
		done = free_line(m, entry, i, pages, &freed);
		if (done == i || done % LINE) {
			i = done;
			break;
		}
		i = next_entry(m, table, done);
	}
	/* all in one go: nobody can have written behind our back */
	if (!first && i == MM011_ENTRIES)
		m->quick.line[table >> MM011_PAGE_SHIFT] = 0;
	m->stat[MM011_STAT_FREE_PAGE] += freed;
	mm011_tables_changed(m);
	return i;
}

static void copy_ordinary(__le32 *entry, __le32 *copy, u32 i)
{
	__le32 this_page = entry[i] & ~cpu_to_le32(MM011_PTE_WRITE);

	copy[i] = this_page;
	entry[i] = this_page;
}

/* share what a line of entries maps from entry i on; the first that is not ordinary */
static u32 copy_line(u8 *map, __le32 *entry, __le32 *copy, u32 i, u32 pages)
{
	u32 nr, n;

	do {
		if (!entry[i])
			continue;
		if (!is_ordinary(map, le32_to_cpu(entry[i]), pages, &nr))
			return i;
		n = min(equal_entries(entry, i), 0xffu - map[nr]);
		map[nr] += n;
		for ( ; n > 1; n--)
			copy_ordinary(entry, copy, i++);
		copy_ordinary(entry, copy, i);
	} while (++i % LINE);
	return i;
}

/**
 * mm011_quick_copy() - share the pages that entries map
 * @m: machine, its lock held
 * @from: physical address of the table, within memory
 * @to: physical address of the table that it is copied to, likewise
 * @i: number of the first entry
 * @n: number of the entry behind the last one, a multiple of 16
 *
 * Must equal the loop of copy_page_tables() over these entries.
 *
 * Return: the number of the next entry, which is not an ordinary one; @n at the
 * end.
 */
u32 mm011_quick_copy(struct mm011_machine *m, u32 from, u32 to, u32 i, u32 n)
{
	__le32 *entry = entries_at(m, from);
	__le32 *copy = entries_at(m, to);
	u32 pages = pages_in_memory(m);
	u32 done;

	n = min_t(u32, n, MM011_ENTRIES);
	i = next_entry(m, from, i);
	if (mm011_observed(m))
		return min(i, n);
	while (i < n) {
		m->quick.line[to >> MM011_PAGE_SHIFT] |= 1ull << i / LINE;
		done = copy_line(m->mem_map, entry, copy, i, pages);
		if (done == i || done % LINE) {
			i = done;
			break;
		}
		i = next_entry(m, from, done);
	}
	mm011_tables_changed(m);
	return min(i, n);
}

/* an entry has been read in this page: writes there are looked at from now on */
static void read_at(struct mm011_machine *m, u32 addr)
{
	u32 page = addr >> MM011_PAGE_SHIFT;

	m->quick.walked[page / 64] |= 1ull << page % 64;
}

/**
 * mm011_quick_walked() - remember a walk
 * @m: machine, its lock held
 * @t: the walk, outcome MM011_WALK_OK, its Accessed and Dirty bits set
 */
void mm011_quick_walked(struct mm011_machine *m, const struct mm011_translate *t)
{
	u32 page = t->linear >> MM011_PAGE_SHIFT;
	struct mm011_tlb_entry *e = &m->quick.tlb[page % MM011_TLB_ENTRIES];
	u32 both = t->pde & t->pte;

	read_at(m, t->pde_addr);
	read_at(m, t->pte_addr);
	e->rights = both & MM011_PTE_USER ? MM011_TLB_USER_READ : 0;
	if (mm011_read32(m, t->pte_addr) & MM011_PTE_DIRTY) {
		e->rights |= MM011_TLB_WRITE;
		if (both & MM011_PTE_USER && both & MM011_PTE_WRITE)
			e->rights |= MM011_TLB_USER_WRITE;
	}
	e->page = page;
	e->frame = mm011_entry_page(t->pte);
	e->generation = m->quick.generation;
}
