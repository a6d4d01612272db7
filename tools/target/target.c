// SPDX-License-Identifier: GPL-2.0
/*
 * One face for a machine behind the device and a machine in this process.
 * Functions return 0 or a negative errno.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "target/local.h"
#include "target/target.h"

static int device_ioctl(const struct target *t, unsigned long command, void *argument)
{
	return ioctl(t->fd, command, argument) < 0 ? -errno : 0;
}

/* Fall back to read-only access. */
static int open_device(const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);

	return fd < 0 && errno == EACCES ? open(path, O_RDONLY | O_CLOEXEC) : fd;
}

/**
 * target_open_device() - work on the machine behind a device
 * @t: filled in
 * @path: usually /dev/mm011
 */
int target_open_device(struct target *t, const char *path)
{
	void *memory;
	int err;

	t->fd = open_device(path);
	if (t->fd < 0)
		return -errno;
	memory = mmap(NULL, MM011_MEMORY_SIZE, PROT_READ, MAP_SHARED, t->fd, 0);
	t->machine = calloc(1, mm011_machine_size());
	if (memory == MAP_FAILED || !t->machine) {
		err = t->machine ? -errno : -ENOMEM;
		free(t->machine);
		close(t->fd);
		return err;
	}
	t->memory = memory;
	return 0;
}

/**
 * target_open_local() - work on a fresh machine in this process
 * @t: filled in
 */
int target_open_local(struct target *t)
{
	t->fd = -1;
	t->machine = local_machine_new();
	if (!t->machine)
		return -ENOMEM;
	t->memory = t->machine->memory;
	return 0;
}

/**
 * target_close() - let go of the machine
 * @t: an open target
 */
void target_close(struct target *t)
{
	if (t->fd < 0) {
		local_machine_free(t->machine);
		return;
	}
	munmap((void *)t->memory, MM011_MEMORY_SIZE);
	close(t->fd);
	free(t->machine);
}

/**
 * target_reset() - switch the machine off and on
 * @t: target
 * @reset: parameters; size is filled in here
 */
int target_reset(struct target *t, const struct mm011_reset *reset)
{
	struct mm011_reset r = *reset;
	int err;

	r.size = sizeof(r);
	if (!r.kernel)
		r.kernel = t->kernel;
	if (t->fd >= 0)
		return device_ioctl(t, MM011_IOC_RESET, &r);
	err = mm011_check_reset(&r);
	if (!err)
		err = local_reset(t->machine, &r);
	t->memory = t->machine->memory;
	return err;
}

/**
 * target_ops() - do operations in order
 * @t: target
 * @ops: the operations; each gets its own result
 * @count: how many
 */
int target_ops(struct target *t, struct mm011_op *ops, u32 count)
{
	struct mm011_ops array = {
		.size = sizeof(array), .count = count, .ops = (unsigned long)ops
	};
	u32 i;

	if (t->fd >= 0)
		return device_ioctl(t, MM011_IOC_OPS, &array);
	for (i = 0; i < count; i++)
		local_op(t->machine, &ops[i]);
	return 0;
}

/**
 * target_translate() - what the MMU would do
 * @t: target
 * @walk: in: task, address, access; out: the rest
 */
int target_translate(struct target *t, struct mm011_translate *walk)
{
	walk->size = sizeof(*walk);
	if (t->fd >= 0)
		return device_ioctl(t, MM011_IOC_TRANSLATE, walk);
	if (walk->task >= MM011_NR_TASKS ||
	    linux01x(t->machine)->task[walk->task].state != MM011_TASK_RUNNING)
		return -ESRCH;
	mm011_probe(t->machine, walk);
	return 0;
}

/**
 * target_checksum() - sum up the state
 * @t: target
 * @sum: flags say what is wanted
 */
int target_checksum(struct target *t, struct mm011_checksum *sum)
{
	sum->size = sizeof(*sum);
	if (t->fd >= 0)
		return device_ioctl(t, MM011_IOC_CHECKSUM, sum);
	sum->crc = mm011_checksum_plain(t->machine);
	sum->crc_noad = mm011_checksum_noad_plain(t->machine);
	if (sum->flags & MM011_CHECKSUM_MACHINE)
		sum->machine = mm011_checksum_machine(t->machine);
	return 0;
}

/**
 * target_events() - the events from *first on
 * @t: target
 * @first: in: the first wanted; out: the first that is still kept
 * @to: where they go
 * @room: how many fit
 *
 * Return: how many there were.
 */
u32 target_events(struct target *t, u64 *first, struct mm011_event *to, u32 room)
{
	struct mm011_array array = {
		.size = sizeof(array), .count = room, .first = *first, .data = (unsigned long)to
	};

	if (t->fd < 0)
		return mm011_events(t->machine, first, to, room);
	if (device_ioctl(t, MM011_IOC_EVENTS, &array))
		return 0;
	*first = array.first;
	return array.count;
}

static int device_info(struct target *t, struct mm011_info *info)
{
	memset(info, 0, sizeof(*info));
	info->size = sizeof(*info);
	return device_ioctl(t, MM011_IOC_INFO, info);
}

