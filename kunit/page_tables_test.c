// SPDX-License-Identifier: GPL-2.0
/*
 * What do copy_page_tables() and free_page_tables() do to page directory,
 * page tables and mem_map[]?
 */

#include "rig.h"

#define FROM		RIG_TASK(1)
#define TO		RIG_TASK(2)
#define SPAN		0x400000u
#define PDE(linear)	((linear) / 4194304 * 4)

static u32 pde(struct kunit *test, u32 linear)
{
	return mm011_read32(rig_machine(test), PDE(linear));
}

static int copy(struct kunit *test, u32 from, u32 to, u32 size)
{
	return mm011_copy_page_tables(rig_machine(test), from, to, size);
}

static int free_tables(struct kunit *test, u32 from, u32 size)
{
	return mm011_free_page_tables(rig_machine(test), from, size);
}

/* ---- copy_page_tables() ---- */

static void copy_shares_pages_read_only(struct kunit *test)
{
	u32 page = rig_map(test, FROM + 0x7000);

	KUNIT_EXPECT_EQ(test, copy(test, FROM, TO, 0x8000), 0);
	KUNIT_EXPECT_EQ(test, rig_entry(test, FROM + 0x7000), page + 5);
	KUNIT_EXPECT_EQ(test, rig_entry(test, TO + 0x7000), page + 5);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 2u);
	KUNIT_EXPECT_EQ(test, rig_machine(test)->stat[MM011_STAT_INVALIDATE], 1ull);
}

static void copy_takes_a_zeroed_page_a_table(struct kunit *test)
{
	u32 table;

	rig_map(test, FROM);
	rig_fill(test, 0xffd000, 4096, 0xff);
	KUNIT_EXPECT_EQ(test, copy(test, FROM, TO, SPAN), 0);
	table = pde(test, TO);
	KUNIT_EXPECT_EQ(test, table, 0xffd007u);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, table), 1u);
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, 0xffd004, 4092));
}

static void copy_keeps_all_bits_but_r_w(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page = rig_map(test, FROM);
	u32 entry = rig_entry_address(test, FROM);

	mm011_write32(m, entry, page | 0xe67);
	KUNIT_EXPECT_EQ(test, copy(test, FROM, TO, 1), 0);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, entry), page | 0xe65);
	KUNIT_EXPECT_EQ(test, rig_entry(test, TO), page | 0xe65);
}

static void copy_skips_what_is_not_present(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 entry;

	rig_map(test, FROM);
	entry = rig_entry_address(test, FROM) + 8;
	mm011_write32(m, entry, 0x800006);
	mm011_write32(m, PDE(FROM) + 4, 0x900006);
	KUNIT_EXPECT_EQ(test, copy(test, FROM, TO, 2 * SPAN), 0);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, entry), 0x800006u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, TO + 0x2000), 0u);
	KUNIT_EXPECT_EQ(test, pde(test, TO + SPAN), 0u);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 3072u - 3);
}

static void copy_goes_over_all_1024_entries(struct kunit *test)
{
	u32 i;

	for (i = 0; i < 1024; i++)
		rig_map(test, FROM + i * 4096);
	KUNIT_EXPECT_EQ(test, copy(test, FROM, TO, 1), 0);
	for (i = 0; i < 1024; i++) {
		KUNIT_ASSERT_EQ(test, rig_entry(test, TO + i * 4096) & 0xfff, 5u);
		KUNIT_ASSERT_EQ(test, rig_entry(test, TO + i * 4096),
				rig_entry(test, FROM + i * 4096));
	}
}

static const struct size {
	u32 size;
	u32 tables;	/* how many are copied, or freed */
} sizes[] = {
	{ 0, 0 },
	{ 1, 1 },
	{ 4096, 1 },
	{ SPAN - 1, 1 },
	{ SPAN, 1 },
	{ SPAN + 1, 2 },
	{ 2 * SPAN, 2 },
	{ 2 * SPAN + 1, 3 },
	{ 0x1000000, 4 },
	/* the rounding wraps */
	{ 0xffc00001, 0 },
	{ 0xffffffff, 0 },
};

static void size_desc(const struct size *s, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "size %x", s->size);
}

KUNIT_ARRAY_PARAM(size, sizes, size_desc);

/* a page in each of four page tables */
static void four_tables(struct kunit *test)
{
	u32 i;

	for (i = 0; i < 4; i++)
		rig_map(test, FROM + i * SPAN);
}

