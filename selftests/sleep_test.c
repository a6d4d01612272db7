// SPDX-License-Identifier: GPL-2.0
/*
 * Operations that sleep in swap I/O: who runs meanwhile, who wakes whom, and
 * what becomes of the sleepers when their machine is reset or goes.
 */
#include <pthread.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>

#include "swap.h"

FIXTURE(sleepers)
{
	int fd;
};

/* a machine that swaps, its memory full of task 1's dirty pages */
FIXTURE_SETUP(sleepers)
{
	self->fd = machine_0_12();
	ASSERT_GE(self->fd, 0);
	ASSERT_GT(swap_to_memory(self->fd, 2048), 0);
	ASSERT_EQ(0, write_pages(self->fd, 1, 0, 100));
	ASSERT_EQ(0, get_info(self->fd).free_pages);
	ASSERT_EQ(0, no_threads_left());
}

FIXTURE_TEARDOWN(sleepers)
{
	close(self->fd);
	EXPECT_EQ(0, no_threads_left());
}

/* get_free_page(), as a task */
static struct mm011_op take(int fd, __u32 task)
{
	return OP(fd, .code = MM011_OP_GET_FREE_PAGE, .task = task, .flags = MM011_OPF_SLEEP);
}

static struct mm011_op wake(int fd, __u32 task)
{
	return OP(fd, .code = MM011_OP_WAKE, .task = task);
}

#define EXPECT_ASLEEP(io_, op_)						\
	do {								\
		struct mm011_op _a = op_;				\
									\
		EXPECT_EQ(-EINPROGRESS, _a.error);			\
		EXPECT_EQ(MM011_ASLEEP, _a.outcome);			\
		EXPECT_EQ(io_, _a.out[0]);				\
		EXPECT_NE(0, _a.out[1]);				\
		EXPECT_EQ(0, _a.ret);					\
	} while (0)

TEST_F(sleepers, one_sleeps_and_wakes)
{
	struct mm011_op op;

	EXPECT_ASLEEP(MM011_SWAP_IO_WRITE, take(self->fd, 2));
	EXPECT_EQ(1, count_threads());
	op = wake(self->fd, 2);
	EXPECT_EQ(0, op.error);
	EXPECT_EQ(MM011_OK, op.outcome);
	EXPECT_NE(0, op.ret);
	EXPECT_EQ(0, no_threads_left());
	EXPECT_EQ(0, OP(self->fd, .code = MM011_OP_FREE_PAGE, .arg = { op.ret }).error);
	EXPECT_EQ(0, wrong_pages(self->fd, 1, 0, 100));
	EXPECT_EQ(0, ledger(self->fd));
}

/* the picture of the tasks, which mm011ctl ps shows, too, and debugfs has as a file */
static bool tasks_show(int fd, const char *words)
{
	static char text[0x4000];
	struct mm011_view_text view = {
		.size = sizeof(view), .name = "tasks", .room = sizeof(text) - 1,
		.data = (unsigned long)text,
	};

	memset(text, 0, sizeof(text));
	return !ioctl(fd, MM011_IOC_VIEW, &view) && strstr(text, words);
}

TEST_F(sleepers, who_sleeps_is_shown)
{
	EXPECT_TRUE(tasks_show(self->fd, "\n 1  running "));
	EXPECT_ASLEEP(MM011_SWAP_IO_WRITE, take(self->fd, 1));
	EXPECT_TRUE(tasks_show(self->fd, "\n 1  sleeping "));
	EXPECT_EQ(0, wake(self->fd, 1).error);
	EXPECT_TRUE(tasks_show(self->fd, "\n 1  running "));
}

/* nothing to wait for: it is done at once, and there is nobody to wake */
TEST_F(sleepers, not_everybody_sleeps)
{
	struct mm011_op op = OP(self->fd, .code = MM011_OP_INVALIDATE, .task = 2,
				.flags = MM011_OPF_SLEEP);

	EXPECT_EQ(MM011_OK, op.outcome);
	EXPECT_EQ(-ESRCH, wake(self->fd, 2).error);
	EXPECT_EQ(0, no_threads_left());
}

