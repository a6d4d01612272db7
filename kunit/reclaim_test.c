// SPDX-License-Identifier: GPL-2.0
/*
 * Pages in use in 2.4: their ages and lists, who takes them, and the swap map.
 */

#include "areas.h"
#include "linux24/lru.h"
#include "linux24/verify.h"

#define FRAMES		32u
#define NONE		MM011_NO_FRAME
#define SWAP_SIZE	600u
#define ENTRY(page)	((page) << 8)

static struct linux24_page *page_at(struct kunit *test, u32 pfn)
{
	return linux24_page(rig_machine(test), pfn);
}

/* a page that somebody has, on a list */
static void put_page_on(struct kunit *test, u32 pfn, u32 list, u32 age)
{
	struct mm011_machine *m = rig_machine(test);

	AREAS_ERR(test, SET_PAGE, pfn, linux24_lru_flag(list), age, 2, 0);
	AREAS_ERR(test, SET_PAGE_COUNT, pfn, 1);
	linux24_lru_put(m, pfn, list);
}

static int bare_init_pages(struct kunit *test)
{
	int err = bare_init(test);

	AREAS_RET(test, FREE_AREA_INIT, FRAMES, FRAMES, 0, FRAMES);
	return err;
}

static u32 lru_wrong(struct kunit *test)
{
	return linux24_lru_verify(rig_machine(test), rig_listen());
}

static int load_list(struct kunit *test, u32 list, u32 how, u32 *pages, u32 count)
{
	struct mm011_op op = {
		.code = MM011_OP24_LOAD_LRU, .arg = { list, how }, .len = 4 * count
	};

	mm011_op_run(rig_machine(test), &op, pages);
	return op.error;
}

static struct mm011_lru24 lru_of(struct kunit *test)
{
	struct mm011_lru24 lru;
	struct mm011_op op = { .code = MM011_OP24_LRU, .len = sizeof(lru) };

	mm011_op_run(rig_machine(test), &op, &lru);
	KUNIT_EXPECT_EQ(test, op.error, 0);
	return lru;
}

