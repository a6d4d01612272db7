// SPDX-License-Identifier: GPL-2.0
/*
 * Operations that were made as long as they can be, and whoever asked for them is
 * killed: is he gone within a second, and is his machine whole? And those that had no
 * end at all: do they have one?
 */
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "mm011_test.h"

#define TABLE	0x200000u	/* low memory of the machine that nobody counts */
#define SWAP_KB	400
#define SECOND	1000		/* ms */

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return 1e3 * t.tv_sec + t.tv_nsec / 1e6;
}

static int put(int fd, __u32 addr, const __u32 *words, __u32 count)
{
	return OP(fd, .code = MM011_OP_PHYS_WRITE, .arg = { addr }, .len = 4 * count,
		  .data = address_of(words)).error;
}

static int load_task(int fd, __u32 nr, __u32 code_limit, __u32 data_limit)
{
	struct mm011_task_info info = {
		.size = sizeof(info), .nr = nr, .state = MM011_TASK_RUNNING, .pid = 40 + nr,
		.start_code = TASK_BASE(nr), .base = TASK_BASE(nr), .end_code = 0x1000,
		.end_data = 0x1000, .brk = 0x2000, .start_stack = 0x3fff000,
		.code_limit = code_limit, .data_limit = data_limit,
	};

	return OP(fd, .code = MM011_OP_LOAD_TASK, .task = nr, .len = sizeof(info),
		  .data = address_of(&info)).error;
}

/* directory entries 16 to 1023 name one table, and all its entries are the same */
static int one_table(int fd, __u32 entry)
{
	__u32 words[1024];
	int i, err;

	for (i = 0; i < 1024; i++)
		words[i] = entry;
	err = put(fd, TABLE, words, 1024);
	for (i = 0; i < 1024; i++)
		words[i] = TABLE | P | RW | US;
	return err ? err : put(fd, 4 * 16, words, 1008);
}

/* no page is free, none can go: a million entries are looked at to find that */
static int nothing_to_swap(int fd)
{
	__u8 counts[MM011_PAGING_PAGES];
	__u32 zeros[1024] = { 0 };
	struct mm011_reset reset = { .kernel = MM011_KERNEL_0_12 };
	struct mm011_op op;
	__u32 bitmap;

	if (reset_machine(fd, reset))
		return -1;
	OP(fd, .code = MM011_OP_SWAP_MEMORY, .arg = { SWAP_KB });
	bitmap = OP(fd, .code = MM011_OP_INIT_SWAPPING).ret;
	memset(counts, 1, sizeof(counts));
	if (!bitmap || put(fd, bitmap, zeros, 1024))
		return -1;
	op = OP(fd, .code = MM011_OP_LOAD_MEM_MAP, .len = sizeof(counts),
		.data = address_of(counts));
	if (op.error)
		return -1;
	return one_table(fd, 0xe00000 | P | RW | US | D);
}

/* the same machine, and an operation that has to look at all of it, over and over */
static void swap_out_for_ever(int fd)
{
	static struct mm011_op ops[4096];
	int i;

	for (i = 0; i < COUNT(ops); i++)
		ops[i].code = MM011_OP_SWAP_OUT;
	for ( ; ; )
		do_ops(fd, ops, COUNT(ops), 0, NULL);
}

static void sleep_for_ever(int fd)
{
	for ( ; ; )
		OP(fd, .code = MM011_OP_SWAP_OUT, .flags = MM011_OPF_SLEEP, .task = 5);
}

/* in a child, which is killed after some ms: how long it is still there; -1: it ended */
static double kill_it(int fd, void (*work)(int fd), int ms)
{
	pid_t child = fork();
	double killed;
	int status;

	if (!child) {
		work(fd);
		_exit(0);
	}
	usleep(1000 * ms);
	killed = now_ms();
	kill(child, SIGKILL);
	if (waitpid(child, &status, 0) != child || !WIFSIGNALED(status))
		return -1;
	return now_ms() - killed;
}

FIXTURE(killed)
{
	int fd;
};

FIXTURE_SETUP(killed)
{
	self->fd = new_machine_like((struct mm011_reset){ .kernel = MM011_KERNEL_0_12 });
	ASSERT_GE(self->fd, 0);
	ASSERT_EQ(0, nothing_to_swap(self->fd));
}

FIXTURE_TEARDOWN(killed)
{
	close(self->fd);
}