TEST_F(sleepers, only_sleepers_are_woken)
{
	EXPECT_EQ(-ESRCH, wake(self->fd, 0).error);
	EXPECT_EQ(-ESRCH, wake(self->fd, 63).error);
	EXPECT_EQ(-ESRCH, wake(self->fd, 64).error);
	EXPECT_EQ(-ESRCH, wake(self->fd, ~0u).error);
	EXPECT_ASLEEP(MM011_SWAP_IO_WRITE, take(self->fd, 2));
	EXPECT_EQ(-ESRCH, wake(self->fd, 3).error);
	EXPECT_EQ(MM011_OK, wake(self->fd, 2).outcome);
	EXPECT_EQ(-ESRCH, wake(self->fd, 2).error);
}

TEST_F(sleepers, who_may_not_sleep)
{
	static const __u16 codes[] = {
		MM011_OP_READ, MM011_OP_PHYS_READ, MM011_OP_EXEC, MM011_OP_USELIB,
		MM011_OP_SWAP_FILE, MM011_OP_SWAP_READ, MM011_OP_SHOW_MEM, MM011_OP_WAKE,
		MM011_OP_BIND_FILE,
	};
	char page[PAGE];
	__u32 i;

	for (i = 0; i < COUNT(codes); i++) {
		struct mm011_op op = {
			.code = codes[i], .task = 1, .flags = MM011_OPF_SLEEP,
			.data = address_of(page), .len = PAGE,
		};

		if (codes[i] == MM011_OP_SHOW_MEM)
			op.len = sizeof(struct mm011_show_mem);
		if (codes[i] == MM011_OP_USELIB || codes[i] == MM011_OP_SWAP_FILE ||
		    codes[i] == MM011_OP_WAKE || codes[i] == MM011_OP_BIND_FILE)
			op.len = 0;
		if (!op.len)
			op.data = 0;
		op = do_op(self->fd, op);
		EXPECT_EQ(-EINVAL, op.error) {
			TH_LOG("operation %u", codes[i]);
		}
		EXPECT_EQ(MM011_REFUSED, op.outcome);
	}
	EXPECT_EQ(-ESRCH, take(self->fd, 64).error);
	EXPECT_EQ(-ESRCH, OP(self->fd, .code = MM011_OP_FORK, .task = 9,
			     .flags = MM011_OPF_SLEEP).error);
	EXPECT_EQ(0, no_threads_left());
}

/* 0.11 does not sleep, and has nobody to wake */
TEST_F(sleepers, linux_0_11_has_none)
{
	ASSERT_EQ(0, reset_machine(self->fd, (struct mm011_reset){ .kernel = 11 }));
	EXPECT_EQ(MM011_OK, take(self->fd, 2).outcome);
	EXPECT_EQ(-EOPNOTSUPP, wake(self->fd, 2).error);
	EXPECT_EQ(0, no_threads_left());
}

/* ---- meanwhile ---- */

TEST_F(sleepers, a_sleeping_task_is_busy)
{
	__u32 word = 1, sum;

	ASSERT_EQ(2, OP(self->fd, .code = MM011_OP_FORK, .task = 1).out[0]);
	EXPECT_ASLEEP(MM011_SWAP_IO_WRITE, take(self->fd, 2));
	sum = machine_sum(self->fd);
	EXPECT_EQ(-EBUSY, write_task(self->fd, 2, 0x3000, &word, 4));
	EXPECT_EQ(-EBUSY, read_task(self->fd, 2, 0x3000, &word, 4));
	EXPECT_EQ(-EBUSY, OP(self->fd, .code = MM011_OP_EXIT, .task = 2).error);
	EXPECT_EQ(-EBUSY, OP(self->fd, .code = MM011_OP_TASK_GONE, .task = 2).error);
	EXPECT_EQ(-EBUSY, take(self->fd, 2).error);
	EXPECT_EQ(-EBUSY, OP(self->fd, .code = MM011_OP_SWAP_MEMORY, .arg = { 400 }).error);
	EXPECT_EQ(sum, machine_sum(self->fd));
	EXPECT_EQ(MM011_OK, wake(self->fd, 2).outcome);
	EXPECT_EQ(0, write_task(self->fd, 2, 0x3000, &word, 4));
}

