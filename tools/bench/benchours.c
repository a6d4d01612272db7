// SPDX-License-Identifier: GPL-2.0
/* The side of mm011/: the functions themselves, called as op.c calls them. */

#include "bench/bench.h"
#include "target/local.h"
#include "linux01x/mem_map.h"

static void *start(void)
{
	return local_machine_new();
}

static void reset(void *side)
{
	static const struct mm011_reset defaults;

	local_reset(side, &defaults);
}

static void op(void *side, struct mm011_op *what, void *data)
{
	what->data = (unsigned long)data;
	local_op(side, what);
}

static void set_count(void *side, u32 nr, u8 count)
{
	mm011_set_count(side, nr, count);
}

static const u8 *memory(void *side)
{
	return ((struct mm011_machine *)side)->memory;
}

static void get_free_pages(struct mm011_machine *m, u32 n)
{
	u32 page;

	for ( ; n; n--)
		mm011_get_free_page(m, &page);
}

static void wp_pages(struct mm011_machine *m, u32 address, u32 n)
{
	for ( ; n; n--, address += MM011_PAGE_SIZE)
		mm011_do_wp_page(m, 7, address);
}

static void no_pages(struct mm011_machine *m, u32 address, u32 n)
{
	u32 page, out[2];

	for ( ; n; n--, address += MM011_PAGE_SIZE)
		mm011_do_no_page(m, 4, address, &page, out);
}

/* of the small process; the child is in the slot that it was given */
static void lives(struct mm011_machine *m, u32 n)
{
	u32 father = m->running;
	u32 word = 1;
	u32 child, i;

	for ( ; n; n--) {
		mm011_fork(m, &child);
		mm011_switch_to(m, child);
		for (i = 0; i < BENCH_PAGES; i++)
			mm011_access(m, bench_page(i), &word, sizeof(word),
				     MM011_ACCESS_USER | MM011_ACCESS_WRITE);
		mm011_do_exit(m, 0);
		mm011_switch_to(m, father);
		mm011_waitpid(m, -1, NULL, &child);
	}
}

static void translations(struct mm011_machine *m, const struct bench_work *w, u32 access)
{
	u32 address = w->from;
	u32 i, physical;

	for (i = 0; i < w->n; i++, address += w->stride)
		mm011_access_address(m, address, MM011_ACCESS_USER | access, &physical);
}

static void accesses(struct mm011_machine *m, const struct bench_work *w, u32 access)
{
	u32 address = w->from;
	u32 i;

	for (i = 0; i < w->n; i++, address += w->stride)
		mm011_access(m, address, w->bytes, w->size, MM011_ACCESS_USER | access);
}

static void run(void *side, const struct bench_work *w)
{
	struct mm011_machine *m = side;

	mm011_switch_to(m, w->task);
	switch (w->kind) {
	case BENCH_GET_FREE_PAGE:
		return get_free_pages(m, w->n);
	case BENCH_WP_PAGE:
		return wp_pages(m, w->from, w->n);
	case BENCH_NO_PAGE:
		return no_pages(m, w->from, w->n);
	case BENCH_COPY_TABLES:
		mm011_copy_page_tables(m, w->from, w->to, w->size);
		return;
	case BENCH_FREE_TABLES:
		mm011_free_page_tables(m, w->from, w->size);
		return;
	case BENCH_LIFE:
		return lives(m, w->n);
	case BENCH_TRANSLATE:
		return translations(m, w, 0);
	case BENCH_TRANSLATE_WRITE:
		return translations(m, w, MM011_ACCESS_WRITE);
	case BENCH_READ:
		return accesses(m, w, 0);
	case BENCH_WRITE:
		return accesses(m, w, MM011_ACCESS_WRITE);
	}
}

const struct bench_side bench_ours = {
	.start = start,
	.reset = reset,
	.op = op,
	.set_count = set_count,
	.memory = memory,
	.run = run,
};

/* as an operation with MM011_OPF_EVENTS */
static void run_watched(void *side, const struct bench_work *w)
{
	struct mm011_machine *m = side;

	mm011_observe_events(m, true);
	run(side, w);
	mm011_observe_events(m, false);
}

const struct bench_side bench_watched = {
	.start = start,
	.reset = reset,
	.op = op,
	.set_count = set_count,
	.memory = memory,
	.run = run_watched,
};

/**
 * bench_count() - do what is timed, for a tool that counts instructions
 * @machine: of bench_ours
 * @work: what
 *
 * scripts/budget looks for this name.
 */
void bench_count(void *machine, const struct bench_work *work)
{
	run(machine, work);
}
