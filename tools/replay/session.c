// SPDX-License-Identifier: GPL-2.0
/*
 * A recorded run, step by step, and back. "Back" is the last checkpoint before that step
 * and some steps forward; a machine behind a device has no checkpoints, and starts again
 * from the run's beginning.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "ctl/lines.h"
#include "replay/checkpoint.h"
#include "replay/player.h"

/* the machine as the run finds it: the header has been read */
static int begin(struct session *s)
{
	struct trace_record header;
	struct mm011_reset head_only = { .flags = MM011_RESET_HEAD_ONLY };
	int err = trace_next(&s->trace, &header) > 0 ? 0 : -EINVAL;

	if (err) {
		snprintf(s->problem, sizeof(s->problem), "%s", s->trace.problem);
		return err;
	}
	head_only.kernel = s->trace.kernel;
	err = target_reset(s->t, &head_only);
	return err ? player_fail(s, header.line, "the machine cannot be reset", err) : 0;
}

/**
 * session_open() - begin to play a recorded run
 * @t: the machine, which is reset
 * @in: the run, .jsonl or compressed, which is its own from now on; NULL and errno: none
 * @how: what to do besides; copied
 *
 * A file that is damaged is refused before the machine is touched: session_problem().
 *
 * Return: the session, before its first step; session_close() ends it. NULL without
 * memory.
 */
struct session *session_open(struct target *t, struct lines *in, const struct session_how *how)
{
	struct session *s = calloc(1, sizeof(*s));

	if (!s) {
		if (in)
			lines_close(in);
		return NULL;
	}
	s->t = t;
	s->how = *how;
	if (t->fd < 0)
		s->kept = checkpoints_new();
	if (trace_open(&s->trace, in))
		snprintf(s->problem, sizeof(s->problem), "%s", s->trace.problem);
	else
		begin(s);
	return s;
}

/**
 * session_close() - end a session
 * @s: session
 *
 * The machine stays as it is.
 */
void session_close(struct session *s)
{
	trace_close(&s->trace);
	checkpoints_free(s->kept);
	free(s);
}

/**
 * session_problem() - why a session cannot go on
 * @s: session
 *
 * Return: what is wrong with the run or the machine, good until the session is closed;
 * NULL: nothing.
 */
const char *session_problem(const struct session *s)
{
	return *s->problem ? s->problem : NULL;
}

/**
 * session_name() - what the header calls a run
 * @s: session
 *
 * Return: the name, printable, maybe empty.
 */
const char *session_name(const struct session *s)
{
	return s->trace.name;
}

/**
 * session_steps() - how many steps a run has
 * @s: session
 *
 * Return: the number, its end not counted.
 */
u32 session_steps(const struct session *s)
{
	return s->trace.steps;
}

/**
 * session_position() - how many steps are done
 * @s: session
 *
 * Return: the number of the last step, 0 before the first.
 */
u32 session_position(const struct session *s)
{
	return s->at.steps;
}

/**
 * session_cut() - where a run is cut off
 * @s: session
 *
 * Return: number of the line, 0: it is whole.
 */
u32 session_cut(const struct session *s)
{
	return s->trace.cut;
}

/* there is no other step */
static enum step_kind no_step(struct session *s, int more)
{
	if (more < 0)
		snprintf(s->problem, sizeof(s->problem), "%s", s->trace.problem);
	if (*s->problem)
		return STEP_FAILED;
	return s->trace.cut ? STEP_CUT : STEP_END;
}

/* up to the next step, which is in the record; 1, 0: there is none, or a negative errno */
static int next_step(struct session *s, struct trace_record *record)
{
	int more, err = 0;

	do {
		more = trace_next(&s->trace, record);
		if (more > 0 && !trace_is_step(record->event))
			err = player_between_steps(s, record);
	} while (!err && more > 0 && !trace_is_step(record->event));
	return err ? err : more;
}

/* it only makes going back faster: without memory, or while somebody sleeps, there is none */
static void keep_now_and_then(struct session *s)
{
	u32 every = checkpoints_every(s->kept, s->how.every);

	if (s->kept && every && s->at.steps >= checkpoints_last(s->kept) + every)
		session_checkpoint(s);
}

/**
 * session_step() - play the next step and compare
 * @s: session
 * @r: what it came to
 *
 * A step that differs is done all the same: the next one goes on from the machine as it
 * is then. The run's end is a step, too, for it has a checksum; its number is that of the
 * step before it.
 *
 * Return: the result's kind.
 */
enum step_kind session_step(struct session *s, struct step_result *r)
{
	int more, err;

	memset(r, 0, sizeof(*r));
	more = *s->problem ? -EINVAL : next_step(s, &r->record);
	if (more <= 0) {
		r->kind = *s->problem ? STEP_FAILED : no_step(s, more);
		r->step = s->at.steps;
		return r->kind;
	}
	err = player_play(s, r);
	if (err && err != -EBADMSG)
		r->kind = STEP_FAILED;
	else
		r->kind = err ? STEP_DIFFERS : STEP_AGREES;
	if (!err && r->record.event != TRACE_END)
		keep_now_and_then(s);
	return r->kind;
}

/**
 * session_checkpoint() - remember how all is now
 * @s: session
 *
 * The least useful checkpoints are given up when there are too many, or they take too much
 * memory (CHECKPOINT_ROOM).
 *
 * Return: 0; -EOPNOTSUPP for a machine behind a device, -EBUSY while an operation sleeps,
 * as nobody can copy its stack, or behind the run's end; -ENOMEM.
 */
int session_checkpoint(struct session *s)
{
	struct trace_mark mark;

	if (s->t->fd >= 0)
		return -EOPNOTSUPP;
	if (!s->kept)
		return -ENOMEM;
	if (s->trace.ended || s->nr_pending)
		return -EBUSY;
	trace_tell(&s->trace, &mark);
	return checkpoints_take(s->kept, s->t->machine, &s->at, &mark);
}

static int start_again(struct session *s)
{
	memset(&s->at, 0, sizeof(s->at));
	if (trace_rewind(&s->trace)) {
		snprintf(s->problem, sizeof(s->problem), "%s", s->trace.problem);
		return -EINVAL;
	}
	return begin(s);
}

static int return_to(struct session *s, const struct checkpoint *c)
{
	int err = checkpoint_restore(c, s->t->machine);

	if (err)
		return player_fail(s, 0, "a checkpoint cannot be restored", err);
	s->at = c->at;
	if (!trace_return(&s->trace, &c->mark))
		return 0;
	snprintf(s->problem, sizeof(s->problem), "%s", s->trace.problem);
	return -EINVAL;
}

/**
 * session_seek() - go to a step, forward or back
 * @s: session
 * @step: how many steps are to be done then, at most session_steps()
 *
 * All of the machine is then what it was when as many were done for the first time. A step
 * on the way that differs is not told: it is told when session_step() plays it.
 *
 * Return: 0; -EINVAL: there are not so many steps, and nothing is done; another negative
 * errno: session_problem(). Seeking again may help.
 */
int session_seek(struct session *s, u32 step)
{
	const struct checkpoint *c = checkpoints_before(s->kept, step);
	bool back = step < s->at.steps || s->trace.ended || *s->problem;
	struct step_result r;
	int err = 0;

	if (step > s->trace.steps || *s->trace.problem)
		return -EINVAL;
	if (back || (c && c->at.steps > s->at.steps)) {
		s->nr_pending = 0;
		*s->problem = 0;
		err = c ? return_to(s, c) : start_again(s);
	}
	while (!err && s->at.steps < step)
		if (session_step(s, &r) > STEP_DIFFERS)
			err = -EIO;
	return err;
}
