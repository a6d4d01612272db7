/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_LOCATE_H
#define _MM011CTL_LOCATE_H

#include "mm011.h"

struct difference {
	bool in_mem_map;
	u32 addr;	/* of the page that is counted, or of the entry */
	u32 found;
	u32 expected;
};

bool locate(const struct mm011_machine *m, u32 crc, u32 crc_noad, struct difference *d);

#endif
