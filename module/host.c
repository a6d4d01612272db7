// SPDX-License-Identifier: GPL-2.0
/*
 * What a machine asks of the outside: the file that a descriptor names, its
 * blocks, swap space in a file or in memory, and zlib's checksum.
 */

#include <linux/crc32.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kdev_t.h>
#include <linux/magic.h>
#include <linux/slab.h>
#include <linux/stat.h>
#include <linux/vmalloc.h>

#include "compat.h"
#include "machine.h"

static struct mm011_box *to_box(struct mm011_machine *m)
{
	return container_of(m, struct mm011_box, m);
}

/* An operation that may sleep runs in a thread; the lock is its ioctl's. */
static void assert_held(struct mm011_machine *m)
{
	lockdep_assert(mutex_is_locked(&to_box(m)->lock));
}

/*
 * A regular file that the kernel can read on its own account. debugfs is left
 * out: a machine that reads its own directory would wait for its own lock.
 * O_DIRECT is left out because it wants user memory.
 */
static bool is_program(const struct file *file)
{
	return S_ISREG(file_inode(file)->i_mode) &&
	       (file->f_mode & FMODE_READ) && !(file->f_flags & O_DIRECT) &&
	       file->f_op->read_iter && !file->f_op->read &&
	       file_inode(file)->i_sb->s_magic != DEBUGFS_MAGIC;
}

/* one that the kernel can also write to, where it wants to */
static bool is_swap_file(const struct file *file)
{
	return is_program(file) && (file->f_mode & FMODE_WRITE) && !(file->f_flags & O_APPEND) &&
	       file->f_op->write_iter && !file->f_op->write;
}

/* inode and device as stat(2) tells them: two files never look like one */
static bool identify(struct file *file, struct mm011_inode *inode)
{
	struct kstat stat;

	if (vfs_getattr(&file->f_path, &stat, STATX_INO | STATX_SIZE, AT_STATX_SYNC_AS_STAT))
		return false;
	inode->number = stat.ino;
	inode->dev = new_encode_dev(stat.dev);
	inode->size = stat.size;
	inode->file = file;
	return true;
}

/* -EBADF: no such descriptor; -EACCES, as 0.11 has it: no readable regular file */
static int host_open(struct mm011_machine *m, u32 fd, struct mm011_inode *inode)
{
	struct file *file = fget(fd);

	assert_held(m);
	if (!file)
		return -EBADF;
	if (is_program(file) && identify(file, inode))
		return 0;
	fput(file);
	return -EACCES;
}

static void host_release(struct mm011_machine *m, struct mm011_inode *inode)
{
	fput(inode->file);
	inode->file = NULL;
}

/* The file may have become shorter since exec; what is not there reads as 0. */
static int host_read_block(struct mm011_machine *m, const struct mm011_inode *inode,
			   u32 block, void *to)
{
	loff_t pos = (loff_t)block * MM011_BLOCK_SIZE;
	size_t done = 0;
	ssize_t n;

	assert_held(m);
	while (done < MM011_BLOCK_SIZE) {
		n = kernel_read(inode->file, to + done, MM011_BLOCK_SIZE - done, &pos);
		if (n < 0)
			return n;
		if (!n)
			break;
		done += n;
	}
	memset(to + done, 0, MM011_BLOCK_SIZE - done);
	return 0;
}

/**
 * struct swap_space - what 0.12 swaps to
 * @file: a file
 * @memory: or memory
 */
struct swap_space {
	struct file *file;
	void *memory;
};

static int take_swap(struct mm011_machine *m, const struct swap_space *from, u32 blocks)
{
	struct swap_space *space = kmemdup(from, sizeof(*from), GFP_KERNEL);

	if (!space)
		return -ENOMEM;
	m->swap.device = space;
	m->swap.blocks = blocks;
	return 0;
}

/* -EBADF, or -EACCES: no regular file that can be read and written */
static int host_swap_file(struct mm011_machine *m, u32 fd)
{
	struct swap_space space = { .file = fget(fd) };
	int err = -EACCES;
	u64 blocks;

	assert_held(m);
	if (!space.file)
		return -EBADF;
	blocks = i_size_read(file_inode(space.file)) / MM011_BLOCK_SIZE;
	if (is_swap_file(space.file))
		err = take_swap(m, &space, min_t(u64, blocks, 0xffffff));
	if (err)
		fput(space.file);
	return err;
}

static int host_swap_memory(struct mm011_machine *m, u32 blocks)
{
	u32 room = blocks == MM011_NO_SIZE ? 0 : blocks;
	struct swap_space space = { .memory = vzalloc((room / 4 + 1) * MM011_PAGE_SIZE) };
	int err = -ENOMEM;

	if (space.memory) {
		mm011_make_swap(space.memory, room);
		err = take_swap(m, &space, blocks);
	}
	if (err)
		vfree(space.memory);
	return err;
}

static void host_swap_off(struct mm011_machine *m)
{
	struct swap_space *space = m->swap.device;

	if (space->file)
		fput(space->file);
	vfree(space->memory);
	kfree(space);
}

/*
 * A file that has become shorter than it was cannot be read behind its end. Nor
 * is it written there: it would become longer, and what is lost read as zeros.
 */
static int file_page(struct file *file, u32 io, loff_t pos, void *page)
{
	size_t done = 0;
	ssize_t n;

	if (pos + MM011_PAGE_SIZE > i_size_read(file_inode(file)))
		return -EIO;
	while (done < MM011_PAGE_SIZE) {
		if (io == MM011_SWAP_IO_READ)
			n = kernel_read(file, page + done, MM011_PAGE_SIZE - done, &pos);
		else
			n = kernel_write(file, page + done, MM011_PAGE_SIZE - done, &pos);
		if (n <= 0)
			return n ? n : -EIO;
		done += n;
	}
	return 0;
}

static int host_swap_page(struct mm011_machine *m, u32 io, u32 nr, void *page)
{
	const struct swap_space *space = m->swap.device;
	loff_t pos = (loff_t)nr * MM011_PAGE_SIZE;

	assert_held(m);
	if (space->file)
		return file_page(space->file, io, pos, page);
	if (io == MM011_SWAP_IO_READ)
		memcpy(page, space->memory + pos, MM011_PAGE_SIZE);
	else
		memcpy(space->memory + pos, page, MM011_PAGE_SIZE);
	return 0;
}

static int host_sleep(struct mm011_machine *m, const struct mm011_swap_request *request)
{
	return mm011_sleepers_sleep(to_box(m), request);
}

/* zlib inverts before and after, the kernel's function does not */
static u32 host_crc32(u32 crc, const void *p, size_t len)
{
	return ~crc32_le(~crc, p, len);
}

const struct mm011_host mm011_host = {
	.open = host_open,
	.release = host_release,
	.read_block = host_read_block,
	.swap_file = host_swap_file,
	.swap_memory = host_swap_memory,
	.swap_off = host_swap_off,
	.swap_page = host_swap_page,
	.sleep = host_sleep,
	.crc32 = host_crc32,
};
