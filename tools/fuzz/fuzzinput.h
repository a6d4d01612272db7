/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Bytes that a fuzzer invents, read as operations. Numbers that mean something
 * to the machine are short: pages, addresses of entries, what an earlier
 * operation returned. How many bytes an operation takes depends on nothing but
 * the bytes, so that they can be cut between two.
 */
#ifndef _MM011_FUZZINPUT_H
#define _MM011_FUZZINPUT_H

#include "mm011.h"

#define INPUT_RESULTS	16u
#define INPUT_CODES	60u	/* operations that there are */
#define INPUT_HOSTILE	0x80u	/* in an operation's code: break its rules, too */
#define INPUT_HEAD	8u	/* bytes before the first operation */

/**
 * struct input - what is left of the fuzzer's bytes
 * @p: the next one
 * @left: how many
 * @m: the machine that they mean; one without memory will do to cut the input
 * @result: what operations returned, the last ones
 * @results: how many there were
 */
struct input {
	const u8 *p;
	size_t left;
	const struct mm011_machine *m;
	u32 result[INPUT_RESULTS];
	u32 results;
};

u32 input_take(struct input *in, u32 bytes);
u8 *input_op(struct input *in, struct mm011_op *op);
void input_result(struct input *in, const struct mm011_op *op);

#endif
