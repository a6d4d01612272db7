// SPDX-License-Identifier: GPL-2.0
/*
 * Machines come and go: the shared one stays, a private one belongs to its
 * descriptor, no two know of each other, and there are only so many.
 */
#include <dirent.h>
#include <signal.h>
#include <sys/wait.h>

#include "mm011_test.h"

#define MAX_FDS 4096

static int count_entries(const char *path)
{
	DIR *directory = opendir(path);
	struct dirent *entry;
	int count = 0;

	if (!directory)
		return -errno;
	while ((entry = readdir(directory)))
		count += entry->d_name[0] != '.';
	closedir(directory);
	return count;
}

static int machines(void)
{
	return count_entries(DEBUGFS);
}

static int descriptors(void)
{
	return count_entries("/proc/self/fd");
}

static int limit(void)
{
	FILE *file = fopen("/sys/module/mm011/parameters/max_machines", "re");
	int max = -1;

	if (file && fscanf(file, "%d", &max) != 1)
		max = -1;
	if (file)
		fclose(file);
	return max;
}

TEST(the_shared_machine_is_number_0)
{
	int first = open(DEVICE, O_RDWR), second = open(DEVICE, O_RDWR);

	ASSERT_GE(first, 0);
	ASSERT_GE(second, 0);
	EXPECT_EQ(0, get_info(first).machine);
	EXPECT_EQ(0, get_info(second).machine);
}

TEST(what_one_does_the_other_sees)
{
	int first = open(DEVICE, O_RDWR), second = open(DEVICE, O_RDWR);

	ASSERT_EQ(0, reset_machine(first, (struct mm011_reset){ 0 }));
	ASSERT_EQ(1, fork_task(first, 0));
	EXPECT_EQ(2, get_info(second).tasks);
	close(first);
	EXPECT_EQ(2, get_info(second).tasks);
	close(second);
	/* nobody has it open now, and it is still the same */
	first = open(DEVICE, O_RDWR);
	EXPECT_EQ(2, get_info(first).tasks);
	EXPECT_EQ(machine_sum(first), machine_sum(first));
	ASSERT_EQ(0, reset_machine(first, (struct mm011_reset){ 0 }));
}

TEST(private_ones_do_not_know_each_other)
{
	int shared = open(DEVICE, O_RDWR);
	int first = new_machine(), second = new_machine();
	__u32 sums[2] = { machine_sum(shared), machine_sum(second) };

	ASSERT_GE(first, 0);
	ASSERT_GE(second, 0);
	EXPECT_NE(get_info(first).machine, get_info(second).machine);
	EXPECT_NE(0, get_info(first).machine);
	ASSERT_EQ(1, fork_task(first, 0));
	ASSERT_EQ(0, write_task(first, 1, 0x1000, "mine", 4));
	EXPECT_EQ(sums[0], machine_sum(shared));
	EXPECT_EQ(sums[1], machine_sum(second));
}

TEST(a_private_one_can_ask_for_another)
{
	struct mm011_new_machine args = { .size = sizeof(args), .reset.size = sizeof(args.reset) };
	int first = new_machine();

	ASSERT_GE(first, 0);
	ASSERT_EQ(0, call(first, MM011_IOC_NEW_MACHINE, &args));
	EXPECT_NE(get_info(first).machine, get_info(args.fd).machine);
	close(first);
	EXPECT_EQ(3072, get_info(args.fd).free_pages);
}

TEST(its_descriptor_closes_on_exec)
{
	int fd = new_machine();

	ASSERT_GE(fd, 0);
	EXPECT_EQ(FD_CLOEXEC, fcntl(fd, F_GETFD));
	EXPECT_EQ(O_RDWR, fcntl(fd, F_GETFL) & O_ACCMODE);
}

TEST(refuses_unknown_flags_and_a_wrong_inner_size)
{
	struct mm011_new_machine args = { .size = sizeof(args), .reset.size = sizeof(args.reset) };
	int shared = open(DEVICE, O_RDWR), before = machines(), open_before = descriptors();
	__u32 bit;

	for (bit = 1; bit; bit <<= 1) {
		args.flags = bit;
		EXPECT_EQ(-EINVAL, call(shared, MM011_IOC_NEW_MACHINE, &args));
	}
	args.flags = 0;
	args.reset.size--;
	EXPECT_EQ(-EINVAL, call(shared, MM011_IOC_NEW_MACHINE, &args));
	args.reset.size += 2;
	EXPECT_EQ(-EINVAL, call(shared, MM011_IOC_NEW_MACHINE, &args));
	EXPECT_EQ(before, machines());
	EXPECT_EQ(open_before, descriptors());
}

/* the caller cannot be told the number: then there must be no machine */
TEST(leaves_nothing_behind_when_the_answer_cannot_be_written)
{
	struct mm011_new_machine *args = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
					      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int shared = open(DEVICE, O_RDWR);
	int i, open_before = descriptors(), before = machines();
	int next = dup(shared);

	close(next);
	args->size = sizeof(*args);
	args->reset.size = sizeof(args->reset);
	ASSERT_EQ(0, mprotect(args, PAGE, PROT_READ));
	for (i = 0; i < 3 * limit(); i++)
		ASSERT_EQ(-EFAULT, call(shared, MM011_IOC_NEW_MACHINE, args));
	EXPECT_EQ(open_before, descriptors());
	/* nor a number that is taken and leads nowhere */
	EXPECT_EQ(next, dup(shared));
	EXPECT_EQ(before, machines());
}

