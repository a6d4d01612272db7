// SPDX-License-Identifier: GPL-2.0
/*
 * Memory is flat: where a function of the original is given what its callers never
 * give it, it goes on within the 16 MB and comes to its end there, or leaves them
 * at some address. Which?
 */

#include "rig.h"

#define INODE		5
#define BASE		RIG_TASK(1)
#define PAGE		0x800000u
#define ODD		0x30ffeu	/* an entry here stands in two pages */

static struct mm011_op op3(struct kunit *test, u32 code, u32 task, u32 a, u32 b, u32 c)
{
	struct mm011_op op = { .code = code, .task = task, .arg = { a, b, c } };

	KUNIT_EXPECT_EQ(test, mm011_op_validate(&op), 0);
	mm011_op_run(rig_machine(test), &op, rig_data(test));
	return op;
}

/* the operation is not refused: the original leaves memory in it, just there */
static void expect_fault(struct kunit *test, struct mm011_op op, u32 where)
{
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_FAULT);
	RIG_EXPECT_FAULT(test, op.error, where);
}

/* ---- do_no_page(): the tail (G1, G2) ---- */

static const struct tail {
	const char *what;
	u32 end_data;
	u32 from;	/* the first byte that becomes 0 */
} tails[] = {
	{ "one byte more than the page", -1u, PAGE - 1 },
	{ "the page before, too", -0x1000u, PAGE - 0x1000 },
	{ "down to 0x20000", 0x20000u - PAGE, 0x20000 },
};

static void tail_desc(const struct tail *t, char *desc)
{
	strscpy(desc, t->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(tail, tails, tail_desc);

static void a_tail_goes_down_from_the_end_of_the_page(struct kunit *test)
{
	const struct tail *t = test->param_value;
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "memory is zeroed over a wide range");
	rig_program(test, 1, INODE, t->end_data);
	rig_fill(test, t->from - 1, 1, 0xa5);
	rig_fill(test, t->from, 1, 0xa5);
	rig_fill(test, PAGE + 4096, 1, 0xa5);
	mm011_switch_to(m, 1);
	KUNIT_EXPECT_EQ(test, mm011_do_no_page_map(m, PAGE, BASE), 0);
	KUNIT_EXPECT_EQ(test, m->memory[t->from - 1], 0xa5);
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, t->from, PAGE + 4096 - t->from));
	KUNIT_EXPECT_EQ(test, m->memory[PAGE + 4096], 0xa5);
	KUNIT_EXPECT_EQ(test, rig_entry(test, BASE), PAGE | 7);
}

/* what the page directory was is gone when the byte below 0 is to be zeroed */
static void a_tail_that_passes_address_0_faults_there(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "all memory below is zeroed");
	rig_program(test, 1, INODE, 0);
	linux01x(m)->task[1].end_data = -PAGE - 1;
	mm011_switch_to(m, 1);
	RIG_EXPECT_FAULT(test, mm011_do_no_page_map(m, PAGE, BASE), ~0u);
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, 0, PAGE + 4096));
	/* one byte less ends at address 0, and in the directory a table is put anew */
	rig_reset(test, 0, 0);
	rig_program(test, 1, INODE, 0);
	linux01x(m)->task[1].end_data = -PAGE;
	mm011_switch_to(m, 1);
	KUNIT_EXPECT_EQ(test, mm011_do_no_page_map(m, PAGE, BASE), 0);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 0), 0u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, BASE >> 20), 0xfff007u);
}

/* what there is of the file has room, and the end of the page has none */
static void a_tail_that_begins_behind_memory_faults_there(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_inode *inode;
	struct rig *rig = test->priv;
	u32 page = 0x1000000 - 2048;

	rig_no_ledger(test, "a page that nobody has taken");
	rig_program(test, 1, INODE, 2048);
	rig_file(test, 0, 2048, 0, 0);
	inode = &linux01x(m)->inode[linux01x(m)->task[1].executable];
	inode->file = &rig->file[0];
	inode->size = 3 * MM011_BLOCK_SIZE;
	mm011_switch_to(m, 1);
	RIG_EXPECT_FAULT(test, mm011_do_no_page_map(m, page, BASE), 0x10007ff);
	KUNIT_EXPECT_EQ(test, m->memory[0xffffff], rig_file_byte(2, 1023));
	inode->file = NULL;
}

