// SPDX-License-Identifier: GPL-2.0
/*
 * 2.4's areas come and go: mm/mmap.c and its tree, function by function.
 */

#include "areas.h"

#define READ_FILE	1u	/* a file that can only be read */
#define RW_FILE		2u	/* and one that can be written, too */

static void two_files(struct kunit *test)
{
	AREAS_RET(test, SET_FILE, READ_FILE, MM011_FILE24_READ, 7);
	AREAS_RET(test, SET_FILE, RW_FILE, MM011_FILE24_READ | MM011_FILE24_WRITE, 8);
}

/* ---- what is refused before anything is done ---- */

static void mmap_is_refused(struct kunit *test)
{
	static const struct { u32 mode, arg[6]; int err; } refused[] = {
		{ 0x13, { 0, PAGE, 1, 0x2, 5, 0 }, -ENODEV },
		{ 0x13, { 0, 0, 1, 0x2, 5, 0 }, -ENODEV },
		{ 3, { 0, 0xc0000001, 1, MAP_OWN, 0, 0 }, -EINVAL },
		{ 3, { PAGE, 0xc0000000, 1, MAP_OWN, 0, 0 }, -EINVAL },
		{ 3, { 0xbffff001, PAGE, 1, MAP_OWN, 0, 0 }, -EINVAL },
		{ 3, { 0, PAGE, 1, MAP_OWN, 0, 0xffffffff }, -EINVAL },
		{ 3, { BASE + 1, PAGE, 1, MAP_OWN | MAP_THERE, 0, 0 }, -EINVAL },
		{ 3, { 0, PAGE, 1, 0x0, 5, 0 }, -EINVAL },
		{ 3, { 0, PAGE, 1, 0x3, 5, 0 }, -EINVAL },
		{ 1, { 0, PAGE, 3, 0x1, 5, 0 }, -EACCES },
		{ 7, { 0, PAGE, 1, 0x1, 5, 0 }, -EACCES },
		{ 11, { 0, PAGE, 1, 0x1, 5, 0 }, -EAGAIN },
		{ 2, { 0, PAGE, 1, 0x1, 5, 0 }, -EACCES },
		{ 2, { 0, PAGE, 1, 0x2, 5, 0 }, -EACCES },
		{ 0x43, { 0, PAGE, 1, 0x2, 5, 0 }, -EACCES },
		{ 0x23, { 0, PAGE, 1, 0x1, 5, 0 }, -EINVAL },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(refused); i++) {
		AREAS_RET(test, SET_FILE, 5, refused[i].mode, 5);
		KUNIT_EXPECT_EQ_MSG(test, (int)areas_op(test, MM011_OP24_DO_MMAP_PGOFF,
							refused[i].arg, 6).ret,
				    refused[i].err, "%u", i);
		EXPECT_MAPS(test, "");
	}
}

/* the neighbours of what is refused */
static void mmap_is_not_refused(struct kunit *test)
{
	static const struct { u32 mode, arg[6], addr; } taken[] = {
		{ 3, { 0, 0xc0000000, 1, MAP_OWN | MAP_THERE, 0, 0 }, 0 },
		{ 3, { 0xbffff000, PAGE, 1, MAP_OWN, 0, 0 }, 0xbffff000 },
		{ 3, { 0, PAGE, 1, MAP_OWN, 0, 0xfffffffe }, BASE },
		{ 7, { 0, PAGE, 1, 0x2, 5, 0 }, BASE },
		{ 5, { 0, PAGE, 1, 0x1, 5, 0 }, BASE },
		{ 11, { 0, PAGE, 1, 0x2, 5, 0 }, BASE },
		{ 0x23, { 0, PAGE, 1, 0x2, 5, 0 }, BASE },
		{ 0x21, { 0, PAGE, 1, 0x1, 5, 0 }, BASE },
		{ 1, { 0, PAGE, 3, 0x2, 5, 0 }, BASE },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(taken); i++) {
		AREAS_RET(test, SET_FILE, 5, taken[i].mode, 5);
		KUNIT_EXPECT_EQ_MSG(test, areas_op(test, MM011_OP24_DO_MMAP_PGOFF, taken[i].arg,
						   6).ret, taken[i].addr, "%u", i);
		KUNIT_EXPECT_EQ(test, areas_mm(test).map_count, 1u);
		AREAS_RET(test, EXIT_MMAP);
	}
}

