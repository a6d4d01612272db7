/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_PRINTABLE_H
#define _MM011CTL_PRINTABLE_H

#include <stddef.h>

const char *printable(const char *text, char *to, size_t room);
int put_printable(const char *text);

#endif
