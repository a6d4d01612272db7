// SPDX-License-Identifier: GPL-2.0
/*
 * What is in memory before the first process?
 */

#include "rig.h"

#define MB 0x100000u

static const struct layout {
	u32 ram_kb;
	u32 ramdisk_kb;
	u32 buffer_end;
	u32 main_start;
	u32 high_memory;
	u32 free;
} layouts[] = {
	{ 16384, 0, 4 * MB, 4 * MB, 16 * MB, 3072 },
	{ 16384, 512, 4 * MB, 0x480000, 16 * MB, 2944 },
	{ 16384, 12288, 4 * MB, 16 * MB, 16 * MB, 0 },
	{ 16384, 15360, 4 * MB, 19 * MB, 16 * MB, 0 },
	{ 16256, 0, 4 * MB, 4 * MB, 0xfe0000, 3040 },	/* what a BIOS reports of 16 MB */
	{ 8064, 0, 2 * MB, 2 * MB, 0x7e0000, 1504 },
	{ 3968, 0, 1 * MB, 1 * MB, 0x3e0000, 736 },
	{ 12289, 0, 2 * MB, 2 * MB, 12 * MB, 2560 },	/* one KB more is no page */
	{ 12288, 0, 2 * MB, 2 * MB, 12 * MB, 2560 },
	{ 12292, 0, 4 * MB, 4 * MB, 0xc01000, 2049 },
	{ 6148, 0, 2 * MB, 2 * MB, 0x601000, 1025 },
	{ 6147, 0, 1 * MB, 1 * MB, 6 * MB, 1280 },
	{ 6144, 0, 1 * MB, 1 * MB, 6 * MB, 1280 },
	{ 2048, 0, 1 * MB, 1 * MB, 2 * MB, 256 },
	{ 2048, 512, 1 * MB, 0x180000, 2 * MB, 128 },
	{ 2048, 1024, 1 * MB, 2 * MB, 2 * MB, 0 },
	{ 2048, 4096, 1 * MB, 5 * MB, 2 * MB, 0 },
	{ 1028, 0, 1 * MB, 1 * MB, 0x101000, 1 },
	{ 1027, 0, 1 * MB, 1 * MB, 1 * MB, 0 },
	{ 1024, 0, 1 * MB, 1 * MB, 1 * MB, 0 },
	{ 16385, 0, 4 * MB, 4 * MB, 16 * MB, 3072 },
	{ 66559, 0, 4 * MB, 4 * MB, 16 * MB, 3072 },	/* EXT_MEM_K is 16 bits wide */
	/* a RAM disk that ends inside a page: the page is free, the last one is not */
	{ 2048, 1, 1 * MB, 0x100400, 2 * MB, 255 },
	{ 2048, 6, 1 * MB, 0x101800, 2 * MB, 254 },
};

static void layout_desc(const struct layout *l, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%u KB, RAM disk %u KB", l->ram_kb, l->ramdisk_kb);
}

KUNIT_ARRAY_PARAM(layout, layouts, layout_desc);

static void layout_is_that_of_main(struct kunit *test)
{
	const struct layout *l = test->param_value;
	const struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);

	rig_no_ledger(test, "a RAM disk may end inside a page");
	rig_reset(test, l->ram_kb, l->ramdisk_kb);
	KUNIT_EXPECT_EQ(test, k->ram_kb, l->ram_kb);
	KUNIT_EXPECT_EQ(test, k->ramdisk_kb, l->ramdisk_kb);
	KUNIT_EXPECT_EQ(test, k->buffer_end, l->buffer_end);
	KUNIT_EXPECT_EQ(test, k->main_memory_start, l->main_start);
	KUNIT_EXPECT_EQ(test, k->high_memory, l->high_memory);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), l->free);
}

/* each byte: free from the first page of main memory on, else USED */
static void mem_map_is_free_where_main_memory_is(struct kunit *test)
{
	const struct layout *l = test->param_value;
	const struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	u32 nr, wrong = 0, first = l->main_start / 4096 - 256;

	rig_no_ledger(test, "a RAM disk may end inside a page");
	rig_reset(test, l->ram_kb, l->ramdisk_kb);
	for (nr = 0; nr < MM011_PAGING_PAGES; nr++)
		wrong += k->mem_map[nr] != (nr >= first && nr - first < l->free ? 0 : 100);
	KUNIT_EXPECT_EQ(test, wrong, 0u);
}

/* main() of init/main.c, with the numbers of the original's types */
static u32 buffer_end_of(u32 ram_kb)
{
	u32 pages = ram_kb / 4;

	if (pages > 3072)
		return 4 * MB;
	return pages > 1536 ? 2 * MB : MB;
}

