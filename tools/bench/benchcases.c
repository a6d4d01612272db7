// SPDX-License-Identifier: GPL-2.0
/*
 * What is measured on both sides: for each case what the machine is like, what
 * puts it back before a sample, and the work that is timed.
 */

#include <stdio.h>
#include <stdlib.h>

#include <linux/kernel.h>

#include "bench/bench.h"

#define MAX_SAMPLES	4000u
#define LEAST_SAMPLES	30u
#define PATIENCE	4u	/* times as long as asked for, for quiet samples */
#define FATHER		1u
#define CHILD		2u
#define BASE(task)	((task) * MM011_TASK_SIZE)
#define PROGRAM		5u	/* number of a made-up inode */
#define ALL_PAGES	3072u	/* of main memory, with 16 MB */
#define TABLES		16u	/* of a task */
#define BULK		0x100000u

/* one of the sides, with its machine */
struct player {
	const struct bench_side *side;
	void *state;
};

/**
 * struct scene - what the machine is like
 * @taken: pages that are taken, the topmost
 * @tables: page tables of the father
 * @density: present entries in each, evenly spread
 * @sharing: entries for each page
 * @packed: the entries stand side by side
 * @donor: slot of the task that has the pages of a shared program
 */
struct scene {
	u32 taken;
	u32 tables;
	u32 density;
	u32 sharing;
	bool packed;
	u32 donor;
};

struct bench_case {
	struct bench_row row;
	struct scene scene;
	void (*setup)(struct player *p, const struct bench_case *c);
	void (*before)(struct player *p, const struct bench_case *c);
	struct bench_work work;
};

/* ------------------------------------------------------------- preparing */

static u32 do_op(struct player *p, u32 code, u32 task, u32 a, u32 b, u32 c)
{
	struct mm011_op op = { .code = code, .task = task, .arg = { a, b, c } };

	p->side->op(p->state, &op, NULL);
	if (op.outcome == MM011_OK)
		return op.ret;
	fprintf(stderr, "bench: %s(0x%x, 0x%x, 0x%x): outcome %u\n", mm011_op_row(code)->name, a,
		b, c, op.outcome);
	exit(2);
}

static u32 word(struct player *p, u32 addr)
{
	return do_op(p, MM011_OP_PEEK32, 0, addr, 0, 0);
}

/* where the entry of a linear address stands */
static u32 entry_address(struct player *p, u32 linear)
{
	return mm011_entry_page(word(p, mm011_pde_address(linear))) + mm011_pte_offset(linear);
}

static u32 nr_of(u32 entry)
{
	return (mm011_entry_page(entry) - MM011_LOW_MEM) / MM011_PAGE_SIZE;
}

static void take_pages(struct player *p, u32 n)
{
	while (n--)
		do_op(p, MM011_OP_GET_FREE_PAGE, 0, 0, 0, 0);
}

static void make_task(struct player *p, u32 nr, u32 program)
{
	struct mm011_op op = {
		.code = MM011_OP_SET_TASK, .task = nr,
		.arg = { BASE(nr), 0x10000, 0x10000, 0x10000, program, 0x3fff000, nr, nr - 1 }
	};

	p->side->op(p->state, &op, NULL);
}

static void touch(struct player *p, u32 task, u32 address)
{
	u32 data = address;
	struct mm011_op op = {
		.code = MM011_OP_WRITE, .task = task, .arg = { address }, .len = sizeof(data)
	};

	p->side->op(p->state, &op, &data);
}

static void setup_taken(struct player *p, const struct bench_case *c)
{
	take_pages(p, c->scene.taken);
}

/* a task with 16 pages in 2 tables */
static void setup_small(struct player *p, const struct bench_case *c)
{
	u32 i;

	take_pages(p, c->scene.taken);
	make_task(p, FATHER, 0);
	for (i = 0; i < BENCH_PAGES; i++)
		touch(p, FATHER, bench_page(i));
}

