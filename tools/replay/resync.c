// SPDX-License-Identifier: GPL-2.0
/*
 * Behind a divergence: the machine becomes what was recorded, as far as checksums can
 * tell what that was, so that the steps that follow are compared for themselves.
 */

#include <stdio.h>

#include "linux01x/mem_map.h"
#include "replay/locate.h"
#include "replay/resync.h"

/* mem_map[] and tables are as recorded; a panic that was not recorded is over */
static bool is_as_recorded(struct target *t, const struct trace_record *r)
{
	struct mm011_op ops[2] = {
		{ .code = MM011_OP_REVIVE },
		{ .code = MM011_OP_NONE, .flags = MM011_OPF_CRC | MM011_OPF_CRC_NOAD },
	};

	return !target_ops(t, ops, 2) && ops[1].crc == r->crc &&
	       ops[1].crc_noad == r->crc_noad;
}

/* the one word that differs, if it is one, becomes what it was there */
static bool set_word(struct target *t, const struct trace_record *r)
{
	struct difference d = { 0 };
	struct mm011_op op;

	if (!locate(target_snapshot(t), r->crc, r->crc_noad, &d))
		return false;
	op = (struct mm011_op){ .code = MM011_OP_POKE32, .arg = { d.addr, d.expected } };
	if (d.in_mem_map)
		op.code = MM011_OP_SET_COUNT;
	return !target_ops(t, &op, 1) && !op.error && is_as_recorded(t, r);
}

/**
 * resync() - go on behind a divergence
 * @t: the machine, behind a step that differs
 * @r: the step, as it was recorded
 *
 * Where the machine has other words than one of mem_map[] and the tables, or a call
 * sleeps in one of the two and not in the other, there is no going on.
 *
 * Return: whether the next step can be compared; else that is told.
 */
bool resync(struct target *t, const struct trace_record *r)
{
	bool good = target_memory(t)->kernel->number == MM011_KERNEL_0_11 &&
		    (is_as_recorded(t, r) || set_word(t, r));

	if (good)
		printf("  the machine has become as it was recorded, and goes on\n\n");
	else
		printf("  the machine cannot become as it was recorded: the run ends here\n\n");
	return good;
}
