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

static int device_info(struct target *t, struct mm011_info *info)
{
	memset(info, 0, sizeof(*info));
	info->size = sizeof(*info);
	return device_ioctl(t, MM011_IOC_INFO, info);
}

/* Fall back to read-only access. */
static int open_device(const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);

	return fd < 0 && errno == EACCES ? open(path, O_RDONLY | O_CLOEXEC) : fd;
}

static void unmap_device(struct target *t)
{
	if (t->memory)
		munmap((void *)t->memory, t->machine->memory_size);
	t->memory = NULL;
}

/* look at the memory of the machine behind the device, whose size may have changed */
static int map_device(struct target *t)
{
	struct mm011_info info;
	int err = device_info(t, &info);
	void *memory;

	unmap_device(t);
	if (err)
		return err;
	memory = mmap(NULL, info.memory_size, PROT_READ, MAP_SHARED, t->fd, 0);
	if (memory == MAP_FAILED)
		return -errno;
	t->memory = memory;
	t->machine->memory = memory;
	mm011_set_memory_size(t->machine, info.memory_size);
	return 0;
}

/**
 * target_open_device() - work on the machine behind a device
 * @t: filled in
 * @path: usually /dev/mm011
 *
 * Return: 0 or a negative errno.
 */
int target_open_device(struct target *t, const char *path)
{
	int err;

	*t = (struct target){ .fd = open_device(path) };
	if (t->fd < 0)
		return -errno;
	t->machine = calloc(1, mm011_machine_size());
	err = t->machine ? map_device(t) : -ENOMEM;
	if (err) {
		free(t->machine);
		close(t->fd);
	}
	return err;
}

/**
 * target_open_local() - work on a fresh machine in this process
 * @t: filled in
 */
int target_open_local(struct target *t)
{
	*t = (struct target){ .fd = -1, .machine = local_machine_new() };
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
	if (t->copy)
		local_machine_free(t->copy);
	unmap_device(t);
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
	if (t->fd >= 0) {
		err = device_ioctl(t, MM011_IOC_RESET, &r);
		return err ? err : map_device(t);
	}
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
		.size = sizeof(array), .count = count, .ops = (unsigned long)ops,
		.op_size = sizeof(*ops)
	};
	int err = 0;
	u32 i;

	if (t->fd >= 0)
		err = device_ioctl(t, MM011_IOC_OPS, &array);
	for (i = 0; i < count && t->fd < 0; i++)
		local_op(t->machine, &ops[i]);
	for (i = 0; i < count && !err; i++)
		if (ops[i].events) {
			t->first_event = ops[i].first_event;
			t->events = ops[i].events;
		}
	return err;
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
	    !t->machine->kernel->is_running(t->machine, walk->task))
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
	mm011_fill_checksum(t->machine, sum);
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

/* a picture that the module has drawn: of a kernel that this program need not know */
static int device_view(struct target *t, struct mm011_view_text *view, struct mm011_text *to)
{
	char *text = NULL, *more;
	int err;

	while (!(err = device_ioctl(t, MM011_IOC_VIEW, view)) && view->len > view->room) {
		more = realloc(text, view->len + 1);
		if (!more) {
			err = -ENOMEM;
			break;
		}
		text = more;
		view->room = view->len;
		view->data = (unsigned long)text;
	}
	if (!err && text) {
		text[view->len] = 0;
		mm011_text(to, "%s", text);
	}
	free(text);
	return err;
}

/**
 * target_view() - a picture of the machine
 * @t: target
 * @name: of the picture
 * @to: where its words go
 *
 * Return: 0; -ENOENT: its kernel has none of this name; a negative errno.
 */
int target_view(struct target *t, const char *name, struct mm011_text *to)
{
	struct mm011_view_text args = { .size = sizeof(args) };
	const struct mm011_view *view;

	if (strlen(name) >= sizeof(args.name))
		return -ENOENT;
	if (t->fd >= 0) {
		memcpy(args.name, name, strlen(name));
		return device_view(t, &args, to);
	}
	view = mm011_view(t->machine->kernel, name);
	if (view)
		view->show(t->machine, to);
	return view ? 0 : -ENOENT;
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
	const struct mm011_kernel *kernel;
	struct mm011_info info;

	if (t->fd >= 0 && !device_info(t, &info)) {
		/* one that only the module knows is taken for the first */
		kernel = mm011_kernel(info.kernel);
		t->machine->kernel = kernel ? kernel : mm011_kernel(0);
		t->machine->cpu.cr3 = info.page_directory;
		t->machine->cpu.wp = info.cpu & MM011_CPU_WP;
		t->machine->cpu.pse = info.cpu & MM011_CPU_PSE;
	}
	return t->machine;
}

/* all of the machine behind a device, at one moment; NULL: it does not answer */
static u8 *device_state(struct target *t, u32 *len)
{
	struct mm011_state state = { .size = sizeof(state), .flags = MM011_STATE_MEMORY };
	u8 *bytes = NULL, *more;

	while (!device_ioctl(t, MM011_IOC_STATE, &state)) {
		*len = state.len;
		if (state.len <= state.room)
			return bytes;
		more = realloc(bytes, state.len);
		if (!more)
			break;
		bytes = more;
		state.room = state.len;
		state.data = (unsigned long)bytes;
	}
	free(bytes);
	return NULL;
}

/* with what parameters a machine has become what it is, as far as sizes depend on them */
static struct mm011_reset reset_of(const struct mm011_info *info)
{
	struct mm011_reset r = {
		.kernel = info->kernel, .flags = info->flags, .ram_kb = info->ram_kb
	};

	if (!(info->flags & MM011_RESET_BARE))
		return r;
	r.ram_kb = info->memory_size / 1024;
	if (mm011_store_size(&r) != info->store_size)
		r.ram_kb = 0;	/* page frames without memory */
	return r;
}

/**
 * target_snapshot() - the machine's state, to be looked at
 * @t: target
 *
 * Return: a machine that is good until the next call; of a device, a copy of all of it
 * at one moment. NULL and errno when the device does not answer, or has a kernel that this
 * program does not know.
 */
struct mm011_machine *target_snapshot(struct target *t)
{
	struct mm011_info info;
	struct mm011_reset r;
	u32 len;
	u8 *bytes;
	int err;

	if (t->fd < 0)
		return t->machine;
	if (device_info(t, &info))
		return NULL;
	if (!mm011_kernel(info.kernel)) {
		errno = EOPNOTSUPP;	/* only the module knows it */
		return NULL;
	}
	if (!t->copy)
		t->copy = local_machine_new();
	r = reset_of(&info);
	bytes = t->copy && !local_reset(t->copy, &r) ? device_state(t, &len) : NULL;
	if (!bytes)
		return NULL;
	memset(t->copy->memory, 0, t->copy->memory_size);
	err = mm011_state_load(t->copy, bytes, len);
	free(bytes);
	errno = -err;
	return err ? NULL : t->copy;
}
