// SPDX-License-Identifier: GPL-2.0
/*
 * What is said of machines as a whole: how quickly a recorded run is played,
 * how much memory a machine needs, and whether two of them get in each other's
 * way.
 */

#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <linux/kernel.h>

#include "bench/bench.h"

#define REPLAYS		25u
#define TURNS		21u
#define BLOCK		20u		/* lives at a time */
#define TURN_NS		20000000ull	/* a turn, by the clock on the wall */

/* ---------------------------------------------------------------- replay */

/*
 * A replay takes longer than the time slice that other work leaves us: for the
 * second that it takes, it goes before everything else, where we may have that.
 */
static void hurry(bool on)
{
	const struct sched_param p = { .sched_priority = on };

	sched_setscheduler(0, on ? SCHED_FIFO : SCHED_OTHER, &p);
}

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
	hurry(true);
	from = popen(command, "r");
	hurry(false);
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
	pid_t pid;
	u32 cpu;
	void *machine;
	double rate;		/* blocks in each second that it had the CPU */
};

static u64 clock_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (u64)now.tv_sec * 1000000000 + now.tv_nsec;
}

/*
 * Seconds of the CPU, not of the wall: other people's work takes turns with
 * ours. What machines would share, memory or a lock that spins, costs both.
 */
static void *run_thread(void *argument)
{
	static const struct bench_work lives = { .kind = BENCH_LIFE, .n = BLOCK, .task = 1 };
	struct thread *t = argument;
	u64 end, cpu;
	u32 blocks = 0;
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(t->cpu, &set);
	pthread_setaffinity_np(pthread_self(), sizeof(set), &set);
	bench_ours.run(t->machine, &lives);
	end = clock_ns(CLOCK_MONOTONIC) + TURN_NS;
	cpu = clock_ns(CLOCK_THREAD_CPUTIME_ID);
	do {
		bench_ours.run(t->machine, &lives);
		blocks++;
	} while (clock_ns(CLOCK_MONOTONIC) < end);
	t->rate = 1e9 * blocks / (double)(clock_ns(CLOCK_THREAD_CPUTIME_ID) - cpu);
	return NULL;
}

static bool begin(struct thread *t, bool process)
{
	if (!process)
		return !pthread_create(&t->id, NULL, run_thread, t);
	t->pid = fork();
	if (!t->pid) {
		run_thread(t);
		_exit(0);
	}
	return t->pid > 0;
}

/* what so many do together */
static double together(struct thread *threads, u32 count, bool processes)
{
	double sum = 0;
	u32 i;

	for (i = 0; i < count; i++)
		if (!begin(&threads[i], processes))
			exit(2);
	for (i = 0; i < count; i++) {
		if (processes)
			waitpid(threads[i].pid, NULL, 0);
		else
			pthread_join(threads[i].id, NULL);
		sum += threads[i].rate;
	}
	return sum;
}

/* how much more two do than one, to one decimal */
static double gain(struct thread *threads, bool processes)
{
	double gains[TURNS];
	double alone;
	u32 i;

	for (i = 0; i < TURNS; i++) {
		alone = (together(threads, 1, processes) + together(threads + 1, 1, processes)) / 2;
		gains[i] = together(threads, 2, processes) / alone;
	}
	return (double)(u32)(bench_median(gains, TURNS) * 10 + 0.5) / 10;
}

/**
 * bench_threads() - two machines on two cores
 * @rows: two: two threads of this process, and two processes, which have nothing
 *	in common
 *
 * Return: how many rows there are: none on one core.
 */
u32 bench_threads(struct bench_row *rows)
{
	struct thread *threads = mmap(NULL, 2 * sizeof(*threads), PROT_READ | PROT_WRITE,
				      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	u32 i;

	if (sysconf(_SC_NPROCESSORS_ONLN) < 2 || threads == MAP_FAILED)
		return 0;
	for (i = 0; i < 2; i++) {
		threads[i].cpu = i;
		threads[i].machine = bench_ours.start();
		if (!threads[i].machine)
			return 0;
		bench_small_process(&bench_ours, threads[i].machine);
	}
	rows[0] = (struct bench_row) {
		.name = "two machines on two cores", .group = 8, .unit = BENCH_TIMES, .goal = 2,
		.more = true, .result.ratio = gain(threads, false)
	};
	rows[1] = (struct bench_row) {
		.name = "the same in two processes", .group = 8, .unit = BENCH_TIMES,
		.more = true, .result.ratio = gain(threads, true)
	};
	return 2;
}
