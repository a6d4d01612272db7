// SPDX-License-Identifier: GPL-2.0
/*
 * 2.4's areas beside a plain model of them (ref/refareas.c): random programs, valid and
 * hostile, and every sequence of mmap() and munmap() over 8 pages, up to some depth, with
 * and without a tree.
 *
 * --bent: programs that make areas lie over each other, as mremap() of 2.4.0 can. Nothing
 * can be compared then: whatever comes of it, the machine must remain one.
 *
 * usage: areadiff [--bent] OPERATIONS [SEED]    areadiff --all DEPTH
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/kernel.h>

#include "fuzz/areapair.h"
#include "linux24/area_verify.h"
#include "target/local.h"

#define PROGRAM		2000u		/* operations of a program */

static bool run_program(struct area_pair *p)
{
	static const u32 sizes[] = { 4, 10, 32, 33, 60, 150, 600 };
	u32 i;

	p->size = sizes[dice_roll(&p->dice, ARRAY_SIZE(sizes))];
	p->hostile = p->bent || dice_chance(&p->dice, 40);
	p->op = (struct mm011_op){
		.code = MM011_OP24_MM_NEW, .arg = { 0x08100000, 0x08100000, 0x08200000 }
	};
	if (area_both_do(p))
		return true;
	for (i = 0; i < PROGRAM; i++) {
		area_make_operation(p);
		if (area_both_do(p))
			return true;
	}
	if (p->bent)
		linux24_areas_sum(p->m);
	return !p->bent && area_is_unsound(p);
}

static int run_programs(struct area_pair *p, u64 most)
{
	while (p->done < most)
		if (run_program(p))
			return 1;
	printf("areadiff: %llu operations, %llu came to BUG() or had no end, no difference\n",
	       (unsigned long long)p->done, (unsigned long long)p->bugs);
	return 0;
}

/* -------------------------------------------------------- all sequences */

#define PAGES	8u		/* that are mapped and unmapped */
#define RANGES	(PAGES * (PAGES + 1) / 2)

/* the nr-th range of the pages */
static void take_range(u32 nr, u32 *addr, u32 *len)
{
	u32 first = 0;

	while (nr >= PAGES - first)
		nr -= PAGES - first++;
	*addr = SOMEWHERE + first * PAGE;
	*len = (nr + 1) * PAGE;
}

/* mmap() or munmap() of a range; true: there is a difference */
static bool move(struct area_pair *p, u32 nr)
{
	u32 *arg = p->op.arg;

	memset(&p->op, 0, sizeof(p->op));
	take_range(nr % RANGES, &arg[0], &arg[1]);
	p->op.code = MM011_OP24_DO_MUNMAP;
	if (nr < RANGES) {
		p->op.code = MM011_OP24_DO_MMAP_PGOFF;
		arg[2] = LINUX24_VM_READ;
		arg[3] = THERE;
	}
	return area_both_do(p);
}

/* a machine with other areas on both sides */
static bool begin_sequence(struct area_pair *p, u32 others)
{
	u32 i;

	p->op = (struct mm011_op){
		.code = MM011_OP24_MM_NEW, .arg = { 0x08100000, 0x08100000, 0x08200000 }
	};
	if (area_both_do(p))
		return true;
	for (i = 0; i < others; i++) {
		p->op = (struct mm011_op){
			.code = MM011_OP24_DO_MMAP_PGOFF,
			.arg = { SOMEWHERE + (i * 7 % others - others / 2) * 16 * PAGE + 8 * PAGE,
				 PAGE, 1, THERE }
		};
		if (area_both_do(p))
			return true;
	}
	return false;
}

static int run_all(struct area_pair *p, u32 depth, u32 others)
{
	u32 way[8] = { 0 }, i;
	u64 sequences = 0;

	for (;;) {
		if (begin_sequence(p, others))
			return 1;
		for (i = 0; i < depth; i++)
			if (move(p, way[i]))
				return 1;
		if (sequences++ % 4096 == 0 && area_is_unsound(p))
			return 1;
		for (i = depth; i && ++way[i - 1] == 2 * RANGES; i--)
			way[i - 1] = 0;
		if (!i)
			break;
	}
	printf("areadiff: %llu sequences of %u beside %u areas, no difference\n",
	       (unsigned long long)sequences, depth, others);
	return 0;
}

static bool begin(struct area_pair *p)
{
	static const struct mm011_reset bare = {
		.kernel = MM011_KERNEL_2_4, .flags = MM011_RESET_BARE
	};

	p->m = local_machine_new();
	p->r = calloc(1, sizeof(*p->r));
	p->scratch = malloc(LINUX24_AREAS_VERIFY_SIZE);
	return p->m && p->r && p->scratch && !local_reset(p->m, &bare);
}

static int run(struct area_pair *p, int argc, char **argv)
{
	u32 depth = argc == 3 ? atoi(argv[2]) : 0;
	int status;

	if (argc == 3 && !strcmp(argv[1], "--all") && depth && depth <= 8) {
		status = run_all(p, depth, 0);
		return status ? status : run_all(p, depth, 30);
	}
	p->bent = argc > 1 && !strcmp(argv[1], "--bent");
	argc -= p->bent;
	argv += p->bent;
	if (argc < 2 || argc > 3) {
		fprintf(stderr, "usage: areadiff [--bent] OPERATIONS [SEED] | --all DEPTH\n");
		return 2;
	}
	p->dice.state = (argc == 3 ? strtoull(argv[2], NULL, 0) : 1) * 0x9e3779b97f4a7c15ull + 1;
	return run_programs(p, strtoull(argv[1], NULL, 0));
}

int main(int argc, char **argv)
{
	static struct area_pair p;
	int status = begin(&p) ? run(&p, argc, argv) : 2;

	free(p.scratch);
	free(p.r);
	if (p.m)
		local_machine_free(p.m);
	return status;
}
