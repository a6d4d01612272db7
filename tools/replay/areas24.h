/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The areas of a recorded run of 2.4: what happens to them is done, and compared.
 */
#ifndef _MM011CTL_AREAS24_H
#define _MM011CTL_AREAS24_H

#include <linux/types.h>

struct areas24;
struct replay24;

struct areas24 *areas24_new(void);
int areas24_look(struct areas24 *a, struct replay24 *r);
int areas24_play(struct areas24 *a, struct replay24 *r, bool *played);
void areas24_free(struct areas24 *a);

#endif
