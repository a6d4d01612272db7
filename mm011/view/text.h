/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where words go: a file of debugfs, a terminal, a buffer. The core prints nowhere itself.
 */
#ifndef _MM011_VIEW_TEXT_H
#define _MM011_VIEW_TEXT_H

#include <linux/compiler.h>
#include <linux/kernel.h>	/* va_list */
#include <linux/types.h>

/**
 * struct mm011_text - somebody who takes words
 * @vprintf: take these, in the manner of vprintf()
 * @full: has it no room left? Then all is asked for again, with more room (may be NULL)
 */
struct mm011_text {
	void (*vprintf)(struct mm011_text *t, const char *format, va_list args) __printf(2, 0);
	bool (*full)(const struct mm011_text *t);
};

__printf(2, 3) void mm011_text(struct mm011_text *t, const char *format, ...);

/**
 * mm011_text_full() - is it of no use to print more?
 * @t: where words go
 *
 * Loops over what may be long ask this.
 *
 * Return: whether it is.
 */
static inline bool mm011_text_full(const struct mm011_text *t)
{
	return t->full && t->full(t);
}

#endif /* _MM011_VIEW_TEXT_H */
