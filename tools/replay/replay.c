// SPDX-License-Identifier: GPL-2.0
/*
 * Play recorded runs of a real kernel to the machine, and tell after every single step
 * whether it agrees; see session.c.
 */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ctl/lines.h"
#include "ctl/printable.h"
#include "replay/explain.h"
#include "replay/replay.h"
#include "replay/replay24.h"
#include "replay/resync.h"
#include "replay/session.h"
#include "replay/tell.h"

#define CUT_OFF	3	/* an exit status */

/* one run, and what is printed of it at its end */
struct play {
	struct target *t;
	struct session *s;
	const char *path;
	struct replay_how how;
	u32 divergences;
	u32 panic;		/* line of a panic that was recorded and came, 0: none */
	char message[64];	/* and what it said */
	u32 count[TRACE_EVENTS];
	double seconds;		/* that the steps took */
};

static void progress(const struct play *p, bool end)
{
	static const char bar[] = "########################################";
	u32 at = session_position(p->s), steps = session_steps(p->s);
	u32 done = steps ? (u32)((u64)at * (sizeof(bar) - 1) / steps) : 0;

	if (!isatty(STDERR_FILENO) || p->how.verbose || (!end && at % 64))
		return;
	fprintf(stderr, "\r%-*.*s %u/%u%s", (int)sizeof(bar) - 1, (int)done, bar, at, steps,
		end ? "\n" : "");
}

/* where the entry was another one before, the words are about that and not about the step */
static void tell(const struct play *p, const struct step_result *r)
{
	bool differs = r->kind == STEP_DIFFERS;
	bool explained = r->field != STEP_ENTRY_BEFORE && r->field != STEP_CHECKSUM_NOAD;

	if (p->how.verbose && r->field != STEP_ENTRY_BEFORE)
		tell_step(r);
	if (differs)
		tell_difference(p->t, p->path, r);
	if (explained && (differs || p->how.verbose))
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

/* an exit status */
static int after_step(struct play *p, const struct step_result *r)
{
	p->count[r->record.event]++;
	p->seconds += r->seconds;
	tell(p, r);
	if (r->kind == STEP_DIFFERS) {
		p->divergences++;
		return p->how.go_on && resync(p->t, &r->record) ? 0 : 1;
	}
	if (*r->record.panic) {
		p->panic = r->record.line;
		snprintf(p->message, sizeof(p->message), "%s", target_message(p->t));
	}
	return 0;
}

/* up to the first difference, or to where it cannot go on */
static int play(struct play *p)
{
	struct step_result r;
	int status = 0;

	do {
		session_step(p->s, &r);
		if (r.kind <= STEP_DIFFERS)
			status = after_step(p, &r);
		progress(p, false);
	} while (r.kind <= STEP_DIFFERS && !status);
	progress(p, true);
	if (r.kind > STEP_DIFFERS)
		status = status_of(p, r.kind);
	return !status && p->divergences ? 1 : status;
}

static void print_heading(void)
{
	printf("%-18s %7s %11s %9s  %s\n", "trace", "events", "divergences", "events/s",
	       "kinds of events");
}

/*
 * The file's name: several may be runs of the same programs. What comes through standard
 * input has none but what its header says.
 */
static void name_of(const char *path, const char *header, char *to, size_t room)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	const char *end = strstr(name, ".jsonl");
	char file[64];

	snprintf(file, sizeof(file), "%.*s", (int)(end ? end - name : (long)strlen(name)), name);
	printable(strcmp(path, "-") ? file : header, to, room);
}

static void print_counts(const char *name, u32 steps, u32 divergences, double seconds)
{
	printf("%-18s %7u %11u %9.0f ", name, steps, divergences,
	       seconds > 0 ? steps / seconds : 0);
}

static void print_row(const struct play *p)
{
	u32 event, steps = session_position(p->s);
	char name[64];

	name_of(p->path, session_name(p->s), name, sizeof(name));
	print_counts(name, steps, p->divergences, p->seconds);
	for (event = TRACE_MEM_INIT; event < TRACE_EVENTS; event++)
		if (p->count[event])
			printf(" %s %u", trace_event_name(event), p->count[event]);
	printf("\n");
	if (p->panic)
		printf("  line %u: panic, as recorded: %s\n", p->panic, p->message);
}

