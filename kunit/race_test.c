// SPDX-License-Identifier: GPL-2.0
/*
 * Linux 0.12 gets things wrong when a page goes out at the wrong moment: first
 * where nobody sleeps and get_free_page() itself takes it, then where others
 * run while a task sleeps. Each test is the shortest way that leads there.
 */

#include "rig.h"

#define PROGRAM	5
#define WORD	0x11223344u

static u8 *swap_space(struct kunit *test, u32 nr)
{
	return ((struct rig *)test->priv)->swap_page + 4096 * nr;
}

/* an operation that sleeps in swap I/O */
static struct mm011_op sleeping(struct kunit *test, u16 code, u32 task, u32 a, u32 b)
{
	struct mm011_op op = {
		.code = code, .flags = MM011_OPF_SLEEP, .task = task, .arg = { a, b },
	};

	KUNIT_EXPECT_EQ(test, mm011_op_validate(&op), 0);
	mm011_op_run(rig_machine(test), &op, rig_data(test));
	return op;
}

/* one whose I/O the disk does at once */
static struct mm011_op quick(struct kunit *test, u16 code, u32 task, u32 a, u32 b)
{
	struct mm011_op op = { .code = code, .task = task, .arg = { a, b } };

	mm011_op_run(rig_machine(test), &op, rig_data(test));
	return op;
}

static u32 page_of(struct kunit *test, u32 linear)
{
	return rig_entry(test, linear) / 4096 * 4096;
}

static void set_cursors(struct kunit *test, u32 dir_entry, s32 page_entry)
{
	linux01x(rig_machine(test))->swap.dir_entry = dir_entry;
	linux01x(rig_machine(test))->swap.page_entry = page_entry;
}

/* dirty pages of a task, the first of them the next to go */
static void dirty_pages(struct kunit *test, u32 nr, u32 n)
{
	u32 i;

	rig_task(test, nr);
	for (i = 0; i < n; i++)
		KUNIT_ASSERT_EQ(test, rig_poke(test, nr, i * 4096, 0x1000 * nr + i), 0);
	set_cursors(test, 16 * nr, -1);
}

/* ---- nobody sleeps ---- */

/* tasks 1 and 2 have a clean page of their program in common */
static u32 a_shared_clean_page(struct kunit *test)
{
	u32 page;

	rig_0_12(test, 16);
	rig_program(test, 1, PROGRAM, 0x2000);
	rig_program(test, 2, PROGRAM, 0x2000);
	rig_peek(test, 1, 0x1000);
	rig_peek(test, 2, 0x1000);
	page = page_of(test, RIG_TASK(1) + 0x1000);
	KUNIT_ASSERT_EQ(test, page, page_of(test, RIG_TASK(2) + 0x1000));
	KUNIT_ASSERT_EQ(test, (u32)rig_count(test, page), 2u);
	KUNIT_ASSERT_FALSE(test, rig_is_zero(test, page + 4, 4092));
	return page;
}

/*
 * un_wp_page() wants to copy a shared page, and get_free_page() drops it, for
 * the writer. Then it is counted down once more, for the copy: the other task
 * is left with a page that is free.
 */
static void un_wp_page_counts_a_dropped_page_down_again(struct kunit *test)
{
	u32 page = a_shared_clean_page(test);
	u32 next = rig_map(test, RIG_TASK(1) + 0x5000);

	rig_leave(test, 0);
	KUNIT_EXPECT_EQ(test, rig_poke(test, 1, 0x1000, WORD), 0);
	KUNIT_EXPECT_EQ(test, page_of(test, RIG_TASK(1) + 0x1000), next);
	KUNIT_EXPECT_EQ(test, page_of(test, RIG_TASK(2) + 0x1000), page);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 0u);
	/* the next one who needs a page gets it, zeroed */
	KUNIT_EXPECT_EQ(test, rig_take(test), page);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 2, 0x1000), 0u);
	mm011_write32(rig_machine(test), rig_entry_address(test, RIG_TASK(2) + 0x1000), 0);
}

/*
 * Dropped for both, it is what get_free_page() gives: zeroed, copied onto
 * itself, and counted 0.
 */
