// SPDX-License-Identifier: GPL-2.0
/*
 * 2.4's page frames: boot, zones, and the buddy allocator, function by function.
 */

#include <linux/vmalloc.h>

#include "linux24/list.h"
#include "linux24/verify.h"
#include "rig.h"

#define KERNEL	7u		/* masks: GFP_KERNEL */
#define ATOMIC	2u		/* GFP_ATOMIC */
#define DMA	(LINUX24_GFP_DMA | KERNEL)
#define USER	(LINUX24_GFP_HIGHMEM | 5u)	/* GFP_HIGHUSER */
#define NONE	MM011_NO_FRAME

/* the rig's own store, which is 0.11's, and one for a bare machine */
static u8 *its_store, *store24;

static void frames_suite_exit(struct kunit_suite *suite)
{
	vfree(store24);
	rig_suite_exit(suite);
}

static int frames_suite_init(struct kunit_suite *suite)
{
	static const struct mm011_reset bare = {
		.kernel = MM011_KERNEL_2_4, .flags = MM011_RESET_BARE
	};
	int err = rig_suite_init(suite);

	store24 = vmalloc(mm011_store_size(&bare));
	return store24 ? err : -ENOMEM;
}

static struct mm011_machine *boot(struct kunit *test, u32 ram_kb, u32 dma_kb, u32 normal_kb)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_reset r = {
		.kernel = MM011_KERNEL_2_4, .ram_kb = ram_kb, .dma_kb = dma_kb,
		.normal_kb = normal_kb,
	};

	KUNIT_EXPECT_EQ(test, mm011_check_reset(&r), 0);
	mm011_reset(m, &r);
	return m;
}

static int frames_init(struct kunit *test)
{
	static const struct mm011_reset bare = {
		.kernel = MM011_KERNEL_2_4, .flags = MM011_RESET_BARE
	};
	int err = rig_init(test);
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "2.4 has another mem_map[]");
	its_store = m->store;
	m->store = store24;
	mm011_reset(m, &bare);
	return err;
}

static void frames_exit(struct kunit *test)
{
	static const struct mm011_reset defaults;
	struct mm011_machine *m = rig_machine(test);

	m->store = its_store;
	mm011_reset(m, &defaults);
	rig_exit(test);
}

static struct mm011_op op_of(struct kunit *test, u32 code, u32 a, u32 b)
{
	struct mm011_op op = { .code = code, .arg = { a, b } };

	KUNIT_EXPECT_EQ(test, mm011_op_validate(&op), 0);
	mm011_op_run(rig_machine(test), &op, rig_data(test));
	return op;
}

/* page frames in zones, those from @reserved on free; how many are */
static u32 init(struct kunit *test, u32 dma, u32 normal, u32 high, u32 reserved)
{
	struct mm011_op op = {
		.code = MM011_OP24_FREE_AREA_INIT,
		.arg = { dma + normal + high, dma, normal, reserved },
	};

	mm011_op_run(rig_machine(test), &op, NULL);
	KUNIT_EXPECT_EQ(test, op.error, 0);
	return op.ret;
}

static u32 alloc(struct kunit *test, u32 order, u32 gfp)
{
	struct mm011_op op = op_of(test, MM011_OP24_ALLOC_PAGES, order, gfp);

	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_OK);
	return op.ret;
}

/* what it comes to when it comes to nothing */
static u32 alloc_ends(struct kunit *test, u32 order, u32 gfp)
{
	struct mm011_op op = op_of(test, MM011_OP24_ALLOC_PAGES, order, gfp);

	KUNIT_EXPECT_EQ(test, op.ret, NONE);
	return op.outcome;
}

static u32 free_ends(struct kunit *test, u32 pfn, u32 order)
{
	return op_of(test, MM011_OP24_FREE_PAGES, pfn, order).outcome;
}

