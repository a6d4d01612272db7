// SPDX-License-Identifier: GPL-2.0
/*
 * Which page does a task get from another one that runs the same program?
 */

#include "rig.h"

#define INODE		5
#define END_DATA	0x6000u

/* tasks 1 and 2 run the same program; task 2 has the page at 0x1000, clean */
static u32 two_tasks(struct kunit *test)
{
	u32 page;

	rig_program(test, 1, INODE, END_DATA);
	rig_program(test, 2, INODE, END_DATA);
	mm011_switch_to(rig_machine(test), 1);
	page = rig_map(test, RIG_TASK(2) + 0x1000);
	rig_fill(test, page, 4096, 0x22);
	return page;
}

static int try_to_share(struct kunit *test, u32 donor)
{
	return mm011_try_to_share(rig_machine(test), 0x1000, donor);
}

/* the entry of task nr's page at 0x1000, to be written by hand */
static void set_entry(struct kunit *test, u32 nr, u32 entry)
{
	mm011_write32(rig_machine(test), rig_entry_address(test, RIG_TASK(nr) + 0x1000), entry);
}

static void a_shared_page_is_read_only_for_both(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page = two_tasks(test);

	rig_map(test, RIG_TASK(1));	/* task 1 has a page table */
	KUNIT_EXPECT_EQ(test, try_to_share(test, 2), 1);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1) + 0x1000), page + 5);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(2) + 0x1000), page + 5);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 2u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_SHARE_TRIED], 1ull);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_SHARE_MADE], 1ull);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_INVALIDATE], 1ull);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 3072u - 4);
}

static void sharing_takes_a_page_table(struct kunit *test)
{
	u32 page = two_tasks(test);

	rig_fill(test, 0xffd000, 4096, 0xff);
	KUNIT_EXPECT_EQ(test, try_to_share(test, 2), 1);
	KUNIT_EXPECT_EQ(test, mm011_read32(rig_machine(test), 64), 0xffd007u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1) + 0x1000), page + 5);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1)), 0u);
}

static void sharing_without_a_page_table_is_oom(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page;

	rig_small(test, 8);
	page = two_tasks(test);
	rig_leave(test, 0);
	KUNIT_EXPECT_EQ(test, try_to_share(test, 2), -MM011_E_OOM);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 64), 0u);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 1u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(2) + 0x1000), page + 7);
}

static void the_entry_goes_over_with_its_bits(struct kunit *test)
{
	u32 page = two_tasks(test);

	set_entry(test, 2, page | 0xe27);
	KUNIT_EXPECT_EQ(test, try_to_share(test, 2), 1);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1) + 0x1000), page | 0xe25);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(2) + 0x1000), page | 0xe25);
}

static const struct donor {
	const char *what;
	u32 flags;
	bool shares;
} donors[] = {
	{ "writable", 7, true },
	{ "read-only", 5, true },
	{ "accessed", 0x27, true },
	{ "the supervisor's", 3, true },
	{ "dirty", 0x47, false },
	{ "dirty and accessed", 0x67, false },
	{ "dirty but read-only", 0x45, false },
	{ "not present", 6, false },
	{ "not present but dirty", 0x46, false },
};

static void donor_desc(const struct donor *d, char *desc)
{
	strscpy(desc, d->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(donor, donors, donor_desc);

static void only_clean_present_pages_are_shared(struct kunit *test)
{
	const struct donor *d = test->param_value;
	u32 page = two_tasks(test), crc;

	set_entry(test, 2, page | d->flags);
	crc = mm011_checksum_plain(rig_machine(test));
	KUNIT_EXPECT_EQ(test, try_to_share(test, 2), (int)d->shares);
	KUNIT_EXPECT_EQ(test, mm011_checksum_plain(rig_machine(test)) != crc, d->shares);
	set_entry(test, 2, rig_entry(test, RIG_TASK(2) + 0x1000) | 1);
}

static const struct where {
	const char *what;
	u32 page;
	bool shares;
} wheres[] = {
	{ "page 0", 0, false },
	{ "the last page below 1 MB", 0xff000, false },
	{ "the page at 1 MB", 0x100000, true },
	{ "the last page of RAM", 0x7ff000, true },
	{ "the first page behind RAM", 0x800000, false },
	{ "behind 16 MB", 0x1000000, false },
	{ "the last page of 4 GB", 0xfffff000, false },
};

static void where_desc(const struct where *w, char *desc)
{
	strscpy(desc, w->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(where, wheres, where_desc);

static void only_pages_of_ram_above_1_mb_are_shared(struct kunit *test)
{
	const struct where *w = test->param_value;

	rig_no_ledger(test, "entries written by hand");
	rig_reset(test, 8192, 0);
	two_tasks(test);
	set_entry(test, 2, w->page | 5);
	KUNIT_EXPECT_EQ(test, try_to_share(test, 2), (int)w->shares);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1) + 0x1000), w->shares ? w->page | 5 : 0);
}

static void a_donor_without_a_page_table_shares_nothing(struct kunit *test)
{
	u32 crc;

	rig_program(test, 1, INODE, END_DATA);
	rig_program(test, 2, INODE, END_DATA);
	mm011_switch_to(rig_machine(test), 1);
	crc = mm011_checksum_plain(rig_machine(test));
	KUNIT_EXPECT_EQ(test, try_to_share(test, 2), 0);
	KUNIT_EXPECT_EQ(test, mm011_checksum_plain(rig_machine(test)), crc);
}

/* P alone says that it is there */
static void a_donor_whose_table_is_not_present_shares_nothing(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 pde;

	two_tasks(test);
	pde = mm011_read32(m, 128);
	mm011_write32(m, 128, pde - 1);
	KUNIT_EXPECT_EQ(test, try_to_share(test, 2), 0);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 64), 0u);
	mm011_write32(m, 128, pde);
}

