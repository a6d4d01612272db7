/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Page frames, zones and the buddy allocator of 2.4: mm/page_alloc.c.
 *
 * A page frame is known by its number, which is its place in mem_map[].
 */
#ifndef _MM011_LINUX24_PAGES_H
#define _MM011_LINUX24_PAGES_H

#include "pc/machine.h"

#define LINUX24_MAX_ORDER	MM011_NR_ORDERS
#define LINUX24_NR_ZONES	MM011_NR_ZONES
#define LINUX24_MAX_FRAMES	0x100000u	/* 4 GB of them */
#define LINUX24_FRAME_KB	(MM011_PAGE_SIZE / 1024)
#define LINUX24_GFPS		0x100u		/* allocation masks: NR_GFPINDEX */

enum { LINUX24_DMA, LINUX24_NORMAL, LINUX24_HIGHMEM };

/* allocation masks: may it wait, is it urgent, may it write; from which zones */
#define LINUX24_GFP_WAIT	0x01u
#define LINUX24_GFP_HIGH	0x02u		/* 2.4.0 never asks for it */
#define LINUX24_GFP_IO		0x04u
#define LINUX24_GFP_DMA		0x08u
#define LINUX24_GFP_HIGHMEM	0x10u

/* struct linux24_page.flags: 1 << PG_* */
#define LINUX24_LOCKED		0x00000001u
#define LINUX24_ERROR		0x00000002u
#define LINUX24_REFERENCED	0x00000004u
#define LINUX24_UPTODATE	0x00000008u
#define LINUX24_DIRTY		0x00000010u
#define LINUX24_DECR_AFTER	0x00000020u
#define LINUX24_ACTIVE		0x00000040u
#define LINUX24_INACTIVE_DIRTY	0x00000080u
#define LINUX24_SWAP_CACHE	0x00000200u
#define LINUX24_ARCH_1		0x00000400u
#define LINUX24_INACTIVE_CLEAN	0x00000800u
#define LINUX24_HIGHMEM_PAGE	0x00001000u
#define LINUX24_RESERVED	0x80000000u

#define LINUX24_PAGE_AGE_START	2u
#define LINUX24_PAGE_AGE_ADV	3u
#define LINUX24_PAGE_AGE_MAX	64u

/* struct linux24_page.mapping and .buffers */
#define LINUX24_SWAPPER_SPACE	1u
#define LINUX24_RAMDISK_BUFFERS	2u

/**
 * struct linux24_list - struct list_head: links of a ring
 * @next: a page frame, or LINUX24_HEAD() of a free list
 * @prev: likewise
 */
struct linux24_list {
	u32 next;
	u32 prev;
};

/**
 * struct linux24_page - struct page
 * @list: the links of a free list; of an allocated page what was there before
 * @lru: the links of the list @on of pages in use
 * @count: references; a freed page has 0, and double frees make it negative
 * @flags: LINUX24_*, 1 << PG_* in the original
 * @index: of a page in the swap cache, its swap entry
 * @age: how much it was used lately
 * @zone: LINUX24_DMA to LINUX24_HIGHMEM
 * @on: the list that has it, enum mm011_lru24_list; the original knows that by flags alone
 * @mapping: whose it is: 0 nobody's, 1 swapper_space's, 2 another's
 * @buffers: does it have buffers: 0 none, 1 some, 2 of a RAM disk
 */
struct linux24_page {
	struct linux24_list list;
	struct linux24_list lru;
	s32 count;
	u32 flags;
	u32 index;
	u8 age;
	u8 zone;
	u8 on;
	u8 mapping:4;
	u8 buffers:4;
};

/**
 * struct linux24_free_area - free_area_t: free blocks of one order
 * @list: the head of their list
 * @map: reference to a bit for each pair of buddies: is just one of the two free?
 * @map_size: its bytes
 * @unused: makes the size a power of two
 */
struct linux24_free_area {
	struct linux24_list list;
	u32 map;
	u32 map_size;
	u32 unused[4];
};

/**
 * struct linux24_zone - zone_t; all in page frames
 * @offset: the first one, 0 when it has none
 * @size: how many there are
 * @free_pages: in free blocks, as the original counts them
 * @pages_min: with so few free, order 0 that may wait does so
 * @pages_low: with fewer, it is no longer taken from at once
 * @pages_high: with more, nothing needs be done
 * @inactive_clean_pages: on its inactive_clean_list
 * @inactive_dirty_pages: of its pages, on the inactive_dirty_list of all zones
 * @free_area: the free blocks, by order
 */
