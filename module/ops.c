// SPDX-License-Identifier: GPL-2.0
/*
 * MM011_IOC_OPS: many operations under one lock. They are taken from the
 * caller's array in chunks, and each chunk goes back with its results.
 */

#include <linux/lockdep.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "machine.h"

#define CHUNK 64u
#define OP_LEAST offsetofend(struct mm011_op, reserved)	/* the first version's size */

/**
 * struct batch - operations under way
 * @instance: machine, its lock held
 * @owner: whose operations they are
 * @ops: the caller's array
 * @op_size: bytes of an element of it
 * @chunk: the kernel's copy of the part of it that runs now
 * @data: room for the bytes of one operation, kept for the next
 * @room: how much
 * @stop: end after the first operation that fails
 * @ended: it came to that
 */
struct batch {
	struct mm011_instance *instance;
	u32 owner;
	u8 __user *ops;
	u32 op_size;
	struct mm011_op *chunk;
	void *data;
	u32 room;
	bool stop;
	bool ended;
};

static int make_room(struct batch *b, u32 len)
{
	if (len <= b->room)
		return 0;
	kvfree(b->data);
	b->data = kvmalloc(len, MM011_GFP);
	b->room = b->data ? len : 0;
	return b->data ? 0 : -ENOMEM;
}

/*
 * Where the bytes come from or go to is tried before anything is done. Room
 * for an answer is cleared on both sides: an operation that fails half way
 * must not tell what the host kept there.
 */
static int take_data(struct batch *b, const struct mm011_op *op, u32 direction)
{
	void __user *user = u64_to_user_ptr(op->data);
	int err = make_room(b, op->len);

	if (err || direction == MM011_DATA_NONE)
		return err;
	if (op->data != (unsigned long)user)
		return -EFAULT;
	if (direction == MM011_DATA_IN)
		return copy_from_user(b->data, user, op->len) ? -EFAULT : 0;
	memset(b->data, 0, op->len);
	return clear_user(user, op->len) ? -EFAULT : 0;
}

/* Only a caller that unmaps its memory meanwhile loses an answer here. */
static void give_data(struct batch *b, struct mm011_op *op)
{
	if (copy_to_user(u64_to_user_ptr(op->data), b->data, op->len))
		op->error = -EFAULT;
}

static void run_op(struct batch *b, struct mm011_op *op)
{
	const struct mm011_op_row *row = mm011_op_row(op->code);
	int err = mm011_op_validate(op);

	lockdep_assert_held(&b->instance->lock);
	if (!err)
		err = take_data(b, op, row->data);
	if (err) {
		mm011_op_reject(op, err);
		return;
	}
	mm011_op_run_valid(&b->instance->m, op, b->data);
	if (row->data == MM011_DATA_OUT && op->outcome != MM011_REFUSED)
		give_data(b, op);
}

/* elements of the caller's array, which may be shorter or longer than ours */
static int fetch_ops(const struct batch *b, u32 first, u32 count)
{
	const u8 __user *from = b->ops + (size_t)first * b->op_size;
	int err = 0;
	u32 i;

	if (b->op_size == sizeof(*b->chunk))
		return copy_from_user(b->chunk, from, count * sizeof(*b->chunk)) ? -EFAULT : 0;
	for (i = 0; i < count && !err; i++, from += b->op_size)
		err = copy_struct_from_user(&b->chunk[i], sizeof(*b->chunk), from, b->op_size);
	return err;
}

static int give_ops(const struct batch *b, u32 first, u32 count)
{
	u32 size = min_t(u32, b->op_size, sizeof(*b->chunk));
	u8 __user *to = b->ops + (size_t)first * b->op_size;
	u32 i;

	if (b->op_size == sizeof(*b->chunk))
		return copy_to_user(to, b->chunk, count * sizeof(*b->chunk)) ? -EFAULT : 0;
	for (i = 0; i < count; i++, to += b->op_size)
		if (copy_to_user(to, &b->chunk[i], size))
			return -EFAULT;
	return 0;
}

/* Write the chunk back unchanged first, to find an unwritable buffer before anything runs. */
static int fetch_chunk(struct batch *b, u32 first, u32 count)
{
	int err = fetch_ops(b, first, count);

	return err ? err : give_ops(b, first, count);
}

/* *done goes up by what was done, even when the rest was not to be */
static int run_chunk(struct batch *b, u32 count, u32 *done)
{
	int err = 0;
	u32 i;

	for (i = 0; i < count && !b->ended && !err; i++) {
		run_op(b, &b->chunk[i]);
		b->ended = b->stop && b->chunk[i].error;
		cond_resched();
		if (fatal_signal_pending(current))
			err = -EINTR;
	}
	if (give_ops(b, *done, i))
		err = -EFAULT;
	*done += i;
	return err;
}

static int run_all(struct batch *b, u32 count, u32 *done)
{
	int err = mutex_lock_killable(&b->instance->lock);
	u32 n;

	if (err)
		return err;
	b->instance->m.by.owner = b->owner;
	while (*done < count && !b->ended && !err) {
		n = min(count - *done, CHUNK);
		err = fetch_chunk(b, *done, n);
		if (!err)
			err = run_chunk(b, n, done);
	}
	mutex_unlock(&b->instance->lock);
	mm011_io_settle(b->instance->io);
	return err;
}

/**
 * mm011_ioctl_ops() - do an array of operations in order
 * @ucmd: MM011_IOC_OPS with its struct mm011_ops
 *
 * The lock is held from the first to the last, so nobody else's operations
 * come in between. How many were done is told in any case.
 *
 * Return: 0, whatever became of each operation; -EINVAL, -E2BIG, -EFAULT,
 * -ENOMEM, -EINTR.
 */
int mm011_ioctl_ops(struct mm011_ucmd *ucmd)
{
	struct mm011_ops *args = ucmd->arg;
	struct batch b = {
		.instance = ucmd->instance,
		.owner = ucmd->owner,
		.op_size = args->op_size ? args->op_size : OP_LEAST,
		.ops = u64_to_user_ptr(args->ops),
		.stop = args->flags & MM011_OPS_STOP,
	};
	int err, answered;

	if ((args->flags & ~MM011_OPS_STOP) || args->reserved || b.op_size < OP_LEAST)
		return -EINVAL;
	if (args->count > MM011_MAX_OPS || b.op_size > PAGE_SIZE)
		return -E2BIG;
	if (args->ops != (unsigned long)b.ops)
		return -EFAULT;
	b.chunk = kmalloc_array(CHUNK, sizeof(*b.chunk), MM011_GFP);
	if (!b.chunk)
		return -ENOMEM;
	args->done = 0;
	err = run_all(&b, args->count, &args->done);
	kvfree(b.data);
	kfree(b.chunk);
	answered = mm011_respond(ucmd, sizeof(*args));
	return err ? err : answered;
}
