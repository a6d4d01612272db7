// SPDX-License-Identifier: GPL-2.0
/*
 * For the reference: what processes ask the memory manager for. The files they
 * hold; fork, exit and wait; tasks by hand.
 */

#include <errno.h>

#include "fuzz/madeup.h"
#include "ref/refstate.h"

/**
 * brk() - the end of the heap
 * @r: the reference
 * @end: wanted
 *
 * Return: what it is now.
 */
u32 brk(struct reference *r, u32 end)
{
	struct mm011_task *task = current_task(r);

	if (end >= task->end_code && end < task->start_stack - 16384) {
		task->brk = end;
		struct_numbers(r, r->now->current);
	}
	return task->brk;
}

static bool has_holder(const struct reference *r, u32 number)
{
	u32 nr;

	for (nr = 0; nr < 64; nr++)
		if (r->task[nr].executable == number || r->task[nr].library == number)
			return true;
	return false;
}

/* a task has it no more; when nobody has, that is the end of it */
static void drop_inode(struct reference *r, u32 *inode)
{
	u32 number = *inode;

	*inode = 0;
	if (number && !has_holder(r, number)) {
		r->i_count[number] = 0;
		r->bound[number] = 0;
	} else if (number && r->i_count[number]) {
		r->i_count[number]--;
	}
}

/**
 * put_inode() - iput()
 * @r: the reference
 * @inode: number, 0: none; set to 0
 */
void put_inode(struct reference *r, u32 *inode)
{
	if (*inode && !r->i_count[*inode])
		panic(r, "iput: trying to free free inode");
	drop_inode(r, inode);
}

/**
 * hold_inode() - a task has another executable or library
 * @r: the reference
 * @inode: where it stands
 * @number: the new one, 0: none
 *
 * One more holds the new one before the old one goes: it may be the same.
 */
void hold_inode(struct reference *r, u32 *inode, u32 number)
{
	u32 old = *inode;

	if (number)
		r->i_count[number]++;
	*inode = number;
	drop_inode(r, &old);
}

/* 0.12: p_cptr of the father, and p_osptr of the children before */
static void add_child(struct reference *r, u32 father, u32 child)
{
	u32 *list = r->children[father];

	memmove(list + 1, list, r->nr_children[father]++ * sizeof(*list));
	list[0] = child;
}

static void remove_child(struct reference *r, u32 child)
{
	u32 nr, i, *list;

	for (nr = 0; nr < 64; nr++) {
		list = r->children[nr];
		for (i = 0; i < r->nr_children[nr]; i++) {
			if (list[i] != child)
				continue;
			memmove(list + i, list + i + 1,
				(--r->nr_children[nr] - i) * sizeof(*list));
			return;
		}
	}
}

/* the slot of a task, 64: there is none */
static u32 slot_of(const struct reference *r, u32 pid)
{
	u32 nr;

	for (nr = 0; nr < 64; nr++)
		if (r->task[nr].state && r->task[nr].pid == pid)
			break;
	return nr;
}

static u32 find_empty_process(struct reference *r)
{
	u32 nr;

	do {
		r->last_pid++;
		if ((s32)r->last_pid < 0)
			r->last_pid = 1;
	} while (slot_of(r, r->last_pid) < 64);
	/* who sleeps has his slot */
	for (nr = 1; nr < 64 && (r->task[nr].state || r->sleeper[nr]); nr++)
		;
	return nr;
}

/**
 * fork_task() - fork()
 * @r: the reference
 * @out: the child's slot
 *
 * Return: its pid, or a negative errno.
 */
int fork_task(struct reference *r, u32 out[2])
{
	struct mm011_task *father = current_task(r);
	u32 nr = find_empty_process(r);
	u32 page;
	int failed;

	if (nr == 64)
		return -EAGAIN;
	page = get_free_page(r);
	if (page == 0)
		return -EAGAIN;
	r->task[nr] = *father;
	r->task[nr].page = page;
	r->task[nr].pid = r->last_pid;
	r->task[nr].father = father->pid;
	if (father->ldt.data_limit < father->ldt.code_limit)
		panic(r, "Bad data_limit");
	r->task[nr].start_code = nr * 0x4000000;
	r->task[nr].ldt.base = nr * 0x4000000;
	struct_copy(r, nr);
	hold(r, page);
	r->now->child = nr;
	failed = copy_page_tables(r, father->ldt.base, nr * 0x4000000, father->ldt.data_limit);
	r->now->child = 0;
	let_go(r);
	if (failed) {
		if (!is_0_12(r))
			say(r, MM011_MSG_COPY_MEM, 0, 0);
		free_page_tables(r, nr * 0x4000000, father->ldt.data_limit);
		memset(&r->task[nr], 0, sizeof(r->task[nr]));
		free_page(r, page);
		return -EAGAIN;
	}
	if (father->executable)
		r->i_count[father->executable]++;
	if (father->library)
		r->i_count[father->library]++;
	add_child(r, r->now->current, nr);
	out[0] = nr;
	return r->last_pid;
}

