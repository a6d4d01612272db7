// SPDX-License-Identifier: GPL-2.0
/*
 * Play recorded runs of a real kernel to the machine, and tell after every single step
 * whether it agrees; see session.c.
 */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "replay/explain.h"
#include "replay/replay.h"
#include "replay/session.h"
#include "replay/tell.h"

#define CUT_OFF	3	/* an exit status */

/* one run, and what is printed of it at its end */
struct play {
	struct target *t;
	struct session *s;
	const char *path;
	bool verbose;
	u32 count[TRACE_EVENTS];
	double seconds;		/* that the steps took */
};

static void progress(const struct play *p, bool end)
{
	static const char bar[] = "########################################";
	u32 at = session_position(p->s), steps = session_steps(p->s);
	u32 done = steps ? (u32)((u64)at * (sizeof(bar) - 1) / steps) : 0;

	if (!isatty(STDERR_FILENO) || p->verbose || (!end && at % 64))
		return;
	fprintf(stderr, "\r%-*.*s %u/%u%s", (int)sizeof(bar) - 1, (int)done, bar, at, steps,
		end ? "\n" : "");
}

/* where the entry was another one before, the words are about that and not about the step */
static void tell(const struct play *p, const struct step_result *r)
{
	bool differs = r->kind == STEP_DIFFERS;
	bool explained = r->field != STEP_ENTRY_BEFORE && r->field != STEP_CHECKSUM_NOAD;

	if (p->verbose && r->field != STEP_ENTRY_BEFORE)
		tell_step(r);
	if (differs)
		tell_difference(p->t, p->path, r);
	if (explained && (differs || p->verbose))
		explain_last(p->t);
}

static int status_of(const struct play *p, enum step_kind kind)
{
	static const u8 status[] = {
		[STEP_AGREES] = 0, [STEP_DIFFERS] = 1, [STEP_END] = 0, [STEP_CUT] = CUT_OFF,
		[STEP_FAILED] = 2
	};

	if (kind == STEP_FAILED)
		fprintf(stderr, "mm011ctl: %s: %s\n", p->path, session_problem(p->s));
	return status[kind];
}

/* up to the first difference */
static int play(struct play *p)
{
	struct step_result r;

	do {
		session_step(p->s, &r);
		if (r.kind <= STEP_DIFFERS) {
			p->count[r.record.event]++;
			p->seconds += r.seconds;
			tell(p, &r);
		}
		progress(p, false);
	} while (r.kind == STEP_AGREES);
	progress(p, true);
	return status_of(p, r.kind);
}

static void print_heading(void)
{
	printf("%-14s %7s %11s %9s  %s\n", "trace", "events", "divergences", "events/s",
	       "kinds of events");
}

static void print_row(const struct play *p, int status)
{
	const char *name = session_name(p->s);
	u32 steps = session_position(p->s);
	u32 event;

	printf("%-14s %7u %11u %9.0f ", *name ? name : p->path, steps, status == 1,
	       p->seconds > 0 ? steps / p->seconds : 0);
	for (event = TRACE_MEM_INIT; event < TRACE_EVENTS; event++)
		if (p->count[event])
			printf(" %s %u", trace_event_name(event), p->count[event]);
	printf("\n");
}

/* of a run that is cut off what there is has been played, with this exit status */
static int cut_off(const struct play *p, int status)
{
	if (status == 2)
		return status;
	fprintf(stderr, "mm011ctl: %s: line %u: the run is cut off here, its end is missing\n",
		p->path, session_cut(p->s));
	return status;
}

static int play_session(struct play *p, u32 *steps)
{
	int status;

	if (session_problem(p->s))
		return status_of(p, STEP_FAILED);
	status = play(p);
	print_row(p, status);
	*steps += session_position(p->s);
	return session_cut(p->s) ? cut_off(p, status) : status;
}

/* one run; its steps are added to *steps */
static int play_file(struct target *t, const char *path, struct replay_how how, u32 *steps)
{
	const struct session_how session_how = { .full = how.full };
	struct play p = { .t = t, .path = path, .verbose = how.verbose };
	int status;

	p.s = session_open(t, path, &session_how);
	if (!p.s) {
		fprintf(stderr, "mm011ctl: %s: %s\n", path, strerror(ENOMEM));
		return 2;
	}
	status = play_session(&p, steps);
	session_close(p.s);
	return status;
}

/* the worse of two exit statuses: no run, a divergence, a run that is cut off, all well */
static int worse(int a, int b)
{
	static const u8 rank[] = { [0] = 0, [CUT_OFF] = 1, [1] = 2, [2] = 3 };

	return rank[a] > rank[b] ? a : b;
}

/**
 * replay_run() - play recorded runs and compare after every step
 * @t: the machine; it is reset before each
 * @paths: the runs, .jsonl or compressed; "-" is standard input
 * @count: how many
 * @how: what to do besides
 *
 * Prints a table, a row for each run, and the sum. A file that is damaged is
 * refused before the machine is touched. One that is cut off, as what recorded it was
 * killed, is played as far as it goes.
 *
 * Return: an exit status: 0 without a divergence, 1 with one, 2 when a file is
 * no recorded run, 3 when one is cut off and has no divergence up to there.
 */
int replay_run(struct target *t, const char *const *paths, u32 count, struct replay_how how)
{
	u32 steps = 0, divergences = 0, i;
	int status, worst = 0;

	print_heading();
	for (i = 0; i < count; i++) {
		status = play_file(t, paths[i], how, &steps);
		divergences += status == 1;
		worst = worse(worst, status);
	}
	if (worst != 2)
		printf("replay: %u events, %u divergences\n", steps, divergences);
	return worst;
}
