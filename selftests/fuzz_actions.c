// SPDX-License-Identifier: GPL-2.0
/*
 * What the actions of a program do: everything that a user of the device can, in several
 * threads at a time, on things that the others change meanwhile.
 */
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "fuse.h"
#include "fuzz_actions.h"
#include "fuzz_ops.h"

#define FDS 6u		/* machines, and what else comes to be there */
#define OPS 64u
#define MAPPINGS 4u
#define FUSE_SWAP_FILE 4u	/* place of FUSE's files in files[] */
#define FUSE_PROGRAM_FILE 5u
#define MACHINE_LENGTH 0x1000000u

/* shared by all threads, on purpose without a lock */
static int fds[FDS];
static struct fuzz_things things;
static int *const files = things.files;	/* swap, programs, neither; two of them FUSE's */
static __u8 *const bytes = things.bytes;
static struct mm011_op ops[OPS];
static void *mapping[MAPPINGS];
static int sockets[2];
static int machines[2];	/* that all programs have; new for each, and once it is dead */
static struct fuse *fuse;	/* in memory that its server and the programs share */
static pid_t server;
static __u32 *done;		/* steps, in memory that the fuzzer shares */

/* somebody who is seen in the kernel each time has been out of it meanwhile */
static void come_on(void)
{
	__atomic_fetch_add(done, 1, __ATOMIC_SEQ_CST);
}

/* ---- actions ---- */

/* 0.12 can do most */
static int *fd_of(const struct fuzz_action *x)
{
	static const __u8 which[] = { 0, 1, 2, 3, 4, 5, 1, 1 };

	return &fds[which[x->a % COUNT(which)]];
}

static void run_ops(const struct fuzz_action *x)
{
	__u32 i, first = x->c % OPS, n = 1 + x->a / 8 % 16;

	for (i = 0; i < n; i++) {
		struct mm011_op *op = &ops[(first + i) % OPS];

		if (fuzz_mix(x->b, i) % 8)
			fuzz_good_op(op, fuzz_mix(x->b, i) >> 3, fuzz_mix(x->b, ~i), &things);
		else
			fuzz_any_op(op, fuzz_mix(x->b, i), &things);
	}
	do_ops(*fd_of(x), ops + first, first + n > OPS ? OPS - first : n, x->c >> 30, NULL);
}

/* what a small change of the program changes a little */
static void run_one_op(const struct fuzz_action *x)
{
	struct mm011_op op;

	fuzz_good_op(&op, x->b, x->c, &things);
	do_ops(*fd_of(x), &op, 1, 0, NULL);
}

/* what another thread may be handing over just now */
static void change_ops(const struct fuzz_action *x)
{
	__u32 i;

	for (i = 0; i < 200; i++) {
		fuzz_any_op(&ops[fuzz_mix(x->b, i) % OPS], fuzz_mix(x->c, i), &things);
		bytes[fuzz_mix(x->c, i) % FUZZ_BYTES]++;
		come_on();
	}
}

static void run_many_ops(const struct fuzz_action *x)
{
	struct mm011_ops args = {
		.size = sizeof(args), .count = fuzz_number(x->c), .flags = x->a >> 8 & 3,
		.ops = x->a & 0x8000 ? fuzz_number(x->b) : address_of(ops),
		.op_size = x->a & 0x4000 ? fuzz_number(x->b) : sizeof(ops[0]),
	};

	call(*fd_of(x), MM011_IOC_OPS, &args);
}

static void any_ioctl(const struct fuzz_action *x)
{
	__u32 argument[64];
	__u32 i;

	for (i = 0; i < COUNT(argument); i++)
		argument[i] = fuzz_mix(x->c, 100 + i) % 3 ? 0 : fuzz_number(fuzz_mix(x->c, i));
	argument[0] = x->a & 0x4000 ? fuzz_number(x->b) : fuzz_mix(x->b, 1) % 320;
	ioctl(*fd_of(x), x->a & 0x2000 ? x->b : MM011_IOC_RESET + x->b % 15,
	      x->a & 0x1000 ? (void *)(uintptr_t)x->c : argument);
}

static void questions(const struct fuzz_action *x)
{
	__u32 nr = x->b & 0x300 ? x->b % 4 : x->b % 65;
	struct mm011_checksum sum = { .size = sizeof(sum), .flags = x->b & 1 };
	struct mm011_array array = {
		.size = sizeof(array), .first = fuzz_number(x->b), .count = x->c % 3000,
		.data = address_of(bytes),
	};
	struct mm011_translate walk = {
		.size = sizeof(walk), .task = nr, .address = fuzz_number(x->c),
		.access = x->b % 9,
	};
	struct mm011_task_info task = { .size = sizeof(task), .nr = nr };

	switch (x->a >> 8 & 7) {
	case 0:
		call(*fd_of(x), MM011_IOC_CHECKSUM, &sum);
		break;
	case 1:
		call(*fd_of(x), MM011_IOC_MEM_MAP, &array);
		break;
	case 2:
		call(*fd_of(x), MM011_IOC_EVENTS, &array);
		break;
	case 3:
		call(*fd_of(x), MM011_IOC_TRANSLATE, &walk);
		break;
	case 4:
		call(*fd_of(x), MM011_IOC_TASK, &task);
		break;
	case 5:
		call(*fd_of(x), MM011_IOC_STATS, &array);
		break;
	default:
		get_info(*fd_of(x));
	}
}

