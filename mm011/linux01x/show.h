/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Pictures of what 0.11 and 0.12 keep.
 */
#ifndef _MM011_LINUX01X_SHOW_H
#define _MM011_LINUX01X_SHOW_H

#include "view/view.h"

extern const struct mm011_views linux01x_views;
u32 linux01x_owner(u32 linear);
void linux01x_show_owner(const struct mm011_machine *m, struct mm011_text *t, u32 nr);

#endif /* _MM011_LINUX01X_SHOW_H */
