// SPDX-License-Identifier: GPL-2.0
/*
 * The buddy allocator: mm/page_alloc.c.
 *
 * Free blocks of 2^order page frames stand in a list for each order. Two blocks that a
 * larger one is made of are buddies, and share a bit that each of them flips when it
 * becomes free or is taken: it is set while just one of them is free. So whoever is freed
 * and finds it set is whole again with its buddy.
 *
 * BUG() ends the operation where it stands, as the oops of the original ends the task.
 */

#include <linux/kernel.h>

#include "linux24/list.h"
#include "pc/event.h"

/* flags of a page that nobody may free */
#define IN_USE	(LINUX24_SWAP_CACHE | LINUX24_LOCKED | LINUX24_DECR_AFTER | LINUX24_ACTIVE | \
		 LINUX24_INACTIVE_DIRTY | LINUX24_INACTIVE_CLEAN)

#define LARGEST	(LINUX24_MAX_ORDER - 1)

static struct linux24_pages *pages_of_machine(const struct mm011_machine *m)
{
	return &linux24(m)->pages;
}

static u32 zone_number(const struct mm011_machine *m, const struct linux24_zone *zone)
{
	return zone - pages_of_machine(m)->zone;
}

/* BUG(), and why */
static int bug(struct mm011_machine *m, u32 why, u32 a, u32 b)
{
	mm011_emit(m, MM011_EV_MESSAGE, why, a, b);
	return -MM011_E_BUG;
}

/**
 * linux24_set_page_count() - how often a page frame is used
 * @m: machine, its lock held
 * @pfn: the page frame
 * @count: its new count
 *
 * Linux 2.4.0: set_page_count(), include/linux/mm.h.
 */
void linux24_set_page_count(struct mm011_machine *m, u32 pfn, s32 count)
{
	struct linux24_page *page = linux24_page(m, pfn);

	mm011_emit(m, MM011_EV24_COUNT, pfn, page->count, count);
	page->count = count;
}

/*
 * Does this page frame not lie in the zone? What is no number of a page frame, but a
 * list's head, lies in none.
 *
 * Linux 2.4.0: BAD_RANGE(), mm/page_alloc.c.
 */
static bool bad_range(const struct mm011_machine *m, const struct linux24_zone *zone, u32 pfn)
{
	return pfn < zone->offset || pfn - zone->offset >= zone->size ||
	       linux24_page(m, pfn)->zone != zone_number(m, zone);
}

/* Flip the bit of a pair of buddies, which are counted from the zone's start; what it was. */
static bool flip_pair(struct mm011_machine *m, const struct linux24_free_area *area, u32 pair)
{
	u8 *map = (u8 *)linux24_at(m, area->map) + pair / 8;
	u8 bit = 1 << pair % 8;

	*map ^= bit;
	return !(*map & bit);
}

/* a block goes to the head of the free list of its order */
static void put_block(struct mm011_machine *m, const struct linux24_zone *zone, u32 pfn, u32 order,
		      u32 event)
{
	mm011_emit(m, event, pfn, order, 0);
	linux24_list_add(m, pfn, LINUX24_HEAD(zone_number(m, zone), order));
}

/* the rest of __free_pages_ok(): join a block with its buddy as long as that is free */
static int merge_and_put(struct mm011_machine *m, struct linux24_zone *zone, u32 index, u32 order)
{
	u32 buddy;

	for ( ; order != LARGEST; order++) {
		if (order > LARGEST)
			return bug(m, MM011_MSG24_BUG_ORDER, order, zone->offset + index);
		if (!flip_pair(m, &zone->free_area[order], index >> (1 + order)))
			break;
		buddy = zone->offset + (index ^ 1u << order);
		if (bad_range(m, zone, buddy) || bad_range(m, zone, zone->offset + index))
			return bug(m, MM011_MSG24_BUG_RANGE, buddy, order);
		mm011_emit(m, MM011_EV24_MERGED, buddy, order, 0);
		linux24_list_del(m, buddy);
		index &= ~0u << (order + 1);
	}
	put_block(m, zone, zone->offset + index, order, MM011_EV24_FREED);
	return 0;
}

/**
 * linux24_free_pages_ok() - a block goes back to the free lists
 * @m: machine, its lock held
 * @pfn: its first page frame, which there is
 * @order: 2^order page frames; to 31, of which the original has a BUG() for most
 *
 * That it is free already, or not of this order, is not noticed: the bits and the lists
 * are wrong from then on.
 *
 * Linux 2.4.0: __free_pages_ok(), mm/page_alloc.c.
 *
 * Return: 0; -MM011_E_BUG.
 */