static void un_wp_page_copies_a_page_onto_itself(struct kunit *test)
{
	u32 page = a_shared_clean_page(test);

	rig_leave(test, 0);
	KUNIT_EXPECT_EQ(test, rig_poke(test, 1, 0x1000, WORD), 0);
	KUNIT_EXPECT_EQ(test, page_of(test, RIG_TASK(1) + 0x1000), page);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 0u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0x1000), WORD);
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, page + 4, 4092));
	KUNIT_EXPECT_EQ(test, rig_take(test), page);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0x1000), 0u);
	mm011_write32(rig_machine(test), rig_entry_address(test, RIG_TASK(1) + 0x1000), 0);
}

/*
 * try_to_share() needs a page table, and get_free_page() drops the very page
 * that it is about to share: the page becomes that table, is counted twice and
 * "shared" as an entry of 0.
 */
static void try_to_share_drops_the_page_it_shares(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_op op;
	u32 page;

	rig_0_12(test, 16);
	rig_program(test, 1, PROGRAM, 0x2000);
	rig_program(test, 2, PROGRAM, 0x2000);
	rig_peek(test, 2, 0x1000);
	page = page_of(test, RIG_TASK(2) + 0x1000);
	rig_leave(test, 0);
	op = quick(test, MM011_OP_DO_NO_PAGE, 1, 4, RIG_TASK(1) + 0x1000);
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_OK);
	KUNIT_EXPECT_EQ(test, op.out[0], (u32)MM011_NO_PAGE_SHARE);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1) + 0x1000), 0u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(2) + 0x1000), 0u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 4 * 16), page + 7);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 2u);
	/* nobody gets it back */
	KUNIT_EXPECT_EQ(test, quick(test, MM011_OP_EXIT, 1, 0, 0).error, 0);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 1u);
	rig_leak(test, page);
}

/*
 * The copy that verify_area() makes of a shared page is clean until somebody
 * writes to it. If it goes before, all of what it was a copy of is gone.
 */
static void a_copy_that_nobody_wrote_to_is_lost(struct kunit *test)
{
	static const u16 codes[] = { MM011_OP_VERIFY_AREA, MM011_OP_PAGE_FAULT };
	u32 i, out;

	for (i = 0; i < ARRAY_SIZE(codes); i++) {
		rig_swapping(test, 32, 24);
		rig_task(test, 1);
		rig_poke(test, 1, 0, WORD);
		KUNIT_ASSERT_EQ(test, rig_fork(test, 1), 2u);
		if (codes[i] == MM011_OP_VERIFY_AREA)
			out = quick(test, MM011_OP_VERIFY_AREA, 2, 0x800, 4).outcome;
		else
			out = quick(test, MM011_OP_PAGE_FAULT, 2, 7, RIG_TASK(2) + 0x800).outcome;
		KUNIT_EXPECT_EQ(test, out, (u32)MM011_OK);
		set_cursors(test, 32, -1);
		KUNIT_EXPECT_EQ(test, quick(test, MM011_OP_SWAP_OUT, 0, 0, 0).ret, 1u);
		KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(2)), 0u);
		KUNIT_EXPECT_EQ(test, rig_peek(test, 2, 0), 0u);
		KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0), WORD);
	}
}

/* ---- a page on its way out ---- */

/* task 1's page is being written to swap page 1 on behalf of task 2 */
static u32 on_its_way_out(struct kunit *test, void (*others)(struct kunit *test))
{
	u32 page;

	rig_swapping(test, 32, 24);
	rig_task(test, 2);
	rig_task(test, 1);
	rig_poke(test, 1, 0, WORD);
	page = page_of(test, RIG_TASK(1));
	rig_meanwhile(test, others);
	return page;
}

static struct mm011_op write_it(struct kunit *test)
{
	return sleeping(test, MM011_OP_TRY_TO_SWAP_OUT, 2,
			rig_entry_address(test, RIG_TASK(1)), 0);
}

static void its_task_reads_it(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1)), 2u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0), 0u);
	KUNIT_EXPECT_EQ(test, rig_free_swap(test), 24u);
}

/* swap_in() does not wait for the write: the task gets what was on the disk before */
static void a_page_comes_in_before_it_is_out(struct kunit *test)
{
	u32 page = on_its_way_out(test, its_task_reads_it);

	KUNIT_EXPECT_EQ(test, write_it(test).ret, 1u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0), 0u);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 0u);
	KUNIT_EXPECT_EQ(test, le32_to_cpup((__le32 *)swap_space(test, 1)), WORD);
}

