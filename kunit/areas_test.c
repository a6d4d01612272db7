// SPDX-License-Identifier: GPL-2.0
/*
 * What becomes of 2.4's areas: fork(), recorded runs, events, and what must hold of them all.
 */

#include "areas.h"
#include "view/story.h"

/* ---- fork ---- */

static void fork_copies_areas(struct kunit *test)
{
	struct mm011_file24 file;
	u32 i;

	for (i = 0; i < 40; i++)
		areas_mmap(test, BASE + (i * 7 % 40) * 2 * PAGE, PAGE, MAP_OWN | MAP_THERE);
	AREAS_RET(test, SET_FILE, 1, MM011_FILE24_READ, 1);
	AREAS_RET(test, DO_MMAP_PGOFF, 0x50000000, PAGE, CAN_READ, 0x812, 1, 0);
	AREAS_RET(test, SET_DEF_FLAGS, LINUX24_VM_DONTCOPY);
	areas_mmap(test, 0x60000000, PAGE, MAP_OWN | MAP_THERE);
	AREAS_RET(test, SYS_MLOCK, BASE, PAGE);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, DUP_MMAP), 1u);
	file = areas_file(test, 1);
	KUNIT_EXPECT_EQ(test, file.count, 3);
	KUNIT_EXPECT_EQ(test, file.writecount, -2);
	KUNIT_EXPECT_EQ(test, file.private_areas, 2u);
	AREAS_RET(test, SWITCH_MM, 1);
	KUNIT_EXPECT_EQ(test, areas_mm(test).map_count, 41u);
	KUNIT_EXPECT_EQ(test, areas_mm(test).locked_vm, 0u);
	KUNIT_EXPECT_EQ(test, areas_mm(test).total_vm, 42u);	/* what is not copied, too */
	KUNIT_EXPECT_EQ(test, areas_mm(test).cache, 0u);
	KUNIT_EXPECT_NULL(test, strstr(areas_text(test, linux24_show_maps), " 00002073"));
	/* inserted in the order of addresses: 32 is the root */
	KUNIT_EXPECT_EQ(test, strncmp(areas_text(test, linux24_show_avl), "4001e000:6\n", 11), 0);
	AREAS_RET(test, SWITCH_MM, 0);
	KUNIT_EXPECT_EQ(test, areas_mm(test).locked_vm, 1u);
	KUNIT_EXPECT_EQ(test, AREAS_OP(test, MMPUT, 1).error, 0);
	KUNIT_EXPECT_EQ(test, areas_file(test, 1).writecount, -1);
	KUNIT_EXPECT_EQ(test, linux24(rig_machine(test))->areas.vmas.used, 42u);
	KUNIT_EXPECT_EQ_MSG(test, areas_verify(test), 0u, "%s", rig_heard());
}

static void a_fork_that_fails_leaves_nothing(struct kunit *test)
{
	areas_row(test, 5);
	areas_mmap(test, 0x50000000, PAGE, MAP_OURS | MAP_THERE);
	AREAS_RET(test, FAIL_AREA_ALLOC, 6);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, DUP_MMAP), -ENOMEM);
	KUNIT_EXPECT_EQ(test, AREAS_OP(test, SWITCH_MM, 1).error, -EINVAL);
	KUNIT_EXPECT_EQ(test, linux24(rig_machine(test))->areas.vmas.used, 6u);
	KUNIT_EXPECT_EQ_MSG(test, areas_verify(test), 0u, "%s", rig_heard());
}

static void there_are_so_many_mms(struct kunit *test)
{
	u32 i;

	for (i = 1; i < LINUX24_MAX_MM; i++)
		KUNIT_EXPECT_EQ(test, AREAS_RET(test, MM_ALLOC), i);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, MM_ALLOC), -ENOMEM);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, DUP_MMAP), -ENOMEM);
	KUNIT_EXPECT_EQ(test, AREAS_OP(test, SWITCH_MM, LINUX24_MAX_MM).error, -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_OP(test, SWITCH_MM, ~0u).error, -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_OP(test, MMPUT, 0).error, -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_OP(test, MMPUT, 7).error, 0);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, MM_ALLOC), 7u);
}

/* ---- what a recorded run says ---- */

static void insert_vm_struct_wants_room(struct kunit *test)
{
	static const struct { u32 start, end, file; int err; } cases[] = {
		{ BASE, BASE + PAGE, 0, -EINVAL }, { BASE - PAGE, BASE + PAGE, 0, -EINVAL },
		{ BASE - PAGE, BASE, 64, -EINVAL }, { BASE - PAGE, BASE, 0, 0 },
		{ BASE + PAGE, BASE + PAGE, 0, -EINVAL }, { BASE + 1, BASE + PAGE, 0, -EINVAL },
		{ 0xbffff000, 0xc0001000, 0, -EINVAL }, { 0xbffff000, 0xc0000000, 0, 0 },
		{ BASE + PAGE, BASE + 0x1800, 0, -EINVAL }, { BASE + PAGE, BASE + 0x2000, 1, 0 },
	};
	u32 i;

	areas_row(test, 1);
	for (i = 0; i < ARRAY_SIZE(cases); i++)
		KUNIT_EXPECT_EQ_MSG(test, AREAS_OP(test, INSERT_VM_STRUCT, cases[i].start,
						   cases[i].end, 0x177, 0, 0x27,
						   cases[i].file).error, cases[i].err, "%u", i);
	KUNIT_EXPECT_EQ(test, areas_mm(test).map_count, 4u);
	AREAS_RET(test, SET_MM, MM011_MM24_TOTAL_VM, 4);
	KUNIT_EXPECT_EQ_MSG(test, areas_verify(test), 0u, "%s", rig_heard());
}

