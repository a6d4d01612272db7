// SPDX-License-Identifier: GPL-2.0
/*
 * What a recorded run of 2.4 says: zones as they were, blocks taken and freed by others,
 * fields of an address space, the area of a page fault.
 */

#include <linux/vmalloc.h>

#include "areas.h"
#include "linux24/list.h"
#include "pc/state.h"

#define ERR_U		MM011_PTE_USER		/* error codes */
#define ERR_W		MM011_PTE_WRITE
#define ERR_P		MM011_PTE_PRESENT
#define STACK		0xbfffe100u

/* ---- zones ---- */

#define FRAMES		16u
#define WORDS		200u

/* a zone's data: free_pages, watermarks, blocks of each order, bitmaps */
struct words {
	u32 word[WORDS];
	u32 count;
};

static void put(struct words *w, u32 word)
{
	w->word[w->count++] = word;
}

/* 16 page frames, of which 4 are free: 2 and 3, and 9, and 12 */
static void put_zone(struct kunit *test, struct words *w)
{
	const struct linux24_zone *zone = &linux24(rig_machine(test))->pages.zone[0];
	u32 order, i;

	w->count = 0;
	put(w, 4);
	put(w, 1);
	put(w, 2);
	put(w, 3);
	put(w, 2);
	put(w, 12);
	put(w, 9);
	put(w, 1);
	put(w, 2);
	for (order = 2; order < LINUX24_MAX_ORDER; order++)
		put(w, 0);
	for (order = 0; order < LINUX24_MAX_ORDER; order++) {
		put(w, zone->free_area[order].map_size / 4);
		for (i = 0; i < zone->free_area[order].map_size / 4; i++)
			put(w, order || i ? 0 : 0x50);
	}
	w->word[w->count - zone->free_area[9].map_size / 4] = 0;
}

static int load_zone(struct kunit *test, const struct words *w, u32 zone)
{
	struct mm011_op op = {
		.code = MM011_OP24_LOAD_ZONE, .arg = { zone }, .len = 4 * w->count
	};

	KUNIT_EXPECT_EQ(test, mm011_op_validate(&op), 0);
	mm011_op_run(rig_machine(test), &op, (void *)w->word);
	return op.error;
}

static void all_reserved(struct kunit *test)
{
	AREAS_RET(test, FREE_AREA_INIT, FRAMES, FRAMES, 0, FRAMES);
}

static void a_zone_is_as_it_was(struct kunit *test)
{
	const struct linux24_zone *zone;
	struct words *w = rig_data(test);

	all_reserved(test);
	put_zone(test, w);
	KUNIT_EXPECT_EQ(test, load_zone(test, w, 0), 0);
	zone = &linux24(rig_machine(test))->pages.zone[0];
	KUNIT_EXPECT_EQ(test, zone->free_pages, 4u);
	KUNIT_EXPECT_EQ(test, zone->pages_min, 1u);
	KUNIT_EXPECT_EQ(test, zone->pages_low, 2u);
	KUNIT_EXPECT_EQ(test, zone->pages_high, 3u);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, RMQUEUE, 0, 0), 12u);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, RMQUEUE, 0, 1), 2u);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, RMQUEUE, 0, 0), 9u);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, RMQUEUE, 0, 0), MM011_NO_FRAME);
	KUNIT_EXPECT_EQ(test, zone->free_pages, 0u);
}

