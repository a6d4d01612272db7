// SPDX-License-Identifier: GPL-2.0
/*
 * What the actions of a program do: everything that a user of the device can, with
 * numbers that are at some limit more often than not, in several threads at a time, on
 * things that the others change meanwhile.
 */
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "fuse.h"
#include "fuzz_actions.h"

#define FDS 6u		/* machines, and what else comes to be there */
#define FILES 6u
#define OPS 64u
#define BYTES 0x20000u
#define MAPPINGS 4u
#define FUSE_SWAP_FILE 4u	/* place of FUSE's files in files[] */
#define FUSE_PROGRAM_FILE 5u
#define MACHINE_LENGTH 0x1000000u

/* shared by all threads, on purpose without a lock */
static int fds[FDS];
static int files[FILES];	/* swap files, programs, what is neither; two of them FUSE's */
static struct mm011_op ops[OPS];
static __u8 bytes[BYTES];
static void *mapping[MAPPINGS];
static int sockets[2];
static struct fuse *fuse;	/* in memory that its server shares */
static pid_t server;

static const __u32 numbers[] = {
	0, 1, 2, 3, 5, 7, 15, 16, 63, 64, 0x40, 0xff, 0x100, 0xfff, 0x1000, 0x1001, 0x2000, 0x5000,
	0xa0000, 0xfffff, 0x100000, 0x200000, 0x3fffff, 0x400000, 0xfff000, 0xffffff, 0x1000000,
	0x1000001, 0x3c00000, 0x3fff000, 0x4000000, 0x8000000, 0x7fffffff, 0x80000000,
	0xfffff000, 0xfffffffe, 0xffffffff,
};

/* a number of many: one of the above, near one of them, or any */
static __u32 number(__u32 seed)
{
	__u32 pick = numbers[seed % COUNT(numbers)];

	switch (seed >> 8 & 7) {
	case 0:
		return pick + (seed >> 11 & 3) - 1;
	case 1:
		return seed * 2654435761u;
	case 2:
		return TASK_BASE(seed >> 11 & 3) + (seed >> 13 & 15) * 0x1000 + (seed >> 17 & 3);
	default:
		return pick;
	}
}

static __u32 mix(__u32 seed, __u32 i)
{
	seed ^= i * 0x9e3779b9u;
	seed ^= seed >> 15;
	seed *= 0x85ebca6bu;
	return seed ^ seed >> 13;
}

static void make_op(struct mm011_op *op, __u32 seed)
{
	__u32 i, nargs = mix(seed, 9) % 9;

	memset(op, 0, sizeof(*op));
	op->code = mix(seed, 1) % 8 ? nth_op(mix(seed, 21)) : mix(seed, 21) % 512;
	op->task = mix(seed, 2) % 16 ? mix(seed, 3) % 4 : number(mix(seed, 3));
	if (mix(seed, 4) % 3 == 0)
		op->flags = 1u << mix(seed, 5) % 9;
	if (mix(seed, 4) % 4 == 0)
		op->flags |= MM011_OPF_SLEEP;
	for (i = 0; i < nargs; i++)
		op->arg[i] = number(mix(seed, 10 + i));
	if (op->code == MM011_OP_EXEC || op->code == MM011_OP_USELIB ||
	    op->code == MM011_OP_SWAP_FILE)
		op->arg[0] = files[mix(seed, 6) % FILES];
	if (mix(seed, 7) % 2)
		return;
	op->len = mix(seed, 8) % 4 ? mix(seed, 8) % 200 : number(mix(seed, 8)) % (BYTES + 2);
	op->data = address_of(bytes + mix(seed, 20) % 16);
}

