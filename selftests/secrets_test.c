// SPDX-License-Identifier: GPL-2.0
/*
 * Does anything of the host reach a user? The host's free memory is filled with
 * a pattern first; then every road out of the module is searched for it, and
 * for anything else that nobody put there. And are the limits kept that keep a
 * user from taking more of the host than is due?
 */
#include <ctype.h>
#include <dirent.h>
#include <stdbool.h>
#include <sys/socket.h>

#include "mm011_test.h"

#define SECRET 0xdb
#define HEAD 512u		/* what goes with a message, and more */
#define MARK 0x5e		/* what is in the user's own buffers before an answer */
#define BOOT_TABLES 0x5000	/* page directory and the kernel's page tables end here */

/* pages that others get next, full of something */
static void dirty_pages(void)
{
	size_t size = 64 << 20;
	char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		return;
	memset(memory, SECRET, size);
	munmap(memory, size);
}

/* the same for objects of the kernel's heap: messages of every size, on their way */
static void dirty_heap(void)
{
	static char message[16384];
	size_t size;
	int pair[2], i;

	memset(message, SECRET, sizeof(message));
	for (size = 16; size <= sizeof(message); size *= 2) {
		if (socketpair(AF_UNIX, SOCK_DGRAM, 0, pair))
			return;
		for (i = 0; i < 4; i++) {
			send(pair[0], message, size - 8, MSG_DONTWAIT);
			/* with what stands behind it in the same object, and fills it */
			if (size > HEAD)
				send(pair[0], message, size - HEAD, MSG_DONTWAIT);
		}
		close(pair[0]);
		close(pair[1]);
	}
}

static void dirty(void)
{
	dirty_pages();
	dirty_heap();
}

/* four bytes of the secret in a row, or of what a kernel that debugs itself fills in */
static bool has_secret(const void *bytes, size_t len)
{
	static const unsigned char fillings[] = { SECRET, 0x5a, 0x6b, 0xaa, 0xfe, 0xbb, 0xcc };
	const unsigned char *p = bytes;
	size_t i, run = 1;

	for (i = 1; i < len; i++) {
		run = p[i] == p[i - 1] ? run + 1 : 1;
		if (run == 4 && memchr(fillings, p[i], sizeof(fillings)))
			return true;
	}
	return false;
}

static bool all(const void *bytes, unsigned char value, size_t len)
{
	const unsigned char *p = bytes;
	size_t i;

	for (i = 0; i < len; i++)
		if (p[i] != value)
			return false;
	return true;
}

FIXTURE(host)
{
	int fd;
	unsigned char *bytes;
};

FIXTURE_SETUP(host)
{
	dirty();
	self->fd = new_machine();
	ASSERT_GE(self->fd, 0);
	self->bytes = malloc(MM011_MAX_DATA);
	memset(self->bytes, MARK, MM011_MAX_DATA);
}

FIXTURE_TEARDOWN(host)
{
	close(self->fd);
	free(self->bytes);
}

TEST_F(host, memory_comes_up_zeroed)
{
	const unsigned char *memory = mmap(NULL, MM011_MEMORY_SIZE, PROT_READ, MAP_SHARED,
					   self->fd, 0);

	ASSERT_NE(MAP_FAILED, memory);
	EXPECT_FALSE(has_secret(memory, BOOT_TABLES));
	EXPECT_TRUE(all(memory + BOOT_TABLES, 0, MM011_MEMORY_SIZE - BOOT_TABLES));
}

/* a machine that was somebody else's a moment ago, under the same number */
TEST_F(host, machine_that_went_left_nothing)
{
	__u32 sum = machine_sum(self->fd), number = get_info(self->fd).machine;
	const unsigned char *memory;

	memset(self->bytes, SECRET, MM011_MAX_DATA);
	ASSERT_EQ(0, OP(self->fd, .code = MM011_OP_PHYS_WRITE, .arg = { 0x900000 },
			.len = MM011_MAX_DATA, .data = address_of(self->bytes)).error);
	ASSERT_EQ(1, fork_task(self->fd, 0));
	close(self->fd);
	self->fd = new_machine();
	ASSERT_EQ(number, get_info(self->fd).machine);
	EXPECT_EQ(sum, machine_sum(self->fd));
	memory = mmap(NULL, MM011_MEMORY_SIZE, PROT_READ, MAP_SHARED, self->fd, 0);
	ASSERT_NE(MAP_FAILED, memory);
	EXPECT_TRUE(all(memory + BOOT_TABLES, 0, MM011_MEMORY_SIZE - BOOT_TABLES));
}

FIXTURE(answer)
{
	int fds[2];		/* two machines in the same state */
	unsigned char *bytes[2];
};

