// SPDX-License-Identifier: GPL-2.0
/*
 * Operations for the device under fire: any at all, and such as are accepted, with
 * numbers that are at some limit more often than not.
 *
 * What a number means is its remainder, by how many there are to choose from. So a table
 * here never changes its length, or kept programs would mean something else. Only codes[]
 * may grow, at its end: a program says how many there were when it was made.
 */
#include "fuzz_ops.h"
#include "mm011_test.h"

static const __u32 numbers[] = {
	0, 1, 2, 3, 5, 7, 15, 16, 63, 64, 0x40, 0xff, 0x100, 0xfff, 0x1000, 0x1001, 0x2000, 0x5000,
	0xa0000, 0xfffff, 0x100000, 0x200000, 0x3fffff, 0x400000, 0xfff000, 0xffffff, 0x1000000,
	0x1000001, 0x3c00000, 0x3fff000, 0x4000000, 0x8000000, 0x7fffffff, 0x80000000,
	0xfffff000, 0xfffffffe, 0xffffffff,
};

/**
 * fuzz_mix() - the next number of many
 * @seed: where they begin
 * @i: which of them
 *
 * Return: any 32 bits, the same each time.
 */
__u32 fuzz_mix(__u32 seed, __u32 i)
{
	seed ^= i * 0x9e3779b9u;
	seed ^= seed >> 15;
	seed *= 0x85ebca6bu;
	return seed ^ seed >> 13;
}

/**
 * fuzz_number() - a number that may matter
 * @seed: which
 *
 * Return: one at some limit, near one, an address in a task, of a page, or any.
 */
__u32 fuzz_number(__u32 seed)
{
	__u32 pick = numbers[seed % COUNT(numbers)];

	switch (seed >> 8 & 7) {
	case 0:
		return pick + (seed >> 11 & 3) - 1;
	case 1:
		return seed * 2654435761u;
	case 2:
		return TASK_BASE(seed >> 11 & 3) + (seed >> 13 & 15) * 0x1000 + (seed >> 17 & 3);
	case 3:
		return 0x100000 + (seed >> 11 & 0xfff) * PAGE;
	case 4:
		return (seed >> 11 & 31) * PAGE + (seed >> 16 & 3);
	default:
		return pick;
	}
}

