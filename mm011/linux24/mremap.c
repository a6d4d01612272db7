// SPDX-License-Identifier: GPL-2.0
/*
 * An area moves, or changes its size: mm/mremap.c. What do_munmap() returns is not looked
 * at, and an area may become empty: so areas can come to lie over each other here.
 */

#include "linux24/tables.h"

#define MAYMOVE	0x1u
#define FIXED	0x2u

/* the original goes on after an error */
static int unmap(struct mm011_machine *m, struct linux24_mm *mm, u32 addr, u32 len)
{
	int err = linux24_munmap_within(m, mm, addr, len);

	return linux24_is_errno(err) ? 0 : err;
}

/*
 * What is mapped at one address is mapped at another instead.
 *
 * Linux 2.4.0: move_one_page(), mm/mremap.c.
 */
static int move_one_page(struct mm011_machine *m, struct linux24_mm *mm, u32 from, u32 to)
{
	u32 src, dst, pte;
	int err = linux24_pte_offset(m, mm, from, &src);

	if (err || !src || !mm011_read32(m, src))
		return err;
	err = linux24_pte_alloc(m, mm, to, &dst);
	if (err)
		return err;
	pte = mm011_read32(m, src);
	if (pte) {	/* it may have gone while a page for the table was looked for */
		mm011_set_entry(m, src, 0);
		mm011_set_entry(m, dst, pte);
	}
	return 0;
}

/* there is no page for a table: all that has moved moves back. @offset is where it ended. */
static int move_back(struct mm011_machine *m, struct linux24_mm *mm,
		     const struct linux24_mremap *r, u32 offset)
{
	int err = 0;

	while (!err && offset < r->old_len) {
		err = move_one_page(m, mm, r->new_addr + offset, r->addr + offset);
		if (linux24_is_errno(err))
			err = 0;
		offset += MM011_PAGE_SIZE;
		linux24_rest(m);
	}
	if (!err)
		err = linux24_zap_page_range(m, mm, r->new_addr, r->old_len);
	return err ? err : -ENOMEM;
}

/* Linux 2.4.0: move_page_tables(), mm/mremap.c, from the last page on. */
static int move_page_tables(struct mm011_machine *m, struct linux24_mm *mm,
			    const struct linux24_mremap *r)
{
	u32 offset = r->old_len;
	int err = 0;

	while (mm->pgd && offset && !err) {
		offset -= MM011_PAGE_SIZE;
		err = move_one_page(m, mm, r->addr + offset, r->new_addr + offset);
		linux24_rest(m);
	}
	return err == -ENOMEM ? move_back(m, mm, r, offset + MM011_PAGE_SIZE) : err;
}

/* Linux 2.4.0: move_vma(), mm/mremap.c. */
static int move_vma(struct mm011_machine *m, struct linux24_mm *mm, u32 vma,
		    const struct linux24_mremap *r)
{
	const struct linux24_vma *area = linux24_vma(m, vma);
	u32 new = linux24_alloc_vma(m);
	struct linux24_vma *moved = linux24_vma(m, new);
	int err;

	if (!new)
		return -ENOMEM;
	err = move_page_tables(m, mm, r);
	if (err) {
		linux24_free_vma(m, new);
		return err;
	}
	*moved = *area;
	moved->start = r->new_addr;
	moved->end = r->new_addr + r->new_len;
	moved->pgoff += (r->addr - area->start) >> MM011_PAGE_SHIFT;
	linux24_get_file(m, moved->file);
	linux24_insert_vm_struct(m, mm, new);
	err = unmap(m, mm, r->addr, r->old_len);
	return err ? err : linux24_grown(m, mm, moved->flags, moved->start, r->new_len);
}

/* is this something that can be asked? */
static int check_mremap(const struct linux24_mremap *r)
{
	if (r->flags & ~(FIXED | MAYMOVE) || r->addr % MM011_PAGE_SIZE)
		return -EINVAL;
	if (!(r->flags & FIXED))
		return 0;
	if (r->new_addr % MM011_PAGE_SIZE || !(r->flags & MAYMOVE))
		return -EINVAL;
	if (r->new_len > LINUX24_TASK_SIZE || r->new_addr > LINUX24_TASK_SIZE - r->new_len)
		return -EINVAL;
	if (r->new_addr <= r->addr && r->new_addr + r->new_len > r->addr)
		return -EINVAL;
	if (r->addr <= r->new_addr && r->addr + r->old_len > r->new_addr)
		return -EINVAL;
	return 0;
}

