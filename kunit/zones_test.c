// SPDX-License-Identifier: GPL-2.0
/*
 * 2.4 boots: which page frames are free, which zones there are, and where a request looks.
 */

#include "frames.h"

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
		{ .flags = MM011_RESET_BARE, .ram_kb = 4098 },
		{ .flags = MM011_RESET_BARE, .ram_kb = MM011_MAX_MEMORY / 1024 + 4 },
		{ .flags = MM011_RESET_BARE, .dma_kb = 4 },
		{ .flags = MM011_RESET_BARE, .normal_kb = 4 },
		{ .kernel = MM011_KERNEL_0_11, .dma_kb = 4096 },
		{ .kernel = MM011_KERNEL_0_12, .normal_kb = 4096 },
	};
	static const struct mm011_reset good[] = {
		{ .ram_kb = 4096 }, { .ram_kb = 65536 }, { .dma_kb = 4, .normal_kb = 3964 },
		{ .dma_kb = 3968, .normal_kb = 4 }, { .flags = MM011_RESET_BARE },
		{ .flags = MM011_RESET_BARE, .ram_kb = 4 },
		{ .flags = MM011_RESET_BARE, .ram_kb = MM011_MAX_MEMORY / 1024 },
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

static struct kunit_case zones_cases[] = {
	KUNIT_CASE(boots_as_recorded_in_16_mb),
	KUNIT_CASE_PARAM(boots_with_these_reserved, booted_gen_params),
	KUNIT_CASE(high_memory_is_what_is_left),
	KUNIT_CASE(no_machine_is_made_of_these),
	KUNIT_CASE(watermarks_follow_the_size),
	KUNIT_CASE(bitmaps_have_the_original_s_sizes),
	KUNIT_CASE(bitmaps_have_room),
	KUNIT_CASE(a_request_goes_from_zone_to_zone),
	{}
};

struct kunit_suite mm011_zones_suite = {
	.name = "mm011_zones",
	.suite_init = bare_suite_init,
	.suite_exit = bare_suite_exit,
	.init = bare_init,
	.exit = bare_exit,
	.test_cases = zones_cases,
};