static void give(struct kunit *test, u32 pfn, u32 order)
{
	KUNIT_EXPECT_EQ(test, free_ends(test, pfn, order), (u32)MM011_OK);
}

static struct linux24_zone *zone(struct kunit *test, u32 nr)
{
	return &linux24(rig_machine(test))->pages.zone[nr];
}

static struct linux24_page *frame(struct kunit *test, u32 pfn)
{
	return linux24_page(rig_machine(test), pfn);
}

static u32 blocks(struct kunit *test, u32 nr, u32 order)
{
	return linux24_count_blocks(rig_machine(test), nr, order);
}

static u32 first_block(struct kunit *test, u32 nr, u32 order)
{
	return zone(test, nr)->free_area[order].list.next;
}

static bool bit(struct kunit *test, u32 nr, u32 order, u32 pair)
{
	const u8 *map = linux24_at(rig_machine(test), zone(test, nr)->free_area[order].map);

	return map[pair / 8] >> pair % 8 & 1;
}

struct told {
	struct mm011_text t;
	char text[2048];
	u32 len;
};

__printf(2, 0)
static void listen(struct mm011_text *t, const char *format, va_list args)
{
	struct told *told = container_of(t, struct told, t);

	if (told->len < sizeof(told->text))
		told->len += vsnprintf(told->text + told->len, sizeof(told->text) - told->len,
				       format, args);
}

/* how many contradictions; @says, which may be NULL, is in what is told of them */
static u32 wrong(struct kunit *test, const char *says)
{
	void *scratch = vmalloc(LINUX24_VERIFY_SIZE);
	struct told *told = vmalloc(sizeof(*told));
	u32 count;

	KUNIT_ASSERT_NOT_NULL(test, scratch);
	KUNIT_ASSERT_NOT_NULL(test, told);
	memset(told, 0, sizeof(*told));
	told->t.vprintf = listen;
	count = linux24_verify(rig_machine(test), scratch, &told->t);
	if (says)
		KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(told->text, says), "%s in: %s", says,
					  told->text);
	vfree(told);
	vfree(scratch);
	return count;
}

/* ---- boot ---- */

/* checksum and page frames of the recorded boot, after the last free of mem_init() */
static void boots_as_recorded_in_16_mb(struct kunit *test)
{
	struct mm011_machine *m = boot(test, 0, 0, 0);

	KUNIT_EXPECT_EQ(test, m->memory_size, 0x1000000u);
	KUNIT_EXPECT_EQ(test, linux24(m)->pages.nr, 4064u);
	KUNIT_EXPECT_EQ(test, linux24_nr_free_pages(m), 3617u);
	KUNIT_EXPECT_EQ(test, linux24_pages_sum(m), 0x40231bbfu);
	KUNIT_EXPECT_EQ(test, alloc(test, 0, KERNEL), 438u);
	KUNIT_EXPECT_EQ(test, alloc(test, 0, KERNEL), 158u);
	KUNIT_EXPECT_EQ(test, alloc(test, 0, KERNEL), 67u);
	KUNIT_EXPECT_EQ(test, alloc(test, 2, ATOMIC), 3960u);
}

/* page frames that stay reserved: the first ones, and in Normal or HighMem */
static const struct booted {
	u32 ram_kb, dma_kb, normal_kb;
	u32 low;		/* from 0 on */
	u32 from, to;		/* mem_map[], when it is not among those */
	u32 free;
} booted[] = {
	/* as recorded with 6 and 8 MB */
	{ 6144, 0, 0, 27, 0, 0, 1097 },
	{ 8192, 0, 0, 35, 0, 0, 1601 },
	{ 4096, 0, 0, 19, 0, 0, 593 },
	/* as recorded with 18 MB: mem_map[] begins where DMA ends */
	{ 8192, 4096, 0, 4, 1024, 1055, 1600 },
	{ 8192, 4096, 2048, 4, 1024, 1055, 1700 },
	/* DMA ends within the kernel: the first room from there on is behind it */
	{ 8192, 1028, 0, 4, 440, 471, 1600 },
	/* or before it */
	{ 8192, 4, 3964, 35, 0, 0, 1701 },
};

