// SPDX-License-Identifier: GPL-2.0
/*
 * What does a fork take, what does the child get, and what is undone when
 * there is not enough?
 */

#include "rig.h"

/* ---- fork() ---- */

static void the_first_fork_takes_two_pages(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	KUNIT_EXPECT_EQ(test, rig_fork(test, 0), 1u);
	KUNIT_EXPECT_EQ(test, linux01x(m)->task[1].page, 0xfff000u);
	KUNIT_EXPECT_EQ(test, linux01x(m)->inode[0].i_count, 0u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 64), 0xffe007u);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 3070u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1) + 0x9f000), 0x9f005u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1) + 0xa0000), 0u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, 0x9f000), 0x9f007u);
}

static void the_child_is_its_father_64_mb_away(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	struct mm011_task *child = &k->task[2];

	rig_fork(test, 0);
	rig_exec(test, 1, 5, 0x1000, 0x1000, 0x1000);
	k->task[1].exit_code = 77;
	KUNIT_EXPECT_EQ(test, rig_fork(test, 1), 2u);
	KUNIT_EXPECT_EQ(test, child->state, (u32)MM011_TASK_RUNNING);
	KUNIT_EXPECT_EQ(test, child->pid, 2u);
	KUNIT_EXPECT_EQ(test, child->father, 1u);
	KUNIT_EXPECT_EQ(test, child->ldt.base, 2 * MM011_TASK_SIZE);
	KUNIT_EXPECT_EQ(test, child->start_code, 2 * MM011_TASK_SIZE);
	KUNIT_EXPECT_EQ(test, child->ldt.code_limit, k->task[1].ldt.code_limit);
	KUNIT_EXPECT_EQ(test, child->ldt.data_limit, k->task[1].ldt.data_limit);
	KUNIT_EXPECT_EQ(test, child->end_code, 0x1000u);
	KUNIT_EXPECT_EQ(test, child->end_data, 0x2000u);
	KUNIT_EXPECT_EQ(test, child->brk, 0x3000u);
	KUNIT_EXPECT_EQ(test, child->start_stack, k->task[1].start_stack);
}

static void the_child_holds_the_executable(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);

	rig_fork(test, 0);
	rig_exec(test, 1, 5, 0x1000, 0, 0);
	rig_fork(test, 1);
	KUNIT_EXPECT_EQ(test, k->task[2].executable, k->task[1].executable);
	KUNIT_EXPECT_EQ(test, k->inode[k->task[1].executable].i_count, 2u);
}

static void father_and_child_do_not_see_each_other_write(struct kunit *test)
{
	rig_fork(test, 0);
	rig_exec(test, 1, 5, 0x1000, 0, 0);
	KUNIT_EXPECT_EQ(test, rig_poke(test, 1, 0x800000, 0x1111), 0);
	rig_fork(test, 1);
	KUNIT_EXPECT_EQ(test, rig_poke(test, 2, 0x800000, 0x2222), 0);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0x800000), 0x1111u);
	KUNIT_EXPECT_EQ(test, rig_poke(test, 1, 0x800000, 0x3333), 0);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 2, 0x800000), 0x2222u);
}

static void a_fork_without_a_page_undoes_nothing(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 nr = 0, crc;

	rig_small(test, 4);
	rig_leave(test, 0);
	mm011_switch_to(m, 0);
	crc = mm011_checksum_plain(m);
	KUNIT_EXPECT_EQ(test, mm011_fork(m, &nr), -EAGAIN);
	KUNIT_EXPECT_EQ(test, mm011_checksum_plain(m), crc);
	KUNIT_EXPECT_EQ(test, linux01x(m)->last_pid, 1u);
	KUNIT_EXPECT_EQ(test, linux01x(m)->task[1].state, (u32)MM011_TASK_FREE);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_FREE_PAGE_TABLES], 0ull);
}

