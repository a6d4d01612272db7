// SPDX-License-Identifier: GPL-2.0
/*
 * Processes in 0.12: fork, exec, exit and waitpid where they are other than in
 * 0.11, and whole lives with swapping.
 */

#include "rig.h"

#define PROGRAM		5
#define LIBRARY		9
#define LIBRARY_START	0x3c00000u
#define STEPS		500

static struct mm011_op op(struct kunit *test, u16 code, u32 task, u32 a, u32 b)
{
	struct mm011_op op = { .code = code, .task = task, .arg = { a, b } };

	mm011_op_run(rig_machine(test), &op, rig_data(test));
	return op;
}

static void swap_out_page(struct kunit *test, u32 nr, u32 address)
{
	u32 entry = rig_entry_address(test, RIG_TASK(nr) + address);
	u32 ret = 0;

	KUNIT_ASSERT_EQ(test, mm011_try_to_swap_out(rig_machine(test), entry, &ret), 0);
	KUNIT_ASSERT_EQ(test, ret, 1u);
}

/* task 1 with two pages, the first of them swapped out to swap page 1 */
static void a_father(struct kunit *test, u32 pages)
{
	rig_swapping(test, pages, 24);
	rig_program(test, 1, PROGRAM, 0);
	rig_poke(test, 1, 0, 0x11);
	rig_poke(test, 1, 0x1000, 0x22);
	swap_out_page(test, 1, 0);
}

/* ---- fork() ---- */

static void the_father_gets_the_page_and_the_child_the_slot(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page;

	a_father(test, 64);
	KUNIT_ASSERT_EQ(test, rig_fork(test, 1), 2u);
	page = rig_entry(test, RIG_TASK(1)) / 4096 * 4096;
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1)), page + 0x47);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 1u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(2)), 2u);
	KUNIT_EXPECT_EQ(test, rig_free_swap(test), 23u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_NO_PAGE_SWAP], 0ull);
	/* the page that was in memory is shared, as in 0.11 */
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1) + 0x1000),
			rig_entry(test, RIG_TASK(2) + 0x1000));
	rig_poke(test, 1, 0, 0x33);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 2, 0), 0x11u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0), 0x33u);
	KUNIT_EXPECT_EQ(test, rig_free_swap(test), 24u);
}

/* no count can say that two entries name one swap page */
static void each_generation_brings_it_in_once_more(struct kunit *test)
{
	u32 nr;

	a_father(test, 128);
	for (nr = 1; nr < 6; nr++) {
		KUNIT_ASSERT_EQ(test, rig_fork(test, nr), nr + 1);
		KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(nr)) & 0xfff, 0x47u);
		KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(nr + 1)), 2u);
	}
	for (nr = 1; nr <= 6; nr++)
		KUNIT_EXPECT_EQ(test, rig_peek(test, nr, 0), 0x11u);
	KUNIT_EXPECT_EQ(test, rig_free_swap(test), 24u);
}

/* 20 pages swapped out take 20 pages of memory at the fork, before the child does anything */
static void a_fork_needs_memory_for_what_is_swapped_out(struct kunit *test)
{
	u32 i, free;

	rig_swapping(test, 64, 24);
	rig_task(test, 1);
	for (i = 0; i < 20; i++) {
		rig_poke(test, 1, i * 4096, i);
		swap_out_page(test, 1, i * 4096);
	}
	free = rig_free_pages(test);
	rig_fork(test, 1);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), free - 22);
	KUNIT_EXPECT_EQ(test, rig_free_swap(test), 4u);
}

/* the swap space is full of the task's pages: what comes in has to wait for what goes out */
static void a_fork_without_memory_gives_the_slots_back(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_op forked;
	u32 i, message;

	rig_swapping(test, 32, 24);
	rig_task(test, 1);
	for (i = 0; i < 24; i++) {
		rig_poke(test, 1, i * 4096, i + 1);
		swap_out_page(test, 1, i * 4096);
	}
	rig_leave(test, 12);
	KUNIT_EXPECT_EQ(test, rig_free_swap(test), 0u);
	rig_watch(test);
	mm011_switch_to(m, 1);
	forked.ret = mm011_fork(m, &forked.out[0]);
	message = rig_message(test);
	KUNIT_EXPECT_EQ(test, forked.ret, (u32)-EAGAIN);
	KUNIT_EXPECT_EQ(test, message, (u32)MM011_MSG_SWAP_FULL);	/* and no word more */
	KUNIT_EXPECT_EQ(test, linux01x(m)->task[2].state, (u32)MM011_TASK_FREE);
	/* ten came in for the father before; their swap pages are free */
	KUNIT_EXPECT_EQ(test, rig_free_swap(test), 10u);
	for (i = 0; i < 24; i++)
		KUNIT_EXPECT_EQ(test, rig_peek(test, 1, i * 4096), i + 1);
}

