// SPDX-License-Identifier: GPL-2.0
/*
 * Is the mapped memory the machine's, all of it and nothing else, and can
 * nobody write through it?
 */
#include <signal.h>
#include <sys/wait.h>

#include "mm011_test.h"

FIXTURE(map)
{
	int fd;
};

FIXTURE_SETUP(map)
{
	self->fd = new_machine();
	ASSERT_GE(self->fd, 0);
	ASSERT_EQ(1, fork_task(self->fd, 0));
}

FIXTURE_TEARDOWN(map)
{
	if (self->fd >= 0)
		close(self->fd);
}

static void *map(int fd, size_t length, int protection, int flags, off_t offset)
{
	return mmap(NULL, length, protection, flags, fd, offset);
}

/* a word that may have changed since the last look */
static __u32 look(const __u32 *memory, __u32 index)
{
	return __atomic_load_n(&memory[index], __ATOMIC_RELAXED);
}

TEST_F(map, shows_what_PHYS_READ_reads)
{
	const char *memory = map(self->fd, MM011_MEMORY_SIZE, PROT_READ, MAP_SHARED, 0);
	char *piece = malloc(MM011_MAX_DATA);
	__u32 addr;

	ASSERT_NE(MAP_FAILED, memory);
	for (addr = 0; addr < MM011_MEMORY_SIZE; addr += MM011_MAX_DATA) {
		ASSERT_EQ(0, OP(self->fd, .code = MM011_OP_PHYS_READ, .arg = { addr },
				.len = MM011_MAX_DATA, .data = address_of(piece)).error);
		ASSERT_EQ(0, memcmp(memory + addr, piece, MM011_MAX_DATA));
	}
}

TEST_F(map, changes_with_the_machine)
{
	const __u32 *memory = map(self->fd, MM011_MEMORY_SIZE, PROT_READ, MAP_SHARED, 0);

	ASSERT_NE(MAP_FAILED, memory);
	ASSERT_EQ(0, poke(self->fd, 0x765430, 0xcafe));
	EXPECT_EQ(0xcafe, look(memory, 0x765430 / 4));
	ASSERT_EQ(0, reset_machine(self->fd, (struct mm011_reset){ 0 }));
	EXPECT_EQ(0, look(memory, 0x765430 / 4));
	EXPECT_EQ(0x1007, look(memory, 0));
}

TEST_F(map, a_private_mapping_shows_it_too)
{
	const __u32 *memory = map(self->fd, PAGE, PROT_READ, MAP_PRIVATE, 0);

	ASSERT_NE(MAP_FAILED, memory);
	EXPECT_EQ(0x1007, look(memory, 0));
	ASSERT_EQ(0, poke(self->fd, 0x800, 5));
	EXPECT_EQ(5, look(memory, 0x200));
}

TEST_F(map, a_part_of_it)
{
	const __u32 *part;

	ASSERT_EQ(0, poke(self->fd, 0x800000, 8));
	ASSERT_EQ(0, poke(self->fd, MM011_MEMORY_SIZE - 4, 9));
	part = map(self->fd, 2 * PAGE, PROT_READ, MAP_SHARED, 0x800000);
	ASSERT_NE(MAP_FAILED, part);
	EXPECT_EQ(8, part[0]);
	part = map(self->fd, PAGE, PROT_READ, MAP_SHARED, MM011_MEMORY_SIZE - PAGE);
	ASSERT_NE(MAP_FAILED, part);
	EXPECT_EQ(9, part[1023]);
}

TEST_F(map, nothing_beyond_it)
{
	static const struct {
		size_t length;
		off_t offset;
	} beyond[] = {
		{ MM011_MEMORY_SIZE + PAGE, 0 },
		{ MM011_MEMORY_SIZE, PAGE },
		{ 2 * PAGE, MM011_MEMORY_SIZE - PAGE },
		{ PAGE, MM011_MEMORY_SIZE },
		{ PAGE, 0x7ffff000 },
	};
	unsigned int i;

	for (i = 0; i < COUNT(beyond); i++) {
		errno = 0;
		EXPECT_EQ(MAP_FAILED, map(self->fd, beyond[i].length, PROT_READ, MAP_SHARED,
					  beyond[i].offset));
		EXPECT_EQ(EINVAL, errno);
	}
}

