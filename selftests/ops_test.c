// SPDX-License-Identifier: GPL-2.0
/*
 * MM011_IOC_OPS: does each operation work through the ioctl, do results stand
 * where they belong, and is everything that is no operation refused with
 * nothing changed?
 */
#include "mm011_test.h"

#define FLAGS_FOR_ALL (MM011_OPF_CRC | MM011_OPF_CRC_NOAD | MM011_OPF_EVENTS)

enum direction { NO_DATA, IN, OUT };

/* the contract, written down once more: arguments, data, task, own flags */
static const struct {
	__u8 nargs;
	__u8 data;
	__u8 task;
	__u8 flags;
} contract[MM011_OP_MAX] = {
	[MM011_OP_NONE]			= { 0, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP_MEM_INIT]		= { 2, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP_GET_FREE_PAGE]	= { 0, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP_FREE_PAGE]		= { 1, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP_FREE_PAGE_TABLES]	= { 2, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP_COPY_PAGE_TABLES]	= { 3, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP_PUT_PAGE]		= { 2, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP_GET_EMPTY_PAGE]	= { 1, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP_UN_WP_PAGE]		= { 1, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP_DO_WP_PAGE]		= { 2, NO_DATA, 1, MM011_OPF_SLEEP },
	[MM011_OP_WRITE_VERIFY]		= { 1, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP_DO_NO_PAGE]		= { 2, NO_DATA, 1, MM011_OPF_TWO_STEP | MM011_OPF_SLEEP },
	[MM011_OP_DO_NO_PAGE_MAP]	= { 2, NO_DATA, 1, MM011_OPF_SLEEP },
	[MM011_OP_SHARE_PAGE]		= { 1, NO_DATA, 1, MM011_OPF_SLEEP },
	[MM011_OP_TRY_TO_SHARE]		= { 2, NO_DATA, 1, MM011_OPF_SLEEP },
	[MM011_OP_CALC_MEM]		= { 0, OUT, 0, 0 },
	[MM011_OP_INVALIDATE]		= { 0, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP_PAGE_FAULT]		= { 2, NO_DATA, 1, MM011_OPF_SLEEP },
	[MM011_OP_MALLOC]		= { 1, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP_FREE_S]		= { 2, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP_FORK]			= { 0, NO_DATA, 1, MM011_OPF_SLEEP },
	[MM011_OP_EXEC]			= { 3, IN, 1, 0 },
	[MM011_OP_EXEC_MADE_UP]		= { 6, IN, 1, MM011_OPF_SLEEP },
	[MM011_OP_EXIT]			= { 1, NO_DATA, 1, MM011_OPF_SLEEP },
	[MM011_OP_WAITPID]		= { 2, NO_DATA, 1, MM011_OPF_NO_STATUS | MM011_OPF_SLEEP },
	[MM011_OP_BRK]			= { 1, NO_DATA, 1, MM011_OPF_SLEEP },
	[MM011_OP_VERIFY_AREA]		= { 2, NO_DATA, 1, MM011_OPF_SLEEP },
	[MM011_OP_PIPE]			= { 0, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP_CLOSE_PIPE]		= { 1, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP_READ]			= { 1, OUT, 1, MM011_OPF_SUPERVISOR | MM011_OPF_CODE },
	[MM011_OP_WRITE]		= { 1, IN, 1, MM011_OPF_SUPERVISOR | MM011_OPF_SLEEP },
	[MM011_OP_PHYS_READ]		= { 1, OUT, 0, 0 },
	[MM011_OP_PHYS_WRITE]		= { 1, IN, 0, MM011_OPF_SLEEP },
	[MM011_OP_PEEK32]		= { 1, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP_POKE32]		= { 2, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP_SET_AD]		= { 3, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP_SET_TASK]		= { 8, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP_TASK_GONE]		= { 0, NO_DATA, 1, MM011_OPF_SLEEP },
	[MM011_OP_SET_I_COUNT]		= { 1, NO_DATA, 1, MM011_OPF_SLEEP },
	[MM011_OP_REVIVE]		= { 0, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP_LOAD_MEM_MAP]		= { 0, IN, 0, MM011_OPF_SLEEP },
	[MM011_OP_LOAD_TASK]		= { 0, IN, 0, MM011_OPF_SLEEP },
	[MM011_OP_SET_COUNT]		= { 2, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP_BIND_FILE]		= { 3, NO_DATA, 0, 0 },
	[MM011_OP_PUT_DIRTY_PAGE]	= { 2, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP_SHOW_MEM]		= { 0, OUT, 0, 0 },
	[MM011_OP_USELIB]		= { 1, NO_DATA, 1, 0 },
	[MM011_OP_USELIB_MADE_UP]	= { 1, NO_DATA, 1, MM011_OPF_SLEEP },
	[MM011_OP_SET_LIBRARY]		= { 1, NO_DATA, 1, MM011_OPF_SLEEP },
	[MM011_OP_INIT_SWAPPING]	= { 0, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP_GET_SWAP_PAGE]	= { 0, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP_SWAP_FREE]		= { 1, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP_SWAP_IN]		= { 1, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP_TRY_TO_SWAP_OUT]	= { 1, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP_SWAP_OUT]		= { 0, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP_SWAP_FILE]		= { 1, NO_DATA, 0, 0 },
	[MM011_OP_SWAP_MEMORY]		= { 1, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP_SWAP_READ]		= { 1, OUT, 0, 0 },
	[MM011_OP_SWAP_WRITE]		= { 1, IN, 0, MM011_OPF_SLEEP },
	[MM011_OP_WAKE]			= { 0, NO_DATA, 0, 0 },
	[MM011_OP24_PAGE_SUM]		= { 0, NO_DATA, 0, 0 },
	[MM011_OP24_FREE_AREA_INIT]	= { 4, NO_DATA, 0, 0 },
	[MM011_OP24_ALLOC_PAGES]	= { 2, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP24_GET_ZEROED_PAGE]	= { 1, NO_DATA, 0, 0 },
	[MM011_OP24_FREE_PAGES]		= { 2, NO_DATA, 0, 0 },
	[MM011_OP24_GET_PAGE]		= { 1, NO_DATA, 0, 0 },
	[MM011_OP24_PAGE]		= { 1, NO_DATA, 0, 0 },
	[MM011_OP24_RESERVE]		= { 2, NO_DATA, 0, 0 },
	[MM011_OP24_MEMALLOC]		= { 1, NO_DATA, 0, 0 },
	[MM011_OP24_SET_PAGE_COUNT]	= { 2, NO_DATA, 0, 0 },
	[MM011_OP24_SET_PAGE]		= { 5, NO_DATA, 0, 0 },
	[MM011_OP24_FREE_AREAS]		= { 0, OUT, 0, 0 },
	[MM011_OP24_PRESSURE]		= { 0, OUT, 0, 0 },
	[MM011_OP24_AREA_SUM]		= { 0, NO_DATA, 0, 0 },
	[MM011_OP24_MM_NEW]		= { 3, NO_DATA, 0, 0 },
	[MM011_OP24_DO_MMAP_PGOFF]	= { 6, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP24_DO_MUNMAP]		= { 2, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP24_SYS_BRK]		= { 1, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP24_DO_BRK]		= { 2, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP24_FIND_VMA]		= { 1, NO_DATA, 0, 0 },
	[MM011_OP24_FIND_VMA_PREV]	= { 1, NO_DATA, 0, 0 },
	[MM011_OP24_FIND_VMA_INTERSECTION] = { 2, NO_DATA, 0, 0 },
	[MM011_OP24_FIND_EXTEND_VMA]	= { 1, NO_DATA, 0, 0 },
	[MM011_OP24_GET_UNMAPPED_AREA]	= { 2, NO_DATA, 0, 0 },
	[MM011_OP24_EXIT_MMAP]		= { 0, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP24_SHOW_MM]		= { 0, OUT, 0, 0 },
	[MM011_OP24_SET_FILE]		= { 3, NO_DATA, 0, 0 },
	[MM011_OP24_SHOW_FILE]		= { 1, OUT, 0, 0 },
	[MM011_OP24_SET_LIMIT]		= { 2, NO_DATA, 0, 0 },
	[MM011_OP24_SET_FREE]		= { 2, NO_DATA, 0, 0 },
	[MM011_OP24_SET_OVERCOMMIT]	= { 1, NO_DATA, 0, 0 },
	[MM011_OP24_SET_DEF_FLAGS]	= { 1, NO_DATA, 0, 0 },
	[MM011_OP24_FAIL_AREA_ALLOC]	= { 1, NO_DATA, 0, 0 },
	[MM011_OP24_SYS_MPROTECT]	= { 3, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP24_SYS_MREMAP]		= { 5, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP24_SYS_MLOCK]		= { 2, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP24_SYS_MUNLOCK]	= { 2, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP24_SYS_MLOCKALL]	= { 1, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP24_SYS_MUNLOCKALL]	= { 0, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP24_SYS_MSYNC]		= { 3, NO_DATA, 0, 0 },
	[MM011_OP24_MM_ALLOC]		= { 0, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP24_DUP_MMAP]		= { 0, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP24_SWITCH_MM]		= { 1, NO_DATA, 0, 0 },
	[MM011_OP24_MMPUT]		= { 1, NO_DATA, 0, 0 },
	[MM011_OP24_INSERT_VM_STRUCT]	= { 6, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP24_SET_MM]		= { 2, NO_DATA, 0, 0 },
	[MM011_OP24_SET_SHMEM_INO]	= { 1, NO_DATA, 0, 0 },
	[MM011_OP24_FAULT_AREA]		= { 3, NO_DATA, 0, 0 },
	[MM011_OP24_DO_PAGE_FAULT]	= { 3, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP24_HANDLE_MM_FAULT]	= { 2, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP24_PUT_DIRTY_PAGE]	= { 2, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP24_ZAP_PAGE_RANGE]	= { 2, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP24_TABLES]		= { 0, OUT, 0, 0 },
	[MM011_OP24_ENTRY]		= { 1, NO_DATA, 0, 0 },
	[MM011_OP24_LOAD_ZONE]		= { 1, IN, 0, 0 },
	[MM011_OP24_LOAD_COUNTS]	= { 3, NO_DATA, 0, 0 },
	[MM011_OP24_LOAD_RESERVED]	= { 3, NO_DATA, 0, 0 },
	[MM011_OP24_RMQUEUE]		= { 2, NO_DATA, 0, 0 },
	[MM011_OP24_FREE_PAGES_OK]	= { 2, NO_DATA, 0, 0 },
	[MM011_OP24_LOAD_ZERO_PAGE]	= { 1, NO_DATA, 0, 0 },
	[MM011_OP24_COUNT_SUM]		= { 0, NO_DATA, 0, 0 },
	[MM011_OP24_SET_ACCESSED]	= { 3, NO_DATA, 0, 0 },
	[MM011_OP24_ASKED]		= { 1, OUT, 0, 0 },
	[MM011_OP24_TELL]		= { 2, NO_DATA, 0, 0 },
	[MM011_OP24_LRU]		= { 0, OUT, 0, 0 },
	[MM011_OP24_LOAD_LRU]		= { 2, IN, 0, 0 },
	[MM011_OP24_SET_PAGE_INDEX]	= { 2, NO_DATA, 0, 0 },
	[MM011_OP24_LOAD_SWAP_MAP]	= { 3, NO_DATA, 0, 0 },
	[MM011_OP24_SET_SWAP]		= { 6, NO_DATA, 0, 0 },
	[MM011_OP24_SET_VM]		= { 2, NO_DATA, 0, 0 },
	[MM011_OP24_REFILL_INACTIVE_SCAN] = { 2, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP24_PAGE_LAUNDER]	= { 2, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP24_RECLAIM_PAGE]	= { 1, NO_DATA, 0, MM011_OPF_SLEEP },
	[MM011_OP24_TRY_TO_SWAP_OUT]	= { 2, NO_DATA, 0, MM011_OPF_SLEEP },
};

