// SPDX-License-Identifier: GPL-2.0
/*
 * What is mapped where no page was: zeros, somebody's page, or a page of the
 * program?
 */

#include "rig.h"

#define INODE		5
#define BASE		RIG_TASK(1)

struct got {
	int err;
	u32 page;
	u32 kind;
	u32 donor;
};

static struct got no_page(struct kunit *test, u32 nr, u32 linear)
{
	u32 out[2] = { 0xee, 0xee };
	struct got got = { .page = 0xee };

	mm011_switch_to(rig_machine(test), nr);
	got.err = mm011_do_no_page(rig_machine(test), 4, linear, &got.page, out);
	got.kind = out[0];
	got.donor = out[1];
	return got;
}

/* ---- which of the three ---- */

static const struct kind {
	const char *what;
	u32 end_data;
	u32 offset;	/* from start_code */
	u32 kind;
} kinds[] = {
	{ "first byte", 0x6000, 0, MM011_NO_PAGE_LOAD },
	{ "last page", 0x6000, 0x5fff, MM011_NO_PAGE_LOAD },
	{ "at end_data", 0x6000, 0x6000, MM011_NO_PAGE_EMPTY },
	{ "a page that end_data is in", 0x6001, 0x6fff, MM011_NO_PAGE_LOAD },
	{ "bss in that page", 0x5800, 0x5801, MM011_NO_PAGE_LOAD },
	{ "heap", 0x6000, 0x7000, MM011_NO_PAGE_EMPTY },
	{ "stack", 0x6000, 0x3fff000, MM011_NO_PAGE_EMPTY },
	{ "below start_code", 0x6000, -1u, MM011_NO_PAGE_EMPTY },
	{ "far below start_code", 0x6000, -0x4000000u, MM011_NO_PAGE_EMPTY },
	{ "no data at all", 0, 0, MM011_NO_PAGE_EMPTY },
};

static void kind_desc(const struct kind *k, char *desc)
{
	strscpy(desc, k->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(kind, kinds, kind_desc);

static void end_data_decides(struct kunit *test)
{
	const struct kind *k = test->param_value;
	struct got got;

	rig_program(test, 2, INODE, k->end_data);
	got = no_page(test, 2, RIG_TASK(2) + k->offset);
	KUNIT_EXPECT_EQ(test, got.err, 0);
	KUNIT_EXPECT_EQ(test, got.kind, k->kind);
	KUNIT_EXPECT_EQ(test, got.page, 0xfff000u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(2) + k->offset), 0xfff007u);
}

static void without_an_executable_all_is_empty(struct kunit *test)
{
	struct got got;

	rig_task(test, 1)->end_data = 0x6000;
	rig_fill(test, 0xfff000, 4096, 0xa5);
	got = no_page(test, 1, BASE);
	KUNIT_EXPECT_EQ(test, got.err, 0);
	KUNIT_EXPECT_EQ(test, got.kind, (u32)MM011_NO_PAGE_EMPTY);
	KUNIT_EXPECT_EQ(test, got.page, 0xfff000u);
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, got.page, 4096));
	KUNIT_EXPECT_EQ(test, rig_machine(test)->stat[MM011_STAT_NO_PAGE_EMPTY], 1ull);
}

static void a_clean_page_of_another_task_is_shared(struct kunit *test)
{
	struct got got;
	u32 page;

	rig_program(test, 1, INODE, 0x6000);
	rig_program(test, 9, INODE, 0x6000);
	page = rig_map(test, RIG_TASK(9) + 0x2000);
	got = no_page(test, 1, BASE + 0x2abc);
	KUNIT_EXPECT_EQ(test, got.err, 0);
	KUNIT_EXPECT_EQ(test, got.kind, (u32)MM011_NO_PAGE_SHARE);
	KUNIT_EXPECT_EQ(test, got.donor, 9u);
	KUNIT_EXPECT_EQ(test, got.page, page);
	KUNIT_EXPECT_EQ(test, rig_machine(test)->stat[MM011_STAT_NO_PAGE_SHARE], 1ull);
	KUNIT_EXPECT_EQ(test, rig_machine(test)->stat[MM011_STAT_NO_PAGE_LOAD], 0ull);
}

