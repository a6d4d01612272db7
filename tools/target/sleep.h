/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_SLEEP_H
#define _MM011CTL_SLEEP_H

#include "mm011.h"

/* for operations of machines in this process that sleep: a context each */
extern const struct mm011_stacks context_stacks;

#endif
