// SPDX-License-Identifier: GPL-2.0
/*
 * The buddy allocator of 2.4, function by function.
 */

#include "frames.h"

/* ---- the buddy allocator ---- */

static void the_high_end_of_the_first_block_is_taken(struct kunit *test)
{
	u32 order;

	KUNIT_EXPECT_EQ(test, init(test, 1024, 0, 0, 0), 1024u);
	KUNIT_EXPECT_EQ(test, blocks(test, 0, 9), 2u);
	KUNIT_EXPECT_EQ(test, first_block(test, 0, 9), 512u);
	KUNIT_EXPECT_EQ(test, alloc(test, 0, KERNEL), 1023u);
	for (order = 0; order < 9; order++) {
		KUNIT_EXPECT_EQ(test, blocks(test, 0, order), 1u);
		KUNIT_EXPECT_EQ(test, first_block(test, 0, order), 1024 - (2u << order));
		KUNIT_EXPECT_TRUE(test, bit(test, 0, order, (1023u >> order) / 2));
	}
	KUNIT_EXPECT_EQ(test, frame(test, 1023)->count, 1);
	KUNIT_EXPECT_EQ(test, frame(test, 1022)->count, 0);
	give(test, 1023, 0);
	KUNIT_EXPECT_EQ(test, first_block(test, 0, 9), 512u);
	KUNIT_EXPECT_EQ(test, wrong(test, NULL), 0u);
}

static void the_last_freed_is_the_first_taken(struct kunit *test)
{
	u32 a, b, c;

	init(test, 64, 0, 0, 0);
	a = alloc(test, 2, KERNEL);
	b = alloc(test, 2, KERNEL);
	c = alloc(test, 2, KERNEL);
	alloc(test, 2, KERNEL);
	give(test, a, 2);
	give(test, c, 2);
	KUNIT_EXPECT_EQ(test, first_block(test, 0, 2), c);
	KUNIT_EXPECT_EQ(test, alloc(test, 2, KERNEL), c);
	KUNIT_EXPECT_EQ(test, alloc(test, 2, KERNEL), a);
	give(test, b, 2);
	KUNIT_EXPECT_EQ(test, wrong(test, NULL), 0u);
}

static void order_9_is_the_largest(struct kunit *test)
{
	struct linux24_pages *pages = &linux24(rig_machine(test))->pages;

	init(test, 512, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, alloc(test, 10, KERNEL), NONE);
	KUNIT_EXPECT_EQ(test, alloc(test, ~0u, KERNEL), NONE);
	KUNIT_EXPECT_EQ(test, pages->memory_pressure, 0u);
	/* watermarks do not ask how much is wanted */
	KUNIT_EXPECT_EQ(test, alloc(test, 9, KERNEL), 0u);
	KUNIT_EXPECT_EQ(test, zone(test, 0)->free_pages, 0u);
	KUNIT_EXPECT_EQ(test, pages->memory_pressure, 1u);
	give(test, 0, 9);
	KUNIT_EXPECT_EQ(test, blocks(test, 0, 9), 1u);
}

/* it is flipped whenever a block of order 9 is taken, and never when one is freed */
static void the_largest_order_has_an_odd_bit(struct kunit *test)
{
	init(test, 1024, 0, 0, 0);
	KUNIT_EXPECT_FALSE(test, bit(test, 0, 9, 0));
	alloc(test, 9, KERNEL);
	KUNIT_EXPECT_TRUE(test, bit(test, 0, 9, 0));
	give(test, 512, 9);
	KUNIT_EXPECT_TRUE(test, bit(test, 0, 9, 0));
	give(test, alloc(test, 0, KERNEL), 0);
	KUNIT_EXPECT_FALSE(test, bit(test, 0, 9, 0));
	KUNIT_EXPECT_EQ(test, wrong(test, NULL), 0u);
}

