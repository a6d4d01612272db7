// SPDX-License-Identifier: GPL-2.0
/*
 * How long can one operation take? For each kind that has a loop over something from
 * outside: the machine on which that loop is longest, as far as we know, made by hand
 * from entries, counts and chains, and the time of the one operation. Here, or
 * through the device (--device), where the kernel lets others run meanwhile.
 */

#include <linux/kernel.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "target.h"

#define TABLE		0xf00000u	/* of entries that all directory entries name */
#define ROOM		0x100000u	/* where chains and other tables are made */
#define DIRECTORY	1008u		/* entries that are not the kernel's 64 MB */
#define PIECE		65536u

static struct target target;
static u8 bytes[MM011_MEMORY_SIZE];

static void fail(const char *what)
{
	fprintf(stderr, "worst: %s\n", what);
	exit(2);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return 1e3 * t.tv_sec + t.tv_nsec / 1e6;
}

/* the last operation of a case is the one that counts */
static double last_ms;

static struct mm011_op do_op(struct mm011_op op)
{
	double began = now();

	if (target_ops(&target, &op, 1))
		fail("the machine cannot be asked");
	last_ms = now() - began;
	return op;
}

#define OP(verb, ...) do_op((struct mm011_op){ .code = MM011_OP_##verb, __VA_ARGS__ })

static void reset(u32 kernel)
{
	const struct mm011_reset reset = { .size = sizeof(reset), .kernel = kernel };

	if (target_reset(&target, &reset))
		fail("the machine cannot be switched on");
}

/* bytes of memory, from the same place of bytes[] */
static void put(u32 addr, u32 len)
{
	struct mm011_op op;
	u32 n;

	for ( ; len; len -= n, addr += n) {
		n = min(len, PIECE);
		op = OP(PHYS_WRITE, .arg = { addr }, .len = n,
			.data = (unsigned long)(bytes + addr));
		if (op.error)
			fail("no room for the machine's memory");
	}
}

static void word(u32 addr, u32 value)
{
	memcpy(bytes + addr, &value, sizeof(value));
}

/* all counts as they are given, so that no page is found, or each is */
static void counts(u8 count)
{
	memset(bytes, count, MM011_PAGING_PAGES);
	OP(LOAD_MEM_MAP, .len = MM011_PAGING_PAGES, .data = (unsigned long)bytes);
}

/* directory entries from one on name one table, whose entries are all the same */
static void one_table(u32 first, u32 n, u32 entry)
{
	u32 i;

	for (i = 0; i < 1024; i++)
		word(TABLE + 4 * i, entry);
	put(TABLE, 4096);
	for (i = first; i < first + n; i++)
		word(4 * i, TABLE | 7);
	put(4 * first, 4 * n);
}

/* or each a table of its own, of entries that map the kernel's memory */
static void many_tables(u32 first, u32 n)
{
	u32 i, k;

	for (i = 0; i < n; i++) {
		word(4 * (first + i), (ROOM + i * 4096) | 7);
		for (k = 0; k < 1024; k++)
			word(ROOM + i * 4096 + 4 * k, 0x50007 + k % 16 * 4096);
	}
	put(4 * first, 4 * n);
	put(ROOM, n * 4096);
}

static void task(u32 nr, u32 base, u32 data_limit)
{
	struct mm011_task_info info = {
		.size = sizeof(info), .nr = nr, .state = MM011_TASK_RUNNING, .pid = nr,
		.start_code = base, .base = base, .end_code = 0x1000, .end_data = 0x1000,
		.brk = 0x2000, .start_stack = 0x3fff000, .code_limit = data_limit,
		.data_limit = data_limit,
	};

	OP(LOAD_TASK, .task = nr, .len = sizeof(info), .data = (unsigned long)&info);
}

static void swap_space(void)
{
	OP(SWAP_MEMORY, .arg = { MM011_MAX_SWAP_KB });
	if (!OP(INIT_SWAPPING).ret)
		fail("no swapping");
}

/* ---------------------------------------------------------- the worst cases */

static struct mm011_op free_page_tables(void)
{
	reset(MM011_KERNEL_0_11);
	many_tables(16, DIRECTORY);
	counts(255);
	return OP(FREE_PAGE_TABLES, .arg = { 0x4000000, DIRECTORY * 0x400000u });
}

