/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_SWAPCTL_H
#define _MM011CTL_SWAPCTL_H

#include "target/target.h"

int swapctl_mkswap(const char *path, u32 kb);
int swapctl_swapon_file(struct target *t, const char *path, bool verbose);
int swapctl_swapon_memory(struct target *t, u32 kb, bool verbose);

#endif
