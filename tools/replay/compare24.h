/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a recorded run says of a function when it ends, and what the machine has.
 */
#ifndef _MM011CTL_COMPARE24_H
#define _MM011CTL_COMPARE24_H

#include "mm011.h"

struct replay24;

int compare24_return(struct replay24 *r, u32 found);
int compare24_page(struct replay24 *r, u32 found);
int compare24_log(struct replay24 *r, const struct mm011_log24 *log);
int compare24_fault(struct replay24 *r, const struct mm011_log24 *log);
int compare24_mm(struct replay24 *r, bool child);
int compare24_counts(struct replay24 *r);

#endif
