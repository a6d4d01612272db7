/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A machine as the host kernel sees it: memory, a lock, references, a place
 * in debugfs. What goes on inside is the affair of mm011/.
 */
#ifndef _MM011_MACHINE_H
#define _MM011_MACHINE_H

#include <linux/fs.h>
#include <linux/kref.h>
#include <linux/mutex.h>

#include "mm011.h"

struct dentry;

/**
 * struct mm011_sleepers - who sleeps in a machine
 * @of_task: for each task its operation that waits for the swap space
 * @turn: the one that runs now, if any
 */
struct mm011_sleepers {
	struct mm011_sleeper *of_task[MM011_NR_TASKS];
	struct mm011_sleeper *turn;
};

/**
 * struct mm011_box - the case that a machine stands in
 * @m: the machine
 * @lock: held by whoever touches @m; always taken killable, for an operation
 *	may wait for a disk or for user memory
 * @sleepers: operations between two ioctls; under @lock
 * @ref: one for each open file, and one for the shared machine itself
 * @dir: its directory in debugfs
 * @id: its number there; 0 is the shared machine
 */
struct mm011_box {
	struct mm011_machine m;
	struct mutex lock;	/* of m and sleepers, nothing else */
	struct mm011_sleepers sleepers;
	struct kref ref;
	struct dentry *dir;
	u32 id;
};

/**
 * struct mm011_ucmd - an ioctl under way
 * @box: the machine it came to
 * @user: the caller's structure
 * @user_size: how large the caller says it is
 * @arg: the kernel's copy of it, as large as this kernel knows it
 */
struct mm011_ucmd {
	struct mm011_box *box;
	void __user *user;
	u32 user_size;
	void *arg;
};

/* main.c: the module, and the machine that /dev/mm011 leads to */
extern unsigned int mm011_max_machines;
extern struct mm011_box *mm011_shared;

/* machine.c: machines come and go */
struct mm011_box *mm011_box_new(const struct mm011_reset *reset);
void mm011_box_get(struct mm011_box *box);
void mm011_box_put(struct mm011_box *box);

/* host.c: the outside of a machine */
extern const struct mm011_host mm011_host;

/* sleep.c: operations that sleep while others run */
void mm011_sleepers_begin(struct mm011_box *box, struct mm011_op *op, const void *data);
void mm011_sleepers_wake(struct mm011_box *box, struct mm011_op *op);
int mm011_sleepers_sleep(struct mm011_box *box, const struct mm011_swap_request *request);
void mm011_sleepers_end(struct mm011_box *box);

/* file.c: open, mmap, close */
extern const struct file_operations mm011_fops;

/* ioctl.c: one command each */
long mm011_ioctl(struct file *file, unsigned int command, unsigned long arg);
int mm011_respond(const struct mm011_ucmd *ucmd, size_t size);

/* ops.c: many operations in one command */
int mm011_ioctl_ops(struct mm011_ucmd *ucmd);

/* debugfs.c: a view for people */
void mm011_debugfs_init(void);
void mm011_debugfs_exit(void);
void mm011_debugfs_add(struct mm011_box *box);
void mm011_debugfs_remove(struct mm011_box *box);

#endif /* _MM011_MACHINE_H */
