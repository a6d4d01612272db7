// SPDX-License-Identifier: GPL-2.0
/*
 * Operations that sleep in swap I/O while others run. Each has a thread of its
 * own, as each task has a kernel stack of its own in 0.12; but only one of them
 * all ever runs, and hands over when it goes to sleep or ends.
 */

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

#include "sleep.h"

struct sleeper {
	pthread_t thread;
	sem_t go;		/* it may run */
	sem_t back;		/* whoever let it run may go on */
	struct mm011_machine *m;
	struct mm011_op op;		/* it is under way: nobody else touches it */
	struct mm011_op answer;		/* what the caller is told */
	bool ended;
	bool cancelled;
	u8 data[];
};

static void *run(void *argument)
{
	struct sleeper *sleeper = argument;

	mm011_op_run(sleeper->m, &sleeper->op, sleeper->data);
	sleeper->answer = sleeper->op;
	sleeper->ended = true;
	sem_post(&sleeper->back);
	return NULL;
}

static struct sleeper *sleeper_new(struct mm011_machine *m, const struct mm011_op *op)
{
	struct sleeper *sleeper = calloc(1, sizeof(*sleeper) + op->len);

	if (!sleeper)
		return NULL;
	sleeper->m = m;
	sleeper->op = *op;
	if (op->len)
		memcpy(sleeper->data, (void *)(unsigned long)op->data, op->len);
	sem_init(&sleeper->go, 0, 0);
	sem_init(&sleeper->back, 0, 0);
	return sleeper;
}

static void sleeper_free(struct sleeper *sleeper)
{
	pthread_join(sleeper->thread, NULL);
	sem_destroy(&sleeper->go);
	sem_destroy(&sleeper->back);
	free(sleeper);
}

/* it has run: does it sleep, or is it done? */
static void take_results(struct sleepers *s, struct sleeper *sleeper, u32 nr, struct mm011_op *op)
{
	op->error = sleeper->answer.error;
	op->outcome = sleeper->answer.outcome;
	op->ret = sleeper->answer.ret;
	op->out[0] = sleeper->answer.out[0];
	op->out[1] = sleeper->answer.out[1];
	op->crc = sleeper->answer.crc;
	op->crc_noad = sleeper->answer.crc_noad;
	s->running = NULL;
	s->by_task[nr] = sleeper->ended ? NULL : sleeper;
	if (sleeper->ended)
		sleeper_free(sleeper);
}

/**
 * sleepers_begin() - do an operation that may go to sleep
 * @s: the machine's sleepers
 * @m: machine
 * @op: accepted by mm011_op_validate(), with MM011_OPF_SLEEP; comes back with its
 *	results, or with MM011_ASLEEP
 */
void sleepers_begin(struct sleepers *s, struct mm011_machine *m, struct mm011_op *op)
{
	struct sleeper *sleeper;

	if (op->task >= MM011_NR_TASKS || s->by_task[op->task]) {
		mm011_op_reject(op, op->task >= MM011_NR_TASKS ? -ESRCH : -EBUSY);
		return;
	}
	sleeper = sleeper_new(m, op);
	if (!sleeper) {
		mm011_op_reject(op, -ENOMEM);
		return;
	}
	s->running = sleeper;
	if (pthread_create(&sleeper->thread, NULL, run, sleeper)) {
		s->running = NULL;
		free(sleeper);
		mm011_op_reject(op, -ENOMEM);
		return;
	}
	sem_wait(&sleeper->back);
	take_results(s, sleeper, op->task, op);
}

/**
 * sleepers_wake() - the disk has done its work: an operation goes on
 * @s: the machine's sleepers
 * @m: machine
 * @op: MM011_OP_WAKE; comes back as the operation that sleeps would, or with
 *	MM011_ASLEEP once more
 */
void sleepers_wake(struct sleepers *s, struct mm011_machine *m, struct mm011_op *op)
{
	const u32 sums = MM011_OPF_CRC | MM011_OPF_CRC_NOAD;
	struct sleeper *sleeper = op->task < MM011_NR_TASKS ? s->by_task[op->task] : NULL;

	if (!sleeper || m->stopped) {
		mm011_op_run(m, op, NULL);	/* which says why not */
		return;
	}
	sleeper->op.flags = (sleeper->op.flags & ~sums) | (op->flags & sums);
	s->running = sleeper;
	sem_post(&sleeper->go);
	sem_wait(&sleeper->back);
	take_results(s, sleeper, op->task, op);
}

/**
 * sleepers_sleep() - struct mm011_host's sleep()
 * @s: the machine's sleepers
 * @m: machine
 * @request: what it waits for
 *
 * Return: 0; -ECANCELED when the machine is about to be reset.
 */
int sleepers_sleep(struct sleepers *s, struct mm011_machine *m,
		   const struct mm011_swap_request *request)
{
	struct sleeper *sleeper = s->running;

	if (!sleeper->cancelled) {
		sleeper->answer = sleeper->op;
		mm011_op_asleep(m, &sleeper->answer, request);
		sem_post(&sleeper->back);
		sem_wait(&sleeper->go);
	}
	return sleeper->cancelled ? -ECANCELED : 0;
}

/**
 * sleepers_end() - let all operations that sleep come to an end
 * @s: the machine's sleepers
 *
 * They fail where they sleep. What they leave half done is thrown away by the
 * reset that follows.
 */
void sleepers_end(struct sleepers *s)
{
	struct sleeper *sleeper;
	u32 nr;

	for (nr = 0; nr < MM011_NR_TASKS; nr++) {
		sleeper = s->by_task[nr];
		if (!sleeper)
			continue;
		sleeper->cancelled = true;
		s->running = sleeper;
		sem_post(&sleeper->go);
		sem_wait(&sleeper->back);
		s->running = NULL;
		s->by_task[nr] = NULL;
		sleeper_free(sleeper);
	}
}
