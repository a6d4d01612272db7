/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the rooms of the sweep offer each other: sweep.c runs cases and counts them,
 * sweepstate.c makes the machines and the values, sweepops.c goes through operations,
 * sweeplife.c through fields of tasks, files and resets.
 */
#ifndef _MM011_SWEEP_H
#define _MM011_SWEEP_H

#include "fuzz.h"

#define MAX_VALUES	400u
#define FEW		24u	/* of them that meet each other in pairs */

/* struct sweep.state */
enum { FRESH, FULL, HOSTILE, PANICKED, STATES };

/**
 * struct tally - what came of the cases of one kind
 * @cases: how many there were
 * @differences: in how many of them the answers differed
 * @slowest: ns of CPU time
 * @late: how many took longer than they may
 */
struct tally {
	u64 cases;
	u64 differences;
	u64 slowest;
	u64 late;
};

/**
 * struct sweep - the sweep
 * @p: mm011/ and the reference
 * @every: one case of so many is run
 * @next: cases until then
 * @kernel: which one the machines run
 * @state: what they have been through
 * @task: a task that runs, not 0
 * @value: numbers that arguments are given, the first @few of them in pairs
 * @values: how many
 * @few: how many of them meet in pairs
 * @tally: for each operation, and behind them for each kind of fields
 */
struct sweep {
	struct pair *p;
	u32 every;
	u32 next;
	u32 kernel;
	u32 state;
	u32 task;
	u32 value[MAX_VALUES];
	u32 values;
	u32 few;
	struct tally tally[MM011_OP_MAX + 8];
};

/* struct sweep.tally behind those of the operations */
enum {
	OF_TASKS = MM011_OP_MAX, OF_TASK_PAIRS, OF_FILES, OF_RESETS, TALLIES
};

/* sweep.c */
bool sweep_turn(struct sweep *s);
bool sweep_op(struct sweep *s, struct mm011_op *op, const struct mm011_task_info *task, u32 which);
void sweep_end_case(struct sweep *s, u32 which, bool same);

/* sweepstate.c */
bool sweep_prepare(struct sweep *s, u32 kernel, u32 state);
const char *sweep_state_name(u32 state);

/* sweepops.c */
void sweep_operation(struct sweep *s, u32 code);

/* sweeplife.c */
void sweep_tasks(struct sweep *s);
void sweep_files(struct sweep *s);
void sweep_resets(struct sweep *s);

#endif
