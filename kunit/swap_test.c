// SPDX-License-Identifier: GPL-2.0
/*
 * The swap bitmap, and one page that goes out and comes back.
 */

#include "rig.h"

#define LINEAR	RIG_TASK(1)
#define NONE	(~0u)		/* of enum mm011_message */
#define DIRTY	0x67u		/* as a write leaves an entry */

static u8 *swap_space(struct kunit *test, u32 nr)
{
	return ((struct rig *)test->priv)->swap_page + 4096 * nr;
}

static u32 swap_ios(struct kunit *test)
{
	return ((struct rig *)test->priv)->swap.io;
}

/* 0.12 with 24 swap pages; task 1 has a page at 0, which it has written to */
static u32 dirty_page(struct kunit *test)
{
	u32 page;

	rig_swapping(test, 16, 24);
	rig_task(test, 1);
	KUNIT_ASSERT_EQ(test, rig_poke(test, 1, 0, 0x11223344), 0);
	page = rig_entry(test, LINEAR) / 4096 * 4096;
	KUNIT_ASSERT_EQ(test, rig_entry(test, LINEAR), page + DIRTY);
	return page;
}

static void set_entry(struct kunit *test, u32 entry)
{
	mm011_write32(rig_machine(test), rig_entry_address(test, LINEAR), entry);
}

/* try_to_swap_out() of task 1's first page: 1, 0 or an error */
static int swap_out_first(struct kunit *test)
{
	u32 ret = 77;
	int err = mm011_try_to_swap_out(rig_machine(test), rig_entry_address(test, LINEAR), &ret);

	return err ? err : (int)ret;
}

/* ---- get_swap_page(), swap_free() ---- */

static void swap_pages_are_taken_from_1_up(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 nr;

	rig_swapping(test, 16, 24);
	for (nr = 1; nr <= 24; nr++)
		KUNIT_EXPECT_EQ(test, rig_take_swap(test), nr);
	KUNIT_EXPECT_EQ(test, mm011_get_swap_page(m), 0u);
	KUNIT_EXPECT_EQ(test, rig_free_swap(test), 0u);
}

static void the_first_that_is_given_back_is_next(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct rig *rig = test->priv;
	u32 n;

	rig_swapping(test, 16, 24);
	for (n = 0; n < 20; n++)
		rig_take_swap(test);
	mm011_swap_free(m, 17);
	mm011_swap_free(m, 9);
	rig->swap.held[17]--;
	rig->swap.held[9]--;
	KUNIT_EXPECT_EQ(test, rig_take_swap(test), 9u);
	KUNIT_EXPECT_EQ(test, rig_take_swap(test), 17u);
	KUNIT_EXPECT_EQ(test, rig_take_swap(test), 21u);
}

/* the bitmap's page has 32768 bits, and bit 0 is never given out */
static void the_last_bit_is_32767(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);

	rig_swapping(test, 16, 24);
	rig_fill(test, k->swap.bitmap, 4096, 0);
	mm011_write32(m, k->swap.bitmap, 1);
	KUNIT_EXPECT_EQ(test, mm011_get_swap_page(m), 0u);
	mm011_write32(m, k->swap.bitmap + 4092, 1u << 31);
	mm011_write32(m, k->swap.bitmap + 4096, 1);
	KUNIT_EXPECT_EQ(test, mm011_get_swap_page(m), 32767u);
	KUNIT_EXPECT_EQ(test, mm011_get_swap_page(m), 0u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, k->swap.bitmap + 4096), 1u);
	mm011_write32(m, k->swap.bitmap, (1u << 25) - 2);
}

static void without_a_bitmap_there_is_no_swap_page(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 crc;

	rig_0_12(test, 16);
	m->host->swap_memory(m, 100, &linux01x(m)->swap.device);
	crc = mm011_checksum_machine(m);
	KUNIT_EXPECT_EQ(test, mm011_get_swap_page(m), 0u);
	rig_watch(test);
	mm011_swap_free(m, 1);
	KUNIT_EXPECT_EQ(test, rig_message(test), (u32)MM011_MSG_SWAP_BAD);
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(m), crc);
}

static const struct freed {
	const char *what;
	u32 nr;
	u32 message;
} freeds[] = {
	{ "0, which is no page", 0, NONE },
	{ "one that is taken", 1, NONE },
	{ "one that is free", 2, MM011_MSG_SWAP_BAD },
	{ "the last of the device", 24, MM011_MSG_SWAP_BAD },
	{ "the first behind the device", 25, NONE },
	{ "the last of the bitmap", 32767, NONE },
	{ "the first behind the bitmap", 32768, MM011_MSG_SWAP_BAD },
	{ "the largest number", 0x7fffffff, MM011_MSG_SWAP_BAD },
};