static void release(struct reference *r, u32 nr)
{
	u32 page = r->task[nr].page;

	remove_child(r, nr);
	r->nr_children[nr] = 0;
	memset(&r->task[nr], 0, sizeof(r->task[nr]));
	free_page(r, page);
}

/* its children are task 1's now; in 0.12 before those that it has */
static void adopt_children(struct reference *r)
{
	u32 nr = r->now->current;
	u32 one = slot_of(r, 1);
	u32 child;

	if (r->task[nr].pid == 1)
		return;
	for (child = 0; child < 64 && !is_0_12(r); child++) {
		if (!r->task[child].state || r->task[child].father != r->task[nr].pid)
			continue;
		r->task[child].father = 1;
		struct_numbers(r, child);
	}
	while (is_0_12(r) && r->nr_children[nr]) {
		child = r->children[nr][--r->nr_children[nr]];
		r->task[child].father = 1;
		struct_numbers(r, child);
		if (one < 64)
			add_child(r, one, child);
	}
}

/**
 * exit_task() - do_exit()
 * @r: the reference
 * @code: exit code
 */
void exit_task(struct reference *r, s32 code)
{
	struct mm011_task *task = current_task(r);

	free_page_tables(r, task->ldt.base, task->ldt.code_limit);
	free_page_tables(r, task->ldt.base, task->ldt.data_limit);
	adopt_children(r);
	put_inode(r, &task->executable);
	put_inode(r, &task->library);
	task->state = MM011_TASK_ZOMBIE;
	task->exit_code = code;
	struct_word(r, r->now->current, 0, 3);
	struct_word(r, r->now->current, 532, code);
	if (is_0_12(r))
		return;
	if (task->father && slot_of(r, task->father) < 64)
		return;
	say(r, MM011_MSG_NO_FATHER, 0, 0);
	release(r, r->now->current);
}

/* 0.11: from the last slot down; 0.12: from the youngest child on */
static u32 nth_child(const struct reference *r, u32 father, u32 n)
{
	u32 nr;

	if (is_0_12(r))
		return n < r->nr_children[father] ? r->children[father][n] : 0;
	for (nr = 63; nr > 0; nr--)
		if (r->task[nr].state && nr != father && r->task[nr].father == r->task[father].pid)
			if (n-- == 0)
				break;
	return nr;
}

/* the status is written as the kernel does it: put_fs_long() */
static void put_status(struct reference *r, s32 code, const u32 *status)
{
	if (status)
		move_bytes(r, *status, (u8 *)&code, 4, MM011_ACCESS_WRITE);
}

static void reap(struct reference *r, u32 nr, const u32 *status)
{
	s32 code = r->task[nr].exit_code;

	if (is_0_12(r))
		put_status(r, code, status);
	release(r, nr);
	if (!is_0_12(r))
		put_status(r, code, status);
}

/**
 * wait_task() - waitpid()
 * @r: the reference
 * @wanted: pid of the child, -1: any
 * @status: where its exit code goes, NULL: nowhere
 * @child: where the pid of the zombie goes, 0: there is none
 *
 * Return: 0 or -ECHILD.
 */
int wait_task(struct reference *r, s32 wanted, const u32 *status, u32 *child)
{
	u32 n, nr, pid, alive = 0;

	*child = 0;
	if (status)
		verify_area(r, *status, 4);
	for (n = 0; (nr = nth_child(r, r->now->current, n)) != 0; n++) {
		pid = r->task[nr].pid;
		if (wanted > 0 && pid != (u32)wanted)
			continue;
		alive++;
		if (r->task[nr].state != MM011_TASK_ZOMBIE)
			continue;
		reap(r, nr, status);
		*child = pid;
		return 0;
	}
	return alive ? 0 : -ECHILD;
}

/**
 * set_task() - a task as a recorded run tells of it
 * @r: the reference
 * @op: MM011_OP_SET_TASK
 */