/* operations by the number that kept programs have for them: append only */
static const __u16 codes[] = {
	MM011_OP_NONE, MM011_OP_MEM_INIT, MM011_OP_GET_FREE_PAGE, MM011_OP_FREE_PAGE,
	MM011_OP_FREE_PAGE_TABLES, MM011_OP_COPY_PAGE_TABLES, MM011_OP_PUT_PAGE,
	MM011_OP_GET_EMPTY_PAGE, MM011_OP_UN_WP_PAGE, MM011_OP_DO_WP_PAGE, MM011_OP_WRITE_VERIFY,
	MM011_OP_DO_NO_PAGE, MM011_OP_DO_NO_PAGE_MAP, MM011_OP_SHARE_PAGE, MM011_OP_TRY_TO_SHARE,
	MM011_OP_CALC_MEM, MM011_OP_INVALIDATE, MM011_OP_PAGE_FAULT, MM011_OP_MALLOC,
	MM011_OP_FREE_S, MM011_OP_FORK, MM011_OP_EXEC, MM011_OP_EXEC_MADE_UP, MM011_OP_EXIT,
	MM011_OP_WAITPID, MM011_OP_BRK, MM011_OP_VERIFY_AREA, MM011_OP_PIPE, MM011_OP_CLOSE_PIPE,
	MM011_OP_READ, MM011_OP_WRITE, MM011_OP_PHYS_READ, MM011_OP_PHYS_WRITE, MM011_OP_PEEK32,
	MM011_OP_POKE32, MM011_OP_SET_AD, MM011_OP_SET_TASK, MM011_OP_TASK_GONE,
	MM011_OP_SET_I_COUNT, MM011_OP_REVIVE, MM011_OP_LOAD_MEM_MAP, MM011_OP_LOAD_TASK,
	MM011_OP_PUT_DIRTY_PAGE, MM011_OP_SHOW_MEM, MM011_OP_USELIB, MM011_OP_USELIB_MADE_UP,
	MM011_OP_SET_LIBRARY, MM011_OP_INIT_SWAPPING, MM011_OP_GET_SWAP_PAGE, MM011_OP_SWAP_FREE,
	MM011_OP_SWAP_IN, MM011_OP_TRY_TO_SWAP_OUT, MM011_OP_SWAP_OUT, MM011_OP_SWAP_FILE,
	MM011_OP_SWAP_MEMORY, MM011_OP_SWAP_READ, MM011_OP_SWAP_WRITE, MM011_OP_WAKE,
	MM011_OP_SET_COUNT, MM011_OP24_PAGE_SUM, MM011_OP24_FREE_AREA_INIT,
	MM011_OP24_ALLOC_PAGES, MM011_OP24_GET_ZEROED_PAGE, MM011_OP24_FREE_PAGES,
	MM011_OP24_GET_PAGE, MM011_OP24_PAGE, MM011_OP24_RESERVE, MM011_OP24_MEMALLOC,
	MM011_OP24_SET_PAGE_COUNT, MM011_OP24_SET_PAGE, MM011_OP24_FREE_AREAS,
	MM011_OP24_PRESSURE, MM011_OP24_AREA_SUM, MM011_OP24_MM_NEW, MM011_OP24_DO_MMAP_PGOFF,
	MM011_OP24_DO_MUNMAP, MM011_OP24_SYS_BRK, MM011_OP24_DO_BRK, MM011_OP24_FIND_VMA,
	MM011_OP24_FIND_VMA_PREV, MM011_OP24_FIND_VMA_INTERSECTION, MM011_OP24_FIND_EXTEND_VMA,
	MM011_OP24_GET_UNMAPPED_AREA, MM011_OP24_EXIT_MMAP, MM011_OP24_SHOW_MM,
	MM011_OP24_SET_FILE, MM011_OP24_SHOW_FILE, MM011_OP24_SET_LIMIT, MM011_OP24_SET_FREE,
	MM011_OP24_SET_OVERCOMMIT, MM011_OP24_SET_DEF_FLAGS, MM011_OP24_FAIL_AREA_ALLOC,
	MM011_OP24_SYS_MPROTECT, MM011_OP24_SYS_MREMAP, MM011_OP24_SYS_MLOCK,
	MM011_OP24_SYS_MUNLOCK, MM011_OP24_SYS_MLOCKALL, MM011_OP24_SYS_MUNLOCKALL,
	MM011_OP24_SYS_MSYNC, MM011_OP24_MM_ALLOC, MM011_OP24_DUP_MMAP, MM011_OP24_SWITCH_MM,
	MM011_OP24_MMPUT, MM011_OP24_INSERT_VM_STRUCT, MM011_OP24_SET_MM,
	MM011_OP24_SET_SHMEM_INO, MM011_OP24_FAULT_AREA, MM011_OP24_LOAD_ZONE,
	MM011_OP24_LOAD_COUNTS, MM011_OP24_LOAD_RESERVED, MM011_OP24_RMQUEUE,
	MM011_OP24_FREE_PAGES_OK, MM011_OP_BIND_FILE, MM011_OP24_DO_PAGE_FAULT,
	MM011_OP24_HANDLE_MM_FAULT, MM011_OP24_PUT_DIRTY_PAGE, MM011_OP24_ZAP_PAGE_RANGE,
	MM011_OP24_TABLES, MM011_OP24_ENTRY, MM011_OP24_LOAD_ZERO_PAGE, MM011_OP24_COUNT_SUM,
	MM011_OP24_SET_ACCESSED, MM011_OP24_ASKED, MM011_OP24_TELL,
	MM011_OP24_LRU, MM011_OP24_LOAD_LRU, MM011_OP24_SET_PAGE_INDEX,
	MM011_OP24_LOAD_SWAP_MAP, MM011_OP24_SET_SWAP, MM011_OP24_SET_VM,
	MM011_OP24_REFILL_INACTIVE_SCAN, MM011_OP24_PAGE_LAUNDER, MM011_OP24_RECLAIM_PAGE,
	MM011_OP24_TRY_TO_SWAP_OUT,
};

#define FEW 128u	/* operations that seven bits of a number can choose from */

/**
 * fuzz_operations() - how many kinds can a program choose from that is made now?
 *
 * Return: how many; programs that are made later have as many or more.
 */
