// SPDX-License-Identifier: GPL-2.0
/*
 * Which page does get_free_page() give, what does free_page() say, and what
 * stands in a page table entry after put_page(), get_empty_page() and the
 * copy-on-write functions?
 */

#include "rig.h"

#define LINEAR		RIG_TASK(1)
#define PDE		(LINEAR / 4194304 * 4)

/* ---- get_free_page() ---- */

static void get_free_page_returns_the_highest(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, rig_take(test), 0xfff000u);
	KUNIT_EXPECT_EQ(test, rig_take(test), 0xffe000u);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, 0xfff000), 1u);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, 0xffd000), 0u);
}

static void get_free_page_gives_each_page_once(struct kunit *test)
{
	u32 page, expected = 0x1000000;

	do {
		expected -= 4096;
		page = rig_take(test);
		KUNIT_ASSERT_EQ(test, page, expected);
	} while (page > 0x400000);
	KUNIT_EXPECT_EQ(test, rig_get_free_page(rig_machine(test)), 0u);
}

static void get_free_page_takes_the_highest_hole(struct kunit *test)
{
	rig_leave(test, 10);
	rig_give(test, 0x800000);
	rig_give(test, 0xa00000);
	KUNIT_EXPECT_EQ(test, rig_take(test), 0xa00000u);
	KUNIT_EXPECT_EQ(test, rig_take(test), 0x800000u);
	KUNIT_EXPECT_EQ(test, rig_take(test), 0x409000u);
}

static void get_free_page_zeroes_now(struct kunit *test)
{
	rig_fill(test, 0xffe000, 0x2000, 0xa5);
	KUNIT_EXPECT_EQ(test, rig_take(test), 0xfff000u);
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, 0xfff000, 4096));
	KUNIT_EXPECT_EQ(test, rig_machine(test)->memory[0xffefff], 0xa5);
}

static void get_free_page_returns_0_when_none_is_left(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 crc;

	rig_small(test, 3);
	rig_leave(test, 0);
	crc = mm011_checksum_machine(m);
	KUNIT_EXPECT_EQ(test, rig_get_free_page(m), 0u);
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(m), crc);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_GET_FREE_PAGE], 4ull);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_NO_FREE_PAGE], 1ull);
}

/* the first and the last element of mem_map[] */
static void get_free_page_searches_all_of_mem_map(struct kunit *test)
{
	rig_small(test, 1);
	KUNIT_EXPECT_EQ(test, rig_take(test), 0x100000u);
	KUNIT_EXPECT_EQ(test, rig_get_free_page(rig_machine(test)), 0u);
}

/* ---- free_page() ---- */

static void free_page_leaves_the_contents(struct kunit *test)
{
	u32 page = rig_take(test);

	rig_fill(test, page, 4096, 0x77);
	rig_give(test, page);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 0u);
	KUNIT_EXPECT_EQ(test, rig_machine(test)->memory[page], 0x77);
	KUNIT_EXPECT_EQ(test, rig_machine(test)->memory[page + 4095], 0x77);
}

static void free_page_counts_down(struct kunit *test)
{
	u32 page = rig_take(test);

	mm011_set_count(rig_machine(test), page / 4096 - 256, 3);
	rig_hold(test, page);
	rig_hold(test, page);
	rig_give(test, page);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 2u);
}

static const struct freed {
	const char *what;
	u32 ram_kb;
	u32 addr;
	const char *panic;	/* NULL: none */
	bool ignored;
} freeds[] = {
	{ "0", 0, 0, NULL, true },
	{ "low bits below 1 MB", 0, 0xfffff, NULL, true },
	{ "a page of the kernel", 0, 0x5000, NULL, true },
	{ "1 MB", 0, 0x100000, NULL, false },
	{ "a page", 0, 0xfff000, NULL, false },
	{ "the last byte of a page", 0, 0xffffff, NULL, false },
	{ "16 MB", 0, 0x1000000, "trying to free nonexistent page", true },
	{ "all bits", 0, 0xffffffff, "trying to free nonexistent page", true },
	{ "RAM ends at 8 MB", 8192, 0x800000, "trying to free nonexistent page", true },
	{ "the last page of 8 MB", 8192, 0x7ff000, NULL, false },
	{ "a free page", 0, 0x800000, "trying to free free page", true },
};