static void any_size_divides_as_in_main(struct kunit *test)
{
	const struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	u32 seed = 11, i, kb, pages;

	for (i = 0; i < 40; i++) {
		kb = 1024 + rig_random(&seed) % 17000;
		rig_reset(test, kb, 0);
		pages = kb / 4 > 4096 ? 4096 : kb / 4;
		KUNIT_EXPECT_EQ_MSG(test, k->buffer_end, buffer_end_of(kb), "%u KB", kb);
		KUNIT_EXPECT_EQ_MSG(test, k->main_memory_start, k->buffer_end, "%u KB", kb);
		KUNIT_EXPECT_EQ_MSG(test, k->high_memory, pages * 4096, "%u KB", kb);
		KUNIT_EXPECT_EQ_MSG(test, rig_free_pages(test), pages - k->buffer_end / 4096,
				    "%u KB", kb);
	}
}

static void zero_means_16_mb(struct kunit *test)
{
	const struct mm011_machine *m = rig_machine(test);

	rig_reset(test, 0, 0);
	KUNIT_EXPECT_EQ(test, linux01x(m)->ram_kb, 16384u);
	KUNIT_EXPECT_EQ(test, m->kernel->number, (u32)MM011_KERNEL_0_11);
	KUNIT_EXPECT_EQ(test, linux01x(m)->high_memory, 16 * MB);
}

static void head_s_maps_16_mb_to_itself(struct kunit *test)
{
	const struct mm011_machine *m = rig_machine(test);
	u32 i, wrong = 0;

	rig_reset(test, 2048, 0);
	for (i = 0; i < 4096; i++)
		wrong += mm011_read32(m, 0x1000 + 4 * i) != i * 4096 + 7;
	KUNIT_EXPECT_EQ(test, wrong, 0u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 0), 0x1007u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 4), 0x2007u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 8), 0x3007u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 12), 0x4007u);
}

static void the_rest_of_memory_is_zero(struct kunit *test)
{
	rig_fill(test, 0, MM011_MEMORY_SIZE, 0xa5);
	rig_reset(test, 0, 0);
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, 16, 4096 - 16));
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, 0x5000, MM011_MEMORY_SIZE - 0x5000));
}

static void head_only_stops_before_mem_init(struct kunit *test)
{
	struct mm011_reset r = { .flags = MM011_RESET_HEAD_ONLY };
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	u32 nr, used = 0;

	rig_no_ledger(test, "mem_map[] is all zero before mem_init()");
	mm011_reset(m, &r);
	for (nr = 0; nr < MM011_PAGING_PAGES; nr++)
		used += k->mem_map[nr];
	KUNIT_EXPECT_EQ(test, used, 0u);
	KUNIT_EXPECT_EQ(test, k->high_memory, 0u);
	KUNIT_EXPECT_EQ(test, k->main_memory_start, 0u);
	KUNIT_EXPECT_EQ(test, k->buffer_end, 0u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 0x4ffc), 0xfff007u);
}

static void task_0_is_init_task(struct kunit *test)
{
	const struct mm011_task *task = &linux01x(rig_machine(test))->task[0];

	KUNIT_EXPECT_EQ(test, task->state, (u32)MM011_TASK_RUNNING);
	KUNIT_EXPECT_EQ(test, task->pid, 0u);
	KUNIT_EXPECT_EQ(test, task->father, 0xffffffffu);
	KUNIT_EXPECT_EQ(test, task->page, 0u);
	KUNIT_EXPECT_EQ(test, task->ldt.base, 0u);
	KUNIT_EXPECT_EQ(test, task->ldt.code_limit, 640u * 1024);
	KUNIT_EXPECT_EQ(test, task->ldt.data_limit, 640u * 1024);
	KUNIT_EXPECT_EQ(test, task->executable, 0u);
	KUNIT_EXPECT_EQ(test, linux01x(rig_machine(test))->task[1].state, (u32)MM011_TASK_FREE);
}

/* a machine with something of everything */
static void use(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page;

	rig_fork(test, 0);
	rig_exec(test, 1, 7, 0x1000, 0x1000, 0x1000);
	mm011_pipe(m, &page);
	mm011_malloc(m, 100, &page);
	mm011_set_count(m, 5000, 9);
	mm011_free_page(m, 0xffffffff);
}

