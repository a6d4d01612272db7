// SPDX-License-Identifier: GPL-2.0
/*
 * A machine in the structures of the interface, and a task back from there.
 */

#include "kernel.h"
#include "linux01x/linux01x.h"

static u32 count_free_pages(const struct mm011_machine *m)
{
	u32 nr, count = 0;

	for (nr = 0; nr < MM011_PAGING_PAGES; nr++)
		count += !linux01x(m)->mem_map[nr];
	return count;
}

static u32 count_tasks(const struct mm011_machine *m)
{
	u32 nr, count = 0;

	for (nr = 0; nr < MM011_NR_TASKS; nr++)
		count += linux01x(m)->task[nr].state != MM011_TASK_FREE;
	return count;
}

/**
 * linux01x_fill_info() - tell of a machine, what the PC does not know
 * @m: machine, its lock held
 * @info: filled in, as far as 0.11 and 0.12 know
 */
void linux01x_fill_info(const struct mm011_machine *m, struct mm011_info *info)
{
	const struct linux01x *k = linux01x(m);

	info->ram_kb = k->ram_kb;
	info->ramdisk_kb = k->ramdisk_kb;
	info->buffer_end = k->buffer_end;
	info->main_memory_start = k->main_memory_start;
	info->high_memory = k->high_memory;
	info->free_pages = count_free_pages(m);
	info->tasks = count_tasks(m);
	info->last_pid = k->last_pid;
	info->free_bucket_desc = k->free_bucket_desc;
	memcpy(info->bucket_chain, k->bucket_chain, sizeof(info->bucket_chain));
	memcpy(info->pipe, k->pipe, sizeof(info->pipe));
	info->swap_bitmap = k->swap.bitmap;
	info->swap_blocks = k->swap.device.blocks;
	info->swap_dir_entry = k->swap.dir_entry;
	info->swap_page_entry = k->swap.page_entry;
}

/**
 * linux01x_fill_task() - tell of a task
 * @m: machine, its lock held
 * @info: in: nr, below 64; out: the rest but for size and reserved
 *
 * Return: 0; -ESRCH when the slot is free.
 */
int linux01x_fill_task(const struct mm011_machine *m, struct mm011_task_info *info)
{
	const struct linux01x *k = linux01x(m);
	const struct mm011_task *task = &k->task[info->nr];
	const struct mm011_inode *inode = &k->inode[task->executable];
	const struct mm011_inode *library = &k->inode[task->library];

	if (task->state == MM011_TASK_FREE)
		return -ESRCH;
	info->state = task->state;
	info->pid = task->pid;
	info->father = task->father;
	info->exit_code = task->exit_code;
	info->start_code = task->start_code;
	info->end_code = task->end_code;
	info->end_data = task->end_data;
	info->brk = task->brk;
	info->start_stack = task->start_stack;
	info->base = task->ldt.base;
	info->code_limit = task->ldt.code_limit;
	info->data_limit = task->ldt.data_limit;
	info->page = task->page;
	info->inode = inode->number;
	info->dev = inode->dev;
	info->i_count = inode->i_count;
	info->library = library->number;
	info->library_dev = library->dev;
	info->library_i_count = library->i_count;
	return 0;
}

/**
 * mm011_take_task() - load a task from struct mm011_task_info
 * @task: filled in, but for its executable and library
 * @info: as linux01x_fill_task() left it
 */
void mm011_take_task(struct mm011_task *task, const struct mm011_task_info *info)
{
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
