// SPDX-License-Identifier: GPL-2.0
/*
 * A machine to files, as frozen.c reads them: its memory with the structures of
 * the tasks in it, and mem_map[].
 *
 * Where a real kernel's structures are in the memory already, only what has
 * changed is written: a dump of a machine on which nothing has run since it was
 * loaded is the dump that it was loaded from, byte for byte.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#include "dump/frozen.h"
#include "dump/layout.h"
#include "linux01x/mem_map.h"

#define DESCRIPTOR_FLAGS	0x00f0ff00u	/* all but base and limit */
#define DESCRIPTOR_PRESENT	0x00008000u
#define CODE_FLAGS		0x00c0fa00u	/* what 0.11 gives a task: fork.c, sched.h */
#define DATA_FLAGS		0x00c0f200u

/* what a machine's memory becomes in the file */
struct image {
	u8 *memory;
	const struct mm011_machine *m;
	u32 task_array;
};

static u32 word(const struct image *i, u32 addr)
{
	return addr > MM011_MEMORY_SIZE - 4 ? 0 : mm011_word_at(i->memory + addr);
}

static void put_word(struct image *i, u32 addr, u32 value)
{
	__le32 le = cpu_to_le32(value);

	memcpy(i->memory + addr, &le, sizeof(le));
}

static void put_half(struct image *i, u32 addr, u32 value)
{
	i->memory[addr] = value & 0xff;
	i->memory[addr + 1] = value >> 8 & 0xff;
}

/* --------------------------------------------------------------- structures */

/* the place of a task's structure as task[] has it, 0: nowhere */
static u32 structure_of(const struct image *i, u32 nr)
{
	u32 p = word(i, i->task_array + 4 * nr);

	return (p & 3) || p > MM011_MEMORY_SIZE - TASK_SIZE ? 0 : p;
}

static bool is_inode(const struct image *i, u32 addr, const struct mm011_inode *inode)
{
	return addr && addr < KERNEL_END && !(addr & 3) &&
	       word(i, addr + INODE_DEV) == ((inode->dev & 0xffff) | inode->number << 16);
}

/*
 * Where the kernel has an executable's inode: some task points to it. One that
 * the kernel does not know yet goes behind the task structures.
 */
static u32 place_of_inode(const struct image *i, u32 slot)
{
	const struct mm011_inode *inode = &linux01x(i->m)->inode[slot];
	u32 nr, p, addr;

	for (nr = 0; nr < MM011_NR_TASKS; nr++) {
		p = structure_of(i, nr);
		addr = p ? word(i, p + TASK_EXECUTABLE) : 0;
		if (is_inode(i, addr, inode))
			return addr;
	}
	return i->task_array + MM011_PAGE_SIZE + MM011_NR_TASKS * 1024 + slot * INODE_SIZE;
}

static u32 put_inode(struct image *i, u32 slot)
{
	const struct mm011_inode *inode = &linux01x(i->m)->inode[slot];
	u32 addr;

	if (!slot)
		return 0;
	addr = place_of_inode(i, slot);
	put_half(i, addr + INODE_DEV, inode->dev);
	put_half(i, addr + INODE_NUMBER, inode->number);
	put_half(i, addr + INODE_COUNT, inode->i_count);
	return addr;
}

static void put_descriptor(struct image *i, u32 addr, u32 base, u32 limit, u32 flags)
{
	u32 pages = (limit - 1) >> MM011_PAGE_SHIFT;
	u32 old = word(i, addr + 4);

	if (old & DESCRIPTOR_PRESENT)
		flags = old & DESCRIPTOR_FLAGS;
	put_word(i, addr, base << 16 | (pages & 0xffff));
	put_word(i, addr + 4, (base & 0xff000000) | (flags & 0xfff0ffff) | (pages & 0xf0000) |
		 (base >> 16 & 0xff));
}

/* how a task sleeps is not known here: a state other than zombie stays */
static void put_state(struct image *i, u32 p, const struct mm011_task *task)
{
	bool zombie = task->state == MM011_TASK_ZOMBIE;

	if (zombie != (word(i, p + TASK_STATE) == TASK_ZOMBIE))
		put_word(i, p + TASK_STATE, zombie ? TASK_ZOMBIE : 0);
}

