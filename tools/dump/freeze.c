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
#include "pc/descriptor.h"

/* what a machine's memory becomes in the file */
struct image {
	u8 *memory;
	const struct mm011_machine *m;
	const struct layout *layout;
	u32 task_array;
	u32 spare;	/* room for structures that the kernel has not; 0: there is none */
	bool lost;	/* one was needed and had no place */
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

	return (p & 3) || p > MM011_MEMORY_SIZE - i->layout->size ? 0 : p;
}

static bool is_inode(const struct image *i, u32 addr, const struct mm011_inode *inode)
{
	return addr && addr < KERNEL_END && !(addr & 3) &&
	       word(i, addr + i->layout->inode_dev) ==
	       ((inode->dev & 0xffff) | inode->number << 16);
}

static u32 spare_place(struct image *i, u32 offset)
{
	i->lost |= !i->spare;
	return i->spare ? i->spare + offset : 0;
}

/*
 * Where the kernel has the inode of an executable or a library: some task points to it.
 * One that the kernel does not know yet gets a spare place.
 */
static u32 place_of_inode(struct image *i, u32 slot)
{
	const struct mm011_inode *inode = &linux01x(i->m)->inode[slot];
	u32 nr, p, addr;

	for (nr = 0; nr < MM011_NR_TASKS; nr++) {
		p = structure_of(i, nr);
		addr = p ? word(i, p + i->layout->executable) : 0;
		if (is_inode(i, addr, inode))
			return addr;
		addr = p && i->layout->library ? word(i, p + i->layout->library) : 0;
		if (is_inode(i, addr, inode))
			return addr;
	}
	return spare_place(i, MM011_NR_TASKS * i->layout->room + slot * i->layout->inode_size);
}

static u32 put_inode(struct image *i, u32 slot)
{
	const struct mm011_inode *inode = &linux01x(i->m)->inode[slot];
	u32 addr;

	if (!slot)
		return 0;
	addr = place_of_inode(i, slot);
	if (!addr)
		return 0;
	put_half(i, addr + i->layout->inode_dev, inode->dev);
	put_half(i, addr + i->layout->inode_number, inode->number);
	put_half(i, addr + i->layout->inode_count, inode->i_count);
	return addr;
}

static void put_descriptor(struct image *i, u32 addr, u32 base, u32 limit, u32 flags)
{
	u32 old = word(i, addr + 4);
	u32 words[2];

	/* bits of the CPU, like "accessed", stay */
	if (old & MM011_DESC_PRESENT)
		flags = old & MM011_DESC_FLAGS;
	mm011_descriptor(words, base, limit, flags);
	put_word(i, addr, words[0]);
	put_word(i, addr + 4, words[1]);
}

/* how a task sleeps is not known here: a state other than zombie stays */
static void put_state(struct image *i, u32 p, const struct mm011_task *task)
{
	bool zombie = task->state == MM011_TASK_ZOMBIE;

	if (zombie != (word(i, p + TASK_STATE) == TASK_ZOMBIE))
		put_word(i, p + TASK_STATE, zombie ? TASK_ZOMBIE : 0);
}

static void put_task(struct image *i, u32 p, const struct mm011_task *task, const u32 inode[2])
{
	const struct layout *l = i->layout;

	put_state(i, p, task);
	put_word(i, p + TASK_EXIT_CODE, task->exit_code);
	put_word(i, p + TASK_START_CODE, task->start_code);
	put_word(i, p + TASK_END_CODE, task->end_code);
	put_word(i, p + TASK_END_DATA, task->end_data);
	put_word(i, p + TASK_BRK, task->brk);
	put_word(i, p + TASK_STACK, task->start_stack);
	put_word(i, p + TASK_PID, task->pid);
	if (l->father)
		put_word(i, p + l->father, task->father);
	put_word(i, p + l->executable, inode[0]);
	if (l->library)
		put_word(i, p + l->library, inode[1]);
	put_descriptor(i, p + l->ldt + 8, task->ldt.base, task->ldt.code_limit,
		       MM011_DESC_USER_CODE);
	put_descriptor(i, p + l->ldt + 16, task->ldt.base, task->ldt.data_limit,
		       MM011_DESC_USER_DATA);
}

/*
 * A task's own page where it has one, else the place where task[] has it
 * already, else a spare one.
 */
static u32 place_of_task(struct image *i, u32 nr)
{
	u32 page = linux01x(i->m)->task[nr].page, there = structure_of(i, nr);

	if (page)
		return page;
	if (there && there < MM011_LOW_MEM)
		return there;
	return spare_place(i, nr * i->layout->room);
}

