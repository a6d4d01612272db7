// SPDX-License-Identifier: GPL-2.0
/*
 * The device under fire: programs of actions (fuzz_actions.c), each in a process that is
 * killed when its time is up, with KCOV saying which of them reach code of the module
 * that none has reached before. Those are kept, and bred from.
 *
 * What must hold: who is killed is gone a second later, the shared machine answers, and
 * the kernel's log stays clean (scripts/vm looks at that).
 *
 * usage: fuzz_device SECONDS [SEED] [CORPUS]     a line of hex digits is a program
 */
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "fuzz_actions.h"
#include "mm011_ioctl.h"

#define DEVICE "/dev/mm011"
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define KCOV_INIT _IOR('c', 1, unsigned long)
#define KCOV_ENABLE _IO('c', 100)
#define KCOV_TRACE_PC 0
#define COVER (64u << 10)		/* places of one thread */
#define MAX_CODE 0x100000u		/* bytes of the module's code */
#define MAX_KEPT 1000u
#define MAX_PRINTED 40u		/* for the next time: a program takes up to a second */
#define LIFE 5			/* machines that could be made while a program lives */
#define GONE 2000			/* ms after which who was killed must be gone */
#define CGROUP "/tmp/fuzz_cgroup"

/* what processes share: places in the module that the program under way has reached */
static __u8 (*reached)[MAX_CODE];
static __u8 known[MAX_CODE];
static unsigned long code, code_end;
static struct fuzz_program kept[MAX_KEPT];
static __u32 brought[MAX_KEPT];	/* how many new places each of them */
static __u32 nr_kept, places;
static __u64 dice;
static __u32 pace;			/* ms that a new machine takes */

static __u32 roll(__u32 sides)
{
	dice ^= dice << 13;
	dice ^= dice >> 7;
	dice ^= dice << 17;
	return (__u32)(dice >> 20) % sides;
}

static unsigned long least(unsigned long a, unsigned long b)
{
	if (b < a)
		return b;
	return a;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return 1e3 * t.tv_sec + t.tv_nsec / 1e6;
}

/* ---- coverage ---- */

static void find_code(void)
{
	FILE *modules = fopen("/proc/modules", "r");
	unsigned long size, at;
	char name[64];

	while (modules &&
	       fscanf(modules, "%63s %lu %*s %*s %*s %lx%*[^\n]", name, &size, &at) == 3) {
		if (strcmp(name, "mm011"))
			continue;
		code = at;
		code_end = at + least(size, MAX_CODE);
	}
	if (modules)
		fclose(modules);
}

static __thread int kcov = -1;
static __thread unsigned long *cover;

static void enter(void)
{
	kcov = open("/sys/kernel/debug/kcov", O_RDWR | O_CLOEXEC);
	if (kcov < 0 || ioctl(kcov, KCOV_INIT, COVER))
		return;
	cover = mmap(NULL, COVER * sizeof(*cover), PROT_READ | PROT_WRITE, MAP_SHARED, kcov, 0);
	if (cover == MAP_FAILED || ioctl(kcov, KCOV_ENABLE, KCOV_TRACE_PC))
		cover = NULL;
}

/* what the last action has reached: its thread may not live to do the next */
static void collect(void)
{
	unsigned long i, n;

	if (!cover)
		return;
	n = least(__atomic_load_n(cover, __ATOMIC_SEQ_CST), COVER - 1);
	for (i = 1; i <= n; i++)
		if (cover[i] >= code && cover[i] < code_end)
			(*reached)[cover[i] - code] = 1;
	__atomic_store_n(cover, 0, __ATOMIC_SEQ_CST);
}

/* how many places are new */
static __u32 take_coverage(void)
{
	__u32 i, fresh = 0;

	for (i = 0; i < code_end - code; i++) {
		fresh += (*reached)[i] && !known[i];
		known[i] |= (*reached)[i];
	}
	places += fresh;
	return fresh;
}

/* ---- programs ---- */

static void any_action(struct fuzz_action *x)
{
	*x = (struct fuzz_action){
		roll(256), roll(FUZZ_THREADS), roll(0x10000), roll(~0u), roll(~0u)
	};
}

