/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What happened, in words: events one a line, runs of the same kind folded.
 */
#ifndef _MM011_VIEW_STORY_H
#define _MM011_VIEW_STORY_H

#include "pc/machine.h"
#include "view/text.h"

/**
 * struct mm011_story - events on their way into words
 * @m: the machine: its memory and its kernel are used
 * @t: where words go
 * @directory: the page directory as it was when the event being told happened
 */
struct mm011_story {
	const struct mm011_machine *m;
	struct mm011_text *t;
	u32 directory[MM011_ENTRIES];
};

void mm011_story_begin(struct mm011_story *s, const struct mm011_machine *m, struct mm011_text *t);
void mm011_story_back(struct mm011_story *s, const struct mm011_event *e, u32 count);
void mm011_story_tell(struct mm011_story *s, const struct mm011_event *e, u32 count);
void mm011_story_tell_one(struct mm011_story *s, const struct mm011_event *e);
void mm011_story_place(struct mm011_story *s, u32 addr);
bool mm011_story_message(struct mm011_story *s, const struct mm011_event *e);

#endif /* _MM011_VIEW_STORY_H */
