/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Swap space of 2.4: which of its pages are in use, how often each, and which pages of memory
 * have a place there, too: mm/swapfile.c, mm/swap_state.c, mm/vmscan.c.
 */
#ifndef _MM011_LINUX24_SWAP_H
#define _MM011_LINUX24_SWAP_H

#include "pc/machine.h"

struct linux24_mm;

#define LINUX24_SWAP_PAGES	0x8000u	/* of swap space there is room for: 128 MB */
#define LINUX24_SWAPFILE_CLUSTER	256u	/* pages that are given out one behind the other */
#define LINUX24_SWAP_MAP_MAX	0x7fffu
#define LINUX24_SWAP_MAP_BAD	0x8000u
#define LINUX24_CLUSTERS	16u	/* page_cluster is less */

/**
 * struct linux24_swap - swap_info[0], the only swap space
 * @map: reference to swap_map[]: a u16 for each page, how often it is named
 * @max: its pages, the first of which is none; 0: there is no swap space
 * @lowest_bit: where to look for a free one
 * @highest_bit: up to where
 * @cluster_next: the next one of a cluster
 * @cluster_nr: how many are left of it
 * @nr_swap_pages: how many are free
 * @page_cluster: 1 << this many are read, and a few times as many cleaned, at a time
 */
struct linux24_swap {
	u32 map;
	u32 max;
	u32 lowest_bit;
	u32 highest_bit;
	u32 cluster_next;
	u32 cluster_nr;
	u32 nr_swap_pages;
	u32 page_cluster;
};

/* swapfile.c */
u32 linux24_swap_room(void);
void linux24_swap_reset(struct mm011_machine *m, u32 room);
u16 *linux24_swap_map(const struct mm011_machine *m);
void linux24_set_swap_map(struct mm011_machine *m, u32 offset, u32 count);
void linux24_swap_free(struct mm011_machine *m, u32 entry);
void linux24_swap_duplicate(struct mm011_machine *m, u32 entry);
u32 linux24_swap_count(struct mm011_machine *m, u32 entry);
u32 linux24_get_swap_page(struct mm011_machine *m);

/* swap_state.c */
void linux24_set_page_flags(struct mm011_machine *m, u32 pfn, u32 set, u32 clear);
bool linux24_is_page_shared(struct mm011_machine *m, u32 pfn);
int linux24_add_to_swap_cache(struct mm011_machine *m, u32 pfn, u32 entry);
int linux24_remove_from_swap_cache(struct mm011_machine *m, u32 pfn);
int linux24_delete_from_swap_cache_nolock(struct mm011_machine *m, u32 pfn);
int linux24_swap_in(struct mm011_machine *m, u32 entry, u32 *pfn);
int linux24_free_page_and_swap_cache(struct mm011_machine *m, u32 pfn);

/* page_launder.c */
int linux24_page_launder(struct mm011_machine *m, u32 gfp, bool sync, u32 *cleaned);

/* swap_out.c */
int linux24_try_to_swap_out(struct mm011_machine *m, struct linux24_mm *mm, u32 addr,
			    u32 swap_cnt, u32 *ret);

#endif /* _MM011_LINUX24_SWAP_H */