/**
 * target_message() - what panic() said last
 * @t: target
 *
 * Return: the message, good until the next call.
 */
const char *target_message(struct target *t)
{
	static char message[sizeof(((struct mm011_info *)0)->message)];
	struct mm011_info info;

	if (t->fd < 0)
		return t->machine->message;
	if (device_info(t, &info))
		return "?";
	memcpy(message, info.message, sizeof(message) - 1);
	return message;
}

/**
 * target_swap() - where 0.12's swapping stands
 * @t: target
 * @swap: filled in but for the device
 */
int target_swap(struct target *t, struct mm011_swap *swap)
{
	struct mm011_info info;
	int err;

	memset(swap, 0, sizeof(*swap));
	if (t->fd < 0) {
		*swap = linux01x(t->machine)->swap;
		return 0;
	}
	err = device_info(t, &info);
	swap->bitmap = info.swap_bitmap;
	swap->device.blocks = info.swap_blocks;
	swap->dir_entry = info.swap_dir_entry;
	swap->page_entry = info.swap_page_entry;
	return err;
}

static void snapshot_info(struct mm011_machine *m, const struct mm011_info *info)
{
	struct linux01x *k = linux01x(m);

	m->kernel = mm011_kernel(info->kernel);
	k->ram_kb = info->ram_kb;
	k->ramdisk_kb = info->ramdisk_kb;
	k->buffer_end = info->buffer_end;
	k->main_memory_start = info->main_memory_start;
	k->high_memory = info->high_memory;
	k->last_pid = info->last_pid;
	m->stopped = info->stopped;
	m->stopped_at = info->stopped_at;
	k->free_bucket_desc = info->free_bucket_desc;
	m->event_seq = info->event_seq;
	k->swap.device.blocks = info->swap_blocks;
	k->swap.bitmap = info->swap_bitmap;
	k->swap.dir_entry = info->swap_dir_entry;
	k->swap.page_entry = info->swap_page_entry;
	memcpy(k->bucket_chain, info->bucket_chain, sizeof(k->bucket_chain));
	memcpy(k->pipe, info->pipe, sizeof(k->pipe));
	memcpy(m->message, info->message, sizeof(m->message));
}

/* one task, with its executable and its library in slots of their own */
static void snapshot_task(struct mm011_machine *m, const struct mm011_task_info *info)
{
	struct linux01x *k = linux01x(m);
	struct mm011_task *task = &k->task[info->nr];
	u32 slot = 2 * info->nr + 1;

	mm011_take_task(task, info);
	if (info->i_count) {
		task->executable = slot;
		k->inode[slot] = (struct mm011_inode){
			.number = info->inode, .dev = info->dev, .i_count = info->i_count
		};
	}
	if (info->library_i_count) {
		task->library = slot + 1;
		k->inode[slot + 1] = (struct mm011_inode){
			.number = info->library, .dev = info->library_dev,
			.i_count = info->library_i_count
		};
	}
}

static void snapshot_array(struct target *t, unsigned long command, void *to, u32 count)
{
	struct mm011_array array = {
		.size = sizeof(array), .count = count, .data = (unsigned long)to
	};

	device_ioctl(t, command, &array);
}

/**
 * target_memory() - the machine's memory and its kernel, to read entries
 * @t: target
 *
 * Return: a machine that is good until the next call; the rest of its state is not
 * filled in.
 */
const struct mm011_machine *target_memory(struct target *t)
{
	struct mm011_info info;

	if (t->fd >= 0 && !device_info(t, &info)) {
		t->machine->memory = (u8 *)t->memory;
		t->machine->kernel = mm011_kernel(info.kernel);
		mm011_set_memory_size(t->machine, MM011_MEMORY_SIZE);
	}
	return t->machine;
}

/**
 * target_snapshot() - the machine's state, to be looked at
 * @t: target
 *
 * Return: a machine that is good until the next call; its memory is the real
 * one. NULL when the device does not answer.
 */
const struct mm011_machine *target_snapshot(struct target *t)
{
	struct mm011_machine *m = t->machine;
	struct mm011_info info;
	u32 nr;

	if (t->fd < 0)
		return m;
	if (device_info(t, &info))
		return NULL;
	memset(m, 0, mm011_machine_size());
	m->memory = (u8 *)t->memory;
	mm011_set_memory_size(m, MM011_MEMORY_SIZE);
	m->host = &local_host;
	snapshot_info(m, &info);
	for (nr = 0; nr < MM011_NR_TASKS; nr++) {
		struct mm011_task_info task = { .size = sizeof(task), .nr = nr };

		if (!device_ioctl(t, MM011_IOC_TASK, &task))
			snapshot_task(m, &task);
	}
	snapshot_array(t, MM011_IOC_MEM_MAP, linux01x(m)->mem_map, MM011_PAGING_PAGES);
	snapshot_array(t, MM011_IOC_STATS, m->stat, MM011_STAT_MAX);
	return m;
}
