/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_EXPLAIN_H
#define _MM011CTL_EXPLAIN_H

#include "target/target.h"

#define EXPLAIN_ROOM 64		/* for an entry in words */

void explain_entry(struct target *t, u32 entry, char *to, size_t room);
void explain_place(struct target *t, u32 addr, char *to, size_t room);
void explain_last(struct target *t);
bool explain_said(struct target *t, char *to, size_t room);
void explain_touched(struct target *t, u32 type, u32 addr);

#endif