static void a_fork_without_a_page_table_gives_its_page_back(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 nr = 0;

	rig_small(test, 4);
	rig_leave(test, 1);
	mm011_switch_to(m, 0);
	KUNIT_EXPECT_EQ(test, mm011_fork(m, &nr), -EAGAIN);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 1u);
	KUNIT_EXPECT_EQ(test, linux01x(m)->task[1].state, (u32)MM011_TASK_FREE);
	KUNIT_EXPECT_EQ(test, linux01x(m)->task[1].page, 0u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_FREE_PAGE_TABLES], 1ull);
}

/* the second of the father's three page tables cannot be copied */
static void a_fork_that_fails_half_way_leaves_the_father_read_only(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 nr = 0, first, last;

	rig_small(test, 16);
	rig_task(test, 1);
	mm011_switch_to(m, 1);
	first = rig_map(test, RIG_TASK(1));
	rig_map(test, RIG_TASK(1) + 0x800000);
	last = rig_map(test, RIG_TASK(1) + 0x3c00000);
	rig_leave(test, 2);
	linux01x(m)->last_pid = 40;
	KUNIT_EXPECT_EQ(test, mm011_fork(m, &nr), -EAGAIN);
	KUNIT_EXPECT_EQ(test, nr, 0u);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 2u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1)), first + 5);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1) + 0x3c00000), last + 7);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, first), 1u);
	KUNIT_EXPECT_EQ(test, linux01x(m)->last_pid, 41u);
	/* and the father goes on */
	KUNIT_EXPECT_EQ(test, rig_poke(test, 1, 0, 1), 0);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1)), first + 0x67);
}

static void copy_mem_tells_that_it_frees(struct kunit *test)
{
	struct rig *rig = test->priv;
	u32 nr, i, n, told = 0;

	rig_small(test, 4);
	rig_leave(test, 1);
	mm011_switch_to(&rig->m, 0);
	rig_watch(test);
	mm011_fork(&rig->m, &nr);
	n = rig_watched(test);
	for (i = 0; i < n; i++)
		told += rig->log[i].type == MM011_EV_MESSAGE &&
			rig->log[i].a == MM011_MSG_COPY_MEM &&
			!rig->log[i].b && !rig->log[i].c;
	KUNIT_EXPECT_EQ(test, told, 1u);
}

static void bad_data_limit_panics(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	u32 nr;

	k->task[0].ldt.data_limit = k->task[0].ldt.code_limit - 1;
	RIG_EXPECT_PANIC(test, mm011_fork(m, &nr), "Bad data_limit");
	KUNIT_EXPECT_EQ(test, k->task[1].page, 0xfff000u);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 3071u);
}

static void a_fork_where_tables_are_panics(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 nr;

	rig_map(test, RIG_TASK(1));
	mm011_switch_to(m, 0);
	RIG_EXPECT_PANIC(test, mm011_fork(m, &nr), "copy_page_tables: already exist");
}

/* what copy_mem() undoes reaches behind what it has copied */
static void a_fault_while_undoing_is_passed_on(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 nr;

	rig_small(test, 8);
	rig_task(test, 1);
	rig_map(test, RIG_TASK(1));
	mm011_write32(m, 2 * 64 + 8, 0x1000007);
	rig_leave(test, 1);
	mm011_switch_to(m, 1);
	linux01x(m)->last_pid = 1;
	RIG_EXPECT_FAULT(test, mm011_fork(m, &nr), 0x1000000);
	KUNIT_EXPECT_NE(test, linux01x(m)->task[2].page, 0u);
	mm011_write32(m, 2 * 64 + 8, 0);
}

/* a directory entry of the child leads to its task page, which is freed twice */
static void a_task_page_that_was_freed_panics(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 nr;

	rig_small(test, 8);
	rig_task(test, 1);
	rig_map(test, RIG_TASK(1));
	rig_leave(test, 1);
	mm011_write32(m, 2 * 64 + 8, 0x100007);
	mm011_switch_to(m, 1);
	linux01x(m)->last_pid = 1;
	RIG_EXPECT_PANIC(test, mm011_fork(m, &nr), "trying to free free page");
	KUNIT_EXPECT_EQ(test, linux01x(m)->task[2].page, 0u);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 1u);
}

