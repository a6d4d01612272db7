// SPDX-License-Identifier: GPL-2.0
/*
 * What is told of each step, in which order, and what is counted?
 */

#include "rig.h"

#define LINEAR RIG_TASK(1)

struct told {
	u32 type;
	u32 a;
	u32 b;
	u32 c;
};

/* the log, from the first event on, is just this */
static void expect_log(struct kunit *test, const struct told *want, u32 n)
{
	const struct rig *rig = test->priv;
	u32 i;

	KUNIT_EXPECT_EQ(test, rig_watched(test), n);
	for (i = 0; i < n; i++) {
		KUNIT_EXPECT_EQ_MSG(test, rig->log[i].seq, (u64)i, "event %u", i);
		KUNIT_EXPECT_EQ_MSG(test, rig->log[i].type, want[i].type, "event %u", i);
		KUNIT_EXPECT_EQ_MSG(test, rig->log[i].a, want[i].a, "event %u", i);
		KUNIT_EXPECT_EQ_MSG(test, rig->log[i].b, want[i].b, "event %u", i);
		KUNIT_EXPECT_EQ_MSG(test, rig->log[i].c, want[i].c, "event %u", i);
	}
}

static void a_copy_on_write_fault_tells_each_step(struct kunit *test)
{
	static const struct told want[] = {
		{ MM011_EV_ENTRY, 64, 0xffe007, 0xffe027 },	/* A, on the way down */
		{ MM011_EV_FAULT, 7, LINEAR + 0x10, 1 },
		{ MM011_EV_MEM_MAP, 0xffc000, 0, 1 },
		{ MM011_EV_ZERO, 0xffc000, 4096, 0 },
		{ MM011_EV_MEM_MAP, 0xfff000, 2, 1 },
		{ MM011_EV_ENTRY, 0xffe000, 0xfff005, 0xffc007 },
		{ MM011_EV_INVALIDATE, 0, 0, 0 },
		{ MM011_EV_COPY, 0xfff000, 0xffc000, 0 },
		{ MM011_EV_ENTRY, 0xffe000, 0xffc007, 0xffc067 },
		{ MM011_EV_WRITE, 0xffc010, 4, 0 },
	};

	rig_task(test, 1);
	rig_map(test, LINEAR);
	mm011_copy_page_tables(rig_machine(test), LINEAR, RIG_TASK(2), 1);
	rig_watch(test);
	KUNIT_EXPECT_EQ(test, rig_poke(test, 1, 0x10, 1), 0);
	expect_log(test, want, ARRAY_SIZE(want));
}

static void a_reused_page_tells_less(struct kunit *test)
{
	static const struct told want[] = {
		{ MM011_EV_ENTRY, 64, 0xffe007, 0xffe027 },
		{ MM011_EV_FAULT, 7, LINEAR, 1 },
		{ MM011_EV_ENTRY, 0xffe000, 0xfff005, 0xfff007 },
		{ MM011_EV_INVALIDATE, 0, 0, 0 },
		{ MM011_EV_ENTRY, 0xffe000, 0xfff007, 0xfff067 },
		{ MM011_EV_WRITE, 0xfff000, 4, 0 },
	};

	rig_task(test, 1);
	rig_map(test, LINEAR);
	mm011_write32(rig_machine(test), 0xffe000, 0xfff005);
	rig_watch(test);
	KUNIT_EXPECT_EQ(test, rig_poke(test, 1, 0, 1), 0);
	expect_log(test, want, ARRAY_SIZE(want));
}

