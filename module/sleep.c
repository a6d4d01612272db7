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
static void wait_to_go(struct mm011_sleeper *z)
{
	while (wait_for_completion_interruptible(&z->go))
		;
}

static int run(void *argument)
{
	struct mm011_sleeper *z = argument;
	struct mm011_who own;

	mm011_act_for(&z->who, &own);
	wait_to_go(z);
	mm011_do_op(z->m, &z->op, z->data);
	mm011_act_again(&own);
	z->answer = z->op;
	z->ended = true;
	complete(&z->back);
	return 0;
}

static void forget(struct mm011_sleeper *z)
{
	mm011_who_put(&z->who);
	kvfree(z->data);
	kfree(z);
	atomic_dec(&sleepers);
}

static void sleeper_free(struct mm011_sleeper *z)
{
	kthread_stop(z->thread);
	put_task_struct(z->thread);
	forget(z);
}

/* an operation with all that it needs but a thread */
static struct mm011_sleeper *remember(struct mm011_machine *m, const struct mm011_op *op,
				      const void *data)
{
	struct mm011_sleeper *z = kzalloc(sizeof(*z), MM011_GFP);

	if (!z)
		return NULL;
	if (op->len) {
		z->data = kvmalloc(op->len, MM011_GFP);
		if (!z->data) {
			kfree(z);
			return NULL;
		}
		memcpy(z->data, data, op->len);
	}
	z->m = m;
	z->op = *op;
	init_completion(&z->go);
	init_completion(&z->back);
	mm011_who_asks(&z->who);
	return z;
}

/* -EAGAIN: there are too many; -ENOMEM; -EINTR: killed while it waited for a thread */
static struct mm011_sleeper *sleeper_new(struct mm011_machine *m, const struct mm011_op *op,
					 const void *data)
{
	struct mm011_sleeper *z;

	if (atomic_inc_return(&sleepers) > mm011_max_sleepers) {
		atomic_dec(&sleepers);
		return ERR_PTR(-EAGAIN);
	}
	z = remember(m, op, data);
	if (!z) {
		atomic_dec(&sleepers);
		return ERR_PTR(-ENOMEM);
	}
	z->thread = kthread_create(run, z, "mm011");
	if (IS_ERR(z->thread)) {
		struct task_struct *err = z->thread;

		forget(z);
		return ERR_CAST(err);
	}
	get_task_struct(z->thread);
	wake_up_process(z->thread);
	return z;
}

/*
 * Whoever is killed while he waits cannot go before the operation is at rest, so that
 * must be soon: it leaves files to their workers, and does not go on for long.
 */
static void wait_until_back(struct mm011_sleeper *z, struct mm011_io *io)
{
	if (!wait_for_completion_killable(&z->back))
		return;
	WRITE_ONCE(z->killed, true);
	mm011_io_wake(io);
	wait_for_completion(&z->back);
}

/* let it run until it sleeps or ends */
static void run_on(struct mm011_box *box, struct mm011_sleeper *z, u32 nr, struct mm011_op *op)
{
	struct mm011_sleepers *s = &box->sleepers;

	s->turn = z;
	z->killed = false;
	complete(&z->go);
	wait_until_back(z, box->io);
	s->turn = NULL;
	op->error = z->answer.error;
	op->outcome = z->answer.outcome;
	op->ret = z->answer.ret;
	op->out[0] = z->answer.out[0];
	op->out[1] = z->answer.out[1];
	op->crc = z->answer.crc;
	op->crc_noad = z->answer.crc_noad;
	s->of_task[nr] = z->ended ? NULL : z;
	if (z->ended)
		sleeper_free(z);
}

/**
 * mm011_sleepers_begin() - do an operation that may go to sleep
 * @box: machine, its lock held
 * @op: accepted by mm011_check_op(), with MM011_OPF_SLEEP; comes back with its
 *	results, or with MM011_ASLEEP
 * @data: the operation's bytes, copied
 */
void mm011_sleepers_begin(struct mm011_box *box, struct mm011_op *op, const void *data)
{
	struct mm011_sleepers *s = &box->sleepers;
	struct mm011_sleeper *z;

	lockdep_assert_held(&box->lock);
	if (op->task >= MM011_NR_TASKS || s->of_task[op->task]) {
		mm011_refuse(op, op->task >= MM011_NR_TASKS ? -ESRCH : -EBUSY);
		return;
	}
	z = sleeper_new(&box->m, op, data);
	if (IS_ERR(z))
		mm011_refuse(op, PTR_ERR(z));
	else
		run_on(box, z, op->task, op);
}

/**
 * mm011_sleepers_wake() - the disk has done its work: an operation goes on
 * @box: machine, its lock held
 * @op: MM011_OP_WAKE; comes back as the operation that sleeps would, or with
 *	MM011_ASLEEP once more
 */
void mm011_sleepers_wake(struct mm011_box *box, struct mm011_op *op)
{
	const u32 sums = MM011_OPF_CRC | MM011_OPF_CRC_NOAD;
	struct mm011_sleepers *s = &box->sleepers;
	struct mm011_sleeper *z = op->task < MM011_NR_TASKS ? s->of_task[op->task] : NULL;

	lockdep_assert_held(&box->lock);
	if (!z || z->m->stopped) {
		mm011_do_op(&box->m, op, NULL);	/* which says why not */
		return;
	}
	z->op.flags = (z->op.flags & ~sums) | (op->flags & sums);
	run_on(box, z, op->task, op);
}

/**
 * mm011_sleepers_sleep() - struct mm011_host's sleep()
 * @box: machine, its lock held by the ioctl on whose behalf this runs
 * @request: what the operation waits for
 *
 * Return: 0; -ECANCELED when the machine is about to be reset.
 */
int mm011_sleepers_sleep(struct mm011_box *box, const struct mm011_swap_request *request)
{
	struct mm011_sleeper *z = box->sleepers.turn;

	if (!z->cancelled) {
		z->answer = z->op;
		mm011_asleep(&box->m, &z->answer, request);
		complete(&z->back);
		wait_to_go(z);
	}
	return z->cancelled ? -ECANCELED : 0;
}

/**
 * mm011_sleepers_end() - let all operations that sleep come to an end
 * @box: machine, its lock held
 *
 * They fail where they sleep. What they leave half done is thrown away by the
 * reset that follows.
 */
void mm011_sleepers_end(struct mm011_box *box)
{
	struct mm011_sleeper *z;
	struct mm011_op op;
	u32 nr;

	lockdep_assert_held(&box->lock);
	for (nr = 0; nr < MM011_NR_TASKS; nr++) {
		z = box->sleepers.of_task[nr];
		if (!z)
			continue;
		z->cancelled = true;
		run_on(box, z, nr, &op);
	}
}

/**
 * mm011_killed() - has whoever asked been killed?
 * @box: machine, its lock held by the ioctl on whose behalf this runs
 *
 * Or is the machine about to be reset, whoever it was.
 *
 * Return: whether the operation under way must come to an end soon.
 */
bool mm011_killed(const struct mm011_box *box)
{
	const struct mm011_sleeper *z = box->sleepers.turn;

	return z ? z->cancelled || READ_ONCE(z->killed) : fatal_signal_pending(current);
}

/**
 * mm011_asker() - in whose name is the operation under way?
 * @box: machine, its lock held by the ioctl on whose behalf this runs
 * @who: filled in; give it back with mm011_who_put()
 */
void mm011_asker(const struct mm011_box *box, struct mm011_who *who)
{
	if (box->sleepers.turn)
		mm011_who_copy(who, &box->sleepers.turn->who);
	else
		mm011_who_asks(who);
}
