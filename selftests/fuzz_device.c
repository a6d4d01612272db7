// SPDX-License-Identifier: GPL-2.0
/*
 * The device under fire: programs of actions (fuzz_actions.c), each in a process that is
 * killed when it has ended, waits, or its time is up, with KCOV saying which of them reach
 * code of the module that none has reached before (fuzz_cover.c). Those are kept, and
 * bred from.
 *
 * What must hold after each: nobody stays in the kernel who is not killed (fuzz_watch.c),
 * who was killed is gone, no machine is left, the machines that all programs have can be
 * reset, the shared one answers. The kernel's log must stay clean (scripts/vm looks at
 * that).
 *
 * usage: fuzz_device SECONDS [SEED [CORPUS]]
 *
 * A line OPERATIONS,KINDS:HEX is a program, made when there were that many kinds of
 * operations and of actions: what its digits mean depends on that.
 */
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/mount.h>
#include <sys/prctl.h>

#include "fuzz_actions.h"
#include "fuzz_cover.h"
#include "fuzz_watch.h"
#include "soon.h"

#define MAX_KEPT 1000u
#define MAX_PRINTED 60u		/* for the next time */
#define LIFE 5			/* machines that could be made while a program lives */
#define GONE 2.0			/* s after which who was killed must be gone */
#define STAY 2.0			/* s that nobody stays in the kernel who is not killed */
#define MAX_LINGER (10 * STAY)	/* for one after the other */
#define CGROUP "/tmp/fuzz_cgroup"

static struct fuzz_program kept[MAX_KEPT];
static __u32 brought[MAX_KEPT];	/* how many new places each of them */
static __u32 nr_kept;
static struct fuzz_program given[MAX_KEPT];	/* the corpus */
static __u32 nr_given, first_given;
static __u64 dice;
static double pace;			/* s that a new machine takes, at least */
static double slowest;			/* s that somebody who was killed took to go */
static double longest_stay;		/* s that somebody was in the kernel who was not */

