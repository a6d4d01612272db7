// SPDX-License-Identifier: GPL-2.0
/*
 * /sys/kernel/debug/mm011/<machine>/: a machine's state for people to read.
 * A view, no contract: programs use the ioctls.
 */

#include <linux/debugfs.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/seq_file.h>

#include "machine.h"

static struct dentry *root;

/**
 * struct seq_text - words that go to a file of debugfs
 * @t: first
 * @s: the file
 */
struct seq_text {
	struct mm011_text t;
	struct seq_file *s;
};

__printf(2, 0)
static void to_seq_file(struct mm011_text *t, const char *format, va_list args)
{
	seq_vprintf(container_of(t, struct seq_text, t)->s, format, args);
}

/* What no longer fits need not be printed: all is asked for again, with more room. */
static bool seq_file_full(const struct mm011_text *t)
{
	cond_resched();
	return fatal_signal_pending(current) ||
	       seq_has_overflowed(container_of(t, struct seq_text, t)->s);
}

/* The name of the file is that of the view; a reset may have brought another kernel. */
static int view_show(struct seq_file *s, void *unused)
{
	struct seq_text text = {
		.t = { .vprintf = to_seq_file, .full = seq_file_full },
		.s = s
	};
	struct mm011_instance *instance = s->private;
	const struct mm011_view *view;
	int err = mutex_lock_killable(&instance->lock);

	if (err)
		return err;
	view = mm011_view(instance->m.kernel, s->file->f_path.dentry->d_name.name);
	if (view)
		view->show(&instance->m, &text.t);
	else
		seq_printf(s, "%s has nothing of this name\n", instance->m.kernel->name);
	mutex_unlock(&instance->lock);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(view);

/**
 * mm011_debugfs_init() - make the directory of all machines
 *
 * Without debugfs everything else works: no error is looked at here.
 */
void mm011_debugfs_init(void)
{
	root = debugfs_create_dir("mm011", NULL);
}

/**
 * mm011_debugfs_exit() - remove the directory of all machines
 */
void mm011_debugfs_exit(void)
{
	debugfs_remove(root);
}

/**
 * mm011_debugfs_add() - show a machine
 * @instance: machine
 */
void mm011_debugfs_add(struct mm011_instance *instance)
{
	const struct mm011_view *view;
	char name[12];
	u32 nr = 0;

	snprintf(name, sizeof(name), "%u", instance->id);
	instance->dir = debugfs_create_dir(name, root);
	while ((view = mm011_next_view(&nr)))
		debugfs_create_file(view->name, 0400, instance->dir, instance, &view_fops);
}

/**
 * mm011_debugfs_remove() - show a machine no more
 * @instance: machine, its lock not held: readers are waited for
 *
 * A file that is still open answers EIO from now on.
 */
void mm011_debugfs_remove(struct mm011_instance *instance)
{
	debugfs_remove(instance->dir);
}