/**
 * bench_small_process() - task 1 with 16 pages in 2 tables, and nothing else
 * @side: which side
 * @state: its machine
 */
void bench_small_process(const struct bench_side *side, void *state)
{
	static const struct bench_case nothing;
	struct player p = { side, state };

	setup_small(&p, &nothing);
}

static void setup_fork(struct player *p, const struct bench_case *c)
{
	setup_small(p, c);
	do_op(p, MM011_OP_FORK, FATHER, 0, 0, 0);
}

/* a task with as many tables and entries as the scene says */
static void setup_tables(struct player *p, const struct bench_case *c)
{
	const struct scene *s = &c->scene;
	u32 stride = s->packed ? 1 : MM011_ENTRIES / s->density;
	u32 i, at, page = 0;

	take_pages(p, s->taken);
	make_task(p, FATHER, 0);
	for (i = 0; i < s->tables * s->density; i++) {
		if (i % s->sharing == 0)
			page = do_op(p, MM011_OP_GET_FREE_PAGE, 0, 0, 0, 0);
		at = i / s->density * MM011_ENTRIES + i % s->density * stride;
		do_op(p, MM011_OP_PUT_PAGE, 0, page, BASE(FATHER) + at * MM011_PAGE_SIZE, 0);
		p->side->set_count(p->state, nr_of(page), i % s->sharing + 1);
	}
}

/* how much is in the caches must not depend on what was measured before */
static void warm(struct player *p, const struct bench_case *c)
{
	p->side->run(p->state, &c->work);
}

static void setup_bulk(struct player *p, const struct bench_case *c)
{
	u32 at;

	make_task(p, FATHER, 0);
	for (at = 0; at < BULK; at += MM011_PAGE_SIZE)
		touch(p, FATHER, at);
}

/* the donor has the pages, the child only a page table for them */
static void setup_donor(struct player *p, const struct bench_case *c)
{
	u32 i, page;

	make_task(p, c->scene.donor, PROGRAM);
	make_task(p, CHILD, PROGRAM);
	page = do_op(p, MM011_OP_GET_FREE_PAGE, 0, 0, 0, 0);
	do_op(p, MM011_OP_PUT_PAGE, 0, page, BASE(CHILD) + 0x100000, 0);
	for (i = 0; i < c->work.n; i++) {
		page = do_op(p, MM011_OP_GET_FREE_PAGE, 0, 0, 0, 0);
		do_op(p, MM011_OP_PUT_PAGE, 0, page,
		      BASE(c->scene.donor) + i * MM011_PAGE_SIZE, 0);
	}
}

/* all other slots run the program, too, and have none of its pages */
static void setup_crowd(struct player *p, const struct bench_case *c)
{
	u32 nr;

	for (nr = 1; nr < MM011_NR_TASKS; nr++)
		if (nr != CHILD && nr != c->scene.donor)
			make_task(p, nr, PROGRAM);
	setup_donor(p, c);
}

/* the pages that the last sample took */
static void give_back(struct player *p, const struct bench_case *c)
{
	u32 i;

	for (i = 0; i < c->work.n; i++)
		p->side->set_count(p->state, MM011_PAGING_PAGES - 1 - c->scene.taken - i, 0);
}

/* copies go, and the child's entries are the father's once more */
static void uncopy(struct player *p, const struct bench_case *c)
{
	u32 i, entry, theirs, mine;

	for (i = 0; i < c->work.n; i++) {
		theirs = word(p, entry_address(p, BASE(FATHER) + i * MM011_PAGE_SIZE));
		entry = entry_address(p, c->work.from + i * MM011_PAGE_SIZE);
		mine = word(p, entry);
		if (nr_of(mine) == nr_of(theirs))
			continue;
		do_op(p, MM011_OP_FREE_PAGE, 0, mine, 0, 0);
		do_op(p, MM011_OP_POKE32, 0, entry, theirs, 0);
		p->side->set_count(p->state, nr_of(theirs), 2);
	}
}

