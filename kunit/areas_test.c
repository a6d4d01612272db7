// SPDX-License-Identifier: GPL-2.0
/*
 * 2.4's areas are looked for, change, are copied: searches, tree, checksum, mprotect(),
 * mlock(), mremap(), msync(), fork(), events, and what must hold of them all.
 */

#include <linux/vmalloc.h>

#include "areas.h"
#include "view/story.h"

/* n areas of a page each, every second page from BASE on */
static void row_of(struct kunit *test, u32 n)
{
	u32 i;

	for (i = 0; i < n; i++)
		areas_mmap(test, BASE + 2 * i * PAGE, PAGE, MAP_OWN | MAP_THERE);
}

/* ---- searches ---- */

static void find_vma_remembers(struct kunit *test)
{
	static const struct { u32 addr, start, end, hit; } finds[] = {
		{ BASE, BASE, BASE + PAGE, 0 }, { BASE + 0xfff, BASE, BASE + PAGE, 1 },
		{ BASE + 0x1000, BASE + 0x2000, BASE + 0x3000, 0 },
		{ BASE + 0x1000, BASE + 0x2000, BASE + 0x3000, 0 },
		{ BASE + 0x2000, BASE + 0x2000, BASE + 0x3000, 1 },
		{ BASE + 0x3000, 0, 0, 0 }, { BASE + 0x2000, BASE + 0x2000, BASE + 0x3000, 1 },
		{ 0, BASE, BASE + PAGE, 0 }, { 0xffffffff, 0, 0, 0 },
	};
	struct mm011_op op;
	u32 i;

	row_of(test, 2);
	for (i = 0; i < ARRAY_SIZE(finds); i++) {
		op = AREAS_OP(test, FIND_VMA, finds[i].addr);
		KUNIT_EXPECT_EQ_MSG(test, op.ret, finds[i].start, "%u", i);
		KUNIT_EXPECT_EQ_MSG(test, op.out[0], finds[i].end, "%u", i);
		KUNIT_EXPECT_EQ_MSG(test, op.out[1], finds[i].hit, "%u", i);
	}
	KUNIT_EXPECT_EQ(test, areas_mm(test).find_vma, (u32)ARRAY_SIZE(finds));
	KUNIT_EXPECT_EQ(test, areas_mm(test).hits, 3u);
}

/* beyond the last area the list knows which that is, the tree does not */
static void find_vma_prev_by_list_and_tree(struct kunit *test)
{
	struct mm011_op op;
	u32 n;

	for (n = 31; n <= 32; n++) {
		row_of(test, n);
		op = AREAS_OP(test, FIND_VMA_PREV, BASE + 0x5000);
		KUNIT_EXPECT_EQ(test, op.ret, BASE + 0x6000);
		KUNIT_EXPECT_EQ(test, op.out[0], BASE + 0x4000);
		KUNIT_EXPECT_EQ(test, AREAS_OP(test, FIND_VMA_PREV, 0).out[0], 0u);
		op = AREAS_OP(test, FIND_VMA_PREV, 0x80000000);
		KUNIT_EXPECT_EQ(test, op.ret, 0u);
		KUNIT_EXPECT_EQ(test, op.out[0], n == 31 ? BASE + 60 * PAGE : 0);
	}
	KUNIT_EXPECT_EQ(test, areas_mm(test).find_vma, 0u);
}

static void intersections_end_where_they_end(struct kunit *test)
{
	areas_mmap(test, BASE, PAGE, MAP_OWN | MAP_THERE);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, FIND_VMA_INTERSECTION, 0, BASE), 0u);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, FIND_VMA_INTERSECTION, 0, BASE + 1), BASE);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, FIND_VMA_INTERSECTION, BASE + 0xfff, ~0u), BASE);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, FIND_VMA_INTERSECTION, BASE + 0x1000, ~0u), 0u);
}

static void room_is_found(struct kunit *test)
{
	static const struct { u32 addr, len, found; } rooms[] = {
		{ 0, PAGE, BASE + PAGE }, { 0, PAGE + 1, BASE + 7 * PAGE },
		{ BASE + 1, PAGE, BASE + PAGE }, { BASE + PAGE + 1, 1, BASE + 3 * PAGE },
		{ PAGE, BASE - PAGE, PAGE }, { PAGE, BASE, BASE + 7 * PAGE },
		{ 0xbffff000, PAGE, 0xbffff000 }, { 0xbffff000, PAGE + 1, 0 },
		{ 0xc0000000, 0, 0xc0000000 }, { 0xc0000001, 0, 0 }, { 0, 0xc0000001, 0 },
		{ 0xffffffff, PAGE, 0 }, { 0, 0x80000000, 0 },
		{ 0, 0x80000000 - 7 * PAGE, BASE + 7 * PAGE }, { 0xfffff001, PAGE, 0 },
	};
	u32 i;

	row_of(test, 4);
	for (i = 0; i < ARRAY_SIZE(rooms); i++)
		KUNIT_EXPECT_EQ_MSG(test, AREAS_RET(test, GET_UNMAPPED_AREA, rooms[i].addr,
						    rooms[i].len), rooms[i].found, "%u", i);
}