static void freed_desc(const struct freed *f, char *desc)
{
	strscpy(desc, f->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(freed, freeds, freed_desc);

static void free_page_takes_any_address(struct kunit *test)
{
	const struct freed *f = test->param_value;
	struct mm011_machine *m = rig_machine(test);
	u32 crc;

	rig_no_ledger(test, "USED pages are freed");
	rig_reset(test, f->ram_kb, 0);
	rig_take(test);
	crc = mm011_checksum(m);
	if (f->panic)
		RIG_EXPECT_PANIC(test, mm011_free_page(m, f->addr), f->panic);
	else
		KUNIT_EXPECT_EQ(test, mm011_free_page(m, f->addr), 0);
	KUNIT_EXPECT_EQ(test, mm011_checksum(m) == crc, f->ignored);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_FREE_PAGE], 1ull);
}

static void double_free_panics_and_the_count_stays_0(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page = rig_take(test);

	rig_give(test, page);
	RIG_EXPECT_PANIC(test, mm011_free_page(m, page), "trying to free free page");
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 0u);
	KUNIT_EXPECT_EQ(test, rig_take(test), page);
}

static void used_is_an_ordinary_count(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 i;

	rig_no_ledger(test, "a page of the buffer cache becomes main memory");
	for (i = 100; i > 0; i--) {
		KUNIT_EXPECT_EQ(test, (u32)linux01x(m)->mem_map[0], i);
		KUNIT_EXPECT_EQ(test, mm011_free_page(m, 0x100000), 0);
	}
	rig_leave(test, 1);
	KUNIT_EXPECT_EQ(test, rig_get_free_page(m), 0x100000u);
}

/* ---- mem_init(), calc_mem() ---- */

static const struct init {
	const char *what;
	u32 start;
	u32 end;
	u32 first;	/* the first free page */
	u32 pages;
} inits[] = {
	{ "a BIOS with 16 MB", 0x400000, 0xfe0000, 0x400000, 3040 },
	{ "a BIOS with 4 MB", 0x100000, 0x3e0000, 0x100000, 736 },
	{ "all there is", 0x100000, 0x1000000, 0x100000, 3840 },
	{ "nothing", 0x1000000, 0x1000000, 0, 0 },
	{ "ends before it begins", 0x800000, 0x400000, 0, 0 },
	{ "one byte less than a page", 0x100000, 0x100fff, 0, 0 },
	{ "begins inside a page", 0x100800, 0x102800, 0x100000, 2 },
};

