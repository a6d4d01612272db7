/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Machines of 0.12 with swap space, for swap_test.c and sleep_test.c.
 */
#ifndef _MM011_SWAP_H
#define _MM011_SWAP_H

#include <dirent.h>
#include <time.h>

#include "mm011_test.h"

#define MAIN_PAGES 64u		/* of main memory */
#define SIGNATURE_AT 4086
#define NO_SIZE (~0u)		/* of swap memory: as a device that does not tell its size */
#define SEED(task, page) (0x1000000u * (task) + 0x100u * (page) + 1)

/* task 1 runs a program of 4 KB; 0, or it could not be made */
static inline int run_task_1(int fd)
{
	struct mm011_op exec = {
		.code = MM011_OP_EXEC_MADE_UP, .task = 1, .arg = { 5, 0x1000 },
	};

	return fork_task(fd, 0) != 1 || do_op(fd, exec).error;
}

/* a small machine that runs 0.12; task 1 has a program and all of its 64 MB */
static inline int machine_0_12(void)
{
	struct mm011_reset reset = { .kernel = 12, .ram_kb = 1024 + 4 * MAIN_PAGES };
	int fd = new_machine_like(reset);

	if (fd < 0 || !run_task_1(fd))
		return fd;
	close(fd);
	return -EPROTO;
}

/* the page of the bitmap, 0 when init_swapping() refuses; a negative errno */
static inline int init_swapping(int fd)
{
	struct mm011_op op = OP(fd, .code = MM011_OP_INIT_SWAPPING);

	return op.error ? op.error : (int)op.ret;
}

static inline int swap_to_memory(int fd, __u32 blocks)
{
	int err = OP(fd, .code = MM011_OP_SWAP_MEMORY, .arg = { blocks }).error;

	return err ? err : init_swapping(fd);
}

/* what mkswap writes for a swap space of so many pages */
static inline void mkswap(__u8 page[PAGE], __u32 pages)
{
	__u32 nr;

	memset(page, 0, PAGE);
	for (nr = 1; nr < pages && nr < 8 * SIGNATURE_AT; nr++)
		page[nr / 8] |= 1 << nr % 8;
	memcpy(page + SIGNATURE_AT, "SWAP-SPACE", 10);
}

/* a swap file in memory; a negative errno */
static inline int swap_file(__u32 pages)
{
	__u8 page[PAGE];
	int file;

	mkswap(page, pages);
	file = memfd_create("swap", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (file < 0)
		return -errno;
	if (write(file, page, PAGE) == PAGE && !ftruncate(file, pages * PAGE))
		return file;
	close(file);
	return -EIO;
}

static inline int swap_to_file(int fd, int file)
{
	int err = OP(fd, .code = MM011_OP_SWAP_FILE, .arg = { file }).error;

	return err ? err : init_swapping(fd);
}

/* a task writes to its pages, each its own word; returns how many could not be */
static inline int write_pages(int fd, __u32 task, __u32 first, __u32 n)
{
	__u32 i, word;
	int wrong = 0;

	for (i = first; i < first + n; i++) {
		word = SEED(task, i);
		wrong += write_task(fd, task, 0x10000 + i * PAGE, &word, 4) != 0;
	}
	return wrong;
}

/* and reads them back; returns how many are wrong */
static inline int wrong_pages(int fd, __u32 task, __u32 first, __u32 n)
{
	__u32 i, word;
	int wrong = 0;

	for (i = first; i < first + n; i++) {
		if (read_task(fd, task, 0x10000 + i * PAGE, &word, 4))
			word = 0;
		wrong += word != SEED(task, i);
	}
	return wrong;
}

/* physical address of a page table entry; 0: there is no table */
static inline __u32 entry_address(int fd, __u32 task, __u32 addr)
{
	struct mm011_translate walk = {
		.size = sizeof(walk), .task = task, .address = addr, .access = MM011_ACCESS_USER,
	};

	return call(fd, MM011_IOC_TRANSLATE, &walk) ? 0 : walk.pte_addr;
}

/* the swap page that a task's page is on; 0: it is in memory, or nowhere */
static inline __u32 swap_page_of(int fd, __u32 task, __u32 addr)
{
	__u32 at = entry_address(fd, task, addr);
	__u32 entry = at ? peek(fd, at) : 0;

	return entry & P ? 0 : entry >> 1;
}

/* kernel threads of the module: the operations that sleep, in all machines */
static inline int count_threads(void)
{
	char path[300], comm[16];
	struct dirent *entry;
	DIR *proc = opendir("/proc");
	int n = 0, file;

	if (!proc)
		return -errno;
	while ((entry = readdir(proc))) {
		snprintf(path, sizeof(path), "/proc/%s/comm", entry->d_name);
		memset(comm, 0, sizeof(comm));
		file = open(path, O_RDONLY);
		if (file < 0)
			continue;
		n += read(file, comm, sizeof(comm) - 1) > 0 && !strcmp(comm, "mm011\n");
		close(file);
	}
	closedir(proc);
	return n;
}

/* A thread that has ended is in /proc a moment longer. */
static inline int no_threads_left(void)
{
	const struct timespec moment = { .tv_nsec = 10000000 };
	int n, tries;

	for (tries = 0; tries < 500; tries++) {
		n = count_threads();
		if (n <= 0)
			return n;
		nanosleep(&moment, NULL);
	}
	return n;
}

/* the last thing that the kernel printed; ~0u: nothing */
static inline __u32 last_message(int fd)
{
	struct mm011_event events[512];
	__u64 seq = get_info(fd).event_seq;
	struct mm011_array args = {
		.size = sizeof(args), .count = 512, .data = address_of(events),
		.first = seq > 512 ? seq - 512 : 0,
	};

	if (call(fd, MM011_IOC_EVENTS, &args))
		return ~0u;
	while (args.count-- > 0)
		if (events[args.count].type == MM011_EV_MESSAGE)
			return events[args.count].a;
	return ~0u;
}

#endif /* _MM011_SWAP_H */
