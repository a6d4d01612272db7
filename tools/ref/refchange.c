// SPDX-License-Identifier: GPL-2.0
/*
 * The areas of Linux 2.4.0, once more: those that change, and what they all look like.
 */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>
#include <linux/kernel.h>

#include "ref/refareas.h"

#define USER	0xc0000000u
#define UP(x)	(((x) + 0xfff) & ~0xfffu)
#define LOCKED	0x2000u

/* the part from start to end of an area, with other flags */
static struct ref_area part_of(const struct ref_area *a, uint32_t start, uint32_t end,
			       uint32_t flags)
{
	struct ref_area part = *a;

	part.pgoff += (start - a->start) >> 12;
	part.start = start;
	part.end = end;
	part.flags = flags;
	return part;
}

/* the original keeps the area's structure for the middle, or for the part that stays */
static int change(struct ref_areas *r, uint32_t i, uint32_t start, uint32_t end, uint32_t flags)
{
	struct ref_area *a = &r->area[i], was = *a, left, right;
	int parts = (start > was.start) + (end < was.end);

	if ((parts > 0 && !ref_alloc(r)) || (parts > 1 && !ref_alloc(r)))
		return -ENOMEM;
	if (was.file)
		r->file[was.file].count += parts;
	left = part_of(&was, was.start, start, was.flags);
	right = part_of(&was, end, was.end, was.flags);
	if (parts == 2) {
		ref_begin_at(r, a, start);
		a->end = end;
		a->flags = flags;
		ref_insert(r, &left);
		ref_insert(r, &right);
	} else if (start > was.start) {
		a->end = start;
		right = part_of(&was, start, end, flags);
		ref_insert(r, &right);
	} else if (end < was.end) {
		left = part_of(&was, start, end, flags);
		ref_begin_at(r, a, end);
		ref_insert(r, &left);
	} else {
		a->flags = flags;
	}
	return 0;
}

static int protect(struct ref_areas *r, uint32_t i, uint32_t start, uint32_t end, uint32_t prot)
{
	uint32_t flags = (r->area[i].flags & ~7u) | prot;

	if (flags & ~(flags >> 4) & 0xf)
		return -EACCES;
	return flags == r->area[i].flags ? 0 : change(r, i, start, end, flags);
}

static int lock(struct ref_areas *r, uint32_t i, uint32_t start, uint32_t end, uint32_t on)
{
	uint32_t flags = (r->area[i].flags & ~LOCKED) | (on ? LOCKED : 0);

	if (flags == r->area[i].flags)
		return 0;
	if (change(r, i, start, end, flags))
		return -EAGAIN;
	r->locked += on ? (end - start) >> 12 : -((end - start) >> 12);
	return 0;
}

/* areas one behind the other, from start to end */
static uint32_t each(struct ref_areas *r, uint32_t start, uint32_t end, uint32_t what, int hole,
		     int (*to)(struct ref_areas *, uint32_t, uint32_t, uint32_t, uint32_t))
{
	uint32_t stop;
	int hit, i = ref_find(r, start, &hit), err = 0;

	while (!err && start < end) {
		if (i < 0 || i >= (int)r->n || r->area[i].start > start)
			return hole;
		stop = min(r->area[i].end, end);
		err = to(r, i, start, stop, what);
		start = stop;
		i = ref_above(r, start);
	}
	return err;
}

uint32_t ref_mprotect(struct ref_areas *r, uint32_t start, uint32_t len, uint32_t prot)
{
	uint32_t end = start + UP(len);

	if (start & 0xfff || end < start || prot & ~7u)
		return -EINVAL;
	return end == start ? 0 : each(r, start, end, prot, -EFAULT, protect);
}

static int may_lock(const struct ref_areas *r, uint32_t pages)
{
	return pages <= r->memlock >> 12 && pages <= r->physpages / 2;
}

uint32_t ref_mlock(struct ref_areas *r, uint32_t start, uint32_t len, int on)
{
	uint32_t end;

	len = UP(len + (start & 0xfff));
	start &= ~0xfffu;
	end = start + len;
	if (on && !may_lock(r, (len >> 12) + r->locked))
		return -ENOMEM;
	if (end < start)
		return -EINVAL;
	return end == start ? 0 : each(r, start, end, on, -ENOMEM, lock);
}