/* as above, but so that it is accepted: the first arguments, data of the right length */
static void make_good_op(struct mm011_op *op, __u32 seed)
{
	static const __u16 codes[] = {
		MM011_OP_FORK, MM011_OP_EXIT, MM011_OP_WAITPID, MM011_OP_READ, MM011_OP_WRITE,
		MM011_OP_PAGE_FAULT, MM011_OP_SWAP_MEMORY, MM011_OP_SWAP_FILE,
		MM011_OP_INIT_SWAPPING, MM011_OP_SWAP_OUT, MM011_OP_EXEC,
		MM011_OP_EXEC_MADE_UP, MM011_OP_USELIB,
		MM011_OP_GET_FREE_PAGE, MM011_OP_MALLOC, MM011_OP_POKE32, MM011_OP_PHYS_WRITE,
		MM011_OP_REVIVE, MM011_OP_WAKE, MM011_OP_SWAP_READ, MM011_OP_SWAP_WRITE,
		MM011_OP_SHOW_MEM, MM011_OP_CALC_MEM, MM011_OP_SET_TASK, MM011_OP_COPY_PAGE_TABLES,
	};
	static const __u8 nargs[COUNT(codes)] = {
		0, 1, 2, 1, 1, 2, 1, 1, 0, 0, 3, 4, 1, 0, 1, 2, 1, 0, 0, 1, 1, 0, 0, 8, 3
	};
	__u32 i, which = mix(seed, 1) % COUNT(codes);

	memset(op, 0, sizeof(*op));
	op->code = codes[which];
	op->task = mix(seed, 3) % 4;
	if (mix(seed, 4) % 3 == 0)
		op->flags = MM011_OPF_SLEEP;
	for (i = 0; i < nargs[which]; i++)
		op->arg[i] = number(mix(seed, 10 + i));
	op->data = address_of(bytes);
	switch (op->code) {
	case MM011_OP_READ: case MM011_OP_WRITE: case MM011_OP_PHYS_WRITE:
		op->len = mix(seed, 8) % 8 ? mix(seed, 8) % 64 : mix(seed, 8) % BYTES;
		break;
	case MM011_OP_SWAP_READ: case MM011_OP_SWAP_WRITE:
		op->len = PAGE;
		op->arg[0] %= 100;
		break;
	case MM011_OP_SHOW_MEM:
		op->len = sizeof(struct mm011_show_mem);
		break;
	case MM011_OP_CALC_MEM:
		op->len = 2048;
		break;
	case MM011_OP_WAITPID:
		op->arg[0] = -1;
		op->data = 0;
		break;
	case MM011_OP_SWAP_MEMORY:
		op->arg[0] = 100 + mix(seed, 8) % 400;
		op->data = 0;
		break;
	case MM011_OP_EXEC: case MM011_OP_USELIB: case MM011_OP_SWAP_FILE:
		memset(op->arg + 1, 0, sizeof(op->arg) - sizeof(op->arg[0]));
		op->arg[0] = files[mix(seed, 8) % FILES];
		op->data = 0;
		break;
	case MM011_OP_EXEC_MADE_UP:
		op->arg[0] = 1 + mix(seed, 8) % 5;
		op->arg[1] %= 0x20000;
		op->arg[2] %= 0x20000;
		op->arg[3] %= 0x20000;
		op->data = 0;
		break;
	default:
		op->data = 0;
	}
}

/* ---- actions ---- */

static int *fd_of(const struct fuzz_action *x)
{
	return &fds[x->a % FDS];
}

static void run_ops(const struct fuzz_action *x)
{
	__u32 i, first = x->c % OPS, n = 1 + x->a / FDS % 16;

	for (i = 0; i < n; i++) {
		if (mix(x->b, i) % 4)
			make_good_op(&ops[(first + i) % OPS], mix(x->b, i));
		else
			make_op(&ops[(first + i) % OPS], mix(x->b, i));
	}
	do_ops(*fd_of(x), ops + first, first + n > OPS ? OPS - first : n, x->c >> 30, NULL);
}

/* what another thread may be handing over just now */
static void change_ops(const struct fuzz_action *x)
{
	__u32 i;

	for (i = 0; i < 200; i++) {
		make_op(&ops[mix(x->b, i) % OPS], mix(x->c, i));
		bytes[mix(x->c, i) % BYTES]++;
	}
}

