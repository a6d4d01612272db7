/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_NUMBER_H
#define _MM011CTL_NUMBER_H

#include <linux/types.h>

#define COMMAND_WHY 140	/* room for what is wrong with a word */

bool command_number(const char *word, u32 *value);
bool command_argument(const char *name, const char *word, u32 *value, char why[COMMAND_WHY]);

#endif
