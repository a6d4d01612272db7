/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_LINES_H
#define _MM011CTL_LINES_H

struct lines;

struct lines *lines_open(const char *path);
char *lines_next(struct lines *l);
unsigned long lines_number(const struct lines *l);
const char *lines_error(const struct lines *l);
void lines_close(struct lines *l);

#endif
