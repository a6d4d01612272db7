// SPDX-License-Identifier: GPL-2.0
/*
 * A machine opens the files that it is given once more, for itself: what becomes of the
 * descriptor is no matter, what becomes of the file is.
 */
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "soon.h"

#define PAGES 100u
#define WHERE "/tmp/mm011_files"
#define FILE_PATH WHERE "/file"

FIXTURE(files)
{
	int fd;
	int file;
};

static int named_file(const char *path, const void *bytes, __u32 len)
{
	int file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (file < 0)
		return -errno;
	if (write(file, bytes, len) == len && !ftruncate(file, PAGES * PAGE))
		return file;
	close(file);
	return -EIO;
}

static int named_swap_file(const char *path)
{
	__u8 page[PAGE];

	mkswap(page, PAGES);
	return named_file(path, page, PAGE);
}

FIXTURE_SETUP(files)
{
	mkdir(WHERE, 0700);
	ASSERT_EQ(0, mount("none", WHERE, "tmpfs", 0, NULL));
	self->file = named_swap_file(FILE_PATH);
	ASSERT_LE(0, self->file);
	self->fd = machine_0_12();
	ASSERT_LE(0, self->fd);
}

FIXTURE_TEARDOWN(files)
{
	close(self->fd);
	close(self->file);
	umount2(WHERE, MNT_DETACH);
	rmdir(WHERE);
}

static struct mm011_op swap_page(int fd, __u32 code, __u32 nr, void *page, __u16 flags)
{
	return OP(fd, .code = code, .arg = { nr }, .len = PAGE, .data = address_of(page),
		  .flags = flags);
}

static int swap_write(int fd, __u32 nr, __u8 byte, __u16 flags)
{
	__u8 page[PAGE];

	memset(page, byte, PAGE);
	return swap_page(fd, MM011_OP_SWAP_WRITE, nr, page, flags).error;
}

/* the byte that all of a swap page is; a negative errno; -EILSEQ: it is not */
static int swap_byte(int fd, __u32 nr)
{
	__u8 page[PAGE];
	int err = swap_page(fd, MM011_OP_SWAP_READ, nr, page, 0).error;

	if (err)
		return err;
	return memcmp(page, page + 1, PAGE - 1) ? -EILSEQ : page[0];
}

static off_t size_of(int file)
{
	struct stat st;

	return fstat(file, &st) ? -1 : st.st_size;
}

/* ---- the descriptor ---- */

TEST_F(files, its_flags_change_afterwards)
{
	static const int flags[] = { O_APPEND, O_NONBLOCK, O_ASYNC, O_NOATIME, 0 };
	__u32 i;

	ASSERT_GT(swap_to_file(self->fd, self->file), 0);
	for (i = 0; i < COUNT(flags); i++) {
		ASSERT_EQ(0, fcntl(self->file, F_SETFL, flags[i]));
		EXPECT_EQ(0, swap_write(self->fd, 1, 10 + i, 0));
		EXPECT_EQ(10 + i, swap_byte(self->fd, 1));
		EXPECT_EQ(0, swap_write(self->fd, PAGES - 1, 20 + i, MM011_OPF_SLEEP));
		EXPECT_EQ(20 + i, swap_byte(self->fd, PAGES - 1));
		EXPECT_EQ(PAGES * PAGE, size_of(self->file));
	}
	EXPECT_EQ(0, write_pages(self->fd, 1, 0, 120));
	EXPECT_EQ(0, wrong_pages(self->fd, 1, 0, 120));
	EXPECT_EQ(PAGES * PAGE, size_of(self->file));
}

TEST_F(files, its_place_is_its_own)
{
	ASSERT_EQ(3, lseek(self->file, 3, SEEK_SET));
	ASSERT_GT(swap_to_file(self->fd, self->file), 0);
	EXPECT_EQ(0, swap_write(self->fd, 1, 'a', 0));
	EXPECT_EQ('a', swap_byte(self->fd, 1));
	EXPECT_EQ(3, lseek(self->file, 0, SEEK_CUR));
}

/* Who was given a descriptor to append with is not to write elsewhere. */
TEST_F(files, one_that_appends_is_not_taken)
{
	ASSERT_EQ(0, fcntl(self->file, F_SETFL, O_APPEND));
	EXPECT_EQ(-EACCES, OP(self->fd, .code = MM011_OP_SWAP_FILE,
			      .arg = { self->file }).error);
	ASSERT_EQ(0, fcntl(self->file, F_SETFL, 0));
	EXPECT_GT(swap_to_file(self->fd, self->file), 0);
}

/* ---- the file ---- */

