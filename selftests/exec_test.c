// SPDX-License-Identifier: GPL-2.0
/*
 * Does a task run a real program? The test writes a.out files of its own and
 * compares, byte for byte, what demand loading makes of them.
 */
#include <endian.h>
#include <sys/mount.h>
#include <sys/socket.h>

#include "mm011_test.h"

#define ZMAGIC 0413
#define TEXT 0x3000u
#define DATA 0x1678u		/* ends within a page, and within a block */
#define BSS 0x4000u
#define BLOCK 1024u

enum { MAGIC, A_TEXT, A_DATA, A_BSS, A_SYMS, ENTRY, TRSIZE, DRSIZE, WORDS };

struct program {
	__u32 header[BLOCK / 4];
	__u8 bytes[TEXT + DATA + 600];	/* and something behind it: symbols */
};

FIXTURE(exec)
{
	int fd;
	int file;
	struct program *program;
};

static struct program *make_program(__u32 seed)
{
	struct program *p = calloc(1, sizeof(*p));
	__u32 i;

	p->header[MAGIC] = htole32(ZMAGIC);
	p->header[A_TEXT] = htole32(TEXT);
	p->header[A_DATA] = htole32(DATA);
	p->header[A_BSS] = htole32(BSS);
	p->header[ENTRY] = htole32(0x20);
	for (i = 0; i < sizeof(p->bytes); i++) {
		seed = seed * 1103515245 + 12345;
		p->bytes[i] = seed >> 16 | 1;	/* never 0, to tell it from cleared memory */
	}
	return p;
}

FIXTURE_SETUP(exec)
{
	self->fd = new_machine();
	ASSERT_GE(self->fd, 0);
	self->program = make_program(11);
	self->file = memory_file(self->program, sizeof(*self->program));
	ASSERT_GE(self->file, 0);
	ASSERT_EQ(1, fork_task(self->fd, 0));
	ASSERT_EQ(2, fork_task(self->fd, 0));
}

FIXTURE_TEARDOWN(exec)
{
	close(self->file);
	close(self->fd);
}

static const char strings[] = "prog\0-x\0HOME=/";

static struct mm011_op exec_file(int fd, __u32 task, int file)
{
	return OP(fd, .code = MM011_OP_EXEC, .task = task, .arg = { file, 2, 1 },
		  .len = sizeof(strings), .data = address_of(strings));
}

static __u32 read_word(int fd, __u32 task, __u32 addr)
{
	__u32 word = 0xdeadbeef;

	return read_task(fd, task, addr, &word, 4) ? 0xdeadbeef : le32toh(word);
}

static int string_at(int fd, __u32 task, __u32 addr, const char *expected)
{
	char text[32] = "";

	return !read_task(fd, task, addr, text, strlen(expected) + 1) && !strcmp(text, expected);
}

TEST_F(exec, sets_up_the_task)
{
	struct mm011_task_info info = { .size = sizeof(info), .nr = 1 };
	struct mm011_op op = exec_file(self->fd, 1, self->file);
	struct stat st;

	ASSERT_EQ(0, op.error);
	EXPECT_EQ(0x20, op.out[0]);
	ASSERT_EQ(0, call(self->fd, MM011_IOC_TASK, &info));
	EXPECT_EQ(TEXT, info.end_code);
	EXPECT_EQ(TEXT + DATA, info.end_data);
	EXPECT_EQ(TEXT + DATA + BSS, info.brk);
	EXPECT_EQ(TEXT, info.code_limit);
	EXPECT_EQ(0x4000000, info.data_limit);
	EXPECT_EQ(op.ret & ~0xfffu, info.start_stack);
	ASSERT_EQ(0, fstat(self->file, &st));
	EXPECT_EQ(st.st_ino, info.inode);
	EXPECT_NE(0, info.dev);
	EXPECT_EQ(1, info.i_count);
	EXPECT_EQ(0, ledger(self->fd));
}

TEST_F(exec, builds_the_stack)
{
	struct mm011_op op = exec_file(self->fd, 1, self->file);
	__u32 argv, envp;

	ASSERT_EQ(0, op.error);
	EXPECT_EQ(2, read_word(self->fd, 1, op.ret));
	argv = read_word(self->fd, 1, op.ret + 4);
	envp = read_word(self->fd, 1, op.ret + 8);
	EXPECT_EQ(op.ret + 12, argv);
	EXPECT_EQ(argv + 12, envp);
	EXPECT_TRUE(string_at(self->fd, 1, read_word(self->fd, 1, argv), "prog"));
	EXPECT_TRUE(string_at(self->fd, 1, read_word(self->fd, 1, argv + 4), "-x"));
	EXPECT_EQ(0, read_word(self->fd, 1, argv + 8));
	EXPECT_TRUE(string_at(self->fd, 1, read_word(self->fd, 1, envp), "HOME=/"));
	EXPECT_EQ(0, read_word(self->fd, 1, envp + 4));
}

