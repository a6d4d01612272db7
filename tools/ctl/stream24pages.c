// SPDX-License-Identifier: GPL-2.0
/*
 * Commands and replies of the line protocol for 2.4: page frames.
 */

#include <stdio.h>
#include <linux/kernel.h>

#include "ctl/stream24.h"

static const struct stream24_word page_words[] = {
	{ .verb = "bcrc", .code = MM011_OP24_PAGE_SUM },
};

const struct stream24_words stream24_pages = { page_words, ARRAY_SIZE(page_words) };