static void copy_rounds_up_to_4_mb(struct kunit *test)
{
	const struct size *s = test->param_value;
	u32 i;

	four_tables(test);
	KUNIT_EXPECT_EQ(test, copy(test, FROM, TO, s->size), 0);
	for (i = 0; i < 4; i++)
		KUNIT_EXPECT_EQ(test, pde(test, TO + i * SPAN) % 2, (u32)(i < s->tables));
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 3072u - 8 - s->tables);
	KUNIT_EXPECT_EQ(test, rig_machine(test)->stat[MM011_STAT_INVALIDATE], 1ull);
}

static void free_rounds_up_to_4_mb(struct kunit *test)
{
	const struct size *s = test->param_value;
	u32 i;

	four_tables(test);
	KUNIT_EXPECT_EQ(test, free_tables(test, FROM, s->size), 0);
	for (i = 0; i < 4; i++)
		KUNIT_EXPECT_EQ(test, pde(test, FROM + i * SPAN) % 2, (u32)(i >= s->tables));
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 3072u - 8 + 2 * s->tables);
	KUNIT_EXPECT_EQ(test, rig_machine(test)->stat[MM011_STAT_INVALIDATE], 1ull);
}

static const u32 unaligned[] = { 1, 0x1000, 0x200000, 0x3fffff, 0x4001000, 0xffffffff };

static void copy_panics_on_wrong_alignment(struct kunit *test)
{
	u32 i, crc = mm011_checksum_plain(rig_machine(test));

	for (i = 0; i < ARRAY_SIZE(unaligned); i++) {
		RIG_EXPECT_PANIC(test, copy(test, unaligned[i], TO, 1),
				 "copy_page_tables called with wrong alignment");
		RIG_EXPECT_PANIC(test, copy(test, FROM, unaligned[i], 1),
				 "copy_page_tables called with wrong alignment");
	}
	KUNIT_EXPECT_EQ(test, mm011_checksum_plain(rig_machine(test)), crc);
	KUNIT_EXPECT_EQ(test, rig_machine(test)->stat[MM011_STAT_INVALIDATE], 0ull);
}

/* the first fork: 640 KB of the kernel's megabyte */
static void copy_from_0_copies_160_entries(struct kunit *test)
{
	u32 i, crc = 0;

	for (i = 0; i < MM011_PAGING_PAGES; i++)
		crc += linux01x(rig_machine(test))->mem_map[i];
	KUNIT_EXPECT_EQ(test, copy(test, 0, FROM, 0xa0000), 0);
	for (i = 0; i < 160; i++) {
		KUNIT_EXPECT_EQ(test, rig_entry(test, FROM + i * 4096), i * 4096 + 5);
		KUNIT_EXPECT_EQ(test, rig_entry(test, i * 4096), i * 4096 + 7);
	}
	KUNIT_EXPECT_EQ(test, rig_entry(test, FROM + 160 * 4096), 0u);
	KUNIT_EXPECT_EQ(test, pde(test, FROM + SPAN), 0u);
	/* nothing is counted but the page table */
	for (i = 0; i < MM011_PAGING_PAGES; i++)
		crc -= linux01x(rig_machine(test))->mem_map[i];
	KUNIT_EXPECT_EQ(test, crc, -1u);
}

static void copy_from_0_copies_160_entries_of_every_table(struct kunit *test)
{
	u32 i, k, linear;

	KUNIT_EXPECT_EQ(test, copy(test, 0, FROM, 4 * SPAN), 0);
	for (k = 1; k < 4; k++)
		for (i = 0; i < 1024; i += i == 159 ? 1 : 53) {
			linear = k * SPAN + i * 4096;
			KUNIT_EXPECT_EQ(test, rig_entry(test, FROM + linear),
					i < 160 ? linear + 5 : 0);
			/* the kernel's own entries become read-only */
			KUNIT_EXPECT_EQ(test, rig_entry(test, linear),
					linear + (i < 160 ? 5 : 7));
		}
}

/* an entry of the page at 1 MB is "above" LOW_MEM because of its flags */
static void copy_counts_from_1_mb_on(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 entry;

	rig_map(test, FROM);
	entry = rig_entry_address(test, FROM);
	mm011_write32(m, entry + 4, 0xff007);
	mm011_write32(m, entry + 8, 0x100007);
	mm011_set_count(m, 0, linux01x(m)->mem_map[0] + 1);	/* which the test maps */
	KUNIT_EXPECT_EQ(test, copy(test, FROM, TO, 1), 0);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, entry + 4), 0xff007u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, TO + 0x1000), 0xff005u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, entry + 8), 0x100005u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, TO + 0x2000), 0x100005u);
	KUNIT_EXPECT_EQ(test, (u32)linux01x(m)->mem_map[0], 102u);
}

