/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _SHIM_LINUX_STRING_H
#define _SHIM_LINUX_STRING_H

#include <linux/types.h>
#include <stdio.h>
#include <string.h>

#define strscpy(to, from, size)	snprintf(to, size, "%s", from)

static inline void *memchr_inv(const void *from, int c, size_t size)
{
	const u8 *p;

	for (p = from; size--; p++)
		if (*p != (u8)c)
			return (void *)p;
	return NULL;
}

#endif
