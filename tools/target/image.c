// SPDX-License-Identifier: GPL-2.0
/*
 * Images of a machine: its state, its memory, what is behind mem_map[], and its swap
 * space, in pages. A page that is the same in the image before is not copied but used
 * once more; one of zeros is none.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "target/image.h"
#include "target/local.h"

struct page {
	u32 users;
	u8 bytes[MM011_PAGE_SIZE];
};

struct image {
	bool has_swap;
	u32 swap_blocks;
	u32 count;
	struct page *page[];	/* NULL: all zeros */
};

/* what an image is of: the parts of a machine, one behind another */
#define PARTS 4
struct parts {
	struct {
		u8 *at;
		size_t len;
	} part[PARTS];
};

static struct parts parts_of(const struct mm011_machine *m)
{
	struct parts parts = { {
		{ (u8 *)m, mm011_machine_size() },
		{ m->memory, m->memory_size },
		{ m->store, m->store_size },
	} };

	parts.part[3].at = local_swap_memory(m, &parts.part[3].len);
	return parts;
}

static u32 pages_of(size_t len)
{
	return (len + MM011_PAGE_SIZE - 1) / MM011_PAGE_SIZE;
}

static u32 count_pages(const struct parts *parts)
{
	u32 i, n = 0;

	for (i = 0; i < PARTS; i++)
		n += pages_of(parts->part[i].len);
	return n;
}

/* the bytes of a page of all of them; how many there are goes to *len */
static u8 *page_at(const struct parts *parts, u32 nr, size_t *len)
{
	size_t at;
	u32 i = 0;

	for ( ; nr >= pages_of(parts->part[i].len); i++)
		nr -= pages_of(parts->part[i].len);
	at = (size_t)nr * MM011_PAGE_SIZE;
	*len = min_t(size_t, parts->part[i].len - at, MM011_PAGE_SIZE);
	return parts->part[i].at + at;
}

static bool is_same(const struct page *page, const u8 *bytes, size_t len)
{
	static const u8 zeros[MM011_PAGE_SIZE];

	return !memcmp(page ? page->bytes : zeros, bytes, len);
}

/* Return: whether there was memory for it */
static bool keep_page(struct image_store *store, struct page **to, struct page *before,
		      const u8 *bytes, size_t len)
{
	if (is_same(before, bytes, len)) {
		*to = before;
		if (before)
			before->users++;
		return true;
	}
	if (is_same(NULL, bytes, len))
		return true;
	*to = calloc(1, sizeof(**to));
	if (!*to)
		return false;
	store->bytes += sizeof(**to);
	(*to)->users = 1;
	memcpy((*to)->bytes, bytes, len);
	return true;
}

static bool has_files(const struct mm011_machine *m)
{
	const struct linux01x *k = linux01x(m);
	u32 slot;

	for (slot = 0; slot < MM011_NR_INODES; slot++)
		if (k->inode[slot].file)
			return true;
	return k->swap.device.handle && !local_swap_memory(m, &(size_t){ 0 });
}

static int fill(struct image_store *store, struct image *image, const struct parts *parts,
		const struct image *before)
{
	struct page *was;
	size_t len;
	u8 *bytes;
	u32 i;

	for (i = 0; i < image->count; i++) {
		bytes = page_at(parts, i, &len);
		was = before && i < before->count ? before->page[i] : NULL;
		if (!keep_page(store, &image->page[i], was, bytes, len))
			return -ENOMEM;
	}
	return 0;
}

/**
 * image_take() - remember how a machine is
 * @store: what all images take together is counted there
 * @m: a machine from local_machine_new()
 * @before: an image of it that may be much the same, or NULL
 * @image: where the image goes; image_free() gives it up
 *
 * Return: 0; -EBUSY while an operation sleeps, as its stack is a thread's; -EOPNOTSUPP when
 * the machine has files of the host; -ENOMEM.
 */
int image_take(struct image_store *store, const struct mm011_machine *m,
	       const struct image *before, struct image **image)
{
	struct parts parts = parts_of(m);
	u32 count = count_pages(&parts);
	struct image *new;
	int err;

	if (m->asleep)
		return -EBUSY;
	if (has_files(m))
		return -EOPNOTSUPP;
	new = calloc(1, sizeof(*new) + count * sizeof(new->page[0]));
	if (!new)
		return -ENOMEM;
	new->has_swap = linux01x(m)->swap.device.handle;
	new->swap_blocks = linux01x(m)->swap.device.blocks;
	new->count = count;
	store->bytes += sizeof(*new) + count * sizeof(new->page[0]);
	err = fill(store, new, &parts, before);
	if (err)
		image_free(store, new);
	else
		*image = new;
	return err;
}

static void put_back(const struct image *image, const struct parts *parts)
{
	const struct page *page;
	size_t len;
	u8 *bytes;
	u32 i;

	for (i = 0; i < image->count; i++) {
		page = image->page[i];
		bytes = page_at(parts, i, &len);
		if (is_same(page, bytes, len))
			continue;
		if (page)
			memcpy(bytes, page->bytes, len);
		else
			memset(bytes, 0, len);
	}
}

/**
 * image_restore() - let a machine be as it was
 * @image: an image
 * @m: the machine that it is of
 *
 * Operations that sleep end; swap space that there was is made anew.
 *
 * Return: 0; -ENOMEM, and the machine is as before.
 */
int image_restore(const struct image *image, struct mm011_machine *m)
{
	struct mm011_swap_device device = { 0 };
	struct parts parts;
	int err = 0;

	if (image->has_swap)
		err = m->host->swap_memory(m, image->swap_blocks, &device);
	if (err)
		return err;
	local_calm(m);
	m->kernel->release(m);
	/* its pages are those of the image's device, which is gone */
	linux01x(m)->swap.device = device;
	parts = parts_of(m);
	put_back(image, &parts);
	linux01x(m)->swap.device = device;
	return 0;
}

/**
 * image_free() - give an image up
 * @store: as for image_take()
 * @image: the image
 */
void image_free(struct image_store *store, struct image *image)
{
	struct page *page;
	u32 i;

	for (i = 0; i < image->count; i++) {
		page = image->page[i];
		if (!page || --page->users)
			continue;
		store->bytes -= sizeof(*page);
		free(page);
	}
	store->bytes -= sizeof(*image) + image->count * sizeof(image->page[0]);
	free(image);
}