static void a_list_is_as_it_is_loaded(struct kunit *test)
{
	u32 all[] = { 3, 5, 4 }, more[] = { 9, 5 }, outside[] = { FRAMES };
	const struct linux24_pages *pages = &linux24(rig_machine(test))->pages;
	u32 active = MM011_LRU24_ACTIVE, dirty = MM011_LRU24_INACTIVE_DIRTY;

	KUNIT_EXPECT_EQ(test, load_list(test, active, MM011_LOAD24_ALL, all, 3), 0);
	KUNIT_EXPECT_EQ(test, pages->lru[active].next, 3u);
	KUNIT_EXPECT_EQ(test, pages->lru[active].prev, 4u);
	KUNIT_EXPECT_EQ(test, load_list(test, dirty, MM011_LOAD24_ADD, more, 2), 0);
	KUNIT_EXPECT_EQ(test, pages->nr_active_pages, 2u);
	KUNIT_EXPECT_EQ(test, pages->nr_inactive_dirty_pages, 2u);
	KUNIT_EXPECT_EQ(test, lru_of(test).zone[0].inactive_dirty_pages, 2u);
	/* what is on another list does not leave this one */
	KUNIT_EXPECT_EQ(test, load_list(test, active, MM011_LOAD24_DEL, more, 2), 0);
	KUNIT_EXPECT_EQ(test, pages->nr_inactive_dirty_pages, 2u);
	KUNIT_EXPECT_EQ(test, load_list(test, dirty, MM011_LOAD24_DEL, more, 2), 0);
	KUNIT_EXPECT_EQ(test, pages->nr_inactive_dirty_pages, 0u);
	KUNIT_EXPECT_EQ(test, load_list(test, active, MM011_LOAD24_ALL, all, 0), 0);
	KUNIT_EXPECT_EQ(test, pages->nr_active_pages, 0u);
	KUNIT_EXPECT_EQ(test, load_list(test, active, 0, outside, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, load_list(test, 0, 0, all, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, load_list(test, MM011_LRU24_LISTS, 0, all, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, load_list(test, active, MM011_LOAD24_WAYS, all, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, load_list(test, MM011_LRU24_INACTIVE_CLEAN + 1, 0, all, 1), -EINVAL);
}

static void a_used_page_grows_younger(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	put_page_on(test, 1, MM011_LRU24_INACTIVE_DIRTY, 0);
	KUNIT_EXPECT_EQ(test, linux24_age_page_up(m, 1), 0);
	KUNIT_EXPECT_EQ(test, page_at(test, 1)->on, (u8)MM011_LRU24_ACTIVE);
	KUNIT_EXPECT_EQ(test, page_at(test, 1)->flags, LINUX24_ACTIVE);
	KUNIT_EXPECT_EQ(test, page_at(test, 1)->age, 5);
	linux24_set_age(m, 1, 62);
	linux24_age_page_up(m, 1);
	KUNIT_EXPECT_EQ(test, page_at(test, 1)->age, 64);
	KUNIT_EXPECT_EQ(test, lru_wrong(test), 0u);
}

static void an_old_page_leaves_the_active_list(struct kunit *test)
{
	static const struct { u32 count, buffers; bool leaves; } pages[] = {
		{ 2, 0, true }, { 3, 0, false }, { 3, 1, true }, { 4, 1, false }, { 1, 2, false },
	};
	struct mm011_machine *m = rig_machine(test);
	u32 i;

	for (i = 0; i < ARRAY_SIZE(pages); i++) {
		put_page_on(test, i, MM011_LRU24_ACTIVE, 7);
		AREAS_ERR(test, SET_PAGE, i, LINUX24_ACTIVE | LINUX24_REFERENCED, 7, 2,
			  pages[i].buffers);
		AREAS_ERR(test, SET_PAGE_COUNT, i, pages[i].count);
		KUNIT_EXPECT_EQ(test, linux24_deactivate_page(m, i), 0);
		KUNIT_EXPECT_EQ(test, page_at(test, i)->age, 0);
		KUNIT_EXPECT_EQ(test, page_at(test, i)->flags & LINUX24_REFERENCED, 0u);
		KUNIT_EXPECT_EQ_MSG(test, page_at(test, i)->on == MM011_LRU24_INACTIVE_DIRTY,
				    pages[i].leaves, "%u", i);
	}
}

static void some_active_pages_are_looked_at(struct kunit *test)
{
	const struct linux24_pages *pages = &linux24(rig_machine(test))->pages;
	u32 i;

	for (i = 0; i < 8; i++)
		put_page_on(test, i, MM011_LRU24_ACTIVE, i ? 1 : 4);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, REFILL_INACTIVE_SCAN, 3, 0), 0u);
	KUNIT_EXPECT_EQ(test, page_at(test, 0)->age, 2);
	KUNIT_EXPECT_EQ(test, pages->lru[MM011_LRU24_ACTIVE].next, 0u);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, REFILL_INACTIVE_SCAN, 0, 1), 1u);
	KUNIT_EXPECT_EQ(test, pages->nr_active_pages, 7u);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, REFILL_INACTIVE_SCAN, 0, 0), 1u);
	KUNIT_EXPECT_EQ(test, pages->nr_active_pages, 1u);
	KUNIT_EXPECT_EQ(test, pages->nr_inactive_dirty_pages, 7u);
	KUNIT_EXPECT_EQ(test, lru_wrong(test), 0u);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, REFILL_INACTIVE_SCAN, 32, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, REFILL_INACTIVE_SCAN, 31, 2), -EINVAL);
}

static void inactive_pages_are_cleaned(struct kunit *test)
{
	const struct linux24_pages *pages = &linux24(rig_machine(test))->pages;
	u32 i, dirty = LINUX24_INACTIVE_DIRTY;

	for (i = 0; i < 6; i++)
		put_page_on(test, i, MM011_LRU24_INACTIVE_DIRTY, 0);
	AREAS_ERR(test, SET_PAGE, 1, dirty | LINUX24_DIRTY, 0, 2, 0);	/* cannot be written */
	AREAS_ERR(test, SET_PAGE, 2, dirty | LINUX24_REFERENCED, 0, 2, 0);
	AREAS_ERR(test, SET_PAGE, 3, dirty | LINUX24_LOCKED, 0, 2, 0);
	AREAS_ERR(test, SET_PAGE, 4, dirty, 0, 0, 0);			/* of no cache */
	AREAS_ERR(test, SET_PAGE, 5, dirty, 0, 2, 1);			/* with buffers */
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, PAGE_LAUNDER, LINUX24_GFP_IO, 0), 1u);
	KUNIT_EXPECT_EQ(test, page_at(test, 0)->on, (u8)MM011_LRU24_INACTIVE_CLEAN);
	KUNIT_EXPECT_EQ(test, page_at(test, 1)->on, (u8)MM011_LRU24_ACTIVE);
	KUNIT_EXPECT_EQ(test, page_at(test, 1)->flags, LINUX24_ACTIVE | LINUX24_DIRTY);
	KUNIT_EXPECT_EQ(test, page_at(test, 2)->on, (u8)MM011_LRU24_ACTIVE);
	KUNIT_EXPECT_EQ(test, page_at(test, 3)->on, (u8)MM011_LRU24_INACTIVE_DIRTY);
	KUNIT_EXPECT_EQ(test, page_at(test, 4)->on, (u8)MM011_LRU24_ACTIVE);
	KUNIT_EXPECT_EQ(test, page_at(test, 5)->on, (u8)MM011_LRU24_INACTIVE_DIRTY);
	KUNIT_EXPECT_EQ(test, page_at(test, 5)->count, 1);
	KUNIT_EXPECT_EQ(test, pages->nr_inactive_dirty_pages, 2u);
	KUNIT_EXPECT_EQ(test, lru_wrong(test), 0u);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, PAGE_LAUNDER, 0x100, 0), -EINVAL);
}

