// SPDX-License-Identifier: GPL-2.0
/*
 * Page tables below areas: mm/memory.c. A bare machine has none: what it is asked is
 * counted.
 */

#include "linux24/linux24.h"

/**
 * linux24_zap_page_range() - unmap the pages of a range
 * @m: machine, its lock held
 * @mm: whose
 * @addr: its first address
 * @size: bytes
 *
 * Linux 2.4.0: zap_page_range(), mm/memory.c.
 *
 * Return: 0; -MM011_E_BUG: the range is empty.
 */
int linux24_zap_page_range(struct mm011_machine *m, struct linux24_mm *mm, u32 addr, u32 size)
{
	if (addr >= addr + size)
		return -MM011_E_BUG;
	linux24(m)->areas.zapped += size >> MM011_PAGE_SHIFT;
	return 0;
}

/**
 * linux24_clear_page_tables() - free page tables
 * @m: machine, its lock held
 * @mm: whose
 * @first: number of the first directory entry
 * @nr: how many
 *
 * Linux 2.4.0: clear_page_tables(), mm/memory.c.
 */
void linux24_clear_page_tables(struct mm011_machine *m, struct linux24_mm *mm, u32 first, u32 nr)
{
	linux24(m)->areas.cleared++;
	linux24(m)->areas.cleared_tables += nr;
}

/**
 * linux24_make_pages_present() - fault in the pages of a range
 * @m: machine, its lock held
 * @mm: whose
 * @addr: its first address
 * @end: the address behind it
 *
 * Linux 2.4.0: make_pages_present(), mm/memory.c.
 */
void linux24_make_pages_present(struct mm011_machine *m, struct linux24_mm *mm, u32 addr, u32 end)
{
}

/**
 * linux24_change_protection() - entries of a range get other rights
 * @m: machine, its lock held
 * @mm: whose
 * @start: its first address
 * @end: the address behind it
 * @page_prot: bits of an entry
 *
 * Linux 2.4.0: change_protection(), mm/mprotect.c.
 *
 * Return: 0; -MM011_E_BUG: the range is empty.
 */
int linux24_change_protection(struct mm011_machine *m, struct linux24_mm *mm, u32 start, u32 end,
			      u32 page_prot)
{
	return start >= end ? -MM011_E_BUG : 0;
}

/**
 * linux24_move_page_tables() - pages move to other addresses
 * @m: machine, its lock held
 * @mm: whose
 * @new_addr: where to
 * @old_addr: where from
 * @len: bytes
 *
 * Linux 2.4.0: move_page_tables(), mm/mremap.c.
 *
 * Return: 0; -1: there is no memory for page tables.
 */
int linux24_move_page_tables(struct mm011_machine *m, struct linux24_mm *mm, u32 new_addr,
			     u32 old_addr, u32 len)
{
	return 0;
}

/**
 * linux24_copy_page_range() - a copied area gets the pages of the other
 * @m: machine, its lock held
 * @to: whose it is
 * @from: whose the other is
 * @vma: the copied area
 *
 * Linux 2.4.0: copy_page_range(), mm/memory.c.
 *
 * Return: 0; -ENOMEM.
 */
int linux24_copy_page_range(struct mm011_machine *m, struct linux24_mm *to,
			    struct linux24_mm *from, u32 vma)
{
	return 0;
}

/**
 * linux24_msync_interval() - pages of an area go to its file
 * @m: machine, its lock held
 * @mm: whose
 * @vma: the area
 * @start: first address
 * @end: the address behind the last
 *
 * Linux 2.4.0: msync_interval(), mm/filemap.c.
 *
 * Return: 0; -MM011_E_BUG: the range is empty.
 */
int linux24_msync_interval(struct mm011_machine *m, struct linux24_mm *mm, u32 vma, u32 start,
			   u32 end)
{
	const struct linux24_vma *area = linux24_vma(m, vma);

	return area->file && (area->flags & LINUX24_VM_SHARED) && start >= end ?
	       -MM011_E_BUG : 0;
}
