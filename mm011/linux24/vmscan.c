// SPDX-License-Identifier: GPL-2.0
/*
 * How short of pages is the machine, who is asked to find some, and which pages are taken:
 * mm/vmscan.c.
 *
 * kswapd does not run by itself yet: who was asked, and how often, is counted.
 */

#include <linux/kernel.h>

#include "linux24/lru.h"
#include "pc/event.h"

#define INACTIVE_SHIFT 6

/**
 * linux24_inactive_target() - how many inactive pages there should be
 * @m: machine, its lock held
 *
 * As many as are allocated in a second, were memory_pressure to decay with time; at most
 * a quarter of memory.
 *
 * Linux 2.4.0: inactive_target, include/linux/swap.h.
 *
 * Return: pages.
 */
u32 linux24_inactive_target(const struct mm011_machine *m)
{
	const struct linux24_pages *pages = &linux24(m)->pages;

	return min(pages->memory_pressure >> INACTIVE_SHIFT, pages->nr / 4);
}

/**
 * linux24_free_shortage() - how many free pages are missing?
 * @m: machine, its lock held
 *
 * In all zones together, or, when these have enough, in each that has very few.
 *
 * Linux 2.4.0: free_shortage(), mm/vmscan.c.
 *
 * Return: pages; 0: enough are free.
 */
s32 linux24_free_shortage(const struct mm011_machine *m)
{
	const struct linux24_pages *pages = &linux24(m)->pages;
	s32 freeable = linux24_nr_free_pages(m) + linux24_nr_inactive_clean_pages(m);
	s32 target = pages->freepages_high + linux24_inactive_target(m) / 3;
	const struct linux24_zone *zone;
	u32 sum = 0, usable;

	/* after a BUG() free_pages may be anything, and wraps as in the original */
	if (freeable < target)
		return (u32)target - freeable;
	for (zone = pages->zone; zone < pages->zone + LINUX24_NR_ZONES; zone++) {
		usable = zone->inactive_clean_pages + zone->free_pages;
		if (zone->size && usable < zone->pages_min + 1)
			sum += zone->pages_min + 1 - usable;
	}
	return sum;
}

/**
 * linux24_inactive_shortage() - how many inactive pages are missing?
 * @m: machine, its lock held
 *
 * Linux 2.4.0: inactive_shortage(), mm/vmscan.c.
 *
 * Return: pages; 0: there are enough, or enough are free.
 */
s32 linux24_inactive_shortage(const struct mm011_machine *m)
{
	const struct linux24_pages *pages = &linux24(m)->pages;
	s32 shortage = pages->freepages_high + linux24_inactive_target(m) -
		       linux24_nr_free_pages(m) - linux24_nr_inactive_clean_pages(m) -
		       pages->nr_inactive_dirty_pages;

	return max(shortage, 0);
}

/**
 * linux24_wakeup() - somebody is asked to find free pages
 * @m: machine, its lock held
 * @who: enum mm011_wakeup
 *
 * Linux 2.4.0: wakeup_kswapd() and try_to_free_pages(), mm/vmscan.c; wakeup_bdflush().
 */
void linux24_wakeup(struct mm011_machine *m, u32 who)
{
	mm011_emit(m, MM011_EV24_WAKEUP, who, 0, 0);
	linux24(m)->pages.wakeups[who]++;
}

/* nobody wants it and nothing need be written: its cache lets go of it */
static int remove_from_cache(struct mm011_machine *m, u32 pfn)
{
	struct linux24_page *page = linux24_page(m, pfn);

	if (page->flags & LINUX24_SWAP_CACHE)
		return linux24_remove_from_swap_cache(m, pfn);
	page->mapping = 0;	/* __remove_inode_page() */
	return 0;
}

/* a page of no cache should not be there */
static void forget_unknown(struct mm011_machine *m, u32 pfn)
{
	mm011_emit(m, MM011_EV_MESSAGE, MM011_MSG24_RECLAIM_UNKNOWN, 0, 0);
	linux24_lru_take(m, pfn);
}

/* the page is the caller's from now on */
static int give_page(struct mm011_machine *m, u32 pfn)
{
	int err = remove_from_cache(m, pfn);

	if (!err)
		err = linux24_lru_del(m, pfn, linux24_clean_list(m, pfn));
	if (err)
		return err;
	linux24_set_page_flags(m, pfn, 0, LINUX24_LOCKED);
	linux24_set_age(m, pfn, LINUX24_PAGE_AGE_START);
	if (linux24_page(m, pfn)->count != 1)
		mm011_emit(m, MM011_EV_MESSAGE, MM011_MSG24_RECLAIM_COUNT,
			   linux24_page(m, pfn)->count, 0);
	return 0;
}

