// SPDX-License-Identifier: GPL-2.0
/*
 * What calls the memory manager: fork, exec, exit, wait, pipes. As much of it
 * as makes the calls that Linux 0.11 makes, in its order.
 */

#include "kernel.h"

#define USER_CS		0x1b
#define USER_DS		0x23
#define MAX_ARG_PAGES	32
#define MAX_PIPES	4096
#define TEXT		(2 * PAGE_SIZE)
#define DATA		PAGE_SIZE
#define TAIL		100		/* of data, in programs with an odd number */
#define BSS		(2 * PAGE_SIZE)

static u32 pipe_page[MAX_PIPES];
static u32 pipes;
static u32 last_pid;

/* the number of the current task */
u32 task_nr(void)
{
	u32 nr;

	for (nr = 0; task[nr] != current; nr++)
		;
	return nr;
}

struct regs *task_regs(struct task_struct *p)
{
	return (struct regs *)((u32)p + PAGE_SIZE) - 1;
}

static int find_empty_process(void)
{
	int nr;

	for (nr = 1; nr < NR_TASKS; nr++)
		if (!task[nr])
			return nr;
	return -1;
}

static int copy_mem(u32 nr, struct task_struct *p)
{
	p->start_code = nr * TASK_SIZE;
	if (!copy_page_tables(current->start_code, p->start_code, current->end_of_segment))
		return 0;
	free_page_tables(p->start_code, current->end_of_segment);
	return -1;
}

/* the child begins as if the driver had just answered its father's question */
static void copy_stack(struct task_struct *p, u32 program)
{
	struct regs *regs = task_regs(p);
	u32 *stack = (u32 *)regs;

	regs->eip = p->start_code + program;
	regs->cs = USER_CS;
	regs->eflags = 2;
	regs->esp = p->start_code + TASK_SIZE;
	regs->ss = USER_DS;
	*--stack = (u32)ret_to_user;
	p->kernel_esp = (u32)(stack - 4);
}

/**
 * copy_process() - fork
 * @program: where in the task's memory its program is
 *
 * Return: the child's number, 0 without memory or slot.
 */
u32 copy_process(u32 program, u32 unused)
{
	int nr = find_empty_process();
	struct task_struct *p;

	if (nr < 0)
		return 0;
	p = (struct task_struct *)get_free_page();
	if (!p)
		return 0;
	task[nr] = p;
	*p = *current;
	p->state = TASK_RUNNING;
	p->pid = ++last_pid;
	p->father = FATHER(current);
	if (copy_mem(nr, p)) {
		task[nr] = 0;
		free_page((u32)p);
		return 0;
	}
	copy_stack(p, program);
	if (p->executable)
		p->executable->i_count++;
	return nr;
}

static int copy_strings(u32 page[MAX_ARG_PAGES])
{
	u32 nr;

	for (nr = MAX_ARG_PAGES; nr > MAX_ARG_PAGES - 2; nr--) {
		page[nr - 1] = get_free_page();
		if (!page[nr - 1])
			return -1;
	}
	return 0;
}

static void change_ldt(const u32 page[MAX_ARG_PAGES])
{
	u32 address = current->start_code + TASK_SIZE;
	u32 nr;

	for (nr = MAX_ARG_PAGES; nr > 0; nr--) {
		address -= PAGE_SIZE;
		if (page[nr - 1])
			PUT_ARGUMENTS(page[nr - 1], address);
	}
}

/* the kernel itself writes: a fault of a page that is not there, error code 2 */
static void clear_bss(void)
{
	if (current->end_data % PAGE_SIZE)
		store(current->start_code + current->end_data, 0);
}

/**
 * do_execve() - run another program
 * @number: its inode number
 *
 * Return: 1, 0 without memory.
 */
u32 do_execve(u32 number, u32 unused)
{
	u32 page[MAX_ARG_PAGES];
	u32 nr;

	for (nr = 0; nr < MAX_ARG_PAGES; nr++)
		page[nr] = 0;
	if (copy_strings(page)) {
		for (nr = 0; nr < MAX_ARG_PAGES; nr++)
			free_page(page[nr]);
		return 0;
	}
	iput(current->executable);
	current->executable = iget(number);
	free_page_tables(current->start_code, current->end_of_segment);
	free_page_tables(current->start_code, TASK_SIZE);
	current->end_of_segment = TASK_SIZE;
	change_ldt(page);
	current->end_code = TEXT;
	current->end_data = TEXT + DATA + (number % 2 ? TAIL : 0);
	current->brk = current->end_data + BSS;
	current->start_stack = TASK_SIZE - 2 * PAGE_SIZE;
	clear_bss();
	task_regs(current)->eip = current->start_code;
	return 1;
}

u32 verify_area(u32 address, u32 size)
{
	u32 end = address + size;

	for (address &= ~(PAGE_SIZE - 1); address < end; address += PAGE_SIZE)
		write_verify(current->start_code + address);
	return 1;
}

/**
 * sys_pipe() - a page for each pipe
 * @count: how many pipes
 *
 * Return: how many could be had.
 */
u32 sys_pipe(u32 count, u32 unused)
{
	u32 made;

	for (made = 0; made < count && pipes < MAX_PIPES; made++) {
		pipe_page[pipes] = get_free_page();
		if (!pipe_page[pipes])
			break;
		pipes++;
	}
	return made;
}

u32 close_pipes(u32 count)
{
	u32 closed;

	for (closed = 0; closed < count && pipes; closed++)
		free_page(pipe_page[--pipes]);
	return closed;
}

/* in Linux, the first task's first system call: disks, and what is on them */
u32 sys_setup(u32 unused, u32 unused_too)
{
	if (SWAPS)
		init_swapping();
	return SWAPS;
}

void do_exit(u32 code)
{
	free_page_tables(current->start_code, current->end_of_segment);
	free_page_tables(current->start_code, TASK_SIZE);
	iput(current->executable);
	current->executable = 0;
	current->state = TASK_ZOMBIE;
	schedule();
}

void release(u32 nr)
{
	struct task_struct *p = task[nr];

	task[nr] = 0;
	free_page((u32)p);
}
