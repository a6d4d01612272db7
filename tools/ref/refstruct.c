// SPDX-License-Identifier: GPL-2.0
/*
 * The reference: task structures in memory.
 */

#include "ref/refstate.h"

/* bytes of a task's structure are about to change; whether there is one in memory */
static bool will_change(struct reference *r, u32 nr, u32 offset, u32 len)
{
	u32 page = r->task[nr].page;

	if (!page || page >= MM011_MEMORY_SIZE)
		return false;
	told(r, MM011_EV_WRITE, page + offset, len, 0);
	return true;
}

static void put_words(struct reference *r, u32 nr, u32 offset, const u32 *word, u32 count)
{
	memcpy(r->mem + r->task[nr].page + offset, word, count * 4);
}

static void put_numbers(struct reference *r, u32 nr)
{
	const struct mm011_task *task = &r->task[nr];
	u32 word[8] = {
		task->exit_code, task->start_code, task->end_code, task->end_data, task->brk,
		task->start_stack, task->pid, task->father
	};

	put_words(r, nr, 532, word, is_0_12(r) ? 7 : 8);
}

/* a descriptor as the 386 manual draws it: limit and base in pieces */
static void describe(u8 *to, u32 base, u32 limit, u8 access)
{
	u32 last = (limit - 1) / 4096;

	to[0] = last;
	to[1] = last >> 8;
	to[2] = base;
	to[3] = base >> 8;
	to[4] = base >> 16;
	to[5] = access;
	to[6] = 0xc0 | (last >> 16 & 15);
	to[7] = base >> 24;
}

static void put_segments(struct reference *r, u32 nr, u32 offset)
{
	const struct mm011_ldt *ldt = &r->task[nr].ldt;
	u8 *to = r->mem + r->task[nr].page + offset;

	describe(to, ldt->base, ldt->code_limit, 0xfa);
	describe(to + 8, ldt->base, ldt->data_limit, 0xf2);
}

/**
 * struct_word() - a field of a task
 * @r: the reference
 * @nr: its slot
 * @offset: of the field
 * @value: what it is
 */
void struct_word(struct reference *r, u32 nr, u32 offset, u32 value)
{
	if (will_change(r, nr, offset, 4))
		put_words(r, nr, offset, &value, 1);
}

/**
 * struct_numbers() - exit_code, start_code and so on, up to the pid, in 0.11 the father's
 * @r: the reference
 * @nr: slot of the task
 */
void struct_numbers(struct reference *r, u32 nr)
{
	if (will_change(r, nr, 532, is_0_12(r) ? 28 : 32))
		put_numbers(r, nr);
}

/**
 * struct_ldt() - code and data segment
 * @r: the reference
 * @nr: slot of the task
 */
void struct_ldt(struct reference *r, u32 nr)
{
	u32 offset = is_0_12(r) ? 928 : 728;

	if (will_change(r, nr, offset, 16))
		put_segments(r, nr, offset);
}

/**
 * struct_copy() - a child's structure begins as its father's
 * @r: the reference
 * @nr: slot of the child
 */
void struct_copy(struct reference *r, u32 nr)
{
	u32 size = is_0_12(r) ? 1216 : 960;		/* 1156 and 956, to chunks of 64 */
	u32 from = current_task(r)->page, to = r->task[nr].page;
	u32 state = 0, selector = 0x28 + nr * 16;

	if (!will_change(r, nr, 0, size))
		return;
	if (from && from < MM011_MEMORY_SIZE && from != to) {
		memcpy(r->mem + to, r->mem + from, size);
		if (is_0_12(r))
			memset(r->mem + to + 700, 0, 16);
	}
	put_words(r, nr, 0, &state, 1);
	put_numbers(r, nr);
	put_segments(r, nr, is_0_12(r) ? 928 : 728);
	put_words(r, nr, is_0_12(r) ? 1040 : 840, &selector, 1);
}