TEST_F(sleepers, others_run_meanwhile)
{
	EXPECT_ASLEEP(MM011_SWAP_IO_WRITE, take(self->fd, 2));
	EXPECT_EQ(0, write_pages(self->fd, 1, 100, 50));
	EXPECT_EQ(0, wrong_pages(self->fd, 1, 100, 50));
	EXPECT_EQ(0, live(self->fd, 5));
	EXPECT_EQ(MM011_OK, wake(self->fd, 2).outcome);
	EXPECT_EQ(0, wrong_pages(self->fd, 1, 100, 50));
}

/* in whatever order the disk is done with them */
TEST_F(sleepers, a_disk_answers_in_any_order)
{
	__u32 at, page, word, order;

	for (order = 0; order < 2; order++) {
		close(self->fd);
		self->fd = machine_0_12();
		ASSERT_GT(swap_to_memory(self->fd, 400), 0);
		ASSERT_EQ(0, write_pages(self->fd, 1, 0, 1));
		at = entry_address(self->fd, 1, 0x10000);
		page = physical(self->fd, 1, 0x10000);
		EXPECT_ASLEEP(MM011_SWAP_IO_WRITE, OP(self->fd, .code = MM011_OP_TRY_TO_SWAP_OUT,
						      .task = 2, .flags = MM011_OPF_SLEEP,
						      .arg = { at }));
		EXPECT_ASLEEP(MM011_SWAP_IO_READ, OP(self->fd, .code = MM011_OP_PAGE_FAULT,
						     .task = 1, .flags = MM011_OPF_SLEEP,
						     .arg = { 4, TASK_BASE(1) + 0x10000 }));
		EXPECT_EQ(2, count_threads());
		EXPECT_EQ(MM011_OK, wake(self->fd, 1 + order).outcome);
		EXPECT_EQ(MM011_OK, wake(self->fd, 2 - order).outcome);
		/* 0.12 may read the swap page before it is written */
		ASSERT_EQ(0, read_task(self->fd, 1, 0x10000, &word, 4));
		EXPECT_EQ(order ? SEED(1, 0) : 0, word);
		EXPECT_NE(page, physical(self->fd, 1, 0x10000));
		EXPECT_EQ(0, ledger(self->fd));
	}
}

/* one fork sleeps for each page it needs and each it brings in */
TEST_F(sleepers, a_fork_sleeps_many_times)
{
	struct mm011_op op = OP(self->fd, .code = MM011_OP_FORK, .task = 1,
				.flags = MM011_OPF_SLEEP);
	__u32 n;

	for (n = 0; op.outcome == MM011_ASLEEP && n < 1000; n++) {
		EXPECT_EQ(1, count_threads());
		op = wake(self->fd, 1);
	}
	EXPECT_LT(20, n);
	EXPECT_EQ(0, op.error);
	EXPECT_EQ(2, op.out[0]);
	EXPECT_EQ(0, wrong_pages(self->fd, 1, 0, 100));
	EXPECT_EQ(0, ledger(self->fd));
}

static __u32 last_owner(int fd, struct mm011_op op)
{
	struct mm011_event event = { .owner = ~0u };
	struct mm011_array args = {
		.size = sizeof(args), .count = 1, .first = op.first_event + op.events - 1,
		.data = address_of(&event),
	};

	return call(fd, MM011_IOC_EVENTS, &args) ? ~0u : event.owner;
}

