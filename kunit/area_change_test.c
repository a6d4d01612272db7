// SPDX-License-Identifier: GPL-2.0
/*
 * 2.4's areas change: mprotect(), mlock(), msync(), mremap().
 */

#include "areas.h"

/* ---- mprotect, mlock, msync ---- */

static void mprotect_splits(struct kunit *test)
{
	static const struct { u32 first, pages; const char *maps; } splits[] = {
		{ 0, 4, "40000000-40004000 r--s 00000005 000000f9 1\n" },
		{ 0, 1, "40000000-40001000 r--s 00000005 000000f9 1\n"
			"40001000-40004000 rw-s 00000006 000000fb 1\n" },
		{ 3, 1, "40000000-40003000 rw-s 00000005 000000fb 1\n"
			"40003000-40004000 r--s 00000008 000000f9 1\n" },
		{ 1, 2, "40000000-40001000 rw-s 00000005 000000fb 1\n"
			"40001000-40003000 r--s 00000006 000000f9 1\n"
			"40003000-40004000 rw-s 00000008 000000fb 1\n" },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(splits); i++) {
		AREAS_RET(test, MM_NEW, 0, 0, 0);
		AREAS_RET(test, DO_MMAP_PGOFF, BASE, 4 * PAGE, CAN_WRITE, 0x11, 1, 5);
		KUNIT_EXPECT_EQ(test, AREAS_RET(test, SYS_MPROTECT, BASE + splits[i].first * PAGE,
						splits[i].pages * PAGE, CAN_READ), 0u);
		EXPECT_MAPS(test, splits[i].maps);
		KUNIT_EXPECT_EQ_MSG(test, areas_verify(test), 0u, "%s", rig_heard());
	}
}

static void mprotect_is_refused(struct kunit *test)
{
	AREAS_RET(test, SET_FILE, 1, MM011_FILE24_READ, 1);
	areas_row(test, 1);
	AREAS_RET(test, DO_MMAP_PGOFF, BASE + PAGE, 2 * PAGE, CAN_READ, 0x11, 1, 0);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SYS_MPROTECT, BASE + 1, PAGE, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SYS_MPROTECT, BASE, PAGE, 8), -EINVAL);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SYS_MPROTECT, BASE, 0xc0000000, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SYS_MPROTECT, 0xfffff000, 2 * PAGE, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, SYS_MPROTECT, 0, 0xfffff001, 9 - 8), 0u);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SYS_MPROTECT, BASE - PAGE, PAGE, 1), -EFAULT);
	/* what comes before the refusal is done */
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SYS_MPROTECT, BASE, 2 * PAGE, 6), -EACCES);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SYS_MPROTECT, BASE + 2 * PAGE, 2 * PAGE, 0),
			-EFAULT);
	AREAS_RET(test, FAIL_AREA_ALLOC, 1);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SYS_MPROTECT, BASE + 2 * PAGE, PAGE, 4), 0);
	AREAS_RET(test, FAIL_AREA_ALLOC, 0);
	EXPECT_MAPS(test, "40000000-40001000 -wxp 00000000 00000076 0\n"
			  "40001000-40002000 r--s 00000000 000000d1 1\n"
			  "40002000-40003000 --xs 00000001 000000d4 1\n");
}

static void a_middle_needs_two(struct kunit *test)
{
	areas_mmap(test, BASE, 3 * PAGE, MAP_OWN | MAP_THERE);
	AREAS_RET(test, FAIL_AREA_ALLOC, 2);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SYS_MPROTECT, BASE + PAGE, PAGE, 0), -ENOMEM);
	AREAS_RET(test, FAIL_AREA_ALLOC, 2);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SYS_MLOCK, BASE + PAGE, PAGE), -EAGAIN);
	AREAS_RET(test, FAIL_AREA_ALLOC, 1);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SYS_MLOCK, BASE, PAGE), -EAGAIN);
	EXPECT_MAPS(test, "40000000-40003000 rw-p 00000000 00000073 0\n");
	KUNIT_EXPECT_EQ(test, areas_verify(test), 0u);
}

