// SPDX-License-Identifier: GPL-2.0
/*
 * What is given back when a task ends, and when its father has asked for it:
 * kernel/exit.c of Linux 0.11. A zombie has no memory any more but the page
 * of its task structure.
 */

#include "state.h"

/**
 * mm011_release() - forget a task and free the page of its structure
 * @m: machine, its lock held
 * @nr: number of the task, not 0
 *
 * Linux 0.11: release(), kernel/exit.c.
 *
 * Return: 0; -ENOTRECOVERABLE.
 */
int mm011_release(struct mm011_machine *m, u32 nr)
{
	u32 page = m->task[nr].page;

	mm011_tell(m, MM011_EV_TASK, nr, m->task[nr].state, MM011_TASK_FREE);
	memset(&m->task[nr], 0, sizeof(m->task[nr]));
	return mm011_free_page(m, page);
}

/* send SIGCHLD; without a father the task releases itself */
static int tell_father(struct mm011_machine *m, u32 pid)
{
	u32 i;

	if (pid)
		for (i = 0; i < MM011_NR_TASKS; i++)
			if (m->task[i].state != MM011_TASK_FREE && m->task[i].pid == pid)
				return 0;
	mm011_tell(m, MM011_EV_MESSAGE, MM011_MSG_NO_FATHER, 0, 0);
	return mm011_release(m, m->running);
}

/**
 * mm011_do_exit() - the current task ends
 * @m: machine, its lock held
 * @code: exit code as wait() will see it
 *
 * The code segment is freed first, then the data segment, which holds it: the
 * second call finds the first one's page tables gone already. Task 0 panics.
 *
 * Linux 0.11: do_exit(), kernel/exit.c.
 *
 * Return: 0; -ENOTRECOVERABLE, -EIO.
 */
int mm011_do_exit(struct mm011_machine *m, s32 code)
{
	struct mm011_task *task = mm011_current(m);
	u32 i;
	int err;

	m->stat[MM011_STAT_EXIT]++;
	err = mm011_free_page_tables(m, task->base, task->code_limit);
	if (err)
		return err;
	err = mm011_free_page_tables(m, task->base, task->data_limit);
	if (err)
		return err;
	for (i = 0; i < MM011_NR_TASKS; i++)
		if (m->task[i].state != MM011_TASK_FREE && m->task[i].father == task->pid)
			m->task[i].father = 1;
	mm011_iput(m, &task->executable);
	task->state = MM011_TASK_ZOMBIE;
	task->exit_code = code;
	mm011_tell(m, MM011_EV_TASK, m->running, MM011_TASK_RUNNING, MM011_TASK_ZOMBIE);
	return tell_father(m, task->father);
}

/* the child to be reaped, the last slot first; 0: none; *any: there are some */
static u32 find_zombie(const struct mm011_machine *m, s32 pid, bool *any)
{
	u32 father = m->task[m->running].pid;
	u32 nr;

	*any = false;
	for (nr = MM011_NR_TASKS - 1; nr > 0; nr--) {
		if (m->task[nr].state == MM011_TASK_FREE || nr == m->running)
			continue;
		if (m->task[nr].father != father || (pid > 0 && m->task[nr].pid != (u32)pid))
			continue;
		if (m->task[nr].state == MM011_TASK_ZOMBIE)
			return nr;
		*any = true;
	}
	return 0;
}

/**
 * mm011_waitpid() - the current task asks for a child that has ended
 * @m: machine, its lock held
 * @pid: of the child; -1: any
 * @status: offset in its data segment where the exit code goes; NULL: nowhere,
 *	which 0.11 does not know (it writes to address 0)
 *
 * As with WNOHANG: 0.11 would sleep where this returns 0.
 *
 * Linux 0.11: sys_waitpid(), kernel/exit.c.
 *
 * Return: pid of the child, 0 when none has ended yet, -ECHILD when there is
 * none; -MM011_E_OOM, -ENOTRECOVERABLE, -EIO, -EFAULT.
 */
int mm011_waitpid(struct mm011_machine *m, s32 pid, const u32 *status)
{
	__le32 code;
	bool any;
	u32 nr;
	int err;

	if (status) {
		err = mm011_verify_area(m, *status, sizeof(code));
		if (err)
			return err;
	}
	nr = find_zombie(m, pid, &any);
	if (!nr)
		return any ? 0 : -ECHILD;
	pid = m->task[nr].pid;
	code = cpu_to_le32((u32)m->task[nr].exit_code);
	err = mm011_release(m, nr);
	if (!err && status)
		err = mm011_access(m, *status, &code, sizeof(code), MM011_ACCESS_WRITE);
	return err ? err : pid;
}