/* what was there is closed, whoever is at work on it */
static void put_fd(int *where, int fd)
{
	int old = __atomic_exchange_n(where, fd, __ATOMIC_SEQ_CST);

	if (old > 2)
		close(old);
}

/* to make one takes longer than most programs */
static void another_machine(const struct fuzz_action *x)
{
	if (x->a & 0x700)
		put_fd(fd_of(x), dup(machines[x->b & 1]));
	else
		put_fd(fd_of(x), new_machine_like((struct mm011_reset){
			.kernel = x->b & 1 ? MM011_KERNEL_0_12 : 0,
			.ram_kb = x->b & 2 ? 1024 + x->c % 400 : 0,
		}));
}

/* 2.4: whole or bare */
static void reset24(const struct fuzz_action *x)
{
	reset_machine(*fd_of(x), (struct mm011_reset){
		.kernel = MM011_KERNEL_2_4, .flags = x->b & 3 ? 0 : MM011_RESET_BARE,
		.ram_kb = x->b & 4 ? 4096 + x->c % 8000 : x->b & 8 ? fuzz_number(x->c) : 0,
		.dma_kb = x->b & 16 ? x->c % 8000 : 0, .normal_kb = x->b & 32 ? x->c % 6000 : 0,
	});
}

static void reset(const struct fuzz_action *x)
{
	if (x->c & 0x1000) {
		reset24(x);
		return;
	}
	reset_machine(*fd_of(x), (struct mm011_reset){
		.kernel = x->b % 14, .ram_kb = x->c & 1 ? fuzz_number(x->c) : 1024 + x->c % 400,
		.ramdisk_kb = x->b & 0x100 ? fuzz_number(x->b) : 0,
	});
}

static void wake(const struct fuzz_action *x)
{
	__u32 nr;

	for (nr = 0; nr < 8; nr++) {
		OP(*fd_of(x), .code = MM011_OP_WAKE, .task = (nr + x->b) % 5);
		come_on();
	}
}

static void duplicate(const struct fuzz_action *x)
{
	put_fd(&fds[x->b % FDS], dup(*fd_of(x)));
}

/* a descriptor travels, and is closed on both sides while it is used */
static void pass_descriptor(const struct fuzz_action *x)
{
	union { char room[CMSG_SPACE(sizeof(int))]; struct cmsghdr align; } control = { { 0 } };
	char byte = 0;
	struct iovec part = { &byte, 1 };
	struct msghdr message = {
		.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	struct cmsghdr *c = CMSG_FIRSTHDR(&message);

	if (x->b & 1) {
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(c), fd_of(x), sizeof(int));
		sendmsg(sockets[0], &message, MSG_DONTWAIT);
	} else if (recvmsg(sockets[1], &message, MSG_DONTWAIT) > 0 && CMSG_FIRSTHDR(&message)) {
		memcpy(fd_of(x), CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(int));
	}
}

static void map(const struct fuzz_action *x)
{
	void **at = &mapping[x->b % MAPPINGS];
	size_t length = fuzz_number(x->c) % (2 * MACHINE_LENGTH);

	if (*at)
		munmap(*at, MACHINE_LENGTH);
	*at = mmap(NULL, x->c & 1 ? MACHINE_LENGTH : length, x->b & 0x100 ? PROT_READ | PROT_WRITE :
		   PROT_READ, x->b & 0x200 ? MAP_PRIVATE : MAP_SHARED, *fd_of(x),
		   x->b & 0x400 ? fuzz_number(x->b) & ~0xfffull : 0);
	if (*at == MAP_FAILED) {
		*at = NULL;
		return;
	}
	__atomic_fetch_add(bytes, *(__u8 *)*at, __ATOMIC_SEQ_CST);
	madvise(*at, PAGE, x->b % 25);
	mprotect(*at, PAGE, x->c % 8);
}

