/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the test programs have in common: a machine of their own, and short
 * ways to ask it. All functions return 0 or a negative errno unless they say
 * otherwise, so that a test can compare with the errno it expects.
 */
#ifndef _MM011_TEST_H
#define _MM011_TEST_H

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

/* which one file of a program can have */
#ifndef NO_HARNESS
#include "kselftest_harness.h"
#endif
#include "mm011_ioctl.h"

/* an emulated CPU that checks everything is slow: seconds */
#undef TEST_TIMEOUT_DEFAULT
#define TEST_TIMEOUT_DEFAULT 300

#define DEVICE "/dev/mm011"
#define DEBUGFS "/sys/kernel/debug/mm011"
#define PAGE 4096u
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* page table entry bits, and the place of a task in linear memory */
#define P 0x1u
#define RW 0x2u
#define US 0x4u
#define A 0x20u
#define D 0x40u
#define TASK_BASE(nr) ((nr) * 0x4000000u)

static inline __u64 address_of(const void *p)
{
	return (uintptr_t)p;
}

/* is there one more operation, from this number on? each group of 32 grows at its end */
static inline int more_ops(__u32 *code)
{
	static const __u16 last[MM011_OP_MAX / 32] = {
		MM011_OP_REVIVE, MM011_OP_FREE_S, MM011_OP_CLOSE_PIPE, MM011_OP_BIND_FILE,
		MM011_OP_CALC_MEM, MM011_OP_WAKE, 0, 0, MM011_OP24_PRESSURE, MM011_OP24_SYS_MSYNC,
		MM011_OP24_ENTRY, MM011_OP24_TELL, MM011_OP24_TRY_TO_SWAP_OUT
	};

	while (*code < MM011_OP_MAX && *code > last[*code / 32])
		*code = (*code / 32 + 1) * 32;
	return *code < MM011_OP_MAX;
}

/* one of them, whatever their numbers are */
static inline __u16 nth_op(__u32 n)
{
	__u32 code, count = 0;

	for (code = 0; more_ops(&code); code++)
		count++;
	n %= count;
	for (code = 0; more_ops(&code); code++)
		if (!n--)
			break;
	return code;
}

static inline int call(int fd, unsigned long command, void *argument)
{
	return ioctl(fd, command, argument) < 0 ? -errno : 0;
}

/* a private machine; its descriptor, or a negative errno */
static inline int new_machine_like(struct mm011_reset reset)
{
	struct mm011_new_machine args = { .size = sizeof(args), .reset = reset };
	int device = open(DEVICE, O_RDWR | O_CLOEXEC);
	int err;

	if (device < 0)
		return -errno;
	args.reset.size = sizeof(args.reset);
	args.fd = -1;
	err = call(device, MM011_IOC_NEW_MACHINE, &args);
	close(device);
	return err ? err : args.fd;
}

static inline int new_machine(void)
{
	return new_machine_like((struct mm011_reset){ 0 });
}

static inline int reset_machine(int fd, struct mm011_reset reset)
{
	reset.size = sizeof(reset);
	return call(fd, MM011_IOC_RESET, &reset);
}

static inline int do_ops(int fd, struct mm011_op *ops, __u32 count, __u32 flags, __u32 *done)
{
	struct mm011_ops args = {
		.size = sizeof(args), .count = count, .flags = flags, .done = ~0u,
		.ops = address_of(ops), .op_size = sizeof(*ops),
	};
	int err = call(fd, MM011_IOC_OPS, &args);

	if (done)
		*done = args.done;
	return err;
}

/* one operation, given as its fields: OP(fd, .code = ..., .arg = { ... }) */
#define OP(fd, ...) do_op(fd, (struct mm011_op){ __VA_ARGS__ })

static inline struct mm011_op do_op(int fd, struct mm011_op op)
{
	int err = do_ops(fd, &op, 1, 0, NULL);

	if (err) {
		op.error = err;
		op.outcome = ~0u;
	}
	return op;
}

