/* SPDX-License-Identifier: GPL-2.0 */
/*
 * For suites about 2.4's page frames: a bare machine for each test, requests, and what is
 * free afterwards.
 */
#ifndef _MM011_FRAMES_H
#define _MM011_FRAMES_H

#include <linux/vmalloc.h>

#include "linux24/list.h"
#include "linux24/verify.h"
#include "rig.h"

#define KERNEL	7u		/* masks: GFP_KERNEL */
#define ATOMIC	2u		/* GFP_ATOMIC */
#define DMA	(LINUX24_GFP_DMA | KERNEL)
#define USER	(LINUX24_GFP_HIGHMEM | 5u)	/* GFP_HIGHUSER */
#define NONE	MM011_NO_FRAME

/* the rig's own store, which is 0.11's, and one for a bare machine */
static u8 *its_store, *store24;

static inline void frames_suite_exit(struct kunit_suite *suite)
{
	vfree(store24);
	rig_suite_exit(suite);
}

static inline int frames_suite_init(struct kunit_suite *suite)
{
	static const struct mm011_reset bare = {
		.kernel = MM011_KERNEL_2_4, .flags = MM011_RESET_BARE
	};
	int err = rig_suite_init(suite);

	store24 = vmalloc(mm011_store_size(&bare));
	return store24 ? err : -ENOMEM;
}

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

static inline int frames_init(struct kunit *test)
{
	static const struct mm011_reset bare = {
		.kernel = MM011_KERNEL_2_4, .flags = MM011_RESET_BARE
	};
	int err = rig_init(test);
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "2.4 has another mem_map[]");
	its_store = m->store;
	m->store = store24;
	mm011_reset(m, &bare);
	return err;
}

static inline void frames_exit(struct kunit *test)
{
	static const struct mm011_reset defaults;
	struct mm011_machine *m = rig_machine(test);

	m->store = its_store;
	mm011_reset(m, &defaults);
	rig_exit(test);
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

struct told {
	struct mm011_text t;
	char text[2048];
	u32 len;
};

__printf(2, 0)
static inline void listen(struct mm011_text *t, const char *format, va_list args)
{
	struct told *told = container_of(t, struct told, t);

	if (told->len < sizeof(told->text))
		told->len += vsnprintf(told->text + told->len, sizeof(told->text) - told->len,
				       format, args);
}

/* how many contradictions; @says, which may be NULL, is in what is told of them */
static inline u32 wrong(struct kunit *test, const char *says)
{
	void *scratch = vmalloc(LINUX24_VERIFY_SIZE);
	struct told *told = vmalloc(sizeof(*told));
	u32 count;

	KUNIT_ASSERT_NOT_NULL(test, scratch);
	KUNIT_ASSERT_NOT_NULL(test, told);
	memset(told, 0, sizeof(*told));
	told->t.vprintf = listen;
	count = linux24_verify(rig_machine(test), scratch, &told->t);
	if (says)
		KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(told->text, says), "%s in: %s", says,
					  told->text);
	vfree(told);
	vfree(scratch);
	return count;
}

#endif /* _MM011_FRAMES_H */