/* operations whose data has one length */
static __u32 fixed_len(__u32 code)
{
	switch (code) {
	case MM011_OP_CALC_MEM:
		return 2048;
	case MM011_OP_LOAD_MEM_MAP:
		return MM011_PAGING_PAGES;
	case MM011_OP_LOAD_TASK:
		return sizeof(struct mm011_task_info);
	case MM011_OP_SHOW_MEM:
		return sizeof(struct mm011_show_mem);
	case MM011_OP24_FREE_AREAS:
		return sizeof(struct mm011_zones);
	case MM011_OP24_PRESSURE:
		return sizeof(struct mm011_pressure);
	case MM011_OP_SWAP_READ:
	case MM011_OP_SWAP_WRITE:
		return 4096;
	case MM011_OP24_SHOW_MM:
		return sizeof(struct mm011_mm24);
	case MM011_OP24_SHOW_FILE:
		return sizeof(struct mm011_file24);
	case MM011_OP24_LRU:
		return sizeof(struct mm011_lru24);
	case MM011_OP24_TABLES:
		return sizeof(struct mm011_tables24);
	case MM011_OP24_ASKED:
		return sizeof(struct mm011_asked24);
	default:
		return 0;
	}
}

FIXTURE(ops)
{
	int fd;
	__u32 sum;
	char *guarded;
};

