// SPDX-License-Identifier: GPL-2.0
/*
 * 2.4's page frames beside the yardstick (ref/refbuddy.c): random programs, in zones of all
 * sizes, and every sequence of operations on a zone of 16 page frames, up to some depth.
 *
 * A program is valid, or frees what is not its own: then lists are damaged, and links lead
 * where they lead in both. After valid programs, what must hold of page frames is looked at.
 *
 * usage: buddydiff OPERATIONS [SEED]    buddydiff --all DEPTH
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/kernel.h>

#include "fuzz/dice.h"
#include "linux24/list.h"
#include "ref/refbuddy.h"
#include "target/local.h"
#include "linux24/verify.h"
#include "op/op.h"
#include "view/words.h"

#define MOST		4096u	/* page frames of a random machine */
#define PROGRAM		2000u	/* operations of a program */
#define HELD		512u	/* blocks that a program remembers */
#define SMALL		16u	/* page frames of the small zone */

struct pair {
	struct mm011_machine *m;
	struct refbuddy *r;
	struct dice dice;
	bool hostile;
	u32 held;
	struct { u32 pfn, order; } block[HELD];
	u8 data[sizeof(struct mm011_zones)];
	u8 *scratch;
	struct mm011_op last;
};

static u32 random_below(struct pair *p, u32 n)
{
	return dice_roll(&p->dice, n);
}

static bool chance(struct pair *p, u32 percent)
{
	return dice_chance(&p->dice, percent);
}

/* ------------------------------------------------------------- compare */

static bool differ(const struct pair *p, const char *what, u32 ours, u32 theirs)
{
	const struct mm011_op *op = &p->last;

	if (ours == theirs)
		return false;
	printf("buddydiff: after %s %u %u: %s: 0x%x, the yardstick has 0x%x\n",
	       mm011_op_row(op->code)->name, op->arg[0], op->arg[1], what, ours, theirs);
	return true;
}

static bool frames_differ(const struct pair *p)
{
	u32 pfn;

	for (pfn = 0; pfn < linux24(p->m)->pages.nr; pfn++)
		if (differ(p, "count", linux24_page(p->m, pfn)->count, refbuddy_count(p->r, pfn)) ||
		    differ(p, "flags", linux24_page(p->m, pfn)->flags, refbuddy_flags(p->r, pfn)))
			return true;
	return false;
}

static bool pressures_differ(struct pair *p)
{
	struct mm011_op op = { .code = MM011_OP24_PRESSURE, .len = sizeof(struct mm011_pressure) };
	struct mm011_pressure ours, theirs;
	u32 i;

	mm011_op_run(p->m, &op, &ours);
	refbuddy_pressure(p->r, &theirs);
	for (i = 0; i < MM011_WAKEUPS; i++)
		if (differ(p, mm011_wakeup_word(i), ours.wakeups[i], theirs.wakeups[i]))
			return true;
	return differ(p, "memory_pressure", ours.memory_pressure, theirs.memory_pressure) ||
	       differ(p, "free pages", ours.free_pages, theirs.free_pages) ||
	       differ(p, "free_shortage", ours.free_shortage, theirs.free_shortage) ||
	       differ(p, "inactive_shortage", ours.inactive_shortage, theirs.inactive_shortage);
}

static bool sums_differ(struct pair *p)
{
	return differ(p, "free lists", linux24_pages_sum(p->m), refbuddy_sum(p->r));
}

static void nowhere(struct mm011_text *t, const char *format, va_list args)
{
}

static bool is_broken(struct pair *p)
{
	struct mm011_text t = { .vprintf = nowhere };

	return differ(p, "contradictions", linux24_verify(p->m, p->scratch, &t), 0);
}

/* one operation in both; what it came to is in p->last. True: it differs */
static bool both_differ(struct pair *p, u32 code, u32 a, u32 b)
{
	struct mm011_op theirs;

	p->last = (struct mm011_op){ .code = code, .arg = { a, b } };
	theirs = p->last;
	mm011_op_run(p->m, &p->last, NULL);
	refbuddy_op(p->r, &theirs);
	return differ(p, "outcome", p->last.outcome, theirs.outcome) ||
	       differ(p, "result", p->last.ret, theirs.ret);
}

static void init_both(struct pair *p, const u32 size[MM011_NR_ZONES], u32 reserved)
{
	struct mm011_op op = {
		.code = MM011_OP24_FREE_AREA_INIT,
		.arg = { size[0] + size[1] + size[2], size[0], size[1], reserved },
	};

	mm011_op_run(p->m, &op, NULL);
	refbuddy_init(p->r, size, reserved);
	p->last = op;
	p->held = 0;
}

