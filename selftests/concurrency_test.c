// SPDX-License-Identifier: GPL-2.0
/*
 * Many users at a time, on one machine and on many. Afterwards the ledger must
 * balance: every page counted as often as something refers to it.
 */
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "mm011_test.h"

#define USERS 4
#define ROUNDS 40

FIXTURE(users)
{
	int fd;
};

FIXTURE_SETUP(users)
{
	self->fd = new_machine();
	ASSERT_GE(self->fd, 0);
	ASSERT_EQ(1, fork_task(self->fd, 0));
}

FIXTURE_TEARDOWN(users)
{
	close(self->fd);
}

struct user {
	pthread_t thread;
	int fd;
	__u32 id;
	__u32 sum;		/* of the machine it worked on */
	int wrong;		/* how often something else came out than expected */
	int *stop;
};

static int run_users(int fd, void *(*work)(void *))
{
	struct user users[USERS];
	int i, wrong = 0;

	for (i = 0; i < USERS; i++) {
		users[i] = (struct user){ .fd = fd, .id = i };
		if (pthread_create(&users[i].thread, NULL, work, &users[i]))
			return -1;
	}
	for (i = 0; i < USERS; i++) {
		pthread_join(users[i].thread, NULL);
		wrong += users[i].wrong;
	}
	return wrong;
}

static void *live_on(void *argument)
{
	struct user *user = argument;
	int i;

	for (i = 0; i < ROUNDS; i++)
		user->wrong += live(user->fd, user->id + 1);
	return NULL;
}

TEST_F_TIMEOUT(users, share_a_machine, 120)
{
	__u32 free_pages = get_info(self->fd).free_pages;

	EXPECT_EQ(0, run_users(self->fd, live_on));
	EXPECT_EQ(free_pages, get_info(self->fd).free_pages);
	EXPECT_EQ(2, get_info(self->fd).tasks);
	EXPECT_EQ(USERS * ROUNDS + 1, get_stat(self->fd, MM011_STAT_FORK));
	EXPECT_EQ(0, ledger(self->fd));
}

static void *own_machine(void *argument)
{
	struct user *user = argument;
	int fd = new_machine(), i;

	if (fd < 0 || fork_task(fd, 0) != 1) {
		user->wrong++;
		return NULL;
	}
	for (i = 0; i < ROUNDS / 2; i++)
		user->wrong += live(fd, 7);
	user->wrong += ledger(fd) != 0;
	user->sum = machine_sum(fd);
	close(fd);
	return NULL;
}

/* the same life on many machines at once comes out the same on each */
TEST_F_TIMEOUT(users, have_a_machine_each, 120)
{
	struct user alone = { 0 }, users[USERS];
	int i;

	own_machine(&alone);
	EXPECT_EQ(0, alone.wrong);
	for (i = 0; i < USERS; i++) {
		users[i] = (struct user){ 0 };
		ASSERT_EQ(0, pthread_create(&users[i].thread, NULL, own_machine, &users[i]));
	}
	for (i = 0; i < USERS; i++) {
		pthread_join(users[i].thread, NULL);
		EXPECT_EQ(0, users[i].wrong);
		EXPECT_EQ(alone.sum, users[i].sum);
	}
}

/* nobody comes in between the operations of an array, at no place in it */
static void *write_wait_read(void *argument)
{
	struct user *user = argument;
	struct mm011_op ops[200];
	__u32 i, round;

	for (round = 0; round < ROUNDS; round++) {
		memset(ops, 0, sizeof(ops));
		for (i = 0; i < COUNT(ops); i++) {
			ops[i].code = i % 50 ? MM011_OP_PEEK32 : MM011_OP_NONE;
			ops[i].arg[0] = i % 50 ? 0x500000 : 0;
		}
		ops[0] = (struct mm011_op){
			.code = MM011_OP_POKE32, .arg = { 0x500000, user->id + round * USERS }
		};
		user->wrong += do_ops(user->fd, ops, COUNT(ops), 0, NULL) != 0;
		for (i = 1; i < COUNT(ops); i++)
			if (i % 50)
				user->wrong += ops[i].ret != user->id + round * USERS;
	}
	return NULL;
}

TEST_F_TIMEOUT(users, do_not_come_in_between, 120)
{
	EXPECT_EQ(0, run_users(self->fd, write_wait_read));
}