/* on: mlockall(), or munlockall() */
uint32_t ref_mlockall(struct ref_areas *r, uint32_t flags, int on)
{
	uint32_t i;

	if (on && (!flags || flags & ~3u))
		return -EINVAL;
	if (on && !may_lock(r, r->total))
		return -ENOMEM;
	r->def_flags = flags & 2 ? LOCKED : 0;
	for (i = 0; i < r->n; i++)
		lock(r, i, r->area[i].start, r->area[i].end, flags & 1);
	return 0;
}

/* the area at addr, when it may grow by so much; or a negative errno */
static int may_grow(struct ref_areas *r, uint32_t addr, uint32_t old, uint32_t more)
{
	const struct ref_area *a;
	int hit, i = ref_find(r, addr, &hit);

	if (i < 0 || r->area[i].start > addr || old > r->area[i].end - addr)
		return -EFAULT;
	a = &r->area[i];
	if (a->flags & 0x40000 && old + more > old)
		return -EFAULT;
	if (a->flags & LOCKED && ref_locks_too_much(r, more))
		return -EAGAIN;
	if (ref_too_large(r, more) || ((a->flags & 0xa) == 2 && !ref_enough(r, more >> 12)))
		return -ENOMEM;
	return i;
}

static uint32_t move(struct ref_areas *r, const struct ref_area *from, uint32_t addr, uint32_t old,
		     uint32_t new, uint32_t to)
{
	struct ref_area moved = *from;

	if (!ref_alloc(r))
		return -ENOMEM;
	moved.pgoff += (addr - from->start) >> 12;
	moved.start = to;
	moved.end = to + new;
	if (moved.file)
		r->file[moved.file].count++;
	ref_insert(r, &moved);
	ref_munmap(r, addr, old);
	ref_grown(r, moved.flags, new);
	return to;
}

/* addr, old length, new length, flags, new address */
uint32_t ref_mremap(struct ref_areas *r, const uint32_t *arg)
{
	uint32_t addr = arg[0], old = UP(arg[1]), new = UP(arg[2]), to = arg[4], room;
	int may_move = arg[3] & 1, fixed = arg[3] & 2, i;
	struct ref_area *a;

	if (arg[3] & ~3u || addr & 0xfff)
		return -EINVAL;
	if (fixed) {
		if (to & 0xfff || !may_move || new > USER || to > USER - new)
			return -EINVAL;
		if ((to <= addr && to + new > addr) || (addr <= to && addr + old > to))
			return -EINVAL;
		ref_munmap(r, to, new);
	}
	if (old >= new) {
		ref_munmap(r, addr + new, old - new);
		if (!fixed || to == addr)
			return addr;
	}
	i = may_grow(r, addr, old, new - old);
	if (i < 0)
		return i;
	a = &r->area[i];
	room = (i + 1 < (int)r->n ? r->area[i + 1].start : USER) - addr;
	if (old == a->end - addr && !(fixed && to != addr) && !(old == new && may_move) &&
	    room >= new) {
		a->end = addr + new;
		ref_grown(r, a->flags, new - old);
		return addr;
	}
	if (!fixed)
		to = may_move ? ref_unmapped(r, 0, new) : 0;
	return fixed || to ? move(r, a, addr, old, new, to) : (uint32_t)-ENOMEM;
}

static uint32_t sum_tree(uint32_t crc, const struct ref_node *n)
{
	char line[32];

	if (!n)
		return crc;
	crc = crc32(crc, (void *)line, sprintf(line, "%08x:%d\n", n->start, n->height));
	return sum_tree(sum_tree(crc, n->left), n->right);
}

/* the checksum of both texts */
uint32_t ref_sum(const struct ref_areas *r)
{
	const struct ref_area *a;
	uint32_t crc = 0;
	char line[80];

	for (a = r->area; a < r->area + r->n; a++)
		crc = crc32(crc, (void *)line,
			    sprintf(line, "%08x-%08x %c%c%c%c %08x %08x %u\n", a->start, a->end,
				    a->flags & 1 ? 'r' : '-', a->flags & 2 ? 'w' : '-',
				    a->flags & 4 ? 'x' : '-', a->flags & 0x80 ? 's' : 'p', a->pgoff,
				    a->flags, a->shmem ? a->shmem : a->file));
	return sum_tree(crc, r->root);
}
