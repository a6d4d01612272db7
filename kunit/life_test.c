// SPDX-License-Identifier: GPL-2.0
/*
 * Whole lives of processes: after each step the ledger must balance, and when
 * all is over every page must be back.
 */

#include "rig.h"

#define STEPS 600

static struct mm011_op op(struct kunit *test, u16 code, u32 task, u32 a, u32 b)
{
	struct mm011_op op = { .code = code, .task = task, .arg = { a, b } };

	mm011_op_run(rig_machine(test), &op, rig_data(test));
	return op;
}

static void end_and_reap(struct kunit *test, u32 nr, u32 father)
{
	u32 pid = linux01x(rig_machine(test))->task[nr].pid;

	KUNIT_EXPECT_EQ(test, op(test, MM011_OP_EXIT, nr, 0, 0).error, 0);
	rig_check_ledger(test);
	KUNIT_EXPECT_EQ(test, op(test, MM011_OP_WAITPID, father, pid, 0x30000).ret, pid);
	rig_check_ledger(test);
}

static void fork_exec_exit_wait_gives_all_back(struct kunit *test)
{
	u32 i, nr, free;

	rig_fork(test, 0);
	rig_exec(test, 1, 5, 0x3000, 0x1000, 0x2000);
	rig_poke(test, 1, 0x30000, 1);	/* where the status will go */
	free = rig_free_pages(test);
	for (i = 0; i < 5; i++) {
		nr = rig_fork(test, 1);
		rig_check_ledger(test);
		rig_exec(test, nr, 6, 0x5000, 0x800, 0x2000);
		rig_peek(test, nr, 0x1000);
		rig_poke(test, nr, 0x9000, i);
		rig_check_ledger(test);
		end_and_reap(test, nr, 1);
		/* the father's stack and data are read-only now, but his alone */
		KUNIT_EXPECT_EQ(test, rig_free_pages(test), free);
	}
}

static void grandchildren_share_and_part(struct kunit *test)
{
	u32 nr, value;

	rig_fork(test, 0);
	rig_exec(test, 1, 5, 0x1000, 0, 0);
	rig_poke(test, 1, 0x20000, 0);
	for (nr = 1; nr < 8; nr++) {
		KUNIT_ASSERT_EQ(test, rig_fork(test, nr), nr + 1);
		KUNIT_EXPECT_EQ(test, rig_peek(test, nr + 1, 0x20000), nr - 1);
		KUNIT_EXPECT_EQ(test, rig_poke(test, nr + 1, 0x20000, nr), 0);
		rig_check_ledger(test);
	}
	for (nr = 8; nr > 1; nr--) {
		value = rig_peek(test, nr, 0x20000);
		KUNIT_EXPECT_EQ(test, value, nr - 1);
		end_and_reap(test, nr, nr - 1);
	}
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0x20000), 0u);
}

/* thirty shells: text is loaded once and shared, data is everybody's own */
static void many_run_one_program(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 nr, page;

	rig_fork(test, 0);
	for (nr = 1; nr <= 30; nr++) {
		rig_exec(test, nr, 5, 0x2000, 0x1000, 0);
		rig_peek(test, nr, 0);
		rig_poke(test, nr, 0x2000, nr);
		if (nr < 30)
			rig_fork(test, nr);
	}
	page = rig_entry(test, RIG_TASK(1)) / 4096 * 4096;
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 30u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_SHARE_MADE], 29ull);
	for (nr = 1; nr <= 30; nr++)
		KUNIT_EXPECT_EQ(test, rig_peek(test, nr, 0x2000), nr);
	rig_check_ledger(test);
}

/* the first child of task 0 writes to the kernel's megabyte: always copies */
static void task_1_leaves_low_memory(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_fork(test, 0);
	mm011_write32(m, 0x20000, 0x1234);
	KUNIT_EXPECT_EQ(test, rig_poke(test, 1, 0x20004, 1), 0);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0x20000), 0x1234u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 0x20004), 0u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_COW_COPY], 1ull);
	/* task 0 itself writes where it likes */
	KUNIT_EXPECT_EQ(test, rig_poke(test, 0, 0x20008, 7), 0);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 0x20008), 7u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_PAGE_FAULT], 1ull);
}

