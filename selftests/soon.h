/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How long it takes until something is as it should be, and what that may be.
 */
#ifndef _SOON_H
#define _SOON_H

#include <sys/wait.h>
#include <time.h>

#include "swap.h"

#define SOON 1.0	/* a second: what SECURITY.md promises */

static inline double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

/* how long it took until it was as wanted, at most 10 s */
static inline double time_until(int (*is)(void *what), void *what)
{
	const struct timespec moment = { .tv_nsec = 5000000 };
	double start = now();

	while (!is(what) && now() - start < 10)
		nanosleep(&moment, NULL);
	return now() - start;
}

static inline int is_set(void *what)
{
	return __atomic_load_n((int *)what, __ATOMIC_SEQ_CST);
}

static inline int is_gone(void *what)
{
	pid_t *pid = what;

	return waitpid(*pid, NULL, WNOHANG) == *pid;
}

/* how many hold the module; -1: it is not loaded */
static inline int module_users(void)
{
	FILE *modules = fopen("/proc/modules", "r");
	char line[200];
	int users = -1;

	while (modules && fgets(line, sizeof(line), modules))
		if (sscanf(line, "mm011 %*d %d", &users) == 1)
			break;
	if (modules)
		fclose(modules);
	return users;
}

static inline int module_is_free(void *what)
{
	return !module_users();
}

static inline int no_threads(void *what)
{
	return !count_threads();
}

/* machines in debugfs, the shared one among them; 1, too, where that cannot be seen */
static inline int count_machines(void)
{
	struct dirent *entry;
	DIR *dir = opendir(DEBUGFS);
	int n = 0;

	if (!dir)
		return 1;
	while ((entry = readdir(dir)))
		n += entry->d_name[0] != '.';
	closedir(dir);
	return n;
}

#endif /* _SOON_H */
