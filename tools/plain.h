/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_PLAIN_H
#define _MM011CTL_PLAIN_H

#include <stddef.h>

const char *plain(const char *text, char *to, size_t room);
int plain_put(const char *text);

#endif