static void run_many_ops(const struct fuzz_action *x)
{
	struct mm011_ops args = {
		.size = sizeof(args), .count = number(x->c), .flags = x->a >> 8 & 3,
		.ops = x->a & 0x8000 ? number(x->b) : address_of(ops),
	};

	call(*fd_of(x), MM011_IOC_OPS, &args);
}

static void any_ioctl(const struct fuzz_action *x)
{
	__u32 argument[64];
	__u32 i;

	for (i = 0; i < COUNT(argument); i++)
		argument[i] = mix(x->c, 100 + i) % 3 ? 0 : number(mix(x->c, i));
	argument[0] = x->a & 0x4000 ? number(x->b) : mix(x->b, 1) % 320;
	ioctl(*fd_of(x), x->a & 0x2000 ? x->b : MM011_IOC_RESET + x->b % 12,
	      x->a & 0x1000 ? (void *)(uintptr_t)x->c : argument);
}

static void questions(const struct fuzz_action *x)
{
	struct mm011_checksum sum = { .size = sizeof(sum), .flags = x->b & 1 };
	struct mm011_array array = {
		.size = sizeof(array), .first = number(x->b), .count = x->c % 3000,
		.data = address_of(bytes),
	};
	struct mm011_translate walk = {
		.size = sizeof(walk), .task = x->b % 65, .address = number(x->c),
		.access = x->b % 9,
	};
	struct mm011_task_info task = { .size = sizeof(task), .nr = x->b % 65 };

	switch (x->c % 6) {
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
	default:
		get_info(*fd_of(x));
	}
}

static void another_machine(const struct fuzz_action *x)
{
	int fd = new_machine_like((struct mm011_reset){
		.kernel = x->b & 1 ? MM011_KERNEL_0_12 : 0,
		.ram_kb = x->b & 2 ? 1024 + x->c % 400 : 0,
	});
	int old = __atomic_exchange_n(fd_of(x), fd, __ATOMIC_SEQ_CST);

	if (old > 2)
		close(old);
}

static void reset(const struct fuzz_action *x)
{
	reset_machine(*fd_of(x), (struct mm011_reset){
		.kernel = x->b % 14, .ram_kb = x->c & 1 ? number(x->c) : 1024 + x->c % 400,
		.ramdisk_kb = x->b & 0x100 ? number(x->b) : 0,
	});
}

static void wake(const struct fuzz_action *x)
{
	__u32 nr;

	for (nr = 0; nr < 8; nr++)
		OP(*fd_of(x), .code = MM011_OP_WAKE, .task = (nr + x->b) % 5);
}

