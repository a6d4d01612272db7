// SPDX-License-Identifier: GPL-2.0
/*
 * What a machine asks of the outside: the file that a descriptor names, its
 * blocks, and zlib's checksum.
 */

#include <linux/crc32.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kdev_t.h>
#include <linux/lockdep.h>
#include <linux/magic.h>
#include <linux/stat.h>

#include "machine.h"

static void assert_held(struct mm011_machine *m)
{
	lockdep_assert_held(&container_of(m, struct mm011_box, m)->lock);
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

/* zlib inverts before and after, the kernel's function does not */
static u32 host_crc32(u32 crc, const void *p, size_t len)
{
	return ~crc32_le(~crc, p, len);
}

const struct mm011_host mm011_host = {
	.open = host_open,
	.release = host_release,
	.read_block = host_read_block,
	.crc32 = host_crc32,
};
