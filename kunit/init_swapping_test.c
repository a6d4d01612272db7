// SPDX-License-Identifier: GPL-2.0
/*
 * What init_swapping() takes for a swap space, and what it refuses.
 */

#include "rig.h"

#define SILENT	(~0u)		/* refused without a word */
#define OFFSET	4086		/* of the signature in the first page */

static u8 *bitmap_on_disk(struct kunit *test)
{
	return ((struct rig *)test->priv)->swap_page;
}

/* 0.12 with a device of this size, as mkswap leaves it */
static void device(struct kunit *test, u32 blocks)
{
	struct mm011_machine *m = rig_machine(test);

	rig_0_12(test, 16);
	KUNIT_ASSERT_EQ(test, m->host->swap_memory(m, blocks, &linux01x(m)->swap.device), 0);
}

/* what it says; the machine must be as it was if that is a refusal */
static u32 init_swapping(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	u32 counts = m->host->crc32(0, k->mem_map, sizeof(k->mem_map));
	u32 message;

	rig_watch(test);
	KUNIT_EXPECT_EQ(test, mm011_init_swapping(m), 0);
	message = rig_message(test);
	KUNIT_EXPECT_EQ(test, message == MM011_MSG_SWAP_OK, k->swap.bitmap != 0);
	if (message != MM011_MSG_SWAP_OK)
		KUNIT_EXPECT_EQ(test, m->host->crc32(0, k->mem_map, sizeof(k->mem_map)), counts);
	return message;
}

/* ---- the size ---- */

static const struct size {
	const char *what;
	u32 blocks;
	u32 message;
	u32 pages;
} sizes[] = {
	{ "0", 0, SILENT, 0 },
	{ "unknown", MM011_NO_SIZE, MM011_MSG_SWAP_NO_SIZE, 0 },
	{ "1 block", 1, MM011_MSG_SWAP_TOO_SMALL, 0 },
	{ "99 blocks", 99, MM011_MSG_SWAP_TOO_SMALL, 0 },
	{ "100 blocks", 100, MM011_MSG_SWAP_OK, 24 },
	{ "103 blocks", 103, MM011_MSG_SWAP_OK, 24 },
	{ "104 blocks", 104, MM011_MSG_SWAP_OK, 25 },
	{ "4 MB", 4096, MM011_MSG_SWAP_OK, 1023 },
	{ "16 MB", 16384, MM011_MSG_SWAP_OK, 4095 },
};

static void size_desc(const struct size *s, char *desc)
{
	strscpy(desc, s->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(size, sizes, size_desc);

static void a_device_has_at_least_100_blocks(struct kunit *test)
{
	const struct size *s = test->param_value;
	struct rig *rig = test->priv;
	u32 free;

	device(test, s->blocks);
	free = rig_free_pages(test);
	KUNIT_EXPECT_EQ(test, init_swapping(test), s->message);
	KUNIT_EXPECT_EQ(test, rig_free_swap(test), s->pages);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), free - !!s->pages);
	KUNIT_EXPECT_EQ(test, rig->swap.io, (u32)!!s->pages);
}

static void the_small_size_is_told(struct kunit *test)
{
	struct rig *rig = test->priv;

	device(test, 99);
	KUNIT_EXPECT_EQ(test, init_swapping(test), (u32)MM011_MSG_SWAP_TOO_SMALL);
	KUNIT_EXPECT_EQ(test, rig->log[0].b, 99u);
}

static void the_number_of_pages_is_told(struct kunit *test)
{
	struct rig *rig = test->priv;
	u32 i;

	device(test, 100);
	bitmap_on_disk(test)[1] = 0x0f;		/* 4 of 8 are bad blocks */
	KUNIT_EXPECT_EQ(test, init_swapping(test), (u32)MM011_MSG_SWAP_OK);
	for (i = 0; rig->log[i].type != MM011_EV_MESSAGE; i++)
		;
	KUNIT_EXPECT_EQ(test, rig->log[i].b, 20u);
	linux01x(rig_machine(test))->swap.device.blocks = 0;	/* and are named by no entry */
}

static void without_a_device_nothing_happens(struct kunit *test)
{
	rig_0_12(test, 16);
	KUNIT_EXPECT_EQ(test, init_swapping(test), SILENT);
}

/* ---- the bitmap ---- */