/* F_SETFL, truncation, writing under a machine's hands */
static void change_file(const struct fuzz_action *x)
{
	int fd = files[x->a % FUSE_SWAP_FILE];	/* on FUSE's a silent server would hold us */

	switch (x->b % 4) {
	case 0:
		fcntl(fd, F_SETFL, x->c & (O_APPEND | O_DIRECT | O_NONBLOCK | O_NOATIME));
		break;
	case 1:
		ftruncate(fd, fuzz_number(x->c) % 0x100000);
		break;
	case 2:
		pwrite(fd, bytes, x->c % 5000, x->c % 0x20000);
		break;
	default:
		ftruncate(fd, 400 << 10);
		mkswap(bytes, 100);
		pwrite(fd, bytes, PAGE, 0);
	}
}

static void use_fuse(const struct fuzz_action *x)
{
	static const __u32 codes[] = { MM011_OP_EXEC, MM011_OP_USELIB, MM011_OP_SWAP_FILE };

	OP(*fd_of(x), .code = codes[x->c % COUNT(codes)], .task = 1,
	   .arg = { files[x->c & 0x100 ? FUSE_SWAP_FILE : FUSE_PROGRAM_FILE] });
}

/* chance alone would seldom find somebody who waits for it */
static void fuse_falls_silent(const struct fuzz_action *x)
{
	static const __u32 codes[] = { 0, FUSE_READ, FUSE_WRITE, FUSE_OPEN, FUSE_GETATTR, 0 };

	fall_silent(fuse, codes[x->b % COUNT(codes)]);
	if (x->b & 0x100)
		use_fuse(x);
}

static void view(const struct fuzz_action *x)
{
	static const char *const names[] = {
		"info", "mem_map", "page_directory", "page_tables", "tasks", "malloc", "swap",
		"stats"
	};
	char path[80];
	int fd;

	snprintf(path, sizeof(path), DEBUGFS "/%u/%s", x->a % 4, names[x->b % COUNT(names)]);
	fd = open(path, O_RDONLY);
	if (fd < 0)
		return;
	while (read(fd, bytes, 1 + x->c % 9000) > 0)
		come_on();
	close(fd);
}

static void child(const struct fuzz_action *x)
{
	pid_t pid = fork();

	if (!pid) {
		run_ops(x);
		wake(x);
		_exit(0);
	}
	if (pid > 0 && x->b & 1)
		kill(pid, SIGKILL);
	if (pid > 0)
		waitpid(pid, NULL, x->b & 2 ? WNOHANG : 0);
}

static pthread_t threads[FUZZ_THREADS];

static void send_signal(const struct fuzz_action *x)
{
	pthread_kill(threads[x->b % FUZZ_THREADS], SIGUSR1);
}

static void unload(const struct fuzz_action *x)
{
	syscall(SYS_delete_module, "mm011", O_NONBLOCK);
}

static void close_it(const struct fuzz_action *x)
{
	int fd = *fd_of(x);

	if (fd > 2)
		close(fd);
}

/* append only, as codes[] in fuzz_ops.c */
static void (*const actions[])(const struct fuzz_action *x) = {
	run_ops, run_ops, run_one_op, run_one_op, run_one_op, run_many_ops, change_ops,
	any_ioctl, questions, another_machine, reset, wake, wake, duplicate, pass_descriptor,
	map, change_file, fuse_falls_silent, view, child, send_signal, unload, close_it,
};

/* ---- the program ---- */

static const struct fuzz_program *running;
static void (*begin_thread)(__u32 nr);

static void *run_thread(void *argument)
{
	__u32 nr = (uintptr_t)argument;
	__u32 i;

	begin_thread(nr);
	for (i = 0; i < running->length && i < FUZZ_ACTIONS; i++) {
		if (running->action[i].thread % FUZZ_THREADS != nr)
			continue;
		actions[running->action[i].what % running->kinds](&running->action[i]);
		come_on();
	}
	return NULL;
}

static void nothing(int signal)
{
}

/* a file in memory with a swap space, or a program, in it */
static int made_file(bool is_program)
{
	static const __u32 program[] = { 0413, 3 * PAGE, PAGE, PAGE };
	static __u32 page[PAGE / 4];
	int fd = memfd_create("fuzz", MFD_CLOEXEC);

	ftruncate(fd, 400 << 10);
	mkswap((__u8 *)page, 100);
	if (is_program)
		memcpy(page, program, sizeof(program));
	pwrite(fd, page, PAGE, 0);
	return fd;
}

/*
 * The server is a process that lives on until the program is dead. Who ends flushes the
 * files that he has open, and would wait for it: FUSE's own affair.
 */
static void begin_fuse(void)
{
	files[FUSE_SWAP_FILE] = -1;
	files[FUSE_PROGRAM_FILE] = -1;
	server = 0;
	memset(fuse, 0, sizeof(*fuse));
	fuse->init_flags = FUSE_ASYNC_READ;
	fuse->open_flags = FOPEN_NOFLUSH;
	if (fuse_mount(fuse))
		return;
	server = begin_server(fuse);
	close(fuse->dev);
	files[FUSE_SWAP_FILE] = fuse_open(fuse, "swap", O_RDWR);
	files[FUSE_PROGRAM_FILE] = fuse_open(fuse, "program", O_RDONLY);
	fuse_unmount(fuse);
}

