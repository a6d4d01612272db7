/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _SHIM_LINUX_CRC32_H
#define _SHIM_LINUX_CRC32_H

#include <zlib.h>

/* zlib inverts before and after, the kernel does not */
#define crc32_le(crc, p, len)	(~(u32)crc32(~(crc), p, len))

#endif
