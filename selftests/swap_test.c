// SPDX-License-Identifier: GPL-2.0
/*
 * Linux 0.12 through the device: does it swap, to memory and to files, and does
 * it withstand a swap file that somebody else writes to, truncates or seals?
 */
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "swap.h"

FIXTURE(swap)
{
	int fd;
	char *guarded;
};

FIXTURE_SETUP(swap)
{
	self->fd = machine_0_12();
	ASSERT_GE(self->fd, 0);
	self->guarded = guarded_page();
}

FIXTURE_TEARDOWN(swap)
{
	close(self->fd);
}

#define EXPECT_REFUSED(errno_, op_)				\
	do {							\
		struct mm011_op _r = op_;			\
								\
		EXPECT_EQ(errno_, _r.error) {			\
			TH_LOG("operation %u", _r.code);	\
		}						\
		EXPECT_EQ(MM011_REFUSED, _r.outcome);		\
	} while (0)

/* ---- which kernel ---- */

TEST_F(swap, the_kernel_is_the_one_asked_for)
{
	struct mm011_reset reset = { .kernel = 11 };

	EXPECT_EQ(12, get_info(self->fd).kernel);
	ASSERT_EQ(0, reset_machine(self->fd, reset));
	EXPECT_EQ(11, get_info(self->fd).kernel);
	reset.kernel = 12;
	ASSERT_EQ(0, reset_machine(self->fd, reset));
	EXPECT_EQ(12, get_info(self->fd).kernel);
	reset.kernel = 0;
	ASSERT_EQ(0, reset_machine(self->fd, reset));
	EXPECT_EQ(11, get_info(self->fd).kernel);
	for (reset.kernel = 10; reset.kernel < 15; reset.kernel += 3)
		EXPECT_EQ(-EINVAL, reset_machine(self->fd, reset));
}

/* what one kernel has and the other has not is refused, with nothing changed */
TEST_F(swap, each_kernel_has_its_own_operations)
{
	static char room[2048];
	struct mm011_op op;
	__u32 code, sum;

	sum = machine_sum(self->fd);
	EXPECT_REFUSED(-EOPNOTSUPP, OP(self->fd, .code = MM011_OP_CALC_MEM, .len = 2048,
				       .data = address_of(room)));
	EXPECT_EQ(sum, machine_sum(self->fd));
	ASSERT_EQ(0, reset_machine(self->fd, (struct mm011_reset){ .kernel = 11 }));
	sum = machine_sum(self->fd);
	for (code = MM011_OP_PUT_DIRTY_PAGE; code <= MM011_OP_WAKE; code++) {
		char page[PAGE];

		op = (struct mm011_op){ .code = code };
		if (code == MM011_OP_SWAP_READ || code == MM011_OP_SWAP_WRITE)
			op.len = PAGE;
		if (code == MM011_OP_SHOW_MEM)
			op.len = sizeof(struct mm011_show_mem);
		op.data = op.len ? address_of(page) : 0;
		EXPECT_REFUSED(-EOPNOTSUPP, do_op(self->fd, op));
	}
	EXPECT_EQ(sum, machine_sum(self->fd));
}

