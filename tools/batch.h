/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_BATCH_H
#define _MM011CTL_BATCH_H

#include "target.h"

int batch(struct target *t, const char *path, bool revive, const char *expect);

#endif