/* ------------------------------------------------------------------- family */

/* is a younger than b? Behind a device nobody knows but that later ones have higher pids */
static bool is_younger(const struct mm011_task *a, const struct mm011_task *b)
{
	return a->birth_seq == b->birth_seq ? a->pid > b->pid : a->birth_seq > b->birth_seq;
}

static bool is_child(const struct mm011_task *child, const struct mm011_task *father)
{
	return child != father && child->state != MM011_TASK_FREE && child->father == father->pid;
}

/*
 * The structure of the sibling of a task that is next to it in age, younger or older; of
 * its children, where it is their father, the youngest. 0: there is none.
 */
static u32 nearest(const struct image *i, const struct mm011_task *father,
		   const struct mm011_task *than, bool younger)
{
	const struct mm011_task *task = linux01x(i->m)->task, *best = NULL;
	u32 nr;

	for (nr = 0; nr < MM011_NR_TASKS; nr++) {
		if (!is_child(&task[nr], father) || &task[nr] == than)
			continue;
		if (than && is_younger(&task[nr], than) != younger)
			continue;
		if (!best || is_younger(&task[nr], best) != younger)
			best = &task[nr];
	}
	return best ? structure_of(i, best - task) : 0;
}

static const struct mm011_task *father_of(const struct image *i, const struct mm011_task *child)
{
	const struct mm011_task *task = linux01x(i->m)->task;
	u32 nr;

	for (nr = 0; nr < MM011_NR_TASKS; nr++)
		if (is_child(child, &task[nr]) && task[nr].state != MM011_TASK_FREE)
			return &task[nr];
	return NULL;
}

/* 0.12: p_pptr and the three others. Who has no father is its own, as INIT_TASK is. */
static void put_family(struct image *i, u32 nr)
{
	const struct mm011_task *task = &linux01x(i->m)->task[nr];
	const struct mm011_task *father = father_of(i, task);
	const struct layout *l = i->layout;
	u32 p = structure_of(i, nr);

	put_word(i, p + l->parent, father ? structure_of(i, father - linux01x(i->m)->task) : p);
	put_word(i, p + l->child, nearest(i, task, NULL, false));
	put_word(i, p + l->younger, father ? nearest(i, father, task, true) : 0);
	put_word(i, p + l->older, father ? nearest(i, father, task, false) : 0);
}

