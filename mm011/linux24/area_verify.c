// SPDX-License-Identifier: GPL-2.0
/*
 * What must hold of the areas of 2.4, in each address space:
 *
 * A1  the list is sorted, and areas are whole pages of user space that do not lie over each
 *     other
 * A2  from 32 areas on there is a tree; it has the areas of the list, in their order
 * A3  each height in it is that of what is below, and both sides differ by one at most
 * A4  map_count is how many areas there are
 * A5  total_vm and locked_vm are the pages that they have, and those that are locked
 * A6  mmap_cache is one of them
 * A7  the areas of a file are in its lists, each in the right one, and f_count and
 *     i_writecount follow from them
 * A8  no room for an area, and none for a file, is lost
 *
 * The original breaks them, too (Documentation/faults24.rst): mremap() makes areas that are
 * empty, or lie over others, and BUG() leaves areas that nobody has (A8). What a recorded
 * run says of an mm (MM011_OP24_SET_MM) may break A5 for a while.
 */

#include <linux/build_bug.h>
#include <linux/kernel.h>

#include "linux24/area_show.h"
#include "linux24/area_verify.h"
#include "view/verify.h"

/* what is known of the room for an area, or for a file */
#define LISTED		0x1u	/* it is in the list of an mm */
#define SHARED		0x2u	/* it is in a list of its file */
#define FREED		0x4u	/* it is free */

struct area_check {
	const struct mm011_machine *m;
	const struct linux24_areas *k;
	struct mm011_findings found;
	u32 listed;			/* in all lists */
	u8 vma[LINUX24_MAX_AREAS];
	u8 file[LINUX24_MAX_AREAS];	/* of those of shared anonymous areas */
};

static_assert(sizeof(struct area_check) <= LINUX24_AREAS_VERIFY_SIZE, "more room to work with");

#define object(c, ...)	mm011_contradiction(&(c)->found, __VA_ARGS__)

static u32 slot_of(const struct linux24_pool *pool, u32 ref)
{
	return (ref - pool->first) / pool->size;
}

/* does a reference lead to something in a pool that has ever been taken? */
static bool leads_to(const struct linux24_pool *pool, u32 ref)
{
	return ref >= pool->first && (ref - pool->first) % pool->size == 0 &&
	       slot_of(pool, ref) < pool->begun;
}

static u32 start_at(const struct area_check *c, u32 vma)
{
	return linux24_vma(c->m, vma)->start;
}

static void check_bounds_of(struct area_check *c, const struct linux24_vma *area, u32 below)
{
	if (area->start >= area->end || area->end > LINUX24_TASK_SIZE ||
	    (area->start | area->end) % MM011_PAGE_SIZE)
		object(c, "A1: area 0x%08x-0x%08x", area->start, area->end);
	if (area->start < below)
		object(c, "A1: area 0x%08x lies below 0x%08x, where the one before it ends",
		       area->start, below);
}

/* what the areas of an mm come to */
struct sums {
	u32 areas;
	u32 total;
	u32 locked;
	bool cached;		/* mmap_cache is one of them */
};

static void check_area_list(struct area_check *c, const struct linux24_mm *mm, struct sums *sums)
{
	const struct linux24_vma *area;
	u32 vma, below = 0, pages;

	for (vma = mm->mmap; vma; vma = area->next) {
		if (!leads_to(&c->k->vmas, vma) ||
		    c->vma[slot_of(&c->k->vmas, vma)] & LISTED) {
			object(c, "A1: the list of areas does not end");
			return;
		}
		area = linux24_vma(c->m, vma);
		c->vma[slot_of(&c->k->vmas, vma)] |= LISTED;
		check_bounds_of(c, area, below);
		below = area->end;
		pages = (area->end - area->start) >> MM011_PAGE_SHIFT;
		sums->areas++;
		sums->total += pages;
		sums->locked += area->flags & LINUX24_VM_LOCKED ? pages : 0;
		sums->cached |= vma == mm->mmap_cache;
	}
	c->listed += sums->areas;
}

static u32 height_at(const struct area_check *c, u32 tree)
{
	return tree ? linux24_vma(c->m, tree)->height : 0;
}