/* S3: signals were looked at between operations only, and one took 141 s */
TEST_F(killed, in_the_middle_of_one_operation)
{
	__u64 before;
	int ms;

	for (ms = 5; ms < 60; ms += 10) {
		before = get_stat(self->fd, MM011_STAT_CUT_SHORT);
		EXPECT_LT(kill_it(self->fd, swap_out_for_ever, ms), SECOND);
		EXPECT_LE(get_stat(self->fd, MM011_STAT_CUT_SHORT), before + 1);
		EXPECT_EQ(0, get_info(self->fd).stopped);
	}
	/* most of the time it is in the middle of one */
	EXPECT_GE(get_stat(self->fd, MM011_STAT_CUT_SHORT), 1);
	EXPECT_EQ(0, strcmp("cut short: swap_out", (char *)get_info(self->fd).message));
}

TEST_F(killed, in_the_middle_of_one_that_may_sleep)
{
	EXPECT_LT(kill_it(self->fd, sleep_for_ever, 30), SECOND);
	EXPECT_EQ(0, OP(self->fd, .code = MM011_OP_SWAP_OUT).ret);
	EXPECT_EQ(-ESRCH, OP(self->fd, .code = MM011_OP_WAKE, .task = 5).error);
}

/* others wait for the machine's lock, and are killed, too */
TEST_F(killed, while_somebody_else_has_the_machine)
{
	pid_t owner = fork();

	if (!owner) {
		swap_out_for_ever(self->fd);
		_exit(0);
	}
	EXPECT_LT(kill_it(self->fd, swap_out_for_ever, 20), SECOND);
	kill(owner, SIGKILL);
	EXPECT_EQ(owner, waitpid(owner, NULL, 0));
}

/* ---- what had no end (S1) ---- */

FIXTURE(endless)
{
	int fd;
};

FIXTURE_SETUP(endless)
{
	self->fd = new_machine();
	ASSERT_GE(self->fd, 0);
}

FIXTURE_TEARDOWN(endless)
{
	close(self->fd);
}

TEST_F_TIMEOUT(endless, a_code_segment_of_4_gb, 20)
{
	char byte = 1;

	ASSERT_EQ(0, OP(self->fd, .code = MM011_OP_SET_TASK, .task = 1,
			.arg = { TASK_BASE(1), ~0u, 0x1000, 0x2000, 0, 0, 1, 0 }).error);
	EXPECT_EQ(0, OP(self->fd, .code = MM011_OP_READ, .flags = MM011_OPF_CODE, .task = 1,
			.len = 1, .data = address_of(&byte)).error);
	EXPECT_EQ(0, byte);
}

TEST_F_TIMEOUT(endless, a_data_segment_of_4_gb, 20)
{
	char bytes[9] = "12345678";
	char back[9] = "";

	ASSERT_EQ(0, load_task(self->fd, 1, 0x1000, 0));
	EXPECT_EQ(0, OP(self->fd, .code = MM011_OP_WRITE, .task = 1, .arg = { -4 }, .len = 8,
			.data = address_of(bytes)).error);
	EXPECT_EQ(0, OP(self->fd, .code = MM011_OP_READ, .task = 1, .arg = { -4 }, .len = 8,
			.data = address_of(back)).error);
	EXPECT_EQ(0, memcmp(bytes, back, 8));
	EXPECT_EQ(-ECHILD, OP(self->fd, .code = MM011_OP_WAITPID, .task = 1,
			      .arg = { -1, 0 }).error);
}

/* every limit at which a sum of two numbers may wrap, and every place near it */
TEST_F_TIMEOUT(endless, any_limit_and_any_place, 60)
{
	static const __u32 limits[] = { 0, 1, 2, 0xfff, 0x1000, 0x1001, 0x7fffffff, 0x80000000,
					0xfffff000, 0xffffffff };
	char bytes[0x2000];
	struct mm011_op op;
	int i, k, n;

	for (i = 0; i < COUNT(limits); i++) {
		ASSERT_EQ(0, reset_machine(self->fd, (struct mm011_reset){ 0 }));
		ASSERT_EQ(0, load_task(self->fd, 1, limits[i], limits[i]));
		for (k = 0; k < COUNT(limits); k++) {
			for (n = -2; n <= 2; n++) {
				op = OP(self->fd, .code = MM011_OP_READ, .task = 1,
					.arg = { limits[k] + n }, .len = sizeof(bytes),
					.data = address_of(bytes));
				EXPECT_TRUE(op.error == 0 || op.error == -EFAULT);
			}
		}
	}
}

TEST_HARNESS_MAIN
