/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Entries, states and outcomes in words: one form, wherever they are printed.
 */
#ifndef _MM011_VIEW_WORDS_H
#define _MM011_VIEW_WORDS_H

#include "pc/machine.h"
#include "view/text.h"

const char *mm011_task_state(u32 state);
const char *mm011_no_page_word(u32 kind);
const char *mm011_walk_word(u32 outcome);
const char *mm011_wakeup_word(u32 who);
const char *mm011_lru_word(u32 list);
void mm011_text_about(struct mm011_text *t, u32 page, u32 ptep, u32 linear);
void mm011_text_flags(struct mm011_text *t, u32 entry);
void mm011_text_entry(const struct mm011_machine *m, struct mm011_text *t, u32 entry);

#endif /* _MM011_VIEW_WORDS_H */