/* *given: it is the one */
static int look_at_clean(struct mm011_machine *m, u32 pfn, u32 list, bool *given)
{
	const struct linux24_page *page = linux24_page(m, pfn);

	if (linux24_wrong_page(m, pfn, list, MM011_MSG24_RECLAIM_WRONG_PAGE))
		return 0;
	if (linux24_is_wanted(m, pfn))
		return linux24_lru_move(m, pfn, list, MM011_LRU24_ACTIVE);
	if (page->buffers || page->flags & (LINUX24_DIRTY | LINUX24_LOCKED))
		return linux24_lru_move(m, pfn, list, MM011_LRU24_INACTIVE_DIRTY);
	if (!(page->flags & LINUX24_SWAP_CACHE) && !page->mapping) {
		forget_unknown(m, pfn);
		return 0;
	}
	linux24_set_page_flags(m, pfn, LINUX24_LOCKED, 0);
	*given = true;
	return give_page(m, pfn);
}

/**
 * linux24_reclaim_page() - take a clean page that nobody has used lately
 * @m: machine, its lock held
 * @zone: the zone that it is to be of
 * @pfn: out: page frame; MM011_NO_FRAME: there is none
 *
 * That somebody tried adds to the pressure.
 *
 * Linux 2.4.0: reclaim_page(), mm/vmscan.c.
 *
 * Return: 0; -MM011_E_BUG; -MM011_E_CUT.
 */
int linux24_reclaim_page(struct mm011_machine *m, struct linux24_zone *zone, u32 *pfn)
{
	struct linux24_pages *pages = &linux24(m)->pages;
	u32 list = MM011_LRU24_INACTIVE_CLEAN + (zone - pages->zone);
	u32 left = zone->inactive_clean_pages, last;
	bool given = false;
	int err = 0;

	*pfn = MM011_NO_FRAME;
	while (!err && !given && left--) {
		last = linux24_lru_last(m, list);
		if (last == MM011_NO_FRAME)
			break;
		err = mm011_spend(m, 1);
		if (!err)
			err = look_at_clean(m, last, list, &given);
		if (given)
			*pfn = last;
	}
	if (!err)
		pages->memory_pressure++;
	return err;
}

/* one more reference may be that of who asks, who has none here; buffers have one */
static bool is_unused(const struct linux24_page *page)
{
	return !page->age && page->count <= (page->buffers ? 2 : 1);
}

/* *left: it is not active any more */
static int look_at_active(struct mm011_machine *m, u32 pfn, bool *left)
{
	const struct linux24_page *page = linux24_page(m, pfn);
	int err = 0;

	*left = false;
	if (linux24_wrong_page(m, pfn, MM011_LRU24_ACTIVE, MM011_MSG24_REFILL_WRONG_PAGE))
		return 0;
	if (linux24_was_referenced(m, pfn)) {
		err = linux24_age_page_up(m, pfn);
	} else {
		linux24_set_age(m, pfn, page->age / 2);
		if (is_unused(page))
			err = linux24_deactivate_page(m, pfn);
	}
	*left = !err && !(page->flags & LINUX24_ACTIVE);
	if (!err && !*left)
		linux24_lru_put(m, pfn, MM011_LRU24_ACTIVE);
	return err;
}

/**
 * linux24_refill_inactive_scan() - find old pages
 * @m: machine, its lock held
 * @priority: of the active pages 1 in 2^priority is looked at, to 31
 * @oneshot: one is enough
 * @ret: out: 1: there were some; 0
 *
 * Linux 2.4.0: refill_inactive_scan(), mm/vmscan.c.
 *
 * Return: 0; -MM011_E_BUG; -MM011_E_CUT.
 */
int linux24_refill_inactive_scan(struct mm011_machine *m, u32 priority, bool oneshot, u32 *ret)
{
	u32 left = linux24(m)->pages.nr_active_pages >> priority, last;
	bool found = false;
	int err = 0;

	*ret = 0;
	while (!err && left-- && !(oneshot && found)) {
		last = linux24_lru_last(m, MM011_LRU24_ACTIVE);
		if (last == MM011_NO_FRAME)
			break;
		err = look_at_active(m, last, &found);
		*ret |= found;
		if (!err)
			err = mm011_spend(m, 1);
	}
	return err;
}