/* ---- events, and what must hold ---- */

static void events_are_told(struct kunit *test)
{
	static struct mm011_event e[8];
	struct mm011_op op = {
		.code = MM011_OP24_DO_MUNMAP, .flags = MM011_OPF_EVENTS,
		.arg = { BASE + PAGE, PAGE }
	};
	struct mm011_machine *m = rig_machine(test);
	u64 first;

	areas_mmap(test, BASE, 3 * PAGE, MAP_OWN | MAP_THERE);
	mm011_op_run(m, &op, NULL);
	first = op.first_event;
	KUNIT_EXPECT_EQ(test, mm011_events(m, &first, e, 8), 4u);
	KUNIT_EXPECT_EQ(test, e[1].type, (u32)MM011_EV24_AREA_UNLINKED);
	KUNIT_EXPECT_EQ(test, e[1].b, BASE + 3 * PAGE);
	KUNIT_EXPECT_EQ(test, e[2].type, (u32)MM011_EV24_AREA_LINKED);
	KUNIT_EXPECT_EQ(test, e[2].a, BASE + 2 * PAGE);
	KUNIT_EXPECT_EQ(test, e[3].b, BASE + PAGE);
	KUNIT_EXPECT_EQ(test, e[3].c, 0x73u);
}

static struct linux24_mm *mm_of(struct kunit *test)
{
	return linux24_current_mm(rig_machine(test));
}

static struct linux24_vma *first_of(struct kunit *test)
{
	return linux24_vma(rig_machine(test), mm_of(test)->mmap);
}

static void overlap(struct kunit *test)
{
	first_of(test)->end += 2 * PAGE;
}

static void no_tree(struct kunit *test)
{
	mm_of(test)->mmap_avl = 0;
}

static void wrong_height(struct kunit *test)
{
	linux24_vma(rig_machine(test), mm_of(test)->mmap_avl)->height++;
}

static void wrong_map_count(struct kunit *test)
{
	mm_of(test)->map_count--;
}

static void wrong_total(struct kunit *test)
{
	mm_of(test)->total_vm++;
}

static void wrong_locked(struct kunit *test)
{
	first_of(test)->flags |= LINUX24_VM_LOCKED;
}

static void wrong_cache(struct kunit *test)
{
	mm_of(test)->mmap_cache = linux24_alloc_vma(rig_machine(test));
}

static void wrong_count(struct kunit *test)
{
	linux24(rig_machine(test))->areas.file[1].count++;
}

static void wrong_writecount(struct kunit *test)
{
	linux24(rig_machine(test))->areas.file[1].writecount++;
}

static void wrong_list(struct kunit *test)
{
	first_of(test)->flags ^= LINUX24_VM_SHARED;
}

static void endless_list(struct kunit *test)
{
	first_of(test)->next = mm_of(test)->mmap;
}

static void lost_file(struct kunit *test)
{
	linux24_take(rig_machine(test), &linux24(rig_machine(test))->areas.files);
	linux24(rig_machine(test))->areas.files.used--;
}

static void contradictions_are_told(struct kunit *test)
{
	static const struct { void (*make)(struct kunit *test); const char *text; } cases[] = {
		{ overlap, "A1: area 0x40002000 lies below 0x40003000" },
		{ endless_list, "A1: the list of areas does not end" },
		{ no_tree, "A2: there are 40 areas and no tree" },
		{ wrong_height, "A3: area 0x4001e000 has height 7, its sides have 4 and 5" },
		{ wrong_map_count, "A4: map_count is 39, there are 40 areas" },
		{ wrong_total, "A5: total_vm is 41, the areas have 40 pages" },
		{ wrong_locked, "A5: locked_vm is 0, 1 pages are locked" },
		{ wrong_cache, "A6: mmap_cache is none of the areas" },
		{ wrong_count, "A7: file 1: f_count is 3, not 2" },
		{ wrong_writecount, "A7: file 1: i_writecount is 2, and 0 areas forbid to write" },
		{ wrong_list, "A7: area 0x40000000 is in a list of file 1" },
		{ lost_file, "A8: of 1 files 0 are taken, and 0 free" },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		AREAS_RET(test, MM_NEW, 0, 0, 0);
		areas_row(test, 40);
		AREAS_RET(test, DO_MMAP_PGOFF, BASE, PAGE, CAN_WRITE, 0x12, 1, 0);
		KUNIT_EXPECT_EQ(test, areas_verify(test), 0u);
		cases[i].make(test);
		KUNIT_EXPECT_GT(test, areas_verify(test), 0u);
		KUNIT_EXPECT_TRUE_MSG(test, strstr(rig_heard(), cases[i].text), "%s",
				      rig_heard());
	}
	AREAS_RET(test, MM_NEW, 0, 0, 0);
}

static struct kunit_case areas_cases[] = {
	KUNIT_CASE(fork_copies_areas),
	KUNIT_CASE(a_fork_that_fails_leaves_nothing),
	KUNIT_CASE(there_are_so_many_mms),
	KUNIT_CASE(insert_vm_struct_wants_room),
	KUNIT_CASE(events_are_told),
	KUNIT_CASE(contradictions_are_told),
	{}
};

struct kunit_suite mm011_areas_suite = {
	.name = "mm011_areas",
	.suite_init = bare_suite_init,
	.suite_exit = bare_suite_exit,
	.init = bare_init,
	.exit = bare_exit,
	.test_cases = areas_cases,
};