TEST_F(files, one_that_becomes_shorter)
{
	__u32 nr;

	ASSERT_GT(swap_to_file(self->fd, self->file), 0);
	ASSERT_EQ(0, swap_write(self->fd, 50, 'a', 0));
	ASSERT_EQ(0, ftruncate(self->file, 50 * PAGE + 1));
	for (nr = 49; nr < 52; nr++) {
		EXPECT_EQ(nr < 50 ? 0 : -EIO, swap_write(self->fd, nr, 'b', 0));
		EXPECT_EQ(nr < 50 ? 'b' : -EIO, swap_byte(self->fd, nr));
	}
	EXPECT_EQ(50 * PAGE + 1, size_of(self->file));
	ASSERT_EQ(0, ftruncate(self->file, 51 * PAGE));
	EXPECT_EQ(0, swap_write(self->fd, 50, 'c', 0));
	EXPECT_EQ('c', swap_byte(self->fd, 50));
}

/* what was opened goes on, whatever has its name now */
TEST_F(files, one_that_is_replaced)
{
	const __u32 program[2][0x800] = {
		{ 0413, PAGE, [0x100] = 0x11111111 }, { 0413, PAGE, [0x100] = 0x22222222 },
	};
	int old = named_file(WHERE "/old", program[0], sizeof(program[0]));
	int new = named_file(WHERE "/new", program[1], sizeof(program[1]));
	__u32 word = 0;

	ASSERT_EQ(0, OP(self->fd, .code = MM011_OP_EXEC, .task = 1, .arg = { old }).error);
	close(old);
	close(new);
	ASSERT_EQ(0, rename(WHERE "/new", WHERE "/old"));
	EXPECT_EQ(0, read_task(self->fd, 1, 0, &word, 4));
	EXPECT_EQ(0x11111111, word);
}

TEST_F(files, one_that_is_sealed)
{
	int file = swap_file(PAGES);

	ASSERT_EQ(0, fcntl(file, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW));
	ASSERT_GT(swap_to_file(self->fd, file), 0);
	EXPECT_EQ(0, swap_write(self->fd, 1, 'a', 0));
	ASSERT_EQ(0, fcntl(file, F_ADD_SEALS, F_SEAL_WRITE));
	EXPECT_EQ(-EIO, swap_write(self->fd, 1, 'b', 0));
	EXPECT_EQ('a', swap_byte(self->fd, 1));
	close(file);
}

/* a file system that somebody may write to cannot be made read-only */
TEST_F(files, its_file_system_stays_as_it_is)
{
	ASSERT_GT(swap_to_file(self->fd, self->file), 0);
	close(self->file);
	EXPECT_EQ(-1, mount("none", WHERE, NULL, MS_REMOUNT | MS_RDONLY, NULL));
	EXPECT_EQ(EBUSY, errno);
	EXPECT_EQ(-1, umount(WHERE));
	EXPECT_EQ(EBUSY, errno);
	EXPECT_EQ(0, reset_machine(self->fd, (struct mm011_reset){ .kernel = 12 }));
	EXPECT_EQ(0, mount("none", WHERE, NULL, MS_REMOUNT | MS_RDONLY, NULL));
	self->file = open(FILE_PATH, O_RDONLY | O_CLOEXEC);
	EXPECT_EQ(-EACCES, OP(self->fd, .code = MM011_OP_SWAP_FILE,
			      .arg = { self->file }).error);
}

/* On one CPU, and before all others: whatever is left to threads of the kernel is not done yet. */
static int nobody_else_runs(void)
{
	const struct sched_param first = { .sched_priority = 1 };
	cpu_set_t here;

	CPU_ZERO(&here);
	CPU_SET(sched_getcpu(), &here);
	return sched_setaffinity(0, sizeof(here), &here) ||
	       sched_setscheduler(0, SCHED_FIFO, &first);
}

/* the ways in which a machine lets go of its swap file; an errno */
static int let_go(FIXTURE_DATA(files) * self, int way)
{
	switch (way) {
	case 0:
		return reset_machine(self->fd, (struct mm011_reset){ .kernel = 12 });
	case 1:
		return OP(self->fd, .code = MM011_OP_SWAP_MEMORY).error;
	default:
		close(self->fd);
		self->fd = machine_0_12();
		if (self->fd < 0)
			return self->fd;
		return 0;
	}
}

/* When the machine has let go of a file, it is closed: no later. */
TEST_F(files, it_is_given_back_at_once)
{
	int round, file;

	close(self->file);
	self->file = -1;
	ASSERT_EQ(0, nobody_else_runs());
	for (round = 0; round < 90; round++) {
		file = open(FILE_PATH, O_RDWR | O_CLOEXEC);
		ASSERT_EQ(0, OP(self->fd, .code = MM011_OP_SWAP_FILE, .arg = { file }).error);
		close(file);
		ASSERT_EQ(0, let_go(self, round % 3));
		ASSERT_EQ(0, mount("none", WHERE, NULL, MS_REMOUNT | MS_RDONLY, NULL));
		ASSERT_EQ(0, mount("none", WHERE, NULL, MS_REMOUNT, NULL));
	}
}