/* operations fail when somebody resets the machine, and that is all */
static void *live_and_reset(void *argument)
{
	struct user *user = argument;
	int i;

	for (i = 0; i < ROUNDS / 2; i++) {
		live(user->fd, user->id);
		fork_task(user->fd, 0);
		if (user->id == 0 && i % 5 == 0)
			user->wrong += reset_machine(user->fd, (struct mm011_reset){ 0 }) != 0;
	}
	return NULL;
}

TEST_F_TIMEOUT(users, may_reset_it_meanwhile, 120)
{
	EXPECT_EQ(0, run_users(self->fd, live_and_reset));
	EXPECT_EQ(0, get_info(self->fd).stopped);
	EXPECT_EQ(0, ledger(self->fd));
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

/* an array that takes a minute and more: a checksum of many tables each */
static pid_t long_array(int fd)
{
	struct mm011_op *ops = calloc(MM011_MAX_OPS, sizeof(*ops));
	pid_t pid = fork();
	__u32 i;

	if (pid)
		return pid;
	for (i = 0; i < MM011_MAX_OPS; i++)
		ops[i].flags = MM011_OPF_CRC_NOAD;
	for (;;)
		do_ops(fd, ops, MM011_MAX_OPS, 0, NULL);
}

static double time_to_die(pid_t pid)
{
	double start = now();
	int status;

	kill(pid, SIGKILL);
	while (!waitpid(pid, &status, WNOHANG))
		if (now() - start > 20)
			return 20;
	return now() - start;
}

static void fill_with_tasks(int fd)
{
	while (fork_task(fd, 0) > 0)
		;
}

TEST_F_TIMEOUT(users, can_be_killed_in_a_long_array, 60)
{
	pid_t pid;

	fill_with_tasks(self->fd);
	pid = long_array(self->fd);
	usleep(500000);
	EXPECT_GT(5.0, time_to_die(pid));
	EXPECT_EQ(0, ledger(self->fd));
	EXPECT_EQ(64, get_info(self->fd).tasks);
}

TEST_F_TIMEOUT(users, can_be_killed_while_they_wait, 60)
{
	pid_t busy, waiting;

	fill_with_tasks(self->fd);
	busy = long_array(self->fd);
	usleep(500000);
	waiting = fork();
	if (!waiting) {
		machine_sum(self->fd);
		pause();
	}
	usleep(200000);
	EXPECT_GT(5.0, time_to_die(waiting));
	EXPECT_GT(5.0, time_to_die(busy));
	EXPECT_EQ(0, ledger(self->fd));
}

static void read_file(const char *path)
{
	char bytes[4096];
	int fd = open(path, O_RDONLY);

	if (fd < 0)
		return;
	while (read(fd, bytes, sizeof(bytes)) > 0)
		;
	close(fd);
}

static void *read_views(void *argument)
{
	static const char * const views[] = { "info", "mem_map", "page_tables", "tasks", "stats" };
	struct user *user = argument;
	char path[64];
	int id;

	while (!__atomic_load_n(user->stop, __ATOMIC_RELAXED))
		for (id = 0; id < 8; id++) {
			snprintf(path, sizeof(path), DEBUGFS "/%d/%s", id,
				 views[id % COUNT(views)]);
			read_file(path);
		}
	return NULL;
}

static void *come_and_go(void *argument)
{
	struct user *user = argument;
	int fd;

	while (!__atomic_load_n(user->stop, __ATOMIC_RELAXED)) {
		fd = new_machine();
		user->wrong += fd < 0 || fork_task(fd, 0) != 1;
		close(fd);
	}
	return NULL;
}

/* machines go while their views are read */
TEST_F_TIMEOUT(users, look_while_machines_go, 60)
{
	int stop = 0;
	struct user users[4];
	int i, wrong = 0;

	if (access(DEBUGFS "/0/info", R_OK))
		SKIP(return, "there are no views without debugfs");
	for (i = 0; i < COUNT(users); i++) {
		users[i] = (struct user){ .stop = &stop };
		ASSERT_EQ(0, pthread_create(&users[i].thread, NULL,
					    i % 2 ? read_views : come_and_go, &users[i]));
	}
	sleep(2);
	__atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
	for (i = 0; i < COUNT(users); i++) {
		pthread_join(users[i].thread, NULL);
		wrong += users[i].wrong;
	}
	EXPECT_EQ(0, wrong);
	EXPECT_EQ(2, get_info(self->fd).tasks);
}

TEST_HARNESS_MAIN
