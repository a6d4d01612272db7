// SPDX-License-Identifier: GPL-2.0
/*
 * The verbs that are no operations: what they are called, and what their words mean.
 */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <linux/kernel.h>

#include "ctl/batch.h"
#include "ctl/command.h"
#include "ctl/compare.h"
#include "ctl/refusal.h"
#include "ctl/swapctl.h"
#include "ctl/verbs.h"
#include "dump/frozen.h"
#include "replay/replay.h"

#define KERNEL_FILES "--symbols|--mem-map FILE [--task ADDR] [--swap FILE]"

/* which files the commands of a stream may open */
#define FOLDERS "[--read-files DIR] [--write-files DIR]"

/* the rest is HighMem */
#define ZONES "[--zones DMA[,NORMAL]]"

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
	if (!command_number(digits, kb) || *kb > ~0u / unit)
		return false;
	*kb *= unit;
	return true;
}

static int no_size(const char *verb, const char *what, const char *word)
{
	return verb_bad_usage(verb, "%s '%s' is no size: a number of KB, or as 16M", what, word);
}

/**
 * verb_parse_kernel() - which kernel
 * @word: 0.11, 0.12, 2.4, or #NUMBER: one that only the module knows
 * @kernel: MM011_KERNEL_*
 *
 * Return: whether it is one.
 */
bool verb_parse_kernel(const char *word, u32 *kernel)
{
	if (*word == '#')
		return command_number(word + 1, kernel) && *kernel;
	if (!strcmp(word, "0.11"))
		*kernel = MM011_KERNEL_0_11;
	else if (!strcmp(word, "0.12"))
		*kernel = MM011_KERNEL_0_12;
	else if (!strcmp(word, "2.4"))
		*kernel = MM011_KERNEL_2_4;
	else
		return false;
	return true;
}

/* --zones DMA[,NORMAL]: sizes, none of which is 0: that would be the default */
static int parse_zones(const char *value, struct mm011_reset *r)
{
	const char *comma = strchr(value, ',');
	char dma[16];

	snprintf(dma, sizeof(dma), "%.*s", (int)(comma ? comma - value : 15), value);
	if (!parse_size(dma, &r->dma_kb) || !r->dma_kb)
		return no_size("reset", "--zones DMA", dma);
	if (comma && (!parse_size(comma + 1, &r->normal_kb) || !r->normal_kb))
		return no_size("reset", "--zones NORMAL", comma + 1);
	return 0;
}

static int parse_reset_kernel(const char *value, struct mm011_reset *r)
{
	return verb_parse_kernel(value, &r->kernel) ? 0 :
	       verb_bad_usage("reset", "--kernel '%s': there are 0.11, 0.12 and 2.4", value);
}

/* an option of reset and its value; 0 or an exit status */
static int reset_option(const char *option, const char *value, struct mm011_reset *r)
{
	bool ram = !strcmp(option, "--ram"), disk = !strcmp(option, "--ramdisk");
	bool zones = !strcmp(option, "--zones");

	if (!ram && !disk && !zones && strcmp(option, "--kernel"))
		return verb_bad_usage("reset", "'%s' has no place here", option);
	if (!value)
		return verb_bad_usage("reset", "%s needs a value", option);
	if (!ram && !disk)
		return zones ? parse_zones(value, r) : parse_reset_kernel(value, r);
	if (!parse_size(value, ram ? &r->ram_kb : &r->ramdisk_kb))
		return no_size("reset", option, value);
	/* 0 would be the default */
	return ram && !r->ram_kb ? verb_bad_usage("reset", "--ram 0: from 1024 KB (1M) to %u KB",
						  MM011_MAX_RAM_KB) : 0;
}

static int do_reset(struct target *t, const struct options *o, int argc, const char **argv)
{
	struct mm011_reset reset = { .kernel = o->kernel };
	char why[REFUSAL_ROOM];
	int i, status, err;

	for (i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--head-only")) {
			reset.flags |= MM011_RESET_HEAD_ONLY;
			continue;
		}
		status = reset_option(argv[i], i + 1 < argc ? argv[i + 1] : NULL, &reset);
		if (status)
			return status;
		i++;
	}
	err = target_reset(t, &reset);
	if (err)
		fprintf(stderr, "mm011ctl: reset: %s\n",
			err == -EINVAL ? refusal_of_reset(&reset, why) : strerror(-err));
	return err ? 1 : 0;
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

/* a word that is neither an option nor the one file */
static int extra(const char *verb, const char *word)
{
	return verb_bad_usage(verb, "'%s' has no place here, or lacks its value", word);
}

/* streams for 2.4 begin with page frames and areas alone */
static int begin_bare(struct target *t)
{
	static const struct mm011_reset bare = {
		.kernel = MM011_KERNEL_2_4, .flags = MM011_RESET_BARE
	};
	int err = target_reset(t, &bare);

	if (err)
		fprintf(stderr, "mm011ctl: batch: %s\n", strerror(-err));
	return err ? 1 : 0;
}