/* a caller of the first version brings a structure that ends before the swap space */
TEST_F(swap, info_and_task_of_old_callers)
{
	const __u32 old_info = offsetof(struct mm011_info, swap_bitmap);
	const __u32 old_task = offsetof(struct mm011_task_info, library);
	struct mm011_info info;
	struct mm011_task_info task;

	ASSERT_GT(swap_to_memory(self->fd, 400), 0);
	memset(&info, 0, sizeof(info));
	info.size = old_info;
	info.swap_bitmap = 0x77;
	ASSERT_EQ(0, call(self->fd, MM011_IOC_INFO, &info));
	EXPECT_EQ(0x77, info.swap_bitmap);
	EXPECT_EQ(12, info.kernel);
	info.size = old_info - 1;
	EXPECT_EQ(-EINVAL, call(self->fd, MM011_IOC_INFO, &info));
	info = get_info(self->fd);
	EXPECT_EQ(400, info.swap_blocks);
	EXPECT_NE(0, info.swap_bitmap);
	EXPECT_EQ(16, info.swap_dir_entry);
	EXPECT_EQ(-1, info.swap_page_entry);
	EXPECT_EQ(0, OP(self->fd, .code = MM011_OP_USELIB_MADE_UP, .task = 1, .arg = { 9 }).error);
	memset(&task, 0, sizeof(task));
	task.size = old_task;
	task.nr = 1;
	ASSERT_EQ(0, call(self->fd, MM011_IOC_TASK, &task));
	EXPECT_EQ(0, task.library);
	EXPECT_EQ(5, task.inode);
	task.size = sizeof(task);
	ASSERT_EQ(0, call(self->fd, MM011_IOC_TASK, &task));
	EXPECT_EQ(9, task.library);
	EXPECT_EQ(1, task.library_i_count);
	/* and one who knows more than this kernel: zeros only */
	ASSERT_EQ(0, reset_machine(self->fd, (struct mm011_reset){ .kernel = 12 }));
	info = get_info(self->fd);
	EXPECT_EQ(0, info.swap_blocks);
	EXPECT_EQ(0, info.swap_bitmap);
}

/* ---- swap space ---- */

TEST_F(swap, a_task_is_larger_than_memory)
{
	ASSERT_GT(swap_to_memory(self->fd, 1024), 0);
	EXPECT_EQ(0, write_pages(self->fd, 1, 0, 200));
	EXPECT_EQ(0, wrong_pages(self->fd, 1, 0, 200));
	EXPECT_LT(100, get_stat(self->fd, MM011_STAT_SWAP_WRITTEN));
	EXPECT_LT(100, get_stat(self->fd, MM011_STAT_SWAP_READ));
	EXPECT_EQ(0, get_stat(self->fd, MM011_STAT_OOM));
	EXPECT_EQ(0, ledger(self->fd));
}

TEST_F(swap, memory_has_limits)
{
	const __u32 max = MM011_MAX_SWAP_KB;

	EXPECT_REFUSED(-EINVAL, OP(self->fd, .code = MM011_OP_SWAP_MEMORY, .arg = { max + 1 }));
	EXPECT_REFUSED(-EINVAL, OP(self->fd, .code = MM011_OP_SWAP_MEMORY,
				   .arg = { 0x80000000 }));
	EXPECT_REFUSED(-EINVAL, OP(self->fd, .code = MM011_OP_SWAP_MEMORY,
				   .arg = { NO_SIZE - 1 }));
	EXPECT_EQ(0, get_info(self->fd).swap_blocks);
	EXPECT_GT(swap_to_memory(self->fd, max), 0);
	EXPECT_EQ(max, get_info(self->fd).swap_blocks);
}

TEST_F(swap, the_device_is_busy_while_it_is_used)
{
	int file = swap_file(100);

	ASSERT_GT(swap_to_memory(self->fd, 400), 0);
	EXPECT_EQ(-EBUSY, OP(self->fd, .code = MM011_OP_SWAP_MEMORY, .arg = { 800 }).error);
	EXPECT_EQ(-EBUSY, OP(self->fd, .code = MM011_OP_SWAP_FILE, .arg = { file }).error);
	EXPECT_EQ(400, get_info(self->fd).swap_blocks);
	close(file);
}

