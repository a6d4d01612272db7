// SPDX-License-Identifier: GPL-2.0
/*
 * Files that the tool is told to open. A FIFO without a writer would be waited for
 * without end, and a device may do something when it is opened: where a regular
 * file is needed, it is looked at first.
 */

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "ctl/files.h"

#define SIGNATURE	"SWAP-SPACE"	/* where mkswap of 0.12's days wrote it */
#define SIGNATURE_AT	4086
#define TRIES		100		/* 10 ms each, for somebody to write to a FIFO */

/* ------------------------------------------------------------------ streams */

static bool is_named_fifo(int fd, const struct stat *st)
{
	struct statfs fs;

	return S_ISFIFO(st->st_mode) && !fstatfs(fd, &fs) && fs.f_type != PIPEFS_MAGIC;
}

/* has a FIFO a writer, or what one has written? tee() takes nothing out of it */
static bool has_writer(int fifo)
{
	int copy[2], tries;
	ssize_t n = 0;

	if (pipe2(copy, O_CLOEXEC))
		return true;
	for (tries = 0; !n && tries < TRIES; tries++) {
		n = tee(fifo, copy[1], 1, SPLICE_F_NONBLOCK);
		if (!n)
			usleep(10000);
	}
	close(copy[0]);
	close(copy[1]);
	return n;
}

/* 0, or why it cannot be read as a stream. Of standard input there was a writer. */
static int no_stream(int fd, bool standard)
{
	struct stat st;

	if (fstat(fd, &st))
		return -errno;
	if (S_ISDIR(st.st_mode))
		return -EISDIR;
	if (!standard && is_named_fifo(fd, &st) && !has_writer(fd))
		return -ENXIO;
	return 0;
}

/**
 * files_stream() - open what is read once, from its beginning to its end
 * @path: a file, a pipe, a terminal; "-" and "/dev/stdin" are standard input
 *
 * Nobody is waited for: a FIFO must get a writer within a second.
 *
 * Return: a descriptor, which is not to be closed if it is 0; -1 with errno set,
 * EISDIR for a directory, ENXIO for a FIFO that nobody writes to.
 */
int files_stream(const char *path)
{
	bool standard = !strcmp(path, "-") || !strcmp(path, "/dev/stdin");
	int fd = standard ? STDIN_FILENO :
		 open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	int err;

	if (fd < 0)
		return -1;
	err = no_stream(fd, standard);
	if (!err && !standard && fcntl(fd, F_SETFL, 0))
		err = -errno;
	if (!err)
		return fd;
	if (!standard)
		close(fd);
	errno = -err;
	return -1;
}

/**
 * files_stream_error() - why files_stream() could not
 *
 * Return: errno in words.
 */
const char *files_stream_error(void)
{
	return errno == ENXIO ? "a FIFO that nobody writes to, or no device" : strerror(errno);
}

/* ------------------------------------------------------------ regular files */

/* a folder that a path must not leave, neither by .. nor by a symbolic link; NULL: none */
static int open_beneath(const char *folder, const char *path, int flags)
{
	struct open_how how = {
		.flags = flags | O_CLOEXEC,
		.mode = flags & O_CREAT ? 0600 : 0,
		.resolve = folder ? RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS : 0,
	};
	int dir = folder ? open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC) : AT_FDCWD;
	int fd, error;

	if (dir < 0 && folder)
		return -1;
	fd = syscall(SYS_openat2, dir, path, &how, sizeof(how));
	error = errno;
	if (folder)
		close(dir);
	errno = error;
	return fd;
}

/* what stands in the way of opening it */
static const char *no_file(mode_t mode)
{
	if (S_ISREG(mode))
		return NULL;
	if (S_ISDIR(mode))
		return "Is a directory";
	return S_ISFIFO(mode) ? "a FIFO, not a regular file" :
	       S_ISSOCK(mode) ? "a socket, not a regular file" :
	       "a device, not a regular file";
}

static int refused(char why[FILES_WHY], const char *reason)
{
	snprintf(why, FILES_WHY, "%s", reason);
	return -1;
}

static const char *open_error(void)
{
	return errno == EXDEV ? "it is outside the folder that was allowed" : strerror(errno);
}

/* why a file is none that may be opened; NULL: it may. That it is not there is no reason. */
static const char *look_first(const char *folder, const char *path, int flags)
{
	int fd = open_beneath(folder, path, O_PATH);
	const char *reason;
	struct stat st;

	if (fd < 0)
		return errno == ENOENT && flags & O_CREAT ? NULL : open_error();
	reason = fstat(fd, &st) ? strerror(errno) : no_file(st.st_mode);
	close(fd);
	return reason;
}

static int open_regular(const char *folder, const char *path, int flags, char why[FILES_WHY])
{
	const char *reason = look_first(folder, path, flags);
	struct stat st;
	int fd;

	if (reason)
		return refused(why, reason);
	fd = open_beneath(folder, path, flags | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return refused(why, open_error());
	/* it may be another one by now */
	reason = fstat(fd, &st) ? strerror(errno) : no_file(st.st_mode);
	if (!reason && fcntl(fd, F_SETFL, 0))
		reason = strerror(errno);
	if (!reason)
		return fd;
	close(fd);
	return refused(why, reason);
}

/**
 * files_regular() - open a regular file without waiting for anybody
 * @path: its name
 * @flags: as for open(2), which makes it with mode 0600
 * @why: the reason, where it cannot be
 *
 * Return: a descriptor, or -1.
 */
int files_regular(const char *path, int flags, char why[FILES_WHY])
{
	return open_regular(NULL, path, flags, why);
}

/**
 * files_allowed() - open a regular file for a command
 * @folders: what the command may open
 * @path: its name, in the folder unless all is allowed
 * @write: to write, too
 * @why: the reason, where it cannot be
 *
 * Return: a descriptor, or -1.
 */
int files_allowed(const struct folders *folders, const char *path, bool write,
		  char why[FILES_WHY])
{
	const char *folder = write ? folders->writing : folders->reading;
	int flags = write ? O_RDWR : O_RDONLY;

	if (folders->anywhere)
		return open_regular(NULL, path, flags, why);
	if (folder && access(folder, X_OK))
		return refused(why, "the folder that was allowed cannot be entered");
	if (folder)
		return open_regular(folder, path, flags, why);
	return refused(why, write ? "a stream writes no files without --write-files DIR" :
		       "a stream reads no files without --read-files DIR");
}

/**
 * files_is_swap_space() - is a file one that 0.12 may write to?
 * @fd: the file
 *
 * Return: whether its first page has the signature at its end.
 */
bool files_is_swap_space(int fd)
{
	char found[sizeof(SIGNATURE) - 1];

	return pread(fd, found, sizeof(found), SIGNATURE_AT) == sizeof(found) &&
	       !memcmp(found, SIGNATURE, sizeof(found));
}
