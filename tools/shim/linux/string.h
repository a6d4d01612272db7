/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _SHIM_LINUX_STRING_H
#define _SHIM_LINUX_STRING_H

#include <linux/types.h>
#include <stdio.h>
#include <string.h>

#define strscpy(to, from, size)	snprintf(to, size, "%s", from)

/* memcmp() is quick: where each byte is the next one, all are the first */
static inline void *memchr_inv(const void *from, int c, size_t size)
{
	const u8 *p = from;

	if (size && *p == (u8)c && !memcmp(p, p + 1, size - 1))
		return NULL;
	for ( ; size--; p++)
		if (*p != (u8)c)
			return (void *)p;
	return NULL;
}

#endif
