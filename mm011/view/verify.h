/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What must hold of a machine at all times.
 */
#ifndef _MM011_VIEW_VERIFY_H
#define _MM011_VIEW_VERIFY_H

#include "pc/machine.h"
#include "view/text.h"

u32 mm011_verify(struct mm011_machine *m, void *scratch, struct mm011_text *t);
u32 mm011_verify_pc(struct mm011_machine *m, struct mm011_text *t);

#endif /* _MM011_VIEW_VERIFY_H */
