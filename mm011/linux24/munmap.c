// SPDX-License-Identifier: GPL-2.0
/*
 * Areas go: mm/mmap.c.
 */

#include <linux/kernel.h>

#include "linux24/tables.h"
#include "pc/stop.h"

/* a hole: what is above it becomes an area of its own. Room for that was taken before. */
static int split(struct mm011_machine *m, u32 vma, u32 end, u32 *extra, u32 *above)
{
	const struct linux24_vma *area = linux24_vma(m, vma);
	struct linux24_vma *new = linux24_vma(m, *extra);

	*above = *extra;
	*extra = 0;
	if (!*above)	/* areas lie over each other: a second hole */
		return -MM011_E_BUG;
	*new = *area;
	new->start = end;
	new->pgoff += (end - area->start) >> MM011_PAGE_SHIFT;
	linux24_get_file(m, new->file);
	return 0;
}

/*
 * What is left of an area, from addr to end unmapped, becomes part of the address space
 * again.
 *
 * Linux 2.4.0: unmap_fixup(), mm/mmap.c.
 */
static int unmap_fixup(struct mm011_machine *m, struct linux24_mm *mm, u32 vma, u32 addr, u32 len,
		       u32 *extra)
{
	struct linux24_vma *area = linux24_vma(m, vma);
	u32 end = addr + len, above;
	int err;

	mm->total_vm -= len >> MM011_PAGE_SHIFT;
	if (area->flags & LINUX24_VM_LOCKED)
		mm->locked_vm -= len >> MM011_PAGE_SHIFT;
	if (addr == area->start && end == area->end) {
		err = linux24_fput(m, area->file);
		linux24_free_vma(m, vma);
		return err;
	}
	if (end == area->end) {
		area->end = addr;
	} else if (addr == area->start) {
		area->pgoff += (end - area->start) >> MM011_PAGE_SHIFT;
		area->start = end;
	} else {
		err = split(m, vma, end, extra, &above);
		if (err)
			return err;
		area->end = addr;
		linux24_insert_vm_struct(m, mm, above);
	}
	linux24_insert_vm_struct(m, mm, vma);
	return 0;
}

/* the range of addresses whose page tables nobody needs any more */
struct tables {
	u32 first;
	u32 last;
};

/* the areas around the range keep theirs */
static void narrow(const struct mm011_machine *m, u32 prev, u32 start, struct tables *t)
{
	u32 next = linux24_vma(m, prev)->next, n;

	for (n = 0; n < LINUX24_MAX_AREAS && next; n++) {
		if (linux24_vma(m, next)->start >= start)
			break;
		prev = next;
		next = linux24_vma(m, next)->next;
	}
	if (next)
		t->last = min(t->last, linux24_vma(m, next)->start);
	if (linux24_vma(m, prev)->end > t->first)
		t->first = linux24_vma(m, prev)->end + LINUX24_PGDIR_SIZE - 1;
}

/* prev is an area before those that went, though perhaps long before, or 0 */
static int free_pgtables(struct mm011_machine *m, struct linux24_mm *mm, u32 prev, u32 start,
			 u32 end)
{
	struct tables t = {
		.first = start & LINUX24_PGDIR_MASK, .last = end + LINUX24_PGDIR_SIZE - 1
	};
	const struct linux24_vma *lowest = linux24_vma(m, mm->mmap);
	u32 first, last;

	if (prev || (mm->mmap && lowest->end <= start))
		narrow(m, prev ? prev : mm->mmap, start, &t);
	else if (mm->mmap)
		t.last = min(t.last, lowest->start);
	first = t.first / LINUX24_PGDIR_SIZE;
	last = t.last / LINUX24_PGDIR_SIZE;
	return last > first ? linux24_clear_page_tables(m, mm, first, last - first) : 0;
}

/* areas below end leave list and tree; the last of them becomes the first of *free */
static int unlink_areas(struct mm011_machine *m, struct linux24_mm *mm, u32 *link, u32 end,
			u32 *free)
{
	struct linux24_vma *area;
	u32 vma, n;
	int err;

	for (n = 0; *link && linux24_vma(m, *link)->start < end; n++) {
		if (n == LINUX24_MAX_AREAS)
			return mm011_endless_loop(m);
		vma = *link;
		area = linux24_vma(m, vma);
		*link = area->next;
		area->next = *free;
		*free = vma;
		linux24_area_event(m, MM011_EV24_AREA_UNLINKED, vma);
		err = mm->mmap_avl ? linux24_avl_remove(m, vma, &mm->mmap_avl) : 0;
		if (err)
			return err;
		linux24_rest(m);
	}
	return 0;
}

/* what lies of an area between addr and end is unmapped */
static int unmap_area(struct mm011_machine *m, struct linux24_mm *mm, u32 vma, u32 addr, u32 end,
		      u32 *extra)
{
	const struct linux24_vma *area = linux24_vma(m, vma);
	u32 file = 0;
	int err;

	addr = max(addr, area->start);
	end = min(end, area->end);
	/* nobody may begin to write to the file while it is in no list */
	if ((area->flags & LINUX24_VM_DENYWRITE) && (addr != area->start || end != area->end))
		file = area->file;
	if (file)
		linux24_writecount(m, file, -1);
	linux24_remove_shared_vm_struct(m, vma);
	mm->map_count--;
	err = linux24_zap_page_range(m, mm, addr, end - addr);
	if (!err)
		err = unmap_fixup(m, mm, vma, addr, end - addr, extra);
	if (file && !err)
		linux24_writecount(m, file, 1);
	return err;
}

