// SPDX-License-Identifier: GPL-2.0
/*
 * Which page goes first: swap_out() with its two cursors, and get_free_page()
 * that calls it.
 */

#include "rig.h"

static int swap_out(struct kunit *test)
{
	u32 ret = 77;
	int err = mm011_swap_out(rig_machine(test), &ret);

	return err ? err : (int)ret;
}

/* clean pages from one address on */
static void clean_pages(struct kunit *test, u32 linear, u32 n)
{
	while (n-- > 0)
		rig_map(test, linear + n * 4096);
}

static void set_cursors(struct kunit *test, u32 dir_entry, s32 page_entry)
{
	linux01x(rig_machine(test))->swap.dir_entry = dir_entry;
	linux01x(rig_machine(test))->swap.page_entry = page_entry;
}

static void expect_cursors(struct kunit *test, u32 dir_entry, s32 page_entry, int line)
{
	struct linux01x *k = linux01x(rig_machine(test));

	KUNIT_EXPECT_EQ_MSG(test, k->swap.dir_entry, dir_entry, "line %d", line);
	KUNIT_EXPECT_EQ_MSG(test, k->swap.page_entry, page_entry, "line %d", line);
}

#define EXPECT_CURSORS(test, dir_entry, page_entry) \
	expect_cursors(test, dir_entry, page_entry, __LINE__)

/* the next call takes the page at this address */
static void expect_goes(struct kunit *test, u32 linear, int line)
{
	KUNIT_EXPECT_NE_MSG(test, rig_entry(test, linear), 0u, "line %d", line);
	KUNIT_EXPECT_EQ_MSG(test, swap_out(test), 1, "line %d", line);
	KUNIT_EXPECT_EQ_MSG(test, rig_entry(test, linear), 0u, "line %d", line);
}

#define EXPECT_GOES(test, linear) expect_goes(test, linear, __LINE__)

/* no page is found in a whole turn */
static void expect_full(struct kunit *test, int line)
{
	rig_watch(test);
	KUNIT_EXPECT_EQ_MSG(test, swap_out(test), 0, "line %d", line);
	KUNIT_EXPECT_EQ_MSG(test, rig_message(test), (u32)MM011_MSG_SWAP_FULL, "line %d", line);
}

#define EXPECT_FULL(test) expect_full(test, __LINE__)

/* ---- the cursors ---- */

static void it_begins_at_task_1(struct kunit *test)
{
	rig_0_12(test, 0);
	EXPECT_CURSORS(test, 16, -1);
	clean_pages(test, RIG_TASK(1), 1);
	clean_pages(test, 0x3000000, 1);	/* task 0 is never swapped out */
	EXPECT_GOES(test, RIG_TASK(1));
	EXPECT_CURSORS(test, 16, 0);
	EXPECT_FULL(test);
	KUNIT_EXPECT_NE(test, rig_entry(test, 0x3000000), 0u);
}

static void pages_go_upwards_task_after_task(struct kunit *test)
{
	rig_0_12(test, 0);
	clean_pages(test, RIG_TASK(1) + 0x5000, 2);
	clean_pages(test, RIG_TASK(1) + 0x3fff000, 1);
	clean_pages(test, RIG_TASK(2), 1);
	clean_pages(test, RIG_TASK(63) + 0x3fff000, 1);
	EXPECT_GOES(test, RIG_TASK(1) + 0x5000);
	EXPECT_GOES(test, RIG_TASK(1) + 0x6000);
	EXPECT_CURSORS(test, 16, 6);
	EXPECT_GOES(test, RIG_TASK(1) + 0x3fff000);
	EXPECT_CURSORS(test, 31, 1023);
	EXPECT_GOES(test, RIG_TASK(2));
	EXPECT_CURSORS(test, 32, 0);
	EXPECT_GOES(test, RIG_TASK(63) + 0x3fff000);
	EXPECT_CURSORS(test, 1023, 1023);
}

