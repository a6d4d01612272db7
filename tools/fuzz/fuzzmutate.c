// SPDX-License-Identifier: GPL-2.0
/*
 * How libFuzzer changes an input: by whole operations, mostly. Bytes that are
 * put in or taken out anywhere would turn all that follows into other operations.
 */

#include <linux/kernel.h>
#include <stdlib.h>

#include "fuzz/fuzzinput.h"
#include "fuzz/libfuzzer.h"

#define MAX_CUTS	512u
#define PIECE		65536u
#define MAX_OP		48u	/* bytes of a new operation, at most */

static u64 state;

static u32 roll(u32 sides)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (u32)(state >> 24) % sides;
}

static void start_dice(unsigned int seed)
{
	state = seed * 0x9e3779b97f4a7c15ull + 1;
}

/* where operations begin, and where the last one ends; returns how many there are */
static u32 cut(const u8 *bytes, size_t len, size_t at[MAX_CUTS])
{
	static const struct linux01x nothing = { .m.kernel = &linux011 };
	struct input in = { .p = bytes + INPUT_HEAD, .left = len - INPUT_HEAD, .m = &nothing.m };
	struct mm011_op op;
	u32 count = 0;

	at[0] = INPUT_HEAD;
	while (in.left && count < MAX_CUTS - 1) {
		free(input_op(&in, &op));
		at[++count] = len - in.left;
	}
	return count;
}

/* mostly what has a meaning: known code, no flags, one of the first tasks */
static size_t new_op(u8 *to)
{
	static const struct linux01x nothing = { .m.kernel = &linux011 };
	struct input in = { .p = to, .left = MAX_OP, .m = &nothing.m };
	struct mm011_op op;
	u32 i;

	for (i = 0; i < MAX_OP; i++)
		to[i] = roll(3) ? roll(16) : roll(256);
	to[0] = roll(INPUT_CODES);
	to[1] = roll(3) ? 0 : 1u << roll(7);
	to[2] = roll(4);
	free(input_op(&in, &op));
	return MAX_OP - in.left;
}

/* put len bytes in the place of those from..to; returns the new length */
static size_t replace(u8 *bytes, size_t total, size_t from, size_t to, const u8 *with, size_t len,
		      size_t room)
{
	if (total - (to - from) + len > room)
		return total;
	memmove(bytes + from + len, bytes + to, total - to);
	if (len)
		memcpy(bytes + from, with, len);
	return total - (to - from) + len;
}

/* a few bytes of one operation; its length may change with them */
static void scratch(u8 *bytes, size_t from, size_t to)
{
	u32 changes = 1 + roll(3);

	while (changes-- && to > from)
		bytes[from + roll(to - from)] = roll(2) ? roll(16) : roll(256);
}

/**
 * fuzz_mutate() - libFuzzer's hook: change an input
 * @bytes: the input, changed in place
 * @len: its length
 * @room: the greatest length
 * @seed: what to do
 *
 * Return: its new length.
 */
size_t fuzz_mutate(u8 *bytes, size_t len, size_t room, unsigned int seed)
{
	static size_t at[MAX_CUTS];
	static u8 piece[PIECE];
	size_t n;
	u32 ops, one, other;

	start_dice(seed);
	if (len < INPUT_HEAD || !roll(5))
		return libfuzzer_mutate(bytes, len, room);
	ops = cut(bytes, len, at);
	one = roll(ops + 1);
	other = ops ? roll(ops) : 0;
	switch (roll(5)) {
	case 0:
		scratch(bytes, 0, INPUT_HEAD);
		return len;
	case 1:
		scratch(bytes, at[other], ops ? at[other + 1] : len);
		return len;
	case 2:
		return ops ? replace(bytes, len, at[other], at[other + 1], NULL, 0, room) : len;
	case 3:
		n = ops ? at[other + 1] - at[other] : 0;
		if (!n || n > sizeof(piece))
			return len;
		memcpy(piece, bytes + at[other], n);
		return replace(bytes, len, at[one], at[one], piece, n, room);
	default:
		n = new_op(piece);
		return replace(bytes, len, at[one], at[one], piece, n, room);
	}
}

/**
 * fuzz_cross_over() - libFuzzer's hook: the first operations of one input, the last of another
 * @a: one
 * @a_len: its length
 * @b: the other
 * @b_len: its length
 * @out: where the new one goes
 * @room: its greatest length
 * @seed: where to cut
 *
 * Return: its length, 0 when there is none.
 */
size_t fuzz_cross_over(const u8 *a, size_t a_len, const u8 *b, size_t b_len, u8 *out, size_t room,
		       unsigned int seed)
{
	static size_t at[MAX_CUTS];
	size_t head, from;

	if (a_len < INPUT_HEAD || b_len < INPUT_HEAD)
		return 0;
	start_dice(seed);
	head = at[roll(cut(a, a_len, at) + 1)];
	from = at[roll(cut(b, b_len, at) + 1)];
	if (head + b_len - from > room)
		return 0;
	memcpy(out, a, head);
	memcpy(out + head, b + from, b_len - from);
	return head + b_len - from;
}
