// SPDX-License-Identifier: GPL-2.0
/*
 * Commands and replies of the line protocol for 2.4: areas.
 */

#include <stdio.h>
#include <linux/kernel.h>

#include "ctl/stream24.h"

static const struct stream24_word area_words[] = {
	{ .verb = "crc", .code = MM011_OP24_AREA_SUM },
};

const struct stream24_words stream24_areas = { area_words, ARRAY_SIZE(area_words) };
