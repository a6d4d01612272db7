// SPDX-License-Identifier: GPL-2.0
/*
 * Operations that sleep in swap I/O while others run. Linux 0.12 has a kernel
 * stack for each task; here each operation that may sleep has a kernel thread.
 * Only one of them all ever runs, on behalf of the ioctl that holds the
 * machine's lock and waits for it to go to sleep or to end.
 */

#include <linux/completion.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/lockdep.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "machine.h"

/**
 * struct mm011_sleeper - an operation with a stack of its own
 * @thread: its thread, one reference held
 * @rights: those of whoever began it: it reads and writes his files
 * @go: it may run
 * @back: whoever let it run may go on
 * @m: machine
 * @op: the operation under way; nobody else touches it
 * @answer: what the caller is told
 * @data: the operation's bytes
 * @ended: it is done
 * @cancelled: the machine is about to be reset
 */
struct mm011_sleeper {
	struct task_struct *thread;
	const struct cred *rights;
	struct completion go;
	struct completion back;
	struct mm011_machine *m;
	struct mm011_op op;
	struct mm011_op answer;
	void *data;
	bool ended;
	bool cancelled;
};

/* as long as it takes: asleep in the eyes of the host, too, not stuck */
static void wait_to_go(struct mm011_sleeper *z)
{
	while (wait_for_completion_interruptible(&z->go))
		;
}

static int run(void *argument)
{
	struct mm011_sleeper *z = argument;
	const struct cred *own = override_creds(z->rights);

	wait_to_go(z);
	mm011_do_op(z->m, &z->op, z->data);
	revert_creds(own);
	z->answer = z->op;
	z->ended = true;
	complete(&z->back);
	return 0;
}

static void sleeper_free(struct mm011_sleeper *z)
{
	kthread_stop(z->thread);
	put_task_struct(z->thread);
	put_cred(z->rights);
	kvfree(z->data);
	kfree(z);
}

static struct mm011_sleeper *sleeper_new(struct mm011_machine *m, const struct mm011_op *op,
					 const void *data)
{
	struct mm011_sleeper *z = kzalloc(sizeof(*z), GFP_KERNEL);

	if (!z)
		return NULL;
	z->m = m;
	z->op = *op;
	init_completion(&z->go);
	init_completion(&z->back);
	if (op->len) {
		z->data = kvmalloc(op->len, GFP_KERNEL);
		if (!z->data)
			goto fail;
		memcpy(z->data, data, op->len);
	}
	z->thread = kthread_create(run, z, "mm011");
	if (IS_ERR(z->thread))
		goto fail;
	/* get_cred() clears non_rcu as each open() does: both write 0 */
	z->rights = data_race(get_current_cred());
	get_task_struct(z->thread);
	wake_up_process(z->thread);
	return z;
fail:
	kvfree(z->data);
	kfree(z);
	return NULL;
}

/* let it run until it sleeps or ends */
static void run_on(struct mm011_sleepers *s, struct mm011_sleeper *z, u32 nr, struct mm011_op *op)
{
	s->turn = z;
	complete(&z->go);
	wait_for_completion(&z->back);
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
	if (z)
		run_on(s, z, op->task, op);
	else
		mm011_refuse(op, -ENOMEM);
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
	run_on(s, z, op->task, op);
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
		run_on(&box->sleepers, z, nr, &op);
	}
}
