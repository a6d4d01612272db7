// SPDX-License-Identifier: GPL-2.0
/*
 * The ioctls: one table says what each command takes and who answers it.
 *
 * Every structure begins with its size. An older caller's is shorter and the
 * rest is taken as zero; a newer caller's is longer and what this kernel does
 * not know must be zero. Nothing below sees a size other than its own.
 */

#include <linux/anon_inodes.h>
#include <linux/build_bug.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "machine.h"

/* the contract has no holes and looks the same to 32-bit callers */
static_assert(sizeof(struct mm011_reset) == 32);
static_assert(sizeof(struct mm011_new_machine) == 48);
static_assert(sizeof(struct mm011_op) == 112);
static_assert(sizeof(struct mm011_ops) == 32);
static_assert(sizeof(struct mm011_translate) == 48);
static_assert(sizeof(struct mm011_task_info) == 96);
static_assert(sizeof(struct mm011_checksum) == 24);
static_assert(sizeof(struct mm011_array) == 32);
static_assert(sizeof(struct mm011_event) == 40);
static_assert(sizeof(struct mm011_info) == 352);
static_assert(sizeof(struct mm011_version) == 128);
static_assert(sizeof(struct mm011_view_text) == 56);
static_assert(sizeof(struct mm011_state) == 24);
static_assert(sizeof(struct mm011_show_mem) == 272);
static_assert(sizeof(struct mm011_zones) == 192);
static_assert(sizeof(struct mm011_pressure) == 40);

/* what a caller of the first version brings */
#define RESET_LEAST	offsetofend(struct mm011_reset, reserved)
#define NEW_LEAST	offsetofend(struct mm011_new_machine, reset.reserved)
#define INFO_LEAST	offsetofend(struct mm011_info, message)
#define OPS_LEAST	offsetofend(struct mm011_ops, ops)
#define ARRAY_LEAST	offsetofend(struct mm011_array, data)
#define TASK_LEAST	offsetofend(struct mm011_task_info, i_count)

/**
 * mm011_respond() - give the caller's structure back, filled in
 * @ucmd: the command
 * @size: of the structure as this kernel knows it
 *
 * Return: 0, -EFAULT.
 */
int mm011_respond(const struct mm011_ucmd *ucmd, size_t size)
{
	size_t len = min_t(size_t, ucmd->user_size, size);

	return copy_to_user(ucmd->user, ucmd->arg, len) ? -EFAULT : 0;
}

static int ioctl_reset(struct mm011_ucmd *ucmd)
{
	const struct mm011_reset *reset = ucmd->arg;
	struct mm011_instance *instance = ucmd->instance;
	int err = mm011_check_reset(reset);

	if (!err)
		err = mutex_lock_killable(&instance->lock);
	if (err)
		return err;
	err = mm011_instance_reset(instance, reset);
	mutex_unlock(&instance->lock);
	mm011_io_settle(instance->io);
	return err;
}

static int ioctl_revive(struct mm011_ucmd *ucmd)
{
	struct mm011_instance *instance = ucmd->instance;
	int err = mutex_lock_killable(&instance->lock);

	if (err)
		return err;
	mm011_revive(&instance->m);
	mutex_unlock(&instance->lock);
	return 0;
}

static int ioctl_info(struct mm011_ucmd *ucmd)
{
	struct mm011_info *info = ucmd->arg;
	int err;

	if (info->reserved)
		return -EINVAL;
	err = mutex_lock_killable(&ucmd->instance->lock);
	if (err)
		return err;
	info->machine = ucmd->instance->id;
	mm011_fill_info(&ucmd->instance->m, info);
	mutex_unlock(&ucmd->instance->lock);
	return mm011_respond(ucmd, sizeof(*info));
}

