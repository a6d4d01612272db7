// SPDX-License-Identifier: GPL-2.0
/*
 * The clock of the benchmark, and the things that everything is measured in.
 *
 * The time stamp counter costs a tenth of what clock_gettime() does, so a
 * sample can be so short that nobody else's work falls into most of them.
 */

#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include <x86intrin.h>

#include "bench/bench.h"

#define REPEAT	16u	/* of a unit in one sample */

static double ns_per_tick;
static u64 cost;	/* of asking twice what time it is */

static u64 nanoseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (u64)now.tv_sec * 1000000000 + now.tv_nsec;
}

/**
 * bench_now() - what time it is
 *
 * What was begun before is done, and nothing that comes later has begun.
 *
 * Return: in ticks.
 */
u64 bench_now(void)
{
	u64 now;

	_mm_lfence();
	now = __rdtsc();
	_mm_lfence();
	return now;
}

/**
 * bench_ns() - the time between two moments
 * @from: from bench_now()
 * @to: likewise
 *
 * Return: ns, without what asking the clock takes.
 */
double bench_ns(u64 from, u64 to)
{
	u64 ticks = to - from;

	return ticks > cost ? (double)(ticks - cost) * ns_per_tick : 0;
}

/**
 * bench_clock_init() - find out how fast the clock ticks
 */
void bench_clock_init(void)
{
	u64 ns = nanoseconds();
	u64 from = bench_now();
	u64 a, b;
	u32 i;

	cost = ~0ull;
	for (i = 0; i < 10000; i++) {
		a = bench_now();
		b = bench_now();
		if (b - a < cost)
			cost = b - a;
	}
	while (nanoseconds() - ns < 50000000)
		;
	ns = nanoseconds() - ns;
	ns_per_tick = (double)ns / (double)(bench_now() - from);
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/**
 * bench_median() - the one in the middle
 * @values: sorted when it returns, the least comes first
 * @count: how many, 1 or more
 */
double bench_median(double *values, u32 count)
{
	qsort(values, count, sizeof(*values), compare);
	return values[count / 2];
}

/* the compiler must neither drop nor join what writes there */
static void used(void *p)
{
	asm volatile("" : : "r"(p) : "memory");
}

/* two pages, as aligned as those of a machine */
static u8 *page(u32 nr)
{
	static u8 room[3 * MM011_PAGE_SIZE];
	unsigned long first = ((unsigned long)room + 0xfff) & ~0xffful;

	return (u8 *)first + nr * MM011_PAGE_SIZE;
}

/**
 * bench_memset() - the unit U
 *
 * Return: ns of one memset() of 4096 bytes.
 */
double bench_memset(void)
{
	u8 *to = page(0);
	u64 from = bench_now();
	u32 i;

	for (i = 0; i < REPEAT; i++) {
		memset(to, 0, MM011_PAGE_SIZE);
		used(to);
	}
	return bench_ns(from, bench_now()) / REPEAT;
}

/**
 * bench_core_is_idle() - have we the core for ourselves now?
 *
 * Two CPUs that are one core for the hardware, as a cloud's often are, share
 * it: whatever runs on the other makes this one slower by up to a half, code
 * more than memory traffic. It is seen by how long a memset() takes.
 *
 * Return: whether it takes at most a tenth longer than ever before.
 */
bool bench_core_is_idle(void)
{
	static double least;
	double now;

	bench_memset();		/* what was measured may have taken the cache */
	now = bench_memset();
	if (!least || now < least)
		least = now;
	return now <= 1.1 * least;
}

/**
 * bench_memcpy() - the unit C
 *
 * Return: ns of one memcpy() of 4096 bytes.
 */
double bench_memcpy(void)
{
	u8 *to = page(0);
	u64 from = bench_now();
	u32 i;

	for (i = 0; i < REPEAT; i++) {
		memcpy(to, page(1), MM011_PAGE_SIZE);
		used(to);
	}
	return bench_ns(from, bench_now()) / REPEAT;
}

/**
 * bench_bulk() - the second of two memcpy() of many bytes
 * @to: where to
 * @from: where from
 * @size: how many
 *
 * Return: ns.
 */
double bench_bulk(u8 *to, const u8 *from, u32 size)
{
	u64 begin;

	memcpy(to, from, size);
	used(to);
	begin = bench_now();
	memcpy(to, from, size);
	used(to);
	return bench_ns(begin, bench_now());
}

/**
 * bench_system_call() - the emptiest one
 *
 * Return: ns of one.
 */
double bench_system_call(void)
{
	u64 from = bench_now();
	u32 i;

	for (i = 0; i < REPEAT; i++)
		syscall(SYS_getppid);
	return bench_ns(from, bench_now()) / REPEAT;
}
