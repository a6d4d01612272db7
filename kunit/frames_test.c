// SPDX-License-Identifier: GPL-2.0
/*
 * 2.4's page frames when something is wrong: damaged lists, contradictions, arguments that
 * are refused, a caller who is killed; and what is told of them.
 */

#include "frames.h"

/* ---- damaged lists ---- */

/* page frame 16, on the list of order 3, is freed once more: its link leads to itself */
static void a_block_freed_twice_makes_a_list_without_end(struct kunit *test)
{
	init(test, 24, 0, 0, 8);
	op_of(test, MM011_OP24_SET_PAGE_COUNT, 16, 1);
	KUNIT_EXPECT_EQ(test, first_block(test, 0, 4), LINUX24_HEAD(0, 4));
	KUNIT_EXPECT_EQ(test, first_block(test, 0, 3), 16u);
	/* its bit is set since it was freed first: it is joined with its buddy, which is none */
	KUNIT_EXPECT_EQ(test, free_ends(test, 16, 3), (u32)MM011_BUG);
	op_of(test, MM011_OP24_SET_PAGE_COUNT, 16, 1);
	give(test, 16, 3);
	KUNIT_EXPECT_EQ(test, frame(test, 16)->list.next, 16u);
	KUNIT_EXPECT_EQ(test, blocks(test, 0, 3), 25u);
	KUNIT_EXPECT_GT(test, wrong(test, "B3: page frame 16 is on a free list twice"), 0u);
	/* it is taken, and still there */
	KUNIT_EXPECT_EQ(test, alloc(test, 3, ATOMIC), 16u);
	KUNIT_EXPECT_EQ(test, alloc(test, 3, ATOMIC), 16u);
}

/* a block on one list goes to another: the first list leads into the second, and to its head */
static void a_block_freed_with_another_order_leads_to_another_list(struct kunit *test)
{
	init(test, 64, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, alloc(test, 0, KERNEL), 63u);
	KUNIT_EXPECT_EQ(test, first_block(test, 0, 4), 32u);
	op_of(test, MM011_OP24_SET_PAGE_COUNT, 32, 1);
	give(test, 32, 1);
	KUNIT_EXPECT_EQ(test, first_block(test, 0, 1), 32u);
	KUNIT_EXPECT_EQ(test, frame(test, 32)->list.next, 60u);
	KUNIT_EXPECT_EQ(test, frame(test, 60)->list.next, LINUX24_HEAD(0, 1));
	/* of order 4: 32, 60, and out */
	KUNIT_EXPECT_EQ(test, blocks(test, 0, 4), 2u);
	KUNIT_EXPECT_GT(test, wrong(test, "B1: order 4 of DMA: from 80000004 a link leads to 20"),
			0u);
	KUNIT_EXPECT_EQ(test, alloc(test, 4, ATOMIC), 32u);
	/* it is out of order 1's list now, and order 4's head leads to it for ever */
	KUNIT_EXPECT_EQ(test, first_block(test, 0, 1), 60u);
	KUNIT_EXPECT_EQ(test, first_block(test, 0, 4), 32u);
}

/* the sum of a damaged list, word by word */
static void damaged_lists_have_a_checksum(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	__le32 *words = rig_data(test);
	u32 n = 0, order, i, crc;

	init(test, 4, 0, 0, 0);
	/* order 2: 0, then head of order 1; order 1: 2 for ever */
	frame(test, 0)->list.next = LINUX24_HEAD(0, 1);
	zone(test, 0)->free_area[1].list.next = 2;
	frame(test, 2)->list.next = 2;
	words[n++] = cpu_to_le32(4);
	for (order = 0; order < LINUX24_MAX_ORDER; order++) {
		for (i = 0; order == 1 && i < 5; i++)
			words[n++] = cpu_to_le32(2);
		if (order == 1)
			words[n++] = cpu_to_le32(0xfffffffe);
		if (order == 2) {
			words[n++] = cpu_to_le32(0);
			words[n++] = cpu_to_le32(0xfffffffd);
		}
		words[n++] = cpu_to_le32(0xffffffff);
		/* its bitmap: the one block of order 2 has no buddy, its bit is set */
		words[n++] = cpu_to_le32(order == 2);
	}
	crc = m->host->crc32(0, words, n * sizeof(*words));
	KUNIT_EXPECT_EQ(test, linux24_pages_sum(m), crc);
}