static void init_desc(const struct init *i, char *desc)
{
	strscpy(desc, i->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(init, inits, init_desc);

static void mem_init_frees_main_memory(struct kunit *test)
{
	const struct init *i = test->param_value;
	struct mm011_machine *m = rig_machine(test);
	u32 nr, free, wrong = 0;

	rig_no_ledger(test, "the machine was told other limits");
	mm011_mem_init(m, i->start, i->end);
	KUNIT_EXPECT_EQ(test, linux01x(m)->high_memory, i->end);
	for (nr = 0; nr < MM011_PAGING_PAGES; nr++) {
		free = nr + 256 >= i->first / 4096 && nr + 256 < i->first / 4096 + i->pages;
		wrong += linux01x(m)->mem_map[nr] != (free ? 0 : 100);
	}
	KUNIT_EXPECT_EQ(test, wrong, 0u);
}

static void calc_mem_counts_free_pages(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u16 *used = rig_data(test);
	u32 free;

	KUNIT_EXPECT_EQ(test, mm011_calc_mem(m, used, &free), 0);
	KUNIT_EXPECT_EQ(test, free, 3072u);
	rig_take(test);
	rig_take(test);
	KUNIT_EXPECT_EQ(test, mm011_calc_mem(m, used, &free), 0);
	KUNIT_EXPECT_EQ(test, free, 3070u);
	rig_small(test, 7);
	KUNIT_EXPECT_EQ(test, mm011_calc_mem(m, used, &free), 0);
	KUNIT_EXPECT_EQ(test, free, 7u);
}

static void calc_mem_counts_pages_of_tables(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u16 *used = rig_data(test);
	u32 i, free, sum = 0;

	memset(used, 0xee, 2048);
	for (i = 0; i < 5; i++)
		rig_map(test, LINEAR + i * 0x2000);
	rig_map(test, 0xfffff000);
	KUNIT_EXPECT_EQ(test, mm011_calc_mem(m, used, &free), 0);
	KUNIT_EXPECT_EQ(test, (u32)used[16], 5u);
	KUNIT_EXPECT_EQ(test, (u32)used[1023], 1u);
	KUNIT_EXPECT_EQ(test, (u32)used[2], 1024u);
	for (i = 0; i < 1024; i++)
		sum += used[i];
	/* the first two map the kernel, and are not counted */
	KUNIT_EXPECT_EQ(test, sum, 2048u + 6);
}

/* S9: it went on where the original leaves memory */
static void calc_mem_faults_where_a_table_is_not(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u16 *used = rig_data(test);
	u32 free;

	rig_no_ledger(test, "entries written by hand");
	mm011_write32(m, 4 * 1023, 0xfffff001);
	RIG_EXPECT_FAULT(test, mm011_calc_mem(m, used, &free), 0xfffff000);
	mm011_write32(m, 4 * 1022, 0x1000001);
	RIG_EXPECT_FAULT(test, mm011_calc_mem(m, used, &free), 0x1000000);
	mm011_write32(m, 4 * 1022, 0xfff001);
	mm011_write32(m, 4 * 1023, 0x1000000);
	KUNIT_EXPECT_EQ(test, mm011_calc_mem(m, used, &free), 0);
}

/* ---- put_page() ---- */

static u32 put(struct kunit *test, u32 page, u32 address)
{
	u32 ret = 0xee;

	KUNIT_EXPECT_EQ(test, mm011_put_page(rig_machine(test), page, address, &ret), 0);
	return ret;
}

static void put_page_maps_with_flags_7(struct kunit *test)
{
	u32 page = rig_get_free_page(rig_machine(test));

	KUNIT_EXPECT_EQ(test, put(test, page, LINEAR + 0x5123), page);
	KUNIT_EXPECT_EQ(test, rig_entry(test, LINEAR + 0x5000), page + 7);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 1u);
}

static void put_page_takes_a_page_table(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page = rig_get_free_page(m);

	rig_fill(test, 0xffe000, 4096, 0xff);
	put(test, page, LINEAR);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, PDE), 0xffe007u);
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, 0xffe004, 4092));
}

static void put_page_takes_no_second_page_table(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_map(test, LINEAR);
	put(test, rig_get_free_page(m), LINEAR + 0x3ff000);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, PDE + 4), 0u);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 3072u - 3);
}

static void put_page_without_a_page_table_returns_0(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page;

	rig_small(test, 1);
	page = rig_take(test);
	KUNIT_EXPECT_EQ(test, put(test, page, LINEAR), 0u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, PDE), 0u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_OOM], 0ull);
}

static void put_page_overwrites_and_the_old_page_leaks(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 old = rig_map(test, LINEAR);
	u32 page = rig_get_free_page(m);

	KUNIT_EXPECT_EQ(test, put(test, page, LINEAR), page);
	KUNIT_EXPECT_EQ(test, rig_entry(test, LINEAR), page + 7);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, old), 1u);
	rig_leak(test, old);
}

static void put_page_lets_low_bits_into_the_entry(struct kunit *test)
{
	u32 page = rig_get_free_page(rig_machine(test));

	KUNIT_EXPECT_EQ(test, put(test, page + 0x468, LINEAR), page + 0x468);
	KUNIT_EXPECT_EQ(test, rig_entry(test, LINEAR), page + 0x46f);
}

