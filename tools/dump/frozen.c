// SPDX-License-Identifier: GPL-2.0
/*
 * A machine from files: 16 MB of memory as QEMU's pmemsave writes them, and the
 * bytes of mem_map[], which are in that memory, too, if one knows where. The
 * tasks are in the memory: task[] holds the addresses of their structures. So
 * what ran on a real Linux 0.11 goes on here; freeze.c is the other way round.
 *
 * A dump is looked through before a machine is touched: page directory, page
 * tables, mem_map[] and tasks must agree with each other.
 */

#include <errno.h>
#include <linux/kernel.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "ctl/files.h"
#include "dump/frozen.h"
#include "dump/layout.h"
#include "linux01x/mem_map.h"
#include "dump/symbols.h"

#define MAX_TOLD	20	/* contradictions that are printed */
#define TASK_ARRAY_SIZE	(4 * MM011_NR_TASKS)
#define PID_SIZE	4u

struct dump {
	struct linux01x kernel;			/* only memory and mem_map[] are used */
	struct mm011_task_info task[MM011_NR_TASKS];
	u32 task_array;
	u32 last_pid;				/* 0: not known */
	u32 start, end;				/* main memory */
	u32 references[MM011_PAGING_PAGES];
	u32 writable[MM011_PAGING_PAGES];
	u32 contradictions;
};

static void contradiction(struct dump *d, const char *format, ...)
{
	va_list ap;

	if (d->contradictions++ >= MAX_TOLD)
		return;
	fprintf(stderr, "  ");
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fprintf(stderr, "\n");
}

static u32 word(const struct dump *d, u32 addr)
{
	return mm011_read32(&d->kernel.m, addr);
}

static u16 half(const struct dump *d, u32 addr)
{
	return (u16)word(d, addr);
}

/* --------------------------------------------------------------- symbols */

/* what is looked at must be the kernel's part of memory, below 640 KB */
static bool is_place(u32 addr, u32 size)
{
	return addr && addr < KERNEL_END && size <= KERNEL_END - addr;
}

static bool overlap(u32 a, u32 a_size, u32 b, u32 b_size)
{
	return a < b + b_size && b < a + a_size;
}

/**
 * frozen_locate() - where a kernel has its variables
 * @f: its &symbols file is read, when there is one; &task, &mem_map_at and
 *     &last_pid_at are set
 *
 * Return: whether all is known that load and dump need. What is missing is told.
 */
bool frozen_locate(struct frozen *f)
{
	struct symbol symbols[] = {
		{ .name = "task" }, { .name = "mem_map" }, { .name = "last_pid" },
	};

	if (!f->symbols)
		return true;
	if (symbols_read(f->symbols, symbols, 3))
		return false;
	f->task = symbols[0].address;
	f->mem_map_at = symbols[1].address;
	f->last_pid_at = symbols[2].address;
	if (!is_place(f->task, TASK_ARRAY_SIZE) || (f->task & 3) ||
	    !is_place(f->mem_map_at, MM011_PAGING_PAGES) || !is_place(f->last_pid_at, PID_SIZE)) {
		fprintf(stderr, "mm011ctl: %s: task, mem_map or last_pid is not below 640 KB\n",
			f->symbols);
		return false;
	}
	if (!overlap(f->task, TASK_ARRAY_SIZE, f->mem_map_at, MM011_PAGING_PAGES) &&
	    !overlap(f->task, TASK_ARRAY_SIZE, f->last_pid_at, PID_SIZE) &&
	    !overlap(f->mem_map_at, MM011_PAGING_PAGES, f->last_pid_at, PID_SIZE))
		return true;
	fprintf(stderr, "mm011ctl: %s: task, mem_map and last_pid overlap\n", f->symbols);
	return false;
}

/* ---------------------------------------------------------------- reading */

/* as many bytes as there are, up to size */
static ssize_t read_bytes(int fd, u8 *to, size_t size)
{
	size_t have = 0;
	ssize_t n;

	while (have < size) {
		n = read(fd, to + have, size - have);
		if (n < 0)
			return -1;
		if (!n)
			break;
		have += n;
	}
	return have;
}

/* NULL, or what is wrong with the file */
static const char *read_exactly(int fd, u8 *to, size_t size, char why[FILES_WHY])
{
	ssize_t n = read_bytes(fd, to, size), more = 0;
	u8 byte;

	if (n == (ssize_t)size)
		more = read_bytes(fd, &byte, 1);
	if (n < 0 || more < 0)
		return strerror(errno);
	if (n == (ssize_t)size && !more)
		return NULL;
	snprintf(why, FILES_WHY, "%s %zd bytes long, it must have %zu", more ? "more than" : "only",
		 n, size);
	return why;
}

