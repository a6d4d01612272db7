/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A recorded run of a real Linux 2.4.0: one line of it at a time, each of which is
 * understood, or the run is damaged.
 */
#ifndef _MM011CTL_TRACE24_H
#define _MM011CTL_TRACE24_H

#include "replay/json.h"
#include "mm011.h"

enum trace24_event {
	TRACE24_HEADER,
	TRACE24_INIT,
	TRACE24_ALLOC,		/* __alloc_pages() returned */
	TRACE24_FREE,		/* __free_pages_ok() */
	TRACE24_RMQUEUE,	/* rmqueue(), within an alloc */
	TRACE24_ENTER,		/* a function of mm begins */
	TRACE24_EXIT,
	TRACE24_FIND_VMA,
	TRACE24_ALLOC_ENTER,	/* __alloc_pages() begins */
	TRACE24_CNT,		/* what changed outside mm: */
	TRACE24_HW,
	TRACE24_MM,
	TRACE24_TASK,
	TRACE24_PG,
	TRACE24_LRU,
	TRACE24_SWAPMAP,
	TRACE24_MARK,		/* for people */
	TRACE24_MARK_END,
	TRACE24_END,
	TRACE24_EVENTS
};

/**
 * struct trace24 - a run that is read line by line; no more of it is kept
 * @in: the file
 * @line: the fields of the line that was read last
 * @event: which event it is
 * @name: what the header calls the run, printable
 * @memory_mb: how much RAM the machine had
 * @steps: how many lines tell a step: what has a checksum of its own
 * @begun: the first line behind the header has been read
 * @ended: the end has been read
 * @cut: where the run is cut off, the number of a line; 0: it is whole
 * @problem: why there is no run, or no next line
 */
struct trace24 {
	struct lines *in;
	struct json_object line;
	u32 event;
	char name[64];
	u32 memory_mb;
	u32 steps;
	bool begun;
	bool ended;
	unsigned long cut;
	char problem[200];
};

struct lines;

bool trace24_is(struct lines *in);
int trace24_open(struct trace24 *t, struct lines *in);
int trace24_next(struct trace24 *t);
int trace24_rewind(struct trace24 *t);
void trace24_close(struct trace24 *t);
int trace24_damaged(struct trace24 *t, const char *what, const char *text);
u32 trace24_number(struct trace24 *t, const char *name);
bool trace24_has(struct trace24 *t, const char *name);
bool trace24_checksum(struct trace24 *t, const char *name, u32 *crc);
void trace24_text(struct trace24 *t, const char *name, char *to, size_t room);
const char *trace24_event_name(u32 event);
bool trace24_is_step(struct trace24 *t);

#endif
