/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_BATCH_H
#define _MM011CTL_BATCH_H

#include "target.h"

#define MAX_WORDS 64

struct session;

int batch_split(char *line, const char **words);
struct session *batch_session(struct target *t, u32 flags);
const char *batch_answer(struct session *s, int argc, const char **argv);
int batch(struct target *t, const char *path, bool revive, const char *expect);

#endif
