// SPDX-License-Identifier: GPL-2.0
/*
 * A host of made-up files. Every call that the outside may refuse is counted,
 * and one of them is refused.
 */

#include <errno.h>
#include <linux/kernel.h>
#include <stdlib.h>
#include <zlib.h>

#include "fuzz/failing.h"

#define ZMAGIC	0413u

static struct failing *host_of(const struct mm011_machine *m)
{
	return (struct failing *)m->host;
}

static bool fails(struct failing *f)
{
	return ++f->calls == f->fail_at;
}

static int host_open(struct mm011_machine *m, u32 fd, struct mm011_inode *inode)
{
	struct failing *f = host_of(m);

	if (fails(f))
		return -EACCES;
	if (fd >= FAILING_FILES)
		return -EBADF;
	f->file[fd].holders++;
	inode->number = fd + 1;
	inode->dev = 1;
	inode->size = f->file[fd].size;
	inode->file = &f->file[fd];
	return 0;
}

static void host_release(struct mm011_machine *m, struct mm011_inode *inode)
{
	struct failing_file *file = inode->file;

	file->holders--;
	inode->file = NULL;
}

/* what is in a file behind its header */
static u8 failing_byte(u32 fd, u32 block, u32 k)
{
	return 1 + (fd * 31 + block * 7 + k) % 255;
}

/* an error leaves what it had read so far, as a disk may */
static int host_read_block(struct mm011_machine *m, const struct mm011_inode *inode, u32 block,
			   void *to)
{
	struct failing *f = host_of(m);
	const struct failing_file *file = inode->file;
	u8 *byte = to;
	__le32 word;
	u32 k;

	for (k = 0; k < MM011_BLOCK_SIZE; k++)
		byte[k] = failing_byte(file - f->file, block, k);
	for (k = 0; !block && k < FAILING_WORDS; k++) {
		word = cpu_to_le32(file->header[k]);
		memcpy(byte + 4 * k, &word, sizeof(word));
	}
	return fails(f) ? -EIO : 0;
}

/* As many pages as the machine may ask for, and not a byte more. */
static int take_swap(struct mm011_machine *m, u32 kb, int err, struct mm011_swap_device *device)
{
	u32 pages = kb == MM011_NO_SIZE || kb < 4 ? 1 : kb / 4;
	struct failing *f = host_of(m);
	u8 *memory;

	if (fails(f))
		return err;
	memory = calloc(pages, MM011_PAGE_SIZE);
	if (!memory)
		return -ENOMEM;
	mm011_make_swap(memory, kb == MM011_NO_SIZE ? 0 : kb);
	device->handle = memory;
	device->blocks = kb;
	f->swaps++;
	return 0;
}

static int host_swap_file(struct mm011_machine *m, u32 fd, struct mm011_swap_device *device)
{
	if (fd >= FAILING_FILES)
		return -EBADF;
	return take_swap(m, host_of(m)->file[fd].swap_kb, -EACCES, device);
}

static int host_swap_memory(struct mm011_machine *m, u32 blocks,
			    struct mm011_swap_device *device)
{
	return take_swap(m, blocks, -ENOMEM, device);
}

static void host_swap_off(struct mm011_machine *m, void *handle)
{
	free(handle);
	host_of(m)->swaps--;
}

static int host_swap_page(struct mm011_machine *m, void *handle,
			  const struct mm011_swap_request *request, void *page)
{
	u8 *memory = handle;

	if (fails(host_of(m)))
		return -EIO;
	memory += (size_t)request->nr * MM011_PAGE_SIZE;
	if (request->io == MM011_SWAP_IO_READ)
		memcpy(page, memory, MM011_PAGE_SIZE);
	else
		memcpy(memory, page, MM011_PAGE_SIZE);
	return 0;
}

static int host_sleep(struct mm011_machine *m, const struct mm011_swap_request *request)
{
	if (host_of(m)->sleep)
		host_of(m)->sleep(m);
	return 0;
}

static int host_pause(const struct mm011_machine *m)
{
	struct failing *f = host_of(m);

	f->breaths++;
	return f->last_breath && f->breaths >= f->last_breath ? -EINTR : 0;
}

static u32 host_crc32(u32 crc, const void *p, size_t len)
{
	return crc32(crc, p, len);
}

/**
 * failing_init() - make a host whose files are good programs
 * @f: filled in; no call fails yet
 *
 * File n has 2n + 1 pages of text, one of data and one of bss, none of them
 * whole. As swap spaces they have 400 KB, one is too small, one does not tell.
 */
void failing_init(struct failing *f)
{
	static const u32 swap_kb[FAILING_FILES] = { 400, 40, MM011_NO_SIZE, 400 };
	struct failing_file *file;
	u32 fd;

	memset(f, 0, sizeof(*f));
	f->host.open = host_open;
	f->host.release = host_release;
	f->host.read_block = host_read_block;
	f->host.swap_file = host_swap_file;
	f->host.swap_memory = host_swap_memory;
	f->host.swap_off = host_swap_off;
	f->host.swap_page = host_swap_page;
	f->host.sleep = host_sleep;
	f->host.pause = host_pause;
	f->host.crc32 = host_crc32;
	for (fd = 0; fd < FAILING_FILES; fd++) {
		file = &f->file[fd];
		file->header[0] = ZMAGIC;
		file->header[1] = (2 * fd + 1) * MM011_PAGE_SIZE - 100;
		file->header[2] = MM011_PAGE_SIZE - 200;
		file->header[3] = MM011_PAGE_SIZE - 300;
		file->swap_kb = swap_kb[fd];
		file->size = MM011_BLOCK_SIZE + file->header[1] + file->header[2];
	}
}
