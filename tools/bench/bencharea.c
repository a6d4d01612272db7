// SPDX-License-Identifier: GPL-2.0
/*
 * 2.4: areas and page frames, beside the models of them. A search there goes as the
 * original's does, from the cached area to the tree, along real pointers. The model of mmap()
 * and munmap() has a sorted array instead of a list, and moves what is behind: with many areas
 * that is slower than the original.
 */

#include <stdlib.h>
#include <linux/kernel.h>

#include "bench/bench.h"
#include "linux24/linux24.h"
#include "op/op.h"
#include "ref/refareas.h"
#include "ref/refbuddy.h"
#include "target/local.h"

#define PAGE		MM011_PAGE_SIZE
#define BASE		LINUX24_TASK_UNMAPPED_BASE
#define CALLS		64u		/* in a sample */
#define SAMPLES		301u
#define FIXED		0x32u		/* MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED */
#define FRAMES		4096u
#define SAME		10u		/* one search in so many is for another area */

/* both sides, and which areas the next sample asks for */
struct both {
	struct mm011_machine *m;
	struct ref_areas *r;
	struct refbuddy *b;
	u32 areas;
	u32 addr[CALLS];
	u64 dice;
};

struct task {
	const char *name;
	u32 areas;
	bool same;		/* nine times of ten */
	void (*ours)(struct both *b);
	void (*theirs)(struct both *b);
};

static u32 roll(struct both *b, u32 sides)
{
	b->dice ^= b->dice << 13;
	b->dice ^= b->dice >> 7;
	b->dice ^= b->dice << 17;
	return (u32)(b->dice >> 20) % sides;
}

/* ---- searches ---- */

static void find_ours(struct both *b)
{
	struct linux24_mm *mm = linux24_current_mm(b->m);
	u32 i;

	for (i = 0; i < CALLS; i++)
		linux24_find_vma(b->m, mm, b->addr[i]);
}

/* each area is a page: what the tree knows is enough */
static u32 search_tree(const struct ref_node *n, u32 addr)
{
	u32 found = 0;

	while (n) {
		if (n->start + PAGE <= addr) {
			n = n->right;
			continue;
		}
		found = n->start;
		if (found <= addr)
			break;
		n = n->left;
	}
	return found;
}

static u32 search_list(const struct ref_areas *r, u32 addr)
{
	u32 i = 0;

	while (i < r->n && r->area[i].end <= addr)
		i++;
	return i < r->n ? r->area[i].start : 0;
}

static void find_theirs(struct both *b)
{
	struct ref_areas *r = b->r;
	u32 i;

	for (i = 0; i < CALLS; i++) {
		r->finds++;
		if (r->has_cache && b->addr[i] - r->cache < PAGE) {
			r->hits++;
			continue;
		}
		r->cache = r->root ? search_tree(r->root, b->addr[i]) :
			   search_list(r, b->addr[i]);
		r->has_cache = 1;
	}
}

static void room_ours(struct both *b)
{
	struct linux24_mm *mm = linux24_current_mm(b->m);
	u32 i;

	for (i = 0; i < CALLS; i++)
		linux24_get_unmapped_area(b->m, mm, 0, 2 * PAGE);
}

static void room_theirs(struct both *b)
{
	u32 i;

	for (i = 0; i < CALLS; i++)
		ref_unmapped(b->r, 0, 2 * PAGE);
}

/* ---- areas that go and come ---- */

static void map_ours(struct both *b)
{
	struct linux24_mm *mm = linux24_current_mm(b->m);
	struct linux24_mmap map = { .len = PAGE, .prot = 1, .flags = FIXED };
	u32 i, at;

	for (i = 0; i < CALLS; i++) {
		map.addr = b->addr[i];
		linux24_do_munmap(b->m, mm, map.addr, PAGE);
		linux24_do_mmap_pgoff(b->m, mm, &map, &at);
	}
}

static void map_theirs(struct both *b)
{
	u32 i;

	for (i = 0; i < CALLS; i++) {
		ref_munmap(b->r, b->addr[i], PAGE);
		ref_mmap(b->r, (uint32_t[]){ b->addr[i], PAGE, 1, FIXED, 0, 0 });
	}
}

/* ---- page frames ---- */

/* the model has no other way in than operations */
static void pages_ours(struct both *b)
{
	u32 i, pfn;

	for (i = 0; i < CALLS; i++) {
		linux24_alloc_pages(b->m, 7, 0, &pfn);
		linux24_put_pages(b->m, pfn, 0);
	}
}

static void pages_theirs(struct both *b)
{
	struct mm011_op op;
	u32 i;

	for (i = 0; i < CALLS; i++) {
		op = (struct mm011_op){ .code = MM011_OP24_ALLOC_PAGES, .arg = { 0, 7 } };
		refbuddy_op(b->b, &op);
		op = (struct mm011_op){ .code = MM011_OP24_FREE_PAGES, .arg = { op.ret, 0 } };
		refbuddy_op(b->b, &op);
	}
}