static void boot_desc(const struct booted *b, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%u KB, DMA %u, Normal %u", b->ram_kb, b->dma_kb,
		 b->normal_kb);
}

KUNIT_ARRAY_PARAM(booted, booted, boot_desc);

static bool is_reserved(struct kunit *test, u32 pfn)
{
	return frame(test, pfn)->flags & LINUX24_RESERVED;
}

static void boots_with_these_reserved(struct kunit *test)
{
	const struct booted *b = test->param_value;
	struct mm011_machine *m = boot(test, b->ram_kb, b->dma_kb, b->normal_kb);

	KUNIT_EXPECT_TRUE(test, is_reserved(test, b->low - 1));
	KUNIT_EXPECT_FALSE(test, is_reserved(test, b->low));
	KUNIT_EXPECT_FALSE(test, is_reserved(test, 158));
	KUNIT_EXPECT_TRUE(test, is_reserved(test, 159));
	KUNIT_EXPECT_TRUE(test, is_reserved(test, 437));
	KUNIT_EXPECT_FALSE(test, is_reserved(test, 438));
	KUNIT_EXPECT_TRUE(test, is_reserved(test, 439));
	if (b->to) {
		KUNIT_EXPECT_TRUE(test, b->from == 440 || !is_reserved(test, b->from - 1));
		KUNIT_EXPECT_TRUE(test, is_reserved(test, b->from));
		KUNIT_EXPECT_TRUE(test, is_reserved(test, b->to));
		KUNIT_EXPECT_FALSE(test, is_reserved(test, b->to + 1));
	}
	KUNIT_EXPECT_EQ(test, linux24_nr_free_pages(m), b->free);
	KUNIT_EXPECT_EQ(test, wrong(test, "contradictions: 0"), 0u);
}

static void high_memory_is_what_is_left(struct kunit *test)
{
	boot(test, 8192, 4096, 2048);
	KUNIT_EXPECT_EQ(test, zone(test, LINUX24_DMA)->size, 1024u);
	KUNIT_EXPECT_EQ(test, zone(test, LINUX24_NORMAL)->size, 512u);
	KUNIT_EXPECT_EQ(test, zone(test, LINUX24_HIGHMEM)->offset, 1536u);
	KUNIT_EXPECT_EQ(test, zone(test, LINUX24_HIGHMEM)->size, 480u);
	KUNIT_EXPECT_EQ(test, frame(test, 1535)->flags, 0u);
	KUNIT_EXPECT_EQ(test, frame(test, 1536)->flags, LINUX24_HIGHMEM_PAGE);
	KUNIT_EXPECT_EQ(test, frame(test, 2015)->flags, LINUX24_HIGHMEM_PAGE);
}

