// SPDX-License-Identifier: GPL-2.0
/*
 * Lines of a text that may be compressed with xz or gzip, from a file or a pipe.
 *
 * What has come is handed out at once, so that a program can drive a machine
 * through a pipe and get each reply. What is kept is bounded: one line, and what
 * the decompressors need.
 */

#include <errno.h>
#include <fcntl.h>
#include <lzma.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ctl/files.h"
#include "ctl/gunzip.h"
#include "ctl/lines.h"

#define XZ_MEMORY	(72u << 20)	/* for a decoder: xz -9 wants 65 MB */
#define MAX_COPY	(256u << 20)	/* of a pipe that is read twice */
#define BUFFER		65536
#define MAGIC		6		/* bytes that tell the form */

enum form { UNKNOWN, PLAIN, XZ, GZIP };

struct lines {
	int fd;
	off_t start;		/* where it begins, -1: it can be read but once */
	enum form form;
	lzma_stream xz;
	z_stream gz;
	unsigned char raw[BUFFER];	/* as it stands in the file */
	size_t raw_len, raw_used;
	bool raw_end;
	unsigned char text[BUFFER];	/* not yet handed out */
	size_t have, used;
	bool ended;		/* the decompressor has come to its end */
	char *line;
	size_t room;
	unsigned long number;
	bool half;		/* the line that was handed out last has no end */
	bool short_stream;	/* the error is that a compressed stream has no end */
	char error[160];	/* empty: none */
};

static void fail(struct lines *l, const char *what)
{
	if (!*l->error)
		snprintf(l->error, sizeof(l->error), "%s", what);
}

static void ends_too_early(struct lines *l, const char *what)
{
	l->short_stream = !*l->error;
	fail(l, what);
}

/* ------------------------------------------------------------------ opening */

/**
 * lines_open() - open a text
 * @path: its name; "-" is standard input
 *
 * Return: the text, NULL with errno set.
 */
struct lines *lines_open(const char *path)
{
	struct lines *l = calloc(1, sizeof(*l));
	struct stat st;

	if (!l)
		return NULL;
	l->fd = files_stream(path);
	if (l->fd < 0) {
		free(l);
		return NULL;
	}
	l->start = -1;
	if (!fstat(l->fd, &st) && S_ISREG(st.st_mode))
		l->start = lseek(l->fd, 0, SEEK_CUR);
	return l;
}

/**
 * lines_is_file() - was a regular file named?
 * @l: an open text
 *
 * Return: whether it was: neither a pipe nor standard input, whatever stands there.
 */
bool lines_is_file(const struct lines *l)
{
	return l->start >= 0 && l->fd != STDIN_FILENO;
}