static void no_length_is_success(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, areas_mmap(test, 0x1234567, 0, MAP_OWN | MAP_THERE), 0x1234567u);
	KUNIT_EXPECT_EQ(test, areas_mmap(test, ~0u, 0xfffff001, MAP_OWN), ~0u);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, DO_BRK, 0x1234567, 0xfffff001), 0x1234567u);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, DO_MUNMAP, BASE, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, DO_MUNMAP, 0, 0xfffff001), -EINVAL);
	KUNIT_EXPECT_EQ(test, areas_mmap(test, 0, 0xffffffff, MAP_OWN), 0u);
	EXPECT_MAPS(test, "");
}

/* ---- what is refused when the old area is gone already ---- */

static void limit_as(struct kunit *test)
{
	AREAS_RET(test, SET_LIMIT, MM011_LIMIT24_AS, PAGE);
}

static void no_memory(struct kunit *test)
{
	AREAS_RET(test, SET_FREE, 1, 100);
}

static void late_refusals_have_unmapped(struct kunit *test)
{
	static const struct {
		void (*before)(struct kunit *test);
		u32 prot, flags, file;
		int err;
	} late[] = {
		{ limit_as, CAN_WRITE, MAP_OWN, 0, -ENOMEM },
		{ no_memory, CAN_WRITE, MAP_OWN, 0, -ENOMEM },
		{ no_memory, CAN_READ, MAP_OURS, 0, -ENOMEM },
		{ two_files, CAN_READ, 0x802, RW_FILE, -ETXTBSY },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(late); i++) {
		AREAS_RET(test, MM_NEW, 0, 0, 0);
		areas_mmap(test, BASE, 3 * PAGE, MAP_OWN | MAP_THERE);
		late[i].before(test);
		KUNIT_EXPECT_EQ_MSG(test, (int)AREAS_RET(test, DO_MMAP_PGOFF, BASE, 2 * PAGE,
							 late[i].prot, late[i].flags | MAP_THERE,
							 late[i].file, 0), late[i].err, "%u", i);
		EXPECT_MAPS(test, "40002000-40003000 rw-p 00000002 00000073 0\n");
	}
}

/* memory is asked for once, of those that write to their own alone, and never kept */
static void memory_is_looked_at_for_some(struct kunit *test)
{
	AREAS_RET(test, SET_FREE, 2, 100);
	KUNIT_EXPECT_EQ(test, (int)areas_mmap(test, 0, 2 * PAGE, MAP_OWN), -ENOMEM);
	KUNIT_EXPECT_EQ(test, areas_mmap(test, 0, PAGE, MAP_OWN), BASE);
	KUNIT_EXPECT_EQ(test, areas_mmap(test, 0, PAGE, MAP_OWN), BASE + PAGE);
	KUNIT_EXPECT_EQ(test, areas_mmap(test, 0, 2 * PAGE, MAP_OWN | 0x4000), BASE + 2 * PAGE);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, DO_MMAP_PGOFF, 0, 9 * PAGE, CAN_READ, MAP_OWN, 0, 0),
			BASE + 4 * PAGE);
	AREAS_RET(test, SET_OVERCOMMIT, 1);
	KUNIT_EXPECT_EQ(test, areas_mmap(test, 0, 2 * PAGE, MAP_OWN), BASE + 13 * PAGE);
}

/* ---- what an area is ---- */

static void flags_follow_the_file(struct kunit *test)
{
	two_files(test);
	AREAS_RET(test, DO_MMAP_PGOFF, 0, PAGE, CAN_READ, 0x1, READ_FILE, 3);
	AREAS_RET(test, DO_MMAP_PGOFF, 0, PAGE, CAN_WRITE, 0x1, RW_FILE, 0);
	AREAS_RET(test, DO_MMAP_PGOFF, 0, PAGE, 7, 0x1902, READ_FILE, 0);
	AREAS_RET(test, DO_MMAP_PGOFF, 0, PAGE, 0, MAP_OURS, 0, 9);
	AREAS_RET(test, DO_MMAP_PGOFF, 0, PAGE, 0xf8, MAP_OWN, 0, 0);
	EXPECT_MAPS(test, "40000000-40001000 r--s 00000003 000000d1 7\n"
			  "40001000-40002000 rw-s 00000000 000000fb 8\n"
			  "40002000-40003000 rwxp 00000000 00001977 7\n"
			  "40003000-40004000 ---s 00000009 000000f8 1000000\n"
			  "40004000-40005000 ---p 00000000 00000070 0\n");
}

