// SPDX-License-Identifier: GPL-2.0
/*
 * A swap space for Linux 0.12: made, and taken into use.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "explain.h"
#include "swapctl.h"

static int failed(const char *path, int error)
{
	fprintf(stderr, "mm011ctl: %s: %s\n", path, strerror(error));
	return 1;
}

/* the file as large as is wanted, its size in *kb; 0 or an errno */
static int size_file(int fd, u32 *kb)
{
	struct stat st;

	if (*kb && ftruncate(fd, (off_t)*kb * MM011_BLOCK_SIZE))
		return errno;
	if (fstat(fd, &st))
		return errno;
	*kb = st.st_size / MM011_BLOCK_SIZE;
	return S_ISREG(st.st_mode) ? 0 : EACCES;
}

/**
 * swapctl_mkswap() - write signature and bitmap to a file
 * @path: its name
 * @kb: its size from now on; 0: as it is
 *
 * Return: an exit status.
 */
int swapctl_mkswap(const char *path, u32 kb)
{
	int fd = open(path, O_RDWR | O_CLOEXEC | (kb ? O_CREAT : 0), 0600);
	u8 page[MM011_PAGE_SIZE];
	int error;

	if (fd < 0)
		return failed(path, errno);
	error = size_file(fd, &kb);
	mm011_make_swap(page, kb);
	if (!error && kb < 100)
		error = ENOSPC;
	if (!error && pwrite(fd, page, sizeof(page), 0) != sizeof(page))
		error = errno ? errno : EIO;
	if (close(fd) && !error)
		error = errno;
	if (error == ENOSPC)
		fprintf(stderr, "mm011ctl: %s: %u KB; 0.12 wants 100 or more\n", path, kb);
	if (error)
		return error == ENOSPC ? 1 : failed(path, error);
	printf("%s: swap space of %u pages, %u KB\n", path,
	       kb / 4 > MM011_SWAP_BITS ? MM011_SWAP_BITS - 1 : kb / 4 - 1, kb);
	return 0;
}

/* SWAP_DEV, and 0.12's init_swapping() on it; an exit status */
static int swapon(struct target *t, const char *what, struct mm011_op device)
{
	struct mm011_op init = { .code = MM011_OP_INIT_SWAPPING, .flags = MM011_OPF_EVENTS };
	int err = target_ops(t, &device, 1);

	if (!err)
		err = device.error;
	if (!err)
		err = target_ops(t, &init, 1);
	if (!err)
		err = init.error;
	if (err == -EOPNOTSUPP) {
		fputs("mm011ctl: Linux 0.11 cannot swap: reset --kernel 0.12\n", stderr);
		return 1;
	}
	if (err)
		return failed(what, -err);
	if (init.ret) {
		printf("swapping to %s, bitmap in page 0x%06x\n", what, init.ret);
		return 0;
	}
	fprintf(stderr, "mm011ctl: %s: swapping stays off:\n", what);
	explain_last(t);
	return 1;
}

/**
 * swapctl_swapon_file() - swap to a file
 * @t: the machine
 * @path: as swapctl_mkswap() left it
 *
 * Return: an exit status.
 */
int swapctl_swapon_file(struct target *t, const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	int status;

	if (fd < 0)
		return failed(path, errno);
	status = swapon(t, path, (struct mm011_op){ .code = MM011_OP_SWAP_FILE, .arg = { fd } });
	close(fd);
	return status;
}

/**
 * swapctl_swapon_memory() - swap to memory
 * @t: the machine
 * @kb: how much
 *
 * Return: an exit status.
 */
int swapctl_swapon_memory(struct target *t, u32 kb)
{
	return swapon(t, "memory", (struct mm011_op){
		.code = MM011_OP_SWAP_MEMORY, .arg = { kb }
	});
}