static void protect(struct player *p, const struct bench_case *c)
{
	u32 i, entry;

	for (i = 0; i < c->work.n; i++) {
		entry = entry_address(p, c->work.from + i * MM011_PAGE_SIZE);
		do_op(p, MM011_OP_POKE32, 0, entry, word(p, entry) & ~MM011_PTE_WRITE, 0);
	}
}

static void unmap(struct player *p, const struct bench_case *c)
{
	u32 i, entry, mine;

	for (i = 0; i < c->work.n; i++) {
		entry = entry_address(p, c->work.from + i * MM011_PAGE_SIZE);
		mine = word(p, entry);
		if (!mine)
			continue;
		do_op(p, MM011_OP_POKE32, 0, entry, 0, 0);
		do_op(p, MM011_OP_FREE_PAGE, 0, mine, 0, 0);
	}
}

static void uncopy_tables(struct player *p, const struct bench_case *c)
{
	do_op(p, MM011_OP_FREE_PAGE_TABLES, 0, BASE(CHILD), MM011_TASK_SIZE, 0);
}

static void copy_tables(struct player *p, const struct bench_case *c)
{
	do_op(p, MM011_OP_COPY_PAGE_TABLES, 0, BASE(FATHER), BASE(CHILD), MM011_TASK_SIZE);
}

/* ------------------------------------------------------------- the cases */

static u8 bytes[BULK];

/* a row whose goal is the time of the original's algorithm in the same run */
#define AS_ORIGINAL(what)	.unit = BENCH_TIMES, .goal = 1, .beside = what

#define GET(count, taken_pages, text) { \
	.row = { .name = text, .group = 1, AS_ORIGINAL(BENCH_U) }, \
	.scene = { .taken = taken_pages }, .setup = setup_taken, .before = give_back, \
	.work = { .kind = BENCH_GET_FREE_PAGE, .n = count } }
#define COPY_SMALL(taken_pages, text) { \
	.row = { .name = text, .group = 3, AS_ORIGINAL(BENCH_U) }, \
	.scene = { .taken = taken_pages }, .setup = setup_small, .before = uncopy_tables, \
	.work = { .kind = BENCH_COPY_TABLES, .n = 1, .from = BASE(FATHER), .to = BASE(CHILD), \
		  .size = MM011_TASK_SIZE } }
#define FREE_SMALL(taken_pages, text) { \
	.row = { .name = text, .group = 3, AS_ORIGINAL(BENCH_U) }, \
	.scene = { .taken = taken_pages }, .setup = setup_small, .before = copy_tables, \
	.work = { .kind = BENCH_FREE_TABLES, .n = 1, .from = BASE(CHILD), \
		  .size = MM011_TASK_SIZE } }
#define LIFE(taken_pages, text) { \
	.row = { .name = text, .group = 3, AS_ORIGINAL(BENCH_U) }, \
	.scene = { .taken = taken_pages }, .setup = setup_small, \
	.work = { .kind = BENCH_LIFE, .n = 1, .task = FATHER } }
#define SHARED(slot, how, text) { \
	.row = { .name = text, .group = 2, AS_ORIGINAL(BENCH_NS) }, \
	.scene = { .donor = slot }, .setup = how, .before = unmap, \
	.work = { .kind = BENCH_NO_PAGE, .n = 8, .task = CHILD, .from = BASE(CHILD) } }

