// SPDX-License-Identifier: GPL-2.0
/*
 * Pages of files that are mapped go back to the files: mm/filemap.c.
 */

#include "linux24/filemap.h"
#include "linux24/linux24.h"

#define MS_ASYNC	1u
#define MS_INVALIDATE	2u
#define MS_SYNC		4u

/* the areas from vma on; *hole: there are addresses that none of them has */
static int sync_areas(struct mm011_machine *m, struct linux24_mm *mm, u32 start, u32 end,
		      bool *hole)
{
	u32 vma = linux24_find_vma(m, mm, start), n;
	const struct linux24_vma *area;
	int err;

	for (n = 0; vma && n < LINUX24_MAX_AREAS; n++) {
		area = linux24_vma(m, vma);
		if (start < area->start) {
			*hole = true;
			start = area->start;
		}
		if (end <= area->end)
			return start < end ? linux24_msync_interval(m, mm, vma, start, end) : 0;
		err = linux24_msync_interval(m, mm, vma, start, area->end);
		if (err)
			return err;
		start = area->end;
		vma = area->next;
		linux24_rest(m);
	}
	return -EFAULT;
}

/**
 * linux24_sys_msync() - what was written to a range goes to the files that it maps
 * @m: machine, its lock held
 * @mm: whose
 * @start: its first address
 * @len: bytes
 * @flags: MS_ASYNC, MS_INVALIDATE, MS_SYNC
 *
 * Linux 2.4.0: sys_msync(), mm/filemap.c.
 *
 * Return: 0; -EINVAL; -EFAULT: there is a hole, all else is done.
 */
int linux24_sys_msync(struct mm011_machine *m, struct linux24_mm *mm, u32 start, u32 len,
		      u32 flags)
{
	u32 end = start + linux24_page_align(len);
	bool hole = false;
	int err;

	if (start % MM011_PAGE_SIZE || end < start ||
	    flags & ~(MS_ASYNC | MS_INVALIDATE | MS_SYNC))
		return -EINVAL;
	if (end == start)
		return 0;
	err = sync_areas(m, mm, start, end, &hole);
	return err || !hole ? err : -EFAULT;
}