static void check_height(struct area_check *c, const struct linux24_vma *area)
{
	u32 left = height_at(c, area->child[LINUX24_LEFT]);
	u32 right = height_at(c, area->child[LINUX24_RIGHT]);

	if (area->height != max(left, right) + 1 || left > right + 1 || right > left + 1)
		object(c, "A3: area 0x%08x has height %u, its sides have %u and %u", area->start,
		       area->height, left, right);
}

/* the areas of a tree that are still to come, in the order of the list */
struct in_order {
	u32 tree[ARRAY_SIZE(((struct linux24_walk *)0)->tree)];
	u32 depth;
};

/* down to the left; false: it is too deep, or leads nowhere */
static bool descend(const struct area_check *c, struct in_order *w, u32 tree)
{
	for ( ; tree; tree = linux24_vma(c->m, tree)->child[LINUX24_LEFT]) {
		if (w->depth == ARRAY_SIZE(w->tree) || !leads_to(&c->k->vmas, tree))
			return false;
		w->tree[w->depth++] = tree;
	}
	return true;
}

static void check_tree(struct area_check *c, const struct linux24_mm *mm, u32 areas)
{
	struct in_order w = { .depth = 0 };
	u32 vma = mm->mmap, at, n;

	if (areas >= LINUX24_AVL_MIN_MAP_COUNT && !mm->mmap_avl)
		object(c, "A2: there are %u areas and no tree", areas);
	if (!mm->mmap_avl)
		return;
	if (!descend(c, &w, mm->mmap_avl))
		object(c, "A2: the tree is too deep");
	for (n = 0; w.depth && n <= areas; n++, vma = linux24_vma(c->m, vma)->next) {
		at = w.tree[--w.depth];
		if (at != vma) {
			object(c, "A2: the tree has area 0x%08x, the list another",
			       start_at(c, at));
			return;
		}
		check_height(c, linux24_vma(c->m, at));
		if (!descend(c, &w, linux24_vma(c->m, at)->child[LINUX24_RIGHT]))
			object(c, "A2: the tree is too deep");
	}
	if (n != areas)
		object(c, "A2: the tree has %u areas, the list %u", n, areas);
}

static void check_mm_sums(struct area_check *c, const struct linux24_mm *mm, const struct sums *s)
{
	if (mm->map_count != s->areas)
		object(c, "A4: map_count is %u, there are %u areas", mm->map_count, s->areas);
	if (mm->total_vm != s->total)
		object(c, "A5: total_vm is %u, the areas have %u pages", mm->total_vm, s->total);
	if (mm->locked_vm != s->locked)
		object(c, "A5: locked_vm is %u, %u pages are locked", mm->locked_vm, s->locked);
	if (mm->mmap_cache && !s->cached)
		object(c, "A6: mmap_cache is none of the areas");
}

static void check_mms(struct area_check *c)
{
	const struct linux24_mm *mm;
	struct sums sums;
	u32 told = c->found.told;

	for (mm = c->k->mms; mm < c->k->mms + LINUX24_MAX_MM; mm++) {
		if (!mm->used)
			continue;
		sums = (struct sums){ .areas = 0 };
		check_area_list(c, mm, &sums);
		if (c->found.told == told)
			check_tree(c, mm, sums.areas);
		check_mm_sums(c, mm, &sums);
	}
}

/* an area in a list of a file; false: do not go on from here */
static bool check_share(struct area_check *c, u32 file, u32 vma, u32 link, bool shared)
{
	const struct linux24_vma *area = linux24_vma(c->m, vma);
	u32 slot = leads_to(&c->k->vmas, vma) ? slot_of(&c->k->vmas, vma) : LINUX24_MAX_AREAS;

	if (slot == LINUX24_MAX_AREAS || c->vma[slot] & SHARED) {
		object(c, "A7: a list of file %u does not end", linux24_file(c->m, file)->ino);
		return false;
	}
	c->vma[slot] |= SHARED;
	if (area->file != file || area->pprev_share != link || !(c->vma[slot] & LISTED) ||
	    !(area->flags & LINUX24_VM_SHARED) == shared)
		object(c, "A7: area 0x%08x is in a list of file %u", area->start,
		       linux24_file(c->m, file)->ino);
	return true;
}

