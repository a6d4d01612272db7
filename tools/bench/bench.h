/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How fast is mm011/? The same work is given to two sides, mm011/ and the
 * reference model with the original's algorithms, and timed in turns with bare
 * memset() and memcpy(). What prepares a sample is not timed, and goes through
 * struct mm011_op; what is timed calls the functions themselves.
 */
#ifndef _MM011_BENCH_H
#define _MM011_BENCH_H

#include "mm011.h"

#define BENCH_PAGES	16u		/* of the small process, */
#define BENCH_STACK	0x3ff8000u	/* half of them from here on */
#define BENCH_MAX_ROWS	64u
#define BENCH_MAX_RUNS	32u

/* what a sample does, n times */
enum bench_kind {
	BENCH_GET_FREE_PAGE,	/* get_free_page() */
	BENCH_WP_PAGE,		/* do_wp_page() of one page after the other */
	BENCH_NO_PAGE,		/* do_no_page(), likewise */
	BENCH_COPY_TABLES,	/* copy_page_tables() from, to, size */
	BENCH_FREE_TABLES,	/* free_page_tables() from, size */
	BENCH_LIFE,		/* fork, a write to each of BENCH_PAGES pages, exit, wait */
	BENCH_TRANSLATE,	/* where a read goes, stride further each time */
	BENCH_TRANSLATE_WRITE,	/* where a write goes, likewise */
	BENCH_READ,		/* read size bytes, likewise */
	BENCH_WRITE		/* write size bytes, likewise */
};

/**
 * struct bench_work - what is timed
 * @kind: enum bench_kind
 * @n: how often
 * @task: number of the current task
 * @from: linear address; of BENCH_TRANSLATE and behind it: the task's
 * @to: linear address
 * @size: bytes
 * @stride: from one access to the next, in bytes
 * @bytes: memory outside the machine, @size bytes
 */
struct bench_work {
	u32 kind;
	u32 n;
	u32 task;
	u32 from;
	u32 to;
	u32 size;
	u32 stride;
	u8 *bytes;
};

/**
 * struct bench_side - one of the two that are compared
 * @start: make it; NULL without memory
 * @reset: switch it off and on, booted with 16 MB
 * @op: do an operation that prepares something
 * @set_count: write an element of mem_map[]
 * @memory: its 16 MB
 * @run: do what is timed
 */
struct bench_side {
	void *(*start)(void);
	void (*reset)(void *side);
	void (*op)(void *side, struct mm011_op *op, void *data);
	void (*set_count)(void *side, u32 nr, u8 count);
	const u8 *(*memory)(void *side);
	void (*run)(void *side, const struct bench_work *work);
};

extern const struct bench_side bench_ours;
extern const struct bench_side bench_reference;
extern const struct bench_side bench_watched;	/* with an event for every change */
extern const struct bench_side bench_no_events;	/* built without events */

/* the address that an access of a small process goes to: half of them in its stack */
static inline u32 bench_page(u32 i)
{
	return i < BENCH_PAGES / 2 ? i * MM011_PAGE_SIZE :
	       BENCH_STACK + (i - BENCH_PAGES / 2) * MM011_PAGE_SIZE;
}

/* what a row is measured in */
enum bench_unit {
	BENCH_U,	/* one memset() of 4096 bytes */
	BENCH_C,	/* one memcpy() of 4096 bytes */
	BENCH_NS,
	BENCH_MEMCPY,	/* one memcpy() of as many bytes */
	BENCH_TIMES,	/* of the reference column */
	BENCH_MILLION,	/* events a second */
	BENCH_PERCENT,	/* of 16 MB */
	BENCH_UNITS
};

/**
 * struct bench_result - what came out for one row
 * @reference: ns; 0: the reference has no such thing
 * @ours: ns; 0: it is no time
 * @ratio: ours in the row's unit, which was measured in turns with it
 * @beside: ours in what cannot be avoided, likewise; 0: nothing is known to be
 * @reference_least: the quickest sample of all
 * @ours_least: likewise
 * @loud: somebody else always had a part of the core
 */
struct bench_result {
	double reference;
	double ours;
	double ratio;
	double beside;
	double reference_least;
	double ours_least;
	bool loud;
};

/**
 * struct bench_row - one line of the table
 * @name: what was measured
 * @group: the number of the goal that it belongs to
 * @unit: enum bench_unit
 * @beside: enum bench_unit of what cannot be avoided: BENCH_U, BENCH_C, BENCH_MEMCPY
 * @goal: in @unit; 0: there is none
 * @more: more is better
 * @result: medians
 */
struct bench_row {
	const char *name;
	u32 group;
	u32 unit;
	u32 beside;
	double goal;
	bool more;
	struct bench_result result;
};

/* benchtime.c */
bool bench_core_is_idle(void);
void bench_clock_init(void);
u64 bench_now(void);
double bench_ns(u64 from, u64 to);
double bench_median(double *values, u32 count);
double bench_memset(void);
double bench_memcpy(void);
double bench_bulk(u8 *to, const u8 *from, u32 size);
double bench_system_call(void);

/* benchours.c */
void bench_count(void *machine, const struct bench_work *work);

/* benchcases.c */
u32 bench_cases(struct bench_row *rows, u32 runs, u32 ms);
u32 bench_sweep(struct bench_row *rows, u32 ms, bool print);

void bench_small_process(const struct bench_side *side, void *state);

u32 bench_observation(struct bench_row *rows, u32 runs, u32 ms);
bool bench_once(const char *name);

/* benchwhole.c */
bool bench_replay(struct bench_row *row, const char *tool, const char *trace);
bool bench_memory(struct bench_row *row);
u32 bench_threads(struct bench_row *rows);

/* bencharea.c */
u32 bench_areas(struct bench_row *rows);

/* benchdevice.c */
u32 bench_device(struct bench_row *rows);

/* bench.c */
void bench_progress(u32 done, u32 all);

#endif
