/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A function or a region of a recorded run of 2.4 ends.
 */
#ifndef _MM011CTL_END24_H
#define _MM011CTL_END24_H

#include "replay/steps24.h"

int end24(struct steps24 *s, struct replay24 *r, bool *played);

#endif
