// SPDX-License-Identifier: GPL-2.0
/*
 * Do page tables that are gone through by eights come to the same as entry by
 * entry, which is how it goes while somebody watches? Counts near both of their
 * ends, neighbours that map the same page, holes, and all that is out of the
 * ordinary.
 */

#include "linux01x/bulk.h"
#include "linux01x/mem_map.h"
#include "rig.h"

#define FROM	RIG_TASK(1)
#define TO	RIG_TASK(2)
#define PAGES	24u	/* that entries map */
#define ROUNDS	10u	/* in a case: each is two sums over 16 MB */

/* what a machine has come to */
struct state {
	int err;
	u32 crc;
	u64 freed;
	u32 wrong;	/* pages of which the index says something else than mem_map[] */
};

static u32 one_of(u32 *seed, const u32 *values, u32 count)
{
	return values[rig_random(seed) % count];
}

/* a page that is counted so often */
static u32 random_page(struct mm011_machine *m, u32 *seed, bool tame)
{
	static const u32 counts[] = { 1, 2, 3, 7, 8, 9, 15, 16, 17, 100, 245, 246, 247, 248, 253 };
	static const u32 wild[] = { 0, 254, 255 };
	u32 nr = 1000 + rig_random(seed) % PAGES;
	bool is_wild = !tame && rig_random(seed) % 64 == 0;

	mm011_set_count(m, nr, is_wild ? one_of(seed, wild, ARRAY_SIZE(wild)) :
			one_of(seed, counts, ARRAY_SIZE(counts)));
	return MM011_LOW_MEM + nr * MM011_PAGE_SIZE;
}

static u32 random_entry(struct mm011_machine *m, u32 *seed, bool tame)
{
	static const u32 odd[] = { 0x6, 0x20, 0x5007, 0xff007, 0x1000, 0xffe006, 0x1000007 };
	static const u32 flags[] = { 1, 3, 5, 7, 0x27, 0x67, 0x25, 0xe07 };

	if (!tame && rig_random(seed) % 200 == 0)
		return one_of(seed, odd, ARRAY_SIZE(odd));
	if (rig_random(seed) % 3 == 0)
		return 0;
	return random_page(m, seed, tame) | one_of(seed, flags, ARRAY_SIZE(flags));
}

/* what differs in a run now and then: A and D, or where no memory is */
static u32 slip(u32 *seed, bool tame)
{
	if (!tame && rig_random(seed) % 500 == 0)
		return 0x80000000;
	return rig_random(seed) % 16 == 0 ? MM011_PTE_AD : 0;
}

/* runs of up to 20 entries that are the same, or but for A and D, or count on */
static void fill_table(struct mm011_machine *m, u32 table, u32 *seed, bool tame)
{
	u32 i, run = 0, entry = 0, step = 0;

	for (i = 0; i < MM011_ENTRIES; i++, entry += step) {
		if (!run--) {
			run = rig_random(seed) % 20;
			entry = random_entry(m, seed, tame);
			step = entry && rig_random(seed) % 3 == 0 ? MM011_PAGE_SIZE : 0;
		}
		mm011_set_entry(m, table + 4 * i, entry ^ (entry ? slip(seed, tame) : 0));
	}
}

static struct mm011_machine *make_table(struct kunit *test, u32 at, u32 seed)
{
	struct mm011_machine *m = rig_machine(test);
	u32 table;

	rig_reset(test, 0, 0);
	table = rig_get_free_page(m);
	mm011_set_entry(m, mm011_pde_address(at), table | MM011_PTE_FLAGS);
	fill_table(m, table, &seed, seed % 2);
	return m;
}

static struct state state_of(struct mm011_machine *m, int err)
{
	struct linux01x *k = linux01x(m);
	struct state s = {
		.err = err, .crc = mm011_checksum_machine(m),
		.freed = m->stat[MM011_STAT_FREE_PAGE],
	};
	u32 nr;

	mm011_revive(m);
	for (nr = 0; nr < MM011_PAGING_PAGES; nr++)
		s.wrong += (k->free_map.word[nr / 64] >> nr % 64 & 1) != !k->mem_map[nr];
	return s;
}

static struct state copied(struct kunit *test, u32 seed, bool watched)
{
	struct mm011_machine *m = make_table(test, FROM, seed);
	int err;

	mm011_observe_events(m, watched);
	err = mm011_copy_page_tables(m, FROM, TO, MM011_TABLE_SPAN);
	mm011_observe_events(m, false);
	return state_of(m, err);
}

static struct state freed(struct kunit *test, u32 seed, bool watched)
{
	struct mm011_machine *m = make_table(test, FROM, seed);
	int err;

	mm011_observe_events(m, watched);
	err = mm011_free_page_tables(m, FROM, MM011_TABLE_SPAN);
	mm011_observe_events(m, false);
	return state_of(m, err);
}

