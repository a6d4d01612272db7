// SPDX-License-Identifier: GPL-2.0
/*
 * Files of the host that are made up. Behind the header stands what stands in a
 * program that has no file, so that the reference needs none. And swap spaces
 * for a few machines, each at a place of its own that stays where it is.
 */

#include <errno.h>
#include <linux/kernel.h>
#include <sys/mman.h>

#include "fuzz/madeup.h"

#define ZMAGIC		0413u
#define SIZE		0x10000000000ull	/* no page is behind the end */
#define MACHINES	4u

static struct madeup_file files[MADEUP_FILES] = {
	{ MADEUP_FIRST, { ZMAGIC, 5000, 3000, 900 }, .size = SIZE, .swap_kb = 400 },
	{ MADEUP_FIRST + 1, { ZMAGIC, 0x4000, [MADEUP_ENTRY] = 0x20 }, .size = SIZE,
	  .swap_kb = 40 },
	{ MADEUP_FIRST + 2, { ZMAGIC + 1, 5000 }, .size = SIZE, .swap_kb = MM011_NO_SIZE },
	{ MADEUP_FIRST + 3, .unreadable = true },
};

static struct {
	struct mm011_machine *m;
	u8 *space;
} swaps[MACHINES];

/**
 * madeup_file() - a file
 * @fd: its descriptor
 *
 * Return: the file, which may be changed; NULL when there is none.
 */
struct madeup_file *madeup_file(u32 fd)
{
	return fd < MADEUP_FILES ? &files[fd] : NULL;
}

/**
 * madeup_swap_space() - the place of a machine's swap space
 * @m: machine
 *
 * Return: room for MM011_MAX_SWAP_KB, which is never freed; NULL without memory.
 */
void *madeup_swap_space(struct mm011_machine *m)
{
	u32 i;

	for (i = 0; i < MACHINES && swaps[i].m && swaps[i].m != m; i++)
		;
	if (i < MACHINES && !swaps[i].m) {
		swaps[i].m = m;
		swaps[i].space = mmap(NULL, MM011_MAX_SWAP_KB * 1024, PROT_READ | PROT_WRITE,
				      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	}
	return i < MACHINES && swaps[i].space != MAP_FAILED ? swaps[i].space : NULL;
}

static int host_open(struct mm011_machine *m, u32 fd, struct mm011_inode *inode)
{
	if (fd >= MADEUP_FILES)
		return -EBADF;
	inode->number = files[fd].number;
	inode->dev = 0;
	inode->size = files[fd].size;
	inode->file = &files[fd];
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
	u8 *byte = to;
	u32 k;

	if (!block && file->unreadable)
		return -EIO;
	for (k = 0; k < MM011_BLOCK_SIZE; k++)
		byte[k] = file->number * 31 + block * 7 + k;
	if (!block)
		memcpy(to, file->header, sizeof(file->header));
	return 0;
}

static int host_swap_memory(struct mm011_machine *m, u32 blocks,
			    struct mm011_swap_device *device)
{
	u32 room = blocks == MM011_NO_SIZE ? 0 : blocks;
	u8 *space = madeup_swap_space(m);

	if (!space)
		return -ENOMEM;
	memset(space, 0, max(room / 4 * MM011_PAGE_SIZE, MM011_PAGE_SIZE));
	mm011_make_swap(space, room);
	device->handle = space;
	device->blocks = blocks;
	return 0;
}

static int host_swap_file(struct mm011_machine *m, u32 fd, struct mm011_swap_device *device)
{
	if (fd >= MADEUP_FILES)
		return -EBADF;
	if (!files[fd].swap_kb)
		return -EACCES;
	return host_swap_memory(m, files[fd].swap_kb, device);
}

static void host_swap_off(struct mm011_machine *m, void *handle)
{
	/* it stays for the next one */
}

static int host_swap_page(struct mm011_machine *m, void *handle,
			  const struct mm011_swap_request *request, void *page)
{
	u8 *at = (u8 *)handle + (size_t)request->nr * MM011_PAGE_SIZE;

	if (request->io == MM011_SWAP_IO_READ)
		memcpy(page, at, MM011_PAGE_SIZE);
	else
		memcpy(at, page, MM011_PAGE_SIZE);
	return 0;
}

/**
 * madeup_host() - let a host have these files and swap spaces
 * @host: a copy of local_host
 */
void madeup_host(struct mm011_host *host)
{
	host->open = host_open;
	host->release = host_release;
	host->read_block = host_read_block;
	host->swap_file = host_swap_file;
	host->swap_memory = host_swap_memory;
	host->swap_off = host_swap_off;
	host->swap_page = host_swap_page;
}
