/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Page frames, zones and the buddy allocator of 2.4: mm/page_alloc.c.
 */
#ifndef _MM011_LINUX24_PAGES_H
#define _MM011_LINUX24_PAGES_H

#include "pc/machine.h"

/**
 * struct linux24_pages - page frames
 * @mem_map: reference to the first struct page
 * @nr: how many there are
 */
struct linux24_pages {
	u32 mem_map;
	u32 nr;
};

u32 linux24_pages_room(const struct mm011_reset *r);
void linux24_pages_reset(struct mm011_machine *m, const struct mm011_reset *r, u32 room);
u32 linux24_pages_sum(const struct mm011_machine *m);

#endif /* _MM011_LINUX24_PAGES_H */
