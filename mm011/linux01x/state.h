/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What 0.11 and 0.12 keep, number by number.
 */
#ifndef _MM011_LINUX01X_STATE_H
#define _MM011_LINUX01X_STATE_H

#include "pc/state.h"

extern const struct mm011_fields linux01x_fields;
void linux01x_loaded(struct mm011_machine *m);

#endif /* _MM011_LINUX01X_STATE_H */