static const struct bench_case cases[] = {
	GET(4, 0, "get_free_page, nothing used"),
	GET(4, ALL_PAGES / 2, "get_free_page, half used"),
	GET(1, ALL_PAGES - 1, "get_free_page, one page left"),
	{
		.row = { .name = "get_free_page, none left", .group = 1, AS_ORIGINAL(BENCH_NS) },
		.scene = { .taken = ALL_PAGES }, .setup = setup_taken,
		.work = { .kind = BENCH_GET_FREE_PAGE, .n = 64 }
	}, {
		.row = { .name = "do_wp_page, copy", .group = 2, AS_ORIGINAL(BENCH_C) },
		.setup = setup_fork, .before = uncopy,
		.work = { .kind = BENCH_WP_PAGE, .n = 4, .task = CHILD, .from = BASE(CHILD) }
	}, {
		.row = { .name = "do_wp_page, no copy", .group = 2, AS_ORIGINAL(BENCH_NS) },
		.setup = setup_small, .before = protect,
		.work = { .kind = BENCH_WP_PAGE, .n = 8, .task = FATHER, .from = BASE(FATHER) }
	}, {
		.row = { .name = "do_no_page, empty page", .group = 2, AS_ORIGINAL(BENCH_U) },
		.setup = setup_small, .before = unmap,
		.work = { .kind = BENCH_NO_PAGE, .n = 4, .task = FATHER,
			  .from = BASE(FATHER) + 0x100000 }
	},
	SHARED(1, setup_donor, "do_no_page, shared, donor in slot 1"),
	SHARED(63, setup_donor, "do_no_page, shared, donor in slot 63"),
	SHARED(1, setup_crowd, "do_no_page, shared, 61 tasks asked in vain"),
	COPY_SMALL(0, "copy_page_tables, small process"),
	FREE_SMALL(0, "free_page_tables, small process"),
	LIFE(0, "fork, write 16 pages, exit"),
	LIFE(MM011_PAGING_PAGES / 2, "fork, write 16 pages, exit; top half taken"),
	{
		.row = { .name = "copy_page_tables, 16384 entries", .group = 4,
			 AS_ORIGINAL(BENCH_U) },
		.scene = { .tables = TABLES, .density = MM011_ENTRIES, .sharing = 8 },
		.setup = setup_tables, .before = uncopy_tables,
		.work = { .kind = BENCH_COPY_TABLES, .n = 1, .from = BASE(FATHER),
			  .to = BASE(CHILD), .size = MM011_TASK_SIZE }
	}, {
		.row = { .name = "free_page_tables, 16384 entries", .group = 4,
			 AS_ORIGINAL(BENCH_U) },
		.scene = { .tables = TABLES, .density = MM011_ENTRIES, .sharing = 8 },
		.setup = setup_tables, .before = copy_tables,
		.work = { .kind = BENCH_FREE_TABLES, .n = 1, .from = BASE(CHILD),
			  .size = MM011_TASK_SIZE }
	}, {
		.row = { .name = "translate a read, TLB hit", .group = 5, AS_ORIGINAL(BENCH_NS) },
		.setup = setup_small,
		.work = { .kind = BENCH_TRANSLATE, .n = 1000, .task = FATHER }
	}, {
		.row = { .name = "translate a write, TLB hit", .group = 5, AS_ORIGINAL(BENCH_NS) },
		.setup = setup_small,
		.work = { .kind = BENCH_TRANSLATE_WRITE, .n = 1000, .task = FATHER }
	}, {
		.row = { .name = "translate a read, TLB miss", .group = 5, AS_ORIGINAL(BENCH_NS) },
		.scene = { .tables = 4, .density = MM011_ENTRIES, .sharing = 128 },
		.setup = setup_tables,
		.work = { .kind = BENCH_TRANSLATE, .n = 4 * MM011_ENTRIES, .task = FATHER,
			  .stride = MM011_PAGE_SIZE }
	}, {
		.row = { .name = "read a word, TLB hit", .group = 5, AS_ORIGINAL(BENCH_NS) },
		.setup = setup_small,
		.work = { .kind = BENCH_READ, .n = 1000, .task = FATHER, .size = 4,
			  .bytes = bytes }
	}, {
		.row = { .name = "write a word, TLB hit", .group = 5, AS_ORIGINAL(BENCH_NS) },
		.setup = setup_small,
		.work = { .kind = BENCH_WRITE, .n = 1000, .task = FATHER, .size = 4,
			  .bytes = bytes }
	}, {
		.row = { .name = "read 1 MB of a task", .group = 5, AS_ORIGINAL(BENCH_MEMCPY) },
		.setup = setup_bulk, .before = warm,
		.work = { .kind = BENCH_READ, .n = 1, .task = FATHER, .size = BULK,
			  .bytes = bytes }
	}, {
		.row = { .name = "write 1 MB of a task", .group = 5, AS_ORIGINAL(BENCH_MEMCPY) },
		.setup = setup_bulk, .before = warm,
		.work = { .kind = BENCH_WRITE, .n = 1, .task = FATHER, .size = BULK,
			  .bytes = bytes }
	},
};

