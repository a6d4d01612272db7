// SPDX-License-Identifier: GPL-2.0
/*
 * Is this file a program that execve() takes? The machine asks the same; here
 * a person is told what is wrong, and where in the file.
 */

#include <endian.h>
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ctl/aout.h"

#define ZMAGIC	0413u
#define TXTOFF	1024u
#define MAX_SIZE 0x3000000u

/* struct exec of a.out.h: eight words */
enum { MAGIC, TEXT, DATA, BSS, SYMS, ENTRY, TRSIZE, DRSIZE, WORDS };

static bool wrong(char *problem, size_t room, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vsnprintf(problem, room, format, ap);
	va_end(ap);
	return false;
}

static bool check_header(const uint32_t *ex, uint64_t size, char *problem, size_t room)
{
	uint32_t wanted = ex[TEXT] + ex[DATA] + ex[SYMS] + TXTOFF;

	if (ex[MAGIC] != ZMAGIC)
		return wrong(problem, room, "offset 0: magic 0x%x, a ZMAGIC program has 0x%x",
			     ex[MAGIC], ZMAGIC);
	if (ex[TEXT] + ex[DATA] + ex[BSS] > MAX_SIZE)
		return wrong(problem, room, "offset 4: text, data and bss are more than 48 MB");
	if (ex[TRSIZE] || ex[DRSIZE])
		return wrong(problem, room, "offset %u: it has relocations",
			     4 * (ex[TRSIZE] ? TRSIZE : DRSIZE));
	if (size < wanted)
		return wrong(problem, room, "offset %llu: the file ends, its header says %u bytes",
			     (unsigned long long)size, wanted);
	return true;
}

/**
 * aout_check() - look through the header of a program
 * @fd: descriptor of the file
 * @problem: what is wrong with it, and at which offset
 * @room: how much text fits
 *
 * Return: whether the machine would take it.
 */
bool aout_check(int fd, char *problem, size_t room)
{
	uint32_t ex[WORDS];
	struct stat st;
	ssize_t n;
	int i;

	if (fstat(fd, &st))
		return wrong(problem, room, "%s", strerror(errno));
	n = pread(fd, ex, sizeof(ex), 0);
	if (n < 0)
		return wrong(problem, room, "offset 0: %s", strerror(errno));
	if (n < (ssize_t)sizeof(ex))
		return wrong(problem, room, "offset %zd: the file ends in its header", n);
	for (i = 0; i < WORDS; i++)
		ex[i] = le32toh(ex[i]);
	return check_header(ex, st.st_size, problem, room);
}
