// SPDX-License-Identifier: GPL-2.0
/*
 * For the generator: the bytes that operations carry. They come from the step
 * alone, so that a program that is made shorter has the same ones.
 */

#include <linux/kernel.h>

#include "fuzz/generate.h"

/* the first page of a swap space: a bitmap that 0.12 takes, and others */
static void make_bitmap(u32 which, u8 *data)
{
	mm011_make_swap(data, which == BITMAP_LARGE ? 100000 : 60);
	if (which == BITMAP_UNSIGNED)
		data[4086]++;
	if (which == BITMAP_FIRST)
		data[0] |= 1;
	if (which == BITMAP_EMPTY)
		memset(data, 0, 100);
	if (which == BITMAP_ODD)
		data[1] = 0x5a;
}

/* what could be a page table, or a part of one; half of it holes */
static void make_entries(const struct step *step, u8 *data)
{
	static const u32 flags[] = { 7, 7, 0x67, 0x27, 5, 0x65, 1, 3, 6, 0, 0x47 };
	struct dice dice = { step->seed + 1 };
	u32 i, entry;

	for (i = 0; i + 4 <= step->op.len; i += 4) {
		entry = step->page + 4096 * dice_roll(&dice, 4);
		entry |= flags[dice_roll(&dice, ARRAY_SIZE(flags))];
		if (dice_roll(&dice, 2))
			memcpy(data + i, &entry, sizeof(entry));
	}
}

/* so many strings in so many bytes; not empty, so that a batch file can have them */
static void make_strings(u32 count, u32 len, u8 *data)
{
	u32 i;

	for (i = 0; i < len; i++)
		data[i] = 'a' + i % 26;
	for (i = 1; i < count && count <= len; i++)
		data[len / count * i - 1] = 0;
	if (len)
		data[len - 1] = 0;
}

/* counts from 0 to 3, or all that there are */
static void make_counts(u32 seed, u8 *data, u32 len)
{
	struct dice dice = { seed + 1 };
	u32 i, sides = seed % 2 ? 4 : 256;

	for (i = 0; i < len; i++)
		data[i] = dice_roll(&dice, sides);
}

/**
 * generate_data() - the bytes that an operation of a random program writes
 * @step: the operation, and what its bytes come from
 * @data: room for MM011_MAX_DATA bytes
 */
void generate_data(const struct step *step, u8 *data)
{
	const struct mm011_op *op = &step->op;
	u32 i;

	if (op->len > MM011_MAX_DATA)
		return;		/* it will be refused */
	memset(data, 0, op->len);
	if (op->code == MM011_OP_EXEC_MADE_UP)
		make_strings(op->arg[4] + op->arg[5], op->len, data);
	else if (op->code == MM011_OP_EXEC)
		make_strings(op->arg[1] + op->arg[2], op->len, data);
	else if (op->code == MM011_OP_LOAD_TASK)
		memcpy(data, &step->task, min_t(size_t, op->len, sizeof(step->task)));
	else if (op->code == MM011_OP_LOAD_MEM_MAP)
		make_counts(step->seed, data, op->len);
	else if (op->code == MM011_OP_SWAP_WRITE && !op->arg[0])
		make_bitmap(op->task, data);
	else if (step->seed % 3 && op->code != MM011_OP_WRITE)
		make_entries(step, data);
	else if (step->seed % 8)
		for (i = 0; i < op->len; i++)
			data[i] = op->arg[0] * 7 + step->seed + i;
}