/* -------------------------------------------------------------- sampling */

enum { OURS, REFERENCE, UNIT, RATIO, BESIDE, SERIES };

static double samples[SERIES][MAX_SAMPLES];

static double time_work(struct player *p, const struct bench_case *c)
{
	u64 from;

	if (c->before)
		c->before(p, c);
	from = bench_now();
	p->side->run(p->state, &c->work);
	return bench_ns(from, bench_now()) / c->work.n;
}

/* as many bytes, between the same places */
static double time_bulk(struct player *p, const struct bench_case *c)
{
	u32 last = BASE(FATHER) + BULK - MM011_PAGE_SIZE;
	u32 lowest = mm011_entry_page(word(p, entry_address(p, last)));
	u8 *memory = (u8 *)p->side->memory(p->state) + lowest;

	if (c->work.kind == BENCH_WRITE)
		return bench_bulk(memory, bytes, c->work.size);
	return bench_bulk(bytes, memory, c->work.size);
}

/* what the row is told beside; 1: ns */
static double time_unit(struct player *p, const struct bench_case *c)
{
	switch (c->row.beside) {
	case BENCH_U:
		return bench_memset();
	case BENCH_C:
		return bench_memcpy();
	case BENCH_MEMCPY:
		return time_bulk(p, c);
	default:
		return 1;
	}
}

/* Interleaved, so that frequency and cache effects hit all sides alike. */
static void take_sample(struct player players[2], const struct bench_case *c, u32 i)
{
	u32 k;

	for (k = 0; k < 2; k++)
		samples[(i + k) % 2][i] = time_work(&players[(i + k) % 2], c);
	samples[UNIT][i] = time_unit(&players[OURS], c);
	samples[RATIO][i] = samples[OURS][i] / samples[REFERENCE][i];
	samples[BESIDE][i] = samples[OURS][i] / samples[UNIT][i];
}

/* put the samples that are to be counted first; how many they are */
static u32 choose_quiet(const bool *quiet, u32 count)
{
	u32 i, k, n = 0;

	for (i = 0; i < count; i++) {
		if (!quiet[i])
			continue;
		for (k = 0; k < SERIES; k++)
			samples[k][n] = samples[k][i];
		n++;
	}
	return n;
}

/*
 * Samples in which somebody else had a part of the core are left out, as long as
 * there are enough others.
 */
static u32 sample_for(struct player players[2], const struct bench_case *c, u32 ms, bool *loud)
{
	static bool quiet[MAX_SAMPLES];
	u64 begin = bench_now();
	u32 i, n = 0;
	double past;

	for (i = 0; i < MAX_SAMPLES; i++) {
		quiet[i] = bench_core_is_idle();
		take_sample(players, c, i);
		quiet[i] = quiet[i] && bench_core_is_idle();
		n += quiet[i];
		past = bench_ns(begin, bench_now());
		if (i >= LEAST_SAMPLES && past > ms * 1e6 &&
		    (n >= LEAST_SAMPLES || past > PATIENCE * ms * 1e6))
			break;
	}
	*loud = n < LEAST_SAMPLES;
	return *loud ? i : choose_quiet(quiet, i);
}

static void take_samples(struct player players[2], const struct bench_case *c, u32 ms,
			 struct bench_result *to)
{
	u32 i, n;

