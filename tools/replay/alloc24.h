/* SPDX-License-Identifier: GPL-2.0 */
/*
 * __alloc_pages() of a recorded run of 2.4 that tells what happened in it.
 */
#ifndef _MM011CTL_ALLOC24_H
#define _MM011CTL_ALLOC24_H

#include "replay/open24.h"

int alloc24_enter(struct opens24 *o, struct replay24 *r);
bool alloc24_goes_on(struct opens24 *o, struct replay24 *r);
int alloc24_took_block(struct opens24 *o, struct replay24 *r);
int alloc24_function_begins(struct replay24 *r, const struct open24 *in,
			    const struct function24 *f);
void alloc24_function_ended(struct opens24 *o, const struct open24 *in, u32 ret);
int alloc24_mark(struct opens24 *o, struct replay24 *r);
int alloc24_leave(struct opens24 *o, struct replay24 *r);

#endif