FIXTURE_SETUP(answer)
{
	int i;

	for (i = 0; i < 2; i++) {
		self->fds[i] = new_machine();
		ASSERT_GE(self->fds[i], 0);
		ASSERT_EQ(1, fork_task(self->fds[i], 0));
		ASSERT_EQ(0, OP(self->fds[i], .code = MM011_OP_FORK, .task = 1,
				.flags = MM011_OPF_EVENTS).error);
		self->bytes[i] = malloc(MM011_MAX_DATA);
		memset(self->bytes[i], MARK, MM011_MAX_DATA);
	}
}

FIXTURE_TEARDOWN(answer)
{
	int i;

	for (i = 0; i < 2; i++) {
		close(self->fds[i]);
		free(self->bytes[i]);
	}
}

FIXTURE_VARIANT(answer)
{
	unsigned long command;
	__u32 size;		/* of its structure */
	__u32 element;		/* size of the elements of its array, 0: it has none */
	__u32 differs;		/* offset of a word that is not the same on two machines */
};

FIXTURE_VARIANT_ADD(answer, INFO)
{
	.command = MM011_IOC_INFO,
	.size = sizeof(struct mm011_info),
	.differs = offsetof(struct mm011_info, machine),
};

FIXTURE_VARIANT_ADD(answer, TRANSLATE)
{
	.command = MM011_IOC_TRANSLATE,
	.size = sizeof(struct mm011_translate),
};

FIXTURE_VARIANT_ADD(answer, TASK)
{
	.command = MM011_IOC_TASK,
	.size = sizeof(struct mm011_task_info),
};

FIXTURE_VARIANT_ADD(answer, CHECKSUM)
{
	.command = MM011_IOC_CHECKSUM,
	.size = sizeof(struct mm011_checksum),
};

FIXTURE_VARIANT_ADD(answer, MEM_MAP)
{
	.command = MM011_IOC_MEM_MAP,
	.size = sizeof(struct mm011_array),
	.element = 1,
};

FIXTURE_VARIANT_ADD(answer, STATS)
{
	.command = MM011_IOC_STATS,
	.size = sizeof(struct mm011_array),
	.element = sizeof(__u64),
};

FIXTURE_VARIANT_ADD(answer, VERSION)
{
	.command = MM011_IOC_VERSION,
	.size = sizeof(struct mm011_version),
};

FIXTURE_VARIANT_ADD(answer, EVENTS)
{
	.command = MM011_IOC_EVENTS,
	.size = sizeof(struct mm011_array),
	.element = sizeof(struct mm011_event),
};

/* events have the number of the descriptor, which is never the same */
static void forget_owners(void *bytes, __u32 count)
{
	struct mm011_event *e = bytes;

	while (count--)
		e++->owner = 0;
}

/*
 * An answer is made of the state alone: two machines in the same state give the
 * same, byte for byte, padding and all, whatever the host's heap and stack held
 * before. Behind the answer, the user's memory is as it was.
 */
TEST_F(answer, has_nothing_of_the_host)
{
	unsigned char answer[2][512];
	struct mm011_array *array;
	int i, err;

	for (i = 0; i < 2; i++) {
		memset(answer[i], 0, variant->size);
		memset(answer[i] + variant->size, MARK, sizeof(answer[i]) - variant->size);
		memcpy(answer[i], &variant->size, sizeof(variant->size));
		array = (struct mm011_array *)answer[i];
		if (variant->element) {
			array->count = ~0u;
			array->data = address_of(self->bytes[i]);
		}
		dirty_heap();
		err = call(self->fds[i], variant->command, answer[i]);
		ASSERT_EQ(0, err);
		if (variant->differs)
			memset(answer[i] + variant->differs, 0, 4);
		if (variant->element) {
			EXPECT_LT(0, array->count);
			EXPECT_FALSE(has_secret(self->bytes[i], array->count * variant->element));
			EXPECT_TRUE(all(self->bytes[i] + array->count * variant->element, MARK,
					MM011_MAX_DATA - array->count * variant->element));
			if (variant->command == MM011_IOC_EVENTS)
				forget_owners(self->bytes[i], array->count);
			array->data = 0;
		}
		EXPECT_FALSE(has_secret(answer[i], variant->size));
		EXPECT_TRUE(all(answer[i] + variant->size, MARK,
				sizeof(answer[i]) - variant->size));
	}
	EXPECT_EQ(0, memcmp(answer[0], answer[1], sizeof(answer[0])));
	EXPECT_EQ(0, memcmp(self->bytes[0], self->bytes[1], MM011_MAX_DATA));
}

