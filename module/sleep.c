// SPDX-License-Identifier: GPL-2.0
/*
 * Operations that sleep in swap I/O while others run. Linux 0.12 has a kernel
 * stack for each task; here each operation that may sleep has a kernel thread.
 * Only one of them all ever runs, on behalf of the ioctl that holds the
 * machine's lock and waits for it to go to sleep or to end.
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
 * struct mm011_sleeper - an operation with a stack of its own
 * @thread: its thread, one reference held
 * @who: began it: it reads and writes his files, and he pays for it
 * @go: it may run
 * @back: whoever let it run may go on
 * @m: machine
 * @op: the operation under way; nobody else touches it
 * @answer: what the caller is told
 * @data: the operation's bytes
 * @ended: it is done
 * @cancelled: the machine is about to be reset
 * @killed: whoever waits for it has been, so it must not take long any more
 */
struct mm011_sleeper {
	struct task_struct *thread;
	struct mm011_who who;
	struct completion go;
	struct completion back;
	struct mm011_machine *m;
	struct mm011_op op;
	struct mm011_op answer;
	void *data;
	bool ended;
	bool cancelled;
	bool killed;
};

/* there are in all machines; each has a thread, which no cgroup is charged for */
static atomic_t sleepers;

/* as long as it takes: asleep in the eyes of the host, too, not stuck */
static void wait_to_go(struct mm011_sleeper *sleeper)
{
	while (wait_for_completion_interruptible(&sleeper->go))
		;
}

static int run(void *argument)
{
	struct mm011_sleeper *sleeper = argument;
	struct mm011_who own;

	mm011_act_for(&sleeper->who, &own);
	wait_to_go(sleeper);
	mm011_op_run(sleeper->m, &sleeper->op, sleeper->data);
	mm011_act_again(&own);
	sleeper->answer = sleeper->op;
	sleeper->ended = true;
	complete(&sleeper->back);
	return 0;
}

static void forget(struct mm011_sleeper *sleeper)
{
	mm011_who_put(&sleeper->who);
	kvfree(sleeper->data);
	kfree(sleeper);
	atomic_dec(&sleepers);
}

static void sleeper_free(struct mm011_sleeper *sleeper)
{
	kthread_stop(sleeper->thread);
	put_task_struct(sleeper->thread);
	forget(sleeper);
}

/* an operation with all that it needs but a thread */
static struct mm011_sleeper *remember(struct mm011_machine *m, const struct mm011_op *op,
				      const void *data)
{
	struct mm011_sleeper *sleeper = kzalloc(sizeof(*sleeper), MM011_GFP);

	if (!sleeper)
		return NULL;
	if (op->len) {
		sleeper->data = kvmalloc(op->len, MM011_GFP);
		if (!sleeper->data) {
			kfree(sleeper);
			return NULL;
		}
		memcpy(sleeper->data, data, op->len);
	}
	sleeper->m = m;
	sleeper->op = *op;
	init_completion(&sleeper->go);
	init_completion(&sleeper->back);
	mm011_who_asks(&sleeper->who);
	return sleeper;
}

/* -EAGAIN: there are too many; -ENOMEM; -EINTR: killed while it waited for a thread */
static struct mm011_sleeper *sleeper_new(struct mm011_machine *m, const struct mm011_op *op,
					 const void *data)
{
	struct mm011_sleeper *sleeper;

	if (atomic_inc_return(&sleepers) > mm011_max_sleepers) {
		atomic_dec(&sleepers);
		return ERR_PTR(-EAGAIN);
	}
	sleeper = remember(m, op, data);
	if (!sleeper) {
		atomic_dec(&sleepers);
		return ERR_PTR(-ENOMEM);
	}
	sleeper->thread = kthread_create(run, sleeper, "mm011");
	if (IS_ERR(sleeper->thread)) {
		struct task_struct *err = sleeper->thread;

		forget(sleeper);
		return ERR_CAST(err);
	}
	get_task_struct(sleeper->thread);
	wake_up_process(sleeper->thread);
	return sleeper;
}

/*
 * Whoever is killed while he waits cannot go before the operation is at rest, so that
 * must be soon: it leaves files to their workers, and does not go on for long.
 */
static void wait_until_back(struct mm011_sleeper *sleeper, struct mm011_io *io)
{
	if (!wait_for_completion_killable(&sleeper->back))
		return;
	WRITE_ONCE(sleeper->killed, true);
	mm011_io_wake(io);
	wait_for_completion(&sleeper->back);
}

