// SPDX-License-Identifier: GPL-2.0
/*
 * Stacks for operations that sleep in swap I/O: each has a context of its own in the
 * thread that called. Threads would do the same, but to wake one costs more than what
 * most operations do.
 */

#include <errno.h>
#include <stdlib.h>
#include <ucontext.h>

#include <linux/kernel.h>

#include "target/sleep.h"

/* the kernel, for which the core is written, has 16 KB; libc takes more of it */
#define STACK_SIZE	(64 * 1024)

struct stack {
	struct mm011_sleeper sleeper;
	ucontext_t own;		/* where it goes on */
	ucontext_t back;	/* where whoever let it run goes on */
	u8 *room;
	u8 data[];
};

static struct stack *stack_of(struct mm011_sleeper *sleeper)
{
	return container_of(sleeper, struct stack, sleeper);
}

/* makecontext() passes numbers: an address in two halves */
static void first_turn(unsigned int high, unsigned int low)
{
	struct stack *stack = (struct stack *)(unsigned long)((u64)high << 32 | low);

	mm011_sleeper_run(&stack->sleeper);
	setcontext(&stack->back);
}

static void end(struct mm011_sleeper *sleeper)
{
	free(stack_of(sleeper)->room);
	free(stack_of(sleeper));
}

static int make(struct mm011_machine *m, const struct mm011_op *op, const void *data,
		struct mm011_sleeper **sleeper)
{
	struct stack *stack = calloc(1, sizeof(*stack) + op->len);
	u64 address = (unsigned long)stack;

	if (!stack)
		return -ENOMEM;
	stack->room = malloc(STACK_SIZE);
	if (!stack->room || getcontext(&stack->own)) {
		end(&stack->sleeper);
		return -ENOMEM;
	}
	stack->sleeper.m = m;
	stack->sleeper.op = *op;
	stack->sleeper.data = stack->data;
	if (op->len)
		memcpy(stack->data, data, op->len);
	stack->own.uc_stack.ss_sp = stack->room;
	stack->own.uc_stack.ss_size = STACK_SIZE;
	makecontext(&stack->own, (void (*)(void))first_turn, 2, (unsigned int)(address >> 32),
		    (unsigned int)address);
	*sleeper = &stack->sleeper;
	return 0;
}

static void turn(struct mm011_sleeper *sleeper)
{
	swapcontext(&stack_of(sleeper)->back, &stack_of(sleeper)->own);
}

static void yield(struct mm011_sleeper *sleeper)
{
	swapcontext(&stack_of(sleeper)->own, &stack_of(sleeper)->back);
}

const struct mm011_stacks context_stacks = {
	.make = make,
	.turn = turn,
	.yield = yield,
	.end = end,
};
