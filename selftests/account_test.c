// SPDX-License-Identifier: GPL-2.0
/*
 * What a machine takes is paid for by whoever asks, and refused when he has no more: in a
 * cgroup of its own, and with as many operations asleep as there may be.
 */
#include <dirent.h>
#include <stdbool.h>
#include <sys/mount.h>
#include <sys/utsname.h>

#include "soon.h"

#define MB 1048576ll
#define MACHINE (17 * MB)		/* memory, and the counts behind mem_map[] */
#define MAX_SLEEPERS 256	/* in all machines, if not told otherwise */
/* what SECURITY.md says that one machine takes at most */
#define WORST_MACHINE (42 * MB)

FIXTURE(payer)
{
	char root[32];
	char group[48];
	int fd;
};

static int write_to(const char *dir, const char *name, const char *text)
{
	char path[100];
	int file, err;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	file = open(path, O_WRONLY | O_CLOEXEC);
	if (file < 0)
		return -errno;
	err = write(file, text, strlen(text)) < 0 ? -errno : 0;
	close(file);
	return err;
}

/* the number that a file holds, alone or behind a word; -1: it does not */
static long long number_in(const char *dir, const char *name, const char *word)
{
	char path[100], line[100];
	long long number = -1;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	file = fopen(path, "r");
	while (file && number < 0 && fgets(line, sizeof(line), file))
		if (!strncmp(line, word, strlen(word)))
			sscanf(line + strlen(word), "%lld", &number);
	if (file)
		fclose(file);
	return number;
}

static long long charged(const FIXTURE_DATA(payer) * self)
{
	return number_in(self->group, "memory.current", "");
}

FIXTURE_SETUP(payer)
{
	self->fd = -1;
	strcpy(self->root, "/tmp/mm011_cgroup.XXXXXX");
	ASSERT_NE(NULL, mkdtemp(self->root));
	if (mount("none", self->root, "cgroup2", 0, NULL) ||
	    write_to(self->root, "cgroup.subtree_control", "+memory"))
		return;		/* the tests say so */
	snprintf(self->group, sizeof(self->group), "%s/payer", self->root);
	ASSERT_EQ(0, mkdir(self->group, 0755));
	ASSERT_EQ(0, write_to(self->group, "cgroup.procs", "0"));
}

/* The harness goes on to the test when its set-up was skipped, so tests look themselves. */
static int no_cgroup(const FIXTURE_DATA(payer) * self)
{
	return !*self->group;
}

FIXTURE_TEARDOWN(payer)
{
	if (self->fd >= 0)
		close(self->fd);
	if (*self->group) {
		write_to(self->root, "cgroup.procs", "0");
		rmdir(self->group);
	}
	umount2(self->root, MNT_DETACH);
	rmdir(self->root);
}

/* before, the kernel asks whose memory map a thread has, and its own have none */
static bool threads_can_charge(void)
{
	int major = 0, minor = 0;
	struct utsname name;

	uname(&name);
	if (sscanf(name.release, "%d.%d", &major, &minor) != 2)
		return false;
	return major > 5 || (major == 5 && minor >= 14);
}

/* what each CPU has charged in advance makes some 100 KB of difference */
#define EXPECT_ABOUT(bytes, grown) EXPECT_GT(MB, llabs((grown) - (bytes)))

TEST_F(payer, pays_for_a_machine)
{
	long long before;

	if (no_cgroup(self))
		SKIP(return, "this kernel has no memory cgroups");
	before = charged(self);
	self->fd = new_machine();
	ASSERT_LE(0, self->fd);
	EXPECT_ABOUT(MACHINE, charged(self) - before);
	close(self->fd);
	self->fd = -1;
	EXPECT_ABOUT(0, charged(self) - before);
}

TEST_F(payer, pays_for_swap_memory)
{
	long long before;

	if (no_cgroup(self))
		SKIP(return, "this kernel has no memory cgroups");
	self->fd = machine_0_12();
	ASSERT_LE(0, self->fd);
	before = charged(self);
	ASSERT_GT(swap_to_memory(self->fd, 16384), 0);
	EXPECT_ABOUT(16 * MB, charged(self) - before);
	EXPECT_EQ(0, reset_machine(self->fd, (struct mm011_reset){ 0 }));
	EXPECT_ABOUT(0, charged(self) - before);
}

/*
 * Threads of the kernel write to the file, in his name: holes that become pages are his.
 * Every other operation has a thread that does not write itself.
 */
