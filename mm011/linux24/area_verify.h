/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What must hold of areas.
 */
#ifndef _MM011_LINUX24_AREA_VERIFY_H
#define _MM011_LINUX24_AREA_VERIFY_H

#include "linux24/linux24.h"
#include "view/text.h"

/* bytes of its struct area_check, at most */
#define LINUX24_AREAS_VERIFY_SIZE	(2 * LINUX24_MAX_AREAS + 0x40u)

u32 linux24_areas_verify(const struct mm011_machine *m, void *scratch, struct mm011_text *t);

#endif /* _MM011_LINUX24_AREA_VERIFY_H */
