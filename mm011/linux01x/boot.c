// SPDX-License-Identifier: GPL-2.0
/*
 * What is in memory before the first process: head.s builds the page tables,
 * init/main.c divides the memory, mem_init() writes down what is free.
 */

#include "linux01x/mem_map.h"

#define KERNEL_TABLES	4u			/* pg0..pg3 map 16 MB */
#define PG0		0x1000u

/**
 * linux01x_check_reset() - are these parameters of a machine?
 * @r: parameters; 0 stands for the default
 *
 * Return: 0, or -EINVAL.
 */
int linux01x_check_reset(const struct mm011_reset *r)
{
	if (r->ram_kb && (r->ram_kb < 1024 || r->ram_kb > MM011_MAX_RAM_KB))
		return -EINVAL;
	if (r->ramdisk_kb > MM011_MAX_RAMDISK_KB)
		return -EINVAL;
	return r->flags & ~MM011_RESET_HEAD_ONLY || r->dma_kb || r->normal_kb ? -EINVAL : 0;
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
	struct linux01x *k = linux01x(m);
	u32 memory_end = (k->ram_kb << 10) & 0xfffff000;

	if (memory_end > 16 * 1024 * 1024)
		memory_end = 16 * 1024 * 1024;
	if (memory_end > 12 * 1024 * 1024)
		k->buffer_end = 4 * 1024 * 1024;
	else if (memory_end > 6 * 1024 * 1024)
		k->buffer_end = 2 * 1024 * 1024;
	else
		k->buffer_end = 1 * 1024 * 1024;
	k->main_memory_start = k->buffer_end + (k->ramdisk_kb << 10);
	mm011_mem_init(m, k->main_memory_start, memory_end);
}

/* INIT_TASK in sched.h: base 0, limit 640 KB; its structure is in the kernel. */
static void init_task(struct mm011_machine *m)
{
	struct mm011_task *task = &linux01x(m)->task[0];

	mm011_slot_used(m, 0);
	task->state = MM011_TASK_RUNNING;
	task->father = ~0u;
	task->ldt.code_limit = MM011_INIT_LIMIT;
	task->ldt.data_limit = MM011_INIT_LIMIT;
	mm011_switch_to(m, 0);
}

/**
 * linux01x_release() - give the host back what tasks and swapping have of it
 * @m: machine, its lock held
 */
void linux01x_release(struct mm011_machine *m)
{
	struct linux01x *k = linux01x(m);
	struct mm011_inode *inode = k->inode;
	u32 slot;

	for (slot = 1; slot < MM011_NR_INODES; slot++)
		if (inode[slot].file)
			m->host->release(m, &inode[slot]);
	memset(inode, 0, sizeof(k->inode));
	mm011_swap_reset(m);
}

/**
 * linux01x_reset() - boot
 * @m: machine, its lock held, that has just been switched on
 * @r: parameters that linux01x_check_reset() accepts
 *
 * With MM011_RESET_HEAD_ONLY the boot ends where head.s jumps to main(), so that a
 * recorded run can go on with its own mem_init().
 *
 * Linux 0.11: setup_paging, boot/head.s; main(), init/main.c. 0.12 begins in the
 * same way; init_swapping() comes later, from sys_setup().
 */
void linux01x_reset(struct mm011_machine *m, const struct mm011_reset *r)
{
	struct linux01x *k = linux01x(m);

	memset((u8 *)k + sizeof(k->m), 0, sizeof(*k) - sizeof(k->m));
	mm011_free_map_reset(m);
	mm011_swap_reset(m);
	k->ram_kb = r->ram_kb ? r->ram_kb : 16 * 1024;
	k->ramdisk_kb = r->ramdisk_kb;
	init_task(m);
	setup_paging(m);
	if (!(r->flags & MM011_RESET_HEAD_ONLY))
		divide_memory(m);
}
