// SPDX-License-Identifier: GPL-2.0
/*
 * The files that a machine uses: descriptions of its own, opened, read, written and
 * closed by a worker.
 *
 * Whoever needs a file waits for a worker's job to end, and leaves it when he is killed.
 * He cannot do the work himself: some file systems wait without looking at signals, FUSE
 * for one, once its server has taken the request. Where the server is a thread of the
 * same process, that would be for ever.
 *
 * A job needs neither the machine nor who asked for it: what is left ends when the file
 * system answers, or goes. Until then the machine begins no other, its number is not
 * given to another machine, and the module stays.
 */

#include <linux/atomic.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kref.h>
#include <linux/llist.h>
#include <linux/module.h>
#include <linux/resource.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/stat.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "compat.h"
#include "machine.h"

/* files that may be on their way out before no other is opened */
#define MAX_CLOSING	64

enum { IDLE, UNDER_WAY, DONE, ABANDONED };

/**
 * struct mm011_io - where a machine and its worker meet
 * @ref: one of the machine's, one for each work that is under way
 * @id: number of the machine
 * @state: of the job: IDLE, UNDER_WAY, DONE: who asked has not looked yet; ABANDONED:
 *	nobody will
 * @wait: for changes of @state and @closing
 * @job: does the job
 * @run: what it is
 * @who: asked for it
 * @file: it works on, with a reference of its own
 * @flags: to open with
 * @opened: by this job
 * @stat: of what it opened
 * @pos: place in the file
 * @len: of what it reads or writes
 * @result: what it came to
 * @release: closes what is in @gone
 * @gone: files that the machine needs no more
 * @closing: how many there are that are not closed yet
 * @page: what is read or written
 */
struct mm011_io {
	struct kref ref;
	u32 id;
	atomic_t state;
	wait_queue_head_t wait;

	struct work_struct job;
	int (*run)(struct mm011_io *io);
	struct mm011_who who;
	struct file *file;
	int flags;
	struct file *opened;
	struct kstat stat;
	loff_t pos;
	u32 len;
	int result;

	struct work_struct release;
	struct llist_head gone;
	atomic_t closing;

	u8 page[MM011_PAGE_SIZE];
};

static struct workqueue_struct *workers;

static void io_free(struct kref *ref)
{
	struct mm011_io *io = container_of(ref, struct mm011_io, ref);

	mm011_id_free(io->id);
	kvfree(io);
}

/* The end of the module waits until its workers have left its code. */
static void hold(struct mm011_io *io)
{
	__module_get(THIS_MODULE);
	kref_get(&io->ref);
}

static void let_go(struct mm011_io *io)
{
	kref_put(&io->ref, io_free);
	module_put(THIS_MODULE);
}

/* ---- what workers do ---- */

static int run_open(struct mm011_io *io)
{
	struct file *file = dentry_open(&io->file->f_path, io->flags, current_cred());
	int err;

	if (IS_ERR(file))
		return PTR_ERR(file);
	err = vfs_getattr(&file->f_path, &io->stat, STATX_INO | STATX_SIZE,
			  AT_STATX_SYNC_AS_STAT);
	if (err)
		__fput_sync(file);
	else
		io->opened = file;
	return err;
}

/* Return: how much there was, less than was asked for at the end of the file alone. */
static int run_read(struct mm011_io *io)
{
	u32 done = 0;
	ssize_t n;

	while (done < io->len) {
		n = kernel_read(io->file, io->page + done, io->len - done, &io->pos);
		if (n < 0)
			return n;
		if (!n)
			break;
		done += n;
	}
	return done;
}

/* His limit: a worker has none. */
static bool beyond_limit(const struct mm011_io *io)
{
	unsigned long limit = io->who.file_limit;

	return limit != RLIM_INFINITY && io->pos + io->len > limit;
}

/*
 * A file that has become shorter than it was is not written behind its end: it would
 * extend the file with a hole.
 */
static int run_write(struct mm011_io *io)
{
	u32 done = 0;
	ssize_t n;

	if (io->pos + io->len > i_size_read(file_inode(io->file)))
		return -EIO;
	if (beyond_limit(io))
		return -EFBIG;
	while (done < io->len) {
		n = kernel_write(io->file, io->page + done, io->len - done, &io->pos);
		if (n <= 0)
			return n ? n : -EIO;
		done += n;
	}
	return done;
}

