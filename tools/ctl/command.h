/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An operation in words: the same on the command line and in a batch file.
 */
#ifndef _MM011CTL_COMMAND_H
#define _MM011CTL_COMMAND_H

#include <stdio.h>

#include "ctl/files.h"
#include "ctl/number.h"
#include "mm011.h"

/**
 * struct command - an operation in words
 * @folders: which files it may open; with zeros none, as for a stranger's stream
 * @op: the operation
 * @data: what @op.data points to
 * @fd: the program of an exec, -1: none
 * @problem: why the words made no operation, printable
 */
struct command {
	struct folders folders;
	struct mm011_op op;
	u8 data[MM011_MAX_DATA];
	int fd;
	char problem[200];
};

u32 command_code(const char *verb);
bool command_is_typed(u32 code);
void command_usage(u32 code, char *to, size_t room);
int command_parse(struct command *c, int argc, const char **argv);
void command_print(const struct mm011_op *op, const u8 *data, FILE *to);
void command_done(struct command *c);

#endif