static void in_0_12_such_a_tail_is_none(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "a page that nobody has taken");
	rig_0_12(test, 0);
	rig_program(test, 1, INODE, -1u);
	rig_fill(test, PAGE - 1, 1, 0xa5);
	mm011_switch_to(m, 1);
	KUNIT_EXPECT_EQ(test, mm011_do_no_page_map(m, PAGE, BASE), 0);
	KUNIT_EXPECT_EQ(test, m->memory[PAGE - 1], 0xa5);
	KUNIT_EXPECT_EQ(test, m->memory[PAGE], (INODE * 31 + 7) & 0xff);
}

/* ---- do_no_page(): a page that is none (G10) ---- */

static void a_page_may_be_odd(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "a page that nobody has taken");
	rig_program(test, 1, INODE, 0x1000);
	mm011_switch_to(m, 1);
	KUNIT_EXPECT_EQ(test, mm011_do_no_page_map(m, PAGE + 0x804, BASE), 0);
	KUNIT_EXPECT_EQ(test, m->memory[PAGE + 0x804], (INODE * 31 + 7) & 0xff);
	KUNIT_EXPECT_EQ(test, m->memory[PAGE + 0x803], 0);
	KUNIT_EXPECT_EQ(test, rig_entry(test, BASE), (PAGE + 0x804) | 7);
}

/* the last block, or the first, begins in the page directory and ends in the first page table */
static void a_block_in_two_pages_changes_both(struct kunit *test)
{
	static const struct {
		u32 page;
		u32 block;
	} places[] = { { 0x200, 4 }, { 0xe00, 1 } };
	struct mm011_machine *m = rig_machine(test);
	u32 i;

	rig_no_ledger(test, "the kernel's tables are overwritten");
	for (i = 0; i < ARRAY_SIZE(places); i++) {
		rig_reset(test, 0, 0);
		rig_program(test, 1, INODE, 0x1000);
		KUNIT_EXPECT_EQ(test, mm011_checksum(m), mm011_checksum_plain(m));
		mm011_switch_to(m, 1);
		KUNIT_EXPECT_EQ(test, mm011_do_no_page_map(m, places[i].page, BASE), 0);
		KUNIT_EXPECT_EQ(test, m->memory[0x1000],
				(INODE * 31 + places[i].block * 7 + 0x200) & 0xff);
		KUNIT_EXPECT_EQ(test, mm011_checksum(m), mm011_checksum_plain(m));
	}
}

static void blocks_are_copied_up_to_the_end_of_memory(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 last = 0x1000000 - 1026;

	rig_no_ledger(test, "a page that nobody has taken");
	rig_program(test, 1, INODE, 0x1000);
	rig_fill(test, 0xfff000, 4096, 0xa5);
	expect_fault(test, op3(test, MM011_OP_DO_NO_PAGE_MAP, 1, last, BASE, 0),
		     0xfffffe);
	KUNIT_EXPECT_EQ(test, m->memory[last - 1], 0xa5);
	KUNIT_EXPECT_EQ(test, m->memory[last], (INODE * 31 + 7) & 0xff);
	KUNIT_EXPECT_EQ(test, m->memory[last + 1023], (INODE * 31 + 7 + 1023) & 0xff);
	/* of the second block there is no room for a whole word */
	KUNIT_EXPECT_EQ(test, m->memory[0xfffffe], 0xa5);
	/* or for two, and not for all of a third */
	expect_fault(test, op3(test, MM011_OP_DO_NO_PAGE_MAP, 1, last - 8, BASE, 0), 0xfffffe);
	KUNIT_EXPECT_EQ(test, m->memory[0xfffff6], (INODE * 31 + 2 * 7) & 0xff);
	KUNIT_EXPECT_EQ(test, m->memory[0xfffffd], (INODE * 31 + 2 * 7 + 7) & 0xff);
	KUNIT_EXPECT_EQ(test, m->memory[0xfffffe], 0xa5);
	expect_fault(test, op3(test, MM011_OP_DO_NO_PAGE_MAP, 1, 0x1000000, BASE, 0), 0x1000000);
	expect_fault(test, op3(test, MM011_OP_DO_NO_PAGE_MAP, 1, ~0u, BASE, 0), ~0u);
}