/* a page that comes back behind the cursors waits for the next turn */
static void the_next_call_goes_on_where_the_last_one_was(struct kunit *test)
{
	rig_0_12(test, 0);
	clean_pages(test, RIG_TASK(1) + 0x1000, 2);
	clean_pages(test, RIG_TASK(2) + 0x1000, 1);
	EXPECT_GOES(test, RIG_TASK(1) + 0x1000);
	clean_pages(test, RIG_TASK(1) + 0x1000, 1);
	EXPECT_GOES(test, RIG_TASK(1) + 0x2000);
	clean_pages(test, RIG_TASK(1) + 0x2000, 1);
	EXPECT_GOES(test, RIG_TASK(2) + 0x1000);
	EXPECT_GOES(test, RIG_TASK(1) + 0x1000);
	EXPECT_GOES(test, RIG_TASK(1) + 0x2000);
	EXPECT_FULL(test);
}

static void behind_the_last_table_comes_task_1(struct kunit *test)
{
	rig_0_12(test, 0);
	clean_pages(test, RIG_TASK(1) + 0x1000, 1);
	clean_pages(test, RIG_TASK(63) + 0x3fff000, 1);
	set_cursors(test, 1023, 1023);
	EXPECT_GOES(test, RIG_TASK(1) + 0x1000);
	EXPECT_CURSORS(test, 16, 1);
}

/* The table under the cursor is gone: the next one is not read from its start. */
static void page_entry_stays_when_a_table_is_gone(struct kunit *test)
{
	rig_0_12(test, 0);
	clean_pages(test, RIG_TASK(3) + 0x1000, 1);
	clean_pages(test, RIG_TASK(3) + 500 * 4096, 1);
	set_cursors(test, 16, 400);
	EXPECT_GOES(test, RIG_TASK(3) + 500 * 4096);
	EXPECT_CURSORS(test, 48, 500);
	EXPECT_GOES(test, RIG_TASK(3) + 0x1000);
}

/*
 * The counter ends a turn one entry early: page 0 of the only table was looked
 * at last, so a turn comes to its end before it is page 0 again.
 */
static void page_0_of_the_only_table_is_overlooked(struct kunit *test)
{
	u32 n;

	rig_0_12(test, 0);
	clean_pages(test, RIG_TASK(1), 1);
	EXPECT_GOES(test, RIG_TASK(1));
	clean_pages(test, RIG_TASK(1), 1);
	for (n = 0; n < 10; n++)
		EXPECT_FULL(test);
	KUNIT_EXPECT_NE(test, rig_entry(test, RIG_TASK(1)), 0u);
	/* any page elsewhere sets the cursors right */
	clean_pages(test, RIG_TASK(9) + 0x1000, 1);
	EXPECT_GOES(test, RIG_TASK(9) + 0x1000);
	EXPECT_GOES(test, RIG_TASK(1));
}

/* the same with page 1: the counter has one left */
static void page_1_of_the_only_table_is_found_again(struct kunit *test)
{
	rig_0_12(test, 0);
	clean_pages(test, RIG_TASK(1) + 0x1000, 1);
	EXPECT_GOES(test, RIG_TASK(1) + 0x1000);
	clean_pages(test, RIG_TASK(1) + 0x1000, 1);
	EXPECT_GOES(test, RIG_TASK(1) + 0x1000);
	EXPECT_CURSORS(test, 16, 1);
}

static void without_a_table_it_comes_round_to_where_it_was(struct kunit *test)
{
	rig_0_12(test, 0);
	set_cursors(test, 700, 55);
	EXPECT_FULL(test);
	EXPECT_CURSORS(test, 700, 55);
}

static void each_of_1008_tables_is_looked_at(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 dir;

	rig_0_12(test, 0);
	for (dir = 16; dir < 1024; dir++)
		rig_map(test, dir * 0x400000 + dir % 1024 * 4096);
	for (dir = 16; dir < 1024; dir++)
		EXPECT_GOES(test, dir * 0x400000 + dir % 1024 * 4096);
	EXPECT_FULL(test);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_SWAP_DROPPED], 1008ull);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_SWAP_OUT], 1009ull);
}

