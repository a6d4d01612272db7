/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_WHO_H
#define _MM011CTL_WHO_H

#include "mm011.h"

void who(const struct mm011_machine *m, u32 page);

#endif
