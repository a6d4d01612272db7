// SPDX-License-Identifier: GPL-2.0
/*
 * The addresses of a kernel's variables, from what nm prints of its ELF file:
 * lines of an address, a letter and a name. Linux calls such a file System.map.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lines.h"
#include "symbols.h"

/* a name as C has it: old compilers put an underscore before */
static bool is_name(const char *word, const char *name)
{
	return !strcmp(word, name) || (word[0] == '_' && !strcmp(word + 1, name));
}

static void take_line(const char *line, struct symbol *wanted, u32 count)
{
	unsigned int address;
	char name[64];
	u32 i;

	if (sscanf(line, "%x %*c %63s", &address, name) != 2)
		return;
	for (i = 0; i < count; i++) {
		if (!is_name(name, wanted[i].name))
			continue;
		wanted[i].address = address;
		wanted[i].found = true;
	}
}

/* Return: 0, or -ENOENT; the missing ones are told */
static int all_found(const char *path, const struct symbol *wanted, u32 count)
{
	int err = 0;
	u32 i;

	for (i = 0; i < count; i++) {
		if (wanted[i].found)
			continue;
		fprintf(stderr, "mm011ctl: %s: tells no address of %s\n", path, wanted[i].name);
		err = -ENOENT;
	}
	return err;
}

/**
 * symbols_read() - find symbols in a file that nm wrote
 * @path: the file, which may be compressed
 * @wanted: the names; their addresses are filled in
 * @count: how many
 *
 * Return: 0; -EINVAL when the file cannot be read, -ENOENT when a symbol is not
 * in it. Both are told on standard error.
 */
int symbols_read(const char *path, struct symbol *wanted, u32 count)
{
	struct lines *lines = lines_open(path);
	const char *line, *problem;

	if (!lines) {
		fprintf(stderr, "mm011ctl: %s: %s\n", path, strerror(errno));
		return -EINVAL;
	}
	while ((line = lines_next(lines)))
		take_line(line, wanted, count);
	problem = lines_error(lines);
	if (problem)
		fprintf(stderr, "mm011ctl: %s: %s\n", path, problem);
	lines_close(lines);
	return problem ? -EINVAL : all_found(path, wanted, count);
}