	for (i = 0; i < 2; i++) {
		players[i].side->reset(players[i].state);
		c->setup(&players[i], c);
	}
	n = sample_for(players, c, ms, &to->loud);
	to->ours = bench_median(samples[OURS], n);
	to->reference = bench_median(samples[REFERENCE], n);
	to->ratio = bench_median(samples[RATIO], n);
	to->beside = bench_median(samples[BESIDE], n);
	to->ours_least = samples[OURS][0];
	to->reference_least = samples[REFERENCE][0];
}

static bool start_player(struct player *p, const struct bench_side *side)
{
	p->side = side;
	p->state = side->start();
	return p->state;
}

/* mm011/ and the reference; NULL without memory */
static struct player *the_players(void)
{
	static struct player players[2];

	if (players[REFERENCE].state)
		return players;
	if (start_player(&players[OURS], &bench_ours) &&
	    start_player(&players[REFERENCE], &bench_reference))
		return players;
	return NULL;
}

/* the medians of several runs, of quiet ones if there are any; the quickest samples */
static struct bench_result join(const struct bench_result *runs, u32 count)
{
	double ours[BENCH_MAX_RUNS], reference[BENCH_MAX_RUNS], ratio[BENCH_MAX_RUNS];
	double beside[BENCH_MAX_RUNS];
	struct bench_result joined = runs[0];
	u32 i, n = 0;

	for (i = 0; i < count; i++) {
		joined.loud = joined.loud && runs[i].loud;
		joined.ours_least = min(joined.ours_least, runs[i].ours_least);
		joined.reference_least = min(joined.reference_least, runs[i].reference_least);
	}
	for (i = 0; i < count; i++) {
		if (runs[i].loud && !joined.loud)
			continue;
		ours[n] = runs[i].ours;
		reference[n] = runs[i].reference;
		beside[n] = runs[i].beside;
		ratio[n++] = runs[i].ratio;
	}
	joined.ours = bench_median(ours, n);
	joined.reference = bench_median(reference, n);
	joined.ratio = bench_median(ratio, n);
	joined.beside = bench_median(beside, n);
	return joined;
}

/**
 * bench_cases() - measure what both sides can do
 * @rows: filled in
 * @runs: how often to go through all cases, 1 to BENCH_MAX_RUNS
 * @ms: how long to measure each time
 *
 * Return: how many rows there are; 0 without memory.
 */
u32 bench_cases(struct bench_row *rows, u32 runs, u32 ms)
{
	static struct bench_result results[ARRAY_SIZE(cases)][BENCH_MAX_RUNS];
	struct player *players = the_players();
	u32 i, run;

	if (!players)
		return 0;
	for (run = 0; run < runs; run++) {
		for (i = 0; i < ARRAY_SIZE(cases); i++) {
			bench_progress(run * ARRAY_SIZE(cases) + i, runs * ARRAY_SIZE(cases));
			take_samples(players, &cases[i], ms, &results[i][run]);
		}
	}
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		rows[i] = cases[i].row;
		rows[i].result = join(results[i], runs);
	}
	return ARRAY_SIZE(cases);
}

static const struct bench_case *find_case(const char *name)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		if (!strcmp(cases[i].row.name, name))
			return &cases[i];
	return NULL;
}

/**
 * bench_once() - do one sample of a case, untimed, in mm011/ alone
 * @name: of the row
 *
 * The sample is the second one, done by bench_count().
 *
 * Return: whether there is such a case, and memory for it.
 */
bool bench_once(const char *name)
{
	const struct bench_case *c = find_case(name);
	struct player p;

	if (!c || !start_player(&p, &bench_ours))
		return false;
	p.side->reset(p.state);
	c->setup(&p, c);
	time_work(&p, c);
	if (c->before)
		c->before(&p, c);
	bench_count(p.state, &c->work);
	return true;
}

