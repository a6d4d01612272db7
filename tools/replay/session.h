/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A recorded run that is held in the hand: one step forward, or to any step of it. What a
 * step came to is data: replay prints it, a test compares it.
 */
#ifndef _MM011CTL_SESSION_H
#define _MM011CTL_SESSION_H

#include "replay/trace.h"
#include "target/target.h"

#define SESSION_EVERY	64u	/* steps between two checkpoints, to begin with */

enum step_kind {
	STEP_AGREES,		/* as it was recorded */
	STEP_DIFFERS,
	STEP_END,		/* there is none: the run has ended */
	STEP_CUT,		/* likewise: the run is cut off here */
	STEP_FAILED,		/* likewise: session_problem() says why */
};

/* what of a step differs, the first that does */
enum step_field {
	STEP_FIELD_NONE,
	STEP_ENTRY_BEFORE,	/* the entry that the step is about */
	STEP_OUTCOME,		/* enum mm011_outcome, or what panic() said */
	STEP_SWAP_PAGE,		/* number of the swap page that it sleeps for */
	STEP_NO_PAGE_KIND,	/* enum mm011_no_page_kind */
	STEP_DONOR,		/* the task that shares the page */
	STEP_PAGE,
	STEP_RETURN,
	STEP_ENTRY_AFTER,
	STEP_CHECKSUM,		/* the place tells the word, if only one differs */
	STEP_CHECKSUM_NOAD,	/* without Accessed and Dirty bits, all else being the same */
	STEP_FULL_SUM,		/* of all bytes, against the one that is kept up to date */
	STEP_FULL_SUM_NOAD,
	STEP_SWAP_DIRECTORY,	/* where swap_out() stands */
	STEP_SWAP_TABLE,
	STEP_SWAP_BITMAP,	/* its checksum */
	STEP_DROPS,		/* how many pages swap_out() dropped */
	STEP_DROP,		/* which page, and where its entry was */
	STEP_SLEEP,		/* which page it sleeps for, and where its entry was */
};

enum place_kind { PLACE_NONE, PLACE_LINEAR, PLACE_ENTRY, PLACE_COUNT, PLACE_OF_PAGE };

/**
 * struct step_place - where a difference is
 * @kind: what stands there
 * @addr: PLACE_LINEAR: the linear address that the entry maps; PLACE_ENTRY: physical
 *	address of the entry; PLACE_COUNT: of the page that is counted
 * @expected: the entry or count that was recorded; PLACE_OF_PAGE: address of the entry
 * @found: the machine's, likewise
 */
struct step_place {
	enum place_kind kind;
	u32 addr;
	u32 expected;
	u32 found;
};

/**
 * struct step_result - what a step came to
 * @step: its number, from 1 on; of the run's end that of the last step
 * @kind: does it agree?
 * @field: what differs
 * @expected: the recorded value of that
 * @found: the machine's
 * @place: where it differs
 * @record: the step as the run tells it; its acts are good until the next step
 * @op: the operation that it was, with what the machine answered
 * @message: STEP_OUTCOME: what the kernel said last
 * @seconds: how long the machine took, and comparing
 */
struct step_result {
	u32 step;
	enum step_kind kind;
	enum step_field field;
	u32 expected;
	u32 found;
	struct step_place place;
	struct trace_record record;
	struct mm011_op op;
	char message[64];
	double seconds;
};

/**
 * struct session_how - how a run is played
 * @full: after each step sum up all bytes, too, and compare that with the checksum that
 *	is kept up to date
 * @every: a checkpoint after so many steps, 0: only where one is asked for
 */
struct session_how {
	bool full;
	u32 every;
};

struct session;

struct session *session_open(struct target *t, struct lines *in, const struct session_how *how);
void session_close(struct session *s);
const char *session_problem(const struct session *s);
const char *session_name(const struct session *s);
u32 session_steps(const struct session *s);
u32 session_position(const struct session *s);
u32 session_cut(const struct session *s);
enum step_kind session_step(struct session *s, struct step_result *r);
int session_checkpoint(struct session *s);
int session_seek(struct session *s, u32 step);

#endif
