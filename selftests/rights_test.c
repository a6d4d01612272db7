// SPDX-License-Identifier: GPL-2.0
/*
 * Who may do what? Somebody without rights gets EACCES or EPERM and nothing
 * else; nobody gets at a private machine but through its descriptor; and no
 * road of the host's leads to writing through the mapping, root's neither.
 */
#include <dirent.h>
#include <grp.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include "mm011_test.h"

#define NOBODY 65534

/* 0 or the errno of a system call that returns -1 when it fails */
static int error_of(long result)
{
	return result == -1 ? errno : 0;
}

static int open_error(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC);
	int err = error_of(fd);

	if (fd >= 0)
		close(fd);
	return err;
}

/* what a system without it says is no more than EACCES would tell */
static int refused(int err)
{
	return err == EACCES || err == EPERM;
}

static int become_nobody(void)
{
	gid_t group = NOBODY;

	if (setgroups(1, &group) || setresgid(NOBODY, NOBODY, NOBODY) ||
	    setresuid(NOBODY, NOBODY, NOBODY))
		return -1;
	return 0;
}

/* the status of a child that has lost its rights and tries something; 0: it was refused */
static int as_nobody(int (*try)(const void *), const void *argument)
{
	pid_t pid = fork();
	int status;

	if (!pid)
		_exit(become_nobody() ? 99 : try(argument));
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return 98;
	return WEXITSTATUS(status);
}

static int try_to_open(const void *path)
{
	static const int flags[] = { O_RDONLY, O_WRONLY, O_RDWR };
	unsigned int i;

	for (i = 0; i < COUNT(flags); i++)
		if (!refused(open_error(path, flags[i])))
			return 1 + i;
	return 0;
}

TEST(nobody_opens_the_device)
{
	EXPECT_EQ(0, as_nobody(try_to_open, DEVICE));
}

static int try_views(const void *unused)
{
	static const char * const files[] = {
		"info", "mem_map", "page_directory", "page_tables", "tasks", "malloc", "stats"
	};
	char path[64];
	unsigned int i;

	for (i = 0; i < COUNT(files); i++) {
		snprintf(path, sizeof(path), DEBUGFS "/0/%s", files[i]);
		if (try_to_open(path))
			return 1 + i;
	}
	return opendir(DEBUGFS) || !refused(errno);
}

TEST(nobody_reads_debugfs)
{
	EXPECT_EQ(0, as_nobody(try_views, NULL));
}

static int try_module(const void *unused)
{
	dev_t number = makedev(10, 1);
	struct stat st;

	/* a node of one's own with the device's number would be a way around its mode */
	if (!stat(DEVICE, &st))
		number = st.st_rdev;
	if (!refused(error_of(mknod("/tmp/mm011_rights", S_IFCHR | 0666, number))))
		return 1;
	if (!refused(error_of(syscall(SYS_delete_module, "mm011", O_NONBLOCK))))
		return 2;
	if (!refused(open_error("/sys/module/mm011/parameters/max_machines", O_WRONLY)))
		return 3;
	return !refused(error_of(chmod(DEVICE, 0666))) * 4;
}

TEST(nobody_changes_the_module)
{
	EXPECT_EQ(0, as_nobody(try_module, NULL));
}

/* the first word: the first page directory entry, which no operation here changes */
static __u32 look(const void *memory)
{
	return __atomic_load_n((const __u32 *)memory, __ATOMIC_RELAXED);
}

static const struct {
	unsigned int command;
	int looks;
	int changes;
} commands[] = {
	{ MM011_IOC_RESET, 0, 1 },
	{ MM011_IOC_OPS, 1, 1 },
	{ MM011_IOC_INFO, 1, 0 },
	{ MM011_IOC_TRANSLATE, 1, 0 },
	{ MM011_IOC_TASK, 1, 0 },
	{ MM011_IOC_CHECKSUM, 1, 0 },
	{ MM011_IOC_MEM_MAP, 1, 0 },
	{ MM011_IOC_STATS, 1, 0 },
	{ MM011_IOC_EVENTS, 1, 0 },
	{ MM011_IOC_REVIVE, 0, 1 },
	{ MM011_IOC_NEW_MACHINE, 0, 1 },
};

