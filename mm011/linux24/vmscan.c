// SPDX-License-Identifier: GPL-2.0
/*
 * How short of pages is the machine, and who is asked to find some: mm/vmscan.c.
 *
 * Nobody does find any yet: no page is on the inactive lists, and kswapd does not run.
 * Who was asked, and how often, is counted.
 */

#include <linux/kernel.h>

#include "linux24/list.h"
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
	s32 freeable = linux24_nr_free_pages(m);
	s32 target = pages->freepages_high + linux24_inactive_target(m) / 3;
	const struct linux24_zone *zone;
	u32 sum = 0;

	/* after a BUG() free_pages may be anything, and wraps as in the original */
	if (freeable < target)
		return (u32)target - freeable;
	for (zone = pages->zone; zone < pages->zone + LINUX24_NR_ZONES; zone++)
		if (zone->size && zone->free_pages < zone->pages_min + 1)
			sum += zone->pages_min + 1 - zone->free_pages;
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
	s32 shortage = linux24(m)->pages.freepages_high + linux24_inactive_target(m) -
		       linux24_nr_free_pages(m);

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

/**
 * linux24_reclaim_page() - take a clean page that nobody has used lately: there is none
 * @m: machine, its lock held
 *
 * That somebody tried adds to the pressure; not in a bare machine, whose recorded streams
 * come from an allocator that had nobody to try.
 *
 * Linux 2.4.0: reclaim_page(), mm/vmscan.c.
 */
void linux24_reclaim_page(struct mm011_machine *m)
{
	if (!linux24(m)->bare)
		linux24(m)->pages.memory_pressure++;
}
