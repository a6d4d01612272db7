// SPDX-License-Identifier: GPL-2.0
/*
 * Operations of 2.4: page frames.
 */

#include "linux24/linux24.h"
#include "linux24/ops.h"

static int op_page_sum(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return 0;
}

static const struct mm011_op_row page_rows[] = {
	[MM011_OP24_PAGE_SUM % MM011_GROUP_SIZE] = {
		.name = "page_sum", .args = "", .run = op_page_sum,
	},
};

const struct mm011_op_group linux24_page_ops = { page_rows, ARRAY_SIZE(page_rows) };