static void task_3_swaps(struct kunit *test)
{
	struct mm011_op op;

	rig_task(test, 3);
	rig_poke(test, 3, 0, 0x33333333);
	op = quick(test, MM011_OP_TRY_TO_SWAP_OUT, 0, rig_entry_address(test, RIG_TASK(3)), 0);
	KUNIT_EXPECT_EQ(test, op.ret, 1u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(3)), 2u);
}

static void its_task_reads_and_another_swaps(struct kunit *test)
{
	its_task_reads_it(test);
	task_3_swaps(test);
}

static void its_task_ends_and_another_swaps(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, quick(test, MM011_OP_EXIT, 1, 0, 0).error, 0);
	task_3_swaps(test);
}

/* the swap page is free before it is written: another's page is overwritten there */
static void a_late_write_goes_over_anothers_page(struct kunit *test)
{
	on_its_way_out(test, its_task_reads_and_another_swaps);
	KUNIT_EXPECT_EQ(test, write_it(test).ret, 1u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 3, 0), WORD);
	on_its_way_out(test, its_task_ends_and_another_swaps);
	KUNIT_EXPECT_EQ(test, write_it(test).ret, 1u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 3, 0), WORD);
}

static void its_task_forks(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, quick(test, MM011_OP_FORK, 1, 0, 0).out[0], 3u);
}

/* the father reads the swap page too early, the child has it when it is written */
static void the_father_loses_and_the_child_keeps(struct kunit *test)
{
	on_its_way_out(test, its_task_forks);
	KUNIT_EXPECT_EQ(test, write_it(test).ret, 1u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0), 0u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(3)), 2u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 3, 0), WORD);
}

static void its_task_ends(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, quick(test, MM011_OP_EXIT, 1, 0, 0).error, 0);
}

/* not 0.12's fault but the host's: there is no entry to put back, so the page goes */
static void a_late_write_fails(struct kunit *test)
{
	static void (*const others[])(struct kunit *test) = { its_task_ends, its_task_reads_it };
	struct rig *rig = test->priv;
	u32 i, page;

	for (i = 0; i < ARRAY_SIZE(others); i++) {
		page = on_its_way_out(test, others[i]);
		/* the write comes last, behind the read */
		rig->swap.fail = rig->swap.io + 1 + i;
		KUNIT_EXPECT_EQ(test, write_it(test).outcome, (u32)MM011_SWAP_ERROR);
		KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 0u);
		KUNIT_EXPECT_EQ(test, rig_free_swap(test), 24u);
		rig_check_ledger(test);
	}
}

/* and where nobody touched it, all is as before */
static void a_write_fails_that_nobody_noticed(struct kunit *test)
{
	struct rig *rig = test->priv;
	u32 page = on_its_way_out(test, NULL);

	rig->swap.fail = rig->swap.io + 1;
	KUNIT_EXPECT_EQ(test, write_it(test).outcome, (u32)MM011_SWAP_ERROR);
	KUNIT_EXPECT_EQ(test, rig->swap.sleeps, 1u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1)), page + 0x67);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0), WORD);
}

/* ---- do_no_page() sleeps ---- */

static void its_segment_moves(struct kunit *test)
{
	linux01x(rig_machine(test))->task[1].ldt.base = RIG_TASK(2);
}

/* a CPU runs the instruction again, in the segment as it is then */
static void an_access_goes_where_the_segment_is_by_then(struct kunit *test)
{
	struct mm011_op op = {
		.code = MM011_OP_WRITE, .flags = MM011_OPF_SLEEP, .task = 1, .len = 4,
	};
	struct rig *rig = test->priv;
	u32 word = WORD;

	rig_swapping(test, 32, 24);
	dirty_pages(test, 1, 1);
	dirty_pages(test, 2, 1);
	quick(test, MM011_OP_TRY_TO_SWAP_OUT, 0, rig_entry_address(test, RIG_TASK(1)), 0);
	KUNIT_ASSERT_EQ(test, rig_entry(test, RIG_TASK(1)), 2u);
	rig_meanwhile(test, its_segment_moves);
	memcpy(rig_data(test), &word, sizeof(word));
	mm011_op_run(rig_machine(test), &op, rig_data(test));
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_OK);
	KUNIT_EXPECT_EQ(test, rig->swap.sleeps, 1u);
	linux01x(rig_machine(test))->task[1].ldt.base = RIG_TASK(1);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 2, 0), WORD);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0), 0x1000u);
}