/* ---- entries that stand anywhere (G7) ---- */

static void an_odd_entry_is_read_and_written(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "a page that nobody has taken");
	mm011_write32(m, ODD, 0xffe005);
	mm011_set_count(m, mm011_map_nr(0xffe000), 1);
	KUNIT_EXPECT_EQ(test, op3(test, MM011_OP_UN_WP_PAGE, 0, ODD, 0, 0).error, 0);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, ODD), 0xffe007u);
	KUNIT_EXPECT_EQ(test, op3(test, MM011_OP_SET_AD, 0, ODD, 0x60, 0).error, 0);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, ODD), 0xffe067u);
	/* the second page was known to hold nothing: that it is zeroed must not be spared */
	mm011_clear(m, ODD + 2, 4096);
	mm011_set_entry(m, ODD, 0xffe007);
	KUNIT_EXPECT_EQ(test, m->memory[ODD + 2], 0xff);
	mm011_clear(m, ODD + 2, 4096);
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, ODD + 2, 4096));
}

static void an_entry_that_is_not_there_faults(struct kunit *test)
{
	static const u32 where[] = { 0xfffffd, 0x1000000, 0x80000000, ~0u };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(where); i++)
		expect_fault(test, op3(test, MM011_OP_UN_WP_PAGE, 0, where[i], 0, 0), where[i]);
	rig_swapping(test, 16, 24);
	for (i = 0; i < ARRAY_SIZE(where); i++) {
		expect_fault(test, op3(test, MM011_OP_SWAP_IN, 0, where[i], 0, 0), where[i]);
		expect_fault(test, op3(test, MM011_OP_TRY_TO_SWAP_OUT, 0, where[i], 0, 0),
			     where[i]);
	}
}

/* what was in an entry when it was overwritten, as it was told; ~0: nobody has */
static u32 told_before(struct kunit *test, u32 addr)
{
	const struct rig *rig = test->priv;
	u32 i, n = min(rig_watched(test), RIG_LOG);

	for (i = 0; i < n; i++)
		if (rig->log[i].type == MM011_EV_ENTRY && rig->log[i].a == addr)
			return rig->log[i].b;
	return ~0u;
}

/* the copy is taken where its entry stands, or half of it: the zeros are seen */
static void an_entry_may_stand_in_its_own_copy(struct kunit *test)
{
	static const struct {
		s32 at;		/* from the beginning of the page */
		u32 before;
		u32 after;	/* 0.11 maps first, then copies over it */
	} entries[] = {
		{ -2, 0x0005, 0x1111e007 }, { 0x10, 0, 0x11111111 },
		{ 4094, 0x40000, 0xff1111 },
	};
	struct mm011_machine *m = rig_machine(test);
	u32 i, page = 0xffe000, entry;

	rig_no_ledger(test, "a page that is free and in use");
	for (i = 0; i < ARRAY_SIZE(entries); i++) {
		rig_reset(test, 0, 0);
		rig_take(test);
		entry = page + entries[i].at;
		rig_fill(test, page, 4096, 0xa5);
		rig_fill(test, 0x40000, 4096, 0x11);
		mm011_write32(m, entry, 0x40005);
		rig_watch(test);
		KUNIT_EXPECT_EQ(test, mm011_un_wp_page(m, entry), 0);
		KUNIT_EXPECT_EQ(test, told_before(test, entry), entries[i].before);
		KUNIT_EXPECT_EQ(test, mm011_read32(m, entry), entries[i].after);
	}
}