/* a machine with something to lose: two tasks, a page of memory, an object */
FIXTURE_SETUP(ops)
{
	self->fd = new_machine();
	ASSERT_GE(self->fd, 0);
	self->guarded = guarded_page();
	ASSERT_EQ(1, fork_task(self->fd, 0));
	ASSERT_EQ(2, fork_task(self->fd, 1));
	ASSERT_EQ(0, write_task(self->fd, 1, 0x1000, "anything", 8));
	ASSERT_EQ(0, OP(self->fd, .code = MM011_OP_MALLOC, .arg = { 100 }).error);
	self->sum = machine_sum(self->fd);
}

FIXTURE_TEARDOWN(ops)
{
	close(self->fd);
}

/* an operation full of rubbish where the kernel answers, to see that it does */
static struct mm011_op blank(__u32 code)
{
	struct mm011_op op = {
		.code = code, .task = contract[code].task, .error = 77, .outcome = 77,
		.ret = 77, .out = { 77, 77 }, .crc = 77, .crc_noad = 77,
	};

	op.len = fixed_len(code);
	return op;
}

/* refused with this errno, every answer blanked, nothing changed */
#define EXPECT_REFUSED(errno_, op_)				\
	do {							\
		struct mm011_op _r = do_op(self->fd, op_);	\
								\
		EXPECT_EQ(errno_, _r.error) {			\
			TH_LOG("operation %u", _r.code);	\
		}						\
		EXPECT_EQ(MM011_REFUSED, _r.outcome);		\
		EXPECT_EQ(0, _r.ret);				\
		EXPECT_EQ(0, _r.out[0]);			\
		EXPECT_EQ(0, _r.out[1]);			\
		EXPECT_EQ(0, _r.crc);				\
		EXPECT_EQ(0, _r.crc_noad);			\
	} while (0)

TEST_F(ops, none_is_fine)
{
	__u32 done;

	EXPECT_EQ(0, do_ops(self->fd, NULL, 0, 0, &done));
	EXPECT_EQ(0, done);
}

TEST_F(ops, refuses_unknown_flags)
{
	struct mm011_op op = blank(MM011_OP_GET_FREE_PAGE);
	__u32 bit;

	for (bit = 1; bit < 32; bit++)
		EXPECT_EQ(-EINVAL, do_ops(self->fd, &op, 1, 1u << bit, NULL));
	EXPECT_EQ(self->sum, machine_sum(self->fd));
}

TEST_F(ops, takes_as_many_as_it_says)
{
	struct mm011_op *ops = calloc(MM011_MAX_OPS + 1, sizeof(*ops));
	__u32 done, i;

	for (i = 0; i <= MM011_MAX_OPS; i++)
		ops[i] = blank(MM011_OP_NONE);
	EXPECT_EQ(0, do_ops(self->fd, ops, MM011_MAX_OPS, 0, &done));
	EXPECT_EQ(MM011_MAX_OPS, done);
	for (i = 0; i < MM011_MAX_OPS; i++)
		ASSERT_EQ(0, ops[i].outcome);
	EXPECT_EQ(77, ops[i].outcome);
	EXPECT_EQ(-E2BIG, do_ops(self->fd, ops, MM011_MAX_OPS + 1, 0, NULL));
	EXPECT_EQ(-E2BIG, do_ops(self->fd, ops, ~0u, 0, NULL));
	EXPECT_EQ(self->sum, machine_sum(self->fd));
}

TEST_F(ops, refuses_arrays_that_are_not_there)
{
	__u32 done;

	EXPECT_EQ(-EFAULT, do_ops(self->fd, NULL, 1, 0, &done));
	EXPECT_EQ(0, done);
	EXPECT_EQ(-EFAULT, do_ops(self->fd, (void *)NO_ACCESS(self->guarded), 1, 0, &done));
	EXPECT_EQ(-EFAULT, do_ops(self->fd, (void *)(NO_ACCESS(self->guarded) - 40), 1, 0, &done));
	EXPECT_EQ(-EFAULT, do_ops(self->fd, (void *)-1, 1, 0, &done));
	EXPECT_EQ(0, done);
	EXPECT_EQ(self->sum, machine_sum(self->fd));
}

/* results have nowhere to go: nothing may happen */
TEST_F(ops, refuses_arrays_that_take_no_results)
{
	struct mm011_op *op = (void *)READ_ONLY(self->guarded);
	__u32 done;

	ASSERT_EQ(0, mprotect(op, PAGE, PROT_READ | PROT_WRITE));
	*op = blank(MM011_OP_GET_FREE_PAGE);
	ASSERT_EQ(0, mprotect(op, PAGE, PROT_READ));
	EXPECT_EQ(-EFAULT, do_ops(self->fd, op, 1, 0, &done));
	EXPECT_EQ(0, done);
	EXPECT_EQ(self->sum, machine_sum(self->fd));
}

TEST_F(ops, tells_how_many_were_done_before_the_array_ends_too_early)
{
	char *memory = mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			    -1, 0);
	__u32 count = 3 * PAGE / sizeof(struct mm011_op);
	struct mm011_op *ops = (void *)(memory + 3 * PAGE - count * sizeof(*ops));
	__u32 before = get_info(self->fd).free_pages;
	__u32 i, done;

	for (i = 0; i < count; i++)
		ops[i] = blank(MM011_OP_GET_FREE_PAGE);
	ASSERT_EQ(0, mprotect(memory + 3 * PAGE, PAGE, PROT_NONE));
	EXPECT_EQ(-EFAULT, do_ops(self->fd, ops, count + 1, 0, &done));
	EXPECT_GE(count, done);
	EXPECT_EQ(before - done, get_info(self->fd).free_pages);
	for (i = 0; i < done; i++)
		EXPECT_NE(0, ops[i].ret);
	for ( ; i < count; i++)
		EXPECT_EQ(77, ops[i].ret);
}

TEST_F(ops, results_stand_in_place)
{
	struct mm011_op ops[200];
	__u32 i, done;

	for (i = 0; i < COUNT(ops); i++)
		ops[i] = blank(MM011_OP_GET_FREE_PAGE);
	ASSERT_EQ(0, do_ops(self->fd, ops, COUNT(ops), 0, &done));
	EXPECT_EQ(COUNT(ops), done);
	for (i = 0; i < COUNT(ops); i++) {
		EXPECT_EQ(0, ops[i].error);
		EXPECT_EQ(MM011_OK, ops[i].outcome);
		EXPECT_EQ(0, ops[i].out[0]);
		EXPECT_EQ(0, ops[i].crc);
		/* the last free page, one after the other */
		EXPECT_EQ(ops[0].ret - i * PAGE, ops[i].ret);
	}
}