/* every operation, with arguments that are refused, fail half way, or are right */
TEST_F_TIMEOUT(host, operations_tell_nothing_of_the_host, 600)
{
	static const __u32 arguments[] = { 0, 1, 0x1000, 0x100000, 0xffffff, 0x4000000, ~0u };
	static const __u32 lengths[] = {
		0, 96, 2048, sizeof(struct mm011_show_mem), 3000, MM011_PAGING_PAGES, PAGE,
		sizeof(struct mm011_zones), sizeof(struct mm011_pressure),
	};
	unsigned int code, i, ran = 0;
	struct mm011_op op;
	int done;

	for (code = 0; more_ops(&code); code++) {
		dirty_heap();
		done = 0;
		for (i = 0; i < COUNT(lengths) * COUNT(arguments); i++) {
			memset(self->bytes, 0, PAGE);
			op = (struct mm011_op){
				.code = code, .arg = { arguments[i / COUNT(lengths)] },
				.len = lengths[i % COUNT(lengths)],
			};
			if (op.len)
				op.data = address_of(self->bytes);
			op = do_op(self->fd, op);
			done |= op.outcome != MM011_REFUSED;
			EXPECT_FALSE(has_secret(&op, offsetof(struct mm011_op, data)) ||
				     has_secret(self->bytes, PAGE)) {
				TH_LOG("operation %u, argument 0x%x", code, op.arg[0]);
			}
			call(self->fd, MM011_IOC_REVIVE, NULL);
		}
		ran += done;
	}
	/* an operation that is refused could not tell anything */
	EXPECT_LT(25, ran) {
		TH_LOG("%u operations ran", ran);
	}
}

/* a read that ends half way at a page that is not there tells zeros, no leftovers */
TEST_F(host, half_a_read_tells_nothing_of_the_host)
{
	struct mm011_op op;

	ASSERT_EQ(1, fork_task(self->fd, 0));
	dirty_heap();
	op = OP(self->fd, .code = MM011_OP_READ, .task = 1, .arg = { 0x9f000 }, .len = 2 * PAGE,
		.data = address_of(self->bytes));
	EXPECT_EQ(-EFAULT, op.error);
	EXPECT_FALSE(has_secret(self->bytes, MM011_MAX_DATA));
	EXPECT_TRUE(all(self->bytes + 2 * PAGE, MARK, MM011_MAX_DATA - 2 * PAGE));
}

/* a program that is shorter than it says: the rest is zero, not what the page held */
TEST_F(host, end_of_a_short_file_reads_as_zero)
{
	static __u32 program[(1024 + 2 * PAGE) / 4];
	int file;

	program[0] = 0x10b;
	program[1] = PAGE;
	program[2] = PAGE;
	file = memory_file(program, sizeof(program));
	ASSERT_EQ(1, fork_task(self->fd, 0));
	ASSERT_EQ(0, OP(self->fd, .code = MM011_OP_EXEC, .task = 1, .arg = { file, 0, 0 },
			.len = 0).error);
	ASSERT_EQ(0, ftruncate(file, 1100));
	dirty();
	ASSERT_EQ(0, read_task(self->fd, 1, 0, self->bytes, 2 * PAGE));
	EXPECT_TRUE(all(self->bytes, 0, 2 * PAGE));
	close(file);
}

/* an address of the host's kernel has more digits than any of a machine */
TEST_F(host, views_show_no_address_of_the_host)
{
	char path[80];
	struct dirent *entry;
	DIR *directory;
	int file, views = 0, digits;
	ssize_t n, i;

	ASSERT_EQ(1, fork_task(self->fd, 0));
	snprintf(path, sizeof(path), DEBUGFS "/%u", get_info(self->fd).machine);
	directory = opendir(path);
	ASSERT_NE(NULL, directory);
	while ((entry = readdir(directory))) {
		file = openat(dirfd(directory), entry->d_name, O_RDONLY);
		digits = 0;
		views += entry->d_name[0] != '.';
		while ((n = read(file, self->bytes, MM011_MAX_DATA)) > 0) {
			EXPECT_FALSE(has_secret(self->bytes, n));
			for (i = 0; i < n; i++) {
				digits = isxdigit(self->bytes[i]) ? digits + 1 : 0;
				ASSERT_GT(12, digits);
			}
		}
		close(file);
	}
	closedir(directory);
	EXPECT_LE(7, views);
}

/* how much a user can ask for at a time */
TEST_F(host, limits_of_arrays_hold)
{
	struct mm011_op op = { .code = MM011_OP_GET_FREE_PAGE };
	__u32 sum = machine_sum(self->fd), done;
	__u32 counts[] = { MM011_MAX_OPS + 1, 0x7fffffff, 0x80000000, ~0u };
	unsigned int i;

	for (i = 0; i < COUNT(counts); i++)
		EXPECT_EQ(-E2BIG, do_ops(self->fd, &op, counts[i], 0, &done));
	counts[0] = MM011_MAX_DATA + 1;
	for (i = 0; i < COUNT(counts); i++) {
		op = OP(self->fd, .code = MM011_OP_PHYS_READ, .len = counts[i],
			.data = address_of(self->bytes));
		EXPECT_GT(0, op.error);
		EXPECT_EQ(MM011_REFUSED, op.outcome);
	}
	EXPECT_TRUE(all(self->bytes, MARK, MM011_MAX_DATA));
	EXPECT_EQ(sum, machine_sum(self->fd));
}

TEST_HARNESS_MAIN