/* copy_mem() copies as much as the data segment is long */
static void data_limit_is_what_is_copied(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);

	rig_task(test, 1);
	k->last_pid = 1;
	rig_map(test, RIG_TASK(1) + 0x3fff000);
	rig_map(test, RIG_TASK(2) + 0x400000);	/* task 2's is not copied */
	rig_task(test, 2);
	KUNIT_EXPECT_EQ(test, rig_fork(test, 1), 3u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(3) + 0x3fff000),
			rig_entry(test, RIG_TASK(1) + 0x3fff000));
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(4) + 0x400000), 0u);
	k->task[1].ldt.data_limit = 0x400000;
	k->task[1].ldt.code_limit = 0x400000;
	KUNIT_EXPECT_EQ(test, rig_fork(test, 1), 4u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(4) + 0x3fff000), 0u);
}

/* ---- find_empty_process() ---- */

static void the_lowest_free_slot_is_taken(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_task(test, 1);
	rig_task(test, 2);
	rig_task(test, 4);
	KUNIT_EXPECT_EQ(test, mm011_find_empty_process(m), 3);
	linux01x(m)->task[2].state = MM011_TASK_ZOMBIE;	/* a zombie has its slot */
	KUNIT_EXPECT_EQ(test, mm011_find_empty_process(m), 3);
	linux01x(m)->task[2].state = MM011_TASK_FREE;
	KUNIT_EXPECT_EQ(test, mm011_find_empty_process(m), 2);
}

static void a_number_in_use_is_passed_over(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);

	k->last_pid = 4;
	rig_task(test, 1)->pid = 5;
	rig_task(test, 2)->pid = 7;
	rig_task(test, 3)->pid = 6;
	k->task[3].state = MM011_TASK_ZOMBIE;
	mm011_find_empty_process(m);
	KUNIT_EXPECT_EQ(test, k->last_pid, 8u);
	k->task[2].state = MM011_TASK_FREE;
	k->last_pid = 6;
	mm011_find_empty_process(m);
	KUNIT_EXPECT_EQ(test, k->last_pid, 7u);
	k->task[0].pid = 8;	/* task 0 is looked at as well */
	mm011_find_empty_process(m);
	KUNIT_EXPECT_EQ(test, k->last_pid, 9u);
}

static void numbers_begin_again_at_1(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);

	k->last_pid = 0x7ffffffe;
	mm011_find_empty_process(m);
	KUNIT_EXPECT_EQ(test, k->last_pid, 0x7fffffffu);
	mm011_find_empty_process(m);
	KUNIT_EXPECT_EQ(test, k->last_pid, 1u);
	k->last_pid = 0x7fffffff;
	rig_task(test, 1)->pid = 1;
	mm011_find_empty_process(m);
	KUNIT_EXPECT_EQ(test, k->last_pid, 2u);
}

static void without_a_slot_the_number_is_spent(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 nr;

	for (nr = 1; nr < MM011_NR_TASKS; nr++)
		rig_task(test, nr);
	linux01x(m)->last_pid = 100;
	KUNIT_EXPECT_EQ(test, mm011_find_empty_process(m), -EAGAIN);
	KUNIT_EXPECT_EQ(test, linux01x(m)->last_pid, 101u);
	mm011_switch_to(m, 1);
	KUNIT_EXPECT_EQ(test, mm011_fork(m, &nr), -EAGAIN);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 3072u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_FORK], 1ull);
}

static void the_last_slot_is_63(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 nr;

	for (nr = 1; nr < MM011_NR_TASKS - 1; nr++)
		rig_task(test, nr);
	KUNIT_EXPECT_EQ(test, mm011_find_empty_process(m), 63);
}

/* ---- verify_area() ---- */

