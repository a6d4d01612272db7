/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_INTERPRETER_H
#define _MM011CTL_INTERPRETER_H

#include "ctl/files.h"
#include "ctl/poke.h"
#include "target/target.h"

#define MAX_WORDS 64

struct interpreter;

int interpreter_split(char *line, const char **words);
bool interpreter_is_command(const struct interpreter *s, const char *verb);
struct interpreter *interpreter_new(struct target *t, u32 flags, bool revive,
				    const struct folders *folders);
const char *interpreter_answer(struct interpreter *s, int argc, const char **argv);
const char *interpreter_problem(const struct interpreter *s);
bool interpreter_operated(const struct interpreter *s);
const struct poke *interpreter_poke(const struct interpreter *s);

#endif