/* let it run until it sleeps or ends */
static void run_on(struct mm011_instance *instance, struct mm011_sleeper *sleeper, u32 nr,
		   struct mm011_op *op)
{
	struct mm011_sleepers *s = &instance->sleepers;

	s->running = sleeper;
	sleeper->killed = false;
	complete(&sleeper->go);
	wait_until_back(sleeper, instance->io);
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
		sleeper_free(sleeper);
}

/**
 * mm011_sleepers_begin() - do an operation that may go to sleep
 * @instance: machine, its lock held
 * @op: accepted by mm011_op_validate(), with MM011_OPF_SLEEP; comes back with its
 *	results, or with MM011_ASLEEP
 * @data: the operation's bytes, copied
 */
void mm011_sleepers_begin(struct mm011_instance *instance, struct mm011_op *op, const void *data)
{
	struct mm011_sleepers *s = &instance->sleepers;
	struct mm011_sleeper *sleeper;

	lockdep_assert_held(&instance->lock);
	if (op->task >= MM011_NR_TASKS || s->by_task[op->task]) {
		mm011_op_reject(op, op->task >= MM011_NR_TASKS ? -ESRCH : -EBUSY);
		return;
	}
	sleeper = sleeper_new(&instance->m, op, data);
	if (IS_ERR(sleeper))
		mm011_op_reject(op, PTR_ERR(sleeper));
	else
		run_on(instance, sleeper, op->task, op);
}

/**
 * mm011_sleepers_wake() - the disk has done its work: an operation goes on
 * @instance: machine, its lock held
 * @op: MM011_OP_WAKE; comes back as the operation that sleeps would, or with
 *	MM011_ASLEEP once more
 */
void mm011_sleepers_wake(struct mm011_instance *instance, struct mm011_op *op)
{
	const u32 sums = MM011_OPF_CRC | MM011_OPF_CRC_NOAD;
	struct mm011_sleepers *s = &instance->sleepers;
	struct mm011_sleeper *sleeper = op->task < MM011_NR_TASKS ? s->by_task[op->task] : NULL;

	lockdep_assert_held(&instance->lock);
	if (!sleeper || sleeper->m->stopped) {
		mm011_op_run(&instance->m, op, NULL);	/* which says why not */
		return;
	}
	sleeper->op.flags = (sleeper->op.flags & ~sums) | (op->flags & sums);
	run_on(instance, sleeper, op->task, op);
}

/**
 * mm011_sleepers_sleep() - struct mm011_host's sleep()
 * @instance: machine, its lock held by the ioctl on whose behalf this runs
 * @request: what the operation waits for
 *
 * Return: 0; -ECANCELED when the machine is about to be reset.
 */
int mm011_sleepers_sleep(struct mm011_instance *instance, const struct mm011_swap_request *request)
{
	struct mm011_sleeper *sleeper = instance->sleepers.running;

	if (!sleeper->cancelled) {
		sleeper->answer = sleeper->op;
		mm011_op_asleep(&instance->m, &sleeper->answer, request);
		complete(&sleeper->back);
		wait_to_go(sleeper);
	}
	return sleeper->cancelled ? -ECANCELED : 0;
}

/**
 * mm011_sleepers_end() - let all operations that sleep come to an end
 * @instance: machine, its lock held
 *
 * They fail where they sleep. What they leave half done is thrown away by the
 * reset that follows.
 */
void mm011_sleepers_end(struct mm011_instance *instance)
{
	struct mm011_sleeper *sleeper;
	struct mm011_op op;
	u32 nr;

	lockdep_assert_held(&instance->lock);
	for (nr = 0; nr < MM011_NR_TASKS; nr++) {
		sleeper = instance->sleepers.by_task[nr];
		if (!sleeper)
			continue;
		sleeper->cancelled = true;
		run_on(instance, sleeper, nr, &op);
	}
}

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
	const struct mm011_sleeper *sleeper = instance->sleepers.running;

	if (!sleeper)
		return fatal_signal_pending(current);
	return sleeper->cancelled || READ_ONCE(sleeper->killed);
}

/**
 * mm011_asker() - in whose name is the operation under way?
 * @instance: machine, its lock held by the ioctl on whose behalf this runs
 * @who: filled in; give it back with mm011_who_put()
 */
void mm011_asker(const struct mm011_instance *instance, struct mm011_who *who)
{
	if (instance->sleepers.running)
		mm011_who_copy(who, &instance->sleepers.running->who);
	else
		mm011_who_asks(who);
}
