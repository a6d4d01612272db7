// SPDX-License-Identifier: GPL-2.0
/*
 * What an operation came to, for people: its answer, or why it failed.
 */

#include <errno.h>
#include <stdio.h>

#include "ctl/result.h"
#include "view/words.h"

static void print_bytes(const u8 *data, u32 len, u32 address)
{
	u32 i, k;

	for (i = 0; i < len; i += 16) {
		printf("%08x ", address + i);
		for (k = i; k < i + 16; k++)
			k < len ? printf(" %02x", data[k]) : printf("   ");
		printf("  ");
		for (k = i; k < i + 16 && k < len; k++)
			putchar(data[k] >= ' ' && data[k] < 127 ? data[k] : '.');
		putchar('\n');
	}
}

static void print_calc_mem(const struct mm011_op *op, const u8 *data)
{
	u16 used;
	u32 i;

	printf("%u pages free (of %u)\n", op->ret, MM011_PAGING_PAGES);
	for (i = 0; i < MM011_ENTRIES; i++) {
		memcpy(&used, data + i * sizeof(used), sizeof(used));
		if (used)
			printf("Pg-dir[%u] uses %u pages\n", i, used);
	}
}

static void print_show_mem(const u8 *data)
{
	struct mm011_show_mem show;
	u32 nr;

	memcpy(&show, data, sizeof(show));
	printf("Mem-info:\n%u free pages of %u\n%u pages shared\n", show.free, show.total,
	       show.shared);
	for (nr = 0; nr < MM011_NR_TASKS; nr++)
		if (show.pages[nr])
			printf("Process %u: %u pages\n", nr, show.pages[nr]);
	printf("Memory found: %d (%u)\n", (s32)show.found, show.total);
}

static void print_no_page(const struct mm011_op *op)
{
	printf("%s 0x%06x", mm011_no_page_word(op->out[0]), op->ret);
	if (op->out[0] == MM011_NO_PAGE_SHARE)
		printf(", with task %u", op->out[1]);
	if (op->out[0] == MM011_NO_PAGE_SWAP)
		printf(", swap page %u", op->out[1]);
	if (op->flags & MM011_OPF_TWO_STEP && op->out[0] == MM011_NO_PAGE_LOAD)
		printf(", not mapped yet: go on with do_no_page_map");
	putchar('\n');
}

/* what an operation gives back; most give nothing */
static void print_answer(const struct command *c)
{
	const struct mm011_op *op = &c->op;

	switch (op->code) {
	case MM011_OP_GET_FREE_PAGE:
	case MM011_OP_PUT_PAGE:
	case MM011_OP_PUT_DIRTY_PAGE:
	case MM011_OP_SWAP_IN:
	case MM011_OP_MALLOC:
	case MM011_OP_BRK:
	case MM011_OP_PEEK32:
		printf("0x%06x\n", op->ret);
		break;
	case MM011_OP_COPY_PAGE_TABLES:
	case MM011_OP_SHARE_PAGE:
	case MM011_OP_TRY_TO_SHARE:
	case MM011_OP_GET_SWAP_PAGE:
	case MM011_OP_TRY_TO_SWAP_OUT:
	case MM011_OP_SWAP_OUT:
	case MM011_OP_WAITPID:
		printf("%d\n", (s32)op->ret);
		break;
	case MM011_OP_DO_NO_PAGE:
		print_no_page(op);
		break;
	case MM011_OP_CALC_MEM:
		print_calc_mem(op, c->data);
		break;
	case MM011_OP_SHOW_MEM:
		print_show_mem(c->data);
		break;
	case MM011_OP_INIT_SWAPPING:
		if (op->ret)
			printf("swapping is on, bitmap in page 0x%06x\n", op->ret);
		else
			printf("swapping stays off\n");
		break;
	case MM011_OP_WAKE:
		printf("it is done, and returned 0x%x\n", op->ret);
		break;
	case MM011_OP_FORK:
		printf("pid %u, task %u\n", op->ret, op->out[0]);
		break;
	case MM011_OP_EXEC:
	case MM011_OP_EXEC_MADE_UP:
		printf("entry 0x%x, stack pointer 0x%07x\n", op->out[0], op->ret);
		break;
	case MM011_OP_PIPE:
		printf("pipe %u, page 0x%06x\n", op->ret, op->out[0]);
		break;
	case MM011_OP_READ:
	case MM011_OP_PHYS_READ:
		print_bytes(c->data, op->len, op->arg[0]);
		break;
	case MM011_OP_SWAP_READ:
		print_bytes(c->data, op->len, 0);
		break;
	}
}

