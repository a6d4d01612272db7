// SPDX-License-Identifier: GPL-2.0
/*
 * Operations: the functions of mm/memory.c, mm/page.s and lib/malloc.c.
 */

#include "linux01x/linux01x.h"
#include "linux01x/ops.h"

static int op_mem_init(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_mem_init(m, op->arg[0], op->arg[1]);
}

static int op_get_free_page(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	int err = mm011_get_free_page(m, &op->ret);

	return err == -ENOMEM ? 0 : err;	/* it returned 0 */
}

static int op_free_page(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_free_page(m, op->arg[0]);
}

static int op_free_page_tables(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_free_page_tables(m, op->arg[0], op->arg[1]);
}

static int op_copy_page_tables(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	int err = mm011_copy_page_tables(m, op->arg[0], op->arg[1], op->arg[2]);

	if (err != -ENOMEM)
		return err;
	op->ret = ~0u;	/* it returned -1, which is no failure of the operation */
	return 0;
}

static int op_put_page(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_put_page(m, op->arg[0], op->arg[1], &op->ret);
}

static int op_get_empty_page(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_get_empty_page(m, op->arg[0]);
}

static int op_un_wp_page(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_un_wp_page(m, op->arg[0]);
}

static int op_do_wp_page(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_do_wp_page(m, op->arg[0], op->arg[1]);
}

static int op_write_verify(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_write_verify(m, op->arg[0]);
}

static int op_do_no_page(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	if (op->flags & MM011_OPF_TWO_STEP)
		return mm011_do_no_page_begin(m, op->arg[0], op->arg[1], &op->ret, op->out);
	return mm011_do_no_page(m, op->arg[0], op->arg[1], &op->ret, op->out);
}

static int op_do_no_page_map(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_do_no_page_map(m, op->arg[0], op->arg[1]);
}

/* is there a file that a page at this linear address could have come from? */
static bool maps_a_file(const struct mm011_machine *m, const struct mm011_op *op,
			const void *data)
{
	const struct mm011_task *task = &linux01x(m)->task[op->task];

	return mm011_file_at(m, task, (op->arg[1] & 0xfffff000) - task->start_code);
}

/* sharing tells 1 or 0, or a failure */
static int set_bool_result(struct mm011_op *op, int result)
{
	if (result < 0)
		return result;
	op->ret = result;
	return 0;
}

static int op_share_page(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	u32 inode = mm011_file_at(m, &linux01x(m)->task[op->task], op->arg[0]);

	return set_bool_result(op, mm011_share_page(m, inode, op->arg[0], &op->out[0]));
}

static int op_try_to_share(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return set_bool_result(op, mm011_try_to_share(m, op->arg[0], op->arg[1]));
}

static bool has_donor(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	u32 donor = op->arg[1];

	return donor < MM011_NR_TASKS && linux01x(m)->task[donor].state != MM011_TASK_FREE;
}

static int op_calc_mem(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_calc_mem(m, data, &op->ret);
}

static int op_invalidate(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	mm011_invalidate(m);
	return 0;
}

static int op_page_fault(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_page_fault(m, op->arg[0], op->arg[1], op->out);
}

static int op_malloc(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_malloc(m, op->arg[0], &op->ret);
}

static int op_free_s(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_free_s(m, op->arg[0], op->arg[1]);
}

