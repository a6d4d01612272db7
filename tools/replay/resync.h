/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_RESYNC_H
#define _MM011CTL_RESYNC_H

#include "replay/trace.h"
#include "target/target.h"

bool resync(struct target *t, const struct trace_record *r);

#endif
