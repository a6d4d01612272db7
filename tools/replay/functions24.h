/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a recorded run of 2.4 calls by name: functions of mm/, which the machine does, and
 * regions, which it is told.
 */
#ifndef _MM011CTL_FUNCTIONS24_H
#define _MM011CTL_FUNCTIONS24_H

#include <linux/types.h>

#define FUNCTION24_ARGS	6

/**
 * struct function24 - a function of mm/
 * @name: as the run has it
 * @code: MM011_OP24_*
 * @arg: the fields that are its operation's arguments
 */
struct function24 {
	const char *name;
	u32 code;
	const char *arg[FUNCTION24_ARGS];
};

/**
 * struct region24 - code that the machine need not know
 * @name: as the run has it
 * @kind: enum mm011_ask24: how a function asks for it
 * @arg: the fields that say what is asked
 * @answer: the field that says what it came to, NULL: nothing that a function wants to know
 */
struct region24 {
	const char *name;
	u32 kind;
	const char *arg[3];
	const char *answer;
};

const struct function24 *function24(const char *name);
const struct region24 *region24(const char *name);
const char *region24_asked(u32 kind);

#endif
