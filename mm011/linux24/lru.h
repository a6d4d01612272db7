/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Lists of pages in use, and their ages: mm/swap.c, include/linux/swap.h.
 *
 * The original unlinks a page from wherever its links lead, and counts by its flags. Here a
 * page knows which list has it, so that the lists stay whole, and their lengths right,
 * whatever flags somebody gives it. A saved machine may hold any links: who walks along a
 * list takes no more steps than it has pages.
 */
#ifndef _MM011_LINUX24_LRU_H
#define _MM011_LINUX24_LRU_H

#include "linux24/list.h"

#define LINUX24_LRU_HEADS	0xc0000000u
#define LINUX24_LRU_HEAD(list)	(LINUX24_LRU_HEADS | (list))

/* flags of a page that say which list has it */
#define LINUX24_ON_LISTS \
	(LINUX24_ACTIVE | LINUX24_INACTIVE_DIRTY | LINUX24_INACTIVE_CLEAN)

/**
 * linux24_lru_flag() - the flag of pages that are on a list
 * @list: MM011_LRU24_*
 *
 * Return: LINUX24_*, 0 for no list.
 */
static inline u32 linux24_lru_flag(u32 list)
{
	if (list == MM011_LRU24_NONE)
		return 0;
	if (list == MM011_LRU24_ACTIVE)
		return LINUX24_ACTIVE;
	return list == MM011_LRU24_INACTIVE_DIRTY ? LINUX24_INACTIVE_DIRTY : LINUX24_INACTIVE_CLEAN;
}

/**
 * linux24_lru_node() - what a link of a list of pages in use leads to
 * @m: machine, its lock held
 * @link: page frame or head; in a damaged list anything
 *
 * Return: the links there.
 */
static inline struct linux24_list *linux24_lru_node(const struct mm011_machine *m, u32 link)
{
	struct linux24_pages *pages = &linux24(m)->pages;
	u32 list = link - LINUX24_LRU_HEADS;

	if (likely(link < pages->nr))
		return &linux24_page(m, link)->lru;
	return list < MM011_LRU24_LISTS ? &pages->lru[list] : &pages->nowhere;
}

/**
 * linux24_lru_last() - the page at the end of a list, which is looked at next
 * @m: machine, its lock held
 * @list: MM011_LRU24_*
 *
 * Return: page frame; MM011_NO_FRAME: the list is empty, or leads to no page frame.
 */
static inline u32 linux24_lru_last(const struct mm011_machine *m, u32 list)
{
	u32 last = linux24(m)->pages.lru[list].prev;

	return last < linux24(m)->pages.nr ? last : MM011_NO_FRAME;
}

/**
 * linux24_zone_of() - the zone of a page frame
 * @m: machine, its lock held
 * @pfn: page frame that there is
 *
 * Return: the zone; of a saved machine with another number any.
 */
static inline struct linux24_zone *linux24_zone_of(const struct mm011_machine *m, u32 pfn)
{
	return &linux24(m)->pages.zone[linux24_page(m, pfn)->zone % LINUX24_NR_ZONES];
}

/* swap.c */
void linux24_lru_init(struct mm011_machine *m);
u32 *linux24_lru_length(const struct mm011_machine *m, u32 list);
u32 linux24_clean_list(const struct mm011_machine *m, u32 pfn);
void linux24_lru_put(struct mm011_machine *m, u32 pfn, u32 list);
void linux24_lru_take(struct mm011_machine *m, u32 pfn);
int linux24_lru_move(struct mm011_machine *m, u32 pfn, u32 from, u32 to);
int linux24_lru_add(struct mm011_machine *m, u32 pfn, u32 list);
int linux24_lru_del(struct mm011_machine *m, u32 pfn, u32 list);
int linux24_lru_cache_add(struct mm011_machine *m, u32 pfn);
void linux24_set_age(struct mm011_machine *m, u32 pfn, u32 age);
int linux24_age_page_up(struct mm011_machine *m, u32 pfn);
int linux24_deactivate_page(struct mm011_machine *m, u32 pfn);
bool linux24_was_referenced(struct mm011_machine *m, u32 pfn);
bool linux24_is_wanted(struct mm011_machine *m, u32 pfn);
bool linux24_wrong_page(struct mm011_machine *m, u32 pfn, u32 list, u32 message);

/* lru_sum.c */
void linux24_lru_sum(struct mm011_machine *m, struct mm011_lru24 *lru);

#endif /* _MM011_LINUX24_LRU_H */
