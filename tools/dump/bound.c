// SPDX-License-Identifier: GPL-2.0
/*
 * Programs and libraries of a dump that are files of the host: pages of them that are not
 * in memory yet can be loaded. The dump knows but device and number of their inodes.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <linux/kernel.h>

#include "ctl/aout.h"
#include "ctl/files.h"
#include "dump/dump.h"

static int failed(const char *what, const char *why)
{
	fprintf(stderr, "mm011ctl: --bind %s: %s\n", what, why);
	return -EINVAL;
}

/* "DEVICE:INODE=FILE", as ps shows them, hex and decimal; where FILE begins, NULL: it is not */
static const char *parse(const char *words, u32 *inode, u32 *dev)
{
	int end = 0;

	if (sscanf(words, "%4x:%5u=%n", dev, inode, &end) != 2 || !end || !words[end])
		return NULL;
	return words + end;
}

static bool is_library(const struct dump *d, u32 inode, u32 dev)
{
	const struct mm011_task_info *task;

	for (task = d->task; task < d->task + MM011_NR_TASKS; task++)
		if (task->library && task->library == inode && task->library_dev == dev)
			return true;
	return false;
}

/* a task that runs it, NULL: there is none */
static const struct mm011_task_info *runs(const struct dump *d, u32 inode, u32 dev)
{
	const struct mm011_task_info *task;

	for (task = d->task; task < d->task + MM011_NR_TASKS; task++)
		if (task->inode && task->inode == inode && task->dev == dev)
			return task;
	return NULL;
}

/* exec took the sizes from the header of the file; NULL, or why it is another one */
static const char *check_program(const struct mm011_task_info *task, int fd, char *why)
{
	__le32 header[3];	/* magic number, text, data */

	if (!aout_check(fd, why, FILES_WHY))
		return why;
	if (pread(fd, header, sizeof(header), 0) != sizeof(header))
		return "it cannot be read";
	if (le32_to_cpu(header[1]) == task->end_code &&
	    le32_to_cpu(header[1]) + le32_to_cpu(header[2]) == task->end_data)
		return NULL;
	snprintf(why, FILES_WHY, "text, data are 0x%x, 0x%x bytes, those of task %u 0x%x, 0x%x",
		 le32_to_cpu(header[1]), le32_to_cpu(header[2]), task->nr, task->end_code,
		 task->end_data - task->end_code);
	return why;
}

static int open_bound(struct dump *d, const char *words, struct mm011_op *op)
{
	u32 inode = 0, dev = 0;
	const char *path = parse(words, &inode, &dev);
	const struct mm011_task_info *task = runs(d, inode, dev);
	const char *problem = NULL;
	char why[FILES_WHY];
	int fd;

	if (!path)
		return failed(words, "this is not DEVICE:INODE=FILE, as in 0301:77=sh");
	if (!task && !is_library(d, inode, dev))
		return failed(words, "no task of the dump runs that, or has it as its library");
	fd = files_regular(path, O_RDONLY, why);
	if (fd < 0)
		return failed(words, why);
	*op = (struct mm011_op){ .code = MM011_OP_BIND_FILE, .arg = { fd, inode, dev } };
	if (task)
		problem = check_program(task, fd, why);
	return problem ? failed(words, problem) : 0;
}

/**
 * dump_open_bound() - open the files that programs of a dump are
 * @d: a dump, its tasks read; dump_close_bound() must follow
 *
 * Return: 0; -EINVAL and it is told what cannot be bound to what.
 */
int dump_open_bound(struct dump *d)
{
	int err = 0;
	u32 i;

	for (i = 0; i < d->f->binds && !err; i++)
		err = open_bound(d, d->f->bind[i], &d->bound[i]);
	return err;
}

/**
 * dump_put_bound() - let programs be files
 * @t: a machine that has the dump's tasks
 * @d: the dump
 *
 * Return: 0 or a negative errno.
 */
int dump_put_bound(struct target *t, const struct dump *d)
{
	struct mm011_op op;
	int err = 0;
	u32 i;

	for (i = 0; i < d->f->binds && !err; i++) {
		op = d->bound[i];
		err = target_ops(t, &op, 1);
		if (!err)
			err = op.error;
	}
	return err;
}

/**
 * dump_close_bound() - close the files that dump_open_bound() opened
 * @d: the dump
 */
void dump_close_bound(const struct dump *d)
{
	u32 i;

	for (i = 0; i < d->f->binds; i++)
		if (d->bound[i].code)
			close(d->bound[i].arg[0]);
}