int linux24_free_pages_ok(struct mm011_machine *m, u32 pfn, u32 order)
{
	struct linux24_pages *pages = pages_of_machine(m);
	struct linux24_page *page = linux24_page(m, pfn);
	struct linux24_zone *zone = &pages->zone[page->zone];
	u32 mask = ~0u << order, index = pfn - zone->offset;
	int err;

	if (page->buffers || page->mapping || page->flags & IN_USE)
		return bug(m, MM011_MSG24_BUG_IN_USE, pfn, page->flags);
	page->flags &= ~(LINUX24_REFERENCED | LINUX24_DIRTY);
	page->age = LINUX24_PAGE_AGE_START;
	if (index & ~mask)
		return bug(m, MM011_MSG24_BUG_ALIGNMENT, pfn, order);
	zone->free_pages -= mask;
	err = merge_and_put(m, zone, index, order);
	if (!err && pages->memory_pressure > 1)
		pages->memory_pressure--;
	return err;
}

/**
 * linux24_put_pages() - one reference to a block less; the last one frees it
 * @m: machine, its lock held
 * @pfn: its first page frame, which there is
 * @order: 2^order page frames
 *
 * Linux 2.4.0: __free_pages(), mm/page_alloc.c.
 *
 * Return: 0; -MM011_E_BUG.
 */
int linux24_put_pages(struct mm011_machine *m, u32 pfn, u32 order)
{
	struct linux24_page *page = linux24_page(m, pfn);

	if (page->flags & LINUX24_RESERVED)
		return 0;
	linux24_set_page_count(m, pfn, (u32)page->count - 1);
	return page->count ? 0 : linux24_free_pages_ok(m, pfn, order);
}

/*
 * A block that is too large is cut in halves; the lower ones stay free.
 *
 * Linux 2.4.0: expand(), mm/page_alloc.c.
 */
static int expand(struct mm011_machine *m, struct linux24_zone *zone, u32 *pfn, u32 low, u32 high)
{
	while (high > low) {
		if (bad_range(m, zone, *pfn))
			return bug(m, MM011_MSG24_BUG_RANGE, *pfn, high);
		high--;
		put_block(m, zone, *pfn, high, MM011_EV24_SPLIT);
		flip_pair(m, &zone->free_area[high], (*pfn - zone->offset) >> (1 + high));
		*pfn += 1u << high;
	}
	return bad_range(m, zone, *pfn) ? bug(m, MM011_MSG24_BUG_RANGE, *pfn, high) : 0;
}

/**
 * linux24_rmqueue() - take a block from a zone
 * @m: machine, its lock held
 * @zone: the zone
 * @order: of what size, below LINUX24_MAX_ORDER
 * @pfn: out: its first page frame; MM011_NO_FRAME: there is no such block
 *
 * The first one of the smallest list that has any; of a larger one the high end.
 *
 * Linux 2.4.0: rmqueue(), mm/page_alloc.c.
 *
 * Return: 0; -MM011_E_BUG.
 */
int linux24_rmqueue(struct mm011_machine *m, struct linux24_zone *zone, u32 order, u32 *pfn)
{
	u32 nr = zone_number(m, zone), at;
	int err;

	*pfn = MM011_NO_FRAME;
	for (at = order; at < LINUX24_MAX_ORDER; at++)
		if (zone->free_area[at].list.next != LINUX24_HEAD(nr, at))
			break;
	if (at == LINUX24_MAX_ORDER)
		return 0;
	*pfn = zone->free_area[at].list.next;
	if (bad_range(m, zone, *pfn))
		return bug(m, MM011_MSG24_BUG_RANGE, *pfn, at);
	mm011_emit(m, MM011_EV24_TAKEN, *pfn, at, 0);
	linux24_list_del(m, *pfn);
	/* of the largest order, too, though such blocks have no buddies */
	flip_pair(m, &zone->free_area[at], (*pfn - zone->offset) >> (1 + at));
	zone->free_pages -= 1u << order;
	err = expand(m, zone, pfn, order, at);
	if (!err)
		linux24_set_page_count(m, *pfn, 1);
	return err;
}

/**
 * linux24_nr_free_pages() - how many page frames are free
 * @m: machine, its lock held
 *
 * Linux 2.4.0: nr_free_pages(), mm/page_alloc.c.
 *
 * Return: their number, as the zones count them.
 */
u32 linux24_nr_free_pages(const struct mm011_machine *m)
{
	const struct linux24_pages *pages = pages_of_machine(m);

	return pages->zone[LINUX24_DMA].free_pages + pages->zone[LINUX24_NORMAL].free_pages +
	       pages->zone[LINUX24_HIGHMEM].free_pages;
}

/**
 * linux24_nr_inactive_clean_pages() - how many pages may be taken at once besides free ones
 * @m: machine, its lock held
 *
 * Linux 2.4.0: nr_inactive_clean_pages(), mm/page_alloc.c.
 *
 * Return: their number.
 */
u32 linux24_nr_inactive_clean_pages(const struct mm011_machine *m)
{
	const struct linux24_pages *pages = pages_of_machine(m);

	return pages->zone[LINUX24_DMA].inactive_clean_pages +
	       pages->zone[LINUX24_NORMAL].inactive_clean_pages +
	       pages->zone[LINUX24_HIGHMEM].inactive_clean_pages;
}