static void mlock_counts(struct kunit *test)
{
	areas_row(test, 1);
	areas_mmap(test, BASE + PAGE, 3 * PAGE, MAP_OWN | MAP_THERE);
	AREAS_RET(test, SET_LIMIT, MM011_LIMIT24_MEMLOCK, 3 * PAGE + 0xfff);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SYS_MLOCK, BASE + 1, 3 * PAGE), -ENOMEM);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, SYS_MLOCK, BASE + 0xfff, PAGE + 2), 0u);
	KUNIT_EXPECT_EQ(test, areas_mm(test).locked_vm, 3u);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SYS_MLOCK, BASE + 0xfff, 1), -ENOMEM);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, SYS_MUNLOCK, BASE + 0x1800, 1), 0u);
	KUNIT_EXPECT_EQ(test, areas_mm(test).locked_vm, 2u);
	AREAS_RET(test, SET_FREE, 100, 5);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SYS_MLOCK, BASE + PAGE, PAGE), -ENOMEM);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SYS_MUNLOCK, BASE + 3 * PAGE, 2 * PAGE),
			-ENOMEM);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SYS_MUNLOCK, 0xfffff000, 0x1001), -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, SYS_MUNLOCK, 0, 0), 0u);
	EXPECT_MAPS(test, "40000000-40001000 rw-p 00000000 00002073 0\n"
			  "40001000-40002000 rw-p 00000000 00000073 0\n"
			  "40002000-40003000 rw-p 00000001 00002073 0\n"
			  "40003000-40004000 rw-p 00000002 00000073 0\n");
	KUNIT_EXPECT_EQ(test, areas_verify(test), 0u);
}

static void mlockall_is_for_now_or_later(struct kunit *test)
{
	areas_row(test, 2);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SYS_MLOCKALL, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SYS_MLOCKALL, 4), -EINVAL);
	AREAS_RET(test, SET_LIMIT, MM011_LIMIT24_MEMLOCK, 2 * PAGE - 1);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SYS_MLOCKALL, 1), -ENOMEM);
	AREAS_RET(test, SET_LIMIT, MM011_LIMIT24_MEMLOCK, ~0u);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, SYS_MLOCKALL, 1), 0u);
	KUNIT_EXPECT_EQ(test, areas_mm(test).locked_vm, 2u);
	areas_mmap(test, BASE + 8 * PAGE, PAGE, MAP_OWN | MAP_THERE);
	KUNIT_EXPECT_EQ(test, areas_mm(test).locked_vm, 2u);
	/* for those to come alone: all others are unlocked */
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, SYS_MLOCKALL, 2), 0u);
	KUNIT_EXPECT_EQ(test, areas_mm(test).locked_vm, 0u);
	areas_mmap(test, BASE + 8 * PAGE, PAGE, MAP_OWN | MAP_THERE);
	KUNIT_EXPECT_EQ(test, areas_mm(test).locked_vm, 1u);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, SYS_MUNLOCKALL), 0u);
	areas_mmap(test, BASE + 8 * PAGE, PAGE, MAP_OWN | MAP_THERE);
	KUNIT_EXPECT_EQ(test, areas_mm(test).locked_vm, 0u);
}

static void msync_tells_of_holes(struct kunit *test)
{
	areas_row(test, 2);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, SYS_MSYNC, BASE, PAGE, 7), 0u);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SYS_MSYNC, BASE, PAGE, 8), -EINVAL);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SYS_MSYNC, BASE + 1, PAGE, 4), -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, SYS_MSYNC, BASE + PAGE, 0, 4), 0u);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SYS_MSYNC, BASE, 3 * PAGE, 4), -EFAULT);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SYS_MSYNC, BASE + PAGE, PAGE, 4), -EFAULT);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SYS_MSYNC, BASE, 9 * PAGE, 4), -EFAULT);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SYS_MSYNC, 0xfffff000, 2 * PAGE, 4), -EINVAL);
}

/* ---- mremap ---- */