static void a_child_has_the_library_too(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);

	a_father(test, 64);
	KUNIT_EXPECT_EQ(test, op(test, MM011_OP_USELIB_MADE_UP, 1, LIBRARY, 0).error, 0);
	rig_fork(test, 1);
	KUNIT_EXPECT_EQ(test, k->task[2].library, k->task[1].library);
	KUNIT_EXPECT_EQ(test, k->inode[k->task[1].library].i_count, 2u);
	KUNIT_EXPECT_EQ(test, op(test, MM011_OP_EXIT, 2, 0, 0).error, 0);
	KUNIT_EXPECT_EQ(test, k->inode[k->task[1].library].i_count, 1u);
	KUNIT_EXPECT_EQ(test, k->task[2].library, 0u);
}

/* ---- exec() ---- */

static void arguments_end_below_the_library(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_exec x = {
		.inode = { .number = PROGRAM }, .made_up = true, .text = 0x1000, .argc = 1,
		.strings = "hello", .len = 6,
	};

	rig_0_12(test, 64);
	rig_task(test, 1);
	mm011_switch_to(m, 1);
	KUNIT_ASSERT_EQ(test, mm011_execve(m, &x), 0);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1) + LIBRARY_START - 4096) & 0xfff, 0x67u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 4 * 31), 0u);
	KUNIT_EXPECT_EQ(test, x.stack, LIBRARY_START - 4 - 8 - 8 - 4 - 12);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, x.stack), 1u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, LIBRARY_START - 10), 0x6c6c6568u);
	KUNIT_EXPECT_EQ(test, linux01x(m)->task[1].start_stack, LIBRARY_START - 4096);
}

/* pages that only copy_strings() wrote to: clean to the CPU, and dirty all the same */
static void argument_pages_are_swapped_out_not_dropped(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	char *strings = rig_data(test);
	struct mm011_exec x = {
		.inode = { .number = PROGRAM }, .made_up = true, .text = 0x1000, .argc = 1,
		.strings = strings, .len = 9000,
	};
	u32 linear = RIG_TASK(1) + LIBRARY_START - 2 * 4096;

	rig_swapping(test, 64, 24);
	rig_task(test, 1);
	mm011_switch_to(m, 1);
	memset(strings, 'x', 8999);
	strings[8999] = 0;
	KUNIT_ASSERT_EQ(test, mm011_execve(m, &x), 0);
	/* create_tables() has read it since, byte by byte */
	KUNIT_EXPECT_EQ(test, rig_entry(test, linear) & 0xfff, 0x67u);
	swap_out_page(test, 1, LIBRARY_START - 2 * 4096);
	KUNIT_EXPECT_EQ(test, rig_entry(test, linear), 2u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, LIBRARY_START - 2 * 4096), 0x78787878u);
}

static void code_reaches_to_the_end_of_the_64_mb(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);

	rig_0_12(test, 64);
	rig_task(test, 1);
	rig_exec(test, 1, PROGRAM, 0x1000, 0x234, 0x5000);
	KUNIT_EXPECT_EQ(test, k->task[1].ldt.code_limit, 0x4000000u);
	KUNIT_EXPECT_EQ(test, k->task[1].ldt.data_limit, 0x4000000u);
	KUNIT_EXPECT_EQ(test, rig_access(test, 1, 0x3ffffff,
					 MM011_ACCESS_USER | MM011_ACCESS_CODE), 0);
	KUNIT_EXPECT_EQ(test, k->task[1].end_code, 0x1000u);
	KUNIT_EXPECT_EQ(test, k->task[1].brk, 0x6234u);
}