/* what init_swapping() does not want: no bitmap, and a word about it */
TEST_F(swap, init_swapping_refuses)
{
	static const struct {
		__u32 bytes;	/* size of the file */
		int at, byte;	/* a byte of its first page, and what it is */
		__u32 says;
	} refusals[] = {
		{ 0, 0, 0, ~0u },
		{ 1023, 0, 0, ~0u },
		{ 99 * 1024 + 1023, 0, 0, MM011_MSG_SWAP_TOO_SMALL },
		{ 25 * PAGE, SIGNATURE_AT, 's', MM011_MSG_SWAP_NO_SIGNATURE },
		{ 25 * PAGE, 4095, 0, MM011_MSG_SWAP_NO_SIGNATURE },
		{ 25 * PAGE, 0, 0xff, MM011_MSG_SWAP_BAD_MAP },
		{ 25 * PAGE, 3, 0x03, MM011_MSG_SWAP_BAD_MAP },
		{ 24 * PAGE, 0, 0xfe, MM011_MSG_SWAP_TOO_SMALL },
	};
	__u8 page[PAGE];
	__u32 i, free;

	for (i = 0; i < COUNT(refusals); i++) {
		int file = memfd_create("swap", 0);

		mkswap(page, 25);
		page[refusals[i].at] = refusals[i].byte;
		ASSERT_EQ(PAGE, write(file, page, PAGE));
		ASSERT_EQ(0, ftruncate(file, refusals[i].bytes));
		ASSERT_EQ(0, reset_machine(self->fd, (struct mm011_reset){ .kernel = 12 }));
		free = get_info(self->fd).free_pages;
		ASSERT_EQ(0, OP(self->fd, .code = MM011_OP_SWAP_FILE, .arg = { file }).error);
		EXPECT_EQ(0, OP(self->fd, .code = MM011_OP_NONE, .flags = MM011_OPF_EVENTS).error);
		EXPECT_EQ(0, OP(self->fd, .code = MM011_OP_INIT_SWAPPING,
				.flags = MM011_OPF_EVENTS).ret);
		if (refusals[i].says != ~0u)
			EXPECT_EQ(refusals[i].says, last_message(self->fd));
		EXPECT_EQ(free, get_info(self->fd).free_pages);
		EXPECT_EQ(0, get_info(self->fd).swap_bitmap);
		close(file);
	}
	ASSERT_EQ(0, swap_to_memory(self->fd, NO_SIZE));
}

/* a device that does not tell its size has no pages: not for a fork, not by number */
TEST_F(swap, a_device_without_a_size_has_no_pages)
{
	char page[PAGE];
	__u32 at;

	ASSERT_EQ(0, write_pages(self->fd, 1, 0, 1));
	at = entry_address(self->fd, 1, 0x10000);
	ASSERT_EQ(0, OP(self->fd, .code = MM011_OP_SWAP_MEMORY, .arg = { NO_SIZE }).error);
	ASSERT_NE(0, at);
	ASSERT_EQ(0, poke(self->fd, at, 2 * 5000));
	EXPECT_EQ(2, fork_task(self->fd, 1));
	EXPECT_EQ(0, get_stat(self->fd, MM011_STAT_SWAP_READ));
	EXPECT_REFUSED(-EINVAL, OP(self->fd, .code = MM011_OP_SWAP_READ, .arg = { 0 },
				   .len = PAGE, .data = address_of(page)));
}

/* ---- files ---- */

/* a file with a name, where the test may write */
static int named_file(const char *path)
{
	int file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	__u8 page[PAGE];

	mkswap(page, 300);
	if (write(file, page, PAGE) != PAGE || ftruncate(file, 300 * PAGE))
		return -EIO;
	return file;
}

TEST_F(swap, a_file_holds_what_is_swapped_out)
{
	__u32 kind, i, nr, word;

	for (kind = 0; kind < 2; kind++) {
		int file = kind ? named_file("/tmp/mm011_swap") : swap_file(300);

		ASSERT_GE(file, 0);
		close(self->fd);
		self->fd = machine_0_12();
		ASSERT_GT(swap_to_file(self->fd, file), 0);
		EXPECT_EQ(1200, get_info(self->fd).swap_blocks);
		EXPECT_EQ(0, write_pages(self->fd, 1, 0, 150));
		for (i = 0; !swap_page_of(self->fd, 1, 0x10000 + i * PAGE); i++)
			ASSERT_LT(i, 150);
		nr = swap_page_of(self->fd, 1, 0x10000 + i * PAGE);
		ASSERT_EQ(4, pread(file, &word, 4, nr * PAGE));
		EXPECT_EQ(SEED(1, i), word);
		/* whoever writes there decides what the task reads */
		word = 0x77777777;
		ASSERT_EQ(4, pwrite(file, &word, 4, nr * PAGE));
		EXPECT_EQ(0, read_task(self->fd, 1, 0x10000 + i * PAGE, &word, 4));
		EXPECT_EQ(0x77777777, word);
		EXPECT_EQ(0, wrong_pages(self->fd, 1, i + 1, 149 - i));
		EXPECT_EQ(0, ledger(self->fd));
		close(file);
	}
	unlink("/tmp/mm011_swap");
}

