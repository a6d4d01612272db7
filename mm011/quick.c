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

#include "quick.h"

#define RUN	16u	/* entries that are looked at together: 64 bytes */

/**
 * mm011_quick_reset() - every page is free
 * @m: machine, its mem_map[] all 0
 */
void mm011_quick_reset(struct mm011_machine *m)
{
	u32 word;

	for (word = 0; word < MM011_FREE_WORDS; word++)
		m->quick.free[word] = ~0ull;
	m->quick.words = (1ull << MM011_FREE_WORDS) - 1;
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

static __le32 *entries_at(const struct mm011_machine *m, u32 addr)
{
	return (__le32 *)(m->memory + addr);
}

/* behind the runs of entries from i on that are all 0, if a run begins there */
static u32 skip_nothing(const __le32 *entry, u32 i, u32 n)
{
	u64 pair[RUN / 2];

	for ( ; !(i % RUN) && i + RUN <= n; i += RUN) {
		memcpy(pair, entry + i, sizeof(pair));
		if (pair[0] | pair[1] | pair[2] | pair[3] | pair[4] | pair[5] | pair[6] | pair[7])
			break;
	}
	return i;
}

/* how many elements of mem_map[] are below HIGH_MEMORY */
static u32 pages_in_memory(const struct mm011_machine *m)
{
	if (m->high_memory <= MM011_LOW_MEM)
		return 0;
	return (m->high_memory - MM011_LOW_MEM + MM011_PAGE_SIZE - 1) >> MM011_PAGE_SHIFT;
}

/* an entry that maps a page of main memory which has users, counted at *nr */
static bool is_ordinary(const struct mm011_machine *m, u32 entry, u32 pages, u32 *nr)
{
	*nr = mm011_map_nr(entry);
	return (entry & MM011_PTE_PRESENT) && *nr < pages && m->mem_map[*nr];
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
	u32 nr, freed = 0;

	i = skip_nothing(entry, i, MM011_ENTRIES);
	if (mm011_observed(m))
		return i;
	for ( ; i < MM011_ENTRIES; i = skip_nothing(entry, i + 1, MM011_ENTRIES)) {
		if (!entry[i])
			continue;
		if (!is_ordinary(m, le32_to_cpu(entry[i]), pages, &nr))
			break;
		if (!--m->mem_map[nr])
			mm011_index_page(m, nr, true);
		entry[i] = 0;
		freed++;
	}
	m->stat[MM011_STAT_FREE_PAGE] += freed;
	mm011_tables_changed(m);
	return i;
}

/**
 * mm011_quick_copy() - share the pages that entries map
 * @m: machine, its lock held
 * @from: physical address of the table, within memory
 * @to: physical address of the table that it is copied to, likewise
 * @i: number of the first entry
 * @n: number of the entry behind the last one
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
	__le32 this_page;
	u32 nr;

	i = skip_nothing(entry, i, n);
	if (mm011_observed(m))
		return i;
	for ( ; i < n; i = skip_nothing(entry, i + 1, n)) {
		if (!entry[i])
			continue;
		if (!is_ordinary(m, le32_to_cpu(entry[i]), pages, &nr) || m->mem_map[nr] == 0xff)
			break;
		this_page = entry[i] & ~cpu_to_le32(MM011_PTE_WRITE);
		copy[i] = this_page;
		entry[i] = this_page;
		m->mem_map[nr]++;
	}
	mm011_tables_changed(m);
	return i;
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
