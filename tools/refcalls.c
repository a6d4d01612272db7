// SPDX-License-Identifier: GPL-2.0
/*
 * For the reference: what processes and the rest of the kernel ask the memory
 * manager for. The 386 on the way to a byte; fork, exit and wait; malloc; pipes.
 */

#include <errno.h>

#include "refstate.h"

/* the 386: one byte of a task's memory, faults and all; its physical address */
static u32 reach(struct reference *r, u32 address, bool user, bool write)
{
	const struct mm011_task *task = current_task(r);
	u32 linear = task->base + address;
	u32 pde, pte, pde_addr, tries, out[2];

	for (tries = 0; ; tries++) {
		if (address >= task->data_limit)
			left(r, SEGMENT);
		pde_addr = linear / 0x400000 * 4;
		pde = get(r, pde_addr);
		pte = 0;
		if (pde & 1) {
			put_entry(r, pde_addr, pde | 0x20);
			if ((pde & 0xfffff000) >= MM011_MEMORY_SIZE)
				left(r, BUS);
			pte = get(r, entry_address(r, linear));
		}
		if ((pde & pte & 1) && (!user || ((pde & pte & 4) && (!write || pde & pte & 2))))
			break;
		if (tries == 4)
			left(r, LOOP);
		told(r, MM011_EV_FAULT, (pde & pte & 1) + 2 * write + 4 * user, linear,
		     r->now->current);
		if (pde & pte & 1)
			do_wp_page(r, linear);
		else
			do_no_page(r, linear, out);
	}
	if ((pte & 0xfffff000) >= MM011_MEMORY_SIZE)
		left(r, BUS);
	put_entry(r, entry_address(r, linear), pte | (write ? 0x60 : 0x20));
	return (pte & 0xfffff000) + linear % 4096;
}

/**
 * move_bytes() - a task reads or writes its memory
 * @r: the reference
 * @address: offset in its data segment
 * @data: the bytes
 * @len: how many
 * @user: not the kernel for it
 * @write: which way
 *
 * Piece by piece; a piece ends with its page or its segment.
 */
void move_bytes(struct reference *r, u32 address, u8 *data, u32 len, bool user, bool write)
{
	u32 limit = current_task(r)->data_limit;
	u32 n, at;

	for ( ; len; len -= n, address += n, data += n) {
		at = reach(r, address, user, write);
		n = 4096 - at % 4096;
		if (n > len)
			n = len;
		if (n > limit - address)
			n = limit - address;
		if (write) {
			told(r, MM011_EV_WRITE, at, n, 0);
			memcpy(r->mem + at, data, n);
		} else {
			memcpy(data, r->mem + at, n);
		}
	}
}

static void put_inode(struct reference *r, u32 *inode)
{
	u32 number = *inode;

	*inode = 0;
	if (number)
		r->i_count[number]--;
}

