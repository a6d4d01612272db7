/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A file system whose server is this program, or a child of it: two files, and a request
 * that gets no answer.
 */
#ifndef _FUSE_H
#define _FUSE_H

#include <linux/fuse.h>
#include <pthread.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "swap.h"

#define FUSE_SWAP 2ull			/* node of "swap", a swap space */
#define FUSE_PROGRAM 3ull		/* node of "program" */
#define FUSE_PAGES 100u			/* of both */
#define FUSE_BUFFER 0x100000u		/* what a server must be ready to take */
#define FUSE_UNKNOWN (-38)		/* the answer to a request that a server does not know */

/**
 * struct fuse - a file system; in memory that processes share
 * @dev: the server's descriptor
 * @where: it is mounted
 * @init_flags: FUSE_ASYNC_READ, FUSE_WRITEBACK_CACHE
 * @open_flags: FOPEN_DIRECT_IO
 * @silent: requests with this code get no answer from now on; 0: all do
 * @stuck: there was one
 */
struct fuse {
	int dev;
	char where[40];
	__u32 init_flags;
	__u32 open_flags;
	__u32 silent;
	int stuck;
};

static inline void fuse_reply(struct fuse *fs, __u64 unique, int error, const void *what, size_t n)
{
	char bytes[sizeof(struct fuse_out_header) + PAGE * 32];
	struct fuse_out_header head = { .unique = unique, .error = error };

	head.len = sizeof(head) + n;
	memcpy(bytes, &head, sizeof(head));
	memcpy(bytes + sizeof(head), what, n);
	/* a request that was given up meanwhile is no more: ENOENT */
	if (write(fs->dev, bytes, head.len) < 0 && errno != ENOENT)
		perror("fuse");
}

/* Nothing is remembered for long: whoever asks the kernel makes it ask the server. */
static inline struct fuse_attr fuse_attr(__u64 node)
{
	struct fuse_attr attr = { .ino = node, .nlink = 1, .blksize = PAGE };

	attr.mode = node == FUSE_ROOT_ID ? S_IFDIR | 0755 : S_IFREG | 0600;
	attr.size = node == FUSE_ROOT_ID ? 0 : FUSE_PAGES * PAGE;
	return attr;
}

static inline void fuse_lookup(struct fuse *fs, __u64 unique, const char *name)
{
	struct fuse_entry_out entry = { .entry_valid = 100 };

	entry.nodeid = strcmp(name, "swap") ? FUSE_PROGRAM : FUSE_SWAP;
	entry.attr = fuse_attr(entry.nodeid);
	fuse_reply(fs, unique, 0, &entry, sizeof(entry));
}

/* page 0 of a swap space; the head of a program of two pages; else zeros */
static inline void fuse_read(struct fuse *fs, const struct fuse_in_header *head,
			     const struct fuse_read_in *read)
{
	const __u32 program[8] = { 0413, 2 * PAGE };
	static __u8 bytes[FUSE_PAGES * PAGE];
	__u32 len = FUSE_PAGES * PAGE - read->offset;

	if (head->nodeid == FUSE_SWAP)
		mkswap(bytes, FUSE_PAGES);
	else
		memcpy(memset(bytes, 0, PAGE), program, sizeof(program));
	if (len > read->size)
		len = read->size;
	fuse_reply(fs, head->unique, 0, bytes + read->offset, len);
}