/* ---- the rest ---- */

/* G8: bts takes any number */
static void a_negative_swap_page_is_a_bit_before_the_bitmap(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 at;

	rig_swapping(test, 16, 24);
	at = linux01x(m)->swap.bitmap - 4;
	rig_fill(test, at, 4, 0);
	rig_watch(test);
	KUNIT_EXPECT_EQ(test, op3(test, MM011_OP_SWAP_FREE, 0, -1u, 0, 0).error, 0);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, at), 0x80000000u);
	rig_watch(test);
	KUNIT_EXPECT_EQ(test, mm011_swap_free(m, -1), 0);
	KUNIT_EXPECT_EQ(test, rig_message(test), (u32)MM011_MSG_SWAP_BAD);
	KUNIT_EXPECT_EQ(test, mm011_swap_free(m, -32), 0);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, at), 0x80000001u);
	rig_fill(test, at, 4, 0);
	expect_fault(test, op3(test, MM011_OP_SWAP_FREE, 0, 0x80000000, 0, 0),
		     linux01x(m)->swap.bitmap - 0x10000000);
}

/* G9 */
static void mem_init_writes_beside_mem_map(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "the machine was told other limits");
	mm011_set_count(m, 0xfffff, 5);
	mm011_set_count(m, 0x10000, 5);
	KUNIT_EXPECT_EQ(test, op3(test, MM011_OP_MEM_INIT, 0, 0xff000, 0x200000, 0).error, 0);
	KUNIT_EXPECT_EQ(test, (u32)mm011_count(m, 0xfffff), 0u);
	KUNIT_EXPECT_EQ(test, (u32)mm011_count(m, 0x10000), 5u);
	/* page 1 MB of 0.11's mem_map[] is the one behind the last negative index */
	KUNIT_EXPECT_EQ(test, (u32)linux01x(m)->mem_map[0], 100u);
	KUNIT_EXPECT_EQ(test, op3(test, MM011_OP_MEM_INIT, 0, 0x100000, 0x7fffffff, 0).error, 0);
	KUNIT_EXPECT_EQ(test, linux01x(m)->high_memory, 0x7fffffffu);
	KUNIT_EXPECT_EQ(test, (u32)mm011_count(m, 0x10000), 0u);
	KUNIT_EXPECT_EQ(test, rig_get_free_page(m), 0xfff000u);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 3839u);
	/* an end below the beginning, as a signed difference */
	KUNIT_EXPECT_EQ(test, op3(test, MM011_OP_MEM_INIT, 0, 0x100000, 0x80100000, 0).error, 0);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 0u);
}

/* HIGH_MEMORY beyond the 16 MB: the short cuts must not look behind mem_map[] */
static void a_wide_high_memory_changes_no_count(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 entry;

	rig_no_ledger(test, "the machine was told other limits");
	rig_map(test, BASE);
	entry = rig_entry_address(test, BASE);
	linux01x(m)->high_memory = ~0u;
	mm011_set_count(m, 3840, 3);
	mm011_write32(m, entry + 4, 0x1000007);
	KUNIT_EXPECT_EQ(test, mm011_copy_page_tables(m, BASE, RIG_TASK(2), 1), 0);
	KUNIT_EXPECT_EQ(test, (u32)mm011_count(m, 3840), 4u);
	KUNIT_EXPECT_EQ(test, mm011_free_page_tables(m, RIG_TASK(2), 1), 0);
	KUNIT_EXPECT_EQ(test, (u32)mm011_count(m, 3840), 3u);
}

/* G11 */
static void sharing_with_oneself_finds_the_entry(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_op op;

	rig_program(test, 1, INODE, 0x1000);
	op = op3(test, MM011_OP_TRY_TO_SHARE, 1, 0, 1, 0);
	KUNIT_EXPECT_EQ(test, op.error | op.ret, 0);
	rig_map(test, BASE);
	mm011_switch_to(m, 1);
	RIG_EXPECT_PANIC(test, mm011_try_to_share(m, 0, 1), "try_to_share: to_page already exists");
}