/* nothing was done: what to do instead */
static void print_refusal(struct target *t, const struct mm011_op *op)
{
	const struct mm011_op_row *row = mm011_op_row(op->code);

	fprintf(stderr, "mm011ctl: %s: ", row->name);
	if (op->error == -ESRCH && op->code == MM011_OP_WAKE)
		fprintf(stderr, "task %u does not sleep\n", op->task);
	else if (op->error == -ESRCH)
		fprintf(stderr, "no running task %u; see mm011ctl ps\n", op->task);
	else if (op->error == -EBUSY && (row->needs_task || op->flags & MM011_OPF_SLEEP))
		fprintf(stderr, "task %u sleeps; use mm011ctl wake %u\n", op->task, op->task);
	else if (op->error == -EOPNOTSUPP)
		fprintf(stderr, "this kernel does not have that; "
			"use mm011ctl reset --kernel 0.%u\n", mm011_kernel_with(op->code)->number);
	else if (op->error == -ENOTRECOVERABLE)
		fprintf(stderr, "the machine stands still: %s\n"
			"Use mm011ctl revive or mm011ctl reset.\n", target_message(t));
	else
		fprintf(stderr, "%s\n", strerror(-op->error));
}

/* why an operation did not succeed */
static void print_failure(struct target *t, const struct mm011_op *op)
{
	const char *name = mm011_op_row(op->code)->name;

	switch (op->outcome) {
	case MM011_PANIC:
		fprintf(stderr, "mm011ctl: %s: panic: %s\n", name, target_message(t));
		break;
	case MM011_OOM:
		fprintf(stderr, "mm011ctl: %s: out of memory: oom()%s\n", name,
			mm011_op_row(op->code)->kills_task ? ", the task was killed" : "");
		break;
	case MM011_FAULT:
		fprintf(stderr, "mm011ctl: %s: no RAM answers there\n", name);
		break;
	case MM011_SEGMENT:
		fprintf(stderr, "mm011ctl: %s: beyond the limit of the task's segment\n", name);
		break;
	case MM011_LOOP:
		fprintf(stderr, "mm011ctl: %s: this would go on for ever\n", name);
		break;
	case MM011_SEGV:
		fprintf(stderr, "mm011ctl: %s: not the task's 64 MB: do_exit(SIGSEGV)%s\n", name,
			mm011_op_row(op->code)->kills_task ? ", the task was killed" : "");
		break;
	case MM011_SWAP_ERROR:
		fprintf(stderr, "mm011ctl: %s: swap page %u could not be %s; none is lost\n", name,
			op->out[1], op->out[0] == MM011_SWAP_IO_READ ? "read" : "written");
		break;
	default:
		print_refusal(t, op);
	}
}

/**
 * result_print() - tell what an operation came to
 * @t: the machine
 * @c: the operation, done
 *
 * Return: an exit status: 0, or 1 when it failed.
 */
int result_print(struct target *t, const struct command *c)
{
	const struct mm011_op *op = &c->op;

	if (op->outcome == MM011_ASLEEP) {
		printf("asleep until swap page %u is %s; go on with wake %u\n", op->out[1],
		       op->out[0] == MM011_SWAP_IO_READ ? "read" : "written", op->task);
		return 0;
	}
	if (op->error) {
		print_failure(t, op);
		return 1;
	}
	print_answer(c);
	return 0;
}
