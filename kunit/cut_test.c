// SPDX-License-Identifier: GPL-2.0
/*
 * Whoever asked for a long operation is killed in the middle of it. Is no page
 * lost, and does the machine say so? Each operation is called off at its first
 * breath, then, on a new machine, at its second, until it comes to its end; the
 * ledger is drawn up after each.
 */

#include "rig.h"

#define INODE	7
#define DATA	0x401000u	/* offset of a page in the task's second page table */

/* operations that take a while */
static const struct job {
	const char *what;
	struct mm011_op op;
	u32 breaths;	/* how many it takes at least */
	u32 small;	/* 1: hardly a page is left when it begins */
} jobs[] = {
	{ "fork", { .code = MM011_OP_FORK, .task = 1 }, 2 },
	{ "fork that swaps", { .code = MM011_OP_FORK, .task = 1 }, 17, 1 },
	{ "exit", { .code = MM011_OP_EXIT, .task = 1 }, 2 },
	{ "exec", { .code = MM011_OP_EXEC_MADE_UP, .task = 1,
		    .arg = { INODE + 1, 0x1000, 0x800, 0, 2 }, .len = 8 }, 10 },
	{ "exec that swaps", { .code = MM011_OP_EXEC_MADE_UP, .task = 1,
			       .arg = { INODE + 1, 0x1000, 0x800, 0, 2 }, .len = 8 }, 10, 1 },
	{ "copy_page_tables", { .code = MM011_OP_COPY_PAGE_TABLES,
				.arg = { RIG_TASK(1), RIG_TASK(9), 0x4000000 } }, 4 },
	{ "free_page_tables", { .code = MM011_OP_FREE_PAGE_TABLES,
				.arg = { RIG_TASK(1), 0x4000000 } }, 2 },
	{ "verify_area", { .code = MM011_OP_VERIFY_AREA, .task = 1,
			   .arg = { DATA, 0x2001 } }, 3 },
	{ "get_free_page", { .code = MM011_OP_GET_FREE_PAGE }, 2, 1 },
	{ "swap_out", { .code = MM011_OP_SWAP_OUT }, 2, 1 },
	{ "write", { .code = MM011_OP_WRITE, .task = 1, .arg = { 0x20000 }, .len = 8 }, 1 },
	{ "write that swaps", { .code = MM011_OP_WRITE, .task = 1, .arg = { 0x20000 },
				.len = 8 }, 2, 1 },
	{ "malloc that swaps", { .code = MM011_OP_MALLOC, .arg = { 100 } }, 2, 1 },
	{ "free_s", { .code = MM011_OP_FREE_S, .arg = { 0xfee000, 0 } }, 1 },
	{ "show_mem", { .code = MM011_OP_SHOW_MEM, .len = sizeof(struct mm011_show_mem) }, 3 },
	{ "mem_init", { .code = MM011_OP_MEM_INIT, .arg = { 0xffff000, 0x10000000 } }, 1 },
};

static void job_desc(const struct job *j, char *desc)
{
	strscpy(desc, j->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(job, jobs, job_desc);

/* task 1 has pages in two tables, one of them shared with task 2, some swapped out */
static void prepare(struct kunit *test, u32 small)
{
	struct mm011_machine *m = rig_machine(test);
	u32 i, object;

	rig_swapping(test, 40, 40);
	rig_program(test, 1, INODE, 0x3000);
	KUNIT_ASSERT_EQ(test, mm011_malloc(m, 16, &object), 0);
	for (i = 0; i < 3; i++)
		KUNIT_ASSERT_EQ(test, rig_poke(test, 1, DATA + i * 4096, i), 0);
	KUNIT_ASSERT_EQ(test, rig_fork(test, 1), 2u);
	for (i = 1; i < 13; i++)
		KUNIT_ASSERT_EQ(test, rig_poke(test, 1, i * 4096, i), 0);
	linux01x(m)->swap.dir_entry = 16;
	linux01x(m)->swap.page_entry = -1;
	for (i = 0; i < 2; i++)
		KUNIT_ASSERT_EQ(test, mm011_swap_out(m, &object), 0);
	if (small)
		rig_leave(test, small - 1);
}

static struct mm011_op run(struct kunit *test, const struct job *j, u32 kill_at)
{
	struct rig *rig = test->priv;
	struct mm011_op op = j->op;

	prepare(test, j->small);
	memcpy(rig_data(test), "ls\0-lax", 8);
	rig->pauses = 0;
	rig->kill_at = kill_at;
	mm011_op_run(&rig->m, &op, rig_data(test));
	rig->kill_at = 0;
	return op;
}

static void forget_held(struct kunit *test)
{
	struct rig *rig = test->priv;

	memset(rig->held, 0, sizeof(rig->held));
}

static void expect_cut(struct kunit *test, const struct job *j, const struct mm011_op *op)
{
	struct mm011_machine *m = rig_machine(test);
	char says[64];

	snprintf(says, sizeof(says), "cut short: %s", mm011_op_row(j->op.code)->name);
	KUNIT_EXPECT_EQ(test, op->error, -EINTR);
	KUNIT_EXPECT_STREQ(test, (const char *)m->message, says);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_CUT_SHORT], 1ull);
	KUNIT_EXPECT_EQ(test, m->stopped, (u32)MM011_OK);
	KUNIT_EXPECT_EQ(test, m->unborn | m->asleep, 0ull);
}