static void freed_desc(const struct freed *f, char *desc)
{
	strscpy(desc, f->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(freed, freeds, freed_desc);

static void a_bit_is_set_once(struct kunit *test)
{
	const struct freed *f = test->param_value;
	struct mm011_machine *m = rig_machine(test);
	u32 free;

	rig_swapping(test, 16, 24);
	mm011_get_swap_page(m);
	free = rig_free_swap(test);
	rig_watch(test);
	mm011_swap_free(m, f->nr);
	KUNIT_EXPECT_EQ(test, rig_message(test), f->message);
	KUNIT_EXPECT_EQ(test, rig_free_swap(test), free + (f->nr && f->message == NONE));
	if (f->nr && f->message == NONE) {
		rig_watch(test);
		mm011_swap_free(m, f->nr);
		KUNIT_EXPECT_EQ(test, rig_message(test), (u32)MM011_MSG_SWAP_BAD);
	}
	if (f->nr != 1)
		mm011_swap_free(m, 1);
}

/* bit 0 is no free page, but its word is no zero either */
static void a_search_that_finds_nothing_forgets_nothing(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 bitmap;

	rig_no_ledger(test, "a bitmap written by hand");
	rig_swapping(test, 16, 24);
	bitmap = linux01x(m)->swap.bitmap;
	rig_fill(test, bitmap, 4096, 0);
	mm011_write32(m, bitmap, 1);
	KUNIT_EXPECT_EQ(test, mm011_get_swap_page(m), 0u);
	KUNIT_EXPECT_EQ(test, mm011_get_swap_page(m), 0u);
	mm011_write32(m, bitmap + 4092, 0x80000000);
	KUNIT_EXPECT_EQ(test, mm011_get_swap_page(m), 32767u);
	KUNIT_EXPECT_EQ(test, mm011_get_swap_page(m), 0u);
	mm011_clear(m, bitmap, 4096);
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, bitmap, 4096));
}

/* ---- try_to_swap_out() ---- */

static void a_dirty_page_is_written_out(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page = dirty_page(test);

	rig_fill(test, page, 4096, 0x77);
	KUNIT_EXPECT_EQ(test, swap_out_first(test), 1);
	KUNIT_EXPECT_EQ(test, rig_entry(test, LINEAR), 1u << 1);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 0u);
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(swap_space(test, 1), 0x77, 4096), NULL);
	KUNIT_EXPECT_EQ(test, rig_free_swap(test), 23u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_SWAP_WRITTEN], 1ull);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_SWAP_DROPPED], 0ull);
}

/* the entry is gone, and the TLB too, before the disk is asked */
static void nobody_writes_to_a_page_on_its_way_out(struct kunit *test)
{
	struct rig *rig = test->priv;
	u32 page = dirty_page(test);
	u32 entry = rig_entry_address(test, LINEAR);
	const struct { u32 type, a, b; } order[] = {
		{ MM011_EV_SWAP_MAP, 1, 1 },
		{ MM011_EV_ENTRY, entry, page + DIRTY },
		{ MM011_EV_INVALIDATE, 0, 0 },
		{ MM011_EV_SLEEP, 1, 1 },
		{ MM011_EV_WAKE, 1, 1 },
		{ MM011_EV_SWAP_IO, MM011_SWAP_IO_WRITE, 1 },
		{ MM011_EV_MEM_MAP, page, 1 },
	};
	u32 i;

	rig_meanwhile(test, NULL);
	rig_watch(test);
	KUNIT_EXPECT_EQ(test, swap_out_first(test), 1);
	KUNIT_ASSERT_EQ(test, rig_watched(test), (u32)ARRAY_SIZE(order));
	for (i = 0; i < ARRAY_SIZE(order); i++) {
		KUNIT_EXPECT_EQ_MSG(test, rig->log[i].type, order[i].type, "event %u", i);
		KUNIT_EXPECT_EQ_MSG(test, rig->log[i].a, order[i].a, "event %u", i);
		KUNIT_EXPECT_EQ_MSG(test, rig->log[i].b, order[i].b, "event %u", i);
	}
	KUNIT_EXPECT_EQ(test, rig->log[5].c, page);
}

static void a_clean_page_is_dropped(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page = dirty_page(test);

	set_entry(test, page + 0x27);
	KUNIT_EXPECT_EQ(test, swap_out_first(test), 1);
	KUNIT_EXPECT_EQ(test, rig_entry(test, LINEAR), 0u);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 0u);
	KUNIT_EXPECT_EQ(test, rig_free_swap(test), 24u);
	KUNIT_EXPECT_EQ(test, swap_ios(test), 0u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_SWAP_DROPPED], 1ull);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_INVALIDATE], 1ull);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0), 0u);	/* nobody knows any more */
}