static void blocks_end_where_a_zone_ends(struct kunit *test)
{
	u32 i;

	/* 13 page frames, and the next zone begins at an odd one */
	init(test, 13, 7, 3, 0);
	KUNIT_EXPECT_EQ(test, blocks(test, 0, 3), 1u);
	KUNIT_EXPECT_EQ(test, blocks(test, 0, 2), 1u);
	KUNIT_EXPECT_EQ(test, first_block(test, 0, 0), 12u);
	KUNIT_EXPECT_EQ(test, first_block(test, 1, 2), 13u);
	KUNIT_EXPECT_EQ(test, first_block(test, 1, 1), 17u);
	KUNIT_EXPECT_EQ(test, first_block(test, 1, 0), 19u);
	KUNIT_EXPECT_EQ(test, first_block(test, 2, 1), 20u);
	KUNIT_EXPECT_EQ(test, wrong(test, NULL), 0u);
	op_of(test, MM011_OP24_MEMALLOC, 1, 0);
	for (i = 0; i < 23; i++)
		KUNIT_EXPECT_NE(test, alloc(test, 0, USER), NONE);
	KUNIT_EXPECT_EQ(test, alloc(test, 0, USER), NONE);
	for (i = 0; i < 23; i++)
		give(test, 22 - i, 0);
	KUNIT_EXPECT_EQ(test, first_block(test, 0, 0), 12u);
	KUNIT_EXPECT_EQ(test, blocks(test, 0, 3), 1u);
	KUNIT_EXPECT_EQ(test, wrong(test, NULL), 0u);
}

/* ---- watermarks ---- */

/* a zone of 1024 page frames: min 32, low 64, high 96; leave so many free */
static void leave(struct kunit *test, u32 pages)
{
	init(test, 1024, 0, 0, 0);
	op_of(test, MM011_OP24_MEMALLOC, 1, 0);
	while (zone(test, 0)->free_pages > pages)
		alloc(test, 0, ATOMIC);
	op_of(test, MM011_OP24_MEMALLOC, 0, 0);
	linux24(rig_machine(test))->pages.memory_pressure = 0;
	memset(linux24(rig_machine(test))->pages.wakeups, 0,
	       sizeof(linux24(rig_machine(test))->pages.wakeups));
}

static const struct pass {
	u32 free, order, gfp;
	u32 outcome;		/* and did it get a page? */
	bool got;
	u32 pressure;
	u32 wakeups[MM011_WAKEUPS];
} passes[] = {
	{ 1024, 0, KERNEL, MM011_OK, true, 1, { 0, 0, 0, 0, 0 } },
	{ 96, 0, KERNEL, MM011_OK, true, 1, { 0, 0, 0, 0, 0 } },
	/* below the sum of all pages_high kswapd is woken early, at any size of the request */
	{ 95, 0, KERNEL, MM011_OK, true, 1, { 1, 0, 0, 0, 0 } },
	{ 64, 0, KERNEL, MM011_OK, true, 1, { 1, 0, 0, 0, 0 } },
	{ 63, 0, KERNEL, MM011_OK, true, 1, { 2, 0, 0, 0, 0 } },
	{ 33, 0, KERNEL, MM011_OK, true, 1, { 2, 0, 0, 0, 0 } },
	{ 32, 0, KERNEL, MM011_WAIT, false, 2, { 2, 1, 0, 0, 0 } },
	{ 31, 0, KERNEL, MM011_WAIT, false, 2, { 2, 1, 1, 0, 0 } },
	{ 32, 0, LINUX24_GFP_WAIT, MM011_WAIT, false, 2, { 2, 0, 0, 0, 1 } },
	{ 32, 0, LINUX24_GFP_WAIT | LINUX24_GFP_HIGH, MM011_WAIT, false, 2, { 2, 0, 0, 0, 1 } },
	/* who asks for more than one page does not wait, and goes to pages_min / 4 */
	{ 32, 1, KERNEL, MM011_OK, true, 2, { 2, 1, 0, 0, 0 } },
	{ 8, 1, LINUX24_GFP_WAIT, MM011_OK, true, 2, { 2, 0, 1, 0, 1 } },
	{ 7, 1, KERNEL, MM011_OK, false, 2, { 2, 1, 1, 0, 0 } },
	{ 8, 0, ATOMIC, MM011_OK, true, 1, { 2, 0, 1, 0, 0 } },
	{ 7, 0, ATOMIC, MM011_OK, false, 1, { 2, 0, 1, 0, 0 } },
	{ 7, 0, LINUX24_GFP_IO, MM011_OK, false, 1, { 2, 0, 1, 0, 0 } },
};

static void pass_desc(const struct pass *p, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%u free, order %u, gfp %u", p->free, p->order,
		 p->gfp);
}

