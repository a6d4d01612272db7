// SPDX-License-Identifier: GPL-2.0
/*
 * Areas: mm/mmap.c.
 */

#include "linux24/linux24.h"

/**
 * linux24_areas_room() - how much of the store areas take
 * @r: parameters of a machine
 *
 * Return: bytes.
 */
u32 linux24_areas_room(const struct mm011_reset *r)
{
	return 0;
}

/**
 * linux24_areas_reset() - there are no areas
 * @m: machine, its lock held, its store zeroed
 * @r: its parameters
 * @room: reference to what linux24_areas_room() has asked for
 */
void linux24_areas_reset(struct mm011_machine *m, const struct mm011_reset *r, u32 room)
{
	linux24(m)->areas.pool = room;
}

/**
 * linux24_areas_sum() - checksum of the areas, in their list and in their tree
 * @m: machine, its lock held
 *
 * Return: the CRC.
 */
u32 linux24_areas_sum(const struct mm011_machine *m)
{
	return 0;
}
