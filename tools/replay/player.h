/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Between the files that play a recorded run.
 */
#ifndef _MM011CTL_PLAYER_H
#define _MM011CTL_PLAYER_H

#include "replay/replay.h"
#include "replay/trace.h"

#define MAX_PENDING 256

struct player {
	struct target *t;
	struct trace *trace;
	const struct trace_record *r;
	const char *path;
	const char *kernel;	/* what plays it: "Linux 0.11" */
	u32 panic;		/* line of a panic that was recorded and came, 0: none */
	struct replay_how how;
	u32 steps;
	u32 divergences;
	u32 count[TRACE_EVENTS];
	u32 i_count[MM011_NR_TASKS];	/* as each task's record told it last */
	u32 before[MM011_NR_TASKS];	/* the entry, when each task's call began */
	struct mm011_op pending[MAX_PENDING];
	u32 pending_line[MAX_PENDING];
	u32 nr_pending;
	u32 bitmap;		/* page of the swap bitmap, 0: none */
	double seconds;		/* that the steps took */
};

extern const u16 player_step_code[TRACE_EVENTS];

int player_fail(const struct player *p, const char *what, int err);
u32 player_walk(const struct player *p, u32 linear);
u32 player_address_of(const struct trace_record *r);
bool player_has_entry(const struct trace_record *r);
int player_differs(const struct player *p, const char *what, u32 recorded, u32 ours);
int player_entry_differs(const struct player *p, const char *when, u32 recorded, u32 ours);
int player_compare_sums(const struct player *p, const struct mm011_op *op);
int player_compare(struct player *p, struct mm011_op *op);

#endif