/* who wakes another's operation does his own under his own name again */
TEST(each_has_his_own_name)
{
	struct mm011_reset reset = { .kernel = 12, .ram_kb = 1024 + 4 * MAIN_PAGES };
	struct mm011_op told = { .code = MM011_OP_INVALIDATE, .flags = MM011_OPF_EVENTS };
	struct mm011_op ops[2] = { { .code = MM011_OP_WAKE, .task = 7 }, told };
	int a = open(DEVICE, O_RDWR), b = open(DEVICE, O_RDWR);
	__u32 owner[2], done;

	ASSERT_GE(a, 0);
	ASSERT_GE(b, 0);
	ASSERT_EQ(0, reset_machine(a, reset));
	ASSERT_EQ(0, run_task_1(a));
	ASSERT_GT(swap_to_memory(a, 2048), 0);
	ASSERT_EQ(0, write_pages(a, 1, 0, 100));
	owner[0] = last_owner(a, do_op(a, told));
	owner[1] = last_owner(a, do_op(b, told));
	EXPECT_NE(owner[0], owner[1]);
	EXPECT_EQ(-EINPROGRESS, OP(a, .code = MM011_OP_GET_FREE_PAGE, .task = 7,
				   .flags = MM011_OPF_SLEEP | MM011_OPF_EVENTS).error);
	ASSERT_EQ(0, do_ops(b, ops, 2, 0, &done));
	EXPECT_EQ(MM011_OK, ops[0].outcome);
	EXPECT_EQ(owner[0], last_owner(a, ops[0]));
	EXPECT_EQ(owner[1], last_owner(a, ops[1]));
	EXPECT_EQ(0, reset_machine(a, (struct mm011_reset){ 0 }));
	close(a);
	close(b);
}

TEST_F(sleepers, sleeping_and_waking_are_told)
{
	struct mm011_event events[64];
	__u64 first = get_info(self->fd).event_seq;
	struct mm011_array args = {
		.size = sizeof(args), .count = 64, .first = first, .data = address_of(events),
	};
	__u32 i, asleep = 0, awake = 0;

	EXPECT_ASLEEP(MM011_SWAP_IO_WRITE, OP(self->fd, .code = MM011_OP_GET_FREE_PAGE, .task = 7,
					      .flags = MM011_OPF_SLEEP | MM011_OPF_EVENTS));
	/* nobody asked for this one's */
	EXPECT_EQ(0, OP(self->fd, .code = MM011_OP_INVALIDATE).error);
	EXPECT_EQ(MM011_OK, wake(self->fd, 7).outcome);
	ASSERT_EQ(0, call(self->fd, MM011_IOC_EVENTS, &args));
	for (i = 0; i < args.count; i++) {
		if (events[i].type == MM011_EV_SLEEP)
			asleep = i;
		if (events[i].type == MM011_EV_WAKE)
			awake = i;
	}
	ASSERT_LT(0, asleep);
	EXPECT_EQ(asleep + 1, awake);
	EXPECT_EQ(7, events[asleep].a);
	EXPECT_EQ(7, events[awake].a);
	EXPECT_EQ(events[asleep].b, events[awake].b);
	EXPECT_EQ(MM011_EV_SWAP_IO, events[awake + 1].type);
}

/* sums are of the moment in which somebody asks */
TEST_F(sleepers, checksums_are_those_of_the_moment)
{
	const __u16 sums = MM011_OPF_CRC | MM011_OPF_CRC_NOAD;
	struct mm011_checksum now = { .size = sizeof(now) };
	struct mm011_op op;

	op = OP(self->fd, .code = MM011_OP_GET_FREE_PAGE, .task = 2,
		.flags = MM011_OPF_SLEEP | sums);
	ASSERT_EQ(0, call(self->fd, MM011_IOC_CHECKSUM, &now));
	EXPECT_EQ(now.crc, op.crc);
	EXPECT_EQ(now.crc_noad, op.crc_noad);
	op = OP(self->fd, .code = MM011_OP_WAKE, .task = 2, .flags = sums);
	ASSERT_EQ(0, call(self->fd, MM011_IOC_CHECKSUM, &now));
	EXPECT_EQ(now.crc, op.crc);
	EXPECT_EQ(now.crc_noad, op.crc_noad);
}

/* and WAKE asks for itself, whatever the operation asked for when it began */
TEST_F(sleepers, whoever_wakes_asks_for_checksums)
{
	const __u16 sums = MM011_OPF_CRC | MM011_OPF_CRC_NOAD;
	struct mm011_checksum now = { .size = sizeof(now) };
	struct mm011_op op;

	OP(self->fd, .code = MM011_OP_GET_FREE_PAGE, .task = 2, .flags = MM011_OPF_SLEEP | sums);
	op = wake(self->fd, 2);
	EXPECT_EQ(MM011_OK, op.outcome);
	EXPECT_EQ(0, op.crc | op.crc_noad);
	EXPECT_ASLEEP(MM011_SWAP_IO_WRITE, take(self->fd, 2));
	op = OP(self->fd, .code = MM011_OP_WAKE, .task = 2, .flags = sums);
	ASSERT_EQ(0, call(self->fd, MM011_IOC_CHECKSUM, &now));
	EXPECT_EQ(now.crc, op.crc);
	EXPECT_EQ(now.crc_noad, op.crc_noad);
}