static void duplicate(const struct fuzz_action *x)
{
	int fd = dup(*fd_of(x));
	int old = __atomic_exchange_n(&fds[x->b % FDS], fd, __ATOMIC_SEQ_CST);

	if (old > 2)
		close(old);
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
	size_t length = number(x->c) % (2 * MACHINE_LENGTH);

	if (*at)
		munmap(*at, MACHINE_LENGTH);
	*at = mmap(NULL, x->c & 1 ? MACHINE_LENGTH : length, x->b & 0x100 ? PROT_READ | PROT_WRITE :
		   PROT_READ, x->b & 0x200 ? MAP_PRIVATE : MAP_SHARED, *fd_of(x),
		   x->b & 0x400 ? number(x->b) & ~0xfffull : 0);
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
		ftruncate(fd, number(x->c) % 0x100000);
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

static void fuse_falls_silent(const struct fuzz_action *x)
{
	static const __u32 codes[] = { 0, FUSE_READ, FUSE_WRITE, FUSE_OPEN, FUSE_GETATTR, 0 };

	__atomic_store_n(&fuse->silent, codes[x->b % COUNT(codes)], __ATOMIC_SEQ_CST);
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
		;
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

static void (*const actions[])(const struct fuzz_action *x) = {
	run_ops, run_ops, run_ops, run_ops, run_many_ops, change_ops, any_ioctl, questions,
	another_machine, reset, wake, wake, duplicate, pass_descriptor, map, change_file,
	fuse_falls_silent, view, child, send_signal, unload, close_it,
};

/* ---- the program ---- */

static const struct fuzz_program *running;
static void (*enter_thread)(void), (*collect_places)(void);

static void *run_thread(void *argument)
{
	__u32 nr = (uintptr_t)argument;
	__u32 i;

	enter_thread();
	for (i = 0; i < running->length && i < FUZZ_ACTIONS; i++) {
		if (running->action[i].thread % FUZZ_THREADS != nr)
			continue;
		actions[running->action[i].what % COUNT(actions)](&running->action[i]);
		collect_places();
	}
	return NULL;
}

static void nothing(int signal)
{
}

/* a file in memory with a swap space, or a program, in it */
static int made_file(__u32 first_word)
{
	static __u32 page[PAGE / 4];
	int fd = memfd_create("fuzz", MFD_CLOEXEC);

	ftruncate(fd, 400 << 10);
	memset(page, 0, sizeof(page));
	if (first_word)
		page[0] = first_word;
	else
		mkswap((__u8 *)page, 100);
	pwrite(fd, page, PAGE, 0);
	return fd;
}

/*
 * The server is a process that lives on until the program is dead. Who ends flushes the
 * files that he has open, and would wait for it: FUSE's own affair.
 */
static void open_fuse_files(void)
{
	fuse = mmap(NULL, sizeof(*fuse), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	fuse->init_flags = FUSE_ASYNC_READ;
	fuse->open_flags = FOPEN_NOFLUSH;
	if (fuse_mount(fuse))
		return;
	server = fork();
	if (!server) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		fuse_serve(fuse);
		_exit(0);
	}
	close(fuse->dev);
	files[FUSE_SWAP_FILE] = fuse_open(fuse, "swap", O_RDWR);
	files[FUSE_PROGRAM_FILE] = fuse_open(fuse, "program", O_RDONLY);
	fuse_unmount(fuse);
}

/**
 * fuzz_prepare() - open the files of the next program
 */
void fuzz_prepare(void)
{
	files[0] = made_file(0);
	files[1] = made_file(0413);
	files[2] = open("/proc/self/maps", O_RDONLY);
	files[3] = open(DEBUGFS "/0/info", O_RDONLY);
	files[FUSE_SWAP_FILE] = -1;
	files[FUSE_PROGRAM_FILE] = -1;
	server = 0;
	open_fuse_files();
}

/**
 * fuzz_tidy() - it is dead: close them, and end their server
 */
void fuzz_tidy(void)
{
	__u32 i;

	for (i = 0; i < FILES; i++)
		if (files[i] >= 0)
			close(files[i]);
	munmap(fuse, sizeof(*fuse));
	if (server > 0) {
		kill(server, SIGKILL);
		waitpid(server, NULL, 0);
	}
}

/**
 * fuzz_run() - do what a program says
 * @program: the program
 * @enter: called in each thread before its first action
 * @collect: called in each after each of them
 *
 * Whoever calls is killed before long: what has been left unfinished is not given back.
 */
void fuzz_run(const struct fuzz_program *program, void (*enter)(void), void (*collect)(void))
{
	__u32 i;

	running = program;
	enter_thread = enter;
	collect_places = collect;
	signal(SIGUSR1, nothing);
	signal(SIGXFSZ, SIG_IGN);
	signal(SIGBUS, SIG_DFL);
	socketpair(AF_UNIX, SOCK_DGRAM, 0, sockets);
	for (i = 0; i < FDS; i++)
		fds[i] = -1;
	fds[0] = open(DEVICE, O_RDWR);
	fds[1] = new_machine_like((struct mm011_reset){
		.kernel = MM011_KERNEL_0_12, .ram_kb = 1200,
	});
	fds[2] = new_machine_like((struct mm011_reset){ .kernel = MM011_KERNEL_0_11 });
	fds[3] = open(DEVICE, O_RDONLY);
	for (i = 0; i < FUZZ_THREADS; i++)
		pthread_create(&threads[i], NULL, run_thread, (void *)(uintptr_t)i);
	for (i = 0; i < FUZZ_THREADS; i++)
		pthread_join(threads[i], NULL);
}