/* whatever stands in a link, nothing is read or written but links */
static void a_link_that_is_none_leads_nowhere(struct kunit *test)
{
	static const u32 links[] = { 64, 0x7fffffff, LINUX24_HEAD(3, 0), 0xffffffff };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(links); i++) {
		init(test, 64, 0, 0, 0);
		zone(test, 0)->free_area[6].list.next = links[i];
		KUNIT_EXPECT_EQ(test, alloc_ends(test, 0, KERNEL), (u32)MM011_BUG);
		KUNIT_EXPECT_EQ(test, zone(test, 0)->free_pages, 64u);
		KUNIT_EXPECT_EQ(test, blocks(test, 0, 6), 0u);
		KUNIT_EXPECT_GT(test, wrong(test, "out of the zone"), 0u);
	}
}

/* ---- what must hold ---- */

static void each_contradiction_is_told(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	init(test, 64, 16, 0, 0);
	KUNIT_EXPECT_EQ(test, wrong(test, "80 page frames, contradictions: 0"), 0u);
	zone(test, 0)->free_pages++;
	KUNIT_EXPECT_EQ(test, wrong(test, "B4: DMA: free_pages is 65, and 64 are in free"), 1u);
	zone(test, 0)->free_pages--;
	*(u8 *)linux24_at(m, zone(test, 0)->free_area[3].map) ^= 4;
	KUNIT_EXPECT_EQ(test, wrong(test, "B5: order 3 of DMA: the bit of page frames 32 and 40"),
			1u);
	*(u8 *)linux24_at(m, zone(test, 0)->free_area[3].map) ^= 4;
	frame(test, 7)->count = -1;
	KUNIT_EXPECT_EQ(test, wrong(test, "B6: page frame 7 is free: count -1, flags 0"), 1u);
	frame(test, 7)->count = 0;
	frame(test, 9)->flags = LINUX24_RESERVED;
	KUNIT_EXPECT_EQ(test, wrong(test, "B6: page frame 9 is free: count 0, flags 80000000"), 1u);
	frame(test, 9)->flags = 0;
	frame(test, 9)->zone = 1;
	KUNIT_EXPECT_EQ(test, wrong(test, "B7: page frame 9 is not in zone 1"), 1u);
	frame(test, 9)->zone = 0;
	zone(test, 1)->offset = 65;
	KUNIT_EXPECT_EQ(test, wrong(test, "B7: Normal begins at page frame 65, not at 64"), 1u);
	zone(test, 1)->offset = 64;
	linux24_list_del(m, 64);
	linux24_list_add(m, 66, LINUX24_HEAD(1, 2));
	KUNIT_EXPECT_GT(test, wrong(test, "B2: page frame 66 of Normal begins no block of order 2"),
			0u);
}

/* ---- operations ---- */

