// SPDX-License-Identifier: GPL-2.0
/*
 * What of a task's structure stands in its page, and what comes of it when somebody
 * writes there?
 */

#include "rig.h"

static struct mm011_task *slot(struct kunit *test, u32 nr)
{
	return &linux01x(rig_machine(test))->task[nr];
}

static u32 field(struct kunit *test, u32 nr, u32 offset)
{
	return mm011_read32(rig_machine(test), slot(test, nr)->page + offset);
}

static struct mm011_op op(struct kunit *test, u16 code, u32 task, u32 a)
{
	struct mm011_op op = { .code = code, .task = task, .arg = { a } };

	mm011_op_run(rig_machine(test), &op, rig_data(test));
	return op;
}

/* task 1 runs a program, task 2 is its child */
static void two_tasks(struct kunit *test, u32 kernel)
{
	if (kernel == MM011_KERNEL_0_12)
		rig_0_12(test, 64);
	else
		rig_reset(test, 4096, 0);
	rig_fork(test, 0);
	rig_exec(test, 1, 5, 0x1000, 0x2000, 0x1000);
	rig_fork(test, 1);
}

/* the numbers of include/linux/sched.h, written down once more */
static void a_child_of_0_11_has_its_fields(struct kunit *test)
{
	two_tasks(test, MM011_KERNEL_0_11);
	KUNIT_EXPECT_EQ(test, field(test, 2, 0), 0u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 532), 0u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 536), 0x8000000u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 540), 0x1000u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 544), 0x3000u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 548), 0x4000u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 552), slot(test, 2)->start_stack);
	KUNIT_EXPECT_EQ(test, field(test, 2, 556), 2u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 560), 1u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 720), 0u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 724), 0u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 728), 0u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 732), 0x08c0fa00u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 736), 0x3fffu);
	KUNIT_EXPECT_EQ(test, field(test, 2, 740), 0x08c0f200u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 840), 0x48u);
}

static void a_child_of_0_12_has_them_elsewhere(struct kunit *test)
{
	two_tasks(test, MM011_KERNEL_0_12);
	KUNIT_EXPECT_EQ(test, field(test, 2, 536), 0x8000000u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 556), 2u);
	/* a process group, which no machine has, not a father */
	KUNIT_EXPECT_EQ(test, field(test, 2, 560), 0u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 728), 0u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 928), 0x3fffu);
	KUNIT_EXPECT_EQ(test, field(test, 2, 932), 0x08c0fa00u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 940), 0x08c0f200u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 1040), 0x48u);
}

static void exec_and_brk_change_it(struct kunit *test)
{
	two_tasks(test, MM011_KERNEL_0_11);
	rig_exec(test, 2, 6, 0x5000, 0x1000, 0);
	KUNIT_EXPECT_EQ(test, field(test, 2, 540), 0x5000u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 544), 0x6000u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 728), 4u);
	KUNIT_EXPECT_EQ(test, op(test, MM011_OP_BRK, 2, 0x9000).ret, 0x9000u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 548), 0x9000u);
	/* what brk() refuses */
	op(test, MM011_OP_BRK, 2, 0x4fff);
	KUNIT_EXPECT_EQ(test, field(test, 2, 548), 0x9000u);
	KUNIT_EXPECT_EQ(test, field(test, 1, 540), 0x1000u);
}

static void a_zombie_has_its_exit_code(struct kunit *test)
{
	two_tasks(test, MM011_KERNEL_0_11);
	rig_fork(test, 2);
	op(test, MM011_OP_EXIT, 2, 7);
	KUNIT_EXPECT_EQ(test, field(test, 2, 0), 3u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 532), 0x700u);
	/* its child is task 1's */
	KUNIT_EXPECT_EQ(test, field(test, 3, 560), 1u);
}

