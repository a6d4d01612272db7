// SPDX-License-Identifier: GPL-2.0
/*
 * Text that came out of a file, for a terminal: a stranger's escape sequence must
 * not forge a line of ours. What is not printable ASCII becomes \xNN.
 */

#include <stdio.h>

#include "ctl/printable.h"

#define ESCAPED 4	/* characters that a byte becomes, at most */

/* the byte as it is printed; how many characters */
static int escape(unsigned char byte, char to[ESCAPED + 1])
{
	if (byte >= ' ' && byte < 0x7f)
		return sprintf(to, "%c", byte);
	return sprintf(to, "\\x%02x", byte);
}

/**
 * printable() - text without control characters
 * @text: what a file says
 * @to: where the printable text goes, cut off where it does not fit
 * @room: bytes at @to, at least 1
 *
 * Return: @to.
 */
const char *printable(const char *text, char *to, size_t room)
{
	char one[ESCAPED + 1];
	size_t used = 0;
	int n;

	for ( ; *text; text++, used += n) {
		n = escape(*text, one);
		if (used + n >= room)
			break;
		sprintf(to + used, "%s", one);
	}
	to[used] = 0;
	return to;
}

/**
 * put_printable() - print text without control characters
 * @text: what a file says, of any length
 *
 * Return: how many characters that were.
 */
int put_printable(const char *text)
{
	char one[ESCAPED + 1];
	int width = 0;

	for ( ; *text; text++) {
		width += escape(*text, one);
		fputs(one, stdout);
	}
	return width;
}