static void five(struct mm011_op ops[5])
{
	ops[0] = blank(MM011_OP_GET_FREE_PAGE);
	ops[1] = blank(MM011_OP_PIPE);
	ops[2] = blank(MM011_OP_BRK);
	ops[2].task = 40;
	ops[3] = blank(MM011_OP_CLOSE_PIPE);
	ops[4] = blank(MM011_OP_GET_FREE_PAGE);
}

TEST_F(ops, go_on_after_one_fails)
{
	struct mm011_op ops[5];
	__u32 done;

	five(ops);
	EXPECT_EQ(0, do_ops(self->fd, ops, 5, 0, &done));
	EXPECT_EQ(5, done);
	EXPECT_EQ(-ESRCH, ops[2].error);
	EXPECT_EQ(0, ops[3].error);
	EXPECT_NE(0, ops[4].ret);
}

TEST_F(ops, stop_when_asked_to)
{
	struct mm011_op ops[5];
	__u32 done;

	five(ops);
	EXPECT_EQ(0, do_ops(self->fd, ops, 5, MM011_OPS_STOP, &done));
	EXPECT_EQ(3, done);
	EXPECT_EQ(0, ops[1].error);
	EXPECT_EQ(-ESRCH, ops[2].error);
	EXPECT_EQ(77, ops[3].error);
	EXPECT_EQ(77, ops[4].ret);
	EXPECT_NE(0, get_info(self->fd).pipe[0]);
}

TEST_F(ops, stop_at_a_refused_one_too)
{
	struct mm011_op ops[3] = {
		blank(MM011_OP_NONE), { .code = MM011_OP_MAX }, blank(MM011_OP_GET_FREE_PAGE)
	};
	__u32 done;

	EXPECT_EQ(0, do_ops(self->fd, ops, 3, MM011_OPS_STOP, &done));
	EXPECT_EQ(2, done);
	EXPECT_EQ(-EINVAL, ops[1].error);
	EXPECT_EQ(self->sum, machine_sum(self->fd));
}

TEST_F(ops, unknown_codes_are_refused)
{
	static const __u16 codes[] = {
		MM011_OP_REVIVE + 1, 0x1f, MM011_OP_FREE_S + 1, 0x3f, MM011_OP_CALC_MEM + 1,
		MM011_OP_WAKE + 1, MM011_OP_MAX - 1, MM011_OP_MAX, MM011_OP_MAX + 1, 0x7fff,
		0x8000, 0xffff
	};
	unsigned int i;

	for (i = 0; i < COUNT(codes); i++)
		EXPECT_REFUSED(-EINVAL, ((struct mm011_op){ .code = codes[i], .crc = 1 }));
	EXPECT_EQ(self->sum, machine_sum(self->fd));
}

TEST_F(ops, flags_that_mean_nothing_are_refused)
{
	struct mm011_op op;
	__u32 code, bit;

	for (code = 0; more_ops(&code); code++)
		for (bit = 1; bit < 0x10000; bit <<= 1) {
			if ((FLAGS_FOR_ALL | contract[code].flags) & bit)
				continue;
			op = blank(code);
			op.flags = bit | MM011_OPF_CRC;
			EXPECT_REFUSED(-EINVAL, op);
		}
	EXPECT_EQ(self->sum, machine_sum(self->fd));
}

TEST_F(ops, unused_arguments_are_refused)
{
	struct mm011_op op;
	__u32 code, i;

	for (code = 0; more_ops(&code); code++)
		for (i = contract[code].nargs; i < COUNT(op.arg); i++) {
			op = blank(code);
			op.arg[i] = 1;
			EXPECT_REFUSED(-EINVAL, op);
		}
	EXPECT_EQ(self->sum, machine_sum(self->fd));
}

TEST_F(ops, data_for_those_that_take_none_is_refused)
{
	struct mm011_op op;
	__u32 code;

	for (code = 0; more_ops(&code); code++) {
		if (contract[code].data != NO_DATA)
			continue;
		op = blank(code);
		op.len = 1;
		EXPECT_REFUSED(-EINVAL, op);
		op = blank(code);
		op.data = address_of(&op);
		EXPECT_REFUSED(-EINVAL, op);
	}
	EXPECT_EQ(self->sum, machine_sum(self->fd));
}

TEST_F(ops, too_much_data_is_refused)
{
	char *bytes = calloc(1, MM011_MAX_DATA + 1);
	struct mm011_op op;
	__u32 code;

	for (code = 0; more_ops(&code); code++) {
		if (contract[code].data == NO_DATA || fixed_len(code))
			continue;
		op = blank(code);
		op.data = address_of(bytes);
		op.len = MM011_MAX_DATA + 1;
		EXPECT_REFUSED(-E2BIG, op);
		op.len = ~0u;
		EXPECT_REFUSED(-E2BIG, op);
	}
	EXPECT_EQ(self->sum, machine_sum(self->fd));
}

TEST_F(ops, most_data_goes_both_ways)
{
	unsigned char *bytes = malloc(MM011_MAX_DATA), *back = calloc(1, MM011_MAX_DATA);
	struct mm011_op op = blank(MM011_OP_PHYS_WRITE);
	__u32 i;

	for (i = 0; i < MM011_MAX_DATA; i++)
		bytes[i] = i * 7 + (i >> 8);
	op.data = address_of(bytes);
	op.len = MM011_MAX_DATA;
	op.arg[0] = MM011_MEMORY_SIZE - MM011_MAX_DATA;
	EXPECT_EQ(0, do_op(self->fd, op).error);
	op.code = MM011_OP_PHYS_READ;
	op.data = address_of(back);
	EXPECT_EQ(0, do_op(self->fd, op).error);
	EXPECT_EQ(0, memcmp(bytes, back, MM011_MAX_DATA));
	op.arg[0]++;
	EXPECT_REFUSED(-EINVAL, op);
}

TEST_F(ops, bad_data_pointers_are_refused)
{
	void *bad[] = { NULL, (void *)1, (void *)-1, NO_ACCESS(self->guarded) };
	struct mm011_op op;
	__u32 code, i;

	for (code = 0; more_ops(&code); code++) {
		if (contract[code].data == NO_DATA)
			continue;
		for (i = 0; i < COUNT(bad); i++) {
			op = blank(code);
			op.len = fixed_len(code) ? fixed_len(code) : 80;
			op.data = address_of(bad[i]);
			EXPECT_REFUSED(-EFAULT, op);
		}
		op.data = address_of(NO_ACCESS(self->guarded) - (op.len - 1));
		EXPECT_REFUSED(-EFAULT, op);
		op.data = 1ull << 63;
		EXPECT_REFUSED(-EFAULT, op);
		op.data = address_of(READ_ONLY(self->guarded));
		if (contract[code].data == OUT)
			EXPECT_REFUSED(-EFAULT, op);
	}
	EXPECT_EQ(self->sum, machine_sum(self->fd));
}