static void copy_panics_where_something_is_already(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	four_tables(test);
	rig_map(test, TO + 2 * SPAN);
	RIG_EXPECT_PANIC(test, copy(test, FROM, TO, 4 * SPAN),
			 "copy_page_tables: already exist");
	/* the first two were copied before it was reached */
	KUNIT_EXPECT_EQ(test, rig_entry(test, TO), rig_entry(test, FROM));
	KUNIT_EXPECT_EQ(test, rig_entry(test, TO + SPAN), rig_entry(test, FROM + SPAN));
	KUNIT_EXPECT_EQ(test, pde(test, TO + 3 * SPAN), 0u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, FROM + 2 * SPAN) & 7, 7u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_INVALIDATE], 0ull);
}

static void copy_panics_even_with_nothing_to_copy(struct kunit *test)
{
	rig_map(test, TO);
	RIG_EXPECT_PANIC(test, copy(test, FROM, TO, 1), "copy_page_tables: already exist");
}

static void copy_out_of_memory_leaves_what_was_copied(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_small(test, 16);
	four_tables(test);
	rig_leave(test, 2);
	KUNIT_EXPECT_EQ(test, copy(test, FROM, TO, 4 * SPAN), -ENOMEM);
	KUNIT_EXPECT_EQ(test, rig_entry(test, TO + SPAN), rig_entry(test, FROM + SPAN));
	KUNIT_EXPECT_EQ(test, rig_entry(test, FROM + SPAN) & 7, 5u);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, rig_entry(test, TO)), 2u);
	KUNIT_EXPECT_EQ(test, pde(test, TO + 2 * SPAN), 0u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, FROM + 2 * SPAN) & 7, 7u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_INVALIDATE], 0ull);
	KUNIT_EXPECT_EQ(test, m->stopped, (u32)MM011_OK);
}

static void freeing_a_half_copy_repairs_the_counts_only(struct kunit *test)
{
	u32 page;

	rig_small(test, 16);
	four_tables(test);
	page = rig_entry(test, FROM) - 7;
	rig_leave(test, 2);
	KUNIT_EXPECT_EQ(test, copy(test, FROM, TO, 4 * SPAN), -ENOMEM);
	KUNIT_EXPECT_EQ(test, free_tables(test, TO, 4 * SPAN), 0);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 1u);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 2u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, FROM), page + 5);
}

/* 1 + 255 references make 0: the page is free, and still mapped */
static void copying_255_times_overflows_the_count(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page = rig_map(test, FROM), i;

	for (i = 1; i < 255; i++)
		KUNIT_ASSERT_EQ(test, copy(test, FROM, FROM + i * SPAN, 1), 0);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 255u);
	KUNIT_ASSERT_EQ(test, copy(test, FROM, FROM + 255 * SPAN, 1), 0);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 0u);
	rig_fill(test, page, 4096, 0x11);
	KUNIT_EXPECT_EQ(test, rig_take(test), page);
	KUNIT_EXPECT_EQ(test, (u32)m->memory[page], 0u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, FROM), page + 5);
}

static void copy_past_the_last_entry_walks_into_table_0(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "page table 0 is taken for the directory");
	/* the second "directory entry" is entry 0 of table 0: 0x0007, the directory */
	KUNIT_EXPECT_EQ(test, copy(test, 0xffc00000, TO, SPAN + 1), 0);
	KUNIT_EXPECT_EQ(test, pde(test, TO), 0u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 0xfff000), 0x1005u);
	/* where the new table is found among the pages to be shared */
	KUNIT_EXPECT_EQ(test, pde(test, TO + SPAN), 0xfff005u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 0xfff000 + PDE(TO + SPAN)), 0xfff005u);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, 0xfff000), 2u);
}

/* the page for the copy is taken and entered before the source is read */
static void copy_from_a_table_outside_memory_stops(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	mm011_write32(m, PDE(FROM), 0x1000007);
	RIG_EXPECT_FAULT(test, copy(test, FROM, TO, 1), 0x1000000);
	KUNIT_EXPECT_EQ(test, pde(test, TO), 0xfff007u);
	mm011_write32(m, PDE(FROM), 0);
}

static void copy_counts_behind_mem_map(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_map(test, FROM);
	mm011_write32(m, rig_entry_address(test, FROM) + 4, 0x1000007);
	KUNIT_EXPECT_EQ(test, copy(test, FROM, TO, 1), 0);
	KUNIT_EXPECT_EQ(test, (u32)mm011_count(m, 3840), 1u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, FROM + 0x1000), 0x1000005u);
}