/* to the byte: the limit of the stack, and that of all areas */
static void a_stack_grows(struct kunit *test)
{
	areas_mmap(test, BASE, PAGE, MAP_OWN | MAP_THERE);
	areas_mmap(test, BASE + 0x10000, PAGE, MAP_OWN | MAP_THERE | LINUX24_VM_GROWSDOWN);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, FIND_EXTEND_VMA, BASE + 0xffff), BASE + 0xf000);
	AREAS_RET(test, SET_LIMIT, MM011_LIMIT24_STACK, 0x3fff);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, FIND_EXTEND_VMA, BASE + 0xdfff), 0u);
	AREAS_RET(test, SET_LIMIT, MM011_LIMIT24_STACK, 0x4000);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, FIND_EXTEND_VMA, BASE + 0xdfff), BASE + 0xd000);
	AREAS_RET(test, SET_LIMIT, MM011_LIMIT24_STACK, ~0u);
	AREAS_RET(test, SET_LIMIT, MM011_LIMIT24_AS, 5 * PAGE);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, FIND_EXTEND_VMA, BASE + 0xc000), 0u);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, FIND_EXTEND_VMA, BASE + 0xfff), BASE);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, FIND_EXTEND_VMA, 0), 0u);
	EXPECT_MAPS(test, "40000000-40001000 rw-p 00000000 00000073 0\n"
			  "4000d000-40011000 rw-p fffffffd 00000173 0\n");
	KUNIT_EXPECT_EQ(test, areas_verify(test), 0u);
}

/* ---- the tree ---- */

static void the_tree_comes_at_32(struct kunit *test)
{
	row_of(test, 31);
	KUNIT_EXPECT_STREQ(test, areas_text(test, linux24_show_avl), "");
	areas_mmap(test, BASE + 62 * PAGE, PAGE, MAP_OWN | MAP_THERE);
	KUNIT_EXPECT_EQ(test, areas_mm(test).avl_height, 6u);
	AREAS_RET(test, DO_MUNMAP, BASE + 4 * PAGE, 64 * PAGE);
	KUNIT_EXPECT_STREQ(test, areas_text(test, linux24_show_avl), "40002000:2\n40000000:1\n");
	AREAS_RET(test, DO_MUNMAP, BASE, 3 * PAGE);
	areas_mmap(test, BASE, PAGE, MAP_OWN | MAP_THERE);
	KUNIT_EXPECT_STREQ(test, areas_text(test, linux24_show_avl), "");
}

/* all are touched, the tree is empty: what is left of the first comes back to a list of one */
static void the_tree_is_made_of_one(struct kunit *test)
{
	u32 i;

	for (i = 0; i < 40; i++)
		areas_mmap(test, BASE + 4 * i * PAGE, 3 * PAGE, MAP_OWN | MAP_THERE);
	AREAS_RET(test, DO_MUNMAP, BASE + PAGE, 157 * PAGE);
	EXPECT_MAPS(test, "40000000-40001000 rw-p 00000000 00000073 0\n"
			  "4009e000-4009f000 rw-p 00000002 00000073 0\n");
	KUNIT_EXPECT_STREQ(test, areas_text(test, linux24_show_avl), "4009e000:2\n40000000:1\n");
	KUNIT_EXPECT_EQ(test, areas_verify(test), 0u);
}