/* what command i answers without its structure */
static int bare_answer(unsigned int i, int flags)
{
	if ((commands[i].looks && flags == O_WRONLY) || (commands[i].changes && flags == O_RDONLY))
		return -EACCES;
	return commands[i].command == MM011_IOC_REVIVE ? 0 : -EFAULT;
}

TEST(a_descriptor_does_what_it_was_opened_for)
{
	static const int flags[] = { O_RDONLY, O_WRONLY, O_RDWR };
	unsigned int i, k;
	int fd;

	for (k = 0; k < COUNT(flags); k++) {
		fd = open(DEVICE, flags[k] | O_CLOEXEC);
		ASSERT_GE(fd, 0);
		for (i = 0; i < COUNT(commands); i++)
			EXPECT_EQ(bare_answer(i, flags[k]), call(fd, commands[i].command, NULL));
		close(fd);
	}
}

TEST(who_may_only_read_looks_and_changes_nothing)
{
	int owner = open(DEVICE, O_RDWR | O_CLOEXEC), watcher = open(DEVICE, O_RDONLY | O_CLOEXEC);
	void *memory;
	__u32 sum;

	ASSERT_EQ(0, reset_machine(owner, (struct mm011_reset){ 0 }));
	ASSERT_EQ(1, fork_task(owner, 0));
	sum = machine_sum(owner);
	EXPECT_EQ(sum, machine_sum(watcher));
	EXPECT_EQ(2, get_info(watcher).tasks);
	memory = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, watcher, 0);
	ASSERT_NE(MAP_FAILED, memory);
	EXPECT_EQ(0x1007, look(memory));
	EXPECT_EQ(-EACCES, fork_task(watcher, 0));
	EXPECT_EQ(-EACCES, reset_machine(watcher, (struct mm011_reset){ 0 }));
	EXPECT_EQ(sum, machine_sum(owner));
	munmap(memory, PAGE);
	close(watcher);
	close(owner);
}

FIXTURE(machine)
{
	int fd;
	char *memory[2];	/* of it, shared and private */
	__u32 sum;
};

FIXTURE_SETUP(machine)
{
	static const int flags[] = { MAP_SHARED, MAP_PRIVATE };
	int i;

	self->fd = new_machine();
	ASSERT_GE(self->fd, 0);
	ASSERT_EQ(1, fork_task(self->fd, 0));
	for (i = 0; i < 2; i++) {
		self->memory[i] = mmap(NULL, 4 * PAGE, PROT_READ, flags[i], self->fd, 0);
		ASSERT_NE(MAP_FAILED, self->memory[i]);
		ASSERT_EQ(0x1007, look(self->memory[i]));
	}
	self->sum = machine_sum(self->fd);
}

/* whatever was tried, and whatever it answered: the machine is as it was */
FIXTURE_TEARDOWN(machine)
{
	EXPECT_NE(0, self->sum);
	EXPECT_EQ(self->sum, machine_sum(self->fd));
	EXPECT_EQ(0, memcmp(self->memory[0], self->memory[1], 4 * PAGE));
	close(self->fd);
}

struct victim {
	pid_t pid;
	int fd;
	void *memory;
};

static int try_a_strangers_machine(const void *argument)
{
	const struct victim *victim = argument;
	__u32 word;
	struct iovec mine = { &word, 4 }, its = { victim->memory, 4 };
	char path[64];
	int pidfd;

	close(victim->fd);
	snprintf(path, sizeof(path), "/proc/%d/fd/%d", victim->pid, victim->fd);
	if (try_to_open(path))
		return 1;
	snprintf(path, sizeof(path), "/proc/%d/mem", victim->pid);
	if (try_to_open(path))
		return 2;
	if (!refused(error_of(process_vm_readv(victim->pid, &mine, 1, &its, 1, 0))))
		return 3;
	if (!refused(error_of(ptrace(PTRACE_ATTACH, victim->pid, NULL, NULL))))
		return 4;
	pidfd = syscall(SYS_pidfd_open, victim->pid, 0);
	if (pidfd >= 0 && !refused(error_of(syscall(SYS_pidfd_getfd, pidfd, victim->fd, 0))))
		return 5;
	return 0;
}

