// SPDX-License-Identifier: GPL-2.0
/*
 * What is given back when a task ends, and when its father has asked for it:
 * kernel/exit.c of Linux 0.11. A zombie has no memory any more but the page
 * of its task structure.
 */

#include "linux01x/differs.h"
#include "linux01x/linux01x.h"
#include "pc/mmu.h"

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
	struct linux01x *k = linux01x(m);
	u32 page = k->task[nr].page;

	mm011_emit(m, MM011_EV_TASK, nr, k->task[nr].state, MM011_TASK_FREE);
	memset(&k->task[nr], 0, sizeof(k->task[nr]));
	mm011_file_users_changed(m);
	return mm011_free_page(m, page);
}

/* send SIGCHLD; without a father the task releases itself */
static int tell_father(struct mm011_machine *m, u32 pid)
{
	struct linux01x *k = linux01x(m);
	u32 i;

	if (pid)
		for (i = 0; i < mm011_nr_slots_used(m); i++)
			if (k->task[i].pid == pid && k->task[i].state != MM011_TASK_FREE)
				return 0;
	mm011_emit(m, MM011_EV_MESSAGE, MM011_MSG_NO_FATHER, 0, 0);
	return mm011_release(m, m->running);
}

/* a slot, of 0.11 the first one; MM011_NR_TASKS when there is none */
static u32 eldest_child(const struct mm011_machine *m, u32 father)
{
	const struct mm011_task *task = linux01x(m)->task;
	u32 eldest = MM011_NR_TASKS;
	u32 i;

	for (i = 0; i < mm011_nr_slots_used(m); i++) {
		if (task[i].father != father || task[i].state == MM011_TASK_FREE)
			continue;
		if (eldest == MM011_NR_TASKS ||
		    (mm011_has_family(m) && task[i].birth_seq < task[eldest].birth_seq))
			eldest = i;
	}
	return eldest;
}

/* task 1 is their father now; in 0.12 they go before the children that it has */
static void give_children_to_init(struct mm011_machine *m)
{
	struct linux01x *k = linux01x(m);
	u32 pid = mm011_current(m)->pid;
	u32 nr;

	while (pid != 1) {
		nr = eldest_child(m, pid);
		if (nr == MM011_NR_TASKS)
			break;
		k->task[nr].father = 1;
		mm011_structure_numbers(m, nr);
		k->task[nr].birth_seq = ++k->next_birth_seq;
	}
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
 * Return: 0; -ENOTRECOVERABLE, -EIO, -MM011_E_CUT.
 */
int mm011_do_exit(struct mm011_machine *m, s32 code)
{
	struct mm011_task *task = mm011_current(m);
	int err;

	m->stat[MM011_STAT_EXIT]++;
	err = mm011_free_page_tables(m, task->ldt.base, task->ldt.code_limit);
	if (err)
		return err;
	err = mm011_free_page_tables(m, task->ldt.base, task->ldt.data_limit);
	if (err)
		return err;
	give_children_to_init(m);
	err = mm011_iput(m, &task->executable);
	if (!err)
		err = mm011_iput(m, &task->library);
	if (err)
		return err;
	task->state = MM011_TASK_ZOMBIE;
	task->exit_code = code;
	mm011_structure_exit(m, m->running);
	mm011_emit(m, MM011_EV_TASK, m->running, MM011_TASK_RUNNING, MM011_TASK_ZOMBIE);
	return mm011_has_family(m) ? 0 : tell_father(m, task->father);
}

/*
 * The child to be reaped: the one in the last slot, in 0.12 the youngest. 0:
 * none; *any: there are some.
 */
static u32 find_zombie(const struct mm011_machine *m, s32 pid, bool *any)
{
	const struct linux01x *k = linux01x(m);
	u32 father = k->task[m->running].pid;
	u32 nr, found = 0;

	*any = false;
	for (nr = mm011_nr_slots_used(m) - 1; nr > 0; nr--) {
		if (k->task[nr].father != father || (pid > 0 && k->task[nr].pid != (u32)pid))
			continue;
		if (k->task[nr].state == MM011_TASK_FREE)
			continue;
		/* 0.12: task 1 is its own child when task 0 has ended */
		if (nr == m->running && !mm011_has_family(m))
			continue;
		*any = true;
		if (k->task[nr].state != MM011_TASK_ZOMBIE)
			continue;
		if (!found || (mm011_has_family(m) &&
			       k->task[nr].birth_seq > k->task[found].birth_seq))
			found = nr;
	}
	return found;
}

static int put_status(struct mm011_machine *m, s32 exit_code, const u32 *status)
{
	__le32 code = cpu_to_le32((u32)exit_code);

	if (!status)
		return 0;
	return mm011_access(m, *status, &code, sizeof(code), MM011_ACCESS_WRITE);
}

/* 0.12 writes the status while the zombie is still there */
static int reap(struct mm011_machine *m, u32 nr, const u32 *status)
{
	s32 code = linux01x(m)->task[nr].exit_code;
	int err = 0;

	if (mm011_has_family(m))
		err = put_status(m, code, status);
	if (!err)
		err = mm011_release(m, nr);
	if (!err && !mm011_has_family(m))
		err = put_status(m, code, status);
	return err;
}

/**
 * mm011_waitpid() - the current task asks for a child that has ended
 * @m: machine, its lock held
 * @pid: of the child; -1: any
 * @status: offset in its data segment where the exit code goes; NULL: nowhere,
 *	which 0.11 does not know (it writes to address 0)
 * @child: where the pid of the child goes, which a dump may have made any number;
 *	0 when none has ended yet
 *
 * As with WNOHANG: 0.11 would sleep where this returns 0.
 *
 * Linux 0.11: sys_waitpid(), kernel/exit.c.
 *
 * Return: 0; -ECHILD when there is no child; -MM011_E_OOM, -ENOTRECOVERABLE, -EIO, -EFAULT.
 */
int mm011_waitpid(struct mm011_machine *m, s32 pid, const u32 *status, u32 *child)
{
	bool any;
	u32 nr;
	int err;

	*child = 0;
	if (status) {
		err = mm011_verify_area(m, *status, sizeof(__le32));
		if (err)
			return err;
	}
	nr = find_zombie(m, pid, &any);
	if (!nr)
		return any ? 0 : -ECHILD;
	*child = linux01x(m)->task[nr].pid;
	return reap(m, nr, status);
}
