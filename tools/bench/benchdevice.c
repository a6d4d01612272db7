// SPDX-License-Identifier: GPL-2.0
/*
 * Through the device: what the way through ioctl() adds to operations. The
 * same array goes in turns to /dev/mm011 and to mm011_bench.ko, which does it
 * inside the kernel. Runs where kernel code runs at its own speed.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <linux/kernel.h>

#include "bench/bench.h"

#define ARRAY		1024u
#define SAMPLES		301u
#define EMPTY		_IO(MM011_IOC_TYPE, 0x7f)	/* no command of the device's */
#define FATHER		1u
#define CHILD		2u

struct device {
	int fd;
	int inside;		/* mm011_bench.ko */
};

static u32 word = 1;		/* what tasks write */

static double ioctl_ns(const struct device *d, struct mm011_op *ops, u32 count)
{
	struct mm011_ops array = {
		.size = sizeof(array), .count = count, .ops = (unsigned long)ops,
		.op_size = sizeof(*ops)
	};
	u64 from = bench_now();

	if (ioctl(d->fd, MM011_IOC_OPS, &array) || ops[0].error || ops[count - 1].error) {
		fprintf(stderr, "bench: /dev/mm011: %s, operation %u: error %d\n", strerror(errno),
			array.done, ops[count - 1].error);
		exit(2);
	}
	return bench_ns(from, bench_now());
}

static double inside_ns(const struct device *d, const struct mm011_op *ops, u32 count)
{
	char text[24] = "";

	if (pwrite(d->inside, ops, count * sizeof(*ops), 0) < 0 ||
	    pread(d->inside, text, sizeof(text) - 1, 0) < 0) {
		fprintf(stderr, "bench: mm011_bench: %s\n", strerror(errno));
		exit(2);
	}
	return strtod(text, NULL);
}

static double empty_ns(const struct device *d)
{
	u64 from = bench_now();

	ioctl(d->fd, EMPTY, NULL);
	return bench_ns(from, bench_now());
}

/* ------------------------------------------------------------- the arrays */

static struct mm011_op op(u32 code, u32 task, u32 a)
{
	return (struct mm011_op){ .code = code, .task = task, .arg = { a } };
}

static struct mm011_op write_op(u32 task, u32 address)
{
	struct mm011_op o = op(MM011_OP_WRITE, task, address);

	o.len = sizeof(word);
	o.data = (unsigned long)&word;
	return o;
}

/* get_free_page() and free_page() of the last page, in turns */
static void fill_pages(struct mm011_op *ops)
{
	u32 i;

	for (i = 0; i < ARRAY; i += 2) {
		ops[i] = op(MM011_OP_GET_FREE_PAGE, 0, 0);
		ops[i + 1] = op(MM011_OP_FREE_PAGE, 0, MM011_MEMORY_SIZE - MM011_PAGE_SIZE);
	}
}

/* the small process forks, its child writes all its pages and ends */
static void fill_lives(struct mm011_op *ops)
{
	u32 i, page;

	for (i = 0; i + BENCH_PAGES + 3 <= ARRAY; ) {
		ops[i++] = op(MM011_OP_FORK, FATHER, 0);
		for (page = 0; page < BENCH_PAGES; page++)
			ops[i++] = write_op(CHILD, bench_page(page));
		ops[i++] = op(MM011_OP_EXIT, CHILD, 0);
		ops[i] = op(MM011_OP_WAITPID, FATHER, ~0u);
		ops[i++].flags = MM011_OPF_NO_STATUS;
	}
	while (i < ARRAY)
		ops[i++] = op(MM011_OP_NONE, 0, 0);
}

static void fill_nothing(struct mm011_op *ops)
{
	u32 i;

	for (i = 0; i < ARRAY; i++)
		ops[i] = op(MM011_OP_NONE, 0, 0);
}

/* both machines have the small process as task 1 */
static void make_process(const struct device *d)
{
	struct mm011_op ops[BENCH_PAGES + 1] = { op(MM011_OP_SET_TASK, FATHER, 0x4000000) };
	u32 i;

	ops[0].arg[6] = FATHER;
	for (i = 0; i < BENCH_PAGES; i++)
		ops[i + 1] = write_op(FATHER, bench_page(i));
	ioctl_ns(d, ops, ARRAY_SIZE(ops));
	inside_ns(d, ops, ARRAY_SIZE(ops));
}

