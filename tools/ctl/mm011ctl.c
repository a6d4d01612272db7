// SPDX-License-Identifier: GPL-2.0
/*
 * mm011ctl - the command by which people use a machine that runs Linux 0.11's
 * memory manager. One verb for each operation, called like the kernel function
 * where there is one.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <linux/kernel.h>

#include "ctl/batch.h"
#include "ctl/command.h"
#include "ctl/compare.h"
#include "replay/explain.h"
#include "dump/frozen.h"
#include "replay/replay.h"
#include "ctl/result.h"
#include "show.h"
#include "ctl/swapctl.h"
#include "ctl/walk.h"

struct options {
	const char *device;
	u32 kernel;
	bool local;
	bool verbose;
};

struct verb {
	const char *name;
	const char *args;
	const char *help;
	int (*run)(struct target *t, const struct options *o, int argc, const char **argv);
};

/* which files the commands of a stream may open */
#define FOLDERS "[--read-files DIR] [--write-files DIR]"
/* what load and dump know of the kernel, and its swap space */
#define KERNEL_FILES "--symbols FILE|--mem-map FILE [--task ADDR] [--swap FILE]"

static const struct verb *find_verb(const char *name);

static int usage_error(const char *format, const char *what)
{
	fprintf(stderr, "mm011ctl: ");
	fprintf(stderr, format, what);
	fprintf(stderr, "\nTry 'mm011ctl help'.\n");
	return 2;
}

static int bad_usage(const char *verb)
{
	fprintf(stderr, "mm011ctl: usage: mm011ctl %s %s\n", verb, find_verb(verb)->args);
	return 2;
}

static int device_failed(const char *what, int err)
{
	fprintf(stderr, "mm011ctl: %s: %s\n", what, strerror(-err));
	return 1;
}

/* memory sizes: a number of KB, or with K or M behind it */
static bool parse_size(const char *word, u32 *kb)
{
	size_t n = strlen(word);
	char digits[16];
	u32 unit = 1;

	if (n && strchr("kKmM", word[n - 1])) {
		unit = strchr("mM", word[n - 1]) ? 1024 : 1;
		n--;
	}
	if (n >= sizeof(digits))
		return false;
	memcpy(digits, word, n);
	digits[n] = 0;
	if (!command_number(digits, kb) || *kb > 65535 + 1024)
		return false;
	*kb *= unit;
	return true;
}

static bool parse_kernel(const char *word, u32 *kernel)
{
	if (!strcmp(word, "0.11"))
		*kernel = MM011_KERNEL_0_11;
	else if (!strcmp(word, "0.12"))
		*kernel = MM011_KERNEL_0_12;
	else
		return false;
	return true;
}

static int do_reset(struct target *t, const struct options *o, int argc, const char **argv)
{
	struct mm011_reset reset = { 0 };
	int i, err;

	for (i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--head-only"))
			reset.flags |= MM011_RESET_HEAD_ONLY;
		else if (i + 1 == argc)
			return bad_usage("reset");
		else if (!strcmp(argv[i], "--ram") && parse_size(argv[i + 1], &reset.ram_kb))
			i++;
		else if (!strcmp(argv[i], "--ramdisk") &&
			 parse_size(argv[i + 1], &reset.ramdisk_kb))
			i++;
		else if (!strcmp(argv[i], "--kernel") && parse_kernel(argv[i + 1], &reset.kernel))
			i++;
		else
			return bad_usage("reset");
	}
	err = target_reset(t, &reset);
	return err ? device_failed("reset", err) : 0;
}

static int show(struct target *t, void (*print)(struct seq_file *s, const struct mm011_machine *m))
{
	struct seq_file out = { .out = stdout };
	const struct mm011_machine *m = target_snapshot(t);

	if (!m)
		return device_failed("the machine does not answer", -errno);
	print(&out, m);
	return 0;
}

static int do_info(struct target *t, const struct options *o, int argc, const char **argv)
{
	return show(t, mm011_show_info);
}

