/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Events: each step of a machine, for those who observe, and how often each happened.
 */
#ifndef _MM011_PC_EVENT_H
#define _MM011_PC_EVENT_H

#include "pc/machine.h"

extern const char *const mm011_stat_names[MM011_STAT_MAX];
void mm011_event_record(struct mm011_machine *m, u32 type, u32 a, u32 b, u32 c);
void mm011_entry_changing(struct mm011_machine *m, u32 addr, u32 before, u32 after);

/**
 * mm011_emit() - tell an event, if somebody watches
 * @m: machine, its lock held
 * @type: enum mm011_event_type
 * @a: first number, as the type says
 * @b: second number
 * @c: third number
 */
static inline void mm011_emit(struct mm011_machine *m, u32 type, u32 a, u32 b, u32 c)
{
	if (MM011_EVENTS && unlikely(m->observed & MM011_OBSERVE_EVENTS))
		mm011_event_record(m, type, a, b, c);
}

/**
 * mm011_observe_events() - begin or end to tell events
 * @m: machine, its lock held
 * @on: which of the two
 */
static inline void mm011_observe_events(struct mm011_machine *m, bool on)
{
	if (on)
		m->observed |= MM011_OBSERVE_EVENTS;
	else
		m->observed &= ~MM011_OBSERVE_EVENTS;
}

u32 mm011_events(const struct mm011_machine *m, u64 *first, struct mm011_event *to, u32 room);

#endif /* _MM011_PC_EVENT_H */