static int ioctl_translate(struct mm011_ucmd *ucmd)
{
	struct mm011_machine *m = &ucmd->instance->m;
	struct mm011_translate *walk = ucmd->arg;
	int err;

	if (walk->task >= MM011_NR_TASKS ||
	    walk->access & ~(MM011_ACCESS_WRITE | MM011_ACCESS_USER | MM011_ACCESS_CODE))
		return -EINVAL;
	err = mutex_lock_killable(&ucmd->instance->lock);
	if (err)
		return err;
	if (m->kernel->is_running(m, walk->task))
		mm011_probe(m, walk);
	else
		err = -ESRCH;
	mutex_unlock(&ucmd->instance->lock);
	return err ? err : mm011_respond(ucmd, sizeof(*walk));
}

static int ioctl_task(struct mm011_ucmd *ucmd)
{
	struct mm011_task_info *info = ucmd->arg;
	int err;

	if (info->nr >= MM011_NR_TASKS || info->reserved)
		return -EINVAL;
	err = mutex_lock_killable(&ucmd->instance->lock);
	if (err)
		return err;
	err = mm011_fill_task(&ucmd->instance->m, info);
	mutex_unlock(&ucmd->instance->lock);
	return err ? err : mm011_respond(ucmd, sizeof(*info));
}

static int ioctl_checksum(struct mm011_ucmd *ucmd)
{
	struct mm011_machine *m = &ucmd->instance->m;
	struct mm011_checksum *sum = ucmd->arg;
	int err;

	if ((sum->flags & ~MM011_CHECKSUM_MACHINE) || sum->reserved)
		return -EINVAL;
	err = mutex_lock_killable(&ucmd->instance->lock);
	if (err)
		return err;
	mm011_fill_checksum(m, sum);
	mutex_unlock(&ucmd->instance->lock);
	return mm011_respond(ucmd, sizeof(*sum));
}

/* the caller's array first, then the structure that says how much is in it */
static int give_array(const struct mm011_ucmd *ucmd, const void *from, u32 count, size_t size)
{
	struct mm011_array *array = ucmd->arg;
	void __user *to = u64_to_user_ptr(array->data);

	if (array->data != (unsigned long)to || copy_to_user(to, from, count * size))
		return -EFAULT;
	array->count = count;
	return mm011_respond(ucmd, sizeof(*array));
}

/* elements of an array of @total, which is copied under the lock */
static int read_array(struct mm011_ucmd *ucmd, const void *from, u32 total, size_t size)
{
	struct mm011_array *array = ucmd->arg;
	void *copy;
	u32 count;
	int err;

	if (array->first > total)
		return -EINVAL;
	count = min_t(u64, array->count, total - array->first);
	copy = kmalloc(total * size, MM011_GFP);
	if (!copy)
		return -ENOMEM;
	err = mutex_lock_killable(&ucmd->instance->lock);
	if (!err) {
		memcpy(copy, from, total * size);
		mutex_unlock(&ucmd->instance->lock);
		err = give_array(ucmd, copy + array->first * size, count, size);
	}
	kfree(copy);
	return err;
}

static int ioctl_mem_map(struct mm011_ucmd *ucmd)
{
	const struct mm011_machine *m = &ucmd->instance->m;
	/* a reset may bring another kernel: where the counts stand depends on nothing else */
	const struct mm011_kernel *kernel = READ_ONCE(m->kernel);
	const u8 *counts;
	u32 count;

	if (!kernel->counts)
		return -EOPNOTSUPP;
	counts = kernel->counts(m, &count);
	return read_array(ucmd, counts, count, sizeof(*counts));
}

static int ioctl_stats(struct mm011_ucmd *ucmd)
{
	struct mm011_machine *m = &ucmd->instance->m;

	return read_array(ucmd, m->stat, ARRAY_SIZE(m->stat), sizeof(*m->stat));
}