/* the answer is 1 all the same: who asked for a page must ask again */
static void a_clean_page_of_two_is_dropped_for_one(struct kunit *test)
{
	u32 page = dirty_page(test);

	set_entry(test, page + 0x25);
	rig_hold(test, page);
	mm011_set_count(rig_machine(test), page / 4096 - 256, 2);
	KUNIT_EXPECT_EQ(test, swap_out_first(test), 1);
	KUNIT_EXPECT_EQ(test, rig_entry(test, LINEAR), 0u);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 1u);
}

static void a_dirty_page_of_two_stays(struct kunit *test)
{
	u32 page = dirty_page(test), crc;

	rig_hold(test, page);
	mm011_set_count(rig_machine(test), page / 4096 - 256, 2);
	crc = mm011_checksum_machine(rig_machine(test));
	KUNIT_EXPECT_EQ(test, swap_out_first(test), 0);
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(rig_machine(test)), crc);
	KUNIT_EXPECT_EQ(test, rig_machine(test)->stat[MM011_STAT_INVALIDATE], 0ull);
	KUNIT_EXPECT_EQ(test, swap_ios(test), 0u);
}

static void a_dirty_page_stays_without_a_swap_page(struct kunit *test)
{
	u32 crc;

	dirty_page(test);
	while (rig_free_swap(test))
		rig_take_swap(test);
	crc = mm011_checksum_machine(rig_machine(test));
	KUNIT_EXPECT_EQ(test, swap_out_first(test), 0);
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(rig_machine(test)), crc);
}

static void a_dirty_page_stays_without_swapping(struct kunit *test)
{
	rig_0_12(test, 16);
	rig_task(test, 1);
	rig_poke(test, 1, 0, 1);
	KUNIT_EXPECT_EQ(test, swap_out_first(test), 0);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0), 1u);
	set_entry(test, rig_entry(test, LINEAR) - 0x40);
	KUNIT_EXPECT_EQ(test, swap_out_first(test), 1);
}

static const struct spared {
	const char *what;
	u32 entry;
} spared[] = {
	{ "an entry of 0", 0 },
	{ "a swapped page", 14 },
	{ "not present", 0x104006 },
	{ "not present but dirty", 0x104066 },
	{ "page 0", 0x27 },
	{ "below 1 MB", 0xff027 },
	{ "below 1 MB and dirty", 0xff067 },
	{ "16 MB", 0x1000027 },
	{ "16 MB, dirty", 0x1000067 },
	{ "the last page of 4 GB", 0xfffff027 },
	{ "dirty behind RAM", 0x800067 },
	{ "dirty, last page of 16 MB", 0xfff067 },
};

static void spared_desc(const struct spared *s, char *desc)
{
	strscpy(desc, s->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(spared, spared, spared_desc);

static void what_is_no_page_of_ours_stays(struct kunit *test)
{
	const struct spared *s = test->param_value;
	u32 page = dirty_page(test), crc;

	set_entry(test, s->entry);
	crc = mm011_checksum_machine(rig_machine(test));
	KUNIT_EXPECT_EQ(test, swap_out_first(test), 0);
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(rig_machine(test)), crc);
	set_entry(test, page + DIRTY);
}

/* free_page() is not asked before the entry is gone */
static void a_clean_page_behind_ram_panics(struct kunit *test)
{
	u32 page = dirty_page(test);

	set_entry(test, 0xfff027);
	RIG_EXPECT_PANIC(test, swap_out_first(test), "trying to free nonexistent page");
	KUNIT_EXPECT_EQ(test, rig_entry(test, LINEAR), 0u);
	set_entry(test, page + DIRTY);
}

static void a_clean_page_that_is_free_panics(struct kunit *test)
{
	u32 page = dirty_page(test);

	set_entry(test, page + 0x27);
	mm011_set_count(rig_machine(test), page / 4096 - 256, 0);
	RIG_EXPECT_PANIC(test, swap_out_first(test), "trying to free free page");
}

/* ---- swap_in() ---- */

static int swap_in_first(struct kunit *test, u32 *page)
{
	mm011_switch_to(rig_machine(test), 1);
	return mm011_swap_in(rig_machine(test), rig_entry_address(test, LINEAR), page);
}

static void a_page_comes_back_dirty(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 old = dirty_page(test), page;

	swap_out_first(test);
	rig_fill(test, old, 4096, 0xaa);
	KUNIT_EXPECT_EQ(test, swap_in_first(test, &page), 0);
	KUNIT_EXPECT_EQ(test, rig_entry(test, LINEAR), page + 0x47);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 1u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0), 0x11223344u);
	KUNIT_EXPECT_EQ(test, rig_free_swap(test), 24u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_SWAP_READ], 2ull);	/* and the bitmap */
}

