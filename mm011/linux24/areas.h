/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Areas of 2.4: mm_struct, vm_area_struct, list and tree: mm/mmap.c, mm/mmap_avl.c.
 */
#ifndef _MM011_LINUX24_AREAS_H
#define _MM011_LINUX24_AREAS_H

#include "pc/machine.h"

/**
 * struct linux24_areas - areas
 * @pool: reference to the room for vm_area_structs
 */
struct linux24_areas {
	u32 pool;
};

u32 linux24_areas_room(const struct mm011_reset *r);
void linux24_areas_reset(struct mm011_machine *m, const struct mm011_reset *r, u32 room);
u32 linux24_areas_sum(const struct mm011_machine *m);

#endif /* _MM011_LINUX24_AREAS_H */