static const struct wrong {
	const char *what;
	u32 page;
	bool bad_page;		/* "Trying to put page" */
	bool disagrees;		/* "mem_map disagrees" */
} wrongs[] = {
	{ "a page with count 1", 0xfff000, false, false },
	{ "a free page", 0x800000, false, true },
	{ "a USED page", 0x100000, false, true },
	{ "below 1 MB", 0xff000, true, true },
	{ "0", 0, true, true },
	{ "behind memory", 0x1000000, true, true },
	{ "all bits", 0xfffff000, true, true },
};

static void wrong_desc(const struct wrong *w, char *desc)
{
	strscpy(desc, w->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(wrong, wrongs, wrong_desc);

static u32 messages(struct kunit *test, u32 message, u32 page)
{
	const struct rig *rig = test->priv;
	u32 i, n = 0;

	for (i = 0; i < RIG_LOG && i < rig->m.event_seq; i++)
		n += rig->log[i].type == MM011_EV_MESSAGE && rig->log[i].a == message &&
		     rig->log[i].b == page && rig->log[i].c == LINEAR;
	return n;
}

static void put_page_of_a_wrong_page_only_tells(struct kunit *test)
{
	const struct wrong *w = test->param_value;

	rig_no_ledger(test, "a page is mapped that does not count it");
	rig_take(test);
	rig_watch(test);
	KUNIT_EXPECT_EQ(test, put(test, w->page, LINEAR), w->page);
	rig_watched(test);
	KUNIT_EXPECT_EQ(test, messages(test, MM011_MSG_PUT_PAGE, w->page), (u32)w->bad_page);
	KUNIT_EXPECT_EQ(test, messages(test, MM011_MSG_MEM_MAP_DISAGREES, w->page),
			(u32)w->disagrees);
	KUNIT_EXPECT_EQ(test, rig_entry(test, LINEAR), w->page + 7);
}

static void put_page_knows_where_ram_ends(struct kunit *test)
{
	rig_no_ledger(test, "a page is mapped that does not count it");
	rig_reset(test, 8192, 0);
	rig_watch(test);
	put(test, 0x800000, LINEAR);
	put(test, 0x7fe000, LINEAR);
	rig_watched(test);
	KUNIT_EXPECT_EQ(test, messages(test, MM011_MSG_PUT_PAGE, 0x800000), 1u);
	KUNIT_EXPECT_EQ(test, messages(test, MM011_MSG_PUT_PAGE, 0x7fe000), 0u);
}

static void put_page_into_a_table_outside_memory_stops(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 ret;

	mm011_write32(m, PDE, 0x1000007);
	RIG_EXPECT_FAULT(test, mm011_put_page(m, rig_take(test), LINEAR, &ret), 0x1000000);
	KUNIT_EXPECT_EQ(test, ret, 0u);
	mm011_write32(m, PDE, 0);
}

/* ---- get_empty_page() ---- */

static void get_empty_page_maps_zeros(struct kunit *test)
{
	rig_fill(test, 0xffe000, 8192, 0xa5);
	KUNIT_EXPECT_EQ(test, mm011_get_empty_page(rig_machine(test), LINEAR + 0x1fff), 0);
	KUNIT_EXPECT_EQ(test, rig_entry(test, LINEAR + 0x1000), 0xfff007u);
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, 0xfff000, 4096));
}

/* left: 0: not even the page; 1: the page, but no page table */
static void get_empty_page_runs_out(struct kunit *test, u32 left)
{
	struct mm011_machine *m = rig_machine(test);

	rig_small(test, 5);
	rig_leave(test, left);
	KUNIT_EXPECT_EQ(test, mm011_get_empty_page(m, LINEAR), -MM011_E_OOM);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), left);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, PDE), 0u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_OOM], 1ull);
	KUNIT_EXPECT_EQ(test, m->stopped, (u32)MM011_OK);
}

static void get_empty_page_without_a_page_is_oom(struct kunit *test)
{
	get_empty_page_runs_out(test, 0);
}