static void wrong_arguments_are_refused(struct kunit *test)
{
	static const struct mm011_op bad[] = {
		{ .code = MM011_OP24_ALLOC_PAGES, .arg = { 0, 0x100 } },
		{ .code = MM011_OP24_ALLOC_PAGES, .arg = { 10, ~0u } },
		{ .code = MM011_OP24_FREE_PAGES, .arg = { 0x100000, 0 } },
		{ .code = MM011_OP24_FREE_PAGES, .arg = { 0, 32 } },
		{ .code = MM011_OP24_GET_PAGE, .arg = { 64 } },
		{ .code = MM011_OP24_PAGE, .arg = { ~0u } },
		{ .code = MM011_OP24_RESERVE, .arg = { 64, 0 } },
		{ .code = MM011_OP24_RESERVE, .arg = { 0, 2 } },
		{ .code = MM011_OP24_MEMALLOC, .arg = { 2 } },
		{ .code = MM011_OP24_SET_PAGE_COUNT, .arg = { 64, 1 } },
		{ .code = MM011_OP24_SET_PAGE, .arg = { 64 } },
		{ .code = MM011_OP24_SET_PAGE, .arg = { 0, 0, 256 } },
		{ .code = MM011_OP24_SET_PAGE, .arg = { 0, 0, 0, 3 } },
		{ .code = MM011_OP24_SET_PAGE, .arg = { 0, 0, 0, 0, 3 } },
		{ .code = MM011_OP24_FREE_AREA_INIT, .arg = { 0x100001, 0, 0, 0 } },
		{ .code = MM011_OP24_FREE_AREA_INIT, .arg = { 10, 11, 0, 0 } },
		{ .code = MM011_OP24_FREE_AREA_INIT, .arg = { 10, 5, 6, 0 } },
		{ .code = MM011_OP24_FREE_AREA_INIT, .arg = { 10, ~0u, 11, 0 } },
		/* a bare machine has no memory */
		{ .code = MM011_OP24_GET_ZEROED_PAGE, .arg = { KERNEL } },
	};
	struct mm011_machine *m = rig_machine(test);
	struct mm011_op op;
	u32 i, sum;

	init(test, 64, 0, 0, 0);
	sum = mm011_checksum_machine(m);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		op = bad[i];
		mm011_op_run(m, &op, NULL);
		KUNIT_EXPECT_EQ_MSG(test, op.error, -EINVAL, "%u", i);
		KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_REFUSED);
	}
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(m), sum);
}

static void a_whole_machine_has_its_page_frames(struct kunit *test)
{
	struct mm011_op init_it = { .code = MM011_OP24_FREE_AREA_INIT, .arg = { 10, 10, 0, 0 } };
	struct mm011_machine *m = boot(test, 4096, 0, 0);
	struct mm011_op op;

	mm011_op_run(m, &init_it, NULL);
	KUNIT_EXPECT_EQ(test, init_it.error, -EINVAL);
	memset(m->memory, 0x55, m->memory_size);
	memset(m->nonzero, 0xff, sizeof(m->nonzero));
	op = op_of(test, MM011_OP24_GET_ZEROED_PAGE, KERNEL, 0);
	KUNIT_EXPECT_EQ(test, op.ret, 438u);
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, 438 << 12, 4096));
	KUNIT_EXPECT_EQ(test, m->memory[439 << 12], 0x55);
	op = op_of(test, MM011_OP24_GET_ZEROED_PAGE, USER, 0);
	KUNIT_EXPECT_EQ(test, op.error, -EINVAL);
}

static void numbers_are_told(struct kunit *test)
{
	struct mm011_op op = { .code = MM011_OP24_FREE_AREAS, .len = sizeof(struct mm011_zones) };
	const struct mm011_zones *zones = rig_data(test);
	const struct mm011_pressure *p = rig_data(test);

	init(test, 40, 0, 24, 3);
	mm011_op_run(rig_machine(test), &op, rig_data(test));
	KUNIT_EXPECT_EQ(test, op.ret, 61u);
	KUNIT_EXPECT_EQ(test, zones->zone[0].free_pages, 37u);
	KUNIT_EXPECT_EQ(test, zones->zone[0].blocks[0], 1u);
	KUNIT_EXPECT_EQ(test, zones->zone[1].size, 0u);
	KUNIT_EXPECT_EQ(test, zones->zone[2].offset, 40u);
	KUNIT_EXPECT_EQ(test, zones->zone[2].pages_high, 30u);
	KUNIT_EXPECT_EQ(test, zones->zone[2].blocks[4], 1u);
	op = (struct mm011_op){ .code = MM011_OP24_PRESSURE, .len = sizeof(*p) };
	mm011_op_run(rig_machine(test), &op, rig_data(test));
	KUNIT_EXPECT_EQ(test, op.ret, 0u);
	KUNIT_EXPECT_EQ(test, p->free_pages, 61u);
	KUNIT_EXPECT_EQ(test, p->reserved, 0u);
}