static void heap_and_stack_are_never_shared(struct kunit *test)
{
	struct got got;

	rig_program(test, 1, INODE, 0x6000);
	rig_program(test, 9, INODE, 0x6000);
	rig_map(test, RIG_TASK(9) + 0x6000);
	got = no_page(test, 1, BASE + 0x6000);
	KUNIT_EXPECT_EQ(test, got.kind, (u32)MM011_NO_PAGE_EMPTY);
	KUNIT_EXPECT_EQ(test, got.donor, 0u);
}

static void no_page_never_looks_at_the_error_code(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 code, page, out[2];

	rig_task(test, 1);
	mm011_switch_to(m, 1);
	for (code = 0; code < 8; code++)
		KUNIT_EXPECT_EQ(test, mm011_do_no_page(m, code, BASE + code * 4096, &page, out),
				0);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_NO_PAGE_EMPTY], 8ull);
}

/* P is not looked at: a new page is mapped, the old one leaks */
static void a_present_page_is_replaced(struct kunit *test)
{
	struct got got;
	u32 old;

	rig_program(test, 1, INODE, 0x6000);
	old = rig_map(test, BASE + 0x1000);
	got = no_page(test, 1, BASE + 0x1000);
	KUNIT_EXPECT_EQ(test, got.kind, (u32)MM011_NO_PAGE_LOAD);
	KUNIT_EXPECT_NE(test, got.page, old);
	KUNIT_EXPECT_EQ(test, rig_entry(test, BASE + 0x1000), got.page + 7);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, old), 1u);
	rig_leak(test, old);
}

static void a_present_page_and_a_donor_panic(struct kunit *test)
{
	u32 page, out[2];

	rig_program(test, 1, INODE, 0x6000);
	rig_program(test, 9, INODE, 0x6000);
	rig_map(test, RIG_TASK(9));
	rig_map(test, BASE);
	mm011_switch_to(rig_machine(test), 1);
	RIG_EXPECT_PANIC(test, mm011_do_no_page(rig_machine(test), 4, BASE, &page, out),
			 "try_to_share: to_page already exists");
}

/* ---- out of memory ---- */

static const struct out {
	const char *what;
	u32 end_data;	/* more than 0: load, else empty */
	u32 left;
	u32 kind;
} outs[] = {
	{ "empty, no page", 0, 0, MM011_NO_PAGE_EMPTY },
	{ "empty, no page table", 0, 1, MM011_NO_PAGE_EMPTY },
	{ "load, no page", 0x6000, 0, MM011_NO_PAGE_LOAD },
	{ "load, no page table", 0x6000, 1, MM011_NO_PAGE_LOAD },
};

static void out_desc(const struct out *o, char *desc)
{
	strscpy(desc, o->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(out, outs, out_desc);

static void out_of_memory_gives_back_all(struct kunit *test)
{
	const struct out *o = test->param_value;
	struct mm011_machine *m = rig_machine(test);
	struct got got;

	rig_small(test, 8);
	rig_program(test, 1, INODE, o->end_data);
	rig_leave(test, o->left);
	got = no_page(test, 1, BASE);
	KUNIT_EXPECT_EQ(test, got.err, -MM011_E_OOM);
	KUNIT_EXPECT_EQ(test, got.kind, o->kind);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), o->left);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 64), 0u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_OOM], 1ull);
}

/* ---- what is loaded ---- */

static u32 wrong_bytes(struct kunit *test, u32 page, u32 from, u32 to, u32 block)
{
	const u8 *memory = rig_machine(test)->memory;
	u32 k, wrong = 0;

	for (k = from; k < to; k++)
		wrong += memory[page + k] !=
			 (u8)(INODE * 31 + (block + k / 1024) * 7 + k % 1024);
	return wrong;
}

