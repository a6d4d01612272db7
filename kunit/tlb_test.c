// SPDX-License-Identifier: GPL-2.0
/*
 * The MMU remembers where pages are. Does it forget when an entry changes,
 * whoever changes it in whichever way?
 */

#include "linux01x/bulk.h"
#include "linux01x/mem_map.h"
#include "rig.h"

#define AS_USER		MM011_ACCESS_USER
#define TO_WRITE	MM011_ACCESS_WRITE
#define PDE		(RIG_TASK(1) / 4194304 * 4)
#define TABLE		0x20000u	/* low memory, which nobody counts */
#define OTHER_TABLE	0x21000u
#define PAGE		0x30000u
#define OTHER_PAGE	0x50000u
#define HERE		0x11111111u
#define THERE		0x22222222u
#define ALL_SET		0x67u		/* A, D and all rights */

/* task 1 has PAGE at 0 and its page table at 0x1000, and has been to both */
static struct mm011_machine *known_pages(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "low memory mapped by hand");
	rig_task(test, 1);
	mm011_write32(m, PDE, TABLE | 7);
	mm011_write32(m, TABLE, PAGE | 7);
	mm011_write32(m, TABLE + 4, TABLE | 7);
	mm011_write32(m, OTHER_TABLE, OTHER_PAGE | ALL_SET);
	mm011_write32(m, PAGE, HERE);
	mm011_write32(m, OTHER_PAGE, THERE);
	KUNIT_ASSERT_EQ(test, rig_poke(test, 1, 0x1ffc, 0), 0);
	KUNIT_ASSERT_EQ(test, rig_poke(test, 1, 0, HERE), 0);
	KUNIT_ASSERT_EQ(test, rig_peek(test, 1, 0), HERE);
	return m;
}

static void by_an_entry(struct mm011_machine *m)
{
	mm011_set_entry(m, TABLE, OTHER_PAGE | ALL_SET);
}

static void by_a_word(struct mm011_machine *m)
{
	mm011_write32(m, TABLE, OTHER_PAGE | ALL_SET);
}

static void by_a_byte(struct mm011_machine *m)
{
	u8 byte = OTHER_PAGE >> 16;

	mm011_store(m, TABLE + 2, &byte, 1);
}

static void by_bytes_over_two_pages(struct mm011_machine *m)
{
	u8 bytes[] = { 0, 0, ALL_SET, 0, OTHER_PAGE >> 16, 0 };

	mm011_store(m, TABLE - 2, bytes, sizeof(bytes));
}

static void by_a_page(struct mm011_machine *m)
{
	mm011_copy_page(m, OTHER_TABLE, TABLE);
}

static void by_the_directory(struct mm011_machine *m)
{
	mm011_write32(m, PDE, OTHER_TABLE | ALL_SET);
}

static void by_the_task_itself(struct mm011_machine *m)
{
	u32 entry = OTHER_PAGE | ALL_SET;

	mm011_switch_to(m, 1);
	mm011_access(m, 0x1000, &entry, sizeof(entry), AS_USER | TO_WRITE);
}

static const struct change {
	const char *how;
	void (*change)(struct mm011_machine *m);
} changes[] = {
	{ "entry", by_an_entry },
	{ "word", by_a_word },
	{ "byte", by_a_byte },
	{ "bytes over two pages", by_bytes_over_two_pages },
	{ "page", by_a_page },
	{ "directory", by_the_directory },
	{ "the task itself", by_the_task_itself },
};

static void change_desc(const struct change *c, char *desc)
{
	strscpy(desc, c->how, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(change, changes, change_desc);

static void another_page_is_read_at_once(struct kunit *test)
{
	const struct change *c = test->param_value;
	struct mm011_machine *m = known_pages(test);

	c->change(m);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0), THERE);
}

static void another_page_is_written_at_once(struct kunit *test)
{
	const struct change *c = test->param_value;
	struct mm011_machine *m = known_pages(test);

	c->change(m);
	KUNIT_EXPECT_EQ(test, rig_poke(test, 1, 0, 0x33333333), 0);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, PAGE), HERE);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, OTHER_PAGE), 0x33333333u);
}

static void a_right_that_is_taken_away_is_gone(struct kunit *test)
{
	struct mm011_machine *m = known_pages(test);

	mm011_write32(m, TABLE, PAGE | (ALL_SET & ~MM011_PTE_WRITE));
	KUNIT_EXPECT_EQ(test, rig_poke(test, 1, 0, 0), 0);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_PAGE_FAULT], 1ull);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, PAGE), HERE);
}

static void a_write_after_a_read_still_sets_dirty(struct kunit *test)
{
	struct mm011_machine *m = known_pages(test);

	mm011_write32(m, TABLE, PAGE | 7);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0), HERE);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, TABLE), PAGE | 0x27u);
	KUNIT_EXPECT_EQ(test, rig_poke(test, 1, 0, 0), 0);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, TABLE), PAGE | 0x67u);
}

static void what_the_kernel_may_read_the_user_may_not(struct kunit *test)
{
	struct mm011_machine *m = known_pages(test);

	mm011_write32(m, TABLE, PAGE | 3);
	KUNIT_EXPECT_EQ(test, rig_access(test, 1, 0, TO_WRITE), 0);
	KUNIT_EXPECT_EQ(test, rig_access(test, 1, 0, 0), 0);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_PAGE_FAULT], 0ull);
	KUNIT_EXPECT_EQ(test, rig_access(test, 1, 0, AS_USER), 0);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_PAGE_FAULT], 1ull);
}

