/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Who stays in the kernel: waits without looking at signals, or works and does not end.
 */
#ifndef _FUZZ_WATCH_H
#define _FUZZ_WATCH_H

#include <sys/types.h>

void watch_begin(void);
double watch_longest(pid_t group, unsigned int steps);
void watch_print(void);

#endif /* _FUZZ_WATCH_H */
