/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A program for the device under fire: actions, some of them in each of its threads.
 * Whatever bytes they are made of, they mean something.
 */
#ifndef _FUZZ_ACTIONS_H
#define _FUZZ_ACTIONS_H

#include <linux/types.h>
#include <stdbool.h>

#define FUZZ_THREADS 3u
#define FUZZ_ACTIONS 20u

/**
 * struct fuzz_action - what one thread does next
 * @what: which of the actions
 * @thread: who does it
 * @a: first number
 * @b: second number
 * @c: third number
 */
struct fuzz_action {
	__u8 what;
	__u8 thread;
	__u16 a;
	__u32 b;
	__u32 c;
};

/**
 * struct fuzz_program - what the threads do
 * @length: actions
 * @operations: kinds of operations that there were when it was made
 * @kinds: of actions, likewise: what its numbers mean depends on that
 * @action: what is done
 */
struct fuzz_program {
	__u32 length;
	__u32 operations;
	__u32 kinds;
	struct fuzz_action action[FUZZ_ACTIONS];
};

int fuzz_init(void);
void fuzz_of_today(struct fuzz_program *program);
bool fuzz_can_run(const struct fuzz_program *program);
void fuzz_prepare(void);
void fuzz_run(const struct fuzz_program *program, void (*begin)(__u32 nr));
__u32 fuzz_done(void);
bool fuzz_server_is_silent(void);
int fuzz_tidy(void);

#endif /* _FUZZ_ACTIONS_H */