TEST_F(ops, no_data_needs_no_pointer)
{
	EXPECT_EQ(0, OP(self->fd, .code = MM011_OP_READ, .task = 1).error);
	EXPECT_EQ(0, OP(self->fd, .code = MM011_OP_WRITE, .task = 1).error);
	EXPECT_EQ(0, OP(self->fd, .code = MM011_OP_PHYS_READ).error);
	EXPECT_EQ(0, OP(self->fd, .code = MM011_OP_PHYS_WRITE).error);
	EXPECT_EQ(self->sum, machine_sum(self->fd));
}

TEST_F(ops, tasks_that_are_none_are_refused)
{
	static const __u32 nobody[] = { 3, 63, 64, 65, 0x7fffffff, 0x80000000, ~0u };
	struct mm011_op op;
	char byte[2048] = "";
	__u32 code, i;

	for (code = 0; more_ops(&code); code++)
		for (i = 0; contract[code].task && i < COUNT(nobody); i++) {
			op = blank(code);
			op.task = nobody[i];
			if (contract[code].data != NO_DATA)
				op.data = address_of(byte);
			EXPECT_REFUSED(-ESRCH, op);
		}
	for (i = 2; i < COUNT(nobody); i++) {
		op = blank(MM011_OP_SET_TASK);
		op.task = nobody[i];
		EXPECT_REFUSED(-EINVAL, op);
	}
	EXPECT_EQ(self->sum, machine_sum(self->fd));
}

TEST_F(ops, zombies_do_nothing)
{
	struct mm011_op op;
	char byte[2048] = "";
	__u32 code;

	ASSERT_EQ(0, OP(self->fd, .code = MM011_OP_EXIT, .task = 2).error);
	self->sum = machine_sum(self->fd);
	for (code = 0; more_ops(&code); code++) {
		if (!contract[code].task)
			continue;
		op = blank(code);
		op.task = 2;
		if (contract[code].data != NO_DATA)
			op.data = address_of(byte);
		EXPECT_REFUSED(-ESRCH, op);
	}
	EXPECT_EQ(self->sum, machine_sum(self->fd));
}

/* what each operation refuses for itself */
TEST_F(ops, wrong_arguments_are_refused)
{
	static const struct mm011_op wrong[] = {
		{ .code = MM011_OP_SET_AD, .arg = { 0xfffffd, 0x20 } },
		{ .code = MM011_OP_SET_AD, .arg = { 0xfffffffc, 0x20 } },
		{ .code = MM011_OP_DO_NO_PAGE_MAP, .task = 1, .arg = { 0x800000, 0x4000000 } },
		{ .code = MM011_OP_TRY_TO_SHARE, .task = 1, .arg = { 0, 63 } },
		{ .code = MM011_OP_TRY_TO_SHARE, .task = 1, .arg = { 0, 64 } },
		{ .code = MM011_OP_CALC_MEM },
		{ .code = MM011_OP_CALC_MEM, .len = 2047 },
		{ .code = MM011_OP_EXEC, .task = 1, .arg = { 0, 1, 0 } },
		{ .code = MM011_OP_EXEC_MADE_UP, .task = 1, .arg = { 0, 4096 } },
		{ .code = MM011_OP_EXEC_MADE_UP, .task = 1, .arg = { 9, 0x3000001 } },
		{ .code = MM011_OP_EXEC_MADE_UP, .task = 1, .arg = { 9, ~0u, ~0u, ~0u } },
		{ .code = MM011_OP_EXEC_MADE_UP, .task = 1, .arg = { 9, 4096, 0, 0, 1 } },
		{ .code = MM011_OP_EXEC_MADE_UP, .task = 1, .arg = { 9, 4096, 0, 0, ~0u, 1 } },
		{ .code = MM011_OP_WAITPID, .task = 1, .arg = { 0 } },
		{ .code = MM011_OP_WAITPID, .task = 1, .arg = { -2 } },
		{ .code = MM011_OP_PHYS_READ, .arg = { MM011_MEMORY_SIZE + 1 } },
		{ .code = MM011_OP_PHYS_WRITE, .arg = { ~0u } },
		{ .code = MM011_OP_PEEK32, .arg = { MM011_MEMORY_SIZE - 3 } },
		{ .code = MM011_OP_PEEK32, .arg = { ~0u } },
		{ .code = MM011_OP_POKE32, .arg = { MM011_MEMORY_SIZE - 3 } },
		{ .code = MM011_OP_SET_I_COUNT, .task = 1, .arg = { 1 } },
		{ .code = MM011_OP_SET_I_COUNT, .task = 1, .arg = { 0x10000 } },
		{ .code = MM011_OP_SET_COUNT, .arg = { 0xff000, 1 } },
		{ .code = MM011_OP_SET_COUNT, .arg = { MM011_MEMORY_SIZE, 1 } },
		{ .code = MM011_OP_SET_COUNT, .arg = { 0x100000, 0x100 } },
	};
	unsigned int i;

	for (i = 0; i < COUNT(wrong); i++)
		EXPECT_REFUSED(-EINVAL, wrong[i]);
	EXPECT_EQ(self->sum, machine_sum(self->fd));
}

TEST_F(ops, data_of_a_wrong_length_is_refused)
{
	char *bytes = calloc(1, MM011_MAX_DATA);
	struct mm011_op op;
	__u32 code;

	for (code = 0; more_ops(&code); code++) {
		if (!fixed_len(code))
			continue;
		op = blank(code);
		op.data = address_of(bytes);
		op.len--;
		EXPECT_REFUSED(-EINVAL, op);
		op.len += 2;
		EXPECT_REFUSED(-EINVAL, op);
		op.len = 0;
		EXPECT_REFUSED(-EINVAL, op);
		op.len = MM011_MAX_DATA;
		EXPECT_REFUSED(-EINVAL, op);
	}
	EXPECT_EQ(self->sum, machine_sum(self->fd));
}

static struct mm011_op load_task(__u32 nr, const struct mm011_task_info *info)
{
	struct mm011_op op = blank(MM011_OP_LOAD_TASK);

	op.task = nr;
	op.data = address_of(info);
	return op;
}

/*
 * A zombie has given its executable back. One that holds another would take it
 * along when it is waited for, and the machine would run out of places for them.
 */