static void blocks_1_to_4_are_the_first_page(struct kunit *test)
{
	struct got got;

	rig_program(test, 1, INODE, 0x6000);
	got = no_page(test, 1, BASE + 0xfff);
	KUNIT_EXPECT_EQ(test, wrong_bytes(test, got.page, 0, 4096, 1), 0u);
	KUNIT_EXPECT_EQ(test, rig_machine(test)->stat[MM011_STAT_BLOCK_READ], 4ull);
	KUNIT_EXPECT_EQ(test, rig_machine(test)->stat[MM011_STAT_NO_PAGE_LOAD], 1ull);
}

static void each_page_is_four_blocks_further(struct kunit *test)
{
	struct got got;
	u32 i;

	rig_program(test, 1, INODE, 0x6000);
	for (i = 0; i < 6; i++) {
		got = no_page(test, 1, BASE + i * 4096);
		KUNIT_EXPECT_EQ(test, wrong_bytes(test, got.page, 0, 4096, 1 + 4 * i), 0u);
	}
}

static const struct tail {
	u32 end_data;
	u32 loaded;	/* bytes of the page at 0x1000 that stay */
} tails[] = {
	{ 0x3000, 4096 },
	{ 0x2001, 4096 },
	{ 0x2000, 4096 },
	{ 0x1fff, 4095 },
	{ 0x1800, 2048 },
	{ 0x1001, 1 },
};

static void tail_desc(const struct tail *t, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "end_data %x", t->end_data);
}

KUNIT_ARRAY_PARAM(tail, tails, tail_desc);

static void behind_end_data_are_zeros(struct kunit *test)
{
	const struct tail *t = test->param_value;
	struct got got;

	rig_program(test, 1, INODE, t->end_data);
	got = no_page(test, 1, BASE + 0x1000);
	KUNIT_EXPECT_EQ(test, wrong_bytes(test, got.page, 0, t->loaded, 5), 0u);
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, got.page + t->loaded, 4096 - t->loaded));
}

/* the original would go on zeroing below the page until nothing is left */
static void an_end_data_that_no_program_has_stops(struct kunit *test)
{
	u32 page, out[2];

	rig_program(test, 1, INODE, 0x80001001);
	mm011_switch_to(rig_machine(test), 1);
	RIG_EXPECT_FAULT(test, mm011_do_no_page(rig_machine(test), 4, BASE, &page, out), ~0u);
	rig_leak(test, page);
}

/* a task with a real file of 2 pages and a bit */
static void run_file(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_inode inode = { 0 };

	rig_task(test, 1)->end_data = 0x2a00;
	rig_file(test, 0, 0x2000, 0xa00, 0);
	KUNIT_ASSERT_EQ(test, m->host->open(m, 0, &inode), 0);
	linux01x(m)->task[1].executable = mm011_iget(m, &inode);
}

static u32 wrong_file_bytes(struct kunit *test, u32 page, u32 from, u32 to, u32 block)
{
	const u8 *memory = rig_machine(test)->memory;
	u32 k, wrong = 0;

	for (k = from; k < to; k++)
		wrong += memory[page + k] != rig_file_byte(block + k / 1024, k % 1024);
	return wrong;
}

static void a_real_file_is_read(struct kunit *test)
{
	struct got got;

	run_file(test);
	got = no_page(test, 1, BASE + 0x1000);
	KUNIT_EXPECT_EQ(test, wrong_file_bytes(test, got.page, 0, 4096, 5), 0u);
	got = no_page(test, 1, BASE + 0x2000);
	KUNIT_EXPECT_EQ(test, wrong_file_bytes(test, got.page, 0, 0xa00, 9), 0u);
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, got.page + 0xa00, 0x600));
}