static void set_swap(struct kunit *test)
{
	AREAS_ERR(test, LOAD_SWAP_MAP, 0, 1, 0x8000);
	AREAS_ERR(test, SET_SWAP, SWAP_SIZE, 1, SWAP_SIZE - 1, 0, 0, SWAP_SIZE - 1);
}

static void a_clean_page_is_taken(struct kunit *test)
{
	const struct linux24_pages *pages = &linux24(rig_machine(test))->pages;
	const u32 clean = LINUX24_INACTIVE_CLEAN;
	u32 i;

	set_swap(test);
	AREAS_ERR(test, LOAD_SWAP_MAP, 7, 1, 1);
	for (i = 0; i < 4; i++)
		put_page_on(test, i, MM011_LRU24_INACTIVE_CLEAN, 0);
	AREAS_ERR(test, SET_PAGE, 0, clean | LINUX24_REFERENCED, 0, 2, 0);
	AREAS_ERR(test, SET_PAGE, 1, clean | LINUX24_DIRTY, 0, 2, 0);
	AREAS_ERR(test, SET_PAGE, 2, clean | LINUX24_SWAP_CACHE, 0, 1, 0);
	AREAS_ERR(test, SET_PAGE_INDEX, 2, ENTRY(7));
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, RECLAIM_PAGE, 0), 2u);
	KUNIT_EXPECT_EQ(test, page_at(test, 2)->flags, 0u);
	KUNIT_EXPECT_EQ(test, (u32)page_at(test, 2)->mapping, 0u);
	KUNIT_EXPECT_EQ(test, page_at(test, 2)->age, 2);
	KUNIT_EXPECT_EQ(test, linux24_swap_map(rig_machine(test))[7], 0);
	KUNIT_EXPECT_EQ(test, page_at(test, 0)->on, (u8)MM011_LRU24_ACTIVE);
	KUNIT_EXPECT_EQ(test, page_at(test, 1)->on, (u8)MM011_LRU24_INACTIVE_DIRTY);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, RECLAIM_PAGE, 0), 3u);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, RECLAIM_PAGE, 0), NONE);
	KUNIT_EXPECT_EQ(test, pages->memory_pressure, 3u);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, RECLAIM_PAGE, 3), -EINVAL);
}

static void swap_pages_come_in_clusters(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	const struct linux24_swap *swap = &linux24(m)->swap;
	u32 i;

	KUNIT_EXPECT_EQ(test, linux24_get_swap_page(m), 0u);
	set_swap(test);
	AREAS_ERR(test, LOAD_SWAP_MAP, 10, 1, 1);
	AREAS_ERR(test, SET_SWAP, SWAP_SIZE, 1, SWAP_SIZE - 1, 0, 0, SWAP_SIZE - 2);
	/* a cluster is one more than 256; what is left is none */
	for (i = 11; i < 11 + 257 + 257; i++)
		KUNIT_ASSERT_EQ(test, linux24_get_swap_page(m), ENTRY(i));
	KUNIT_EXPECT_EQ(test, linux24_get_swap_page(m), ENTRY(1u));
	KUNIT_EXPECT_EQ(test, swap->lowest_bit, 2u);
	for (i = 2; i < SWAP_SIZE; i = i == 9 ? 525 : i + 1)
		KUNIT_ASSERT_EQ(test, linux24_get_swap_page(m), ENTRY(i));
	KUNIT_EXPECT_EQ(test, swap->nr_swap_pages, 0u);
	KUNIT_EXPECT_EQ(test, linux24_get_swap_page(m), 0u);
	linux24_swap_free(m, ENTRY(500));
	KUNIT_EXPECT_EQ(test, lru_wrong(test), 0u);
	KUNIT_EXPECT_EQ(test, linux24_get_swap_page(m), ENTRY(500u));
}

