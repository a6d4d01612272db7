// SPDX-License-Identifier: GPL-2.0
/*
 * Bytes that a fuzzer invents, read as operations.
 */

#include <linux/kernel.h>
#include <stdlib.h>

#include "fuzz/fuzzinput.h"

#include "linux01x/mem_map.h"

/* operations by the byte that an input begins them with: it must keep its meaning */
static const u16 codes[INPUT_CODES] = {
	MM011_OP_NONE, MM011_OP_MEM_INIT, MM011_OP_GET_FREE_PAGE, MM011_OP_FREE_PAGE,
	MM011_OP_FREE_PAGE_TABLES, MM011_OP_COPY_PAGE_TABLES, MM011_OP_PUT_PAGE,
	MM011_OP_GET_EMPTY_PAGE, MM011_OP_UN_WP_PAGE, MM011_OP_DO_WP_PAGE, MM011_OP_WRITE_VERIFY,
	MM011_OP_DO_NO_PAGE, MM011_OP_DO_NO_PAGE_MAP, MM011_OP_SHARE_PAGE, MM011_OP_TRY_TO_SHARE,
	MM011_OP_CALC_MEM, MM011_OP_INVALIDATE, MM011_OP_PAGE_FAULT, MM011_OP_MALLOC,
	MM011_OP_FREE_S, MM011_OP_FORK, MM011_OP_EXEC, MM011_OP_EXEC_MADE_UP, MM011_OP_EXIT,
	MM011_OP_WAITPID, MM011_OP_BRK, MM011_OP_VERIFY_AREA, MM011_OP_PIPE, MM011_OP_CLOSE_PIPE,
	MM011_OP_READ, MM011_OP_WRITE, MM011_OP_PHYS_READ, MM011_OP_PHYS_WRITE, MM011_OP_PEEK32,
	MM011_OP_POKE32, MM011_OP_SET_AD, MM011_OP_SET_TASK, MM011_OP_TASK_GONE,
	MM011_OP_SET_I_COUNT, MM011_OP_REVIVE, MM011_OP_LOAD_MEM_MAP, MM011_OP_LOAD_TASK,
	MM011_OP_PUT_DIRTY_PAGE, MM011_OP_SHOW_MEM, MM011_OP_USELIB, MM011_OP_USELIB_MADE_UP,
	MM011_OP_SET_LIBRARY, MM011_OP_INIT_SWAPPING, MM011_OP_GET_SWAP_PAGE, MM011_OP_SWAP_FREE,
	MM011_OP_SWAP_IN, MM011_OP_TRY_TO_SWAP_OUT, MM011_OP_SWAP_OUT, MM011_OP_SWAP_FILE,
	MM011_OP_SWAP_MEMORY, MM011_OP_SWAP_READ, MM011_OP_SWAP_WRITE, MM011_OP_WAKE,
	MM011_OP_SET_COUNT, MM011_OP_BIND_FILE,
};

/**
 * input_take() - take a number
 * @in: input
 * @bytes: how many, up to 4
 *
 * Return: the little-endian number; behind the end of the input come zeros.
 */
u32 input_take(struct input *in, u32 bytes)
{
	u32 value = 0, i;

	for (i = 0; i < bytes && in->left; i++, in->p++, in->left--)
		value |= (u32)*in->p << (8 * i);
	return value;
}

static u32 entry_address(const struct mm011_machine *m, u32 linear)
{
	u32 pde = m->memory ? mm011_read32(m, mm011_pde_address(linear)) : 0;

	return mm011_entry_page(pde) + mm011_pte_offset(linear);
}

static u32 task_field(const struct input *in, u32 nr, u32 which)
{
	const struct mm011_task *task = &linux01x(in->m)->task[nr % MM011_NR_TASKS];
	const u32 field[] = { task->ldt.base, task->end_code, task->end_data, task->brk,
			      task->start_stack, task->ldt.code_limit, task->ldt.data_limit,
			      task->page };

	return field[which % ARRAY_SIZE(field)];
}

static u32 take_arg(struct input *in, u32 task)
{
	u32 kind = input_take(in, 1);

	switch (kind % 12) {
	case 0:
		return input_take(in, 1);
	case 1:
		return input_take(in, 2);
	case 2:
		return input_take(in, 4);
	case 3:
		return ~input_take(in, 1);
	case 4:
		return input_take(in, 2) << MM011_PAGE_SHIFT;
	case 5:
		return (kind / 12) * MM011_TASK_SIZE + (input_take(in, 2) << MM011_PAGE_SHIFT);
	case 6:
		return in->result[input_take(in, 1) % INPUT_RESULTS];
	case 7:
		return in->result[kind / 12 % INPUT_RESULTS] + 4 * input_take(in, 2);
	case 8:
		return entry_address(in->m, task * MM011_TASK_SIZE +
				     (input_take(in, 2) << MM011_PAGE_SHIFT));
	case 9:
		return MM011_MEMORY_SIZE - input_take(in, 1);
	case 10:
		return task_field(in, task, kind / 12) + input_take(in, 1) - 16;
	default:
		return linux01x(in->m)->main_memory_start + (input_take(in, 1) << MM011_PAGE_SHIFT);
	}
}

