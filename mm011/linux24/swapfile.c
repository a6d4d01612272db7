// SPDX-License-Identifier: GPL-2.0
/*
 * Swap pages and how often each is used: mm/swapfile.c. There is one swap space at most.
 */

#include <linux/kernel.h>

#include "linux24/linux24.h"
#include "pc/event.h"

#define CLUSTER		LINUX24_SWAPFILE_CLUSTER

/* SWP_TYPE() and SWP_OFFSET(), include/asm-i386/pgtable.h */
#define TYPE(entry)	((entry) >> 1 & 0x3f)
#define OFFSET(entry)	((entry) >> 8)
#define ENTRY(offset)	((offset) << 8)

/**
 * linux24_swap_room() - how much of the store the swap map takes
 *
 * Return: bytes.
 */
u32 linux24_swap_room(void)
{
	return LINUX24_SWAP_PAGES * sizeof(u16);
}

/**
 * linux24_swap_reset() - a machine is switched on: it has no swap space
 * @m: machine, its lock held, its store zeroed
 * @room: reference to what linux24_swap_room() has asked for
 */
void linux24_swap_reset(struct mm011_machine *m, u32 room)
{
	linux24(m)->swap.map = room;
}

/**
 * linux24_swap_map() - how often each swap page is used
 * @m: machine, its lock held
 *
 * Return: swap_map[], LINUX24_SWAP_PAGES of it.
 */
u16 *linux24_swap_map(const struct mm011_machine *m)
{
	return linux24_at(m, linux24(m)->swap.map);
}

/* of a saved machine it may be anything */
static u32 swap_pages(const struct mm011_machine *m)
{
	return min(linux24(m)->swap.max, LINUX24_SWAP_PAGES);
}

/**
 * linux24_set_swap_map() - a swap page is used so often from now on
 * @m: machine, its lock held
 * @offset: the page, below LINUX24_SWAP_PAGES
 * @count: how often
 */
void linux24_set_swap_map(struct mm011_machine *m, u32 offset, u32 count)
{
	u16 *at = linux24_swap_map(m) + offset;

	mm011_emit(m, MM011_EV24_SWAP_COUNT, offset, *at, count);
	*at = count;
}

/* is there no such swap page, or does nobody use it? The original says so. */
static bool is_bad(struct mm011_machine *m, u32 entry, u32 no_file, u32 no_offset, u32 unused)
{
	u32 why;

	if (TYPE(entry) >= !!swap_pages(m))
		why = no_file;
	else if (OFFSET(entry) >= swap_pages(m))
		why = no_offset;
	else if (!linux24_swap_map(m)[OFFSET(entry)])
		why = unused;
	else
		return false;
	mm011_emit(m, MM011_EV_MESSAGE, why, entry, 0);
	return true;
}

/**
 * linux24_swap_free() - one use of a swap page less
 * @m: machine, its lock held
 * @entry: swap entry
 *
 * Linux 2.4.0: swap_free(), mm/swapfile.c.
 */
void linux24_swap_free(struct mm011_machine *m, u32 entry)
{
	struct linux24_swap *swap = &linux24(m)->swap;
	u32 offset = OFFSET(entry), count;

	if (!entry || is_bad(m, entry, MM011_MSG24_SWAP_FREE_FILE, MM011_MSG24_SWAP_FREE_OFFSET,
			     MM011_MSG24_BAD_SWAP_ENTRY))
		return;
	count = linux24_swap_map(m)[offset];
	if (count >= LINUX24_SWAP_MAP_MAX)
		return;
	linux24_set_swap_map(m, offset, count - 1);
	if (count > 1)
		return;
	swap->lowest_bit = min(swap->lowest_bit, offset);
	swap->highest_bit = max(swap->highest_bit, offset);
	swap->nr_swap_pages++;
}

/**
 * linux24_swap_duplicate() - one use of a swap page more
 * @m: machine, its lock held
 * @entry: swap entry
 *
 * Linux 2.4.0: swap_duplicate(), mm/swapfile.c.
 */