/* --------------------------------------------------------- random programs */

static bool random_init(struct pair *p)
{
	u32 size[MM011_NR_ZONES], i, total = 0;

	for (i = 0; i < MM011_NR_ZONES; i++) {
		size[i] = chance(p, 25) ? 0 : random_below(p, chance(p, 50) ? 40 : MOST / 3);
		total += size[i];
	}
	init_both(p, size, chance(p, 50) ? 0 : random_below(p, total + 2));
	return sums_differ(p) || frames_differ(p);
}

static bool random_alloc(struct pair *p)
{
	static const u8 gfps[] = { 7, 5, 3, 2, 0, 1, 0x15, 0x17, 0x12, 0xf, 0xa, 0xff };
	u32 order = chance(p, 70) ? random_below(p, 4) : random_below(p, 12);

	if (both_differ(p, MM011_OP24_ALLOC_PAGES, order, gfps[random_below(p, sizeof(gfps))]))
		return true;
	if (p->last.ret != MM011_NO_FRAME && p->last.outcome == MM011_OK && p->held < HELD) {
		p->block[p->held].pfn = p->last.ret;
		p->block[p->held++].order = order;
	}
	return false;
}

static bool random_free(struct pair *p)
{
	u32 i = p->held ? random_below(p, p->held) : 0;
	u32 pfn, order;

	if (!p->held)
		return false;
	pfn = p->block[i].pfn;
	order = p->block[i].order;
	/* in a hostile program it may be freed again */
	if (!p->hostile || chance(p, 90))
		p->block[i] = p->block[--p->held];
	return both_differ(p, MM011_OP24_FREE_PAGES, pfn, order);
}

static bool random_wrong_free(struct pair *p)
{
	u32 nr = linux24(p->m)->pages.nr;
	u32 pfn = random_below(p, nr + 2), order = random_below(p, chance(p, 80) ? 5 : 32);

	if (p->held && chance(p, 50))
		pfn = p->block[random_below(p, p->held)].pfn;
	if (pfn < nr && chance(p, 50) && both_differ(p, MM011_OP24_GET_PAGE, pfn, 0))
		return true;
	return both_differ(p, MM011_OP24_FREE_PAGES, pfn, order);
}

/* a reference more, and one less: it stays */
static bool random_get(struct pair *p)
{
	u32 i = p->held ? random_below(p, p->held) : 0;

	return p->held && (both_differ(p, MM011_OP24_GET_PAGE, p->block[i].pfn, 0) ||
			   both_differ(p, MM011_OP24_FREE_PAGES, p->block[i].pfn, 0));
}

static bool random_step(struct pair *p)
{
	u32 nr = linux24(p->m)->pages.nr, what = random_below(p, 100);

	if (what < 50)
		return random_alloc(p);
	if (what < 90)
		return random_free(p);
	if (what < 94)
		return random_get(p);
	if (what < 96)
		return both_differ(p, MM011_OP24_MEMALLOC, random_below(p, 2), 0);
	if (!p->hostile || !nr)
		return false;
	if (what < 99)
		return random_wrong_free(p);
	return both_differ(p, MM011_OP24_RESERVE, random_below(p, nr), random_below(p, 2));
}

static bool program_differs(struct pair *p)
{
	u32 i;

	p->hostile = chance(p, 50);
	if (random_init(p))
		return true;
	for (i = 0; i < PROGRAM; i++)
		if (random_step(p) || (i % 16 == 0 && (sums_differ(p) || pressures_differ(p))))
			return true;
	return sums_differ(p) || frames_differ(p) || pressures_differ(p) ||
	       (!p->hostile && is_broken(p));
}

static int run_programs(struct pair *p, u64 operations)
{
	u64 done;

	for (done = 0; done < operations; done += PROGRAM) {
		u64 seed = p->dice.state;

		if (program_differs(p)) {
			printf("buddydiff: in the program with seed %llu\n",
			       (unsigned long long)seed);
			return 1;
		}
	}
	printf("buddydiff: %llu operations, no difference\n", (unsigned long long)done);
	return 0;
}

/* ------------------------------------------------------ every sequence */

/* what changes of a machine with SMALL page frames */
struct kept {
	struct linux24 head;
	struct linux24_page page[SMALL];
	u8 map[256];
};

struct search {
	struct pair *p;
	u64 sequences;
	u64 bugs;
	u32 most;		/* how deep */
	u32 depth;
	struct { u32 code, a, b; } way[16];
	struct kept *kept;	/* at each depth */
	u8 *theirs;
	size_t size;
};

