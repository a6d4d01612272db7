// SPDX-License-Identifier: GPL-2.0
/*
 * Hostile files: bytes that a fuzzer invents are given to each reader of a file as
 * the tool's user would give them. Which reader it is, the program's name tells:
 * fuzz-replay, fuzz-batch and so on. The sanitizers look on.
 */

#include <linux/kernel.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "ctl/batch.h"
#include "ctl/command.h"
#include "ctl/compare.h"
#include "dump/frozen.h"
#include "fuzz/libfuzzer.h"
#include "ctl/lines.h"
#include "replay/replay.h"
#include "ctl/interpreter.h"
#include "ctl/swapctl.h"
#include "dump/symbols.h"

#define PATH_ROOM	40
#define SWAP_KB		400u
#define DUMP_SYMBOLS	"00020000 D task\n00026000 B mem_map\n00025000 B last_pid\n"

/* a file in memory, and a name by which it can be opened */
struct memory_file {
	int fd;
	char path[PATH_ROOM];
};

static struct target machine;
static struct memory_file input;	/* what the fuzzer has invented */
static struct memory_file fixed;	/* what a reader needs beside it */
static struct memory_file dump;		/* the memory of a machine with a few tasks */

static void fail(const char *what)
{
	fprintf(stderr, "fuzzfiles: %s\n", what);
	abort();
}

static void write_at(const struct memory_file *f, size_t at, const void *bytes, size_t len)
{
	if (pwrite(f->fd, bytes, len, at) != (ssize_t)len)
		fail("a file in memory cannot be written");
}

static void set_contents(const struct memory_file *f, const void *bytes, size_t len)
{
	if (ftruncate(f->fd, 0))
		fail("a file in memory cannot be emptied");
	write_at(f, 0, bytes, len);
}

static void make_file(struct memory_file *f, const char *contents)
{
	f->fd = memfd_create("fuzz", MFD_CLOEXEC);
	if (f->fd < 0)
		fail("no file in memory");
	snprintf(f->path, sizeof(f->path), "/proc/self/fd/%d", f->fd);
	set_contents(f, contents, strlen(contents));
}

static void reset(u32 kernel)
{
	const struct mm011_reset parameters = { .kernel = kernel };

	if (target_reset(&machine, &parameters))
		fail("the machine refuses its parameters");
}

/* commands as a stream, whose replies nobody looks at */
static void play(const char *path, const char *expect)
{
	const struct batch_how how = {
		.path = path, .expect = expect, .revive = true, .verbose = true
	};

	batch(&machine, &how);
}

static void play_fixed(const char *commands)
{
	set_contents(&fixed, commands, strlen(commands));
	play(fixed.path, NULL);
}

/* ------------------------------------------------------------------ readers */

static void read_replay(const u8 *bytes, size_t len)
{
	const char *path = input.path;

	set_contents(&input, bytes, len);
	replay_run(&machine, &path, 1, (struct replay_how){ .go_on = true });
}

static void read_batch(const u8 *bytes, size_t len)
{
	reset(0);
	set_contents(&input, bytes, len);
	play(input.path, NULL);
	play_fixed("check\nwho 0xfff000\nps\nmaps\nbuckets\nwalk 1 0x1000\n");
}

static void read_compare(const u8 *bytes, size_t len)
{
	const struct folders none = { 0 };

	set_contents(&input, bytes, len);
	compare(input.path, &none);
}

static void read_expect(const u8 *bytes, size_t len)
{
	reset(0);
	set_contents(&input, bytes, len);
	set_contents(&fixed, "init 16 0\ncrc\nfork 0\ncrc\n", 26);
	play(fixed.path, input.path);
}

static void read_symbols(const u8 *bytes, size_t len)
{
	struct frozen f = { .symbols = input.path };

	set_contents(&input, bytes, len);
	frozen_locate(&f);
}