/* do_no_page() zeroes the tail; exec() itself touches no page of the program */
static void exec_loads_nothing(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page;

	rig_0_12(test, 64);
	rig_task(test, 1);
	rig_exec(test, 1, PROGRAM, 0x1000, 0x234, 0x5000);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_NO_PAGE_LOAD], 0ull);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1) + 0x1000), 0u);
	rig_peek(test, 1, 0x1000);
	page = rig_entry(test, RIG_TASK(1) + 0x1000) / 4096 * 4096;
	KUNIT_EXPECT_FALSE(test, rig_is_zero(test, page, 0x234));
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, page + 0x234, 0x1000 - 0x234));
}

static void exec_frees_what_is_swapped_out(struct kunit *test)
{
	a_father(test, 64);
	rig_exec(test, 1, PROGRAM + 1, 0x1000, 0, 0);
	KUNIT_EXPECT_EQ(test, rig_free_swap(test), 24u);
}

static void exec_keeps_the_library(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);

	a_father(test, 64);
	op(test, MM011_OP_USELIB_MADE_UP, 1, LIBRARY, 0);
	rig_peek(test, 1, LIBRARY_START);
	rig_exec(test, 1, PROGRAM + 1, 0x1000, 0, 0);
	KUNIT_EXPECT_EQ(test, k->inode[k->task[1].library].number, (u64)LIBRARY);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1) + LIBRARY_START), 0u);
}

/* ---- exit(), waitpid() ---- */

static void exit_gives_swap_pages_back(struct kunit *test)
{
	a_father(test, 64);
	KUNIT_EXPECT_EQ(test, op(test, MM011_OP_EXIT, 1, 0, 0).error, 0);
	KUNIT_EXPECT_EQ(test, rig_free_swap(test), 24u);
}

/* tasks 2, 3, 4 are children of 1, in slots that do not tell their age */
static void three_children(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_0_12(test, 128);
	rig_program(test, 1, PROGRAM, 0);
	linux01x(m)->last_pid = 10;
	rig_poke(test, 1, 0, 0);
	KUNIT_ASSERT_EQ(test, rig_fork(test, 1), 2u);	/* pid 11 */
	KUNIT_ASSERT_EQ(test, rig_fork(test, 1), 3u);	/* pid 12 */
	KUNIT_ASSERT_EQ(test, rig_fork(test, 1), 4u);	/* pid 13 */
	op(test, MM011_OP_EXIT, 2, 0, 0);
	KUNIT_ASSERT_EQ(test, op(test, MM011_OP_WAITPID, 1, 11, 0).ret, 11u);
	KUNIT_ASSERT_EQ(test, rig_fork(test, 1), 2u);	/* pid 14 */
}

static void the_youngest_zombie_comes_first(struct kunit *test)
{
	u32 nr;

	three_children(test);
	for (nr = 2; nr <= 4; nr++)
		op(test, MM011_OP_EXIT, nr, nr, 0);
	KUNIT_EXPECT_EQ(test, op(test, MM011_OP_WAITPID, 1, ~0u, 0).ret, 14u);
	KUNIT_EXPECT_EQ(test, op(test, MM011_OP_WAITPID, 1, ~0u, 0).ret, 13u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0), 0x400u);
	KUNIT_EXPECT_EQ(test, op(test, MM011_OP_WAITPID, 1, ~0u, 0).ret, 12u);
	KUNIT_EXPECT_EQ(test, op(test, MM011_OP_WAITPID, 1, ~0u, 0).error, -ECHILD);
}

static void a_younger_one_that_lives_is_passed_over(struct kunit *test)
{
	three_children(test);
	op(test, MM011_OP_EXIT, 3, 0, 0);
	KUNIT_EXPECT_EQ(test, op(test, MM011_OP_WAITPID, 1, ~0u, 0).ret, 12u);
	KUNIT_EXPECT_EQ(test, op(test, MM011_OP_WAITPID, 1, ~0u, 0).ret, 0u);
}

