// SPDX-License-Identifier: GPL-2.0
/*
 * For the generator: what tasks ask the kernel for, the programs they run, and
 * tasks that come from nowhere, with fields that no program has.
 */

#include <linux/kernel.h>

#include "fuzz/generate.h"
#include "fuzz/madeup.h"

/* so many strings; few bytes, or the most that there is room for, or more */
static u32 strings_len(struct generator *g, u32 count)
{
	if (!count)
		return 0;
	if (roll(g, 40))
		return count * (2 + roll(g, 12));
	return roll(g, 2) ? roll(g, 40000) + count : MM011_MAX_DATA - roll(g, 6);
}

/* an execve() */
static void some_program(struct generator *g, struct mm011_op *op)
{
	u32 *count = op->code == MM011_OP_EXEC ? &op->arg[1] : &op->arg[4];

	count[0] = roll(g, 4);
	count[1] = roll(g, 3);
	op->len = strings_len(g, count[0] + count[1]);
	if (op->code == MM011_OP_EXEC) {
		op->arg[0] = roll(g, MADEUP_FILES + 1);
		return;
	}
	op->arg[0] = 1 + roll(g, 3);
	op->arg[1] = roll(g, 3) ? 4096 * roll(g, 5) : roll(g, 20000);
	op->arg[2] = roll(g, 12000);
	op->arg[3] = roll(g, 12000);
}

/* around the ends between which brk() may be moved, or anywhere */
static u32 some_brk(struct generator *g, const struct mm011_task *task)
{
	switch (roll(g, 4)) {
	case 0:
		return task->end_code - 1 + roll(g, 3);
	case 1:
		return task->start_stack - 16384 - 1 + roll(g, 3);
	case 2:
		return extreme(g);
	default:
		return task->brk + roll(g, 8192);
	}
}

static void wait_for_child(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	u32 which = reference_task(r, roll(g, MAX_TASKS))->pid;

	set_op(op, MM011_OP_WAITPID, which && roll(g, 2) ? which : ~0u,
	       some_offset(g, reference_task(r, op->task)), 0);
	if (in_kernel(r, op->task, op->arg[1], 4) || !roll(g, 4))
		op->flags = MM011_OPF_NO_STATUS;
}

/**
 * ask_kernel() - a system call, or what the kernel does for one
 * @g: the generator
 * @r: the reference
 * @op: filled in
 */
void ask_kernel(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	const struct mm011_task *task;

	op->task = some_task(g, r);
	task = reference_task(r, op->task);
	switch (roll(g, 5)) {
	case 0:
		set_op(op, MM011_OP_BRK, some_brk(g, task), 0, 0);
		break;
	case 1:
		set_op(op, MM011_OP_VERIFY_AREA, some_offset(g, task),
		       roll(g, 8) ? roll(g, 20000) : extreme(g), 0);
		break;
	case 2:
		wait_for_child(g, r, op);
		break;
	default:
		if (!op->task)
			break;
		op->code = roll(g, 3) ? MM011_OP_EXEC_MADE_UP : MM011_OP_EXEC;
		some_program(g, op);
	}
}

/* a task as it stands; a new one in a free slot */
static void describe(struct generator *g, const struct reference *r, u32 nr,
		     struct mm011_task_info *info)
{
	const struct mm011_task *task = reference_task(r, nr);

	info->size = sizeof(*info);
	info->nr = nr;
	info->state = task->state;
	info->pid = task->pid;
	info->father = task->father;
	info->exit_code = task->exit_code;
	info->start_code = task->start_code;
	info->end_code = task->end_code;
	info->end_data = task->end_data;
	info->brk = task->brk;
	info->start_stack = task->start_stack;
	info->base = task->ldt.base;
	info->code_limit = task->ldt.code_limit;
	info->data_limit = task->ldt.data_limit;
	info->page = task->page;
	info->inode = task->executable;
	info->library = task->library;
	if (task->state)
		return;
	info->state = MM011_TASK_RUNNING;
	info->pid = reference_last_pid(r) + 1;	/* nobody has it, nor will a fork */
	info->father = reference_task(r, some_task(g, r))->pid;
	info->start_code = nr * MM011_TASK_SIZE;
	info->base = nr * MM011_TASK_SIZE;
	info->code_limit = 4096 * roll(g, 6);
	info->data_limit = MM011_TASK_SIZE;
}

/* only 0.11 knows a family by its numbers alone; in 0.12 a new number is a new task's */
static void change_pid(struct generator *g, struct mm011_task_info *info)
{
	if (g->kernel == MM011_KERNEL_0_12)
		return;
	if (roll(g, 2))
		info->pid = extreme(g);
	else
		info->father = extreme(g);
}

static void change_field(struct generator *g, const struct reference *r,
			 struct mm011_task_info *info)
{
	static const u32 counts[] = { 1, 2, 3, 0xfffe, 0xffff };
	u32 *const field[] = {
		&info->start_code, &info->end_code, &info->end_data, &info->brk,
		&info->start_stack, &info->base, &info->code_limit, &info->data_limit,
	};