static int temporary_file(void)
{
	const char *dir = getenv("TMPDIR");

	return open(dir ? dir : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
}

static bool write_all(int fd, const unsigned char *from, size_t len)
{
	ssize_t n;

	for ( ; len; from += n, len -= n) {
		n = write(fd, from, len);
		if (n < 0)
			return false;
	}
	return true;
}

/* read(2), also from a terminal that another program has left not to wait */
static ssize_t read_some(int fd, void *to, size_t room)
{
	struct pollfd more = { .fd = fd, .events = POLLIN };
	ssize_t n;

	do
		n = read(fd, to, room);
	while (n < 0 && errno == EAGAIN && poll(&more, 1, -1) > 0);
	return n;
}

/* all that comes out of a pipe; false: too much, or errno */
static bool copy_to(struct lines *l, int file)
{
	size_t total = 0;
	ssize_t n;

	while ((n = read_some(l->fd, l->raw, sizeof(l->raw))) > 0) {
		total += n;
		if (total > MAX_COPY) {
			errno = EFBIG;
			return false;
		}
		if (!write_all(file, l->raw, n))
			return false;
	}
	return !n;
}

/**
 * lines_keep() - see to it that a text can be read twice
 * @l: a text of which nothing has been read
 *
 * What comes through a pipe is copied to a temporary file, up to 256 MB.
 *
 * Return: whether it can; lines_error() tells why not.
 */
bool lines_keep(struct lines *l)
{
	int file;

	if (l->start >= 0)
		return true;
	file = temporary_file();
	if (file < 0 || !copy_to(l, file)) {
		snprintf(l->error, sizeof(l->error), "a pipe cannot be copied to %s: %s",
			 getenv("TMPDIR") ? "$TMPDIR" : "/tmp", strerror(errno));
		if (file >= 0)
			close(file);
		return false;
	}
	if (l->fd != STDIN_FILENO)
		close(l->fd);
	l->fd = file;
	l->start = 0;
	return lines_rewind(l);
}

static void end_form(struct lines *l)
{
	if (l->form == XZ)
		lzma_end(&l->xz);
	if (l->form == GZIP)
		gunzip_end(&l->gz);
	l->form = UNKNOWN;
}

/**
 * lines_rewind() - begin again with the first line
 * @l: a text that can be read twice
 *
 * Return: whether that could be done; lines_error() tells why not.
 */
bool lines_rewind(struct lines *l)
{
	end_form(l);
	*l->error = 0;
	l->raw_len = 0;
	l->raw_used = 0;
	l->raw_end = false;
	l->have = 0;
	l->used = 0;
	l->ended = false;
	l->half = false;
	l->short_stream = false;
	l->number = 0;
	if (lseek(l->fd, l->start, SEEK_SET) == l->start)
		return true;
	fail(l, strerror(errno));
	return false;
}

/* ------------------------------------------------------------ decompressing */

/* more of the file, behind what is left of it */
static bool fill_raw(struct lines *l)
{
	ssize_t n;

	if (l->raw_used == l->raw_len) {
		l->raw_used = 0;
		l->raw_len = 0;
	}
	if (l->raw_end || *l->error)
		return false;
	n = read_some(l->fd, l->raw + l->raw_len, sizeof(l->raw) - l->raw_len);
	if (n < 0)
		fail(l, strerror(errno));
	else
		l->raw_len += n;
	l->raw_end = n <= 0;
	return n > 0;
}

static bool begins_with(const struct lines *l, const unsigned char *magic, size_t n)
{
	return l->raw_len >= n && !memcmp(l->raw, magic, n);
}

static void begin_xz(struct lines *l)
{
	l->xz = (lzma_stream)LZMA_STREAM_INIT;
	if (lzma_stream_decoder(&l->xz, XZ_MEMORY, LZMA_CONCATENATED) != LZMA_OK)
		fail(l, "out of memory");
	l->form = XZ;
}

static void begin_gzip(struct lines *l)
{
	memset(&l->gz, 0, sizeof(l->gz));
	if (gunzip_begin(&l->gz, GUNZIP_WINDOW, ZLIB_VERSION, sizeof(l->gz)) != Z_OK)
		fail(l, "out of memory");
	l->form = GZIP;
}

/* text is not waited for: only bytes that could begin a magic number are */
static void find_form(struct lines *l)
{
	static const unsigned char xz[MAGIC] = { 0xfd, '7', 'z', 'X', 'Z', 0 };
	static const unsigned char gzip[2] = { 0x1f, 0x8b };

	while (l->raw_len < MAGIC && (!l->raw_len || l->raw[0] == xz[0] || l->raw[0] == gzip[0]))
		if (!fill_raw(l))
			break;
	if (begins_with(l, xz, sizeof(xz)))
		begin_xz(l);
	else if (begins_with(l, gzip, sizeof(gzip)))
		begin_gzip(l);
	else
		l->form = PLAIN;
}

static void refill_plain(struct lines *l)
{
	if (l->raw_used == l->raw_len && !fill_raw(l))
		return;
	l->have = l->raw_len - l->raw_used;
	memcpy(l->text, l->raw + l->raw_used, l->have);
	l->raw_used = l->raw_len;
}

static void xz_failed(struct lines *l, lzma_ret ret)
{
	if (ret == LZMA_MEMLIMIT_ERROR)
		snprintf(l->error, sizeof(l->error),
			 "the xz data wants %llu MB of memory, the limit is %u MB: use xz -9 or less",
			 (unsigned long long)(lzma_memusage(&l->xz) >> 20) + 1, XZ_MEMORY >> 20);
	else if (ret == LZMA_MEM_ERROR)
		fail(l, "out of memory");
	else if (ret == LZMA_BUF_ERROR)
		ends_too_early(l, "damaged xz data: it ends too early");
	else
		fail(l, "damaged xz data");
}

static void refill_xz(struct lines *l)
{
	lzma_ret ret = LZMA_OK;

	l->xz.next_out = l->text;
	l->xz.avail_out = sizeof(l->text);
	while (l->xz.avail_out == sizeof(l->text) && ret == LZMA_OK) {
		if (l->raw_used == l->raw_len)
			fill_raw(l);
		if (*l->error)
			return;
		l->xz.next_in = l->raw + l->raw_used;
		l->xz.avail_in = l->raw_len - l->raw_used;
		ret = lzma_code(&l->xz, l->raw_end ? LZMA_FINISH : LZMA_RUN);
		l->raw_used = l->raw_len - l->xz.avail_in;
	}
	l->ended = ret == LZMA_STREAM_END;
	if (ret != LZMA_OK && ret != LZMA_STREAM_END)
		xz_failed(l, ret);
	l->have = sizeof(l->text) - l->xz.avail_out;
}

/* the end of one gzip member: another may follow, and nothing else */
static int next_member(struct lines *l)
{
	if (l->raw_used == l->raw_len && !fill_raw(l))
		return Z_STREAM_END;
	return gunzip_again(&l->gz);
}

static void refill_gzip(struct lines *l)
{
	int ret = Z_OK;

	l->gz.next_out = l->text;
	l->gz.avail_out = sizeof(l->text);
	while (l->gz.avail_out == sizeof(l->text) && ret == Z_OK) {
		if (l->raw_used == l->raw_len && !fill_raw(l)) {
			ends_too_early(l, "damaged gzip data: it ends too early");
			return;
		}
		l->gz.next_in = l->raw + l->raw_used;
		l->gz.avail_in = l->raw_len - l->raw_used;
		ret = inflate(&l->gz, Z_NO_FLUSH);
		l->raw_used = l->raw_len - l->gz.avail_in;
		if (ret == Z_STREAM_END)
			ret = next_member(l);
	}
	l->ended = ret == Z_STREAM_END;
	if (ret != Z_OK && ret != Z_STREAM_END)
		fail(l, ret == Z_MEM_ERROR ? "out of memory" : "damaged gzip data");
	l->have = sizeof(l->text) - l->gz.avail_out;
}

/* the next piece of text; false at the end, or when something is wrong */
static bool refill(struct lines *l)
{
	l->used = 0;
	l->have = 0;
	if (*l->error || l->ended)
		return false;
	if (l->form == UNKNOWN)
		find_form(l);
	if (*l->error)
		return false;
	if (l->form == XZ)
		refill_xz(l);
	else if (l->form == GZIP)
		refill_gzip(l);
	else
		refill_plain(l);
	return l->have;
}

/* -------------------------------------------------------------------- lines */

static bool grow(struct lines *l, size_t len)
{
	char *grown;

	if (len <= l->room)
		return true;
	l->room = 2 * len;
	grown = realloc(l->line, l->room);
	if (grown)
		l->line = grown;
	else
		fail(l, "out of memory");
	return grown;
}

static bool append(struct lines *l, size_t len, const void *bytes, size_t n)
{
	if (len + n > MAX_LINE) {
		snprintf(l->error, sizeof(l->error), "the line is longer than %u bytes", MAX_LINE);
		return false;
	}
	if (memchr(bytes, 0, n)) {
		fail(l, "a zero byte: this is no text");
		return false;
	}
	if (!grow(l, len + n + 1))
		return false;
	memcpy(l->line + len, bytes, n);
	l->line[len + n] = 0;
	return true;
}

/* lines that end with CR LF are lines, too */
static char *whole(struct lines *l, size_t len)
{
	if (len && l->line[len - 1] == '\r')
		l->line[len - 1] = 0;
	return l->line;
}

/**
 * lines_next() - the next line, without its end
 * @l: an open text
 *
 * Return: the line, good until the next call; NULL at the end, or when
 * something is wrong, which lines_error() then tells.
 */
char *lines_next(struct lines *l)
{
	unsigned char *start, *newline;
	size_t len = 0, n;

	l->number++;
	for (;;) {
		if (l->used == l->have && !refill(l)) {
			l->half = len && !*l->error;
			return l->half ? whole(l, len) : NULL;
		}
		start = l->text + l->used;
		newline = memchr(start, '\n', l->have - l->used);
		n = newline ? (size_t)(newline - start) : l->have - l->used;
		if (!append(l, len, start, n))
			return NULL;
		len += n;
		l->used += n + !!newline;
		if (newline)
			return whole(l, len);
	}
}

/**
 * lines_number() - which line was handed out last
 * @l: an open text
 *
 * Return: its number, from 1; behind the last line, or where something is wrong,
 * that of the line that could not be.
 */
unsigned long lines_number(const struct lines *l)
{
	return l->number;
}

/**
 * lines_error() - why lines_next() gave no line
 * @l: an open text
 *
 * Return: a description, NULL when the text simply ended.
 */
const char *lines_error(const struct lines *l)
{
	return *l->error ? l->error : NULL;
}

/**
 * lines_half() - is the line that was handed out last without its end?
 * @l: an open text
 *
 * Return: whether it is, so that some of it may be missing.
 */
bool lines_half(const struct lines *l)
{
	return l->half;
}

/**
 * lines_short() - is what lines_error() tells that a compressed text is cut off?
 * @l: an open text
 *
 * What was before that is handed out all the same.
 *
 * Return: whether it is.
 */
bool lines_short(const struct lines *l)
{
	return l->short_stream;
}

/**
 * lines_close() - close the text
 * @l: an open text
 */
void lines_close(struct lines *l)
{
	end_form(l);
	if (l->fd != STDIN_FILENO)
		close(l->fd);
	free(l->line);
	free(l);
}