__u32 fuzz_operations(void)
{
	return COUNT(codes);
}

/* of those that there were when the program was made; one more: none */
static __u16 any_code(__u32 seed, __u32 operations)
{
	__u32 which = seed % (operations + 1);

	return which < operations ? codes[which] : MM011_OP_MAX;
}

/* the bits between say more: fuzz_good_op() */
static __u16 good_code(__u32 which, __u32 operations)
{
	if (operations > FEW)
		return codes[(which % FEW + (which >> 15) % FEW * FEW) % operations];
	return codes[which % FEW % operations];
}

/**
 * fuzz_any_op() - an operation, mostly one that is refused
 * @op: filled in
 * @seed: which
 * @things: what it may name
 */
void fuzz_any_op(struct mm011_op *op, __u32 seed, struct fuzz_things *things)
{
	__u32 i, nargs = fuzz_mix(seed, 9) % 9;

	memset(op, 0, sizeof(*op));
	op->code = any_code(fuzz_mix(seed, 1), things->operations);
	op->task = fuzz_mix(seed, 2) % 16 ? fuzz_mix(seed, 3) % 4 : fuzz_number(fuzz_mix(seed, 3));
	if (fuzz_mix(seed, 4) % 3 == 0)
		op->flags = 1u << fuzz_mix(seed, 5) % 9;
	if (fuzz_mix(seed, 4) % 4 == 0)
		op->flags |= MM011_OPF_SLEEP;
	for (i = 0; i < nargs; i++)
		op->arg[i] = fuzz_number(fuzz_mix(seed, 10 + i));
	if (op->code == MM011_OP_EXEC || op->code == MM011_OP_USELIB ||
	    op->code == MM011_OP_SWAP_FILE || op->code == MM011_OP_BIND_FILE)
		op->arg[0] = things->files[fuzz_mix(seed, 6) % FUZZ_FILES];
	if (fuzz_mix(seed, 7) % 2)
		return;
	op->len = fuzz_mix(seed, 8) % 200;
	if (fuzz_mix(seed, 21) % 4 == 0)
		op->len = fuzz_number(fuzz_mix(seed, 8)) % (FUZZ_BYTES + 2);
	op->data = address_of(things->bytes + fuzz_mix(seed, 20) % 16);
}