TEST_F(exec, loads_nothing_but_the_last_page_of_data)
{
	ASSERT_EQ(0, exec_file(self->fd, 1, self->file).error);
	EXPECT_EQ(1, get_stat(self->fd, MM011_STAT_NO_PAGE_LOAD));
	EXPECT_EQ(0, physical(self->fd, 1, 0));
	EXPECT_NE(0, physical(self->fd, 1, TEXT + DATA));
}

/* text and data from the file, zeros behind them, one page at a time */
TEST_F(exec, loads_on_demand_byte_for_byte)
{
	static __u8 seen[TEXT + DATA + BSS];
	__u32 i;

	ASSERT_EQ(0, exec_file(self->fd, 1, self->file).error);
	ASSERT_EQ(0, read_task(self->fd, 1, 0, seen, sizeof(seen)));
	EXPECT_EQ(0, memcmp(self->program->bytes, seen, TEXT + DATA));
	for (i = TEXT + DATA; i < sizeof(seen); i++)
		ASSERT_EQ(0, seen[i]);
	/* 5 pages of program, 4 blocks each, and block 0 for the header */
	EXPECT_EQ(5, get_stat(self->fd, MM011_STAT_NO_PAGE_LOAD));
	EXPECT_EQ(0, get_stat(self->fd, MM011_STAT_BLOCK_ERROR));
	/* the last page: 3 of its blocks are within the file */
	EXPECT_EQ(1 + 4 * 4 + 3, get_stat(self->fd, MM011_STAT_BLOCK_READ));
	EXPECT_EQ(0, ledger(self->fd));
}

TEST_F(exec, loads_each_page_where_it_belongs)
{
	__u32 addr = 0x2000 + 77;
	__u8 byte = 0;

	ASSERT_EQ(0, exec_file(self->fd, 1, self->file).error);
	ASSERT_EQ(0, read_task(self->fd, 1, addr, &byte, 1));
	EXPECT_EQ(self->program->bytes[addr], byte);
	EXPECT_EQ(0, physical(self->fd, 1, 0x1000));
	EXPECT_NE(0, physical(self->fd, 1, 0x2000));
}

TEST_F(exec, runs_what_is_written_to_the_data_not_to_the_file)
{
	__u8 byte = 0xaa, back = 0;

	ASSERT_EQ(0, exec_file(self->fd, 1, self->file).error);
	ASSERT_EQ(0, write_task(self->fd, 1, TEXT + 5, &byte, 1));
	ASSERT_EQ(1, pread(self->file, &back, 1, BLOCK + TEXT + 5));
	EXPECT_EQ(self->program->bytes[TEXT + 5], back);
}

/* the second task finds clean pages of the first, and copies them on write */
TEST_F(exec, two_tasks_share_pages)
{
	struct mm011_task_info info = { .size = sizeof(info), .nr = 2 };
	__u8 byte, other = 0xaa;

	ASSERT_EQ(0, exec_file(self->fd, 1, self->file).error);
	ASSERT_EQ(0, read_task(self->fd, 1, 0x1000, &byte, 1));
	ASSERT_EQ(0, exec_file(self->fd, 2, self->file).error);
	ASSERT_EQ(0, call(self->fd, MM011_IOC_TASK, &info));
	EXPECT_EQ(2, info.i_count);
	ASSERT_EQ(0, read_task(self->fd, 2, 0x1000, &byte, 1));
	EXPECT_EQ(self->program->bytes[0x1000], byte);
	EXPECT_EQ(physical(self->fd, 1, 0x1000), physical(self->fd, 2, 0x1000));
	EXPECT_EQ(1, get_stat(self->fd, MM011_STAT_SHARE_MADE));
	ASSERT_EQ(0, write_task(self->fd, 2, 0x1000, &other, 1));
	EXPECT_NE(physical(self->fd, 1, 0x1000), physical(self->fd, 2, 0x1000));
	ASSERT_EQ(0, read_task(self->fd, 1, 0x1000, &byte, 1));
	EXPECT_EQ(self->program->bytes[0x1000], byte);
	EXPECT_EQ(0, ledger(self->fd));
}

