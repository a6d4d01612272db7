// SPDX-License-Identifier: GPL-2.0
/*
 * A swap space for Linux 0.12: made, and taken into use.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include <linux/kernel.h>

#include "replay/explain.h"
#include "ctl/files.h"
#include "ctl/refusal.h"
#include "ctl/swapctl.h"

#define LEAST_KB 100u	/* less than that 0.12 does not take */

static int failed(const char *path, const char *why)
{
	fprintf(stderr, "mm011ctl: %s: %s\n", path, why);
	return 1;
}

static int cannot_read(const char *path, const char *why)
{
	failed(path, why);
	return 2;
}

/* the file as large as is wanted, its size in *kb; 0 or an errno */
static int size_file(int fd, u32 wanted, u64 *kb)
{
	struct stat st;

	if (wanted && ftruncate(fd, (off_t)wanted * MM011_BLOCK_SIZE))
		return errno;
	if (fstat(fd, &st))
		return errno;
	*kb = st.st_size / MM011_BLOCK_SIZE;
	return 0;
}

/* page 0; how many pages there are to swap to. A file of terabytes has no more than its bitmap. */
static int write_page_0(int fd, u64 kb, u32 *pages)
{
	u32 used_kb = min_t(u64, kb, 4 * MM011_SWAP_BITS);
	u8 page[MM011_PAGE_SIZE];
	ssize_t n;

	*pages = used_kb / 4 - 1;
	mm011_make_swap(page, used_kb);
	n = pwrite(fd, page, sizeof(page), 0);
	if (n < 0)
		return errno;
	return n == sizeof(page) ? 0 : ENOSPC;
}

static int make_swap(int fd, const char *path, u32 wanted)
{
	u64 kb = 0;
	u32 pages;
	int error = size_file(fd, wanted, &kb);

	if (!error && kb < LEAST_KB) {
		fprintf(stderr, "mm011ctl: %s: %llu KB; 0.12 wants %u or more\n", path,
			(unsigned long long)kb, LEAST_KB);
		return 1;
	}
	if (!error)
		error = write_page_0(fd, kb, &pages);
	if (error)
		return failed(path, strerror(error));
	printf("%s: swap space of %u pages, %llu KB\n", path, pages, (unsigned long long)kb);
	return 0;
}

/**
 * swapctl_mkswap() - write signature and bitmap to a file
 * @path: its name
 * @kb: its size from now on; 0: as it is
 *
 * Return: an exit status; 2 when the file cannot be opened.
 */
int swapctl_mkswap(const char *path, u32 kb)
{
	char why[FILES_WHY];
	int fd = files_regular(path, O_RDWR | (kb ? O_CREAT : 0), why);
	int status;

	if (fd < 0)
		return cannot_read(path, why);
	status = make_swap(fd, path, kb);
	if (close(fd) && !status)
		status = failed(path, strerror(errno));
	return status;
}

/* why init_swapping() has left it off. Of two reasons 0.12 says nothing. */
static const char *why_off(struct target *t, char *said, size_t room)
{
	struct mm011_swap swap;

	if (explain_said(t, said, room))
		return said;
	if (!target_swap(t, &swap) && !swap.device.blocks)
		return "its size is 0";
	return "it has no free page";
}

/* one of the two operations; 0 or an exit status, the reason told */
static int do_op(struct target *t, struct mm011_op *op)
{
	int err = target_ops(t, op, 1);
	char why[REFUSAL_ROOM];

	if (err)
		return failed("swapon", strerror(-err));
	return op->error ? failed("swapon", refusal(t, op, why)) : 0;
}

/* SWAP_DEV, and 0.12's init_swapping() on it; an exit status */
static int swapon(struct target *t, const char *what, struct mm011_op device, bool verbose)
{
	struct mm011_op init = { .code = MM011_OP_INIT_SWAPPING, .flags = MM011_OPF_EVENTS };
	char said[EXPLAIN_ROOM];
	int status = do_op(t, &device);

	if (!status)
		status = do_op(t, &init);
	if (status)
		return status;
	if (verbose)
		explain_last(t);
	if (init.ret) {
		printf("swapping to %s, bitmap in page 0x%06x\n", what, init.ret);
		return 0;
	}
	fprintf(stderr, "mm011ctl: %s: swapping stays off: %s\n", what,
		why_off(t, said, sizeof(said)));
	return 1;
}

/**
 * swapctl_swapon_file() - swap to a file
 * @t: the machine
 * @path: as swapctl_mkswap() left it
 * @verbose: tell what changes
 *
 * Return: an exit status; 2 when the file cannot be read.
 */
int swapctl_swapon_file(struct target *t, const char *path, bool verbose)
{
	char why[FILES_WHY];
	int fd = files_regular(path, O_RDWR, why);
	int status;

	if (fd < 0)
		return cannot_read(path, why);
	if (!files_is_swap_space(fd)) {
		close(fd);
		return failed(path, "Unable to find swap-space signature; mkswap writes one");
	}
	status = swapon(t, path, (struct mm011_op){ .code = MM011_OP_SWAP_FILE, .arg = { fd } },
			verbose);
	close(fd);
	return status;
}

/**
 * swapctl_swapon_memory() - swap to memory
 * @t: the machine
 * @kb: how much
 * @verbose: tell what changes
 *
 * Return: an exit status.
 */
int swapctl_swapon_memory(struct target *t, u32 kb, bool verbose)
{
	return swapon(t, "memory", (struct mm011_op){
		.code = MM011_OP_SWAP_MEMORY, .arg = { kb }
	}, verbose);
}
