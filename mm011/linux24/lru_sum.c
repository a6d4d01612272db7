// SPDX-License-Identifier: GPL-2.0
/*
 * What is known of pages in use and of swap space, summed up.
 */

#include <linux/kernel.h>

#include "linux24/lru.h"

#define WORDS		64u	/* gathered before they are summed */
#define LIST_END	0xffffffffu

/**
 * struct lru_words - words on their way into a checksum
 * @m: machine
 * @word: what is not summed yet
 * @words: how many
 * @crc: what is
 */
struct lru_words {
	struct mm011_machine *m;
	__le32 word[WORDS];
	u32 words;
	u32 crc;
};

static void add_words(struct lru_words *w)
{
	w->crc = w->m->host->crc32(w->crc, w->word, w->words * sizeof(w->word[0]));
	w->words = 0;
	linux24_rest(w->m);
}

static void add_word(struct lru_words *w, u32 word)
{
	if (w->words == WORDS)
		add_words(w);
	w->word[w->words++] = cpu_to_le32(word);
}

/* from its head on; a damaged list ends where it leads to no page frame, or has too many */
static void add_list(struct lru_words *w, u32 list)
{
	u32 left = *linux24_lru_length(w->m, list);
	u32 pfn = linux24(w->m)->pages.lru[list].next;

	for ( ; left-- && pfn < linux24(w->m)->pages.nr; pfn = linux24_page(w->m, pfn)->lru.next)
		add_word(w, pfn);
	add_word(w, LIST_END);
}

/* those of zones that there are */
static u32 sum_lists(struct mm011_machine *m)
{
	struct lru_words w = { .m = m };
	u32 zone;

	add_list(&w, MM011_LRU24_ACTIVE);
	add_list(&w, MM011_LRU24_INACTIVE_DIRTY);
	for (zone = 0; zone < LINUX24_NR_ZONES; zone++)
		if (linux24(m)->pages.zone[zone].size)
			add_list(&w, MM011_LRU24_INACTIVE_CLEAN + zone);
	add_words(&w);
	return w.crc;
}

static u32 sum_pages(struct mm011_machine *m)
{
	struct lru_words w = { .m = m };
	u32 pfn;

	for (pfn = 0; pfn < linux24(m)->pages.nr; pfn++)
		add_word(&w, linux24_page(m, pfn)->flags & MM011_FLAGS24_SUMMED);
	for (pfn = 0; pfn < linux24(m)->pages.nr; pfn++)
		add_word(&w, linux24_page(m, pfn)->age);
	add_words(&w);
	return w.crc;
}

static u32 sum_swap(struct mm011_machine *m)
{
	const struct linux24_swap *swap = &linux24(m)->swap;
	u32 pages = min(swap->max, LINUX24_SWAP_PAGES), i;
	const u16 *map = linux24_swap_map(m);
	struct lru_words w = { .m = m };

	/* two counts make a word, and of an odd number the last is none: bytes, at the end */
	for (i = 0; i + 1 < pages; i += 2)
		add_word(&w, map[i] | (u32)map[i + 1] << 16);
	add_words(&w);
	if (pages % 2)
		w.crc = m->host->crc32(w.crc, &map[pages - 1], sizeof(u16));
	add_word(&w, swap->lowest_bit);
	add_word(&w, swap->highest_bit);
	add_word(&w, swap->cluster_next);
	add_word(&w, swap->cluster_nr);
	add_word(&w, swap->nr_swap_pages);
	add_words(&w);
	return w.crc;
}

/**
 * linux24_lru_sum() - sum up pages in use and swap space
 * @m: machine, its lock held
 * @lru: filled in
 */
void linux24_lru_sum(struct mm011_machine *m, struct mm011_lru24 *lru)
{
	const struct linux24_pages *pages = &linux24(m)->pages;
	u32 nr;

	*lru = (struct mm011_lru24){
		.lists = sum_lists(m), .pages = sum_pages(m), .swap = sum_swap(m),
		.nr_active_pages = pages->nr_active_pages,
		.nr_inactive_dirty_pages = pages->nr_inactive_dirty_pages,
		.memory_pressure = pages->memory_pressure,
		.nr_swap_pages = linux24(m)->swap.nr_swap_pages,
	};
	for (nr = 0; nr < LINUX24_NR_ZONES; nr++) {
		lru->zone[nr].free_pages = pages->zone[nr].free_pages;
		lru->zone[nr].inactive_clean_pages = pages->zone[nr].inactive_clean_pages;
		lru->zone[nr].inactive_dirty_pages = pages->zone[nr].inactive_dirty_pages;
	}
}
