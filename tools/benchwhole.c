// SPDX-License-Identifier: GPL-2.0
/*
 * What is said of machines as a whole: how quickly a recorded run is played,
 * how much memory a machine needs, and whether two of them get in each other's
 * way.
 */

#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <linux/kernel.h>

#include "bench.h"

#define REPLAYS		25u
#define TURNS		9u
#define BLOCK		20u		/* lives at a time, or a thousand times as often: count */
#define TURN_NS		40000000ull	/* a turn, by the clock on the wall */

/* ---------------------------------------------------------------- replay */

/* the fourth column of the tool's table: events/s; 0 when a run diverges */
static u32 read_rates(FILE *from, double *rates, u32 room)
{
	char line[1000];
	unsigned int divergences;
	u32 n = 0;

	while (n < room && fgets(line, sizeof(line), from))
		if (sscanf(line, "%*s %*u %u %lf", &divergences, &rates[n]) == 2 && !divergences)
			n++;
	return n;
}

/**
 * bench_replay() - play the recorded boot, comparing after every event
 * @row: filled in
 * @tool: path of mm011ctl, which measures it
 * @trace: path of the recorded run
 *
 * Return: whether it could be played without a divergence.
 */
bool bench_replay(struct bench_row *row, const char *tool, const char *trace)
{
	double rates[REPLAYS];
	char command[20000];
	int at = snprintf(command, sizeof(command), "'%s' --local replay", tool);
	FILE *from;
	u32 i, n;

	for (i = 0; i < REPLAYS && at < (int)sizeof(command); i++)
		at += snprintf(command + at, sizeof(command) - at, " '%s'", trace);
	from = popen(command, "r");
	if (!from)
		return false;
	n = read_rates(from, rates, REPLAYS);
	if (pclose(from) || n != REPLAYS)
		return false;
	*row = (struct bench_row) {
		.name = "replay of the recorded boot, compared", .group = 7,
		.unit = BENCH_MILLION, .goal = 1, .more = true
	};
	row->result.ratio = bench_median(rates, n) / 1e6;
	row->result.ours = 1e3 / row->result.ratio;
	row->result.ours_least = 1e9 / rates[n - 1];
	return true;
}

/* ---------------------------------------------------------------- memory */

static u64 allocated(void)
{
	struct mallinfo2 now = mallinfo2();

	return now.uordblks + now.hblkhd;
}

/**
 * bench_memory() - what a machine needs on top of its 16 MB
 * @row: filled in
 *
 * Return: whether there was memory for one.
 */
bool bench_memory(struct bench_row *row)
{
	u64 before = allocated();

	if (!bench_ours.start())
		return false;
	*row = (struct bench_row) {
		.name = "memory on top of the 16 MB", .group = 8, .unit = BENCH_PERCENT, .goal = 1,
		.result.ratio = 100.0 * (double)(allocated() - before) / MM011_MEMORY_SIZE
	};
	return true;
}

/* --------------------------------------------------------------- threads */

struct thread {
	pthread_t id;
	u32 cpu;
	void *machine;		/* NULL: it only counts, at a place of its own */
	u64 count[32];
	double rate;		/* blocks in each second that it had the CPU */
};

static u64 clock_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (u64)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void work(struct thread *t)
{
	static const struct bench_work lives = { .kind = BENCH_LIFE, .n = BLOCK, .task = 1 };
	u32 i;

	if (t->machine)
		bench_ours.run(t->machine, &lives);
	for (i = 0; !t->machine && i < BLOCK * 1000; i++)
		asm volatile("incq %0" : "+m"(t->count[16]));
}

/*
 * Seconds of the CPU, not of the wall: other people's work takes turns with
 * ours. What machines would share, memory or a lock that spins, costs both.
 */
static void *run_thread(void *argument)
{
	struct thread *t = argument;
	u64 end, cpu;
	u32 blocks = 0;
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(t->cpu, &set);
	pthread_setaffinity_np(pthread_self(), sizeof(set), &set);
	work(t);
	end = clock_ns(CLOCK_MONOTONIC) + TURN_NS;
	cpu = clock_ns(CLOCK_THREAD_CPUTIME_ID);
	do {
		work(t);
		blocks++;
	} while (clock_ns(CLOCK_MONOTONIC) < end);
	t->rate = 1e9 * blocks / (double)(clock_ns(CLOCK_THREAD_CPUTIME_ID) - cpu);
	return NULL;
}

/* what so many threads do together, 0 without threads */
static double together(struct thread *threads, u32 count)
{
	double sum = 0;
	u32 i;

	for (i = 0; i < count; i++)
		if (pthread_create(&threads[i].id, NULL, run_thread, &threads[i]))
			exit(2);
	for (i = 0; i < count; i++) {
		pthread_join(threads[i].id, NULL);
		sum += threads[i].rate;
	}
	return sum;
}

/* how much more two do than one */
static double gain(struct thread *threads)
{
	double gains[TURNS];
	double alone;
	u32 i;

	for (i = 0; i < TURNS; i++) {
		alone = (together(threads, 1) + together(threads + 1, 1)) / 2;
		gains[i] = together(threads, 2) / alone;
	}
	return bench_median(gains, TURNS);
}

/**
 * bench_threads() - two machines on two cores
 * @rows: two, the second without machines
 *
 * Return: how many rows there are: none on one core.
 */
u32 bench_threads(struct bench_row *rows)
{
	struct thread bare[2] = { { .cpu = 0 }, { .cpu = 1 } };
	struct thread threads[2] = { { .cpu = 0 }, { .cpu = 1 } };
	u32 i;

	if (sysconf(_SC_NPROCESSORS_ONLN) < 2)
		return 0;
	for (i = 0; i < 2; i++) {
		threads[i].machine = bench_ours.start();
		if (!threads[i].machine)
			return 0;
		bench_small_process(&bench_ours, threads[i].machine);
	}
	rows[0] = (struct bench_row) {
		.name = "two machines on two cores", .group = 8, .unit = BENCH_TIMES, .goal = 2,
		.more = true, .result.ratio = gain(threads)
	};
	/* a doubling that is told to one decimal */
	rows[0].result.ratio = (double)(u32)(rows[0].result.ratio * 10 + 0.5) / 10;
	rows[1] = (struct bench_row) {
		.name = "two threads that only count", .group = 8, .unit = BENCH_TIMES,
		.more = true, .result.ratio = gain(bare)
	};
	return 2;
}
