// SPDX-License-Identifier: GPL-2.0
/*
 * A machine from files: its memory as QEMU's pmemsave writes it, and the bytes of mem_map[],
 * which are in that memory, too, if one knows where. The tasks are in the memory: task[]
 * holds the addresses of their structures. So what ran on a real Linux 0.11 or 0.12 goes on
 * here; freeze.c is the other way round.
 *
 * A dump is looked through before the machine is touched: sound.c.
 */

#include <errno.h>
#include <linux/kernel.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "ctl/files.h"
#include "dump/dump.h"

#define LEAST_MEMORY	0x100000u

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

static int complain(const char *path, const char *problem)
{
	fprintf(stderr, "mm011ctl: %s: %s\n", path, problem);
	return -EINVAL;
}

/* a file, up to size bytes; how many there are, also more, or -EINVAL and it is told */
static ssize_t read_file(const char *path, u8 *to, size_t size)
{
	int fd = files_stream(path);
	ssize_t n, more = 0;
	u8 byte;

	if (fd < 0)
		return complain(path, files_stream_error());
	n = read_bytes(fd, to, size);
	if (n == (ssize_t)size)
		more = read_bytes(fd, &byte, 1);
	if (n < 0 || more < 0)
		complain(path, strerror(errno));
	if (fd > STDIN_FILENO)
		close(fd);
	return n < 0 || more < 0 ? -EINVAL : n + more;
}

static int wrong_length(const char *path, size_t n, size_t size, const char *wanted)
{
	fprintf(stderr, "mm011ctl: %s: %s %zu bytes long, %s\n", path,
		n > size ? "more than" : "only", min(n, size), wanted);
	return -EINVAL;
}

static int read_memory(struct dump *d)
{
	ssize_t n = read_file(d->f->ram, d->kernel.m.memory, MM011_MEMORY_SIZE);

	if (n < 0)
		return n;
	if (n > (ssize_t)MM011_MEMORY_SIZE || n < (ssize_t)LEAST_MEMORY ||
	    n % MM011_PAGE_SIZE)
		return wrong_length(d->f->ram, n, MM011_MEMORY_SIZE,
				    "it must have whole pages, 1 MB to 16 MB: pmemsave 0 RAM-SIZE");
	d->length = n;
	return 0;
}

/* from its own file, or from where the kernel has it */
static int read_mem_map(struct dump *d)
{
	char wanted[40];
	ssize_t n;

	if (!d->f->mem_map) {
		memcpy(d->kernel.mem_map, d->kernel.m.memory + d->f->mem_map_at,
		       MM011_PAGING_PAGES);
		return 0;
	}
	n = read_file(d->f->mem_map, d->kernel.mem_map, MM011_PAGING_PAGES);
	if (n < 0)
		return n;
	if (n == MM011_PAGING_PAGES)
		return 0;
	snprintf(wanted, sizeof(wanted), "it must have %u", MM011_PAGING_PAGES);
	return wrong_length(d->f->mem_map, n, MM011_PAGING_PAGES, wanted);
}

/* what is USED at both ends of mem_map[] is no main memory; there may be none */
static void find_main_memory(struct dump *d)
{
	u32 first = 0, last = MM011_PAGING_PAGES;

	while (first < last && d->kernel.mem_map[first] == MM011_USED)
		first++;
	while (last > first && d->kernel.mem_map[last - 1] == MM011_USED)
		last--;
	if (first == last) {
		first = mm011_map_nr(d->length);
		last = first;
	}
	d->start = MM011_LOW_MEM + first * MM011_PAGE_SIZE;
	d->end = MM011_LOW_MEM + last * MM011_PAGE_SIZE;
}

/*
 * A file of less than 16 MB is all of the machine's RAM. In one of 16 MB there may be
 * less: main memory tells where it ends.
 */