/* ---- free_page_tables() ---- */

static void free_gives_back_pages_and_tables(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 i, table;

	for (i = 0; i < 1024; i++)
		rig_map(test, FROM + i * 4096);
	table = pde(test, FROM) - 7;
	KUNIT_EXPECT_EQ(test, free_tables(test, FROM, SPAN), 0);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 3072u);
	KUNIT_EXPECT_EQ(test, pde(test, FROM), 0u);
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, table, 4096));
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_FREE_PAGE], 1025ull);
}

static void free_of_a_shared_page_counts_down(struct kunit *test)
{
	u32 page = rig_map(test, FROM);

	copy(test, FROM, TO, 1);
	KUNIT_EXPECT_EQ(test, free_tables(test, FROM, 1), 0);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 1u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, TO), page + 5);
}

static void free_clears_entries_that_are_not_present(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 table;

	rig_map(test, FROM);
	table = pde(test, FROM) - 7;
	mm011_write32(m, table + 0xffc, 0xfffff006);
	KUNIT_EXPECT_EQ(test, free_tables(test, FROM, 1), 0);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, table + 0xffc), 0u);
}

static void free_leaves_a_directory_entry_that_is_not_present(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	mm011_write32(m, PDE(FROM), 0xfffff006);
	KUNIT_EXPECT_EQ(test, free_tables(test, FROM, 1), 0);
	KUNIT_EXPECT_EQ(test, pde(test, FROM), 0xfffff006u);
	mm011_write32(m, PDE(FROM), 0);
}

static void free_skips_holes(struct kunit *test)
{
	rig_map(test, FROM + 3 * SPAN);
	KUNIT_EXPECT_EQ(test, free_tables(test, FROM, 4 * SPAN), 0);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 3072u);
}

static void free_panics_on_wrong_alignment(struct kunit *test)
{
	u32 i, crc = mm011_checksum_plain(rig_machine(test));

	for (i = 0; i < ARRAY_SIZE(unaligned); i++)
		RIG_EXPECT_PANIC(test, free_tables(test, unaligned[i], SPAN),
				 "free_page_tables called with wrong alignment");
	KUNIT_EXPECT_EQ(test, mm011_checksum_plain(rig_machine(test)), crc);
	KUNIT_EXPECT_EQ(test, rig_machine(test)->stat[MM011_STAT_INVALIDATE], 0ull);
}

static void free_panics_from_0(struct kunit *test)
{
	u32 crc = mm011_checksum_plain(rig_machine(test));

	RIG_EXPECT_PANIC(test, free_tables(test, 0, 0),
			 "Trying to free up swapper memory space");
	KUNIT_EXPECT_EQ(test, mm011_checksum_plain(rig_machine(test)), crc);
}

/* three pages, of which the second is free already */
static void a_panic_inside_leaves_the_rest_undone(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 a, b, c;

	a = rig_map(test, FROM);
	b = rig_map(test, FROM + 0x1000);
	c = rig_map(test, FROM + 0x2000);
	mm011_set_count(m, b / 4096 - 256, 0);
	RIG_EXPECT_PANIC(test, free_tables(test, FROM, SPAN), "trying to free free page");
	KUNIT_EXPECT_EQ(test, rig_entry(test, FROM), 0u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, FROM + 0x1000), b + 7);
	KUNIT_EXPECT_EQ(test, rig_entry(test, FROM + 0x2000), c + 7);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, a), 0u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_INVALIDATE], 0ull);
	mm011_set_count(m, b / 4096 - 256, 1);
}

static void a_table_that_is_free_already_panics_at_the_end(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 table;

	rig_map(test, FROM);
	table = pde(test, FROM) - 7;
	mm011_set_count(m, table / 4096 - 256, 0);
	RIG_EXPECT_PANIC(test, free_tables(test, FROM, 1), "trying to free free page");
	KUNIT_EXPECT_EQ(test, rig_entry(test, FROM), 0u);
	KUNIT_EXPECT_EQ(test, pde(test, FROM), table + 7);
	mm011_set_count(m, table / 4096 - 256, 1);
}

/*
 * The next "directory entry" is entry 0 of page table 0: page 0, the directory
 * itself. Its tables below 1 MB are no pages to free; it is emptied.
 */