static void a_table_outside_memory_stops_the_machine(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_0_12(test, 16);
	mm011_write32(m, 4 * 20, 0x1000007);
	RIG_EXPECT_FAULT(test, swap_out(test), 0x1000000);
	clean_pages(test, RIG_TASK(1), 1);
	mm011_write32(m, 4 * 20, 0x2000007);
	set_cursors(test, 16, -1);
	EXPECT_GOES(test, RIG_TASK(1));
	RIG_EXPECT_FAULT(test, swap_out(test), 0x2000000);
	mm011_write32(m, 4 * 20, 0);
}

/* dirty pages go to the swap space, one number after the other, until it is full */
static void dirty_pages_go_while_there_is_swap_space(struct kunit *test)
{
	u32 n;

	rig_swapping(test, 64, 24);
	rig_task(test, 1);
	for (n = 0; n < 30; n++)
		rig_poke(test, 1, n * 4096, n + 1);
	for (n = 0; n < 24; n++) {
		KUNIT_EXPECT_EQ(test, swap_out(test), 1);
		KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1) + n * 4096), 2 * (n + 1));
	}
	EXPECT_FULL(test);
	rig_map(test, RIG_TASK(1) + 40 * 4096);
	EXPECT_GOES(test, RIG_TASK(1) + 40 * 4096);
	for (n = 24; n < 30; n++)
		KUNIT_EXPECT_EQ(test, rig_peek(test, 1, n * 4096), n + 1);
}

/* ---- get_free_page() ---- */

static void a_page_is_made_free_and_taken(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page, got;

	rig_0_12(test, 16);
	page = rig_map(test, RIG_TASK(1));
	rig_fill(test, page, 4096, 0xaa);
	rig_leave(test, 0);
	KUNIT_EXPECT_EQ(test, mm011_get_free_page(m, &got), 0);
	KUNIT_EXPECT_EQ(test, got, page);
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, page, 4096));
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 1u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1)), 0u);
	rig_hold(test, got);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_SWAP_OUT], 1ull);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_NO_FREE_PAGE], 0ull);
}

/* a shared clean page: swap_out() says 1 twice, and only then a page is free */
static void it_asks_until_a_page_is_free(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page, got;

	rig_0_12(test, 16);
	page = rig_map(test, RIG_TASK(1));
	rig_map(test, RIG_TASK(2) + 0x1000);
	mm011_free_page(m, rig_entry(test, RIG_TASK(2) + 0x1000));
	mm011_write32(m, rig_entry_address(test, RIG_TASK(2) + 0x1000), page + 5);
	mm011_set_count(m, page / 4096 - 256, 2);
	rig_leave(test, 0);
	KUNIT_EXPECT_EQ(test, mm011_get_free_page(m, &got), 0);
	KUNIT_EXPECT_EQ(test, got, page);
	rig_hold(test, got);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_SWAP_OUT], 2ull);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_SWAP_DROPPED], 2ull);
}

static void with_nothing_to_swap_out_there_is_none(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 got;

	rig_0_12(test, 16);
	rig_leave(test, 0);
	rig_watch(test);
	KUNIT_EXPECT_EQ(test, mm011_get_free_page(m, &got), -ENOMEM);
	KUNIT_EXPECT_EQ(test, rig_message(test), (u32)MM011_MSG_SWAP_FULL);
	KUNIT_EXPECT_EQ(test, got, 0u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_NO_FREE_PAGE], 1ull);
}

/* a machine of 0.11 has the same page and does not look for it */
static void linux_0_11_swaps_nothing_out(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 got;

	rig_small(test, 16);
	rig_map(test, RIG_TASK(1));
	rig_leave(test, 0);
	KUNIT_EXPECT_EQ(test, mm011_get_free_page(m, &got), -ENOMEM);
	KUNIT_EXPECT_NE(test, rig_entry(test, RIG_TASK(1)), 0u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_SWAP_OUT], 0ull);
}

