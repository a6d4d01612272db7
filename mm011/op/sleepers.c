// SPDX-License-Identifier: GPL-2.0
/*
 * Operations that sleep in swap I/O while others run. Linux 0.12 has a kernel stack for
 * each task; here each operation that may sleep has one, which the host makes. Only one
 * of them all ever runs, and whoever let it run waits until it sleeps or ends.
 */

#include "op/op.h"
#include "op/sleepers.h"

/* let it run until it sleeps or ends */
static void run_on(struct mm011_sleeper *sleeper, u32 nr, struct mm011_op *op)
{
	struct mm011_sleepers *s = &sleeper->m->sleepers;
	const struct mm011_stacks *stacks = sleeper->m->host->stacks;

	s->running = sleeper;
	stacks->turn(sleeper);
	s->running = NULL;
	op->error = sleeper->answer.error;
	op->outcome = sleeper->answer.outcome;
	op->ret = sleeper->answer.ret;
	op->out[0] = sleeper->answer.out[0];
	op->out[1] = sleeper->answer.out[1];
	op->crc = sleeper->answer.crc;
	op->crc_noad = sleeper->answer.crc_noad;
	s->by_task[nr] = sleeper->ended ? NULL : sleeper;
	if (sleeper->ended)
		stacks->end(sleeper);
}

/**
 * mm011_sleepers_begin() - do an operation that may go to sleep
 * @m: machine, its lock held; its host has stacks
 * @op: accepted by mm011_op_validate(), with MM011_OPF_SLEEP; comes back with its
 *	results, or with MM011_ASLEEP
 * @data: the operation's bytes, copied
 */
void mm011_sleepers_begin(struct mm011_machine *m, struct mm011_op *op, const void *data)
{
	struct mm011_sleeper *sleeper;
	int err = 0;

	if (op->task >= MM011_NR_TASKS)
		err = -ESRCH;
	else if (m->sleepers.by_task[op->task])
		err = -EBUSY;
	if (!err)
		err = m->host->stacks->make(m, op, data, &sleeper);
	if (err)
		mm011_op_reject(op, err);
	else
		run_on(sleeper, op->task, op);
}

/**
 * mm011_sleepers_wake() - the disk has done its work: an operation goes on
 * @m: machine, its lock held
 * @op: MM011_OP_WAKE; comes back as the operation that sleeps would, or with
 *	MM011_ASLEEP once more
 */
void mm011_sleepers_wake(struct mm011_machine *m, struct mm011_op *op)
{
	const u32 sums = MM011_OPF_CRC | MM011_OPF_CRC_NOAD;
	struct mm011_sleeper *sleeper = NULL;

	if (op->task < MM011_NR_TASKS)
		sleeper = m->sleepers.by_task[op->task];
	if (!sleeper || m->stopped) {
		mm011_op_run_now(m, op, NULL);	/* which says why not */
		return;
	}
	sleeper->op.flags = (sleeper->op.flags & ~sums) | (op->flags & sums);
	run_on(sleeper, op->task, op);
}

/**
 * mm011_sleeper_run() - the first turn of an operation
 * @sleeper: on whose stack this runs
 */
void mm011_sleeper_run(struct mm011_sleeper *sleeper)
{
	mm011_op_run_now(sleeper->m, &sleeper->op, sleeper->data);
	sleeper->answer = sleeper->op;
	sleeper->ended = true;
}

/**
 * mm011_sleepers_sleep() - struct mm011_host's sleep() for hosts with stacks
 * @m: machine, its lock held by the one on whose behalf this runs
 * @request: what the operation waits for
 *
 * Return: 0; -ECANCELED when the machine is about to be reset.
 */
int mm011_sleepers_sleep(struct mm011_machine *m, const struct mm011_swap_request *request)
{
	struct mm011_sleeper *sleeper = m->sleepers.running;

	if (!sleeper->cancelled) {
		sleeper->answer = sleeper->op;
		mm011_op_asleep(m, &sleeper->answer, request);
		m->host->stacks->yield(sleeper);
	}
	return sleeper->cancelled ? -ECANCELED : 0;
}

/**
 * mm011_sleepers_end() - let all operations that sleep come to an end
 * @m: machine, its lock held
 *
 * They fail where they sleep. What they leave half done is thrown away by the
 * reset that follows.
 */
void mm011_sleepers_end(struct mm011_machine *m)
{
	struct mm011_sleeper *sleeper;
	struct mm011_op op;
	u32 nr;

	for (nr = 0; nr < MM011_NR_TASKS; nr++) {
		sleeper = m->sleepers.by_task[nr];
		if (!sleeper)
			continue;
		sleeper->cancelled = true;
		run_on(sleeper, nr, &op);
	}
}