/* how many arguments each operation has, if any */
static const __u8 nargs[MM011_OP_MAX] = {
	[MM011_OP_MEM_INIT] = 2, [MM011_OP_FREE_PAGE] = 1, [MM011_OP_FREE_PAGE_TABLES] = 2,
	[MM011_OP_COPY_PAGE_TABLES] = 3, [MM011_OP_PUT_PAGE] = 2,
	[MM011_OP_GET_EMPTY_PAGE] = 1, [MM011_OP_UN_WP_PAGE] = 1, [MM011_OP_DO_WP_PAGE] = 2,
	[MM011_OP_WRITE_VERIFY] = 1, [MM011_OP_DO_NO_PAGE] = 2, [MM011_OP_DO_NO_PAGE_MAP] = 2,
	[MM011_OP_SHARE_PAGE] = 1, [MM011_OP_TRY_TO_SHARE] = 2, [MM011_OP_PAGE_FAULT] = 2,
	[MM011_OP_MALLOC] = 1, [MM011_OP_FREE_S] = 2, [MM011_OP_EXEC] = 3,
	[MM011_OP_EXEC_MADE_UP] = 6, [MM011_OP_EXIT] = 1, [MM011_OP_WAITPID] = 2,
	[MM011_OP_BRK] = 1, [MM011_OP_VERIFY_AREA] = 2, [MM011_OP_CLOSE_PIPE] = 1,
	[MM011_OP_READ] = 1, [MM011_OP_WRITE] = 1, [MM011_OP_PHYS_READ] = 1,
	[MM011_OP_PHYS_WRITE] = 1, [MM011_OP_PEEK32] = 1, [MM011_OP_POKE32] = 2,
	[MM011_OP_SET_AD] = 3, [MM011_OP_SET_TASK] = 8, [MM011_OP_SET_I_COUNT] = 1,
	[MM011_OP_SET_COUNT] = 2,
	[MM011_OP_PUT_DIRTY_PAGE] = 2, [MM011_OP_USELIB] = 1, [MM011_OP_USELIB_MADE_UP] = 1,
	[MM011_OP_SET_LIBRARY] = 1, [MM011_OP_SWAP_FREE] = 1, [MM011_OP_SWAP_IN] = 1,
	[MM011_OP_TRY_TO_SWAP_OUT] = 1, [MM011_OP_SWAP_FILE] = 1, [MM011_OP_SWAP_MEMORY] = 1,
	[MM011_OP_SWAP_READ] = 1, [MM011_OP_SWAP_WRITE] = 1, [MM011_OP_BIND_FILE] = 3,
	[MM011_OP24_FREE_AREA_INIT] = 4, [MM011_OP24_ALLOC_PAGES] = 2,
	[MM011_OP24_GET_ZEROED_PAGE] = 1, [MM011_OP24_FREE_PAGES] = 2, [MM011_OP24_GET_PAGE] = 1,
	[MM011_OP24_PAGE] = 1, [MM011_OP24_RESERVE] = 2, [MM011_OP24_MEMALLOC] = 1,
	[MM011_OP24_SET_PAGE_COUNT] = 2, [MM011_OP24_SET_PAGE] = 5,
	[MM011_OP24_MM_NEW] = 3, [MM011_OP24_DO_MMAP_PGOFF] = 6, [MM011_OP24_DO_MUNMAP] = 2,
	[MM011_OP24_SYS_BRK] = 1, [MM011_OP24_DO_BRK] = 2, [MM011_OP24_FIND_VMA] = 1,
	[MM011_OP24_FIND_VMA_PREV] = 1, [MM011_OP24_FIND_VMA_INTERSECTION] = 2,
	[MM011_OP24_FIND_EXTEND_VMA] = 1, [MM011_OP24_GET_UNMAPPED_AREA] = 2,
	[MM011_OP24_SET_FILE] = 3, [MM011_OP24_SHOW_FILE] = 1, [MM011_OP24_SET_LIMIT] = 2,
	[MM011_OP24_SET_FREE] = 2, [MM011_OP24_SET_OVERCOMMIT] = 1,
	[MM011_OP24_SET_DEF_FLAGS] = 1, [MM011_OP24_FAIL_AREA_ALLOC] = 1,
	[MM011_OP24_SYS_MPROTECT] = 3, [MM011_OP24_SYS_MREMAP] = 5, [MM011_OP24_SYS_MLOCK] = 2,
	[MM011_OP24_SYS_MUNLOCK] = 2, [MM011_OP24_SYS_MLOCKALL] = 1, [MM011_OP24_SYS_MSYNC] = 3,
	[MM011_OP24_SWITCH_MM] = 1, [MM011_OP24_MMPUT] = 1, [MM011_OP24_INSERT_VM_STRUCT] = 6,
	[MM011_OP24_SET_MM] = 2, [MM011_OP24_SET_SHMEM_INO] = 1, [MM011_OP24_FAULT_AREA] = 3,
	[MM011_OP24_LOAD_ZONE] = 1, [MM011_OP24_LOAD_COUNTS] = 3, [MM011_OP24_LOAD_RESERVED] = 3,
	[MM011_OP24_RMQUEUE] = 2, [MM011_OP24_FREE_PAGES_OK] = 2,
	[MM011_OP24_DO_PAGE_FAULT] = 3, [MM011_OP24_HANDLE_MM_FAULT] = 2,
	[MM011_OP24_PUT_DIRTY_PAGE] = 2, [MM011_OP24_ZAP_PAGE_RANGE] = 2, [MM011_OP24_ENTRY] = 1,
	[MM011_OP24_LOAD_ZERO_PAGE] = 1, [MM011_OP24_SET_ACCESSED] = 3, [MM011_OP24_ASKED] = 1,
	[MM011_OP24_TELL] = 2,
	[MM011_OP24_LOAD_LRU] = 2,
	[MM011_OP24_SET_PAGE_INDEX] = 2, [MM011_OP24_LOAD_SWAP_MAP] = 3,
	[MM011_OP24_SET_SWAP] = 6, [MM011_OP24_SET_VM] = 2,
	[MM011_OP24_REFILL_INACTIVE_SCAN] = 2, [MM011_OP24_PAGE_LAUNDER] = 2,
	[MM011_OP24_RECLAIM_PAGE] = 1, [MM011_OP24_TRY_TO_SWAP_OUT] = 2,
};

