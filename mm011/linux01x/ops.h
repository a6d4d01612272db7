/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The operations of 0.11 and 0.12, in their groups.
 */
#ifndef _MM011_LINUX01X_OPS_H
#define _MM011_LINUX01X_OPS_H

#include "op/op.h"

extern const struct mm011_op_group linux01x_memory_ops, linux01x_call_ops, linux01x_recorded_ops;
extern const struct mm011_op_group linux011_ops, linux012_ops;

void linux01x_set_file(struct mm011_machine *m, u32 *slot, u64 number, u32 dev);

#endif /* _MM011_LINUX01X_OPS_H */