static void put_structures(struct image *i)
{
	const struct mm011_task *task = linux01x(i->m)->task;
	u32 inode[MM011_NR_TASKS][2];
	u32 nr, p;

	/* inodes are found through the old task structures: first all of these */
	for (nr = 0; nr < MM011_NR_TASKS; nr++) {
		inode[nr][0] = put_inode(i, task[nr].executable);
		inode[nr][1] = i->layout->library ? put_inode(i, task[nr].library) : 0;
	}
	for (nr = 0; nr < MM011_NR_TASKS; nr++) {
		p = task[nr].state == MM011_TASK_FREE ? 0 : place_of_task(i, nr);
		put_word(i, i->task_array + 4 * nr, p);
		if (p)
			put_task(i, p, &task[nr], inode[nr]);
	}
	for (nr = 0; i->layout->parent && nr < MM011_NR_TASKS; nr++)
		if (task[nr].state != MM011_TASK_FREE)
			put_family(i, nr);
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

/* in whole MB, as they are built in, and all that is in memory */
static size_t memory_length(const struct image *i)
{
	size_t mb = (linux01x(i->m)->ram_kb + 1023) / 1024;
	size_t end = MM011_MEMORY_SIZE;

	while (end > mb << 20 && !i->memory[end - 1])
		end--;
	return (end + (1 << 20) - 1) >> 20 << 20;
}

static bool overlap(u32 a, u32 a_size, u32 b, u32 b_size)
{
	return b && a < b + b_size && b < a + a_size;
}

/*
 * Room behind task[] for what the kernel has no place for: structures of tasks, then
 * inodes. The variables that are known are not in it, whatever else is.
 */
static void find_spare(struct image *i, const struct frozen *f)
{
	u32 size = MM011_NR_TASKS * i->layout->room + MM011_NR_INODES * i->layout->inode_size;
	const u32 variable[][2] = {
		{ f->mem_map_at, MM011_PAGING_PAGES }, { f->last_pid_at, 4 },
		{ f->swap_bitmap_at, 4 },
	};
	u32 n, round, addr = f->task + MM011_PAGE_SIZE;

	/* each of them moves it at most once, and then it is behind that */
	for (round = 0; round < ARRAY_SIZE(variable); round++)
		for (n = 0; n < ARRAY_SIZE(variable); n++)
			if (overlap(addr, size, variable[n][0], variable[n][1]))
				addr = (variable[n][0] + variable[n][1] + 15) & ~15u;
	i->spare = addr + size <= KERNEL_END ? addr : 0;
}

static int write_image(struct image *i, const struct frozen *f)
{
	struct linux01x *k = linux01x(i->m);
	int status;

	find_spare(i, f);
	put_structures(i);
	if (i->lost) {
		fprintf(stderr, "mm011ctl: %s: no room below 640 KB for more task structures\n",
			f->symbols ? f->symbols : f->ram);
		return 2;
	}
	if (f->mem_map_at)
		memcpy(i->memory + f->mem_map_at, k->mem_map, MM011_PAGING_PAGES);
	if (f->last_pid_at)
		put_word(i, f->last_pid_at, k->last_pid);
	if (f->swap_bitmap_at)
		put_word(i, f->swap_bitmap_at, k->swap.bitmap);
	status = write_file(f->ram, i->memory, memory_length(i));
	if (!status && f->mem_map)
		status = write_file(f->mem_map, k->mem_map, MM011_PAGING_PAGES);
	return status;
}

/* --------------------------------------------------------------- swap space */

static u32 swap_pages(const struct mm011_machine *m)
{
	u32 blocks = linux01x(m)->swap.device.blocks;

	return min(blocks / 4, (u32)MM011_SWAP_BITS);
}

/* Return: 0 or a negative errno */
static int read_swap(struct target *t, u8 *to, u32 pages)
{
	struct mm011_op op = { .code = MM011_OP_SWAP_READ, .len = MM011_PAGE_SIZE };
	int err = 0;

	for ( ; !err && op.arg[0] < pages; op.arg[0]++) {
		op.data = (unsigned long)(to + (size_t)op.arg[0] * MM011_PAGE_SIZE);
		err = target_ops(t, &op, 1);
		if (!err)
			err = op.error;
	}
	return err;
}

static int write_swap(struct target *t, const struct image *i, const char *path)
{
	size_t size = (size_t)swap_pages(i->m) * MM011_PAGE_SIZE;
	u8 *pages = malloc(size + 1);
	int err = pages ? read_swap(t, pages, swap_pages(i->m)) : -ENOMEM;
	int status = 1;

	if (err)
		fprintf(stderr, "mm011ctl: the swap space cannot be read: %s\n", strerror(-err));
	else
		status = write_file(path, pages, size);
	free(pages);
	return status;
}

/*
 * Could what is dumped be loaded again? NULL, or why not: the kernel is known by its
 * symbols, and what swaps by swap_bitmap.
 */
static const char *cannot_be_dumped(const struct image *i, const struct frozen *f)
{
	const struct mm011_swap *swap = &linux01x(i->m)->swap;

	if (f->kernel == MM011_KERNEL_0_12 && i->m->kernel->number != f->kernel)
		return "these are symbols of Linux 0.12, the machine runs another kernel";
	if (swap->bitmap && !f->swap_bitmap_at)
		return "the machine swaps, and the place of swap_bitmap is not known";
	if (f->swap && (!swap->bitmap || swap->device.blocks == MM011_NO_SIZE))
		return "the machine has no swap space that could be written";
	return NULL;
}

static int dump(struct target *t, struct image *i, const struct frozen *f)
{
	const char *problem = cannot_be_dumped(i, f);
	int status;

	if (problem) {
		fprintf(stderr, "mm011ctl: %s: %s\n", f->symbols ? f->symbols : f->ram, problem);
		return 2;
	}
	status = write_image(i, f);
	if (!status && f->swap)
		status = write_swap(t, i, f->swap);
	else if (!status && linux01x(i->m)->swap.bitmap)
		fprintf(stderr, "mm011ctl: %s: without the swap space: --swap FILE writes it\n",
			f->ram);
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

	i.layout = i.m ? layout_of(i.m->kernel->number) : NULL;
	if (!i.layout) {
		fprintf(stderr, "mm011ctl: only a machine of Linux 0.11 or 0.12 can be dumped\n");
		return status;
	}
	i.memory = malloc(MM011_MEMORY_SIZE);
	if (!i.memory) {
		fprintf(stderr, "mm011ctl: out of memory\n");
	} else {
		memcpy(i.memory, t->memory, MM011_MEMORY_SIZE);
		status = dump(t, &i, f);
	}
	free(i.memory);
	return status;
}