struct linux24_zone {
	u32 offset;
	u32 size;
	u32 free_pages;
	u32 pages_min;
	u32 pages_low;
	u32 pages_high;
	u32 inactive_clean_pages;
	u32 inactive_dirty_pages;
	struct linux24_free_area free_area[LINUX24_MAX_ORDER];
};

/**
 * struct linux24_zonelist - zonelist_t: where to look for pages, in this order
 * @zone: LINUX24_DMA to LINUX24_HIGHMEM; LINUX24_NR_ZONES ends it
 */
struct linux24_zonelist {
	u8 zone[LINUX24_NR_ZONES + 1];
};

/**
 * struct linux24_pages - page frames
 * @mem_map: reference to the first struct linux24_page
 * @room: how many fit there
 * @maps: reference to the bitmaps of all free areas
 * @maps_room: bytes that fit there
 * @nr: how many page frames there are: max_mapnr, num_physpages
 * @freepages_high: freepages.high, the sum of pages_high
 * @memory_pressure: how many pages were allocated lately and not freed
 * @memalloc: PF_MEMALLOC of the current task: it finds pages for others
 * @wakeups: how often somebody was asked for free pages, by enum mm011_wakeup
 * @zone: the zones
 * @zonelist: where to look for pages, by allocation mask
 * @nr_active_pages: on the active_list
 * @nr_inactive_dirty_pages: on the inactive_dirty_list
 * @lru: heads of the lists of pages in use, by enum mm011_lru24_list
 * @nowhere: what damaged links lead to
 */
struct linux24_pages {
	u32 mem_map;
	u32 room;
	u32 maps;
	u32 maps_room;
	u32 nr;
	u32 freepages_high;
	u32 memory_pressure;
	u32 memalloc;
	u32 wakeups[MM011_WAKEUPS];
	struct linux24_zone zone[LINUX24_NR_ZONES];
	struct linux24_zonelist zonelist[LINUX24_GFPS];
	u32 nr_active_pages;
	u32 nr_inactive_dirty_pages;
	struct linux24_list lru[MM011_LRU24_LISTS];
	struct linux24_list nowhere;
};

/* zones.c */
u32 linux24_pages_room(const struct mm011_reset *r);
void linux24_pages_reset(struct mm011_machine *m, const struct mm011_reset *r, u32 room);
int linux24_free_area_init(struct mm011_machine *m, const u32 size[LINUX24_NR_ZONES]);
u32 linux24_map_size(u32 size, u32 order);
extern const char *const linux24_zone_names[LINUX24_NR_ZONES];

/* bootmem.c */
u32 linux24_frames(const struct mm011_reset *r);
u32 linux24_ram(const struct mm011_reset *r);
bool linux24_zones_fit(const struct mm011_reset *r);
int linux24_free_all(struct mm011_machine *m, u32 from);
void linux24_boot_pages(struct mm011_machine *m, const struct mm011_reset *r);

/* page_alloc.c */
void linux24_set_page_count(struct mm011_machine *m, u32 pfn, s32 count);
int linux24_rmqueue(struct mm011_machine *m, struct linux24_zone *zone, u32 order, u32 *pfn);
int linux24_free_pages_ok(struct mm011_machine *m, u32 pfn, u32 order);
int linux24_alloc_pages(struct mm011_machine *m, u32 gfp, u32 order, u32 *pfn);
int linux24_get_zeroed_page(struct mm011_machine *m, u32 gfp, u32 *pfn);
int linux24_put_pages(struct mm011_machine *m, u32 pfn, u32 order);
u32 linux24_nr_free_pages(const struct mm011_machine *m);
u32 linux24_nr_inactive_clean_pages(const struct mm011_machine *m);

/* vmscan.c */
u32 linux24_inactive_target(const struct mm011_machine *m);
s32 linux24_free_shortage(const struct mm011_machine *m);
s32 linux24_inactive_shortage(const struct mm011_machine *m);
void linux24_wakeup(struct mm011_machine *m, u32 who);
int linux24_reclaim_page(struct mm011_machine *m, struct linux24_zone *zone, u32 *pfn);
int linux24_refill_inactive_scan(struct mm011_machine *m, u32 priority, bool oneshot, u32 *ret);

/* free_area.c */
u32 linux24_pages_sum(const struct mm011_machine *m);
u32 linux24_count_blocks(const struct mm011_machine *m, u32 zone, u32 order);

#endif /* _MM011_LINUX24_PAGES_H */
