// SPDX-License-Identifier: GPL-2.0
/*
 * Stacks for operations that sleep in swap I/O: each is a thread's. Only one of them
 * all ever runs, and hands over when it goes to sleep or ends.
 */

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

#include <linux/kernel.h>

#include "target/sleep.h"

struct stack {
	struct mm011_sleeper sleeper;
	pthread_t thread;
	sem_t go;		/* it may run */
	sem_t back;		/* whoever let it run may go on */
	u8 data[];
};

static struct stack *stack_of(struct mm011_sleeper *sleeper)
{
	return container_of(sleeper, struct stack, sleeper);
}

static void *thread(void *argument)
{
	struct stack *stack = argument;

	sem_wait(&stack->go);
	mm011_sleeper_run(&stack->sleeper);
	sem_post(&stack->back);
	return NULL;
}

static int make(struct mm011_machine *m, const struct mm011_op *op, const void *data,
		struct mm011_sleeper **sleeper)
{
	struct stack *stack = calloc(1, sizeof(*stack) + op->len);

	if (!stack)
		return -ENOMEM;
	stack->sleeper.m = m;
	stack->sleeper.op = *op;
	stack->sleeper.data = stack->data;
	if (op->len)
		memcpy(stack->data, data, op->len);
	sem_init(&stack->go, 0, 0);
	sem_init(&stack->back, 0, 0);
	if (pthread_create(&stack->thread, NULL, thread, stack)) {
		free(stack);
		return -ENOMEM;
	}
	*sleeper = &stack->sleeper;
	return 0;
}

static void turn(struct mm011_sleeper *sleeper)
{
	sem_post(&stack_of(sleeper)->go);
	sem_wait(&stack_of(sleeper)->back);
}

static void yield(struct mm011_sleeper *sleeper)
{
	sem_post(&stack_of(sleeper)->back);
	sem_wait(&stack_of(sleeper)->go);
}

static void end(struct mm011_sleeper *sleeper)
{
	struct stack *stack = stack_of(sleeper);

	pthread_join(stack->thread, NULL);
	sem_destroy(&stack->go);
	sem_destroy(&stack->back);
	free(stack);
}

const struct mm011_stacks thread_stacks = {
	.make = make,
	.turn = turn,
	.yield = yield,
	.end = end,
};