static int ioctl_events(struct mm011_ucmd *ucmd)
{
	struct mm011_machine *m = &ucmd->instance->m;
	struct mm011_array *array = ucmd->arg;
	u32 count = min(array->count, MM011_NR_EVENTS);
	u64 first = array->first;
	struct mm011_event *copy;
	int err;

	copy = kvmalloc_array(MM011_NR_EVENTS, sizeof(*copy), MM011_GFP);
	if (!copy)
		return -ENOMEM;
	err = mutex_lock_killable(&ucmd->instance->lock);
	if (!err) {
		if (first > m->event_seq)
			err = -EINVAL;
		else
			count = mm011_events(m, &first, copy, count);
		mutex_unlock(&ucmd->instance->lock);
	}
	if (!err) {
		array->lost = first - array->first;
		array->first = first;
		err = give_array(ucmd, copy, count, sizeof(*copy));
	}
	kvfree(copy);
	return err;
}

/* the machine now belongs to the file, which lets go of it in the end */
static struct file *instance_file(struct mm011_instance *instance)
{
	struct mm011_handle *handle = mm011_handle_new(instance);
	struct file *file;

	if (!handle) {
		mm011_instance_put(instance);
		return ERR_PTR(-ENOMEM);
	}
	file = anon_inode_getfile("[mm011]", &mm011_fops, handle, O_RDWR | O_CLOEXEC);
	if (IS_ERR(file))
		mm011_handle_put(handle);
	return file;
}

/*
 * The caller learns the number before the descriptor exists: whatever fails
 * up to there leaves nothing behind, and nothing fails after it.
 */
static int open_instance(struct mm011_ucmd *ucmd, struct mm011_instance *instance)
{
	struct mm011_new_machine *args = ucmd->arg;
	struct file *file = instance_file(instance);
	int fd, err;

	if (IS_ERR(file))
		return PTR_ERR(file);
	fd = get_unused_fd_flags(O_RDWR | O_CLOEXEC);
	if (fd < 0) {
		fput(file);
		return fd;
	}
	args->fd = fd;
	err = mm011_respond(ucmd, sizeof(*args));
	if (err) {
		put_unused_fd(fd);
		fput(file);
		return err;
	}
	mm011_debugfs_add(instance);
	fd_install(fd, file);
	return 0;
}

static int ioctl_new_machine(struct mm011_ucmd *ucmd)
{
	struct mm011_new_machine *args = ucmd->arg;
	struct mm011_instance *instance;
	int err = mm011_check_reset(&args->reset);

	if (err)
		return err;
	/* the size that it has, or had first */
	if (args->flags || args->reserved ||
	    (args->reset.size != RESET_LEAST && args->reset.size != sizeof(args->reset)))
		return -EINVAL;
	instance = mm011_instance_new(&args->reset);
	return IS_ERR(instance) ? PTR_ERR(instance) : open_instance(ucmd, instance);
}

static int ioctl_version(struct mm011_ucmd *ucmd)
{
	struct mm011_version *version = ucmd->arg;

	memset(version, 0, sizeof(*version));
	version->size = sizeof(*version);
	version->api = MM011_API;
	version->op_size = sizeof(struct mm011_op);
	version->event_size = sizeof(struct mm011_event);
	version->nr_events = MM011_NR_EVENTS;
	version->nr_ops = MM011_OP_MAX;
	version->max_memory = MM011_MAX_MEMORY;
	while (version->kernels < ARRAY_SIZE(version->kernel) &&
	       mm011_nth_kernel(version->kernels)) {
		version->kernel[version->kernels] = mm011_nth_kernel(version->kernels)->number;
		version->kernels++;
	}
	strscpy(version->release, MM011_RELEASE, sizeof(version->release));
	return mm011_respond(ucmd, sizeof(*version));
}

union mm011_arg {
	struct mm011_reset reset;
	struct mm011_ops ops;
	struct mm011_info info;
	struct mm011_translate translate;
	struct mm011_task_info task;
	struct mm011_checksum checksum;
	struct mm011_array array;
	struct mm011_new_machine new_machine;
	struct mm011_version version;
	struct mm011_view_text view;
	struct mm011_state state;
};

