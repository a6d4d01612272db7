// SPDX-License-Identifier: GPL-2.0
/*
 * Operations of 2.4: areas.
 */

#include "linux24/linux24.h"
#include "linux24/ops.h"

static int op_area_sum(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return 0;
}

static const struct mm011_op_row area_rows[] = {
	[MM011_OP24_AREA_SUM % MM011_GROUP_SIZE] = {
		.name = "area_sum", .args = "", .run = op_area_sum,
	},
};

const struct mm011_op_group linux24_area_ops = { area_rows, ARRAY_SIZE(area_rows) };
