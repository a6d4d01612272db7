// SPDX-License-Identifier: GPL-2.0
/*
 * The machines on which loops over something from outside are longest, as far as we
 * know, made by hand from entries, counts and chains.
 */

#include <linux/kernel.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz/worst.h"

#define TABLE		0xf00000u	/* of entries that all directory entries name */
#define ROOM		0x100000u	/* where chains and other tables are made */
#define PIECE		65536u
#define FREE_TASKS	32u		/* fork finds a slot, but looks at so many first */

static struct target *target;
static u8 bytes[MM011_MEMORY_SIZE];

/**
 * worst_use() - where the next machines are made
 * @t: there; it is reset for each
 */
void worst_use(struct target *t)
{
	target = t;
}

/**
 * worst_op() - do an operation there
 * @op: the operation
 *
 * Return: the same with its results. Ends the program when the machine cannot be asked.
 */
struct mm011_op worst_op(struct mm011_op op)
{
	if (!target_ops(target, &op, 1))
		return op;
	fprintf(stderr, "worst: the machine cannot be asked\n");
	exit(2);
}

#define OP(verb, ...) worst_op((struct mm011_op){ .code = MM011_OP_##verb, __VA_ARGS__ })

/**
 * worst_reset() - a machine on which nothing takes long yet
 * @kernel: MM011_KERNEL_*
 */
void worst_reset(u32 kernel)
{
	const struct mm011_reset reset = { .size = sizeof(reset), .kernel = kernel };

	if (!target_reset(target, &reset))
		return;
	fprintf(stderr, "worst: the machine cannot be switched on\n");
	exit(2);
}

/* bytes of memory, from the same place of bytes[] */
static void put(u32 addr, u32 len)
{
	u32 n;

	for ( ; len; len -= n, addr += n) {
		n = min(len, PIECE);
		OP(PHYS_WRITE, .arg = { addr }, .len = n,
		   .data = (unsigned long)(bytes + addr));
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

/**
 * worst_one_table() - directory entries name one table, whose entries are all the same
 * @entry: that
 */
void worst_one_table(u32 entry)
{
	u32 i;

	for (i = 0; i < 1024; i++)
		word(TABLE + 4 * i, entry);
	put(TABLE, 4096);
	for (i = WORST_FIRST; i < 1024; i++)
		word(4 * i, TABLE | 7);
	put(4 * WORST_FIRST, 4 * WORST_TABLES);
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

/**
 * worst_task() - a task whose segments are as large as one likes
 * @nr: its number
 * @base: of both
 * @data_limit: bytes in them, 0: 4 GB
 */
void worst_task(u32 nr, u32 base, u32 data_limit)
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
	OP(INIT_SWAPPING);
}

/**
 * worst_tables() - all tables that there can be, each full, and their pages never free
 * @kernel: MM011_KERNEL_*
 */
void worst_tables(u32 kernel)
{
	worst_reset(kernel);
	many_tables(WORST_FIRST, WORST_TABLES);
	counts(255);
	worst_task(1, WORST_FIRST * WORST_SPAN, WORST_TABLES * WORST_SPAN);
}

/**
 * worst_tables_to_copy() - tables, and room for as many
 * @first: number of the first directory entry
 * @n: how many
 */
void worst_tables_to_copy(u32 first, u32 n)
{
	u32 nr;

	worst_reset(MM011_KERNEL_0_11);
	many_tables(first, n);
	counts(0);
	worst_task(1, first * WORST_SPAN, n * WORST_SPAN);
	for (nr = 2; nr < FREE_TASKS; nr++)
		worst_task(nr, 0, 1);
}

/**
 * worst_swapped_tables() - each of their pages must come from the swap space to be copied
 */
void worst_swapped_tables(void)
{
	u32 i;

	worst_reset(MM011_KERNEL_0_12);
	swap_space();
	many_tables(WORST_FIRST, WORST_TABLES / 2);
	for (i = 0; i < WORST_TABLES / 2 * 1024; i++)
		word(ROOM + 4 * i, 2 * (1 + i % 4000));
	put(ROOM, WORST_TABLES / 2 * 4096);
	worst_task(1, WORST_FIRST * WORST_SPAN, WORST_TABLES / 2 * WORST_SPAN);
}

/**
 * worst_malloc_chain() - three and a half million descriptors, four bytes from each other
 */
void worst_malloc_chain(void)
{
	u32 desc, first = 0x110000, last = 0xefff00;

	worst_reset(MM011_KERNEL_0_11);
	OP(MALLOC, .arg = { 4096 });
	for (desc = first; desc < last; desc += 4)
		word(desc, desc);
	word(last, 0);
	put(first, last + 4 - first);
	OP(POKE32, .arg = { 0xfff004, first });	/* next of the only bucket */
}

/**
 * worst_nothing_to_swap() - no page is free, each one mapped is dirty, no swap page is free
 */
void worst_nothing_to_swap(void)
{
	u32 bitmap;

	worst_reset(MM011_KERNEL_0_12);
	OP(SWAP_MEMORY, .arg = { 400 });
	bitmap = OP(INIT_SWAPPING).ret;
	memset(bytes + bitmap, 0, 4096);
	put(bitmap, 4096);
	counts(1);
	worst_one_table(0xe00067);
	worst_task(1, WORST_FIRST * WORST_SPAN, WORST_TABLES * WORST_SPAN);
}

/**
 * worst_pages_to_drop() - every entry can be dropped, and none of them makes its page free
 */
void worst_pages_to_drop(void)
{
	u32 i, k;

	worst_reset(MM011_KERNEL_0_12);
	for (i = 0; i < 900; i++) {
		word(4 * (WORST_FIRST + i), (ROOM + i * 4096) | 7);
		for (k = 0; k < 1024; k++)
			word(ROOM + i * 4096 + 4 * k, 0x800007 + (i + k) % 2000 * 4096);
	}
	put(4 * WORST_FIRST, 4 * 900);
	put(ROOM, 900 * 4096);
	counts(255);
	worst_task(1, WORST_FIRST * WORST_SPAN, 900 * WORST_SPAN);
}

/**
 * worst_areas() - a process of 2.4 with many areas, each a page, a page apart
 * @count: how many, at most MM011_MAX_OPS; mapped in no order, as a process would
 */
void worst_areas(u32 count)
{
	static struct mm011_op ops[MM011_MAX_OPS];
	u32 i, nr;

	worst_reset(MM011_KERNEL_2_4);
	for (i = 0; i < count; i++) {
		nr = (u64)i * 40503 % count;	/* odd: each comes once */
		ops[i] = (struct mm011_op){
			.code = MM011_OP24_DO_MMAP_PGOFF,
			.arg = { 0x1000 + nr * 0x2000, 0x1000, 3, 0x32, 0, 0 }
		};
	}
	if (!target_ops(target, ops, count))
		return;
	fprintf(stderr, "worst: the areas cannot be mapped\n");
	exit(2);
}

/**
 * worst_bare() - a bare machine of 2.4
 */
void worst_bare(void)
{
	const struct mm011_reset bare = {
		.kernel = MM011_KERNEL_2_4, .flags = MM011_RESET_BARE
	};

	if (!target_reset(target, &bare))
		return;
	fprintf(stderr, "worst: the machine cannot be switched on\n");
	exit(2);
}