/* data that the operation brought is its own, whatever becomes of the caller's */
TEST_F(sleepers, data_is_copied)
{
	char *bytes = malloc(3 * PAGE), back[3 * PAGE];
	struct mm011_op op;

	memset(bytes, 'a', 3 * PAGE);
	op = OP(self->fd, .code = MM011_OP_WRITE, .task = 1, .flags = MM011_OPF_SLEEP,
		.arg = { 0x200000 }, .len = 3 * PAGE, .data = address_of(bytes));
	EXPECT_EQ(MM011_ASLEEP, op.outcome);
	memset(bytes, 'b', 3 * PAGE);
	free(bytes);
	while (op.outcome == MM011_ASLEEP)
		op = wake(self->fd, 1);
	EXPECT_EQ(0, op.error);
	ASSERT_EQ(0, read_task(self->fd, 1, 0x200000, back, 3 * PAGE));
	EXPECT_EQ('a', back[0]);
	EXPECT_EQ(0, memcmp(back, back + 1, 3 * PAGE - 1));
}

/* ---- how it ends ---- */

/* 64 tasks, each asleep in the middle of get_free_page() */
static int all_asleep(int fd)
{
	__u32 task;
	int n = 0;

	for (task = 0; task < MM011_NR_TASKS; task++)
		n += take(fd, task).outcome == MM011_ASLEEP;
	return n;
}

TEST_F(sleepers, all_64_sleep_at_once)
{
	__u32 task;
	struct mm011_op op;

	/* more than 64 pages of task 1 must be in memory: none of them is there twice */
	close(self->fd);
	self->fd = new_machine_like((struct mm011_reset){ .kernel = 12, .ram_kb = 2048 });
	ASSERT_EQ(1, fork_task(self->fd, 0));
	ASSERT_EQ(0, OP(self->fd, .code = MM011_OP_EXEC_MADE_UP, .task = 1,
			.arg = { 5, 0x1000 }).error);
	ASSERT_GT(swap_to_memory(self->fd, 4096), 0);
	ASSERT_EQ(0, write_pages(self->fd, 1, 0, 300));
	EXPECT_EQ(64, all_asleep(self->fd));
	EXPECT_EQ(64, count_threads());
	EXPECT_EQ(-EBUSY, take(self->fd, 40).error);
	for (task = MM011_NR_TASKS; task-- > 0; ) {
		op = wake(self->fd, task);
		EXPECT_EQ(MM011_OK, op.outcome);
		EXPECT_EQ(0, OP(self->fd, .code = MM011_OP_FREE_PAGE, .arg = { op.ret }).error);
	}
	EXPECT_EQ(0, no_threads_left());
	EXPECT_EQ(0, wrong_pages(self->fd, 1, 0, 300));
	EXPECT_EQ(0, ledger(self->fd));
}

TEST_F(sleepers, a_reset_ends_them)
{
	struct mm011_reset reset = { .kernel = 12 };
	__u32 task, sum;

	EXPECT_LT(20, all_asleep(self->fd));
	EXPECT_EQ(0, reset_machine(self->fd, reset));
	EXPECT_EQ(0, no_threads_left());
	for (task = 0; task < MM011_NR_TASKS; task++)
		EXPECT_EQ(-ESRCH, wake(self->fd, task).error);
	sum = machine_sum(self->fd);
	EXPECT_EQ(0, reset_machine(self->fd, reset));
	EXPECT_EQ(sum, machine_sum(self->fd));
}