static void sharing_where_a_page_is_panics(struct kunit *test)
{
	u32 page = two_tasks(test), mine = rig_map(test, RIG_TASK(1) + 0x1000);

	RIG_EXPECT_PANIC(test, try_to_share(test, 2), "try_to_share: to_page already exists");
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(2) + 0x1000), page + 7);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1) + 0x1000), mine + 7);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 1u);
	KUNIT_EXPECT_EQ(test, rig_machine(test)->stat[MM011_STAT_SHARE_MADE], 0ull);
}

static void sharing_through_tables_outside_memory_stops(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	two_tasks(test);
	mm011_write32(m, 64, 0x2000007);
	RIG_EXPECT_FAULT(test, try_to_share(test, 2), 0x2000000);
	mm011_write32(m, 64, 0);
	rig_program(test, 3, INODE, END_DATA);
	linux01x(m)->task[3].start_code = 36 * 0x400000;
	mm011_switch_to(m, 1);
	mm011_write32(m, 36 * 4, 0x3000007);
	RIG_EXPECT_FAULT(test, try_to_share(test, 3), 0x3000000);
	mm011_write32(m, 36 * 4, 0);
}

/* both addresses are those of start_code, at any place of the 4 GB */
static void start_code_decides_where(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page;

	rig_program(test, 1, INODE, END_DATA);
	rig_program(test, 2, INODE, END_DATA);
	linux01x(m)->task[1].start_code = 0xff800000;
	linux01x(m)->task[2].start_code = 0x800000 + 0x8000000;
	mm011_switch_to(m, 1);
	page = rig_map(test, 0x8800000 + 0x401000);
	KUNIT_EXPECT_EQ(test, mm011_try_to_share(m, 0x401000, 2), 1);
	KUNIT_EXPECT_EQ(test, rig_entry(test, 0xffc01000), page + 5);
}

/* ---- share_page() ---- */

static int share(struct kunit *test, u32 *donor)
{
	struct mm011_machine *m = rig_machine(test);

	*donor = 0;
	return mm011_share_page(m, mm011_current(m)->executable, 0x1000, donor);
}

static void donors_are_asked_from_task_63_down(struct kunit *test)
{
	static const u8 tasks[] = { 2, 7, 30, 63 };
	struct mm011_machine *m = rig_machine(test);
	u32 i, donor;

	rig_program(test, 20, INODE, END_DATA);
	for (i = 0; i < 4; i++) {
		rig_program(test, tasks[i], INODE, END_DATA);
		rig_map(test, RIG_TASK(tasks[i]) + 0x1000);
	}
	for (i = 4; i-- > 0; ) {
		mm011_switch_to(m, 20);
		KUNIT_EXPECT_EQ(test, share(test, &donor), 1);
		KUNIT_EXPECT_EQ(test, donor, (u32)tasks[i]);
		mm011_free_page_tables(m, RIG_TASK(20), 1);
		mm011_free_page_tables(m, RIG_TASK(tasks[i]), 1);
	}
	KUNIT_EXPECT_EQ(test, share(test, &donor), 0);
	KUNIT_EXPECT_EQ(test, donor, 0u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_SHARE_TRIED], 1ull + 2 + 3 + 4 + 4);
}

static void a_dirty_donor_is_passed_over(struct kunit *test)
{
	u32 page = two_tasks(test), dirty, donor;

	rig_program(test, 9, INODE, END_DATA);
	dirty = rig_map(test, RIG_TASK(9) + 0x1000);
	set_entry(test, 9, dirty | 0x67);
	KUNIT_EXPECT_EQ(test, share(test, &donor), 1);
	KUNIT_EXPECT_EQ(test, donor, 2u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1) + 0x1000), page + 5);
}