TEST_F(exec, the_same_file_through_another_descriptor_is_shared)
{
	char path[32];
	__u8 byte;
	int again;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", self->file);
	again = open(path, O_RDONLY | O_CLOEXEC);
	ASSERT_GE(again, 0);
	ASSERT_EQ(0, exec_file(self->fd, 1, self->file).error);
	ASSERT_EQ(0, exec_file(self->fd, 2, again).error);
	ASSERT_EQ(0, read_task(self->fd, 1, 0, &byte, 1));
	ASSERT_EQ(0, read_task(self->fd, 2, 0, &byte, 1));
	EXPECT_EQ(physical(self->fd, 1, 0), physical(self->fd, 2, 0));
}

TEST_F(exec, another_file_is_not_shared)
{
	struct program *other = make_program(12);
	int file = memory_file(other, sizeof(*other));
	__u8 byte;

	ASSERT_EQ(0, exec_file(self->fd, 1, self->file).error);
	ASSERT_EQ(0, exec_file(self->fd, 2, file).error);
	ASSERT_EQ(0, read_task(self->fd, 1, 0, &byte, 1));
	EXPECT_EQ(self->program->bytes[0], byte);
	ASSERT_EQ(0, read_task(self->fd, 2, 0, &byte, 1));
	EXPECT_EQ(other->bytes[0], byte);
	EXPECT_EQ(0, get_stat(self->fd, MM011_STAT_SHARE_TRIED));
}

/* the machine holds the file: its descriptor and its name may go */
TEST_F(exec, works_after_the_file_was_closed_and_removed)
{
	char path[] = "/tmp/mm011_exec_XXXXXX";
	static __u8 seen[TEXT + DATA];
	int file = mkstemp(path);

	ASSERT_GE(file, 0);
	ASSERT_EQ(sizeof(*self->program), write(file, self->program, sizeof(*self->program)));
	ASSERT_EQ(0, exec_file(self->fd, 1, file).error);
	close(file);
	unlink(path);
	ASSERT_EQ(0, read_task(self->fd, 1, 0, seen, sizeof(seen)));
	EXPECT_EQ(0, memcmp(self->program->bytes, seen, sizeof(seen)));
}

TEST_F(exec, a_file_that_became_shorter_reads_as_zeros)
{
	__u8 byte = 1;

	ASSERT_EQ(0, exec_file(self->fd, 1, self->file).error);
	ASSERT_EQ(0, ftruncate(self->file, BLOCK + 0x1000 + 10));
	ASSERT_EQ(0, read_task(self->fd, 1, 0x1000 + 9, &byte, 1));
	EXPECT_EQ(self->program->bytes[0x1000 + 9], byte);
	ASSERT_EQ(0, read_task(self->fd, 1, 0x1000 + 10, &byte, 1));
	EXPECT_EQ(0, byte);
	ASSERT_EQ(0, read_task(self->fd, 1, 0x2000, &byte, 1));
	EXPECT_EQ(0, byte);
}

/* a file system that a machine runs a program from stays busy until it is gone */
TEST_F(exec, the_file_is_given_back)
{
	char directory[] = "/tmp/mm011_mnt_XXXXXX", path[64];
	int machine = new_machine();
	int file;

	ASSERT_GE(machine, 0);
	ASSERT_NE(NULL, mkdtemp(directory));
	if (mount("mm011", directory, "tmpfs", 0, NULL))
		SKIP(goto out, "no tmpfs to mount");
	snprintf(path, sizeof(path), "%s/program", directory);
	file = open(path, O_RDWR | O_CREAT, 0600);
	ASSERT_GE(file, 0);
	ASSERT_EQ(sizeof(*self->program), write(file, self->program, sizeof(*self->program)));

	/* by a program that fails, by exit, by another program, by reset */
	EXPECT_EQ(-EINVAL, OP(machine, .code = MM011_OP_EXEC, .arg = { file, 1, 0 }).error);
	ASSERT_EQ(1, fork_task(machine, 0));
	ASSERT_EQ(2, fork_task(machine, 0));
	ASSERT_EQ(0, exec_file(machine, 1, file).error);
	ASSERT_EQ(0, exec_file(machine, 2, file).error);
	close(file);
	EXPECT_EQ(-1, umount(directory));
	ASSERT_EQ(0, OP(machine, .code = MM011_OP_EXIT, .task = 1).error);
	EXPECT_EQ(-1, umount(directory));
	ASSERT_EQ(0, exec_file(machine, 2, self->file).error);
	EXPECT_EQ(0, umount(directory));

	/* and by the end of the machine */
	ASSERT_EQ(0, mount("mm011", directory, "tmpfs", 0, NULL));
	file = open(path, O_RDWR | O_CREAT, 0600);
	ASSERT_EQ(sizeof(*self->program), write(file, self->program, sizeof(*self->program)));
	ASSERT_EQ(0, exec_file(machine, 2, file).error);
	close(file);
	EXPECT_EQ(-1, umount(directory));
	close(machine);
	machine = -1;
	EXPECT_EQ(0, umount(directory));
out:
	rmdir(directory);
	if (machine >= 0)
		close(machine);
}