/* twice the number, and the CPU does not look at an entry with P=0 */
static void an_entry_is_twice_the_number(struct kunit *test)
{
	u32 page;

	dirty_page(test);
	while (rig_free_swap(test) > 5)
		rig_take_swap(test);
	swap_out_first(test);
	KUNIT_EXPECT_EQ(test, rig_entry(test, LINEAR), 40u);
	KUNIT_EXPECT_EQ(test, le32_to_cpup((__le32 *)swap_space(test, 20)), 0x11223344u);
	KUNIT_EXPECT_EQ(test, swap_in_first(test, &page), 0);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0), 0x11223344u);
}

static const struct refused {
	const char *what;
	u32 entry;
	bool swapping;
	u32 message;
} refusals[] = {
	{ "nothing", 0, true, MM011_MSG_SWAP_NO_PAGE },
	{ "a page in memory", 0x104067, true, MM011_MSG_SWAP_PRESENT },
	{ "without swapping", 2, false, MM011_MSG_SWAP_NO_MAP },
	{ "nothing without swapping", 0, false, MM011_MSG_SWAP_NO_MAP },
};

static void refused_desc(const struct refused *r, char *desc)
{
	strscpy(desc, r->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(refused, refusals, refused_desc);

static void what_is_not_swapped_does_not_come_in(struct kunit *test)
{
	const struct refused *r = test->param_value;
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	u32 crc, page = 77, bitmap;

	dirty_page(test);
	page = rig_entry(test, LINEAR);
	set_entry(test, r->entry);
	bitmap = k->swap.bitmap;
	if (!r->swapping)
		k->swap.bitmap = 0;
	crc = mm011_checksum_machine(m);
	rig_watch(test);
	KUNIT_EXPECT_EQ(test, swap_in_first(test, &k->last_pid), 0);
	KUNIT_EXPECT_EQ(test, rig_message(test), r->message);
	KUNIT_EXPECT_EQ(test, k->last_pid, 0u);
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(m), crc);
	k->swap.bitmap = bitmap;
	set_entry(test, page);
}

/* two entries name one swap page: both get its contents, the second a message */
static void one_swap_page_comes_in_twice(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page;

	dirty_page(test);
	rig_map(test, LINEAR + 0x1000);
	swap_out_first(test);
	mm011_free_page(m, rig_entry(test, LINEAR + 0x1000));
	mm011_write32(m, rig_entry_address(test, LINEAR + 0x1000), 2);
	KUNIT_EXPECT_EQ(test, swap_in_first(test, &page), 0);
	rig_watch(test);
	KUNIT_EXPECT_EQ(test, mm011_swap_in(m, rig_entry_address(test, LINEAR + 0x1000), &page),
			0);
	KUNIT_EXPECT_EQ(test, rig_message(test), (u32)MM011_MSG_SWAP_MULTIPLY);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0x1000), 0x11223344u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0), 0x11223344u);
	KUNIT_EXPECT_EQ(test, rig_free_swap(test), 24u);
}

/* nothing is read, the page stays zeros, and a page that is none becomes free */
static void a_swap_page_behind_the_device_comes_in_as_zeros(struct kunit *test)
{
	u32 page;

	dirty_page(test);
	rig_leak(test, rig_entry(test, LINEAR));
	set_entry(test, 25 << 1);
	rig_watch(test);
	KUNIT_EXPECT_EQ(test, swap_in_first(test, &page), 0);
	KUNIT_EXPECT_EQ(test, rig_message(test), (u32)MM011_MSG_BEYOND_DEVICE);
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, page, 4096));
	KUNIT_EXPECT_EQ(test, swap_ios(test), 0u);
	KUNIT_EXPECT_EQ(test, rig_free_swap(test), 25u);
	/* and is given out: what is written there is gone */
	while (rig_free_swap(test) > 1)
		rig_take_swap(test);
	rig_poke(test, 1, 0, 0x55667788);
	KUNIT_EXPECT_EQ(test, swap_out_first(test), 1);
	KUNIT_EXPECT_EQ(test, rig_entry(test, LINEAR), 25u << 1);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0), 0u);
}

