// SPDX-License-Identifier: GPL-2.0
/* For the sweep: the machines that cases begin with, and the numbers they try. */

#include <linux/kernel.h>

#include "fuzz/sweep.h"

#define LIFE	3000	/* operations that a machine has been through */
#define SEED	11

/**
 * sweep_state_name() - a kind of machine in words
 * @state: FRESH, ...
 */
const char *sweep_state_name(u32 state)
{
	static const char *const names[STATES] = {
		"fresh", "full", "hostile", "asleep", "panicked", "worst"
	};

	return names[state];
}

static bool do_op(struct sweep *s, u32 code, u32 task, u32 a, u32 b)
{
	struct mm011_op op = { .code = code, .task = task, .arg = { a, b } };

	return sweep_op(s, &op, NULL, MM011_OP_NONE);
}

/* one task with a program and a swap space, if there is any */
static bool make_fresh(struct sweep *s)
{
	struct mm011_op exec = {
		.code = MM011_OP_EXEC_MADE_UP, .task = 1, .len = 20,
		.arg = { 5, 0x2345, 0x1234, 0x2000, 2, 1 },
	};
	bool same = true;

	if (s->kernel == MM011_KERNEL_0_12)
		same = do_op(s, MM011_OP_SWAP_MEMORY, 0, 400, 0) &&
		       do_op(s, MM011_OP_INIT_SWAPPING, 0, 0, 0);
	return same && do_op(s, MM011_OP_FORK, 0, 0, 0) && sweep_op(s, &exec, NULL, MM011_OP_NONE);
}

/* a random program, in which nobody sleeps; *good: it has not been left to chance */
static bool run_random(struct sweep *s, u64 seed, bool hostile, bool *good)
{
	struct generator g = {
		.dice.state = seed, .kernel = s->kernel, .hostile = hostile, .sleepless = true,
	};
	struct mm011_reset reset;
	struct step step;
	u32 i;

	generate_reset(&g, &reset);
	reset.ram_kb = 1024 + 4 * 60;
	g.end = reset.ram_kb * 1024;
	pair_reset(s->p, &reset);
	for (i = 0; i < LIFE && !g.spoiled; i++) {
		generate(&g, pair_reference(s->p), &step);
		if (generate_unfit(&step, pair_reference(s->p), s->kernel))
			continue;
		if (!sweep_op(s, &step.op, &step.task, MM011_OP_NONE))
			return false;
		generate_learn(&g, &step.op);
	}
	*good = !g.spoiled;
	return true;
}

/* the first one that is not */
static bool make_random(struct sweep *s, bool hostile)
{
	bool good = false;
	u64 seed;

	for (seed = SEED; !good; seed++)
		if (!run_random(s, seed, hostile, &good))
			return false;
	return true;
}

/* until there is no page to be had */
static bool fill_up(struct sweep *s)
{
	struct mm011_op op;
	u32 i;

	for (i = 0; i < 200; i++) {
		op = (struct mm011_op){ .code = MM011_OP_GET_FREE_PAGE };
		if (!sweep_op(s, &op, NULL, MM011_OP_NONE))
			return false;
		if (!op.ret)
			break;
	}
	return true;
}

/* "Trying to free up swapper memory space" */
static bool panic_now(struct sweep *s)
{
	struct mm011_op op = { .code = MM011_OP_FREE_PAGE_TABLES };
	static u8 nothing;

	return pair_op(s->p, &op, &nothing, 0) && pair_stopped(s->p);
}

static bool make_machine(struct sweep *s)
{
	const struct mm011_reset reset = { .kernel = s->kernel };
	u32 state = s->state;

	if (state == FULL)
		return make_random(s, false) && fill_up(s);
	if (state == HOSTILE)
		return make_random(s, true);
	if (state == ASLEEP)
		return sweep_make_asleep(s);
	pair_reset(s->p, &reset);
	s->state = FRESH;	/* up to here nothing stands still */
	if (!make_fresh(s))
		return false;
	s->state = state;
	return state == FRESH || panic_now(s);
}

static void add(struct sweep *s, u32 value)
{
	u32 i;

	for (i = 0; i < s->values && s->value[i] != value; i++)
		;
	if (i == s->values && i < MAX_VALUES)
		s->value[s->values++] = value;
}

static void add_around(struct sweep *s, u32 value)
{
	add(s, value);
	add(s, value - 1);
	add(s, value + 1);
}

/* those that meet in pairs: ends of what there is, and this machine's own places */
static void add_few(struct sweep *s)
{
	const struct mm011_task *task = sweep_task(s, s->task);
	static const u32 ends[] = {
		0, 1, 0xfff, 0x1000, 0x100000, 0x400000, 0xffffff, 0x1000000, 0x4000000,
		0x7fffffff, 0x80000000, 0xffc00000, 0xfffff000, 0xffffffff,
	};
	u32 pde, i;

	memcpy(&pde, sweep_memory(s) + mm011_pde_address(task->ldt.base), sizeof(pde));
	add(s, task->ldt.base);
	add(s, task->ldt.base + 0x1000);
	add(s, mm011_entry_page(pde));
	add(s, mm011_entry_page(pde) + 4);
	add(s, s->task);
	for (i = 0; i < ARRAY_SIZE(ends); i++)
		add(s, ends[i]);
	s->few = s->values;
}

/**
 * sweep_values() - the numbers that arguments are given on this machine
 * @s: the sweep
 */
void sweep_values(struct sweep *s)
{
	static const u32 limits[] = {
		20, 100, 0xa0000, 0xfff000, 0x3c00000, 0x3ffc000, 0x3fff000, 3840, 0x3000000,
		16384, 32768, 131068, 0x10f00000, 0x1000000 - 4, 0x600000, 0xc00000, 66559, 15360,
	};
	const struct mm011_task *task;
	u32 i;

	s->values = 0;
	add_few(s);
	task = sweep_task(s, s->task);
	add_around(s, 0);
	for (i = 1; i < 32; i++)
		add_around(s, 1u << i);
	for (i = 0; i < ARRAY_SIZE(limits); i++)
		add_around(s, limits[i]);
	add_around(s, task->ldt.base + task->end_data);
	add_around(s, task->ldt.base + MM011_TASK_SIZE);
	add_around(s, task->start_stack - 16384);
	add_around(s, task->brk);
	for (i = 1; i < MM011_NR_TASKS; i += 21)
		add_around(s, i * MM011_TASK_SIZE);
}

static u32 find_task(const struct reference *r)
{
	u32 nr;

	for (nr = 1; nr < MM011_NR_TASKS; nr++)
		if (reference_task(r, nr)->state == MM011_TASK_RUNNING)
			return nr;
	return 0;
}

/**
 * sweep_prepare() - make the machines that the next cases begin with
 * @s: the sweep
 * @kernel: MM011_KERNEL_*
 * @state: FRESH, ...
 *
 * Return: whether all answers on the way were the same.
 */
bool sweep_prepare(struct sweep *s, u32 kernel, u32 state)
{
	s->kernel = kernel;
	s->state = state;
	if (!make_machine(s) || !pair_same_memory(s->p))
		return false;
	s->task = find_task(pair_reference(s->p));
	sweep_values(s);
	return pair_save(s->p);
}
