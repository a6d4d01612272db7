/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _SHIM_LINUX_BITMAP_H
#define _SHIM_LINUX_BITMAP_H

#include <linux/types.h>
#include <string.h>

#define BITS_PER_LONG			(8 * sizeof(long))
#define BITMAP_LONGS(bits)		(((bits) + BITS_PER_LONG - 1) / BITS_PER_LONG)
#define DECLARE_BITMAP(name, bits)	unsigned long name[BITMAP_LONGS(bits)]
#define bitmap_zero(map, bits)		memset(map, 0, BITMAP_LONGS(bits) * sizeof(long))

/* how many bits are set */
static inline size_t memweight(const void *from, size_t bytes)
{
	const u8 *p = from;
	size_t count = 0;

	while (bytes--)
		count += __builtin_popcount(*p++);
	return count;
}

static inline bool __test_and_set_bit(u32 nr, unsigned long *map)
{
	unsigned long bit = 1ul << nr % BITS_PER_LONG;
	bool old = map[nr / BITS_PER_LONG] & bit;

	map[nr / BITS_PER_LONG] |= bit;
	return old;
}

#endif
