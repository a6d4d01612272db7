/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_RESULT_H
#define _MM011CTL_RESULT_H

#include "ctl/command.h"
#include "target/target.h"

int result_print(struct target *t, const struct command *c);

#endif