/* those that bring a machine to where more can happen */
static const __u8 often[] = {
	MM011_OP_FORK, MM011_OP_FORK, MM011_OP_EXIT, MM011_OP_WAITPID, MM011_OP_READ,
	MM011_OP_WRITE, MM011_OP_WRITE, MM011_OP_PAGE_FAULT, MM011_OP_EXEC,
	MM011_OP_EXEC_MADE_UP, MM011_OP_USELIB, MM011_OP_SWAP_MEMORY, MM011_OP_SWAP_FILE,
	MM011_OP_INIT_SWAPPING, MM011_OP_INIT_SWAPPING, MM011_OP_SWAP_OUT, MM011_OP_SWAP_OUT,
	MM011_OP_MALLOC, MM011_OP_REVIVE, MM011_OP_REVIVE, MM011_OP_WAKE, MM011_OP_BRK,
};

/* 0 is special, and the others are there when it has forked */
static const __u8 tasks[] = { 0, 0, 1, 1, 1, 2, 2, 3 };

/* some, or all, are refused by most operations */
static const __u32 flags[] = {
	0, 0, 0, 0, 0, MM011_OPF_SLEEP, MM011_OPF_SLEEP, MM011_OPF_SLEEP | MM011_OPF_CRC,
	MM011_OPF_CRC, MM011_OPF_CRC_NOAD, MM011_OPF_EVENTS, MM011_OPF_TWO_STEP,
	MM011_OPF_NO_STATUS, MM011_OPF_SUPERVISOR, MM011_OPF_SUPERVISOR | MM011_OPF_CODE,
	MM011_OPF_CODE,
};

static const char strings[] = "sh\0-c\0true\0HOME=/\0";

/* a new program's arguments, of which there are none, or as many as @argc says and @envc */
static void add_strings(struct mm011_op *op, __u32 *argc, __u32 *envc, __u32 seed)
{
	*argc = seed & 1 ? 3 : 0;
	*envc = seed & 1;
	op->len = seed & 1 ? sizeof(strings) - 1 : 0;
	op->data = address_of(strings);
}

static void add_task(struct mm011_op *op, __u32 seed, struct fuzz_things *things)
{
	struct mm011_task_info info = {
		.size = sizeof(info), .nr = op->task,
		.state = seed & 1 ? MM011_TASK_RUNNING : MM011_TASK_ZOMBIE,
		.pid = fuzz_mix(seed, 4) % 100, .father = fuzz_mix(seed, 5) % 100,
		.page = 0x100000 + fuzz_mix(seed, 6) % 1000 * PAGE,
		.start_code = TASK_BASE(op->task), .brk = fuzz_number(fuzz_mix(seed, 7)),
	};

	op->len = sizeof(info);
	op->data = address_of(memcpy(things->bytes + PAGE, &info, sizeof(info)));
}

static void add_bytes(struct mm011_op *op, __u32 len, struct fuzz_things *things)
{
	op->len = len;
	op->data = address_of(things->bytes);
}

/* what goes with it, if anything */
static void add_data(struct mm011_op *op, __u32 seed, struct fuzz_things *things)
{
	switch (op->code) {
	case MM011_OP_EXEC:
		return add_strings(op, &op->arg[1], &op->arg[2], seed);
	case MM011_OP_EXEC_MADE_UP:
		return add_strings(op, &op->arg[4], &op->arg[5], seed);
	case MM011_OP_LOAD_TASK:
		return add_task(op, seed, things);
	case MM011_OP_READ: case MM011_OP_WRITE:
	case MM011_OP_PHYS_READ: case MM011_OP_PHYS_WRITE:
		return add_bytes(op, fuzz_mix(seed, 2) % (seed & 7 ? 64 : FUZZ_BYTES), things);
	case MM011_OP_SWAP_READ: case MM011_OP_SWAP_WRITE:
		return add_bytes(op, PAGE, things);
	case MM011_OP_SHOW_MEM:
		return add_bytes(op, sizeof(struct mm011_show_mem), things);
	case MM011_OP_LOAD_MEM_MAP:
		return add_bytes(op, MM011_PAGING_PAGES, things);
	case MM011_OP_CALC_MEM:
		return add_bytes(op, 2048, things);
	case MM011_OP24_FREE_AREAS:
		return add_bytes(op, sizeof(struct mm011_zones), things);
	case MM011_OP24_PRESSURE:
		return add_bytes(op, sizeof(struct mm011_pressure), things);
	case MM011_OP24_SHOW_MM:
		return add_bytes(op, sizeof(struct mm011_mm24), things);
	case MM011_OP24_SHOW_FILE:
		return add_bytes(op, sizeof(struct mm011_file24), things);
	case MM011_OP24_TABLES:
		return add_bytes(op, sizeof(struct mm011_tables24), things);
	case MM011_OP24_ASKED:
		return add_bytes(op, sizeof(struct mm011_asked24), things);
	case MM011_OP24_LRU:
		return add_bytes(op, sizeof(struct mm011_lru24), things);
	case MM011_OP24_LOAD_ZONE:
		return add_bytes(op, fuzz_mix(seed, 2) % FUZZ_BYTES & ~3u, things);
	}
}

