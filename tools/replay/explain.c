// SPDX-License-Identifier: GPL-2.0
/*
 * What happened in a machine's last operation, in words.
 */

#include <stdio.h>

#include <linux/kernel.h>

#include "replay/explain.h"
#include "target/text.h"
#include "view/story.h"
#include "view/words.h"

static struct mm011_story story;

/**
 * explain_entry() - an entry in words
 * @t: machine whose kernel wrote it
 * @entry: page directory or page table entry
 * @to: where the text goes, e.g. "0xfff000 P RW US A D"
 * @room: how much fits
 */
void explain_entry(struct target *t, u32 entry, char *to, size_t room)
{
	struct text_buffer text = text_buffer(to, room);

	mm011_text_entry(target_memory(t), &text.t, entry);
}

/**
 * explain_place() - which entry stands at an address
 * @t: the machine
 * @addr: physical address of an entry
 * @to: where the text goes
 * @room: how much fits
 */
void explain_place(struct target *t, u32 addr, char *to, size_t room)
{
	struct text_buffer text = text_buffer(to, room);

	mm011_story_begin(&story, target_memory(t), &text.t);
	mm011_story_place(&story, addr);
}

/* the events of the last operation that made any; where they are gone, *first has moved */
static u32 last_events(struct target *t, struct mm011_event *to, u64 *first)
{
	*first = t->first_event;
	return t->events ? target_events(t, first, to, min(t->events, MM011_NR_EVENTS)) : 0;
}

/**
 * explain_last() - print the events of the last operation in words
 * @t: the machine; the operation was done with MM011_OPF_EVENTS
 */
void explain_last(struct target *t)
{
	static struct mm011_event events[MM011_NR_EVENTS];
	u64 first;
	u32 count = last_events(t, events, &first);

	if (first != t->first_event)
		printf("    (%llu earlier events are gone)\n",
		       (unsigned long long)(first - t->first_event));
	mm011_story_begin(&story, target_memory(t), &text_stdout);
	mm011_story_back(&story, events, count);
	mm011_story_tell(&story, events, count);
}

/**
 * explain_said() - what the kernel has printed in the last operation
 * @t: the machine; the operation was done with MM011_OPF_EVENTS
 * @to: where its last line goes
 * @room: how much fits
 *
 * Return: whether there was one.
 */
bool explain_said(struct target *t, char *to, size_t room)
{
	static struct mm011_event events[MM011_NR_EVENTS];
	struct text_buffer text = text_buffer(to, room);
	u64 first;
	u32 i = last_events(t, events, &first);

	mm011_story_begin(&story, target_memory(t), &text.t);
	for ( ; i > 0; i--)
		if (mm011_story_message(&story, &events[i - 1]))
			return true;
	return false;
}

#define MAX_TOUCHED 5

/**
 * explain_touched() - print the last events that changed one word
 * @t: the machine
 * @type: MM011_EV_ENTRY or MM011_EV_MEM_MAP
 * @addr: address of the entry, or of the page that is counted
 */
void explain_touched(struct target *t, u32 type, u32 addr)
{
	static struct mm011_event events[MM011_NR_EVENTS];
	u32 last[MAX_TOUCHED], op[MAX_TOUCHED];
	u64 first = 0;
	u32 count = target_events(t, &first, events, MM011_NR_EVENTS);
	u32 i, begin = 0, found = 0;

	for (i = 0; i < count; i++) {
		if (events[i].type == MM011_EV_OP)
			begin = i;
		if (events[i].type != type || events[i].a != addr)
			continue;
		last[found % MAX_TOUCHED] = i;
		op[found++ % MAX_TOUCHED] = begin;
	}
	printf("  the last events that touched it (of %u that are kept):\n", count);
	mm011_story_begin(&story, target_memory(t), &text_stdout);
	for (i = found > MAX_TOUCHED ? found - MAX_TOUCHED : 0; i < found; i++) {
		mm011_story_tell_one(&story, &events[op[i % MAX_TOUCHED]]);
		mm011_story_tell(&story, &events[last[i % MAX_TOUCHED]], 1);
	}
	if (!found)
		printf("    none\n");
}
