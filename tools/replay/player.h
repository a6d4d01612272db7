/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Between the files that play a recorded run.
 */
#ifndef _MM011CTL_PLAYER_H
#define _MM011CTL_PLAYER_H

#include "replay/session.h"

#define MAX_PENDING 256

/**
 * struct position - where a session stands, but for the machine and the file
 * @steps: how many are done
 * @i_count: as each task's record told it last
 * @before: the entry, when each task's call began
 * @bitmap: page of the swap bitmap, 0: none
 */
struct position {
	u32 steps;
	u32 i_count[MM011_NR_TASKS];
	u32 before[MM011_NR_TASKS];
	u32 bitmap;
};

/**
 * struct session - a recorded run that is played
 * @t: the machine
 * @trace: the run
 * @how: what is done besides
 * @at: where it stands
 * @pending: what the records since the last step say; it is done before the next one
 * @pending_line: the line of each
 * @nr_pending: how many
 * @kept: the checkpoints, NULL: a device has none
 * @problem: why it cannot go on, empty: it can
 */
struct session {
	struct target *t;
	struct trace trace;
	struct session_how how;
	struct position at;
	struct mm011_op pending[MAX_PENDING];
	u32 pending_line[MAX_PENDING];
	u32 nr_pending;
	struct checkpoints *kept;
	char problem[300];
};

extern const u16 player_step_code[TRACE_EVENTS];

int player_fail(struct session *s, u32 line, const char *what, int err);
int player_between_steps(struct session *s, const struct trace_record *r);
int player_play(struct session *s, struct step_result *r);

u32 verdict_entry(const struct target *t, const struct trace_record *r);
bool verdict_has_entry(const struct trace_record *r);
int verdict_differs(struct step_result *r, enum step_field field, u32 expected, u32 found);
int verdict_before(struct step_result *r, u32 before);
int verdict_after(struct session *s, struct step_result *r);
int verdict_noad(struct session *s, struct step_result *r);

#endif
