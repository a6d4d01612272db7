// SPDX-License-Identifier: GPL-2.0
/*
 * Which area is at an address, and where is there room for one: mm/mmap.c.
 */

#include <linux/kernel.h>

#include "linux24/tables.h"

/* the first of a list that ends above addr, and the one before it */
static u32 search_list(const struct mm011_machine *m, u32 list, u32 addr, u32 *prev)
{
	u32 n;

	*prev = 0;
	for (n = 0; n < LINUX24_MAX_AREAS && list; n++) {
		if (linux24_vma(m, list)->end > addr)
			return list;
		*prev = list;
		list = linux24_vma(m, list)->next;
	}
	return 0;
}

/* the first of a tree that ends above addr, and the last above it that does not */
static inline u32 search_tree(const struct mm011_machine *m, u32 tree, u32 addr, u32 *before)
{
	u32 found = 0, last_turn_right = 0, n;
	const struct linux24_vma *at;

	*before = 0;
	for (n = 0; n < LINUX24_MAX_AREAS && tree; n++) {
		at = linux24_vma(m, tree);
		if (at->end > addr) {
			found = tree;
			*before = last_turn_right;
			if (at->start <= addr)
				break;
			tree = at->child[LINUX24_LEFT];
		} else {
			last_turn_right = tree;
			tree = at->child[LINUX24_RIGHT];
		}
	}
	return found;
}

static u32 search(const struct mm011_machine *m, const struct linux24_mm *mm, u32 addr)
{
	u32 prev;

	return mm->mmap_avl ? search_tree(m, mm->mmap_avl, addr, &prev) :
	       search_list(m, mm->mmap, addr, &prev);
}

/**
 * linux24_find_vma() - the first area that ends above an address
 * @m: machine, its lock held
 * @mm: whose; its mmap_cache becomes what is found
 * @addr: the address, which may lie below the area
 *
 * Linux 2.4.0: find_vma(), mm/mmap.c.
 *
 * Return: reference to the area, 0: there is none.
 */
u32 linux24_find_vma(struct mm011_machine *m, struct linux24_mm *mm, u32 addr)
{
	struct linux24_areas *k = &linux24(m)->areas;
	const struct linux24_vma *cached = linux24_vma(m, mm->mmap_cache);
	u32 vma;

	k->find_vma++;
	if (mm->mmap_cache && cached->end > addr && cached->start <= addr) {
		k->hits++;
		if (linux24_is_told(m))
			linux24_log_find_vma(m, addr, cached->start, true);
		return mm->mmap_cache;
	}
	vma = search(m, mm, addr);
	if (vma)
		mm->mmap_cache = vma;
	if (linux24_is_told(m))
		linux24_log_find_vma(m, addr, vma ? linux24_vma(m, vma)->start : 0, false);
	return vma;
}

/* the last area of a tree */
static u32 last_of(const struct mm011_machine *m, u32 tree)
{
	u32 n;

	for (n = 0; n < LINUX24_MAX_AREAS && linux24_vma(m, tree)->child[LINUX24_RIGHT]; n++)
		tree = linux24_vma(m, tree)->child[LINUX24_RIGHT];
	return tree;
}

/* search_tree(), and the area that stands before what it finds */
static u32 search_tree_prev(const struct mm011_machine *m, u32 tree, u32 addr, u32 *prev)
{
	u32 found = search_tree(m, tree, addr, prev);

	if (found && linux24_vma(m, found)->child[LINUX24_LEFT])
		*prev = last_of(m, linux24_vma(m, found)->child[LINUX24_LEFT]);
	return found;
}

/**
 * linux24_find_vma_prev() - find_vma(), and the area before what it finds
 * @m: machine, its lock held
 * @mm: whose; its mmap_cache is neither asked nor set
 * @addr: the address
 * @prev: reference to the area before it, 0: none
 *
 * Where no area ends above the address the list says which is the last, the tree does not.
 *
 * Linux 2.4.0: find_vma_prev(), mm/mmap.c.
 *
 * Return: reference to the area, 0: there is none.
 */
u32 linux24_find_vma_prev(struct mm011_machine *m, struct linux24_mm *mm, u32 addr, u32 *prev)
{
	u32 vma;

	if (!mm->mmap_avl)
		return search_list(m, mm->mmap, addr, prev);
	vma = search_tree_prev(m, mm->mmap_avl, addr, prev);
	if (vma && (*prev ? linux24_vma(m, *prev)->next : mm->mmap) != vma)
		linux24(m)->areas.printk++;	/* tree inconsistent with list */
	return vma;
}

/**
 * linux24_find_vma_intersection() - an area with addresses of a range
 * @m: machine, its lock held
 * @mm: whose
 * @start: first address of the range
 * @end: the address behind it
 *
 * Linux 2.4.0: find_vma_intersection(), include/linux/mm.h.
 *
 * Return: reference to the first such area, 0: there is none.
 */