static inline void fuse_answer(struct fuse *fs, const struct fuse_in_header *head, const void *in)
{
	const struct fuse_write_in *write = in;
	struct fuse_init_out init = {
		.major = 7, .minor = 31, .max_write = 16 * PAGE, .max_readahead = 16 * PAGE,
		.flags = fs->init_flags,
	};
	struct fuse_attr_out attr = { .attr = fuse_attr(head->nodeid) };
	struct fuse_open_out open = { .open_flags = fs->open_flags };
	struct fuse_write_out written = { 0 };

	switch (head->opcode) {
	case FUSE_INIT:
		return fuse_reply(fs, head->unique, 0, &init, sizeof(init));
	case FUSE_LOOKUP:
		return fuse_lookup(fs, head->unique, in);
	case FUSE_GETATTR:
	case FUSE_SETATTR:
		return fuse_reply(fs, head->unique, 0, &attr, sizeof(attr));
	case FUSE_OPEN:
		return fuse_reply(fs, head->unique, 0, &open, sizeof(open));
	case FUSE_READ:
		return fuse_read(fs, head, in);
	case FUSE_WRITE:
		written.size = write->size;
		return fuse_reply(fs, head->unique, 0, &written, sizeof(written));
	case FUSE_RELEASE:
		return fuse_reply(fs, head->unique, 0, "", 0);
	case FUSE_FORGET:
	case FUSE_BATCH_FORGET:
	case FUSE_INTERRUPT:
		return;		/* nobody waits for an answer */
	default:
		return fuse_reply(fs, head->unique, FUSE_UNKNOWN, "", 0);
	}
}

/* one request that got no answer yet; the first of them, if there are more */
static inline void fuse_hold(struct fuse *fs, void *held, const struct fuse_in_header *head)
{
	if (!__atomic_exchange_n(&fs->stuck, 1, __ATOMIC_SEQ_CST))
		memcpy(held, head, head->len);
}

static inline void fuse_answer_held(struct fuse *fs, struct fuse_in_header *held)
{
	if (held->len && !__atomic_load_n(&fs->silent, __ATOMIC_SEQ_CST)) {
		fuse_answer(fs, held, held + 1);
		held->len = 0;
	}
}

/* Serve until the file system is gone; what was held is answered with the next request. */
static inline void *fuse_serve(void *argument)
{
	struct fuse_in_header *head = malloc(FUSE_BUFFER), *held = calloc(1, FUSE_BUFFER);
	struct fuse *fs = argument;

	while (read(fs->dev, head, FUSE_BUFFER) > 0 || errno == EINTR || errno == ENOENT) {
		if (head->opcode == __atomic_load_n(&fs->silent, __ATOMIC_SEQ_CST))
			fuse_hold(fs, held, head);
		else
			fuse_answer(fs, head, head + 1);
		fuse_answer_held(fs, held);
	}
	free(held);
	free(head);
	return NULL;
}

static inline int fuse_open(const struct fuse *fs, const char *name, int flags)
{
	char path[60];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", fs->where, name);
	fd = open(path, flags | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/*
 * A process that ends flushes the files that it has open, and waits for a server that has
 * ended before it: FUSE's own affair. One that does not know the request is not asked again.
 */
static inline int fuse_never_flush(const struct fuse *fs)
{
	int fd = fuse_open(fs, "swap", O_RDONLY);

	return fd < 0 ? fd : close(fd);
}

/* The harness goes on to the test when its set-up was skipped, so tests look themselves. */
static inline int no_fuse(void)
{
	return access("/dev/fuse", F_OK);
}

/* from now on such requests get no answer; 0: all do */
static inline void fall_silent(struct fuse *fs, __u32 request)
{
	__atomic_store_n(&fs->silent, request, __ATOMIC_SEQ_CST);
}

/* a process that does nothing else */
static inline pid_t begin_server(struct fuse *fs)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	fuse_serve(fs);
	_exit(0);
}

/* a mounted file system that nobody serves yet; a negative errno */
static inline int fuse_mount(struct fuse *fs)
{
	char options[80];

	fs->dev = open("/dev/fuse", O_RDWR | O_CLOEXEC);
	if (fs->dev < 0)
		return -errno;
	strcpy(fs->where, "/tmp/mm011_fuse.XXXXXX");
	if (!mkdtemp(fs->where))
		return -errno;
	snprintf(options, sizeof(options), "fd=%d,rootmode=40000,user_id=0,group_id=0", fs->dev);
	return mount("mm011", fs->where, "fuse", 0, options) ? -errno : 0;
}

static inline void fuse_unmount(struct fuse *fs)
{
	umount2(fs->where, MNT_DETACH);
	rmdir(fs->where);
}

#endif /* _FUSE_H */
