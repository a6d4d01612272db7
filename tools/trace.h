/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A recorded run of a real kernel: what happened, step by step, and the
 * checksum of memory map and page tables after each step.
 */
#ifndef _MM011CTL_TRACE_H
#define _MM011CTL_TRACE_H

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
	u32 ret;
	u32 kind;		/* enum mm011_no_page_kind */
	u32 donor;
	u32 page;
	u32 pte[2];
	bool has_page;
	bool has_pte;		/* not where a step ended in oom() */
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
	bool has_swap_pos;
	u32 swap_pos[2];
	bool has_swapcrc;
	u32 swapcrc;
};

struct trace {
	struct trace_record *record;
	u32 count;
	u32 steps;
	u32 kernel;		/* MM011_KERNEL_* */
	u8 bitmap[MM011_PAGE_SIZE];	/* of the swap device, as init_swapping() read it */
	char name[64];
	char problem[200];	/* why there is no trace */
};

int trace_load(struct trace *t, const char *path);
void trace_free(struct trace *t);
const char *trace_event_name(u32 event);
bool trace_is_step(u32 event);

#endif