/* both single and both double rotations, and a removal that another area stands in for */
static void the_tree_turns(struct kunit *test)
{
	static const struct { u32 key[10], removed; const char *shape; } shapes[] = {
		{ { 1, 2, 3 }, 0, "2:2 1:1 3:1 " }, { { 3, 2, 1 }, 0, "2:2 1:1 3:1 " },
		{ { 1, 3, 2 }, 0, "2:2 1:1 3:1 " }, { { 3, 1, 2 }, 0, "2:2 1:1 3:1 " },
		{ { 5, 3, 8, 2, 4, 1 }, 0, "3:3 2:2 1:1 5:2 4:1 8:1 " },
		{ { 5, 2, 8, 1, 4, 3 }, 0, "4:3 2:2 1:1 3:1 5:2 8:1 " },
		{ { 4, 2, 8, 6, 9, 5 }, 0, "6:3 4:2 2:1 5:1 8:2 9:1 " },
		{ { 4, 2, 6, 1, 3, 5, 7 }, 0, "4:3 2:2 1:1 3:1 6:2 5:1 7:1 " },
		{ { 2, 1, 4, 3, 5 }, 1, "4:3 2:2 3:1 5:1 " },
		{ { 4, 5, 2, 1, 3 }, 5, "2:3 1:1 4:2 3:1 " },
		{ { 4, 2, 6, 1, 3, 5, 7 }, 4, "3:3 2:2 1:1 6:2 5:1 7:1 " },
		{ { 8, 4, 12, 2, 6, 10, 14, 1, 3 }, 8, "6:4 2:3 1:1 4:2 3:1 12:2 10:1 14:1 " },
		{ { 8, 4, 12, 2, 6, 10, 14, 1, 3 }, 1, "8:4 4:3 2:2 3:1 6:1 12:2 10:1 14:1 " },
	};
	struct mm011_machine *m = rig_machine(test);
	u32 i, k, root, vma, len, gone;
	struct linux24_walk walk;
	char text[64];

	for (i = 0; i < ARRAY_SIZE(shapes); i++) {
		root = 0;
		gone = 0;
		for (k = 0; k < 10 && shapes[i].key[k]; k++) {
			vma = linux24_alloc_vma(m);
			linux24_vma(m, vma)->end = shapes[i].key[k];
			linux24_avl_insert(m, vma, &root);
			gone = shapes[i].key[k] == shapes[i].removed ? vma : gone;
		}
		if (gone)
			KUNIT_EXPECT_EQ(test, linux24_avl_remove(m, gone, &root), 0);
		linux24_walk_begin(&walk, root);
		for (len = 0; (vma = linux24_next_node(m, &walk)); )
			len += snprintf(text + len, sizeof(text) - len, "%u:%u ",
					linux24_vma(m, vma)->end, linux24_vma(m, vma)->height);
		KUNIT_EXPECT_STREQ(test, text, shapes[i].shape);
	}
	KUNIT_EXPECT_EQ(test, linux24_avl_remove(m, linux24_alloc_vma(m), &root),
			-MM011_E_BUG);
}

/* ---- the checksum ---- */

/* it is that of both texts, with numbers of all lengths */
static void the_checksum_is_that_of_the_texts(struct kunit *test)
{
	static char text[0x10000];
	struct mm011_machine *m = rig_machine(test);
	u32 ino[] = { 0, 9, 10, 99, 100, 1234567890, 4294967295u }, i, len;

	KUNIT_EXPECT_EQ(test, linux24_areas_sum(m), 0u);
	row_of(test, 600);
	for (i = 0; i < ARRAY_SIZE(ino); i++) {
		AREAS_RET(test, SET_FILE, i + 1, MM011_FILE24_READ, ino[i]);
		AREAS_RET(test, DO_MMAP_PGOFF, 0xabcde000 + i * PAGE, PAGE, i, i % 2 + 1, i + 1,
			  0x89abcdef - i);
	}
	KUNIT_EXPECT_GT(test, areas_mm(test).avl_height, 9u);
	len = snprintf(text, sizeof(text), "%s", areas_text(test, linux24_show_maps));
	snprintf(text + len, sizeof(text) - len, "%s", areas_text(test, linux24_show_avl));
	KUNIT_EXPECT_EQ(test, linux24_areas_sum(m), m->host->crc32(0, text, strlen(text)));
}

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
	row_of(test, 1);
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
	row_of(test, 1);
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
	row_of(test, 2);
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
	row_of(test, 2);
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

	row_of(test, 1);
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
	row_of(test, 5);
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

	row_of(test, 1);
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
		row_of(test, 40);
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
	KUNIT_CASE(find_vma_remembers),
	KUNIT_CASE(find_vma_prev_by_list_and_tree),
	KUNIT_CASE(intersections_end_where_they_end),
	KUNIT_CASE(room_is_found),
	KUNIT_CASE(a_stack_grows),
	KUNIT_CASE(the_tree_comes_at_32),
	KUNIT_CASE(the_tree_is_made_of_one),
	KUNIT_CASE(the_tree_turns),
	KUNIT_CASE(the_checksum_is_that_of_the_texts),
	KUNIT_CASE(mprotect_splits),
	KUNIT_CASE(mprotect_is_refused),
	KUNIT_CASE(a_middle_needs_two),
	KUNIT_CASE(mlock_counts),
	KUNIT_CASE(mlockall_is_for_now_or_later),
	KUNIT_CASE(msync_tells_of_holes),
	KUNIT_CASE(mremap_comes_to),
	KUNIT_CASE(mremap_has_limits),
	KUNIT_CASE(mremap_makes_an_empty_area),
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
