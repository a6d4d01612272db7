// SPDX-License-Identifier: GPL-2.0
/*
 * The buddy allocator of Linux 2.4.0 as plainly as it can be written, with pointers.
 */

#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <linux/kernel.h>

#include "ref/refbuddy.h"

#define ORDERS		MM011_NR_ORDERS
#define ZONES		MM011_NR_ZONES
#define RESERVED	0x80000000u
#define HIGHMEM		0x1000u
#define MAP_ROOM	0x400u		/* bytes of a bitmap: zones of up to 8000 page frames */

/* a ring; the head is one, too */
struct ring {
	struct ring *next, *prev;
};

struct frame {
	struct ring ring;	/* first */
	s32 count;
	u32 flags;
};

struct zone {
	u32 first, size, free;
	u32 mark[3];		/* pages_min, _low, _high */
	struct ring head[ORDERS];
	u8 map[ORDERS][MAP_ROOM];
	u32 map_bytes[ORDERS];
};

struct refbuddy {
	u32 most;
	u32 nr;
	u32 high;
	u32 pressure;
	u32 memalloc;
	u32 wakeups[MM011_WAKEUPS];
	struct zone zone[ZONES];
	struct frame frame[];
};

/* what an operation comes to */
enum end { DONE, BUG, WAIT };

static u32 number(const struct refbuddy *r, const struct ring *ring)
{
	return (const struct frame *)ring - r->frame;
}

static bool is_frame(const struct refbuddy *r, const struct ring *ring)
{
	const char *at = (const char *)ring, *begin = (const char *)r->frame;

	return at >= begin && at < begin + r->nr * sizeof(struct frame);
}

static bool in_zone(const struct refbuddy *r, const struct zone *z, const struct ring *ring)
{
	return is_frame(r, ring) && number(r, ring) >= z->first &&
	       number(r, ring) < z->first + z->size;
}

static struct zone *zone_of(struct refbuddy *r, u32 nr)
{
	struct zone *z = r->zone;

	while (nr < z->first || nr >= z->first + z->size)
		z++;
	return z;
}

static void insert(struct ring *ring, struct ring *head)
{
	struct ring *second = head->next;

	second->prev = ring;
	ring->next = second;
	ring->prev = head;
	head->next = ring;
}

static void cut_out(struct ring *ring)
{
	ring->next->prev = ring->prev;
	ring->prev->next = ring->next;
}

/* flip a bit; what it was */
static bool flip(struct zone *z, u32 order, u32 index)
{
	u32 bit = index / 2 / (1u << order);
	bool was = z->map[order][bit / 8] & 1 << bit % 8;

	z->map[order][bit / 8] ^= 1 << bit % 8;
	return was;
}

static enum end give_back(struct refbuddy *r, u32 nr, u32 order)
{
	struct zone *z = zone_of(r, nr);
	u32 index = nr - z->first, size = 1u << order, buddy;

	if (index % size)
		return BUG;
	z->free += size;
	if (order >= ORDERS)
		return BUG;
	while (order < ORDERS - 1 && flip(z, order, index)) {
		buddy = index % (2 * size) ? index - size : index + size;
		if (buddy >= z->size || index >= z->size)
			return BUG;
		cut_out(&r->frame[z->first + buddy].ring);
		index -= index % (2 * size);
		size *= 2;
		order++;
	}
	insert(&r->frame[z->first + index].ring, &z->head[order]);
	if (r->pressure > 1)
		r->pressure--;
	return DONE;
}

static enum end drop(struct refbuddy *r, u32 nr, u32 order)
{
	struct frame *f = &r->frame[nr];

	if (f->flags & RESERVED || --f->count)
		return DONE;
	f->flags &= ~0x14u;
	return give_back(r, nr, order);
}

/* NULL in *got: there is no such block */
static enum end take(struct refbuddy *r, struct zone *z, u32 order, struct ring **got)
{
	u32 at = order;

	*got = NULL;
	while (at < ORDERS && z->head[at].next == &z->head[at])
		at++;
	if (at == ORDERS)
		return DONE;
	*got = z->head[at].next;
	if (!in_zone(r, z, *got))
		return BUG;
	cut_out(*got);
	flip(z, at, number(r, *got) - z->first);
	z->free -= 1u << order;
	for ( ; at > order; *got = &r->frame[number(r, *got) + (1u << at)].ring) {
		if (!in_zone(r, z, *got))
			return BUG;
		at--;
		insert(*got, &z->head[at]);
		flip(z, at, number(r, *got) - z->first);
	}
	if (!in_zone(r, z, *got))
		return BUG;
	((struct frame *)*got)->count = 1;
	return DONE;
}

/* where to look: zones from @from down, but empty ones */
static u32 best_zone(u32 gfp)
{
	return gfp & 8 ? 0 : gfp & 16 ? 2 : 1;
}

static s32 target(const struct refbuddy *r)
{
	return min(r->pressure / 64, r->nr / 4);
}

