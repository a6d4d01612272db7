/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _SHIM_LINUX_SLAB_H
#define _SHIM_LINUX_SLAB_H

#include <stdlib.h>

#define kvzalloc(size, gfp)	calloc(1, size)
#define kvfree(p)	free(p)

#endif
