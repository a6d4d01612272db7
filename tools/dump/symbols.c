// SPDX-License-Identifier: GPL-2.0
/*
 * The addresses of a kernel's variables, from what nm prints of its ELF file:
 * lines of an address, a letter and a name. Linux calls such a file System.map.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ctl/files.h"
#include "ctl/lines.h"
#include "dump/symbols.h"

/* a name as C has it: old compilers put an underscore before */
static bool is_name(const char *word, const char *name)
{
	return !strcmp(word, name) || (word[0] == '_' && !strcmp(word + 1, name));
}

/* an address of nm: hex digits, of which those beyond 32 bits must be zeros */
static bool parse_address(const char *word, u32 *address)
{
	char *end;
	unsigned long long value;

	if (!*word || word[strspn(word, "0123456789abcdefABCDEF")])
		return false;
	errno = 0;
	value = strtoull(word, &end, 16);
	*address = (u32)value;
	return !errno && value <= 0xffffffff;
}

/* ADDRESS LETTER NAME; false: the line is of something else */
static bool split_line(char *line, const char *word[3])
{
	char *save;
	int i;

	for (i = 0; i < 3; i++, line = NULL) {
		word[i] = strtok_r(line, " \t", &save);
		if (!word[i])
			return false;
	}
	return !word[1][1] && !strtok_r(NULL, " \t", &save);
}

/* the name's address; what is wrong with it, NULL: nothing */
static const char *take_address(const char *word, struct symbol *symbol)
{
	u32 address;

	if (!parse_address(word, &address))
		return "no address of 32 bits in hex";
	if (symbol->found && symbol->address != address)
		return "a second address of a symbol";
	symbol->address = address;
	symbol->found = true;
	return NULL;
}

static const char *take_line(char *line, struct symbol *wanted, u32 count)
{
	const char *word[3], *problem = NULL;
	u32 i;

	if (!split_line(line, word))
		return NULL;
	for (i = 0; !problem && i < count; i++)
		if (is_name(word[2], wanted[i].name))
			problem = take_address(word[0], &wanted[i]);
	return problem;
}

/* Return: 0, or -ENOENT; the missing ones are told */
static int all_found(const char *path, const struct symbol *wanted, u32 count)
{
	int err = 0;
	u32 i;

	for (i = 0; i < count; i++) {
		if (wanted[i].found || !wanted[i].needed)
			continue;
		fprintf(stderr, "mm011ctl: %s: there is no symbol %s\n", path, wanted[i].name);
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
 * Return: 0; -EINVAL when the file cannot be read, -ENOENT when a symbol that is needed is
 * not in it. Both are told on standard error.
 */
int symbols_read(const char *path, struct symbol *wanted, u32 count)
{
	struct lines *lines = lines_open(path);
	const char *problem = NULL;
	char *line;

	if (!lines) {
		fprintf(stderr, "mm011ctl: %s: %s\n", path, files_stream_error());
		return -EINVAL;
	}
	while (!problem && (line = lines_next(lines)))
		problem = take_line(line, wanted, count);
	if (!problem)
		problem = lines_error(lines);
	if (problem)
		fprintf(stderr, "mm011ctl: %s: line %lu: %s\n", path, lines_number(lines),
			problem);
	lines_close(lines);
	return problem ? -EINVAL : all_found(path, wanted, count);
}
