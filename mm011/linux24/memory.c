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
