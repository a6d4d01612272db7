// SPDX-License-Identifier: GPL-2.0
/*
 * What there is before the first page frame is free: mem_map[], zones, their watermarks
 * and bitmaps, and where to look for pages: mm/page_alloc.c.
 */

#include <linux/kernel.h>

#include "linux24/lru.h"
#include "pc/stop.h"

const char *const linux24_zone_names[LINUX24_NR_ZONES] = { "DMA", "Normal", "HighMem" };

/* pages_min is the size by this, but at least and at most so many */
static const u32 balance_ratio[LINUX24_NR_ZONES] = { 32, 128, 128 };

#define BALANCE_MIN	10u
#define BALANCE_MAX	255u

/*
 * Bytes of all bitmaps together, at most: in each order a bit for each block, and
 * in each zone what rounding up adds: less than 8 bytes.
 */
static u32 maps_room(u32 frames)
{
	return frames / 4 + LINUX24_NR_ZONES * LINUX24_MAX_ORDER * 8u;
}

/**
 * linux24_pages_room() - how much of the store page frames take
 * @r: parameters of a machine
 *
 * Return: bytes.
 */
u32 linux24_pages_room(const struct mm011_reset *r)
{
	u32 frames = linux24_frames(r);

	return frames * sizeof(struct linux24_page) + maps_room(frames);
}

/**
 * linux24_map_size() - bytes of a bitmap
 * @size: page frames in the zone
 * @order: of what blocks
 *
 * The original rounds the size up anew for each order, to pairs of blocks, and then counts
 * a bit for each block: twice as many as it uses.
 *
 * Return: bytes, whole words.
 */
u32 linux24_map_size(u32 size, u32 order)
{
	u32 at, mask = ~0u;

	for (at = 0; at <= order; at++) {
		mask <<= 1;
		size = (size + ~mask) & mask;
	}
	return (((size >> order) + 7) / 8 + 3) & ~3u;
}

static void set_watermarks(struct linux24_pages *pages, struct linux24_zone *zone, u32 nr)
{
	u32 mask = zone->size / balance_ratio[nr];

	if (mask < BALANCE_MIN)
		mask = BALANCE_MIN;
	else if (mask > BALANCE_MAX)
		mask = BALANCE_MAX;
	zone->pages_min = mask;
	zone->pages_low = mask * 2;
	zone->pages_high = mask * 3;
	pages->freepages_high += mask * 3;
}

/* where its bitmaps begin; returns where the next zone's do */
static u32 init_free_areas(struct mm011_machine *m, u32 nr, u32 map)
{
	struct linux24_zone *zone = &linux24(m)->pages.zone[nr];
	u32 order;

	for (order = 0; order < LINUX24_MAX_ORDER; order++) {
		linux24_list_init(m, LINUX24_HEAD(nr, order));
		zone->free_area[order].map = map;
		zone->free_area[order].map_size = linux24_map_size(zone->size, order);
		map += zone->free_area[order].map_size;
	}
	return map;
}

/* all page frames are reserved; who boots frees those that are not */
static int init_page_frames(struct mm011_machine *m, u32 nr)
{
	const struct linux24_zone *zone = &linux24(m)->pages.zone[nr];
	struct linux24_page *page;
	u32 pfn;
	int err = 0;

	for (pfn = zone->offset; !err && pfn < zone->offset + zone->size; pfn++) {
		page = linux24_page(m, pfn);
		memset(page, 0, sizeof(*page));
		page->zone = nr;
		page->flags = LINUX24_RESERVED;
		linux24_list_init(m, pfn);
		err = mm011_spend(m, 1);
	}
	return err;
}

/* from which zones a page may come, the best first */
static void build_zonelist(struct linux24_pages *pages, u32 gfp)
{
	u8 *to = pages->zonelist[gfp].zone;
	int nr = LINUX24_NORMAL;

	if (gfp & LINUX24_GFP_HIGHMEM)
		nr = LINUX24_HIGHMEM;
	if (gfp & LINUX24_GFP_DMA)
		nr = LINUX24_DMA;
	for ( ; nr >= LINUX24_DMA; nr--)
		if (pages->zone[nr].size)
			*to++ = nr;
	*to = LINUX24_NR_ZONES;
}

/*
 * Linux 2.4.0: build_zonelists(), mm/page_alloc.c.
 */
static void build_zonelists(struct linux24_pages *pages)
{
	u32 gfp;

	for (gfp = 0; gfp < LINUX24_GFPS; gfp++)
		build_zonelist(pages, gfp);
}

/**
 * linux24_pages_reset() - a machine is switched on; as a whole one it boots
 * @m: machine, its lock held, its store zeroed
 * @r: its parameters
 * @room: reference to what linux24_pages_room() has asked for
 */
void linux24_pages_reset(struct mm011_machine *m, const struct mm011_reset *r, u32 room)
{
	struct linux24_pages *pages = &linux24(m)->pages;

	pages->mem_map = room;
	pages->room = linux24_frames(r);
	pages->maps = room + pages->room * sizeof(struct linux24_page);
	pages->maps_room = maps_room(pages->room);
	linux24_lru_init(m);
	build_zonelists(pages);
	if (!linux24(m)->bare)
		linux24_boot_pages(m, r);
}

/* there are no page frames, as before the first linux24_free_area_init() */
static void forget(struct mm011_machine *m)
{
	struct linux24_pages *pages = &linux24(m)->pages;
	const u32 kept = offsetof(struct linux24_pages, nr);

	memset((u8 *)pages + kept, 0, sizeof(*pages) - kept);
	memset(linux24_at(m, pages->maps), 0, pages->maps_room);
	linux24_lru_init(m);
	build_zonelists(pages);
}

/**
 * linux24_free_area_init() - lay out zones; all page frames are reserved
 * @m: machine, its lock held
 * @size: of each zone in page frames; as many in all as there is room for
 *
 * Linux 2.4.0: free_area_init_core(), mm/page_alloc.c.
 *
 * Return: 0; -MM011_E_CUT: there are no page frames.
 */
int linux24_free_area_init(struct mm011_machine *m, const u32 size[LINUX24_NR_ZONES])
{
	struct linux24_pages *pages = &linux24(m)->pages;
	u32 nr, map = pages->maps;
	int err = 0;

	forget(m);
	for (nr = 0; !err && nr < LINUX24_NR_ZONES; nr++) {
		if (!size[nr])
			continue;
		pages->zone[nr].offset = pages->nr;
		pages->zone[nr].size = size[nr];
		pages->nr += size[nr];
		set_watermarks(pages, &pages->zone[nr], nr);
		map = init_free_areas(m, nr, map);
		err = init_page_frames(m, nr);
	}
	if (err)
		forget(m);
	build_zonelists(pages);
	return err;
}
