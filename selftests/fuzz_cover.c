// SPDX-License-Identifier: GPL-2.0
/*
 * Places of the module that a program has reached. The fuzzer opens KCOV once for each
 * thread of a program, and for the kernel's threads that work for it; the threads of the
 * programs inherit the descriptors. What is written there a process reads that does
 * nothing else: each page that the fuzzer had mapped would make its fork() slower, and
 * MADV_DONTFORK leaves pages behind in User Mode Linux.
 */
#include <fcntl.h>
#include <linux/kcov.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fuzz_actions.h"
#include "fuzz_cover.h"

#define KCOV "/sys/kernel/debug/kcov"
#define TEXT "/sys/module/mm011/sections/.text"
#define SHARES (FUZZ_THREADS + 1)	/* the last is the kernel's threads' */
#define ROOM (256u << 10)		/* places that one of them can tell of at a time */
#define ROOM_OF_THREAD (16u << 10)	/* what a thread of the kernel can */
#define MAX_CODE 0x100000u		/* bytes of the module's code */

static int kcov[SHARES];
static int reader = -1;		/* a socket; none without KCOV */

/* in memory that the reader shares */
static struct reached {
	__u32 fresh;
	__u8 known[MAX_CODE / 8];	/* a bit for each byte of the module's code */
} *reached;

static __u32 places;

static unsigned long where_code_is(void)
{
	FILE *text = fopen(TEXT, "r");
	unsigned long at = 0;

	if (!text)
		return 0;
	if (fscanf(text, "%lx", &at) != 1)
		at = 0;
	fclose(text);
	return at;
}

static void reach(unsigned long offset)
{
	__u8 bit = 1 << offset % 8;

	if (offset >= MAX_CODE || reached->known[offset / 8] & bit)
		return;
	reached->known[offset / 8] |= bit;
	reached->fresh++;
}

/* how many, then their addresses. A thread that is at work may tell some once more. */
static void read_share(unsigned long *tells, unsigned long code)
{
	unsigned long n = __atomic_load_n(tells, __ATOMIC_SEQ_CST);
	unsigned long i;

	for (i = 1; i <= n && i < ROOM; i++)
		reach(tells[i] - code);
	__atomic_store_n(tells, 0, __ATOMIC_SEQ_CST);
}

/* for each byte that comes: all of them, and a byte goes back */
static void read_shares(int asker)
{
	const size_t size = ROOM * sizeof(unsigned long);
	unsigned long *tells[SHARES];
	unsigned long code = where_code_is();
	char byte;
	__u32 i;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (i = 0; i < SHARES; i++) {
		tells[i] = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, kcov[i], 0);
		if (tells[i] == MAP_FAILED)
			_exit(1);
	}
	while (read(asker, &byte, 1) == 1) {
		for (i = 0; i < SHARES; i++)
			read_share(tells[i], code);
		write(asker, &byte, 1);
	}
	_exit(0);
}

static int open_kcov(void)
{
	__u32 i;

	for (i = 0; i < SHARES; i++) {
		kcov[i] = open(KCOV, O_RDWR | O_CLOEXEC);
		if (kcov[i] < 0 || ioctl(kcov[i], KCOV_INIT_TRACE, (unsigned long)ROOM))
			return -1;
	}
	return 0;
}

/**
 * cover_init() - before all programs
 *
 * Without KCOV, or where the module's addresses are kept secret, nothing is reached.
 */
void cover_init(void)
{
	struct kcov_remote_arg remote = {
		.trace_mode = KCOV_TRACE_PC, .area_size = ROOM_OF_THREAD,
		.common_handle = kcov_remote_handle(KCOV_SUBSYSTEM_COMMON, 1),
	};
	int ends[2];

	reached = mmap(NULL, sizeof(*reached), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		       -1, 0);
	if (open_kcov() || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
		return;
	if (!fork())
		read_shares(ends[1]);
	close(ends[1]);
	reader = ends[0];
	cover_collect();	/* its mappings are needed before the first is enabled */
	if (ioctl(kcov[FUZZ_THREADS], KCOV_REMOTE_ENABLE, &remote))
		perror("fuzz_device: KCOV_REMOTE_ENABLE");
}

/**
 * cover_enter() - a thread of a program begins
 * @thread: its number
 */
void cover_enter(__u32 thread)
{
	ioctl(kcov[thread], KCOV_ENABLE, KCOV_TRACE_PC);
}

/**
 * cover_collect() - take note of what has been reached, to make room for more
 */
void cover_collect(void)
{
	char byte = 0;

	if (reader >= 0 && (write(reader, &byte, 1) != 1 || read(reader, &byte, 1) != 1))
		reader = -1;
}

/**
 * cover_new() - has anything been reached that had not been at the last call?
 *
 * Return: how many places.
 */
__u32 cover_new(void)
{
	__u32 n = reached->fresh;

	reached->fresh = 0;
	places += n;
	return n;
}

/**
 * cover_places() - what has been reached since the beginning?
 *
 * Return: how many places, as cover_new() has told.
 */
__u32 cover_places(void)
{
	return places;
}

/**
 * cover_print() - one line for each, with its distance from the beginning of .text
 */
void cover_print(void)
{
	unsigned long i;

	for (i = 0; i < MAX_CODE; i++)
		if (reached->known[i / 8] >> i % 8 & 1)
			printf("place %lx\n", i);
}