static int unmap_areas(struct mm011_machine *m, struct linux24_mm *mm, u32 free, u32 addr, u32 end,
		       u32 *extra)
{
	u32 vma, n;
	int err = 0;

	for (n = 0; !err && free; n++) {
		if (n == LINUX24_MAX_AREAS)
			return mm011_endless_loop(m);
		vma = free;
		free = linux24_vma(m, vma)->next;
		err = unmap_area(m, mm, vma, addr, end, extra);
		linux24_rest(m);
	}
	return err;
}

/* a hole in an area makes two of it */
static bool makes_too_many(const struct linux24_mm *mm, const struct linux24_vma *area, u32 addr,
			   u32 end)
{
	return area->start < addr && area->end > end && mm->map_count >= LINUX24_MAX_MAP_COUNT;
}

/**
 * linux24_do_munmap() - unmap a range of addresses
 * @m: machine, its lock held
 * @mm: whose
 * @addr: its first address
 * @len: bytes
 *
 * An area is taken in any case, for a hole: so there must be memory to free some.
 *
 * Linux 2.4.0: do_munmap(), mm/mmap.c.
 *
 * Return: 0, even where there was nothing; -EINVAL; -ENOMEM; -MM011_E_BUG; -ELOOP.
 */
int linux24_do_munmap(struct mm011_machine *m, struct linux24_mm *mm, u32 addr, u32 len)
{
	u32 vma, prev, extra, free = 0, end;
	int err;

	if (addr % MM011_PAGE_SIZE || addr > LINUX24_TASK_SIZE || len > LINUX24_TASK_SIZE - addr)
		return -EINVAL;
	len = linux24_page_align(len);
	if (!len)
		return -EINVAL;
	end = addr + len;
	vma = linux24_find_vma_prev(m, mm, addr, &prev);
	if (!vma || linux24_vma(m, vma)->start >= end)
		return 0;
	if (makes_too_many(mm, linux24_vma(m, vma), addr, end))
		return -ENOMEM;
	extra = linux24_alloc_vma(m);
	if (!extra)
		return -ENOMEM;
	err = unlink_areas(m, mm, prev ? &linux24_vma(m, prev)->next : &mm->mmap, end, &free);
	mm->mmap_cache = 0;
	linux24_forget_room(m, mm, prev);
	if (!err)
		err = unmap_areas(m, mm, free, addr, end, &extra);
	if (extra)
		linux24_free_vma(m, extra);
	return err ? err : free_pgtables(m, mm, prev, addr, end);
}

/**
 * linux24_munmap_within() - another function of mm/ unmaps a range of addresses
 * @m: machine, its lock held
 * @mm: whose
 * @addr: its first address
 * @len: bytes
 *
 * Return: as linux24_do_munmap().
 */
int linux24_munmap_within(struct mm011_machine *m, struct linux24_mm *mm, u32 addr, u32 len)
{
	int err = linux24_ask_begin(m, MM011_OP24_DO_MUNMAP, addr, len);

	if (!err)
		err = linux24_do_munmap(m, mm, addr, len);
	return linux24_ask_end(m, err, err);
}

/**
 * linux24_exit_mmap() - a process ends, or runs another program: all areas go
 * @m: machine, its lock held
 * @mm: whose
 *
 * Linux 2.4.0: exit_mmap(), mm/mmap.c.
 *
 * Return: 0; -MM011_E_BUG; -ELOOP.
 */
int linux24_exit_mmap(struct mm011_machine *m, struct linux24_mm *mm)
{
	const struct linux24_vma *area;
	u32 vma = mm->mmap, next, n;
	int err;

	mm->mmap = 0;
	mm->mmap_avl = 0;
	mm->mmap_cache = 0;
	linux24_forget_room(m, mm, 0);
	mm->rss = 0;
	mm->total_vm = 0;
	mm->locked_vm = 0;
	for (n = 0; vma; n++) {
		if (n == LINUX24_MAX_AREAS)
			return mm011_endless_loop(m);
		area = linux24_vma(m, vma);
		next = area->next;
		mm->map_count--;
		linux24_area_event(m, MM011_EV24_AREA_UNLINKED, vma);
		linux24_remove_shared_vm_struct(m, vma);
		err = linux24_zap_page_range(m, mm, area->start, area->end - area->start);
		if (!err)
			err = linux24_fput(m, area->file);
		if (err)
			return err;
		linux24_free_vma(m, vma);
		vma = next;
		linux24_rest(m);
	}
	if (mm->map_count)
		linux24(m)->areas.printk++;	/* exit_mmap: map count is %d */
	return linux24_clear_page_tables(m, mm, 0, LINUX24_USER_PTRS_PER_PGD);
}