static struct mm011_op copy_page_tables(void)
{
	reset(MM011_KERNEL_0_11);
	many_tables(16, 504);
	counts(0);
	return OP(COPY_PAGE_TABLES, .arg = { 0x4000000, 520 * 0x400000u, 504 * 0x400000u });
}

/* each of its pages comes from the swap space, and another goes there */
static struct mm011_op copy_swapped_tables(void)
{
	u32 i;

	reset(MM011_KERNEL_0_12);
	swap_space();
	many_tables(16, 504);
	for (i = 0; i < 504 * 1024; i++)
		word(ROOM + 4 * i, 2 * (1 + i % 4000));
	put(ROOM, 504 * 4096);
	return OP(COPY_PAGE_TABLES, .arg = { 0x4000000, 520 * 0x400000u, 504 * 0x400000u });
}

static struct mm011_op fork_of_2_gb(void)
{
	u32 nr;

	reset(MM011_KERNEL_0_11);
	many_tables(32, 480);
	counts(0);
	task(1, 0x8000000, 480 * 0x400000u);
	for (nr = 2; nr < 32; nr++)
		task(nr, 0, 1);
	return OP(FORK, .task = 1);
}

static struct mm011_op exit_of_4_gb(void)
{
	reset(MM011_KERNEL_0_11);
	many_tables(16, DIRECTORY);
	counts(255);
	task(1, 0x4000000, DIRECTORY * 0x400000u);
	return OP(EXIT, .task = 1);
}

/* 131,064 strings of no letter: that many pointers, one by one into user memory */
static struct mm011_op exec_with_many_strings(void)
{
	static u8 strings[MM011_MAX_DATA];

	reset(MM011_KERNEL_0_11);
	task(1, 0x4000000, 0x4000000);
	return OP(EXEC_MADE_UP, .task = 1, .arg = { 1, 0x1000, 1, 0, 131064 }, .len = 131064,
		  .data = (unsigned long)strings);
}

static struct mm011_op verify_area(void)
{
	reset(MM011_KERNEL_0_11);
	one_table(16, DIRECTORY, 0x50005);
	task(1, 0x4000000, 0);
	return OP(VERIFY_AREA, .task = 1, .arg = { 0, 0x7fffffff });
}

static struct mm011_op calc_mem(void)
{
	static u16 used[MM011_ENTRIES];

	reset(MM011_KERNEL_0_11);
	many_tables(16, DIRECTORY);
	return OP(CALC_MEM, .len = sizeof(used), .data = (unsigned long)used);
}

static struct mm011_op show_mem(void)
{
	static struct mm011_show_mem show;

	reset(MM011_KERNEL_0_12);
	many_tables(16, DIRECTORY);
	return OP(SHOW_MEM, .len = sizeof(show), .data = (unsigned long)&show);
}

/* three and a half million descriptors, each four bytes behind the one before it */
static struct mm011_op malloc_chain(bool in_free_s)
{
	u32 desc, first = 0x110000, last = 0xefff00;

	reset(MM011_KERNEL_0_11);
	OP(MALLOC, .arg = { 4096 });
	for (desc = first; desc < last; desc += 4)
		word(desc, desc);
	word(last, 0);
	put(first, last + 4 - first);
	OP(POKE32, .arg = { 0xfff004, first });	/* next of the only bucket */
	if (in_free_s)
		return OP(FREE_S, .arg = { 0x5000, 0 });
	return OP(FREE_S, .arg = { 0x6000, 4096 });
}

static struct mm011_op free_s_chain(void)
{
	return malloc_chain(true);
}

/* all of one table's pages are dirty, and no swap page is free */
static void nothing_to_swap(void)
{
	u32 bitmap;

	reset(MM011_KERNEL_0_12);
	OP(SWAP_MEMORY, .arg = { 400 });
	bitmap = OP(INIT_SWAPPING).ret;
	memset(bytes + bitmap, 0, 4096);
	put(bitmap, 4096);
	counts(1);
	one_table(16, DIRECTORY, 0xe00067);
}

static struct mm011_op swap_out(void)
{
	nothing_to_swap();
	return OP(SWAP_OUT);
}

static struct mm011_op get_free_page(void)
{
	nothing_to_swap();
	return OP(GET_FREE_PAGE);
}

/* every entry is dropped, and none of them makes its page free */
static struct mm011_op get_free_page_of_many(void)
{
	u32 i, k;

