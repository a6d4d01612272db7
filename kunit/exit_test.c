// SPDX-License-Identifier: GPL-2.0
/*
 * What is given back when a task ends, and when its father has asked for it?
 */

#include "rig.h"

/* task 1 is init; its children are 2 and 3, each with a page at 0 */
static void family(struct kunit *test)
{
	u32 nr;

	rig_fork(test, 0);
	rig_exec(test, 1, 5, 0x1000, 0, 0);
	rig_fork(test, 1);
	rig_fork(test, 1);
	for (nr = 1; nr <= 3; nr++)
		KUNIT_ASSERT_EQ(test, rig_poke(test, nr, 0x10000, nr), 0);
}

static int end(struct kunit *test, u32 nr, s32 code)
{
	mm011_switch_to(rig_machine(test), nr);
	return mm011_do_exit(rig_machine(test), code);
}

/* what the system call would return */
static int waitpid_at(struct kunit *test, u32 nr, s32 pid, const u32 *status)
{
	u32 child;
	int err;

	mm011_switch_to(rig_machine(test), nr);
	err = mm011_waitpid(rig_machine(test), pid, status, &child);
	return err ? err : (s32)child;
}

static int waitpid(struct kunit *test, u32 nr, s32 pid)
{
	return waitpid_at(test, nr, pid, NULL);
}

/* ---- do_exit() ---- */

static void a_zombie_keeps_the_page_of_its_task_alone(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	u32 free, page;

	family(test);
	page = k->task[3].page;
	free = rig_free_pages(test);
	KUNIT_EXPECT_EQ(test, end(test, 3, 0x700), 0);
	KUNIT_EXPECT_EQ(test, k->task[3].state, (u32)MM011_TASK_ZOMBIE);
	KUNIT_EXPECT_EQ(test, k->task[3].exit_code, 0x700);
	KUNIT_EXPECT_EQ(test, k->task[3].page, page);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 1u);
	/* its own page at 0x10000, and the tables for code and stack */
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), free + 3);
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, 3 * 64, 64));
}

static void exit_lets_go_of_the_executable(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	u32 slot;

	family(test);
	slot = k->task[1].executable;
	KUNIT_EXPECT_EQ(test, k->inode[slot].i_count, 3u);
	end(test, 3, 0);
	KUNIT_EXPECT_EQ(test, k->inode[slot].i_count, 2u);
	KUNIT_EXPECT_EQ(test, k->task[3].executable, 0u);
}

/* the data segment holds the code segment: two calls, one finds nothing */
static void exit_frees_code_and_then_data(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	family(test);
	linux01x(m)->task[2].ldt.code_limit = 0x400000;
	end(test, 2, 0);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_FREE_PAGE_TABLES], 4ull);
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, 2 * 64, 64));
}

static void code_outside_the_data_segment_is_freed_too(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_task(test, 1);
	rig_task(test, 2)->father = 1;
	linux01x(m)->task[2].ldt.data_limit = 0x400000;
	rig_map(test, RIG_TASK(2) + 0x800000);
	KUNIT_EXPECT_EQ(test, end(test, 2, 0), 0);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 3072u);
}

static void orphans_go_to_init(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);

	family(test);
	rig_fork(test, 2);
	rig_fork(test, 4);
	end(test, 4, 0);
	KUNIT_EXPECT_EQ(test, k->task[5].father, 1u);
	rig_fork(test, 2);
	end(test, 6, 0);
	end(test, 2, 0);
	KUNIT_EXPECT_EQ(test, k->task[4].father, 1u);	/* zombies too */
	KUNIT_EXPECT_EQ(test, k->task[6].father, 1u);
	KUNIT_EXPECT_EQ(test, k->task[3].father, 1u);
	KUNIT_EXPECT_EQ(test, k->task[1].father, 0u);
}