/* in one go, the youngest of them before the children that init has already */
static void orphans_go_before_inits_own_children(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	static const u32 order[] = { 16, 15, 17, 13 };
	u32 i;

	rig_0_12(test, 200);
	rig_program(test, 1, PROGRAM, 0);
	rig_poke(test, 1, 0, 0);
	k->last_pid = 12;
	KUNIT_ASSERT_EQ(test, rig_fork(test, 1), 2u);	/* pid 13, the father */
	KUNIT_ASSERT_EQ(test, rig_fork(test, 2), 3u);	/* pid 14, which ends first */
	KUNIT_ASSERT_EQ(test, rig_fork(test, 2), 4u);	/* pid 15 */
	KUNIT_ASSERT_EQ(test, rig_fork(test, 2), 5u);	/* pid 16 */
	KUNIT_ASSERT_EQ(test, rig_fork(test, 1), 6u);	/* pid 17, init's youngest */
	op(test, MM011_OP_EXIT, 3, 0, 0);
	op(test, MM011_OP_WAITPID, 2, 14, 0);
	op(test, MM011_OP_EXIT, 2, 0, 0);
	KUNIT_EXPECT_EQ(test, k->task[4].father, 1u);
	KUNIT_EXPECT_EQ(test, k->task[5].father, 1u);
	for (i = 4; i <= 6; i++)
		op(test, MM011_OP_EXIT, i, 0, 0);
	for (i = 0; i < ARRAY_SIZE(order); i++)
		KUNIT_EXPECT_EQ(test, op(test, MM011_OP_WAITPID, 1, ~0u, 0).ret, order[i]);
}

/* in 0.11 it would release itself: "BAD BAD - no father found" */
static void a_task_whose_father_is_gone_waits(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_0_12(test, 64);
	rig_program(test, 4, PROGRAM, 0);
	linux01x(m)->task[4].father = 77;
	rig_watch(test);
	mm011_switch_to(m, 4);
	KUNIT_EXPECT_EQ(test, mm011_do_exit(m, 0), 0);
	KUNIT_EXPECT_EQ(test, rig_message(test), ~0u);
	KUNIT_EXPECT_EQ(test, linux01x(m)->task[4].state, (u32)MM011_TASK_ZOMBIE);
}

/* the status first: where it cannot be written the zombie stays, to be asked for again */
static void the_status_is_written_before_the_zombie_goes(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct rig *rig = test->priv;
	u32 i, n, child, wrote = 0, gone = 0;

	three_children(test);
	op(test, MM011_OP_EXIT, 2, 0x7, 0);
	KUNIT_EXPECT_EQ(test, op(test, MM011_OP_WAITPID, 1, ~0u, 0x3fffffe).error, -EFAULT);
	KUNIT_EXPECT_EQ(test, linux01x(m)->task[2].state, (u32)MM011_TASK_ZOMBIE);
	rig_watch(test);
	mm011_switch_to(m, 1);
	i = 0;
	KUNIT_EXPECT_EQ(test, mm011_waitpid(m, -1, &i, &child), 0);
	KUNIT_EXPECT_EQ(test, child, 14u);
	n = min(rig_watched(test), RIG_LOG);
	for (i = 0; i < n; i++) {
		if (rig->log[i].type == MM011_EV_WRITE)
			wrote = i + 1;
		if (rig->log[i].type == MM011_EV_TASK)
			gone = i + 1;
	}
	KUNIT_EXPECT_TRUE(test, wrote && gone && wrote < gone);
}

/* ---- whole lives ---- */

struct life {
	u32 seed;
	u32 known[MM011_NR_TASKS][16];	/* what each task wrote */
};

static u32 somebody(struct kunit *test, struct life *life)
{
	const struct mm011_machine *m = rig_machine(test);
	u32 nr = rig_random(&life->seed) % 8 + 1;

	return linux01x(m)->task[nr].state == MM011_TASK_RUNNING ? nr : 1;
}

static void touch(struct kunit *test, struct life *life)
{
	u32 nr = somebody(test, life), i = rig_random(&life->seed) % 16;
	u32 value = rig_random(&life->seed) | 1;

	if (rig_random(&life->seed) % 2)
		KUNIT_EXPECT_EQ(test, rig_peek(test, nr, i * 4096), life->known[nr][i]);
	else if (!rig_poke(test, nr, i * 4096, value))
		life->known[nr][i] = value;
}

static void procreate(struct kunit *test, struct life *life)
{
	struct mm011_machine *m = rig_machine(test);
	u32 father = somebody(test, life);
	struct mm011_op forked;

	if (linux01x(m)->task[8].state != MM011_TASK_FREE)
		return;
	forked = op(test, MM011_OP_FORK, father, 0, 0);
	if (!forked.error)
		memcpy(life->known[forked.out[0]], life->known[father], sizeof(life->known[0]));
}

