// SPDX-License-Identifier: GPL-2.0
/*
 * Stacks for operations that sleep in swap I/O: each is a kernel thread's. Only one of
 * them all ever runs, on behalf of the ioctl that holds the machine's lock and waits for
 * it to go to sleep or to end.
 */

#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/lockdep.h>
#include <linux/mm.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "machine.h"

/**
 * struct stack - a stack of its own for an operation
 * @sleeper: the operation
 * @thread: its thread, one reference held
 * @who: began it: it reads and writes his files, and he pays for it
 * @go: it may run
 * @back: whoever let it run may go on
 * @killed: whoever waits for it has been, so it must not take long any more
 */
struct stack {
	struct mm011_sleeper sleeper;
	struct task_struct *thread;
	struct mm011_who who;
	struct completion go;
	struct completion back;
	bool killed;
};

static struct stack *stack_of(struct mm011_sleeper *sleeper)
{
	return container_of(sleeper, struct stack, sleeper);
}

/* there are in all machines; each has a thread, which no cgroup is charged for */
static atomic_t sleepers;

/* Interruptible, so that the hung-task detector stays quiet. */
static void wait_to_go(struct stack *stack)
{
	while (wait_for_completion_interruptible(&stack->go))
		;
}

static int thread(void *argument)
{
	struct stack *stack = argument;
	struct mm011_who own;

	mm011_act_for(&stack->who, &own);
	wait_to_go(stack);
	mm011_sleeper_run(&stack->sleeper);
	mm011_act_again(&own);
	complete(&stack->back);
	return 0;
}

static void forget(struct stack *stack)
{
	mm011_who_put(&stack->who);
	kvfree(stack->sleeper.data);
	kfree(stack);
	atomic_dec(&sleepers);
}

/* an operation with all that it needs but a thread */
static struct stack *remember(struct mm011_machine *m, const struct mm011_op *op,
			      const void *data)
{
	struct stack *stack = kzalloc(sizeof(*stack), MM011_GFP);

	if (!stack)
		return NULL;
	if (op->len) {
		stack->sleeper.data = kvmalloc(op->len, MM011_GFP);
		if (!stack->sleeper.data) {
			kfree(stack);
			return NULL;
		}
		memcpy(stack->sleeper.data, data, op->len);
	}
	stack->sleeper.m = m;
	stack->sleeper.op = *op;
	init_completion(&stack->go);
	init_completion(&stack->back);
	mm011_who_asks(&stack->who);
	return stack;
}

/* -EAGAIN: there are too many; -ENOMEM; -EINTR: killed while it waited for a thread */
static int stack_make(struct mm011_machine *m, const struct mm011_op *op, const void *data,
		      struct mm011_sleeper **sleeper)
{
	struct stack *stack;
	int err;

	if (atomic_inc_return(&sleepers) > mm011_max_sleepers) {
		atomic_dec(&sleepers);
		return -EAGAIN;
	}
	stack = remember(m, op, data);
	if (!stack) {
		atomic_dec(&sleepers);
		return -ENOMEM;
	}
	stack->thread = kthread_create(thread, stack, "mm011");
	if (IS_ERR(stack->thread)) {
		err = PTR_ERR(stack->thread);
		forget(stack);
		return err;
	}
	get_task_struct(stack->thread);
	wake_up_process(stack->thread);
	*sleeper = &stack->sleeper;
	return 0;
}

/*
 * Whoever is killed while he waits cannot go before the operation is at rest, so that
 * must be soon: it leaves files to their workers, and does not go on for long.
 */
static void stack_turn(struct mm011_sleeper *sleeper)
{
	struct mm011_instance *instance = container_of(sleeper->m, struct mm011_instance, m);
	struct stack *stack = stack_of(sleeper);

	lockdep_assert_held(&instance->lock);
	stack->killed = false;
	complete(&stack->go);
	if (!wait_for_completion_killable(&stack->back))
		return;
	WRITE_ONCE(stack->killed, true);
	mm011_io_wake(instance->io);
	wait_for_completion(&stack->back);
}

static void stack_yield(struct mm011_sleeper *sleeper)
{
	complete(&stack_of(sleeper)->back);
	wait_to_go(stack_of(sleeper));
}

static void stack_end(struct mm011_sleeper *sleeper)
{
	struct stack *stack = stack_of(sleeper);

	kthread_stop(stack->thread);
	put_task_struct(stack->thread);
	forget(stack);
}

const struct mm011_stacks mm011_stacks = {
	.make = stack_make,
	.turn = stack_turn,
	.yield = stack_yield,
	.end = stack_end,
};

/**
 * mm011_killed() - has whoever asked been killed?
 * @instance: machine, its lock held by the ioctl on whose behalf this runs
 *
 * Or is the machine about to be reset, whoever it was.
 *
 * Return: whether the operation under way must come to an end soon.
 */
bool mm011_killed(const struct mm011_instance *instance)
{
	struct mm011_sleeper *sleeper = instance->m.sleepers.running;

	if (!sleeper)
		return fatal_signal_pending(current);
	return sleeper->cancelled || READ_ONCE(stack_of(sleeper)->killed);
}

/**
 * mm011_asker() - in whose name is the operation under way?
 * @instance: machine, its lock held by the ioctl on whose behalf this runs
 * @who: filled in; give it back with mm011_who_put()
 */
void mm011_asker(const struct mm011_instance *instance, struct mm011_who *who)
{
	struct mm011_sleeper *sleeper = instance->m.sleepers.running;

	if (sleeper)
		mm011_who_copy(who, &stack_of(sleeper)->who);
	else
		mm011_who_asks(who);
}