TEST_F(ops, tasks_that_cannot_be_are_not_loaded)
{
	static const struct mm011_task_info sound = {
		.size = sizeof(sound), .nr = 5, .state = MM011_TASK_RUNNING, .pid = 9,
	};
	struct mm011_task_info wrong[8];
	unsigned int i;

	for (i = 0; i < COUNT(wrong); i++)
		wrong[i] = sound;
	wrong[0].size--;
	wrong[1].size++;
	wrong[2].nr = 6;
	wrong[3].state = MM011_TASK_FREE;
	wrong[4].state = MM011_TASK_ZOMBIE + 1;
	wrong[5].page = 0x800001;
	wrong[6].reserved = 1;
	wrong[7].state = MM011_TASK_ZOMBIE;
	wrong[7].inode = 7;
	for (i = 0; i < COUNT(wrong); i++)
		EXPECT_REFUSED(-EINVAL, load_task(5, &wrong[i]));
	EXPECT_REFUSED(-EINVAL, load_task(64, &sound));
	EXPECT_REFUSED(-EINVAL, load_task(~0u, &sound));
	EXPECT_EQ(self->sum, machine_sum(self->fd));
	EXPECT_EQ(0, do_op(self->fd, load_task(5, &sound)).error);
}

TEST_F(ops, strings_must_be_as_many_as_was_said)
{
	char unended[4] = { 'a', 0, 'b', 'c' };
	struct mm011_op op = blank(MM011_OP_EXEC_MADE_UP);

	op.arg[0] = 9;
	op.arg[1] = 4096;
	op.data = address_of(unended);
	op.len = sizeof(unended);
	op.arg[4] = 2;
	EXPECT_REFUSED(-EINVAL, op);
	op.len = 2;
	EXPECT_REFUSED(-EINVAL, op);
	op.arg[4] = 0;
	EXPECT_REFUSED(-EINVAL, op);
	EXPECT_EQ(self->sum, machine_sum(self->fd));
	op.arg[5] = 1;
	EXPECT_EQ(0, do_op(self->fd, op).error);
}

/* what a task may not reach is no secret of the host either: zeros come back */
TEST_F(ops, a_read_that_fails_half_way_gives_no_rubbish)
{
	unsigned char secret[8192], bytes[16];
	struct mm011_op ops[2] = { blank(MM011_OP_PHYS_WRITE), blank(MM011_OP_READ) };
	__u32 i;

	memset(secret, 0xee, sizeof(secret));
	memset(bytes, 0xff, sizeof(bytes));
	ops[0].arg[0] = 0x800000;
	ops[0].len = sizeof(secret);
	ops[0].data = address_of(secret);
	ops[1].arg[0] = 0xa0000 - 8;	/* the limit of a child of task 0 */
	ops[1].len = sizeof(bytes);
	ops[1].data = address_of(bytes);
	ASSERT_EQ(0, do_ops(self->fd, ops, 2, 0, NULL));
	EXPECT_EQ(0, ops[0].error);
	EXPECT_EQ(-EFAULT, ops[1].error);
	EXPECT_EQ(MM011_SEGMENT, ops[1].outcome);
	for (i = 0; i < sizeof(bytes); i++)
		EXPECT_EQ(0, bytes[i]);
}

TEST_F(ops, checksums_are_those_of_the_machine)
{
	struct mm011_checksum sum = { .size = sizeof(sum) };
	struct mm011_op op = OP(self->fd, .code = MM011_OP_GET_FREE_PAGE,
				.flags = MM011_OPF_CRC | MM011_OPF_CRC_NOAD);

	ASSERT_EQ(0, call(self->fd, MM011_IOC_CHECKSUM, &sum));
	EXPECT_EQ(sum.crc, op.crc);
	EXPECT_EQ(sum.crc_noad, op.crc_noad);
	EXPECT_NE(op.crc, op.crc_noad);
	op = OP(self->fd, .code = MM011_OP_NONE, .flags = MM011_OPF_CRC);
	EXPECT_EQ(sum.crc, op.crc);
	EXPECT_EQ(0, op.crc_noad);
}

/* lock held from first to last: a counter in the machine loses no step */
TEST_F(ops, count_up_to_the_end)
{
	struct mm011_op ops[130];
	__u32 i;

	for (i = 0; i < COUNT(ops); i++)
		ops[i] = (struct mm011_op){ .code = MM011_OP_POKE32, .arg = { 0x600000, i } };
	ASSERT_EQ(0, do_ops(self->fd, ops, COUNT(ops), 0, NULL));
	EXPECT_EQ(COUNT(ops) - 1, peek(self->fd, 0x600000));
}

FIXTURE(each)
{
	int fd;
};

FIXTURE_SETUP(each)
{
	self->fd = new_machine();
	ASSERT_GE(self->fd, 0);
}

FIXTURE_TEARDOWN(each)
{
	EXPECT_EQ(0, get_info(self->fd).stopped);
	close(self->fd);
}

#define DO(...) OP(self->fd, __VA_ARGS__)

TEST_F(each, pages)
{
	__u32 page = DO(.code = MM011_OP_GET_FREE_PAGE).ret;
	__u32 linear = TASK_BASE(1) + 0x5000;

	EXPECT_EQ(0xfff000, page);
	EXPECT_EQ(page, DO(.code = MM011_OP_PUT_PAGE, .arg = { page, linear }).ret);
	EXPECT_EQ(0xffe007, peek(self->fd, 16 * 4));
	EXPECT_EQ(0xfff007, peek(self->fd, 0xffe000 + 5 * 4));
	EXPECT_EQ(0, DO(.code = MM011_OP_GET_EMPTY_PAGE, .arg = { linear + PAGE }).error);
	EXPECT_EQ(0xffd007, peek(self->fd, 0xffe000 + 6 * 4));
	EXPECT_EQ(0, DO(.code = MM011_OP_INVALIDATE).error);
	EXPECT_EQ(0, DO(.code = MM011_OP_FREE_PAGE_TABLES,
			.arg = { TASK_BASE(1), 0x400000 }).error);
	EXPECT_EQ(3072, get_info(self->fd).free_pages);
	page = DO(.code = MM011_OP_GET_FREE_PAGE).ret;
	EXPECT_EQ(0, DO(.code = MM011_OP_FREE_PAGE, .arg = { page }).error);
	EXPECT_EQ(3072, get_info(self->fd).free_pages);
}

TEST_F(each, copy_on_write)
{
	__u32 from = TASK_BASE(1), to = TASK_BASE(2), entry;

	ASSERT_EQ(0, DO(.code = MM011_OP_GET_EMPTY_PAGE, .arg = { from }).error);
	EXPECT_EQ(0, DO(.code = MM011_OP_COPY_PAGE_TABLES, .arg = { from, to, 0x400000 }).ret);
	entry = peek(self->fd, 32 * 4) & ~0xfffu;
	EXPECT_EQ(0xfff005, peek(self->fd, entry));
	EXPECT_EQ(0, DO(.code = MM011_OP_UN_WP_PAGE, .arg = { entry }).error);
	EXPECT_EQ(0xffc007, peek(self->fd, entry));
	EXPECT_EQ(0, DO(.code = MM011_OP_DO_WP_PAGE, .arg = { 7, from }).error);
	EXPECT_EQ(0xfff007, peek(self->fd, peek(self->fd, 16 * 4) & ~0xfffu));
	EXPECT_EQ(1, get_stat(self->fd, MM011_STAT_COW_COPY));
	EXPECT_EQ(1, get_stat(self->fd, MM011_STAT_COW_REUSE));
	EXPECT_EQ(0, DO(.code = MM011_OP_WRITE_VERIFY, .arg = { from }).error);
	EXPECT_EQ(0, ledger(self->fd));
}