TEST_F(exec, refuses_what_is_no_program)
{
	static const struct {
		const char *why;
		__u32 word;
		__u32 value;
	} wrong[] = {
		{ "OMAGIC", MAGIC, 0407 },
		{ "NMAGIC", MAGIC, 0410 },
		{ "another machine type", MAGIC, 0x00640000 | ZMAGIC },
		{ "text relocation", TRSIZE, 8 },
		{ "data relocation", DRSIZE, 8 },
		{ "more than 48 MB of bss", A_BSS, 0x3000000 },
		{ "a text longer than the file", A_TEXT, TEXT + 600 },
		{ "data longer than the file", A_DATA, DATA + 600 },
		{ "symbols longer than the file", A_SYMS, 601 },
	};
	__u32 sum = machine_sum(self->fd);
	struct mm011_op op;
	unsigned int i;
	int file;

	for (i = 0; i < COUNT(wrong); i++) {
		struct program *p = make_program(1);

		p->header[wrong[i].word] = htole32(wrong[i].value);
		/* one byte more would do for those that are too long */
		file = memory_file(p, sizeof(*p) - 1);
		op = exec_file(self->fd, 1, file);
		EXPECT_EQ(-ENOEXEC, op.error) {
			TH_LOG("%s", wrong[i].why);
		}
		EXPECT_EQ(MM011_OK, op.outcome);
		EXPECT_EQ(0, op.ret);
		close(file);
		free(p);
	}
	EXPECT_EQ(sum, machine_sum(self->fd));
}

TEST_F(exec, refuses_files_that_are_too_short)
{
	static const size_t lengths[] = { 0, 1, 4, 31, 32, 1023, 1024, BLOCK + TEXT + DATA - 1 };
	__u32 sum = machine_sum(self->fd);
	unsigned int i;
	int file;

	for (i = 0; i < COUNT(lengths); i++) {
		file = memory_file(self->program, lengths[i]);
		EXPECT_EQ(-ENOEXEC, exec_file(self->fd, 1, file).error);
		close(file);
	}
	EXPECT_EQ(sum, machine_sum(self->fd));
	file = memory_file(self->program, BLOCK + TEXT + DATA);
	EXPECT_EQ(0, exec_file(self->fd, 1, file).error);
	close(file);
}

TEST_F(exec, refuses_descriptors_that_are_none)
{
	static const int none[] = { -1, 1000, 0x7fffffff };
	__u32 sum = machine_sum(self->fd);
	unsigned int i;
	int path = open("/", O_PATH | O_CLOEXEC);

	for (i = 0; i < COUNT(none); i++)
		EXPECT_EQ(-EBADF, exec_file(self->fd, 1, none[i]).error);
	EXPECT_EQ(-EBADF, exec_file(self->fd, 1, path).error);
	EXPECT_EQ(sum, machine_sum(self->fd));
}

/*
 * A machine must not hold a machine, nor read its own directory: that would
 * be a circle, and a lock that waits for itself.
 */