TEST_F(sleepers, close_ends_them)
{
	int machine = get_info(self->fd).machine, fds = dup(self->fd);
	char path[80];

	EXPECT_LT(20, all_asleep(self->fd));
	close(self->fd);
	EXPECT_LT(20, count_threads());
	close(fds);
	EXPECT_EQ(0, no_threads_left());
	snprintf(path, sizeof(path), DEBUGFS "/%d", machine);
	EXPECT_EQ(-1, access(path, F_OK));
	self->fd = -1;
}

/* whoever began them was killed, and his machine with him */
TEST_F(sleepers, a_killed_user_leaves_none)
{
	int ready[2], status;
	char c;
	pid_t pid;

	close(self->fd);
	self->fd = -1;
	ASSERT_EQ(0, pipe(ready));
	pid = fork();
	if (!pid) {
		int fd = machine_0_12();

		if (swap_to_memory(fd, 2048) > 0 && !write_pages(fd, 1, 0, 100) &&
		    all_asleep(fd) > 20)
			write(ready[1], "x", 1);
		pause();
	}
	close(ready[1]);
	ASSERT_EQ(1, read(ready[0], &c, 1));
	EXPECT_LT(20, count_threads());
	ASSERT_EQ(0, kill(pid, SIGKILL));
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_EQ(0, no_threads_left());
	close(ready[0]);
}

/* a machine that stands still wakes nobody; a reset ends its sleepers all the same */
TEST_F(sleepers, nobody_wakes_in_a_stopped_machine)
{
	EXPECT_ASLEEP(MM011_SWAP_IO_WRITE, take(self->fd, 2));
	EXPECT_EQ(-ENOTRECOVERABLE, OP(self->fd, .code = MM011_OP_FREE_PAGE,
				       .arg = { 0xffffffff }).error);
	EXPECT_EQ(-ENOTRECOVERABLE, wake(self->fd, 2).error);
	EXPECT_EQ(1, count_threads());
	EXPECT_EQ(0, call(self->fd, MM011_IOC_REVIVE, NULL));
	EXPECT_EQ(MM011_OK, wake(self->fd, 2).outcome);
	EXPECT_ASLEEP(MM011_SWAP_IO_WRITE, take(self->fd, 2));
	EXPECT_EQ(-ENOTRECOVERABLE, OP(self->fd, .code = MM011_OP_FREE_PAGE,
				       .arg = { 0xffffffff }).error);
	EXPECT_EQ(0, reset_machine(self->fd, (struct mm011_reset){ 0 }));
	EXPECT_EQ(0, no_threads_left());
}

/* the swap space is taken away while they sleep: an error for each, nothing lost */
TEST_F(sleepers, the_file_shrinks_while_they_sleep)
{
	int file = swap_file(300), n, task;

	close(self->fd);
	self->fd = machine_0_12();
	ASSERT_GT(swap_to_file(self->fd, file), 0);
	ASSERT_EQ(0, write_pages(self->fd, 1, 0, 40));
	for (task = 2; get_info(self->fd).free_pages; )
		ASSERT_EQ(0, OP(self->fd, .code = MM011_OP_PIPE).error);
	for (task = 2; task < 12; task++)
		EXPECT_ASLEEP(MM011_SWAP_IO_WRITE, take(self->fd, task));
	ASSERT_EQ(0, ftruncate(file, PAGE));
	for (n = 0, task = 2; task < 12; task++)
		n += wake(self->fd, task).outcome == MM011_SWAP_ERROR;
	EXPECT_EQ(10, n);
	EXPECT_EQ(0, wrong_pages(self->fd, 1, 0, 40));
	EXPECT_EQ(0, ledger(self->fd));
	close(file);
}

/* ---- rights ---- */

/*
 * Whoever writes to a file that runs as its owner takes that right from it. A
 * sleeper is a kernel thread, but writes in the name of whoever began it.
 */