/* arguments of which most values are refused */
static void choose_arguments(struct mm011_op *op, __u32 seed, const struct fuzz_things *things)
{
	switch (op->code) {
	case MM011_OP_SWAP_READ: case MM011_OP_SWAP_WRITE:
		op->arg[0] %= 100;
		break;
	case MM011_OP_TRY_TO_SHARE:
		op->arg[1] %= 4;
		break;
	case MM011_OP_WAITPID:
		op->arg[0] = -1;
		break;
	case MM011_OP_SWAP_MEMORY:
		op->arg[0] = 100 + fuzz_mix(seed, 3) % 400;
		break;
	case MM011_OP_BIND_FILE: case MM011_OP_EXEC: case MM011_OP_USELIB:
	case MM011_OP_SWAP_FILE:
		op->arg[0] = things->files[fuzz_mix(seed, 3) % FUZZ_FILES];
		break;
	case MM011_OP_EXEC_MADE_UP:
		op->arg[0] = 1 + fuzz_mix(seed, 3) % 3;
		op->arg[1] %= 0x20000;
		op->arg[2] %= 0x20000;
		op->arg[3] %= 0x20000;
		break;
	case MM011_OP24_FREE_AREA_INIT:	/* zones that frees of small numbers hit */
		op->arg[0] = fuzz_mix(seed, 3) % 5000;
		op->arg[1] = fuzz_mix(seed, 4) % (op->arg[0] + 1);
		op->arg[2] = fuzz_mix(seed, 5) % (op->arg[0] - op->arg[1] + 1);
		op->arg[3] %= 5000;
		break;
	case MM011_OP24_ALLOC_PAGES:
		op->arg[0] %= 12;
		op->arg[1] %= 0x101;
		break;
	case MM011_OP24_GET_ZEROED_PAGE:
		op->arg[0] %= 0x101;
		break;
	case MM011_OP24_FREE_PAGES: case MM011_OP24_GET_PAGE: case MM011_OP24_PAGE:
	case MM011_OP24_RESERVE: case MM011_OP24_MEMALLOC: case MM011_OP24_SET_PAGE_COUNT:
	case MM011_OP24_SET_PAGE:
		op->arg[0] = fuzz_mix(seed, 3) % (seed & 1 ? 64 : 5000);
		op->arg[1] %= seed & 6 ? 4 : 40;
		break;
	}
}

/**
 * fuzz_good_op() - an operation that is accepted more often than not
 * @op: filled in
 * @which: says which operation, of which task, and whether it may sleep
 * @seed: its arguments and bytes
 * @things: what it may name
 */
void fuzz_good_op(struct mm011_op *op, __u32 which, __u32 seed, struct fuzz_things *things)
{
	__u32 i;

	memset(op, 0, sizeof(*op));
	op->code = good_code(which, things->operations);
	if (which & 0x80)
		op->code = often[which % FEW % COUNT(often)];
	op->task = tasks[(which >> 8) % COUNT(tasks)];
	op->flags = flags[(which >> 11) % COUNT(flags)];
	for (i = 0; i < nargs[op->code]; i++)
		op->arg[i] = fuzz_number(fuzz_mix(seed, 10 + i));
	choose_arguments(op, seed, things);
	add_data(op, seed, things);
}
