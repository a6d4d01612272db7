/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What functions of mm/ did in a recorded run of 2.4, done once more.
 */
#ifndef _MM011CTL_STEPS24_H
#define _MM011CTL_STEPS24_H

#include <linux/types.h>

struct replay24;
struct steps24;

struct steps24 *steps24_new(void);
void steps24_free(struct steps24 *s);
int steps24_look(struct steps24 *s, struct replay24 *r);
int steps24_before(struct steps24 *s, struct replay24 *r);
int steps24_play(struct steps24 *s, struct replay24 *r, bool *played);
int steps24_before_free(struct steps24 *s, struct replay24 *r);
int steps24_took_block(struct steps24 *s, struct replay24 *r);
int steps24_allocated(struct steps24 *s, struct replay24 *r);
int steps24_told_page(struct steps24 *s, struct replay24 *r, u32 kind);

#endif
