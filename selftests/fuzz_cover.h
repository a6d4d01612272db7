/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which places of the module a program under fire has reached, as KCOV tells.
 */
#ifndef _FUZZ_COVER_H
#define _FUZZ_COVER_H

#include <linux/types.h>

void cover_init(void);
void cover_enter(__u32 thread);
void cover_collect(void);
__u32 cover_new(void);
__u32 cover_places(void);
void cover_print(void);

#endif /* _FUZZ_COVER_H */