static void blocks_behind_the_end_of_the_file_are_not_read(struct kunit *test)
{
	struct got got;

	run_file(test);
	got = no_page(test, 1, BASE + 0x2000);
	KUNIT_EXPECT_EQ(test, got.err, 0);
	KUNIT_EXPECT_EQ(test, rig_machine(test)->stat[MM011_STAT_BLOCK_READ], 3ull);
}

/* 0.11 tells nobody: the task finds zeros */
static void a_block_that_cannot_be_read_is_zero(struct kunit *test)
{
	struct rig *rig = test->priv;
	struct got got;

	run_file(test);
	rig->file[0].bad_block = 2;
	got = no_page(test, 1, BASE);
	KUNIT_EXPECT_EQ(test, got.err, 0);
	KUNIT_EXPECT_EQ(test, wrong_file_bytes(test, got.page, 0, 1024, 1), 0u);
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, got.page + 1024, 1024));
	KUNIT_EXPECT_EQ(test, wrong_file_bytes(test, got.page, 2048, 4096, 1), 0u);
	KUNIT_EXPECT_EQ(test, rig->m.stat[MM011_STAT_BLOCK_ERROR], 1ull);
	KUNIT_EXPECT_EQ(test, rig->m.stat[MM011_STAT_BLOCK_READ], 4ull);
	KUNIT_EXPECT_EQ(test, rig_entry(test, BASE), got.page + 7);
}

/* ---- in two steps ---- */

static void a_load_begins_with_a_page_alone(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page, out[2];

	rig_program(test, 1, INODE, 0x6000);
	mm011_switch_to(m, 1);
	KUNIT_EXPECT_EQ(test, mm011_do_no_page_begin(m, 4, BASE + 0x1abc, &page, out), 0);
	KUNIT_EXPECT_EQ(test, out[0], (u32)MM011_NO_PAGE_LOAD);
	KUNIT_EXPECT_EQ(test, page, 0xfff000u);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 1u);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 3071u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 64), 0u);
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, page, 4096));
	KUNIT_EXPECT_EQ(test, mm011_do_no_page_map(m, page, BASE + 0x1abc), 0);
	KUNIT_EXPECT_EQ(test, rig_entry(test, BASE + 0x1000), page + 7);
	KUNIT_EXPECT_EQ(test, wrong_bytes(test, page, 0, 4096, 5), 0u);
}

/* 0.11 cuts the address off first: it says nothing about the tail */
static void any_address_in_the_page_will_do(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page, i, linear;

	rig_program(test, 1, INODE, 0x1800);
	mm011_switch_to(m, 1);
	for (i = 1; i < 4096; i = 2 * i + 1) {
		linear = BASE + 0x1000 + i;
		page = rig_get_free_page(m);
		KUNIT_EXPECT_EQ(test, mm011_do_no_page_map(m, page, linear), 0);
		KUNIT_EXPECT_EQ(test, wrong_bytes(test, page, 0, 0x800, 5), 0u);
		KUNIT_EXPECT_EQ(test, rig_entry(test, linear), page + 7);
		mm011_free_page_tables(m, BASE, 1);
	}
}

static void empty_and_shared_are_done_in_one(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page, out[2];

	rig_program(test, 1, INODE, 0x6000);
	rig_program(test, 9, INODE, 0x6000);
	rig_map(test, RIG_TASK(9));
	mm011_switch_to(m, 1);
	KUNIT_EXPECT_EQ(test, mm011_do_no_page_begin(m, 4, BASE, &page, out), 0);
	KUNIT_EXPECT_EQ(test, rig_entry(test, BASE), page + 5);
	KUNIT_EXPECT_EQ(test, mm011_do_no_page_begin(m, 4, BASE + 0x6000, &page, out), 0);
	KUNIT_EXPECT_EQ(test, rig_entry(test, BASE + 0x6000), page + 7);
}