void linux24_swap_duplicate(struct mm011_machine *m, u32 entry)
{
	u32 count;

	if (!entry || is_bad(m, entry, MM011_MSG24_BAD_SWAP_FILE, MM011_MSG24_BAD_SWAP_OFFSET,
			     MM011_MSG24_UNUSED_SWAP_OFFSET))
		return;
	count = linux24_swap_map(m)[OFFSET(entry)];
	if (count >= LINUX24_SWAP_MAP_MAX)
		mm011_emit(m, MM011_EV_MESSAGE, MM011_MSG24_SWAP_OVERFLOW, 0, 0);
	linux24_set_swap_map(m, OFFSET(entry), min(count + 1, LINUX24_SWAP_MAP_MAX));
}

/**
 * linux24_swap_count() - how often is a swap page used?
 * @m: machine that runs 2.4, its lock held
 * @entry: swap entry
 *
 * Linux 2.4.0: swap_count(), mm/swapfile.c.
 *
 * Return: its count; 0: there is no such page.
 */
u32 linux24_swap_count(struct mm011_machine *m, u32 entry)
{
	if (!entry) {
		mm011_emit(m, MM011_EV_MESSAGE, MM011_MSG24_NULL_SWAP_ENTRY, 0, 0);
		return 0;
	}
	if (is_bad(m, entry, MM011_MSG24_BAD_SWAP_FILE, MM011_MSG24_BAD_SWAP_OFFSET,
		   MM011_MSG24_UNUSED_SWAP_OFFSET))
		return 0;
	return linux24_swap_map(m)[OFFSET(entry)];
}

/* the first free page from @from up to @high; 0: there is none */
static u32 first_free(const u16 *map, u32 from, u32 high)
{
	for ( ; from <= high; from++)
		if (!map[from])
			return from;
	return 0;
}

/* the first page of CLUSTER free ones; 0: there are none */
static u32 free_cluster(const u16 *map, u32 from, u32 high)
{
	u32 nr = from;

	for ( ; from + CLUSTER - 1 <= high; from = nr + 1) {
		for (nr = from; nr < from + CLUSTER && !map[nr]; nr++)
			;
		if (nr == from + CLUSTER)
			return from;
	}
	return 0;
}

/*
 * Pages are given out one behind the other, a cluster at a time, as long as there is one of
 * which all pages are free; then the first free one. 0: none is.
 *
 * Linux 2.4.0: scan_swap_map(), mm/swapfile.c.
 */
static u32 scan_swap_map(struct mm011_machine *m)
{
	struct linux24_swap *swap = &linux24(m)->swap;
	const u16 *map = linux24_swap_map(m);
	u32 high = min(swap->highest_bit, swap_pages(m) - 1), low = min(swap->lowest_bit, high + 1);
	u32 found;

	if (swap->cluster_nr) {
		found = first_free(map, swap->cluster_next, high);
		if (found) {
			swap->cluster_nr--;
			return found;
		}
		swap->cluster_next = max(swap->cluster_next, high + 1);
	}
	swap->cluster_nr = CLUSTER;
	found = free_cluster(map, low, high);
	return found ? found : first_free(map, low, high);
}

/**
 * linux24_get_swap_page() - take a free swap page
 * @m: machine, its lock held
 *
 * Linux 2.4.0: get_swap_page(), mm/swapfile.c.
 *
 * Return: swap entry, used once; 0: there is none.
 */
u32 linux24_get_swap_page(struct mm011_machine *m)
{
	struct linux24_swap *swap = &linux24(m)->swap;
	u32 offset = 0;

	if (swap->nr_swap_pages && swap_pages(m))
		offset = scan_swap_map(m);
	if (!offset)
		return 0;
	swap->lowest_bit += offset == swap->lowest_bit;
	swap->highest_bit -= offset == swap->highest_bit;
	linux24_set_swap_map(m, offset, 1);
	swap->nr_swap_pages--;
	swap->cluster_next = offset + 1;
	return ENTRY(offset);
}