static void put_task(struct image *i, u32 p, const struct mm011_task *task, u32 inode)
{
	put_state(i, p, task);
	put_word(i, p + TASK_EXIT_CODE, task->exit_code);
	put_word(i, p + TASK_START_CODE, task->start_code);
	put_word(i, p + TASK_END_CODE, task->end_code);
	put_word(i, p + TASK_END_DATA, task->end_data);
	put_word(i, p + TASK_BRK, task->brk);
	put_word(i, p + TASK_STACK, task->start_stack);
	put_word(i, p + TASK_PID, task->pid);
	put_word(i, p + TASK_FATHER, task->father);
	put_word(i, p + TASK_EXECUTABLE, inode);
	put_descriptor(i, p + TASK_LDT + 8, task->ldt.base, task->ldt.code_limit, CODE_FLAGS);
	put_descriptor(i, p + TASK_LDT + 16, task->ldt.base, task->ldt.data_limit, DATA_FLAGS);
}

/*
 * A task's own page where it has one, else the place where task[] has it
 * already, else one behind task[].
 */
static u32 place_of_task(const struct image *i, u32 nr)
{
	u32 page = linux01x(i->m)->task[nr].page, there = structure_of(i, nr);

	if (page)
		return page;
	if (there && there < MM011_LOW_MEM)
		return there;
	return i->task_array + MM011_PAGE_SIZE + nr * 1024;
}

static void put_structures(struct image *i)
{
	u32 inode[MM011_NR_TASKS];
	const struct mm011_task *task;
	u32 nr, p;

	/* inodes are found through the old task structures: first all of these */
	for (nr = 0; nr < MM011_NR_TASKS; nr++)
		inode[nr] = put_inode(i, linux01x(i->m)->task[nr].executable);
	for (nr = 0; nr < MM011_NR_TASKS; nr++) {
		task = &linux01x(i->m)->task[nr];
		p = task->state == MM011_TASK_FREE ? 0 : place_of_task(i, nr);
		put_word(i, i->task_array + 4 * nr, p);
		if (p)
			put_task(i, p, task, inode[nr]);
	}
}

/* ------------------------------------------------------------------ writing */

static int write_file(const char *path, const u8 *from, size_t size)
{
	/* nobody is waited for: a FIFO must have a reader */
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK | O_CLOEXEC, 0666);
	FILE *out = fd < 0 || fcntl(fd, F_SETFL, 0) ? NULL : fdopen(fd, "wb");
	bool good = out && fwrite(from, 1, size, out) == size;

	if (out && fclose(out))
		good = false;
	if (!good)
		fprintf(stderr, "mm011ctl: %s: %s\n", path, strerror(errno));
	return good ? 0 : 1;
}

static int write_image(struct image *i, const struct frozen *f)
{
	struct linux01x *k = linux01x(i->m);
	int status;

	put_structures(i);
	if (f->mem_map_at)
		memcpy(i->memory + f->mem_map_at, k->mem_map, MM011_PAGING_PAGES);
	if (f->last_pid_at)
		put_word(i, f->last_pid_at, k->last_pid);
	status = write_file(f->ram, i->memory, MM011_MEMORY_SIZE);
	if (!status && f->mem_map)
		status = write_file(f->mem_map, k->mem_map, MM011_PAGING_PAGES);
	return status;
}

/**
 * frozen_dump() - write a machine's memory and mem_map[] to files
 * @t: the machine
 * @f: the files, through frozen_locate()
 *
 * Return: an exit status.
 */
int frozen_dump(struct target *t, const struct frozen *f)
{
	struct image i = { .m = target_snapshot(t), .task_array = f->task };
	int status = 1;

	if (i.m && i.m->kernel->number != MM011_KERNEL_0_11) {
		fprintf(stderr, "mm011ctl: only a machine of Linux 0.11 can be dumped\n");
		return 1;
	}
	i.memory = malloc(MM011_MEMORY_SIZE);
	if (i.m && i.memory) {
		memcpy(i.memory, t->memory, MM011_MEMORY_SIZE);
		status = write_image(&i, f);
	}
	free(i.memory);
	return status;
}