TEST_F(machine, of_somebody_else_is_out_of_nobodys_reach)
{
	struct victim victim = { getpid(), self->fd, self->memory[0] };

	EXPECT_EQ(0, as_nobody(try_a_strangers_machine, &victim));
}

/* /proc leads to files by name, and a private machine has none: not even for root */
TEST_F(machine, cannot_be_opened_by_name)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", self->fd);
	EXPECT_EQ(ENXIO, open_error(path, O_RDWR));
	EXPECT_EQ(ENXIO, open_error(path, O_RDONLY));
}

/* what a descriptor is worth: nobody may use the machine when it was handed to him */
static int try_with_descriptor(const void *fd)
{
	return get_info(*(const int *)fd).tasks != 2;
}

TEST_F(machine, belongs_to_whom_the_descriptor_is_given)
{
	EXPECT_EQ(0, as_nobody(try_with_descriptor, &self->fd));
}

TEST_F(machine, is_not_written_to_by_mprotect)
{
	int i, k;

	for (i = 0; i < 2; i++) {
		for (k = 1; k <= 4; k++) {
			EXPECT_EQ(EACCES, error_of(mprotect(self->memory[i], k * PAGE,
							    PROT_READ | PROT_WRITE)));
			EXPECT_EQ(EACCES, error_of(mprotect(self->memory[i], k * PAGE,
							    PROT_WRITE)));
		}
		/* taken away and given back, it is still no more than it was */
		EXPECT_EQ(0, mprotect(self->memory[i], PAGE, PROT_NONE));
		EXPECT_EQ(EACCES, error_of(mprotect(self->memory[i], PAGE,
						    PROT_READ | PROT_WRITE)));
		EXPECT_EQ(0, mprotect(self->memory[i], PAGE, PROT_READ));
	}
}

TEST_F(machine, is_not_written_to_by_a_new_mapping)
{
	static const int kinds[] = { MAP_SHARED, MAP_PRIVATE, MAP_SHARED_VALIDATE };
	unsigned int i;
	char *moved;

	for (i = 0; i < COUNT(kinds); i++) {
		EXPECT_EQ(MAP_FAILED, mmap(NULL, PAGE, PROT_READ | PROT_WRITE, kinds[i],
					   self->fd, 0));
		EXPECT_EQ(EACCES, errno);
	}
	for (i = 0; i < 2; i++) {
		moved = mremap(self->memory[i], 4 * PAGE, 8 * PAGE, MREMAP_MAYMOVE);
		EXPECT_EQ(MAP_FAILED, moved);
		EXPECT_EQ(EFAULT, errno);
	}
	/* a second one at another place */
	EXPECT_EQ(MAP_FAILED, mremap(self->memory[0], 0, 4 * PAGE, MREMAP_MAYMOVE));
}

/* the host's own copies do not ask for the protection when they may force it */
TEST_F(machine, is_not_written_to_through_proc)
{
	int mem = open("/proc/self/mem", O_RDWR | O_CLOEXEC), i;
	__u32 word = 0x12345678;

	ASSERT_GE(mem, 0);
	for (i = 0; i < 2; i++) {
		EXPECT_EQ(-1, pwrite(mem, &word, 4, (off_t)(uintptr_t)self->memory[i]));
		EXPECT_EQ(EIO, errno);
		EXPECT_EQ(4, pread(mem, &word, 4, (off_t)(uintptr_t)self->memory[i]));
		EXPECT_EQ(0x1007, word);
	}
	close(mem);
}

static pid_t stopped_child(void)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		pause();
		_exit(0);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && WIFSTOPPED(status) ? pid : -1;
}