static void a_kernel_write_after_a_read_still_sets_dirty(struct kunit *test)
{
	struct mm011_machine *m = known_pages(test);

	mm011_write32(m, TABLE, PAGE | 7);
	KUNIT_EXPECT_EQ(test, rig_access(test, 1, 0, 0), 0);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, TABLE), PAGE | 0x27u);
	KUNIT_EXPECT_EQ(test, rig_access(test, 1, 0, TO_WRITE), 0);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, TABLE), PAGE | 0x67u);
}

/* what 0.11 does about the fault is no use: it looks at the table's entry only */
static void a_directory_entry_that_is_read_only_is_obeyed(struct kunit *test)
{
	struct mm011_machine *m = known_pages(test);

	mm011_write32(m, PDE, TABLE | 5);
	KUNIT_EXPECT_EQ(test, rig_access(test, 1, 0, TO_WRITE), 0);
	KUNIT_EXPECT_EQ(test, rig_access(test, 1, 0, AS_USER), 0);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_PAGE_FAULT], 0ull);
	KUNIT_EXPECT_EQ(test, rig_access(test, 1, 0, AS_USER | TO_WRITE), -ELOOP);
}

/* task 1's page table is zeroed: it has nothing any more, and gets an empty page */
static void a_page_table_of_zeros_is_seen_at_once(struct kunit *test)
{
	struct mm011_machine *m = known_pages(test);

	mm011_clear(m, TABLE, MM011_PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0), 0u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_PAGE_FAULT], 1ull);
}

/* freed under its feet, and given to somebody else, who finds zeros there */
static void a_page_table_that_is_given_out_again_is_seen_at_once(struct kunit *test)
{
	struct mm011_machine *m = known_pages(test);
	u32 table = rig_get_free_page(m);

	mm011_copy_page(m, TABLE, table);
	mm011_write32(m, PDE, table | 7);
	KUNIT_ASSERT_EQ(test, rig_peek(test, 1, 0), HERE);
	KUNIT_ASSERT_EQ(test, mm011_free_page(m, table), 0);
	KUNIT_ASSERT_EQ(test, rig_get_free_page(m), table);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0), 0u);
}

static void a_page_table_that_is_swapped_in_is_seen_at_once(struct kunit *test)
{
	struct mm011_machine *m = known_pages(test);

	KUNIT_ASSERT_EQ(test, m->host->swap_memory(m, 100, &linux01x(m)->swap.device), 0);
	KUNIT_ASSERT_EQ(test, mm011_swap_raw(m, MM011_SWAP_IO_WRITE, 1, m->memory + OTHER_TABLE),
			0);
	KUNIT_ASSERT_EQ(test, mm011_read_swap_page(m, 1, TABLE), 0);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0), THERE);
	mm011_swap_reset(m);
}

/* the first word of this block of this made-up file is 0x00fffefd: an entry */
static void a_page_table_that_is_read_from_a_file_is_seen_at_once(struct kunit *test)
{
	const struct mm011_inode inode = { .number = 99 };
	struct mm011_machine *m = known_pages(test);

	mm011_write32(m, 0xfff000, THERE);
	KUNIT_ASSERT_EQ(test, mm011_bread_page(m, TABLE, &inode, 0), 0);
	KUNIT_ASSERT_EQ(test, mm011_read32(m, TABLE), 0xfffefdu);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0), THERE);
}

/* task 1 has a page of main memory that it has written to; its address */
static u32 known_main_page(struct kunit *test)
{
	struct mm011_machine *m = known_pages(test);
	u32 page = rig_get_free_page(m);

	mm011_write32(m, TABLE, page | 7);
	KUNIT_ASSERT_EQ(test, rig_poke(test, 1, 0, HERE), 0);
	return page;
}

static void entries_freed_by_eights_are_gone_at_once(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page = known_main_page(test);

	mm011_write32(m, TABLE + 4, 0);	/* of low memory, where the loop would stop */
	KUNIT_ASSERT_EQ(test, rig_peek(test, 1, 0), HERE);
	KUNIT_ASSERT_EQ(test, mm011_free_entries(m, TABLE, 0), 1024u);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 0u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0), 0u);
}

static void entries_copied_by_eights_are_read_only_at_once(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page = known_main_page(test);

	KUNIT_ASSERT_EQ(test, mm011_share_entries(m, TABLE, OTHER_TABLE, 0, 16), 1u);
	KUNIT_EXPECT_EQ(test, rig_poke(test, 1, 0, THERE), 0);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, page), HERE);
}

static struct kunit_case tlb_cases[] = {
	KUNIT_CASE(a_kernel_write_after_a_read_still_sets_dirty),
	KUNIT_CASE(a_directory_entry_that_is_read_only_is_obeyed),
	KUNIT_CASE(a_page_table_of_zeros_is_seen_at_once),
	KUNIT_CASE(a_page_table_that_is_given_out_again_is_seen_at_once),
	KUNIT_CASE(a_page_table_that_is_swapped_in_is_seen_at_once),
	KUNIT_CASE(a_page_table_that_is_read_from_a_file_is_seen_at_once),
	KUNIT_CASE(entries_freed_by_eights_are_gone_at_once),
	KUNIT_CASE(entries_copied_by_eights_are_read_only_at_once),
	KUNIT_CASE_PARAM(another_page_is_read_at_once, change_gen_params),
	KUNIT_CASE_PARAM(another_page_is_written_at_once, change_gen_params),
	KUNIT_CASE(a_right_that_is_taken_away_is_gone),
	KUNIT_CASE(a_write_after_a_read_still_sets_dirty),
	KUNIT_CASE(what_the_kernel_may_read_the_user_may_not),
	{}
};

struct kunit_suite mm011_tlb_suite = {
	.name = "mm011_tlb",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = tlb_cases,
};
