// SPDX-License-Identifier: GPL-2.0
/*
 * The last page that is free: the same answer as 0.11's search of mem_map[], at once.
 */

#include <linux/bitops.h>

#include "linux01x/mem_map.h"

/**
 * mm011_free_map_reset() - every page is free
 * @m: machine, whose mem_map[] is all 0
 */
void mm011_free_map_reset(struct mm011_machine *m)
{
	struct mm011_free_map *map = &linux01x(m)->free_map;
	u32 word;

	for (word = 0; word < MM011_FREE_WORDS; word++)
		map->word[word] = ~0ull;
	map->summary = (1ull << MM011_FREE_WORDS) - 1;
}

/* the search itself */
static u32 search_last_free(const struct mm011_machine *m)
{
	u32 nr = MM011_PAGING_PAGES;

	while (nr-- > 0)
		if (!linux01x(m)->mem_map[nr])
			return nr;
	return MM011_NO_PFN;
}

/**
 * mm011_last_free() - the last element of mem_map[] that is 0
 * @m: machine, its lock held
 *
 * Must equal what a search of mem_map[] from its end down to its beginning
 * finds; mm011_set_count() keeps the index for it.
 *
 * Return: its index; MM011_NO_PFN when there is none.
 */
u32 mm011_last_free(const struct mm011_machine *m)
{
	const struct linux01x *k = linux01x(m);
	u32 word;

	if (!MM011_SHORT_CUTS)
		return search_last_free(m);
	if (!k->free_map.summary)
		return MM011_NO_PFN;
	word = fls64(k->free_map.summary) - 1;
	return 64 * word + fls64(k->free_map.word[word]) - 1;
}

/**
 * mm011_count_changing() - an element of mem_map[] changes, and somebody wants to know
 * @m: machine, its lock held
 * @nr: its index
 * @count: its new value
 */
void mm011_count_changing(struct mm011_machine *m, u32 nr, u8 count)
{
	u8 before = linux01x(m)->mem_map[nr];

	if (m->observed & MM011_OBSERVE_EVENTS)
		mm011_event_record(m, MM011_EV_MEM_MAP, MM011_LOW_MEM + (nr << MM011_PAGE_SHIFT),
				   before, count);
	if (m->observed & MM011_OBSERVE_CRC)
		mm011_sum_count(m, nr, before, count);
}