static void without_a_father_a_task_releases_itself(struct kunit *test)
{
	struct rig *rig = test->priv;
	struct linux01x *k = linux01x(&rig->m);
	u32 i, n, told = 0;

	family(test);
	k->task[3].father = 99;
	mm011_switch_to(&rig->m, 3);
	rig_watch(test);
	KUNIT_EXPECT_EQ(test, mm011_do_exit(&rig->m, 0), 0);
	n = rig_watched(test);
	for (i = 0; i < n && i < RIG_LOG; i++)
		told += rig->log[i].type == MM011_EV_MESSAGE &&
			rig->log[i].a == MM011_MSG_NO_FATHER &&
			!rig->log[i].b && !rig->log[i].c;
	KUNIT_EXPECT_EQ(test, told, 1u);
	KUNIT_EXPECT_EQ(test, k->task[3].state, (u32)MM011_TASK_FREE);
	KUNIT_EXPECT_EQ(test, k->task[3].page, 0u);
}

/* pid 0 is task 0's, but a father of 0 is never looked for */
static void a_child_of_task_0_releases_itself(struct kunit *test)
{
	rig_fork(test, 0);
	KUNIT_EXPECT_EQ(test, end(test, 1, 0), 0);
	KUNIT_EXPECT_EQ(test, linux01x(rig_machine(test))->task[1].state, (u32)MM011_TASK_FREE);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 3072u);
}

static void a_zombie_is_a_father_still(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_task(test, 1)->state = MM011_TASK_ZOMBIE;
	rig_task(test, 2)->father = 1;
	end(test, 2, 0);
	KUNIT_EXPECT_EQ(test, linux01x(m)->task[2].state, (u32)MM011_TASK_ZOMBIE);
}

/* for the search slot 0 is as good as any, whatever pid it was given */
static void task_0_may_be_father_and_orphan(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);

	k->task[0].pid = 7;
	k->task[0].father = 5;
	rig_task(test, 5)->father = 7;
	KUNIT_EXPECT_EQ(test, end(test, 5, 0), 0);
	KUNIT_EXPECT_EQ(test, k->task[5].state, (u32)MM011_TASK_ZOMBIE);
	KUNIT_EXPECT_EQ(test, k->task[0].father, 1u);
}

static void task_0_cannot_end(struct kunit *test)
{
	u32 crc = mm011_checksum(rig_machine(test));

	RIG_EXPECT_PANIC(test, end(test, 0, 0), "Trying to free up swapper memory space");
	KUNIT_EXPECT_EQ(test, mm011_checksum(rig_machine(test)), crc);
	KUNIT_EXPECT_EQ(test, linux01x(rig_machine(test))->task[0].state, (u32)MM011_TASK_RUNNING);
}

static void a_panic_in_exit_leaves_the_task_running(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page;

	family(test);
	page = rig_entry(test, RIG_TASK(3) + 0x10000) / 4096 - 256;
	mm011_set_count(m, page, 0);
	RIG_EXPECT_PANIC(test, end(test, 3, 0), "trying to free free page");
	KUNIT_EXPECT_EQ(test, linux01x(m)->task[3].state, (u32)MM011_TASK_RUNNING);
	KUNIT_EXPECT_NE(test, linux01x(m)->task[3].executable, 0u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_PANIC], 1ull);
	mm011_set_count(m, page, 1);
}

/* the code was freed in peace, the data is not */
static void a_panic_in_the_second_call_is_passed_on(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page;

	rig_task(test, 1)->ldt.code_limit = 0x400000;
	rig_map(test, RIG_TASK(1));
	page = rig_map(test, RIG_TASK(1) + 0x800000) / 4096 - 256;
	mm011_set_count(m, page, 0);
	RIG_EXPECT_PANIC(test, end(test, 1, 0), "trying to free free page");
	KUNIT_EXPECT_EQ(test, linux01x(m)->task[1].state, (u32)MM011_TASK_RUNNING);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1)), 0u);
	mm011_set_count(m, page, 1);
}

/* ---- release() ---- */

static void release_frees_the_page_of_the_task(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	u32 page;

	family(test);
	end(test, 3, 0);
	page = k->task[3].page;
	KUNIT_EXPECT_EQ(test, mm011_release(m, 3), 0);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 0u);
	KUNIT_EXPECT_EQ(test, k->task[3].state, (u32)MM011_TASK_FREE);
	KUNIT_EXPECT_EQ(test, k->task[3].pid, 0u);
}

static void release_of_a_task_without_a_page_is_fine(struct kunit *test)
{
	rig_task(test, 3);
	KUNIT_EXPECT_EQ(test, mm011_release(rig_machine(test), 3), 0);
}