/* while the disk reads for one, the other asks for the same page */
static void two_loads_of_one_page_stay_two(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page[2], out[2], i;

	rig_program(test, 1, INODE, 0x6000);
	rig_program(test, 2, INODE, 0x6000);
	for (i = 0; i < 2; i++) {
		mm011_switch_to(m, 1 + i);
		KUNIT_EXPECT_EQ(test, mm011_do_no_page_begin(m, 4, RIG_TASK(1 + i), &page[i],
							     out), 0);
		KUNIT_EXPECT_EQ(test, out[0], (u32)MM011_NO_PAGE_LOAD);
	}
	for (i = 0; i < 2; i++) {
		mm011_switch_to(m, 1 + i);
		KUNIT_EXPECT_EQ(test, mm011_do_no_page_map(m, page[i], RIG_TASK(1 + i)), 0);
	}
	KUNIT_EXPECT_NE(test, rig_entry(test, RIG_TASK(1)), rig_entry(test, RIG_TASK(2)));
}

/* another task took the last page in between */
static void mapping_a_loaded_page_may_run_out(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page, out[2];

	rig_small(test, 4);
	rig_program(test, 1, INODE, 0x6000);
	mm011_switch_to(m, 1);
	KUNIT_EXPECT_EQ(test, mm011_do_no_page_begin(m, 4, BASE, &page, out), 0);
	rig_leave(test, 0);
	KUNIT_EXPECT_EQ(test, mm011_do_no_page_map(m, page, BASE), -MM011_E_OOM);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 0u);
}

/* a page that nobody took: giving it back is a panic, before oom() */
static void mapping_a_page_that_is_none_panics(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_small(test, 4);
	rig_program(test, 1, INODE, 0x6000);
	rig_leave(test, 0);
	mm011_switch_to(m, 1);
	RIG_EXPECT_PANIC(test, mm011_do_no_page_map(m, 0xf00000, BASE),
			 "trying to free nonexistent page");
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_OOM], 0ull);
}

static void mapping_through_a_table_outside_memory_stops(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page, out[2];

	rig_program(test, 1, INODE, 0x6000);
	mm011_switch_to(m, 1);
	mm011_write32(m, 64, 0x1000007);
	RIG_EXPECT_FAULT(test, mm011_do_no_page(m, 4, BASE, &page, out), 0x1000000);
	mm011_write32(m, 64, 0);
	rig_leak(test, page);
}

static struct kunit_case no_page_cases[] = {
	KUNIT_CASE_PARAM(end_data_decides, kind_gen_params),
	KUNIT_CASE(without_an_executable_all_is_empty),
	KUNIT_CASE(a_clean_page_of_another_task_is_shared),
	KUNIT_CASE(heap_and_stack_are_never_shared),
	KUNIT_CASE(no_page_never_looks_at_the_error_code),
	KUNIT_CASE(a_present_page_is_replaced),
	KUNIT_CASE(a_present_page_and_a_donor_panic),
	KUNIT_CASE_PARAM(out_of_memory_gives_back_all, out_gen_params),
	KUNIT_CASE(blocks_1_to_4_are_the_first_page),
	KUNIT_CASE(each_page_is_four_blocks_further),
	KUNIT_CASE_PARAM(behind_end_data_are_zeros, tail_gen_params),
	KUNIT_CASE(an_end_data_that_no_program_has_stops),
	KUNIT_CASE(a_real_file_is_read),
	KUNIT_CASE(blocks_behind_the_end_of_the_file_are_not_read),
	KUNIT_CASE(a_block_that_cannot_be_read_is_zero),
	KUNIT_CASE(a_load_begins_with_a_page_alone),
	KUNIT_CASE(any_address_in_the_page_will_do),
	KUNIT_CASE(empty_and_shared_are_done_in_one),
	KUNIT_CASE(two_loads_of_one_page_stay_two),
	KUNIT_CASE(mapping_a_loaded_page_may_run_out),
	KUNIT_CASE(mapping_a_page_that_is_none_panics),
	KUNIT_CASE(mapping_through_a_table_outside_memory_stops),
	{}
};

struct kunit_suite mm011_no_page_suite = {
	.name = "mm011_no_page",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = no_page_cases,
};
