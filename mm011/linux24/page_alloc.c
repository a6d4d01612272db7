// SPDX-License-Identifier: GPL-2.0
/*
 * The buddy allocator: mm/page_alloc.c.
 */

#include "linux24/linux24.h"

/**
 * linux24_pages_room() - how much of the store page frames take
 * @r: parameters of a machine
 *
 * Return: bytes.
 */
u32 linux24_pages_room(const struct mm011_reset *r)
{
	return 0;
}

/**
 * linux24_pages_reset() - there are page frames
 * @m: machine, its lock held, its store zeroed
 * @r: its parameters
 * @room: reference to what linux24_pages_room() has asked for
 */
void linux24_pages_reset(struct mm011_machine *m, const struct mm011_reset *r, u32 room)
{
	linux24(m)->pages.mem_map = room;
}

/**
 * linux24_pages_sum() - checksum of the free lists
 * @m: machine, its lock held
 *
 * Return: the CRC.
 */
u32 linux24_pages_sum(const struct mm011_machine *m)
{
	return 0;
}