/* one side against another in one case */
static bool compare_sides(struct bench_row *row, const char *name, const struct bench_side *ours,
			  const struct bench_side *other, u32 runs, u32 ms)
{
	struct bench_case c = *find_case(name);
	struct bench_result results[BENCH_MAX_RUNS];
	struct player players[2];
	u32 i;

	c.row.beside = BENCH_NS;
	if (!start_player(&players[OURS], ours) || !start_player(&players[REFERENCE], other))
		return false;
	for (i = 0; i < runs; i++)
		take_samples(players, &c, ms, &results[i]);
	row->result = join(results, runs);
	return true;
}

/**
 * bench_observation() - what it costs that somebody watches, or could
 * @rows: filled in
 * @runs: how often, 1 to BENCH_MAX_RUNS
 * @ms: how long to measure each time
 *
 * Two builds of the same differ by up to 2 % in where their code lies: less
 * cannot be measured.
 *
 * Return: how many rows there are; 0 without memory.
 */
u32 bench_observation(struct bench_row *rows, u32 runs, u32 ms)
{
	static const struct {
		const char *name, *shown;
		const struct bench_side *ours, *other;
		double goal;
	} pairs[] = {
		{ "fork, write 16 pages, exit", "events off against built without: fork, exit",
		  &bench_ours, &bench_no_events, 1.02 },
		{ "do_wp_page, copy", "events off against built without: do_wp_page",
		  &bench_ours, &bench_no_events, 1.02 },
		{ "fork, write 16 pages, exit", "events on against off: fork, write, exit",
		  &bench_watched, &bench_ours, 2 },
		{ "do_wp_page, copy", "events on against off: do_wp_page, copy",
		  &bench_watched, &bench_ours, 2 },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(pairs); i++) {
		rows[i] = (struct bench_row) {
			.name = pairs[i].shown, .group = 6, .unit = BENCH_TIMES,
			.beside = BENCH_NS, .goal = pairs[i].goal
		};
		if (!compare_sides(&rows[i], pairs[i].name, pairs[i].ours, pairs[i].other, runs,
				   ms))
			return i;
	}
	return i;
}

/* -------------------------------------------------------------- the sweep */

struct point {
	struct scene scene;
	u32 kind;	/* enum bench_kind */
};

static struct bench_case case_of(const struct point *at)
{
	struct bench_case c = {
		.row = { .unit = BENCH_TIMES, .beside = BENCH_NS }, .scene = at->scene,
		.setup = setup_tables,
		.work = { .kind = at->kind, .n = 1, .from = BASE(FATHER), .to = BASE(CHILD),
			  .size = MM011_TASK_SIZE }
	};

	if (at->kind == BENCH_GET_FREE_PAGE) {
		c.setup = setup_taken;
		c.before = give_back;
		c.work.n = at->scene.taken == ALL_PAGES - 1 ? 1 : 4;
	} else if (at->kind == BENCH_COPY_TABLES) {
		c.before = uncopy_tables;
	} else {
		c.before = copy_tables;
		c.work.from = BASE(CHILD);
	}
	return c;
}

/* what is taken, the pages, and the tables of father and child */
static bool fits(const struct scene *s)
{
	return s->taken + (s->tables * s->density + s->sharing - 1) / s->sharing +
	       2 * s->tables <= ALL_PAGES && (!s->packed || s->density < MM011_ENTRIES) &&
	       s->tables * s->density >= s->sharing;
}

static void print_point(const struct point *at, const struct bench_result *r)
{
	static const char *const names[] = {
		[BENCH_GET_FREE_PAGE] = "get_free_page",
		[BENCH_COPY_TABLES] = "copy_page_tables",
		[BENCH_FREE_TABLES] = "free_page_tables",
	};
	const struct scene *s = &at->scene;

	printf("%-16s %5u %6u %7u %7s %7u %11.1f %9.1f %6.2f%s\n", names[at->kind], s->taken,
	       s->tables, s->density, s->density ? s->packed ? "packed" : "spread" : "-",
	       s->sharing, r->reference, r->ours, r->ratio,
	       r->ratio > 1 ? "  slower" : "");
}