KUNIT_ARRAY_PARAM(pass, passes, pass_desc);

static void a_request_meets_the_watermarks(struct kunit *test)
{
	const struct linux24_pages *pages = &linux24(rig_machine(test))->pages;
	const struct pass *p = test->param_value;
	struct mm011_op op;
	u32 i;

	leave(test, p->free);
	op = op_of(test, MM011_OP24_ALLOC_PAGES, p->order, p->gfp);
	KUNIT_EXPECT_EQ(test, op.outcome, p->outcome);
	KUNIT_EXPECT_EQ(test, op.error, p->outcome == MM011_WAIT ? -EAGAIN : 0);
	KUNIT_EXPECT_EQ(test, op.ret != NONE, p->got);
	KUNIT_EXPECT_EQ(test, zone(test, 0)->free_pages, p->free - (p->got ? 1u << p->order : 0));
	KUNIT_EXPECT_EQ(test, pages->memory_pressure, p->pressure);
	for (i = 0; i < MM011_WAKEUPS; i++)
		KUNIT_EXPECT_EQ_MSG(test, pages->wakeups[i], p->wakeups[i], "wakeup %u", i);
}

static void who_finds_pages_for_others_takes_the_last(struct kunit *test)
{
	leave(test, 1);
	op_of(test, MM011_OP24_MEMALLOC, 1, 0);
	KUNIT_EXPECT_NE(test, alloc(test, 0, KERNEL), NONE);
	KUNIT_EXPECT_EQ(test, alloc(test, 0, KERNEL), NONE);
	KUNIT_EXPECT_EQ(test, zone(test, 0)->free_pages, 0u);
}

/* in a whole machine somebody tries to reclaim a page, and that is pressure, too */
static void trying_to_reclaim_adds_to_the_pressure(struct kunit *test)
{
	struct mm011_machine *m = boot(test, 4096, 0, 0);
	u32 min = zone(test, 0)->pages_min, before;

	while (linux24_nr_free_pages(m) > min + 8)
		alloc(test, 0, KERNEL);
	before = linux24(m)->pages.memory_pressure;
	alloc(test, 0, KERNEL);		/* with min + 8 free: not yet */
	KUNIT_EXPECT_EQ(test, linux24(m)->pages.memory_pressure, before + 1);
	alloc(test, 0, KERNEL);
	KUNIT_EXPECT_EQ(test, linux24(m)->pages.memory_pressure, before + 3);
	alloc(test, 0, ATOMIC);
	KUNIT_EXPECT_EQ(test, linux24(m)->pages.memory_pressure, before + 4);
}

static void shortages_are_those_of_the_original(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux24_pages *pages = &linux24(m)->pages;

	leave(test, 96);
	KUNIT_EXPECT_EQ(test, linux24_free_shortage(m), 0);
	KUNIT_EXPECT_EQ(test, linux24_inactive_shortage(m), 0);
	pages->memory_pressure = 191;	/* inactive_target 2 */
	KUNIT_EXPECT_EQ(test, linux24_free_shortage(m), 0);
	KUNIT_EXPECT_EQ(test, linux24_inactive_shortage(m), 2);
	pages->memory_pressure = 192;
	KUNIT_EXPECT_EQ(test, linux24_free_shortage(m), 1);
	KUNIT_EXPECT_EQ(test, linux24_inactive_shortage(m), 3);
	pages->memory_pressure = ~0u;	/* a quarter of memory at most */
	KUNIT_EXPECT_EQ(test, linux24_inactive_shortage(m), 256);
	/* enough in all, but one zone has very few */
	init(test, 32, 1024, 0, 0);
	while (zone(test, 0)->free_pages > 10)
		alloc(test, 0, LINUX24_GFP_DMA);
	pages->memory_pressure = 0;
	KUNIT_EXPECT_EQ(test, linux24_free_shortage(m), 1);
	alloc(test, 0, LINUX24_GFP_DMA);
	pages->memory_pressure = 0;
	KUNIT_EXPECT_EQ(test, linux24_free_shortage(m), 2);
}

/* ---- what is freed ---- */