static void reset_forgets_everything(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 i, fresh = mm011_checksum_machine(m);
	u64 counted = 0;

	use(test);
	KUNIT_EXPECT_NE(test, mm011_checksum_machine(m), fresh);
	rig_reset(test, 0, 0);
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(m), fresh);
	KUNIT_EXPECT_EQ(test, m->stopped, (u32)MM011_OK);
	KUNIT_EXPECT_STREQ(test, (const char *)m->message, "");
	KUNIT_EXPECT_EQ(test, m->running, 0u);
	KUNIT_EXPECT_EQ(test, linux01x(m)->last_pid, 0u);
	KUNIT_EXPECT_EQ(test, (u32)mm011_count(m, 5000), 0u);
	for (i = 0; i < MM011_STAT_MAX; i++)
		counted += m->stat[i];
	KUNIT_EXPECT_EQ(test, counted, 0ull);
}

static void reset_gives_files_back(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_inode inode = { 0 };
	struct rig *rig = test->priv;

	KUNIT_ASSERT_EQ(test, m->host->open(m, 2, &inode), 0);
	mm011_iget(m, &inode);
	KUNIT_EXPECT_EQ(test, rig->file[2].holders, 1);
	rig_reset(test, 0, 0);
	KUNIT_EXPECT_EQ(test, rig->file[2].holders, 0);
	KUNIT_EXPECT_EQ(test, linux01x(m)->inode[MM011_NR_INODES - 1].i_count, 0u);
	KUNIT_ASSERT_EQ(test, m->host->open(m, 2, &linux01x(m)->inode[1]), 0);
	rig_reset(test, 0, 0);
	KUNIT_EXPECT_EQ(test, rig->file[2].holders, 0);
}

static void events_keep_their_numbers(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u64 seq;

	mm011_observe_events(m, true);
	mm011_invalidate(m);
	seq = m->event_seq;
	KUNIT_EXPECT_GT(test, seq, 0ull);
	rig_reset(test, 0, 0);
	KUNIT_EXPECT_EQ(test, m->event_seq, seq);
	KUNIT_EXPECT_FALSE(test, m->observed);
}

static const struct check {
	const char *what;
	struct mm011_reset r;
	int err;
} checks[] = {
	{ "defaults", { 0 }, 0 },
	{ "0.11", { .kernel = 11 }, 0 },
	{ "0.12", { .kernel = 12 }, 0 },
	{ "another kernel", { .kernel = 13 }, -EINVAL },
	{ "1 MB", { .ram_kb = 1024 }, 0 },
	{ "less than 1 MB", { .ram_kb = 1023 }, -EINVAL },
	{ "1 KB", { .ram_kb = 1 }, -EINVAL },
	{ "65535 KB above 1 MB", { .ram_kb = 66559 }, 0 },
	{ "more than 16 bits", { .ram_kb = 66560 }, -EINVAL },
	{ "all bits", { .ram_kb = ~0u }, -EINVAL },
	{ "largest RAM disk", { .ramdisk_kb = 15360 }, 0 },
	{ "too large a RAM disk", { .ramdisk_kb = 15361 }, -EINVAL },
	{ "a RAM disk of all bits", { .ramdisk_kb = ~0u }, -EINVAL },
	{ "head only", { .flags = MM011_RESET_HEAD_ONLY }, 0 },
	{ "unknown flag", { .flags = 2 }, -EINVAL },
	{ "known and unknown flag", { .flags = 3 }, -EINVAL },
	{ "reserved", { .reserved = 1 }, -EINVAL },
};

static void check_desc(const struct check *c, char *desc)
{
	strscpy(desc, c->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(check, checks, check_desc);

static void parameters_are_checked(struct kunit *test)
{
	const struct check *c = test->param_value;

	KUNIT_EXPECT_EQ(test, mm011_check_reset(&c->r), c->err);
}

static struct kunit_case boot_cases[] = {
	KUNIT_CASE_PARAM(layout_is_that_of_main, layout_gen_params),
	KUNIT_CASE_PARAM(mem_map_is_free_where_main_memory_is, layout_gen_params),
	KUNIT_CASE(any_size_divides_as_in_main),
	KUNIT_CASE(zero_means_16_mb),
	KUNIT_CASE(head_s_maps_16_mb_to_itself),
	KUNIT_CASE(the_rest_of_memory_is_zero),
	KUNIT_CASE(head_only_stops_before_mem_init),
	KUNIT_CASE(task_0_is_init_task),
	KUNIT_CASE(reset_forgets_everything),
	KUNIT_CASE(reset_gives_files_back),
	KUNIT_CASE(events_keep_their_numbers),
	KUNIT_CASE_PARAM(parameters_are_checked, check_gen_params),
	{}
};

struct kunit_suite mm011_boot_suite = {
	.name = "mm011_boot",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = boot_cases,
};
