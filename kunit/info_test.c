// SPDX-License-Identifier: GPL-2.0
/*
 * Do the structures of the interface tell all of a machine, and nothing else?
 */

#include "rig.h"

/* bytes that are not 0, to see which the core leaves alone */
static struct mm011_info *filled_info(struct kunit *test)
{
	struct mm011_info *info = rig_data(test);

	memset(info, 0xee, sizeof(*info));
	mm011_fill_info(rig_machine(test), info);
	return info;
}

static void info_of_a_fresh_machine(struct kunit *test)
{
	const struct mm011_info *info;

	rig_reset(test, 8192, 512);
	info = filled_info(test);
	KUNIT_EXPECT_EQ(test, info->kernel, (u32)MM011_KERNEL_0_11);
	KUNIT_EXPECT_EQ(test, info->ram_kb, 8192u);
	KUNIT_EXPECT_EQ(test, info->ramdisk_kb, 512u);
	KUNIT_EXPECT_EQ(test, info->buffer_end, 0x200000u);
	KUNIT_EXPECT_EQ(test, info->main_memory_start, 0x280000u);
	KUNIT_EXPECT_EQ(test, info->high_memory, 0x800000u);
	KUNIT_EXPECT_EQ(test, info->free_pages, 1408u);
	KUNIT_EXPECT_EQ(test, info->tasks, 1u);
	KUNIT_EXPECT_EQ(test, info->last_pid, 0u);
	KUNIT_EXPECT_EQ(test, info->stopped, (u32)MM011_OK);
	KUNIT_EXPECT_EQ(test, info->free_bucket_desc, 0u);
	KUNIT_EXPECT_STREQ(test, (const char *)info->message, "");
	/* size, machine and reserved are the caller's */
	KUNIT_EXPECT_EQ(test, info->size, 0xeeeeeeeeu);
	KUNIT_EXPECT_EQ(test, info->machine, 0xeeeeeeeeu);
	KUNIT_EXPECT_EQ(test, info->reserved, 0xeeeeeeeeu);
}

static void info_of_a_busy_machine(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	const struct mm011_info *info;
	u32 addr;

	rig_task(test, 63)->state = MM011_TASK_ZOMBIE;
	rig_task(test, 5);
	linux01x(m)->last_pid = 77;
	mm011_malloc(m, 4096, &addr);
	mm011_pipe(m, &addr);
	rig_watch(test);
	mm011_invalidate(m);
	mm011_bus_error(m, 0x12345678);
	rig_watched(test);
	info = filled_info(test);
	KUNIT_EXPECT_EQ(test, info->tasks, 3u);
	KUNIT_EXPECT_EQ(test, info->last_pid, 77u);
	KUNIT_EXPECT_EQ(test, info->free_pages, 3069u);
	KUNIT_EXPECT_EQ(test, info->bucket_chain[0], 0u);
	KUNIT_EXPECT_EQ(test, info->bucket_chain[8], 0xfff000u);
	KUNIT_EXPECT_EQ(test, info->free_bucket_desc, 0xfff010u);
	KUNIT_EXPECT_EQ(test, info->pipe[0], 0xffd000u);
	KUNIT_EXPECT_EQ(test, info->pipe[31], 0u);
	KUNIT_EXPECT_EQ(test, info->event_seq, 1ull);
	KUNIT_EXPECT_EQ(test, info->stopped, (u32)MM011_FAULT);
	KUNIT_EXPECT_EQ(test, info->stopped_at, 0x12345678u);
	KUNIT_EXPECT_STREQ(test, (const char *)info->message,
			   "kernel access outside physical memory");
	mm011_revive(m);
}

static void info_counts_from_the_first_page_on(struct kunit *test)
{
	rig_small(test, 1);
	KUNIT_EXPECT_EQ(test, filled_info(test)->free_pages, 1u);
	rig_no_ledger(test, "the last page of memory is made free");
	mm011_set_count(rig_machine(test), 3839, 0);
	KUNIT_EXPECT_EQ(test, filled_info(test)->free_pages, 2u);
}