/* each word that says how many follow, and each block */
static void a_zone_that_does_not_fit_changes_nothing(struct kunit *test)
{
	static const struct { u32 at, word; } wrong[] = {
		{ 4, 3 }, { 4, 0 }, { 4, ~0u }, { 5, 16 }, { 5, ~0u }, { 7, 0x40000001 },
		{ 8, 3 }, { 8, 16 }, { 9, 1 }, { 17, 2 }, { 17, 0 }, { 17, ~0u },
	};
	struct words *w = rig_data(test);
	u32 i, was;

	all_reserved(test);
	was = linux24_pages_sum(rig_machine(test));
	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		put_zone(test, w);
		w->word[wrong[i].at] = wrong[i].word;
		KUNIT_EXPECT_EQ_MSG(test, load_zone(test, w, 0), -EINVAL, "%u", i);
	}
	put_zone(test, w);
	KUNIT_EXPECT_EQ(test, load_zone(test, w, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, load_zone(test, w, 3), -EINVAL);
	for (i = w->count - 1; i > 0; i--) {
		w->count = i;
		KUNIT_EXPECT_EQ_MSG(test, load_zone(test, w, 0), -EINVAL, "%u words", i);
	}
	put_zone(test, w);
	put(w, 0);
	KUNIT_EXPECT_EQ(test, load_zone(test, w, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, linux24_pages_sum(rig_machine(test)), was);
}

static void blocks_are_freed_by_others(struct kunit *test)
{
	const struct linux24_page *page;

	all_reserved(test);
	page = linux24_page(rig_machine(test), 4);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, LOAD_COUNTS, 0, FRAMES, 7), 0);
	KUNIT_EXPECT_EQ(test, page->count, 7);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, FREE_PAGES_OK, 4, 2), 0);
	KUNIT_EXPECT_EQ(test, page->count, 0);
	KUNIT_EXPECT_EQ(test, page->flags & LINUX24_RESERVED, 0u);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, FREE_PAGES_OK, 4, 3), -EFAULT);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, RMQUEUE, 0, 2), 4u);
	KUNIT_EXPECT_EQ(test, page->count, 1);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, LOAD_RESERVED, 4, 1, 1), 0);
	KUNIT_EXPECT_NE(test, page->flags & LINUX24_RESERVED, 0u);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, LOAD_RESERVED, 4, 1, 0), 0);
	KUNIT_EXPECT_EQ(test, page->flags & LINUX24_RESERVED, 0u);
}

static void page_frames_must_be_there(struct kunit *test)
{
	all_reserved(test);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, LOAD_COUNTS, 0, FRAMES + 1, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, LOAD_COUNTS, 1, ~0u, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, LOAD_RESERVED, FRAMES + 1, 0, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, LOAD_RESERVED, FRAMES, 0, 0), 0);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, FREE_PAGES_OK, FRAMES, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, FREE_PAGES_OK, 0, 32), -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, RMQUEUE, 3, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, RMQUEUE, 0, 10), -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, RMQUEUE, 2, 9), -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, RMQUEUE, 0, 9), MM011_NO_FRAME);
}

/* each step takes a breath in these tests */
static void who_is_killed_has_loaded_some(struct kunit *test)
{
	struct rig *rig = test->priv;

	all_reserved(test);
	rig->kill_at = rig->pauses + 5;
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, LOAD_COUNTS, 0, FRAMES, 7), -EINTR);
	KUNIT_EXPECT_EQ(test, linux24_page(rig_machine(test), 4)->count, 7);
	KUNIT_EXPECT_EQ(test, linux24_page(rig_machine(test), 5)->count, 0);
	rig->kill_at = rig->pauses + 5;
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, LOAD_RESERVED, 0, FRAMES, 0), -EINTR);
	KUNIT_EXPECT_EQ(test, linux24_page(rig_machine(test), 4)->flags, 0u);
	KUNIT_EXPECT_EQ(test, linux24_page(rig_machine(test), 5)->flags, LINUX24_RESERVED);
	rig->kill_at = 0;
}

/* ---- a saved machine ---- */

/* all of it stands in the store, but for the tables of a checksum, which are made again */
static void it_is_saved_and_comes_back(struct kunit *test)
{
	static const struct mm011_reset bare = {
		.kernel = MM011_KERNEL_2_4, .flags = MM011_RESET_BARE
	};
	struct mm011_machine *m = rig_machine(test);
	u32 len, pages, areas;
	u8 *bytes;

	AREAS_RET(test, FREE_AREA_INIT, 64, 20, 30, 5);
	areas_mmap(test, BASE, 3 * PAGE, MAP_OWN | MAP_THERE);
	AREAS_RET(test, DO_MUNMAP, BASE + PAGE, PAGE);
	pages = linux24_pages_sum(m);
	areas = linux24_areas_sum(m);
	len = mm011_state_save(m, MM011_STATE_MEMORY, NULL, 0);
	bytes = vmalloc(len);
	KUNIT_ASSERT_NOT_NULL(test, bytes);
	KUNIT_EXPECT_EQ(test, mm011_state_save(m, MM011_STATE_MEMORY, bytes, len), len);
	mm011_reset(m, &bare);
	memset(&container_of(m, struct linux24_machine, m)->sums, 0, sizeof(struct linux24_sums));
	KUNIT_EXPECT_EQ(test, mm011_state_load(m, bytes, len), 0);
	KUNIT_EXPECT_EQ(test, linux24_pages_sum(m), pages);
	KUNIT_EXPECT_EQ(test, linux24_areas_sum(m), areas);
	EXPECT_MAPS(test, "40000000-40001000 rw-p 00000000 00000073 0\n"
		    "40002000-40003000 rw-p 00000002 00000073 0\n");
	KUNIT_EXPECT_EQ(test, areas_verify(test), 0u);
	vfree(bytes);
}

