// SPDX-License-Identifier: GPL-2.0
/*
 * Files whose server does not answer. Whoever is killed while he waits for it must be
 * gone a second later, and his machine with him, though the server is one of his own
 * threads; and the module can be removed when the server is gone.
 *
 * The file system is FUSE, which waits without looking at signals once its server has
 * taken the request.
 */
#include <signal.h>

#include "fuse.h"
#include "soon.h"

enum server { OWN_THREAD, ANOTHER };

/*
 * What waits for the server: with task 1 of @fd, and @file; in a thread of its own if
 * @flags is MM011_OPF_SLEEP. Whatever it asks for before it sets @silent is answered.
 */
typedef void action(struct fuse *fs, int fd, int file, __u16 flags);

static void init_swapping_from(struct fuse *fs, int fd, int file, __u16 flags)
{
	OP(fd, .code = MM011_OP_SWAP_FILE, .arg = { file });
	fall_silent(fs, FUSE_READ);
	OP(fd, .code = MM011_OP_INIT_SWAPPING, .flags = flags);
	OP(fd, .code = MM011_OP_WAKE);
}

static void swap_read_from(struct fuse *fs, int fd, int file, __u16 flags)
{
	__u8 page[PAGE];

	OP(fd, .code = MM011_OP_SWAP_FILE, .arg = { file });
	fall_silent(fs, FUSE_READ);
	OP(fd, .code = MM011_OP_SWAP_READ, .arg = { 90 }, .len = PAGE, .data = address_of(page));
}

/*
 * Memory is full, and a page of task 1 must go. Whoever has a file open himself waits at
 * his end, in FUSE, for anybody who writes to it; so he has not.
 */
static void swap_out_to(struct fuse *fs, int fd, int file, __u16 flags)
{
	swap_to_file(fd, file);
	close(file);
	write_pages(fd, 1, 0, 30);
	while (get_info(fd).free_pages && !OP(fd, .code = MM011_OP_PIPE).error)
		;
	fall_silent(fs, FUSE_WRITE);
	OP(fd, .code = MM011_OP_GET_FREE_PAGE, .flags = flags, .task = flags ? 2 : 0);
	OP(fd, .code = MM011_OP_WAKE, .task = 2);
}

static void take_as_swap_file(struct fuse *fs, int fd, int file, __u16 flags)
{
	OP(fd, .code = MM011_OP_SWAP_FILE, .arg = { file });
}

static void open_swap_file(struct fuse *fs, int fd, int file, __u16 flags)
{
	fall_silent(fs, FUSE_OPEN);
	take_as_swap_file(fs, fd, file, flags);
}

static void stat_swap_file(struct fuse *fs, int fd, int file, __u16 flags)
{
	fall_silent(fs, FUSE_GETATTR);
	take_as_swap_file(fs, fd, file, flags);
}

static void exec(int fd, int file)
{
	OP(fd, .code = MM011_OP_EXEC, .task = 1, .arg = { file });
}

static void open_program(struct fuse *fs, int fd, int file, __u16 flags)
{
	fall_silent(fs, FUSE_OPEN);
	exec(fd, file);
}

static void stat_program(struct fuse *fs, int fd, int file, __u16 flags)
{
	fall_silent(fs, FUSE_GETATTR);
	exec(fd, file);
}

static void read_header(struct fuse *fs, int fd, int file, __u16 flags)
{
	fall_silent(fs, FUSE_READ);
	exec(fd, file);
}

static void open_library(struct fuse *fs, int fd, int file, __u16 flags)
{
	fall_silent(fs, FUSE_OPEN);
	OP(fd, .code = MM011_OP_USELIB, .task = 1, .arg = { file });
}

static void load_page(struct fuse *fs, int fd, int file, __u16 flags)
{
	exec(fd, file);
	fall_silent(fs, FUSE_READ);
	OP(fd, .code = MM011_OP_DO_NO_PAGE, .task = 1, .flags = flags,
	   .arg = { US, TASK_BASE(1) + PAGE });
}

/* what was written reaches the server when the machine lets go of the file */
static void write_and(struct fuse *fs, int fd, int file)
{
	__u8 page[PAGE] = { 0 };

	OP(fd, .code = MM011_OP_SWAP_FILE, .arg = { file });
	close(file);
	OP(fd, .code = MM011_OP_SWAP_WRITE, .arg = { 1 }, .len = PAGE, .data = address_of(page));
	fall_silent(fs, FUSE_WRITE);
}

static void write_and_close(struct fuse *fs, int fd, int file, __u16 flags)
{
	write_and(fs, fd, file);
	close(fd);
}