/* ---- un_wp_page() sleeps ---- */

/* task 1 and its child 2 share a page that is dirty; task 3 has others, to be swapped out */
static u32 a_shared_dirty_page(struct kunit *test, bool first)
{
	rig_swapping(test, 32, 24);
	rig_task(test, 1);
	if (first)
		rig_poke(test, 1, 0, WORD);
	dirty_pages(test, 3, 4);
	rig_poke(test, 1, 0, WORD);
	KUNIT_ASSERT_EQ(test, rig_fork(test, 1), 2u);
	rig_leave(test, 0);
	return page_of(test, RIG_TASK(1));
}

static void the_other_ends_and_the_page_goes(struct kunit *test)
{
	struct mm011_op op;

	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(3)), 2u);
	KUNIT_EXPECT_EQ(test, quick(test, MM011_OP_EXIT, 2, 0, 0).error, 0);
	op = quick(test, MM011_OP_TRY_TO_SWAP_OUT, 0, rig_entry_address(test, RIG_TASK(1)), 0);
	KUNIT_EXPECT_EQ(test, op.ret, 1u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1)), 4u);
}

/*
 * Its page is not shared any more and is swapped out, but un_wp_page() counts
 * it down: from 0. It will never be free again, nor will the swap page.
 */
static void un_wp_page_counts_a_free_page_down(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct rig *rig = test->priv;
	u32 page = a_shared_dirty_page(test, false);
	struct mm011_op op;

	rig_meanwhile(test, the_other_ends_and_the_page_goes);
	op = sleeping(test, MM011_OP_PAGE_FAULT, 1, 7, RIG_TASK(1));
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_OK);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 255u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0), WORD);
	KUNIT_EXPECT_NE(test, page_of(test, RIG_TASK(1)), page);
	/* without these two the books are in order */
	mm011_set_count(m, page / 4096 - 256, 0);
	rig->swap.held[2]++;
}

static void and_somebody_takes_it(struct kunit *test)
{
	the_other_ends_and_the_page_goes(test);
	KUNIT_EXPECT_EQ(test, rig_poke(test, 3, 0x10000, 0x44444444), 0);
}

/* un_wp_page() sleeps meanwhile; the page that it copies then is mapped at @at, too */
static void copies_afterwards(struct kunit *test, void (*meanwhile)(struct kunit *test), u32 at,
			      u32 word)
{
	struct rig *rig = test->priv;
	u32 page = a_shared_dirty_page(test, true);
	struct mm011_op op;

	rig_meanwhile(test, meanwhile);
	op = sleeping(test, MM011_OP_PAGE_FAULT, 1, 7, RIG_TASK(1));
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_OK);
	KUNIT_EXPECT_EQ(test, page_of(test, at), page);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 0u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0), word);
	mm011_set_count(rig_machine(test), page / 4096 - 256, 1);
	rig->swap.held[2]++;
}

/* where it is the page that get_free_page() finds, it is zeroed before it is "copied" */
static void un_wp_page_copies_a_page_that_is_gone(struct kunit *test)
{
	copies_afterwards(test, the_other_ends_and_the_page_goes, RIG_TASK(1), 0);
}

/* in somebody else's hands by now: his bytes are copied, and his page counted free */
static void un_wp_page_copies_anothers_page(struct kunit *test)
{
	copies_afterwards(test, and_somebody_takes_it, RIG_TASK(3) + 0x10000, 0x44444444);
}

/* ---- try_to_share() sleeps ---- */

/* task 2 has a page that task 1 is to share; task 1 has no page table yet */
static u32 a_page_to_share(struct kunit *test)
{
	rig_swapping(test, 32, 24);
	dirty_pages(test, 3, 4);
	rig_program(test, 1, PROGRAM, 0x2000);
	rig_program(test, 2, PROGRAM, 0x2000);
	rig_peek(test, 2, 0x1000);
	rig_leave(test, 0);
	return page_of(test, RIG_TASK(2) + 0x1000);
}

static struct mm011_op share_it(struct kunit *test, void (*others)(struct kunit *test))
{
	struct mm011_op op;