/* put_page() is not even called: it would tell that 0 is no page, and map it */
static void get_empty_page_maps_nothing_when_there_is_none(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_small(test, 5);
	rig_map(test, LINEAR);
	rig_leave(test, 0);
	KUNIT_EXPECT_EQ(test, mm011_get_empty_page(m, LINEAR + 0x1000), -MM011_E_OOM);
	KUNIT_EXPECT_EQ(test, rig_entry(test, LINEAR + 0x1000), 0u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_PUT_PAGE], 1ull);
}

static void get_empty_page_gives_back_a_page_without_table(struct kunit *test)
{
	get_empty_page_runs_out(test, 1);
}

static void get_empty_page_with_two_pages_left_works(struct kunit *test)
{
	rig_small(test, 5);
	rig_leave(test, 2);
	KUNIT_EXPECT_EQ(test, rig_map(test, LINEAR), 0x101000u);
	KUNIT_EXPECT_EQ(test, rig_entry_address(test, LINEAR), 0x100000u);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 0u);
}

static void get_empty_page_in_a_table_outside_memory_leaks(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	mm011_write32(m, PDE, 0xfffff007);
	RIG_EXPECT_FAULT(test, mm011_get_empty_page(m, LINEAR), 0xfffff000);
	mm011_write32(m, PDE, 0);
	rig_leak(test, 0xfff000);
}

/* ---- un_wp_page() ---- */

/* a page mapped read-only at LINEAR and at 4 MB above */
static u32 shared_page(struct kunit *test)
{
	u32 page = rig_map(test, LINEAR);

	rig_fill(test, page, 4096, 0x33);
	KUNIT_ASSERT_EQ(test, mm011_copy_page_tables(rig_machine(test), LINEAR,
						     LINEAR + 0x400000, 1), 0);
	return page;
}

static int un_wp(struct kunit *test, u32 linear)
{
	return mm011_un_wp_page(rig_machine(test), rig_entry_address(test, linear));
}

static void un_wp_page_copies_a_shared_page(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page = shared_page(test), copy;

	KUNIT_EXPECT_EQ(test, un_wp(test, LINEAR), 0);
	copy = rig_entry(test, LINEAR) - 7;
	KUNIT_EXPECT_NE(test, copy, page);
	KUNIT_EXPECT_EQ(test, memcmp(m->memory + copy, m->memory + page, 4096), 0);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 1u);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, copy), 1u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, LINEAR + 0x400000), page + 5);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_COW_COPY], 1ull);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_COW_REUSE], 0ull);
}

static void un_wp_page_lets_the_last_user_write(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page = shared_page(test), free;

	un_wp(test, LINEAR);
	free = rig_free_pages(test);
	KUNIT_EXPECT_EQ(test, un_wp(test, LINEAR + 0x400000), 0);
	KUNIT_EXPECT_EQ(test, rig_entry(test, LINEAR + 0x400000), page + 7);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), free);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_COW_REUSE], 1ull);
}

static void un_wp_page_keeps_the_bits_of_a_lone_page(struct kunit *test)
{
	u32 page = rig_map(test, LINEAR);
	u32 entry = rig_entry_address(test, LINEAR);

	mm011_write32(rig_machine(test), entry, page | 0xe65);
	KUNIT_EXPECT_EQ(test, un_wp(test, LINEAR), 0);
	KUNIT_EXPECT_EQ(test, rig_entry(test, LINEAR), page | 0xe67);
}

static void un_wp_page_gives_a_copy_fresh_bits(struct kunit *test)
{
	u32 page = shared_page(test);
	u32 entry = rig_entry_address(test, LINEAR);

	mm011_write32(rig_machine(test), entry, page | 0xe65);
	KUNIT_EXPECT_EQ(test, un_wp(test, LINEAR), 0);
	KUNIT_EXPECT_EQ(test, rig_entry(test, LINEAR) & 0xfff, 7u);
}

