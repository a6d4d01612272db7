// SPDX-License-Identifier: GPL-2.0
/*
 * For the sweep: fields of a task, of a program's header and of a reset, and then
 * what makes use of them.
 */

#include <linux/kernel.h>

#include "fuzz/madeup.h"
#include "fuzz/sweep.h"

#define TASK_PAIRS	9u	/* values that two fields of a task take together */

/* what a task may live through; its base is added to linear addresses */
static const struct {
	struct mm011_op op;
	bool linear;	/* arg[1] is */
} life[] = {
	{ { .code = MM011_OP_READ, .len = 8 }, false },
	{ { .code = MM011_OP_WRITE, .arg = { 0x1ffc }, .len = 8 }, false },
	{ { .code = MM011_OP_READ, .arg = { 0xffffffff }, .len = 2 }, false },
	{ { .code = MM011_OP_READ, .len = 4, .flags = MM011_OPF_CODE }, false },
	{ { .code = MM011_OP_VERIFY_AREA, .arg = { 0xff0, 4097 } }, false },
	{ { .code = MM011_OP_DO_NO_PAGE, .arg = { 4, 0x5000 } }, true },
	{ { .code = MM011_OP_DO_WP_PAGE, .arg = { 7, 0 } }, true },
	{ { .code = MM011_OP_SHARE_PAGE }, false },
	{ { .code = MM011_OP_WAITPID, .arg = { ~0u, 0x100 } }, false },
	{ { .code = MM011_OP_BRK, .arg = { 0x9000 } }, false },
	{ { .code = MM011_OP_FORK }, false },
	{ { .code = MM011_OP_EXEC_MADE_UP, .arg = { 6, 0x1000, 0x800, 0, 1, 1 }, .len = 8 },
	  false },
	{ { .code = MM011_OP_EXIT, .arg = { 1 } }, false },
};

/* false: an answer differed */
static bool live(struct sweep *s, u32 nr, u32 base, u32 which)
{
	struct mm011_op op;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(life); i++) {
		op = life[i].op;
		op.task = nr;
		if (life[i].linear)
			op.arg[1] += base;
		if (!sweep_op(s, &op, NULL, which))
			return false;
	}
	return true;
}

static void describe(const struct sweep *s, struct mm011_task_info *info)
{
	const struct mm011_task *task = reference_task(pair_reference(s->p), s->task);

	*info = (struct mm011_task_info) {
		.size = sizeof(*info), .nr = s->task, .state = task->state, .pid = task->pid,
		.father = task->father, .exit_code = task->exit_code,
		.start_code = task->start_code, .end_code = task->end_code,
		.end_data = task->end_data, .brk = task->brk, .start_stack = task->start_stack,
		.base = task->ldt.base, .code_limit = task->ldt.code_limit,
		.data_limit = task->ldt.data_limit, .page = task->page, .inode = task->executable,
		.library = task->library,
	};
}

static u32 *field_of(struct mm011_task_info *info, u32 nr)
{
	u32 *const fields[] = {
		&info->start_code, &info->end_code, &info->end_data, &info->brk,
		&info->start_stack, &info->base, &info->code_limit, &info->data_limit,
		&info->page, &info->i_count, &info->library_i_count, &info->state,
		(u32 *)&info->exit_code, &info->size, &info->nr, &info->reserved, &info->pid,
		&info->father,
	};

	return nr < ARRAY_SIZE(fields) ? fields[nr] : NULL;
}

static void try_task(struct sweep *s, const struct mm011_task_info *info, u32 which)
{
	struct mm011_op op = {
		.code = MM011_OP_LOAD_TASK, .task = s->task, .len = sizeof(*info),
	};
	bool same;

	if (!sweep_turn(s))
		return;
	same = sweep_begin_case(s) && sweep_op(s, &op, info, which);
	if (same && op.outcome != MM011_REFUSED)
		same = live(s, s->task, info->base, which);
	same = same && sweep_wake(s, &op);
	sweep_end_case(s, which, same);
}

/* two of them; which pairs is where the two kernels' families are not told apart by pid */
static void try_pairs(struct sweep *s, u32 a, u32 b)
{
	struct mm011_task_info info;
	u32 i, k;

	for (i = 0; i < TASK_PAIRS; i++) {
		for (k = 0; k < TASK_PAIRS; k++) {
			describe(s, &info);
			*field_of(&info, a) = s->value[5 + 3 * i / 2];
			*field_of(&info, b) = s->value[5 + 3 * k / 2];
			try_task(s, &info, OF_TASK_PAIRS);
		}
	}
}

