// SPDX-License-Identifier: GPL-2.0
/*
 * Somebody waited for a file whose server does not answer, and was killed. What he has
 * left to be done is in nobody's way but those who want a file of the same machine.
 */
#include <signal.h>

#include "fuse.h"
#include "soon.h"

#define PRIVATE_MACHINES 15	/* of the 16 that there may be, if not told otherwise */

FIXTURE(left)
{
	struct fuse *fs;
	pid_t server;
	int file;
};

FIXTURE_SETUP(left)
{
	self->fs = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, self->fs);
	if (no_fuse())
		return;		/* the tests say so */
	ASSERT_EQ(0, fuse_mount(self->fs));
	self->server = begin_server(self->fs);
	close(self->fs->dev);
	self->file = fuse_open(self->fs, "swap", O_RDWR);
	ASSERT_LE(0, self->file);
}

FIXTURE_TEARDOWN(left)
{
	if (self->server > 0) {
		kill(self->server, SIGKILL);
		waitpid(self->server, NULL, 0);
	}
	if (*self->fs->where)
		fuse_unmount(self->fs);
}

/* somebody whom the server does not answer, killed; 0 if he could be */
static int leave_a_job(struct fuse *fs, int fd, int file)
{
	pid_t pid = fork();

	if (!pid) {
		OP(fd, .code = MM011_OP_SWAP_FILE, .arg = { file });
		fall_silent(fs, FUSE_READ);
		OP(fd, .code = MM011_OP_INIT_SWAPPING);
		_exit(0);
	}
	if (time_until(is_set, &fs->stuck) >= 10)
		return -1;
	kill(pid, SIGKILL);
	return time_until(is_gone, &pid) < SOON ? 0 : -1;
}

static int fill_with_machines(int fds[PRIVATE_MACHINES + 1])
{
	int n;

	for (n = 0; n <= PRIVATE_MACHINES; n++) {
		fds[n] = new_machine();
		if (fds[n] < 0)
			break;
	}
	return n;
}

static void close_all(int *fds, int n)
{
	while (n-- > 0)
		close(fds[n]);
}

/* so that what is left cannot pile up */
TEST_F(left, jobs_are_counted_as_machines)
{
	int fds[PRIVATE_MACHINES + 1], n;
	int fd = new_machine_like((struct mm011_reset){ .kernel = 12 });

	if (no_fuse())
		SKIP(return, "this kernel has no FUSE");
	ASSERT_LE(0, fd);
	EXPECT_EQ(0, leave_a_job(self->fs, fd, self->file));
	close(fd);
	n = fill_with_machines(fds);
	EXPECT_EQ(PRIVATE_MACHINES - 1, n);
	EXPECT_EQ(-ENOSPC, fds[n]);
	close_all(fds, n);
	kill(self->server, SIGKILL);
	EXPECT_GT(SOON, time_until(module_is_free, NULL));
	n = fill_with_machines(fds);
	EXPECT_EQ(PRIVATE_MACHINES, n);
	close_all(fds, n);
}

static pid_t begin_to_wait(int fd)
{
	pid_t pid = fork();

	if (!pid)
		_exit(init_swapping(fd) > 0 ? 0 : 1);
	return pid;
}

/* A machine that others have goes on; who needs a file waits, and can be killed. */
TEST_F(left, others_go_on)
{
	int fd = new_machine_like((struct mm011_reset){ .kernel = 12 });
	pid_t pid;

	if (no_fuse())
		SKIP(return, "this kernel has no FUSE");
	ASSERT_LE(0, fd);
	EXPECT_EQ(0, leave_a_job(self->fs, fd, self->file));
	EXPECT_EQ(0, get_info(fd).stopped);
	EXPECT_EQ(0, OP(fd, .code = MM011_OP_GET_FREE_PAGE).error);
	EXPECT_EQ(1, fork_task(fd, 0));
	pid = begin_to_wait(fd);
	usleep(300000);
	EXPECT_EQ(0, is_gone(&pid));
	kill(pid, SIGKILL);
	EXPECT_GT(SOON, time_until(is_gone, &pid));
	EXPECT_EQ(0, reset_machine(fd, (struct mm011_reset){ .kernel = 12 }));
	EXPECT_GT(swap_to_memory(fd, 1024), 0);
	close(fd);
	EXPECT_EQ(1, count_machines());
}

/* and when the server answers at last, who waited has what he wanted */
TEST_F(left, the_next_one_waits)
{
	int fd = new_machine_like((struct mm011_reset){ .kernel = 12 });
	int status;
	pid_t pid;

	if (no_fuse())
		SKIP(return, "this kernel has no FUSE");
	ASSERT_LE(0, fd);
	EXPECT_EQ(0, leave_a_job(self->fs, fd, self->file));
	pid = begin_to_wait(fd);
	usleep(300000);
	EXPECT_EQ(0, is_gone(&pid));
	fall_silent(self->fs, 0);
	close(fuse_open(self->fs, "swap", O_RDONLY));	/* the server has something to do */
	EXPECT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_EQ(0, status);
	EXPECT_EQ(0, OP(fd, .code = MM011_OP_GET_FREE_PAGE).error);
	close(fd);
}

/* when it goes instead, he is told */
TEST_F(left, the_next_one_is_told)
{
	int fd = new_machine_like((struct mm011_reset){ .kernel = 12 });
	struct mm011_op op;

	if (no_fuse())
		SKIP(return, "this kernel has no FUSE");
	ASSERT_LE(0, fd);
	EXPECT_EQ(0, leave_a_job(self->fs, fd, self->file));
	kill(self->server, SIGKILL);
	op = OP(fd, .code = MM011_OP_INIT_SWAPPING);
	EXPECT_EQ(MM011_SWAP_ERROR, op.outcome);
	EXPECT_EQ(-EIO, op.error);
	EXPECT_EQ(0, OP(fd, .code = MM011_OP_GET_FREE_PAGE).error);
	close(fd);
}

TEST_HARNESS_MAIN