/* what a recorded run says of a task stands in its page as if it had come to be so */
static void set_task_writes_numbers_and_segments(struct kunit *test)
{
	struct mm011_op set = { .code = MM011_OP_SET_TASK, .task = 2,
				.arg = { 0x8000000, 0x2345, 0x3000, 0x5000, 6, 0x3ffe000, 9, 1 } };

	two_tasks(test, MM011_KERNEL_0_11);
	mm011_op_run(rig_machine(test), &set, NULL);
	KUNIT_EXPECT_EQ(test, set.error, 0);
	KUNIT_EXPECT_EQ(test, field(test, 2, 536), 0x8000000u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 540), 0x2345u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 544), 0x3000u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 548), 0x5000u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 552), 0x3ffe000u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 556), 9u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 560), 1u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 728), 2u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 732), 0x08c0fa00u);
	KUNIT_EXPECT_EQ(test, field(test, 2, 736), 0x3fffu);
	KUNIT_EXPECT_EQ(test, field(test, 2, 740), 0x08c0f200u);
}

/* the next event since rig_watch() says: so many bytes were written there in task 2's page */
static void expect_written(struct kunit *test, u32 *nr, u32 offset, u32 len, int line)
{
	const struct mm011_event *e = &((struct rig *)test->priv)->log[(*nr)++];

	KUNIT_EXPECT_EQ_MSG(test, e->type, (u32)MM011_EV_WRITE, "line %d", line);
	KUNIT_EXPECT_EQ_MSG(test, e->a, slot(test, 2)->page + offset, "line %d", line);
	KUNIT_EXPECT_EQ_MSG(test, e->b, len, "line %d", line);
}

#define EXPECT_WRITTEN(test, nr, offset, len) expect_written(test, nr, offset, len, __LINE__)

static void all_that_is_written_is_told(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 kernel, nr;

	for (kernel = MM011_KERNEL_0_11; kernel <= MM011_KERNEL_0_12; kernel++) {
		two_tasks(test, kernel);
		mm011_switch_to(m, 1);
		rig_watch(test);
		mm011_structure_copy(m, 2);
		mm011_structure_numbers(m, 2);
		mm011_structure_ldt(m, 2);
		mm011_structure_exit(m, 2);
		KUNIT_EXPECT_EQ(test, rig_watched(test), 5u);
		nr = 0;
		EXPECT_WRITTEN(test, &nr, 0, kernel == MM011_KERNEL_0_11 ? 960 : 1216);
		EXPECT_WRITTEN(test, &nr, 532, kernel == MM011_KERNEL_0_11 ? 32 : 28);
		EXPECT_WRITTEN(test, &nr, kernel == MM011_KERNEL_0_11 ? 728 : 928, 16);
		EXPECT_WRITTEN(test, &nr, 0, 4);
		EXPECT_WRITTEN(test, &nr, 532, 4);
	}
}

/* what a dump has brought: signals, files, a kernel stack */
static void a_child_gets_what_nobody_knows(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page;

	two_tasks(test, MM011_KERNEL_0_11);
	page = slot(test, 1)->page;
	mm011_write32(m, page + 640, 0x11111111);
	mm011_write32(m, page + 952, 0x22222222);
	mm011_write32(m, page + 0, 1);
	mm011_write32(m, page + 4000, 0x33333333);
	rig_fork(test, 1);
	KUNIT_EXPECT_EQ(test, field(test, 3, 640), 0x11111111u);
	KUNIT_EXPECT_EQ(test, field(test, 3, 952), 0x22222222u);
	KUNIT_EXPECT_EQ(test, field(test, 3, 0), 0u);
	KUNIT_EXPECT_EQ(test, field(test, 3, 4000), 0u);
}

static void pointers_of_0_12_are_not_copied(struct kunit *test)
{
	u32 i;

	two_tasks(test, MM011_KERNEL_0_12);
	for (i = 696; i < 720; i += 4)
		mm011_write32(rig_machine(test), slot(test, 1)->page + i, i);
	rig_fork(test, 1);
	KUNIT_EXPECT_EQ(test, field(test, 3, 696), 696u);
	for (i = 700; i < 716; i += 4)
		KUNIT_EXPECT_EQ(test, field(test, 3, i), 0u);
	KUNIT_EXPECT_EQ(test, field(test, 3, 716), 716u);
}

