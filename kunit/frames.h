/* SPDX-License-Identifier: GPL-2.0 */
/*
 * For suites about 2.4's page frames: a bare machine for each test, requests, and what is
 * free afterwards.
 */
#ifndef _MM011_FRAMES_H
#define _MM011_FRAMES_H

#include "bare.h"
#include "linux24/list.h"
#include "linux24/verify.h"

#define KERNEL	7u		/* masks: GFP_KERNEL */
#define ATOMIC	2u		/* GFP_ATOMIC */
#define DMA	(LINUX24_GFP_DMA | KERNEL)
#define USER	(LINUX24_GFP_HIGHMEM | 5u)	/* GFP_HIGHUSER */
#define NONE	MM011_NO_FRAME

static inline struct mm011_machine *boot(struct kunit *test, u32 ram_kb, u32 dma_kb, u32 normal_kb)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_reset r = {
		.kernel = MM011_KERNEL_2_4, .ram_kb = ram_kb, .dma_kb = dma_kb,
		.normal_kb = normal_kb,
	};

	KUNIT_EXPECT_EQ(test, mm011_check_reset(&r), 0);
	mm011_reset(m, &r);
	return m;
}

static inline struct mm011_op op_of(struct kunit *test, u32 code, u32 a, u32 b)
{
	struct mm011_op op;

	memset(&op, 0, sizeof(op));
	op.code = code;
	op.arg[0] = a;
	op.arg[1] = b;
	KUNIT_EXPECT_EQ(test, mm011_op_validate(&op), 0);
	mm011_op_run(rig_machine(test), &op, rig_data(test));
	return op;
}

/* page frames in zones, those from @reserved on free; how many are */
static inline u32 init(struct kunit *test, u32 dma, u32 normal, u32 high, u32 reserved)
{
	struct mm011_op op = {
		.code = MM011_OP24_FREE_AREA_INIT,
		.arg = { dma + normal + high, dma, normal, reserved },
	};

	mm011_op_run(rig_machine(test), &op, NULL);
	KUNIT_EXPECT_EQ(test, op.error, 0);
	return op.ret;
}

static inline u32 alloc(struct kunit *test, u32 order, u32 gfp)
{
	struct mm011_op op = op_of(test, MM011_OP24_ALLOC_PAGES, order, gfp);

	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_OK);
	return op.ret;
}

/* what it comes to when it comes to nothing */
static inline u32 alloc_ends(struct kunit *test, u32 order, u32 gfp)
{
	struct mm011_op op = op_of(test, MM011_OP24_ALLOC_PAGES, order, gfp);

	KUNIT_EXPECT_EQ(test, op.ret, NONE);
	return op.outcome;
}

static inline u32 free_ends(struct kunit *test, u32 pfn, u32 order)
{
	return op_of(test, MM011_OP24_FREE_PAGES, pfn, order).outcome;
}

static inline void give(struct kunit *test, u32 pfn, u32 order)
{
	KUNIT_EXPECT_EQ(test, free_ends(test, pfn, order), (u32)MM011_OK);
}

static inline struct linux24_zone *zone(struct kunit *test, u32 nr)
{
	return &linux24(rig_machine(test))->pages.zone[nr];
}

static inline struct linux24_page *frame(struct kunit *test, u32 pfn)
{
	return linux24_page(rig_machine(test), pfn);
}

static inline u32 blocks(struct kunit *test, u32 nr, u32 order)
{
	return linux24_count_blocks(rig_machine(test), nr, order);
}

static inline u32 first_block(struct kunit *test, u32 nr, u32 order)
{
	return zone(test, nr)->free_area[order].list.next;
}

static inline bool bit(struct kunit *test, u32 nr, u32 order, u32 pair)
{
	const u8 *map = linux24_at(rig_machine(test), zone(test, nr)->free_area[order].map);

	return map[pair / 8] >> pair % 8 & 1;
}

/* how many contradictions; @says, which may be NULL, is in what is told of them */
static inline u32 wrong(struct kunit *test, const char *says)
{
	u32 count = bare_verify(test, linux24_verify);

	if (says)
		KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(rig_heard(), says), "%s in: %s", says,
					  rig_heard());
	return count;
}

#endif /* _MM011_FRAMES_H */