TEST_F(exec, refuses_what_is_no_regular_file)
{
	__u32 sum = machine_sum(self->fd);
	char view[64];
	int pair[2], i, n = 0;
	int fds[8];

	snprintf(view, sizeof(view), DEBUGFS "/%u/info", get_info(self->fd).machine);
	ASSERT_EQ(0, pipe(pair));
	fds[n++] = pair[0];
	/* a kernel need not have sockets */
	if (!socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
		fds[n++] = pair[0];
	fds[n++] = open("/dev/null", O_RDONLY);
	fds[n++] = open("/", O_RDONLY | O_DIRECTORY);
	fds[n++] = open(DEVICE, O_RDWR);
	fds[n++] = self->fd;
	fds[n++] = open(view, O_RDONLY);
	fds[n++] = open(DEBUGFS "/0/stats", O_RDONLY);
	for (i = 0; i < n; i++) {
		ASSERT_GE(fds[i], 0);
		EXPECT_EQ(-EACCES, exec_file(self->fd, 1, fds[i]).error) {
			TH_LOG("descriptor %d", i);
		}
	}
	EXPECT_EQ(sum, machine_sum(self->fd));
}

TEST_F(exec, refuses_files_that_may_not_be_read)
{
	char path[] = "/tmp/mm011_wronly_XXXXXX";
	int file = mkstemp(path), fd;

	ASSERT_GE(file, 0);
	ASSERT_EQ(sizeof(*self->program), write(file, self->program, sizeof(*self->program)));
	fd = open(path, O_WRONLY);
	ASSERT_GE(fd, 0);
	EXPECT_EQ(-EACCES, exec_file(self->fd, 1, fd).error);
	unlink(path);
}

TEST_F(exec, refuses_arguments_that_do_not_fit)
{
	static char many[MM011_MAX_DATA];
	struct mm011_op op = { .code = MM011_OP_EXEC, .task = 1, .arg = { self->file, 1, 0 },
			       .data = address_of(many) };
	__u32 sum = machine_sum(self->fd);

	memset(many, 'x', sizeof(many) - 1);
	op.len = sizeof(many);
	op = do_op(self->fd, op);
	EXPECT_EQ(-E2BIG, op.error);
	EXPECT_EQ(sum, machine_sum(self->fd));
	/* there is room for 128 KB but 4 bytes; 0.11 takes the very last one for no memory */
	many[sizeof(many) - 5] = 0;
	op.len = sizeof(many) - 4;
	EXPECT_EQ(-ENOMEM, do_op(self->fd, op).error);
	EXPECT_EQ(0, ledger(self->fd));
	many[sizeof(many) - 6] = 0;
	op.len = sizeof(many) - 5;
	EXPECT_EQ(0, do_op(self->fd, op).error);
	EXPECT_EQ(0, ledger(self->fd));
}

TEST_F(exec, replaces_a_program)
{
	struct program *other = make_program(99);
	int file = memory_file(other, sizeof(*other));
	__u32 free_pages;
	__u8 byte;
	int i;

	ASSERT_EQ(0, exec_file(self->fd, 1, self->file).error);
	free_pages = get_info(self->fd).free_pages;
	for (i = 0; i < 20; i++) {
		ASSERT_EQ(0, exec_file(self->fd, 1, i % 2 ? self->file : file).error);
		ASSERT_EQ(0, read_task(self->fd, 1, 0, &byte, 1));
		EXPECT_EQ(i % 2 ? self->program->bytes[0] : other->bytes[0], byte);
	}
	EXPECT_EQ(free_pages - 1, get_info(self->fd).free_pages);
	EXPECT_EQ(0, ledger(self->fd));
}

static int bind_file(int fd, int file, __u32 inode, __u32 dev)
{
	return OP(fd, .code = MM011_OP_BIND_FILE, .arg = { file, inode, dev }).error;
}

TEST_F(exec, binds_a_file_to_an_inode)
{
	__u8 byte;

	ASSERT_EQ(0, OP(self->fd, .code = MM011_OP_EXEC_MADE_UP, .task = 1,
			.arg = { 7, 4096, 0, 0, 0, 0 }).error);
	EXPECT_EQ(-ENXIO, bind_file(self->fd, self->file, 8, 0));
	EXPECT_EQ(-ENXIO, bind_file(self->fd, self->file, 7, 1));
	EXPECT_EQ(-ENXIO, bind_file(self->fd, self->file, 0, 0));
	EXPECT_EQ(-EBADF, bind_file(self->fd, -1, 7, 0));
	EXPECT_EQ(-EACCES, bind_file(self->fd, self->fd, 7, 0));
	EXPECT_EQ(0, bind_file(self->fd, self->file, 7, 0));
	ASSERT_EQ(0, read_task(self->fd, 1, 0, &byte, 1));
	EXPECT_EQ(self->program->bytes[0], byte);
	EXPECT_EQ(0, OP(self->fd, .code = MM011_OP_EXIT, .task = 1).error);
	EXPECT_EQ(-ENXIO, bind_file(self->fd, self->file, 7, 0));
	EXPECT_EQ(0, ledger(self->fd));
}

TEST_HARNESS_MAIN
