// SPDX-License-Identifier: GPL-2.0
/*
 * The side of the original's algorithms: the reference model once more, without
 * its list of changes, which is no work of the original's. It is included, as
 * its functions are nobody else's to call.
 */

#define MAX_CHANGES 0

#include "ref/reference.c"
#include "ref/refmemory.c"
#include "ref/refswap.c"
#include "ref/refaccess.c"
#include "ref/refcalls.c"
#include "ref/refstruct.c"
#include "ref/refexec.c"
#include "ref/refkernel.c"
#include "bench/bench.h"

#define USER_WRITE (MM011_ACCESS_USER | MM011_ACCESS_WRITE)

static void *start(void)
{
	return calloc(1, sizeof(struct reference));
}

static void reset(void *side)
{
	static const struct mm011_reset defaults;

	reference_reset(side, &defaults);
}

static const u8 *memory(void *side)
{
	return ((struct reference *)side)->mem;
}

static void set_count(void *side, u32 nr, u8 count)
{
	((struct reference *)side)->map[nr] = count;
}

/* the compiler must not see that a search finds no more than the last one */
static void get_free_pages(struct reference *r, u32 n)
{
	for ( ; n; n--) {
		get_free_page(r);
		asm volatile("" : : : "memory");
	}
}

static void wp_pages(struct reference *r, u32 address, u32 n)
{
	for ( ; n; n--, address += 4096)
		do_wp_page(r, address);
}

static void no_pages(struct reference *r, u32 address, u32 n)
{
	u32 out[2];

	for ( ; n; n--, address += 4096)
		do_no_page(r, address, out);
}

static void lives(struct reference *r, u32 n)
{
	u32 father = r->now->current;
	u32 word = 1;
	u32 out[2], child, i;

	for ( ; n; n--) {
		fork_task(r, out);
		r->now->current = out[0];
		for (i = 0; i < BENCH_PAGES; i++)
			move_bytes(r, bench_page(i), (u8 *)&word, sizeof(word), USER_WRITE);
		exit_task(r, 0);
		r->now->current = father;
		wait_task(r, -1, NULL, &child);
	}
}

/* nor that the next walk finds what the last one found */
static void translations(struct reference *r, const struct bench_work *w, bool write)
{
	u32 address = w->from;
	u32 i;

	for (i = 0; i < w->n; i++, address += w->stride) {
		reach(r, address, write ? USER_WRITE : MM011_ACCESS_USER);
		asm volatile("" : : : "memory");
	}
}

static void accesses(struct reference *r, const struct bench_work *w, bool write)
{
	u32 address = w->from;
	u32 i;

	for (i = 0; i < w->n; i++, address += w->stride)
		move_bytes(r, address, w->bytes, w->size, write ? USER_WRITE : MM011_ACCESS_USER);
}

static void run_work(void *side, const struct bench_work *w)
{
	struct reference *r = side;

	r->now->current = w->task;
	switch (w->kind) {
	case BENCH_GET_FREE_PAGE:
		return get_free_pages(r, w->n);
	case BENCH_WP_PAGE:
		return wp_pages(r, w->from, w->n);
	case BENCH_NO_PAGE:
		return no_pages(r, w->from, w->n);
	case BENCH_COPY_TABLES:
		copy_page_tables(r, w->from, w->to, w->size);
		return;
	case BENCH_FREE_TABLES:
		return free_page_tables(r, w->from, w->size);
	case BENCH_LIFE:
		return lives(r, w->n);
	case BENCH_TRANSLATE:
		return translations(r, w, false);
	case BENCH_TRANSLATE_WRITE:
		return translations(r, w, true);
	case BENCH_READ:
		return accesses(r, w, false);
	case BENCH_WRITE:
		return accesses(r, w, true);
	}
}

static void op(void *side, struct mm011_op *what, void *data)
{
	reference_op(side, what, data);
}

const struct bench_side bench_reference = {
	.start = start,
	.reset = reset,
	.op = op,
	.set_count = set_count,
	.memory = memory,
	.run = run_work,
};