	rig_meanwhile(test, others);
	op = sleeping(test, MM011_OP_DO_NO_PAGE, 1, 4, RIG_TASK(1) + 0x1000);
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_OK);
	KUNIT_EXPECT_EQ(test, op.out[0], (u32)MM011_NO_PAGE_SHARE);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(3)), 2u);
	return op;
}

static void the_donor_writes(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, rig_poke(test, 2, 0x1000, WORD), 0);
}

/* it was clean when it was looked at */
static void a_dirty_page_is_shared(struct kunit *test)
{
	u32 page = a_page_to_share(test);

	share_it(test, the_donor_writes);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1) + 0x1000), page + 0x65);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0x1000), WORD);
}

static void the_donor_ends(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, quick(test, MM011_OP_EXIT, 2, 0, 0).error, 0);
}

/* an entry of 0 is shared, and a page that nobody has is counted */
static void a_page_is_shared_that_is_gone(struct kunit *test)
{
	u32 page = a_page_to_share(test);

	share_it(test, the_donor_ends);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1) + 0x1000), 0u);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 1u);
	rig_leak(test, page);
}

/* and its page table is somebody's data: a word of his is taken for an entry */
static void and_its_page_table_is_used_again(struct kunit *test)
{
	u32 table = mm011_read32(rig_machine(test), 4 * 32) / 4096 * 4096;

	the_donor_ends(test);
	rig_poke(test, 3, 0x10000, 1);
	rig_poke(test, 3, 0x11004, 0x67);
	KUNIT_ASSERT_EQ(test, page_of(test, RIG_TASK(3) + 0x11000), table);
}

/* task 3 wrote 0x67, so task 1 sees page 0: the page directory */
static void anothers_word_becomes_an_entry(struct kunit *test)
{
	u32 page = a_page_to_share(test);

	share_it(test, and_its_page_table_is_used_again);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1) + 0x1000), 0x65u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0x1000), mm011_read32(rig_machine(test), 0));
	KUNIT_EXPECT_EQ(test, rig_peek(test, 3, 0x11004), 0x65u);
	rig_leak(test, page);
}

/* ---- fork() sleeps ---- */

/* two tasks, and pages of a third that can be swapped out; so many pages are free */
static void two_fathers(struct kunit *test, u32 free)
{
	rig_swapping(test, 40, 24);
	dirty_pages(test, 3, 12);
	rig_task(test, 1);
	rig_task(test, 2);
	rig_poke(test, 1, 0, WORD);
	rig_poke(test, 2, 0, WORD);
	linux01x(rig_machine(test))->last_pid = 10;
	rig_leave(test, free);
}

static void the_other_forks(struct kunit *test)
{
	struct mm011_op op = quick(test, MM011_OP_FORK, 2, 0, 0);

	KUNIT_EXPECT_EQ(test, op.error, 0);
	KUNIT_EXPECT_EQ(test, op.ret, 12u);
}

/* the slot was found before the page for the structure was there */
static void two_children_are_born_into_one_slot(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	struct mm011_op op;

	two_fathers(test, 0);
	rig_meanwhile(test, the_other_forks);
	op = sleeping(test, MM011_OP_FORK, 1, 0, 0);
	RIG_EXPECT_PANIC(test, op.error, "copy_page_tables: already exist");
	KUNIT_EXPECT_EQ(test, k->task[4].father, 1u);
	KUNIT_EXPECT_EQ(test, k->task[4].pid, 12u);
	KUNIT_EXPECT_EQ(test, k->task[5].state, (u32)MM011_TASK_FREE);
	rig_no_ledger(test, "the other child's structure is lost");
}

/* fork() returns last_pid, whoever's that is by now */
static void a_father_is_told_the_others_childs_pid(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	struct mm011_op op;

	two_fathers(test, 1);
	rig_meanwhile(test, the_other_forks);
	op = sleeping(test, MM011_OP_FORK, 1, 0, 0);
	KUNIT_EXPECT_EQ(test, op.error, 0);
	KUNIT_EXPECT_EQ(test, op.out[0], 4u);
	KUNIT_EXPECT_EQ(test, op.ret, 12u);
	KUNIT_EXPECT_EQ(test, k->task[4].pid, 11u);
	KUNIT_EXPECT_EQ(test, k->task[5].pid, 12u);
	KUNIT_EXPECT_EQ(test, k->task[5].father, 2u);
}

