// SPDX-License-Identifier: GPL-2.0
/*
 * A random program as a file for mm011ctl batch. What a batch file cannot say
 * stands there as a comment.
 */

#include <stdio.h>

#include "ctl/command.h"
#include "fuzz/fuzz.h"

/**
 * fuzz_print_reset() - the machine, and mem_init() again for the memory's size
 * @reset: its parameters
 */
void fuzz_print_reset(const struct mm011_reset *reset)
{
	printf("init 16 %u%s\n", reset->ramdisk_kb,
	       reset->kernel == MM011_KERNEL_0_12 ? " 0" : "");
	if (reset->ram_kb)
		printf("mem_init 0x100000 0x%x\n", reset->ram_kb * 1024);
}

/* a batch file names files, lets nothing that carries bytes sleep, and knows no dumps */
static bool has_words(const struct mm011_op *op)
{
	switch (op->code) {
	case MM011_OP_EXEC:
	case MM011_OP_EXEC_MADE_UP:
	case MM011_OP_USELIB:
	case MM011_OP_SWAP_FILE:
	case MM011_OP_LOAD_TASK:
	case MM011_OP_LOAD_MEM_MAP:
	case MM011_OP_BIND_FILE:
		return false;
	default:
		return !op->len || !(op->flags & MM011_OPF_SLEEP);
	}
}

static void print_task(const struct mm011_task_info *t)
{
	printf("#   state %u pid %u father %u exit_code 0x%x start_code 0x%x end_code 0x%x\n"
	       "#   end_data 0x%x brk 0x%x start_stack 0x%x base 0x%x code_limit 0x%x\n"
	       "#   data_limit 0x%x page 0x%x inode %llu i_count %u library %llu i_count %u\n",
	       t->state, t->pid, t->father, t->exit_code, t->start_code, t->end_code,
	       t->end_data, t->brk, t->start_stack, t->base, t->code_limit, t->data_limit,
	       t->page, (unsigned long long)t->inode, t->i_count,
	       (unsigned long long)t->library, t->library_i_count);
}

/* strings are words behind the numbers, the environment after "--" */
static void print_exec(const struct mm011_op *op, const u8 *data)
{
	const char *word = (const char *)data;
	u32 i;

	printf("exec_made_up %u %u %u %u %u", op->task, op->arg[0], op->arg[1], op->arg[2],
	       op->arg[3]);
	for (i = 0; i < op->arg[4] + op->arg[5]; i++, word += strlen(word) + 1)
		printf("%s %s", i == op->arg[4] ? " --" : "", word);
	putchar('\n');
}

static void print_comment(const struct step *step)
{
	const struct mm011_op *op = &step->op;
	u32 i;

	printf("# %s, task %u, flags 0x%x:", mm011_op_row(op->code)->name, op->task, op->flags);
	for (i = 0; i < mm011_op_row(op->code)->nargs; i++)
		printf(" 0x%x", op->arg[i]);
	printf(", %u bytes from 0x%x\n", op->len, step->seed);
	if (op->code == MM011_OP_LOAD_TASK)
		print_task(&step->task);
}

/**
 * fuzz_print() - an operation
 * @step: the operation
 */
void fuzz_print(const struct step *step)
{
	static u8 data[MM011_MAX_DATA];
	const struct mm011_op *op = &step->op;

	generate_data(step, data);
	if (step->fail)
		printf("# in the next one, swap I/O number %u fails\n", step->fail);
	if (op->code == MM011_OP_EXEC_MADE_UP && op->len < 4096 && !op->flags)
		print_exec(op, data);
	else if (has_words(op))
		command_print(op, data, stdout);
	else
		print_comment(step);
}