static void release_of_a_free_page_panics(struct kunit *test)
{
	rig_task(test, 3)->page = 0x800000;
	RIG_EXPECT_PANIC(test, mm011_release(rig_machine(test), 3),
			 "trying to free free page");
	KUNIT_EXPECT_EQ(test, linux01x(rig_machine(test))->task[3].state, (u32)MM011_TASK_FREE);
}

/* ---- waitpid() ---- */

static void without_children_there_is_nothing_to_wait_for(struct kunit *test)
{
	family(test);
	KUNIT_EXPECT_EQ(test, waitpid(test, 3, -1), -ECHILD);
	KUNIT_EXPECT_EQ(test, waitpid(test, 1, 99), -ECHILD);
	KUNIT_EXPECT_EQ(test, waitpid(test, 2, 3), -ECHILD);	/* not its own */
}

static void children_that_live_are_waited_for(struct kunit *test)
{
	family(test);
	KUNIT_EXPECT_EQ(test, waitpid(test, 1, -1), 0);
	KUNIT_EXPECT_EQ(test, waitpid(test, 1, 2), 0);
	end(test, 2, 0);
	KUNIT_EXPECT_EQ(test, waitpid(test, 1, 3), 0);
	KUNIT_EXPECT_EQ(test, linux01x(rig_machine(test))->task[2].state, (u32)MM011_TASK_ZOMBIE);
}

static void a_zombie_is_reaped_once(struct kunit *test)
{
	u32 page;

	family(test);
	end(test, 2, 0);
	page = linux01x(rig_machine(test))->task[2].page;
	KUNIT_EXPECT_EQ(test, waitpid(test, 1, 2), 2);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 0u);
	KUNIT_EXPECT_EQ(test, waitpid(test, 1, 2), -ECHILD);
}

static void the_last_slot_is_reaped_first(struct kunit *test)
{
	family(test);
	end(test, 2, 0);
	end(test, 3, 0);
	KUNIT_EXPECT_EQ(test, waitpid(test, 1, -1), 3);
	KUNIT_EXPECT_EQ(test, waitpid(test, 1, -1), 2);
	KUNIT_EXPECT_EQ(test, waitpid(test, 1, -1), -ECHILD);
}

static void a_zombie_is_found_behind_living_ones(struct kunit *test)
{
	family(test);
	end(test, 2, 0);
	KUNIT_EXPECT_EQ(test, waitpid(test, 1, -1), 2);
}

/* 1 is a number like any other */
static void only_the_child_of_that_number_is_reaped(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);

	rig_task(test, 5);
	rig_task(test, 2)->father = 5;
	rig_task(test, 3)->father = 5;
	k->task[2].pid = 1;
	k->task[2].state = MM011_TASK_ZOMBIE;
	k->task[3].state = MM011_TASK_ZOMBIE;
	KUNIT_EXPECT_EQ(test, waitpid(test, 5, 1), 1);
	KUNIT_EXPECT_EQ(test, k->task[3].state, (u32)MM011_TASK_ZOMBIE);
}

static void slot_63_is_looked_at_and_oneself_is_not(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_task(test, 1)->father = 1;
	KUNIT_EXPECT_EQ(test, waitpid(test, 1, -1), -ECHILD);
	rig_task(test, 63)->father = 1;
	KUNIT_EXPECT_EQ(test, waitpid(test, 1, -1), 0);
	linux01x(m)->task[63].state = MM011_TASK_ZOMBIE;
	KUNIT_EXPECT_EQ(test, waitpid(test, 1, -1), 63);
}

static void slot_1_may_be_a_child_too(struct kunit *test)
{
	rig_task(test, 5);
	rig_task(test, 1)->father = 5;
	linux01x(rig_machine(test))->task[1].state = MM011_TASK_ZOMBIE;
	KUNIT_EXPECT_EQ(test, waitpid(test, 5, -1), 1);
}

/* a slot that is free may keep a father of 0, and pid 0 */
static void free_slots_are_nobodys_children(struct kunit *test)
{
	mm011_switch_to(rig_machine(test), 0);
	KUNIT_EXPECT_EQ(test, waitpid(test, 0, -1), -ECHILD);
}