static void another_owner_asks(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_op op = { .code = MM011_OP_INVALIDATE, .flags = MM011_OPF_EVENTS };

	m->by.owner = 9;
	mm011_op_run(m, &op, NULL);
	KUNIT_EXPECT_EQ(test, op.events, 2u);
}

/* what happens after a sleep is still the sleeper's */
static void events_say_whose_they_are(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_op op = { .code = MM011_OP_FORK, .task = 1,
			       .flags = MM011_OPF_SLEEP | MM011_OPF_EVENTS };
	u32 i, woken = 0, theirs = 0;
	struct mm011_event e;
	u64 seq;

	two_fathers(test, 0);
	rig_meanwhile(test, another_owner_asks);
	m->by.owner = 4;
	mm011_op_run(m, &op, NULL);
	KUNIT_EXPECT_EQ(test, op.error, 0);
	KUNIT_EXPECT_EQ(test, op.first_event + op.events, m->event_seq);
	for (i = 0; i < op.events; i++) {
		seq = op.first_event + i;
		KUNIT_ASSERT_EQ(test, mm011_events(m, &seq, &e, 1), 1u);
		theirs += e.owner == 9;
		KUNIT_EXPECT_EQ(test, e.op, m->op_seq - (e.owner == 4));
		KUNIT_EXPECT_TRUE(test, e.owner == 4 || e.owner == 9);
		woken += e.type == MM011_EV_WAKE && e.owner == 4;
	}
	KUNIT_EXPECT_EQ(test, theirs, 2u);
	KUNIT_EXPECT_GT(test, woken, 0u);
	KUNIT_EXPECT_EQ(test, e.owner, 4u);
	m->by.owner = 0;
}

static void the_unborn_child_is_asked(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, linux01x(rig_machine(test))->task[4].state, (u32)MM011_TASK_RUNNING);
	KUNIT_EXPECT_EQ(test, quick(test, MM011_OP_EXIT, 4, 0, 0).error, -EBUSY);
	KUNIT_EXPECT_EQ(test, sleeping(test, MM011_OP_FORK, 4, 0, 0).error, -EBUSY);
	KUNIT_EXPECT_EQ(test, quick(test, MM011_OP_FORK, 1, 0, 0).error, -EBUSY);
}

/* TASK_UNINTERRUPTIBLE until it is whole: it does not run while its father sleeps */
static void a_child_does_not_run_before_it_is_whole(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	two_fathers(test, 1);
	rig_meanwhile(test, the_unborn_child_is_asked);
	KUNIT_EXPECT_EQ(test, sleeping(test, MM011_OP_FORK, 1, 0, 0).out[0], 4u);
	KUNIT_EXPECT_EQ(test, m->asleep | m->unborn, 0ull);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 4, 0), WORD);
	KUNIT_EXPECT_EQ(test, quick(test, MM011_OP_EXIT, 4, 0, 0).error, 0);
}

/* ---- what goes well ---- */

static void another_pipe_is_opened(struct kunit *test)
{
	struct mm011_op op = quick(test, MM011_OP_PIPE, 0, 0, 0);

	KUNIT_EXPECT_EQ(test, op.error, 0);
}

static void two_pipes_are_two(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	struct mm011_op op;

	two_fathers(test, 0);
	rig_meanwhile(test, another_pipe_is_opened);
	op = sleeping(test, MM011_OP_PIPE, 1, 0, 0);
	KUNIT_EXPECT_EQ(test, op.error, 0);
	KUNIT_EXPECT_TRUE(test, k->pipe[0] && k->pipe[1]);
	KUNIT_EXPECT_EQ(test, k->pipe[op.ret], op.out[0]);
	KUNIT_EXPECT_EQ(test, k->pipe[2], 0u);
}

/* the last one is gone: the page that was taken for it goes back */
static void the_last_pipe_is_opened_once(struct kunit *test)
{
	u32 n;

	rig_swapping(test, 64, 24);
	dirty_pages(test, 3, 12);
	for (n = 0; n < 31; n++)
		another_pipe_is_opened(test);
	rig_leave(test, 0);
	rig_meanwhile(test, another_pipe_is_opened);
	KUNIT_EXPECT_EQ(test, sleeping(test, MM011_OP_PIPE, 1, 0, 0).error, -EPERM);
}

static void another_object_is_taken(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, quick(test, MM011_OP_MALLOC, 0, 100, 0).error, 0);
}

