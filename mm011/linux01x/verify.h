/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What must hold of 0.11 and 0.12.
 */
#ifndef _MM011_LINUX01X_VERIFY_H
#define _MM011_LINUX01X_VERIFY_H

#include "linux01x/linux01x.h"
#include "view/text.h"

#define LINUX01X_VERIFY_SIZE	0x48000u	/* of its struct check, at most */

u32 linux01x_verify(const struct mm011_machine *m, void *scratch, struct mm011_text *t);

#endif /* _MM011_LINUX01X_VERIFY_H */