static int read_file(const char *path, u8 *to, size_t size)
{
	char why[FILES_WHY];
	int fd = files_stream(path);
	const char *problem = fd < 0 ? files_stream_error() :
			      read_exactly(fd, to, size, why);

	if (fd > STDIN_FILENO)
		close(fd);
	if (!problem)
		return 0;
	fprintf(stderr, "mm011ctl: %s: %s\n", path, problem);
	return -EINVAL;
}

/* from its own file, or from where the kernel has it */
static int read_mem_map(struct dump *d, const struct frozen *f)
{
	if (f->mem_map)
		return read_file(f->mem_map, d->kernel.mem_map, MM011_PAGING_PAGES);
	memcpy(d->kernel.mem_map, d->kernel.m.memory + f->mem_map_at, MM011_PAGING_PAGES);
	return 0;
}

/* what is USED at both ends of mem_map[] is no main memory */
static void find_main_memory(struct dump *d)
{
	u32 first = 0, last = MM011_PAGING_PAGES;

	while (first < last && d->kernel.mem_map[first] == MM011_USED)
		first++;
	while (last > first && d->kernel.mem_map[last - 1] == MM011_USED)
		last--;
	d->start = MM011_LOW_MEM + first * MM011_PAGE_SIZE;
	d->end = MM011_LOW_MEM + last * MM011_PAGE_SIZE;
}

/* base and limit of a segment descriptor */
static u32 descriptor_base(const struct dump *d, u32 addr)
{
	u32 low = word(d, addr), high = word(d, addr + 4);

	return low >> 16 | (high & 0xff) << 16 | (high & 0xff000000);
}

static u32 descriptor_limit(const struct dump *d, u32 addr)
{
	u32 low = word(d, addr), high = word(d, addr + 4);

	return ((low & 0xffff) | (high & 0xf0000)) * MM011_PAGE_SIZE + MM011_PAGE_SIZE;
}

static void read_task(struct dump *d, u32 nr, u32 p)
{
	struct mm011_task_info *task = &d->task[nr];
	u32 inode = word(d, p + TASK_EXECUTABLE);

	task->size = sizeof(*task);
	task->nr = nr;
	task->state = MM011_TASK_RUNNING;
	if (word(d, p + TASK_STATE) == TASK_ZOMBIE)
		task->state = MM011_TASK_ZOMBIE;
	task->exit_code = word(d, p + TASK_EXIT_CODE);
	task->start_code = word(d, p + TASK_START_CODE);
	task->end_code = word(d, p + TASK_END_CODE);
	task->end_data = word(d, p + TASK_END_DATA);
	task->brk = word(d, p + TASK_BRK);
	task->start_stack = word(d, p + TASK_STACK);
	task->pid = word(d, p + TASK_PID);
	task->father = word(d, p + TASK_FATHER);
	task->base = descriptor_base(d, p + TASK_LDT + 16);
	task->code_limit = descriptor_limit(d, p + TASK_LDT + 8);
	task->data_limit = descriptor_limit(d, p + TASK_LDT + 16);
	task->page = p >= MM011_LOW_MEM ? p : 0;
	if (!inode)
		return;
	task->inode = half(d, inode + INODE_NUMBER);
	task->dev = half(d, inode + INODE_DEV);
	task->i_count = half(d, inode + INODE_COUNT);
}

static void read_tasks(struct dump *d)
{
	u32 nr, p;

	for (nr = 0; nr < MM011_NR_TASKS; nr++) {
		p = word(d, d->task_array + 4 * nr);
		if (p > MM011_MEMORY_SIZE - TASK_SIZE || (p & 3))
			contradiction(d, "task[%u] is at 0x%x, which is no place for it", nr, p);
		else if (p)
			read_task(d, nr, p);
	}
	if (d->task[0].state == MM011_TASK_FREE)
		contradiction(d, "there is no task 0: is task[] at 0x%x?", d->task_array);
}

/* --------------------------------------------------------------- checking */

static bool in_main_memory(const struct dump *d, u32 addr)
{
	return addr >= d->start && addr < d->end;
}

