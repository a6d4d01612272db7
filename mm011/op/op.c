// SPDX-License-Identifier: GPL-2.0
/*
 * The way of an operation: is it one, can this machine do it now, what came of it.
 * Ioctl, tool, tests and fuzzers all go it.
 */

#include <linux/build_bug.h>

#include "kernel.h"
#include "op/op.h"
#include "op/sleepers.h"
#include "pc/checksum.h"
#include "pc/event.h"
#include "pc/stop.h"

/**
 * mm011_kernel_row() - what is to be known of an operation
 * @kernel: the kernel that is to do it
 * @code: its number, or anything
 *
 * Return: its row; NULL when that kernel has none.
 */
const struct mm011_op_row *mm011_kernel_row(const struct mm011_kernel *kernel, u32 code)
{
	const struct mm011_op_group *group;
	u32 i = code % MM011_GROUP_SIZE;

	if (code / MM011_GROUP_SIZE >= kernel->nr_groups)
		return NULL;
	group = kernel->groups[code / MM011_GROUP_SIZE];
	return group && i < group->count ? &group->rows[i] : NULL;
}

/**
 * mm011_op_validate() - is this an operation at all?
 * @op: as it came from outside
 *
 * What does not depend on a machine: code, flags, unused arguments, length.
 *
 * Return: 0; -EINVAL; -E2BIG when it carries too much data.
 */
int mm011_op_validate(const struct mm011_op *op)
{
	const u32 all = MM011_OPF_CRC | MM011_OPF_CRC_NOAD | MM011_OPF_EVENTS;
	const struct mm011_op_row *row = mm011_op_row(op->code);
	u32 i;

	if (!row || (op->flags & ~(all | row->flags)) || op->reserved)
		return -EINVAL;
	for (i = row->nargs; i < ARRAY_SIZE(op->arg); i++)
		if (op->arg[i])
			return -EINVAL;
	if (row->data == MM011_DATA_NONE && (op->len || op->data))
		return -EINVAL;
	if (row->len && op->len != row->len)
		return -EINVAL;
	return op->len > MM011_MAX_DATA ? -E2BIG : 0;
}

/* It runs as a task, or names the one that is to sleep: op->task means something. */
static bool names_task(const struct mm011_op_row *row, const struct mm011_op *op)
{
	return row->needs_task || (op->flags & MM011_OPF_SLEEP);
}

/*
 * Can this machine do it, as it stands? -ENOTRECOVERABLE (it stands still), -ESRCH (no
 * such task), -EBUSY (it sleeps), -EOPNOTSUPP (this kernel has no such function) or
 * -EINVAL.
 */
static int admit(const struct mm011_machine *m, const struct mm011_op_row *row,
		 const struct mm011_op *op, const void *data)
{
	if (m->stopped && !row->while_stopped)
		return -ENOTRECOVERABLE;
	if (names_task(row, op) && op->task >= MM011_NR_TASKS)
		return -ESRCH;
	if (row->needs_task && !m->kernel->is_running(m, op->task))
		return -ESRCH;
	if (names_task(row, op) && (m->asleep | m->unborn) >> op->task & 1)
		return -EBUSY;
	if (mm011_kernel_row(m->kernel, op->code) != row)
		return -EOPNOTSUPP;
	if (!row->run)
		return -ESRCH;	/* wake: sleepers.c would have known it */
	return row->check && !row->check(m, op, data) ? -EINVAL : 0;
}

/*
 * How an operation ends that does not just return. The first ones are the core's own
 * (machine.h) and lie beyond all of errno.
 */
static_assert(MM011_E_OOM > 4095, "internal errors must not be an errno");

static const struct {
	u32 error;
	u32 outcome;
	int code;
} endings[] = {
	{ MM011_E_OOM, MM011_OOM, -ENOMEM },
	{ MM011_E_SEGV, MM011_SEGV, -EFAULT },
	{ MM011_E_SWAP, MM011_SWAP_ERROR, -EIO },
	{ MM011_E_CUT, MM011_CUT_SHORT, -EINTR },
	{ MM011_E_BUG, MM011_BUG, -EFAULT },
	{ MM011_E_WAIT, MM011_WAIT, -EAGAIN },
	{ EFAULT, MM011_SEGMENT, -EFAULT },
	{ EIO, MM011_FAULT, -EIO },
	{ ELOOP, MM011_LOOP, -ELOOP },
};

/* Set outcome and error. A negative number that a system call returned is no failure. */
static void set_outcome(const struct mm011_machine *m, struct mm011_op *op, int err)
{
	u32 i;

	op->error = mm011_op_errno(err);
	op->outcome = MM011_OK;
	if (likely(!err))
		return;
	for (i = 0; i < ARRAY_SIZE(endings); i++)
		if (err == -(int)endings[i].error)
			op->outcome = endings[i].outcome;
	if (m->stopped)
		op->outcome = m->stopped;
}

/**
 * mm011_op_errno() - what the caller sees of an error
 * @err: 0, or a negative error of any kind; or what else a system call returned
 *
 * Return: the same as 0 or a negative errno.
 */
int mm011_op_errno(int err)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(endings); i++)
		if (err == -(int)endings[i].error)
			return endings[i].code;
	return err;
}

