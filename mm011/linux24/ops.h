/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The operations of 2.4, in groups.
 */
#ifndef _MM011_LINUX24_OPS_H
#define _MM011_LINUX24_OPS_H

#include "op/op.h"

extern const struct mm011_op_group linux24_page_ops;
extern const struct mm011_op_group linux24_area_ops;
extern const struct mm011_op_group linux24_mm_ops;
extern const struct mm011_op_group linux24_recorded_ops;
extern const struct mm011_op_group linux24_lru_ops;

#endif /* _MM011_LINUX24_OPS_H */