static void the_last_reference_frees(struct kunit *test)
{
	u32 pfn;

	init(test, 64, 0, 0, 0);
	pfn = alloc(test, 1, KERNEL);
	KUNIT_EXPECT_EQ(test, op_of(test, MM011_OP24_GET_PAGE, pfn, 0).ret, 2u);
	give(test, pfn, 1);
	KUNIT_EXPECT_EQ(test, zone(test, 0)->free_pages, 62u);
	give(test, pfn, 1);
	KUNIT_EXPECT_EQ(test, zone(test, 0)->free_pages, 64u);
	KUNIT_EXPECT_EQ(test, op_of(test, MM011_OP24_PAGE, pfn, 0).ret, 0u);
}

/* in the original, too, a count is an int that wraps */
static void a_count_wraps(struct kunit *test)
{
	init(test, 64, 0, 0, 0);
	op_of(test, MM011_OP24_SET_PAGE_COUNT, 5, 0x7fffffff);
	KUNIT_EXPECT_EQ(test, op_of(test, MM011_OP24_GET_PAGE, 5, 0).ret, 0x80000000u);
	give(test, 5, 0);
	KUNIT_EXPECT_EQ(test, frame(test, 5)->count, 0x7fffffff);
	KUNIT_EXPECT_EQ(test, zone(test, 0)->free_pages, 64u);
}

static void frees_that_nobody_notices(struct kunit *test)
{
	u32 pfn;

	init(test, 64, 0, 0, 8);
	pfn = alloc(test, 2, KERNEL);
	/* what is behind the first page frame; a block twice; what is reserved; what is none */
	give(test, pfn + 1, 0);
	KUNIT_EXPECT_EQ(test, frame(test, pfn + 1)->count, -1);
	give(test, pfn, 2);
	give(test, pfn, 2);
	KUNIT_EXPECT_EQ(test, frame(test, pfn)->count, -1);
	give(test, 3, 0);
	KUNIT_EXPECT_EQ(test, frame(test, 3)->count, 0);
	KUNIT_EXPECT_EQ(test, op_of(test, MM011_OP24_FREE_PAGES, 64, 0).ret, 0u);
	KUNIT_EXPECT_EQ(test, op_of(test, MM011_OP24_FREE_PAGES, 0xfffff, 31).ret, 0u);
	KUNIT_EXPECT_EQ(test, zone(test, 0)->free_pages, 56u);
	/* a later allocation makes the count right again */
	KUNIT_EXPECT_EQ(test, alloc(test, 2, KERNEL), pfn);
	KUNIT_EXPECT_EQ(test, frame(test, pfn)->count, 1);
}

static void a_block_has_its_place_by_its_order(struct kunit *test)
{
	init(test, 2048, 0, 0, 0);
	op_of(test, MM011_OP24_MEMALLOC, 1, 0);
	alloc(test, 9, KERNEL);		/* 1536 */
	op_of(test, MM011_OP24_SET_PAGE_COUNT, 1537, 1);
	KUNIT_EXPECT_EQ(test, free_ends(test, 1537, 1), (u32)MM011_BUG);
	KUNIT_EXPECT_EQ(test, zone(test, 0)->free_pages, 1536u);
	KUNIT_EXPECT_EQ(test, frame(test, 1537)->count, 0);
	/* no block is larger: free_pages has been raised by then */
	op_of(test, MM011_OP24_SET_PAGE_COUNT, 0, 1);
	KUNIT_EXPECT_EQ(test, free_ends(test, 0, 10), (u32)MM011_BUG);
	KUNIT_EXPECT_EQ(test, zone(test, 0)->free_pages, 1536u + 1024u);
	op_of(test, MM011_OP24_SET_PAGE_COUNT, 0, 1);
	KUNIT_EXPECT_EQ(test, free_ends(test, 0, 31), (u32)MM011_BUG);
	KUNIT_EXPECT_EQ(test, zone(test, 0)->free_pages, 1536u + 1024u + 0x80000000u);
}

/* the buddy would lie behind the zone, and its bit says that it is free */
static void a_buddy_out_of_the_zone_is_a_bug(struct kunit *test)
{
	init(test, 13, 3, 0, 0);
	KUNIT_EXPECT_EQ(test, alloc(test, 0, LINUX24_GFP_DMA), 12u);
	give(test, 12, 0);
	op_of(test, MM011_OP24_SET_PAGE_COUNT, 12, 1);
	KUNIT_EXPECT_EQ(test, free_ends(test, 12, 0), (u32)MM011_BUG);
	KUNIT_EXPECT_EQ(test, zone(test, 0)->free_pages, 14u);
	KUNIT_EXPECT_GT(test, wrong(test, "B4: DMA: free_pages is 14, and 13"), 0u);
}

