// SPDX-License-Identifier: GPL-2.0
/*
 * Lines of a text file that may be compressed with xz or gzip.
 *
 * Standard input ("-") is read as it comes, so that a program can drive a
 * machine through a pipe and get each reply at once.
 */

#include <errno.h>
#include <lzma.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "lines.h"

#define MAX_LINE 0x100000

struct lines {
	FILE *in;		/* standard input, or the file behind xz */
	void *gz;		/* the gzFile of gzip and plain files */
	lzma_stream xz;
	bool is_xz;
	unsigned char raw[65536];	/* compressed */
	unsigned char text[65536];	/* not yet handed out */
	size_t have, used;
	bool eof;
	char *line;
	size_t room;
	unsigned long number;
	const char *error;
};

static bool starts_as_xz(FILE *in)
{
	static const unsigned char magic[] = { 0xfd, '7', 'z', 'X', 'Z', 0 };
	char head[6] = "";
	size_t n = fread(head, 1, sizeof(head), in);

	rewind(in);
	return n == sizeof(head) && !memcmp(head, magic, sizeof(head));
}

/**
 * lines_open() - open a text file
 * @path: its name; "-" is standard input
 *
 * Return: the file, NULL with errno set.
 */
struct lines *lines_open(const char *path)
{
	lzma_stream init = LZMA_STREAM_INIT;
	struct lines *l = calloc(1, sizeof(*l));

	if (!l)
		return NULL;
	l->xz = init;
	if (!strcmp(path, "-")) {
		l->in = stdin;
		return l;
	}
	l->in = fopen(path, "rb");
	if (!l->in)
		goto fail;
	l->is_xz = starts_as_xz(l->in);
	if (l->is_xz) {
		if (lzma_stream_decoder(&l->xz, UINT64_MAX, LZMA_CONCATENATED) == LZMA_OK)
			return l;
		errno = ENOMEM;
		goto fail;
	}
	fclose(l->in);
	l->in = NULL;
	l->gz = gzopen(path, "rb");
	if (l->gz)
		return l;
fail:
	lines_close(l);
	return NULL;
}

static size_t refill_xz(struct lines *l)
{
	lzma_ret ret = LZMA_OK;

	l->xz.next_out = l->text;
	l->xz.avail_out = sizeof(l->text);
	while (l->xz.avail_out == sizeof(l->text) && ret == LZMA_OK) {
		if (!l->xz.avail_in) {
			l->xz.next_in = l->raw;
			l->xz.avail_in = fread(l->raw, 1, sizeof(l->raw), l->in);
		}
		ret = lzma_code(&l->xz, feof(l->in) ? LZMA_FINISH : LZMA_RUN);
	}
	if (ret != LZMA_OK && ret != LZMA_STREAM_END)
		l->error = "damaged xz data";
	return sizeof(l->text) - l->xz.avail_out;
}

static size_t refill_gz(struct lines *l)
{
	int n = gzread(l->gz, l->text, sizeof(l->text));

	if (n < 0)
		l->error = "damaged gzip data";
	else if (!n && gzclose_r(l->gz) == Z_BUF_ERROR)
		l->error = "the gzip data ends too early";
	if (!n)
		l->gz = NULL;
	return n < 0 ? 0 : n;
}

static bool refill(struct lines *l)
{
	if (l->eof)
		return false;
	l->used = 0;
	l->have = l->is_xz ? refill_xz(l) : refill_gz(l);
	l->eof = !l->have;
	return !l->eof;
}

static bool append(struct lines *l, size_t len, const void *bytes, size_t n)
{
	char *grown;

	if (len + n + 1 > l->room) {
		if (len + n + 1 > MAX_LINE) {
			l->error = "line too long";
			return false;
		}
		l->room = 2 * (len + n + 1);
		grown = realloc(l->line, l->room);
		if (!grown) {
			l->error = "out of memory";
			return false;
		}
		l->line = grown;
	}
	memcpy(l->line + len, bytes, n);
	l->line[len + n] = 0;
	return true;
}

static char *next_of_stdin(struct lines *l)
{
	ssize_t n = getline(&l->line, &l->room, l->in);

	if (n <= 0)
		return NULL;
	if (l->line[n - 1] == '\n')
		l->line[--n] = 0;
	if (strlen(l->line) != (size_t)n)
		l->error = "a zero byte: this is no text";
	return l->error ? NULL : l->line;
}

static char *next_of_file(struct lines *l)
{
	size_t len = 0, n;
	unsigned char *start, *newline;

	for (;;) {
		if (l->used == l->have && !refill(l))
			return len && !l->error ? l->line : NULL;
		start = l->text + l->used;
		newline = memchr(start, '\n', l->have - l->used);
		n = newline ? (size_t)(newline - start) : l->have - l->used;
		if (memchr(start, 0, n))
			l->error = "a zero byte: this is no text";
		if (l->error || !append(l, len, start, n))
			return NULL;
		len += n;
		l->used += n;
		if (newline) {
			l->used++;
			return l->line;
		}
	}
}

/**
 * lines_next() - the next line, without its end
 * @l: an open file
 *
 * Return: the line, good until the next call; NULL at the end, or when
 * something is wrong, which lines_error() then tells.
 */
char *lines_next(struct lines *l)
{
	l->number++;
	return l->in == stdin ? next_of_stdin(l) : next_of_file(l);
}

/**
 * lines_number() - which line was handed out last
 * @l: an open file
 *
 * Return: its number, from 1.
 */
unsigned long lines_number(const struct lines *l)
{
	return l->number;
}

/**
 * lines_error() - why lines_next() gave no line
 * @l: an open file
 *
 * Return: a description, NULL when the file simply ended.
 */
const char *lines_error(const struct lines *l)
{
	return l->error;
}

/**
 * lines_close() - close the file
 * @l: an open file
 */
void lines_close(struct lines *l)
{
	lzma_end(&l->xz);
	if (l->gz)
		gzclose_r(l->gz);
	if (l->in && l->in != stdin)
		fclose(l->in);
	free(l->line);
	free(l);
}
