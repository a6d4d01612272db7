/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Pages in use in a recorded run of 2.4: their flags, ages and lists, and swap space.
 */
#ifndef _MM011CTL_LRU24_H
#define _MM011CTL_LRU24_H

struct replay24;

int lru24_load(struct replay24 *r);
int lru24_apply(struct replay24 *r);
int lru24_let_go(struct replay24 *r);
int lru24_compare(struct replay24 *r);

#endif