static void no_machine_is_made_of_these(struct kunit *test)
{
	static const struct mm011_reset bad[] = {
		{ .ram_kb = 4095 }, { .ram_kb = 65537 }, { .ramdisk_kb = 1 },
		{ .flags = MM011_RESET_HEAD_ONLY }, { .flags = ~0u }, { .reserved = 1 },
		{ .dma_kb = 1 }, { .dma_kb = 4098 }, { .dma_kb = 4096, .normal_kb = 3 },
		{ .dma_kb = 4, .normal_kb = 3960 }, { .normal_kb = 2, .dma_kb = 4096 },
		{ .flags = MM011_RESET_BARE, .ram_kb = 4096 },
		{ .flags = MM011_RESET_BARE, .dma_kb = 4 },
		{ .flags = MM011_RESET_BARE, .normal_kb = 4 },
		{ .kernel = MM011_KERNEL_0_11, .dma_kb = 4096 },
		{ .kernel = MM011_KERNEL_0_12, .normal_kb = 4096 },
	};
	static const struct mm011_reset good[] = {
		{ .ram_kb = 4096 }, { .ram_kb = 65536 }, { .dma_kb = 4, .normal_kb = 3964 },
		{ .dma_kb = 3968, .normal_kb = 4 }, { .flags = MM011_RESET_BARE },
		{ .dma_kb = 0xfffffffc, .normal_kb = 0xfffffffc },
	};
	struct mm011_reset r;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		r = bad[i];
		r.kernel = r.kernel ? r.kernel : MM011_KERNEL_2_4;
		KUNIT_EXPECT_EQ_MSG(test, mm011_check_reset(&r), -EINVAL, "%u", i);
	}
	for (i = 0; i < ARRAY_SIZE(good); i++) {
		r = good[i];
		r.kernel = MM011_KERNEL_2_4;
		KUNIT_EXPECT_EQ_MSG(test, mm011_check_reset(&r), 0, "%u", i);
	}
}

/* ---- zones ---- */

static void watermarks_follow_the_size(struct kunit *test)
{
	static const struct { u32 zone, size, min; } sizes[] = {
		{ LINUX24_DMA, 1, 10 }, { LINUX24_DMA, 351, 10 }, { LINUX24_DMA, 352, 11 },
		{ LINUX24_DMA, 4064, 127 }, { LINUX24_DMA, 4096, 128 },
		{ LINUX24_DMA, 8191, 255 }, { LINUX24_DMA, 8192, 255 }, { LINUX24_DMA, 9000, 255 },
		{ LINUX24_NORMAL, 480, 10 }, { LINUX24_NORMAL, 1407, 10 },
		{ LINUX24_NORMAL, 1408, 11 }, { LINUX24_NORMAL, 2016, 15 },
		{ LINUX24_HIGHMEM, 2048, 16 }, { LINUX24_HIGHMEM, 40000, 255 },
	};
	const struct linux24_zone *z;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		init(test, sizes[i].zone == LINUX24_DMA ? sizes[i].size : 0,
		     sizes[i].zone == LINUX24_NORMAL ? sizes[i].size : 0,
		     sizes[i].zone == LINUX24_HIGHMEM ? sizes[i].size : 0, ~0u);
		z = zone(test, sizes[i].zone);
		KUNIT_EXPECT_EQ_MSG(test, z->pages_min, sizes[i].min, "%u pages", sizes[i].size);
		KUNIT_EXPECT_EQ(test, z->pages_low, 2 * sizes[i].min);
		KUNIT_EXPECT_EQ(test, z->pages_high, 3 * sizes[i].min);
	}
}

/* sizes that real kernels had, as recorded */
static void bitmaps_have_the_original_s_sizes(struct kunit *test)
{
	static const struct { u32 size, bytes[LINUX24_MAX_ORDER]; } maps[] = {
		{ 4064, { 508, 256, 128, 64, 32, 16, 8, 4, 4, 4 } },
		{ 4096, { 512, 256, 128, 64, 32, 16, 8, 4, 4, 4 } },
		{ 480, { 60, 32, 16, 8, 4, 4, 4, 4, 4, 4 } },
		{ 2016, { 252, 128, 64, 32, 16, 8, 4, 4, 4, 4 } },
		{ 1504, { 188, 96, 48, 24, 12, 8, 4, 4, 4, 4 } },
		{ 1, { 4, 4, 4, 4, 4, 4, 4, 4, 4, 4 } },
	};
	u32 i, order;

	for (i = 0; i < ARRAY_SIZE(maps); i++)
		for (order = 0; order < LINUX24_MAX_ORDER; order++)
			KUNIT_EXPECT_EQ(test, linux24_map_size(maps[i].size, order),
					maps[i].bytes[order]);
}

