// SPDX-License-Identifier: GPL-2.0
/*
 * Who stays in the kernel: the state of each task of a program, and of the module's own
 * threads, looked at again and again.
 *
 * In D for long is who has not gone to sleep once more meanwhile: the number of his
 * voluntary switches stays. In R is who has used the CPU for at least half of the time
 * without going to sleep: not who waits for a CPU. Whether that was in the kernel /proc does
 * not tell: User Mode Linux counts all of it as the user's. But whatever a program does for
 * long in user mode, or in one system call after another, has steps (fuzz_done()).
 */
#include <ctype.h>
#include <dirent.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fuzz_watch.h"
#include "soon.h"

#define MAX_TASKS 64u
#define NAME "mm011"		/* in those of the module's threads and workers */

/**
 * struct look - what /proc says of a task
 * @tid: task
 * @state: a letter
 * @group: process group
 * @cpu: time that it has used, in ticks
 * @switches: how often it has gone to sleep
 * @of_module: it is one of the module's threads
 */
struct look {
	pid_t tid;
	char state;
	pid_t group;
	unsigned long cpu;
	unsigned long switches;
	bool of_module;
};

/* since when somebody is where he is, and how he was then */
static struct stay {
	struct look first;
	double since;
	unsigned int steps;
	bool seen;		/* in this turn */
} stays[MAX_TASKS];

static unsigned int nr_stays;
static struct stay longest;	/* of the last turn */

/* each thread has a directory there, listed or not */
static bool read_text(pid_t tid, const char *name, char *text, size_t size)
{
	char path[60];
	FILE *f;
	size_t n;

	snprintf(path, sizeof(path), "/proc/%d/%s", tid, name);
	f = fopen(path, "r");
	n = f ? fread(text, 1, size - 1, f) : 0;

	if (f)
		fclose(f);
	text[n] = 0;
	return n;
}

/* a name may have brackets and spaces in it: what follows the last bracket is ours */
static bool read_stat(pid_t tid, struct look *look)
{
	unsigned long user, kernel;
	char text[1000], *end;

	if (!read_text(tid, "stat", text, sizeof(text)))
		return false;
	end = strrchr(text, ')');
	if (!end || sscanf(end + 1, " %c %*d %d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
			   &look->state, &look->group, &user, &kernel) != 4)
		return false;
	look->cpu = user + kernel;
	*end = 0;
	look->tid = tid;
	look->of_module = !look->group && strstr(text, NAME);
	return true;
}

static bool read_switches(pid_t tid, struct look *look)
{
	char text[4000], *line;

	if (!read_text(tid, "status", text, sizeof(text)))
		return false;
	line = strstr(text, "\nvoluntary_ctxt_switches:");
	return line && sscanf(line, " voluntary_ctxt_switches: %lu", &look->switches) == 1;
}

/* whose stay in the kernel would be of interest, if it were long */
static bool is_suspect(pid_t tid, pid_t group, struct look *look)
{
	return read_stat(tid, look) && (look->group == group || look->of_module) &&
	       (look->state == 'D' || look->state == 'R') && read_switches(tid, look);
}

/* nothing says that the task has been elsewhere since */
static bool is_same_stay(const struct stay *stay, const struct look *look, unsigned int steps)
{
	const struct look *first = &stay->first;

	return look->state == first->state && look->switches == first->switches &&
	       (look->state == 'D' || steps == stay->steps);
}

static struct stay *find_stay(pid_t tid)
{
	unsigned int i;

	for (i = 0; i < nr_stays; i++)
		if (stays[i].first.tid == tid)
			return &stays[i];
	return nr_stays < MAX_TASKS ? &stays[nr_stays++] : NULL;
}

/* ticks that a task which did nothing but run would have used in half of that time */
static unsigned long half_of(double seconds)
{
	return seconds * sysconf(_SC_CLK_TCK) / 2;
}

/* s for which it has been where it is; none, as long as it may be waiting for a CPU */
static double length_of(const struct stay *stay, const struct look *look)
{
	double length = now() - stay->since;

	if (look->state == 'R' && look->cpu - stay->first.cpu < half_of(length))
		return 0;
	return length;
}

static void look_at(pid_t tid, pid_t group, unsigned int steps, double *most)
{
	struct look look;
	struct stay *stay;

	if (!is_suspect(tid, group, &look))
		return;
	stay = find_stay(look.tid);
	if (!stay)
		return;
	if (!is_same_stay(stay, &look, steps))
		*stay = (struct stay){ .first = look, .since = now(), .steps = steps };
	stay->seen = true;
	if (length_of(stay, &look) < *most)
		return;
	*most = length_of(stay, &look);
	longest = *stay;
}

static void look_at_threads(const char *pid, pid_t group, unsigned int steps, double *most)
{
	char path[PATH_MAX];
	struct dirent *entry;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%s/task", pid);
	dir = opendir(path);
	while (dir && (entry = readdir(dir)))
		if (isdigit(entry->d_name[0]))
			look_at(atoi(entry->d_name), group, steps, most);
	if (dir)
		closedir(dir);
}

/* those who were not seen any more are where they should be */
static void forget_unseen(void)
{
	unsigned int i, kept = 0;

	for (i = 0; i < nr_stays; i++)
		if (stays[i].seen)
			stays[kept++] = stays[i];
	nr_stays = kept;
	for (i = 0; i < nr_stays; i++)
		stays[i].seen = false;
}

/**
 * watch_begin() - forget what was seen
 */
void watch_begin(void)
{
	nr_stays = 0;
}

/**
 * watch_longest() - look at all once more
 * @group: process group of the program
 * @steps: how far it has come
 *
 * Return: how many s somebody has been in the kernel without a break, as far as can be seen
 * from here; -1 if nobody is there now.
 */
double watch_longest(pid_t group, unsigned int steps)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	double most = -1;

	while (proc && (entry = readdir(proc)))
		if (isdigit(entry->d_name[0]))
			look_at_threads(entry->d_name, group, steps, &most);
	if (proc)
		closedir(proc);
	forget_unseen();
	return most;
}

/**
 * watch_print() - who stayed longest, of those that watch_longest() has seen
 */
void watch_print(void)
{
	printf("# task %d has been in %c for %.1f s\n", longest.first.tid, longest.first.state,
	       now() - longest.since);
}