/* others run while many areas are gone through, though nothing is called off */
static void many_areas_let_others_run(struct kunit *test)
{
	struct rig *rig = test->priv;
	u32 i, pauses;

	for (i = 0; i < 40; i++)
		areas_mmap(test, BASE + 2 * i * PAGE, PAGE, MAP_OWN | MAP_THERE);
	pauses = rig->pauses;
	rig->kill_at = rig->pauses + 5;
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, DO_MUNMAP, 0, LINUX24_TASK_SIZE), 0);
	KUNIT_EXPECT_GE(test, rig->pauses - pauses, 80u);
	KUNIT_EXPECT_EQ(test, areas_mm(test).map_count, 0u);
	rig->kill_at = 0;
}

/* ---- address spaces ---- */

static void each_field_is_set(struct kunit *test)
{
	const struct linux24_mm *mm = linux24_current_mm(rig_machine(test));
	u32 i;

	for (i = 0; i < MM011_MM24_FIELDS; i++)
		KUNIT_EXPECT_EQ(test, AREAS_ERR(test, SET_MM, i, 0x1000 + i), 0);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, SET_MM, i, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, mm->end_code, 0x1000u);
	KUNIT_EXPECT_EQ(test, mm->start_data, 0x1001u);
	KUNIT_EXPECT_EQ(test, mm->brk, 0x1002u);
	KUNIT_EXPECT_EQ(test, mm->total_vm, 0x1003u);
	KUNIT_EXPECT_EQ(test, mm->locked_vm, 0x1004u);
	KUNIT_EXPECT_EQ(test, mm->rss, 0x1005u);
	KUNIT_EXPECT_EQ(test, mm->def_flags, 0x1006u);
	AREAS_RET(test, MM_NEW, 0, 0, 0);
}

/* ---- page faults ---- */

/* read only, only to be written, only to be executed, none of them, and a stack */
static void map_areas(struct kunit *test)
{
	const u32 flags = MAP_OWN | MAP_THERE;

	AREAS_RET(test, DO_MMAP_PGOFF, BASE, PAGE, 1, flags, 0, 0);
	AREAS_RET(test, DO_MMAP_PGOFF, BASE + PAGE, PAGE, 2, flags, 0, 0);
	AREAS_RET(test, DO_MMAP_PGOFF, BASE + 2 * PAGE, PAGE, 4, flags, 0, 0);
	AREAS_RET(test, DO_MMAP_PGOFF, BASE + 3 * PAGE, PAGE, 0, flags, 0, 0);
	AREAS_RET(test, DO_MMAP_PGOFF, 0xbfffe000, PAGE, 3, flags | LINUX24_VM_GROWSDOWN, 0, 0);
}

static void an_area_allows_what_it_says(struct kunit *test)
{
	static const struct { u32 err, addr, found; } cases[] = {
		{ ERR_U, BASE, MM011_FAULT24_GOOD }, { ERR_U | ERR_W, BASE, MM011_FAULT24_BAD },
		{ 0, BASE + 0xfff, MM011_FAULT24_GOOD }, { ERR_U | ERR_P, BASE, MM011_FAULT24_BAD },
		{ ERR_U, BASE + PAGE, MM011_FAULT24_BAD },
		{ ERR_U | ERR_W, BASE + PAGE, MM011_FAULT24_GOOD },
		{ ERR_U | ERR_W | ERR_P, BASE + PAGE, MM011_FAULT24_GOOD },
		{ ERR_U, BASE + 2 * PAGE, MM011_FAULT24_GOOD },
		{ ERR_U, BASE + 3 * PAGE, MM011_FAULT24_BAD },
		{ ERR_U | ERR_W, BASE + 3 * PAGE, MM011_FAULT24_BAD },
		{ ERR_U, BASE - 1, MM011_FAULT24_BAD },
		{ ERR_U, BASE + 4 * PAGE, MM011_FAULT24_BAD },
		{ ERR_U, 0, MM011_FAULT24_BAD }, { ERR_U, 0xbffff000, MM011_FAULT24_BAD },
		{ ERR_U, 0xc0000000, MM011_FAULT24_KERNEL }, { 0, ~0u, MM011_FAULT24_KERNEL },
	};
	u32 i;

	map_areas(test);
	for (i = 0; i < ARRAY_SIZE(cases); i++)
		KUNIT_EXPECT_EQ_MSG(test, AREAS_RET(test, FAULT_AREA, cases[i].err, cases[i].addr,
						    STACK), cases[i].found, "%u", i);
	KUNIT_EXPECT_EQ(test, areas_mm(test).find_vma, 14u);
	KUNIT_EXPECT_EQ(test, areas_mm(test).total_vm, 5u);
}

