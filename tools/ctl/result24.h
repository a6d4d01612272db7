/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_RESULT24_H
#define _MM011CTL_RESULT24_H

#include "ctl/command.h"

bool result24_print(const struct command *c);

#endif
