// SPDX-License-Identifier: GPL-2.0
/*
 * A machine opens the files that it is given once more, for itself: what becomes of the
 * descriptor is no matter, what becomes of the file is.
 */
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "swap.h"

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

/* When the machine has let go of a file, it is closed: no later. */
TEST_F(files, it_is_given_back_at_once)
{
	int round;

	close(self->file);
	self->file = -1;
	for (round = 0; round < 100; round++) {
		int file = open(FILE_PATH, O_RDWR | O_CLOEXEC);

		ASSERT_EQ(0, OP(self->fd, .code = MM011_OP_SWAP_FILE, .arg = { file }).error);
		close(file);
		EXPECT_EQ(0, round & 1 ? OP(self->fd, .code = MM011_OP_SWAP_MEMORY).error :
			     reset_machine(self->fd, (struct mm011_reset){ .kernel = 12 }));
		ASSERT_EQ(0, mount("none", WHERE, NULL, MS_REMOUNT | MS_RDONLY, NULL));
		ASSERT_EQ(0, mount("none", WHERE, NULL, MS_REMOUNT, NULL));
	}
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