static void two_objects_are_two(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_op op;

	two_fathers(test, 0);
	rig_meanwhile(test, another_object_is_taken);
	op = sleeping(test, MM011_OP_MALLOC, 1, 100, 0);
	KUNIT_EXPECT_EQ(test, op.error, 0);
	rig_check_ledger(test);
	KUNIT_EXPECT_EQ(test, mm011_free_s(m, op.ret, 100), 0);
}

/* ---- what may change while a task sleeps in the middle of an access ---- */

static void the_limit_goes_up(struct kunit *test)
{
	linux01x(rig_machine(test))->task[1].ldt.data_limit = MM011_TASK_SIZE;
}

static void the_limit_becomes_4_gb(struct kunit *test)
{
	linux01x(rig_machine(test))->task[1].ldt.data_limit = 0;
}

static void the_limit_goes_down(struct kunit *test)
{
	linux01x(rig_machine(test))->task[1].ldt.data_limit = 0xffc;
}

/* task 1 writes 64 bytes from 0xff8 on while its first page is on the swap device */
static struct mm011_op write_with_a_limit(struct kunit *test, u32 limit,
					  void (*others)(struct kunit *test))
{
	struct mm011_op op = {
		.code = MM011_OP_WRITE, .flags = MM011_OPF_SLEEP, .task = 1, .arg = { 0xff8 },
		.len = 64,
	};

	rig_swapping(test, 16, 24);
	dirty_pages(test, 1, 1);
	KUNIT_ASSERT_EQ(test, quick(test, MM011_OP_SWAP_OUT, 0, 0, 0).ret, 1u);
	linux01x(rig_machine(test))->task[1].ldt.data_limit = limit;
	rig_meanwhile(test, others);
	mm011_op_run(rig_machine(test), &op, rig_data(test));
	return op;
}

/* S2: the limit was kept, and the access went on for ever */
static void a_limit_may_change_while_its_task_sleeps(struct kunit *test)
{
	struct rig *rig = test->priv;

	KUNIT_EXPECT_EQ(test, write_with_a_limit(test, 0x1010, the_limit_goes_up).error, 0);
	KUNIT_EXPECT_EQ(test, rig->swap.sleeps, 1u);
	KUNIT_EXPECT_EQ(test, write_with_a_limit(test, 0x1010, the_limit_becomes_4_gb).error, 0);
	KUNIT_EXPECT_EQ(test, write_with_a_limit(test, 0x1010, the_limit_goes_down).outcome,
			(u32)MM011_SEGMENT);
	KUNIT_EXPECT_EQ(test, write_with_a_limit(test, 0, the_limit_goes_down).outcome,
			(u32)MM011_SEGMENT);
	/* what was before the new end is written */
	KUNIT_EXPECT_EQ(test, rig->m.memory[page_of(test, RIG_TASK(1)) + 0xff8],
			((u8 *)rig_data(test))[0]);
}

/* task 2 is half made: its father, task 1, sleeps in the middle of fork() */
static void the_child_is_asked(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	KUNIT_EXPECT_EQ(test, m->unborn, 1ull << 2);
	KUNIT_EXPECT_EQ(test, quick(test, MM011_OP_BRK, 2, 0, 0).error, -EBUSY);
	m->asleep &= ~(1ull << 2);	/* who slept "as" task 2 before comes to his end */
	KUNIT_EXPECT_EQ(test, quick(test, MM011_OP_EXIT, 2, 0, 0).error, -EBUSY);
}

/*
 * S8: one bit told both that a task sleeps and that a child is not whole yet, and
 * whoever came to an end first took it away from the other.
 */
static void a_sleepers_end_does_not_finish_a_child(struct kunit *test)
{
	struct mm011_op op;

	rig_swapping(test, 16, 24);
	dirty_pages(test, 1, 2);
	KUNIT_ASSERT_EQ(test, quick(test, MM011_OP_SWAP_OUT, 0, 0, 0).ret, 1u);
	rig_meanwhile(test, the_child_is_asked);
	op = sleeping(test, MM011_OP_FORK, 1, 0, 0);
	KUNIT_EXPECT_EQ(test, op.error, 0);
	KUNIT_EXPECT_EQ(test, op.out[0], 2u);
	KUNIT_EXPECT_EQ(test, quick(test, MM011_OP_BRK, 2, 0, 0).error, 0);
}

