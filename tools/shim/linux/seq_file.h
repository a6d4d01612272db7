/* SPDX-License-Identifier: GPL-2.0 */
/* The few calls of a seq_file that module/show.c prints with. */
#ifndef _SHIM_LINUX_SEQ_FILE_H
#define _SHIM_LINUX_SEQ_FILE_H

#include <stdbool.h>
#include <stdio.h>

struct seq_file {
	FILE *out;
};

#define seq_printf(s, ...)	fprintf((s)->out, __VA_ARGS__)
#define seq_puts(s, text)	fputs(text, (s)->out)
#define seq_putc(s, c)		fputc(c, (s)->out)
#define seq_has_overflowed(s)	false	/* a stream takes all */

#endif