TEST_F(each, no_page)
{
	struct mm011_op op;

	ASSERT_EQ(1, fork_task(self->fd, 0));
	op = DO(.code = MM011_OP_DO_NO_PAGE, .task = 1, .arg = { 4, TASK_BASE(1) + 0x90000 });
	EXPECT_EQ(MM011_NO_PAGE_EMPTY, op.out[0]);
	EXPECT_NE(0, op.ret);
	op = DO(.code = MM011_OP_PAGE_FAULT, .task = 1, .arg = { 6, TASK_BASE(1) + 0x400000 });
	EXPECT_EQ(0, op.error);
	EXPECT_EQ(MM011_NO_PAGE_EMPTY, op.out[0]);
}

static struct mm011_op exec_made_up(int fd, __u32 task)
{
	return OP(fd, .code = MM011_OP_EXEC_MADE_UP, .task = task,
		  .arg = { 7, 0x2000, 0x1800, 0x3000, 1, 1 }, .len = 8,
		  .data = address_of("prog\0A=\0"));
}

TEST_F(each, load_in_two_steps_and_share)
{
	struct mm011_op op;

	ASSERT_EQ(1, fork_task(self->fd, 0));
	ASSERT_EQ(2, fork_task(self->fd, 0));
	op = exec_made_up(self->fd, 1);
	ASSERT_EQ(0, op.error);
	EXPECT_EQ(0x3ffffd8, op.ret);
	ASSERT_EQ(0, exec_made_up(self->fd, 2).error);
	op = DO(.code = MM011_OP_DO_NO_PAGE, .task = 1, .flags = MM011_OPF_TWO_STEP,
		.arg = { 4, TASK_BASE(1) });
	EXPECT_EQ(MM011_NO_PAGE_LOAD, op.out[0]);
	EXPECT_EQ(0, physical(self->fd, 1, 0));
	EXPECT_EQ(0, DO(.code = MM011_OP_DO_NO_PAGE_MAP, .task = 1,
			.arg = { op.ret, TASK_BASE(1) }).error);
	EXPECT_EQ(op.ret, physical(self->fd, 1, 0));
	/* byte k of block b of inode i is i*31 + b*7 + k */
	EXPECT_EQ(7 * 31 + 7, (__u8)peek(self->fd, op.ret));
	op = DO(.code = MM011_OP_TRY_TO_SHARE, .task = 2, .arg = { 0, 1 });
	EXPECT_EQ(1, op.ret);
	EXPECT_EQ(physical(self->fd, 1, 0), physical(self->fd, 2, 0));
	ASSERT_EQ(0, DO(.code = MM011_OP_DO_NO_PAGE, .task = 1,
			.arg = { 4, TASK_BASE(1) + PAGE }).error);
	op = DO(.code = MM011_OP_SHARE_PAGE, .task = 2, .arg = { PAGE });
	EXPECT_EQ(1, op.ret);
	EXPECT_EQ(1, op.out[0]);
	EXPECT_EQ(0, ledger(self->fd));
}

TEST_F(each, calc_mem)
{
	__u16 used[1024];
	struct mm011_op op;

	ASSERT_EQ(1, fork_task(self->fd, 0));
	op = DO(.code = MM011_OP_CALC_MEM, .len = sizeof(used), .data = address_of(used));
	EXPECT_EQ(get_info(self->fd).free_pages, op.ret);
	EXPECT_EQ(160, used[16]);
	EXPECT_EQ(0, used[17]);
}

TEST_F(each, malloc)
{
	__u32 object = DO(.code = MM011_OP_MALLOC, .arg = { 20 }).ret;

	EXPECT_NE(0, object);
	EXPECT_EQ(object + 32, DO(.code = MM011_OP_MALLOC, .arg = { 32 }).ret);
	EXPECT_EQ(0, ledger(self->fd));
	EXPECT_EQ(0, DO(.code = MM011_OP_FREE_S, .arg = { object, 20 }).error);
	EXPECT_EQ(0, DO(.code = MM011_OP_FREE_S, .arg = { object + 32, 0 }).error);
	EXPECT_EQ(3071, get_info(self->fd).free_pages);
	EXPECT_EQ(0, ledger(self->fd));
}

TEST_F(each, a_life)
{
	struct mm011_op op = DO(.code = MM011_OP_FORK);
	__u32 status = 0, stack = 0x9fff0;

	ASSERT_EQ(0, op.error);
	EXPECT_EQ(1, op.ret);
	EXPECT_EQ(1, op.out[0]);
	op = DO(.code = MM011_OP_FORK, .task = 1);
	EXPECT_EQ(2, op.ret);
	ASSERT_EQ(0, exec_made_up(self->fd, 2).error);
	EXPECT_EQ(0x6800, DO(.code = MM011_OP_BRK, .task = 2).ret);
	EXPECT_EQ(0x9000, DO(.code = MM011_OP_BRK, .task = 2, .arg = { 0x9000 }).ret);
	EXPECT_EQ(0, DO(.code = MM011_OP_VERIFY_AREA, .task = 2, .arg = { 0x8ff8, 16 }).error);
	EXPECT_EQ(0, DO(.code = MM011_OP_WAITPID, .task = 1, .arg = { -1, stack }).ret);
	EXPECT_EQ(0, DO(.code = MM011_OP_EXIT, .task = 2, .arg = { 3 }).error);
	op = DO(.code = MM011_OP_WAITPID, .task = 1, .arg = { 2, stack });
	EXPECT_EQ(2, op.ret);
	EXPECT_EQ(0, read_task(self->fd, 1, stack, &status, 4));
	EXPECT_EQ(0x300, status);
	op = DO(.code = MM011_OP_WAITPID, .task = 1, .arg = { -1 }, .flags = MM011_OPF_NO_STATUS);
	EXPECT_EQ(-ECHILD, op.error);
	EXPECT_EQ(MM011_OK, op.outcome);
	EXPECT_EQ(-ECHILD, (__s32)op.ret);
	EXPECT_EQ(0, ledger(self->fd));
}