static void only_tasks_of_the_same_program_are_asked(struct kunit *test)
{
	u32 donor;

	rig_program(test, 1, INODE, END_DATA);
	rig_program(test, 2, INODE, END_DATA);
	rig_program(test, 3, INODE + 1, END_DATA);
	rig_task(test, 4);
	rig_map(test, RIG_TASK(3) + 0x1000);
	rig_map(test, RIG_TASK(4) + 0x1000);
	mm011_switch_to(rig_machine(test), 1);
	KUNIT_EXPECT_EQ(test, share(test, &donor), 0);
	KUNIT_EXPECT_EQ(test, rig_machine(test)->stat[MM011_STAT_SHARE_TRIED], 1ull);
}

static void neither_oneself_nor_task_0_is_asked(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	u32 donor;

	rig_program(test, 1, INODE, END_DATA);
	k->task[0].executable = k->task[1].executable;
	mm011_file_users_changed(m);
	k->inode[k->task[1].executable].i_count = 2;
	mm011_switch_to(m, 1);
	rig_map(test, RIG_TASK(1) + 0x1000);
	KUNIT_EXPECT_EQ(test, share(test, &donor), 0);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_SHARE_TRIED], 0ull);
}

static void sharing_needs_i_count_2(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	u32 donor;

	two_tasks(test);
	k->inode[k->task[1].executable].i_count = 1;
	KUNIT_EXPECT_EQ(test, share(test, &donor), 0);
	k->inode[k->task[1].executable].i_count = 0;
	KUNIT_EXPECT_EQ(test, share(test, &donor), 0);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_SHARE_TRIED], 0ull);
	k->inode[k->task[1].executable].i_count = 2;
	KUNIT_EXPECT_EQ(test, share(test, &donor), 1);
}

static void sharing_needs_an_executable(struct kunit *test)
{
	u32 donor;

	rig_task(test, 1);
	rig_task(test, 2);
	rig_map(test, RIG_TASK(2) + 0x1000);
	mm011_switch_to(rig_machine(test), 1);
	linux01x(rig_machine(test))->inode[0].i_count = 9;
	KUNIT_EXPECT_EQ(test, share(test, &donor), 0);
	linux01x(rig_machine(test))->inode[0].i_count = 0;
	KUNIT_EXPECT_EQ(test, rig_machine(test)->stat[MM011_STAT_SHARE_TRIED], 0ull);
}

/* what the donor never loaded from the file is as good */
static void an_anonymous_page_is_shared_too(struct kunit *test)
{
	u32 page = two_tasks(test), donor;

	linux01x(rig_machine(test))->task[2].end_data = 0x1000;
	KUNIT_EXPECT_EQ(test, share(test, &donor), 1);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1) + 0x1000), page + 5);
}

static void a_panic_ends_the_search(struct kunit *test)
{
	u32 donor;

	two_tasks(test);
	rig_map(test, RIG_TASK(1) + 0x1000);
	rig_program(test, 9, INODE, END_DATA);
	rig_map(test, RIG_TASK(9) + 0x1000);
	RIG_EXPECT_PANIC(test, share(test, &donor), "try_to_share: to_page already exists");
	KUNIT_EXPECT_EQ(test, rig_machine(test)->stat[MM011_STAT_SHARE_TRIED], 1ull);
}

static struct kunit_case share_cases[] = {
	KUNIT_CASE(a_shared_page_is_read_only_for_both),
	KUNIT_CASE(sharing_takes_a_page_table),
	KUNIT_CASE(sharing_without_a_page_table_is_oom),
	KUNIT_CASE(the_entry_goes_over_with_its_bits),
	KUNIT_CASE_PARAM(only_clean_present_pages_are_shared, donor_gen_params),
	KUNIT_CASE_PARAM(only_pages_of_ram_above_1_mb_are_shared, where_gen_params),
	KUNIT_CASE(a_donor_without_a_page_table_shares_nothing),
	KUNIT_CASE(a_donor_whose_table_is_not_present_shares_nothing),
	KUNIT_CASE(sharing_where_a_page_is_panics),
	KUNIT_CASE(sharing_through_tables_outside_memory_stops),
	KUNIT_CASE(start_code_decides_where),
	KUNIT_CASE(donors_are_asked_from_task_63_down),
	KUNIT_CASE(a_dirty_donor_is_passed_over),
	KUNIT_CASE(only_tasks_of_the_same_program_are_asked),
	KUNIT_CASE(neither_oneself_nor_task_0_is_asked),
	KUNIT_CASE(sharing_needs_i_count_2),
	KUNIT_CASE(sharing_needs_an_executable),
	KUNIT_CASE(an_anonymous_page_is_shared_too),
	KUNIT_CASE(a_panic_ends_the_search),
	{}
};

struct kunit_suite mm011_share_suite = {
	.name = "mm011_share",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = share_cases,
};