/* the kernel's megabyte is counted nowhere: always a copy */
static void un_wp_page_copies_low_memory(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 i;

	rig_map(test, LINEAR + 0x1000);
	rig_fill(test, 0xff000, 4096, 0x44);
	for (i = 0; i < 2; i++) {
		mm011_write32(m, rig_entry_address(test, LINEAR), 0xff005);
		KUNIT_EXPECT_EQ(test, un_wp(test, LINEAR), 0);
		KUNIT_EXPECT_EQ(test, m->memory[rig_entry(test, LINEAR) - 7], 0x44);
		if (i == 0)
			rig_hold(test, rig_entry(test, LINEAR) - 7);
	}
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_COW_COPY], 2ull);
	KUNIT_EXPECT_EQ(test, (u32)mm011_count(m, mm011_map_nr(0xff000)), 0u);
}

/* USED is a count like any other: the first megabyte above 1 MB is copied */
static void un_wp_page_counts_1_mb_itself(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_map(test, LINEAR + 0x1000);
	mm011_write32(m, rig_entry_address(test, LINEAR), 0x100005);
	KUNIT_EXPECT_EQ(test, un_wp(test, LINEAR), 0);
	KUNIT_EXPECT_EQ(test, (u32)linux01x(m)->mem_map[0], 99u);
	mm011_set_count(m, 0, 1);
	mm011_write32(m, rig_entry_address(test, LINEAR + 0x2000), 0x100005);
	KUNIT_EXPECT_EQ(test, un_wp(test, LINEAR + 0x2000), 0);
	KUNIT_EXPECT_EQ(test, rig_entry(test, LINEAR + 0x2000), 0x100007u);
	mm011_write32(m, rig_entry_address(test, LINEAR + 0x2000), 0);
	mm011_set_count(m, 0, 100);
}

static void un_wp_page_out_of_memory_changes_nothing(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 crc;

	rig_small(test, 8);
	shared_page(test);
	rig_leave(test, 0);
	crc = mm011_checksum(m);
	KUNIT_EXPECT_EQ(test, un_wp(test, LINEAR), -MM011_E_OOM);
	KUNIT_EXPECT_EQ(test, mm011_checksum(m), crc);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_INVALIDATE], 1ull);	/* the copy's */
}

/* the copy is mapped already when the kernel reads what is not there */
static void un_wp_page_of_a_page_outside_memory_stops(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 entry;

	rig_map(test, LINEAR + 0x1000);
	entry = rig_entry_address(test, LINEAR);
	mm011_write32(m, entry, 0x1000005);
	RIG_EXPECT_FAULT(test, mm011_un_wp_page(m, entry), 0x1000000);
	KUNIT_EXPECT_EQ(test, rig_entry(test, LINEAR), 0xffd007u);
	/* the count behind mem_map[] went below zero */
	KUNIT_EXPECT_EQ(test, (u32)mm011_count(m, 3840), 255u);
}

/* ---- do_wp_page() ---- */

static void do_wp_page_finds_the_entry(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page = rig_map(test, LINEAR + 0x3ff000);

	mm011_write32(m, rig_entry_address(test, LINEAR + 0x3ff000), page + 5);
	KUNIT_EXPECT_EQ(test, mm011_do_wp_page(m, 7, LINEAR + 0x3ffabc), 0);
	KUNIT_EXPECT_EQ(test, rig_entry(test, LINEAR + 0x3ff000), page + 7);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_WP_PAGE], 1ull);
}

static void do_wp_page_never_looks_at_the_error_code(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page = rig_map(test, LINEAR), code;

	for (code = 0; code < 8; code++) {
		mm011_write32(m, rig_entry_address(test, LINEAR), page + 5);
		KUNIT_EXPECT_EQ(test, mm011_do_wp_page(m, code, LINEAR), 0);
		KUNIT_EXPECT_EQ(test, rig_entry(test, LINEAR), page + 7);
	}
}

static void do_wp_page_never_looks_at_p(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_map(test, LINEAR + 0x1000);
	rig_fill(test, 0, 0x1000, 0);
	mm011_write32(m, PDE, 0xffe007);
	KUNIT_EXPECT_EQ(test, mm011_do_wp_page(m, 7, LINEAR), 0);
	/* the entry was 0: a copy of physical page 0, the page directory */
	KUNIT_EXPECT_EQ(test, rig_entry(test, LINEAR), 0xffd007u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 0xffd000 + PDE), 0xffe007u);
}

