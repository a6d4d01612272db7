// SPDX-License-Identifier: GPL-2.0
/*
 * Where mm011_text() prints to in this process.
 */

#include <linux/kernel.h>
#include <stdio.h>

#include "target/text.h"

static void to_stdout(struct mm011_text *t, const char *format, va_list args)
{
	vprintf(format, args);
}

struct mm011_text text_stdout = { .vprintf = to_stdout };

static void to_buffer(struct mm011_text *t, const char *format, va_list args)
{
	struct text_buffer *buffer = container_of(t, struct text_buffer, t);
	size_t len = vsnprintf(buffer->to, buffer->room, format, args);

	len = min(len, buffer->room - 1);
	buffer->to += len;
	buffer->room -= len;
}

/**
 * text_buffer() - print to a buffer
 * @to: the buffer
 * @room: its size, not 0
 *
 * Return: to be printed to.
 */
struct text_buffer text_buffer(char *to, size_t room)
{
	*to = 0;
	return (struct text_buffer){ .t = { .vprintf = to_buffer }, .to = to, .room = room };
}