TEST_F(machine, is_not_written_to_by_a_tracer)
{
	__u32 word = 0x12345678;
	struct iovec mine = { &word, 4 }, its;
	pid_t pid = stopped_child();
	int i;

	ASSERT_LT(0, pid);
	for (i = 0; i < 2; i++) {
		EXPECT_EQ(EIO, error_of(ptrace(PTRACE_POKEDATA, pid, self->memory[i], word)));
		EXPECT_EQ(EIO, error_of(ptrace(PTRACE_POKETEXT, pid, self->memory[i], word)));
		its = (struct iovec){ self->memory[i], 4 };
		EXPECT_EQ(EFAULT, error_of(process_vm_writev(pid, &mine, 1, &its, 1, 0)));
		errno = 0;
		EXPECT_EQ(0x1007, (__u32)ptrace(PTRACE_PEEKDATA, pid, self->memory[i], NULL));
	}
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

/* system calls that answer into memory are given the mapping for it */
TEST_F(machine, is_not_written_to_by_system_calls)
{
	int zero = open("/dev/zero", O_RDONLY | O_CLOEXEC), pair[2], i;

	ASSERT_GE(zero, 0);
	ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	for (i = 0; i < 2; i++) {
		EXPECT_EQ(EFAULT, error_of(read(zero, self->memory[i], PAGE)));
		ASSERT_EQ(1, write(pair[0], "x", 1));
		EXPECT_EQ(EFAULT, error_of(read(pair[1], self->memory[i], 1)));
		EXPECT_EQ(EFAULT, error_of(syscall(SYS_pipe2, self->memory[i], 0)));
		EXPECT_EQ(EFAULT, error_of(syscall(SYS_uname, self->memory[i])));
	}
	close(zero);
	close(pair[0]);
	close(pair[1]);
}

/* a child has the same mapping, and no more rights to it */
TEST_F(machine, is_not_written_to_by_a_child)
{
	pid_t pid = fork();
	int status, i, wrong = 0;

	if (!pid) {
		for (i = 0; i < 2; i++) {
			wrong += !mprotect(self->memory[i], PAGE, PROT_READ | PROT_WRITE);
			wrong += look(self->memory[i]) != 0x1007;
		}
		_exit(wrong);
	}
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_EQ(0, status);
}

/* advice may empty the mapping, but what comes back is the machine's memory */
TEST_F(machine, stays_mapped_whatever_is_advised)
{
	static const int advice[] = {
		MADV_DONTNEED, MADV_WILLNEED, MADV_SEQUENTIAL, MADV_COLD, MADV_PAGEOUT,
		MADV_MERGEABLE, MADV_HUGEPAGE, MADV_FREE, MADV_REMOVE, MADV_DONTNEED,
	};
	unsigned int i, k;

	for (i = 0; i < 2; i++)
		for (k = 0; k < COUNT(advice); k++) {
			madvise(self->memory[i], 2 * PAGE, advice[k]);
			EXPECT_EQ(0x1007, look(self->memory[i])) {
				TH_LOG("mapping %u, advice %d", i, advice[k]);
			}
		}
}

/* a pipe holds a page of a machine that is gone: the page is not the host's until it is read */
TEST_F(machine, leaves_its_pages_to_who_still_reads_them)
{
	int ends[2], fd = new_machine();
	char *memory = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 0);
	struct iovec iov = { memory, PAGE };
	__u32 page[PAGE / 4];

	ASSERT_NE(MAP_FAILED, memory);
	ASSERT_EQ(0, poke(fd, 0xffc, 0x50be111e));
	ASSERT_EQ(0, pipe(ends));
	ASSERT_EQ(PAGE, vmsplice(ends[1], &iov, 1, 0));
	munmap(memory, PAGE);
	close(fd);
	/* another machine takes what memory there is */
	fd = new_machine();
	ASSERT_GE(fd, 0);
	EXPECT_EQ(PAGE, read(ends[0], page, PAGE));
	EXPECT_EQ(0x50be111e, page[PAGE / 4 - 1]);
	close(fd);
	close(ends[0]);
	close(ends[1]);
}

TEST_HARNESS_MAIN
