/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_CHECK_H
#define _MM011CTL_CHECK_H

#include "mm011.h"

u32 cross_check(const struct mm011_machine *m);

#endif