static int do_mem_map(struct target *t, const struct options *o, int argc, const char **argv)
{
	return show(t, mm011_show_mem_map);
}

static int do_page_directory(struct target *t, const struct options *o, int argc, const char **argv)
{
	return show(t, mm011_show_page_directory);
}

static int do_page_tables(struct target *t, const struct options *o, int argc, const char **argv)
{
	return show(t, mm011_show_page_tables);
}

static int do_ps(struct target *t, const struct options *o, int argc, const char **argv)
{
	return show(t, mm011_show_tasks);
}

static int do_buckets(struct target *t, const struct options *o, int argc, const char **argv)
{
	return show(t, mm011_show_malloc);
}

static int do_stats(struct target *t, const struct options *o, int argc, const char **argv)
{
	return show(t, mm011_show_stats);
}

static int do_checksum(struct target *t, const struct options *o, int argc, const char **argv)
{
	struct mm011_checksum sum = { .flags = MM011_CHECKSUM_MACHINE };
	int err = target_checksum(t, &sum);

	if (err)
		return device_failed("checksum", err);
	printf("crc      %08x  mem_map, page directory, page tables\n", sum.crc);
	printf("crc_noad %08x  the same without Accessed and Dirty bits\n", sum.crc_noad);
	printf("machine  %08x  all of the machine's state\n", sum.machine);
	return 0;
}

static bool parse_access(int argc, const char **argv, u32 *access)
{
	int i;

	*access = MM011_ACCESS_USER;
	for (i = 0; i < argc; i++) {
		if (!strcmp(argv[i], "write"))
			*access |= MM011_ACCESS_WRITE;
		else if (!strcmp(argv[i], "super"))
			*access &= ~MM011_ACCESS_USER;
		else if (!strcmp(argv[i], "code"))
			*access |= MM011_ACCESS_CODE;
		else
			return false;
	}
	return true;
}

static int do_walk(struct target *t, const struct options *o, int argc, const char **argv)
{
	struct mm011_translate walk = { 0 };
	bool kernel = argc > 1 && !strcmp(argv[1], "kernel");
	int err;

	if (argc < 3 || (!kernel && !command_number(argv[1], &walk.task)) ||
	    !command_number(argv[2], &walk.address) ||
	    !parse_access(argc - 3, argv + 3, &walk.access))
		return bad_usage("walk");
	err = kernel ? walk_kernel(t, &walk) : walk_task(t, &walk);
	return err ? device_failed("walk", err) : 0;
}

/* an option of batch and compare with the folder behind it; false: another word */
static bool take_folder(struct folders *folders, int argc, const char **argv)
{
	if (argc < 2)
		return false;
	if (!strcmp(argv[0], "--read-files"))
		folders->reading = argv[1];
	else if (!strcmp(argv[0], "--write-files"))
		folders->writing = argv[1];
	else
		return false;
	return true;
}

/* the name of a file, or "-" */
static bool is_path(const char *word)
{
	return word[0] != '-' || !word[1];
}

static int do_batch(struct target *t, const struct options *o, int argc, const char **argv)
{
	struct batch_how how = { 0 };
	int i;

	for (i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--revive"))
			how.revive = true;
		else if (!strcmp(argv[i], "--expect") && i + 1 < argc)
			how.expect = argv[++i];
		else if (take_folder(&how.folders, argc - i, argv + i))
			i++;
		else if (!how.path && is_path(argv[i]))
			how.path = argv[i];
		else
			return bad_usage("batch");
	}
	return how.path ? batch(t, &how) : bad_usage("batch");
}

static int do_replay(struct target *t, const struct options *o, int argc, const char **argv)
{
	struct replay_how how = { .verbose = o->verbose };
	int first;

	for (first = 1; first < argc && argv[first][0] == '-' && argv[first][1]; first++) {
		if (!strcmp(argv[first], "--verbose"))
			how.verbose = true;
		else if (!strcmp(argv[first], "--full"))
			how.full = true;
		else
			return bad_usage("replay");
	}
	if (first == argc)
		return bad_usage("replay");
	return replay_run(t, argv + first, argc - first, how);
}