static s32 all_free(const struct refbuddy *r)
{
	return r->zone[0].free + r->zone[1].free + r->zone[2].free;
}

static s32 short_of_free(const struct refbuddy *r)
{
	s32 wanted = (s32)r->high + target(r) / 3;
	u32 missing = 0, i;

	if (all_free(r) < wanted)
		return (u32)wanted - all_free(r);
	for (i = 0; i < ZONES; i++)
		if (r->zone[i].size && r->zone[i].free <= r->zone[i].mark[0])
			missing += r->zone[i].mark[0] + 1 - r->zone[i].free;
	return missing;
}

static s32 short_of_inactive(const struct refbuddy *r)
{
	s32 missing = r->high + target(r) - all_free(r);

	return max(missing, 0);
}

/* may a page be taken from a zone in this pass? */
static bool allows(struct refbuddy *r, const struct zone *z, u32 pass)
{
	switch (pass) {
	case 0:
		if (z->free < z->mark[0])
			r->wakeups[MM011_WAKEUP_KRECLAIMD]++;
		return z->free >= z->mark[1];
	case 1:
		return z->free > z->mark[2];
	case 2:
		return z->free > z->mark[1];
	case 3:
		return z->free > z->mark[0];
	default:
		return r->memalloc || z->free >= z->mark[0] / 4;
	}
}

/* between passes somebody is woken; WAIT: there is no next pass */
static enum end after_pass(struct refbuddy *r, u32 pass, u32 order, u32 gfp)
{
	if (pass == 2)
		r->wakeups[MM011_WAKEUP_KSWAPD]++;
	if (pass != 3 || r->memalloc || !(gfp & 1))
		return DONE;
	r->wakeups[gfp & 4 ? MM011_WAKEUP_KSWAPD_WAIT : MM011_TRY_TO_FREE_PAGES]++;
	r->pressure++;
	return order ? DONE : WAIT;
}

static enum end allocate(struct refbuddy *r, u32 order, u32 gfp, struct ring **got)
{
	enum end end = DONE;
	u32 pass;
	int i;

	*got = NULL;
	if (order >= ORDERS)
		return DONE;
	r->pressure++;
	if (short_of_inactive(r) > target(r) / 2 && short_of_free(r))
		r->wakeups[MM011_WAKEUP_KSWAPD]++;
	for (pass = 0; pass < 5; pass++) {
		for (i = best_zone(gfp); i >= 0; i--) {
			if (!r->zone[i].size || !allows(r, &r->zone[i], pass))
				continue;
			end = take(r, &r->zone[i], order, got);
			if (end != DONE || *got)
				return end;
		}
		end = after_pass(r, pass, order, gfp);
		if (end != DONE)
			return end;
	}
	return DONE;
}

static enum end do_alloc(struct refbuddy *r, struct mm011_op *op)
{
	struct ring *got;
	enum end end = allocate(r, op->arg[0], op->arg[1], &got);

	op->ret = end == DONE && got ? number(r, got) : MM011_NO_FRAME;
	return end;
}

static enum end do_op(struct refbuddy *r, struct mm011_op *op)
{
	struct frame *f = &r->frame[op->arg[0]];

	switch (op->code) {
	case MM011_OP24_ALLOC_PAGES:
		return do_alloc(r, op);
	case MM011_OP24_FREE_PAGES:
		op->ret = op->arg[0] < r->nr;
		return op->ret ? drop(r, op->arg[0], op->arg[1]) : DONE;
	case MM011_OP24_GET_PAGE:
		op->ret = ++f->count;
		return DONE;
	case MM011_OP24_RESERVE:
		f->flags = op->arg[1] ? f->flags | RESERVED : f->flags & ~RESERVED;
		return DONE;
	case MM011_OP24_MEMALLOC:
		r->memalloc = op->arg[0];
		return DONE;
	default:
		return DONE;
	}
}

/**
 * refbuddy_op() - do an operation
 * @r: yardstick
 * @op: an operation that a machine does not refuse; ret and outcome are filled in
 */
void refbuddy_op(struct refbuddy *r, struct mm011_op *op)
{
	static const u32 outcome[] = {
		[DONE] = MM011_OK, [BUG] = MM011_BUG, [WAIT] = MM011_WAIT
	};

	op->ret = 0;
	op->outcome = outcome[do_op(r, op)];
}

/**
 * refbuddy_new() - make a yardstick
 * @most: page frames it can have
 *
 * Return: the yardstick, NULL without memory.
 */
struct refbuddy *refbuddy_new(u32 most)
{
	struct refbuddy *r = calloc(1, sizeof(*r) + most * sizeof(struct frame));

	if (r)
		r->most = most;
	return r;
}

/**
 * refbuddy_free() - throw it away
 * @r: yardstick
 */
void refbuddy_free(struct refbuddy *r)
{
	free(r);
}

static u32 bytes_of_map(u32 size, u32 order)
{
	u32 k;

	for (k = 0; k <= order; k++)
		size = (size + (2u << k) - 1) / (2u << k) * (2u << k);
	return (size / (1u << order) + 31) / 32 * 4;
}

