// SPDX-License-Identifier: GPL-2.0
/*
 * What must hold of pages in use and of swap space in 2.4:
 *
 * L1  a list is a ring of as many page frames as it counts: where a link leads, one leads back
 * L2  a page says which list has it, by its flags, too: one at most
 * L3  a zone counts those of its pages that are on the inactive_dirty_list
 * L4  a page frame that is on a list is in somebody's hands, and its age is one
 * S1  nr_swap_pages is the number of swap pages that nobody uses
 * S2  all of them lie between lowest_bit and highest_bit
 */

#include <linux/kernel.h>

#include "linux24/lru.h"
#include "linux24/verify.h"
#include "view/verify.h"
#include "view/words.h"

/**
 * struct lru_check - a look at all lists
 * @m: machine
 * @found: contradictions
 */
struct lru_check {
	const struct mm011_machine *m;
	struct mm011_findings found;
};

#define lru_contradicts(c, ...)	mm011_contradiction(&(c)->found, __VA_ARGS__)

/* no more steps are taken than there should be */
static void check_ring(struct lru_check *c, u32 list)
{
	u32 head = LINUX24_LRU_HEAD(list), length = *linux24_lru_length(c->m, list);
	u32 at = head, next, left = min(length, linux24(c->m)->pages.nr) + 1;

	for ( ; left--; at = next) {
		next = linux24_lru_node(c->m, at)->next;
		if (linux24_lru_node(c->m, next)->prev != at) {
			lru_contradicts(c, "L1: %s: from %x a link leads to %x, not back",
					mm011_lru_word(list), at, next);
			return;
		}
		if (next == head)
			break;
		if (next >= linux24(c->m)->pages.nr || linux24_page(c->m, next)->on != list) {
			lru_contradicts(c, "L2: %s: it has %x, which is not on it",
					mm011_lru_word(list), next);
			return;
		}
	}
	if (left)
		lru_contradicts(c, "L1: %s: it counts %u pages, and ends after %u or never",
				mm011_lru_word(list), length, length - left);
}

static void check_use(struct lru_check *c, u32 pfn)
{
	const struct linux24_page *page = linux24_page(c->m, pfn);

	if (page->on >= MM011_LRU24_LISTS ||
	    (page->flags & LINUX24_ON_LISTS) != linux24_lru_flag(page->on))
		lru_contradicts(c, "L2: page frame %u is on %s, and its flags are %x", pfn,
				mm011_lru_word(page->on), page->flags);
	if (page->on && (page->count <= 0 || page->age > LINUX24_PAGE_AGE_MAX))
		lru_contradicts(c, "L4: page frame %u is on %s: count %d, age %u", pfn,
				mm011_lru_word(page->on), page->count, page->age);
}

static void check_dirty(struct lru_check *c, u32 nr)
{
	const struct linux24_zone *zone = &linux24(c->m)->pages.zone[nr];
	u32 pfn, pages = 0;

	for (pfn = zone->offset; pfn < zone->offset + zone->size; pfn++)
		pages += linux24_page(c->m, pfn)->on == MM011_LRU24_INACTIVE_DIRTY;
	if (pages != zone->inactive_dirty_pages)
		lru_contradicts(c, "L3: %s: inactive_dirty_pages is %u, and %u are",
				linux24_zone_names[nr], zone->inactive_dirty_pages, pages);
}

static void check_swap(struct lru_check *c)
{
	const struct linux24_swap *swap = &linux24(c->m)->swap;
	const u16 *map = linux24_swap_map(c->m);
	u32 i, free = 0;

	for (i = 0; i < min(swap->max, LINUX24_SWAP_PAGES); i++) {
		if (map[i])
			continue;
		free++;
		if (i < swap->lowest_bit || i > swap->highest_bit)
			lru_contradicts(c, "S2: swap page %u is free, not from %u to %u", i,
					swap->lowest_bit, swap->highest_bit);
	}
	if (free != swap->nr_swap_pages)
		lru_contradicts(c, "S1: nr_swap_pages is %u, and %u are free", swap->nr_swap_pages,
				free);
}

/**
 * linux24_lru_verify() - tell where pages in use and swap space contradict themselves
 * @m: machine, its lock held
 * @t: where words go
 *
 * Return: how many contradictions there are.
 */
u32 linux24_lru_verify(const struct mm011_machine *m, struct mm011_text *t)
{
	struct lru_check c = { .m = m, .found.t = t };
	u32 list, pfn, nr;

	for (list = MM011_LRU24_ACTIVE; list < MM011_LRU24_LISTS; list++)
		check_ring(&c, list);
	for (pfn = 0; pfn < linux24(m)->pages.nr; pfn++)
		check_use(&c, pfn);
	for (nr = 0; nr < LINUX24_NR_ZONES; nr++)
		check_dirty(&c, nr);
	check_swap(&c);
	mm011_tell_more(&c.found);
	if (c.found.told)
		mm011_text(t, "pages in use, contradictions: %u\n", c.found.told);
	return c.found.told;
}