static const struct bitmap {
	const char *what;
	u32 blocks;
	u32 at;
	u8 byte;
	u32 message;
} bitmaps[] = {
	{ "as mkswap leaves it", 100, 4095, 'E', MM011_MSG_SWAP_OK },
	{ "no S", 100, OFFSET, 's', MM011_MSG_SWAP_NO_SIGNATURE },
	{ "no dash", 100, OFFSET + 4, '_', MM011_MSG_SWAP_NO_SIGNATURE },
	{ "no E", 100, 4095, 0, MM011_MSG_SWAP_NO_SIGNATURE },
	{ "page 0 is free", 100, 0, 0xff, MM011_MSG_SWAP_BAD_MAP },
	{ "page 1 is not free", 100, 0, 0xfc, MM011_MSG_SWAP_OK },
	{ "the first behind the device", 100, 3, 0x03, MM011_MSG_SWAP_BAD_MAP },
	{ "the last of the device", 100, 3, 0x01, MM011_MSG_SWAP_OK },
	{ "far behind the device", 100, 4000, 0x10, MM011_MSG_SWAP_BAD_MAP },
	{ "just before the signature", 100, OFFSET - 1, 0x80, MM011_MSG_SWAP_BAD_MAP },
	{ "104 blocks, page 26", 104, 3, 0x04, MM011_MSG_SWAP_BAD_MAP },
	{ "103 blocks, page 25", 103, 3, 0x02, MM011_MSG_SWAP_BAD_MAP },
};

static void bitmap_desc(const struct bitmap *b, char *desc)
{
	strscpy(desc, b->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(bitmap, bitmaps, bitmap_desc);

static void a_bitmap_is_looked_at(struct kunit *test)
{
	struct linux01x *k = linux01x(rig_machine(test));
	const struct bitmap *b = test->param_value;

	device(test, b->blocks);
	bitmap_on_disk(test)[b->at] = b->byte;
	KUNIT_EXPECT_EQ(test, init_swapping(test), b->message);
	k->swap.device.blocks = 0;	/* bad blocks are named by no entry */
}

static void a_file_of_zeros_has_no_signature(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_0_12(test, 16);
	KUNIT_ASSERT_EQ(test, m->host->swap_file(m, 3, &linux01x(m)->swap.device), 0);
	KUNIT_EXPECT_EQ(test, init_swapping(test), (u32)MM011_MSG_SWAP_NO_SIGNATURE);
}

/* a bitmap without a free page: given back without a word */
static void an_empty_bitmap_is_none(struct kunit *test)
{
	device(test, 100);
	memset(bitmap_on_disk(test), 0, OFFSET);
	KUNIT_EXPECT_EQ(test, init_swapping(test), SILENT);
}

/* bits of the signature are no free pages */
static void the_signature_is_wiped(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	device(test, 100);
	KUNIT_EXPECT_EQ(test, init_swapping(test), (u32)MM011_MSG_SWAP_OK);
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, linux01x(m)->swap.bitmap + OFFSET, 10));
	KUNIT_EXPECT_STREQ(test, (char *)memcpy(rig_data(test), bitmap_on_disk(test) + OFFSET, 10),
			   "SWAP-SPACE");
}

/*
 * A device of 128 MB and more has no bits behind its own. 0.12 looks at one all
 * the same: the first bit of the page behind the bitmap's.
 */
static void with_128_mb_it_looks_at_one_bit_too_many(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	static const u32 blocks[] = { 131072, 131076, 16777215 };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(blocks); i++) {
		device(test, blocks[i]);
		mm011_write32(m, 0x110000, 1);
		KUNIT_EXPECT_EQ(test, init_swapping(test), (u32)MM011_MSG_SWAP_BAD_MAP);
		mm011_write32(m, 0x110000, ~1u);
		KUNIT_EXPECT_EQ(test, init_swapping(test), (u32)MM011_MSG_SWAP_OK);
		KUNIT_EXPECT_EQ(test, linux01x(m)->swap.bitmap, 0x10f000u);
		KUNIT_EXPECT_EQ(test, rig_free_swap(test), 32767u - 80);
	}
	linux01x(m)->swap.device.blocks = 0;
}

/* one page less, and the last bit is behind the device */
static void bit_32767_is_behind_a_smaller_device(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	device(test, 131071);
	mm011_write32(m, 0x110000, 1);
	KUNIT_EXPECT_EQ(test, init_swapping(test), (u32)MM011_MSG_SWAP_OK);
	linux01x(m)->swap.device.blocks = 0;
}

/* ---- memory, and the device that fails ---- */

static void it_needs_a_page(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct rig *rig = test->priv;
	u32 i, n, full = 0, no_memory = 0;

	device(test, 100);
	rig_leave(test, 0);
	rig_watch(test);
	KUNIT_EXPECT_EQ(test, mm011_init_swapping(m), 0);
	n = rig_watched(test);
	for (i = 0; i < n; i++) {
		full += rig->log[i].a == MM011_MSG_SWAP_FULL;
		no_memory += rig->log[i].a == MM011_MSG_SWAP_NO_MEMORY;
	}
	KUNIT_EXPECT_EQ(test, full, 1u);
	KUNIT_EXPECT_EQ(test, no_memory, 1u);
	KUNIT_EXPECT_EQ(test, linux01x(m)->swap.bitmap, 0u);
	KUNIT_EXPECT_EQ(test, rig->swap.io, 0u);
}

