// SPDX-License-Identifier: GPL-2.0
/*
 * The test rig's host: files and a swap space that are made up, and fail where
 * the test wants them to.
 */

#include <linux/container_of.h>
#include <linux/crc32.h>

#include "rig.h"

static struct rig_file *file_of(const struct mm011_inode *inode)
{
	return inode->file;
}

static int host_open(struct mm011_machine *m, u32 fd, struct mm011_inode *inode)
{
	struct rig *rig = container_of(m, struct rig, m);

	if (fd >= RIG_FILES)
		return -EBADF;
	rig->file[fd].holders++;
	inode->number = 100 + fd;
	inode->dev = 0x301;
	inode->size = rig->file[fd].size;
	inode->file = &rig->file[fd];
	return 0;
}

static void host_release(struct mm011_machine *m, struct mm011_inode *inode)
{
	file_of(inode)->holders--;
	inode->file = NULL;
}

/* what stands in a file behind its header, unlike what the core makes up */
u8 rig_file_byte(u32 block, u32 k)
{
	return block * 13 + k * 3 + 5;
}

static int host_read_block(struct mm011_machine *m, const struct mm011_inode *inode,
			   u32 block, void *to)
{
	const struct rig_file *file = file_of(inode);
	u8 *bytes = to;
	u32 k;

	if (container_of(m, struct rig, m)->dead)
		return -EINTR;
	if (block == file->bad_block) {
		memset(to, 0xee, MM011_BLOCK_SIZE);
		return -EIO;
	}
	for (k = 0; k < MM011_BLOCK_SIZE; k++)
		bytes[k] = (u64)block * MM011_BLOCK_SIZE + k < file->size ?
			   rig_file_byte(block, k) : 0;
	for (k = 0; block == 0 && k < sizeof(file->header); k++)
		bytes[k] = file->header[k / 4] >> (k % 4 * 8);
	return 0;
}

static u32 host_crc32(u32 crc, const void *p, size_t len)
{
	return ~crc32_le(~crc, p, len);
}

static void host_told(struct mm011_machine *m, const struct mm011_event *event)
{
	container_of(m, struct rig, m)->told++;
}

static int host_swap_memory(struct mm011_machine *m, u32 blocks,
			    struct mm011_swap_device *device)
{
	struct rig *rig = container_of(m, struct rig, m);

	if (blocks == 13)	/* no size that a test would mean */
		return -ENOMEM;
	KUNIT_EXPECT_FALSE(rig->test, rig->swap.open);
	rig->swap.open = true;
	memset(rig->swap_page, 0, RIG_SWAP * 4096);
	mm011_make_swap(rig->swap_page, blocks);
	device->handle = rig->swap_page;
	device->blocks = blocks;
	return 0;
}

/* file descriptor 3 is 25 pages that mkswap has not seen */
static int host_swap_file(struct mm011_machine *m, u32 fd, struct mm011_swap_device *device)
{
	int err = fd == 3 ? host_swap_memory(m, 100, device) : -EBADF;

	if (!err)
		memset(container_of(m, struct rig, m)->swap_page, 0, 4096);
	return err;
}

static void host_swap_off(struct mm011_machine *m, void *handle)
{
	struct rig *rig = container_of(m, struct rig, m);

	if (rig->test)
		KUNIT_EXPECT_TRUE(rig->test, rig->swap.open);
	rig->swap.open = false;
}

static int host_swap_page(struct mm011_machine *m, void *handle,
			  const struct mm011_swap_request *request, void *page)
{
	struct rig *rig = container_of(m, struct rig, m);
	u32 nr = request->nr;

	KUNIT_EXPECT_TRUE(rig->test, rig->swap.open);
	if (nr >= RIG_SWAP) {
		KUNIT_FAIL(rig->test, "swap page %u is asked for, which is not there", nr);
		return -ENXIO;
	}
	if (rig->dead)
		return -EINTR;
	if (++rig->swap.io == rig->swap.fail) {
		if (request->io == MM011_SWAP_IO_READ)
			memset(page, 0xee, 2048);	/* half of it came */
		return -EIO;
	}
	if (request->io == MM011_SWAP_IO_READ)
		memcpy(page, rig->swap_page + nr * 4096, 4096);
	else
		memcpy(rig->swap_page + nr * 4096, page, 4096);
	return 0;
}

/* the others run here and now, on the sleeper's stack; one of them may sleep, too */
static int host_sleep(struct mm011_machine *m, const struct mm011_swap_request *request)
{
	struct rig_swap *swap = &container_of(m, struct rig, m)->swap;
	void (*meanwhile)(struct kunit *test) = swap->meanwhile;

	swap->sleeps++;
	swap->meanwhile = NULL;
	if (meanwhile)
		meanwhile(container_of(m, struct rig, m)->test);
	return 0;
}

static int host_pause(const struct mm011_machine *m)
{
	struct rig *rig = container_of((struct mm011_machine *)m, struct rig, m);

	rig->pauses++;
	return rig->kill_at && rig->pauses >= rig->kill_at ? -EINTR : 0;
}

const struct mm011_host rig_host = {
	.open = host_open,
	.release = host_release,
	.read_block = host_read_block,
	.swap_file = host_swap_file,
	.swap_memory = host_swap_memory,
	.swap_off = host_swap_off,
	.swap_page = host_swap_page,
	.sleep = host_sleep,
	.pause = host_pause,
	.crc32 = host_crc32,
	.on_event = host_told,
};