/* somebody else's work may have fallen into the few samples of one side */
static void measure_again(struct player *players, const struct bench_case *c, u32 ms,
			  struct bench_result *to)
{
	struct bench_result runs[5];
	u32 i;

	for (i = 0; i < ARRAY_SIZE(runs); i++)
		take_samples(players, c, 2 * ms, &runs[i]);
	*to = join(runs, ARRAY_SIZE(runs));
}

/* the worst point so far of its function */
static void judge_point(struct bench_row *rows, const struct point *at, u32 ms, bool print)
{
	struct bench_row *row = &rows[at->kind == BENCH_GET_FREE_PAGE ? 0 :
				      at->kind == BENCH_COPY_TABLES ? 1 : 2];
	const struct bench_case c = case_of(at);
	struct player *players = the_players();
	struct bench_result result;

	take_samples(players, &c, ms, &result);
	if (result.ratio > 1)
		measure_again(players, &c, ms, &result);
	if (print)
		print_point(at, &result);
	if (result.ratio > row->result.ratio)
		row->result = result;
}

/* one of the values of a list; what is left of i tells the others */
static u32 choose(u32 *i, const u32 *values, u32 count)
{
	u32 value = values[*i % count];

	*i /= count;
	return value;
}

/* combination number i of what can be varied; false: there are no more */
static bool combine(u32 i, struct point *at)
{
	static const u32 kinds[] = { BENCH_COPY_TABLES, BENCH_FREE_TABLES };
	static const u32 sharing[] = { 1, 2, 8, 100 };
	static const u32 packed[] = { false, true };
	static const u32 density[] = { 1, 4, 16, 64, 256, 1024 };
	static const u32 tables[] = { 1, 2, TABLES };
	static const u32 taken[] = { 0, ALL_PAGES / 4, ALL_PAGES / 2, 2900 };

	at->kind = choose(&i, kinds, ARRAY_SIZE(kinds));
	at->scene.sharing = choose(&i, sharing, ARRAY_SIZE(sharing));
	at->scene.packed = choose(&i, packed, ARRAY_SIZE(packed));
	at->scene.density = choose(&i, density, ARRAY_SIZE(density));
	at->scene.tables = choose(&i, tables, ARRAY_SIZE(tables));
	at->scene.taken = choose(&i, taken, ARRAY_SIZE(taken));
	return !i;
}

static void sweep_fills(struct bench_row *rows, u32 ms, bool print)
{
	struct point at = { .kind = BENCH_GET_FREE_PAGE };
	u32 taken;

	for (taken = 0; taken < ALL_PAGES; taken += 128) {
		at.scene.taken = taken;
		judge_point(rows, &at, ms, print);
	}
	at.scene.taken = ALL_PAGES - 1;
	judge_point(rows, &at, ms, print);
}

/**
 * bench_sweep() - the functions that search or walk, with every kind of memory
 * @rows: three, for the point where each does worst against the reference
 * @ms: how long to measure at each point
 * @print: every point
 *
 * Return: how many rows there are; 0 without memory.
 */
u32 bench_sweep(struct bench_row *rows, u32 ms, bool print)
{
	static const char *const names[] = {
		"get_free_page, worst of the sweep", "copy_page_tables, worst of the sweep",
		"free_page_tables, worst of the sweep",
	};
	struct point at;
	u32 i;

	if (!the_players())
		return 0;
	for (i = 0; i < ARRAY_SIZE(names); i++)
		rows[i] = (struct bench_row) {
			.name = names[i], .group = i ? 4 : 1, .unit = BENCH_TIMES,
			.beside = BENCH_NS, .goal = 1
		};
	if (print)
		printf("%-16s %5s %6s %7s %7s %7s %11s %9s %6s\n", "", "taken", "tables",
		       "entries", "", "sharing", "reference", "ours", "ratio");
	sweep_fills(rows, ms, print);
	for (i = 0; combine(i, &at); i++)
		if (fits(&at.scene))
			judge_point(rows, &at, ms, print);
	return ARRAY_SIZE(names);
}
