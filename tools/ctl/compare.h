/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_COMPARE_H
#define _MM011CTL_COMPARE_H

#include "ctl/files.h"

int compare(const char *path, const struct folders *folders);

#endif
