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
#include "linux24/tables.h"
#include "pc/event.h"
#include "pc/ram.h"

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
 * struct alloc - an allocation under way
 * @m: machine
 * @gfp: allocation mask
 * @order: 2^order page frames
 * @zone: where to look, LINUX24_NR_ZONES at the end
 * @memalloc: PF_MEMALLOC of the task
 * @direct_reclaim: it may take a page that others have given up
 * @pfn: what it came to; MM011_NO_FRAME: nothing yet
 */
struct alloc {
	struct mm011_machine *m;
	u32 gfp;
	u32 order;
	const u8 *zone;
	bool memalloc;
	bool direct_reclaim;
	u32 pfn;
};

static struct linux24_zone *zone_at(const struct alloc *a, const u8 *zone)
{
	return &pages_of_machine(a->m)->zone[*zone];
}

/* a recorded run has lines of their own for what gives pages */
static int ask_for_block(struct alloc *a, u32 kind, const struct linux24_zone *zone)
{
	int err = linux24_ask(a->m, kind, zone_number(a->m, zone), a->order, 0, &a->pfn);

	if (a->pfn >= pages_of_machine(a->m)->nr)
		a->pfn = MM011_NO_FRAME;
	return err;
}

static int take_from(struct alloc *a, struct linux24_zone *zone)
{
	if (linux24_is_told(a->m))
		return ask_for_block(a, MM011_ASK24_RMQUEUE, zone);
	return linux24_rmqueue(a->m, zone, a->order, &a->pfn);
}

/*
 * A page that others have given up. The streams that were recorded for a bare machine come
 * from an allocator that had nobody to try: where there are no such pages there is no pressure.
 */
static int reclaim_from(struct alloc *a, struct linux24_zone *zone)
{
	if (linux24_is_told(a->m))
		return ask_for_block(a, MM011_ASK24_RECLAIM_PAGE, zone);
	if (linux24(a->m)->bare && !zone->inactive_clean_pages)
		return 0;
	return linux24_reclaim_page(a->m, zone, &a->pfn);
}

static bool found(const struct alloc *a, int err)
{
	return err || a->pfn != MM011_NO_FRAME;
}

/*
 * Somebody is asked for pages. A recorded run may tell that it was not done, since meanwhile
 * the OOM killer has given the task the last ones.
 */
static int wake(struct alloc *a, u32 who)
{
	u32 killed = 0;
	int err = 0;

	if (linux24_is_told(a->m))
		err = linux24_ask(a->m, MM011_ASK24_WAKEUP, who, 0, 0, &killed);
	a->memalloc |= killed == 1;
	if (!err && killed != 1)
		linux24_wakeup(a->m, who);
	return err;
}

/* the task gets low on pages: somebody should look for some before it hurts */
static int wake_up_early(struct alloc *a)
{
	const struct linux24_pages *pages = pages_of_machine(a->m);
	s32 shortage = linux24_free_shortage(a->m);

	if (!shortage)
		return 0;
	if ((u32)linux24_inactive_shortage(a->m) > linux24_inactive_target(a->m) / 2)
		return wake(a, MM011_WAKEUP_KSWAPD);
	if ((s32)pages->nr_inactive_dirty_pages > shortage &&
	    pages->nr_inactive_dirty_pages >= pages->freepages_high)
		linux24_wakeup(a->m, MM011_WAKEUP_BDFLUSH);
	return 0;
}

/* a zone with plenty of free pages */
static int take_plenty(struct alloc *a)
{
	struct linux24_zone *zone;
	const u8 *at;
	int err = 0;

	for (at = a->zone; *at < LINUX24_NR_ZONES && !found(a, err); at++) {
		zone = zone_at(a, at);
		if (zone->free_pages >= zone->pages_low)
			err = take_from(a, zone);
		else if (zone->free_pages < zone->pages_min)
			linux24_wakeup(a->m, MM011_WAKEUP_KRECLAIMD);
	}
	return err;
}

enum limit { PAGES_MIN, PAGES_LOW, PAGES_HIGH };

static u32 water_mark(const struct linux24_zone *zone, enum limit limit)
{
	if (limit == PAGES_HIGH)
		return zone->pages_high;
	return limit == PAGES_LOW ? zone->pages_low : zone->pages_min;
}

/*
 * A zone in which more pages are free or clean than a watermark says.
 *
 * Linux 2.4.0: __alloc_pages_limit(), mm/page_alloc.c.
 */
static int alloc_pages_limit(struct alloc *a, enum limit limit)
{
	struct linux24_zone *zone;
	const u8 *at;
	int err = 0;

	for (at = a->zone; *at < LINUX24_NR_ZONES && !found(a, err); at++) {
		zone = zone_at(a, at);
		if (zone->free_pages + zone->inactive_clean_pages <= water_mark(zone, limit))
			continue;
		if (a->direct_reclaim && zone->free_pages < zone->pages_min + 8)
			err = reclaim_from(a, zone);
		if (!found(a, err))
			err = take_from(a, zone);
	}
	return err;
}

/* in a bare machine nobody is woken for it, either */
static int launder(struct alloc *a)
{
	u32 cleaned;

	if (linux24_is_told(a->m))
		return linux24_ask(a->m, MM011_ASK24_PAGE_LAUNDER, a->gfp, 1, 0, NULL);
	if (linux24(a->m)->bare && !pages_of_machine(a->m)->nr_inactive_dirty_pages)
		return 0;
	return linux24_page_launder(a->m, a->gfp, true, &cleaned);
}

