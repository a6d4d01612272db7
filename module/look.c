// SPDX-License-Identifier: GPL-2.0
/*
 * A machine as it is at one moment: as text, and as bytes.
 */

#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "machine.h"
#include "pc/state.h"

/**
 * struct look - what is copied to the caller when the lock is free again
 * @t: first, for text
 * @bytes: room bytes
 * @room: how many
 * @len: how many there were to be
 */
struct look {
	struct mm011_text t;
	u8 *bytes;
	u32 room;
	u32 len;
};

__printf(2, 0)
static void to_look(struct mm011_text *t, const char *format, va_list args)
{
	struct look *look = container_of(t, struct look, t);
	u32 at = min(look->len, look->room);

	look->len += vsnprintf(look->bytes + at, look->room - at, format, args);
}

/* Views end by themselves; none is longer than this. Long ones let others run. */
static bool look_full(const struct mm011_text *t)
{
	cond_resched();
	return fatal_signal_pending(current) ||
	       container_of(t, struct look, t)->len > MM011_MAX_VIEW;
}

/* vsnprintf() writes a 0 behind the last byte */
static int look_begin(struct look *look, u32 room)
{
	memset(look, 0, sizeof(*look));
	look->t.vprintf = to_look;
	look->t.full = look_full;
	look->room = room + 1;
	look->bytes = kvmalloc(look->room, MM011_GFP);
	return look->bytes ? 0 : -ENOMEM;
}

static int look_end(struct look *look, u64 data, u32 len)
{
	void __user *to = u64_to_user_ptr(data);
	int err = 0;

	if (data != (unsigned long)to || copy_to_user(to, look->bytes, len))
		err = -EFAULT;
	kvfree(look->bytes);
	return err;
}

/* a picture; without a name, which there are */
static int show(const struct mm011_machine *m, const char *name, struct mm011_text *t)
{
	const struct mm011_views *views = m->kernel->views;
	const struct mm011_view *view = mm011_view(m->kernel, name);
	u32 i;

	if (view)
		view->show(m, t);
	for (i = 0; !*name && i < views->count; i++)
		mm011_text(t, "%s: %s\n", views->view[i].name, views->view[i].what);
	return view || !*name ? 0 : -ENOENT;
}

/**
 * mm011_ioctl_view() - a picture as text
 * @ucmd: MM011_IOC_VIEW with its struct mm011_view_text
 *
 * Return: 0; -EINVAL; -ENOENT: this kernel has no such picture; -EFAULT, -ENOMEM, -EINTR.
 */
int mm011_ioctl_view(struct mm011_ucmd *ucmd)
{
	struct mm011_view_text *args = ucmd->arg;
	struct mm011_machine *m = &ucmd->instance->m;
	struct look look;
	int err;

	if (args->flags || !memchr(args->name, 0, sizeof(args->name)))
		return -EINVAL;
	err = look_begin(&look, min_t(u32, args->room, MM011_MAX_VIEW));
	if (err)
		return err;
	err = mutex_lock_killable(&ucmd->instance->lock);
	if (!err) {
		err = show(m, args->name, &look.t);
		mutex_unlock(&ucmd->instance->lock);
	}
	if (err) {
		kvfree(look.bytes);
		return err;
	}
	args->len = look.len;
	err = look_end(&look, args->data, min(look.len, look.room - 1));
	return err ? err : mm011_respond(ucmd, sizeof(*args));
}

/* the state, or, where @look has no room, how long it is */
static int save(struct mm011_ucmd *ucmd, struct look *look)
{
	struct mm011_state *args = ucmd->arg;
	int err = mutex_lock_killable(&ucmd->instance->lock);

	if (err)
		return err;
	args->len = mm011_state_save(&ucmd->instance->m, args->flags, look->bytes, look->room);
	mutex_unlock(&ucmd->instance->lock);
	return fatal_signal_pending(current) ? -EINTR : 0;
}

/**
 * mm011_ioctl_state() - all of a machine as bytes
 * @ucmd: MM011_IOC_STATE with its struct mm011_state
 *
 * The first look says how much room is needed, and each next one whether that has grown
 * meanwhile.
 *
 * Return: 0; -EINVAL, -EFAULT, -ENOMEM, -EINTR.
 */
int mm011_ioctl_state(struct mm011_ucmd *ucmd)
{
	struct mm011_state *args = ucmd->arg;
	struct look look = { };
	int err;

	if (args->flags & ~MM011_STATE_MEMORY)
		return -EINVAL;
	err = save(ucmd, &look);
	while (!err && args->len >= look.room && args->len <= args->room) {
		kvfree(look.bytes);
		err = look_begin(&look, args->len);
		if (!err)
			err = save(ucmd, &look);
	}
	if (!err && args->len < look.room)
		err = look_end(&look, args->data, args->len);
	else
		kvfree(look.bytes);
	return err ? err : mm011_respond(ucmd, sizeof(*args));
}
