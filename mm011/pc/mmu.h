/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The 386: from segment and offset to a byte.
 */
#ifndef _MM011_PC_MMU_H
#define _MM011_PC_MMU_H

#include "pc/machine.h"

void mm011_probe(struct mm011_machine *m, struct mm011_translate *t);
int mm011_access_address(struct mm011_machine *m, u32 address, u32 access, u32 *physical);
int mm011_access(struct mm011_machine *m, u32 address, void *data, u32 len, u32 access);

#endif /* _MM011_PC_MMU_H */
