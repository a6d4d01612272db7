// SPDX-License-Identifier: GPL-2.0
/*
 * What a recorded run says, done by a machine: its steps, and what happened between them.
 */

#include <stdio.h>
#include <time.h>

#include "replay/player.h"
#include "linux01x/mem_map.h"

/* the operation that each event is */
const u16 player_step_code[TRACE_EVENTS] = {
	[TRACE_END]		 = MM011_OP_NONE,
	[TRACE_MEM_INIT]	 = MM011_OP_MEM_INIT,
	[TRACE_GET_FREE_PAGE]	 = MM011_OP_GET_FREE_PAGE,
	[TRACE_FREE_PAGE]	 = MM011_OP_FREE_PAGE,
	[TRACE_COPY_PAGE_TABLES] = MM011_OP_COPY_PAGE_TABLES,
	[TRACE_FREE_PAGE_TABLES] = MM011_OP_FREE_PAGE_TABLES,
	[TRACE_PUT_PAGE]	 = MM011_OP_PUT_PAGE,
	[TRACE_WP_PAGE]		 = MM011_OP_DO_WP_PAGE,
	[TRACE_WRITE_VERIFY]	 = MM011_OP_WRITE_VERIFY,
	[TRACE_NO_PAGE]		 = MM011_OP_DO_NO_PAGE,
	[TRACE_NO_PAGE_MAP]	 = MM011_OP_DO_NO_PAGE_MAP,
	[TRACE_PUT_DIRTY_PAGE]	 = MM011_OP_PUT_DIRTY_PAGE,
	[TRACE_INIT_SWAPPING]	 = MM011_OP_INIT_SWAPPING,
	[TRACE_RESUME]		 = MM011_OP_WAKE,
};

/**
 * player_fail() - a line of a run cannot be played
 * @s: the session, which ends with it
 * @line: number of the line
 * @what: what could not be done
 * @err: a negative errno
 *
 * Return: @err.
 */
int player_fail(struct session *s, u32 line, const char *what, int err)
{
	snprintf(s->problem, sizeof(s->problem), "line %u: %s: %s", line, what, strerror(-err));
	return err;
}

static int not_done(struct session *s, u32 i, int err)
{
	char what[80];

	snprintf(what, sizeof(what), "%s cannot be done",
		 mm011_op_row(s->pending[i].code)->name);
	return player_fail(s, s->pending_line[i], what, err);
}

/* do what the records between two steps say, in one call */
static int flush(struct session *s)
{
	u32 n = s->nr_pending;
	u32 i;
	int err;

	s->nr_pending = 0;
	err = n ? target_ops(s->t, s->pending, n) : 0;
	if (err)
		return not_done(s, 0, err);
	for (i = 0; i < n; i++)
		if (s->pending[i].error)
			return not_done(s, i, s->pending[i].error);
	return 0;
}

static int queue(struct session *s, struct mm011_op op, u32 line)
{
	int err = s->nr_pending == MAX_PENDING ? flush(s) : 0;

	s->pending_line[s->nr_pending] = line;
	s->pending[s->nr_pending++] = op;
	return err;
}

/**
 * player_between_steps() - what the CPU, the scheduler and other parts of the kernel did
 * @s: the session
 * @r: a record that is no step
 *
 * Return: 0; a negative errno when the machine does not do it, and the session has
 * the problem.
 */
int player_between_steps(struct session *s, const struct trace_record *r)
{
	struct mm011_op op = { .task = r->nr, .flags = MM011_OPF_EVENTS };

	memcpy(op.arg, r->arg, sizeof(r->arg));
	switch (r->event) {
	case TRACE_HW:
		op.code = MM011_OP_SET_AD;
		op.arg[2] = MM011_PTE_AD;
		break;
	case TRACE_POKE:
		op.code = MM011_OP_POKE32;
		break;
	case TRACE_TASK:
		op.code = MM011_OP_SET_TASK;
		s->at.i_count[r->nr] = r->i_count;
		break;
	case TRACE_TASK_GONE:
		op.code = MM011_OP_TASK_GONE;
		break;
	default:
		return 0;
	}
	return queue(s, op, r->line);
}