TEST_F(payer, pays_for_pages_of_files)
{
	int file = swap_file(2048);
	long long before;
	__u8 page[PAGE];
	__u32 nr;

	if (no_cgroup(self))
		SKIP(return, "this kernel has no memory cgroups");
	if (!threads_can_charge())
		SKIP(return, "before Linux 5.14 nobody pays for what a thread puts into a file");
	self->fd = machine_0_12();
	ASSERT_LE(0, self->fd);
	ASSERT_EQ(0, OP(self->fd, .code = MM011_OP_SWAP_FILE, .arg = { file }).error);
	memset(page, 'a', PAGE);
	before = charged(self);
	for (nr = 1; nr < 2048; nr++)
		ASSERT_EQ(0, OP(self->fd, .code = MM011_OP_SWAP_WRITE, .arg = { nr }, .len = PAGE,
				.flags = nr & 1 ? MM011_OPF_SLEEP : 0,
				.data = address_of(page)).error);
	EXPECT_ABOUT(8 * MB, charged(self) - before);
	close(file);
}

/* so many tasks begin to write 128 KB each, and sleep; how many do */
static int fall_asleep(int fd)
{
	char *bytes = calloc(1, MM011_MAX_DATA);
	struct mm011_op op = {
		.code = MM011_OP_WRITE, .flags = MM011_OPF_SLEEP, .len = MM011_MAX_DATA,
		.arg = { 0x200000 }, .data = address_of(bytes),
	};
	int n = 0;

	for (op.task = 1; op.task < MM011_NR_TASKS; op.task++)
		n += do_op(fd, op).outcome == MM011_ASLEEP;
	free(bytes);
	return n;
}

/* 63 tasks, and memory full of what one of them has written */
static int full_machine(void)
{
	int fd = new_machine_like((struct mm011_reset){ .kernel = 12, .ram_kb = 4096 });
	__u32 addr;
	char bytes[4] = "abc";

	if (fd < 0)
		return fd;
	while (fork_task(fd, 0) > 0)
		;
	for (addr = 1; addr < MM011_NR_TASKS; addr++)
		OP(fd, .code = MM011_OP_EXEC_MADE_UP, .task = addr, .arg = { 5, 0x1000 });
	if (swap_to_memory(fd, 16384) <= 0)
		return -EPROTO;
	for (addr = 0x10000; get_info(fd).free_pages; addr += PAGE)
		if (write_task(fd, 1, addr, bytes, 4))
			return -EPROTO;
	return fd;
}

/* the figure that SECURITY.md has */
TEST_F(payer, pays_for_the_worst_machine)
{
	long long before, taken;

	if (no_cgroup(self))
		SKIP(return, "this kernel has no memory cgroups");
	before = charged(self);
	self->fd = full_machine();
	ASSERT_LE(0, self->fd);
	EXPECT_LE(60, fall_asleep(self->fd));
	taken = charged(self) - before;
	TH_LOG("%lld KB", taken / 1024);
	EXPECT_LT(39 * MB, taken);
	EXPECT_GT(WORST_MACHINE, taken);
	close(self->fd);
	self->fd = -1;
	EXPECT_EQ(0, no_threads_left());
	EXPECT_ABOUT(0, charged(self) - before);
}

/* He is told, and not killed. */
TEST_F(payer, has_no_more_for_a_machine)
{
	int fds[3], n = 0;

	if (no_cgroup(self))
		SKIP(return, "this kernel has no memory cgroups");
	ASSERT_EQ(0, write_to(self->group, "memory.max", "28M"));
	while (n < 3) {
		fds[n] = new_machine();
		if (fds[n] < 0)
			break;
		n++;
	}
	EXPECT_EQ(1, n);
	EXPECT_EQ(-ENOMEM, fds[n]);
	while (n-- > 0)
		close(fds[n]);
	EXPECT_EQ(0, number_in(self->group, "memory.events", "oom_kill "));
	self->fd = new_machine();
	EXPECT_LE(0, self->fd);
}

TEST_F(payer, has_no_more_for_swap_memory)
{
	__u32 sum;

	if (no_cgroup(self))
		SKIP(return, "this kernel has no memory cgroups");
	self->fd = machine_0_12();
	ASSERT_LE(0, self->fd);
	sum = machine_sum(self->fd);
	ASSERT_EQ(0, write_to(self->group, "memory.max", "28M"));
	EXPECT_EQ(-ENOMEM, swap_to_memory(self->fd, 16384));
	EXPECT_EQ(sum, machine_sum(self->fd));
	EXPECT_EQ(0, number_in(self->group, "memory.events", "oom_kill "));
	EXPECT_GT(swap_to_memory(self->fd, 1024), 0);
}

