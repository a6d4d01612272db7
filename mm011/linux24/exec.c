// SPDX-License-Identifier: GPL-2.0
/*
 * A process runs another program: fs/exec.c.
 */

#include "linux24/tables.h"

/**
 * linux24_put_dirty_page() - a page of arguments becomes the top of a stack
 * @m: machine, its lock held
 * @mm: whose, with a page directory
 * @pfn: the page frame, which there is
 * @addr: linear address
 *
 * Linux 2.4.0: put_dirty_page(), fs/exec.c.
 *
 * Return: 0, also when something is mapped there or there is no page for a table, and the
 * page is freed; -EIO; what ends the caller, too.
 */
int linux24_put_dirty_page(struct mm011_machine *m, struct linux24_mm *mm, u32 pfn, u32 addr)
{
	u32 pte;
	int err;

	if (linux24_page(m, pfn)->count != 1)
		mm011_emit(m, MM011_EV_MESSAGE, MM011_MSG_MEM_MAP_DISAGREES,
			   pfn << MM011_PAGE_SHIFT, addr);
	err = linux24_pte_alloc(m, mm, addr, &pte);
	if (err == -ENOMEM || (!err && mm011_read32(m, pte)))
		return linux24_put_page(m, pfn);
	if (!err)
		mm011_set_entry(m, pte, linux24_mk_pte(pfn, LINUX24_PAGE_COPY |
						       MM011_PTE_WRITE | MM011_PTE_DIRTY));
	return err;
}