static void drop_result(struct mm011_io *io)
{
	if (io->opened)
		__fput_sync(io->opened);
	io->opened = NULL;
}

/* From its end on, the job's fields are those of the next. */
static void work_on_job(struct work_struct *work)
{
	struct mm011_io *io = container_of(work, struct mm011_io, job);
	struct mm011_who own;

	mm011_act_for(&io->who, &own);
	io->result = io->run(io);
	mm011_act_again(&own);
	mm011_who_put(&io->who);
	__fput_sync(io->file);
	if (atomic_xchg(&io->state, DONE) == ABANDONED) {
		drop_result(io);
		atomic_set_release(&io->state, IDLE);
	}
	wake_up_all(&io->wait);
	let_go(io);
}

static void work_on_release(struct work_struct *work)
{
	struct mm011_io *io = container_of(work, struct mm011_io, release);
	struct llist_node *gone = llist_del_all(&io->gone);
	struct mm011_file *file, *next;

	llist_for_each_entry_safe(file, next, gone, gone) {
		__fput_sync(file->file);
		kfree(file);
		atomic_dec(&io->closing);
		wake_up_all(&io->wait);
	}
	let_go(io);
}

/* ---- who waits for them ---- */

/* or for whoever asks to be killed */
static void await_state(struct mm011_instance *instance, int state)
{
	struct mm011_io *io = instance->io;

	wait_event_killable(io->wait, atomic_read(&io->state) == state || mm011_killed(instance));
}

/* No job is left of somebody who was killed, and the next can be described. */
static int begin_job(struct mm011_instance *instance, struct file *file)
{
	struct mm011_io *io = instance->io;

	lockdep_assert(mutex_is_locked(&instance->lock));
	if (mm011_killed(instance))
		return -EINTR;
	await_state(instance, IDLE);
	if (atomic_read_acquire(&io->state) != IDLE)
		return -EINTR;
	mm011_asker(instance, &io->who);
	io->file = get_file(file);
	return 0;
}

/* -EINTR: how it ends is nobody's affair any more */
static int end_job(struct mm011_instance *instance, int (*run)(struct mm011_io *io))
{
	struct mm011_io *io = instance->io;

	io->run = run;
	atomic_set(&io->state, UNDER_WAY);
	hold(io);
	queue_work(workers, &io->job);
	await_state(instance, DONE);
	if (atomic_xchg(&io->state, ABANDONED) != DONE)
		return -EINTR;
	atomic_set(&io->state, IDLE);
	return io->result;
}

static int open_job(struct mm011_instance *instance, struct file *theirs, int flags)
{
	int err = begin_job(instance, theirs);

	if (err)
		return err;
	instance->io->flags = flags;
	return end_job(instance, run_open);
}

/* so that a file system which does not let go cannot pile up files */
static int await_room(struct mm011_io *io)
{
	return wait_event_killable(io->wait, atomic_read(&io->closing) < MAX_CLOSING) ?
	       -EINTR : 0;
}

/**
 * mm011_file_open() - open the file that a descriptor is open for
 * @instance: machine, its lock held
 * @theirs: the descriptor's description
 * @flags: O_RDONLY or O_RDWR: no more than @theirs was opened for
 * @stat: filled in with ino, dev and size
 *
 * The new description is the machine's own: what becomes of the other, fcntl() and all,
 * is no matter.
 *
 * Return: the file; -EINTR when whoever asks has been killed, -ENOMEM, or why it cannot
 * be opened.
 */
struct mm011_file *mm011_file_open(struct mm011_instance *instance, struct file *theirs, int flags,
				   struct kstat *stat)
{
	struct mm011_file *file = kmalloc(sizeof(*file), MM011_GFP);
	struct mm011_io *io = instance->io;
	int err;

	if (!file)
		return ERR_PTR(-ENOMEM);
	err = await_room(io);
	if (!err)
		err = open_job(instance, theirs, flags | O_LARGEFILE);
	if (err) {
		kfree(file);
		return ERR_PTR(err);
	}
	file->file = io->opened;
	io->opened = NULL;
	*stat = io->stat;
	return file;
}

/**
 * mm011_file_close() - close it, sooner or later
 * @instance: machine
 * @file: from mm011_file_open()
 *
 * Never waits. Jobs that are left hold the description themselves.
 */