static const struct mm011_op_row memory_rows[] = {
	[MM011_OP_MEM_INIT % MM011_GROUP_SIZE] = {
		.name = "mem_init", .args = "START END", .nargs = 2, .flags = MM011_OPF_SLEEP,
		.run = op_mem_init,
	},
	[MM011_OP_GET_FREE_PAGE % MM011_GROUP_SIZE] = {
		.name = "get_free_page", .args = "", .flags = MM011_OPF_SLEEP,
		.run = op_get_free_page,
	},
	[MM011_OP_FREE_PAGE % MM011_GROUP_SIZE] = {
		.name = "free_page", .args = "ADDR", .nargs = 1, .flags = MM011_OPF_SLEEP,
		.run = op_free_page,
	},
	[MM011_OP_FREE_PAGE_TABLES % MM011_GROUP_SIZE] = {
		.name = "free_page_tables", .args = "FROM SIZE", .nargs = 2,
		.flags = MM011_OPF_SLEEP, .run = op_free_page_tables,
	},
	[MM011_OP_COPY_PAGE_TABLES % MM011_GROUP_SIZE] = {
		.name = "copy_page_tables", .args = "FROM TO SIZE", .nargs = 3,
		.flags = MM011_OPF_SLEEP, .run = op_copy_page_tables,
	},
	[MM011_OP_PUT_PAGE % MM011_GROUP_SIZE] = {
		.name = "put_page", .args = "PAGE ADDR", .nargs = 2, .flags = MM011_OPF_SLEEP,
		.run = op_put_page,
	},
	[MM011_OP_GET_EMPTY_PAGE % MM011_GROUP_SIZE] = {
		.name = "get_empty_page", .args = "ADDR", .nargs = 1, .flags = MM011_OPF_SLEEP,
		.run = op_get_empty_page,
	},
	[MM011_OP_UN_WP_PAGE % MM011_GROUP_SIZE] = {
		.name = "un_wp_page", .args = "ENTRY", .nargs = 1, .flags = MM011_OPF_SLEEP,
		.run = op_un_wp_page,
	},
	[MM011_OP_DO_WP_PAGE % MM011_GROUP_SIZE] = {
		.name = "do_wp_page", .args = "ERR ADDR", .nargs = 2, .needs_task = true,
		.flags = MM011_OPF_SLEEP, .run = op_do_wp_page,
	},
	[MM011_OP_WRITE_VERIFY % MM011_GROUP_SIZE] = {
		.name = "write_verify", .args = "ADDR", .nargs = 1, .flags = MM011_OPF_SLEEP,
		.run = op_write_verify,
	},
	[MM011_OP_DO_NO_PAGE % MM011_GROUP_SIZE] = {
		.name = "do_no_page", .args = "ERR ADDR", .words = "ERR ADDR [two-step]",
		.nargs = 2, .needs_task = true, .flags = MM011_OPF_SLEEP | MM011_OPF_TWO_STEP,
		.run = op_do_no_page,
	},
	[MM011_OP_DO_NO_PAGE_MAP % MM011_GROUP_SIZE] = {
		.name = "do_no_page_map", .args = "PAGE ADDR", .nargs = 2, .needs_task = true,
		.flags = MM011_OPF_SLEEP, .check = maps_a_file, .run = op_do_no_page_map,
	},
	[MM011_OP_SHARE_PAGE % MM011_GROUP_SIZE] = {
		.name = "share_page", .args = "ADDR", .nargs = 1, .needs_task = true,
		.flags = MM011_OPF_SLEEP, .run = op_share_page,
	},
	[MM011_OP_TRY_TO_SHARE % MM011_GROUP_SIZE] = {
		.name = "try_to_share", .args = "ADDR DONOR", .nargs = 2, .needs_task = true,
		.flags = MM011_OPF_SLEEP, .check = has_donor, .run = op_try_to_share,
	},
	[MM011_OP_INVALIDATE % MM011_GROUP_SIZE] = {
		.name = "invalidate", .args = "", .flags = MM011_OPF_SLEEP, .run = op_invalidate,
	},
	[MM011_OP_PAGE_FAULT % MM011_GROUP_SIZE] = {
		.name = "page_fault", .args = "ERR CR2", .nargs = 2, .needs_task = true,
		.kills_task = true, .flags = MM011_OPF_SLEEP, .run = op_page_fault,
	},
	[MM011_OP_MALLOC % MM011_GROUP_SIZE] = {
		.name = "malloc", .args = "LEN", .nargs = 1, .flags = MM011_OPF_SLEEP,
		.run = op_malloc,
	},
	[MM011_OP_FREE_S % MM011_GROUP_SIZE] = {
		.name = "free_s", .args = "ADDR LEN", .nargs = 2, .flags = MM011_OPF_SLEEP,
		.run = op_free_s,
	},
};

const struct mm011_op_group linux01x_memory_ops = { memory_rows, ARRAY_SIZE(memory_rows) };

static const struct mm011_op_row only011_rows[] = {
	[MM011_OP_CALC_MEM % MM011_GROUP_SIZE] = {
		.name = "calc_mem", .args = "", .data = MM011_DATA_OUT,
		.len = MM011_ENTRIES * sizeof(u16),
		.run = op_calc_mem,
	},
};

const struct mm011_op_group linux011_ops = { only011_rows, ARRAY_SIZE(only011_rows) };