/* what is there now, with a few bytes changed: all of it would seldom be accepted */
static void fill_fixed(struct input *in, const struct mm011_op *op, u8 *data)
{
	struct mm011_task_info info = { .size = sizeof(info), .nr = op->task };
	u32 changes = input_take(in, 1) % 8;
	u32 at;

	if (op->code == MM011_OP_LOAD_MEM_MAP)
		memcpy(data, linux01x(in->m)->mem_map, op->len);
	if (op->code == MM011_OP_LOAD_TASK && op->task < MM011_NR_TASKS) {
		mm011_fill_task(in->m, &info);
		memcpy(data, &info, sizeof(info));
	}
	if (op->code == MM011_OP_SWAP_WRITE)
		mm011_make_swap(data, linux01x(in->m)->swap.device.blocks);
	while (changes--) {
		at = input_take(in, 2) % op->len;
		data[at] = input_take(in, 1);
	}
}

/* the input's bytes, over and over */
static void fill(struct input *in, u8 *data, u32 len, u32 period)
{
	u32 i;

	for (i = 0; i < len; i++)
		data[i] = i < period ? input_take(in, 1) : data[i - period];
}

/* argc and envc that tell of the strings that are there */
static void count_strings(struct mm011_op *op, u32 argc, u8 *data)
{
	u32 strings = 0, i;

	if (op->len)
		data[op->len - 1] = 0;
	for (i = 0; i < op->len; i++)
		strings += !data[i];
	op->arg[argc] = strings / 2;
	op->arg[argc + 1] = strings - strings / 2;
}

static u8 *take_data(struct input *in, const struct mm011_op_row *row, struct mm011_op *op,
		     bool hostile)
{
	u32 period = input_take(in, 1);
	u8 *data;

	op->len = row->len;
	if (!op->len || hostile)
		op->len = period & 1 ? input_take(in, 4) % (MM011_MAX_DATA + 2) : period / 2;
	data = calloc(1, op->len + !op->len);
	if (!data)
		abort();
	if (row->data == MM011_DATA_NONE || mm011_op_validate(op))
		return data;
	if (row->len)
		fill_fixed(in, op, data);
	else if (row->data == MM011_DATA_IN)
		fill(in, data, op->len, period / 2 + 1);
	if (!hostile && op->code == MM011_OP_EXEC)
		count_strings(op, 1, data);
	if (!hostile && op->code == MM011_OP_EXEC_MADE_UP)
		count_strings(op, 4, data);
	return data;
}

/* one that runs; or whatever number it is */
static u32 take_task(struct input *in)
{
	u32 which = input_take(in, 1);
	u32 nr;

	if (which & INPUT_HOSTILE)
		return which & ~INPUT_HOSTILE;
	for (nr = 0; nr < MM011_NR_TASKS; nr++)
		if (linux01x(in->m)->task[nr].state == MM011_TASK_RUNNING && !which--)
			return nr;
	return 0;
}

/**
 * input_op() - take an operation
 * @in: input
 * @op: filled in; op->data is 0
 *
 * Return: as much room for its data as it says and not a byte more, for free();
 * NULL when it has none.
 */
u8 *input_op(struct input *in, struct mm011_op *op)
{
	u32 code = input_take(in, 1);
	bool hostile = code & INPUT_HOSTILE;
	const struct mm011_op_row *row;
	u32 i;

	memset(op, 0, sizeof(*op));
	op->code = MM011_OP_MAX;
	if ((code & ~INPUT_HOSTILE) < INPUT_CODES)
		op->code = codes[code & ~INPUT_HOSTILE];
	op->flags = input_take(in, 1);
	op->task = take_task(in);
	row = mm011_op_row(op->code);
	if (!row)
		return NULL;
	for (i = 0; i < row->nargs; i++)
		op->arg[i] = take_arg(in, op->task);
	if (hostile && input_take(in, 1) == 1)
		op->arg[input_take(in, 1) % ARRAY_SIZE(op->arg)] = 1;
	if (row->data == MM011_DATA_NONE && !hostile)
		return NULL;
	return take_data(in, row, op, hostile);
}

/**
 * input_result() - an operation was done: later ones may name what it returned
 * @in: input
 * @op: the operation
 */
void input_result(struct input *in, const struct mm011_op *op)
{
	in->result[in->results++ % INPUT_RESULTS] = op->out[0] ? op->out[0] : op->ret;
}
