// SPDX-License-Identifier: GPL-2.0
/*
 * The areas of Linux 2.4.0, once more, from the meaning of its source.
 */

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <linux/kernel.h>

#include "mm011_ioctl.h"
#include "ref/refareas.h"

#define USER		0xc0000000u	/* TASK_SIZE */
#define UP(x)		(((x) + 0xfff) & ~0xfffu)
#define WRITE		0x2u
#define SHARED		0x8u
#define LOCKED		0x2000u
#define DENYWRITE	0x800u
#define MAY		0x70u
#define HEAP		0x77u

void ref_new(struct ref_areas *r)
{
	ref_tree_free(r->root);
	memset(&r->n, 0, sizeof(*r) - offsetof(struct ref_areas, n));
	r->end_code = 0x08100000;
	r->start_data = 0x08100000;
	r->brk = 0x08200000;
	r->data = ~0u;
	r->stack = 8 << 20;
	r->memlock = ~0u;
	r->as = ~0u;
	r->free_pages = 0x7fffffff;
	r->physpages = 0x7fffffff;
	r->next_ino = 1000000;
}

/* ------------------------------------------------------------ the array */

/* the first area that ends above addr, r->n: none */
uint32_t ref_above(const struct ref_areas *r, uint32_t addr)
{
	uint32_t low = 0, high = r->n, middle;

	while (low < high) {
		middle = (low + high) / 2;
		if (r->area[middle].end > addr)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

/* the first that begins above it */
static uint32_t beginning_above(const struct ref_areas *r, uint32_t start)
{
	uint32_t i = ref_above(r, start);

	while (i < r->n && r->area[i].start <= start)
		i++;
	return i;
}

static void build(struct ref_areas *r)
{
	uint32_t i;

	for (i = 0; i < r->n; i++)
		r->root = ref_tree_insert(r->root, r->area[i].start);
}

/* the file of an area counts those that forbid to write to it */
static void forbid(struct ref_areas *r, const struct ref_area *a, int by)
{
	if (a->file && a->flags & DENYWRITE)
		r->file[a->file].writecount -= by;
}

void ref_insert(struct ref_areas *r, const struct ref_area *new)
{
	struct ref_area a = *new;
	uint32_t i = beginning_above(r, a.start);

	if (r->root)
		r->root = ref_tree_insert(r->root, a.start);
	memmove(&r->area[i + 1], &r->area[i], (r->n - i) * sizeof(a));
	r->area[i] = a;
	r->n++;
	r->map_count++;
	if (r->map_count >= 32 && !r->root)
		build(r);
	forbid(r, &a, 1);
}

static void remove_at(struct ref_areas *r, uint32_t i)
{
	if (r->root)
		r->root = ref_tree_remove(r->root, r->area[i].start);
	forbid(r, &r->area[i], -1);
	memmove(&r->area[i], &r->area[i + 1], (r->n - i - 1) * sizeof(r->area[i]));
	r->n--;
}

/* an area begins later, or earlier */
void ref_begin_at(struct ref_areas *r, struct ref_area *a, uint32_t start)
{
	ref_tree_rename(r->root, a->start, start);
	if (r->has_cache && r->cache == a->start)
		r->cache = start;
	a->pgoff += (start >> 12) - (a->start >> 12);
	a->start = start;
}

/* a vm_area_struct can be had */
int ref_alloc(struct ref_areas *r)
{
	return !r->failalloc || --r->failalloc;
}

int ref_enough(const struct ref_areas *r, uint32_t pages)
{
	return r->overcommit || (int32_t)r->free_pages > (int32_t)pages;
}

int ref_locks_too_much(const struct ref_areas *r, uint32_t more)
{
	return (r->locked << 12) + more > r->memlock;
}

int ref_too_large(const struct ref_areas *r, uint32_t more)
{
	return (r->total << 12) + more > r->as;
}

void ref_grown(struct ref_areas *r, uint32_t flags, uint32_t len)
{
	r->total += len >> 12;
	if (flags & LOCKED)
		r->locked += len >> 12;
}

static struct ref_file *file_of(struct ref_areas *r, uint32_t nr)
{
	struct ref_file *f = &r->file[nr];

	if (!f->known)
		*f = (struct ref_file){ .known = 1, .mode = 3, .count = 1, .writecount = 1 };
	return f;
}

int ref_set_file(struct ref_areas *r, uint32_t nr, uint32_t mode)
{
	if (r->file[nr].count > 1)
		return -EBUSY;
	r->file[nr] = (struct ref_file){
		.known = 1, .mode = mode, .count = 1, .writecount = !!(mode & 2)
	};
	return 0;
}

/* ------------------------------------------------------------- searching */

/* index of an area, -1: none */
int ref_find(struct ref_areas *r, uint32_t addr, int *hit)
{
	uint32_t i = ref_above(r, addr);

	r->finds++;
	*hit = r->has_cache && i < r->n && r->area[i].start == r->cache &&
	       r->area[i].start <= addr;
	r->hits += *hit;
	if (i == r->n)
		return -1;
	r->has_cache = 1;
	r->cache = r->area[i].start;
	return i;
}

/* the tree does not know what comes before nothing */
int ref_find_prev(const struct ref_areas *r, uint32_t addr, int *prev)
{
	uint32_t i = ref_above(r, addr);

	*prev = i == r->n && r->root ? -1 : (int)i - 1;
	return i == r->n ? -1 : (int)i;
}

uint32_t ref_intersection(struct ref_areas *r, uint32_t start, uint32_t end)
{
	int hit, i = ref_find(r, start, &hit);

	return i < 0 || end <= r->area[i].start ? 0 : r->area[i].start;
}

uint32_t ref_extend(struct ref_areas *r, uint32_t addr)
{
	struct ref_area *a;
	uint32_t grow;
	int hit, i;

	addr &= ~0xfffu;
	i = ref_find(r, addr, &hit);
	if (i < 0)
		return 0;
	a = &r->area[i];
	if (a->start <= addr)
		return a->start;
	grow = a->start - addr;
	if (!(a->flags & 0x100) || a->end - addr > r->stack || ref_too_large(r, grow))
		return 0;
	ref_begin_at(r, a, addr);
	ref_grown(r, a->flags, grow);
	return addr;
}

uint32_t ref_unmapped(struct ref_areas *r, uint32_t addr, uint32_t len)
{
	uint32_t i;
	int hit;

	if (len > USER)
		return 0;
	addr = UP(addr ? addr : USER / 3);
	i = ref_find(r, addr, &hit);
	for ( ; addr <= USER - len; addr = r->area[i++].end)
		if (i >= r->n || addr + len <= r->area[i].start)
			return addr;
	return 0;
}

/* ------------------------------------------------------------- unmapping */

/* what lies between two areas loses those of its page tables that nobody else needs */
static void clear_tables(struct ref_areas *r, uint32_t start, uint32_t end)
{
	uint32_t i = ref_above(r, start), first = start & 0xffc00000, last = end + 0x3fffff;

	if (i > 0 && r->area[i - 1].end > first)
		first = r->area[i - 1].end + 0x3fffff;
	if (i < r->n && r->area[i].start < last)
		last = r->area[i].start;
	if (last >> 22 > first >> 22) {
		r->cleared++;
		r->tables += (last >> 22) - (first >> 22);
	}
}

static void drop(struct ref_areas *r, const struct ref_area *a, uint32_t pages)
{
	r->total -= pages;
	if (a->flags & LOCKED)
		r->locked -= pages;
	r->zapped += pages;
	r->map_count--;
}

/* what is left of an area comes back, the upper part first */
static void give_back(struct ref_areas *r, const struct ref_area *a, uint32_t start, uint32_t end)
{
	struct ref_area part = *a;
	int parts = 0;

	if (end < a->end) {
		part.start = end;
		part.pgoff += (end - a->start) >> 12;
		ref_insert(r, &part);
		parts++;
	}
	if (a->start < start) {
		part = *a;
		part.end = start;
		ref_insert(r, &part);
		parts++;
	}
	if (a->file)
		r->file[a->file].count += parts - 1;
}

static int too_many(const struct ref_areas *r, const struct ref_area *a, uint32_t start,
		    uint32_t end)
{
	return a->start < start && a->end > end && r->map_count >= 65536;
}

uint32_t ref_munmap(struct ref_areas *r, uint32_t addr, uint32_t len)
{
	static struct ref_area gone[REF_AREAS];
	uint32_t n = 0, i, end = addr + UP(len), start, stop;

	if (addr & 0xfff || addr > USER || len > USER - addr || !UP(len))
		return -EINVAL;
	i = ref_above(r, addr);
	if (i == r->n || r->area[i].start >= end)
		return 0;
	if (too_many(r, &r->area[i], addr, end) || !ref_alloc(r))
		return -ENOMEM;
	while (i < r->n && r->area[i].start < end) {
		gone[n++] = r->area[i];
		remove_at(r, i);
	}
	r->has_cache = 0;
	while (n--) {
		start = max(gone[n].start, addr);
		stop = min(gone[n].end, end);
		drop(r, &gone[n], (stop - start) >> 12);
		give_back(r, &gone[n], start, stop);
	}
	clear_tables(r, addr, end);
	return 0;
}

void ref_exit(struct ref_areas *r)
{
	ref_tree_free(r->root);
	r->root = NULL;
	while (r->n) {
		drop(r, &r->area[0], (r->area[0].end - r->area[0].start) >> 12);
		if (r->area[0].file)
			r->file[r->area[0].file].count--;
		remove_at(r, 0);
	}
	r->total = 0;
	r->locked = 0;
	r->has_cache = 0;
	r->cleared++;
	r->tables += 768;
}

/* --------------------------------------------------------------- mapping */

static int refuses(const struct ref_file *f, uint32_t prot, uint32_t type)
{
	if (type == 1 && ((prot & WRITE && !(f->mode & 2)) || (f->mode & 6) == 6))
		return -EACCES;
	if (type == 1 && f->mode & 8)
		return -EAGAIN;
	if (type != 1 && type != 2)
		return -EINVAL;
	return f->mode & 1 ? 0 : -EACCES;
}

static uint32_t flags_for(const struct ref_areas *r, uint32_t mode, uint32_t prot, uint32_t flags,
			  uint32_t file)
{
	uint32_t f = (prot & 7) | (flags & 0x1900) | r->def_flags;

	if (file)
		f &= ~0x18000u;
	if (mode & 1)
		f |= MAY;
	if (flags & 1)
		f |= SHARED | 0x80;
	return flags & 1 && !(mode & 2) ? f & ~0x28u : f;
}

/* the file's own say; 0, or why not */
static int file_says(const struct ref_file *f, uint32_t flags)
{
	if (flags & DENYWRITE && f->writecount > 0)
		return -ETXTBSY;
	if ((flags & 0x28) == 0x28 && f->mode & 0x20)
		return -EINVAL;
	return f->mode & 0x40 ? -EACCES : 0;
}

/* when all but the last refusals are behind it */
static int place(struct ref_areas *r, struct ref_area *a, const uint32_t *arg)
{
	uint32_t pages = (a->end - a->start) >> 12;
	int err;

	if (ref_munmap(r, a->start, a->end - a->start))
		return -ENOMEM;
	if (ref_too_large(r, pages << 12))
		return -ENOMEM;
	if ((a->flags & 0xa) == WRITE && !(arg[3] & 0x4000) && !ref_enough(r, pages))
		return -ENOMEM;
	if (a->file) {
		err = file_says(&r->file[a->file], a->flags);
		/* zap_page_range() of what the method may have mapped */
		r->zapped += err && err != -ETXTBSY ? pages : 0;
		if (err)
			return err;
		r->file[a->file].count++;
	} else if (arg[3] & 1) {
		if (!ref_enough(r, pages))
			return -ENOMEM;
		a->shmem = r->next_ino++;
	}
	ref_insert(r, a);
	ref_grown(r, a->flags, pages << 12);
	return 0;
}

/* addr, len, prot, flags, file, pgoff */
uint32_t ref_mmap(struct ref_areas *r, const uint32_t *arg)
{
	uint32_t addr = arg[0], len = UP(arg[1]), flags = arg[3], file = arg[4];
	struct ref_file *f = file ? file_of(r, file) : NULL;
	struct ref_area a = { .file = file, .pgoff = arg[5] };
	int err;

	if (f && f->mode & 0x10)
		return -ENODEV;
	if (!len)
		return addr;
	if (len > USER || addr > USER - len || arg[5] + (len >> 12) < arg[5])
		return -EINVAL;
	if (r->map_count > 65536)
		return -ENOMEM;
	if (r->def_flags & LOCKED && ref_locks_too_much(r, len))
		return -EAGAIN;
	err = f ? refuses(f, arg[2], flags & 0xf) : 0;
	if (err)
		return err;
	if (flags & 0x10 && addr & 0xfff)
		return -EINVAL;
	if (!(flags & 0x10))
		addr = ref_unmapped(r, addr, len);
	if (!addr && !(flags & 0x10))
		return -ENOMEM;
	if (!ref_alloc(r))
		return -ENOMEM;
	a.start = addr;
	a.end = addr + len;
	a.flags = flags_for(r, f ? f->mode : 3, arg[2], flags, file);
	err = place(r, &a, arg);
	return err ? (uint32_t)err : addr;
}

uint32_t ref_do_brk(struct ref_areas *r, uint32_t addr, uint32_t len)
{
	struct ref_area a = { .start = addr, .flags = HEAP | r->def_flags };
	uint32_t err;
	int i = -1, hit;

	len = UP(len);
	a.end = addr + len;
	if (!len)
		return addr;
	if (r->def_flags & LOCKED && ref_locks_too_much(r, len))
		return -EAGAIN;
	err = ref_munmap(r, addr, len);
	if (err)
		return err;
	if (ref_too_large(r, len) || r->map_count > 65536 || !ref_enough(r, len >> 12))
		return -ENOMEM;
	if (addr)
		i = ref_find(r, addr - 1, &hit);
	if (i >= 0 && r->area[i].end == addr && !r->area[i].file && !r->area[i].shmem &&
	    r->area[i].flags == a.flags)
		r->area[i].end = addr + len;
	else if (ref_alloc(r))
		ref_insert(r, &a);
	else
		return -ENOMEM;
	ref_grown(r, a.flags, len);
	return addr;
}

uint32_t ref_brk(struct ref_areas *r, uint32_t brk)
{
	uint32_t new = UP(brk), old = UP(r->brk);
	int i, hit;

	if (brk < r->end_code)
		return r->brk;
	if (new == old) {
		r->brk = brk;
		return brk;
	}
	if (brk <= r->brk) {
		if (ref_munmap(r, new, old - new) == 0)
			r->brk = brk;
		return r->brk;
	}
	if (r->data != ~0u && brk - r->start_data > r->data)
		return r->brk;
	i = ref_find(r, old, &hit);
	if (i >= 0 && new + 0x1000 > r->area[i].start)
		return r->brk;
	if (ref_enough(r, (new - old) >> 12) && ref_do_brk(r, old, new - old) == old)
		r->brk = brk;
	return r->brk;
}
