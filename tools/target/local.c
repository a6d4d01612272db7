// SPDX-License-Identifier: GPL-2.0
/*
 * A machine inside this process, and the outside that it asks: files through
 * descriptors, swap space in a file or in memory, zlib's crc32().
 */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <linux/kernel.h>

#include "target/local.h"
#include "target/sleep.h"

/* a descriptor as the handle of an inode: never NULL */
static void *to_file(int fd)
{
	return (void *)(long)(fd + 1);
}

static int to_fd(const struct mm011_inode *inode)
{
	return (int)(long)inode->file - 1;
}

static int host_open(struct mm011_machine *m, u32 fd, struct mm011_inode *inode)
{
	struct stat st;
	int copy;

	if (fstat(fd, &st))
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EACCES;
	copy = dup(fd);
	if (copy < 0)
		return -errno;
	inode->number = st.st_ino;
	inode->dev = st.st_dev;
	inode->size = st.st_size;
	inode->file = to_file(copy);
	return 0;
}

static void host_release(struct mm011_machine *m, struct mm011_inode *inode)
{
	close(to_fd(inode));
	inode->file = NULL;
}

static int host_read_block(struct mm011_machine *m, const struct mm011_inode *inode, u32 block,
			   void *to)
{
	ssize_t n = pread(to_fd(inode), to, MM011_BLOCK_SIZE, (off_t)block * MM011_BLOCK_SIZE);

	if (n < 0)
		return -errno;
	memset((u8 *)to + n, 0, MM011_BLOCK_SIZE - n);
	return 0;
}

/* a swap space: a file, or memory */
struct swap_space {
	int fd;
	u8 *memory;
};

static int take_swap(struct mm011_swap_device *device, int fd, u8 *memory, u32 blocks)
{
	struct swap_space *space = malloc(sizeof(*space));

	if (!space) {
		if (fd >= 0)
			close(fd);
		free(memory);
		return -ENOMEM;
	}
	space->fd = fd;
	space->memory = memory;
	device->handle = space;
	device->blocks = blocks;
	return 0;
}

static int host_swap_file(struct mm011_machine *m, u32 fd, struct mm011_swap_device *device)
{
	struct stat st;
	int copy;

	if (fstat(fd, &st))
		return -errno;
	if (!S_ISREG(st.st_mode) || (fcntl(fd, F_GETFL) & O_ACCMODE) != O_RDWR)
		return -EACCES;
	copy = dup(fd);
	if (copy < 0)
		return -errno;
	return take_swap(device, copy, NULL, min_t(s64, st.st_size / MM011_BLOCK_SIZE, 0xffffff));
}

static size_t swap_memory_size(u32 blocks)
{
	u32 room = blocks == MM011_NO_SIZE ? 0 : blocks;

	return (room / 4 + 1) * MM011_PAGE_SIZE;
}

static int host_swap_memory(struct mm011_machine *m, u32 blocks,
			    struct mm011_swap_device *device)
{
	u8 *memory = calloc(1, swap_memory_size(blocks));

	if (!memory)
		return -ENOMEM;
	mm011_make_swap(memory, blocks == MM011_NO_SIZE ? 0 : blocks);
	return take_swap(device, -1, memory, blocks);
}

static void host_swap_off(struct mm011_machine *m, void *handle)
{
	struct swap_space *space = handle;

	if (space->fd >= 0)
		close(space->fd);
	free(space->memory);
	free(space);
}

/*
 * A file that has become shorter than it was cannot be read behind its end, nor
 * written there: that would extend the file with a hole.
 */
static int host_swap_page(struct mm011_machine *m, void *handle,
			  const struct mm011_swap_request *request, void *page)
{
	const struct swap_space *space = handle;
	off_t at = (off_t)request->nr * MM011_PAGE_SIZE;
	struct stat st;
	ssize_t n;

	if (space->memory && request->io == MM011_SWAP_IO_READ)
		memcpy(page, space->memory + at, MM011_PAGE_SIZE);
	else if (space->memory)
		memcpy(space->memory + at, page, MM011_PAGE_SIZE);
	if (space->memory)
		return 0;
	if (fstat(space->fd, &st) || at + MM011_PAGE_SIZE > st.st_size)
		return -EIO;
	n = request->io == MM011_SWAP_IO_READ ? pread(space->fd, page, MM011_PAGE_SIZE, at) :
	    pwrite(space->fd, page, MM011_PAGE_SIZE, at);
	if (n < 0)
		return -errno;
	return n == MM011_PAGE_SIZE ? 0 : -EIO;
}