/* head.s: four tables from 0x1000 on that map 16 MB to themselves */
static void check_kernel_tables(struct dump *d)
{
	u32 i, entry;

	for (i = 0; i < 4; i++) {
		entry = word(d, 4 * i);
		if ((entry & ~MM011_PTE_AD) != ((i + 1) << 12 | MM011_PTE_FLAGS))
			contradiction(d, "page directory[%u] is 0x%x, not the kernel's table", i,
				      entry);
	}
	for (i = 0; i < 4 * MM011_ENTRIES; i++) {
		entry = word(d, 0x1000 + 4 * i);
		if (mm011_entry_page(entry) != i << 12 || !(entry & MM011_PTE_PRESENT))
			contradiction(d, "the kernel's entry of 0x%06x is 0x%x", i << 12, entry);
	}
}

static void refer(struct dump *d, u32 page, bool writable)
{
	if (!in_main_memory(d, page))
		return;
	d->references[mm011_map_nr(page)]++;
	d->writable[mm011_map_nr(page)] += writable;
}

static void check_table(struct dump *d, u32 pde)
{
	u32 table = mm011_entry_page(word(d, 4 * pde));
	u32 i, entry;

	for (i = 0; i < MM011_ENTRIES; i++) {
		entry = word(d, table + 4 * i);
		if (!(entry & MM011_PTE_PRESENT))
			continue;
		if (mm011_entry_page(entry) >= d->end)
			contradiction(d, "linear 0x%08x is mapped to 0x%x, beyond main memory",
				      pde << 22 | i << 12, mm011_entry_page(entry));
		refer(d, mm011_entry_page(entry), entry & MM011_PTE_WRITE);
	}
}

static void check_directory(struct dump *d)
{
	u32 pde, entry;

	for (pde = 4; pde < MM011_ENTRIES; pde++) {
		entry = word(d, 4 * pde);
		if (!(entry & MM011_PTE_PRESENT))
			continue;
		if (!in_main_memory(d, mm011_entry_page(entry))) {
			contradiction(d, "page directory[%u]: a table at 0x%x, outside main memory",
				      pde, mm011_entry_page(entry));
			continue;
		}
		if (d->task[pde / 16].state == MM011_TASK_FREE)
			contradiction(d, "page directory[%u] is of task %u, which is not there",
				      pde, pde / 16);
		refer(d, mm011_entry_page(entry), false);
		check_table(d, pde);
	}
}

/* a page may have one reference that no table shows: the kernel's own */
static void check_counts(struct dump *d)
{
	u32 nr, page, count, found;

	for (nr = 0; nr < MM011_NR_TASKS; nr++)
		refer(d, d->task[nr].page, false);
	for (nr = mm011_map_nr(d->start); nr < mm011_map_nr(d->end); nr++) {
		page = MM011_LOW_MEM + nr * MM011_PAGE_SIZE;
		count = d->kernel.mem_map[nr];
		found = d->references[nr];
		if (count != found && !(count == 1 && !found))
			contradiction(d, "page 0x%06x: mem_map says %u, references are %u", page,
				      count, found);
		if (found > 1 && d->writable[nr])
			contradiction(d, "page 0x%06x has %u references and is writable", page,
				      found);
	}
}

static void check_tasks(struct dump *d)
{
	u32 nr, other;

	for (nr = 0; nr < MM011_NR_TASKS; nr++) {
		if (d->task[nr].state == MM011_TASK_FREE)
			continue;
		if (d->task[nr].base != nr * MM011_TASK_SIZE)
			contradiction(d, "task %u has its segments at 0x%x, not at 0x%x", nr,
				      d->task[nr].base, nr * MM011_TASK_SIZE);
		if (d->task[nr].state == MM011_TASK_ZOMBIE && d->task[nr].inode)
			contradiction(d, "task %u is a zombie and has an executable", nr);
		if (d->task[nr].page & 0xfff)
			contradiction(d, "the structure of task %u, at 0x%x, is not on a page", nr,
				      d->task[nr].page);
		for (other = 0; other < nr; other++)
			if (d->task[other].state != MM011_TASK_FREE &&
			    d->task[other].pid == d->task[nr].pid)
				contradiction(d, "tasks %u and %u are both pid %u", other, nr,
					      d->task[nr].pid);
	}
}

/* ---------------------------------------------------------------- loading */

static int put_memory(struct target *t, const u8 *memory)
{
	struct mm011_op op = { .code = MM011_OP_PHYS_WRITE, .len = MM011_MAX_DATA };
	int err = 0;

	for ( ; !err && op.arg[0] < MM011_MEMORY_SIZE; op.arg[0] += op.len) {
		op.data = (unsigned long)(memory + op.arg[0]);
		err = target_ops(t, &op, 1);
		if (!err)
			err = op.error;
	}
	return err;
}