/* of a run that is cut off what there is has been played, with this exit status */
static int cut_off(const char *path, unsigned long line, int status)
{
	if (status == 2)
		return status;
	fprintf(stderr, "mm011ctl: %s: line %lu: the run is cut off here, its end is missing\n",
		path, line);
	return status;
}

/* the worse of two exit statuses: no run, a divergence, a run that is cut off, all well */
static int worse(int a, int b)
{
	static const u8 rank[] = { [0] = 0, [CUT_OFF] = 1, [1] = 2, [2] = 3 };

	return rank[a] > rank[b] ? a : b;
}

/* what all runs together came to */
struct total {
	u32 runs;
	u32 steps;
	u32 divergences;
	int status;
};

static int play_session(struct play *p, struct total *total)
{
	int status;

	if (session_problem(p->s))
		return status_of(p, STEP_FAILED);
	status = play(p);
	print_row(p);
	total->runs++;
	total->steps += session_position(p->s);
	total->divergences += p->divergences;
	return session_cut(p->s) ? cut_off(p->path, session_cut(p->s), status) : status;
}

static void print_row24(const struct replay24 *r, const char *path)
{
	char name[64];
	u32 event;

	name_of(path, r->trace.name, name, sizeof(name));
	print_counts(name, r->steps, r->divergences, r->seconds);
	for (event = 0; event < TRACE24_EVENTS; event++)
		if (r->count[event])
			printf(" %s %u", event == TRACE24_EXIT ? "functions" :
			       trace24_event_name(event), r->count[event]);
	if (r->allocs_told)
		printf("; %u allocations told", r->allocs_told);
	if (r->recalculated)
		printf("; memory_pressure told %u times", r->recalculated);
	if (r->told)
		printf("; %u steps not played", r->told);
	printf("\n");
}

/* a run of 2.4; an exit status */
static int play24(struct target *t, const char *path, struct lines *in, bool verbose,
		  struct total *total)
{
	static struct replay24 r;
	int status;

	r = (struct replay24){ .t = t, .verbose = verbose };
	status = replay24(&r, in);
	if (status == 2) {
		fprintf(stderr, "mm011ctl: %s: %s\n", path, r.problem);
		return status;
	}
	if (status)
		printf("replay: diverges at step %u, line %lu of %s: %s\n  %s\n", r.steps, r.line,
		       path, trace24_event_name(r.trace.event), r.differs);
	print_row24(&r, path);
	total->runs++;
	total->steps += r.steps;
	total->divergences += r.divergences;
	return r.trace.cut ? cut_off(path, r.trace.cut, status ? status : CUT_OFF) : status;
}

/* one run, which is added to the total */
static void play_file(struct target *t, const char *path, struct replay_how how,
		      struct total *total)
{
	const struct session_how session_how = { .full = how.full };
	struct play p = { .t = t, .path = path, .how = how };
	struct lines *in = lines_open(path);
	int status = 2;

	if (in && trace24_is(in)) {
		total->status = worse(total->status, play24(t, path, in, how.verbose, total));
		return;
	}
	p.s = session_open(t, in, &session_how);
	if (p.s) {
		status = play_session(&p, total);
		session_close(p.s);
	} else {
		fprintf(stderr, "mm011ctl: %s: %s\n", path, strerror(ENOMEM));
	}
	total->status = worse(total->status, status);
}

/**
 * replay_run() - play recorded runs and compare after every step
 * @t: the machine; it is reset before each
 * @paths: the runs, .jsonl or compressed; "-" is standard input
 * @count: how many
 * @how: what to do besides
 *
 * Prints a table, a row for each run, and the sum of those that could be played. A file
 * that is damaged is refused before the machine is touched; a divergence ends its run,
 * and the next one is played. One that is cut off, as what recorded it was
 * killed, is played as far as it goes.
 *
 * Return: an exit status: 0 without a divergence, 1 with one, 2 when a file is
 * no recorded run, 3 when one is cut off and has no divergence up to there.
 */
int replay_run(struct target *t, const char *const *paths, u32 count, struct replay_how how)
{
	struct total total = { 0 };
	u32 i;

	print_heading();
	for (i = 0; i < count; i++)
		play_file(t, paths[i], how, &total);
	if (total.runs)
		printf("replay: %u events, %u divergences\n", total.steps, total.divergences);
	return total.status;
}