static void entries_get_the_rights(struct kunit *test)
{
	static const u8 expected[16] = {
		0xa0, 0x25, 0x25, 0x25, 0x25, 0x25, 0x25, 0x25,
		0xa0, 0x25, 0x27, 0x27, 0x25, 0x25, 0x27, 0x27,
	};
	u32 i;

	for (i = 0; i < 16; i++)
		KUNIT_EXPECT_EQ(test, linux24_protection(i | 0xff0), (u32)expected[i]);
}

static void a_file_is_held_by_its_areas(struct kunit *test)
{
	struct mm011_file24 file;

	two_files(test);
	AREAS_RET(test, DO_MMAP_PGOFF, BASE, 5 * PAGE, CAN_READ, 0x12, RW_FILE, 0);
	AREAS_RET(test, DO_MMAP_PGOFF, 0, PAGE, CAN_READ, 0x1, RW_FILE, 0);
	AREAS_RET(test, DO_MUNMAP, BASE + PAGE, PAGE);
	file = areas_file(test, RW_FILE);
	KUNIT_EXPECT_EQ(test, file.count, 4);
	KUNIT_EXPECT_EQ(test, file.private_areas, 2u);
	KUNIT_EXPECT_EQ(test, file.shared_areas, 1u);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SET_FILE, RW_FILE, 3, 8), -EBUSY);
	AREAS_RET(test, DO_MUNMAP, BASE, 8 * PAGE);
	KUNIT_EXPECT_EQ(test, areas_file(test, RW_FILE).count, 1);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, SET_FILE, RW_FILE, 1, 8), 0u);
	KUNIT_EXPECT_EQ(test, areas_file(test, RW_FILE).writecount, 0);
}

static void denywrite_is_counted(struct kunit *test)
{
	two_files(test);
	AREAS_RET(test, DO_MMAP_PGOFF, BASE, 3 * PAGE, CAN_READ, 0x812, READ_FILE, 0);
	KUNIT_EXPECT_EQ(test, areas_file(test, READ_FILE).writecount, -1);
	AREAS_RET(test, DO_MUNMAP, BASE + PAGE, PAGE);
	KUNIT_EXPECT_EQ(test, areas_file(test, READ_FILE).writecount, -2);
	AREAS_RET(test, DO_MUNMAP, BASE, PAGE);
	KUNIT_EXPECT_EQ(test, areas_file(test, READ_FILE).writecount, -1);
	/* others may forbid it, too */
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, DO_MMAP_PGOFF, BASE, PAGE, 1, 0x812, READ_FILE, 0),
			BASE);
	KUNIT_EXPECT_EQ(test, areas_file(test, READ_FILE).writecount, -2);
	AREAS_RET(test, EXIT_MMAP);
	KUNIT_EXPECT_EQ(test, areas_file(test, READ_FILE).writecount, 0);
}

/* the file's own method says no: nobody forbids to write any more, and what it mapped goes */
static void denywrite_is_undone(struct kunit *test)
{
	AREAS_RET(test, SET_FILE, 5, MM011_FILE24_READ | MM011_FILE24_NOT_REGULAR, 5);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, DO_MMAP_PGOFF, 0, 2 * PAGE, 1, 0x802, 5, 0),
			-EACCES);
	KUNIT_EXPECT_EQ(test, areas_file(test, 5).writecount, 0);
	KUNIT_EXPECT_EQ(test, areas_file(test, 5).count, 1);
	KUNIT_EXPECT_EQ(test, areas_mm(test).zapped, 2u);
}

static void shared_memory_has_inodes(struct kunit *test)
{
	areas_mmap(test, 0, PAGE, MAP_OURS);
	areas_mmap(test, 0, 2 * PAGE, MAP_OURS);
	AREAS_RET(test, DO_MUNMAP, BASE, PAGE);
	AREAS_RET(test, DO_MUNMAP, BASE + PAGE, PAGE);
	areas_mmap(test, 0, PAGE, MAP_OURS);
	EXPECT_MAPS(test, "40000000-40001000 rw-s 00000000 000000fb 1000002\n"
			  "40002000-40003000 rw-s 00000001 000000fb 1000001\n");
	KUNIT_EXPECT_EQ(test, linux24(rig_machine(test))->areas.files.used, 2u);
	AREAS_RET(test, EXIT_MMAP);
	KUNIT_EXPECT_EQ(test, linux24(rig_machine(test))->areas.files.used, 0u);
}

/* ---- munmap ---- */