static u32 ram_kb(const struct dump *d)
{
	u32 bytes = d->length;

	if (bytes == MM011_MEMORY_SIZE && d->end > d->start)
		bytes = d->end;
	return bytes / 1024;
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

/* of siblings the eldest first: a machine numbers them as they come */
static int put_tasks(struct target *t, const struct dump *d)
{
	int err = put_last_pid(t, d);
	u32 nr, rank;

	for (rank = 0; !err && rank <= MM011_NR_TASKS; rank++)
		for (nr = 0; !err && nr < MM011_NR_TASKS; nr++)
			if (d->rank[nr] == rank && d->task[nr].state != MM011_TASK_FREE)
				err = put_task(t, &d->task[nr]);
	return err;
}

static int put_dump(struct target *t, const struct dump *d)
{
	const struct mm011_reset head_only = {
		.kernel = d->layout->kernel, .ram_kb = ram_kb(d), .flags = MM011_RESET_HEAD_ONLY
	};
	struct mm011_op ops[] = {
		{ .code = MM011_OP_MEM_INIT, .arg = { d->start, d->end } },
		{ .code = MM011_OP_LOAD_MEM_MAP, .len = MM011_PAGING_PAGES,
		  .data = (unsigned long)d->kernel.mem_map },
	};
	int err = target_reset(t, &head_only);

	if (!err)
		err = dump_put_swap(t, d);
	if (!err)
		err = put_memory(t, d->kernel.m.memory);
	if (!err)
		err = target_ops(t, ops, 2);
	if (!err)
		err = ops[0].error ? ops[0].error : ops[1].error;
	if (!err)
		err = put_tasks(t, d);
	return err ? err : dump_put_bound(t, d);
}

/*
 * Does a machine take it at all, and does that contradict itself? One of our own is asked,
 * which is thrown away: what it refuses would leave the other half overwritten.
 */
static int rehearse(struct dump *d)
{
	struct target t = { 0 };
	int err = target_open_local(&t);

	if (err)
		return err;
	err = put_dump(&t, d);
	if (!err)
		err = dump_check_machine(d, t.machine);
	target_close(&t);
	return err;
}

/* find what is in a dump; what in it cannot be is told */
static void look_through(struct dump *d)
{
	find_main_memory(d);
	if (d->f->last_pid_at)
		d->last_pid = dump_word(d, d->f->last_pid_at);
	if (d->f->swap_bitmap_at)
		d->bitmap = dump_word(d, d->f->swap_bitmap_at);
	dump_read_tasks(d);
	dump_check(d);
}

/* do the parts of a dump agree with each other, as far as they have been looked at? */
static bool is_refused(const struct dump *d)
{
	if (d->contradictions)
		fprintf(stderr, "mm011ctl: %s contradicts itself in %u places, as a dump of %s%s\n",
			d->f->ram, d->contradictions, d->layout->name,
			d->f->force ? "" : "; --force loads it all the same");
	return d->contradictions && !d->f->force;
}

/* can it be loaded, with all that goes with it? If not, why is told. */
static bool is_good(struct dump *d)
{
	int err;

	look_through(d);
	if ((!d->f->force && is_refused(d)) || dump_open_swap(d) || dump_open_bound(d))
		return false;
	err = rehearse(d);
	if (err)
		fprintf(stderr, "mm011ctl: %s: no machine can have such tasks: %s\n", d->f->ram,
			strerror(-err));
	return !err && !is_refused(d);
}

static int check_and_put(struct target *t, struct dump *d)
{
	int err;

	if (read_memory(d) || read_mem_map(d) || !is_good(d))
		return 2;
	err = put_dump(t, d);
	if (err)
		fprintf(stderr, "mm011ctl: load: %s\n", strerror(-err));
	else
		dump_tell_states(d);
	return err ? 1 : 0;
}

/*
 * Which kernel is it? --kernel tells, else the symbols, else the machine that is there. A
 * machine that the user has made one of 0.12 does not become another in silence.
 */
static u32 kernel_of(struct target *t, const struct frozen *f)
{
	const struct mm011_machine *m = target_snapshot(t);
	u32 there = m ? m->kernel->number : MM011_KERNEL_0_11;

	if (f->kernel == MM011_KERNEL_0_12 && t->kernel == MM011_KERNEL_0_11) {
		complain(f->symbols, "a Linux 0.12 has such functions, and --kernel is 0.11");
		return 0;
	}
	if (t->kernel)
		return t->kernel;
	if (!f->kernel)
		return there;
	if (there == MM011_KERNEL_0_12 && f->kernel == MM011_KERNEL_0_11)
		complain(f->symbols, "nothing of Linux 0.12: the machine becomes Linux 0.11");
	return f->kernel;
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
	u32 kernel = kernel_of(t, f);
	const struct layout *layout = layout_of(kernel);
	struct dump *d = layout ? calloc(1, sizeof(*d)) : NULL;
	int status = 2;

	if (kernel && !layout)
		complain(f->ram, "of the machine's kernel no dump can be read");
	if (!layout)
		return status;
	if (d) {
		d->kernel.m.memory = calloc(1, MM011_MEMORY_SIZE);
		mm011_set_memory_size(&d->kernel.m, MM011_MEMORY_SIZE);
	}
	if (!d || !d->kernel.m.memory) {
		fprintf(stderr, "mm011ctl: out of memory\n");
	} else {
		d->f = f;
		d->layout = layout;
		d->swap_fd = -1;
		status = check_and_put(t, d);
		dump_close_bound(d);
		if (d->swap_fd >= 0)
			close(d->swap_fd);
		free(d->kernel.m.memory);
	}
	free(d);
	return status;
}