static void fill_task_of_a_free_slot_is_esrch(struct kunit *test)
{
	struct mm011_task_info *info = rig_data(test);

	info->nr = 63;
	KUNIT_EXPECT_EQ(test, mm011_fill_task(rig_machine(test), info), -ESRCH);
	info->nr = 0;
	KUNIT_EXPECT_EQ(test, mm011_fill_task(rig_machine(test), info), 0);
	KUNIT_EXPECT_EQ(test, info->inode, 0ull);
}

/* a task in which every word is another one */
static void fill_task_tells_all_that_take_task_takes(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	struct mm011_task_info *info = rig_data(test);
	u32 i, *word = (u32 *)&k->task[9];

	for (i = 0; i < sizeof(k->task[9]) / 4; i++)
		word[i] = 0x1000 * (i + 1);
	k->task[9].executable = 3;
	k->inode[3].number = 0x123456789ull;
	k->inode[3].dev = 0x306;
	k->inode[3].i_count = 4;
	k->task[9].library = 4;
	k->inode[4].number = 0x987654321ull;
	k->inode[4].dev = 0x307;
	k->inode[4].i_count = 5;
	memset(info, 0xee, sizeof(*info));
	info->nr = 9;
	KUNIT_EXPECT_EQ(test, mm011_fill_task(m, info), 0);
	KUNIT_EXPECT_EQ(test, info->inode, 0x123456789ull);
	KUNIT_EXPECT_EQ(test, info->dev, 0x306u);
	KUNIT_EXPECT_EQ(test, info->i_count, 4u);
	KUNIT_EXPECT_EQ(test, info->library, 0x987654321ull);
	KUNIT_EXPECT_EQ(test, info->library_dev, 0x307u);
	KUNIT_EXPECT_EQ(test, info->library_i_count, 5u);
	KUNIT_EXPECT_EQ(test, info->brk, k->task[9].brk);
	KUNIT_EXPECT_EQ(test, info->data_limit, k->task[9].ldt.data_limit);
	mm011_take_task(&k->task[10], info);
	k->task[10].executable = 3;
	k->task[10].library = 4;
	k->task[10].birth_seq = k->task[9].birth_seq;
	KUNIT_EXPECT_EQ(test, memcmp(&k->task[10], &k->task[9], sizeof(k->task[9])), 0);
	memset(&k->task[9], 0, 2 * sizeof(k->task[9]));
	memset(&k->inode[3], 0, 2 * sizeof(k->inode[3]));
}

static void expect_shown(struct kunit *test, const char *name, const char *words)
{
	struct mm011_machine *m = rig_machine(test);

	mm011_view(m->kernel, name)->show(m, rig_listen());
	KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(rig_heard(), words), "%s", rig_heard());
}

/* a zombie that others have made of a sleeper is one */
static void a_task_that_waits_for_the_disk_sleeps(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_task(test, 1);
	rig_task(test, 2);
	rig_map(test, RIG_TASK(2));
	expect_shown(test, "tasks", "\n 2  running      2       0  0x000000");
	m->asleep = 1ull << 2;
	expect_shown(test, "tasks", "\n 1  running      1       0  0x000000");
	expect_shown(test, "tasks", "\n 2  sleeping     2       0  0x000000");
	expect_shown(test, "page_tables", "\ntask 2, pid 2, sleeping:\n");
	linux01x(m)->task[2].state = MM011_TASK_ZOMBIE;
	expect_shown(test, "tasks", "\n 2  zombie       2       0  0x000000");
	m->asleep = 0;
}

static struct kunit_case info_cases[] = {
	KUNIT_CASE(info_of_a_fresh_machine),
	KUNIT_CASE(info_of_a_busy_machine),
	KUNIT_CASE(info_counts_from_the_first_page_on),
	KUNIT_CASE(fill_task_of_a_free_slot_is_esrch),
	KUNIT_CASE(fill_task_tells_all_that_take_task_takes),
	KUNIT_CASE(a_task_that_waits_for_the_disk_sleeps),
	{}
};

struct kunit_suite mm011_info_suite = {
	.name = "mm011_info",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = info_cases,
};