static void keep(struct search *s)
{
	struct mm011_machine *m = s->p->m;
	struct kept *k = &s->kept[s->depth];

	k->head = *linux24(m);
	memcpy(k->page, linux24_page(m, 0), sizeof(k->page));
	memcpy(k->map, linux24_at(m, k->head.pages.maps), sizeof(k->map));
	refbuddy_save(s->p->r, s->theirs + s->depth * s->size);
}

static void bring_back(struct search *s)
{
	struct mm011_machine *m = s->p->m;
	const struct kept *k = &s->kept[s->depth];

	*linux24(m) = k->head;
	memcpy(linux24_page(m, 0), k->page, sizeof(k->page));
	memcpy(linux24_at(m, k->head.pages.maps), k->map, sizeof(k->map));
	refbuddy_restore(s->p->r, s->theirs + s->depth * s->size);
}

static bool deeper(struct search *s);

static bool go(struct search *s, u32 code, u32 a, u32 b)
{
	bool bad;

	s->way[s->depth].code = code;
	s->way[s->depth].a = a;
	s->way[s->depth].b = b;
	s->sequences++;
	bad = both_differ(s->p, code, a, b) || sums_differ(s->p);
	s->bugs += s->p->last.outcome == MM011_BUG;
	s->depth++;
	if (!bad && s->depth < s->most)
		bad = deeper(s);
	if (bad)
		return true;
	s->depth--;
	bring_back(s);
	return false;
}

/* all operations that there are, but those that only differ in a number nobody looks at */
static bool deeper(struct search *s)
{
	u32 order, pfn;

	keep(s);
	for (order = 0; order <= 4; order++)
		if (go(s, MM011_OP24_ALLOC_PAGES, order, order % 2 ? 2 : 7))
			return true;
	if (go(s, MM011_OP24_MEMALLOC, !linux24(s->p->m)->pages.memalloc, 0))
		return true;
	for (order = 0; order <= 4; order++)
		for (pfn = 0; pfn < SMALL; pfn += 1u << order)
			if (go(s, MM011_OP24_FREE_PAGES, pfn, order))
				return true;
	for (pfn = 0; pfn < SMALL; pfn += 5)
		if (go(s, MM011_OP24_GET_PAGE, pfn, 0))
			return true;
	return false;
}

static void print_way(const struct search *s)
{
	u32 i;

	for (i = 0; i < s->depth; i++)
		printf("  %s %u %u\n", mm011_op_row(s->way[i].code)->name, s->way[i].a,
		       s->way[i].b);
}

static int run_all(struct pair *p, u32 depth)
{
	const u32 size[MM011_NR_ZONES] = { SMALL, 0, 0 };
	struct search s = {
		.p = p, .most = depth, .size = refbuddy_save(p->r, NULL),
		.kept = calloc(depth + 1, sizeof(struct kept)),
	};
	int status = 0;

	s.theirs = malloc((depth + 1) * s.size);
	if (!s.kept || !s.theirs)
		return 2;
	init_both(p, size, 0);
	if (deeper(&s)) {
		print_way(&s);
		status = 1;
	} else {
		printf("buddydiff: %llu sequences of %u, %llu came to BUG(), no difference\n",
		       (unsigned long long)s.sequences, depth, (unsigned long long)s.bugs);
	}
	free(s.kept);
	free(s.theirs);
	return status;
}

static bool begin(struct pair *p, u32 most)
{
	static const struct mm011_reset bare = {
		.kernel = MM011_KERNEL_2_4, .flags = MM011_RESET_BARE
	};

	p->m = local_machine_new();
	p->r = refbuddy_new(most);
	p->scratch = malloc(LINUX24_VERIFY_SIZE);
	return p->m && p->r && p->scratch && !local_reset(p->m, &bare);
}

int main(int argc, char **argv)
{
	static struct pair p;
	bool all = argc == 3 && !strcmp(argv[1], "--all");
	u32 depth = all ? atoi(argv[2]) : 0;
	int status = 2;

	if (argc < 2 || argc > 3 || (all && (depth < 1 || depth > 16))) {
		fprintf(stderr, "usage: buddydiff OPERATIONS [SEED] | --all DEPTH (1 to 16)\n");
		return 2;
	}
	if (begin(&p, all ? SMALL : MOST)) {
		/* what a program begins with is its seed, which is never 0 */
		p.dice.state = argc == 3 && !all ? strtoull(argv[2], NULL, 0) : 1;
		p.dice.state += !p.dice.state;
		status = all ? run_all(&p, depth) : run_programs(&p, strtoull(argv[1], NULL, 0));
	}
	free(p.scratch);
	refbuddy_free(p.r);
	if (p.m)
		local_machine_free(p.m);
	return status;
}