TEST_F(payer, has_no_more_for_those_who_sleep)
{
	int n;

	if (no_cgroup(self))
		SKIP(return, "this kernel has no memory cgroups");
	self->fd = full_machine();
	ASSERT_LE(0, self->fd);
	ASSERT_EQ(0, write_to(self->group, "memory.max", "38M"));
	n = fall_asleep(self->fd);
	EXPECT_LT(2, n);
	EXPECT_GT(60, n);
	EXPECT_EQ(n, count_threads());
	EXPECT_EQ(0, number_in(self->group, "memory.events", "oom_kill "));
	EXPECT_EQ(0, reset_machine(self->fd, (struct mm011_reset){ 0 }));
	EXPECT_EQ(0, no_threads_left());
}

/* cgroups that were removed and are still there, and how many of them may be */
struct dying {
	const char *root;
	long long most;
};

static long long count_dying(const struct dying *dying)
{
	return number_in(dying->root, "cgroup.stat", "nr_dying_descendants ");
}

static int no_more_are_dying(void *what)
{
	const struct dying *dying = what;

	/* pages on their way to a list keep a cgroup: a CPU that is idle has them for long */
	write_to("/proc/sys/vm", "drop_caches", "3");
	return count_dying(dying) <= dying->most;
}

/* with threads, and with a file that they write to */
static int take_of_all(const char *group, int file)
{
	int wrong = write_to(group, "cgroup.procs", "0") != 0;
	int fd = full_machine();

	wrong += fd < 0 || fall_asleep(fd) < 60;
	close(fd);
	fd = machine_0_12();
	wrong += swap_to_file(fd, file) <= 0 || write_pages(fd, 1, 0, 2 * MAIN_PAGES);
	return wrong;
}

/* In a process of its own: as long as somebody is there, his pages are. */
TEST_F(payer, leaves_nothing_behind)
{
	struct dying dying = { .root = self->root };
	int file = swap_file(100), status;
	char group[48];
	pid_t pid;

	if (no_cgroup(self))
		SKIP(return, "this kernel has no memory cgroups");
	/* what tests of other programs left in the page cache may keep theirs for long */
	time_until(no_more_are_dying, &dying);
	dying.most = count_dying(&dying);
	snprintf(group, sizeof(group), "%s/other", self->root);
	ASSERT_EQ(0, mkdir(group, 0755));
	pid = fork();
	if (!pid)
		_exit(take_of_all(group, file));
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_EQ(0, status);
	close(file);
	EXPECT_EQ(0, rmdir(group));
	EXPECT_GT(10, time_until(no_more_are_dying, &dying));
}

/* ---- what no cgroup counts ---- */

static int sleep_in_all(int *fds, int machines)
{
	int i, task, n = 0;

	for (i = 0; i < machines; i++)
		for (task = 0; task < MM011_NR_TASKS; task++)
			n += OP(fds[i], .code = MM011_OP_GET_FREE_PAGE, .task = task,
				.flags = MM011_OPF_SLEEP).outcome == MM011_ASLEEP;
	return n;
}

/* kernel threads: so many, however many machines there are */
TEST(no_more_sleep_than_may)
{
	int fds[5], i, round;
	struct mm011_op op;

	for (round = 0; round < 2; round++) {
		for (i = 0; i < COUNT(fds); i++) {
			fds[i] = full_machine();
			ASSERT_LE(0, fds[i]);
		}
		EXPECT_EQ(MAX_SLEEPERS, sleep_in_all(fds, COUNT(fds)));
		EXPECT_EQ(MAX_SLEEPERS, count_threads());
		op = OP(fds[COUNT(fds) - 1], .code = MM011_OP_GET_FREE_PAGE, .task = 63,
			.flags = MM011_OPF_SLEEP);
		EXPECT_EQ(-EAGAIN, op.error);
		EXPECT_EQ(MM011_REFUSED, op.outcome);
		/* who does not sleep goes on */
		op = OP(fds[COUNT(fds) - 1], .code = MM011_OP_GET_FREE_PAGE);
		EXPECT_EQ(0, op.error);
		for (i = 0; i < COUNT(fds); i++)
			close(fds[i]);
		EXPECT_EQ(0, no_threads_left());
	}
}

TEST_HARNESS_MAIN