/* the descriptor may be closed: the machine has the file */
TEST_F(swap, a_file_stays_open_until_the_reset)
{
	const char *dir = "/tmp/mm011_swap_dir", *path = "/tmp/mm011_swap_dir/file";
	int file, way;

	mkdir(dir, 0700);
	for (way = 0; way < 2; way++) {
		ASSERT_EQ(0, mount("none", dir, "tmpfs", 0, NULL));
		file = named_file(path);
		ASSERT_GE(file, 0);
		ASSERT_GT(swap_to_file(self->fd, file), 0);
		close(file);
		ASSERT_EQ(0, unlink(path));
		EXPECT_EQ(0, write_pages(self->fd, 1, 0, 150));
		EXPECT_EQ(0, wrong_pages(self->fd, 1, 0, 150));
		EXPECT_EQ(-1, umount(dir));
		EXPECT_EQ(EBUSY, errno);
		EXPECT_EQ(0, way ? reset_machine(self->fd, (struct mm011_reset){ 0 }) :
			     close(self->fd));
		EXPECT_EQ(0, umount(dir));
		if (!way)
			self->fd = machine_0_12();
	}
	rmdir(dir);
}

TEST_F(swap, only_files_to_read_and_write_are_taken)
{
	char path[80];
	int fds[2], file = swap_file(100), no_append;
	__u32 sum = machine_sum(self->fd);

#define EXPECT_FD(errno_, fd_)									\
	do {											\
		int _fd = fd_;									\
												\
		EXPECT_GE(_fd, 0);								\
		EXPECT_EQ(errno_, OP(self->fd, .code = MM011_OP_SWAP_FILE,			\
				     .arg = { _fd }).error);					\
		close(_fd);									\
	} while (0)

	snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
	EXPECT_FD(-EACCES, open(path, O_RDONLY));
	EXPECT_FD(-EACCES, open(path, O_WRONLY));
	EXPECT_FD(-EACCES, open(path, O_RDWR | O_APPEND));
	EXPECT_FD(-EBADF, open(path, O_PATH));
	EXPECT_FD(-EACCES, open("/dev/zero", O_RDWR));
	EXPECT_FD(-EACCES, open("/tmp", O_RDONLY | O_DIRECTORY));
	EXPECT_FD(-EACCES, open(DEBUGFS "/0/stats", O_RDONLY));
	EXPECT_FD(-EACCES, open(DEVICE, O_RDWR));
	EXPECT_FD(-EACCES, dup(self->fd));
	EXPECT_FD(-EACCES, socket(AF_UNIX, SOCK_STREAM, 0));
	ASSERT_EQ(0, pipe(fds));
	EXPECT_FD(-EACCES, fds[0]);
	EXPECT_FD(-EACCES, fds[1]);
	EXPECT_EQ(-EBADF, OP(self->fd, .code = MM011_OP_SWAP_FILE, .arg = { ~0u }).error);
	EXPECT_EQ(-EBADF, OP(self->fd, .code = MM011_OP_SWAP_FILE, .arg = { 9999 }).error);
	EXPECT_REFUSED(-EINVAL, OP(self->fd, .code = MM011_OP_SWAP_FILE, .arg = { file },
				   .flags = MM011_OPF_SLEEP));
	EXPECT_EQ(sum, machine_sum(self->fd));
	no_append = open(path, O_RDWR);
	EXPECT_GT(swap_to_file(self->fd, no_append), 0);
	close(no_append);
	close(file);
}

/* ---- a hostile file ---- */

