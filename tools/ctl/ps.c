// SPDX-License-Identifier: GPL-2.0
/*
 * The tasks in lines that fit on a screen. All fields are in debugfs's view, which the
 * verb tasks prints.
 */

#include <linux/kernel.h>

#include "ctl/ps.h"
#include "linux01x/linux01x.h"

#define COLUMNS_OF_PS	"nr  state    pid  father  page      end_code    end_data    brk         " \
			"stack       executable count\n"

/* the inode and how many hold it; a zombie has none, but an exit code */
static void print_file(struct seq_file *s, const struct linux01x *k, const struct mm011_task *task)
{
	const struct mm011_inode *inode = &k->inode[task->executable];

	if (task->state == MM011_TASK_ZOMBIE)
		seq_printf(s, "exit 0x%04x\n", task->exit_code);
	else if (task->executable)
		seq_printf(s, "%04x:%-5llu %5u\n", inode->dev, (unsigned long long)inode->number,
			   inode->i_count);
	else
		seq_puts(s, "-              -\n");
}

/**
 * ps() - the task slots that are taken
 * @s: where to
 * @m: machine
 */
void ps(struct seq_file *s, const struct mm011_machine *m)
{
	const struct linux01x *k = linux01x(m);
	const struct mm011_task *task;
	u32 nr;

	seq_puts(s, COLUMNS_OF_PS);
	for (nr = 0; nr < MM011_NR_TASKS; nr++) {
		task = &k->task[nr];
		if (task->state == MM011_TASK_FREE)
			continue;
		seq_printf(s, "%2u  %-7s  %3u  %6d  0x%06x  ", nr,
			   task->state == MM011_TASK_ZOMBIE ? "zombie" : "running", task->pid,
			   (s32)task->father, task->page);
		seq_printf(s, "0x%08x  0x%08x  0x%08x  0x%08x  ", task->end_code, task->end_data,
			   task->brk, task->start_stack);
		print_file(s, k, task);
	}
}