	reset(MM011_KERNEL_0_12);
	for (i = 0; i < 900; i++) {
		word(4 * (16 + i), (ROOM + i * 4096) | 7);
		for (k = 0; k < 1024; k++)
			word(ROOM + i * 4096 + 4 * k, 0x800007 + (i + k) % 2000 * 4096);
	}
	put(64, 4 * 900);
	put(ROOM, 900 * 4096);
	counts(255);
	return OP(GET_FREE_PAGE);
}

static struct mm011_op read_128_kb(void)
{
	static u8 data[MM011_MAX_DATA];

	reset(MM011_KERNEL_0_11);
	task(1, 0x4000000, 0x4000000);
	return OP(READ, .task = 1, .len = sizeof(data), .data = (unsigned long)data);
}

static struct mm011_op a_tail_of_16_mb(void)
{
	reset(MM011_KERNEL_0_11);
	memset(bytes, 0xff, sizeof(bytes));
	put(ROOM, 0xf00000);
	OP(SET_TASK, .task = 1, .arg = { 0x4000000, 0x1000, -0xffe000u, 0, 1, 0, 1, 0 });
	return OP(DO_NO_PAGE_MAP, .task = 1, .arg = { 0xffe000, 0x4000000 });
}

static struct mm011_op mem_init(void)
{
	reset(MM011_KERNEL_0_11);
	return OP(MEM_INIT, .arg = { 0x100000, 0x7fffffff });
}

static struct mm011_op checksum(u32 flags)
{
	reset(MM011_KERNEL_0_11);
	many_tables(16, DIRECTORY);
	return OP(NONE, .flags = flags);
}

static struct mm011_op checksum_crc(void)
{
	return checksum(MM011_OPF_CRC);
}

static struct mm011_op checksum_noad(void)
{
	return checksum(MM011_OPF_CRC_NOAD);
}

static struct mm011_op events(void)
{
	reset(MM011_KERNEL_0_11);
	many_tables(16, DIRECTORY);
	counts(255);
	return OP(FREE_PAGE_TABLES, .flags = MM011_OPF_EVENTS,
		  .arg = { 0x4000000, DIRECTORY * 0x400000u });
}

static const struct {
	const char *operation;
	const char *machine;
	struct mm011_op (*run)(void);
} cases[] = {
	{ "free_page_tables", "1008 tables, 1,032,192 entries", free_page_tables },
	{ "the same, each step told", "", events },
	{ "copy_page_tables", "504 tables, 516,096 entries", copy_page_tables },
	{ "the same, 0.12", "each page swapped out", copy_swapped_tables },
	{ "fork", "a segment of 1.9 GB, 480 tables", fork_of_2_gb },
	{ "exit", "1008 tables", exit_of_4_gb },
	{ "exec", "131,064 strings", exec_with_many_strings },
	{ "verify_area", "2 GB, 1,024 of the pages to be copied", verify_area },
	{ "read", "128 KB, none of it there", read_128_kb },
	{ "do_no_page", "a tail of 16 MB", a_tail_of_16_mb },
	{ "mem_init", "up to 2 GB", mem_init },
	{ "calc_mem", "1008 tables", calc_mem },
	{ "show_mem", "1008 tables", show_mem },
	{ "free_s", "3,669,952 descriptors", free_s_chain },
	{ "swap_out", "1008 tables of dirty pages, no swap page", swap_out },
	{ "get_free_page", "the same, and no page", get_free_page },
	{ "get_free_page", "921,600 entries to be dropped for it", get_free_page_of_many },
	{ "CRC", "1008 tables", checksum_crc },
	{ "CRC_NOAD", "1008 tables", checksum_noad },
};

int main(int argc, char **argv)
{
	struct mm011_op op;
	size_t i;

	if (argc == 2 && !strcmp(argv[1], "--device")) {
		if (target_open_device(&target, DEFAULT_DEVICE))
			fail("no " DEFAULT_DEVICE);
	} else if (argc != 1 || target_open_local(&target)) {
		fail("usage: worst [--device]");
	}
	printf("%-26s %-42s %10s  %s\n", "operation", "on a machine with", "ms", "outcome, error");
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		op = cases[i].run();
		printf("%-26s %-42s %10.2f  %u %d\n", cases[i].operation, cases[i].machine,
		       last_ms, op.outcome, op.error);
		fflush(stdout);
	}
	target_close(&target);
	return 0;
}