/* forks until memory runs out, then everybody writes until it does again */
static void a_storm_of_forks_ends_well(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 nr, failed = 0;

	rig_small(test, 60);
	rig_fork(test, 0);
	rig_exec(test, 1, 5, 0x3000, 0x1000, 0);
	for (nr = 0; nr < 8; nr++)
		rig_poke(test, 1, 0x20000 + nr * 4096, nr);
	while ((s32)op(test, MM011_OP_FORK, 1, 0, 0).ret > 0)
		;
	rig_check_ledger(test);
	for (nr = 2; nr < MM011_NR_TASKS; nr++)
		if (linux01x(m)->task[nr].state == MM011_TASK_RUNNING)
			failed += op(test, MM011_OP_PAGE_FAULT, nr, 4,
				     RIG_TASK(nr) + 0x1000000).outcome == MM011_OOM;
	KUNIT_EXPECT_GT(test, failed, 0u);
	rig_check_ledger(test);
	while ((s32)op(test, MM011_OP_WAITPID, 1, ~0u, 0x20000).ret > 0)
		;
	rig_check_ledger(test);
}

/* what stands behind task[63] looks like a task, and nobody must take it for one */
static void behind_the_last_slot_is_no_task(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	struct mm011_inode *behind = &k->inode[0];

	KUNIT_ASSERT_PTR_EQ(test, (void *)behind, (void *)(k->task + MM011_NR_TASKS));
	behind->number = MM011_TASK_RUNNING;
	behind->dev = 70;	/* its pid */
	behind->i_count = 5;	/* its father */
	k->last_pid = 69;
	mm011_find_empty_process(m);
	KUNIT_EXPECT_EQ(test, k->last_pid, 70u);
	KUNIT_EXPECT_EQ(test, op(test, MM011_OP_TRY_TO_SHARE, 0, 0, 64).error, -EINVAL);
	rig_task(test, 5);
	behind->number = MM011_TASK_ZOMBIE;
	KUNIT_EXPECT_EQ(test, (s32)op(test, MM011_OP_WAITPID, 5, ~0u, 0).ret, -ECHILD);
	k->task[5].father = 70;
	KUNIT_EXPECT_EQ(test, op(test, MM011_OP_EXIT, 5, 0, 0).error, 0);
	KUNIT_EXPECT_EQ(test, behind->i_count, 5u);
	KUNIT_EXPECT_EQ(test, k->task[5].state, (u32)MM011_TASK_FREE);
	memset(behind, 0, sizeof(*behind));
}

/* ---- a random life ---- */

static u32 random_task(struct kunit *test, u32 *seed)
{
	const struct mm011_machine *m = rig_machine(test);
	u32 i, nr = rig_random(seed);

	for (i = 0; i < MM011_NR_TASKS; i++, nr++)
		if (nr % MM011_NR_TASKS &&
		    linux01x(m)->task[nr % MM011_NR_TASKS].state == MM011_TASK_RUNNING)
			return nr % MM011_NR_TASKS;
	return 0;
}

/* somewhere in text, data, heap or stack */
static u32 random_address(u32 *seed)
{
	static const u32 where[] = { 0, 0x4000, 0x20000, 0x900000, 0x3ff0000 };

	return where[rig_random(seed) % ARRAY_SIZE(where)] + rig_random(seed) % 0x6000;
}

static struct mm011_op random_exec(struct kunit *test, u32 nr, u32 *seed)
{
	struct mm011_op op = { .code = MM011_OP_EXEC_MADE_UP, .task = nr };