void set_task(struct reference *r, const struct mm011_op *op)
{
	struct mm011_task *task = &r->task[op->task];
	u32 father = slot_of(r, op->arg[7]);

	hold_inode(r, &task->executable, op->arg[4]);
	if (!task->state && father < 64)
		add_child(r, father, op->task);
	task->state = MM011_TASK_RUNNING;
	task->start_code = op->arg[0];
	task->ldt.base = op->arg[0];
	task->end_code = op->arg[1];
	task->end_data = op->arg[2];
	task->brk = op->arg[3];
	task->start_stack = op->arg[5];
	task->pid = op->arg[6];
	task->father = op->arg[7];
	task->ldt.code_limit = op->arg[1] ? (op->arg[1] + 4095) / 4096 * 4096 : 0xa0000;
	task->ldt.data_limit = op->task ? 0x4000000 : 0xa0000;
	struct_numbers(r, op->task);
	struct_ldt(r, op->task);
}

/**
 * load_task() - a task as a dump tells of it
 * @r: the reference
 * @nr: its slot
 * @info: the rest
 */
void load_task(struct reference *r, u32 nr, const struct mm011_task_info *info)
{
	struct mm011_task *task = &r->task[nr];
	u32 father = slot_of(r, info->father);

	hold_inode(r, &task->executable, info->inode);
	hold_inode(r, &task->library, info->library);
	if (info->inode && info->i_count)
		r->i_count[info->inode] = info->i_count;
	if (info->library && info->library_i_count)
		r->i_count[info->library] = info->library_i_count;
	if (!task->state && father < 64)
		add_child(r, father, nr);
	if ((s32)info->pid > (s32)r->last_pid)
		r->last_pid = info->pid;
	task->state = info->state;
	task->page = info->page;
	task->pid = info->pid;
	task->father = info->father;
	task->exit_code = info->exit_code;
	task->start_code = info->start_code;
	task->end_code = info->end_code;
	task->end_data = info->end_data;
	task->brk = info->brk;
	task->start_stack = info->start_stack;
	task->ldt.base = info->base;
	task->ldt.code_limit = info->code_limit;
	task->ldt.data_limit = info->data_limit;
}

/**
 * task_gone() - and one that has ended
 * @r: the reference
 * @nr: its slot
 */
void task_gone(struct reference *r, u32 nr)
{
	drop_inode(r, &r->task[nr].executable);
	drop_inode(r, &r->task[nr].library);
	remove_child(r, nr);
	r->nr_children[nr] = 0;
	memset(&r->task[nr], 0, sizeof(r->task[nr]));
}

/**
 * set_library() - 0.12: the library that a task holds
 * @r: the reference
 * @nr: its slot
 * @inode: number, 0: none
 */
void set_library(struct reference *r, u32 nr, u32 inode)
{
	hold_inode(r, &r->task[nr].library, inode);
}

/**
 * bind_file() - an inode is one of the host's files from now on
 * @r: the reference
 * @op: descriptor, number and device
 *
 * Return: 0; -ENXIO when nobody has that inode, -EBADF.
 */
int bind_file(struct reference *r, const struct mm011_op *op)
{
	const struct madeup_file *file = madeup_file(op->arg[0]);
	u32 number = op->arg[1];

	if (!number || op->arg[2] || !has_holder(r, number))
		return -ENXIO;
	if (!file)
		return -EBADF;
	r->bound[number] = file->number;
	return 0;
}

/**
 * uselib() - 0.12: the current task uses another library
 * @r: the reference
 * @inode: number, 0: none
 *
 * Return: 0 or -EINVAL.
 */
int uselib(struct reference *r, u32 inode)
{
	struct mm011_task *task = current_task(r);
	u32 old;

	if (task->ldt.data_limit != 0x4000000)
		return -EINVAL;
	if (inode)
		r->i_count[inode]++;
	if (task->library && !r->i_count[task->library]) {
		drop_inode(r, &inode);
		panic(r, "iput: trying to free free inode");
	}
	old = task->library;
	task->library = inode;
	drop_inode(r, &old);
	free_page_tables(r, task->ldt.base + 0x3c00000, 0x400000);
	return 0;
}

/**
 * uselib_file() - 0.12: likewise, one of the host's files
 * @r: the reference
 * @fd: its descriptor
 *
 * Return: as uselib(); -EBADF.
 */
int uselib_file(struct reference *r, u32 fd)
{
	const struct madeup_file *file = madeup_file(fd);

	return file ? uselib(r, file->number) : -EBADF;
}