static inline struct mm011_info get_info(int fd)
{
	struct mm011_info info = { .size = sizeof(info) };

	if (call(fd, MM011_IOC_INFO, &info))
		memset(&info, 0xff, sizeof(info));
	return info;
}

/* every bit of state in one number, to see whether anything changed */
static inline __u32 machine_sum(int fd)
{
	struct mm011_checksum sum = { .size = sizeof(sum), .flags = MM011_CHECKSUM_MACHINE };

	return call(fd, MM011_IOC_CHECKSUM, &sum) ? 0 : sum.machine;
}

static inline __u32 peek(int fd, __u32 addr)
{
	return OP(fd, .code = MM011_OP_PEEK32, .arg = { addr }).ret;
}

static inline int poke(int fd, __u32 addr, __u32 word)
{
	return OP(fd, .code = MM011_OP_POKE32, .arg = { addr, word }).error;
}

/* the number of the new task, or a negative errno */
static inline int fork_task(int fd, __u32 task)
{
	struct mm011_op op = OP(fd, .code = MM011_OP_FORK, .task = task);

	return op.error ? op.error : (int)op.out[0];
}

static inline int write_task(int fd, __u32 task, __u32 addr, const void *from, __u32 len)
{
	return OP(fd, .code = MM011_OP_WRITE, .task = task, .arg = { addr }, .len = len,
		  .data = address_of(from)).error;
}

static inline int read_task(int fd, __u32 task, __u32 addr, void *to, __u32 len)
{
	return OP(fd, .code = MM011_OP_READ, .task = task, .arg = { addr }, .len = len,
		  .data = address_of(to)).error;
}

static inline __u64 get_stat(int fd, enum mm011_stat which)
{
	__u64 value = ~0ull;
	struct mm011_array args = {
		.size = sizeof(args), .count = 1, .first = which, .data = address_of(&value),
	};

	return call(fd, MM011_IOC_STATS, &args) ? ~0ull : value;
}

static inline int get_mem_map(int fd, __u8 map[MM011_PAGING_PAGES])
{
	struct mm011_array args = {
		.size = sizeof(args), .count = MM011_PAGING_PAGES, .data = address_of(map),
	};

	return call(fd, MM011_IOC_MEM_MAP, &args);
}

/* physical address that a task's address leads to; 0: it faults */
static inline __u32 physical(int fd, __u32 task, __u32 addr)
{
	struct mm011_translate walk = {
		.size = sizeof(walk), .task = task, .address = addr, .access = MM011_ACCESS_USER,
	};

	if (call(fd, MM011_IOC_TRANSLATE, &walk) || walk.outcome != MM011_WALK_OK)
		return 0;
	return walk.physical;
}

/* a life: fork, write to some pages, read them back, exit, be waited for */
static inline int live(int fd, __u32 id)
{
	struct mm011_op op = OP(fd, .code = MM011_OP_FORK, .task = 1);
	__u32 nr = op.out[0], pid = op.ret, word, addr;
	int wrong = 0;

	if (op.error)
		return 1;
	for (addr = 0x10000; addr < 0x18000; addr += PAGE) {
		word = id * 0x1000000 + addr;
		wrong += write_task(fd, nr, addr, &word, 4) != 0;
	}
	for (addr = 0x10000; addr < 0x18000; addr += PAGE) {
		wrong += read_task(fd, nr, addr, &word, 4) != 0;
		wrong += word != id * 0x1000000 + addr;
	}
	wrong += OP(fd, .code = MM011_OP_EXIT, .task = nr).error != 0;
	op = OP(fd, .code = MM011_OP_WAITPID, .task = 1, .arg = { pid },
		.flags = MM011_OPF_NO_STATUS);
	return wrong + (op.ret != pid);
}