	op.arg[0] = 5 + rig_random(seed) % 3;
	op.arg[1] = rig_random(seed) % 0x6000;
	op.arg[2] = rig_random(seed) % 0x3000;
	op.arg[3] = rig_random(seed) % 0x3000;
	op.len = rig_random(seed) % 6000;
	op.arg[4] = op.len != 0;
	memset(rig_data(test), 'a', op.len);
	if (op.len)
		((char *)rig_data(test))[op.len - 1] = 0;
	mm011_op_run(rig_machine(test), &op, rig_data(test));
	return op;
}

static struct mm011_op random_access(struct kunit *test, u32 nr, u32 *seed)
{
	struct mm011_op op = { .task = nr, .len = 4 };
	u32 what = rig_random(seed);

	op.code = what % 2 ? MM011_OP_WRITE : MM011_OP_READ;
	/* the kernel writes to what is shared, be it the page directory */
	op.flags = what % 8 == 0 ? MM011_OPF_SUPERVISOR : 0;
	op.arg[0] = random_address(seed);
	mm011_op_run(rig_machine(test), &op, rig_data(test));
	return op;
}

static struct mm011_op random_step(struct kunit *test, u32 *seed)
{
	u32 nr = random_task(test, seed);

	/* task 0 would write to the page directory */
	if (!nr)
		return op(test, MM011_OP_FORK, 0, 0, 0);
	switch (rig_random(seed) % 12) {
	case 0:
	case 1:
		return op(test, MM011_OP_FORK, nr, 0, 0);
	case 2:
		return random_exec(test, nr, seed);
	case 3:
		return nr > 1 ? op(test, MM011_OP_EXIT, nr, 1, 0) :
				op(test, MM011_OP_WAITPID, nr, ~0u, 0x20000);
	case 4:
		return op(test, MM011_OP_WAITPID, nr, ~0u, random_address(seed) & ~3u);
	case 5:
		return op(test, MM011_OP_PIPE, 0, 0, 0);
	case 6:
		return op(test, MM011_OP_CLOSE_PIPE, 0, rig_random(seed) % 8, 0);
	case 7:
		return op(test, MM011_OP_VERIFY_AREA, nr, random_address(seed), 5000);
	default:
		return random_access(test, nr, seed);
	}
}

static const struct random_life {
	u32 pages;
	u32 seed;
} random_lives[] = {
	{ 24, 1 }, { 40, 2 }, { 64, 3 }, { 100, 4 }, { 200, 5 }, { 400, 6 }, { 400, 7 },
};

static void random_life_desc(const struct random_life *r, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%u pages", r->pages);
}

KUNIT_ARRAY_PARAM(random_life, random_lives, random_life_desc);

static void a_random_life_keeps_the_ledger(struct kunit *test)
{
	const struct random_life *r = test->param_value;
	struct mm011_machine *m = rig_machine(test);
	struct mm011_op op;
	u32 i, seed = r->seed;

	rig_small(test, r->pages);
	for (i = 0; i < STEPS; i++) {
		op = random_step(test, &seed);
		KUNIT_ASSERT_EQ_MSG(test, op.outcome == MM011_PANIC, false, "step %u: %s", i,
				    m->message);
		if (i % 10 == 0)
			rig_check_ledger(test);
	}
	KUNIT_EXPECT_GT(test, m->stat[MM011_STAT_FORK], 20ull);
	KUNIT_EXPECT_GT(test, m->stat[MM011_STAT_EXIT], 5ull);
}

static struct kunit_case life_cases[] = {
	KUNIT_CASE(fork_exec_exit_wait_gives_all_back),
	KUNIT_CASE(grandchildren_share_and_part),
	KUNIT_CASE(many_run_one_program),
	KUNIT_CASE(task_1_leaves_low_memory),
	KUNIT_CASE(a_storm_of_forks_ends_well),
	KUNIT_CASE(behind_the_last_slot_is_no_task),
	KUNIT_CASE_PARAM(a_random_life_keeps_the_ledger, random_life_gen_params),
	{}
};

struct kunit_suite mm011_life_suite = {
	.name = "mm011_life",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = life_cases,
};