/* one of the two lists; how many areas are in it, and how many of them forbid to write */
static u32 check_share_list(struct area_check *c, u32 file, const u32 *head, bool shared, s32 *deny)
{
	u32 vma, n = 0;

	for (vma = *head; vma; vma = *head) {
		if (!check_share(c, file, vma, linux24_ref(c->m, head), shared))
			break;
		*deny += !!(linux24_vma(c->m, vma)->flags & LINUX24_VM_DENYWRITE);
		head = &linux24_vma(c->m, vma)->next_share;
		n++;
	}
	return n;
}

/* held: by whoever opened it, besides the areas */
static void check_file_at(struct area_check *c, u32 ref, s32 held)
{
	const struct linux24_file *file = linux24_file(c->m, ref);
	s32 deny = 0, count;

	count = held + check_share_list(c, ref, &file->mmap, false, &deny);
	count += check_share_list(c, ref, &file->mmap_shared, true, &deny);
	if (file->count != count)
		object(c, "A7: file %u: f_count is %d, not %d", file->ino, file->count, count);
	if (file->writecount != (held && file->mode & MM011_FILE24_WRITE) - deny)
		object(c, "A7: file %u: i_writecount is %d, and %d areas forbid to write",
		       file->ino, file->writecount, deny);
}

/* what is free in a pool */
static void check_free(struct area_check *c, const struct linux24_pool *pool, u8 *known,
		       const char *what)
{
	u32 ref, n = 0;

	for (ref = pool->free; ref; n++) {
		if (!leads_to(pool, ref) || known[slot_of(pool, ref)]) {
			object(c, "A8: the list of free %s does not end", what);
			return;
		}
		known[slot_of(pool, ref)] = FREED;
		ref = pool == &c->k->vmas ? linux24_vma(c->m, ref)->next :
		      linux24_file(c->m, ref)->next;
	}
	if (pool->used + n != pool->begun)
		object(c, "A8: of %u %s %u are taken, and %u free", pool->begun, what, pool->used,
		       n);
}

static void check_files(struct area_check *c)
{
	u32 nr, ref;

	for (nr = 1; nr < LINUX24_NR_FILES; nr++)
		if (c->k->file[nr].count)
			check_file_at(c, linux24_ref(c->m, &c->k->file[nr]), 1);
	check_free(c, &c->k->files, c->file, "files");
	for (nr = 0; nr < c->k->files.begun; nr++) {
		ref = c->k->files.first + nr * c->k->files.size;
		if (c->file[nr] != FREED)
			check_file_at(c, ref, 0);
	}
}

/* each area that was ever taken is in a list and, if it has one, in one of its file, or free */
static void check_slots(struct area_check *c)
{
	u32 nr, ref, known;

	check_free(c, &c->k->vmas, c->vma, "areas");
	for (nr = 0; nr < c->k->vmas.begun; nr++) {
		ref = c->k->vmas.first + nr * c->k->vmas.size;
		known = c->vma[nr];
		if (!known)
			object(c, "A8: an area is lost, 0x%08x-0x%08x", start_at(c, ref),
			       linux24_vma(c->m, ref)->end);
		else if (known == LISTED && linux24_vma(c->m, ref)->file)
			object(c, "A7: area 0x%08x is in no list of its file", start_at(c, ref));
	}
}

/**
 * linux24_areas_verify() - tell where the areas contradict themselves
 * @m: machine, its lock held
 * @scratch: LINUX24_AREAS_VERIFY_SIZE bytes to work with
 * @t: where words go
 *
 * Return: how many contradictions there are.
 */
u32 linux24_areas_verify(const struct mm011_machine *m, void *scratch, struct mm011_text *t)
{
	struct area_check *c = scratch;

	memset(c, 0, sizeof(*c));
	c->m = m;
	c->found.t = t;
	c->k = &linux24(m)->areas;
	check_mms(c);
	check_files(c);
	check_slots(c);
	mm011_tell_more(&c->found);
	mm011_text(t, "%u areas, contradictions: %u\n", c->listed, c->found.told);
	return c->found.told;
}