void mm011_file_close(struct mm011_instance *instance, struct mm011_file *file)
{
	struct mm011_io *io = instance->io;

	atomic_inc(&io->closing);
	if (llist_add(&file->gone, &io->gone)) {
		hold(io);
		queue_work(workers, &io->release);
	}
}

/**
 * mm011_file_read() - read from a file
 * @instance: machine, its lock held
 * @file: file
 * @pos: from where on
 * @to: where to
 * @len: how much, at most a page of the machine
 *
 * Return: how much there was, less than @len at the end of the file; -EINTR when whoever
 * asks has been killed; the file system's error.
 */
int mm011_file_read(struct mm011_instance *instance, struct mm011_file *file, loff_t pos,
		    void *to, u32 len)
{
	struct mm011_io *io = instance->io;
	int n = begin_job(instance, file->file);

	if (n)
		return n;
	io->pos = pos;
	io->len = len;
	n = end_job(instance, run_read);
	if (n > 0)
		memcpy(to, io->page, n);
	return n;
}

/**
 * mm011_file_write() - write to a file, within its size
 * @instance: machine, its lock held
 * @file: file
 * @pos: from where on
 * @from: what
 * @len: how much, at most a page of the machine
 *
 * Return: @len; -EINTR when whoever asks has been killed; -EFBIG beyond his
 * RLIMIT_FSIZE; -EIO beyond the file's end; the file system's error.
 */
int mm011_file_write(struct mm011_instance *instance, struct mm011_file *file, loff_t pos,
		     const void *from, u32 len)
{
	struct mm011_io *io = instance->io;
	int err = begin_job(instance, file->file);

	if (err)
		return err;
	io->pos = pos;
	io->len = len;
	memcpy(io->page, from, len);
	return end_job(instance, run_write);
}

/**
 * mm011_io_settle() - wait until the files that were closed are closed
 * @io: the machine's
 *
 * Or until the current task is killed.
 */
void mm011_io_settle(struct mm011_io *io)
{
	wait_event_killable(io->wait, !atomic_read(&io->closing));
}

/**
 * mm011_io_wake() - whoever waits for a job may have been killed
 * @io: the machine's
 */
void mm011_io_wake(struct mm011_io *io)
{
	wake_up_all(&io->wait);
}

/* ---- machines, and the module ---- */

/**
 * mm011_io_new() - a machine comes
 * @id: its number, which is mm011_id_free()'d when the last job has ended
 *
 * Return: what mm011_io_end() takes, or NULL without memory.
 */
struct mm011_io *mm011_io_new(u32 id)
{
	struct mm011_io *io = kvzalloc(sizeof(*io), MM011_GFP);

	if (!io)
		return NULL;
	kref_init(&io->ref);
	io->id = id;
	init_waitqueue_head(&io->wait);
	INIT_WORK(&io->job, work_on_job);
	INIT_WORK(&io->release, work_on_release);
	return io;
}

/*
 * Whoever ends, and closes what he had open, takes no signal any more: he may have been
 * killed. A thread of the kernel that closes for others has other work, too.
 */
static long patience(void)
{
	return current->flags & (PF_EXITING | PF_KTHREAD) ? max(HZ / 50, 1) : MAX_SCHEDULE_TIMEOUT;
}

/**
 * mm011_io_end() - a machine goes
 * @io: the machine's, all of its files given to mm011_file_close()
 *
 * Whoever closed it has his files back when this returns, unless he is killed while he
 * waits for that, or is about to end and their file system takes its time.
 */
void mm011_io_end(struct mm011_io *io)
{
	wait_event_killable_timeout(io->wait, !atomic_read(&io->closing), patience());
	kref_put(&io->ref, io_free);
}

/**
 * mm011_io_init() - get workers
 *
 * Return: 0 or -ENOMEM.
 */
int mm011_io_init(void)
{
	/*
	 * For each machine one that works and one that closes; 512 is the most there can be.
	 * On the CPU where the job comes from: to wake up another takes longer than a page.
	 */
	workers = alloc_workqueue("mm011", WQ_PERCPU, 2 * min(mm011_max_machines, 256u));
	return workers ? 0 : -ENOMEM;
}

/**
 * mm011_io_exit() - let the workers go, when the last of them has ended
 */
void mm011_io_exit(void)
{
	destroy_workqueue(workers);
}