/* may this area grow? */
static int check_growth(const struct mm011_machine *m, const struct linux24_mm *mm,
			const struct linux24_vma *area, const struct linux24_mremap *r)
{
	const u32 private = LINUX24_VM_SHARED | LINUX24_VM_WRITE;
	u32 more = r->new_len - r->old_len;

	if (r->old_len > area->end - r->addr)
		return -EFAULT;
	if ((area->flags & LINUX24_VM_DONTEXPAND) && r->new_len > r->old_len)
		return -EFAULT;
	if ((area->flags & LINUX24_VM_LOCKED) && linux24_locked_too_much(m, mm, more))
		return -EAGAIN;
	if (linux24_too_large(m, mm, more))
		return -ENOMEM;
	/* MAP_NORESERVE is no flag of mremap() */
	if ((area->flags & private) == LINUX24_VM_WRITE &&
	    !linux24_vm_enough_memory(m, more >> MM011_PAGE_SHIFT))
		return -ENOMEM;
	return 0;
}

/* is there room behind the area, and need it not move? */
static bool can_expand(const struct mm011_machine *m, const struct linux24_vma *area,
		       const struct linux24_mremap *r)
{
	u32 max_addr = area->next ? linux24_vma(m, area->next)->start : LINUX24_TASK_SIZE;

	return r->old_len == area->end - r->addr &&
	       !((r->flags & FIXED) && r->addr != r->new_addr) &&
	       !(r->old_len == r->new_len && (r->flags & MAYMOVE)) &&
	       max_addr - r->addr >= r->new_len;
}

static int expand_area(struct mm011_machine *m, struct linux24_mm *mm, u32 vma,
		       const struct linux24_mremap *r)
{
	struct linux24_vma *area = linux24_vma(m, vma);

	area->end = r->addr + r->new_len;
	linux24_area_event(m, MM011_EV24_AREA_CHANGED, vma);
	return linux24_grown(m, mm, area->flags, r->addr + r->old_len, r->new_len - r->old_len);
}

/* it grows, or moves; r->new_addr becomes where it is */
static int grow_or_move(struct mm011_machine *m, struct linux24_mm *mm, struct linux24_mremap *r)
{
	u32 vma = linux24_find_vma(m, mm, r->addr);
	int err;

	if (!vma || linux24_vma(m, vma)->start > r->addr)
		return -EFAULT;
	err = check_growth(m, mm, linux24_vma(m, vma), r);
	if (err)
		return err;
	if (can_expand(m, linux24_vma(m, vma), r)) {
		r->new_addr = r->addr;
		return expand_area(m, mm, vma, r);
	}
	if (!(r->flags & MAYMOVE))
		return -ENOMEM;
	if (!(r->flags & FIXED))
		r->new_addr = linux24_get_unmapped_area(m, mm, 0, r->new_len);
	return r->flags & FIXED || r->new_addr ? move_vma(m, mm, vma, r) : -ENOMEM;
}

/* lengths are in whole pages */
static int do_mremap(struct mm011_machine *m, struct linux24_mm *mm, struct linux24_mremap *r)
{
	int err = check_mremap(r);

	if (!err && (r->flags & FIXED))
		err = unmap(m, mm, r->new_addr, r->new_len);
	if (err)
		return err;
	if (r->old_len >= r->new_len) {
		err = unmap(m, mm, r->addr + r->new_len, r->old_len - r->new_len);
		if (err)
			return err;
		if (!(r->flags & FIXED) || r->new_addr == r->addr) {
			r->new_addr = r->addr;
			return 0;
		}
	}
	return grow_or_move(m, mm, r);
}

/**
 * linux24_sys_mremap() - an area changes its size, and may move
 * @m: machine, its lock held
 * @mm: whose
 * @r: what is asked
 * @ret: its address, or a negative errno
 *
 * Linux 2.4.0: sys_mremap(), do_mremap(), mm/mremap.c.
 *
 * Return: 0; -MM011_E_BUG; -ELOOP.
 */
int linux24_sys_mremap(struct mm011_machine *m, struct linux24_mm *mm,
		       const struct linux24_mremap *r, u32 *ret)
{
	struct linux24_mremap asked = *r;
	int err;

	asked.old_len = linux24_page_align(r->old_len);
	asked.new_len = linux24_page_align(r->new_len);
	err = do_mremap(m, mm, &asked);
	return linux24_returned(err, asked.new_addr, ret);
}