static __u32 roll(__u32 sides)
{
	dice ^= dice << 13;
	dice ^= dice >> 7;
	dice ^= dice << 17;
	return (__u32)(dice >> 20) % sides;
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

	fuzz_of_today(&p);
	if (nr_kept && roll(5)) {
		p = kept[roll(nr_kept)];
		if (!roll(4))
			fuzz_of_today(&p);
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

	printf("%u,%u:", p->operations, p->kinds);
	for (i = 0; i < p->length * sizeof(p->action[0]); i++)
		printf("%02x", byte[i]);
	printf("\n");
}

static bool parse_program(const char *line, struct fuzz_program *p)
{
	__u8 *byte = (__u8 *)p->action;
	unsigned int value;
	int begin = 0;
	size_t i;

	memset(p, 0, sizeof(*p));
	if (sscanf(line, "%u,%u:%n", &p->operations, &p->kinds, &begin) != 2)
		return false;
	line += begin;
	for (i = 0; i < sizeof(p->action) && sscanf(line + 2 * i, "%2x", &value) == 1; i++)
		byte[i] = value;
	p->length = i / sizeof(p->action[0]);
	return fuzz_can_run(p);
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

/* who is still there: where does he stand? */
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

/* a kind of limit for a program; none of them holds up who is killed */
static void bother(void)
{
	static const char *const limits[] = { "max", "8M", "20M", "40M", "80M" };

	write_file(CGROUP "/fuzz/memory.max", limits[roll(COUNT(limits))]);
	if (roll(4))
		return;
	usleep(roll(20000));
	write_file(CGROUP "/fuzz/cgroup.freeze", "1");
}

static void bother_no_more(void)
{
	write_file(CGROUP "/fuzz/cgroup.freeze", "0");
	write_file(CGROUP "/fuzz/memory.max", "max");
}

static void be(const struct fuzz_program *p, bool bothered)
{
	setpgid(0, 0);
	if (bothered)
		write_file(CGROUP "/fuzz/cgroup.procs", "0");
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	fuzz_run(p, cover_enter);
	_exit(0);
}

/* until it has ended, or nothing happens any more: somebody waits for a silent server */
static void watch(pid_t pid, double until)
{
	double moved = now();
	__u32 done = 0;

	while (now() < until && now() < moved + pace && waitpid(pid, NULL, WNOHANG) == 0) {
		usleep(1000);
		cover_collect();
		if (fuzz_done() == done)
			continue;
		done = fuzz_done();
		moved = now();
	}
}

/*
 * Its time is up, but somebody is in the kernel: does he come out by himself? Whoever
 * waits for a server that is silent need not.
 */
static bool nobody_stays(pid_t group)
{
	double until = now() + MAX_LINGER, stay;

	watch_begin();
	while (!fuzz_server_is_silent() && now() < until) {
		stay = watch_longest(group, fuzz_done());
		if (stay > longest_stay)
			longest_stay = stay;
		if (stay < 0)
			return true;
		if (stay > STAY) {
			watch_print();
			show_stuck();
			return false;
		}
		usleep(20000);
		cover_collect();
		waitpid(group, NULL, WNOHANG);
	}
	return true;
}

static bool all_killed(pid_t group)
{
	double killed = now();
	bool gone;

	kill(-group, SIGKILL);
	gone = all_gone(group, killed + GONE);
	if (now() - killed > slowest)
		slowest = now() - killed;
	if (!gone)
		show_stuck();
	return gone;
}

/*
 * Those that are cut short must be killed where they are; those that are bothered may wait
 * for memory.
 * Return: what is wrong afterwards, if anything.
 */
static const char *run_program(const struct fuzz_program *p, double life, bool bothered)
{
	bool whole = life >= LIFE * pace && !bothered;
	bool gone, comes_out = true;
	pid_t pid;

	fuzz_prepare();
	pid = fork();
	if (!pid)
		be(p, bothered);
	setpgid(pid, pid);
	life += now();
	if (bothered)
		bother();
	watch(pid, life);
	if (whole)
		comes_out = nobody_stays(pid);
	gone = all_killed(pid);
	if (bothered)
		bother_no_more();
	if (!comes_out)
		return "a task stays in the kernel";
	if (!gone)
		return "a killed task stays";
	if (fuzz_tidy())
		return "a machine cannot be reset";
	cover_collect();
	return NULL;
}

/* an emulated CPU that checks everything is slow: programs must come to do something */
static void measure_pace(void)
{
	double began = now();

	close(new_machine());
	pace = 0.02 + now() - began;
}

/* somebody who has nothing to do with it asks the shared machine */
static bool still_answers(int fd)
{
	double began = now();
	struct mm011_info info = { .size = sizeof(info) };

	return !call(fd, MM011_IOC_INFO, &info) && now() < began + GONE;
}

/* those of the dead go with them, or soon after: some were on their way in a socket */
static int no_machine_left(void *usual)
{
	return count_machines() == *(int *)usual;
}

/* Return: whether all is as it must be afterwards. */
static bool try_program(const struct fuzz_program *p, double life, bool bothered)
{
	static int shared = -1, usual;
	const char *wrong;

	if (shared < 0) {
		shared = open(DEVICE, O_RDWR | O_CLOEXEC);
		usual = count_machines();
	}
	wrong = run_program(p, life, bothered);
	if (!wrong && !still_answers(shared))
		wrong = "the shared machine does not answer";
	if (!wrong && time_until(no_machine_left, &usual) > GONE)
		wrong = "a machine is left";
	if (!wrong)
		return true;
	printf("# %s, after the program\n# ", wrong);
	print_program(p);
	return false;
}

static void keep(const struct fuzz_program *p, __u32 fresh)
{
	if (!fresh || nr_kept == MAX_KEPT)
		return;
	brought[nr_kept] = fresh;
	kept[nr_kept++] = *p;
}

/* those of the corpus come first; where they begin is by chance: time may be short */
static struct fuzz_program next_program(__u32 nr)
{
	if (nr < nr_given)
		return given[(nr + first_given) % nr_given];
	return breed();
}

static bool fire(double seconds)
{
	double begin = now(), last = begin, life;
	__u32 programs, fresh;

	for (programs = 0; now() < begin + seconds; programs++) {
		struct fuzz_program p = next_program(programs);
		bool new = programs >= nr_given;

		life = new && !roll(3) ? pace * roll(100) / 100 : LIFE * pace;
		if (!try_program(&p, life, new && !roll(4)))
			return false;
		fresh = cover_new();
		keep(&p, fresh);
		if (fresh)
			last = now();
	}
	printf("fuzz_device: %u programs, %u kept, %u places of the module reached, ", programs,
	       nr_kept, cover_places());
	printf("the last new one %.0f s before the end; who was killed was gone after %.3f s, ",
	       now() - last, slowest);
	printf("who was not was in the kernel for %.3f s\n", longest_stay);
	return true;
}

static bool read_corpus(const char *path)
{
	static char line[2 * sizeof(struct fuzz_program) + 30];
	FILE *f = fopen(path, "r");
	bool good = true;

	if (!f) {
		perror(path);
		return false;
	}
	while (good && nr_given < MAX_KEPT && fgets(line, sizeof(line), f)) {
		good = parse_program(line, &given[nr_given]);
		nr_given += good;
	}
	if (!good)
		fprintf(stderr, "fuzz_device: %s, line %u: not OPERATIONS,KINDS:HEX, at most %s\n",
			path, nr_given + 1, "as many as there are here");
	fclose(f);
	first_given = nr_given ? roll(nr_given) : 0;
	return good;
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

static void make_cgroup(void)
{
	mkdir(CGROUP, 0700);
	if (mount("fuzz", CGROUP, "cgroup2", 0, NULL))
		return;
	write_file(CGROUP "/cgroup.subtree_control", "+memory");
	mkdir(CGROUP "/fuzz", 0700);
}

int main(int argc, char **argv)
{
	bool good;

	if (argc < 2) {
		fprintf(stderr, "usage: fuzz_device SECONDS [SEED [CORPUS]]\n");
		return 2;
	}
	dice = 0x9e3779b97f4a7c15ull * (argc > 2 ? atoi(argv[2]) : time(NULL)) + 1;
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	make_cgroup();
	measure_pace();
	cover_init();
	if (fuzz_init()) {
		fprintf(stderr, "fuzz_device: no machine: is the module loaded?\n");
		return 2;
	}
	if (argc > 3 && !read_corpus(argv[3]))
		return 2;
	good = fire(atoi(argv[1]));
	if (getenv("MM011_KEEP"))
		print_best();
	if (getenv("MM011_PLACES"))
		cover_print();
	return !good;
}