static void expect_same(struct kunit *test, struct state quick, struct state plain, u32 seed)
{
	KUNIT_EXPECT_EQ_MSG(test, quick.err, plain.err, "seed %u", seed);
	KUNIT_EXPECT_EQ_MSG(test, quick.crc, plain.crc, "seed %u", seed);
	KUNIT_EXPECT_EQ_MSG(test, quick.freed, plain.freed, "seed %u", seed);
	KUNIT_EXPECT_EQ_MSG(test, quick.wrong, 0u, "seed %u", seed);
}

static const u32 first_seeds[] = { 1, 11, 21, 31 };

static void seed_desc(const u32 *first, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "random tables from %u", *first);
}

KUNIT_ARRAY_PARAM(first_seed, first_seeds, seed_desc);

static void copy_by_eights_equals_copy_one_by_one(struct kunit *test)
{
	const u32 *first = test->param_value;
	u32 seed;

	rig_no_ledger(test, "random page tables");
	for (seed = *first; seed < *first + ROUNDS; seed++)
		expect_same(test, copied(test, seed, false), copied(test, seed, true), seed);
}

static void free_by_eights_equals_free_one_by_one(struct kunit *test)
{
	const u32 *first = test->param_value;
	u32 seed;

	rig_no_ledger(test, "random page tables");
	for (seed = *first; seed < *first + ROUNDS; seed++)
		expect_same(test, freed(test, seed, false), freed(test, seed, true), seed);
}

/*
 * The plain loop may have changed what is behind it: a table that is the swap bitmap,
 * too, gets new bits while it is freed.
 */
static void what_is_before_the_first_entry_stays(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 i, from = rig_take(test), to = rig_take(test), page = rig_take(test);

	for (i = 0; i < 32; i++)
		mm011_set_entry(m, from + 4 * i, page | 7);
	mm011_set_count(m, mm011_map_nr(page), 33);
	KUNIT_EXPECT_EQ(test, mm011_share_entries(m, from, to, 5, MM011_ENTRIES), 1024u);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 33u + 27u);
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, to, 20));
	KUNIT_EXPECT_EQ(test, mm011_free_entries(m, to, 5), 1024u);
	KUNIT_EXPECT_EQ(test, mm011_free_entries(m, from, 5), 1024u);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 33u - 27u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, from + 16), page | 7);
	KUNIT_EXPECT_EQ(test, mm011_free_entries(m, from, 0), 1024u);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 1u);
	rig_give(test, page);
	rig_give(test, to);
	rig_give(test, from);
}

/* the first fork copies 160 entries of a table, whatever is behind them */
static void what_is_behind_the_last_entry_stays(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 i, from = rig_take(test), to = rig_take(test), page = rig_take(test);

	for (i = 0; i < 200; i++)
		mm011_set_entry(m, from + 4 * i, page | 7);
	KUNIT_EXPECT_EQ(test, mm011_share_entries(m, from, to, 0, 160), 160u);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 161u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, to + 4 * 159), page | 5);
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, to + 4 * 160, 4096 - 4 * 160));
	KUNIT_EXPECT_EQ(test, mm011_read32(m, from + 4 * 160), page | 7);
	mm011_set_count(m, mm011_map_nr(page), 1);
	rig_give(test, page);
	rig_give(test, to);
	rig_give(test, from);
}

/*
 * HIGH_MEMORY may be in the middle of a page: that page can be freed, the next one
 * not. A loop that stopped before it would only be slower.
 */
static void the_page_with_the_end_of_memory_is_the_last(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 table = rig_take(test), page = rig_take(test), beyond;

	beyond = page + MM011_PAGE_SIZE;	/* which was taken before */
	mm011_set_entry(m, table, page | 7);
	mm011_set_entry(m, table + 4, beyond | 7);
	linux01x(m)->high_memory = page + 1;
	KUNIT_EXPECT_EQ(test, mm011_free_entries(m, table, 0), 1u);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 0u);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, beyond), 1u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, table + 4), beyond | 7);
	linux01x(m)->high_memory = MM011_MEMORY_SIZE;
	mm011_set_entry(m, table + 4, 0);
	mm011_set_count(m, mm011_map_nr(page), 1);
	rig_give(test, page);
	rig_give(test, table);
}

static struct kunit_case bulk_cases[] = {
	KUNIT_CASE(what_is_behind_the_last_entry_stays),
	KUNIT_CASE(the_page_with_the_end_of_memory_is_the_last),
	KUNIT_CASE_PARAM(copy_by_eights_equals_copy_one_by_one, first_seed_gen_params),
	KUNIT_CASE_PARAM(free_by_eights_equals_free_one_by_one, first_seed_gen_params),
	KUNIT_CASE(what_is_before_the_first_entry_stays),
	{}
};

struct kunit_suite mm011_bulk_suite = {
	.name = "mm011_bulk",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = bulk_cases,
};
