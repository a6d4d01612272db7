// SPDX-License-Identifier: GPL-2.0
/*
 * Numbers that people type.
 */

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/kernel.h>

#include "ctl/number.h"

/* digits and nothing else, decimal or 0x hex; a zero before them makes nothing octal */
static bool parse_digits(const char *word, long long least, u32 *value)
{
	char *end;
	long long v;

	if (!isdigit((unsigned char)word[*word == '-']))
		return false;
	errno = 0;
	v = strtoll(word, &end, strncmp(word, "0x", 2) ? 10 : 16);
	if (errno || *end || v < least || v > 0xffffffffLL)
		return false;
	*value = (u32)v;
	return true;
}

/**
 * command_number() - read a number, decimal or 0x hex
 * @word: the text
 * @value: where it goes
 *
 * Return: whether it is one and fits 32 bits.
 */
bool command_number(const char *word, u32 *value)
{
	return *word != '-' && parse_digits(word, 0, value);
}

/* arguments that are signed in the original, where less than 0 means something */
static bool is_signed(const char *name)
{
	static const char *const names[] = { "SIZE", "LEN", "PID", "CODE", "FATHER" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}

/**
 * command_argument() - read a number by the name of the argument that it is
 * @name: as command_usage() prints it
 * @word: the text: decimal or 0x hex; a size, a pid and a status may be negative
 * @value: where it goes
 * @why: filled in where it is none
 *
 * Return: whether it is one and fits 32 bits.
 */
bool command_argument(const char *name, const char *word, u32 *value, char why[COMMAND_WHY])
{
	bool minus = is_signed(name);

	if (parse_digits(word, minus ? -0x80000000LL : 0, value) && (minus || *word != '-'))
		return true;
	snprintf(why, COMMAND_WHY, "%s '%.40s' is not a number from %s to %s", name, word,
		 minus ? "-0x80000000" : "0", "0xffffffff, decimal or 0x hex");
	return false;
}
