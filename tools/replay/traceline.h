/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Between the files that read a recorded run.
 */
#ifndef _MM011CTL_TRACELINE_H
#define _MM011CTL_TRACELINE_H

#include "replay/trace.h"

/**
 * struct trace_kind - what the line of an event must hold
 * @name: the event's
 * @arg: numbers, in the order of the operation's arguments
 * @ret: what the function returned
 * @pte: the entry before and after
 */
struct trace_kind {
	const char *name;
	const char *arg[TRACE_ARGS];
	bool ret;
	bool pte;
};

extern const struct trace_kind trace_kinds[TRACE_EVENTS];

int trace_damaged(struct trace *t, const char *what, const char *text);
int field_get_number(struct trace *t, const char *name, u32 *number);
int field_may_have_number(struct trace *t, const char *name, u32 *number, bool *has);
int field_get_number_below(struct trace *t, const char *name, u32 *number, u32 end);
int field_get_text(struct trace *t, const char *name, char *to, size_t room);
int field_may_have_crc(struct trace *t, const char *name, u32 *crc, bool *has);
int field_get_crc(struct trace *t, const char *name, u32 *crc);
int field_may_have_pair(struct trace *t, const char *name, u32 pair[2], bool *has);
bool field_is_hex(const char *digits);
int trace_parse_sleep(struct trace *t, struct trace_record *r);
int trace_parse_step(struct trace *t, struct trace_record *r);

#endif
