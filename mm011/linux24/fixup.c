// SPDX-License-Identifier: GPL-2.0
/*
 * Part of an area becomes different from the rest: mm/mprotect.c and mm/mlock.c each have
 * these four functions.
 */

#include "linux24/linux24.h"

static void become(struct linux24_vma *area, const struct linux24_change *change)
{
	area->flags = change->flags;
	area->page_prot = change->page_prot;
}

/* a copy of an area, of nobody's yet; 0: no memory */
static u32 copy_of(struct mm011_machine *m, u32 vma)
{
	u32 copy = linux24_alloc_vma(m);

	if (copy)
		*linux24_vma(m, copy) = *linux24_vma(m, vma);
	return copy;
}

/* an area begins at another address, in the middle of it */
static void begin_at(struct linux24_vma *area, u32 start)
{
	area->pgoff += (start - area->start) >> MM011_PAGE_SHIFT;
	area->start = start;
}

/* Linux 2.4.0: mprotect_fixup_start(), mm/mprotect.c; mlock_fixup_start(), mm/mlock.c. */
static int fixup_start(struct mm011_machine *m, struct linux24_mm *mm, u32 vma, u32 end,
		       const struct linux24_change *change)
{
	u32 new = copy_of(m, vma);

	if (!new)
		return -ENOMEM;
	linux24_vma(m, new)->end = end;
	become(linux24_vma(m, new), change);
	linux24_get_file(m, linux24_vma(m, new)->file);
	begin_at(linux24_vma(m, vma), end);
	linux24_area_event(m, MM011_EV24_AREA_CHANGED, vma);
	linux24_insert_vm_struct(m, mm, new);
	return 0;
}

/* Linux 2.4.0: mprotect_fixup_end(), mm/mprotect.c; mlock_fixup_end(), mm/mlock.c. */
static int fixup_end(struct mm011_machine *m, struct linux24_mm *mm, u32 vma, u32 start,
		     const struct linux24_change *change)
{
	u32 new = copy_of(m, vma);

	if (!new)
		return -ENOMEM;
	begin_at(linux24_vma(m, new), start);
	become(linux24_vma(m, new), change);
	linux24_get_file(m, linux24_vma(m, new)->file);
	linux24_vma(m, vma)->end = start;
	linux24_area_event(m, MM011_EV24_AREA_CHANGED, vma);
	linux24_insert_vm_struct(m, mm, new);
	return 0;
}

/* Linux 2.4.0: mprotect_fixup_middle(), mm/mprotect.c; mlock_fixup_middle(), mm/mlock.c. */
static int fixup_middle(struct mm011_machine *m, struct linux24_mm *mm, u32 vma, u32 start, u32 end,
			const struct linux24_change *change)
{
	struct linux24_vma *area = linux24_vma(m, vma);
	u32 left = copy_of(m, vma), right = left ? copy_of(m, vma) : 0;

	if (!right) {
		if (left)
			linux24_free_vma(m, left);
		return -ENOMEM;
	}
	linux24_vma(m, left)->end = start;
	begin_at(linux24_vma(m, right), end);
	linux24_get_file(m, area->file);
	linux24_get_file(m, area->file);
	begin_at(area, start);
	area->end = end;
	become(area, change);
	linux24_area_event(m, MM011_EV24_AREA_CHANGED, vma);
	linux24_insert_vm_struct(m, mm, left);
	linux24_insert_vm_struct(m, mm, right);
	return 0;
}

/**
 * linux24_fixup() - some of an area becomes different
 * @m: machine, its lock held
 * @mm: whose
 * @vma: the area; of three parts it becomes the middle one, of two the unchanged one
 * @start: first address of what changes
 * @end: the address behind it
 * @change: what becomes of it
 *
 * Linux 2.4.0: mprotect_fixup(), mm/mprotect.c; mlock_fixup(), mm/mlock.c.
 *
 * Return: 0; -ENOMEM, and nothing has changed.
 */
int linux24_fixup(struct mm011_machine *m, struct linux24_mm *mm, u32 vma, u32 start, u32 end,
		  const struct linux24_change *change)
{
	struct linux24_vma *area = linux24_vma(m, vma);

	if (start != area->start)
		return end == area->end ? fixup_end(m, mm, vma, start, change) :
		       fixup_middle(m, mm, vma, start, end, change);
	if (end != area->end)
		return fixup_start(m, mm, vma, end, change);
	become(area, change);
	linux24_area_event(m, MM011_EV24_AREA_CHANGED, vma);
	return 0;
}

/**
 * linux24_each_area() - something is done to all areas of a range, one after the other
 * @m: machine, its lock held
 * @mm: whose
 * @range: the range, and what is done
 *
 * The areas must follow each other without a hole. What is done before a hole remains.
 *
 * Linux 2.4.0: the loops of sys_mprotect(), mm/mprotect.c, and do_mlock(), mm/mlock.c.
 *
 * Return: 0; @range->hole where there is a hole; what @range->change() returns.
 */
int linux24_each_area(struct mm011_machine *m, struct linux24_mm *mm,
		      const struct linux24_range *range)
{
	u32 vma = linux24_find_vma(m, mm, range->start), start = range->start, next, end, n;
	int err;

	if (!vma || linux24_vma(m, vma)->start > start)
		return range->hole;
	for (n = 0; n < LINUX24_MAX_AREAS; n++) {
		end = linux24_vma(m, vma)->end;
		if (end >= range->end)
			return range->change(m, mm, vma, start, range->end, range->arg);
		next = linux24_vma(m, vma)->next;
		err = range->change(m, mm, vma, start, end, range->arg);
		if (err)
			return err;
		start = end;
		vma = next;
		linux24_rest(m);
		if (!vma || linux24_vma(m, vma)->start != start)
			return range->hole;
	}
	return range->hole;
}