/* one more holds the new one before the old one goes: it may be the same */
static void change_inode(struct reference *r, u32 *inode, u32 number)
{
	if (number)
		r->i_count[number]++;
	put_inode(r, inode);
	*inode = number;
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
	} while (slot_of(r, r->last_pid) < 64);
	for (nr = 1; nr < 64 && r->task[nr].state; nr++)
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
	if (father->data_limit < father->code_limit)
		panic(r, "Bad data_limit");
	r->task[nr].start_code = nr * 0x4000000;
	r->task[nr].base = nr * 0x4000000;
	hold(r, page);
	r->now->child = nr;
	failed = copy_page_tables(r, father->base, nr * 0x4000000, father->data_limit);
	r->now->child = 0;
	let_go(r);
	if (failed) {
		if (!is_0_12(r))
			say(r, MM011_MSG_COPY_MEM, 0, 0);
		free_page_tables(r, nr * 0x4000000, father->data_limit);
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

	for (child = 0; child < 64 && !is_0_12(r); child++)
		if (r->task[child].state && r->task[child].father == r->task[nr].pid)
			r->task[child].father = 1;
	if (!is_0_12(r) || r->task[nr].pid == 1)
		return;
	while (r->nr_children[nr]) {
		child = r->children[nr][--r->nr_children[nr]];
		r->task[child].father = 1;
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

	free_page_tables(r, task->base, task->code_limit);
	free_page_tables(r, task->base, task->data_limit);
	adopt_children(r);
	put_inode(r, &task->executable);
	put_inode(r, &task->library);
	task->state = MM011_TASK_ZOMBIE;
	task->exit_code = code;
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

/**
 * wait_task() - wait(), for any child
 * @r: the reference
 *
 * Return: pid of a zombie, 0, or -ECHILD.
 */
int wait_task(struct reference *r)
{
	u32 n, nr, pid;

	for (n = 0; (nr = nth_child(r, r->now->current, n)) != 0; n++) {
		if (r->task[nr].state != MM011_TASK_ZOMBIE)
			continue;
		pid = r->task[nr].pid;
		release(r, nr);
		return pid;
	}
	return n ? 0 : -ECHILD;
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

	change_inode(r, &task->executable, op->arg[4]);
	if (!task->state && father < 64)
		add_child(r, father, op->task);
	task->state = MM011_TASK_RUNNING;
	task->start_code = op->arg[0];
	task->base = op->arg[0];
	task->end_code = op->arg[1];
	task->end_data = op->arg[2];
	task->brk = op->arg[3];
	task->start_stack = op->arg[5];
	task->pid = op->arg[6];
	task->father = op->arg[7];
	task->code_limit = op->arg[1] ? (op->arg[1] + 4095) / 4096 * 4096 : 0xa0000;
	task->data_limit = op->task ? 0x4000000 : 0xa0000;
}

/**
 * task_gone() - and one that has ended
 * @r: the reference
 * @nr: its slot
 */
void task_gone(struct reference *r, u32 nr)
{
	put_inode(r, &r->task[nr].executable);
	put_inode(r, &r->task[nr].library);
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
	change_inode(r, &r->task[nr].library, inode);
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

	if (task->data_limit != 0x4000000)
		return -EINVAL;
	change_inode(r, &task->library, inode);
	free_page_tables(r, task->base + 0x3c00000, 0x400000);
	return 0;
}

/* a chain that somebody bent has no end: more descriptors than fit in memory */
static void count_step(struct reference *r, u32 desc, u32 *steps)
{
	if (desc > MM011_MEMORY_SIZE - 16)
		left(r, FAULT);
	if (++*steps > MM011_MEMORY_SIZE / 16)
		left(r, LOOP);
}

/* a new bucket at the head of its chain: a descriptor, a page, its objects */
static u32 new_bucket(struct reference *r, u32 nr)
{
	u32 size = 16u << nr;
	u32 desc, page, i;

	if (!r->free_desc) {
		page = get_free_page(r);
		if (page == 0)
			panic(r, "Out of memory in init_bucket_desc()");
		for (i = 0; i < 255; i++)
			put(r, page + 16 * i + 4, page + 16 * (i + 1));
		put(r, page + 16 * 255 + 4, r->free_desc);
		r->free_desc = page;
	}
	desc = r->free_desc;
	if (desc > MM011_MEMORY_SIZE - 16)
		left(r, FAULT);
	r->free_desc = get(r, desc + 4);
	put(r, desc + 12, size << 16);
	r->now->desc = desc;
	page = get_free_page(r);
	put(r, desc + 8, page);
	put(r, desc, page);
	if (page == 0)
		panic(r, "Out of memory in kernel malloc()");
	for (i = 0; i < 4096 / size - 1; i++)
		put(r, page + i * size, page + (i + 1) * size);
	put(r, page + i * size, 0);
	put(r, desc + 4, r->chain[nr]);
	r->chain[nr] = desc;
	return desc;
}

/**
 * kernel_malloc() - malloc()
 * @r: the reference
 * @len: bytes
 *
 * Return: the address.
 */
u32 kernel_malloc(struct reference *r, u32 len)
{
	u32 nr, desc, object, counts;
	u32 steps = 0;

	for (nr = 0; nr < 9 && (16u << nr) < len; nr++)
		;
	if (nr == 9) {
		say(r, MM011_MSG_MALLOC, len, 0);
		panic(r, "malloc: bad arg");
	}
	for (desc = r->chain[nr]; desc; desc = get(r, desc + 4)) {
		count_step(r, desc, &steps);
		if (get(r, desc + 8))
			break;
	}
	if (!desc)
		desc = new_bucket(r, nr);
	object = get(r, desc + 8);
	put(r, desc + 8, get(r, object));
	counts = get(r, desc + 12);
	put(r, desc + 12, (counts & 0xffff0000) | ((counts + 1) & 0xffff));
	return object;
}

/* take a bucket whose last object is free out of its chain, and free its page */
static void free_bucket(struct reference *r, u32 nr, u32 desc, u32 prev)
{
	u32 steps = 0;

	if (prev ? get(r, prev + 4) != desc : r->chain[nr] != desc) {
		for (prev = r->chain[nr]; prev; prev = get(r, prev + 4)) {
			count_step(r, prev, &steps);
			if (get(r, prev + 4) == desc)
				break;
		}
	}
	if (prev) {
		put(r, prev + 4, get(r, desc + 4));
	} else {
		if (r->chain[nr] != desc)
			panic(r, "malloc bucket chains corrupted");
		r->chain[nr] = get(r, desc + 4);
	}
	free_page(r, get(r, desc));
	put(r, desc + 4, r->free_desc);
	r->free_desc = desc;
}

/**
 * kernel_free_s() - free_s()
 * @r: the reference
 * @object: address
 * @size: bytes, 0: not known
 */
void kernel_free_s(struct reference *r, u32 object, s32 size)
{
	u32 nr, desc, prev, counts, steps;

	for (nr = 0; nr < 9; nr++) {
		if ((s32)(16u << nr) < size)
			continue;
		steps = 0;
		for (prev = 0, desc = r->chain[nr]; desc; prev = desc, desc = get(r, desc + 4)) {
			count_step(r, desc, &steps);
			if (get(r, desc) == (object & 0xfffff000))
				goto found;
		}
	}
	panic(r, "Bad address passed to kernel free_s()");
found:
	put(r, object, get(r, desc + 8));
	put(r, desc + 8, object);
	counts = get(r, desc + 12);
	put(r, desc + 12, (counts & 0xffff0000) | ((counts - 1) & 0xffff));
	if (((counts - 1) & 0xffff) == 0)
		free_bucket(r, nr, desc, prev);
}

static u32 unused_pipe(const struct reference *r)
{
	u32 nr;

	for (nr = 0; nr < MM011_NR_PIPES && r->pipe[nr]; nr++)
		;
	return nr;
}

/**
 * open_pipe() - pipe()
 * @r: the reference
 * @out: its page
 *
 * Return: its number, or a negative errno.
 */
int open_pipe(struct reference *r, u32 out[2])
{
	u32 nr;

	if (unused_pipe(r) == MM011_NR_PIPES)
		return -ENFILE;
	out[0] = get_free_page(r);
	if (!out[0])
		return -ENOMEM;
	/* others may have opened some meanwhile */
	nr = unused_pipe(r);
	if (nr < MM011_NR_PIPES) {
		r->pipe[nr] = out[0];
		return nr;
	}
	free_page(r, out[0]);
	out[0] = 0;
	return -ENFILE;
}

/**
 * close_pipe() - close both ends
 * @r: the reference
 * @nr: number of the pipe
 *
 * Return: 0 or -EBADF.
 */
int close_pipe(struct reference *r, u32 nr)
{
	if (nr >= MM011_NR_PIPES || !r->pipe[nr])
		return -EBADF;
	free_page(r, r->pipe[nr]);
	r->pipe[nr] = 0;
	return 0;
}