static void a_load_tells_each_block(struct kunit *test)
{
	static const struct told want[] = {
		{ MM011_EV_FAULT, 4, LINEAR + 0x1000, 1 },
		{ MM011_EV_MEM_MAP, 0xfff000, 0, 1 },
		{ MM011_EV_ZERO, 0xfff000, 4096, 0 },
		{ MM011_EV_LOAD, 0xfff000, 5, 0 },
		{ MM011_EV_LOAD, 0xfff400, 6, 0 },
		{ MM011_EV_LOAD, 0xfff800, 7, 0 },
		{ MM011_EV_LOAD, 0xfffc00, 8, 0 },
		{ MM011_EV_ZERO, 0xfff800, 2048, 0 },
		{ MM011_EV_MEM_MAP, 0xffe000, 0, 1 },
		{ MM011_EV_ZERO, 0xffe000, 4096, 0 },
		{ MM011_EV_ENTRY, 64, 0, 0xffe007 },
		{ MM011_EV_ENTRY, 0xffe004, 0, 0xfff007 },
		{ MM011_EV_ENTRY, 64, 0xffe007, 0xffe027 },
		{ MM011_EV_ENTRY, 0xffe004, 0xfff007, 0xfff027 },
	};

	rig_program(test, 1, 5, 0x1800);
	rig_watch(test);
	rig_peek(test, 1, 0x1000);
	expect_log(test, want, ARRAY_SIZE(want));
}

/* a page that the program fills has no tail to be zeroed */
static void a_whole_page_tells_no_zeros(struct kunit *test)
{
	struct rig *rig = test->priv;
	u32 i, n, zeroed = 0;

	rig_program(test, 1, 5, 0x1000);
	rig_watch(test);
	rig_peek(test, 1, 0);
	n = rig_watched(test);
	for (i = 0; i < n; i++)
		zeroed += rig->log[i].type == MM011_EV_ZERO;
	KUNIT_EXPECT_EQ(test, zeroed, 2u);	/* the page and its table when taken */
}

static void a_shared_page_tells_both_entries(struct kunit *test)
{
	static const struct told want[] = {
		{ MM011_EV_MEM_MAP, 0xffd000, 0, 1 },
		{ MM011_EV_ZERO, 0xffd000, 4096, 0 },
		{ MM011_EV_ENTRY, 64, 0, 0xffd007 },
		{ MM011_EV_ENTRY, 0xffe000, 0xfff007, 0xfff005 },
		{ MM011_EV_ENTRY, 0xffd000, 0, 0xfff005 },
		{ MM011_EV_INVALIDATE, 0, 0, 0 },
		{ MM011_EV_MEM_MAP, 0xfff000, 1, 2 },
	};

	rig_program(test, 1, 5, 0x1000);
	rig_program(test, 2, 5, 0x1000);
	rig_map(test, RIG_TASK(2));
	mm011_switch_to(rig_machine(test), 1);
	rig_watch(test);
	KUNIT_EXPECT_EQ(test, mm011_try_to_share(rig_machine(test), 0, 2), 1);
	expect_log(test, want, ARRAY_SIZE(want));
}

static void out_of_memory_tells_what_0_11_prints(struct kunit *test)
{
	static const struct told want[] = {
		{ MM011_EV_MEM_MAP, 0x100000, 0, 1 },
		{ MM011_EV_ZERO, 0x100000, 4096, 0 },
		{ MM011_EV_MEM_MAP, 0x100000, 1, 0 },
		{ MM011_EV_MESSAGE, MM011_MSG_OOM, 0, 0 },
	};

	rig_small(test, 1);
	rig_watch(test);
	KUNIT_EXPECT_EQ(test, mm011_get_empty_page(rig_machine(test), LINEAR), -MM011_E_OOM);
	expect_log(test, want, ARRAY_SIZE(want));
}

static void a_fork_tells_the_child_last(struct kunit *test)
{
	struct rig *rig = test->priv;
	u32 i, n;

	rig_watch(test);
	rig_fork(test, 0);
	n = rig_watched(test);
	/* page, zeros, structure, table, zeros, directory, 160 entries, invalidate, task */
	KUNIT_EXPECT_EQ(test, n, 2u + 1 + 3 + 160 + 2);
	for (i = 6; i < RIG_LOG; i++)
		KUNIT_EXPECT_EQ(test, rig->log[i].type, (u32)MM011_EV_ENTRY);
	i = n - 1;
	KUNIT_EXPECT_EQ(test, rig->m.event[i].type, (u32)MM011_EV_TASK);
	KUNIT_EXPECT_EQ(test, rig->m.event[i].a, 1u);
	KUNIT_EXPECT_EQ(test, rig->m.event[i].b, (u32)MM011_TASK_FREE);
	KUNIT_EXPECT_EQ(test, rig->m.event[i].c, (u32)MM011_TASK_RUNNING);
}