/* what is left can go on, and be given back */
static void end_all(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_op op = { .code = MM011_OP_EXIT };
	u32 nr;

	for (nr = 1; nr < MM011_NR_TASKS; nr++) {
		op.task = nr;
		if (linux01x(m)->task[nr].state == MM011_TASK_RUNNING) {
			mm011_op_run(m, &op, NULL);
			KUNIT_EXPECT_EQ(test, op.error, 0);
		}
	}
	rig_check_ledger(test);
}

static void no_page_is_lost_when_it_is_called_off(struct kunit *test)
{
	const struct job *j = test->param_value;
	struct rig *rig = test->priv;
	struct mm011_op op;
	u32 n;

	for (n = 1; n < 10000; n++) {
		op = run(test, j, n);
		/* mem_init() counts anew */
		if (op.code == MM011_OP_MEM_INIT)
			rig_no_ledger(test, "counts written anew");
		else if (op.code == MM011_OP_GET_FREE_PAGE && !op.error)
			rig_hold(test, op.ret);
		if (op.outcome != MM011_CUT_SHORT)
			break;
		expect_cut(test, j, &op);
		if (!rig->no_ledger) {
			rig_check_ledger(test);
			end_all(test);
		}
		forget_held(test);
	}
	KUNIT_EXPECT_GT(test, n, j->breaths);
	KUNIT_EXPECT_LT(test, n, 10000u);
	if (op.code == MM011_OP_FREE_S)
		RIG_EXPECT_PANIC(test, op.error, "Bad address passed to kernel free_s()");
	else
		KUNIT_EXPECT_EQ(test, op.error, 0);
}

static void calc_mem_is_called_off(struct kunit *test)
{
	struct rig *rig = test->priv;
	u16 *used = rig_data(test);
	u32 free;

	rig->m.cut = false;	/* as an operation begins */
	rig->kill_at = 2;
	KUNIT_EXPECT_EQ(test, mm011_calc_mem(&rig->m, used, &free), -MM011_E_CUT);
}

/* a machine that is half switched on would be of no use to anybody */
static void a_reset_is_not_called_off(struct kunit *test)
{
	struct rig *rig = test->priv;

	rig->m.cut = false;
	rig->kill_at = 1;
	rig_reset(test, 0, 0);
	rig->kill_at = 0;
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 3072u);
}

/* ---- whoever asked is dead when the disk has done its work ---- */

static void a_page_that_was_not_read_is_not_mapped(struct kunit *test)
{
	struct rig *rig = test->priv;
	struct mm011_op op = { .code = MM011_OP_PAGE_FAULT, .task = 1, .arg = { 4, RIG_TASK(1) } };

	rig_file(test, 1, 0x2000, 0, 0);
	rig_task(test, 1);
	KUNIT_ASSERT_EQ(test, rig->m.host->open(&rig->m, 1, rig_data(test)), 0);
	linux01x(&rig->m)->task[1].executable = mm011_iget(&rig->m, rig_data(test));
	linux01x(&rig->m)->task[1].end_data = 0x2000;
	rig->dead = true;
	mm011_op_run(&rig->m, &op, NULL);
	rig->dead = false;
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_CUT_SHORT);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 3072u);
	KUNIT_EXPECT_EQ(test, rig->m.stat[MM011_STAT_BLOCK_ERROR], 0ull);
	mm011_op_run(&rig->m, &op, NULL);
	KUNIT_EXPECT_EQ(test, op.error, 0);
}

