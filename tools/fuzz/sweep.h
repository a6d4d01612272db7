/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the rooms of the sweep offer each other: sweep.c runs cases and counts them,
 * sweepstate.c makes the machines and the values, sweepops.c goes through operations,
 * sweeplife.c through fields of tasks, files and resets, sweepsleep.c lets tasks sleep
 * meanwhile, sweepworst.c looks how long operations take where they take longest.
 */
#ifndef _MM011_SWEEP_H
#define _MM011_SWEEP_H

#include "fuzz/fuzz.h"

#define MAX_VALUES	400u
#define FEW		24u	/* of them that meet each other in pairs */

/* struct sweep.state */
enum { FRESH, FULL, HOSTILE, ASLEEP, PANICKED, WORST, STATES };

/**
 * struct tally - what came of the cases of one kind
 * @cases: how many there were
 * @differences: in how many of them the answers differed
 * @slowest: ns of CPU time
 * @late: how many took longer than they may
 * @breathless: ns without a breath, at most; where that is looked at
 */
struct tally {
	u64 cases;
	u64 differences;
	u64 slowest;
	u64 late;
	u64 breathless;
};

/**
 * struct sweep - the sweep
 * @p: mm011/ and the reference
 * @alone: mm011/ where nothing is compared; NULL: it is
 * @every: one case of so many is run
 * @next: cases until then
 * @kernel: which one the machines run
 * @state: what they have been through
 * @task: a task that runs, not 0
 * @begun: an operation that sleeps while the case's are done, in ASLEEP
 * @turn: how many have been begun; they take turns
 * @value: numbers that arguments are given, the first @few of them in pairs
 * @values: how many
 * @few: how many of them meet in pairs
 * @tally: for each operation, and behind them for each kind of fields
 * @worst: for each operation, on machines where it takes long
 */
struct sweep {
	struct pair *p;
	struct mm011_machine *alone;
	u32 every;
	u32 next;
	u32 kernel;
	u32 state;
	u32 task;
	struct mm011_op begun;
	u32 turn;
	u32 value[MAX_VALUES];
	u32 values;
	u32 few;
	struct tally tally[MM011_OP_MAX + 8];
	struct tally worst[MM011_OP_MAX];
};

/* struct sweep.tally behind those of the operations */
enum {
	OF_TASKS = MM011_OP_MAX, OF_TASK_PAIRS, OF_FILES, OF_RESETS, TALLIES
};

/* sweep.c */
bool sweep_turn(struct sweep *s);
bool sweep_op(struct sweep *s, struct mm011_op *op, const struct mm011_task_info *task, u32 which);
const struct mm011_task *sweep_task(const struct sweep *s, u32 nr);
const u8 *sweep_memory(const struct sweep *s);
void sweep_complain(struct sweep *s, const struct mm011_op *op, const char *what);
void sweep_end_case(struct sweep *s, u32 which, bool same);

/* sweepstate.c */
bool sweep_prepare(struct sweep *s, u32 kernel, u32 state);
const char *sweep_state_name(u32 state);
void sweep_values(struct sweep *s);

/* sweepsleep.c */
bool sweep_make_asleep(struct sweep *s);
bool sweep_begin_case(struct sweep *s);
void sweep_may_sleep(const struct sweep *s, struct mm011_op *op);
bool sweep_wake(struct sweep *s, const struct mm011_op *op);

/* sweepworst.c */
bool sweep_worst(struct sweep *s);
void sweep_time(struct sweep *s, const struct mm011_op *op);

/* sweepops.c */
void sweep_operation(struct sweep *s, u32 code);

/* sweeplife.c */
void sweep_tasks(struct sweep *s);
void sweep_files(struct sweep *s);
void sweep_resets(struct sweep *s);

#endif
