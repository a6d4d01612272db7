// SPDX-License-Identifier: GPL-2.0
/*
 * Operations on the PC itself, which every kernel has.
 */

#include "op/op.h"
#include "pc/mmu.h"
#include "pc/ram.h"
#include "pc/stop.h"

static int op_none(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return 0;
}

static u32 access_of(const struct mm011_op *op)
{
	u32 access = op->flags & MM011_OPF_SUPERVISOR ? 0 : MM011_ACCESS_USER;

	return op->flags & MM011_OPF_CODE ? access | MM011_ACCESS_CODE : access;
}

static int op_read(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_access(m, op->arg[0], data, op->len, access_of(op));
}

static int op_write(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_access(m, op->arg[0], data, op->len, access_of(op) | MM011_ACCESS_WRITE);
}

static int op_phys_read(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	memcpy(data, m->memory + op->arg[0], op->len);
	return 0;
}

static int op_phys_write(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	mm011_store(m, op->arg[0], data, op->len);
	return 0;
}

static int op_peek32(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	op->ret = mm011_read32(m, op->arg[0]);
	return 0;
}

static int op_poke32(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	mm011_write32(m, op->arg[0], op->arg[1]);
	return 0;
}

static int op_set_ad(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	u32 entry = mm011_read32(m, op->arg[0]);

	entry &= ~(op->arg[2] & MM011_PTE_AD);
	mm011_set_entry(m, op->arg[0], entry | (op->arg[1] & MM011_PTE_AD));
	return 0;
}

static int op_revive(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	mm011_revive(m);
	return 0;
}

static bool data_in_memory(const struct mm011_machine *m, const struct mm011_op *op,
			   const void *data)
{
	return mm011_in_memory(m, op->arg[0], op->len);
}

static bool word_in_memory(const struct mm011_machine *m, const struct mm011_op *op,
			   const void *data)
{
	return mm011_has_word(m, op->arg[0]);
}

static const struct mm011_op_row pc_rows[] = {
	[MM011_OP_NONE % MM011_GROUP_SIZE] = {
		.name = "none", .args = "", .while_stopped = true, .flags = MM011_OPF_SLEEP,
		.run = op_none,
	},
	[MM011_OP_READ % MM011_GROUP_SIZE] = {
		.name = "read", .args = "ADDR", .words = "ADDR LEN [super] [code]", .nargs = 1,
		.data = MM011_DATA_OUT, .needs_task = true, .kills_task = true,
		.flags = MM011_OPF_SUPERVISOR | MM011_OPF_CODE, .run = op_read,
	},
	[MM011_OP_WRITE % MM011_GROUP_SIZE] = {
		.name = "write", .args = "ADDR", .words = "ADDR TEXT|hex:DIGITS [super]",
		.nargs = 1, .data = MM011_DATA_IN, .needs_task = true, .kills_task = true,
		.flags = MM011_OPF_SLEEP | MM011_OPF_SUPERVISOR, .run = op_write,
	},
	[MM011_OP_PHYS_READ % MM011_GROUP_SIZE] = {
		.name = "phys_read", .args = "ADDR", .words = "ADDR LEN", .nargs = 1,
		.data = MM011_DATA_OUT, .while_stopped = true, .check = data_in_memory,
		.run = op_phys_read,
	},
	[MM011_OP_PHYS_WRITE % MM011_GROUP_SIZE] = {
		.name = "phys_write", .args = "ADDR", .words = "ADDR TEXT|hex:DIGITS", .nargs = 1,
		.data = MM011_DATA_IN, .flags = MM011_OPF_SLEEP, .check = data_in_memory,
		.run = op_phys_write,
	},
	[MM011_OP_PEEK32 % MM011_GROUP_SIZE] = {
		.name = "peek32", .args = "ADDR", .nargs = 1, .while_stopped = true,
		.flags = MM011_OPF_SLEEP, .check = word_in_memory, .run = op_peek32,
	},
	[MM011_OP_POKE32 % MM011_GROUP_SIZE] = {
		.name = "poke32", .args = "ADDR WORD", .nargs = 2, .flags = MM011_OPF_SLEEP,
		.check = word_in_memory, .run = op_poke32,
	},
	[MM011_OP_SET_AD % MM011_GROUP_SIZE] = {
		.name = "set_ad", .args = "ENTRY SET CLEAR", .words = "ENTRY SET [CLEAR]",
		.nargs = 3, .flags = MM011_OPF_SLEEP, .check = word_in_memory, .run = op_set_ad,
	},
	[MM011_OP_REVIVE % MM011_GROUP_SIZE] = {
		.name = "revive", .args = "", .while_stopped = true, .flags = MM011_OPF_SLEEP,
		.run = op_revive,
	},
};

const struct mm011_op_group mm011_pc_ops = { pc_rows, ARRAY_SIZE(pc_rows) };