static void write_and_reset(struct fuse *fs, int fd, int file, __u16 flags)
{
	write_and(fs, fd, file);
	reset_machine(fd, (struct mm011_reset){ 0 });
}

static void write_and_swap_elsewhere(struct fuse *fs, int fd, int file, __u16 flags)
{
	write_and(fs, fd, file);
	OP(fd, .code = MM011_OP_SWAP_MEMORY, .arg = { 1024 });
}

FIXTURE(silence)
{
	struct fuse *fs;
	int *answered;
	pid_t server;
};

FIXTURE_VARIANT(silence)
{
	action *act;
	const char *name;
	__u32 init_flags;
	__u32 open_flags;
	__u16 flags;
};

FIXTURE_VARIANT_ADD(silence, read)
{
	.act = init_swapping_from,
	.name = "swap",
	.init_flags = FUSE_ASYNC_READ,
};

FIXTURE_VARIANT_ADD(silence, read_asleep)
{
	.act = init_swapping_from,
	.name = "swap",
	.init_flags = FUSE_ASYNC_READ,
	.flags = MM011_OPF_SLEEP,
};

FIXTURE_VARIANT_ADD(silence, read_at_once)
{
	.act = init_swapping_from,
	.name = "swap",
};

FIXTURE_VARIANT_ADD(silence, read_at_once_asleep)
{
	.act = init_swapping_from,
	.name = "swap",
	.flags = MM011_OPF_SLEEP,
};

FIXTURE_VARIANT_ADD(silence, read_direct)
{
	.act = init_swapping_from,
	.name = "swap",
	.open_flags = FOPEN_DIRECT_IO,
};

FIXTURE_VARIANT_ADD(silence, read_direct_asleep)
{
	.act = init_swapping_from,
	.name = "swap",
	.open_flags = FOPEN_DIRECT_IO,
	.flags = MM011_OPF_SLEEP,
};

FIXTURE_VARIANT_ADD(silence, swap_read)
{
	.act = swap_read_from,
	.name = "swap",
};

FIXTURE_VARIANT_ADD(silence, write)
{
	.act = swap_out_to,
	.name = "swap",
};

FIXTURE_VARIANT_ADD(silence, write_asleep)
{
	.act = swap_out_to,
	.name = "swap",
	.flags = MM011_OPF_SLEEP,
};

FIXTURE_VARIANT_ADD(silence, write_direct)
{
	.act = swap_out_to,
	.name = "swap",
	.open_flags = FOPEN_DIRECT_IO,
};

FIXTURE_VARIANT_ADD(silence, write_direct_asleep)
{
	.act = swap_out_to,
	.name = "swap",
	.open_flags = FOPEN_DIRECT_IO,
	.flags = MM011_OPF_SLEEP,
};

FIXTURE_VARIANT_ADD(silence, open_swap)
{
	.act = open_swap_file,
	.name = "swap",
};

FIXTURE_VARIANT_ADD(silence, stat_swap)
{
	.act = stat_swap_file,
	.name = "swap",
};

FIXTURE_VARIANT_ADD(silence, open_exec)
{
	.act = open_program,
	.name = "program",
};

FIXTURE_VARIANT_ADD(silence, stat_exec)
{
	.act = stat_program,
	.name = "program",
};

FIXTURE_VARIANT_ADD(silence, header)
{
	.act = read_header,
	.name = "program",
};

FIXTURE_VARIANT_ADD(silence, library)
{
	.act = open_library,
	.name = "program",
};

FIXTURE_VARIANT_ADD(silence, load)
{
	.act = load_page,
	.name = "program",
	.open_flags = FOPEN_DIRECT_IO,
};

FIXTURE_VARIANT_ADD(silence, load_asleep)
{
	.act = load_page,
	.name = "program",
	.open_flags = FOPEN_DIRECT_IO,
	.flags = MM011_OPF_SLEEP,
};

FIXTURE_VARIANT_ADD(silence, close)
{
	.act = write_and_close,
	.name = "swap",
	.init_flags = FUSE_WRITEBACK_CACHE,
};

FIXTURE_VARIANT_ADD(silence, reset)
{
	.act = write_and_reset,
	.name = "swap",
	.init_flags = FUSE_WRITEBACK_CACHE,
};

FIXTURE_VARIANT_ADD(silence, swap_elsewhere)
{
	.act = write_and_swap_elsewhere,
	.name = "swap",
	.init_flags = FUSE_WRITEBACK_CACHE,
};

