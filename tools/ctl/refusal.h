/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_REFUSAL_H
#define _MM011CTL_REFUSAL_H

#include "target/target.h"

#define REFUSAL_ROOM 160

const char *refusal(struct target *t, const struct mm011_op *op, char to[REFUSAL_ROOM]);
const char *refusal_of_reset(const struct mm011_reset *r, char to[REFUSAL_ROOM]);

#endif