static const struct area {
	const char *what;
	u32 addr;
	u32 size;
	u32 pages;	/* of four from 0x10000 on: which are verified, one bit each */
} areas[] = {
	{ "nothing", 0x10000, 0, 0 },
	{ "nothing, but inside a page", 0x10001, 0, 1 },
	{ "a byte", 0x10000, 1, 1 },
	{ "the last byte", 0x10fff, 1, 1 },
	{ "a page", 0x10000, 4096, 1 },
	{ "a byte more", 0x10000, 4097, 3 },
	{ "across two", 0x10ffe, 4, 3 },
	{ "a page across two", 0x10001, 4096, 3 },
	{ "the second", 0x11000, 4096, 2 },
	{ "all", 0x10000, 0x4000, 15 },
	{ "a negative size", 0x10000, -1u, 0 },
	{ "the largest size", 0x10fff, 0x7fffffff, 0 },	/* wraps below zero */
};

static void area_desc(const struct area *a, char *desc)
{
	strscpy(desc, a->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(area, areas, area_desc);

static void verify_area_goes_page_by_page(struct kunit *test)
{
	const struct area *a = test->param_value;
	struct mm011_machine *m = rig_machine(test);
	u32 i, linear = RIG_TASK(1) + 0x10000;

	rig_task(test, 1);
	for (i = 0; i < 4; i++)
		rig_map(test, linear + i * 4096);
	mm011_copy_page_tables(m, RIG_TASK(1), RIG_TASK(2), 1);
	mm011_switch_to(m, 1);
	KUNIT_EXPECT_EQ(test, mm011_verify_area(m, a->addr, a->size), 0);
	for (i = 0; i < 4; i++)
		KUNIT_EXPECT_EQ(test, rig_entry(test, linear + i * 4096) & 2,
				a->pages & (1 << i) ? 2u : 0);
}

static void verify_area_out_of_memory_stops_there(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_small(test, 8);
	rig_task(test, 1);
	rig_map(test, RIG_TASK(1));
	rig_map(test, RIG_TASK(1) + 4096);
	mm011_copy_page_tables(m, RIG_TASK(1), RIG_TASK(2), 1);
	rig_leave(test, 1);
	mm011_switch_to(m, 1);
	KUNIT_EXPECT_EQ(test, mm011_verify_area(m, 0, 8192), -MM011_E_OOM);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1)) & 2, 2u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1) + 4096) & 2, 0u);
}

static struct kunit_case fork_cases[] = {
	KUNIT_CASE(the_first_fork_takes_two_pages),
	KUNIT_CASE(the_child_is_its_father_64_mb_away),
	KUNIT_CASE(the_child_holds_the_executable),
	KUNIT_CASE(father_and_child_do_not_see_each_other_write),
	KUNIT_CASE(a_fork_without_a_page_undoes_nothing),
	KUNIT_CASE(a_fork_without_a_page_table_gives_its_page_back),
	KUNIT_CASE(a_fork_that_fails_half_way_leaves_the_father_read_only),
	KUNIT_CASE(copy_mem_tells_that_it_frees),
	KUNIT_CASE(bad_data_limit_panics),
	KUNIT_CASE(a_fork_where_tables_are_panics),
	KUNIT_CASE(a_fault_while_undoing_is_passed_on),
	KUNIT_CASE(a_task_page_that_was_freed_panics),
	KUNIT_CASE(data_limit_is_what_is_copied),
	KUNIT_CASE(the_lowest_free_slot_is_taken),
	KUNIT_CASE(a_number_in_use_is_passed_over),
	KUNIT_CASE(numbers_begin_again_at_1),
	KUNIT_CASE(without_a_slot_the_number_is_spent),
	KUNIT_CASE(the_last_slot_is_63),
	KUNIT_CASE_PARAM(verify_area_goes_page_by_page, area_gen_params),
	KUNIT_CASE(verify_area_out_of_memory_stops_there),
	{}
};

struct kunit_suite mm011_fork_suite = {
	.name = "mm011_fork",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = fork_cases,
};