/* address 0x4805000 has no page table: entry 5 of the directory is "its" entry */
static void do_wp_page_without_a_table_rewrites_the_directory(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "the page directory becomes a page of itself");
	KUNIT_EXPECT_EQ(test, mm011_do_wp_page(m, 7, LINEAR + 0x805000), 0);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 20), 0xfff007u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, PDE + 8), 0u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 0xfff000), 0x1007u);
	/* mapped before it was filled */
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 0xfff014), 0xfff007u);
}

static void do_wp_page_without_p_follows_the_address(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page = rig_map(test, LINEAR), table = rig_entry_address(test, LINEAR);

	mm011_write32(m, table, page + 5);
	mm011_write32(m, PDE, table + 6);
	KUNIT_EXPECT_EQ(test, mm011_do_wp_page(m, 7, LINEAR), 0);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, table), page + 7);
	mm011_write32(m, PDE, table + 7);
}

static void do_wp_page_of_a_table_outside_memory_stops(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	mm011_write32(m, PDE, 0x1000007);
	RIG_EXPECT_FAULT(test, mm011_do_wp_page(m, 7, LINEAR), 0x1000000);
	mm011_write32(m, PDE, 0);
}

/* ---- write_verify() ---- */

static void write_verify_cares_for_read_only_pages_alone(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page = rig_map(test, LINEAR), entry = rig_entry_address(test, LINEAR);
	u32 flags, want;

	for (flags = 0; flags < 128; flags++) {
		mm011_write32(m, entry, page | flags);
		KUNIT_EXPECT_EQ(test, mm011_write_verify(m, LINEAR + 0xfff), 0);
		want = flags % 4 == 1 ? flags + 2 : flags;
		KUNIT_EXPECT_EQ_MSG(test, mm011_read32(m, entry), page | want, "%x", flags);
	}
	mm011_write32(m, entry, page | 7);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_COW_REUSE], 32ull);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_WRITE_VERIFY], 128ull);
}

static void write_verify_copies_a_shared_page(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page = shared_page(test);

	KUNIT_EXPECT_EQ(test, mm011_write_verify(m, LINEAR), 0);
	KUNIT_EXPECT_NE(test, rig_entry(test, LINEAR), page + 7);
	KUNIT_EXPECT_EQ(test, m->memory[rig_entry(test, LINEAR) - 7], 0x33);
}

static void write_verify_leaves_a_missing_table_to_the_fault(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 crc;

	mm011_write32(m, PDE, 0xfffff006);	/* not present: not followed */
	crc = mm011_checksum_machine(m);
	KUNIT_EXPECT_EQ(test, mm011_write_verify(m, LINEAR), 0);
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(m), crc);
	mm011_write32(m, PDE, 0xfffff007);
	RIG_EXPECT_FAULT(test, mm011_write_verify(m, LINEAR), 0xfffff000);
	mm011_write32(m, PDE, 0);
}

static void write_verify_out_of_memory_is_oom(struct kunit *test)
{
	rig_small(test, 8);
	shared_page(test);
	rig_leave(test, 0);
	KUNIT_EXPECT_EQ(test, mm011_write_verify(rig_machine(test), LINEAR), -MM011_E_OOM);
}

/* ---- invalidate() ---- */

static void who_changes_entries_invalidates(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	const u64 *n = &m->stat[MM011_STAT_INVALIDATE];

	rig_map(test, LINEAR);
	KUNIT_EXPECT_EQ(test, *n, 0ull);	/* "no need for invalidate" */
	mm011_copy_page_tables(m, LINEAR, LINEAR + 0x400000, 1);
	KUNIT_EXPECT_EQ(test, *n, 1ull);
	un_wp(test, LINEAR);
	KUNIT_EXPECT_EQ(test, *n, 2ull);
	un_wp(test, LINEAR + 0x400000);
	KUNIT_EXPECT_EQ(test, *n, 3ull);
	mm011_free_page_tables(m, LINEAR, 0x800000);
	KUNIT_EXPECT_EQ(test, *n, 4ull);
	mm011_invalidate(m);
	KUNIT_EXPECT_EQ(test, *n, 5ull);
}

