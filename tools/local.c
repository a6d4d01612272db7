// SPDX-License-Identifier: GPL-2.0
/*
 * A machine inside this process, and the outside that it asks: files through
 * descriptors, zlib's crc32().
 */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "local.h"

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

static u32 host_crc32(u32 crc, const void *p, size_t len)
{
	return crc32(crc, p, len);
}

/* files through descriptors of this process, zlib's checksum */
const struct mm011_host local_host = {
	.open = host_open,
	.release = host_release,
	.read_block = host_read_block,
	.crc32 = host_crc32,
};

/**
 * local_machine_new() - make a machine, booted with 16 MB
 *
 * Return: the machine, NULL without memory.
 */
struct mm011_machine *local_machine_new(void)
{
	static const struct mm011_reset defaults;
	struct mm011_machine *m = calloc(1, sizeof(*m));

	if (!m)
		return NULL;
	m->memory = mmap(NULL, MM011_MEMORY_SIZE, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (m->memory == MAP_FAILED) {
		free(m);
		return NULL;
	}
	m->host = &local_host;
	mm011_reset(m, &defaults);
	return m;
}

/**
 * local_machine_free() - throw a machine away
 * @m: from local_machine_new()
 */
void local_machine_free(struct mm011_machine *m)
{
	u32 slot;

	for (slot = 1; slot < MM011_NR_INODES; slot++)
		if (m->inode[slot].file)
			host_release(m, &m->inode[slot]);
	munmap(m->memory, MM011_MEMORY_SIZE);
	free(m);
}

/**
 * local_op() - do one operation, as the ioctl does
 * @m: machine
 * @op: what to do; op->data is an address in this process
 */
void local_op(struct mm011_machine *m, struct mm011_op *op)
{
	int err = mm011_check_op(op);

	if (!err) {
		mm011_do_op(m, op, (void *)(unsigned long)op->data);
		return;
	}
	mm011_refuse(op, err);
}