static void munmap_cuts(struct kunit *test)
{
	static const struct { u32 first, pages; const char *left; } cuts[] = {
		{ 0, 6, "" },
		{ 1, 4, "" },
		{ 1, 1, "40002000-40005000 rw-p 00000001 00000073 0\n" },
		{ 0, 2, "40002000-40005000 rw-p 00000001 00000073 0\n" },
		{ 4, 9, "40001000-40004000 rw-p 00000000 00000073 0\n" },
		{ 2, 2, "40001000-40002000 rw-p 00000000 00000073 0\n"
			"40004000-40005000 rw-p 00000003 00000073 0\n" },
		{ 0, 1, "40001000-40005000 rw-p 00000000 00000073 0\n" },
		{ 5, 1, "40001000-40005000 rw-p 00000000 00000073 0\n" },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(cuts); i++) {
		AREAS_RET(test, MM_NEW, 0, 0, 0);
		areas_mmap(test, BASE + PAGE, 4 * PAGE, MAP_OWN | MAP_THERE);
		KUNIT_EXPECT_EQ(test, AREAS_RET(test, DO_MUNMAP, BASE + cuts[i].first * PAGE,
						cuts[i].pages * PAGE - 1), 0u);
		EXPECT_MAPS(test, cuts[i].left);
		KUNIT_EXPECT_EQ(test, areas_verify(test), 0u);
	}
}

static void munmap_is_refused(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, DO_MUNMAP, 1, PAGE), -EINVAL);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, DO_MUNMAP, 0xc0001000, PAGE), -EINVAL);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, DO_MUNMAP, 0xc0000000, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, DO_MUNMAP, 0xbffff000, PAGE + 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, DO_MUNMAP, 0xbffff000, PAGE), 0u);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, DO_MUNMAP, 0, 0xc0000000), 0u);
}

/* it takes room for an area before it frees one; where there is nothing it does not */
static void munmap_needs_memory(struct kunit *test)
{
	areas_mmap(test, BASE, PAGE, MAP_OWN | MAP_THERE);
	AREAS_RET(test, FAIL_AREA_ALLOC, 1);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, DO_MUNMAP, BASE + PAGE, PAGE), 0u);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, DO_MUNMAP, BASE, PAGE), -ENOMEM);
	KUNIT_EXPECT_EQ(test, areas_mm(test).map_count, 1u);
	AREAS_RET(test, FAIL_AREA_ALLOC, 2);
	KUNIT_EXPECT_EQ(test, (int)areas_mmap(test, BASE, PAGE, MAP_OWN | MAP_THERE), -ENOMEM);
	KUNIT_EXPECT_EQ(test, areas_mm(test).map_count, 1u);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, DO_MUNMAP, BASE, PAGE), 0u);
	KUNIT_EXPECT_EQ(test, areas_verify(test), 0u);
}

/* page tables, of 4 MB each, that nobody needs any more; areas are given in MB */
static void page_tables_are_cleared(struct kunit *test)
{
	static const struct { u32 area[3][2], from, size, calls, tables; } cases[] = {
		{ { { 8, 4 } }, 8, 4, 1, 1 },
		{ { { 8, 2 } }, 8, 2, 1, 1 },
		{ { { 10, 1 } }, 10, 1, 1, 1 },
		{ { { 8, 4 } }, 0, 3000, 1, 750 },
		{ { { 8, 1 }, { 9, 1 } }, 8, 1, 0, 0 },
		{ { { 8, 1 }, { 9, 1 } }, 9, 1, 0, 0 },
		{ { { 8, 1 }, { 12, 1 } }, 12, 1, 1, 1 },
		{ { { 7, 1 }, { 8, 8 }, { 16, 1 } }, 8, 8, 1, 2 },
		{ { { 7, 2 }, { 9, 8 }, { 17, 1 } }, 9, 8, 1, 1 },
		{ { { 8, 12 } }, 12, 4, 1, 1 },
		{ { { 8, 12 } }, 11, 6, 1, 1 },
		{ { { 8, 12 } }, 11, 4, 0, 0 },
		{ { { 40, 1 }, { 8, 1 } }, 8, 1, 1, 1 },
		{ { { 40, 1 }, { 8, 20 } }, 8, 30, 1, 8 },
	};
	struct mm011_mm24 mm;
	u32 i, k;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		AREAS_RET(test, MM_NEW, 0, 0, 0);
		for (k = 0; k < 3 && cases[i].area[k][1]; k++)
			areas_mmap(test, cases[i].area[k][0] << 20, cases[i].area[k][1] << 20,
				   MAP_OWN | MAP_THERE);
		AREAS_RET(test, DO_MUNMAP, cases[i].from << 20, cases[i].size << 20);
		mm = areas_mm(test);
		KUNIT_EXPECT_EQ_MSG(test, mm.cleared, cases[i].calls, "%u", i);
		KUNIT_EXPECT_EQ_MSG(test, mm.cleared_tables, cases[i].tables, "%u", i);
	}
}