static long free_megabytes(void)
{
	char line[128];
	FILE *file = fopen("/proc/meminfo", "re");
	long kilobytes = 0;

	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "MemAvailable: %ld kB", &kilobytes) == 1)
			break;
	if (file)
		fclose(file);
	return kilobytes / 1024;
}

TEST(there_are_only_so_many)
{
	int fds[MAX_FDS], n = 0, max = limit(), before = machines();

	ASSERT_LT(0, max);
	ASSERT_GT(MAX_FDS, max);
	if (free_megabytes() < 17 * max)
		SKIP(return, "not enough memory for so many: 17 MB each");
	while (n < MAX_FDS && (fds[n] = new_machine()) >= 0)
		n++;
	EXPECT_EQ(-ENOSPC, fds[n]);
	EXPECT_EQ(max - before, n);
	EXPECT_EQ(max, machines());
	/* one goes, one may come */
	ASSERT_LT(0, n);
	close(fds[--n]);
	fds[n] = new_machine();
	EXPECT_GE(fds[n++], 0);
	EXPECT_EQ(-ENOSPC, new_machine());
	while (n--)
		close(fds[n]);
	EXPECT_EQ(before, machines());
}

TEST(no_descriptor_left_is_no_machine)
{
	int shared = open(DEVICE, O_RDWR), before = machines(), last = -1, fd;
	struct mm011_new_machine args = { .size = sizeof(args), .reset.size = sizeof(args.reset) };

	while ((fd = dup(shared)) >= 0)
		last = fd;
	ASSERT_GE(last, 0);
	EXPECT_EQ(-EMFILE, call(shared, MM011_IOC_NEW_MACHINE, &args));
	close(last);
	close(last - 1);
	EXPECT_EQ(before, machines());
	EXPECT_EQ(0, call(shared, MM011_IOC_NEW_MACHINE, &args));
}

static void view_of(int fd, char path[64])
{
	snprintf(path, 64, DEBUGFS "/%u", get_info(fd).machine);
}

TEST(goes_with_its_last_descriptor)
{
	char path[64];
	int fd = new_machine(), copy;

	ASSERT_GE(fd, 0);
	view_of(fd, path);
	EXPECT_EQ(0, access(path, F_OK));
	copy = dup(fd);
	close(fd);
	EXPECT_EQ(0, access(path, F_OK));
	EXPECT_EQ(3072, get_info(copy).free_pages);
	close(copy);
	EXPECT_EQ(-1, access(path, F_OK));
	EXPECT_EQ(ENOENT, errno);
}

TEST(goes_with_its_process)
{
	int before = machines(), status, channel[2];
	char byte;
	pid_t pid;

	ASSERT_EQ(0, pipe(channel));
	pid = fork();
	if (!pid) {
		int fd = new_machine();

		if (fd < 0 || write(channel[1], "x", 1) != 1)
			_exit(1);
		pause();
	}
	ASSERT_EQ(1, read(channel[0], &byte, 1));
	EXPECT_EQ(before + 1, machines());
	kill(pid, SIGKILL);
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_EQ(before, machines());
}

TEST(can_be_passed_to_another_process)
{
	int fd = new_machine(), status;
	pid_t pid;

	ASSERT_GE(fd, 0);
	pid = fork();
	if (!pid)
		_exit(fork_task(fd, 0));
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_EQ(1, WEXITSTATUS(status));
	EXPECT_EQ(2, get_info(fd).tasks);
}

/* an open view does not hold the machine: it answers EIO when that is gone */
TEST(an_open_view_outlives_it)
{
	char path[64], file[80], text[64];
	int fd = new_machine(), view;

	ASSERT_GE(fd, 0);
	view_of(fd, path);
	snprintf(file, sizeof(file), "%s/info", path);
	view = open(file, O_RDONLY);
	ASSERT_GE(view, 0);
	EXPECT_LT(0, read(view, text, sizeof(text)));
	close(fd);
	EXPECT_EQ(-1, access(path, F_OK));
	EXPECT_EQ(-1, read(view, text, sizeof(text)));
	EXPECT_EQ(EIO, errno);
	close(view);
}

FIXTURE(many) {
	int before;
};

FIXTURE_SETUP(many)
{
	self->before = machines();
}

FIXTURE_TEARDOWN(many)
{
	EXPECT_EQ(self->before, machines());
}

/* 3 GB are cleared: an emulated machine on a busy host takes its time */
TEST_F_TIMEOUT(many, come_and_go_many_times, 600)
{
	int i, fd;

	for (i = 0; i < 100; i++) {
		fd = new_machine();
		ASSERT_GE(fd, 0);
		close(fd);
	}
}

TEST_HARNESS_MAIN
