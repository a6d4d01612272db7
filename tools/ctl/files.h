/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Files that the tool is told to open: what they are is looked at before anything
 * waits for them, and a stream of commands opens only what its user allows.
 */
#ifndef _MM011CTL_FILES_H
#define _MM011CTL_FILES_H

#include <stdbool.h>
#include <stddef.h>

#define FILES_WHY 120	/* room for the reason of a refusal */

/**
 * struct folders - which files commands may open
 * @anywhere: the user typed them: all
 * @reading: else those in this folder, for reading; NULL: none
 * @writing: and those in this one, for writing; NULL: none
 */
struct folders {
	bool anywhere;
	const char *reading;
	const char *writing;
};

int files_stream(const char *path);
const char *files_stream_error(void);
int files_regular(const char *path, int flags, char why[FILES_WHY]);
int files_allowed(const struct folders *folders, const char *path, bool write,
		  char why[FILES_WHY]);
bool files_is_swap_space(int fd);

#endif