u32 linux24_find_vma_intersection(struct mm011_machine *m, struct linux24_mm *mm, u32 start,
				  u32 end)
{
	u32 vma = linux24_find_vma(m, mm, start);

	return vma && end <= linux24_vma(m, vma)->start ? 0 : vma;
}

/**
 * linux24_expand_stack() - an area grows downwards
 * @m: machine, its lock held
 * @vma: the area
 * @addr: an address below it, above the area before it
 *
 * Linux 2.4.0: expand_stack(), include/linux/mm.h.
 *
 * Return: 0; -ENOMEM: a limit forbids it.
 */
int linux24_expand_stack(struct mm011_machine *m, u32 vma, u32 addr)
{
	const struct linux24_areas *k = &linux24(m)->areas;
	struct linux24_vma *area = linux24_vma(m, vma);
	struct linux24_mm *mm = linux24_at(m, area->mm);
	u32 grow;

	addr &= ~(MM011_PAGE_SIZE - 1);
	grow = (area->start - addr) >> MM011_PAGE_SHIFT;
	if (area->end - addr > k->rlim[LINUX24_RLIMIT_STACK] ||
	    (mm->total_vm + grow) << MM011_PAGE_SHIFT > k->rlim[LINUX24_RLIMIT_AS])
		return -ENOMEM;
	area->start = addr;
	area->pgoff -= grow;
	mm->total_vm += grow;
	if (area->flags & LINUX24_VM_LOCKED)
		mm->locked_vm += grow;
	linux24_area_event(m, MM011_EV24_AREA_CHANGED, vma);
	return 0;
}

/**
 * linux24_find_extend_vma() - the area at an address, which grows downwards to be there
 * @m: machine, its lock held
 * @mm: whose
 * @addr: the address
 * @found: out: reference to the area, 0: there is none
 *
 * Linux 2.4.0: find_extend_vma(), mm/mmap.c.
 *
 * Return: 0; what linux24_make_pages_present() returns.
 */
int linux24_find_extend_vma(struct mm011_machine *m, struct linux24_mm *mm, u32 addr, u32 *found)
{
	u32 vma, start;

	addr &= ~(MM011_PAGE_SIZE - 1);
	vma = linux24_find_vma(m, mm, addr);
	*found = vma;
	if (!vma || linux24_vma(m, vma)->start <= addr)
		return 0;
	*found = 0;
	if (!(linux24_vma(m, vma)->flags & LINUX24_VM_GROWSDOWN))
		return 0;
	start = linux24_vma(m, vma)->start;
	if (linux24_expand_stack(m, vma, addr))
		return 0;
	*found = vma;
	if (linux24_vma(m, vma)->flags & LINUX24_VM_LOCKED)
		return linux24_make_pages_present(m, mm, addr, start);
	return 0;
}

/* the first room from addr on, where vma is the first area that ends above it; 0: none */
static u32 walk_to_room(struct mm011_machine *m, u32 vma, u32 *addr, u32 len)
{
	const struct linux24_vma *area;
	u32 n;

	for (n = 0; n < LINUX24_MAX_AREAS; n++) {
		area = linux24_vma(m, vma);
		if (LINUX24_TASK_SIZE - len < *addr)
			return 0;
		if (!vma || *addr + len <= area->start)
			return *addr;
		*addr = area->end;
		vma = area->next;
		linux24_rest(m);
	}
	return 0;
}

/**
 * linux24_get_unmapped_area() - find room for an area
 * @m: machine, its lock held
 * @mm: whose
 * @addr: from where on; 0: from a third of all addresses on
 * @len: bytes
 *
 * The original walks along the list, each time from the same address on. Areas that come
 * leave less room below what was found, so the walk goes on from there, where as much is
 * looked for, until one goes (linux24_forget_room()).
 *
 * Linux 2.4.0: get_unmapped_area(), mm/mmap.c.
 *
 * Return: its address, 0: there is no room.
 */
u32 linux24_get_unmapped_area(struct mm011_machine *m, struct linux24_mm *mm, u32 addr, u32 len)
{
	bool usual = !addr && len;
	u32 vma, found;

	if (len > LINUX24_TASK_SIZE)
		return 0;
	addr = linux24_page_align(addr ? addr : LINUX24_TASK_UNMAPPED_BASE);
	vma = linux24_find_vma(m, mm, addr);
	if (MM011_SHORT_CUTS && usual && mm->room_from > addr && len >= mm->room_len) {
		addr = mm->room_from;
		vma = search(m, mm, addr);
	}
	found = walk_to_room(m, vma, &addr, len);
	if (usual) {
		mm->room_len = len;
		mm->room_from = addr;
	}
	return found;
}

/**
 * linux24_forget_room() - areas go: there may be more room than was known
 * @m: machine, its lock held
 * @mm: whose
 * @prev: the area before them, 0: none
 */
void linux24_forget_room(const struct mm011_machine *m, struct linux24_mm *mm, u32 prev)
{
	mm->room_from = prev ? min(mm->room_from, linux24_vma(m, prev)->end) : 0;
}