static void end_fuse(void)
{
	close(files[FUSE_SWAP_FILE]);
	close(files[FUSE_PROGRAM_FILE]);
	kill(server, SIGKILL);
	waitpid(server, NULL, 0);
}

static const struct mm011_reset kinds[COUNT(machines)] = {
	{ .kernel = MM011_KERNEL_0_12, .ram_kb = 1200 }, { .kernel = MM011_KERNEL_0_11 },
};

/* with tasks: most operations are one's */
static int restart(int fd, const struct mm011_reset *kind)
{
	int err = reset_machine(fd, *kind);

	if (!err)
		err = fork_task(fd, 0);
	if (err > 0)
		err = fork_task(fd, 1);
	return err > 0 ? 0 : err;
}

/**
 * fuzz_init() - what all programs have in common: machines, a file system
 *
 * Return: 0 or a negative errno.
 */
int fuzz_init(void)
{
	__u32 i;

	done = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	fuse = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	for (i = 0; i < COUNT(machines); i++) {
		machines[i] = new_machine();
		if (restart(machines[i], &kinds[i]))
			return -ENODEV;
	}
	begin_fuse();
	return 0;
}

/**
 * fuzz_of_today() - let the numbers of a program mean what they mean to a new one
 * @program: the program
 */
void fuzz_of_today(struct fuzz_program *program)
{
	program->operations = fuzz_operations();
	program->kinds = COUNT(actions);
}

/**
 * fuzz_can_run() - was it made by a fuzzer that knew no more than this one?
 * @program: the program
 *
 * Return: whether its numbers have a meaning here.
 */
bool fuzz_can_run(const struct fuzz_program *program)
{
	return program->length && program->kinds && program->kinds <= COUNT(actions) &&
	       program->operations && program->operations <= fuzz_operations();
}

/**
 * fuzz_prepare() - open the files of the next program
 */
void fuzz_prepare(void)
{
	*done = 0;
	files[0] = made_file(false);
	files[1] = made_file(true);
	files[2] = open("/proc/self/maps", O_RDONLY);
	files[3] = open(DEBUGFS "/0/info", O_RDONLY);
}

/**
 * fuzz_done() - does the program come on?
 *
 * Return: how many of its steps have come to their end: actions, and parts of long ones.
 */
__u32 fuzz_done(void)
{
	return __atomic_load_n(done, __ATOMIC_SEQ_CST);
}

/**
 * fuzz_server_is_silent() - may somebody wait for ever who is not killed?
 *
 * Return: whether a request to the file system gets, or got, no answer.
 */
bool fuzz_server_is_silent(void)
{
	return __atomic_load_n(&fuse->silent, __ATOMIC_SEQ_CST) ||
	       __atomic_load_n(&fuse->stuck, __ATOMIC_SEQ_CST);
}

/**
 * fuzz_tidy() - it is dead: close its files, make all as it was
 *
 * Return: 0 or a negative errno: a machine cannot be reset.
 */
int fuzz_tidy(void)
{
	int err = 0;
	__u32 i;

	for (i = 0; i < FUSE_SWAP_FILE; i++)
		close(files[i]);
	if (server > 0 && (fuse->silent || fuse->stuck)) {
		end_fuse();
		begin_fuse();
	}
	for (i = 0; i < COUNT(machines) && !err; i++)
		err = restart(machines[i], &kinds[i]);
	return err;
}

/**
 * fuzz_run() - do what a program says
 * @program: the program
 * @begin: called in each thread before its first action
 *
 * Whoever calls is killed before long: what has been left unfinished is not given back.
 */
void fuzz_run(const struct fuzz_program *program, void (*begin)(__u32 nr))
{
	__u32 i;

	running = program;
	things.operations = program->operations;
	begin_thread = begin;
	signal(SIGUSR1, nothing);
	signal(SIGXFSZ, SIG_IGN);
	signal(SIGBUS, SIG_DFL);
	socketpair(AF_UNIX, SOCK_DGRAM, 0, sockets);
	for (i = 0; i < FDS; i++)
		fds[i] = -1;
	fds[0] = open(DEVICE, O_RDWR);
	fds[1] = dup(machines[0]);
	fds[2] = dup(machines[1]);
	fds[3] = open(DEVICE, O_RDONLY);
	fds[4] = dup(machines[0]);
	for (i = 0; i < FUZZ_THREADS; i++)
		pthread_create(&threads[i], NULL, run_thread, (void *)(uintptr_t)i);
	for (i = 0; i < FUZZ_THREADS; i++)
		pthread_join(threads[i], NULL);
}
