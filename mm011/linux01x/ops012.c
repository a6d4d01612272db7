// SPDX-License-Identifier: GPL-2.0
/*
 * Operations that only 0.12 has: mm/swap.c, libraries, and the device behind it.
 */

#include "linux01x/linux01x.h"
#include "linux01x/ops.h"

static int op_put_dirty_page(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_put_dirty_page(m, op->arg[0], op->arg[1], &op->ret);
}

static int op_show_mem(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	struct mm011_show_mem *show = data;
	int err = mm011_show_mem(m, show);

	op->ret = show->free;
	return err;
}

static int op_uselib(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	struct mm011_inode inode;
	int err = m->host->open(m, op->arg[0], &inode);

	if (err)
		return err;
	err = mm011_uselib(m, &inode);
	if (err == -EINVAL)
		m->host->release(m, &inode);
	return err;
}

static int op_uselib_made_up(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	const struct mm011_inode inode = { .number = op->arg[0] };

	return mm011_uselib(m, op->arg[0] ? &inode : NULL);
}

static int op_set_library(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	linux01x_set_file(m, &linux01x(m)->task[op->task].library, op->arg[0], 0);
	return 0;
}

/* SWAP_DEV may change as long as nothing is on it; a refusal leaves what was there */
static int swap_device(struct mm011_machine *m, struct mm011_op *op,
		       int (*take)(struct mm011_machine *m, u32 which,
				   struct mm011_swap_device *device))
{
	struct mm011_swap *swap = &linux01x(m)->swap;
	struct mm011_swap_device device;
	int err;

	if (swap->bitmap || m->asleep)
		return -EBUSY;
	err = take(m, op->arg[0], &device);
	if (err)
		return err;
	if (swap->device.handle)
		m->host->swap_off(m, swap->device.handle);
	swap->device = device;
	return 0;
}

static int op_init_swapping(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	int err = mm011_init_swapping(m);

	op->ret = err ? 0 : linux01x(m)->swap.bitmap;
	return err;
}

static int op_get_swap_page(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	op->ret = mm011_get_swap_page(m);
	return 0;
}

static int op_swap_free(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_swap_free(m, op->arg[0]);
}

static int op_swap_in(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_swap_in(m, op->arg[0], &op->ret);
}

static int op_try_to_swap_out(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_try_to_swap_out(m, op->arg[0], &op->ret);
}

static int op_swap_out(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_swap_out(m, &op->ret);
}

static int op_swap_file(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return swap_device(m, op, m->host->swap_file);
}

static int op_swap_memory(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return swap_device(m, op, m->host->swap_memory);
}

static int op_swap_read(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_swap_raw(m, MM011_SWAP_IO_READ, op->arg[0], data);
}

static int op_swap_write(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_swap_raw(m, MM011_SWAP_IO_WRITE, op->arg[0], data);
}

static bool good_swap_size(const struct mm011_machine *m, const struct mm011_op *op,
			   const void *data)
{
	return op->arg[0] <= MM011_MAX_SWAP_KB || op->arg[0] == MM011_NO_SIZE;
}

static bool swap_page_exists(const struct mm011_machine *m, const struct mm011_op *op,
			     const void *data)
{
	const struct mm011_swap_device *device = &linux01x(m)->swap.device;

	return device->handle && device->blocks != MM011_NO_SIZE &&
	       op->arg[0] < device->blocks / 4;
}

static const struct mm011_op_row only012_rows[] = {
	[MM011_OP_PUT_DIRTY_PAGE % MM011_GROUP_SIZE] = {
		.name = "put_dirty_page", .args = "PAGE ADDR", .nargs = 2, .flags = MM011_OPF_SLEEP,
		.run = op_put_dirty_page,
	},
	[MM011_OP_SHOW_MEM % MM011_GROUP_SIZE] = {
		.name = "show_mem", .args = "", .data = MM011_DATA_OUT,
		.len = sizeof(struct mm011_show_mem), .run = op_show_mem,
	},
	[MM011_OP_USELIB % MM011_GROUP_SIZE] = {
		.name = "uselib", .args = "FD", .words = "FILE", .nargs = 1, .needs_task = true,
		.run = op_uselib,
	},
	[MM011_OP_USELIB_MADE_UP % MM011_GROUP_SIZE] = {
		.name = "uselib_made_up", .args = "INODE", .nargs = 1, .needs_task = true,
		.flags = MM011_OPF_SLEEP, .run = op_uselib_made_up,
	},
	[MM011_OP_SET_LIBRARY % MM011_GROUP_SIZE] = {
		.name = "set_library", .args = "INODE", .nargs = 1, .needs_task = true,
		.flags = MM011_OPF_SLEEP, .run = op_set_library,
	},
	[MM011_OP_INIT_SWAPPING % MM011_GROUP_SIZE] = {
		.name = "init_swapping", .args = "", .flags = MM011_OPF_SLEEP,
		.run = op_init_swapping,
	},
	[MM011_OP_GET_SWAP_PAGE % MM011_GROUP_SIZE] = {
		.name = "get_swap_page", .args = "", .flags = MM011_OPF_SLEEP,
		.run = op_get_swap_page,
	},
	[MM011_OP_SWAP_FREE % MM011_GROUP_SIZE] = {
		.name = "swap_free", .args = "NR", .nargs = 1, .flags = MM011_OPF_SLEEP,
		.run = op_swap_free,
	},
	[MM011_OP_SWAP_IN % MM011_GROUP_SIZE] = {
		.name = "swap_in", .args = "ENTRY", .nargs = 1, .flags = MM011_OPF_SLEEP,
		.run = op_swap_in,
	},
	[MM011_OP_TRY_TO_SWAP_OUT % MM011_GROUP_SIZE] = {
		.name = "try_to_swap_out", .args = "ENTRY", .nargs = 1, .flags = MM011_OPF_SLEEP,
		.run = op_try_to_swap_out,
	},
	[MM011_OP_SWAP_OUT % MM011_GROUP_SIZE] = {
		.name = "swap_out", .args = "", .flags = MM011_OPF_SLEEP, .run = op_swap_out,
	},
	[MM011_OP_SWAP_FILE % MM011_GROUP_SIZE] = {
		.name = "swap_file", .args = "FD", .words = "FILE", .nargs = 1, .run = op_swap_file,
	},
	[MM011_OP_SWAP_MEMORY % MM011_GROUP_SIZE] = {
		.name = "swap_memory", .args = "BLOCKS", .nargs = 1, .flags = MM011_OPF_SLEEP,
		.check = good_swap_size, .run = op_swap_memory,
	},
	[MM011_OP_SWAP_READ % MM011_GROUP_SIZE] = {
		.name = "swap_read", .args = "NR", .nargs = 1, .data = MM011_DATA_OUT,
		.while_stopped = true, .len = MM011_PAGE_SIZE, .check = swap_page_exists,
		.run = op_swap_read,
	},
	[MM011_OP_SWAP_WRITE % MM011_GROUP_SIZE] = {
		.name = "swap_write", .args = "NR", .words = "NR TEXT|hex:DIGITS", .nargs = 1,
		.data = MM011_DATA_IN, .flags = MM011_OPF_SLEEP, .len = MM011_PAGE_SIZE,
		.check = swap_page_exists, .run = op_swap_write,
	},
	[MM011_OP_WAKE % MM011_GROUP_SIZE] = {	/* sleepers.c runs what it names */
		.name = "wake", .args = "",
	},
};

const struct mm011_op_group linux012_ops = { only012_rows, ARRAY_SIZE(only012_rows) };