/* so many areas that each of the limits is reached, which differ by one */
static void there_are_so_many_areas(struct kunit *test)
{
	u32 i;

	for (i = 0; i < LINUX24_MAX_MAP_COUNT - 1; i++)
		if (areas_mmap(test, 0x20000000 + 4 * i * PAGE, 3 * PAGE, MAP_OWN | MAP_THERE) >
		    LINUX24_TASK_SIZE)
			break;
	KUNIT_EXPECT_EQ(test, i, LINUX24_MAX_MAP_COUNT - 1);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, DO_MUNMAP, 0x20001000, PAGE), 0u);
	KUNIT_EXPECT_EQ(test, areas_mm(test).map_count, LINUX24_MAX_MAP_COUNT);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, DO_MUNMAP, 0x20005000, PAGE), -ENOMEM);
	KUNIT_EXPECT_EQ(test, areas_mmap(test, 0x10000000, PAGE, MAP_OWN | MAP_THERE), 0x10000000u);
	KUNIT_EXPECT_EQ(test, (int)areas_mmap(test, 0x11000000, PAGE, MAP_OWN | MAP_THERE),
			-ENOMEM);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, DO_BRK, 0x11000000, PAGE), -ENOMEM);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, DO_MUNMAP, 0x20004000, PAGE), 0u);
	KUNIT_EXPECT_EQ(test, areas_mm(test).map_count, LINUX24_MAX_MAP_COUNT + 1);
	KUNIT_EXPECT_EQ(test, areas_mm(test).avl_height, 17u);
	KUNIT_EXPECT_EQ(test, areas_verify(test), 0u);
	AREAS_RET(test, EXIT_MMAP);
	KUNIT_EXPECT_EQ(test, linux24(rig_machine(test))->areas.vmas.used, 0u);
}

static void exit_mmap_leaves_nothing(struct kunit *test)
{
	struct mm011_mm24 mm;

	areas_mmap(test, 0, 3 * PAGE, MAP_OWN);
	areas_mmap(test, 0, PAGE, MAP_OURS);
	AREAS_RET(test, FIND_VMA, BASE);
	AREAS_RET(test, EXIT_MMAP);
	mm = areas_mm(test);
	KUNIT_EXPECT_EQ(test, mm.map_count + mm.total_vm + mm.cache, 0u);
	KUNIT_EXPECT_EQ(test, mm.zapped, 4u);
	KUNIT_EXPECT_EQ(test, mm.cleared_tables, 768u);
	KUNIT_EXPECT_EQ(test, mm.brk, 0x8200000u);
	KUNIT_EXPECT_EQ(test, areas_mmap(test, 0, PAGE, MAP_OWN), BASE);
}

/* ---- brk ---- */

static void brk_moves(struct kunit *test)
{
	static const struct { u32 brk, ret; } steps[] = {
		{ 0x80fffff, 0x8200000 }, { 0x8200001, 0x8200001 }, { 0x8201000, 0x8201000 },
		{ 0x8200800, 0x8200800 }, { 0x8200000, 0x8200000 }, { 0x8100000, 0x8100000 },
		{ 0x80fffff, 0x8100000 }, { 0xffffffff, 0x8100000 }, { 0xc0000001, 0x8100000 },
		{ 0x8110000, 0x8110000 },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(steps); i++)
		KUNIT_EXPECT_EQ_MSG(test, AREAS_RET(test, SYS_BRK, steps[i].brk), steps[i].ret,
				    "%u", i);
	EXPECT_MAPS(test, "08100000-08110000 rwxp 00000000 00000077 0\n");
}

