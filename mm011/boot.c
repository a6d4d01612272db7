// SPDX-License-Identifier: GPL-2.0
/*
 * What is in memory before the first process: head.s builds the page tables,
 * init/main.c divides the memory, mem_init() writes down what is free.
 */

#include "quick.h"

#define MAX_RAM_KB	(1024 + 65535)		/* EXT_MEM_K is an unsigned short */
#define MAX_RAMDISK_KB	(15 * 1024)
#define KERNEL_TABLES	4u			/* pg0..pg3 map 16 MB */
#define PG0		0x1000u

/**
 * mm011_check_reset() - are these parameters of a machine?
 * @r: parameters; 0 stands for the default
 *
 * Return: 0, or -EINVAL.
 */
int mm011_check_reset(const struct mm011_reset *r)
{
	if (r->kernel && r->kernel != MM011_KERNEL_0_11 && r->kernel != MM011_KERNEL_0_12)
		return -EINVAL;
	if (r->ram_kb && (r->ram_kb < 1024 || r->ram_kb > MAX_RAM_KB))
		return -EINVAL;
	if (r->ramdisk_kb > MAX_RAMDISK_KB)
		return -EINVAL;
	if ((r->flags & ~MM011_RESET_HEAD_ONLY) || r->reserved)
		return -EINVAL;
	return 0;
}

/*
 * setup_paging in head.s: the page directory at 0, behind it the four tables
 * that map the first 16 MB to themselves, whatever RAM there is. 7 is present,
 * writable, and the user may: task 0 runs in it.
 */
static void setup_paging(struct mm011_machine *m)
{
	u32 i;

	for (i = 0; i < KERNEL_TABLES; i++)
		mm011_set_entry(m, 4 * i, (PG0 + i * MM011_PAGE_SIZE) | MM011_PTE_FLAGS);
	for (i = 0; i < KERNEL_TABLES * MM011_ENTRIES; i++)
		mm011_set_entry(m, PG0 + 4 * i, (i << MM011_PAGE_SHIFT) | MM011_PTE_FLAGS);
}

/* The head of main(): from what the BIOS says to where main memory begins. */
static void divide_memory(struct mm011_machine *m)
{
	u32 memory_end = (m->ram_kb << 10) & 0xfffff000;

	if (memory_end > 16 * 1024 * 1024)
		memory_end = 16 * 1024 * 1024;
	if (memory_end > 12 * 1024 * 1024)
		m->buffer_end = 4 * 1024 * 1024;
	else if (memory_end > 6 * 1024 * 1024)
		m->buffer_end = 2 * 1024 * 1024;
	else
		m->buffer_end = 1 * 1024 * 1024;
	m->main_memory_start = m->buffer_end + (m->ramdisk_kb << 10);
	mm011_mem_init(m, m->main_memory_start, memory_end);
}

/* INIT_TASK in sched.h: base 0, limit 640 KB; its structure is in the kernel. */
static void init_task(struct mm011_machine *m)
{
	struct mm011_task *task = &m->task[0];

	memset(m->task, 0, sizeof(m->task));
	m->quick.slots = 1;
	task->state = MM011_TASK_RUNNING;
	task->father = ~0u;
	task->code_limit = MM011_INIT_LIMIT;
	task->data_limit = MM011_INIT_LIMIT;
}

static void drop_executables(struct mm011_machine *m)
{
	u32 slot;

	for (slot = 1; slot < MM011_NR_INODES; slot++)
		if (m->inode[slot].file)
			m->host->release(m, &m->inode[slot]);
	memset(m->inode, 0, sizeof(m->inode));
}

/**
 * mm011_reset() - switch the machine off and on again
 * @m: machine, its lock held; memory, beyond and host set, the rest anything valid
 * @r: parameters that mm011_check_reset() accepts
 *
 * No operation may be asleep: whoever lets them sleep ends them before.
 * Memory comes up zeroed. With MM011_RESET_HEAD_ONLY the boot ends where
 * head.s jumps to main(), so that a recorded run can go on with its own
 * mem_init(). Counters start anew; events keep their numbers.
 *
 * Linux 0.11: setup_paging, boot/head.s; main(), init/main.c. 0.12 begins in the
 * same way; init_swapping() comes later, from sys_setup().
 */
void mm011_reset(struct mm011_machine *m, const struct mm011_reset *r)
{
	m->may_sleep = false;
	m->cut = true;	/* nothing of this can be called off */
	drop_executables(m);
	mm011_revive(m);
	memset(m->memory, 0, MM011_MEMORY_SIZE);
	memset(m->mem_map, 0, sizeof(m->mem_map));
	mm011_quick_reset(m);
	m->observed = 0;
	memset(m->beyond, 0, MM011_MAP_INDEXES);
	memset(m->pipe, 0, sizeof(m->pipe));
	memset(m->bucket_chain, 0, sizeof(m->bucket_chain));
	memset(m->stat, 0, sizeof(m->stat));
	m->free_bucket_desc = 0;
	m->high_memory = 0;
	m->buffer_end = 0;
	m->main_memory_start = 0;
	m->last_pid = 0;
	m->running = 0;
	m->kernel = r->kernel ? r->kernel : MM011_KERNEL_0_11;
	m->births = 0;
	m->asleep = 0;
	m->unborn = 0;
	m->work = 0;
	mm011_swap_reset(m);
	m->ram_kb = r->ram_kb ? r->ram_kb : 16 * 1024;
	m->ramdisk_kb = r->ramdisk_kb;
	init_task(m);
	setup_paging(m);
	if (!(r->flags & MM011_RESET_HEAD_ONLY))
		divide_memory(m);
}
