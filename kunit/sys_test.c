// SPDX-License-Identifier: GPL-2.0
/*
 * Where may the heap end, and what does a pipe take?
 */

#include "rig.h"

#define STACK 0x3ffe000u

static const struct brk {
	const char *what;
	u32 wanted;
	bool moves;
} brks[] = {
	{ "higher", 0x9000, true },
	{ "lower", 0x3000, true },
	{ "the end of the code", 0x2000, true },
	{ "below the end of the code", 0x1fff, false },
	{ "0", 0, false },
	{ "16 KB from the stack", STACK - 16384, false },
	{ "a byte more than 16 KB from it", STACK - 16385, true },
	{ "the stack", STACK, false },
	{ "all bits", ~0u, false },
};

static void brk_desc(const struct brk *b, char *desc)
{
	strscpy(desc, b->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(brk, brks, brk_desc);

static void brk_stays_between_code_and_stack(struct kunit *test)
{
	const struct brk *b = test->param_value;
	struct mm011_task *task = rig_task(test, 1);

	task->end_code = 0x2000;
	task->brk = 0x5000;
	task->start_stack = STACK;
	mm011_switch_to(rig_machine(test), 1);
	KUNIT_EXPECT_EQ(test, mm011_brk(rig_machine(test), b->wanted),
			b->moves ? b->wanted : 0x5000);
	KUNIT_EXPECT_EQ(test, task->brk, b->moves ? b->wanted : 0x5000);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 3072u);	/* nothing is mapped */
}

/* unsigned: 16 KB below a stack near 0 is the top of the 4 GB */
static void a_stack_near_0_limits_nothing(struct kunit *test)
{
	rig_task(test, 1)->start_stack = 0x1000;
	mm011_switch_to(rig_machine(test), 1);
	KUNIT_EXPECT_EQ(test, mm011_brk(rig_machine(test), 0xf0000000), 0xf0000000u);
}

static void a_pipe_takes_a_page(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page = 0;

	KUNIT_EXPECT_EQ(test, mm011_pipe(m, &page), 0);
	KUNIT_EXPECT_EQ(test, page, 0xfff000u);
	KUNIT_EXPECT_EQ(test, mm011_pipe(m, &page), 1);
	KUNIT_EXPECT_EQ(test, page, 0xffe000u);
	KUNIT_EXPECT_EQ(test, mm011_close_pipe(m, 0), 0);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, 0xfff000), 0u);
	KUNIT_EXPECT_EQ(test, mm011_pipe(m, &page), 0);
	KUNIT_EXPECT_EQ(test, page, 0xfff000u);
}

static void there_are_32_pipes(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page, i;

	for (i = 0; i < 32; i++)
		KUNIT_EXPECT_EQ(test, mm011_pipe(m, &page), (int)i);
	RIG_EXPECT_PANIC(test, mm011_pipe(m, &page), "No free inodes in mem");
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 3072u - 32);
	KUNIT_EXPECT_EQ(test, mm011_close_pipe(m, 31), 0);
	KUNIT_EXPECT_EQ(test, mm011_pipe(m, &page), 31);
}

/* its 64 inodes would be enough, its 64 places of file_table[] are not */
static void in_0_12_there_is_no_place_for_one_more(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page, i;

	rig_0_12(test, 0);
	for (i = 0; i < 32; i++)
		KUNIT_EXPECT_EQ(test, mm011_pipe(m, &page), (int)i);
	KUNIT_EXPECT_EQ(test, mm011_pipe(m, &page), -EPERM);
}

static void a_pipe_without_a_page_is_no_pipe(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page;

	rig_small(test, 1);
	rig_leave(test, 0);
	KUNIT_EXPECT_EQ(test, mm011_pipe(m, &page), -ENOMEM);
	KUNIT_EXPECT_EQ(test, mm011_close_pipe(m, 0), -EBADF);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_OOM], 0ull);
}

static void only_open_pipes_are_closed(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page;

	mm011_malloc(m, 1, &page);	/* whatever stands behind pipe[] */
	KUNIT_EXPECT_EQ(test, mm011_close_pipe(m, 0), -EBADF);
	KUNIT_EXPECT_EQ(test, mm011_close_pipe(m, 32), -EBADF);
	KUNIT_EXPECT_EQ(test, mm011_close_pipe(m, ~0u), -EBADF);
	mm011_pipe(m, &page);
	KUNIT_EXPECT_EQ(test, mm011_close_pipe(m, 0), 0);
	KUNIT_EXPECT_EQ(test, mm011_close_pipe(m, 0), -EBADF);
}

static void closing_a_pipe_whose_page_is_free_panics(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page;

	mm011_pipe(m, &page);
	mm011_free_page(m, page);
	RIG_EXPECT_PANIC(test, mm011_close_pipe(m, 0), "trying to free free page");
	KUNIT_EXPECT_EQ(test, linux01x(m)->pipe[0], page);
	rig_no_ledger(test, "the page is freed, and panic() left the pipe open");
}

static struct kunit_case sys_cases[] = {
	KUNIT_CASE_PARAM(brk_stays_between_code_and_stack, brk_gen_params),
	KUNIT_CASE(a_stack_near_0_limits_nothing),
	KUNIT_CASE(a_pipe_takes_a_page),
	KUNIT_CASE(there_are_32_pipes),
	KUNIT_CASE(in_0_12_there_is_no_place_for_one_more),
	KUNIT_CASE(a_pipe_without_a_page_is_no_pipe),
	KUNIT_CASE(only_open_pipes_are_closed),
	KUNIT_CASE(closing_a_pipe_whose_page_is_free_panics),
	{}
};

struct kunit_suite mm011_sys_suite = {
	.name = "mm011_sys",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = sys_cases,
};