static void exit_and_release_tell_the_slot(struct kunit *test)
{
	struct rig *rig = test->priv;

	rig_task(test, 1);
	rig_task(test, 2)->father = 1;
	mm011_switch_to(&rig->m, 2);
	rig_watch(test);
	mm011_do_exit(&rig->m, 0);
	mm011_release(&rig->m, 2);
	KUNIT_EXPECT_EQ(test, rig_watched(test), 4u);
	KUNIT_EXPECT_EQ(test, rig->log[2].type, (u32)MM011_EV_TASK);
	KUNIT_EXPECT_EQ(test, rig->log[2].a, 2u);
	KUNIT_EXPECT_EQ(test, rig->log[2].b, (u32)MM011_TASK_RUNNING);
	KUNIT_EXPECT_EQ(test, rig->log[2].c, (u32)MM011_TASK_ZOMBIE);
	KUNIT_EXPECT_EQ(test, rig->log[3].b, (u32)MM011_TASK_ZOMBIE);
	KUNIT_EXPECT_EQ(test, rig->log[3].c, (u32)MM011_TASK_FREE);
}

/* what a recorded run or a dump says of a task is told as a change of its slot */
static void tasks_that_are_set_tell_the_slot(struct kunit *test)
{
	static const u16 codes[] = { MM011_OP_SET_TASK, MM011_OP_LOAD_TASK, MM011_OP_TASK_GONE };
	struct mm011_task_info *info = rig_data(test);
	struct rig *rig = test->priv;
	struct mm011_op op;
	u64 seq = 0;
	u32 i;

	info->size = sizeof(*info);
	info->nr = 4;
	info->state = MM011_TASK_RUNNING;
	for (i = 0; i < ARRAY_SIZE(codes); i++) {
		op = (struct mm011_op){ .code = codes[i], .flags = MM011_OPF_EVENTS, .task = 4,
					.len = mm011_op_row(codes[i])->len };
		mm011_op_run(&rig->m, &op, info);
		KUNIT_EXPECT_EQ(test, mm011_events(&rig->m, &seq, rig->log, RIG_LOG), 2u);
		seq += 2;
		KUNIT_EXPECT_EQ(test, rig->log[1].type, (u32)MM011_EV_TASK);
		KUNIT_EXPECT_EQ(test, rig->log[1].a, 4u);
		KUNIT_EXPECT_EQ(test, rig->log[1].b, (u32)(i ? MM011_TASK_RUNNING : 0));
		KUNIT_EXPECT_EQ(test, rig->log[1].c, (u32)(i < 2 ? MM011_TASK_RUNNING : 0));
	}
}

static void nobody_watches_nothing_is_told(struct kunit *test)
{
	struct rig *rig = test->priv;
	u64 seq = rig->m.event_seq;

	rig_fork(test, 0);
	rig_exec(test, 1, 5, 0x1000, 0, 0);
	KUNIT_EXPECT_EQ(test, rig->m.event_seq, seq);
	KUNIT_EXPECT_EQ(test, rig->told, 0u);
}

/* ---- counters ---- */

static void each_counter_has_a_name_of_its_own(struct kunit *test)
{
	u32 i, k;

	for (i = 0; i < MM011_STAT_MAX; i++) {
		KUNIT_ASSERT_NOT_NULL(test, mm011_stat_names[i]);
		for (k = 0; k < i; k++)
			KUNIT_EXPECT_STRNEQ(test, mm011_stat_names[i], mm011_stat_names[k]);
	}
}

