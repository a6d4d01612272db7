/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What must hold of 2.4.
 */
#ifndef _MM011_LINUX24_VERIFY_H
#define _MM011_LINUX24_VERIFY_H

#include "linux24/linux24.h"
#include "view/text.h"

#define LINUX24_VERIFY_SIZE	(LINUX24_MAX_FRAMES + 0x40u)	/* of its struct check24, at most */

u32 linux24_verify(const struct mm011_machine *m, void *scratch, struct mm011_text *t);

u32 linux24_lru_verify(const struct mm011_machine *m, struct mm011_text *t);

#endif /* _MM011_LINUX24_VERIFY_H */