/* in 0.12 the reference has lists where mm011/ has numbers of processes */
static bool is_swept(const struct sweep *s, const struct mm011_task_info *info, const u32 *field)
{
	return s->kernel == MM011_KERNEL_0_11 || (field != &info->pid && field != &info->father);
}

/**
 * sweep_tasks() - the fields of a task, alone and in pairs
 * @s: the sweep
 */
void sweep_tasks(struct sweep *s)
{
	struct mm011_task_info info;
	u32 a, b, k;

	for (a = 0; field_of(&info, a) && is_swept(s, &info, field_of(&info, a)); a++) {
		for (k = 0; k < s->values; k++) {
			describe(s, &info);
			*field_of(&info, a) = s->value[k];
			try_task(s, &info, OF_TASKS);
		}
		for (b = 0; b < a && a < 12; b++)
			try_pairs(s, a, b);
	}
}

static void try_file(struct sweep *s)
{
	struct mm011_op exec = {
		.code = MM011_OP_EXEC, .task = s->task, .arg = { 0, 1, 1 }, .len = 8,
	};
	struct mm011_op lib = { .code = MM011_OP_USELIB, .task = s->task };
	u32 base = reference_task(pair_reference(s->p), s->task)->ldt.base;
	bool same;

	if (!sweep_turn(s))
		return;
	same = sweep_begin_case(s) && sweep_op(s, &lib, NULL, OF_FILES) &&
	       sweep_op(s, &exec, NULL, OF_FILES) && live(s, s->task, base, OF_FILES) &&
	       sweep_wake(s, &exec);
	sweep_end_case(s, OF_FILES, same);
}

/**
 * sweep_files() - the header and the size of a program, alone and in pairs
 * @s: the sweep
 */
void sweep_files(struct sweep *s)
{
	struct madeup_file *file = madeup_file(0);
	const struct madeup_file good = *file;
	u32 a, b, i, k;

	for (a = 0; a <= MADEUP_WORDS; a++) {
		for (k = 0; k < s->values; k++) {
			if (a < MADEUP_WORDS)
				file->header[a] = s->value[k];
			else
				file->size = s->value[k];
			try_file(s);
			*file = good;
		}
		for (b = 0; b < a && a < MADEUP_WORDS; b++) {
			for (i = 0; i < s->few * s->few; i++) {
				file->header[a] = s->value[i % s->few];
				file->header[b] = s->value[i / s->few];
				try_file(s);
				*file = good;
			}
		}
	}
}

static void try_reset(struct sweep *s, const struct mm011_reset *reset)
{
	bool same = true;

	if (mm011_check_reset(reset)) {
		s->tally[OF_RESETS].cases++;
		return;
	}
	if (!sweep_turn(s))
		return;
	pair_reset(s->p, reset);
	same = live(s, 0, 0, OF_RESETS) && pair_same_memory(s->p);
	s->tally[OF_RESETS].cases++;
	s->tally[OF_RESETS].differences += !same;
}

static u32 *reset_field(struct mm011_reset *reset, u32 nr)
{
	u32 *const fields[] = {
		&reset->ram_kb, &reset->ramdisk_kb, &reset->flags, &reset->kernel, &reset->reserved,
	};

	return nr < ARRAY_SIZE(fields) ? fields[nr] : NULL;
}

/**
 * sweep_resets() - the fields of a reset, alone and in pairs
 * @s: the sweep
 *
 * The machines are others afterwards.
 */
void sweep_resets(struct sweep *s)
{
	struct mm011_reset reset;
	u32 a, k, i;

	for (a = 0; reset_field(&reset, a); a++) {
		for (k = 0; k < s->values; k++) {
			reset = (struct mm011_reset){ .kernel = s->kernel };
			*reset_field(&reset, a) = s->value[k];
			try_reset(s, &reset);
		}
	}
	for (i = 0; i < FEW; i++) {
		for (k = 0; k < FEW; k++) {
			reset = (struct mm011_reset){ .kernel = s->kernel };
			reset.ram_kb = 1024 + 660 * i;
			reset.ramdisk_kb = 640 * k;
			try_reset(s, &reset);
		}
	}
}