/* memory that must not be touched, with a page before it that may */
static inline char *guarded_page(void)
{
	char *p = mmap(NULL, 3 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	mprotect(p + PAGE, PAGE, PROT_NONE);
	mprotect(p + 2 * PAGE, PAGE, PROT_READ);
	return p;
}

#define NO_ACCESS(guarded) ((guarded) + PAGE)
#define READ_ONLY(guarded) ((guarded) + 2 * PAGE)

static inline void count_page(__u8 *expected, __u32 addr)
{
	if (addr >= 0x100000 && addr < MM011_MEMORY_SIZE)
		expected[(addr - 0x100000) / PAGE]++;
}

static inline void count_table(const __u32 *memory, __u32 table, __u8 *expected)
{
	__u32 i;

	for (i = 0; i < 1024; i++)
		if (memory[table / 4 + i] & P)
			count_page(expected, memory[table / 4 + i] & ~0xfffu);
}

/* page tables of tasks and what they map; task 0 has the kernel's own tables */
static inline void count_tables(const __u32 *memory, __u8 *expected)
{
	__u32 dir;

	for (dir = 16; dir < 1024; dir++) {
		if (!(memory[dir] & P))
			continue;
		count_page(expected, memory[dir] & ~0xfffu);
		count_table(memory, memory[dir] & ~0xfffu, expected);
	}
}

/* malloc(): a page for each bucket, and the pages with the descriptors, once each */
static inline void count_malloc(const __u32 *memory, const struct mm011_info *info,
				__u8 *expected)
{
	__u8 seen[MM011_MEMORY_SIZE / PAGE];
	__u32 chain, desc;

	memset(seen, 0, sizeof(seen));
	for (chain = 0; chain <= MM011_NR_BUCKETS; chain++) {
		desc = info->free_bucket_desc;
		if (chain < MM011_NR_BUCKETS)
			desc = info->bucket_chain[chain];
		for ( ; desc; desc = memory[desc / 4 + 1]) {
			if (chain < MM011_NR_BUCKETS)
				count_page(expected, memory[desc / 4]);
			if (!seen[desc / PAGE]++)
				count_page(expected, desc & ~0xfffu);
		}
	}
}

static inline void count_tasks_and_pipes(int fd, const struct mm011_info *info, __u8 *expected)
{
	__u32 nr;

	for (nr = 0; nr < MM011_NR_TASKS; nr++) {
		struct mm011_task_info task = { .size = sizeof(task), .nr = nr };

		if (!call(fd, MM011_IOC_TASK, &task))
			count_page(expected, task.page);
	}
	for (nr = 0; nr < MM011_NR_PIPES; nr++)
		count_page(expected, info->pipe[nr]);
}

/*
 * The ledger: each page of main memory must be counted as often as something
 * refers to it. Returns how many pages are not; a negative errno.
 */
static inline int ledger(int fd)
{
	__u8 expected[MM011_PAGING_PAGES], map[MM011_PAGING_PAGES];
	struct mm011_info info = get_info(fd);
	__u32 *memory = mmap(NULL, MM011_MEMORY_SIZE, PROT_READ, MAP_SHARED, fd, 0);
	int err = get_mem_map(fd, map);
	int wrong = 0;
	__u32 nr;

	if (err || memory == MAP_FAILED)
		return err ? err : -errno;
	memset(expected, 0, sizeof(expected));
	count_tables(memory, expected);
	count_malloc(memory, &info, expected);
	count_page(expected, info.swap_bitmap);
	count_tasks_and_pipes(fd, &info, expected);
	for (nr = (info.main_memory_start - 0x100000) / PAGE;
	     nr < (info.high_memory - 0x100000) / PAGE; nr++)
		wrong += map[nr] != expected[nr];
	munmap(memory, MM011_MEMORY_SIZE);
	return wrong;
}

/* a file that is nowhere but behind its descriptor; a negative errno */
static inline int memory_file(const void *bytes, size_t len)
{
	int fd = memfd_create("mm011_test", MFD_CLOEXEC);

	if (fd < 0)
		return -errno;
	if (write(fd, bytes, len) != (ssize_t)len) {
		close(fd);
		return -EIO;
	}
	return fd;
}

#endif /* _MM011_TEST_H */