/* one page stays free below the next area; the limit is counted from start_data on */
static void brk_stops(struct kunit *test)
{
	areas_mmap(test, 0x8204000, PAGE, MAP_OWN | MAP_THERE);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, SYS_BRK, 0x8203001), 0x8200000u);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, SYS_BRK, 0x8203000), 0x8203000u);
	AREAS_RET(test, SYS_BRK, 0x8200000);
	AREAS_RET(test, SET_LIMIT, MM011_LIMIT24_DATA, 0x102800);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, SYS_BRK, 0x8202801), 0x8200000u);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, SYS_BRK, 0x8202800), 0x8202800u);
	AREAS_RET(test, SET_LIMIT, MM011_LIMIT24_DATA, 0);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, SYS_BRK, 0x8203000), 0x8203000u);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, SYS_BRK, 0x8200000), 0x8200000u);
	AREAS_RET(test, SET_FREE, 1, 9);
	AREAS_RET(test, SET_LIMIT, MM011_LIMIT24_DATA, ~0u);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, SYS_BRK, 0x8201000), 0x8200000u);
}

/* the only merge there is: with what ends just there and is the same, whoever made it */
static void do_brk_expands(struct kunit *test)
{
	AREAS_RET(test, DO_MMAP_PGOFF, 0x8100000, PAGE, 7, MAP_OWN | MAP_THERE, 0, 0);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, DO_BRK, 0x8101000, 1), 0x8101000u);
	areas_mmap(test, 0x8102000, PAGE, MAP_OWN | MAP_THERE);
	AREAS_RET(test, DO_BRK, 0x8103000, PAGE);
	AREAS_RET(test, DO_BRK, 0x8104000, PAGE);
	AREAS_RET(test, DO_MMAP_PGOFF, 0x8105000, PAGE, 7, 0x12, 1, 0);
	AREAS_RET(test, DO_BRK, 0x8106000, PAGE);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, DO_BRK, 0x8106001, PAGE), -EINVAL);
	EXPECT_MAPS(test, "08100000-08102000 rwxp 00000000 00000077 0\n"
			  "08102000-08103000 rw-p 00000000 00000073 0\n"
			  "08103000-08105000 rwxp 00000000 00000077 0\n"
			  "08105000-08106000 rwxp 00000000 00000077 1\n"
			  "08106000-08107000 rwxp 00000000 00000077 0\n");
}

static void locked_memory_has_a_limit(struct kunit *test)
{
	AREAS_RET(test, SET_DEF_FLAGS, LINUX24_VM_LOCKED);
	AREAS_RET(test, SET_LIMIT, MM011_LIMIT24_MEMLOCK, 3 * PAGE);
	KUNIT_EXPECT_EQ(test, (int)areas_mmap(test, 0, 4 * PAGE, MAP_OWN), -EAGAIN);
	KUNIT_EXPECT_EQ(test, areas_mmap(test, 0, 2 * PAGE, MAP_OWN), BASE);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, DO_BRK, BASE, 2 * PAGE), -EAGAIN);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, DO_BRK, BASE + 2 * PAGE, PAGE), BASE + 2 * PAGE);
	KUNIT_EXPECT_EQ(test, areas_mm(test).locked_vm, 3u);
	AREAS_RET(test, DO_MUNMAP, BASE + PAGE, PAGE);
	KUNIT_EXPECT_EQ(test, areas_mm(test).locked_vm, 2u);
}

static struct kunit_case mmap_cases[] = {
	KUNIT_CASE(mmap_is_refused),
	KUNIT_CASE(mmap_is_not_refused),
	KUNIT_CASE(no_length_is_success),
	KUNIT_CASE(late_refusals_have_unmapped),
	KUNIT_CASE(memory_is_looked_at_for_some),
	KUNIT_CASE(flags_follow_the_file),
	KUNIT_CASE(entries_get_the_rights),
	KUNIT_CASE(a_file_is_held_by_its_areas),
	KUNIT_CASE(denywrite_is_counted),
	KUNIT_CASE(denywrite_is_undone),
	KUNIT_CASE(shared_memory_has_inodes),
	KUNIT_CASE(munmap_cuts),
	KUNIT_CASE(munmap_is_refused),
	KUNIT_CASE(munmap_needs_memory),
	KUNIT_CASE(page_tables_are_cleared),
	KUNIT_CASE(there_are_so_many_areas),
	KUNIT_CASE(exit_mmap_leaves_nothing),
	KUNIT_CASE(brk_moves),
	KUNIT_CASE(brk_stops),
	KUNIT_CASE(do_brk_expands),
	KUNIT_CASE(locked_memory_has_a_limit),
	{}
};

struct kunit_suite mm011_mmap_suite = {
	.name = "mm011_mmap",
	.suite_init = bare_suite_init,
	.suite_exit = bare_suite_exit,
	.init = bare_init,
	.exit = bare_exit,
	.test_cases = mmap_cases,
};