/* the bitmaps of all zones fit where there is room for them, whatever their sizes are */
static void bitmaps_have_room(struct kunit *test)
{
	const struct linux24_pages *pages = &linux24(rig_machine(test))->pages;
	static const u32 borders[][3] = {
		{ 0x100000, 0, 0 }, { 1, 1, 0xffffe }, { 513, 0x7fffe, 0x7fe01 }, { 1, 1, 1 },
	};
	u32 i, nr, order, bytes;

	for (i = 0; i < ARRAY_SIZE(borders); i++) {
		bytes = 0;
		for (nr = 0; nr < LINUX24_NR_ZONES; nr++)
			for (order = 0; borders[i][nr] && order < LINUX24_MAX_ORDER; order++)
				bytes += linux24_map_size(borders[i][nr], order);
		KUNIT_EXPECT_LE(test, bytes, pages->maps_room);
	}
	KUNIT_EXPECT_EQ(test, pages->room, LINUX24_MAX_FRAMES);
	KUNIT_EXPECT_LE(test, (u64)pages->maps + pages->maps_room,
			(u64)rig_machine(test)->store_size);
	KUNIT_EXPECT_LE(test, sizeof(struct linux24_page), (size_t)32);
}

static void a_request_goes_from_zone_to_zone(struct kunit *test)
{
	/* before there are any */
	KUNIT_EXPECT_EQ(test, alloc_ends(test, 0, KERNEL), (u32)MM011_WAIT);
	KUNIT_EXPECT_EQ(test, alloc_ends(test, 0, ATOMIC), (u32)MM011_OK);
	init(test, 32, 32, 32, 0);
	KUNIT_EXPECT_EQ(test, alloc(test, 0, USER), 95u);
	KUNIT_EXPECT_EQ(test, alloc(test, 0, KERNEL), 63u);
	KUNIT_EXPECT_EQ(test, alloc(test, 0, DMA), 31u);
	KUNIT_EXPECT_EQ(test, alloc(test, 0, DMA | LINUX24_GFP_HIGHMEM), 30u);
	init(test, 32, 0, 32, 0);
	KUNIT_EXPECT_EQ(test, alloc(test, 0, KERNEL), 31u);
	init(test, 0, 32, 0, 0);
	KUNIT_EXPECT_EQ(test, alloc(test, 0, USER), 31u);
	KUNIT_EXPECT_EQ(test, alloc_ends(test, 0, DMA), (u32)MM011_WAIT);
	KUNIT_EXPECT_EQ(test, alloc_ends(test, 1, DMA), (u32)MM011_OK);
	KUNIT_EXPECT_EQ(test, alloc_ends(test, 0, LINUX24_GFP_DMA), (u32)MM011_OK);
	init(test, 0, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, alloc_ends(test, 0, KERNEL), (u32)MM011_WAIT);
	KUNIT_EXPECT_EQ(test, linux24_pages_sum(rig_machine(test)), 0u);
}

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

/* ---- damaged lists ---- */

/* page frame 0, on the list of order 3, is freed once more: its link leads to itself */
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

static struct kunit_case page_alloc_cases[] = {
	KUNIT_CASE(boots_as_recorded_in_16_mb),
	KUNIT_CASE_PARAM(boots_with_these_reserved, booted_gen_params),
	KUNIT_CASE(high_memory_is_what_is_left),
	KUNIT_CASE(no_machine_is_made_of_these),
	KUNIT_CASE(watermarks_follow_the_size),
	KUNIT_CASE(bitmaps_have_the_original_s_sizes),
	KUNIT_CASE(bitmaps_have_room),
	KUNIT_CASE(a_request_goes_from_zone_to_zone),
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

struct kunit_suite mm011_page_alloc_suite = {
	.name = "mm011_page_alloc",
	.suite_init = frames_suite_init,
	.suite_exit = frames_suite_exit,
	.init = frames_init,
	.exit = frames_exit,
	.test_cases = page_alloc_cases,
};