static void init_zone(struct refbuddy *r, u32 nr, u32 size)
{
	struct zone *z = &r->zone[nr];
	u32 k, mark = size / (nr ? 128 : 32);

	memset(z, 0, sizeof(*z));
	if (!size)
		return;
	z->first = r->nr;
	z->size = size;
	mark = mark < 10 ? 10 : mark > 255 ? 255 : mark;
	for (k = 0; k < 3; k++)
		z->mark[k] = mark * (k + 1);
	for (k = 0; k < ORDERS; k++) {
		z->head[k].next = &z->head[k];
		z->head[k].prev = &z->head[k];
		z->map_bytes[k] = bytes_of_map(size, k);
	}
	for (k = r->nr; k < r->nr + size; k++) {
		r->frame[k].ring.next = &r->frame[k].ring;
		r->frame[k].ring.prev = &r->frame[k].ring;
		r->frame[k].flags = RESERVED;
		r->frame[k].count = 0;
	}
	r->nr += size;
	r->high += mark * 3;
}

/**
 * refbuddy_init() - page frames in zones, of which those from @reserved on are free
 * @r: yardstick
 * @size: page frames in each zone, together at most as many as it can have
 * @reserved: the first that is free
 */
void refbuddy_init(struct refbuddy *r, const u32 size[MM011_NR_ZONES], u32 reserved)
{
	u32 i;

	r->nr = 0;
	r->high = 0;
	r->memalloc = 0;
	for (i = 0; i < ZONES; i++)
		init_zone(r, i, size[i]);
	for (i = reserved; i < r->nr; i++) {
		r->frame[i].flags = zone_of(r, i) == &r->zone[2] ? HIGHMEM : 0;
		r->frame[i].count = 1;
		drop(r, i, 0);
	}
	r->pressure = 0;
	memset(r->wakeups, 0, sizeof(r->wakeups));
}

static u32 sum_word(u32 crc, u32 word)
{
	u8 bytes[4] = { word, word >> 8, word >> 16, word >> 24 };

	return crc32(crc, bytes, sizeof(bytes));
}

static u32 sum_list(const struct refbuddy *r, const struct zone *z, u32 order, u32 crc)
{
	const struct ring *at;
	u32 n = 0;

	for (at = z->head[order].next; at != &z->head[order]; at = at->next) {
		if (!is_frame(r, at)) {
			crc = sum_word(crc, 0xfffffffd);
			break;
		}
		if (++n > z->size + 1) {
			crc = sum_word(crc, 0xfffffffe);
			break;
		}
		crc = sum_word(crc, number(r, at));
	}
	crc = sum_word(crc, 0xffffffff);
	return crc32(crc, z->map[order], z->map_bytes[order]);
}

/**
 * refbuddy_sum() - checksum of the free lists
 * @r: yardstick
 *
 * Return: the CRC.
 */
u32 refbuddy_sum(const struct refbuddy *r)
{
	u32 zone, order, crc = 0;

	for (zone = 0; zone < ZONES; zone++) {
		if (!r->zone[zone].size)
			continue;
		crc = sum_word(crc, r->zone[zone].free);
		for (order = 0; order < ORDERS; order++)
			crc = sum_list(r, &r->zone[zone], order, crc);
	}
	return crc;
}

/**
 * refbuddy_count() - how often a page frame is used
 * @r: yardstick
 * @nr: page frame
 *
 * Return: its count.
 */
s32 refbuddy_count(const struct refbuddy *r, u32 nr)
{
	return r->frame[nr].count;
}

/**
 * refbuddy_flags() - the flags of a page frame
 * @r: yardstick
 * @nr: page frame
 *
 * Return: the flags.
 */
u32 refbuddy_flags(const struct refbuddy *r, u32 nr)
{
	return r->frame[nr].flags;
}

/**
 * refbuddy_pressure() - how short of pages it is
 * @r: yardstick
 * @p: filled in
 */
void refbuddy_pressure(const struct refbuddy *r, struct mm011_pressure *p)
{
	p->memory_pressure = r->pressure;
	p->free_pages = all_free(r);
	p->free_shortage = short_of_free(r);
	p->inactive_shortage = short_of_inactive(r);
	memcpy(p->wakeups, r->wakeups, sizeof(p->wakeups));
	p->reserved = 0;
}

/**
 * refbuddy_save() - keep all of it
 * @r: yardstick
 * @to: where to; NULL: nowhere
 *
 * Return: bytes that this takes.
 */
size_t refbuddy_save(const struct refbuddy *r, void *to)
{
	size_t size = sizeof(*r) + r->most * sizeof(struct frame);

	if (to)
		memcpy(to, r, size);
	return size;
}

/**
 * refbuddy_restore() - bring it back
 * @r: yardstick
 * @from: what refbuddy_save() has kept of this one
 */
void refbuddy_restore(struct refbuddy *r, const void *from)
{
	memcpy(r, from, refbuddy_save(r, NULL));
}