/* ------------------------------------------------------------ measurements */

enum { OURS, INSIDE, EVENTS, EMPTY_IOCTL, SERIES };

static double samples[SERIES][SAMPLES];

/* each operation, ns; the same array with events, too */
static void measure_array(const struct device *d, struct mm011_op *ops)
{
	u32 i, k;

	for (i = 0; i < SAMPLES; i++) {
		samples[OURS][i] = ioctl_ns(d, ops, ARRAY) / ARRAY;
		samples[INSIDE][i] = inside_ns(d, ops, ARRAY) / ARRAY;
		for (k = 0; k < ARRAY; k++)
			ops[k].flags |= MM011_OPF_EVENTS;
		samples[EVENTS][i] = ioctl_ns(d, ops, ARRAY) / ARRAY;
		for (k = 0; k < ARRAY; k++)
			ops[k].flags &= ~MM011_OPF_EVENTS;
	}
}

static double median_of(u32 series, double *least)
{
	double sorted[SAMPLES];
	double median;

	memcpy(sorted, samples[series], sizeof(sorted));
	median = bench_median(sorted, SAMPLES);
	*least = sorted[0];
	return median;
}

/* one series against another, sample by sample */
static struct bench_row compare(const char *name, u32 ours, u32 reference, double goal)
{
	struct bench_row row = {
		.name = name, .group = 6, .unit = BENCH_TIMES, .goal = goal
	};
	double ratios[SAMPLES];
	u32 i;

	for (i = 0; i < SAMPLES; i++)
		ratios[i] = samples[ours][i] / samples[reference][i];
	row.result.ratio = bench_median(ratios, SAMPLES);
	row.result.ours = median_of(ours, &row.result.ours_least);
	row.result.reference = median_of(reference, &row.result.reference_least);
	return row;
}

static u32 array_rows(const struct device *d, struct bench_row *rows)
{
	static struct mm011_op ops[ARRAY];
	u32 n = 0;

	fill_pages(ops);
	measure_array(d, ops);
	rows[n++] = compare("ioctl, 1024 of get_free_page, free_page", OURS, INSIDE, 1.1);
	rows[n++] = compare("ioctl, pages: events on against off", EVENTS, OURS, 2);
	fill_lives(ops);
	measure_array(d, ops);
	rows[n++] = compare("ioctl, 1024 of fork, write, exit, wait", OURS, INSIDE, 1.1);
	rows[n++] = compare("ioctl, fork: events on against off", EVENTS, OURS, 2);
	fill_nothing(ops);
	measure_array(d, ops);
	rows[n++] = compare("ioctl, 1024 of nothing", OURS, INSIDE, 0);
	return n;
}

/* get_free_page() and free_page() alone, less what they take inside */
static u32 single_row(const struct device *d, struct bench_row *row)
{
	static struct mm011_op ops[ARRAY];
	u32 i;

	fill_pages(ops);
	for (i = 0; i < SAMPLES; i++) {
		samples[EMPTY_IOCTL][i] = empty_ns(d);
		samples[OURS][i] = (ioctl_ns(d, &ops[0], 1) + ioctl_ns(d, &ops[1], 1)) / 2 -
				   inside_ns(d, ops, ARRAY) / ARRAY;
	}
	*row = compare("ioctl, one operation, less its work", OURS, EMPTY_IOCTL, 1);
	return 1;
}

/**
 * bench_device() - what the way through the device costs
 * @rows: filled in
 *
 * Return: how many rows there are; 0 without a device or mm011_bench.ko.
 */
u32 bench_device(struct bench_row *rows)
{
	struct mm011_reset reset = { .size = sizeof(reset) };
	struct device d;
	u32 n;

	d.fd = open("/dev/mm011", O_RDWR);
	d.inside = open("/sys/kernel/debug/mm011_bench", O_RDWR);
	if (d.fd < 0 || d.inside < 0 || ioctl(d.fd, MM011_IOC_RESET, &reset)) {
		fprintf(stderr, "bench: no /dev/mm011, or no mm011_bench.ko: %s\n",
			strerror(errno));
		return 0;
	}
	make_process(&d);
	n = array_rows(&d, rows);
	n += single_row(&d, rows + n);
	close(d.fd);
	close(d.inside);
	return n;
}
