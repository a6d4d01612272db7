// SPDX-License-Identifier: GPL-2.0
/*
 * What fork() asks of the memory manager, and what it undoes when there is
 * not enough: kernel/fork.c of Linux 0.11. "Fork is rather simple, once you
 * get the hang of it, but the memory management can be a bitch."
 */

#include "linux01x/differs.h"
#include "linux01x/linux01x.h"
#include "pc/mmu.h"

/**
 * mm011_verify_area() - make pages that the kernel will write to writable
 * @m: machine, its lock held
 * @addr: offset in the current task's data segment
 * @size: bytes; taken as signed, as in the original
 *
 * Linux 0.11: verify_area(), kernel/fork.c.
 *
 * Return: as mm011_write_verify(); -MM011_E_CUT.
 */
int mm011_verify_area(struct mm011_machine *m, u32 addr, u32 size)
{
	s32 left = size + (addr & 0xfff);
	u32 start = (addr & 0xfffff000) + mm011_current(m)->ldt.base;
	int err;

	for ( ; left > 0; left -= MM011_PAGE_SIZE, start += MM011_PAGE_SIZE) {
		err = mm011_spend(m, MM011_COST_OF_PAGE);
		if (!err)
			err = mm011_write_verify(m, start);
		if (err)
			return err;
	}
	return 0;
}

/* a fork that fails in this way leaves no child behind */
static bool is_undone(int err)
{
	return err == -ENOMEM || mm011_host_ended(err);
}

/**
 * mm011_copy_mem() - give a new task the current one's memory, copy-on-write
 * @m: machine, its lock held
 * @nr: number of the new task, its slot filled in already
 *
 * Linux 0.11: copy_mem(), kernel/fork.c.
 *
 * Return: 0; -ENOMEM or what mm011_host_ended() knows, what was copied freed again,
 * but entries of the current task left read-only; -ENOTRECOVERABLE, -EIO, -ELOOP.
 */
int mm011_copy_mem(struct mm011_machine *m, u32 nr)
{
	const struct mm011_task *current_task = mm011_current(m);
	struct mm011_task *p = &linux01x(m)->task[nr];
	u32 new_data_base = nr * MM011_TASK_SIZE;
	int err, freed;

	if (current_task->ldt.data_limit < current_task->ldt.code_limit)
		return mm011_panic(m, "Bad data_limit");
	p->start_code = new_data_base;
	p->ldt.base = new_data_base;
	mm011_structure_copy(m, nr);
	err = mm011_copy_page_tables(m, current_task->ldt.base, new_data_base,
				     current_task->ldt.data_limit);
	if (!is_undone(err))
		return err;
	if (mm011_tells_copy_mem(m))
		mm011_emit(m, MM011_EV_MESSAGE, MM011_MSG_COPY_MEM, 0, 0);
	freed = mm011_free_page_tables(m, new_data_base, current_task->ldt.data_limit);
	return freed ? freed : err;
}

static bool pid_in_use(const struct mm011_machine *m, u32 pid)
{
	const struct linux01x *k = linux01x(m);
	u32 i;

	for (i = 0; i < mm011_nr_slots_used(m); i++)
		if (k->task[i].pid == pid && k->task[i].state != MM011_TASK_FREE)
			return true;
	return false;
}

/**
 * mm011_find_empty_process() - the next process number, and a free task slot
 * @m: machine, its lock held
 *
 * last_pid goes on even when no slot is free. A slot in which somebody sleeps is
 * taken, though there is no task: the kernel stack is somebody's.
 *
 * Linux 0.11: find_empty_process(), kernel/fork.c. 0.12 also leaves out the
 * numbers of process groups, which machines do not have.
 *
 * Return: the number of the slot; -EAGAIN when all are taken.
 */
int mm011_find_empty_process(struct mm011_machine *m)
{
	struct linux01x *k = linux01x(m);
	u32 i;

	do {
		k->last_pid++;
		if ((s32)k->last_pid < 0)
			k->last_pid = 1;
	} while (pid_in_use(m, k->last_pid));
	for (i = 1; i < MM011_NR_TASKS; i++)
		if (k->task[i].state == MM011_TASK_FREE && !(m->asleep >> i & 1))
			return i;
	return -EAGAIN;
}

/*
 * Not enough memory: the page of its structure goes, and the slot, even if
 * another fork has taken that while this one slept.
 */
static int undo_child(struct mm011_machine *m, u32 nr, u32 page, int why)
{
	struct linux01x *k = linux01x(m);
	int err;

	memset(&k->task[nr], 0, sizeof(k->task[nr]));
	mm011_file_users_changed(m);
	err = mm011_free_page(m, page);
	if (err)
		return err;
	return why == -ENOMEM ? -EAGAIN : why;
}

/* copy_process(), as far as memory goes */
static int copy_process(struct mm011_machine *m, u32 nr)
{
	struct linux01x *k = linux01x(m);
	const struct mm011_task *father = mm011_current(m);
	struct mm011_task *p = &k->task[nr];
	u32 page;
	int err = mm011_get_free_page(m, &page);

	if (err)
		return err == -ENOMEM ? -EAGAIN : err;
	*p = *father;
	mm011_slot_used(m, nr);
	mm011_file_users_changed(m);
	p->page = page;
	p->pid = k->last_pid;
	p->father = father->pid;
	/* TASK_UNINTERRUPTIBLE: while its father sleeps in here, it does not run */
	m->unborn |= 1ull << nr;
	err = mm011_copy_mem(m, nr);
	m->unborn &= ~(1ull << nr);
	if (is_undone(err))
		return undo_child(m, nr, page, err);
	if (err)
		return err;
	/* the father's, as they are now: it may have slept in here */
	if (father->executable)
		k->inode[father->executable].i_count++;
	if (father->library)
		k->inode[father->library].i_count++;
	p->birth_seq = ++k->next_birth_seq;
	mm011_emit(m, MM011_EV_TASK, nr, MM011_TASK_FREE, MM011_TASK_RUNNING);
	return 0;
}

/**
 * mm011_fork() - the current task makes a child
 * @m: machine, its lock held
 * @nr: where the number of the child's slot goes
 *
 * First its page for the task structure, then page tables: one for each 4 MB
 * that the father has.
 *
 * Linux 0.11: sys_fork, kernel/system_call.s; copy_process(), kernel/fork.c.
 *
 * Return: the child's pid; -EAGAIN without a slot or without memory;
 * -ENOTRECOVERABLE, -EIO; no child made: -MM011_E_CUT and, 0.12, -MM011_E_SWAP.
 */
int mm011_fork(struct mm011_machine *m, u32 *nr)
{
	int slot = mm011_find_empty_process(m);
	int err;

	m->stat[MM011_STAT_FORK]++;
	if (slot < 0)
		return slot;
	err = copy_process(m, slot);
	if (err)
		return err;
	*nr = slot;
	return linux01x(m)->last_pid;
}
