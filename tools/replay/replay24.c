// SPDX-License-Identifier: GPL-2.0
/*
 * A recorded run of Linux 2.4.0, played: page frames and their free lists, areas and page
 * tables, each compared after each step. What the lists of pages in use did is counted as
 * told, not done.
 */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <linux/kernel.h>

#include "ctl/lines.h"
#include "replay/explain.h"
#include "replay/load24.h"
#include "replay/replay24.h"
#include "replay/steps24.h"

#define NO_PAGE	MM011_NO_FRAME

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

/**
 * replay24_differs_text() - a step came to something else than was recorded
 * @r: run
 * @what: what it is
 * @recorded: what it was
 * @found: what it is here
 *
 * Return: 1.
 */
int replay24_differs_text(struct replay24 *r, const char *what, const char *recorded,
			  const char *found)
{
	r->divergences++;
	r->line = lines_number(r->trace.in);
	snprintf(r->differs, sizeof(r->differs), "%s: recorded %s, Linux 2.4.0 %s", what,
		 recorded, found);
	return 1;
}

/**
 * replay24_differs() - a step came to something else than was recorded
 * @r: run
 * @what: what it is
 * @recorded: what it was; MM011_NO_FRAME: there was none
 * @found: what it is here, likewise
 * @as: how such a number is printed
 *
 * Return: 1.
 */
int replay24_differs(struct replay24 *r, const char *what, u32 recorded, u32 found,
		     const char *as)
{
	char both[2][48];

	snprintf(both[0], sizeof(both[0]), as, recorded);
	snprintf(both[1], sizeof(both[1]), as, found);
	return replay24_differs_text(r, what, recorded == NO_PAGE ? "none" : both[0],
				     found == NO_PAGE ? "none" : both[1]);
}

/**
 * replay24_events() - what an operation is asked for, besides doing it
 * @r: run
 *
 * Return: MM011_OPF_EVENTS or 0.
 */
u32 replay24_events(const struct replay24 *r)
{
	return r->verbose ? MM011_OPF_EVENTS : 0;
}

static int check_lists(struct replay24 *r, u32 found)
{
	u32 recorded;

	if (!trace24_checksum(&r->trace, "b", &recorded))
		return trace24_damaged(&r->trace, "a field is missing: ", "b");
	return recorded == found ? 0 : replay24_differs(r, "checksum of the free lists",
							recorded, found, "%08x");
}

static u32 recorded_page(struct replay24 *r)
{
	return trace24_has(&r->trace, "pfn") ? trace24_number(&r->trace, "pfn") : NO_PAGE;
}

/* do it, and compare the page and the free lists */
static int take_page(struct replay24 *r, struct mm011_op *op)
{
	u32 recorded = recorded_page(r), found;
	int err;

	op->flags = MM011_OPF_CRC | replay24_events(r);
	err = target_ops(r->t, op, 1);
	if (err)
		return err;
	found = op->error ? NO_PAGE : op->ret;
	if (found != recorded)
		return replay24_differs(r, "page frame", recorded, found, "%u");
	return check_lists(r, op->crc);
}

/* with nested lines, what gave the page stands in one of them */
static int play_alloc(struct replay24 *r)
{
	struct mm011_op op = { .code = MM011_OP24_PAGE_SUM, .flags = MM011_OPF_CRC };
	int err;

	if (!trace24_has(&r->trace, "nested")) {
		op.code = MM011_OP24_ALLOC_PAGES;
		op.arg[0] = trace24_number(&r->trace, "order");
		op.arg[1] = trace24_number(&r->trace, "gfp");
		return take_page(r, &op);
	}
	err = steps24_allocated(r->functions, r);
	if (!err)
		err = target_ops(r->t, &op, 1);
	return err ? err : check_lists(r, op.crc);
}

static int play_rmqueue(struct replay24 *r)
{
	struct mm011_op op = {
		.code = MM011_OP24_RMQUEUE, .arg = {
			trace24_number(&r->trace, "zone"), trace24_number(&r->trace, "order")
		}
	};

	int err = take_page(r, &op);

	return err ? err : steps24_took_block(r->functions, r);
}

