// SPDX-License-Identifier: GPL-2.0
/*
 * How 2.4 finds an area, and room for one: searches, the tree, and the checksum that knows
 * its shape.
 */

#include "areas.h"

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

	areas_row(test, 2);
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
		areas_row(test, n);
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

	areas_row(test, 4);
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
	areas_row(test, 31);
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
	areas_row(test, 600);
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

static struct kunit_case find_vma_cases[] = {
	KUNIT_CASE(find_vma_remembers),
	KUNIT_CASE(find_vma_prev_by_list_and_tree),
	KUNIT_CASE(intersections_end_where_they_end),
	KUNIT_CASE(room_is_found),
	KUNIT_CASE(a_stack_grows),
	KUNIT_CASE(the_tree_comes_at_32),
	KUNIT_CASE(the_tree_is_made_of_one),
	KUNIT_CASE(the_tree_turns),
	KUNIT_CASE(the_checksum_is_that_of_the_texts),
	{}
};

struct kunit_suite mm011_find_vma_suite = {
	.name = "mm011_find_vma",
	.suite_init = bare_suite_init,
	.suite_exit = bare_suite_exit,
	.init = bare_init,
	.exit = bare_exit,
	.test_cases = find_vma_cases,
};