/**
 * struct command - how a command is called
 * @command: MM011_IOC_*
 * @size: of its structure; 0: no argument
 * @least: the size that it had first
 * @mode: what the descriptor must be open for
 * @run: who answers; 0 or a negative errno
 */
struct command {
	unsigned int command;
	u32 size;
	u32 least;
	fmode_t mode;
	int (*run)(struct mm011_ucmd *ucmd);
};

static const struct command commands[] = {
#define COMMAND(name, type, least, mode, answer) \
	{ MM011_IOC_##name, sizeof(struct type), least, mode, answer }
#define WHOLE(name, type, mode, answer) COMMAND(name, type, sizeof(struct type), mode, answer)
	COMMAND(RESET, mm011_reset, RESET_LEAST, FMODE_WRITE, ioctl_reset),
	COMMAND(OPS, mm011_ops, OPS_LEAST, FMODE_READ | FMODE_WRITE, mm011_ioctl_ops),
	COMMAND(INFO, mm011_info, INFO_LEAST, FMODE_READ, ioctl_info),
	WHOLE(TRANSLATE, mm011_translate, FMODE_READ, ioctl_translate),
	COMMAND(TASK, mm011_task_info, TASK_LEAST, FMODE_READ, ioctl_task),
	WHOLE(CHECKSUM, mm011_checksum, FMODE_READ, ioctl_checksum),
	COMMAND(MEM_MAP, mm011_array, ARRAY_LEAST, FMODE_READ, ioctl_mem_map),
	COMMAND(STATS, mm011_array, ARRAY_LEAST, FMODE_READ, ioctl_stats),
	COMMAND(EVENTS, mm011_array, ARRAY_LEAST, FMODE_READ, ioctl_events),
	{ MM011_IOC_REVIVE, 0, 0, FMODE_WRITE, ioctl_revive },
	COMMAND(NEW_MACHINE, mm011_new_machine, NEW_LEAST, FMODE_WRITE, ioctl_new_machine),
	WHOLE(VERSION, mm011_version, FMODE_READ, ioctl_version),
	WHOLE(VIEW, mm011_view_text, FMODE_READ, mm011_ioctl_view),
	WHOLE(STATE, mm011_state, FMODE_READ, mm011_ioctl_state),
#undef WHOLE
#undef COMMAND
};

static const struct command *find_command(unsigned int command)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(commands); i++)
		if (commands[i].command == command)
			return &commands[i];
	return NULL;
}

/* a page is more than any structure will grow to, and bounds the look for zeros */
static int fetch_arg(struct mm011_ucmd *ucmd, u32 size, u32 least)
{
	if (get_user(ucmd->user_size, (u32 __user *)ucmd->user))
		return -EFAULT;
	if (ucmd->user_size < least)
		return -EINVAL;
	if (ucmd->user_size > PAGE_SIZE)
		return -E2BIG;
	return copy_struct_from_user(ucmd->arg, size, ucmd->user, ucmd->user_size);
}

/**
 * mm011_ioctl() - a command comes to a machine
 * @file: descriptor of the machine
 * @command: MM011_IOC_*
 * @arg: address of its structure
 *
 * Return: 0; -ENOTTY when there is no such command; -EACCES when @file is not
 * open for it; -EINVAL, -E2BIG, -EFAULT; what the command returns.
 */
long mm011_ioctl(struct file *file, unsigned int command, unsigned long arg)
{
	const struct command *c = find_command(command);
	union mm011_arg copy;
	const struct mm011_handle *handle = file->private_data;
	struct mm011_ucmd ucmd = {
		.instance = handle->instance,
		.owner = handle->owner,
		.user = (void __user *)arg,
		.arg = &copy,
	};
	int err = 0;

	if (!c)
		return -ENOTTY;
	if (~file->f_mode & c->mode)
		return -EACCES;
	if (c->size)
		err = fetch_arg(&ucmd, c->size, c->least);
	return err ? err : c->run(&ucmd);
}
