/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Pages of files, and of the swap space, that are in memory: mm/filemap.c, mm/swap_state.c.
 */
#ifndef _MM011_LINUX24_FILEMAP_H
#define _MM011_LINUX24_FILEMAP_H

#include "linux24/areas.h"

#define LINUX24_NOPAGE_OOM	MM011_TOLD24_OOM	/* NOPAGE_OOM, beside a page frame */

/* filemap.c */
int linux24_nopage(struct mm011_machine *m, u32 vma, u32 addr, bool noshare, u32 *pfn);
int linux24_msync_interval(struct mm011_machine *m, struct linux24_mm *mm, u32 vma, u32 start,
			   u32 end);

#endif /* _MM011_LINUX24_FILEMAP_H */