static int put_task(struct target *t, const struct mm011_task_info *task)
{
	struct mm011_op op = {
		.code = MM011_OP_LOAD_TASK, .task = task->nr, .len = sizeof(*task),
		.data = (unsigned long)task,
	};
	int err = target_ops(t, &op, 1);

	return err ? err : op.error;
}

/*
 * The machine's last_pid is the highest that a task ever had. In the kernel it
 * may be that of a task which is gone: task 0 has it for a moment.
 */
static int put_last_pid(struct target *t, const struct dump *d)
{
	struct mm011_task_info task = d->task[0];

	task.pid = d->last_pid;
	return task.state == MM011_TASK_FREE || !d->last_pid ? 0 : put_task(t, &task);
}

static int put_tasks(struct target *t, const struct dump *d)
{
	int err = put_last_pid(t, d);
	u32 nr;

	for (nr = 0; !err && nr < MM011_NR_TASKS; nr++)
		if (d->task[nr].state != MM011_TASK_FREE)
			err = put_task(t, &d->task[nr]);
	return err;
}

static int put_dump(struct target *t, const struct dump *d)
{
	static const struct mm011_reset head_only = { .flags = MM011_RESET_HEAD_ONLY };
	struct mm011_op ops[] = {
		{ .code = MM011_OP_MEM_INIT, .arg = { d->start, d->end } },
		{ .code = MM011_OP_LOAD_MEM_MAP, .len = MM011_PAGING_PAGES,
		  .data = (unsigned long)d->kernel.mem_map },
	};
	int err = target_reset(t, &head_only);

	if (!err)
		err = put_memory(t, d->kernel.m.memory);
	if (!err)
		err = target_ops(t, ops, 2);
	if (!err)
		err = ops[0].error ? ops[0].error : ops[1].error;
	return err ? err : put_tasks(t, d);
}

/*
 * Does a machine take it at all? One of our own is asked, which is thrown away: what
 * it refuses would leave the other half overwritten.
 */
static int rehearse(const struct dump *d)
{
	struct target t = { 0 };
	int err = target_open_local(&t);

	if (err)
		return err;
	err = put_dump(&t, d);
	target_close(&t);
	return err;
}

/* do the parts of a dump agree with each other? */
static bool is_sound(struct dump *d, const struct frozen *f)
{
	find_main_memory(d);
	read_tasks(d);
	check_kernel_tables(d);
	check_directory(d);
	check_counts(d);
	check_tasks(d);
	if (d->contradictions)
		fprintf(stderr, "mm011ctl: %s contradicts itself in %u places%s\n", f->ram,
			d->contradictions, f->force ? "" : "; --force loads it all the same");
	return !d->contradictions || f->force;
}

static int check_and_put(struct target *t, struct dump *d, const struct frozen *f)
{
	int err;

	if (read_file(f->ram, d->kernel.m.memory, MM011_MEMORY_SIZE) || read_mem_map(d, f))
		return 2;
	d->task_array = f->task;
	d->last_pid = f->last_pid_at ? word(d, f->last_pid_at) : 0;
	if (!is_sound(d, f))
		return 2;
	err = rehearse(d);
	if (err) {
		fprintf(stderr, "mm011ctl: %s: no machine can have such tasks: %s\n", f->ram,
			strerror(-err));
		return 2;
	}
	err = put_dump(t, d);
	if (err)
		fprintf(stderr, "mm011ctl: load: %s\n", strerror(-err));
	return err ? 1 : 0;
}

/**
 * frozen_load() - go on from a dump of a machine's memory
 * @t: the machine; it is left as it was when the dump is refused
 * @f: the files
 *
 * Return: an exit status; 2 when the dump is refused.
 */
int frozen_load(struct target *t, const struct frozen *f)
{
	struct dump *d = calloc(1, sizeof(*d));
	int status = 2;

	if (d) {
		d->kernel.m.memory = malloc(MM011_MEMORY_SIZE);
		mm011_set_memory_size(&d->kernel.m, MM011_MEMORY_SIZE);
	}
	if (!d || !d->kernel.m.memory) {
		fprintf(stderr, "mm011ctl: out of memory\n");
	} else {
		status = check_and_put(t, d, f);
		free(d->kernel.m.memory);
	}
	free(d);
	return status;
}
