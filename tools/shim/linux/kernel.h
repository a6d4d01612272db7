/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _SHIM_LINUX_KERNEL_H
#define _SHIM_LINUX_KERNEL_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <stdarg.h>

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

#define min(a, b)					\
({							\
	__typeof__(a) _a = (a);				\
	__typeof__(b) _b = (b);				\
	_a < _b ? _a : _b;				\
})

/* to a power of two */
#define round_up(x, y)	((((x) - 1) | ((__typeof__(x))(y) - 1)) + 1)

#define noinline	ATTRIBUTE(noinline)

#define min_t(type, a, b)	min((type)(a), (type)(b))
#define container_of(ptr, type, member) \
	((type *)((char *)(ptr) - offsetof(type, member)))
#define max(a, b)					\
({							\
	__typeof__(a) _a = (a);				\
	__typeof__(b) _b = (b);				\
	_a > _b ? _a : _b;				\
})

#define min3(a, b, c)					\
({							\
	__typeof__(a) _c = min(b, c);			\
	min(a, _c);					\
})

#endif
