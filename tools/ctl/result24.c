// SPDX-License-Identifier: GPL-2.0
/*
 * What an operation of 2.4 came to, for people: areas.
 */

#include <stdio.h>

#include "ctl/result24.h"

/* does the original return an error in this number? The highest addresses are errors. */
static bool is_error(u32 ret)
{
	return ret > (u32)-4096;
}

static void print_error(u32 ret)
{
	printf("-%u: %s\n", -ret, strerror(-ret));
}

static void print_address(u32 ret)
{
	is_error(ret) ? print_error(ret) : (void)printf("0x%08x\n", ret);
}

static void print_number(u32 ret)
{
	is_error(ret) ? print_error(ret) : (void)printf("%u\n", ret);
}

/* the first address of an area */
static void print_area(u32 start)
{
	start ? (void)printf("area at 0x%08x\n", start) : (void)printf("none\n");
}

static void print_find_vma(const struct mm011_op *op)
{
	if (op->out[0])
		printf("0x%08x-0x%08x%s\n", op->ret, op->out[0],
		       op->out[1] ? ", from mmap_cache" : "");
	else
		printf("none\n");
}

static void print_mm(const u8 *data)
{
	struct mm011_mm24 mm;

	memcpy(&mm, data, sizeof(mm));
	printf("%u areas, tree %u high, %u pages, %u locked, brk 0x%08x\n", mm.map_count,
	       mm.avl_height, mm.total_vm, mm.locked_vm, mm.brk);
}

static void print_file(const u8 *data)
{
	struct mm011_file24 file;

	memcpy(&file, data, sizeof(file));
	printf("f_count %d, i_writecount %d, private areas %u, shared areas %u\n", file.count,
	       file.writecount, file.private_areas, file.shared_areas);
}

static bool print_areas(const struct mm011_op *op)
{
	switch (op->code) {
	case MM011_OP24_FIND_VMA:
		print_find_vma(op);
		return true;
	case MM011_OP24_FIND_VMA_PREV:
		print_area(op->ret);
		printf("before it: ");
		print_area(op->out[0]);
		return true;
	case MM011_OP24_FIND_VMA_INTERSECTION:
	case MM011_OP24_FIND_EXTEND_VMA:
		print_area(op->ret);
		return true;
	}
	return false;
}

static void print_tables(const u8 *data)
{
	struct mm011_tables24 tables;

	memcpy(&tables, data, sizeof(tables));
	printf("%u pages, checksum %08x, without Accessed and Dirty %08x\n", tables.rss,
	       tables.crc, tables.crc_noad);
}

/* what handle_mm_fault() says, and what becomes of it */
static void print_handled(const struct mm011_op *op)
{
	switch (op->ret) {
	case MM011_HANDLED24_MINOR:
		printf("1: a minor fault\n");
		break;
	case MM011_HANDLED24_MAJOR:
		printf("2: a major fault\n");
		break;
	case MM011_HANDLED24_SIGBUS:
		printf("0: the file has no such page: SIGBUS\n");
		break;
	case MM011_HANDLED24_OOM:
		printf("-1: there is no memory: the process is killed\n");
		break;
	default:
		if (op->out[0])
			printf("no area allows it: SIGSEGV\n");
		else
			printf(op->out[1] ? "the kernel's own access failed\n" :
			       "an entry of the kernel's page directory was copied\n");
	}
}

static void print_fault_area(u32 found)
{
	static const char *const words[] = {
		"an area allows it", "no area allows it", "the kernel's address"
	};

	printf("%s\n", words[found]);
}

static bool print_faults(const struct command *c)
{
	switch (c->op.code) {
	case MM011_OP24_FAULT_AREA:
		print_fault_area(c->op.ret);
		return true;
	case MM011_OP24_DO_PAGE_FAULT:
	case MM011_OP24_HANDLE_MM_FAULT:
		print_handled(&c->op);
		return true;
	case MM011_OP24_TABLES:
		print_tables(c->data);
		return true;
	case MM011_OP24_ENTRY:
	case MM011_OP24_COUNT_SUM:
		printf("0x%08x\n", c->op.ret);
		return true;
	}
	return false;
}

/**
 * result24_print() - tell what an operation of 2.4 came to
 * @c: the operation, done
 *
 * Return: whether it is one, and gives something back.
 */
bool result24_print(const struct command *c)
{
	const struct mm011_op *op = &c->op;

	switch (op->code) {
	case MM011_OP24_DO_MMAP_PGOFF:
	case MM011_OP24_SYS_BRK:
	case MM011_OP24_DO_BRK:
	case MM011_OP24_GET_UNMAPPED_AREA:
	case MM011_OP24_SYS_MREMAP:
		print_address(op->ret);
		return true;
	case MM011_OP24_DO_MUNMAP:
	case MM011_OP24_SET_FILE:
	case MM011_OP24_SYS_MPROTECT:
	case MM011_OP24_SYS_MLOCK:
	case MM011_OP24_SYS_MUNLOCK:
	case MM011_OP24_SYS_MLOCKALL:
	case MM011_OP24_SYS_MUNLOCKALL:
	case MM011_OP24_SYS_MSYNC:
	case MM011_OP24_INSERT_VM_STRUCT:
	case MM011_OP24_MM_ALLOC:
	case MM011_OP24_DUP_MMAP:
		print_number(op->ret);
		return true;
	case MM011_OP24_SHOW_MM:
		print_mm(c->data);
		return true;
	case MM011_OP24_SHOW_FILE:
		print_file(c->data);
		return true;
	}
	return print_areas(op) || print_faults(c);
}