/* addresses and words that are put into a good dump, and taken out again */
static void read_load(const u8 *bytes, size_t len)
{
	struct frozen f = { .ram = dump.path, .symbols = fixed.path, .force = len & 1 };
	u32 patch[2], old[256], at[256], n = 0;

	set_contents(&fixed, DUMP_SYMBOLS, strlen(DUMP_SYMBOLS));
	for ( ; len >= sizeof(patch) && n < ARRAY_SIZE(old); n++) {
		memcpy(patch, bytes, sizeof(patch));
		at[n] = patch[0] % (MM011_MEMORY_SIZE / 4) * 4;
		if (pread(dump.fd, &old[n], sizeof(*old), at[n]) != sizeof(*old))
			fail("the dump cannot be read");
		write_at(&dump, at[n], &patch[1], sizeof(*old));
		bytes += sizeof(patch);
		len -= sizeof(patch);
	}
	if (frozen_locate(&f) && !frozen_load(&machine, &f))
		play_fixed("fork 0\nfork 1\nwrite 1 0x1000 x\nexit 1 0\nwaitpid 0\n");
	while (n-- > 0)
		write_at(&dump, at[n], &old[n], sizeof(*old));
}

/* a swap space whose first bytes, and whose end, are the fuzzer's */
static void read_swap(const u8 *bytes, size_t len)
{
	u8 page[MM011_PAGE_SIZE];
	u32 kb = SWAP_KB;

	if (len > 2)
		kb = bytes[0] | bytes[1] << 8;
	mm011_make_swap(page, SWAP_KB);
	set_contents(&input, page, sizeof(page));
	write_at(&input, 0, bytes, len);
	if (ftruncate(input.fd, kb * 1024))
		fail("the swap space cannot be made as long as it is to be");
	reset(MM011_KERNEL_0_12);
	swapctl_swapon_file(&machine, input.path, false);
	play_fixed("fork 0\nwrite 1 0x1000 x\nswap_out\nread 1 0x1000 4\nswap_read 1\n");
}

static void read_exec(const u8 *bytes, size_t len)
{
	static struct command c = { .folders.anywhere = true };
	const char *words[MAX_WORDS];
	char line[] = "exec 1 /proc/self/fd/0000 -- A=B";
	int n;

	reset(0);
	play_fixed("fork 0\n");
	set_contents(&input, bytes, len);
	snprintf(line, sizeof(line), "exec 1 %.18s -- A=B", input.path);
	n = interpreter_split(line, words);
	if (!command_parse(&c, n, words))
		target_ops(&machine, &c.op, 1);
	command_done(&c);
	play_fixed("read 1 0 4096\nread 1 0x1000 5000\nbrk 1 0x8000\nexit 1 0\n");
}

static void read_lines(const u8 *bytes, size_t len)
{
	struct lines *l;
	int again;

	set_contents(&input, bytes, len);
	l = lines_open(input.path);
	if (!l)
		fail("a file in memory cannot be opened");
	for (again = 0; again < 2; again++) {
		while (lines_next(l))
			;
		lines_rewind(l);
	}
	lines_close(l);
}

static const struct {
	const char *name;
	void (*read)(const u8 *bytes, size_t len);
} readers[] = {
	{ "replay", read_replay }, { "batch", read_batch }, { "compare", read_compare },
	{ "expect", read_expect }, { "symbols", read_symbols }, { "load", read_load },
	{ "swap", read_swap }, { "exec", read_exec }, { "lines", read_lines },
};

static void (*reader)(const u8 *bytes, size_t len);

static void find_reader(const char *program)
{
	const char *name = strstr(program, "fuzz-");
	size_t i;

	for (i = 0; name && i < ARRAY_SIZE(readers); i++)
		if (!strcmp(name + 5, readers[i].name))
			reader = readers[i].read;
	if (!reader)
		fail("which reader? The program's name tells it: fuzz-replay, ...");
}

static void make_dump(void)
{
	const struct frozen f = { .ram = dump.path, .symbols = fixed.path, .task = 0x20000,
				  .mem_map_at = 0x26000, .last_pid_at = 0x25000 };

	reset(MM011_KERNEL_0_11);
	play_fixed("fork 0\nexec_made_up 1 7 8192 4096 4096 sh\nwrite 1 0x2000 x\nfork 1\n");
	if (frozen_dump(&machine, &f))
		fail("no dump");
}

int fuzz_begin(int *argc, char ***argv)
{
	find_reader((*argv)[0]);
	if (target_open_local(&machine))
		fail("no machine");
	make_file(&input, "");
	make_file(&fixed, "");
	make_file(&dump, "");
	make_dump();
	return 0;
}

int fuzz_one_input(const u8 *bytes, size_t len)
{
	reader(bytes, len);
	return 0;
}