static void each_step_is_told(struct kunit *test)
{
	static const struct { u32 type, a, b, c; } steps[] = {
		{ MM011_EV24_TAKEN, 0, 2, 0 }, { MM011_EV24_SPLIT, 0, 1, 0 },
		{ MM011_EV24_SPLIT, 2, 0, 0 }, { MM011_EV24_COUNT, 3, 0, 1 },
		{ MM011_EV24_COUNT, 3, 1, 0 }, { MM011_EV24_MERGED, 2, 0, 0 },
		{ MM011_EV24_MERGED, 0, 1, 0 }, { MM011_EV24_FREED, 0, 2, 0 },
	};
	struct mm011_machine *m = rig_machine(test);
	struct mm011_event *e = ((struct rig *)test->priv)->log;
	u64 first;
	u32 i;

	init(test, 4, 0, 0, 0);
	m->observed |= MM011_OBSERVE_EVENTS;
	first = m->event_seq;
	KUNIT_EXPECT_EQ(test, linux24_rmqueue(m, zone(test, 0), 0, &i), 0);
	KUNIT_EXPECT_EQ(test, linux24_put_pages(m, i, 0), 0);
	m->observed = 0;
	KUNIT_EXPECT_EQ(test, mm011_events(m, &first, e, RIG_LOG), (u32)ARRAY_SIZE(steps));
	for (i = 0; i < ARRAY_SIZE(steps); i++) {
		KUNIT_EXPECT_EQ_MSG(test, e[i].type, steps[i].type, "%u", i);
		KUNIT_EXPECT_EQ_MSG(test, e[i].a, steps[i].a, "%u", i);
		KUNIT_EXPECT_EQ_MSG(test, e[i].b, steps[i].b, "%u", i);
		KUNIT_EXPECT_EQ_MSG(test, e[i].c, steps[i].c, "%u", i);
	}
}

static void who_is_killed_leaves_what_was_done(struct kunit *test)
{
	struct mm011_op op = { .code = MM011_OP24_FREE_AREA_INIT, .arg = { 64, 64, 0, 0 } };
	struct rig *rig = test->priv;

	/* while page frames are laid out: there are none */
	init(test, 32, 0, 0, 0);
	rig->kill_at = rig->pauses + 10;
	mm011_op_run(rig_machine(test), &op, NULL);
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_CUT_SHORT);
	KUNIT_EXPECT_EQ(test, linux24(rig_machine(test))->pages.nr, 0u);
	KUNIT_EXPECT_EQ(test, wrong(test, "0 page frames, contradictions: 0"), 0u);
	/* while they are freed: the others are reserved */
	rig->kill_at = rig->pauses + 64 + 10;
	mm011_op_run(rig_machine(test), &op, NULL);
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_CUT_SHORT);
	KUNIT_EXPECT_EQ(test, linux24_nr_free_pages(rig_machine(test)), 10u);
	KUNIT_EXPECT_EQ(test, wrong(test, "64 page frames, contradictions: 0"), 0u);
	/* a boot is never left half way */
	rig->kill_at = 1;
	boot(test, 4096, 0, 0);
	KUNIT_EXPECT_EQ(test, linux24_nr_free_pages(rig_machine(test)), 593u);
	rig->kill_at = 0;
}

static struct kunit_case frames_cases[] = {
	KUNIT_CASE(a_block_freed_twice_makes_a_list_without_end),
	KUNIT_CASE(a_block_freed_with_another_order_leads_to_another_list),
	KUNIT_CASE(damaged_lists_have_a_checksum),
	KUNIT_CASE(a_link_that_is_none_leads_nowhere),
	KUNIT_CASE(each_contradiction_is_told),
	KUNIT_CASE(wrong_arguments_are_refused),
	KUNIT_CASE(a_whole_machine_has_its_page_frames),
	KUNIT_CASE(numbers_are_told),
	KUNIT_CASE(each_step_is_told),
	KUNIT_CASE(who_is_killed_leaves_what_was_done),
	{}
};

struct kunit_suite mm011_frames_suite = {
	.name = "mm011_frames",
	.suite_init = bare_suite_init,
	.suite_exit = bare_suite_exit,
	.init = bare_init,
	.exit = bare_exit,
	.test_cases = frames_cases,
};
