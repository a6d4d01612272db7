/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The 1st, 2nd, ... place where the host's kernel can fail in what this thread
 * asks of it: an allocation, a page, a copy from or to the user. One of them
 * fails, once; the kernel's Documentation/fault-injection tells how.
 */
#ifndef _FAIL_NTH_H
#define _FAIL_NTH_H

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static inline int fail_nth_knob(const char *name, const char *value)
{
	char path[96];
	int fd, written;

	snprintf(path, sizeof(path), "/sys/kernel/debug/%s", name);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	written = write(fd, value, 1);
	close(fd);
	return written == 1 ? 0 : -1;
}

/* what may fail, all of it, and quietly: a report is for faults */
static inline int fail_nth_set_up(void)
{
	static const char * const knobs[][2] = {
		{ "failslab/ignore-gfp-wait", "N" },
		{ "failslab/verbose", "0" },
		{ "fail_page_alloc/ignore-gfp-wait", "N" },
		{ "fail_page_alloc/ignore-gfp-highmem", "N" },
		{ "fail_page_alloc/min-order", "0" },
		{ "fail_page_alloc/verbose", "0" },
		{ "fail_usercopy/verbose", "0" },
		{ NULL }
	};
	int i;

	for (i = 0; knobs[i][0]; i++)
		if (fail_nth_knob(knobs[i][0], knobs[i][1]))
			return -1;
	return open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
}

/*
 * Arms the failure: between here and fail_nth_end() the nth place fails.
 * The number itself is copied from the user, but not yet counted.
 */
static inline int fail_nth_begin(int fd, unsigned int nth)
{
	char number[16];
	int len = snprintf(number, sizeof(number), "%u", nth);

	return pwrite(fd, number, len, 0) == len ? 0 : -1;
}

/*
 * Disarms it; 1: it had failed, 0: there are not so many places. To read the
 * number and to write 0 has places, too: when one of those fails, those before
 * did not.
 */
static inline int fail_nth_end(int fd)
{
	char number[16] = "";
	int failed = pread(fd, number, sizeof(number) - 1, 0) > 0 && atoi(number) == 0;

	while (pwrite(fd, "0", 1, 0) != 1)
		if (errno != EFAULT && errno != ENOMEM)
			abort();
	return failed;
}

#define FAIL_NTH_MANY 1000000u	/* more places than there are */
#define FAIL_NTH_EACH 400u	/* at either end, where each of them fails */
#define FAIL_NTH_STRIDE 41u	/* of those between */

/* disarms it, too: how many places there were since fail_nth_begin(fd, FAIL_NTH_MANY) */
static inline unsigned int fail_nth_count(int fd)
{
	char number[16] = "";
	unsigned int left = 0;

	if (pread(fd, number, sizeof(number) - 1, 0) > 0)
		left = atoi(number);
	fail_nth_end(fd);
	return FAIL_NTH_MANY - left;
}

/* are there so many places that some are left out? */
static inline int fail_nth_leaves_out(unsigned int places)
{
	return places > 2 * FAIL_NTH_EACH + FAIL_NTH_STRIDE;
}

/*
 * Where there are thousands, nearly all are the same one: the single pages of a machine's
 * memory, each charged to whoever asks. Without them, every other place has its turn: an
 * object, pages in a row, a copy from or to the user.
 */
static inline int fail_nth_single_pages(int may_fail)
{
	return fail_nth_knob("fail_page_alloc/min-order", may_fail ? "0" : "1");
}

/* The next place to fail: of those in the middle, where there are many, some. */
static inline unsigned int fail_nth_next(unsigned int nth, unsigned int places)
{
	if (nth < FAIL_NTH_EACH || nth + FAIL_NTH_STRIDE + FAIL_NTH_EACH > places)
		return nth + 1;
	return nth + FAIL_NTH_STRIDE;
}

#endif /* _FAIL_NTH_H */