/* the files and the place of task[] that load and dump are given */
static bool parse_frozen(int argc, const char **argv, struct frozen *f)
{
	int i;

	for (i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--force"))
			f->force = true;
		else if (!strcmp(argv[i], "--mem-map") && i + 1 < argc)
			f->mem_map = argv[++i];
		else if (!strcmp(argv[i], "--symbols") && i + 1 < argc)
			f->symbols = argv[++i];
		else if (!strcmp(argv[i], "--swap") && i + 1 < argc)
			f->swap = argv[++i];
		else if (!strcmp(argv[i], "--bind") && i + 1 < argc && f->binds < MAX_BINDS)
			f->bind[f->binds++] = argv[++i];
		else if (!strcmp(argv[i], "--task") && i + 1 < argc &&
			 command_number(argv[i + 1], &f->task))
			i++;
		else if (!f->ram && argv[i][0] != '-')
			f->ram = argv[i];
		else
			return false;
	}
	/* 64 pointers, 64 task structures and the inodes must lie in the kernel's part */
	return f->ram && (f->mem_map || f->symbols) && !(f->task & 3) && f->task < 0x80000;
}

static int do_load(struct target *t, const struct options *o, int argc, const char **argv)
{
	struct frozen f = { .task = DEFAULT_TASK_ARRAY };

	if (!parse_frozen(argc, argv, &f))
		return bad_usage("load");
	return frozen_locate(&f) ? frozen_load(t, &f) : 2;
}

static int do_dump(struct target *t, const struct options *o, int argc, const char **argv)
{
	struct frozen f = { .task = DEFAULT_TASK_ARRAY };

	if (!parse_frozen(argc, argv, &f) || f.binds)
		return bad_usage("dump");
	return frozen_locate(&f) ? frozen_dump(t, &f) : 2;
}

static int do_swap(struct target *t, const struct options *o, int argc, const char **argv)
{
	return show(t, mm011_show_swap);
}

static int do_mkswap(struct target *t, const struct options *o, int argc, const char **argv)
{
	u32 kb = 0;

	if (argc < 2 || argc > 3 || (argc == 3 && !parse_size(argv[2], &kb)))
		return bad_usage("mkswap");
	return swapctl_mkswap(argv[1], kb);
}

static int do_swapon(struct target *t, const struct options *o, int argc, const char **argv)
{
	u32 kb = 0;

	if (argc == 2 && argv[1][0] != '-')
		return swapctl_swapon_file(t, argv[1]);
	if (argc != 3 || strcmp(argv[1], "--memory") || !parse_size(argv[2], &kb))
		return bad_usage("swapon");
	return swapctl_swapon_memory(t, kb);
}

static int do_compare(struct target *t, const struct options *o, int argc, const char **argv)
{
	struct folders folders = { 0 };
	const char *path = NULL;
	int i;

	for (i = 1; i < argc; i++) {
		if (take_folder(&folders, argc - i, argv + i))
			i++;
		else if (!path && is_path(argv[i]))
			path = argv[i];
		else
			return bad_usage("compare");
	}
	return path ? compare(path, &folders) : bad_usage("compare");
}

static int do_help(struct target *t, const struct options *o, int argc, const char **argv);

