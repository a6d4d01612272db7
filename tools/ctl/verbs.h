/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The verbs of mm011ctl that are no operations: what they are called, what they take,
 * who does them.
 */
#ifndef _MM011CTL_VERBS_H
#define _MM011CTL_VERBS_H

#include "target/target.h"

/**
 * struct options - what stands before the verb
 * @device: path of the device
 * @kernel: MM011_KERNEL_* of a machine that is made or reset; 0: not said
 * @local: the machine is one inside this process
 * @verbose: tell each change
 */
struct options {
	const char *device;
	u32 kernel;
	bool local;
	bool verbose;
};

#define VERB_ALONE	0x1	/* needs no machine */
#define VERB_TELLS	0x2	/* -v tells what it changes */
#define VERB_RESETS	0x4	/* --kernel says what the machine becomes */
#define VERB_STOPPED	0x8	/* works while the machine stands still */
#define VERB_LOOKS	0x10	/* looks at the machine; a stream may have it */

/**
 * struct verb - what mm011ctl does that is no operation
 * @name: its name
 * @args: what it takes; empty: nothing
 * @help: what it does
 * @flags: VERB_*
 * @run: do it; an exit status
 * @view: what look_view() prints: a view of the kernel, by its name
 */
struct verb {
	const char *name;
	const char *args;
	const char *help;
	u32 flags;
	int (*run)(struct target *t, const struct options *o, int argc, const char **argv);
	const char *view;
};

const struct verb *verb_find(const char *name);
const struct verb *verb_number(u32 i);
bool verb_parse_kernel(const char *word, u32 *kernel);
int verb_bad_usage(const char *name, const char *format, ...);

/* help.c */
int help(struct target *t, const struct options *o, int argc, const char **argv);
void help_short(void);

/* look.c */
int look_view(struct target *t, const struct options *o, int argc, const char **argv);
int look_checksum(struct target *t, const struct options *o, int argc, const char **argv);
int look_check(struct target *t, const struct options *o, int argc, const char **argv);
int look_who(struct target *t, const struct options *o, int argc, const char **argv);
int look_walk(struct target *t, const struct options *o, int argc, const char **argv);

#endif