/* the page is written and never read */
static void what_is_written_there_bends_nothing(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_task before;
	u32 i;

	two_tasks(test, MM011_KERNEL_0_11);
	before = *slot(test, 2);
	for (i = 0; i < MM011_PAGE_SIZE; i += 4)
		mm011_write32(m, before.page + i, ~0u);
	KUNIT_EXPECT_EQ(test, memcmp(&before, slot(test, 2), sizeof(before)), 0);
	KUNIT_EXPECT_EQ(test, rig_fork(test, 2), 3u);
	KUNIT_EXPECT_EQ(test, slot(test, 3)->ldt.base, 3 * MM011_TASK_SIZE);
	KUNIT_EXPECT_EQ(test, field(test, 3, 556), 3u);
	KUNIT_EXPECT_EQ(test, op(test, MM011_OP_EXIT, 2, 0).error, 0);
}

/* a dump can have told of any page */
static void a_page_that_is_no_memory_is_left_alone(struct kunit *test)
{
	static const u32 pages[] = { 0x1000000, 0xfffff000, 0x80000000 };
	u32 i;

	rig_no_ledger(test, "a task has lost its page");
	for (i = 0; i < ARRAY_SIZE(pages); i++) {
		two_tasks(test, MM011_KERNEL_0_11);
		slot(test, 2)->page = pages[i];
		rig_exec(test, 2, 6, 0x1000, 0, 0);
		KUNIT_EXPECT_EQ(test, rig_fork(test, 2), 3u);
		KUNIT_EXPECT_EQ(test, field(test, 3, 556), 3u);
		KUNIT_EXPECT_EQ(test, op(test, MM011_OP_EXIT, 2, 0).error, 0);
	}
}

/* task 0 has its structure in the kernel, where nothing is known to be */
static void task_0_has_none(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	KUNIT_EXPECT_EQ(test, op(test, MM011_OP_BRK, 0, 0x3000).ret, 0x3000u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 548), 0u);
}

/* the page of a task that has been freed behind its back is a page table now */
static void a_page_table_in_its_place_is_written_to_as_such(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page;

	rig_no_ledger(test, "a page is two things");
	two_tasks(test, MM011_KERNEL_0_11);
	page = slot(test, 2)->page;
	mm011_set_entry(m, 4 * 32, page | MM011_PTE_FLAGS);
	mm011_checksum(m);
	op(test, MM011_OP_BRK, 2, 0x9000);
	KUNIT_EXPECT_EQ(test, mm011_checksum(m), mm011_checksum_plain(m));
	op(test, MM011_OP_EXIT, 2, 0);
	KUNIT_EXPECT_EQ(test, mm011_checksum(m), mm011_checksum_plain(m));
}

static struct kunit_case structure_cases[] = {
	KUNIT_CASE(a_child_of_0_11_has_its_fields),
	KUNIT_CASE(a_child_of_0_12_has_them_elsewhere),
	KUNIT_CASE(exec_and_brk_change_it),
	KUNIT_CASE(a_zombie_has_its_exit_code),
	KUNIT_CASE(set_task_writes_numbers_and_segments),
	KUNIT_CASE(all_that_is_written_is_told),
	KUNIT_CASE(a_child_gets_what_nobody_knows),
	KUNIT_CASE(pointers_of_0_12_are_not_copied),
	KUNIT_CASE(what_is_written_there_bends_nothing),
	KUNIT_CASE(a_page_that_is_no_memory_is_left_alone),
	KUNIT_CASE(task_0_has_none),
	KUNIT_CASE(a_page_table_in_its_place_is_written_to_as_such),
	{}
};

struct kunit_suite mm011_structure_suite = {
	.name = "mm011_structure",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = structure_cases,
};
