// SPDX-License-Identifier: GPL-2.0
/*
 * How long can one operation take? For each kind that has a loop over something from
 * outside: the machine on which that loop is longest, and the time of the one operation.
 * Here, or through the device (--device), where the kernel lets others run meanwhile.
 */

#include <linux/kernel.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "fuzz/worst.h"

static struct target target;

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

	op = worst_op(op);
	last_ms = now() - began;
	return op;
}

#define OP(verb, ...) do_op((struct mm011_op){ .code = MM011_OP_##verb, __VA_ARGS__ })
#define OP24(verb, ...) do_op((struct mm011_op){ .code = MM011_OP24_##verb, __VA_ARGS__ })

/* ---------------------------------------------------------- the worst cases */

static struct mm011_op free_page_tables(void)
{
	worst_tables(MM011_KERNEL_0_11);
	return OP(FREE_PAGE_TABLES, .arg = { 0x4000000, WORST_TABLES * WORST_SPAN });
}

static struct mm011_op copy_all(void)
{
	return OP(COPY_PAGE_TABLES, .arg = { 0x4000000, 520 * WORST_SPAN, 504 * WORST_SPAN });
}

static struct mm011_op copy_page_tables(void)
{
	worst_tables_to_copy(WORST_FIRST, 504);
	return copy_all();
}

/* each of its pages comes from the swap space, and another goes there */
static struct mm011_op copy_swapped_tables(void)
{
	worst_swapped_tables();
	return copy_all();
}

static struct mm011_op fork_of_2_gb(void)
{
	worst_tables_to_copy(32, 480);
	return OP(FORK, .task = 1);
}

static struct mm011_op exit_of_4_gb(void)
{
	worst_tables(MM011_KERNEL_0_11);
	return OP(EXIT, .task = 1);
}

/* 131,064 strings of no letter: that many pointers, one by one into user memory */
static struct mm011_op exec_with_many_strings(void)
{
	static u8 strings[MM011_MAX_DATA];

	worst_reset(MM011_KERNEL_0_11);
	worst_task(1, 0x4000000, 0x4000000);
	return OP(EXEC_MADE_UP, .task = 1, .arg = { 1, 0x1000, 1, 0, 131064 }, .len = 131064,
		  .data = (unsigned long)strings);
}

static struct mm011_op verify_area(void)
{
	worst_reset(MM011_KERNEL_0_11);
	worst_one_table(0x50005);
	worst_task(1, 0x4000000, 0);
	return OP(VERIFY_AREA, .task = 1, .arg = { 0, 0x7fffffff });
}

static struct mm011_op calc_mem(void)
{
	static u16 used[MM011_ENTRIES];

	worst_tables(MM011_KERNEL_0_11);
	return OP(CALC_MEM, .len = sizeof(used), .data = (unsigned long)used);
}

static struct mm011_op show_mem(void)
{
	static struct mm011_show_mem show;

	worst_tables(MM011_KERNEL_0_12);
	return OP(SHOW_MEM, .len = sizeof(show), .data = (unsigned long)&show);
}

static struct mm011_op free_s_chain(void)
{
	worst_malloc_chain();
	return OP(FREE_S, .arg = { 0x5000, 0 });
}

static struct mm011_op swap_out(void)
{
	worst_nothing_to_swap();
	return OP(SWAP_OUT);
}

static struct mm011_op get_free_page(void)
{
	worst_nothing_to_swap();
	return OP(GET_FREE_PAGE);
}

static struct mm011_op get_free_page_of_many(void)
{
	worst_pages_to_drop();
	return OP(GET_FREE_PAGE);
}

static struct mm011_op read_128_kb(void)
{
	static u8 data[MM011_MAX_DATA];

	worst_reset(MM011_KERNEL_0_11);
	worst_task(1, 0x4000000, 0x4000000);
	return OP(READ, .task = 1, .len = sizeof(data), .data = (unsigned long)data);
}

static struct mm011_op a_tail_of_16_mb(void)
{
	worst_malloc_chain();	/* memory full of something */
	OP(SET_TASK, .task = 1, .arg = { 0x4000000, 0x1000, -0xffe000u, 0, 1, 0, 1, 0 });
	return OP(DO_NO_PAGE_MAP, .task = 1, .arg = { 0xffe000, 0x4000000 });
}

static struct mm011_op mem_init(void)
{
	worst_reset(MM011_KERNEL_0_11);
	return OP(MEM_INIT, .arg = { 0x100000, 0x7fffffff });
}

static struct mm011_op checksum_crc(void)
{
	worst_tables(MM011_KERNEL_0_11);
	return OP(NONE, .flags = MM011_OPF_CRC);
}

static struct mm011_op checksum_noad(void)
{
	worst_tables(MM011_KERNEL_0_11);
	return OP(NONE, .flags = MM011_OPF_CRC_NOAD);
}

static struct mm011_op events(void)
{
	worst_tables(MM011_KERNEL_0_11);
	return OP(FREE_PAGE_TABLES, .flags = MM011_OPF_EVENTS,
		  .arg = { 0x4000000, WORST_TABLES * WORST_SPAN });
}

#define AREAS	65536u	/* one more is refused */

static struct mm011_op get_unmapped_area(void)
{
	worst_areas(AREAS);
	return OP24(GET_UNMAPPED_AREA, .arg = { 0x1000, 0x2000 });
}

static struct mm011_op do_munmap(void)
{
	worst_areas(AREAS);
	return OP24(DO_MUNMAP, .arg = { 0, 0xc0000000 });
}

static struct mm011_op exit_mmap(void)
{
	worst_areas(AREAS);
	return OP24(EXIT_MMAP);
}

/* so many that there is room for as many more */
static struct mm011_op dup_mmap(void)
{
	worst_areas(AREAS / 2);
	return OP24(DUP_MMAP);
}

static struct mm011_op mlockall(void)
{
	worst_areas(AREAS);
	return OP24(SYS_MLOCKALL, .arg = { 1 });
}

static struct mm011_op checksum_areas(void)
{
	worst_areas(AREAS);
	return OP24(AREA_SUM, .flags = MM011_OPF_CRC);
}

/* each is freed, and joined with its buddy */
static struct mm011_op free_area_init(void)
{
	worst_bare();
	return OP24(FREE_AREA_INIT, .arg = { 0x100000, 0x100000 });
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
	{ "2.4: get_unmapped_area", "65,536 areas, no room between them", get_unmapped_area },
	{ "do_munmap", "65,536 areas", do_munmap },
	{ "exit_mmap", "65,536 areas", exit_mmap },
	{ "dup_mmap", "32,768 areas", dup_mmap },
	{ "sys_mlockall", "65,536 areas", mlockall },
	{ "CRC of the areas", "65,536 areas", checksum_areas },
	{ "free_area_init", "1,048,576 page frames", free_area_init },
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
	worst_use(&target);
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
