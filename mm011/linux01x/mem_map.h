/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How often each page is used: mem_map[], and the index that finds a free one at once.
 */
#ifndef _MM011_LINUX01X_MEM_MAP_H
#define _MM011_LINUX01X_MEM_MAP_H

#include "linux01x/linux01x.h"

#define MM011_NO_PFN	(~0u)

void mm011_count_changing(struct mm011_machine *m, u32 nr, u8 count);

/**
 * mm011_map_nr() - the place of a page in mem_map[]
 * @addr: physical address
 *
 * Linux 0.11: MAP_NR(), mm/memory.c. Below 1 MB it wraps, as there.
 *
 * Return: an index; MM011_PAGING_PAGES and more lie behind the end.
 */
static inline u32 mm011_map_nr(u32 addr)
{
	return (addr - MM011_LOW_MEM) >> MM011_PAGE_SHIFT;
}

/**
 * mm011_count() - how often a page is used
 * @m: machine
 * @nr: index in mem_map[], as mm011_map_nr() gives it
 *
 * 0.11 never checks an index. Behind mem_map[] stand zeros here, which can be
 * counted up and down.
 *
 * Return: the count.
 */
static inline u8 mm011_count(const struct mm011_machine *m, u32 nr)
{
	if (unlikely(nr >= MM011_PAGING_PAGES))
		return m->store[nr];
	return linux01x(m)->mem_map[nr];
}

/**
 * mm011_free_map_set() - a page has become free, or is free no more
 * @m: machine
 * @nr: index in mem_map[], below MM011_PAGING_PAGES
 * @free: which of the two
 */
static inline void mm011_free_map_set(struct mm011_machine *m, u32 nr, bool free)
{
	u64 *word = &linux01x(m)->free_map.word[nr / 64];

	if (free) {
		*word |= 1ull << nr % 64;
		linux01x(m)->free_map.summary |= 1ull << nr / 64;
	} else {
		*word &= ~(1ull << nr % 64);
		if (!*word)
			linux01x(m)->free_map.summary &= ~(1ull << nr / 64);
	}
}

/**
 * mm011_set_count() - write an element of mem_map[]
 * @m: machine
 * @nr: index in mem_map[], as mm011_map_nr() gives it
 * @count: its new value
 */
static inline void mm011_set_count(struct mm011_machine *m, u32 nr, u8 count)
{
	if (unlikely(nr >= MM011_PAGING_PAGES)) {
		m->store[nr] = count;
		return;
	}
	if (mm011_observed(m))
		mm011_count_changing(m, nr, count);
	if (!linux01x(m)->mem_map[nr] != !count)
		mm011_free_map_set(m, nr, !count);
	linux01x(m)->mem_map[nr] = count;
}

void mm011_free_map_reset(struct mm011_machine *m);
u32 mm011_last_free(const struct mm011_machine *m);

/**
 * mm011_table() - the page table that a directory entry points to
 * @m: machine
 * @entry: the page directory entry
 * @table: where its physical address goes
 *
 * 0.11 follows any entry. Where no RAM would answer the machine stops, as the
 * kernel is about to touch it.
 *
 * Return: 0, or -EIO with the machine stopped.
 */
static inline int mm011_table(struct mm011_machine *m, u32 entry, u32 *table)
{
	*table = mm011_entry_page(entry);
	if (unlikely(*table >= MM011_MEMORY_SIZE))
		return mm011_bus_error(m, *table);
	return 0;
}

#endif /* _MM011_LINUX01X_MEM_MAP_H */
