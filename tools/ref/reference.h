/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The yardstick: the functions of Linux 0.11 and 0.12 once more, as plainly as
 * they can be written, in the simplest data structures, never optimised. What
 * mm011/ does, however fast it becomes, must be what this does.
 */
#ifndef _MM011_REFERENCE_H
#define _MM011_REFERENCE_H

#include "mm011.h"

struct reference;

struct reference *reference_new(void);
void reference_free(struct reference *r);
void reference_reset(struct reference *r, const struct mm011_reset *reset);
void reference_op(struct reference *r, struct mm011_op *op, void *data);
void reference_fail(struct reference *r, u32 io);
bool reference_save(struct reference *r);
void reference_restore(struct reference *r);
u32 reference_changes(struct reference *r, const struct mm011_event **changes);
const u8 *reference_memory(const struct reference *r);
const u8 *reference_mem_map(const struct reference *r);
const struct mm011_task *reference_task(const struct reference *r, u32 nr);
bool reference_asleep(const struct reference *r, u32 nr);
u32 reference_last_pid(const struct reference *r);
const u8 *reference_swap(const struct reference *r, u32 *pages);
u32 reference_bitmap(const struct reference *r);
void reference_cursors(const struct reference *r, u32 *dir_entry, s32 *page_entry);
const char *reference_message(const struct reference *r);

#endif