/* its caller has counted down to 0 */
static int play_free(struct replay24 *r)
{
	struct mm011_op op = {
		.code = MM011_OP24_FREE_PAGES_OK, .flags = MM011_OPF_CRC | replay24_events(r),
		.arg = {
			trace24_number(&r->trace, "pfn"), trace24_number(&r->trace, "order")
		}
	};
	int err = steps24_before_free(r->functions, r);

	if (!err)
		err = target_ops(r->t, &op, 1);
	if (err)
		return err;
	return op.error ? replay24_differs(r, "errno", 0, -op.error, "%u") :
	       check_lists(r, op.crc);
}

/* 0; 1: it differs; a negative errno; *played: it was a step, which has been done */
static int play_line(struct replay24 *r, bool *played)
{
	int err;

	*played = true;
	switch (r->trace.event) {
	case TRACE24_ALLOC:
		err = play_alloc(r);
		return err ? err : steps24_told_page(r->functions, r, MM011_ASK24_ALLOC);
	case TRACE24_RMQUEUE:
		return play_rmqueue(r);
	case TRACE24_FREE:
		err = play_free(r);
		return err ? err : steps24_told_page(r->functions, r, MM011_ASK24_FREE);
	default:
		return steps24_play(r->functions, r, played);
	}
}

/* a step, and what the machine did */
static void tell(struct replay24 *r, u64 events)
{
	char name[32];

	trace24_text(&r->trace, "f", name, sizeof(name));
	printf("step %u, line %lu: %s\n", r->steps, lines_number(r->trace.in),
	       *name ? name : trace24_event_name(r->trace.event));
	if (r->t->first_event != events)
		explain_last(r->t);
}

/* a function that has begun goes on; what it does, if anything */
static int go_on(struct replay24 *r)
{
	u64 events = r->t->first_event;
	int err = steps24_before(r->functions, r);

	if (r->verbose && r->t->first_event != events) {
		printf("before line %lu:\n", lines_number(r->trace.in));
		explain_last(r->t);
	}
	return err;
}

static int play(struct replay24 *r)
{
	int more, status = 0;
	double begin;
	bool played;
	u64 events;

	r->t->first_event = ~0ull;	/* nothing has been told yet */
	while (!status && (more = trace24_next(&r->trace)) > 0) {
		begin = now();
		status = go_on(r);
		if (status)
			break;
		events = r->t->first_event;
		status = play_line(r, &played);
		r->seconds += now() - begin;
		r->steps += played;
		r->count[r->trace.event] += played;
		r->told += !played && trace24_is_step(&r->trace);
		if (r->verbose && played)
			tell(r, events);
	}
	return status ? status : more;
}

/* what must be known before the first line is played */
static int look_through(struct replay24 *r)
{
	int err = 0, more;

	while (!err && (more = trace24_next(&r->trace)) > 0)
		err = steps24_look(r->functions, r);
	if (!err)
		err = more;
	return err ? err : trace24_rewind(&r->trace);
}

/* the header, then what there was when the recording began */
static int begin(struct replay24 *r)
{
	int more = trace24_next(&r->trace);

	if (more > 0)
		more = trace24_next(&r->trace);
	if (more < 0)
		return more;
	if (r->trace.event != TRACE24_INIT)
		return trace24_damaged(&r->trace, "the second line must be init", "");
	return load24(r);
}

/**
 * replay24() - play a run, up to its end or the first step that differs
 * @r: machine and what to print are set; the rest is filled in
 * @in: the run, which is closed
 *
 * Return: an exit status: 0; 1: it differs; 2: it is no run, or the machine cannot do it,
 * see r->problem.
 */
int replay24(struct replay24 *r, struct lines *in)
{
	int status = trace24_open(&r->trace, in);

	r->functions = steps24_new();
	if (!status)
		status = r->functions ? look_through(r) : -ENOMEM;
	if (!status)
		status = begin(r);
	if (!status)
		status = play(r);
	if (status < 0)
		snprintf(r->problem, sizeof(r->problem), "%s",
			 *r->trace.problem ? r->trace.problem : strerror(-status));
	steps24_free(r->functions);
	trace24_close(&r->trace);
	return status < 0 ? 2 : status;
}