static int do_batch(struct target *t, const struct options *o, int argc, const char **argv)
{
	struct batch_how how = { .verbose = o->verbose };
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
			return extra("batch", argv[i]);
	}
	if (!how.path)
		return verb_bad_usage("batch", NULL);
	if (o->kernel == MM011_KERNEL_2_4 && begin_bare(t))
		return 1;
	return batch(t, &how);
}

static int do_replay(struct target *t, const struct options *o, int argc, const char **argv)
{
	struct replay_how how = { .verbose = o->verbose };
	int i, paths = 0;

	for (i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--verbose") || !strcmp(argv[i], "-v"))
			how.verbose = true;
		else if (!strcmp(argv[i], "--full"))
			how.full = true;
		else if (!strcmp(argv[i], "--go-on"))
			how.go_on = true;
		else if (is_path(argv[i]))
			argv[paths++] = argv[i];
		else
			return extra("replay", argv[i]);
	}
	if (!paths)
		return verb_bad_usage("replay", NULL);
	return replay_run(t, argv, paths, how);
}

/* --task ADDR: 64 pointers, 64 task structures and the inodes must lie in the kernel's part */
static int parse_task_array(const char *verb, const char *word, u32 *addr)
{
	char why[COMMAND_WHY];

	if (!command_argument("--task", word, addr, why))
		return verb_bad_usage(verb, "%s", why);
	return (*addr & 3) || *addr >= 0x80000 ?
	       verb_bad_usage(verb, "--task %s: a multiple of 4 below 0x80000", word) : 0;
}

/* a program that an inode of a dump is */
static int add_bind(struct frozen *f, const char *word)
{
	if (f->binds == MAX_BINDS)
		return verb_bad_usage("load", "--bind: at most %u of them", MAX_BINDS);
	f->bind[f->binds++] = word;
	return 0;
}

/* the files and the place of task[] that load and dump are given; 0 or an exit status */
static int parse_frozen(int argc, const char **argv, struct frozen *f)
{
	int i, status = 0;

	for (i = 1; !status && i < argc; i++) {
		if (!strcmp(argv[i], "--force") && !strcmp(argv[0], "load"))
			f->force = true;
		else if (!strcmp(argv[i], "--mem-map") && i + 1 < argc)
			f->mem_map = argv[++i];
		else if (!strcmp(argv[i], "--symbols") && i + 1 < argc)
			f->symbols = argv[++i];
		else if (!strcmp(argv[i], "--swap") && i + 1 < argc)
			f->swap = argv[++i];
		else if (!strcmp(argv[i], "--bind") && i + 1 < argc && !strcmp(argv[0], "load"))
			status = add_bind(f, argv[++i]);
		else if (!strcmp(argv[i], "--task") && i + 1 < argc)
			status = parse_task_array(argv[0], argv[++i], &f->task);
		else if (!f->ram && argv[i][0] != '-')
			f->ram = argv[i];
		else
			status = extra(argv[0], argv[i]);
	}
	if (!status && (!f->ram || (!f->mem_map && !f->symbols)))
		status = verb_bad_usage(argv[0], NULL);
	return status;
}

static int do_load(struct target *t, const struct options *o, int argc, const char **argv)
{
	struct frozen f = { .task = DEFAULT_TASK_ARRAY };
	int status = parse_frozen(argc, argv, &f);

	if (status)
		return status;
	return frozen_locate(&f) ? frozen_load(t, &f) : 2;
}

static int do_dump(struct target *t, const struct options *o, int argc, const char **argv)
{
	struct frozen f = { .task = DEFAULT_TASK_ARRAY };
	int status = parse_frozen(argc, argv, &f);

	if (status)
		return status;
	return frozen_locate(&f) ? frozen_dump(t, &f) : 2;
}

static int do_mkswap(struct target *t, const struct options *o, int argc, const char **argv)
{
	u32 kb = 0;

	if (argc < 2 || argc > 3)
		return argc < 2 ? verb_bad_usage("mkswap", NULL) : extra("mkswap", argv[3]);
	if (argc == 3 && !parse_size(argv[2], &kb))
		return no_size("mkswap", "SIZE", argv[2]);
	return swapctl_mkswap(argv[1], kb);
}

static int do_swapon(struct target *t, const struct options *o, int argc, const char **argv)
{
	u32 kb = 0;
	bool memory = argc > 1 && !strcmp(argv[1], "--memory");

	if (argc > 2 + memory)
		return extra("swapon", argv[2 + memory]);
	if (argc < 2 + memory)
		return verb_bad_usage("swapon", NULL);
	if (!memory && argv[1][0] == '-')
		return extra("swapon", argv[1]);
	if (!memory)
		return swapctl_swapon_file(t, argv[1], o->verbose);
	if (!parse_size(argv[2], &kb))
		return no_size("swapon", "--memory", argv[2]);
	return swapctl_swapon_memory(t, kb, o->verbose);
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
			return extra("compare", argv[i]);
	}
	return path ? compare(path, &folders) : verb_bad_usage("compare", NULL);
}

#define LOOKS (VERB_LOOKS | VERB_STOPPED)

