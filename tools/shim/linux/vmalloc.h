/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _SHIM_LINUX_VMALLOC_H
#define _SHIM_LINUX_VMALLOC_H

#include <stdlib.h>

#define vmalloc(size)	malloc(size)
#define vfree(p)	free(p)

#endif
