// SPDX-License-Identifier: GPL-2.0
/*
 * Everything at once, for as long as one likes; and owners that are killed in
 * the middle of it. Afterwards every ledger balances, no thread is stuck, and
 * there are as many machines as before.
 *
 * $MM011_SECONDS (3) and $MM011_KILLS (50) say how much of it.
 */
#include <dirent.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "mm011_test.h"

/* who has not come back by then is stuck, even on a slow and busy host */
#define STUCK 60.0

static int setting(const char *name, int otherwise)
{
	const char *value = getenv(name);

	return value ? atoi(value) : otherwise;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static __u32 next_random(__u32 *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static int machines(void)
{
	DIR *directory = opendir(DEBUGFS);
	struct dirent *entry;
	int count = 0;

	while (directory && (entry = readdir(directory)))
		count += entry->d_name[0] != '.';
	if (directory)
		closedir(directory);
	return count;
}

/* what the threads share: a machine for the well-behaved and one for the others */
struct stage {
	int fd;
	int hostile;
	int stop;
};

struct player {
	pthread_t thread;
	struct stage *stage;
	const char *name;
	int (*once)(struct player *player);	/* what it does; how much went wrong */
	__u32 seed;
	int wrong;
	__u32 times;
};

static int live_once(struct player *player)
{
	return live(player->stage->fd, player->seed);
}

static int own_machine(struct player *player)
{
	int fd = new_machine(), wrong;

	if (fd < 0)
		return 1;
	wrong = fork_task(fd, 0) != 1;
	wrong += live(fd, 3);
	wrong += ledger(fd) != 0;
	return wrong + !!close(fd);
}

/* any operation with any argument, small ones and large ones */
static struct mm011_op random_op(__u32 *seed, void *data)
{
	struct mm011_op op = {
		.code = nth_op(next_random(seed)), .task = next_random(seed) % 4,
		.len = next_random(seed) % 3 ? 0 : 64, .data = address_of(data),
	};
	int i, args = next_random(seed) % 4;

	if (next_random(seed) % 2)
		op.flags = MM011_OPF_EVENTS;
	if (next_random(seed) % 4 == 0)
		op.flags |= MM011_OPF_SLEEP;

	for (i = 0; i < args; i++) {
		op.arg[i] = next_random(seed) >> next_random(seed) % 24;
		if (next_random(seed) % 2)
			op.arg[i] <<= 12;
	}
	if (!op.len)
		op.data = 0;
	return op;
}

static const struct mm011_reset small_0_12 = { .kernel = MM011_KERNEL_0_12, .ram_kb = 2048 };

/* one kernel or the other, and something to swap to, so that operations can sleep */
static int reset_hostile(struct player *player)
{
	int fd = player->stage->hostile, err;

	if (next_random(&player->seed) % 2)
		return reset_machine(fd, (struct mm011_reset){ 0 });
	err = reset_machine(fd, small_0_12);
	OP(fd, .code = MM011_OP_SWAP_MEMORY, .arg = { 1024 });
	OP(fd, .code = MM011_OP_INIT_SWAPPING);
	return err;
}

/* no answer is wrong, but one that never comes; a panic is cured */
static int do_anything(struct player *player)
{
	struct mm011_op ops[70];
	char data[64] = { 0 };
	unsigned int i;

	for (i = 0; i < COUNT(ops); i++)
		ops[i] = random_op(&player->seed, data);
	if (do_ops(player->stage->hostile, ops, COUNT(ops), 0, NULL))
		return 1;
	if (next_random(&player->seed) % 4 == 0)
		return reset_hostile(player) != 0;
	return call(player->stage->hostile, MM011_IOC_REVIVE, NULL) != 0;
}

static int get_array(int fd, unsigned long command, void *to, __u32 count)
{
	struct mm011_array args = {
		.size = sizeof(args), .count = count, .data = address_of(to),
	};

	return call(fd, command, &args);
}

static int read_events(struct player *player)
{
	struct mm011_event events[100];

	memset(events, 0, sizeof(events));
	return get_array(player->stage->hostile, MM011_IOC_EVENTS, events, COUNT(events)) ||
	       events[0].type > MM011_EV24_SWAP_COUNT;
}

/* each ioctl that tells something */
static int ask_everything(struct player *player)
{
	struct mm011_translate walk = { .size = sizeof(walk), .address = 0x1000 };
	struct mm011_task_info task = { .size = sizeof(task) };
	__u64 stats[MM011_STAT_MAX];
	__u8 map[MM011_PAGING_PAGES];
	int fd = player->stage->fd;

	return get_info(fd).high_memory != MM011_MEMORY_SIZE || !machine_sum(fd) ||
	       get_mem_map(fd, map) || call(fd, MM011_IOC_TASK, &task) ||
	       call(fd, MM011_IOC_TRANSLATE, &walk) || walk.outcome != MM011_WALK_OK ||
	       get_array(fd, MM011_IOC_STATS, stats, MM011_STAT_MAX);
}

/* the views of all machines, some of which go meanwhile */
static int read_views(struct player *player)
{
	static const char * const views[] = {
		"info", "mem_map", "page_directory", "page_tables", "tasks", "malloc", "stats"
	};
	char path[64], bytes[4096];
	ssize_t n = 1;
	int file;

	snprintf(path, sizeof(path), DEBUGFS "/%u/%s", next_random(&player->seed) % 8,
		 views[next_random(&player->seed) % COUNT(views)]);
	file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		return errno != ENOENT;
	while (n > 0)
		n = read(file, bytes, sizeof(bytes));
	n = n && errno != EIO;
	close(file);
	return n;
}

/* physical memory while others change it */
static int read_memory(struct player *player)
{
	const __u32 *memory = mmap(NULL, MM011_MEMORY_SIZE, PROT_READ, MAP_SHARED,
				   player->stage->hostile, 0);
	__u32 i, sum = 0;

	if (memory == MAP_FAILED)
		return 1;
	for (i = 0; i < MM011_MEMORY_SIZE / 4; i += PAGE) {
		sum += __atomic_load_n(&memory[i], __ATOMIC_RELAXED);
		if (i % (64 * PAGE) == 0)
			madvise((void *)memory, 16 * PAGE, MADV_DONTNEED);
	}
	__atomic_store_n(&player->seed, player->seed + (sum & 1), __ATOMIC_RELAXED);
	return munmap((void *)memory, MM011_MEMORY_SIZE) != 0;
}

/* the shared machine comes and goes by its name */
static int open_and_close(struct player *player)
{
	int fd = open(DEVICE, O_RDWR | O_CLOEXEC);
	int wrong = fd < 0 || get_info(fd).machine != 0;

	close(fd);
	return wrong;
}

static void *play(void *argument)
{
	struct player *player = argument;

	while (!__atomic_load_n(&player->stage->stop, __ATOMIC_RELAXED)) {
		player->wrong += player->once(player);
		player->times++;
	}
	return NULL;
}

/* 0: it has ended */
static int join_in_time(pthread_t thread)
{
	struct timespec limit;

	clock_gettime(CLOCK_REALTIME, &limit);
	limit.tv_sec += STUCK;
	return pthread_timedjoin_np(thread, NULL, &limit);
}

FIXTURE(stress)
{
	struct stage stage;
	int machines;
	__u32 free_pages;
};

FIXTURE_SETUP(stress)
{
	self->machines = machines();
	self->stage.fd = new_machine();
	ASSERT_GE(self->stage.fd, 0);
	self->stage.hostile = new_machine();
	ASSERT_GE(self->stage.hostile, 0);
	ASSERT_EQ(1, fork_task(self->stage.fd, 0));
	self->free_pages = get_info(self->stage.fd).free_pages;
}

FIXTURE_TEARDOWN(stress)
{
	EXPECT_EQ(0, ledger(self->stage.fd));
	EXPECT_EQ(0, reset_machine(self->stage.hostile, (struct mm011_reset){ 0 }));
	EXPECT_EQ(0, ledger(self->stage.hostile));
	close(self->stage.fd);
	close(self->stage.hostile);
	EXPECT_EQ(self->machines, machines());
}

TEST_F_TIMEOUT(stress, everything_at_once, 36000)
{
	struct player players[] = {
		{ .name = "life", .once = live_once },
		{ .name = "another life", .once = live_once },
		{ .name = "own machine", .once = own_machine },
		{ .name = "another machine", .once = own_machine },
		{ .name = "any operation", .once = do_anything },
		{ .name = "any other operation", .once = do_anything },
		{ .name = "events", .once = read_events },
		{ .name = "ioctls", .once = ask_everything },
		{ .name = "views", .once = read_views },
		{ .name = "more views", .once = read_views },
		{ .name = "memory", .once = read_memory },
		{ .name = "device", .once = open_and_close },
	};
	unsigned int i;

	ASSERT_EQ(0, access(DEBUGFS "/0/info", R_OK));	/* else no view is read */
	for (i = 0; i < COUNT(players); i++) {
		players[i].stage = &self->stage;
		players[i].seed = i + 1;
		ASSERT_EQ(0, pthread_create(&players[i].thread, NULL, play, &players[i]));
	}
	sleep(setting("MM011_SECONDS", 3));
	__atomic_store_n(&self->stage.stop, 1, __ATOMIC_RELAXED);
	for (i = 0; i < COUNT(players); i++) {
		ASSERT_EQ(0, join_in_time(players[i].thread)) {
			TH_LOG("%s is stuck", players[i].name);
		}
		EXPECT_EQ(0, players[i].wrong) {
			TH_LOG("%s", players[i].name);
		}
		EXPECT_LT(0, players[i].times);
		TH_LOG("%-20s %u times", players[i].name, players[i].times);
	}
	EXPECT_EQ(self->free_pages, get_info(self->stage.fd).free_pages);
	EXPECT_EQ(2, get_info(self->stage.fd).tasks);
}

/* tasks of a machine without memory, some of which sleep while their pages are swapped */
static void leave_asleep(int fd)
{
	__u32 addr, word = 1;

	reset_machine(fd, small_0_12);
	OP(fd, .code = MM011_OP_SWAP_MEMORY, .arg = { 1024 });
	OP(fd, .code = MM011_OP_INIT_SWAPPING);
	fork_task(fd, 0);
	fork_task(fd, 1);
	for (addr = 0; addr < 0x200000; addr += PAGE)
		OP(fd, .code = MM011_OP_WRITE, .task = 1 + addr / PAGE % 2,
		   .flags = MM011_OPF_SLEEP, .arg = { 0x100000 + addr }, .len = 4,
		   .data = address_of(&word));
}

/* works with all that it has, until it is killed or has done it so many times */
static void *own_and_use(void *argument)
{
	struct player *player = argument;
	struct mm011_event events[100];
	char *memory;
	int fd;

	for ( ; player->times; player->times--) {
		fd = new_machine();
		memory = mmap(NULL, MM011_MEMORY_SIZE, PROT_READ, MAP_SHARED, fd, 0);
		fork_task(fd, 0);
		live(fd, 1);
		live(player->stage->fd, 2);
		player->seed += memory == MAP_FAILED ? 0 : memory[0x1000];
		get_array(fd, MM011_IOC_EVENTS, events, COUNT(events));
		read_views(player);
		leave_asleep(fd);
		close(fd);
		munmap(memory, MM011_MEMORY_SIZE);
	}
	return NULL;
}

/* an owner with two threads; a task of a shared machine is left behind when it is killed */
static pid_t new_owner(struct stage *stage, __u32 seed, __u32 times)
{
	struct player players[2] = {
		{ .stage = stage, .seed = seed, .times = times },
		{ .stage = stage, .seed = seed + 1, .times = times },
	};
	pid_t pid = fork();

	if (pid)
		return pid;
	if (pthread_create(&players[0].thread, NULL, own_and_use, &players[0]))
		_exit(1);
	own_and_use(&players[1]);
	pthread_join(players[0].thread, NULL);
	_exit(0);
}

/* the time that it takes to die; STUCK: it does not */
static double wait_for_end(pid_t pid)
{
	double start = now();
	int status;

	while (waitpid(pid, &status, WNOHANG) != pid) {
		if (now() - start > STUCK)
			return STUCK;
		usleep(1000);
	}
	return now() - start;
}

/* killed at any moment from the first one to the end of what it does once */
TEST_F_TIMEOUT(stress, owners_are_killed, 36000)
{
	int i, kills = setting("MM011_KILLS", 50);
	double start = now(), once, slowest = 0;
	__u32 seed = 1;
	pid_t pid;

	pid = new_owner(&self->stage, 1, 1);
	ASSERT_LT(0, pid);
	ASSERT_GT(STUCK, wait_for_end(pid));
	once = now() - start;
	for (i = 0; i < kills; i++) {
		pid = new_owner(&self->stage, i, 1000);
		ASSERT_LT(0, pid);
		usleep(next_random(&seed) % 1000 * once * 1100);
		ASSERT_EQ(0, kill(pid, SIGKILL));
		start = now();
		ASSERT_GT(STUCK, wait_for_end(pid));
		slowest = now() - start > slowest ? now() - start : slowest;
		ASSERT_EQ(self->machines + 2, machines());
		if (get_info(self->stage.fd).tasks > 40) {
			ASSERT_EQ(0, ledger(self->stage.fd));
			ASSERT_EQ(0, reset_machine(self->stage.fd, (struct mm011_reset){ 0 }));
			ASSERT_EQ(1, fork_task(self->stage.fd, 0));
		}
	}
	TH_LOG("%d owners killed within %.3f s, the slowest took %.3f s to go", kills, once,
	       slowest);
}

TEST_HARNESS_MAIN
