// SPDX-License-Identifier: GPL-2.0
/*
 * From which zone a page comes, and who is asked for some when there are too few:
 * __alloc_pages(), mm/page_alloc.c.
 */

#include <linux/kernel.h>

#include "linux24/list.h"
#include "linux24/tables.h"
#include "pc/event.h"
#include "pc/ram.h"

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
	return &linux24(a->m)->pages.zone[*zone];
}

/* a recorded run has lines of their own for what gives pages */
static int ask_for_block(struct alloc *a, u32 kind, const struct linux24_zone *zone)
{
	int err = linux24_ask(a->m, kind, zone - linux24(a->m)->pages.zone, a->order, 0, &a->pfn);

	if (a->pfn >= linux24(a->m)->pages.nr)
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
	const struct linux24_pages *pages = &linux24(a->m)->pages;
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
	if (linux24(a->m)->bare && !linux24(a->m)->pages.nr_inactive_dirty_pages)
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
	linux24(a->m)->pages.memory_pressure++;
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

	linux24(a->m)->pages.memory_pressure++;
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
	const struct linux24_pages *pages = &linux24(m)->pages;
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
