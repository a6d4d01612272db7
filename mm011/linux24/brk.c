// SPDX-License-Identifier: GPL-2.0
/*
 * The heap: mm/mmap.c.
 */

#include "linux24/tables.h"

#define HEAP_FLAGS	(LINUX24_VM_ACCESS | LINUX24_VM_MAYACCESS)

/* the heap's area grows, if one ends just there */
static bool expand_heap(struct mm011_machine *m, struct linux24_mm *mm, u32 addr, u32 len,
			u32 flags)
{
	u32 vma = addr ? linux24_find_vma(m, mm, addr - 1) : 0;
	struct linux24_vma *area = linux24_vma(m, vma);

	if (!vma || area->end != addr || area->file || area->flags != flags)
		return false;
	area->end = addr + len;
	linux24_area_event(m, MM011_EV24_AREA_CHANGED, vma);
	return true;
}

/* len is in whole pages, and not 0 */
static int brk_pages(struct mm011_machine *m, struct linux24_mm *mm, u32 addr, u32 len)
{
	u32 flags = HEAP_FLAGS | mm->def_flags, vma;
	int err;

	if ((mm->def_flags & LINUX24_VM_LOCKED) && linux24_locked_too_much(m, mm, len))
		return -EAGAIN;
	err = linux24_munmap_within(m, mm, addr, len);
	if (err)
		return err;
	if (linux24_too_large(m, mm, len) || mm->map_count > LINUX24_MAX_MAP_COUNT ||
	    !linux24_vm_enough_memory(m, len >> MM011_PAGE_SHIFT))
		return -ENOMEM;
	if (!expand_heap(m, mm, addr, len, flags)) {
		vma = linux24_new_vma(m, mm, addr, len, flags);
		if (!vma)
			return -ENOMEM;
		linux24_insert_vm_struct(m, mm, vma);
	}
	return linux24_grown(m, mm, flags, addr, len);
}

/**
 * linux24_do_brk() - map memory that nobody had, at an address
 * @m: machine, its lock held
 * @mm: whose
 * @addr: where
 * @len: bytes
 * @ret: the address, or a negative errno
 *
 * The only function that makes an area larger instead of a new one. What was there is
 * unmapped.
 *
 * Linux 2.4.0: do_brk(), mm/mmap.c.
 *
 * Return: 0; -MM011_E_BUG, -ELOOP.
 */
int linux24_do_brk(struct mm011_machine *m, struct linux24_mm *mm, u32 addr, u32 len, u32 *ret)
{
	int err = 0;

	len = linux24_page_align(len);
	if (len)
		err = brk_pages(m, mm, addr, len);
	return linux24_returned(err, addr, ret);
}

/* a recorded function within another */
static int do_brk_within(struct mm011_machine *m, struct linux24_mm *mm, u32 addr, u32 len,
			 u32 *ret)
{
	int err = linux24_ask_begin(m, MM011_OP24_DO_BRK, addr, len);

	*ret = 0;
	if (!err)
		err = linux24_do_brk(m, mm, addr, len, ret);
	return linux24_ask_end(m, err, *ret);
}

/* the heap grows; *moved: it did */
static int grow(struct mm011_machine *m, struct linux24_mm *mm, u32 brk, bool *moved)
{
	u32 newbrk = linux24_page_align(brk), oldbrk = linux24_page_align(mm->brk), ret;
	u32 rlim = linux24(m)->areas.rlim[LINUX24_RLIMIT_DATA];
	int err;

	if (rlim < LINUX24_RLIM_INFINITY && brk - mm->start_data > rlim)
		return 0;
	if (linux24_find_vma_intersection(m, mm, oldbrk, newbrk + MM011_PAGE_SIZE))
		return 0;
	if (!linux24_vm_enough_memory(m, (newbrk - oldbrk) >> MM011_PAGE_SHIFT))
		return 0;
	err = do_brk_within(m, mm, oldbrk, newbrk - oldbrk, &ret);
	*moved = !err && ret == oldbrk;
	return err;
}

/* the heap shrinks; *moved: it did */
static int shrink(struct mm011_machine *m, struct linux24_mm *mm, u32 brk, bool *moved)
{
	u32 newbrk = linux24_page_align(brk);
	int err = linux24_munmap_within(m, mm, newbrk, linux24_page_align(mm->brk) - newbrk);

	*moved = !err;
	return linux24_is_errno(err) ? 0 : err;
}

/**
 * linux24_sys_brk() - the end of the heap moves
 * @m: machine, its lock held
 * @mm: whose
 * @brk: where to
 * @ret: where it is now
 *
 * Linux 2.4.0: sys_brk(), mm/mmap.c.
 *
 * Return: 0; -MM011_E_BUG, -ELOOP.
 */
int linux24_sys_brk(struct mm011_machine *m, struct linux24_mm *mm, u32 brk, u32 *ret)
{
	bool moved = false;
	int err = 0;

	if (brk >= mm->end_code) {
		if (linux24_page_align(brk) == linux24_page_align(mm->brk))
			moved = true;
		else
			err = brk <= mm->brk ? shrink(m, mm, brk, &moved) :
			      grow(m, mm, brk, &moved);
	}
	if (moved)
		mm->brk = brk;
	*ret = mm->brk;
	return err;
}