/* 32 bytes below the stack pointer are still its stack; the kernel may touch what is below */
static void a_stack_grows_to_its_pointer(struct kunit *test)
{
	u32 esp = 0xbfffc020;

	map_areas(test);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, FAULT_AREA, ERR_U | ERR_W, esp - 33, esp),
			(u32)MM011_FAULT24_BAD);
	KUNIT_EXPECT_EQ(test, areas_mm(test).total_vm, 5u);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, FAULT_AREA, ERR_U | ERR_W, esp - 32, esp),
			(u32)MM011_FAULT24_GOOD);
	KUNIT_EXPECT_EQ(test, areas_mm(test).total_vm, 7u);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, FIND_VMA, 0xbfffc000), 0xbfffc000u);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, FAULT_AREA, ERR_W, 0xbfff0000, esp),
			(u32)MM011_FAULT24_GOOD);
	KUNIT_EXPECT_EQ(test, areas_mm(test).total_vm, 19u);
}

/* it has grown although the access is forbidden: that is asked afterwards */
static void a_stack_grows_before_it_is_asked(struct kunit *test)
{
	map_areas(test);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, FAULT_AREA, ERR_U | ERR_P, 0xbfffd000, 0xbfffd000),
			(u32)MM011_FAULT24_BAD);
	KUNIT_EXPECT_EQ(test, areas_mm(test).total_vm, 6u);
}

static void a_stack_has_its_limits(struct kunit *test)
{
	map_areas(test);
	AREAS_RET(test, SET_LIMIT, MM011_LIMIT24_STACK, 2 * PAGE);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, FAULT_AREA, ERR_U, 0xbfffcfff, 0xbfffc000),
			(u32)MM011_FAULT24_BAD);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, FAULT_AREA, ERR_U, 0xbfffd000, 0xbfffc000),
			(u32)MM011_FAULT24_GOOD);
	AREAS_RET(test, SET_LIMIT, MM011_LIMIT24_STACK, ~0u);
	AREAS_RET(test, SET_LIMIT, MM011_LIMIT24_AS, 6 * PAGE);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, FAULT_AREA, ERR_U, 0xbfffc000, 0xbfffc000),
			(u32)MM011_FAULT24_BAD);
	AREAS_RET(test, SET_LIMIT, MM011_LIMIT24_AS, 7 * PAGE);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, FAULT_AREA, ERR_U, 0xbfffc000, 0xbfffc000),
			(u32)MM011_FAULT24_GOOD);
}

static struct kunit_case recorded24_cases[] = {
	KUNIT_CASE(a_zone_is_as_it_was),
	KUNIT_CASE(a_zone_that_does_not_fit_changes_nothing),
	KUNIT_CASE(blocks_are_freed_by_others),
	KUNIT_CASE(page_frames_must_be_there),
	KUNIT_CASE(who_is_killed_has_loaded_some),
	KUNIT_CASE(it_is_saved_and_comes_back),
	KUNIT_CASE(many_areas_let_others_run),
	KUNIT_CASE(each_field_is_set),
	KUNIT_CASE(an_area_allows_what_it_says),
	KUNIT_CASE(a_stack_grows_to_its_pointer),
	KUNIT_CASE(a_stack_grows_before_it_is_asked),
	KUNIT_CASE(a_stack_has_its_limits),
	{}
};

struct kunit_suite mm011_recorded24_suite = {
	.name = "mm011_recorded24",
	.suite_init = bare_suite_init,
	.suite_exit = bare_suite_exit,
	.init = bare_init,
	.exit = bare_exit,
	.test_cases = recorded24_cases,
};