/* each counter once, twice, three times ... so that no two are taken for each other */
static void call_each_so_often(struct mm011_machine *m)
{
	u32 i, put, page = 0x800000;

	for (i = 0; i < 2; i++)
		mm011_copy_page_tables(m, RIG_TASK(1), RIG_TASK(2), 0);
	for (i = 0; i < 3; i++)
		mm011_free_page_tables(m, RIG_TASK(1), 0);
	for (i = 0; i < 4; i++)
		mm011_put_page(m, page, 0x400000, &put);
	for (i = 0; i < 5; i++)
		mm011_do_wp_page(m, 7, 0x400000);
	for (i = 0; i < 6; i++)
		mm011_write_verify(m, RIG_TASK(1));
	for (i = 0; i < 7; i++)
		mm011_free_page(m, 0);
	for (i = 0; i < 8; i++)
		mm011_oom(m);
}

static void calls_are_counted(struct kunit *test)
{
	const u64 *stat = rig_machine(test)->stat;

	rig_no_ledger(test, "a page is mapped that nobody took");
	call_each_so_often(rig_machine(test));
	KUNIT_EXPECT_EQ(test, stat[MM011_STAT_COPY_PAGE_TABLES], 2ull);
	KUNIT_EXPECT_EQ(test, stat[MM011_STAT_FREE_PAGE_TABLES], 3ull);
	KUNIT_EXPECT_EQ(test, stat[MM011_STAT_PUT_PAGE], 4ull);
	KUNIT_EXPECT_EQ(test, stat[MM011_STAT_WP_PAGE], 5ull);
	KUNIT_EXPECT_EQ(test, stat[MM011_STAT_WRITE_VERIFY], 6ull);
	KUNIT_EXPECT_EQ(test, stat[MM011_STAT_FREE_PAGE], 7ull);
	KUNIT_EXPECT_EQ(test, stat[MM011_STAT_OOM], 8ull);
	KUNIT_EXPECT_EQ(test, stat[MM011_STAT_GET_FREE_PAGE], 1ull);
	KUNIT_EXPECT_EQ(test, stat[MM011_STAT_COW_COPY], 1ull);
	KUNIT_EXPECT_EQ(test, stat[MM011_STAT_COW_REUSE], 4ull);
	KUNIT_EXPECT_EQ(test, stat[MM011_STAT_INVALIDATE], 2ull + 3 + 5);
}

static void lives_are_counted(struct kunit *test)
{
	const u64 *stat = rig_machine(test)->stat;
	u32 nr;

	rig_fork(test, 0);
	rig_exec(test, 1, 5, 0x1000, 0, 0);
	for (nr = 2; nr < 6; nr++)
		rig_fork(test, 1);
	for (nr = 2; nr < 5; nr++) {
		mm011_switch_to(rig_machine(test), nr);
		mm011_do_exit(rig_machine(test), 0);
	}
	rig_exec(test, 5, 5, 0x1000, 0, 0);
	KUNIT_EXPECT_EQ(test, stat[MM011_STAT_FORK], 5ull);
	KUNIT_EXPECT_EQ(test, stat[MM011_STAT_EXEC], 2ull);
	KUNIT_EXPECT_EQ(test, stat[MM011_STAT_EXIT], 3ull);
}

static struct kunit_case event_cases[] = {
	KUNIT_CASE(a_copy_on_write_fault_tells_each_step),
	KUNIT_CASE(a_reused_page_tells_less),
	KUNIT_CASE(a_load_tells_each_block),
	KUNIT_CASE(a_whole_page_tells_no_zeros),
	KUNIT_CASE(a_shared_page_tells_both_entries),
	KUNIT_CASE(out_of_memory_tells_what_0_11_prints),
	KUNIT_CASE(a_fork_tells_the_child_last),
	KUNIT_CASE(exit_and_release_tell_the_slot),
	KUNIT_CASE(tasks_that_are_set_tell_the_slot),
	KUNIT_CASE(nobody_watches_nothing_is_told),
	KUNIT_CASE(each_counter_has_a_name_of_its_own),
	KUNIT_CASE(calls_are_counted),
	KUNIT_CASE(lives_are_counted),
	{}
};

struct kunit_suite mm011_event_suite = {
	.name = "mm011_event",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = event_cases,
};
