// SPDX-License-Identifier: GPL-2.0
/*
 * Where words go.
 */

#include "view/text.h"

/**
 * mm011_text() - print
 * @t: where words go
 * @format: as printf() takes it, and what both the kernel's and C's printf() know
 */
void mm011_text(struct mm011_text *t, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	t->vprintf(t, format, args);
	va_end(args);
}