static __u32 random_number(__u32 *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

/* any bitmap that init_swapping() lets pass, and any contents: 0.12 believes them */
TEST_F(swap, any_bitmap_and_any_contents)
{
	const __u32 pages = 120;
	__u32 seed = 12, round, i;
	__u8 page[PAGE];

	for (round = 0; round < 20; round++) {
		int file = swap_file(pages);

		for (i = 1; i < pages; i++) {
			for (__u32 k = 0; k < PAGE; k += 4) {
				__u32 word = random_number(&seed);

				memcpy(page + k, &word, 4);
			}
			ASSERT_EQ(PAGE, pwrite(file, page, PAGE, i * PAGE));
		}
		mkswap(page, pages);
		for (i = 1; i < pages; i++)
			if (random_number(&seed) % 4 == 0)
				page[i / 8] &= ~(1 << i % 8);
		ASSERT_EQ(PAGE, pwrite(file, page, PAGE, 0));
		close(self->fd);
		self->fd = machine_0_12();
		ASSERT_GT(swap_to_file(self->fd, file), 0);
		EXPECT_EQ(0, write_pages(self->fd, 1, 0, 90));
		EXPECT_EQ(0, wrong_pages(self->fd, 1, 0, 90));
		/* page tables that name any swap page there is, or is not */
		for (i = 0; i < 40; i++)
			poke(self->fd, entry_address(self->fd, 1, 0x10000 + i * PAGE),
			     random_number(&seed) >> round & ~1u);
		for (i = 0; i < 40; i++)
			read_task(self->fd, 1, 0x10000 + i * PAGE, page, 4);
		fork_task(self->fd, 1);
		close(file);
	}
}

/* try_to_swap_out() of a page of task 1 */
static struct mm011_op swap_out_page(int fd, __u32 i)
{
	return OP(fd, .code = MM011_OP_TRY_TO_SWAP_OUT,
		  .arg = { entry_address(fd, 1, 0x10000 + i * PAGE) });
}

static struct mm011_op read_page(int fd, __u32 i)
{
	static __u32 word;

	return OP(fd, .code = MM011_OP_READ, .task = 1, .arg = { 0x10000 + i * PAGE },
		  .len = 4, .data = address_of(&word));
}

#define EXPECT_SWAP_ERROR(io_, nr_, op_)			\
	do {							\
		struct mm011_op _s = op_;			\
								\
		EXPECT_EQ(-EIO, _s.error);			\
		EXPECT_EQ(MM011_SWAP_ERROR, _s.outcome);	\
		EXPECT_EQ(io_, _s.out[0]);			\
		EXPECT_EQ(nr_, _s.out[1]);			\
	} while (0)

/*
 * The file becomes shorter: what was there cannot be read. It must not become
 * longer again because something is written, or zeros would stand for the rest.
 */
TEST_F(swap, a_file_that_shrinks)
{
	static const off_t sizes[] = { 0, PAGE, 2 * PAGE - 1 };
	static char copy[25 * PAGE];
	struct stat st;
	__u32 i;

	for (i = 0; i < COUNT(sizes); i++) {
		int file = swap_file(25);

		close(self->fd);
		self->fd = machine_0_12();
		ASSERT_GT(swap_to_file(self->fd, file), 0);
		ASSERT_EQ(0, write_pages(self->fd, 1, 0, 20));
		ASSERT_EQ(1, swap_out_page(self->fd, 3).ret);
		ASSERT_EQ(sizeof(copy), pread(file, copy, sizeof(copy), 0));
		ASSERT_EQ(0, ftruncate(file, sizes[i]));
		EXPECT_SWAP_ERROR(MM011_SWAP_IO_READ, 1, read_page(self->fd, 3));
		EXPECT_SWAP_ERROR(MM011_SWAP_IO_WRITE, 2, swap_out_page(self->fd, 4));
		ASSERT_EQ(0, fstat(file, &st));
		EXPECT_EQ(sizes[i], st.st_size);
		EXPECT_SWAP_ERROR(MM011_SWAP_IO_READ, 1, read_page(self->fd, 3));
		EXPECT_EQ(MM011_OK, get_info(self->fd).stopped);
		EXPECT_EQ(0, wrong_pages(self->fd, 1, 0, 3));
		EXPECT_EQ(0, wrong_pages(self->fd, 1, 4, 16));
		EXPECT_EQ(4, get_stat(self->fd, MM011_STAT_SWAP_ERROR) + 1);
		EXPECT_EQ(0, ledger(self->fd));
		/* the file is put right: so is the task */
		ASSERT_EQ(sizeof(copy), pwrite(file, copy, sizeof(copy), 0));
		EXPECT_EQ(0, wrong_pages(self->fd, 1, 0, 20));
		close(file);
	}
}

/* a file that cannot be written any more: all stays in memory, and what is out comes in */
TEST_F(swap, a_file_that_is_sealed)
{
	int file = swap_file(25);
	__u32 sum;

	ASSERT_GT(swap_to_file(self->fd, file), 0);
	ASSERT_EQ(0, write_pages(self->fd, 1, 0, 20));
	ASSERT_EQ(1, swap_out_page(self->fd, 3).ret);
	ASSERT_EQ(0, fcntl(file, F_ADD_SEALS, F_SEAL_WRITE));
	sum = machine_sum(self->fd);
	EXPECT_SWAP_ERROR(MM011_SWAP_IO_WRITE, 2, swap_out_page(self->fd, 4));
	EXPECT_EQ(sum, machine_sum(self->fd));
	EXPECT_EQ(0, wrong_pages(self->fd, 1, 0, 20));
	EXPECT_EQ(0, ledger(self->fd));
	close(file);
}

TEST_F(swap, a_bitmap_that_cannot_be_read)
{
	int file = swap_file(25);
	__u32 free = get_info(self->fd).free_pages;

	ASSERT_EQ(0, OP(self->fd, .code = MM011_OP_SWAP_FILE, .arg = { file }).error);
	ASSERT_EQ(0, ftruncate(file, 100));
	EXPECT_SWAP_ERROR(MM011_SWAP_IO_READ, 0, OP(self->fd, .code = MM011_OP_INIT_SWAPPING));
	EXPECT_EQ(0, get_info(self->fd).swap_bitmap);
	EXPECT_EQ(free, get_info(self->fd).free_pages);
	close(file);
}

/* by number: what is on the swap space, and nothing that is not there */
TEST_F(swap, pages_are_read_and_written_by_number)
{
	int file = swap_file(25);
	char page[PAGE], other[PAGE];
	__u32 nr;

	memset(page, 'x', PAGE);
	EXPECT_REFUSED(-EINVAL, OP(self->fd, .code = MM011_OP_SWAP_READ, .len = PAGE,
				   .data = address_of(page)));
	ASSERT_GT(swap_to_file(self->fd, file), 0);
	EXPECT_EQ(0, OP(self->fd, .code = MM011_OP_SWAP_WRITE, .arg = { 24 }, .len = PAGE,
			.data = address_of(page)).error);
	ASSERT_EQ(PAGE, pread(file, other, PAGE, 24 * PAGE));
	EXPECT_EQ(0, memcmp(page, other, PAGE));
	memset(other, 0, PAGE);
	EXPECT_EQ(0, OP(self->fd, .code = MM011_OP_SWAP_READ, .arg = { 24 }, .len = PAGE,
			.data = address_of(other)).error);
	EXPECT_EQ(0, memcmp(page, other, PAGE));
	for (nr = 25; nr; nr *= 3) {
		EXPECT_REFUSED(-EINVAL, OP(self->fd, .code = MM011_OP_SWAP_WRITE, .arg = { nr },
					   .len = PAGE, .data = address_of(page)));
		EXPECT_REFUSED(-EINVAL, OP(self->fd, .code = MM011_OP_SWAP_READ, .arg = { nr },
					   .len = PAGE, .data = address_of(page)));
		if (nr > 0x40000000)
			break;
	}
	EXPECT_REFUSED(-EINVAL, OP(self->fd, .code = MM011_OP_SWAP_READ, .arg = { 1 },
				   .len = PAGE - 1, .data = address_of(page)));
	EXPECT_REFUSED(-EFAULT, OP(self->fd, .code = MM011_OP_SWAP_READ, .arg = { 1 },
				   .len = PAGE, .data = address_of(NO_ACCESS(self->guarded))));
	close(file);
}

/* ---- libraries, show_mem() ---- */

TEST_F(swap, a_library_from_a_file)
{
	static char bytes[5 * 1024 + 100];
	int file, fds[2];
	char c = 0;
	__u32 i;

	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = i * 7 / 5 + 1;
	file = memory_file(bytes, sizeof(bytes));
	ASSERT_EQ(2, fork_task(self->fd, 0));
	EXPECT_EQ(-EINVAL, OP(self->fd, .code = MM011_OP_USELIB, .task = 2,
			      .arg = { file }).error);
	EXPECT_REFUSED(-ESRCH, OP(self->fd, .code = MM011_OP_USELIB, .task = 3,
				  .arg = { file }));
	EXPECT_EQ(-EBADF, OP(self->fd, .code = MM011_OP_USELIB, .task = 1,
			     .arg = { 9999 }).error);
	ASSERT_EQ(0, pipe(fds));
	EXPECT_EQ(-EACCES, OP(self->fd, .code = MM011_OP_USELIB, .task = 1,
			      .arg = { fds[0] }).error);
	/* twice: the second time it is there already */
	for (i = 0; i < 2; i++) {
		ASSERT_EQ(0, OP(self->fd, .code = MM011_OP_USELIB, .task = 1,
				.arg = { file }).error);
		EXPECT_EQ(0, read_task(self->fd, 1, 0x3c00000, &c, 1));
		EXPECT_EQ(bytes[1024], c);
		EXPECT_EQ(0, read_task(self->fd, 1, 0x3c00fff, &c, 1));
		EXPECT_EQ(bytes[5 * 1024 - 1], c);
		EXPECT_EQ(0, read_task(self->fd, 1, 0x3c01063, &c, 1));
		EXPECT_EQ(bytes[5 * 1024 + 99], c);
		EXPECT_EQ(0, read_task(self->fd, 1, 0x3c01064, &c, 1));
		EXPECT_EQ(0, c);
	}
	close(file);
	close(fds[0]);
	close(fds[1]);
	EXPECT_EQ(0, OP(self->fd, .code = MM011_OP_USELIB_MADE_UP, .task = 1).error);
	EXPECT_EQ(0, read_task(self->fd, 1, 0x3c00000, &c, 1));
	EXPECT_EQ(0, c);
	EXPECT_EQ(0, ledger(self->fd));
}

TEST_F(swap, show_mem_tells_its_numbers)
{
	struct mm011_show_mem show;
	struct mm011_op op = {
		.code = MM011_OP_SHOW_MEM, .len = sizeof(show), .data = address_of(&show),
	};

	ASSERT_EQ(0, write_pages(self->fd, 1, 0, 10));
	memset(&show, 0xff, sizeof(show));
	op = do_op(self->fd, op);
	EXPECT_EQ(0, op.error);
	EXPECT_EQ(MAIN_PAGES, show.total);
	EXPECT_EQ(get_info(self->fd).free_pages, show.free);
	EXPECT_EQ(show.free, op.ret);
	EXPECT_EQ(MAIN_PAGES, show.found);
	EXPECT_LT(10, show.pages[1]);
	EXPECT_EQ(0, show.pages[2]);
	/* the loop that never ends: what was counted up to there is told */
	ASSERT_EQ(0, poke(self->fd, 4 * 500, 0xff0007));
	op = do_op(self->fd, op);
	EXPECT_EQ(-ELOOP, op.error);
	EXPECT_EQ(MM011_LOOP, op.outcome);
	EXPECT_EQ(MM011_LOOP, get_info(self->fd).stopped);
	EXPECT_EQ(MAIN_PAGES, show.total);
}

TEST_HARNESS_MAIN
