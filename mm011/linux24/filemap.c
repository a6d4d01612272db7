// SPDX-License-Identifier: GPL-2.0
/*
 * Pages of files: mm/filemap.c. Only a recorded run has any yet.
 */

#include "linux24/filemap.h"
#include "linux24/tables.h"

/**
 * linux24_nopage() - a page of a file that an area maps
 * @m: machine, its lock held
 * @vma: reference to the area, which has a file
 * @addr: linear address in it, of a page
 * @noshare: the page must be nobody else's
 * @pfn: out: the page frame, one reference to it taken; MM011_NO_FRAME: there is none so far
 *	behind; LINUX24_NOPAGE_OOM
 *
 * Linux 2.4.0: filemap_nopage(), mm/filemap.c; shmem_nopage(), mm/shmem.c.
 *
 * Return: 0; -ECANCELED.
 */
int linux24_nopage(struct mm011_machine *m, u32 vma, u32 addr, bool noshare, u32 *pfn)
{
	int err = 0;

	*pfn = MM011_NO_FRAME;
	if (linux24_is_told(m))
		err = linux24_ask(m, MM011_ASK24_NOPAGE, linux24_vma(m, vma)->start, addr, noshare,
				  pfn);
	if (*pfn != LINUX24_NOPAGE_OOM && !linux24_valid_page(m, *pfn))
		*pfn = MM011_NO_FRAME;
	return err;
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
