/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A recorded run of a real kernel: what happened, step by step, and the
 * checksum of memory map and page tables after each step.
 */
#ifndef _MM011CTL_TRACE_H
#define _MM011CTL_TRACE_H

#include "replay/json.h"
#include "mm011.h"

#define TRACE_ARGS 8

enum trace_event {
	TRACE_HEADER,
	TRACE_TASK,		/* not steps: */
	TRACE_TASK_GONE,
	TRACE_HW,
	TRACE_POKE,
	TRACE_END,
	TRACE_MEM_INIT,		/* steps: */
	TRACE_GET_FREE_PAGE,
	TRACE_FREE_PAGE,
	TRACE_COPY_PAGE_TABLES,
	TRACE_FREE_PAGE_TABLES,
	TRACE_PUT_PAGE,
	TRACE_WP_PAGE,
	TRACE_WRITE_VERIFY,
	TRACE_NO_PAGE,
	TRACE_NO_PAGE_MAP,
	TRACE_PUT_DIRTY_PAGE,	/* format 2, Linux 0.12: */
	TRACE_INIT_SWAPPING,
	TRACE_RESUME,
	TRACE_EVENTS
};

struct trace_record {
	u32 event;		/* enum trace_event */
	u32 line;
	u32 nr;			/* the task: "cur", or "nr" */
	u32 arg[TRACE_ARGS];	/* in the order of the operation's arguments */
	u32 i_count;
	bool has_ret;
	u32 ret;
	u32 kind;		/* enum mm011_no_page_kind */
	u32 donor;
	bool has_page;
	u32 page;
	bool has_before;	/* the entry: "pte" */
	u32 before;
	bool has_after;
	u32 after;
	bool oom;
	char panic[64];		/* what panic() said, empty: it was not called */
	u32 crc;
	u32 crc_noad;
	/* format 2 */
	u32 op;			/* the number that a step and its resumes have in common */
	u32 of;			/* the event that a resume goes on with */
	u32 swap_dev;
	bool sleeps;
	u32 sleep_io;		/* enum mm011_swap_io */
	u32 sleep_nr;
	u32 sleep_page;
	u32 sleep_entry;	/* a write: address of the entry that named the page */
	bool has_swap_pos;
	u32 swap_pos[2];
	bool has_swapcrc;
	u32 swapcrc;
	struct json_value acts;	/* [["drop", entry, page], ...], good until the next record */
};

/* what a task is amid: a call that sleeps, or a load that is not mapped yet */
struct trace_pending {
	bool pending;
	u32 event;
	u32 op;
	u32 io;			/* what it waits for */
	u32 arg[TRACE_ARGS];
	u32 page;		/* that is loaded */
};

/**
 * struct trace - a run that is read line by line; no more of it is kept
 * @in: the file
 * @kernel: MM011_KERNEL_*
 * @steps: how many the whole run has
 * @bitmap: of the swap device, as init_swapping() read it
 * @name: what the header calls it, printable
 * @problem: why there is no trace, or no next record
 * @begun: the header has been read
 * @ended: the end has been read
 * @cut: where the run is cut off, the number of a line; 0: it is whole
 * @asleep: what each task sleeps in
 * @load: what each task loads
 * @line: the fields of the line that was read last
 */
struct trace {
	struct lines *in;
	u32 kernel;
	u32 steps;
	u8 bitmap[MM011_PAGE_SIZE];
	char name[64];
	char problem[200];
	bool begun;
	bool ended;
	u32 cut;
	struct trace_pending asleep[MM011_NR_TASKS];
	struct trace_pending load[MM011_NR_TASKS];
	struct json_object line;
};

/**
 * struct trace_mark - a place in a run, to come back to
 * @line: number of the line that was read last
 * @begun: as in the run, like all that follow
 * @ended: likewise
 * @asleep: likewise
 * @load: likewise
 */
struct trace_mark {
	unsigned long line;
	bool begun;
	bool ended;
	struct trace_pending asleep[MM011_NR_TASKS];
	struct trace_pending load[MM011_NR_TASKS];
};

int trace_open(struct trace *t, struct lines *in);
int trace_next(struct trace *t, struct trace_record *r);
int trace_rewind(struct trace *t);
void trace_tell(const struct trace *t, struct trace_mark *mark);
int trace_return(struct trace *t, const struct trace_mark *mark);
void trace_close(struct trace *t);
bool trace_next_drop(struct json_value *acts, u32 *entry, u32 *page);
const char *trace_event_name(u32 event);
bool trace_is_step(u32 event);

#endif