static const struct task tasks[] = {
	{ "2.4 find_vma, random, 10 areas", 10, false, find_ours, find_theirs },
	{ "2.4 find_vma, random, 31 areas", 31, false, find_ours, find_theirs },
	{ "2.4 find_vma, random, 100 areas", 100, false, find_ours, find_theirs },
	{ "2.4 find_vma, random, 1000 areas", 1000, false, find_ours, find_theirs },
	{ "2.4 find_vma, random, 10000 areas", 10000, false, find_ours, find_theirs },
	{ "2.4 find_vma, nine times of ten the same", 1000, true, find_ours, find_theirs },
	{ "2.4 munmap and mmap, 10 areas", 10, false, map_ours, map_theirs },
	{ "2.4 munmap and mmap, 100 areas", 100, false, map_ours, map_theirs },
	{ "2.4 munmap and mmap, 1000 areas", 1000, false, map_ours, map_theirs },
	{ "2.4 munmap and mmap, 10000 areas", 10000, false, map_ours, map_theirs },
	{ "2.4 get_unmapped_area, 10000 areas", 10000, false, room_ours, room_theirs },
	{ "2.4 alloc_pages and free_pages, order 0", 0, false, pages_ours, pages_theirs },
};

/* ---- sampling ---- */

static void run(struct both *b, u32 code, const u32 *arg, u32 nargs)
{
	struct mm011_op op = { .code = code };

	memcpy(op.arg, arg, nargs * sizeof(*arg));
	mm011_op_run(b->m, &op, NULL);
}

static bool begin(struct both *b)
{
	static const struct mm011_reset bare = {
		.kernel = MM011_KERNEL_2_4, .flags = MM011_RESET_BARE
	};
	const u32 size[MM011_NR_ZONES] = { FRAMES };

	b->m = local_machine_new();
	b->r = calloc(1, sizeof(*b->r));
	b->b = refbuddy_new(FRAMES);
	b->dice = 1;
	if (!b->m || !b->r || !b->b || local_reset(b->m, &bare))
		return false;
	run(b, MM011_OP24_FREE_AREA_INIT, (u32[]){ FRAMES, FRAMES, 0, 0 }, 4);
	refbuddy_init(b->b, size, 0);
	return true;
}

/* a page each, every second one */
static void make_areas(struct both *b, u32 n)
{
	const u32 mm[] = { 0x08100000, 0x08100000, 0x08200000 };
	u32 i;

	b->areas = n;
	run(b, MM011_OP24_MM_NEW, mm, ARRAY_SIZE(mm));
	ref_new(b->r);
	for (i = 0; i < n; i++) {
		u32 arg[] = { BASE + 2 * i * PAGE, PAGE, 1, FIXED, 0, 0 };

		run(b, MM011_OP24_DO_MMAP_PGOFF, arg, ARRAY_SIZE(arg));
		ref_mmap(b->r, arg);
	}
}

static void choose(struct both *b, bool same)
{
	u32 i;

	for (i = 0; i < CALLS && b->areas; i++) {
		b->addr[i] = BASE + 2 * PAGE * roll(b, b->areas);
		if (same && i % SAME)
			b->addr[i] = b->addr[i - 1];
	}
}

static double time_side(struct both *b, void (*side)(struct both *b))
{
	u64 from = bench_now();

	side(b);
	return bench_ns(from, bench_now()) / CALLS;
}

static struct bench_result measure(struct both *b, const struct task *t)
{
	static double ours[SAMPLES], theirs[SAMPLES], ratio[SAMPLES];
	struct bench_result result;
	u32 i;

	make_areas(b, t->areas);
	for (i = 0; i < SAMPLES; i++) {
		choose(b, t->same);
		if (i % 2)
			ours[i] = time_side(b, t->ours);
		theirs[i] = time_side(b, t->theirs);
		if (i % 2 == 0)
			ours[i] = time_side(b, t->ours);
		ratio[i] = ours[i] / theirs[i];
	}
	result = (struct bench_result){
		.ratio = bench_median(ratio, SAMPLES), .ours = bench_median(ours, SAMPLES),
		.reference = bench_median(theirs, SAMPLES),
	};
	result.ours_least = ours[0];
	result.reference_least = theirs[0];
	return result;
}

/**
 * bench_areas() - what 2.4 does with areas and page frames
 * @rows: filled in
 *
 * Return: how many rows there are; 0 without memory.
 */
u32 bench_areas(struct bench_row *rows)
{
	static struct both b;
	u32 i;

	if (!begin(&b))
		return 0;
	for (i = 0; i < ARRAY_SIZE(tasks); i++)
		rows[i] = (struct bench_row){
			.name = tasks[i].name, .group = 9, .unit = BENCH_TIMES,
			.beside = BENCH_NS, .goal = 1, .result = measure(&b, &tasks[i])
		};
	local_machine_free(b.m);
	refbuddy_free(b.b);
	free(b.r);
	return ARRAY_SIZE(tasks);
}
