/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A function or a region of a recorded run of 2.4 begins.
 */
#ifndef _MM011CTL_BEGIN24_H
#define _MM011CTL_BEGIN24_H

#include "replay/steps24.h"

#define BEGIN24_INTERRUPT	"end_buffer_io_async"
#define BEGIN24_KERNEL		0xc0000000u	/* addresses from here on are the kernel's */

int begin24(struct steps24 *s, struct replay24 *r);
int begin24_entry(struct steps24 *s, struct replay24 *r, u32 mm, u32 addr, u32 *entry);

#endif