/* without a bitmap only clean pages can go to make room for it */
static void a_clean_page_goes_for_the_bitmap(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	device(test, 100);
	rig_task(test, 1);
	rig_poke(test, 1, 0, 0x1234);
	mm011_switch_to(m, 0);
	rig_map(test, RIG_TASK(1) + 0x1000);
	rig_leave(test, 0);
	KUNIT_EXPECT_EQ(test, mm011_init_swapping(m), 0);
	KUNIT_EXPECT_NE(test, linux01x(m)->swap.bitmap, 0u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1) + 0x1000), 0u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0), 0x1234u);
}

static void a_bitmap_that_cannot_be_read_is_none(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct rig *rig = test->priv;
	u32 free;

	device(test, 100);
	free = rig_free_pages(test);
	rig->swap.fail = 1;
	KUNIT_EXPECT_EQ(test, mm011_init_swapping(m), -MM011_E_SWAP);
	KUNIT_EXPECT_EQ(test, linux01x(m)->swap.bitmap, 0u);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), free);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_SWAP_ERROR], 1ull);
	KUNIT_EXPECT_EQ(test, mm011_init_swapping(m), 0);
	KUNIT_EXPECT_EQ(test, linux01x(m)->swap.bitmap, 0x10f000u);
}

/*
 * Nobody calls it twice, but an operation may. Pages that are swapped out stay
 * where they are while a page for the new bitmap is looked for.
 */
static void a_second_time_swaps_out_with_the_first_bitmap(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	struct rig *rig = test->priv;
	u32 first;

	rig_swapping(test, 16, 24);
	first = k->swap.bitmap;
	rig_leak(test, first);
	rig_task(test, 1);
	rig_poke(test, 1, 0x1000, 0x1234);
	rig_leave(test, 0);
	rig->swap.fail = 1;
	KUNIT_EXPECT_EQ(test, mm011_init_swapping(m), -MM011_E_SWAP);
	KUNIT_EXPECT_EQ(test, k->swap.bitmap, first);
	rig->held[first / 4096 - 256]--;
	rig_check_ledger(test);
	rig_leak(test, first);
	KUNIT_EXPECT_EQ(test, mm011_init_swapping(m), 0);
	KUNIT_EXPECT_NE(test, k->swap.bitmap, first);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1) + 0x1000), 2u);
	/* the new bitmap knows nothing of it */
	KUNIT_EXPECT_EQ(test, rig_free_swap(test), 24u);
	mm011_get_swap_page(m);
}

/* what mkswap writes for any size is accepted, and says how many pages there are */
static void mkswap_and_init_swapping_agree(struct kunit *test)
{
	static const u32 blocks[] = { 100, 101, 102, 103, 4096, 130688, 131068, 131072, 0xffffff };
	u32 i, pages;

	for (i = 0; i < ARRAY_SIZE(blocks); i++) {
		device(test, blocks[i]);
		pages = min(blocks[i] / 4, 32768u);
		KUNIT_EXPECT_EQ(test, init_swapping(test), (u32)MM011_MSG_SWAP_OK);
		/* the signature lies over the bits of the last 80 */
		KUNIT_EXPECT_EQ(test, rig_free_swap(test), min(pages, 32688u) - 1);
	}
	linux01x(rig_machine(test))->swap.device.blocks = 0;
}

static struct kunit_case init_swapping_cases[] = {
	KUNIT_CASE_PARAM(a_device_has_at_least_100_blocks, size_gen_params),
	KUNIT_CASE(the_small_size_is_told),
	KUNIT_CASE(the_number_of_pages_is_told),
	KUNIT_CASE(without_a_device_nothing_happens),
	KUNIT_CASE_PARAM(a_bitmap_is_looked_at, bitmap_gen_params),
	KUNIT_CASE(a_file_of_zeros_has_no_signature),
	KUNIT_CASE(an_empty_bitmap_is_none),
	KUNIT_CASE(the_signature_is_wiped),
	KUNIT_CASE(with_128_mb_it_looks_at_one_bit_too_many),
	KUNIT_CASE(bit_32767_is_behind_a_smaller_device),
	KUNIT_CASE(it_needs_a_page),
	KUNIT_CASE(a_clean_page_goes_for_the_bitmap),
	KUNIT_CASE(a_bitmap_that_cannot_be_read_is_none),
	KUNIT_CASE(a_second_time_swaps_out_with_the_first_bitmap),
	KUNIT_CASE(mkswap_and_init_swapping_agree),
	{}
};

struct kunit_suite mm011_init_swapping_suite = {
	.name = "mm011_init_swapping",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = init_swapping_cases,
};