static void the_status_is_written_to_the_father(struct kunit *test)
{
	const u32 where = 0x10ffe;	/* across two pages */

	family(test);
	end(test, 3, 0x1234500);
	KUNIT_EXPECT_EQ(test, waitpid_at(test, 1, 3, &where), 3);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, where), 0x1234500u);
}

/* copy-on-write by hand: the other task that has the page sees nothing */
static void the_status_is_not_written_to_a_shared_page(struct kunit *test)
{
	const u32 where = 0x10000;
	u32 other;

	family(test);
	end(test, 3, 0x700);
	other = rig_fork(test, 1);
	KUNIT_EXPECT_EQ(test, waitpid_at(test, 1, 3, &where), 3);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, where), 0x700u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, other, where), 1u);
}

static void the_area_is_verified_before_anybody_is_reaped(struct kunit *test)
{
	const u32 where = 0x10000;
	struct mm011_machine *m = rig_machine(test);

	family(test);
	end(test, 3, 0);
	rig_fork(test, 1);
	rig_leave(test, 0);
	KUNIT_EXPECT_EQ(test, waitpid_at(test, 1, 3, &where), -MM011_E_OOM);
	KUNIT_EXPECT_EQ(test, linux01x(m)->task[3].state, (u32)MM011_TASK_ZOMBIE);
}

static void a_status_outside_the_segment_is_an_error(struct kunit *test)
{
	const u32 where = 0x4000000;

	family(test);
	end(test, 3, 0);
	KUNIT_EXPECT_EQ(test, waitpid_at(test, 1, 3, &where), -EFAULT);
	KUNIT_EXPECT_EQ(test, linux01x(rig_machine(test))->task[3].state, (u32)MM011_TASK_FREE);
}

static void a_panic_in_release_leaves_no_status(struct kunit *test)
{
	const u32 where = 0x10000;
	struct mm011_machine *m = rig_machine(test);

	family(test);
	end(test, 3, 0x700);
	mm011_free_page(m, linux01x(m)->task[3].page);
	RIG_EXPECT_PANIC(test, waitpid_at(test, 1, 3, &where), "trying to free free page");
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, where), 1u);
}

static struct kunit_case exit_cases[] = {
	KUNIT_CASE(a_zombie_keeps_the_page_of_its_task_alone),
	KUNIT_CASE(exit_lets_go_of_the_executable),
	KUNIT_CASE(exit_frees_code_and_then_data),
	KUNIT_CASE(code_outside_the_data_segment_is_freed_too),
	KUNIT_CASE(orphans_go_to_init),
	KUNIT_CASE(without_a_father_a_task_releases_itself),
	KUNIT_CASE(a_child_of_task_0_releases_itself),
	KUNIT_CASE(a_zombie_is_a_father_still),
	KUNIT_CASE(task_0_may_be_father_and_orphan),
	KUNIT_CASE(task_0_cannot_end),
	KUNIT_CASE(a_panic_in_exit_leaves_the_task_running),
	KUNIT_CASE(a_panic_in_the_second_call_is_passed_on),
	KUNIT_CASE(release_frees_the_page_of_the_task),
	KUNIT_CASE(release_of_a_task_without_a_page_is_fine),
	KUNIT_CASE(release_of_a_free_page_panics),
	KUNIT_CASE(without_children_there_is_nothing_to_wait_for),
	KUNIT_CASE(children_that_live_are_waited_for),
	KUNIT_CASE(a_zombie_is_reaped_once),
	KUNIT_CASE(the_last_slot_is_reaped_first),
	KUNIT_CASE(a_zombie_is_found_behind_living_ones),
	KUNIT_CASE(only_the_child_of_that_number_is_reaped),
	KUNIT_CASE(slot_63_is_looked_at_and_oneself_is_not),
	KUNIT_CASE(slot_1_may_be_a_child_too),
	KUNIT_CASE(free_slots_are_nobodys_children),
	KUNIT_CASE(the_status_is_written_to_the_father),
	KUNIT_CASE(the_status_is_not_written_to_a_shared_page),
	KUNIT_CASE(the_area_is_verified_before_anybody_is_reaped),
	KUNIT_CASE(a_status_outside_the_segment_is_an_error),
	KUNIT_CASE(a_panic_in_release_leaves_no_status),
	{}
};

struct kunit_suite mm011_exit_suite = {
	.name = "mm011_exit",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = exit_cases,
};