/**
 * local_swap_memory() - the bytes of a swap space in memory
 * @m: a machine with local_host
 * @len: where their number goes, 0: there are none
 *
 * Return: the bytes; NULL without swap space, or when that is a file.
 */
u8 *local_swap_memory(const struct mm011_machine *m, size_t *len)
{
	const struct mm011_swap_device *device = &linux01x(m)->swap.device;
	const struct swap_space *space = device->handle;

	*len = 0;
	if (!space || !space->memory)
		return NULL;
	*len = swap_memory_size(device->blocks);
	return space->memory;
}

static u32 host_crc32(u32 crc, const void *p, size_t len)
{
	return crc32(crc, p, len);
}

/* files through descriptors of this process, zlib's checksum */
const struct mm011_host local_host = {
	.open = host_open,
	.release = host_release,
	.read_block = host_read_block,
	.swap_file = host_swap_file,
	.swap_memory = host_swap_memory,
	.swap_off = host_swap_off,
	.swap_page = host_swap_page,
	.sleep = mm011_sleepers_sleep,
	.stacks = &context_stacks,
	.crc32 = host_crc32,
};

/* NULL without memory */
static u8 *map_memory(u32 size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			    -1, 0);

	return memory == MAP_FAILED ? NULL : memory;
}

static void free_memory(struct mm011_machine *m)
{
	if (m->memory)
		munmap(m->memory, m->memory_size);
	if (m->store)
		munmap(m->store, m->store_size);
}

/* Memory of a size, where that is another than now: else what there is. False: there is none. */
static bool other_memory(u8 **memory, u32 now, u32 size)
{
	if (size == now && size <= MM011_MARKED_FRAMES * MM011_PAGE_SIZE)
		return true;
	*memory = size ? map_memory(size) : NULL;
	return *memory || !size;
}

static void exchange(u8 **memory, u32 now, u8 *other)
{
	if (*memory && other != *memory)
		munmap(*memory, now);
	*memory = other;
}

/**
 * local_machine_new() - make a machine, booted with 16 MB
 *
 * Return: the machine, NULL without memory.
 */
struct mm011_machine *local_machine_new(void)
{
	static const struct mm011_reset defaults;
	struct mm011_machine *m = calloc(1, mm011_machine_size());

	if (!m)
		return NULL;
	m->host = &local_host;
	if (local_reset(m, &defaults)) {
		free(m);
		return NULL;
	}
	return m;
}

/**
 * local_machine_free() - throw a machine away
 * @m: from local_machine_new()
 */
void local_machine_free(struct mm011_machine *m)
{
	mm011_sleepers_end(m);
	mm011_power_off(m);
	free_memory(m);
	free(m);
}

/**
 * local_reset() - switch a machine off and on again
 * @m: machine
 * @reset: parameters that mm011_check_reset() accepts
 *
 * With another size of memory it stands elsewhere afterwards.
 *
 * Return: 0; -ENOMEM, and nothing has changed.
 */
int local_reset(struct mm011_machine *m, const struct mm011_reset *reset)
{
	u32 size = mm011_memory_size(reset), store_size = mm011_store_size(reset);
	u8 *memory = m->memory, *store = m->store;

	if (!other_memory(&memory, m->memory_size, size))
		return -ENOMEM;
	if (!other_memory(&store, m->store_size, store_size)) {
		exchange(&memory, size, m->memory);
		return -ENOMEM;
	}
	mm011_sleepers_end(m);
	exchange(&m->memory, m->memory_size, memory);
	exchange(&m->store, m->store_size, store);
	mm011_reset(m, reset);
	return 0;
}

/**
 * local_calm() - let all operations that sleep fail where they are
 * @m: machine
 *
 * What they leave half done stays: for who brings back a snapshot.
 */
void local_calm(struct mm011_machine *m)
{
	mm011_sleepers_end(m);
}

/**
 * local_op() - do one operation, as the ioctl does
 * @m: machine
 * @op: what to do; op->data is an address in this process
 */
void local_op(struct mm011_machine *m, struct mm011_op *op)
{
	mm011_op_run(m, op, (void *)(unsigned long)op->data);
}
