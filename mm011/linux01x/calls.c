// SPDX-License-Identifier: GPL-2.0
/*
 * Operations: what processes ask their kernel for.
 */

#include "linux01x/linux01x.h"
#include "linux01x/ops.h"

/* argc and envc must tell of the strings that are there */
static bool count_strings(const struct mm011_op *op, const char *data, u32 argc, u32 envc)
{
	u64 strings = (u64)argc + envc;
	u32 i;

	if (op->len && data[op->len - 1])
		return false;
	for (i = 0; i < op->len; i++)
		if (!data[i] && strings-- == 0)
			return false;
	return !strings;
}

/* a call that returns a number or, like a system call, a negative errno */
static int set_result(struct mm011_op *op, int result)
{
	op->ret = mm011_op_errno(result);
	return min(result, 0);
}

static int op_fork(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return set_result(op, mm011_fork(m, &op->out[0]));
}

static int exec(struct mm011_machine *m, struct mm011_op *op, struct mm011_exec *x, char *data)
{
	int err;

	x->strings = data;
	x->len = op->len;
	err = mm011_execve(m, x);
	op->ret = err ? 0 : x->stack;
	op->out[0] = err ? 0 : x->entry;
	return err;
}

static int op_exec(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	struct mm011_exec x = { .argc = op->arg[1], .envc = op->arg[2] };
	int err = m->host->open(m, op->arg[0], &x.inode);

	return err ? err : exec(m, op, &x, data);
}

static int op_exec_made_up(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	struct mm011_exec x = {
		.made_up = true,
		.inode = { .number = op->arg[0] },
		.text = op->arg[1],
		.data = op->arg[2],
		.bss = op->arg[3],
		.argc = op->arg[4],
		.envc = op->arg[5],
	};

	return exec(m, op, &x, data);
}

static int op_exit(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	/* sys_exit() */
	return mm011_do_exit(m, (op->arg[0] & 0xff) << 8);
}

static int op_waitpid(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	const u32 *status = op->flags & MM011_OPF_NO_STATUS ? NULL : &op->arg[1];
	u32 child;
	int err = mm011_waitpid(m, op->arg[0], status, &child);

	op->ret = err ? (u32)mm011_op_errno(err) : child;
	return err;
}

static int op_brk(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	op->ret = mm011_brk(m, op->arg[0]);
	return 0;
}

static int op_verify_area(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_verify_area(m, op->arg[0], op->arg[1]);
}

static int op_pipe(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return set_result(op, mm011_pipe(m, &op->out[0]));
}

static int op_close_pipe(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_close_pipe(m, op->arg[0]);
}

static bool good_exec(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	return count_strings(op, data, op->arg[1], op->arg[2]);
}

static bool good_made_up(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	const u32 *arg = op->arg;

	return arg[0] && (u64)arg[1] + arg[2] + arg[3] <= MM011_MAX_PROGRAM &&
	       count_strings(op, data, arg[4], arg[5]);
}

static bool good_pid(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	return (s32)op->arg[0] > 0 || op->arg[0] == ~0u;
}

static const struct mm011_op_row calls_rows[] = {
	[MM011_OP_FORK % MM011_GROUP_SIZE] = {
		.name = "fork", .args = "", .needs_task = true, .flags = MM011_OPF_SLEEP,
		.run = op_fork,
	},
	[MM011_OP_EXEC % MM011_GROUP_SIZE] = {
		.name = "exec", .args = "FD ARGC ENVC", .words = "FILE [ARG...]", .nargs = 3,
		.data = MM011_DATA_IN, .needs_task = true, .kills_task = true, .check = good_exec,
		.run = op_exec,
	},
	[MM011_OP_EXEC_MADE_UP % MM011_GROUP_SIZE] = {
		.name = "exec_made_up", .args = "INODE TEXT DATA BSS ARGC ENVC",
		.words = "INODE TEXT DATA BSS [ARG...]", .nargs = 6, .data = MM011_DATA_IN,
		.needs_task = true, .kills_task = true, .flags = MM011_OPF_SLEEP,
		.check = good_made_up, .run = op_exec_made_up,
	},
	[MM011_OP_EXIT % MM011_GROUP_SIZE] = {
		.name = "exit", .args = "CODE", .nargs = 1, .needs_task = true,
		.flags = MM011_OPF_SLEEP, .run = op_exit,
	},
	[MM011_OP_WAITPID % MM011_GROUP_SIZE] = {
		.name = "waitpid", .args = "PID STATUS", .words = "[PID [STATUS]]", .nargs = 2,
		.needs_task = true, .kills_task = true,
		.flags = MM011_OPF_SLEEP | MM011_OPF_NO_STATUS, .check = good_pid,
		.run = op_waitpid,
	},
	[MM011_OP_BRK % MM011_GROUP_SIZE] = {
		.name = "brk", .args = "END", .nargs = 1, .needs_task = true,
		.flags = MM011_OPF_SLEEP, .run = op_brk,
	},
	[MM011_OP_VERIFY_AREA % MM011_GROUP_SIZE] = {
		.name = "verify_area", .args = "ADDR SIZE", .nargs = 2, .needs_task = true,
		.kills_task = true, .flags = MM011_OPF_SLEEP, .run = op_verify_area,
	},
	[MM011_OP_PIPE % MM011_GROUP_SIZE] = {
		.name = "pipe", .args = "", .flags = MM011_OPF_SLEEP, .run = op_pipe,
	},
	[MM011_OP_CLOSE_PIPE % MM011_GROUP_SIZE] = {
		.name = "close_pipe", .args = "PIPE", .nargs = 1, .flags = MM011_OPF_SLEEP,
		.run = op_close_pipe,
	},
};

const struct mm011_op_group linux01x_call_ops = { calls_rows, ARRAY_SIZE(calls_rows) };
