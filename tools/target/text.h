/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where mm011_text() prints to in this process.
 */
#ifndef _MM011CTL_TEXT_H
#define _MM011CTL_TEXT_H

#include <stddef.h>

#include "view/text.h"

/* standard output */
extern struct mm011_text text_stdout;

/* a buffer, always with its 0; what does not fit is left out */
struct text_buffer {
	struct mm011_text t;
	char *to;
	size_t room;
};

struct text_buffer text_buffer(char *to, size_t room);

#endif