static void swap_io_that_was_not_done_loses_nothing(struct kunit *test)
{
	static const struct job job[] = {
		{ "", { .code = MM011_OP_SWAP_OUT } },
		{ "", { .code = MM011_OP_WRITE, .task = 1, .arg = { 0x1000 }, .len = 8 } },
		{ "", { .code = MM011_OP_FORK, .task = 1 } },
		{ "", { .code = MM011_OP_SWAP_READ, .arg = { 1 }, .len = MM011_PAGE_SIZE } },
	};
	struct rig *rig = test->priv;
	struct mm011_op op;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(job); i++) {
		prepare(test, 0);
		op = job[i].op;
		rig->dead = true;
		mm011_op_run(&rig->m, &op, rig_data(test));
		rig->dead = false;
		KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_CUT_SHORT);
		expect_cut(test, &job[i], &op);
		end_all(test);
	}
}

/* somebody else's operation is called off while this one sleeps */
static void another_is_called_off(struct kunit *test)
{
	struct mm011_op op = { .code = MM011_OP_SHOW_MEM, .len = sizeof(struct mm011_show_mem) };
	struct rig *rig = test->priv;

	rig->kill_at = 1;
	mm011_op_run(&rig->m, &op, rig_data(test));
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_CUT_SHORT);
}

/* it can still be called off itself, and only when who waits for it is dead */
static void who_sleeps_is_called_off_for_himself(struct kunit *test)
{
	struct mm011_op op = {
		.code = MM011_OP_FORK, .flags = MM011_OPF_SLEEP, .task = 1,
	};
	struct rig *rig = test->priv;

	prepare(test, 0);
	rig_meanwhile(test, another_is_called_off);
	mm011_op_run(&rig->m, &op, NULL);
	rig->kill_at = 0;
	KUNIT_EXPECT_GE(test, rig->swap.sleeps, 1u);
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_CUT_SHORT);
	end_all(test);
}

/* ---- S3: how long it may take ---- */

/* 1008 directory entries name a table of dirty pages, and no swap page is free */
static void swap_out_without_an_end_breathes(struct kunit *test)
{
	struct rig *rig = test->priv;
	struct mm011_machine *m = &rig->m;
	struct mm011_op op = { .code = MM011_OP_SWAP_OUT };
	u32 table, page, i;

	rig_no_ledger(test, "entries written by hand");
	rig_swapping(test, 40, 24);
	rig_fill(test, linux01x(m)->swap.bitmap, 4096, 0);
	table = rig_take(test);
	page = rig_take(test);
	for (i = 0; i < 1024; i++)
		mm011_write32(m, table + 4 * i, page | 0x67);
	for (i = 16; i < 1024; i++)
		mm011_write32(m, 4 * i, table | 7);
	rig->pauses = 0;
	rig->kill_at = 1000;
	mm011_op_run(m, &op, NULL);
	rig->kill_at = 0;
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_CUT_SHORT);
	KUNIT_EXPECT_EQ(test, rig->pauses, 1000u);
	/* two breaths for an entry: that it is looked at, and the search of the bitmap */
	KUNIT_EXPECT_EQ(test, linux01x(m)->swap.page_entry, 499);
}

static struct kunit_case cut_cases[] = {
	KUNIT_CASE_PARAM(no_page_is_lost_when_it_is_called_off, job_gen_params),
	KUNIT_CASE(calc_mem_is_called_off),
	KUNIT_CASE(a_reset_is_not_called_off),
	KUNIT_CASE(a_page_that_was_not_read_is_not_mapped),
	KUNIT_CASE(swap_io_that_was_not_done_loses_nothing),
	KUNIT_CASE(who_sleeps_is_called_off_for_himself),
	KUNIT_CASE(swap_out_without_an_end_breathes),
	{}
};

struct kunit_suite mm011_cut_suite = {
	.name = "mm011_cut",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = cut_cases,
};