/* clean pages of a zone become free, one by one, until there is a block */
static int free_clean_pages(struct alloc *a, struct linux24_zone *zone)
{
	u32 page;
	int err = 0;

	while (!found(a, err) && zone->inactive_clean_pages) {
		err = reclaim_from(a, zone);
		if (err || a->pfn == MM011_NO_FRAME)
			break;
		page = a->pfn;
		a->pfn = MM011_NO_FRAME;
		err = linux24_put_page(a->m, page);
		if (!err)
			err = take_from(a, zone);
	}
	return err;
}

/* more than one page frame: single ones that are freed may come to be a block */
static int gather_block(struct alloc *a)
{
	const u8 *at;
	int err = launder(a);

	for (at = a->zone; *at < LINUX24_NR_ZONES && !found(a, err); at++)
		err = free_clean_pages(a, zone_at(a, at));
	return err;
}

/*
 * Tight on pages: who may wait does so until there are some, and tries again for a single
 * one; without a recorded run nobody would free any.
 */
static int wait_for_pages(struct alloc *a, bool *again)
{
	int err = 0;

	*again = false;
	if (a->memalloc || !(a->gfp & LINUX24_GFP_WAIT))
		return 0;
	if (a->order)
		err = gather_block(a);
	if (found(a, err))
		return err;
	err = wake(a, a->gfp & LINUX24_GFP_IO ? MM011_WAKEUP_KSWAPD_WAIT : MM011_TRY_TO_FREE_PAGES);
	if (err || a->memalloc)
		return err;
	pages_of_machine(a->m)->memory_pressure++;
	*again = !a->order;
	return *again && !linux24_is_told(a->m) ? -MM011_E_WAIT : 0;
}

/* who cannot wait takes what there is, but for the last pages */
static int take_anything(struct alloc *a)
{
	struct linux24_zone *zone;
	const u8 *at;
	int err = 0;

	for (at = a->zone; *at < LINUX24_NR_ZONES && !found(a, err); at++) {
		zone = zone_at(a, at);
		if (a->direct_reclaim)
			err = reclaim_from(a, zone);
		if (!found(a, err) && (zone->free_pages >= zone->pages_min / 4 || a->memalloc))
			err = take_from(a, zone);
	}
	if (!found(a, err))
		mm011_emit(a->m, MM011_EV_MESSAGE, MM011_MSG24_ALLOC_FAILED, a->order, 0);
	return err;
}

/* kswapd is woken, and may run at once */
static int give_kswapd_a_chance(struct alloc *a)
{
	int err = wake(a, MM011_WAKEUP_KSWAPD);

	if (!err && a->gfp & LINUX24_GFP_WAIT && linux24_is_told(a->m))
		err = linux24_ask(a->m, MM011_ASK24_SCHEDULE, 0, 0, 0, NULL);
	return err;
}

/* once round all zones, less choosy each time */
static int alloc_in_passes(struct alloc *a)
{
	int err = take_plenty(a);

	if (!found(a, err))
		err = alloc_pages_limit(a, PAGES_HIGH);
	if (!found(a, err))
		err = alloc_pages_limit(a, PAGES_LOW);
	if (!found(a, err))
		err = give_kswapd_a_chance(a);
	if (!found(a, err))
		err = alloc_pages_limit(a, PAGES_MIN);
	return err;
}

/* Linux 2.4.0: __alloc_pages(), mm/page_alloc.c. */
static int do_alloc_pages(struct alloc *a)
{
	bool again;
	int err;

	pages_of_machine(a->m)->memory_pressure++;
	err = wake_up_early(a);
	/* a recorded run is asked each time, and decides when it ends */
	do {
		again = false;
		if (!err)
			err = alloc_in_passes(a);
		if (!found(a, err))
			err = wait_for_pages(a, &again);
	} while (again && !found(a, err));
	return found(a, err) ? err : take_anything(a);
}

/**
 * linux24_alloc_pages() - take a block of page frames
 * @m: machine, its lock held
 * @gfp: LINUX24_GFP_*, below LINUX24_GFPS: from which zones, may it wait
 * @order: 2^order page frames; there are none of LINUX24_MAX_ORDER and above
 * @pfn: out: the first page frame, its count 1; MM011_NO_FRAME: none
 *
 * Linux 2.4.0: alloc_pages(), include/linux/mm.h.
 *
 * Return: 0; -MM011_E_WAIT: it would sleep until somebody has freed pages; -MM011_E_BUG;
 * -ECANCELED.
 */
int linux24_alloc_pages(struct mm011_machine *m, u32 gfp, u32 order, u32 *pfn)
{
	const struct linux24_pages *pages = pages_of_machine(m);
	struct alloc a = {
		.m = m, .gfp = gfp, .order = order, .zone = pages->zonelist[gfp].zone,
		.memalloc = pages->memalloc,
		.direct_reclaim = !order && gfp & LINUX24_GFP_WAIT && !pages->memalloc,
		.pfn = MM011_NO_FRAME,
	};
	int err = order < LINUX24_MAX_ORDER ? do_alloc_pages(&a) : 0;

	*pfn = a.pfn;
	return err;
}

/**
 * linux24_get_zeroed_page() - take a page frame, and zero it
 * @m: machine that has memory behind its page frames, its lock held
 * @gfp: as for linux24_alloc_pages(), without LINUX24_GFP_HIGHMEM: it must have an address
 * @pfn: out: the page frame, likewise
 *
 * Linux 2.4.0: get_zeroed_page(), mm/page_alloc.c.
 *
 * Return: as linux24_alloc_pages().
 */
int linux24_get_zeroed_page(struct mm011_machine *m, u32 gfp, u32 *pfn)
{
	int err = linux24_alloc_pages(m, gfp, 0, pfn);

	if (!err && *pfn != MM011_NO_FRAME)
		mm011_clear(m, *pfn << MM011_PAGE_SHIFT, MM011_PAGE_SIZE);
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
