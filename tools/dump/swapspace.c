// SPDX-License-Identifier: GPL-2.0
/*
 * The swap space of a dump of 0.12: which pages are out, and where they are. The memory
 * has entries and bitmap; the pages themselves are in a file of their own, which is copied:
 * a machine writes to its swap space.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <linux/kernel.h>

#include "ctl/files.h"
#include "dump/dump.h"

#define LEAST_PAGES 25u		/* init_swapping() wants 100 KB */

static bool is_free(const struct dump *d, u32 nr)
{
	return dump_word(d, d->bitmap + nr / 32 * 4) >> nr % 32 & 1;
}

/**
 * dump_see_swapped() - an entry that is not present: is it one of a swap page?
 * @d: a dump
 * @linear: the address that it maps
 * @entry: the entry, not 0
 */
void dump_see_swapped(struct dump *d, u32 linear, u32 entry)
{
	u32 nr = entry >> 1;

	if (d->layout->kernel != MM011_KERNEL_0_12) {
		dump_contradiction(d, "linear 0x%08x: entry 0x%x: in swap page %u of a 0.12?",
				   linear, entry, nr);
		return;
	}
	d->swapped++;
	if (!d->bitmap)
		dump_contradiction(d, "linear 0x%08x is in swap page %u, without a swap_bitmap",
				   linear, nr);
	else if (nr < MM011_SWAP_BITS)
		d->swap_pages = max(d->swap_pages, nr + 1);
}

/**
 * dump_check_bitmap() - does the kernel swap, and where is its bitmap?
 * @d: a dump, its main memory known
 *
 * How large the swap space is at least, the highest page tells that is free, or that an
 * entry names: dump_see_swapped().
 */
void dump_check_bitmap(struct dump *d)
{
	u32 nr;

	if (!d->bitmap)
		return;
	if (!dump_in_main_memory(d, d->bitmap) || d->bitmap & 0xfff) {
		dump_contradiction(d, "the swap bitmap is at 0x%x, which is no page of main memory",
				   d->bitmap);
		d->bitmap = 0;
		return;
	}
	d->swap_pages = LEAST_PAGES;
	for (nr = LEAST_PAGES; nr < MM011_SWAP_BITS; nr++)
		if (is_free(d, nr))
			d->swap_pages = nr + 1;
}

/* ----------------------------------------------------------- the pages themselves */

static int failed(const char *path, const char *why)
{
	fprintf(stderr, "mm011ctl: %s: %s\n", path, why);
	return -EINVAL;
}

/* as many pages as the file has, at most as many as a bitmap has bits */
static int copy_pages(struct dump *d, int from, const char *path)
{
	u8 page[MM011_PAGE_SIZE];
	u32 nr;
	ssize_t n;

	for (nr = 0; nr < MM011_SWAP_BITS; nr++) {
		n = pread(from, page, sizeof(page), (off_t)nr * MM011_PAGE_SIZE);
		if (n < 0)
			return failed(path, strerror(errno));
		if (n < (ssize_t)sizeof(page))
			break;
		if (pwrite(d->swap_fd, page, sizeof(page), (off_t)nr * MM011_PAGE_SIZE) < n)
			return failed(path, strerror(errno));
	}
	if (nr >= d->swap_pages || d->f->force)
		return 0;
	fprintf(stderr, "mm011ctl: %s: %u pages, but the swap bitmap is one of %u\n", path, nr,
		d->swap_pages);
	return -EINVAL;
}

static int copy_file(struct dump *d)
{
	const char *path = d->f->swap;
	char why[FILES_WHY];
	int fd = files_regular(path, O_RDONLY, why);
	int err;

	if (fd < 0)
		return failed(path, why);
	if (files_is_swap_space(fd))
		err = copy_pages(d, fd, path);
	else
		err = failed(path, "no swap-space signature at the end of its first page");
	close(fd);
	return err;
}

/* 0; -EINVAL and why not: the pages that are out are needed, and so is a place for them */
static int check_file(const struct dump *d)
{
	if (d->f->swap && !d->bitmap)
		return failed(d->f->swap, d->layout->kernel == MM011_KERNEL_0_12 ?
			      "nothing is swapped: there is no swap_bitmap, or it is 0" :
			      "Linux 0.11 has no swap space");
	if (d->f->swap || !d->swapped)
		return 0;
	fprintf(stderr, "mm011ctl: %s: %u pages are in the swap space: --swap FILE names it%s\n",
		d->f->ram, d->swapped, d->f->force ? "; they become zeros" : "");
	return d->f->force ? 0 : -EINVAL;
}

/**
 * dump_open_swap() - take a copy of the swap space
 * @d: a dump without contradictions; its swap_fd is set
 *
 * Without the file and without pages that are out it is an empty one.
 *
 * Return: 0; -EINVAL and the reason is told.
 */
int dump_open_swap(struct dump *d)
{
	int err = check_file(d);

	if (err || !d->bitmap)
		return err;
	d->swap_fd = memfd_create("swap", MFD_CLOEXEC);
	if (d->swap_fd < 0 || ftruncate(d->swap_fd, (off_t)d->swap_pages * MM011_PAGE_SIZE))
		return failed("swap space", strerror(errno));
	return d->f->swap ? copy_file(d) : 0;
}

/* page 0 of the swap space: read, or written */
static bool page_0(int fd, u8 *page, bool write)
{
	ssize_t n = write ? pwrite(fd, page, MM011_PAGE_SIZE, 0) :
			    pread(fd, page, MM011_PAGE_SIZE, 0);

	return n == MM011_PAGE_SIZE;
}

static int begin_to_swap(struct target *t, const struct dump *d)
{
	struct mm011_op ops[] = {
		{ .code = MM011_OP_MEM_INIT, .arg = { d->bitmap, d->bitmap + MM011_PAGE_SIZE } },
		{ .code = MM011_OP_SWAP_FILE, .arg = { d->swap_fd } },
		{ .code = MM011_OP_INIT_SWAPPING },
	};
	int err = target_ops(t, ops, ARRAY_SIZE(ops));
	u32 i;

	for (i = 0; !err && i < ARRAY_SIZE(ops); i++)
		err = ops[i].error;
	return err || ops[2].ret == d->bitmap ? err : -EINVAL;
}

/**
 * dump_put_swap() - let a machine swap as the dump's kernel did
 * @t: a machine that has just been reset
 * @d: a dump
 *
 * The only free page is the one that the bitmap has in the dump: that is where
 * init_swapping() puts it. For a moment page 0 of the swap space is as mkswap makes it;
 * the real one may be of another size than the file. What is in memory comes afterwards.
 *
 * Return: 0 or a negative errno.
 */
int dump_put_swap(struct target *t, const struct dump *d)
{
	u8 real[MM011_PAGE_SIZE], made[MM011_PAGE_SIZE];
	int err;

	if (d->swap_fd < 0)
		return 0;
	mm011_make_swap(made, 4 * d->swap_pages);
	if (!page_0(d->swap_fd, real, false) || !page_0(d->swap_fd, made, true))
		return -EIO;
	err = begin_to_swap(t, d);
	if (!page_0(d->swap_fd, d->f->swap ? real : made, true) && !err)
		err = -EIO;
	return err;
}
