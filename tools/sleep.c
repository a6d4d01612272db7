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
	struct sleeper *z = argument;

	mm011_do_op(z->m, &z->op, z->data);
	z->answer = z->op;
	z->ended = true;
	sem_post(&z->back);
	return NULL;
}

static struct sleeper *sleeper_new(struct mm011_machine *m, const struct mm011_op *op)
{
	struct sleeper *z = calloc(1, sizeof(*z) + op->len);

	if (!z)
		return NULL;
	z->m = m;
	z->op = *op;
	if (op->len)
		memcpy(z->data, (void *)(unsigned long)op->data, op->len);
	sem_init(&z->go, 0, 0);
	sem_init(&z->back, 0, 0);
	return z;
}

static void sleeper_free(struct sleeper *z)
{
	pthread_join(z->thread, NULL);
	sem_destroy(&z->go);
	sem_destroy(&z->back);
	free(z);
}

/* it has run: does it sleep, or is it done? */
static void take_results(struct sleepers *s, struct sleeper *z, u32 nr, struct mm011_op *op)
{
	op->error = z->answer.error;
	op->outcome = z->answer.outcome;
	op->ret = z->answer.ret;
	op->out[0] = z->answer.out[0];
	op->out[1] = z->answer.out[1];
	op->crc = z->answer.crc;
	op->crc_noad = z->answer.crc_noad;
	s->turn = NULL;
	s->of_task[nr] = z->ended ? NULL : z;
	if (z->ended)
		sleeper_free(z);
}

/**
 * sleepers_begin() - do an operation that may go to sleep
 * @s: the machine's sleepers
 * @m: machine
 * @op: accepted by mm011_check_op(), with MM011_OPF_SLEEP; comes back with its
 *	results, or with MM011_ASLEEP
 */
void sleepers_begin(struct sleepers *s, struct mm011_machine *m, struct mm011_op *op)
{
	struct sleeper *z;

	if (op->task >= MM011_NR_TASKS || s->of_task[op->task]) {
		mm011_refuse(op, op->task >= MM011_NR_TASKS ? -ESRCH : -EBUSY);
		return;
	}
	z = sleeper_new(m, op);
	if (!z) {
		mm011_refuse(op, -ENOMEM);
		return;
	}
	s->turn = z;
	if (pthread_create(&z->thread, NULL, run, z)) {
		s->turn = NULL;
		free(z);
		mm011_refuse(op, -ENOMEM);
		return;
	}
	sem_wait(&z->back);
	take_results(s, z, op->task, op);
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
	struct sleeper *z = op->task < MM011_NR_TASKS ? s->of_task[op->task] : NULL;

	if (!z || m->stopped) {
		mm011_do_op(m, op, NULL);	/* which says why not */
		return;
	}
	z->op.flags = (z->op.flags & ~sums) | (op->flags & sums);
	s->turn = z;
	sem_post(&z->go);
	sem_wait(&z->back);
	take_results(s, z, op->task, op);
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
	struct sleeper *z = s->turn;

	if (!z->cancelled) {
		z->answer = z->op;
		mm011_asleep(m, &z->answer, request);
		sem_post(&z->back);
		sem_wait(&z->go);
	}
	return z->cancelled ? -ECANCELED : 0;
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
	struct sleeper *z;
	u32 nr;

	for (nr = 0; nr < MM011_NR_TASKS; nr++) {
		z = s->of_task[nr];
		if (!z)
			continue;
		z->cancelled = true;
		s->turn = z;
		sem_post(&z->go);
		sem_wait(&z->back);
		s->turn = NULL;
		s->of_task[nr] = NULL;
		sleeper_free(z);
	}
}