TEST_F(sleepers, a_sleeper_has_its_callers_rights)
{
	const char *path = "/tmp/mm011_suid";
	int file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600), status;
	__u8 page[PAGE];
	struct stat st;
	pid_t pid;

	mkswap(page, 25);
	ASSERT_EQ(PAGE, write(file, page, PAGE));
	ASSERT_EQ(0, ftruncate(file, 25 * PAGE));
	close(self->fd);
	self->fd = machine_0_12();
	ASSERT_GT(swap_to_file(self->fd, file), 0);
	ASSERT_EQ(0, fchmod(file, 04777));
	pid = fork();
	if (!pid) {
		int err = setuid(1000);

		err = err ? err : OP(self->fd, .code = MM011_OP_SWAP_WRITE, .task = 2,
				     .flags = MM011_OPF_SLEEP, .arg = { 3 }, .len = PAGE,
				     .data = address_of(page)).error;
		_exit(err ? 1 : 0);
	}
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_EQ(0, status);
	ASSERT_EQ(0, fstat(file, &st));
	EXPECT_EQ(0777, st.st_mode & 07777);
	close(file);
	unlink(path);
}

/* ---- many at a time ---- */

struct waker {
	pthread_t thread;
	int fd;
	int ended, asleep, nobody, other;
};

static void *wake_task_2(void *argument)
{
	struct waker *w = argument;
	struct mm011_op op;
	int round;

	for (round = 0; round < 400; round++) {
		op = round % 4 ? wake(w->fd, 2) : take(w->fd, 2);
		w->asleep += op.outcome == MM011_ASLEEP;
		w->ended += op.outcome == MM011_OK;
		w->nobody += op.error == -ESRCH || op.error == -EBUSY;
		w->other += op.outcome != MM011_ASLEEP && op.outcome != MM011_OK &&
			    op.error != -ESRCH && op.error != -EBUSY;
		if (op.outcome == MM011_OK)
			w->other += OP(w->fd, .code = MM011_OP_FREE_PAGE,
				       .arg = { op.ret }).error != 0;
	}
	return NULL;
}

/* each sleeper is woken once, whoever comes first */
TEST_F(sleepers, many_wake_one)
{
	struct waker wakers[4];
	int i, asleep = 0, ended = 0;

	for (i = 0; i < 4; i++) {
		memset(&wakers[i], 0, sizeof(wakers[i]));
		wakers[i].fd = self->fd;
		ASSERT_EQ(0, pthread_create(&wakers[i].thread, NULL, wake_task_2, &wakers[i]));
	}
	for (i = 0; i < 4; i++) {
		pthread_join(wakers[i].thread, NULL);
		EXPECT_EQ(0, wakers[i].other);
		asleep += wakers[i].asleep;
		ended += wakers[i].ended;
	}
	EXPECT_LT(0, asleep);
	EXPECT_LT(0, ended);
	/* not one that is only on its way out */
	if (no_threads_left())
		EXPECT_NE(-ESRCH, wake(self->fd, 2).error);
	EXPECT_EQ(0, no_threads_left());
	EXPECT_EQ(0, wrong_pages(self->fd, 1, 0, 100));
}

/* sleepers, wakers and resets: nobody is forgotten */
static void *reset_now_and_then(void *argument)
{
	struct waker *w = argument;
	struct timespec moment = { .tv_nsec = 3000000 };
	int round;

	for (round = 0; round < 30; round++) {
		nanosleep(&moment, NULL);
		w->other += reset_machine(w->fd, (struct mm011_reset){ .kernel = 12,
								       .ram_kb = 1280 }) != 0;
		swap_to_memory(w->fd, 2048);
		fork_task(w->fd, 0);
		write_pages(w->fd, 1, 0, 60);
	}
	return NULL;
}

TEST_F(sleepers, resets_come_in_between)
{
	struct waker wakers[3], resetter = { .fd = self->fd };
	int i;

	ASSERT_EQ(0, pthread_create(&resetter.thread, NULL, reset_now_and_then, &resetter));
	for (i = 0; i < 3; i++) {
		wakers[i] = (struct waker){ .fd = self->fd };
		ASSERT_EQ(0, pthread_create(&wakers[i].thread, NULL, wake_task_2, &wakers[i]));
	}
	for (i = 0; i < 3; i++)
		pthread_join(wakers[i].thread, NULL);
	pthread_join(resetter.thread, NULL);
	EXPECT_EQ(0, resetter.other);
	EXPECT_EQ(0, reset_machine(self->fd, (struct mm011_reset){ 0 }));
	EXPECT_EQ(0, no_threads_left());
}

TEST_HARNESS_MAIN
