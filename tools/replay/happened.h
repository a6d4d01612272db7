/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_HAPPENED_H
#define _MM011CTL_HAPPENED_H

#include "target/target.h"
#include "replay/trace.h"

bool happened_as_told(struct target *t, const struct trace_record *r, char *to, size_t room);

#endif