TEST_F(map, is_not_written_to)
{
	static const int flags[] = { MAP_SHARED, MAP_PRIVATE };
	unsigned int i;
	void *memory;

	for (i = 0; i < COUNT(flags); i++) {
		errno = 0;
		EXPECT_EQ(MAP_FAILED, map(self->fd, PAGE, PROT_READ | PROT_WRITE, flags[i], 0));
		EXPECT_EQ(EACCES, errno);
		EXPECT_EQ(MAP_FAILED, map(self->fd, PAGE, PROT_WRITE, flags[i], 0));
		EXPECT_EQ(EACCES, errno);
		memory = map(self->fd, PAGE, PROT_READ, flags[i], 0);
		ASSERT_NE(MAP_FAILED, memory);
		errno = 0;
		EXPECT_EQ(-1, mprotect(memory, PAGE, PROT_READ | PROT_WRITE));
		EXPECT_EQ(EACCES, errno);
	}
}

TEST_F_SIGNAL(map, a_write_is_a_fault, SIGSEGV)
{
	char *memory = map(self->fd, PAGE, PROT_READ, MAP_SHARED, 0);

	ASSERT_NE(MAP_FAILED, memory);
	__atomic_store_n(memory, 1, __ATOMIC_RELAXED);
}

/* the kernel does not write there for us either */
TEST_F(map, is_no_place_for_answers)
{
	char *memory = map(self->fd, PAGE, PROT_READ, MAP_SHARED, 0);
	__u32 sum;

	ASSERT_NE(MAP_FAILED, memory);
	ASSERT_EQ(0, poke(self->fd, 0x800, sizeof(struct mm011_info)));
	sum = machine_sum(self->fd);
	EXPECT_EQ(-EFAULT, read_task(self->fd, 1, 0, memory, 16));
	EXPECT_EQ(-EFAULT, call(self->fd, MM011_IOC_INFO, memory + 0x800));
	EXPECT_EQ(sum, machine_sum(self->fd));
}

/* a mapping is a reference: the machine is there as long as it is */
TEST_F(map, outlives_the_descriptor)
{
	const __u32 *memory = map(self->fd, MM011_MEMORY_SIZE, PROT_READ, MAP_SHARED, 0);
	char directory[64];
	__u32 i, sum = 0;

	ASSERT_NE(MAP_FAILED, memory);
	ASSERT_EQ(0, poke(self->fd, 0x700000, 0x11));
	snprintf(directory, sizeof(directory), DEBUGFS "/%u", get_info(self->fd).machine);
	close(self->fd);
	self->fd = -1;
	for (i = 0; i < MM011_MEMORY_SIZE / 4; i += 256)
		sum += look(memory, i);
	EXPECT_NE(0, sum);
	EXPECT_EQ(0x11, look(memory, 0x700000 / 4));
	EXPECT_EQ(0, access(directory, F_OK));
	munmap((void *)memory, PAGE);
	EXPECT_EQ(0, access(directory, F_OK));
	munmap((char *)memory + PAGE, MM011_MEMORY_SIZE - PAGE);
	EXPECT_EQ(-1, access(directory, F_OK));
}

TEST_F(map, is_inherited)
{
	const __u32 *memory = map(self->fd, PAGE, PROT_READ, MAP_SHARED, 0);
	int status;
	pid_t pid;

	ASSERT_NE(MAP_FAILED, memory);
	pid = fork();
	if (!pid) {
		close(self->fd);
		_exit(look(memory, 0) == 0x1007 ? 0 : 1);
	}
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_EQ(0, status);
	EXPECT_EQ(0x1007, look(memory, 0));
}

TEST(the_shared_machine_is_mapped_too)
{
	int fd = open(DEVICE, O_RDWR | O_CLOEXEC);
	const __u32 *memory;

	ASSERT_GE(fd, 0);
	memory = map(fd, MM011_MEMORY_SIZE, PROT_READ, MAP_SHARED, 0);
	ASSERT_NE(MAP_FAILED, memory);
	EXPECT_EQ(peek(fd, 0), look(memory, 0));
	EXPECT_EQ(MAP_FAILED, map(fd, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, 0));
	close(fd);
	EXPECT_NE(0, look(memory, 0));
}

TEST_HARNESS_MAIN
