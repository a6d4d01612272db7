/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Page tables, eight entries at a time.
 */
#ifndef _MM011_LINUX01X_BULK_H
#define _MM011_LINUX01X_BULK_H

#include "pc/machine.h"

u32 mm011_free_entries(struct mm011_machine *m, u32 table, u32 i);
u32 mm011_share_entries(struct mm011_machine *m, u32 from, u32 to, u32 i, u32 n);

#endif /* _MM011_LINUX01X_BULK_H */