static void die(struct kunit *test, struct life *life)
{
	struct mm011_machine *m = rig_machine(test);
	u32 child, nr = somebody(test, life);

	if (nr == 1)
		return;
	KUNIT_EXPECT_EQ(test, op(test, MM011_OP_EXIT, nr, 0, 0).error, 0);
	mm011_switch_to(m, 1);
	while (!mm011_waitpid(m, -1, NULL, &child) && child)
		;
}

static const u32 seeds[] = { 1, 2, 3, 0x2545f491 };

static void seed_desc(const u32 *seed, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "seed %x", *seed);
}

KUNIT_ARRAY_PARAM(seed, seeds, seed_desc);

/*
 * Up to eight tasks of 16 pages each in 60 pages of memory: everybody always
 * reads what he wrote last, and every page and swap page is accounted for.
 */
static void a_random_life_with_swapping(struct kunit *test)
{
	struct life *life = kunit_kzalloc(test, sizeof(*life), GFP_KERNEL);
	struct mm011_machine *m = rig_machine(test);
	u32 step;

	KUNIT_ASSERT_NOT_NULL(test, life);
	life->seed = *(const u32 *)test->param_value;
	rig_swapping(test, 60, 63);
	rig_program(test, 1, PROGRAM, 0);
	for (step = 0; step < STEPS && !m->stat[MM011_STAT_OOM]; step++) {
		switch (rig_random(&life->seed) % 32) {
		case 0:
			procreate(test, life);
			break;
		case 1:
			die(test, life);
			break;
		case 2:
			op(test, MM011_OP_SWAP_OUT, 0, 0, 0);
			break;
		default:
			touch(test, life);
		}
		if (step % 16 == 0)
			rig_check_ledger(test);
	}
	KUNIT_EXPECT_GT(test, m->stat[MM011_STAT_SWAP_WRITTEN], 20ull);
	KUNIT_EXPECT_GT(test, m->stat[MM011_STAT_SWAP_READ], 20ull);
	KUNIT_EXPECT_GT(test, m->stat[MM011_STAT_FORK], 5ull);
}

/* do_exit() gives the children of task 0, task 1 among them, to task 1 */
static void task_1_is_its_own_child_without_task_0(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 child;

	rig_0_12(test, 16);
	KUNIT_ASSERT_EQ(test, rig_fork(test, 0), 1u);
	linux01x(m)->task[0].ldt.base = RIG_TASK(9);
	KUNIT_EXPECT_EQ(test, op(test, MM011_OP_EXIT, 0, 0, 0).error, 0);
	KUNIT_EXPECT_EQ(test, linux01x(m)->task[1].father, 1u);
	mm011_switch_to(m, 1);
	KUNIT_EXPECT_EQ(test, mm011_waitpid(m, -1, NULL, &child), 0);
	KUNIT_EXPECT_EQ(test, child, 0u);
	rig_no_ledger(test, "a task 0 with a base");
}

static struct kunit_case life012_cases[] = {
	KUNIT_CASE(task_1_is_its_own_child_without_task_0),
	KUNIT_CASE(the_father_gets_the_page_and_the_child_the_slot),
	KUNIT_CASE(each_generation_brings_it_in_once_more),
	KUNIT_CASE(a_fork_needs_memory_for_what_is_swapped_out),
	KUNIT_CASE(a_fork_without_memory_gives_the_slots_back),
	KUNIT_CASE(a_child_has_the_library_too),
	KUNIT_CASE(arguments_end_below_the_library),
	KUNIT_CASE(argument_pages_are_swapped_out_not_dropped),
	KUNIT_CASE(code_reaches_to_the_end_of_the_64_mb),
	KUNIT_CASE(exec_loads_nothing),
	KUNIT_CASE(exec_frees_what_is_swapped_out),
	KUNIT_CASE(exec_keeps_the_library),
	KUNIT_CASE(exit_gives_swap_pages_back),
	KUNIT_CASE(the_youngest_zombie_comes_first),
	KUNIT_CASE(a_younger_one_that_lives_is_passed_over),
	KUNIT_CASE(orphans_go_before_inits_own_children),
	KUNIT_CASE(a_task_whose_father_is_gone_waits),
	KUNIT_CASE(the_status_is_written_before_the_zombie_goes),
	KUNIT_CASE_PARAM(a_random_life_with_swapping, seed_gen_params),
	{}
};

struct kunit_suite mm011_life012_suite = {
	.name = "mm011_life012",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = life012_cases,
};