static const struct verb verbs[] = {
	{ "help", "", "this text", do_help },
	{ "info", "", "the machine: sizes, layout, whether it runs", do_info },
	{ "reset", "[--kernel 0.11|0.12] [--ram SIZE] [--ramdisk SIZE] [--head-only]",
	  "switch it off and on (SIZE: KB, or 16M)", do_reset },
	{ "ps", "", "tasks", do_ps },
	{ "maps", "", "every mapping, ranges folded", do_page_tables },
	{ "page_tables", "", "the same", do_page_tables },
	{ "page_directory", "", "directory entries", do_page_directory },
	{ "mem_map", "", "a picture of mem_map[], one character a page", do_mem_map },
	{ "buckets", "", "what malloc() holds", do_buckets },
	{ "stats", "", "counters", do_stats },
	{ "checksum", "", "checksums of the state", do_checksum },
	{ "swap", "", "0.12's swap space: a picture of its bitmap, cursors, who is out", do_swap },
	{ "walk", "TASK|kernel ADDR [write] [super] [code]",
	  "how the MMU translates an address of a task, or of the kernel", do_walk },
	{ "batch", "[--revive] [--expect REPLIES] " FOLDERS " FILE|-",
	  "commands from a file, a reply a line", do_batch },
	{ "load", "RAM.bin " KERNEL_FILES " [--bind DEVICE:INODE=FILE]... [--force]",
	  "go on from a dump of a real machine's memory", do_load },
	{ "dump", "RAM.bin " KERNEL_FILES, "write such a dump", do_dump },
	{ "mkswap", "FILE [SIZE]", "write signature and bitmap; SIZE makes the file", do_mkswap },
	{ "swapon", "FILE | --memory SIZE", "0.12 begins to swap to file or memory", do_swapon },
	{ "compare", FOLDERS " SCRIPT|-",
	  "the same commands on 0.11 and 0.12, up to the first difference",
	  do_compare },
	{ "replay", "[--verbose] [--full] FILE...", "recorded runs, compared after every step",
	  do_replay },
};

static const struct verb *find_verb(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(verbs); i++)
		if (!strcmp(verbs[i].name, name))
			return &verbs[i];
	return NULL;
}

static bool needs_machine(const struct verb *verb)
{
	return verb->run != do_help && verb->run != do_mkswap && verb->run != do_compare;
}

static int do_help(struct target *t, const struct options *o, int argc, const char **argv)
{
	char text[120];
	size_t i;
	u32 code;

	printf("usage: mm011ctl [OPTION...] VERB [ARG...] [--then VERB [ARG...]]...\n\n"
	       "Drive the memory manager of Linux 0.11, or 0.12, in its sandbox.\n\n"
	       "  --local        a machine inside this process, without the module\n"
	       "  --device PATH  default " DEFAULT_DEVICE "\n"
	       "  --kernel 0.12  what a machine becomes that is made or reset\n"
	       "  -v             tell each change that an operation makes\n"
	       "  --then         another command on the same machine, unless one failed\n\n"
	       "To look:\n");
	for (i = 0; i < ARRAY_SIZE(verbs); i++) {
		snprintf(text, sizeof(text), "%s %s", verbs[i].name, verbs[i].args);
		printf("  %-48s %s\n", text, verbs[i].help);
	}
	printf("\nOperations, called as in Linux 0.11 (TASK is the number of the current task):\n");
	for (code = 0; mm011_op_more(&code); code++) {
		if (code == MM011_OP_NONE)
			continue;
		command_usage(code, text, sizeof(text));
		printf("  %s\n", text);
	}
	printf("\nNumbers are decimal or 0x hex.\n");
	return 0;
}

static int run_operation(struct target *t, const struct options *o, int argc, const char **argv)
{
	static struct command c = { .folders.anywhere = true };
	int err;

	if (command_parse(&c, argc, argv)) {
		fprintf(stderr, "mm011ctl: %s\n", c.problem);
		command_done(&c);
		return 2;
	}
	if (o->verbose)
		c.op.flags |= MM011_OPF_EVENTS;
	err = target_ops(t, &c.op, 1);
	command_done(&c);
	if (err)
		return device_failed(argv[0], err);
	if (o->verbose && c.op.outcome != MM011_REFUSED)
		explain_last(t);
	return result_print(t, &c);
}

static int open_target(struct target *t, const struct options *o)
{
	static const struct mm011_reset defaults;
	int err = o->local ? target_open_local(t) : target_open_device(t, o->device);

	t->kernel = o->kernel;
	if (!err && o->local)
		err = target_reset(t, &defaults);
	if (!err)
		return 0;
	fprintf(stderr, "mm011ctl: %s: %s\n", o->local ? "--local" : o->device, strerror(-err));
	if (err == -ENOENT || err == -ENXIO || err == -ENODEV)
		fprintf(stderr, "Load the module (make load), or use --local to do without.\n");
	else if (err == -EACCES || err == -EPERM)
		fprintf(stderr, "The device is root's: use sudo, or --local to do without.\n");
	return 1;
}