static void mremap_comes_to(struct kunit *test)
{
	static const struct { u32 arg[5], ret; const char *maps; } cases[] = {
		{ { BASE, 0x3000, 0x1000, 0, 0 }, BASE,
		  "40000000-40001000 rw-p 00000007 00000073 1\n"
		  "40004000-40005000 rw-p 00000000 00000073 0\n" },
		{ { BASE, 0x3000, 0x4000, 0, 0 }, BASE,
		  "40000000-40004000 rw-p 00000007 00000073 1\n"
		  "40004000-40005000 rw-p 00000000 00000073 0\n" },
		{ { BASE, 0x3000, 0x4001, 0, 0 }, -ENOMEM, NULL },
		{ { BASE, 0x2000, 0x4000, 0, 0 }, -ENOMEM, NULL },
		{ { BASE + 0x1000, 0x2000, 0x4000, 1, 0 }, BASE + 0x5000,
		  "40000000-40001000 rw-p 00000007 00000073 1\n"
		  "40004000-40005000 rw-p 00000000 00000073 0\n"
		  "40005000-40009000 rw-p 00000008 00000073 1\n" },
		{ { BASE, 0x3000, 0x3000, 1, 0 }, BASE, NULL },
		{ { BASE, 0x3000, 0x3000, 3, BASE + 0x10000 }, BASE + 0x10000,
		  "40004000-40005000 rw-p 00000000 00000073 0\n"
		  "40010000-40013000 rw-p 00000007 00000073 1\n" },
		{ { BASE, 0x1000, 0x2000, 3, BASE + 0x3000 }, BASE + 0x3000,
		  "40001000-40003000 rw-p 00000008 00000073 1\n"
		  "40003000-40005000 rw-p 00000007 00000073 1\n" },
		{ { BASE, 0, 0x1000, 1, 0 }, BASE + 0x3000,
		  "40000000-40003000 rw-p 00000007 00000073 1\n"
		  "40003000-40004000 rw-p 00000007 00000073 1\n"
		  "40004000-40005000 rw-p 00000000 00000073 0\n" },
		/* it forgets how much is left when it shrinks, and finds too little */
		{ { BASE, 0x3000, 0x1000, 3, BASE + 0x10000 }, -EFAULT,
		  "40000000-40001000 rw-p 00000007 00000073 1\n"
		  "40004000-40005000 rw-p 00000000 00000073 0\n" },
		{ { BASE, 0x4000, 0x5000, 1, 0 }, -EFAULT, NULL },
		{ { BASE + 0x1000, 0x3000, 0x4000, 1, 0 }, -EFAULT, NULL },
		{ { BASE + 0x3000, 0x1000, 0x2000, 1, 0 }, -EFAULT, NULL },
		{ { BASE, 0x1000, 0x1000, 2, 0 }, -EINVAL, NULL },
		{ { BASE, 0x1000, 0x1000, 4, 0 }, -EINVAL, NULL },
		{ { BASE + 1, 0x1000, 0x1000, 1, 0 }, -EINVAL, NULL },
		{ { BASE, 0x1000, 0x1000, 3, BASE + 1 }, -EINVAL, NULL },
		{ { BASE, 0x2000, 0x1000, 3, BASE + 0x1000 }, -EINVAL, NULL },
		{ { BASE + 0x1000, 0x1000, 0x2000, 3, BASE }, -EINVAL, NULL },
		{ { BASE, 0x1000, 0x2000, 3, 0xbffff000 }, -EINVAL, NULL },
		{ { BASE, 0x1000, 0x80000000, 1, 0 }, -ENOMEM, NULL },
	};
	static const char before[] = "40000000-40003000 rw-p 00000007 00000073 1\n"
				     "40004000-40005000 rw-p 00000000 00000073 0\n";
	const char *maps;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		AREAS_RET(test, MM_NEW, 0, 0, 0);
		AREAS_RET(test, DO_MMAP_PGOFF, BASE, 3 * PAGE, CAN_WRITE, 0x12, 1, 7);
		areas_mmap(test, BASE + 4 * PAGE, PAGE, MAP_OWN | MAP_THERE);
		KUNIT_EXPECT_EQ_MSG(test, areas_op(test, MM011_OP24_SYS_MREMAP, cases[i].arg,
						   5).ret, cases[i].ret, "%u", i);
		maps = cases[i].maps;
		EXPECT_MAPS(test, maps ? maps : before);
		KUNIT_EXPECT_EQ(test, areas_verify(test), 0u);
	}
}

