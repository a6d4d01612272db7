// SPDX-License-Identifier: GPL-2.0
/*
 * What must hold of the page frames of 2.4, while nobody frees what is not his:
 *
 * B1  a free list is a ring of page frames of its zone: where a link leads, one leads back
 * B2  a free block begins at a multiple of its size, counted from the zone's first page frame,
 *     and ends in the zone
 * B3  no page frame is in two free blocks
 * B4  free_pages is the number of page frames in free blocks
 * B5  the bit of two buddies is set while just one of them is a free block; the largest order
 *     has none: rmqueue() flips its bits, and nobody else does
 * B6  a page frame in a free block has count 0, is not reserved, and is in nobody's hands
 * B7  zones follow one another and are all that there is; each page frame knows its zone
 *
 * The original does not notice it when a block is freed that is free already (B3, B5), or
 * with a wrong order (B2, B3), and a free of what is behind the first page frame of a
 * block leaves a count of -1 there (B6): Documentation/faults24.rst.
 */

#include <linux/build_bug.h>
#include <linux/kernel.h>

#include "linux24/list.h"
#include "linux24/verify.h"
#include "view/verify.h"

#define HEAD		0x80u	/* the first page frame of a free block */

struct check24 {
	const struct mm011_machine *m;
	const struct linux24_zone *zone;
	u32 nr;			/* of that zone */
	struct mm011_findings found;
	u8 block[LINUX24_MAX_FRAMES];	/* 1 + order of the free block that has it; HEAD; 0 */
};

static_assert(sizeof(struct check24) <= LINUX24_VERIFY_SIZE, "more room to work with");

#define contradicts(c, ...)	mm011_contradiction(&(c)->found, __VA_ARGS__)

static bool in_zone(const struct check24 *c, u32 pfn)
{
	return pfn >= c->zone->offset && pfn - c->zone->offset < c->zone->size;
}

static const char *zone_name(const struct check24 *c)
{
	return linux24_zone_names[c->nr];
}

static void check_free_frame(struct check24 *c, u32 pfn, u32 order)
{
	const struct linux24_page *page = linux24_page(c->m, pfn);

	if (c->block[pfn])
		contradicts(c, "B3: page frame %u is in two free blocks, of orders %u and %u", pfn,
			    (c->block[pfn] & ~HEAD) - 1, order);
	c->block[pfn] |= 1 + order;
	if (page->count || page->flags & LINUX24_RESERVED || page->mapping || page->buffers)
		contradicts(c, "B6: page frame %u is free: count %d, flags %x%s", pfn, page->count,
			    page->flags, page->mapping || page->buffers ? ", and somebody's" : "");
}

/* a block that a list has; its page frames */
static u32 check_block(struct check24 *c, u32 pfn, u32 order)
{
	u32 index = pfn - c->zone->offset, frames = 1u << order, i;

	if (index % frames || c->zone->size - index < frames) {
		contradicts(c, "B2: page frame %u of %s begins no block of order %u", pfn,
			    zone_name(c), order);
		frames = min(frames, c->zone->size - index);
	}
	for (i = 0; i < frames; i++)
		check_free_frame(c, pfn + i, order);
	c->block[pfn] |= HEAD;
	return frames;
}

/* the list of one order; how many page frames its blocks have */
static u32 check_list(struct check24 *c, u32 order)
{
	u32 head = LINUX24_HEAD(c->nr, order), at = head, frames = 0, next;

	/* no page frame is looked at twice, so this comes to an end */
	for ( ; ; at = next) {
		next = linux24_node(c->m, at)->next;
		if (linux24_node(c->m, next)->prev != at)
			contradicts(c, "B1: order %u of %s: from %x a link leads to %x, not back",
				    order, zone_name(c), at, next);
		if (next == head)
			return frames;
		if (!in_zone(c, next)) {
			contradicts(c, "B1: order %u of %s: a link leads to %x, out of the zone",
				    order, zone_name(c), next);
			return frames;
		}
		if (c->block[next] & HEAD) {
			contradicts(c, "B3: page frame %u is on a free list twice", next);
			return frames;
		}
		frames += check_block(c, next, order);
	}
}

static bool is_free_block(const struct check24 *c, u32 index, u32 order)
{
	return index < c->zone->size &&
	       c->block[c->zone->offset + index] == (HEAD | (1 + order));
}

static void check_map(struct check24 *c, u32 order)
{
	const struct linux24_free_area *area = &c->zone->free_area[order];
	const u8 *map = linux24_at(c->m, area->map);
	u32 pair, index, buddy;
	bool one;

	for (pair = 0; pair < area->map_size * 8; pair++) {
		index = pair << (order + 1);
		buddy = index + (1u << order);
		one = is_free_block(c, index, order) != is_free_block(c, buddy, order);
		if ((map[pair / 8] >> pair % 8 & 1) != one)
			contradicts(c, "B5: order %u of %s: the bit of page frames %u and %u is %u",
				    order, zone_name(c), c->zone->offset + index,
				    c->zone->offset + buddy, !one);
	}
}

static void check_zone(struct check24 *c)
{
	u32 order, frames = 0;

	for (order = 0; order < LINUX24_MAX_ORDER; order++)
		frames += check_list(c, order);
	if (frames != c->zone->free_pages)
		contradicts(c, "B4: %s: free_pages is %u, and %u are in free blocks", zone_name(c),
			    c->zone->free_pages, frames);
	for (order = 0; order < LINUX24_MAX_ORDER - 1; order++)
		check_map(c, order);
}

static void check_bounds(struct check24 *c)
{
	u32 end = 0, pfn;

	for (c->nr = 0; c->nr < LINUX24_NR_ZONES; c->nr++) {
		c->zone = &linux24(c->m)->pages.zone[c->nr];
		if (c->zone->size && c->zone->offset != end)
			contradicts(c, "B7: %s begins at page frame %u, not at %u", zone_name(c),
				    c->zone->offset, end);
		for (pfn = end; pfn < end + c->zone->size; pfn++)
			if (linux24_page(c->m, pfn)->zone != c->nr)
				contradicts(c, "B7: page frame %u is not in zone %u", pfn,
					    linux24_page(c->m, pfn)->zone);
		end += c->zone->size;
	}
	if (end != linux24(c->m)->pages.nr)
		contradicts(c, "B7: there are %u page frames, and zones for %u",
			    linux24(c->m)->pages.nr, end);
}

/**
 * linux24_verify() - tell where a machine contradicts itself
 * @m: machine, its lock held
 * @scratch: LINUX24_VERIFY_SIZE bytes to work with
 * @t: where words go
 *
 * Return: how many contradictions there are.
 */
u32 linux24_verify(const struct mm011_machine *m, void *scratch, struct mm011_text *t)
{
	struct check24 *c = scratch;

	memset(c, 0, sizeof(*c));
	c->m = m;
	c->found.t = t;
	check_bounds(c);
	for (c->nr = 0; !c->found.told && c->nr < LINUX24_NR_ZONES; c->nr++) {
		c->zone = &linux24(m)->pages.zone[c->nr];
		if (c->zone->size)
			check_zone(c);
	}
	mm011_tell_more(&c->found);
	mm011_text(t, "%u page frames, contradictions: %u\n", linux24(m)->pages.nr, c->found.told);
	return c->found.told;
}
