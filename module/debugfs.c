// SPDX-License-Identifier: GPL-2.0
/*
 * /sys/kernel/debug/mm011/<machine>/: a machine's state for people to read.
 * A view, no contract: programs use the ioctls.
 */

#include <linux/debugfs.h>
#include <linux/seq_file.h>

#include "machine.h"
#include "show.h"

static struct dentry *root;

static int show(struct seq_file *s, void (*view)(struct seq_file *s, const struct mm011_machine *m))
{
	struct mm011_instance *instance = s->private;
	int err = mutex_lock_killable(&instance->lock);

	if (err)
		return err;
	view(s, &instance->m);
	mutex_unlock(&instance->lock);
	return 0;
}

#define MM011_VIEW(name)						\
	static int name##_show(struct seq_file *s, void *unused)	\
	{								\
		return show(s, mm011_show_##name);			\
	}								\
	DEFINE_SHOW_ATTRIBUTE(name)

MM011_VIEW(info);
MM011_VIEW(mem_map);
MM011_VIEW(page_directory);
MM011_VIEW(page_tables);
MM011_VIEW(tasks);
MM011_VIEW(malloc);
MM011_VIEW(swap);
MM011_VIEW(stats);

static const struct {
	const char *name;
	const struct file_operations *fops;
} views[] = {
	{ "info", &info_fops },
	{ "mem_map", &mem_map_fops },
	{ "page_directory", &page_directory_fops },
	{ "page_tables", &page_tables_fops },
	{ "tasks", &tasks_fops },
	{ "malloc", &malloc_fops },
	{ "swap", &swap_fops },
	{ "stats", &stats_fops },
};

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
	char name[12];
	size_t i;

	snprintf(name, sizeof(name), "%u", instance->id);
	instance->dir = debugfs_create_dir(name, root);
	for (i = 0; i < ARRAY_SIZE(views); i++)
		debugfs_create_file(views[i].name, 0400, instance->dir, instance, views[i].fops);
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