static void mremap_has_limits(struct kunit *test)
{
	areas_mmap(test, BASE, PAGE, MAP_OWN | MAP_THERE);
	AREAS_RET(test, SET_LIMIT, MM011_LIMIT24_AS, 2 * PAGE);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SYS_MREMAP, BASE, PAGE, 3 * PAGE, 1, 0),
			-ENOMEM);
	AREAS_RET(test, SET_LIMIT, MM011_LIMIT24_AS, ~0u);
	AREAS_RET(test, SET_FREE, 1, 100);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SYS_MREMAP, BASE, PAGE, 2 * PAGE, 1, 0),
			-ENOMEM);
	AREAS_RET(test, SET_FREE, 2, 100);
	AREAS_RET(test, SYS_MLOCK, BASE, PAGE);
	AREAS_RET(test, SET_LIMIT, MM011_LIMIT24_MEMLOCK, 2 * PAGE - 1);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SYS_MREMAP, BASE, PAGE, 2 * PAGE, 1, 0),
			-EAGAIN);
	AREAS_RET(test, SET_LIMIT, MM011_LIMIT24_MEMLOCK, 2 * PAGE);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, SYS_MREMAP, BASE, PAGE, 2 * PAGE, 1, 0), BASE);
	KUNIT_EXPECT_EQ(test, areas_mm(test).locked_vm, 2u);
	AREAS_RET(test, FAIL_AREA_ALLOC, 1);
	KUNIT_EXPECT_EQ(test, (int)AREAS_RET(test, SYS_MREMAP, BASE, PAGE, PAGE, 3, 0x50000000),
			-ENOMEM);
	KUNIT_EXPECT_EQ(test, areas_verify(test), 0u);
}

/* an area of nothing, which munmap() comes upon: "kernel BUG at memory.c" */
static void mremap_makes_an_empty_area(struct kunit *test)
{
	struct mm011_op op;

	areas_row(test, 1);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, SYS_MREMAP, BASE, 0, 0, 3, 0x50000000), 0x50000000u);
	EXPECT_MAPS(test, "40000000-40001000 rw-p 00000000 00000073 0\n"
			  "50000000-50000000 rw-p 00000000 00000073 0\n");
	KUNIT_EXPECT_EQ(test, areas_verify(test), 1u);
	KUNIT_EXPECT_NOT_NULL(test, strstr(rig_heard(), "A1: area 0x50000000-0x50000000"));
	op = AREAS_OP(test, DO_MUNMAP, 0x4ffff000, 2 * PAGE);
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_BUG);
	KUNIT_EXPECT_EQ(test, op.error, -EFAULT);
	/* the area is nowhere any more, and not free */
	KUNIT_EXPECT_GT(test, areas_verify(test), 0u);
	KUNIT_EXPECT_NOT_NULL(test, strstr(rig_heard(), "A8: an area is lost"));
}

static struct kunit_case area_change_cases[] = {
	KUNIT_CASE(mprotect_splits),
	KUNIT_CASE(mprotect_is_refused),
	KUNIT_CASE(a_middle_needs_two),
	KUNIT_CASE(mlock_counts),
	KUNIT_CASE(mlockall_is_for_now_or_later),
	KUNIT_CASE(msync_tells_of_holes),
	KUNIT_CASE(mremap_comes_to),
	KUNIT_CASE(mremap_has_limits),
	KUNIT_CASE(mremap_makes_an_empty_area),
	{}
};

struct kunit_suite mm011_area_change_suite = {
	.name = "mm011_area_change",
	.suite_init = bare_suite_init,
	.suite_exit = bare_suite_exit,
	.init = bare_init,
	.exit = bare_exit,
	.test_cases = area_change_cases,
};