static void change(struct fuzz_program *p)
{
	struct fuzz_action *x = &p->action[roll(p->length)];

	switch (roll(6)) {
	case 0:
		any_action(x);
		break;
	case 1:
		x->b = roll(~0u);
		break;
	case 2:
		x->c ^= 1u << roll(32);
		break;
	case 3:
		x->a = roll(0x10000);
		break;
	case 4:
		*x = p->action[roll(p->length)];
		break;
	default:
		if (p->length < FUZZ_ACTIONS)
			any_action(&p->action[p->length++]);
	}
}

static struct fuzz_program breed(void)
{
	struct fuzz_program p = { .length = 4 + roll(FUZZ_ACTIONS - 4) };
	const struct fuzz_program *other;
	__u32 i;

	if (nr_kept && roll(5)) {
		p = kept[roll(nr_kept)];
		other = &kept[roll(nr_kept)];
		for (i = roll(2 * FUZZ_ACTIONS); i < p.length && i < other->length; i++)
			p.action[i] = other->action[i];
		for (i = 1 + roll(4); i; i--)
			change(&p);
		return p;
	}
	for (i = 0; i < p.length; i++)
		any_action(&p.action[i]);
	return p;
}

static void print_program(const struct fuzz_program *p)
{
	const __u8 *byte = (const __u8 *)p->action;
	__u32 i;

	for (i = 0; i < p->length * sizeof(p->action[0]); i++)
		printf("%02x", byte[i]);
	printf("\n");
	fflush(stdout);
}

static bool parse_program(const char *line, struct fuzz_program *p)
{
	__u8 *byte = (__u8 *)p->action;
	unsigned int value;
	size_t i;

	memset(p, 0, sizeof(*p));
	for (i = 0; i < sizeof(p->action) && sscanf(line + 2 * i, "%2x", &value) == 1; i++)
		byte[i] = value;
	p->length = i / sizeof(p->action[0]);
	return p->length;
}

/* ---- one program, and its end ---- */

/* a limit that is too low already, a file that this kernel does not have: never mind */
static bool write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool written = fd >= 0 && write(fd, text, strlen(text)) > 0;

	if (fd >= 0)
		close(fd);
	return written;
}

static void show_file(const char *task, const char *name)
{
	char path[PATH_MAX], text[4000];
	int fd;
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/%s/%s", task, name);
	fd = open(path, O_RDONLY);
	n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	if (n > 0) {
		text[n] = 0;
		printf("# %s: %s\n", path, text);
	}
	if (fd >= 0)
		close(fd);
}

/* who was killed and is still there: where does he stand? */
static void show_stuck(void)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;

	while (proc && (entry = readdir(proc))) {
		if (atoi(entry->d_name) <= 2 || atoi(entry->d_name) == getpid())
			continue;
		show_file(entry->d_name, "stat");
		show_file(entry->d_name, "stack");
	}
	if (proc)
		closedir(proc);
}

/* all that descend from the program: orphans are given to us, and stay in its group */
static bool all_gone(pid_t group, double until)
{
	for ( ; ; ) {
		pid_t pid = waitpid(-group, NULL, WNOHANG);

		if (pid < 0)
			return true;
		if (pid > 0)
			continue;
		if (now() > until)
			return false;
		usleep(1000);
	}
}

static void kill_all(pid_t group)
{
	write_file(CGROUP "/fuzz/cgroup.freeze", "0");
	write_file(CGROUP "/fuzz/memory.max", "max");
	kill(-group, SIGKILL);
	write_file(CGROUP "/fuzz/cgroup.kill", "1");
}

static void be(const struct fuzz_program *p)
{
	setpgid(0, 0);
	write_file(CGROUP "/fuzz/cgroup.procs", "0");
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	fuzz_run(p, enter, collect);
	_exit(0);
}

/* now and then it has little memory, or is frozen and killed so */
static void bother(void)
{
	static const char *const limits[] = { "max", "8M", "20M", "40M", "80M" };

	write_file(CGROUP "/fuzz/memory.max", limits[roll(COUNT(limits))]);
	usleep(1000 * roll(LIFE * pace / 4));
	if (!roll(4))
		write_file(CGROUP "/fuzz/cgroup.freeze", "1");
}