static void a_zombie_may_be_asked(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_program(test, 1, INODE, 0x1000);
	rig_program(test, 2, INODE, 0x1000);
	rig_map(test, RIG_TASK(2));
	mm011_set_entry(m, rig_entry_address(test, RIG_TASK(2)),
			rig_entry(test, RIG_TASK(2)) & ~MM011_PTE_DIRTY);
	linux01x(m)->task[2].state = MM011_TASK_ZOMBIE;
	KUNIT_EXPECT_EQ(test, op3(test, MM011_OP_TRY_TO_SHARE, 1, 0, 2, 0).ret, 1u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, BASE), rig_entry(test, RIG_TASK(2)));
}

/* G12 */
static void i_count_may_be_0(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);

	rig_program(test, 1, INODE, 0x1000);
	KUNIT_EXPECT_EQ(test, op3(test, MM011_OP_SET_I_COUNT, 1, 0, 0, 0).error, 0);
	mm011_switch_to(m, 1);
	RIG_EXPECT_PANIC(test, mm011_do_exit(m, 0), "iput: trying to free free inode");
	KUNIT_EXPECT_EQ(test, k->task[1].state, (u32)MM011_TASK_RUNNING);
	KUNIT_EXPECT_EQ(test, op3(test, MM011_OP_SET_I_COUNT, 1, 0xffff, 0, 0).error, 0);
	rig_fork(test, 1);
	KUNIT_EXPECT_EQ(test, k->inode[k->task[1].executable].i_count, 0u);
}

/* S9: the first bit behind the bitmap's page is looked at, and there is none */
static void a_full_bitmap_in_the_last_page_faults(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	u32 i;

	rig_no_ledger(test, "a bitmap that stays behind");
	rig_0_12(test, 0);
	KUNIT_ASSERT_EQ(test, m->host->swap_memory(m, 4 * MM011_SWAP_BITS, &k->swap.device), 0);
	RIG_EXPECT_FAULT(test, mm011_init_swapping(m), 0x1000000);
	/* anywhere else there is one, which tells whether the bitmap is good */
	for (i = 0; i < 2; i++) {
		k->swap.bitmap = 0;
		rig_fill(test, 0xfff000 - i * 4096, 1, i);
		KUNIT_EXPECT_EQ(test, mm011_init_swapping(m), 0);
		KUNIT_EXPECT_EQ(test, k->swap.bitmap, i ? 0 : 0xffe000u);
	}
}

static struct kunit_case flat_cases[] = {
	KUNIT_CASE_PARAM(a_tail_goes_down_from_the_end_of_the_page, tail_gen_params),
	KUNIT_CASE(a_tail_that_passes_address_0_faults_there),
	KUNIT_CASE(a_tail_that_begins_behind_memory_faults_there),
	KUNIT_CASE(in_0_12_such_a_tail_is_none),
	KUNIT_CASE(a_page_may_be_odd),
	KUNIT_CASE(a_block_in_two_pages_changes_both),
	KUNIT_CASE(blocks_are_copied_up_to_the_end_of_memory),
	KUNIT_CASE(an_odd_entry_is_read_and_written),
	KUNIT_CASE(an_entry_that_is_not_there_faults),
	KUNIT_CASE(an_entry_may_stand_in_its_own_copy),
	KUNIT_CASE(a_negative_swap_page_is_a_bit_before_the_bitmap),
	KUNIT_CASE(mem_init_writes_beside_mem_map),
	KUNIT_CASE(a_wide_high_memory_changes_no_count),
	KUNIT_CASE(sharing_with_oneself_finds_the_entry),
	KUNIT_CASE(a_zombie_may_be_asked),
	KUNIT_CASE(i_count_may_be_0),
	KUNIT_CASE(a_full_bitmap_in_the_last_page_faults),
	{}
};

struct kunit_suite mm011_flat_suite = {
	.name = "mm011_flat",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = flat_cases,
};