/* setbit() with a number that the bitmap has no bit for */
static void a_number_behind_the_bitmap_sets_a_bit_there(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	u32 page;

	dirty_page(test);
	rig_leak(test, rig_entry(test, LINEAR));
	set_entry(test, (32768 + 33) << 1);
	KUNIT_EXPECT_EQ(test, swap_in_first(test, &page), 0);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, k->swap.bitmap + 4096), 0u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, k->swap.bitmap + 4100), 2u);
	KUNIT_EXPECT_EQ(test, rig_free_swap(test), 24u);
	mm011_write32(m, k->swap.bitmap + 4100, 0);
}

/* the bitmap is the last page of 16 MB: no RAM answers behind it */
static void a_bit_behind_memory_stops_the_machine(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page;

	rig_swapping(test, 0, 24);
	rig_task(test, 1);
	rig_leak(test, rig_map(test, LINEAR));
	KUNIT_ASSERT_EQ(test, linux01x(m)->swap.bitmap, 0xfff000u);
	set_entry(test, 32768 << 1);
	RIG_EXPECT_FAULT(test, swap_in_first(test, &page), 0x1000000);
	rig_leak(test, page);
	set_entry(test, 0x7ffffffe);
	RIG_EXPECT_FAULT(test, swap_in_first(test, &page),
			 0xfff000 + 0x3fffffff / 32 * 4);
	rig_leak(test, page);
	KUNIT_EXPECT_EQ(test, swap_ios(test), 0u);
	set_entry(test, 0);
}

static void without_memory_swap_in_is_oom(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page, crc;

	dirty_page(test);
	swap_out_first(test);
	rig_leave(test, 0);
	crc = mm011_checksum(m);
	KUNIT_EXPECT_EQ(test, swap_in_first(test, &page), -MM011_E_OOM);
	KUNIT_EXPECT_EQ(test, mm011_checksum(m), crc);
	KUNIT_EXPECT_EQ(test, rig_entry(test, LINEAR), 2u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_OOM], 1ull);
	KUNIT_EXPECT_EQ(test, swap_ios(test), 1u);
}

/* another page goes out to make room: both are the task's own */
static void a_page_goes_out_that_one_may_come_in(struct kunit *test)
{
	u32 page;

	dirty_page(test);
	rig_poke(test, 1, 0x5000, 0x55667788);
	swap_out_first(test);
	rig_leave(test, 0);
	KUNIT_EXPECT_EQ(test, swap_in_first(test, &page), 0);
	KUNIT_EXPECT_EQ(test, rig_entry(test, LINEAR + 0x5000), 4u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0), 0x11223344u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0x5000), 0x55667788u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, LINEAR), 2u);
}

static struct kunit_case swap_cases[] = {
	KUNIT_CASE(swap_pages_are_taken_from_1_up),
	KUNIT_CASE(the_first_that_is_given_back_is_next),
	KUNIT_CASE(the_last_bit_is_32767),
	KUNIT_CASE(without_a_bitmap_there_is_no_swap_page),
	KUNIT_CASE_PARAM(a_bit_is_set_once, freed_gen_params),
	KUNIT_CASE(a_search_that_finds_nothing_forgets_nothing),
	KUNIT_CASE(a_dirty_page_is_written_out),
	KUNIT_CASE(nobody_writes_to_a_page_on_its_way_out),
	KUNIT_CASE(a_clean_page_is_dropped),
	KUNIT_CASE(a_clean_page_of_two_is_dropped_for_one),
	KUNIT_CASE(a_dirty_page_of_two_stays),
	KUNIT_CASE(a_dirty_page_stays_without_a_swap_page),
	KUNIT_CASE(a_dirty_page_stays_without_swapping),
	KUNIT_CASE_PARAM(what_is_no_page_of_ours_stays, spared_gen_params),
	KUNIT_CASE(a_clean_page_behind_ram_panics),
	KUNIT_CASE(a_clean_page_that_is_free_panics),
	KUNIT_CASE(a_page_comes_back_dirty),
	KUNIT_CASE(an_entry_is_twice_the_number),
	KUNIT_CASE_PARAM(what_is_not_swapped_does_not_come_in, refused_gen_params),
	KUNIT_CASE(one_swap_page_comes_in_twice),
	KUNIT_CASE(a_swap_page_behind_the_device_comes_in_as_zeros),
	KUNIT_CASE(a_number_behind_the_bitmap_sets_a_bit_there),
	KUNIT_CASE(a_bit_behind_memory_stops_the_machine),
	KUNIT_CASE(without_memory_swap_in_is_oom),
	KUNIT_CASE(a_page_goes_out_that_one_may_come_in),
	{}
};

struct kunit_suite mm011_swap_suite = {
	.name = "mm011_swap",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = swap_cases,
};