static struct kunit_case memory_cases[] = {
	KUNIT_CASE(get_free_page_returns_the_highest),
	KUNIT_CASE(get_free_page_gives_each_page_once),
	KUNIT_CASE(get_free_page_takes_the_highest_hole),
	KUNIT_CASE(get_free_page_zeroes_now),
	KUNIT_CASE(get_free_page_returns_0_when_none_is_left),
	KUNIT_CASE(get_free_page_searches_all_of_mem_map),
	KUNIT_CASE(free_page_leaves_the_contents),
	KUNIT_CASE(free_page_counts_down),
	KUNIT_CASE_PARAM(free_page_takes_any_address, freed_gen_params),
	KUNIT_CASE(double_free_panics_and_the_count_stays_0),
	KUNIT_CASE(used_is_an_ordinary_count),
	KUNIT_CASE_PARAM(mem_init_frees_main_memory, init_gen_params),
	KUNIT_CASE(calc_mem_counts_free_pages),
	KUNIT_CASE(calc_mem_counts_pages_of_tables),
	KUNIT_CASE(calc_mem_faults_where_a_table_is_not),
	KUNIT_CASE(put_page_maps_with_flags_7),
	KUNIT_CASE(put_page_takes_a_page_table),
	KUNIT_CASE(put_page_takes_no_second_page_table),
	KUNIT_CASE(put_page_without_a_page_table_returns_0),
	KUNIT_CASE(put_page_overwrites_and_the_old_page_leaks),
	KUNIT_CASE(put_page_lets_low_bits_into_the_entry),
	KUNIT_CASE_PARAM(put_page_of_a_wrong_page_only_tells, wrong_gen_params),
	KUNIT_CASE(put_page_knows_where_ram_ends),
	KUNIT_CASE(put_page_into_a_table_outside_memory_stops),
	KUNIT_CASE(get_empty_page_maps_zeros),
	KUNIT_CASE(get_empty_page_without_a_page_is_oom),
	KUNIT_CASE(get_empty_page_maps_nothing_when_there_is_none),
	KUNIT_CASE(get_empty_page_gives_back_a_page_without_table),
	KUNIT_CASE(get_empty_page_with_two_pages_left_works),
	KUNIT_CASE(get_empty_page_in_a_table_outside_memory_leaks),
	KUNIT_CASE(un_wp_page_copies_a_shared_page),
	KUNIT_CASE(un_wp_page_lets_the_last_user_write),
	KUNIT_CASE(un_wp_page_keeps_the_bits_of_a_lone_page),
	KUNIT_CASE(un_wp_page_gives_a_copy_fresh_bits),
	KUNIT_CASE(un_wp_page_copies_low_memory),
	KUNIT_CASE(un_wp_page_counts_1_mb_itself),
	KUNIT_CASE(un_wp_page_out_of_memory_changes_nothing),
	KUNIT_CASE(un_wp_page_of_a_page_outside_memory_stops),
	KUNIT_CASE(do_wp_page_finds_the_entry),
	KUNIT_CASE(do_wp_page_never_looks_at_the_error_code),
	KUNIT_CASE(do_wp_page_never_looks_at_p),
	KUNIT_CASE(do_wp_page_without_a_table_rewrites_the_directory),
	KUNIT_CASE(do_wp_page_without_p_follows_the_address),
	KUNIT_CASE(do_wp_page_of_a_table_outside_memory_stops),
	KUNIT_CASE(write_verify_cares_for_read_only_pages_alone),
	KUNIT_CASE(write_verify_copies_a_shared_page),
	KUNIT_CASE(write_verify_leaves_a_missing_table_to_the_fault),
	KUNIT_CASE(write_verify_out_of_memory_is_oom),
	KUNIT_CASE(who_changes_entries_invalidates),
	{}
};

struct kunit_suite mm011_memory_suite = {
	.name = "mm011_memory",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = memory_cases,
};