FIXTURE_SETUP(silence)
{
	void *shared = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	ASSERT_NE(MAP_FAILED, shared);
	self->fs = shared;
	self->answered = (int *)(self->fs + 1);
	self->fs->init_flags = variant->init_flags;
	self->fs->open_flags = variant->open_flags;
	self->fs->dev = -1;
}

FIXTURE_TEARDOWN(silence)
{
	if (self->server > 0) {
		kill(self->server, SIGKILL);
		waitpid(self->server, NULL, 0);
	}
	if (self->fs->dev >= 0)
		close(self->fs->dev);
	if (*self->fs->where)
		fuse_unmount(self->fs);
}

/* the user of the machine, who stays when he has his answer */
static void act(struct fuse *fs, const FIXTURE_VARIANT(silence) * how, int *answered)
{
	int err = fuse_never_flush(fs), fd = machine_0_12();
	int file = fuse_open(fs, how->name, O_RDWR);

	if (err || fd < 0 || file < 0)
		_exit(9);
	how->act(fs, fd, file, how->flags);
	__atomic_store_n(answered, 1, __ATOMIC_SEQ_CST);
	for (;;)
		pause();
}

static pid_t begin_user(struct fuse *fs, const FIXTURE_VARIANT(silence) * how, enum server server,
			int *answered)
{
	pthread_t thread;
	pid_t pid = fork();

	if (pid)
		return pid;
	if (server == ANOTHER)
		close(fs->dev);
	else if (pthread_create(&thread, NULL, fuse_serve, fs))
		_exit(9);
	act(fs, how, answered);
	_exit(9);
}

/* Nobody but the server has its descriptor. Returns the user. */
static pid_t begin(FIXTURE_DATA(silence) * self, const FIXTURE_VARIANT(silence) * variant,
		   enum server server)
{
	pid_t pid;

	if (fuse_mount(self->fs))
		return -1;
	if (server == ANOTHER)
		self->server = begin_server(self->fs);
	pid = begin_user(self->fs, variant, server, self->answered);
	close(self->fs->dev);
	return pid;
}

/* the file system that is mounted has no server any more */
static void end_server(FIXTURE_DATA(silence) * self)
{
	kill(self->server, SIGKILL);
	waitpid(self->server, NULL, 0);
	self->server = 0;
}

TEST_F(silence, of_ones_own_thread)
{
	pid_t pid;

	if (no_fuse())
		SKIP(return, "this kernel has no FUSE");
	pid = begin(self, variant, OWN_THREAD);
	ASSERT_LT(0, pid);
	EXPECT_GT(10, time_until(is_set, &self->fs->stuck));
	usleep(100000);
	kill(pid, SIGKILL);
	EXPECT_GT(SOON, time_until(is_gone, &pid));
	EXPECT_EQ(1, count_machines());
	EXPECT_GT(SOON, time_until(no_threads, NULL));
	EXPECT_GT(SOON, time_until(module_is_free, NULL));
}

/* The machine goes with its user; its number, and the module, wait for the server. */
TEST_F(silence, of_a_server_that_lives)
{
	pid_t pid;

	if (no_fuse())
		SKIP(return, "this kernel has no FUSE");
	pid = begin(self, variant, ANOTHER);
	ASSERT_LT(0, pid);
	EXPECT_GT(10, time_until(is_set, &self->fs->stuck));
	usleep(100000);
	kill(pid, SIGKILL);
	EXPECT_GT(SOON, time_until(is_gone, &pid));
	EXPECT_EQ(1, count_machines());
	EXPECT_GT(SOON, time_until(no_threads, NULL));
	/* Linux 6.1 copies what a server is to write back, and waits for nobody */
	if (!(variant->init_flags & FUSE_WRITEBACK_CACHE))
		EXPECT_EQ(1, module_users());
	end_server(self);
	EXPECT_GT(SOON, time_until(module_is_free, NULL));
}

TEST_F(silence, of_a_server_that_dies)
{
	pid_t pid;

	if (no_fuse())
		SKIP(return, "this kernel has no FUSE");
	pid = begin(self, variant, ANOTHER);
	ASSERT_LT(0, pid);
	EXPECT_GT(10, time_until(is_set, &self->fs->stuck));
	usleep(100000);
	end_server(self);
	EXPECT_GT(SOON, time_until(is_set, self->answered));
	kill(pid, SIGKILL);
	EXPECT_GT(SOON, time_until(is_gone, &pid));
	EXPECT_GT(SOON, time_until(module_is_free, NULL));
}

TEST_HARNESS_MAIN