	switch (roll(g, 16)) {
	case 0:
		info->exit_code = extreme(g);
		break;
	case 1:
		info->page = wild(g, r) & (roll(g, 8) ? 0xfffff000 : ~0u);
		break;
	case 2: case 3:
		info->inode = roll(g, 4);
		info->i_count = roll(g, 2) ? one_of(g, counts, ARRAY_SIZE(counts)) : 0;
		break;
	case 4: case 5:
		info->library = roll(g, 3) ? 10 + roll(g, 3) : 0;
		info->library_i_count = roll(g, 2) ? one_of(g, counts, ARRAY_SIZE(counts)) : 0;
		break;
	case 6:
		info->state = roll(g, 4);
		break;
	case 7:
		change_pid(g, info);
		break;
	default:
		*field[roll(g, ARRAY_SIZE(field))] = roll(g, 3) ? extreme(g) : wild(g, r);
	}
}

static void load_task(struct generator *g, const struct reference *r, struct step *step)
{
	struct mm011_op *op = &step->op;
	u32 changes;

	set_op(op, MM011_OP_LOAD_TASK, 0, 0, 0);
	op->task = roll(g, MAX_TASKS);
	op->len = sizeof(step->task);
	describe(g, r, op->task, &step->task);
	for (changes = roll(g, 4); changes; changes--)
		change_field(g, r, &step->task);
	if (step->task.state == MM011_TASK_ZOMBIE && roll(g, 8)) {
		step->task.inode = 0;
		step->task.library = 0;
	}
}

/* SET_TASK over a task that is there: another program, and not where it should be */
static void set_task(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	const struct mm011_task *task;
	u32 i;

	op->task = some_task(g, r);
	task = reference_task(r, op->task);
	set_op(op, MM011_OP_SET_TASK, task->ldt.base, task->end_code, task->end_data);
	op->arg[3] = task->brk;
	op->arg[4] = roll(g, 4);
	op->arg[5] = task->start_stack;
	op->arg[6] = task->pid;
	op->arg[7] = task->father;
	i = roll(g, 6);
	if (i != 4)
		op->arg[i] = roll(g, 2) ? extreme(g) : wild(g, r);
}

/**
 * load_by_hand() - what a recorded run or a dump says of tasks and their files
 * @g: the generator
 * @r: the reference
 * @step: filled in
 */
void load_by_hand(struct generator *g, const struct reference *r, struct step *step)
{
	static const u32 counts[] = { 0, 1, 2, 3, 0x7fff, 0x8000, 0xfffe, 0xffff, 0x10000 };
	struct mm011_op *op = &step->op;

	op->task = some_task(g, r);
	switch (roll(g, 7)) {
	case 0:
		set_op(op, MM011_OP_SET_I_COUNT, one_of(g, counts, ARRAY_SIZE(counts)), 0, 0);
		break;
	case 1:
		set_op(op, op->task && !roll(g, 4) ? MM011_OP_TASK_GONE : MM011_OP_NONE, 0, 0, 0);
		break;
	case 2:
		set_op(op, MM011_OP_TRY_TO_SHARE, some_offset(g, reference_task(r, op->task)),
		       roll(g, MAX_TASKS), 0);
		if (!roll(g, 4))
			op->arg[0] = wild(g, r);
		break;
	case 3:
		set_task(g, r, op);
		break;
	case 4:
		set_op(op, MM011_OP_BIND_FILE, roll(g, MADEUP_FILES + 1),
		       reference_task(r, op->task)->executable, 0);
		break;
	default:
		if (g->kernel == MM011_KERNEL_0_12 && !roll(g, 8))
			set_op(op, MM011_OP_SET_LIBRARY, roll(g, 3) ? 10 + roll(g, 3) : 0, 0, 0);
		else
			load_task(g, r, step);
	}
}

/**
 * generate_unfit() - does an operation by hand meet another task than it was made for?
 * @step: the operation
 * @r: the reference
 * @kernel: which kernel runs there
 *
 * A program writes a task by hand over one that it knows, or into a free slot: so it
 * does when it is made shorter. The families of 0.12 would be others than the numbers
 * tell.
 */
bool generate_unfit(const struct step *step, const struct reference *r, u32 kernel)
{
	const struct mm011_op *op = &step->op;
	const struct mm011_task *task = reference_task(r, op->task % MM011_NR_TASKS);

	if (op->task >= MM011_NR_TASKS)
		return false;
	if (op->code == MM011_OP_SET_TASK)
		return task->state != MM011_TASK_RUNNING || task->pid != op->arg[6] ||
		       task->father != op->arg[7];
	return op->code == MM011_OP_LOAD_TASK && task->state && kernel == MM011_KERNEL_0_12 &&
	       (task->pid != step->task.pid || task->father != step->task.father);
}