static void the_father_gets_another_program(struct kunit *test)
{
	const struct mm011_inode other = { .number = 7 };
	struct mm011_machine *m = rig_machine(test);

	mm011_drop(m, &linux01x(m)->task[1].executable);
	linux01x(m)->task[1].executable = mm011_iget(m, &other);
}

/* the child has the old program, and the new one is counted: current->executable */
static void a_fork_counts_the_program_that_the_father_has_by_then(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);

	two_fathers(test, 1);
	rig_program(test, 1, 5, 0);
	rig_meanwhile(test, the_father_gets_another_program);
	KUNIT_ASSERT_EQ(test, sleeping(test, MM011_OP_FORK, 1, 0, 0).error, 0);
	KUNIT_EXPECT_EQ(test, k->inode[k->task[1].executable].number, 7ull);
	KUNIT_EXPECT_EQ(test, (u32)k->inode[k->task[1].executable].i_count, 2u);
	KUNIT_EXPECT_EQ(test, k->inode[k->task[4].executable].number, 5ull);
	KUNIT_EXPECT_EQ(test, (u32)k->inode[k->task[4].executable].i_count, 0u);
}

static void somebody_asks_who_is_not_told(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, quick(test, MM011_OP_NONE, 0, 0, 0).error, 0);
}

/* who asked for events is told of those after its sleep, too */
static void an_operation_is_watched_to_its_end(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_op op = {
		.code = MM011_OP_SWAP_OUT, .flags = MM011_OPF_SLEEP | MM011_OPF_EVENTS, .task = 1,
	};
	struct mm011_event *last;

	rig_swapping(test, 40, 24);
	dirty_pages(test, 1, 2);
	rig_meanwhile(test, somebody_asks_who_is_not_told);
	mm011_op_run(m, &op, NULL);
	KUNIT_EXPECT_EQ(test, op.ret, 1u);
	last = &m->event[(m->event_seq - 1) % MM011_NR_EVENTS];
	KUNIT_EXPECT_EQ(test, last->type, (u32)MM011_EV_MEM_MAP);	/* the page is free */
	KUNIT_EXPECT_EQ(test, m->observed, 0);
}

static struct kunit_case race_cases[] = {
	KUNIT_CASE(an_operation_is_watched_to_its_end),
	KUNIT_CASE(a_fork_counts_the_program_that_the_father_has_by_then),
	KUNIT_CASE(a_limit_may_change_while_its_task_sleeps),
	KUNIT_CASE(a_sleepers_end_does_not_finish_a_child),
	KUNIT_CASE(un_wp_page_counts_a_dropped_page_down_again),
	KUNIT_CASE(un_wp_page_copies_a_page_onto_itself),
	KUNIT_CASE(try_to_share_drops_the_page_it_shares),
	KUNIT_CASE(a_copy_that_nobody_wrote_to_is_lost),
	KUNIT_CASE(a_page_comes_in_before_it_is_out),
	KUNIT_CASE(a_late_write_goes_over_anothers_page),
	KUNIT_CASE(the_father_loses_and_the_child_keeps),
	KUNIT_CASE(a_late_write_fails),
	KUNIT_CASE(a_write_fails_that_nobody_noticed),
	KUNIT_CASE(an_access_goes_where_the_segment_is_by_then),
	KUNIT_CASE(un_wp_page_counts_a_free_page_down),
	KUNIT_CASE(un_wp_page_copies_a_page_that_is_gone),
	KUNIT_CASE(un_wp_page_copies_anothers_page),
	KUNIT_CASE(a_dirty_page_is_shared),
	KUNIT_CASE(a_page_is_shared_that_is_gone),
	KUNIT_CASE(anothers_word_becomes_an_entry),
	KUNIT_CASE(two_children_are_born_into_one_slot),
	KUNIT_CASE(a_father_is_told_the_others_childs_pid),
	KUNIT_CASE(events_say_whose_they_are),
	KUNIT_CASE(a_child_does_not_run_before_it_is_whole),
	KUNIT_CASE(two_pipes_are_two),
	KUNIT_CASE(the_last_pipe_is_opened_once),
	KUNIT_CASE(two_objects_are_two),
	{}
};

struct kunit_suite mm011_race_suite = {
	.name = "mm011_race",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = race_cases,
};
