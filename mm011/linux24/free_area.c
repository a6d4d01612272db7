// SPDX-License-Identifier: GPL-2.0
/*
 * What is free, for those who look: the lists as they are linked, and the bitmaps.
 *
 * A damaged list may have no end, or lead to where no page frame is.
 */

#include <linux/kernel.h>

#include "linux24/list.h"

#define SUM_PIECE		64u		/* words summed at a time */
#define SUM_BREATH		4096u		/* words between two breaths, a multiple of that */
#define LIST_END	0xffffffffu	/* of a list */
#define LIST_OUTSIDE		0xfffffffdu	/* a damaged list leads to no page frame */
#define LIST_ENDLESS		0xfffffffeu	/* or has more entries than it could */

/* words on their way into a checksum */
struct sum {
	const struct mm011_machine *m;
	u32 crc;
	u32 words;	/* how many there have been */
	bool cut;	/* whoever asked has been killed: the checksum does not matter */
	__le32 piece[SUM_PIECE];
};

static void sum_bytes(struct sum *s, const void *bytes, u32 len)
{
	s->crc = s->m->host->crc32(s->crc, bytes, len);
}

static void flush(struct sum *s)
{
	sum_bytes(s, s->piece, s->words % SUM_PIECE * sizeof(__le32));
	s->words -= s->words % SUM_PIECE;
}

static void sum_word(struct sum *s, u32 word)
{
	s->piece[s->words++ % SUM_PIECE] = cpu_to_le32(word);
	if (s->words % SUM_PIECE)
		return;
	sum_bytes(s, s->piece, sizeof(s->piece));
	if (s->words % SUM_BREATH == 0 && s->m->host->pause && s->m->host->pause(s->m))
		s->cut = true;
}

/*
 * One entry of a list more: @link becomes the next. Returns the page frame, or LIST_END,
 * LIST_OUTSIDE or LIST_ENDLESS; @left is how many a sound list can still have.
 */
static u32 next_entry(const struct mm011_machine *m, u32 head, u32 *link, u32 *left)
{
	*link = linux24_node(m, *link)->next;
	if (*link == head)
		return LIST_END;
	if (*link >= linux24(m)->pages.nr)
		return LIST_OUTSIDE;
	return (*left)-- ? *link : LIST_ENDLESS;
}

static u32 longest(const struct mm011_machine *m, u32 zone)
{
	return linux24(m)->pages.zone[zone].size + 1;
}

static void sum_free_area(struct sum *s, u32 zone, u32 order)
{
	const struct linux24_free_area *area;
	u32 head = LINUX24_HEAD(zone, order), link = head, left = longest(s->m, zone), entry;

	do {
		entry = next_entry(s->m, head, &link, &left);
		sum_word(s, entry);
	} while (entry < LIST_OUTSIDE && !s->cut);
	if (entry != LIST_END)
		sum_word(s, LIST_END);
	flush(s);
	area = &linux24(s->m)->pages.zone[zone].free_area[order];
	sum_bytes(s, linux24_at(s->m, area->map), area->map_size);
}

/**
 * linux24_pages_sum() - checksum of the free lists
 * @m: machine, its lock held
 *
 * Of each zone that has page frames: how many are free, and of each order what is on the
 * list, and its bitmap.
 *
 * Return: the CRC.
 */
u32 linux24_pages_sum(const struct mm011_machine *m)
{
	struct sum s = { .m = m };
	u32 zone, order;

	for (zone = 0; zone < LINUX24_NR_ZONES; zone++) {
		if (!linux24(m)->pages.zone[zone].size)
			continue;
		sum_word(&s, linux24(m)->pages.zone[zone].free_pages);
		for (order = 0; order < LINUX24_MAX_ORDER && !s.cut; order++)
			sum_free_area(&s, zone, order);
	}
	return s.crc;
}

/**
 * linux24_count_blocks() - how many blocks are on a free list
 * @m: machine, its lock held
 * @zone: whose
 * @order: of this size
 *
 * Return: their number; of a damaged list up to where it leads out or should have ended.
 */
u32 linux24_count_blocks(const struct mm011_machine *m, u32 zone, u32 order)
{
	u32 head = LINUX24_HEAD(zone, order), link = head, left = longest(m, zone), count = 0;

	while (next_entry(m, head, &link, &left) < LIST_OUTSIDE)
		count++;
	return count;
}
