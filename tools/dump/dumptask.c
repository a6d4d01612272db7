// SPDX-License-Identifier: GPL-2.0
/*
 * The tasks of a dump: task[] holds the addresses of their structures.
 */

#include <stdio.h>

#include "dump/dump.h"

#define TOLD 200	/* room for the numbers of tasks */

static u32 half(const struct dump *d, u32 addr)
{
	return dump_word(d, addr) & 0xffff;
}

/* base and limit of a segment descriptor */
static u32 descriptor_base(const struct dump *d, u32 addr)
{
	u32 low = dump_word(d, addr), high = dump_word(d, addr + 4);

	return low >> 16 | (high & 0xff) << 16 | (high & 0xff000000);
}

static u32 descriptor_limit(const struct dump *d, u32 addr)
{
	u32 low = dump_word(d, addr), high = dump_word(d, addr + 4);

	return ((low & 0xffff) | (high & 0xf0000)) * MM011_PAGE_SIZE + MM011_PAGE_SIZE;
}

static void read_files(struct dump *d, struct mm011_task_info *task, u32 p)
{
	const struct layout *l = d->layout;
	u32 inode = dump_word(d, p + l->executable);
	u32 library = l->library ? dump_word(d, p + l->library) : 0;

	if (inode) {
		task->inode = half(d, inode + l->inode_number);
		task->dev = half(d, inode + l->inode_dev);
		task->i_count = half(d, inode + l->inode_count);
	}
	if (library) {
		task->library = half(d, library + l->inode_number);
		task->library_dev = half(d, library + l->inode_dev);
		task->library_i_count = half(d, library + l->inode_count);
	}
}

static void read_task(struct dump *d, u32 nr, u32 p)
{
	struct mm011_task_info *task = &d->task[nr];
	const struct layout *l = d->layout;

	d->structure[nr] = p;
	d->state[nr] = dump_word(d, p + TASK_STATE);
	if (d->state[nr] >= TASK_STATES)
		dump_contradiction(d, "task %u has state 0x%x, which there is not", nr,
				   d->state[nr]);
	task->size = sizeof(*task);
	task->nr = nr;
	task->state = d->state[nr] == TASK_ZOMBIE ? MM011_TASK_ZOMBIE : MM011_TASK_RUNNING;
	task->exit_code = dump_word(d, p + TASK_EXIT_CODE);
	task->start_code = dump_word(d, p + TASK_START_CODE);
	task->end_code = dump_word(d, p + TASK_END_CODE);
	task->end_data = dump_word(d, p + TASK_END_DATA);
	task->brk = dump_word(d, p + TASK_BRK);
	task->start_stack = dump_word(d, p + TASK_STACK);
	task->pid = dump_word(d, p + TASK_PID);
	if (l->father)
		task->father = dump_word(d, p + l->father);
	task->base = descriptor_base(d, p + l->ldt + 16);
	task->code_limit = descriptor_limit(d, p + l->ldt + 8);
	task->data_limit = descriptor_limit(d, p + l->ldt + 16);
	task->page = p >= MM011_LOW_MEM ? p : 0;
	read_files(d, task, p);
}

/* which task has its structure there; MM011_NR_TASKS: none */
static u32 task_at(const struct dump *d, u32 p)
{
	u32 nr;

	for (nr = 0; nr < MM011_NR_TASKS; nr++)
		if (p && d->structure[nr] == p)
			break;
	return nr;
}

/* INIT_TASK is its own father: it has none */
static void read_father(struct dump *d, u32 nr)
{
	u32 p = dump_word(d, d->structure[nr] + d->layout->parent);
	u32 father = task_at(d, p);

	if (father == MM011_NR_TASKS)
		dump_contradiction(d, "the father of task %u is at 0x%x, where no task is", nr, p);
	else
		d->task[nr].father = father == nr ? ~0u : d->task[father].pid;
}

/* p_osptr, from sibling to older sibling */
static void read_rank(struct dump *d, u32 nr)
{
	u32 older = nr, p;

	for (d->rank[nr] = 0; d->rank[nr] < MM011_NR_TASKS; d->rank[nr]++) {
		p = dump_word(d, d->structure[older] + d->layout->older);
		if (!p)
			return;
		older = task_at(d, p);
		if (older == MM011_NR_TASKS || d->task[older].father != d->task[nr].father)
			break;
	}
	dump_contradiction(d, "the older siblings of task %u do not end, or are not siblings", nr);
}

/* 0.12: pointers from task to task. When children were made the machine knows as an order. */
static void read_family(struct dump *d)
{
	u32 nr;

	for (nr = 0; nr < MM011_NR_TASKS; nr++)
		if (d->structure[nr])
			read_father(d, nr);
	for (nr = 0; nr < MM011_NR_TASKS; nr++)
		if (d->structure[nr])
			read_rank(d, nr);
}

/**
 * dump_read_tasks() - what the structures of the tasks say
 * @d: a dump, its memory read
 */
void dump_read_tasks(struct dump *d)
{
	u32 nr, p;

	for (nr = 0; nr < MM011_NR_TASKS; nr++) {
		p = dump_word(d, d->f->task + 4 * nr);
		if (p > MM011_MEMORY_SIZE - d->layout->size || (p & 3))
			dump_contradiction(d, "task[%u] is at 0x%x, which is no place for it", nr,
					   p);
		else if (p)
			read_task(d, nr, p);
	}
	if (d->layout->parent)
		read_family(d);
	if (d->task[0].state == MM011_TASK_FREE)
		dump_contradiction(d, "there is no task 0: is task[] at 0x%x?", d->f->task);
}

static void tell_state(const struct dump *d, u32 state, const char *what)
{
	char numbers[TOLD];
	size_t n = 0;
	u32 nr;

	for (nr = 0; nr < MM011_NR_TASKS; nr++)
		if (d->structure[nr] && d->state[nr] == state)
			n += snprintf(numbers + n, sizeof(numbers) - n, " %u", nr);
	if (n)
		fprintf(stderr, "mm011ctl: load: %s:%s\n", what, numbers);
}

/**
 * dump_tell_states() - print which tasks waited for something
 * @d: a dump
 *
 * A machine has no scheduler: these can be asked to do something like all others.
 */
void dump_tell_states(const struct dump *d)
{
	static const char *const names[TASK_STATES] = {
		[1] = "asleep, and a signal wakes them, were tasks",
		[2] = "asleep, and no signal wakes them, were tasks",
		[4] = "stopped were tasks",
	};
	u32 state;

	for (state = 0; state < TASK_STATES; state++)
		if (names[state])
			tell_state(d, state, names[state]);
}
