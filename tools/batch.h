/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_BATCH_H
#define _MM011CTL_BATCH_H

#include "files.h"
#include "target.h"

#define MAX_WORDS 64

struct session;

/**
 * struct batch_how - how a stream of commands is played
 * @path: the stream, "-" for standard input
 * @expect: a file with the expected replies, to compare instead of print; NULL:
 *	print
 * @revive: go on after a panic
 * @folders: which files its commands may open
 */
struct batch_how {
	const char *path;
	const char *expect;
	bool revive;
	struct folders folders;
};

int batch_split(char *line, const char **words);
bool batch_is_command(const char *verb);
struct session *batch_session(struct target *t, u32 flags, const struct folders *folders);
const char *batch_answer(struct session *s, int argc, const char **argv);
const char *batch_problem(const struct session *s);
int batch(struct target *t, const struct batch_how *how);

#endif
