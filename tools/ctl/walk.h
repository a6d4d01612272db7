/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_WALK_H
#define _MM011CTL_WALK_H

#include "target/target.h"

int walk_task(struct target *t, struct mm011_translate *walk);
int walk_kernel(struct target *t, struct mm011_translate *walk);

#endif