static void free_past_the_end_takes_table_0_for_the_directory(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	KUNIT_EXPECT_EQ(test, free_tables(test, 0xffc00000, SPAN + 1), 0);
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, 0, 4096));
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 0x1000), 0u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 0x1004), 0x1007u);
}

/* and the one after is page 0x1000, table 0: its pages above 1 MB are freed */
static void free_far_past_the_end_empties_table_0(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "the kernel's own mappings are freed");
	KUNIT_EXPECT_EQ(test, free_tables(test, 0xffc00000, 2 * SPAN + 1), 0);
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, 0x1000, 4096));
	KUNIT_EXPECT_EQ(test, (u32)linux01x(m)->mem_map[0], 99u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 0x2000), 0x400007u);
}

/* a directory entry that leads to the directory: it frees itself on the way */
static void free_of_the_directory_as_a_table(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	mm011_write32(m, PDE(FROM), 0x7);
	KUNIT_EXPECT_EQ(test, free_tables(test, FROM, 1), 0);
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, 0, 4096));
}

static void free_of_a_table_outside_memory_stops(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_map(test, FROM);
	mm011_write32(m, PDE(FROM + SPAN), 0x1000007);
	RIG_EXPECT_FAULT(test, free_tables(test, FROM, 2 * SPAN), 0x1000000);
	KUNIT_EXPECT_EQ(test, pde(test, FROM), 0u);
	KUNIT_EXPECT_EQ(test, pde(test, FROM + SPAN), 0x1000007u);
	mm011_write32(m, PDE(FROM + SPAN), 0);
}

static void free_of_a_page_outside_memory_panics(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_map(test, FROM);
	mm011_write32(m, rig_entry_address(test, FROM) + 4, 0x1000007);
	RIG_EXPECT_PANIC(test, free_tables(test, FROM, 1), "trying to free nonexistent page");
	KUNIT_EXPECT_EQ(test, rig_entry(test, FROM + 0x1000), 0x1000007u);
}

static struct kunit_case page_tables_cases[] = {
	KUNIT_CASE(copy_shares_pages_read_only),
	KUNIT_CASE(copy_takes_a_zeroed_page_a_table),
	KUNIT_CASE(copy_keeps_all_bits_but_r_w),
	KUNIT_CASE(copy_skips_what_is_not_present),
	KUNIT_CASE(copy_goes_over_all_1024_entries),
	KUNIT_CASE_PARAM(copy_rounds_up_to_4_mb, size_gen_params),
	KUNIT_CASE_PARAM(free_rounds_up_to_4_mb, size_gen_params),
	KUNIT_CASE(copy_panics_on_wrong_alignment),
	KUNIT_CASE(copy_from_0_copies_160_entries),
	KUNIT_CASE(copy_from_0_copies_160_entries_of_every_table),
	KUNIT_CASE(copy_counts_from_1_mb_on),
	KUNIT_CASE(copy_panics_where_something_is_already),
	KUNIT_CASE(copy_panics_even_with_nothing_to_copy),
	KUNIT_CASE(copy_out_of_memory_leaves_what_was_copied),
	KUNIT_CASE(freeing_a_half_copy_repairs_the_counts_only),
	KUNIT_CASE(copying_255_times_overflows_the_count),
	KUNIT_CASE(copy_past_the_last_entry_walks_into_table_0),
	KUNIT_CASE(copy_from_a_table_outside_memory_stops),
	KUNIT_CASE(copy_counts_behind_mem_map),
	KUNIT_CASE(free_gives_back_pages_and_tables),
	KUNIT_CASE(free_of_a_shared_page_counts_down),
	KUNIT_CASE(free_clears_entries_that_are_not_present),
	KUNIT_CASE(free_leaves_a_directory_entry_that_is_not_present),
	KUNIT_CASE(free_skips_holes),
	KUNIT_CASE(free_panics_on_wrong_alignment),
	KUNIT_CASE(free_panics_from_0),
	KUNIT_CASE(a_panic_inside_leaves_the_rest_undone),
	KUNIT_CASE(a_table_that_is_free_already_panics_at_the_end),
	KUNIT_CASE(free_past_the_end_takes_table_0_for_the_directory),
	KUNIT_CASE(free_far_past_the_end_empties_table_0),
	KUNIT_CASE(free_of_the_directory_as_a_table),
	KUNIT_CASE(free_of_a_table_outside_memory_stops),
	KUNIT_CASE(free_of_a_page_outside_memory_panics),
	{}
};

struct kunit_suite mm011_page_tables_suite = {
	.name = "mm011_page_tables",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = page_tables_cases,
};