static bool run_program(const struct fuzz_program *p)
{
	double began = now();
	int life = LIFE * pace / 8 + roll(LIFE * pace);
	bool gone;
	pid_t pid;

	memset(*reached, 0, sizeof(*reached));
	fuzz_prepare();
	pid = fork();
	if (!pid)
		be(p);
	setpgid(pid, pid);
	if (!roll(4))
		bother();
	while (now() < began + life && waitpid(pid, NULL, WNOHANG) == 0)
		usleep(1000);
	kill_all(pid);
	gone = all_gone(pid, now() + GONE);
	if (!gone)
		show_stuck();
	fuzz_tidy();
	return gone;
}

/* an emulated CPU that checks everything is slow: programs must come to do something */
static void measure_pace(int fd)
{
	struct mm011_new_machine machine = {
		.size = sizeof(machine), .reset = { .size = sizeof(machine.reset) },
	};
	double began = now();

	if (!ioctl(fd, MM011_IOC_NEW_MACHINE, &machine))
		close(machine.fd);
	pace = 20 + (__u32)(now() - began);
}

/* somebody who has nothing to do with it asks the shared machine */
static bool still_answers(int fd)
{
	double began = now();
	struct mm011_info info = { .size = sizeof(info) };

	return !ioctl(fd, MM011_IOC_INFO, &info) && now() < began + GONE;
}

static int fire(int seconds, int fd)
{
	double end = now() + 1e3 * seconds, last = now();
	struct fuzz_program p;
	__u32 programs = 0, fresh;

	for ( ; now() < end; programs++) {
		p = breed();
		if (!run_program(&p) || !still_answers(fd)) {
			printf("# a killed task stays, or the shared machine does not answer:\n");
			print_program(&p);
			return 1;
		}
		fresh = take_coverage();
		if (!fresh)
			continue;
		last = now();
		if (nr_kept < MAX_KEPT) {
			brought[nr_kept] = fresh;
			kept[nr_kept++] = p;
		}
	}
	printf("fuzz_device: %u programs, %u kept, %u places of the module reached, ", programs,
	       nr_kept, places);
	printf("the last new one %.0f s before the end\n", (now() - last) / 1e3);
	return 0;
}

static void read_corpus(const char *path)
{
	static char line[2 * sizeof(struct fuzz_program) + 3];
	FILE *f = fopen(path, "r");

	while (f && fgets(line, sizeof(line), f) && nr_kept < MAX_KEPT) {
		if (!parse_program(line, &kept[nr_kept]))
			continue;
		if (!run_program(&kept[nr_kept])) {
			printf("# a killed task is still there:\n%s", line);
			exit(1);
		}
		brought[nr_kept] = take_coverage();
		nr_kept += brought[nr_kept] > 0;
	}
	if (f)
		fclose(f);
}

/* those that brought most */
static void print_best(void)
{
	__u32 i, n, best;

	for (n = 0; n < nr_kept && n < MAX_PRINTED; n++) {
		for (i = 1, best = 0; i < nr_kept; i++)
			if (brought[i] > brought[best])
				best = i;
		print_program(&kept[best]);
		brought[best] = 0;
	}
}

int main(int argc, char **argv)
{
	int fd = open(DEVICE, O_RDWR | O_CLOEXEC);
	int status;

	if (argc < 2 || fd < 0) {
		fprintf(stderr, "usage: fuzz_device SECONDS [SEED [CORPUS]]\n");
		return 2;
	}
	dice = 0x9e3779b97f4a7c15ull * (argc > 2 ? atoi(argv[2]) : time(NULL)) + 1;
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	reached = mmap(NULL, sizeof(*reached), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		       -1, 0);
	mkdir(CGROUP, 0700);
	if (!mount("fuzz", CGROUP, "cgroup2", 0, NULL)) {
		write_file(CGROUP "/cgroup.subtree_control", "+memory");
		write_file(CGROUP "/cgroup.subtree_control", "+pids");
		mkdir(CGROUP "/fuzz", 0700);
		write_file(CGROUP "/fuzz/pids.max", "100");
	}
	find_code();
	measure_pace(fd);
	if (argc > 3)
		read_corpus(argv[3]);
	status = fire(atoi(argv[1]), fd);
	if (getenv("MM011_KEEP"))
		print_best();
	return status;
}