/* pages that mem_map[] calls free but are no RAM: taken, and never given out */
static void pages_behind_ram_are_passed_over(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 got, nr;

	rig_0_12(test, 16);
	for (nr = 16; nr < 20; nr++)
		mm011_set_count(m, nr, 0);
	mm011_set_count(m, 3839, 0);
	KUNIT_EXPECT_EQ(test, mm011_get_free_page(m, &got), 0);
	KUNIT_EXPECT_EQ(test, got, 0x10f000u);
	rig_hold(test, got);
	for (nr = 16; nr < 20; nr++) {
		KUNIT_EXPECT_EQ(test, (u32)linux01x(m)->mem_map[nr], 1u);
		mm011_set_count(m, nr, 100);
	}
	KUNIT_EXPECT_EQ(test, (u32)linux01x(m)->mem_map[3839], 1u);
	mm011_set_count(m, 3839, 100);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_SWAP_OUT], 0ull);
}

/* HIGH_MEMORY is 0 until mem_init(): no page is below it, and nothing is not either */
static void before_mem_init_it_never_returns(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	struct mm011_reset r = { .kernel = 12, .flags = MM011_RESET_HEAD_ONLY };
	u32 got;

	mm011_reset(m, &r);
	RIG_EXPECT_LOOP(test, mm011_get_free_page(m, &got));
	KUNIT_EXPECT_EQ(test, got, 0u);
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(k->mem_map, 1, sizeof(k->mem_map)), NULL);
	rig_no_ledger(test, "all pages are taken, by nobody");
}

/* a process that needs more memory than there is goes on, its own pages come and go */
static void a_task_is_larger_than_memory(struct kunit *test)
{
	u32 n, round;

	rig_swapping(test, 12, 60);
	rig_task(test, 1);
	for (n = 0; n < 60; n++)
		KUNIT_EXPECT_EQ(test, rig_poke(test, 1, n * 4096, n * 7 + 1), 0);
	rig_check_ledger(test);
	for (round = 0; round < 3; round++)
		for (n = 0; n < 60; n++)
			KUNIT_EXPECT_EQ(test, rig_peek(test, 1, n * 4096), n * 7 + 1);
	KUNIT_EXPECT_EQ(test, rig_machine(test)->stat[MM011_STAT_OOM], 0ull);
}

static struct kunit_case swap_out_cases[] = {
	KUNIT_CASE(it_begins_at_task_1),
	KUNIT_CASE(pages_go_upwards_task_after_task),
	KUNIT_CASE(the_next_call_goes_on_where_the_last_one_was),
	KUNIT_CASE(behind_the_last_table_comes_task_1),
	KUNIT_CASE(page_entry_stays_when_a_table_is_gone),
	KUNIT_CASE(page_0_of_the_only_table_is_overlooked),
	KUNIT_CASE(page_1_of_the_only_table_is_found_again),
	KUNIT_CASE(without_a_table_it_comes_round_to_where_it_was),
	KUNIT_CASE(each_of_1008_tables_is_looked_at),
	KUNIT_CASE(a_table_outside_memory_stops_the_machine),
	KUNIT_CASE(dirty_pages_go_while_there_is_swap_space),
	KUNIT_CASE(a_page_is_made_free_and_taken),
	KUNIT_CASE(it_asks_until_a_page_is_free),
	KUNIT_CASE(with_nothing_to_swap_out_there_is_none),
	KUNIT_CASE(linux_0_11_swaps_nothing_out),
	KUNIT_CASE(pages_behind_ram_are_passed_over),
	KUNIT_CASE(before_mem_init_it_never_returns),
	KUNIT_CASE(a_task_is_larger_than_memory),
	{}
};

struct kunit_suite mm011_swap_out_suite = {
	.name = "mm011_swap_out",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = swap_out_cases,
};
