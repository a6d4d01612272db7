/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_LINES_H
#define _MM011CTL_LINES_H

#include <stdbool.h>

#define MAX_LINE 0x100000u	/* bytes of a line; an operation of 128 KB in hex fits */

struct lines;

struct lines *lines_open(const char *path);
bool lines_is_file(const struct lines *l);
bool lines_keep(struct lines *l);
bool lines_rewind(struct lines *l);
char *lines_next(struct lines *l);
unsigned long lines_number(const struct lines *l);
const char *lines_error(const struct lines *l);
bool lines_half(const struct lines *l);
bool lines_short(const struct lines *l);
void lines_close(struct lines *l);

#endif