TEST_F(each, pipes)
{
	struct mm011_op op;
	__u32 i;

	for (i = 0; i < MM011_NR_PIPES; i++) {
		op = DO(.code = MM011_OP_PIPE);
		EXPECT_EQ(i, op.ret);
		EXPECT_EQ(op.out[0], get_info(self->fd).pipe[i]);
	}
	EXPECT_EQ(MM011_PANIC, DO(.code = MM011_OP_PIPE).outcome);
	EXPECT_EQ(0, strcmp("No free inodes in mem", (char *)get_info(self->fd).message));
	EXPECT_EQ(0, DO(.code = MM011_OP_REVIVE).error);
	EXPECT_EQ(0, ledger(self->fd));
	for (i = 0; i < MM011_NR_PIPES; i++)
		EXPECT_EQ(0, DO(.code = MM011_OP_CLOSE_PIPE, .arg = { i }).error);
	EXPECT_EQ(-EBADF, DO(.code = MM011_OP_CLOSE_PIPE).error);
	EXPECT_EQ(-EBADF, DO(.code = MM011_OP_CLOSE_PIPE, .arg = { ~0u }).error);
	EXPECT_EQ(3072, get_info(self->fd).free_pages);
}

TEST_F(each, memory_of_a_task)
{
	char bytes[3 * PAGE], back[3 * PAGE];
	__u32 i;

	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = i * 13;
	ASSERT_EQ(1, fork_task(self->fd, 0));
	EXPECT_EQ(0, write_task(self->fd, 1, 0x3ffd, bytes, sizeof(bytes)));
	EXPECT_EQ(0, read_task(self->fd, 1, 0x3ffd, back, sizeof(back)));
	EXPECT_EQ(0, memcmp(bytes, back, sizeof(bytes)));
	EXPECT_EQ(4, get_stat(self->fd, MM011_STAT_COW_COPY));
	EXPECT_EQ(0, DO(.code = MM011_OP_READ, .task = 1, .flags = MM011_OPF_CODE,
			.arg = { 0x3ffd }, .len = 16, .data = address_of(back)).error);
	EXPECT_EQ(0, memcmp(bytes, back, 16));
	/* the supervisor of a 386 writes to a read-only page: the parent sees it */
	EXPECT_EQ(0, DO(.code = MM011_OP_WRITE, .task = 1, .flags = MM011_OPF_SUPERVISOR,
			.arg = { 0x20000 }, .len = 16, .data = address_of(bytes)).error);
	EXPECT_EQ(0, read_task(self->fd, 0, 0x20000, back, 16));
	EXPECT_EQ(0, memcmp(bytes, back, 16));
	EXPECT_EQ(0, ledger(self->fd));
}

TEST_F(each, physical_memory)
{
	unsigned char bytes[64] = "0.11", back[64];

	EXPECT_EQ(0, DO(.code = MM011_OP_PHYS_WRITE, .arg = { 0x6ffff0 }, .len = sizeof(bytes),
			.data = address_of(bytes)).error);
	EXPECT_EQ(0, DO(.code = MM011_OP_PHYS_READ, .arg = { 0x6ffff0 }, .len = sizeof(back),
			.data = address_of(back)).error);
	EXPECT_EQ(0, memcmp(bytes, back, sizeof(bytes)));
	EXPECT_EQ(0x31312e30, peek(self->fd, 0x6ffff0));
	EXPECT_EQ(0, poke(self->fd, MM011_MEMORY_SIZE - 4, 0x12345678));
	EXPECT_EQ(0x12345678, peek(self->fd, MM011_MEMORY_SIZE - 4));
	EXPECT_EQ(0, DO(.code = MM011_OP_SET_AD, .arg = { 0x1000, ~0u, A }).error);
	EXPECT_EQ(7 | A | D, peek(self->fd, 0x1000));
}

TEST_F(each, what_a_recording_says)
{
	struct mm011_task_info info = { .size = sizeof(info), .nr = 5 };
	struct mm011_op set_task = {
		.code = MM011_OP_SET_TASK, .task = 5,
		.arg = { 0, 0x2000, 0x3000, 0x4000, 99, 0x3fff000, 12, 1 },
	};

	EXPECT_EQ(0, DO(.code = MM011_OP_MEM_INIT, .arg = { 0x200000, 0x800000 }).error);
	EXPECT_EQ(1536, get_info(self->fd).free_pages);
	EXPECT_EQ(0, DO(.code = MM011_OP_SET_COUNT, .arg = { 0x7ff000, 2 }).error);
	EXPECT_EQ(1535, get_info(self->fd).free_pages);
	EXPECT_EQ(0, DO(.code = MM011_OP_SET_COUNT, .arg = { 0x7fffff, 0 }).error);
	EXPECT_EQ(1536, get_info(self->fd).free_pages);
	set_task.arg[0] = TASK_BASE(5);
	EXPECT_EQ(0, do_op(self->fd, set_task).error);
	EXPECT_EQ(0, DO(.code = MM011_OP_SET_I_COUNT, .task = 5, .arg = { 4 }).error);
	ASSERT_EQ(0, call(self->fd, MM011_IOC_TASK, &info));
	EXPECT_EQ(12, info.pid);
	EXPECT_EQ(99, info.inode);
	EXPECT_EQ(4, info.i_count);
	EXPECT_EQ(0, DO(.code = MM011_OP_TASK_GONE, .task = 5).error);
	EXPECT_EQ(-ESRCH, call(self->fd, MM011_IOC_TASK, &info));
	EXPECT_EQ(0, DO(.code = MM011_OP_REVIVE).error);
}

TEST_F(each, what_a_dump_says)
{
	struct mm011_task_info info = {
		.size = sizeof(info), .nr = 7, .state = MM011_TASK_RUNNING, .pid = 40, .father = 1,
		.start_code = TASK_BASE(7), .base = TASK_BASE(7), .end_code = 0x1000,
		.code_limit = 0x1000, .data_limit = 0x4000000, .inode = 5, .dev = 0x301,
		.i_count = 2,
	}, back = { .size = sizeof(back), .nr = 7 };
	__u8 map[MM011_PAGING_PAGES], found[MM011_PAGING_PAGES];
	__u32 i;

	for (i = 0; i < sizeof(map); i++)
		map[i] = i;
	EXPECT_EQ(0, DO(.code = MM011_OP_LOAD_MEM_MAP, .len = sizeof(map),
			.data = address_of(map)).error);
	ASSERT_EQ(0, get_mem_map(self->fd, found));
	EXPECT_EQ(0, memcmp(map, found, sizeof(map)));
	EXPECT_EQ(0, DO(.code = MM011_OP_LOAD_TASK, .task = 7, .len = sizeof(info),
			.data = address_of(&info)).error);
	ASSERT_EQ(0, call(self->fd, MM011_IOC_TASK, &back));
	EXPECT_EQ(0, memcmp(&info, &back, sizeof(info)));
	EXPECT_EQ(40, get_info(self->fd).last_pid);
}

TEST_HARNESS_MAIN
