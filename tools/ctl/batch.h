/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_BATCH_H
#define _MM011CTL_BATCH_H

#include "ctl/files.h"
#include "target/target.h"

/**
 * struct batch_how - how a stream of commands is played
 * @path: the stream, "-" for standard input
 * @expect: a file with the expected replies, to compare instead of print; NULL:
 *	print
 * @revive: go on after a panic
 * @verbose: tell what each command changes, in lines that begin with #
 * @folders: which files its commands may open
 */
struct batch_how {
	const char *path;
	const char *expect;
	bool revive;
	bool verbose;
	struct folders folders;
};

int batch(struct target *t, const struct batch_how *how);

#endif
