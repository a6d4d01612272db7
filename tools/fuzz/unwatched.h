/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011_UNWATCHED_H
#define _MM011_UNWATCHED_H

#include "mm011.h"

struct unwatched;

struct unwatched *unwatched_new(const struct mm011_host *host);
void unwatched_free(struct unwatched *q);
void unwatched_reset(struct unwatched *q, const struct mm011_reset *reset);
const char *unwatched_op(struct unwatched *q, const struct mm011_op *op,
			 const struct mm011_op *done, const u8 *data,
			 const struct mm011_machine *watched);
const char *unwatched_plain(struct unwatched *q, const struct mm011_op *op, const u8 *data);
const char *unwatched_same_page(struct unwatched *q, const struct mm011_machine *watched, u32 at);
bool unwatched_save(struct unwatched *q);
void unwatched_restore(struct unwatched *q);
u64 unwatched_time(const struct unwatched *q);
const char *unwatched_same_memory(struct unwatched *q, const struct mm011_machine *watched);

#endif