static void uses_of_a_swap_page_are_counted(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u16 *map = linux24_swap_map(m);

	linux24_swap_free(m, ENTRY(5));
	set_swap(test);
	linux24_swap_duplicate(m, ENTRY(5));
	KUNIT_EXPECT_EQ(test, map[5], 0);
	map[5] = 0x7ffe;
	linux24_swap_duplicate(m, ENTRY(5));
	linux24_swap_duplicate(m, ENTRY(5));
	KUNIT_EXPECT_EQ(test, map[5], 0x7fff);
	linux24_swap_free(m, ENTRY(5));
	KUNIT_EXPECT_EQ(test, map[5], 0x7fff);
	KUNIT_EXPECT_EQ(test, linux24_swap_count(m, ENTRY(5)), 0x7fffu);
	KUNIT_EXPECT_EQ(test, linux24_swap_count(m, 0), 0u);
	KUNIT_EXPECT_EQ(test, linux24_swap_count(m, ENTRY(SWAP_SIZE)), 0u);
	KUNIT_EXPECT_EQ(test, linux24_swap_count(m, ENTRY(5) | 2), 0u);
	linux24_swap_free(m, ~0u);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, SET_SWAP, 0x8001, 0, 0, 0, 0, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, SET_SWAP, 5, 6, 0, 0, 0, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, SET_SWAP, 5, 5, 5, 5, 257, 5), -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, SET_SWAP, 5, 5, 5, 5, 256, 5), 0);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, LOAD_SWAP_MAP, 0x8000, 1, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, LOAD_SWAP_MAP, 0x7fff, 1, 0x8001), -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, SET_VM, 2, 16), -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, SET_VM, 3, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, SET_PAGE_INDEX, FRAMES, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, TRY_TO_SWAP_OUT, 0, 1), -EINVAL);
}

/* links of a saved machine may be anything */
static void damaged_lists_come_to_an_end(struct kunit *test)
{
	static const u32 links[] = { 0, 1, FRAMES - 1, FRAMES, ~0u, LINUX24_LRU_HEAD(2) };
	struct linux24_pages *pages = &linux24(rig_machine(test))->pages;
	u32 i, list = MM011_LRU24_ACTIVE;

	for (i = 0; i < ARRAY_SIZE(links); i++) {
		AREAS_RET(test, FREE_AREA_INIT, FRAMES, FRAMES, 0, FRAMES);
		put_page_on(test, 1, list, 3);
		put_page_on(test, 2, list, 3);
		page_at(test, 1)->lru = (struct linux24_list){ links[i], links[i] };
		pages->lru[list].prev = links[i];
		pages->nr_active_pages = 50;
		lru_of(test);
		KUNIT_EXPECT_NE(test, lru_wrong(test), 0u);
		AREAS_RET(test, REFILL_INACTIVE_SCAN, 0, 0);
		load_list(test, list, MM011_LOAD24_ALL, NULL, 0);
	}
}

static void wrong_flags_are_noticed(struct kunit *test)
{
	put_page_on(test, 1, MM011_LRU24_ACTIVE, 0);
	AREAS_ERR(test, SET_PAGE, 1, 0, 0, 2, 0);
	KUNIT_EXPECT_NE(test, lru_wrong(test), 0u);
	AREAS_RET(test, REFILL_INACTIVE_SCAN, 0, 0);	/* "wrong page on list" */
	KUNIT_EXPECT_EQ(test, lru_wrong(test), 0u);
	put_page_on(test, 2, MM011_LRU24_ACTIVE, 0);
	AREAS_ERR(test, SET_PAGE, 2, LINUX24_ACTIVE | LINUX24_INACTIVE_CLEAN, 0, 2, 0);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, REFILL_INACTIVE_SCAN, 0, 0), -EFAULT);
}

static struct kunit_case reclaim_cases[] = {
	KUNIT_CASE(a_list_is_as_it_is_loaded),
	KUNIT_CASE(a_used_page_grows_younger),
	KUNIT_CASE(an_old_page_leaves_the_active_list),
	KUNIT_CASE(some_active_pages_are_looked_at),
	KUNIT_CASE(inactive_pages_are_cleaned),
	KUNIT_CASE(a_clean_page_is_taken),
	KUNIT_CASE(swap_pages_come_in_clusters),
	KUNIT_CASE(uses_of_a_swap_page_are_counted),
	KUNIT_CASE(damaged_lists_come_to_an_end),
	KUNIT_CASE(wrong_flags_are_noticed),
	{}
};

struct kunit_suite mm011_reclaim_suite = {
	.name = "mm011_reclaim",
	.suite_init = bare_suite_init,
	.suite_exit = bare_suite_exit,
	.init = bare_init_pages,
	.exit = bare_exit,
	.test_cases = reclaim_cases,
};
