// SPDX-License-Identifier: GPL-2.0
/*
 * What a machine asks of the outside: the file that a descriptor names, its
 * blocks, swap space in a file or in memory, and zlib's checksum.
 */

#include <linux/crc32.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kdev_t.h>
#include <linux/magic.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/stat.h>
#include <linux/vmalloc.h>

#include "compat.h"
#include "machine.h"

static struct mm011_instance *to_instance(struct mm011_machine *m)
{
	return container_of(m, struct mm011_instance, m);
}

/* An operation that may sleep runs in a thread; the lock is its ioctl's. */
static void assert_held(struct mm011_machine *m)
{
	lockdep_assert(mutex_is_locked(&to_instance(m)->lock));
}

/*
 * A regular file that the kernel can read on its own account. debugfs is left
 * out: a machine that reads its own directory would wait for its own lock.
 */
static bool is_program(const struct file *file)
{
	return S_ISREG(file_inode(file)->i_mode) && (file->f_mode & FMODE_READ) &&
	       file->f_op->read_iter && !file->f_op->read &&
	       file_inode(file)->i_sb->s_magic != DEBUGFS_MAGIC;
}

/* one that the kernel can also write to, where it wants to */
static bool is_swap_file(const struct file *file)
{
	return is_program(file) && (file->f_mode & FMODE_WRITE) && !(file->f_flags & O_APPEND) &&
	       !IS_APPEND(file_inode(file)) && file->f_op->write_iter && !file->f_op->write;
}

/* A description's operations may be other than those that the descriptor has. */
static struct mm011_file *open_own(struct mm011_instance *instance, struct file *theirs, int flags,
				   bool (*is_good)(const struct file *file), struct kstat *stat)
{
	struct mm011_file *file;

	if (!is_good(theirs))
		return ERR_PTR(-EACCES);
	file = mm011_file_open(instance, theirs, flags, stat);
	if (IS_ERR(file) || is_good(file->file))
		return file;
	mm011_file_close(instance, file);
	return ERR_PTR(-EACCES);
}

/*
 * What a descriptor names. -EBADF: no such descriptor; -EACCES, as 0.11 has it: no file
 * of the kind. What is the host's own, -EINTR and -ENOMEM, stays what it is.
 */
static struct mm011_file *open_fd(struct mm011_machine *m, u32 fd, int flags,
				  bool (*is_good)(const struct file *file), struct kstat *stat)
{
	struct mm011_instance *instance = to_instance(m);
	struct file *theirs = fget(fd);
	struct mm011_file *file;

	if (!theirs)
		return ERR_PTR(-EBADF);
	file = open_own(instance, theirs, flags, is_good, stat);
	fput(theirs);
	if (IS_ERR(file) && file != ERR_PTR(-EINTR) && file != ERR_PTR(-ENOMEM))
		return ERR_PTR(-EACCES);
	return file;
}

/* Inode and device are as stat(2) tells them: two files never look like one. */
static int host_open(struct mm011_machine *m, u32 fd, struct mm011_inode *inode)
{
	struct kstat stat;
	struct mm011_file *file = open_fd(m, fd, O_RDONLY, is_program, &stat);

	if (IS_ERR(file))
		return PTR_ERR(file);
	inode->number = stat.ino;
	inode->dev = new_encode_dev(stat.dev);
	inode->size = stat.size;
	inode->file = file;
	return 0;
}

static void host_release(struct mm011_machine *m, struct mm011_inode *inode)
{
	mm011_file_close(to_instance(m), inode->file);
	inode->file = NULL;
}

/* The file may have become shorter since exec; what is not there reads as 0. */
static int host_read_block(struct mm011_machine *m, const struct mm011_inode *inode,
			   u32 block, void *to)
{
	loff_t pos = (loff_t)block * MM011_BLOCK_SIZE;
	int n = mm011_file_read(to_instance(m), inode->file, pos, to, MM011_BLOCK_SIZE);

	if (n < 0)
		return n;
	memset(to + n, 0, MM011_BLOCK_SIZE - n);
	return 0;
}

/**
 * struct swap_space - what 0.12 swaps to
 * @file: a file
 * @memory: or memory
 */
struct swap_space {
	struct mm011_file *file;
	void *memory;
};

static int take_swap(struct mm011_swap_device *device, const struct swap_space *from, u32 blocks)
{
	struct swap_space *space = kmemdup(from, sizeof(*from), MM011_GFP);

	if (!space)
		return -ENOMEM;
	device->handle = space;
	device->blocks = blocks;
	return 0;
}

static int host_swap_file(struct mm011_machine *m, u32 fd, struct mm011_swap_device *device)
{
	struct kstat stat;
	struct swap_space space = { .file = open_fd(m, fd, O_RDWR, is_swap_file, &stat) };
	int err;

	if (IS_ERR(space.file))
		return PTR_ERR(space.file);
	err = take_swap(device, &space, min_t(u64, stat.size / MM011_BLOCK_SIZE, 0xffffff));
	if (err)
		mm011_file_close(to_instance(m), space.file);
	return err;
}

static int host_swap_memory(struct mm011_machine *m, u32 blocks,
			    struct mm011_swap_device *device)
{
	u32 room = blocks == MM011_NO_SIZE ? 0 : blocks;
	struct swap_space space = {
		.memory = __vmalloc((room / 4 + 1) * MM011_PAGE_SIZE, MM011_GFP | __GFP_ZERO),
	};
	int err = -ENOMEM;

	if (space.memory) {
		mm011_make_swap(space.memory, room);
		err = take_swap(device, &space, blocks);
	}
	if (err)
		vfree(space.memory);
	return err;
}

static void host_swap_off(struct mm011_machine *m, void *handle)
{
	struct swap_space *space = handle;

	if (space->file)
		mm011_file_close(to_instance(m), space->file);
	vfree(space->memory);
	kfree(space);
}

/* A file that has become shorter than it was cannot be read behind its end. */
static int file_page(struct mm011_instance *instance, struct mm011_file *file, u32 io, loff_t pos,
		     void *page)
{
	int n;

	if (io == MM011_SWAP_IO_READ)
		n = mm011_file_read(instance, file, pos, page, MM011_PAGE_SIZE);
	else
		n = mm011_file_write(instance, file, pos, page, MM011_PAGE_SIZE);
	if (n < 0)
		return n;
	return n == MM011_PAGE_SIZE ? 0 : -EIO;
}

static int host_swap_page(struct mm011_machine *m, void *handle,
			  const struct mm011_swap_request *request, void *page)
{
	const struct swap_space *space = handle;
	loff_t pos = (loff_t)request->nr * MM011_PAGE_SIZE;

	assert_held(m);
	if (space->file)
		return file_page(to_instance(m), space->file, request->io, pos, page);
	if (request->io == MM011_SWAP_IO_READ)
		memcpy(page, space->memory + pos, MM011_PAGE_SIZE);
	else
		memcpy(space->memory + pos, page, MM011_PAGE_SIZE);
	return 0;
}

static int host_pause(const struct mm011_machine *m)
{
	cond_resched();
	return mm011_killed(container_of(m, const struct mm011_instance, m)) ? -EINTR : 0;
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
	.sleep = mm011_sleepers_sleep,
	.stacks = &mm011_stacks,
	.pause = host_pause,
	.crc32 = host_crc32,
};