static void a_page_in_use_is_not_freed(struct kunit *test)
{
	static const u32 flags[] = {
		LINUX24_LOCKED, LINUX24_DECR_AFTER, LINUX24_ACTIVE, LINUX24_INACTIVE_DIRTY,
		LINUX24_SWAP_CACHE, LINUX24_INACTIVE_CLEAN,
	};
	struct mm011_op op = { .code = MM011_OP24_SET_PAGE };
	u32 i, pfn;

	init(test, 64, 0, 0, 0);
	pfn = alloc(test, 0, KERNEL);
	for (i = 0; i < ARRAY_SIZE(flags) + 2; i++) {
		op.arg[0] = pfn;
		op.arg[1] = i < ARRAY_SIZE(flags) ? flags[i] : 0;
		op.arg[3] = i == ARRAY_SIZE(flags);
		op.arg[4] = i == ARRAY_SIZE(flags) + 1;
		mm011_op_run(rig_machine(test), &op, NULL);
		op_of(test, MM011_OP24_SET_PAGE_COUNT, pfn, 1);
		KUNIT_EXPECT_EQ_MSG(test, free_ends(test, pfn, 0), (u32)MM011_BUG, "%u", i);
	}
	/* all other flags stay; age begins anew */
	op = (struct mm011_op){ .code = MM011_OP24_SET_PAGE, .arg = { pfn, 0x4000151e, 9 } };
	mm011_op_run(rig_machine(test), &op, NULL);
	op_of(test, MM011_OP24_SET_PAGE_COUNT, pfn, 1);
	give(test, pfn, 0);
	KUNIT_EXPECT_EQ(test, frame(test, pfn)->flags, 0x4000150au);
	KUNIT_EXPECT_EQ(test, frame(test, pfn)->age, 2);
}

static void pressure_falls_to_one(struct kunit *test)
{
	struct linux24_pages *pages = &linux24(rig_machine(test))->pages;
	u32 a, b, c;

	init(test, 256, 0, 0, 0);
	a = alloc(test, 0, KERNEL);
	b = alloc(test, 0, KERNEL);
	c = alloc(test, 0, KERNEL);
	KUNIT_EXPECT_EQ(test, pages->memory_pressure, 3u);
	give(test, a, 0);
	give(test, b, 0);
	KUNIT_EXPECT_EQ(test, pages->memory_pressure, 1u);
	give(test, c, 0);
	KUNIT_EXPECT_EQ(test, pages->memory_pressure, 1u);
}

static struct kunit_case page_alloc_cases[] = {
	KUNIT_CASE(the_high_end_of_the_first_block_is_taken),
	KUNIT_CASE(the_last_freed_is_the_first_taken),
	KUNIT_CASE(order_9_is_the_largest),
	KUNIT_CASE(the_largest_order_has_an_odd_bit),
	KUNIT_CASE(blocks_end_where_a_zone_ends),
	KUNIT_CASE_PARAM(a_request_meets_the_watermarks, pass_gen_params),
	KUNIT_CASE(who_finds_pages_for_others_takes_the_last),
	KUNIT_CASE(trying_to_reclaim_adds_to_the_pressure),
	KUNIT_CASE(shortages_are_those_of_the_original),
	KUNIT_CASE(the_last_reference_frees),
	KUNIT_CASE(a_count_wraps),
	KUNIT_CASE(frees_that_nobody_notices),
	KUNIT_CASE(a_block_has_its_place_by_its_order),
	KUNIT_CASE(a_buddy_out_of_the_zone_is_a_bug),
	KUNIT_CASE(a_page_in_use_is_not_freed),
	KUNIT_CASE(pressure_falls_to_one),
	{}
};

struct kunit_suite mm011_page_alloc_suite = {
	.name = "mm011_page_alloc",
	.suite_init = bare_suite_init,
	.suite_exit = bare_suite_exit,
	.init = bare_init,
	.exit = bare_exit,
	.test_cases = page_alloc_cases,
};