static const struct verb verbs[] = {
	{ "help", "[VERB]", "this text, or what a verb does", VERB_ALONE, help, NULL },
	{ "info", "", "the machine: sizes, layout, whether it runs",
	  LOOKS, look_view, "info" },
	{ "reset", "[--kernel 0.11|0.12|2.4] [--ram SIZE] [--ramdisk SIZE] [--head-only] " ZONES,
	  "switch it off and on (sizes: KB, or 16M; zones are 2.4's)",
	  VERB_RESETS | VERB_STOPPED, do_reset, NULL },
	{ "ps", "", "tasks", LOOKS, look_view, "tasks" },
	{ "maps", "", "every mapping, ranges folded; of 2.4: the areas",
	  LOOKS, look_view, "page_tables" },
	{ "avl", "", "2.4's tree of areas: each before what is below it", LOOKS, look_view, "avl" },
	{ "mm", "", "2.4's address space in numbers", LOOKS, look_view, "mm" },
	{ "page_directory", "", "directory entries", LOOKS, look_view, "page_directory" },
	{ "mem_map", "", "a picture of mem_map[], one character a page",
	  LOOKS, look_view, "mem_map" },
	{ "buckets", "", "what malloc() holds", LOOKS, look_view, "malloc" },
	{ "stats", "", "counters", LOOKS, look_view, "stats" },
	{ "checksum", "", "checksums of the state", LOOKS, look_checksum, NULL },
	{ "swap", "", "0.12's swap space: bitmap, cursors, who is out",
	  LOOKS, look_view, "swap" },
	{ "buddyinfo", "", "2.4's free blocks by zone and order", LOOKS, look_view, "buddyinfo" },
	{ "zones", "", "2.4's zones, their watermarks, where pages come from",
	  LOOKS, look_view, "zones" },
	{ "walk", "TASK|kernel ADDR [write] [super] [code]",
	  "how the MMU translates ADDR, an offset in the segment of a task",
	  LOOKS, look_walk, NULL },
	{ "who", "PAGE", "what a page is, and who refers to it (PAGE is physical)",
	  LOOKS, look_who, NULL },
	{ "check", "", "does the machine contradict itself? Counts, references, entries",
	  LOOKS, look_check, NULL },
	{ "batch", "[--revive] [--expect REPLIES] " FOLDERS " FILE|-",
	  "commands from a file, a reply a line",
	  VERB_TELLS | VERB_RESETS, do_batch, NULL },
	{ "load", "RAM.bin " KERNEL_FILES " [--bind DEV:INO=FILE] [--force]",
	  "go on from a dump of a real machine's memory",
	  VERB_RESETS | VERB_STOPPED, do_load, NULL },
	{ "dump", "RAM.bin " KERNEL_FILES, "write such a dump",
	  VERB_STOPPED, do_dump, NULL },
	{ "mkswap", "FILE [SIZE]", "write signature and bitmap; SIZE makes the file",
	  VERB_ALONE, do_mkswap, NULL },
	{ "swapon", "FILE | --memory SIZE", "0.12 begins to swap to file or memory",
	  VERB_TELLS, do_swapon, NULL },
	{ "compare", FOLDERS " SCRIPT|-", "the same commands on 0.11 and 0.12, until they differ",
	  VERB_ALONE, do_compare, NULL },
	{ "replay", "[--verbose] [--full] [--go-on] FILE...",
	  "recorded runs, compared after every step",
	  VERB_TELLS | VERB_STOPPED, do_replay, NULL },
};

/* what the same view is called in debugfs, and the same checksum in a stream */
static const struct { const char *alias, *name; } aliases[] = {
	{ "tasks", "ps" }, { "page_tables", "maps" }, { "crc", "checksum" },
};

/**
 * verb_find() - the verb of that name
 * @name: its name, or another that it has elsewhere
 *
 * Return: the verb, NULL when there is none.
 */
const struct verb *verb_find(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(aliases); i++)
		if (!strcmp(aliases[i].alias, name))
			name = aliases[i].name;
	for (i = 0; i < ARRAY_SIZE(verbs); i++)
		if (!strcmp(verbs[i].name, name))
			return &verbs[i];
	return NULL;
}

/**
 * verb_number() - one verb after the other
 * @i: from 0 on
 *
 * Return: the verb, NULL behind the last.
 */
const struct verb *verb_number(u32 i)
{
	return i < ARRAY_SIZE(verbs) ? &verbs[i] : NULL;
}

/**
 * verb_bad_usage() - say which word is wrong, and how the verb is called
 * @name: the verb
 * @format: what is wrong; NULL: a word is missing
 *
 * Return: an exit status, 2.
 */
int verb_bad_usage(const char *name, const char *format, ...)
{
	const struct verb *verb = verb_find(name);
	va_list ap;

	fprintf(stderr, "mm011ctl: %s: ", verb->name);
	va_start(ap, format);
	if (format)
		vfprintf(stderr, format, ap);
	else
		fputs("a word is missing", stderr);
	va_end(ap);
	fprintf(stderr, "\nusage: mm011ctl %s%s%s\n", verb->name, *verb->args ? " " : "",
		verb->args);
	return 2;
}