/* i_count is an inode's, but each task's record tells only what that task saw */
static int set_i_count(struct session *s, const struct trace_record *r)
{
	struct mm011_op op = {
		.code = MM011_OP_SET_I_COUNT, .task = r->nr, .arg = { s->at.i_count[r->nr] }
	};

	if (r->event != TRACE_NO_PAGE || !op.arg[0])
		return 0;
	return queue(s, op, r->line);
}

/* a swap device of the recorded size with the recorded bitmap on it */
static int attach_swap(struct session *s)
{
	struct mm011_op ops[2] = {
		{ .code = MM011_OP_SWAP_MEMORY },
		{ .code = MM011_OP_SWAP_WRITE, .len = MM011_PAGE_SIZE },
	};
	u8 page[MM011_PAGE_SIZE];
	u32 i, blocks = 0;
	int err;

	for (i = 0; i < MM011_SWAP_BITS; i++)
		if (s->trace.bitmap[i / 8] >> i % 8 & 1)
			blocks = 4 * (i + 1);
	mm011_make_swap(page, blocks);
	for (i = 0; i < sizeof(page); i++)
		page[i] = s->trace.bitmap[i] ? s->trace.bitmap[i] : page[i];
	ops[0].arg[0] = blocks;
	ops[1].data = (unsigned long)page;
	err = target_ops(s->t, ops, 2);
	return err ? err : ops[0].error ? ops[0].error : ops[1].error;
}

static struct mm011_op step_op(const struct trace_record *r)
{
	struct mm011_op op = {
		.code = player_step_code[r->event], .task = r->nr,
		.flags = MM011_OPF_CRC | MM011_OPF_EVENTS
	};

	if (r->event != TRACE_RESUME)
		memcpy(op.arg, r->arg, sizeof(r->arg));
	if (r->event == TRACE_NO_PAGE)
		op.flags |= MM011_OPF_TWO_STEP;
	if (r->sleeps && r->event != TRACE_RESUME)
		op.flags |= MM011_OPF_SLEEP;
	return op;
}

/* what must be done, or seen, before a step */
static int before_step(struct session *s, const struct trace_record *r)
{
	int err = set_i_count(s, r);

	if (!err)
		err = flush(s);
	if (err)
		return err;
	if (r->event == TRACE_INIT_SWAPPING && r->swap_dev)
		err = attach_swap(s);
	if (err)
		return player_fail(s, r->line, "the swap device of the run cannot be made", err);
	if (r->event != TRACE_RESUME && verdict_has_entry(r))
		s->at.before[r->nr] = verdict_entry(s->t, r);
	s->at.steps += r->event != TRACE_END;
	return 0;
}

/* also where the entry was another one: whoever goes on goes on with the whole step */
static int play_step(struct session *s, struct step_result *r)
{
	const struct trace_record *record = &r->record;
	int err = before_step(s, record);
	int differs;

	r->step = s->at.steps;
	r->op = step_op(record);
	if (err)
		return err;
	differs = verdict_before(r, s->at.before[record->nr]);
	err = target_ops(s->t, &r->op, 1);
	if (err)
		return player_fail(s, record->line, trace_event_name(record->event), err);
	return differs ? differs : verdict_after(s, r);
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/**
 * player_play() - do a step, and compare
 * @s: the session
 * @r: the result, in which the record is filled in; all but its kind is set
 *
 * That the checksum without Accessed and Dirty bits agrees checks the run, as the other
 * one agrees already; the time of that is not the step's.
 *
 * Return: 0; -EBADMSG when something differs; another negative errno when the step could
 * not be done, and the session has the problem.
 */
int player_play(struct session *s, struct step_result *r)
{
	double start = now();
	int err = play_step(s, r);

	r->seconds = now() - start;
	return err ? err : verdict_noad(s, r);
}
