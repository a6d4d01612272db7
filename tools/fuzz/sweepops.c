// SPDX-License-Identifier: GPL-2.0
/* For the sweep: the arguments, task, flags and length of each operation. */

#include <linux/kernel.h>

#include "fuzz/sweep.h"

/* numbers of made-up inodes for which the reference has no room */
static bool has_room(const struct mm011_op *op)
{
	switch (op->code) {
	case MM011_OP_EXEC_MADE_UP:
	case MM011_OP_USELIB_MADE_UP:
	case MM011_OP_SET_LIBRARY:
		return op->arg[0] < 1024;
	case MM011_OP_SET_TASK:
		return op->arg[4] < 1024;
	default:
		return true;
	}
}

static void try_op(struct sweep *s, const struct mm011_op *op)
{
	struct mm011_op copy = *op;
	bool same;

	if (!has_room(op) || !sweep_turn(s))
		return;
	if (s->alone) {
		sweep_time(s, op);
		return;
	}
	same = sweep_begin_case(s);
	sweep_may_sleep(s, &copy);
	same = same && sweep_op(s, &copy, NULL, op->code) && sweep_wake(s, &copy);
	sweep_end_case(s, op->code, same);
}

/* sensible arguments, as far as that can be said of all machines */
static struct mm011_op good_op(const struct sweep *s, u32 code)
{
	const struct mm011_task *task = sweep_task(s, s->task);
	struct mm011_op op = { .code = code, .task = s->task, .len = mm011_op_row(code)->len };
	u32 nargs = mm011_op_row(code)->nargs;
	u32 i;

	for (i = 0; i < nargs; i++)
		op.arg[i] = s->value[i];
	if (mm011_op_row(code)->data != MM011_DATA_NONE && !op.len)
		op.len = 8;
	switch (code) {
	case MM011_OP_EXEC_MADE_UP:
		op.arg[0] = 5;
		op.arg[4] = 1;
		op.arg[5] = 1;
		break;
	case MM011_OP_EXEC:
		op.arg[0] = 0;
		op.arg[1] = 1;
		op.arg[2] = 1;
		break;
	case MM011_OP_USELIB_MADE_UP:
	case MM011_OP_SET_LIBRARY:
		op.arg[0] = 5;
		break;
	case MM011_OP_WAITPID:
		op.arg[0] = ~0u;
		break;
	case MM011_OP_SET_TASK:
		op.arg[4] = 5;
		op.arg[6] = task->pid;
		op.arg[7] = task->father;
	}
	return op;
}

static void each_alone(struct sweep *s, u32 code)
{
	struct mm011_op good = good_op(s, code), op;
	u32 i, k;

	for (k = 0; k < s->values; k++) {
		for (i = 0; i < ARRAY_SIZE(op.arg); i++) {
			op = good;
			op.arg[i] = s->value[k];
			if (i < mm011_op_row(code)->nargs || k < 4)
				try_op(s, &op);
		}
		op = good;
		op.task = s->value[k];
		try_op(s, &op);
	}
}

/* their sum wraps, or nearly so */
static void wrapping(struct sweep *s, const struct mm011_op *good, u32 *a, u32 *b,
		     struct mm011_op *op)
{
	u32 k, off;

	for (k = 0; k < s->values; k++) {
		for (off = 0; off < 3; off++) {
			*op = *good;
			*a = s->value[k];
			*b = off - 1 - s->value[k];
			try_op(s, op);
		}
	}
}

static void in_pairs(struct sweep *s, const struct mm011_op *good, u32 *a, u32 *b,
		     struct mm011_op *op)
{
	u32 i, k;

	for (i = 0; i < s->few; i++) {
		for (k = 0; k < s->few; k++) {
			*op = *good;
			*a = s->value[i];
			*b = s->value[k];
			try_op(s, op);
		}
	}
	wrapping(s, good, a, b, op);
}

static void args_in_pairs(struct sweep *s, u32 code)
{
	struct mm011_op good = good_op(s, code), op;
	u32 i, k;

	for (k = 1; k < mm011_op_row(code)->nargs; k++)
		for (i = 0; i < k; i++)
			in_pairs(s, &good, &op.arg[i], &op.arg[k], &op);
}

/* as many bytes as there may be, and more; places where they end at some end */
static void lengths(struct sweep *s, u32 code)
{
	static const u32 ends[] = { MM011_MEMORY_SIZE, MM011_TASK_SIZE, 0xa0000, 0x1000, 0 };
	struct mm011_op good = good_op(s, code), op;
	u32 i, k;

	for (k = 0; k < s->values; k++) {
		op = good;
		op.len = s->value[k];
		try_op(s, &op);
		for (i = 0; i < ARRAY_SIZE(ends) && op.len <= MM011_MAX_DATA; i++) {
			op.arg[0] = ends[i] - op.len;
			try_op(s, &op);
			op.arg[0]++;
			try_op(s, &op);
			op.arg[0] -= 2;
			try_op(s, &op);
		}
	}
}

static void flags(struct sweep *s, u32 code)
{
	struct mm011_op op = good_op(s, code);
	u32 i, k;

	for (i = 0; i < 16; i++) {
		for (k = 0; k <= i; k++) {
			op.flags = (1u << i | 1u << k) & ~(MM011_OPF_SLEEP | MM011_OPF_EVENTS);
			try_op(s, &op);
		}
	}
}

/**
 * sweep_operation() - all cases of an operation on this machine
 * @s: the sweep
 * @code: enum mm011_op_code
 */
void sweep_operation(struct sweep *s, u32 code)
{
	struct mm011_op op = good_op(s, code);

	try_op(s, &op);
	each_alone(s, code);
	flags(s, code);
	if (s->state != PANICKED)
		args_in_pairs(s, code);
	if (mm011_op_row(code)->data != MM011_DATA_NONE)
		lengths(s, code);
}
