/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A machine as the host kernel sees it: memory, a lock, references, a place
 * in debugfs. What goes on inside is the affair of mm011/.
 */
#ifndef _MM011_MACHINE_H
#define _MM011_MACHINE_H

#include <linux/fs.h>
#include <linux/gfp.h>
#include <linux/kcov.h>
#include <linux/kref.h>
#include <linux/llist.h>
#include <linux/mutex.h>

#include "mm011.h"

struct dentry;
struct kstat;
struct mem_cgroup;
struct mm011_io;

/*
 * Memory for users, and charged to them. Where their cgroup, or the host, has none, they
 * are told so: nobody is killed for it, nothing is printed.
 */
#define MM011_GFP	(GFP_KERNEL_ACCOUNT | __GFP_NORETRY | __GFP_NOWARN)

/**
 * struct mm011_who - in whose name a thread works
 * @kcov: what his fuzzer calls him, if he has one: a number, in newer kernels a structure
 * @cred: his rights
 * @memcg: the cgroup that pays for memory
 * @file_limit: his RLIMIT_FSIZE
 */
struct mm011_who {
	typeof(kcov_common_handle()) kcov;
	const struct cred *cred;
	struct mem_cgroup *memcg;
	unsigned long file_limit;
};

/**
 * struct mm011_file - a file that a machine has opened
 * @file: the description, nobody else's
 * @gone: place among those that it needs no more
 */
struct mm011_file {
	struct file *file;
	struct llist_node gone;
};

/**
 * struct mm011_instance - a machine, its lock, its place in debugfs
 * @lock: held by whoever touches @m; always taken killable, for an operation
 *	may wait for a disk or for user memory
 * @memory_lock: held by whoever changes where its memory is, or takes a page of it
 *	without @lock: a mapping is touched under @lock, too, when user memory is copied
 * @memory_room: how much memory there is, in bytes
 * @io: what it asks of files; jobs may outlive the machine
 * @ref: one for each open file, and one for the shared machine itself
 * @dir: its directory in debugfs
 * @id: its number there; 0 is the shared machine
 * @m: the machine
 */
struct mm011_instance {
	struct mutex lock;	/* of m, nothing else */
	spinlock_t memory_lock;	/* of memory_room and m.memory, for mappings */
	u32 memory_room;
	struct mm011_io *io;
	struct kref ref;
	struct dentry *dir;
	u32 id;
	struct mm011_machine m;		/* and behind it what its kernel keeps */
};

/**
 * struct mm011_handle - what a descriptor stands for
 * @instance: the machine, which it holds
 * @owner: whose operations come through it: a number, not 0, that no other has, but for
 *	one that was opened four billion times ago
 */
struct mm011_handle {
	struct mm011_instance *instance;
	u32 owner;
};

/**
 * struct mm011_ucmd - an ioctl under way
 * @instance: the machine it came to
 * @owner: number of the descriptor it came through
 * @user: the caller's structure
 * @user_size: how large the caller says it is
 * @arg: the kernel's copy of it, as large as this kernel knows it
 */
struct mm011_ucmd {
	struct mm011_instance *instance;
	u32 owner;
	void __user *user;
	u32 user_size;
	void *arg;
};

/* main.c: the module, and the machine that /dev/mm011 leads to */
extern unsigned int mm011_max_machines;
extern unsigned int mm011_max_sleepers;
extern struct mm011_instance *mm011_shared;

/* machine.c: machines come and go */
struct mm011_instance *mm011_instance_new(const struct mm011_reset *reset);
int mm011_instance_reset(struct mm011_instance *instance, const struct mm011_reset *reset);
struct page *mm011_instance_page(struct mm011_instance *instance, pgoff_t nr);
void mm011_instance_get(struct mm011_instance *instance);
void mm011_instance_put(struct mm011_instance *instance);
void mm011_id_free(u32 id);

/* host.c: the outside of a machine */
extern const struct mm011_host mm011_host;

/* io.c: its files */
struct mm011_io *mm011_io_new(u32 id);
void mm011_io_end(struct mm011_io *io);
void mm011_io_settle(struct mm011_io *io);
void mm011_io_wake(struct mm011_io *io);
int mm011_io_init(void);
void mm011_io_exit(void);
struct mm011_file *mm011_file_open(struct mm011_instance *instance, struct file *theirs, int flags,
				   struct kstat *stat);
void mm011_file_close(struct mm011_instance *instance, struct mm011_file *file);
int mm011_file_read(struct mm011_instance *instance, struct mm011_file *file, loff_t pos,
		    void *to, u32 len);
int mm011_file_write(struct mm011_instance *instance, struct mm011_file *file, loff_t pos,
		     const void *from, u32 len);

/* who.c: in whose name */
void mm011_who_asks(struct mm011_who *who);
void mm011_who_copy(struct mm011_who *to, const struct mm011_who *from);
void mm011_who_put(struct mm011_who *who);
void mm011_act_for(const struct mm011_who *who, struct mm011_who *own);
void mm011_act_again(const struct mm011_who *own);

/* sleep.c: operations that sleep while others run */
extern const struct mm011_stacks mm011_stacks;
bool mm011_killed(const struct mm011_instance *instance);
void mm011_asker(const struct mm011_instance *instance, struct mm011_who *who);

/* file.c: open, mmap, close */
extern const struct file_operations mm011_fops;
struct mm011_handle *mm011_handle_new(struct mm011_instance *instance);
void mm011_handle_put(struct mm011_handle *handle);

/* ioctl.c: one command each */
long mm011_ioctl(struct file *file, unsigned int command, unsigned long arg);
int mm011_respond(const struct mm011_ucmd *ucmd, size_t size);

/* look.c: text and state */
int mm011_ioctl_view(struct mm011_ucmd *ucmd);
int mm011_ioctl_state(struct mm011_ucmd *ucmd);

/* ops.c: many operations in one command */
int mm011_ioctl_ops(struct mm011_ucmd *ucmd);

/* debugfs.c: a view for people */
void mm011_debugfs_init(void);
void mm011_debugfs_exit(void);
void mm011_debugfs_add(struct mm011_instance *instance);
void mm011_debugfs_remove(struct mm011_instance *instance);

#endif /* _MM011_MACHINE_H */
