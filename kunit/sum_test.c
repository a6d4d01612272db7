// SPDX-License-Identifier: GPL-2.0
/*
 * Are the checksums that follow each change those of all the bytes, whatever
 * changes in whichever way?
 */

#include <linux/vmalloc.h>

#include "rig.h"

#define STEPS	4000u
#define PAGES	6u		/* that may be page tables, and the directory */
#define FIRST	0x30000u

/* the directory, or one of a few pages in low memory, which nobody counts */
static u32 some_page(u32 *seed)
{
	u32 nr = rig_random(seed) % PAGES;

	return nr ? FIRST + nr * MM011_PAGE_SIZE : 0;
}

/* the directory names a table now and then, the same one twice, or one beyond memory */
static u32 some_entry(u32 *seed)
{
	static const u32 flags[] = { 0, 6, 7, 7, 0x27, 0x67 };
	u32 page = rig_random(seed) % 16 ? some_page(seed) : 0x1000000;

	return page | flags[rig_random(seed) % ARRAY_SIZE(flags)];
}

/* behind the kernel's own entries, and not all over the page: few tables at a time */
static u32 some_place(u32 *seed)
{
	return some_page(seed) + 64 + rig_random(seed) % 32;
}

static void change_something(struct mm011_machine *m, u32 *seed)
{
	u32 bytes[2] = { some_entry(seed), some_entry(seed) };
	u32 from = some_page(seed), to = some_page(seed);

	switch (rig_random(seed) % 32) {
	case 0:
		mm011_store(m, some_place(seed), bytes, 1 + rig_random(seed) % 8);
		break;
	case 1:
		mm011_clear(m, to, MM011_PAGE_SIZE);
		break;
	case 2:
		mm011_clear(m, some_place(seed), 1 + rig_random(seed) % 16);
		break;
	case 3:
		mm011_copy_page(m, from, to);
		break;
	case 4:
		mm011_write32(m, some_place(seed), bytes[0]);
		break;
	case 5:
		mm011_set_entry(m, some_place(seed), bytes[0]);
		break;
	case 6:		/* half of it in the next page */
		mm011_set_entry(m, some_page(seed) + MM011_PAGE_SIZE - 2, bytes[0]);
		break;
	case 7 ... 12:
		mm011_set_count(m, rig_random(seed) % MM011_PAGING_PAGES, rig_random(seed));
		break;
	case 13 ... 16:
		mm011_write32(m, some_place(seed) & ~3u, bytes[0]);
		break;
	default:
		mm011_set_entry(m, some_place(seed) & ~3u, bytes[0]);
	}
}

/* one of them, or both: each is kept on its own, and the other must not suffer */
static void follows(struct kunit *test, u32 *seed, u32 step)
{
	struct mm011_machine *m = rig_machine(test);
	u32 which = rig_random(seed) % 4;

	if (which != 1)
		KUNIT_ASSERT_EQ_MSG(test, mm011_checksum(m), mm011_checksum_plain(m),
				    "step %u", step);
	if (which)
		KUNIT_ASSERT_EQ_MSG(test, mm011_checksum_noad(m), mm011_checksum_noad_plain(m),
				    "step %u", step);
}

static void it_follows_every_change(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 seed = 32, i;

	rig_no_ledger(test, "random page tables");
	for (i = 0; i < STEPS; i++) {
		follows(test, &seed, i);
		change_something(m, &seed);
	}
}

/* several changes between two checksums */
static void it_follows_changes_that_come_together(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 seed = 11, i, n;

	rig_no_ledger(test, "random page tables");
	for (i = 0; i < STEPS / 8; i++) {
		follows(test, &seed, i);
		for (n = rig_random(&seed) % 16; n; n--)
			change_something(m, &seed);
	}
}

static void both_are_right(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	KUNIT_EXPECT_EQ(test, mm011_checksum(m), mm011_checksum_plain(m));
	KUNIT_EXPECT_EQ(test, mm011_checksum_noad(m), mm011_checksum_noad_plain(m));
}

/* a page directory that is known, with a table in it, becomes zeros, and another one */
static void it_follows_a_new_page_directory(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "another page directory");
	mm011_set_entry(m, 64, FIRST | 7);
	mm011_set_entry(m, FIRST, 0x12345007);
	both_are_right(test);
	mm011_copy_page(m, 0, FIRST + 4096);
	mm011_clear(m, 0, MM011_PAGE_SIZE);
	both_are_right(test);
	mm011_copy_page(m, FIRST + 4096, 0);
	both_are_right(test);
	mm011_clear(m, 64, 4);
	both_are_right(test);
}

static void it_is_given_up_and_begun_again(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 i;

	KUNIT_EXPECT_EQ(test, m->observed, 0);
	both_are_right(test);
	KUNIT_EXPECT_EQ(test, m->observed, MM011_OBSERVE_CRC);
	for (i = 0; i <= 4096; i++)
		mm011_sum_idle(m);
	KUNIT_EXPECT_EQ(test, m->observed, 0);
	mm011_set_count(m, 3000, 1);
	both_are_right(test);
	mm011_set_count(m, 3000, 0);
}

/*
 * What is kept is right for 0.11 and 0.12 alone: directory at 0, no pages of 4 MB, 16 MB. On
 * any other PC the bytes themselves are summed up.
 */
static void it_is_that_of_any_directory(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "random page tables");
	mm011_write32(m, FIRST + 64, (FIRST + 4096) | 7);
	mm011_write32(m, FIRST + 4096, 0x12345007);
	both_are_right(test);
	mm011_load_cr3(m, FIRST);
	both_are_right(test);
	mm011_write32(m, FIRST + 4100, 0x54321067);
	both_are_right(test);
	mm011_load_cr3(m, 0);
	both_are_right(test);
}

static void it_is_that_of_pages_of_4_mb(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "a page of 4 MB");
	mm011_set_entry(m, 64, 0x400087);
	mm011_write32(m, 0x400000, 0x12345067);
	both_are_right(test);
	m->cpu.pse = true;
	mm011_tlb_flush(m);
	both_are_right(test);
	mm011_write32(m, 0x400000, 0x54321007);
	both_are_right(test);
}

/* a table in the first page behind 16 MB */
static void it_is_that_of_more_memory(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u8 *memory = m->memory, *more = vmalloc(MM011_MEMORY_SIZE + 4096);

	KUNIT_ASSERT_NOT_NULL(test, more);
	memset(more, 0, MM011_MEMORY_SIZE + 4096);
	m->memory = more;
	mm011_set_memory_size(m, MM011_MEMORY_SIZE + 4096);
	mm011_set_entry(m, 64, MM011_MEMORY_SIZE | 7);
	mm011_set_entry(m, MM011_MEMORY_SIZE, 0x12345007);
	both_are_right(test);
	KUNIT_EXPECT_EQ(test, m->observed, 0);
	m->memory = memory;
	mm011_set_memory_size(m, MM011_MEMORY_SIZE);
	vfree(more);
}

static struct kunit_case sum_cases[] = {
	KUNIT_CASE(it_follows_every_change),
	KUNIT_CASE(it_follows_changes_that_come_together),
	KUNIT_CASE(it_follows_a_new_page_directory),
	KUNIT_CASE(it_is_given_up_and_begun_again),
	KUNIT_CASE(it_is_that_of_any_directory),
	KUNIT_CASE(it_is_that_of_pages_of_4_mb),
	KUNIT_CASE(it_is_that_of_more_memory),
	{}
};

struct kunit_suite mm011_sum_suite = {
	.name = "mm011_sum",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = sum_cases,
};