/* the options before the verb; its index, more than argc: help, -1: bad ones */
static int parse_options(struct options *o, int argc, const char **argv)
{
	int i;

	for (i = 1; i < argc && argv[i][0] == '-'; i++) {
		if (!strcmp(argv[i], "--local"))
			o->local = true;
		else if (!strcmp(argv[i], "-v"))
			o->verbose = true;
		else if (!strcmp(argv[i], "--device") && i + 1 < argc)
			o->device = argv[++i];
		else if (!strcmp(argv[i], "--kernel") && i + 1 < argc &&
			 parse_kernel(argv[i + 1], &o->kernel))
			i++;
		else if (!strcmp(argv[i], "--help"))
			return argc + 1;
		else
			return usage_error("unknown option '%s'", argv[i]), -1;
	}
	return i;
}

static bool is_known(const char *word)
{
	if (find_verb(word) || command_code(word) != MM011_OP_MAX)
		return true;
	return usage_error("unknown command '%s'", word), false;
}

/* how many words belong to the command that begins here */
static int command_length(int argc, const char **argv)
{
	int n = 0;

	while (n < argc && strcmp(argv[n], "--then"))
		n++;
	return n;
}

/* every command is looked at before the first one runs */
static bool are_known(int argc, const char **argv)
{
	int n = 0;

	for ( ; argc > 0; argc -= n + 1, argv += n + 1) {
		n = command_length(argc, argv);
		if (!n || n + 1 == argc)
			return usage_error("a command is missing beside %s", "--then"), false;
		if (!is_known(argv[0]))
			return false;
	}
	return true;
}

/* one command after the other, up to the first that fails */
static int run_commands(struct target *t, const struct options *o, int argc, const char **argv)
{
	const struct verb *verb;
	int status = 0, n = 0;

	for ( ; !status && argc > 0; argc -= n + 1, argv += n + 1) {
		n = command_length(argc, argv);
		verb = find_verb(argv[0]);
		if (verb)
			status = verb->run(t, o, n, argv);
		else
			status = run_operation(t, o, n, argv);
	}
	return status;
}

/*
 * Where standard input, output or error is closed, the next file that is opened
 * would take its place. What stands there instead fails with EBADF as a closed one
 * does: it is open for the other direction.
 */
static bool hold_standard_descriptors(void)
{
	int fd;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 &&
		    open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
			return false;
	return true;
}

/* has all that was printed been written? Who reads it must not take a part for all. */
static int end_output(int status)
{
	bool lost = ferror(stdout);

	errno = 0;
	if (!fflush(stdout) && !lost)
		return status;
	fprintf(stderr, "mm011ctl: standard output: %s\n",
		errno ? strerror(errno) : "it could not be written");
	return 2;
}

static int run(int argc, const char **argv)
{
	struct options o = { .device = DEFAULT_DEVICE };
	const struct verb *verb;
	struct target t;
	int first = parse_options(&o, argc, argv);
	int status;

	if (first < 0)
		return 2;
	if (first >= argc)
		return do_help(NULL, &o, 0, NULL), first > argc ? 0 : 2;
	argc -= first;
	argv += first;
	if (!are_known(argc, argv))
		return 2;
	verb = find_verb(argv[0]);
	if (verb && !needs_machine(verb) && command_length(argc, argv) == argc)
		return verb->run(NULL, &o, argc, argv);
	if (open_target(&t, &o))
		return 1;
	status = run_commands(&t, &o, argc, argv);
	target_close(&t);
	return status;
}

int main(int argc, char **argv)
{
	if (!hold_standard_descriptors())
		return 2;
	return end_output(run(argc, (const char **)argv));
}