static void set_request(struct mm011_op *op, const struct mm011_swap_request *request)
{
	op->ret = 0;
	op->out[0] = request->io;
	op->out[1] = request->nr;
}

static void execute(struct mm011_machine *m, const struct mm011_op_row *row,
		    struct mm011_op *op, void *data)
{
	bool stood = m->stopped;
	int err, exited;

	m->kernel->switch_to(m, names_task(row, op) ? op->task : 0);
	m->may_sleep = m->host->sleep && (op->flags & MM011_OPF_SLEEP);
	mm011_observe_events(m, op->flags & MM011_OPF_EVENTS);
	m->by.op = ++m->op_seq;
	mm011_emit(m, MM011_EV_OP, op->code, op->task, op->arg[0]);
	m->stat[MM011_STAT_OPS]++;
	m->cut = false;
	err = row->run(m, op, data);
	/* oom(), and what 0.12 calls do_exit(SIGSEGV) for */
	if ((err == -MM011_E_OOM || err == -MM011_E_SEGV) && row->kills_task) {
		exited = m->kernel->kill(m);
		if (exited)
			err = exited;
	}
	if (err == -MM011_E_CUT)
		mm011_cut_short(m, row->name);
	/* of what is called off, after others ran, the stop is theirs */
	if (m->stopped && !stood && err != -ECANCELED)
		mm011_emit(m, MM011_EV_PANIC, m->about.page, m->about.ptep, m->about.linear);
	m->may_sleep = false;
	mm011_observe_events(m, false);
	set_outcome(m, op, err);
	if (op->outcome == MM011_SWAP_ERROR)
		set_request(op, &m->failed);
}

/**
 * mm011_op_reject() - say that an operation was not done
 * @op: its out fields are filled in
 * @err: why, a negative errno
 */
void mm011_op_reject(struct mm011_op *op, int err)
{
	op->error = err;
	op->outcome = MM011_REFUSED;
	op->ret = 0;
	op->out[0] = 0;
	op->out[1] = 0;
	op->crc = 0;
	op->crc_noad = 0;
	op->first_event = 0;
	op->events = 0;
}

static void sum_up(struct mm011_machine *m, struct mm011_op *op)
{
	if (m->kernel->op_checksum) {
		if (op->flags & MM011_OPF_CRC)
			op->crc = m->kernel->op_checksum(m, op->code);
		return;
	}
	if (op->flags & MM011_OPF_CRC)
		op->crc = mm011_checksum(m);
	else
		mm011_sum_idle(m);
	if (op->flags & MM011_OPF_CRC_NOAD)
		op->crc_noad = mm011_checksum_noad(m);
}

/**
 * mm011_op_asleep() - say that an operation waits for the swap space
 * @m: machine, its lock held
 * @op: its out fields are filled in
 * @request: what it waits for
 */
void mm011_op_asleep(struct mm011_machine *m, struct mm011_op *op,
		     const struct mm011_swap_request *request)
{
	mm011_op_reject(op, -EINPROGRESS);
	op->outcome = MM011_ASLEEP;
	set_request(op, request);
	sum_up(m, op);
}

/**
 * mm011_op_run_now() - do one operation, on the stack of whoever calls
 * @m: machine, its lock held
 * @op: as for mm011_op_run_valid()
 * @data: likewise
 */
void mm011_op_run_now(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	const struct mm011_op_row *row = mm011_op_row(op->code);
	int err = admit(m, row, op, data);

	mm011_op_reject(op, err);
	if (!err)
		execute(m, row, op, data);
	sum_up(m, op);
}

/**
 * mm011_op_run_valid() - do one operation
 * @m: machine, its lock held
 * @op: accepted by mm011_op_validate(); its out fields are filled in
 * @data: @op->len bytes to take or to fill, as its row says
 *
 * Wrong arguments change nothing: outcome MM011_REFUSED and error -EINVAL,
 * -ESRCH (no such task), -EBUSY (it sleeps), -EOPNOTSUPP (this kernel has no such
 * function) or -ENOTRECOVERABLE (the machine stands still).
 */
void mm011_op_run_valid(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	u32 owner = m->by.owner;
	u64 first = m->event_seq;

	if (m->host->stacks && op->code == MM011_OP_WAKE)
		mm011_sleepers_wake(m, op);
	else if (m->host->stacks && (op->flags & MM011_OPF_SLEEP))
		mm011_sleepers_begin(m, op, data);
	else
		mm011_op_run_now(m, op, data);
	m->by.owner = owner;	/* a sleeper that went on is another's */
	op->first_event = first;
	op->events = m->event_seq - first;
}

/**
 * mm011_op_run() - do one operation, whatever it may be
 * @m: machine, its lock held
 * @op: as it came from outside; its out fields are filled in
 * @data: @op->len bytes to take or to fill, as its row says
 *
 * As mm011_op_run_valid(); what mm011_op_validate() does not accept is refused.
 */
void mm011_op_run(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	int err = mm011_op_validate(op);

	if (err)
		mm011_op_reject(op, err);
	else
		mm011_op_run_valid(m, op, data);
}
