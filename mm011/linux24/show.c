// SPDX-License-Identifier: GPL-2.0
/*
 * What 2.4 keeps, in words and pictures.
 */

#include <linux/kernel.h>

#include "linux24/area_show.h"
#include "linux24/list.h"
#include "linux24/show.h"

/* page frames that are reserved, and those of the others that somebody uses */
static void count_frames(const struct mm011_machine *m, u32 *reserved, u32 *used)
{
	u32 pfn;

	*reserved = 0;
	for (pfn = 0; pfn < linux24(m)->pages.nr; pfn++)
		*reserved += !!(linux24_page(m, pfn)->flags & LINUX24_RESERVED);
	*used = linux24(m)->pages.nr - *reserved - linux24_nr_free_pages(m);
}

static void show_info24(const struct mm011_machine *m, struct mm011_text *t)
{
	u32 reserved, used;

	count_frames(m, &reserved, &used);
	mm011_text(t, "kernel            %s%s\n", m->kernel->name,
		   linux24(m)->bare ? ", page frames and areas alone" : "");
	if (!linux24(m)->bare)
		mm011_text(t, "memory            %u KB\n", m->memory_size / 1024);
	mm011_text(t, "page frames       %u: %u reserved, %u in use, %u free\n",
		   linux24(m)->pages.nr, reserved, used, linux24_nr_free_pages(m));
	mm011_text(t, "memory_pressure   %u\n", linux24(m)->pages.memory_pressure);
	mm011_text(t, "pages in use      %u active, %u inactive_dirty, %u inactive_clean\n",
		   linux24(m)->pages.nr_active_pages, linux24(m)->pages.nr_inactive_dirty_pages,
		   linux24_nr_inactive_clean_pages(m));
	if (linux24(m)->swap.max)
		mm011_text(t, "swap space        %u pages, %u free\n", linux24(m)->swap.max,
			   linux24(m)->swap.nr_swap_pages);
	mm011_text(t, "events            %llu\n", (unsigned long long)m->event_seq);
	mm011_show_state(m, t);
}

static void show_buddyinfo(const struct mm011_machine *m, struct mm011_text *t)
{
	u32 zone, order;

	mm011_text(t, "free blocks of 2^order page frames\n\nzone     ");
	for (order = 0; order < LINUX24_MAX_ORDER; order++)
		mm011_text(t, "%6u", order);
	mm011_text(t, "  free pages\n");
	for (zone = 0; zone < LINUX24_NR_ZONES; zone++) {
		if (!linux24(m)->pages.zone[zone].size)
			continue;
		mm011_text(t, "%-9s", linux24_zone_names[zone]);
		for (order = 0; order < LINUX24_MAX_ORDER; order++)
			mm011_text(t, "%6u", linux24_count_blocks(m, zone, order));
		mm011_text(t, "  %10u\n", linux24(m)->pages.zone[zone].free_pages);
	}
}

/* which pass of __alloc_pages() takes a page from it first */
static const char *fares(const struct linux24_zone *zone)
{
	if (zone->free_pages >= zone->pages_low)
		return "taken from at once";
	if (zone->free_pages > zone->pages_min)
		return "kswapd is woken first";
	if (zone->free_pages >= zone->pages_min / 4)
		return "who may wait for one page waits";
	return "the last pages: PF_MEMALLOC alone";
}

static void show_zonelist(const struct mm011_machine *m, struct mm011_text *t, const char *name,
			  u32 gfp)
{
	const u8 *zone = linux24(m)->pages.zonelist[gfp].zone;

	mm011_text(t, "%-26s", name);
	if (*zone >= LINUX24_NR_ZONES)
		mm011_text(t, " none");
	for ( ; *zone < LINUX24_NR_ZONES; zone++)
		mm011_text(t, " %s", linux24_zone_names[*zone]);
	mm011_text(t, "\n");
}

static void show_wakeups(const struct mm011_machine *m, struct mm011_text *t)
{
	const u32 *wakeups = linux24(m)->pages.wakeups;

	mm011_text(t, "\nmemory_pressure %u, free_shortage %d, inactive_shortage %d%s\n",
		   linux24(m)->pages.memory_pressure, linux24_free_shortage(m),
		   linux24_inactive_shortage(m),
		   linux24(m)->pages.memalloc ? ", PF_MEMALLOC set" : "");
	mm011_text(t, "woken: kswapd %u, kswapd and waited for %u, kreclaimd %u; %s %u\n",
		   wakeups[MM011_WAKEUP_KSWAPD], wakeups[MM011_WAKEUP_KSWAPD_WAIT],
		   wakeups[MM011_WAKEUP_KRECLAIMD], "try_to_free_pages",
		   wakeups[MM011_TRY_TO_FREE_PAGES]);
}

static void show_zones(const struct mm011_machine *m, struct mm011_text *t)
{
	const struct linux24_zone *zone = linux24(m)->pages.zone;
	u32 nr;

	mm011_text(t, "zone       first     last    free     min    low   high\n");
	for (nr = 0; nr < LINUX24_NR_ZONES; nr++, zone++)
		if (zone->size)
			mm011_text(t, "%-8s %7u  %7u %7u %7u %6u %6u  %s\n",
				   linux24_zone_names[nr], zone->offset,
				   zone->offset + zone->size - 1, zone->free_pages,
				   zone->pages_min, zone->pages_low, zone->pages_high,
				   fares(zone));
	mm011_text(t, "\nactive_list %u, inactive_dirty_list %u; of a zone\n",
		   linux24(m)->pages.nr_active_pages, linux24(m)->pages.nr_inactive_dirty_pages);
	for (nr = 0, zone = linux24(m)->pages.zone; nr < LINUX24_NR_ZONES; nr++, zone++)
		if (zone->size)
			mm011_text(t, "%-8s inactive_dirty %u, inactive_clean %u\n",
				   linux24_zone_names[nr], zone->inactive_dirty_pages,
				   zone->inactive_clean_pages);
	mm011_text(t, "\nwhere pages come from\n");
	show_zonelist(m, t, "gfp & 0x10, __GFP_HIGHMEM:", LINUX24_GFP_HIGHMEM);
	show_zonelist(m, t, "gfp & 0x08, __GFP_DMA:", LINUX24_GFP_DMA);
	show_zonelist(m, t, "any other gfp:", 0);
	show_wakeups(m, t);
}

static const struct mm011_view views24[] = {
	{ "info", "what this machine is, and how it fares", show_info24 },
	{ "buddyinfo", "2.4's free blocks by zone and order", show_buddyinfo },
	{ "zones", "2.4's zones, their watermarks, where pages come from", show_zones },
	{ "maps", "the areas, by address", linux24_show_maps },
	{ "avl", "their tree: each area before what is below it", linux24_show_avl },
	{ "mm", "the address space in numbers", linux24_show_mm },
	{ "stats", "how often everything happened", mm011_show_stats },
};

const struct mm011_views linux24_views = { views24, ARRAY_SIZE(views24) };
