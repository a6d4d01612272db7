// SPDX-License-Identifier: GPL-2.0
/*
 * Files of the host that are made up. Behind the header stands what stands in a
 * program that has no file, so that the reference needs no files.
 */

#include <errno.h>
#include <linux/kernel.h>

#include "local.h"
#include "madeup.h"

#define ZMAGIC	0413u
#define SIZE	(1ull << 40)	/* no page is behind the end */

static const struct madeup_file files[MADEUP_FILES] = {
	{ .number = 1000, .magic = ZMAGIC, .text = 5000, .data = 3000, .bss = 900, .swap_kb = 400 },
	{ .number = 1001, .magic = ZMAGIC, .text = 0x4000, .entry = 0x20, .swap_kb = 40 },
	{ .number = 1002, .magic = ZMAGIC + 1, .text = 5000, .swap_kb = MM011_NO_SIZE },
	{ .number = 1003, .unreadable = true },
};

/**
 * madeup_file() - a file
 * @fd: its descriptor
 *
 * Return: the file, NULL when there is none.
 */
const struct madeup_file *madeup_file(u32 fd)
{
	return fd < MADEUP_FILES ? &files[fd] : NULL;
}

static int host_open(struct mm011_machine *m, u32 fd, struct mm011_inode *inode)
{
	if (fd >= MADEUP_FILES)
		return -EBADF;
	inode->number = files[fd].number;
	inode->dev = 0;
	inode->size = SIZE;
	inode->file = (void *)&files[fd];
	return 0;
}

static void host_release(struct mm011_machine *m, struct mm011_inode *inode)
{
	inode->file = NULL;
}

static int host_read_block(struct mm011_machine *m, const struct mm011_inode *inode, u32 block,
			   void *to)
{
	const struct madeup_file *file = inode->file;
	const u32 header[] = { file->magic, file->text, file->data, file->bss, 0, file->entry, 0, 0 };
	u8 *byte = to;
	u32 k;

	if (!block && file->unreadable)
		return -EIO;
	for (k = 0; k < MM011_BLOCK_SIZE; k++)
		byte[k] = file->number * 31 + block * 7 + k;
	if (!block)
		memcpy(to, header, sizeof(header));
	return 0;
}

static int host_swap_file(struct mm011_machine *m, u32 fd)
{
	if (fd >= MADEUP_FILES)
		return -EBADF;
	return files[fd].swap_kb ? local_host.swap_memory(m, files[fd].swap_kb) : -EACCES;
}

/**
 * madeup_host() - let a host have these files
 * @host: a copy of local_host
 */
void madeup_host(struct mm011_host *host)
{
	host->open = host_open;
	host->release = host_release;
	host->read_block = host_read_block;
	host->swap_file = host_swap_file;
}
