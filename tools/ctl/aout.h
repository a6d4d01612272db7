/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_AOUT_H
#define _MM011CTL_AOUT_H

#include <stdbool.h>
#include <stddef.h>

bool aout_check(int fd, char *problem, size_t room);

#endif