/* ---- in whose name ---- */

#define NAMESPACES "/proc/sys/user/max_user_namespaces"

/* how many user namespaces there may be; what it was, 0: there are none in this kernel */
static int allow_namespaces(int n)
{
	int file = open(NAMESPACES, O_RDWR | O_CLOEXEC), before;
	char text[16] = "";

	if (file < 0 || access("/proc/self/ns/user", F_OK))
		return 0;
	before = read(file, text, sizeof(text) - 1) > 0 ? atoi(text) : 0;
	snprintf(text, sizeof(text), "%d", n);
	if (pwrite(file, text, strlen(text), 0) < 0)
		before = 0;
	close(file);
	return before;
}

/* in a child, with rights of a namespace that nobody else is in; 0: it has ended well */
static int in_a_namespace(int (*work)(FIXTURE_DATA(files) *), FIXTURE_DATA(files) * self)
{
	int status;
	pid_t pid = fork();

	if (!pid)
		_exit(unshare(CLONE_NEWUSER) ? 1 : work(self));
	return waitpid(pid, &status, 0) == pid ? status : -1;
}

/* reads and writes, with a thread and without; one operation has ended, one sleeps */
static int use_files(FIXTURE_DATA(files) * self)
{
	int wrong = swap_to_file(self->fd, self->file) <= 0;
	struct mm011_op op;

	wrong += swap_write(self->fd, 1, 'a', 0) || swap_write(self->fd, 2, 'b', MM011_OPF_SLEEP);
	wrong += swap_byte(self->fd, 1) != 'a' || swap_byte(self->fd, 2) != 'b';
	wrong += write_pages(self->fd, 1, 0, MAIN_PAGES) != 0;
	op = OP(self->fd, .code = MM011_OP_GET_FREE_PAGE, .task = 2, .flags = MM011_OPF_SLEEP);
	wrong += op.outcome != MM011_ASLEEP;
	wrong += OP(self->fd, .code = MM011_OP_WAKE, .task = 2).error != 0;
	op = OP(self->fd, .code = MM011_OP_GET_FREE_PAGE, .task = 3, .flags = MM011_OPF_SLEEP);
	return wrong + (op.outcome != MM011_ASLEEP);
}

static int no_work(FIXTURE_DATA(files) * self)
{
	return 0;
}

static int namespace_is_gone(void *self)
{
	return !in_a_namespace(no_work, self);
}

/* What is done in the name of somebody who is gone does not keep his rights for ever. */
TEST_F(files, rights_are_given_back)
{
	int before = allow_namespaces(1), err;

	if (!before)
		SKIP(return, "this kernel has no user namespaces");
	err = in_a_namespace(use_files, self);
	EXPECT_EQ(0, err);
	EXPECT_FALSE(namespace_is_gone(self));	/* the file is open in his name, too */
	EXPECT_EQ(0, reset_machine(self->fd, (struct mm011_reset){ 0 }));
	EXPECT_GT(10, time_until(namespace_is_gone, self));
	allow_namespaces(before);
}

/* ---- limits ---- */

/* The machine's file is larger already; that makes no difference to write(2) either. */
static void write_to_the_limit(int fd, __u32 limit, __u16 flags)
{
	const struct rlimit limits = { .rlim_cur = limit, .rlim_max = limit };

	if (setrlimit(RLIMIT_FSIZE, &limits))
		_exit(1);
	if (swap_write(fd, 1, 'a', flags) || swap_write(fd, 9, 'a', flags))
		_exit(2);
	if (swap_write(fd, 10, 'b', flags) != -EIO || swap_write(fd, 99, 'b', flags) != -EIO)
		_exit(3);
	_exit(0);
}

TEST_F(files, nobody_writes_beyond_his_limit)
{
	int way, status;
	pid_t pid;

	ASSERT_GT(swap_to_file(self->fd, self->file), 0);
	for (way = 0; way < 4; way++) {
		pid = fork();
		if (!pid)
			write_to_the_limit(self->fd, 10 * PAGE + (way & 1 ? 0 : PAGE - 1),
					   way & 2 ? MM011_OPF_SLEEP : 0);
		ASSERT_EQ(pid, waitpid(pid, &status, 0));
		EXPECT_EQ(0, status);
	}
	EXPECT_EQ('a', swap_byte(self->fd, 9));
	EXPECT_EQ(0, swap_byte(self->fd, 10));
	EXPECT_EQ(0, swap_byte(self->fd, 99));
	EXPECT_EQ(0, swap_write(self->fd, 99, 'c', 0));
}

TEST_HARNESS_MAIN
