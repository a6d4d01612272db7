// SPDX-License-Identifier: GPL-2.0
/*
 * A stream of commands with the answers of the original code, played to the
 * machine of mm011/ and the reference together. Results and checksums compared
 * with those answers are the reference's.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#include "ctl/command.h"
#include "fuzz/fuzz.h"
#include "ctl/lines.h"

#define MAX_WORDS 16

struct player {
	struct pair *p;
	struct command command;
	char reply[200];
};

static int split(char *line, const char **words)
{
	char *save;
	int n = 0;

	for (words[0] = strtok_r(line, " ", &save); words[n] && n < MAX_WORDS - 1; )
		words[++n] = strtok_r(NULL, " ", &save);
	return n;
}

/* mem_map[], page directory, page tables: as the streams have it */
static u32 checksum(const struct reference *r)
{
	const u8 *mem = reference_memory(r);
	u32 crc = crc32(0, reference_mem_map(r), MM011_PAGING_PAGES);
	u32 addr, entry;

	crc = crc32(crc, mem, 4096);
	for (addr = 0; addr < 4096; addr += 4) {
		memcpy(&entry, mem + addr, 4);
		if ((entry & 1) && entry < MM011_MEMORY_SIZE)
			crc = crc32(crc, mem + (entry & 0xfffff000), 4096);
	}
	return crc;
}

static bool do_op(struct player *s, u32 code, u32 task, u32 arg)
{
	struct mm011_op op = { .code = code, .task = task, .arg = { arg } };

	return pair_op(s->p, &op, s->command.data, 0);
}

/* init RAM_MB RAMDISK_KB [SWAP_PAGES]; false: these are no parameters of a machine */
static bool parse_reset(int argc, const char **argv, struct mm011_reset *r, u32 *pages)
{
	*pages = 0;
	if (argc < 3 || argc > 4 || !command_number(argv[1], &r->ram_kb) || r->ram_kb < 1 ||
	    r->ram_kb > 16 || !command_number(argv[2], &r->ramdisk_kb) ||
	    (argc == 4 && !command_number(argv[3], pages)) || *pages > MM011_MAX_SWAP_KB / 4)
		return false;
	r->ram_kb *= 1024;
	r->kernel = argc == 4 ? MM011_KERNEL_0_12 : MM011_KERNEL_0_11;
	return !mm011_check_reset(r);
}

static bool reset(struct player *s, int argc, const char **argv)
{
	struct mm011_reset r = { 0 };
	u32 pages;

	if (!parse_reset(argc, argv, &r, &pages)) {
		strcpy(s->reply, "err:");
		return true;
	}
	pair_reset(s->p, &r);
	strcpy(s->reply, "0");
	if (!pages)
		return true;
	return do_op(s, MM011_OP_SWAP_MEMORY, 0, 4 * pages) &&
	       do_op(s, MM011_OP_INIT_SWAPPING, 0, 0);
}

static void tell_result(struct player *s, const struct mm011_op *op)
{
	size_t room = sizeof(s->reply);

	switch (op->outcome) {
	case MM011_PANIC:
		snprintf(s->reply, room, "panic: %s", reference_message(pair_reference(s->p)));
		break;
	case MM011_OOM:
		strcpy(s->reply, "oom");
		break;
	case MM011_SEGV:
		strcpy(s->reply, "segv");
		break;
	case MM011_FAULT:
	case MM011_LOOP:
		strcpy(s->reply, "fault");
		break;
	case MM011_REFUSED:
		strcpy(s->reply, "err:");
		break;
	default:
		snprintf(s->reply, room, "%x", op->code == MM011_OP_DO_NO_PAGE ? 0 : op->ret);
	}
}

/* one command that is an operation */
static bool operate(struct player *s, int argc, const char **argv)
{
	struct mm011_op *op = &s->command.op;
	bool has_library = !strcmp(argv[0], "task") && argc == 8;
	u32 library = 0;
	bool same;

	if (has_library && !command_number(argv[--argc], &library)) {
		strcpy(s->reply, "err:");
		return true;
	}
	if (!strcmp(argv[0], "task"))
		argv[0] = "set_task";
	if (!strcmp(argv[0], "setad"))
		argv[0] = "set_ad";
	if (command_parse(&s->command, argc, argv)) {
		strcpy(s->reply, "err:");
		return true;
	}
	same = pair_op(s->p, op, s->command.data, 0);
	tell_result(s, op);
	if (same && has_library)
		same = do_op(s, MM011_OP_SET_LIBRARY, op->task, library);
	return same && do_op(s, MM011_OP_REVIVE, 0, 0);
}

/* false: mm011/ and the reference differ */
static bool answer(struct player *s, int argc, const char **argv)
{
	bool same = true;
	u32 crc;

	if (!strcmp(argv[0], "init"))
		same = reset(s, argc, argv);
	else if (strcmp(argv[0], "crc"))
		same = operate(s, argc, argv);
	crc = checksum(pair_reference(s->p));
	if (!strcmp(argv[0], "crc"))
		sprintf(s->reply, "%x", crc);
	if (strcmp(s->reply, "err:"))
		sprintf(s->reply + strlen(s->reply), " %08x", crc);
	return same;
}

static bool agrees(const struct player *s, const char *wanted, bool *skip)
{
	if (!strncmp(wanted, "fault ", 6))
		*skip = true;
	if (*skip)
		return true;
	return strcmp(s->reply, "err:") ? !strcmp(s->reply, wanted) : !strncmp(wanted, "err:", 4);
}

static bool play(struct player *s, struct lines *in, struct lines *replies)
{
	const char *words[MAX_WORDS];
	unsigned long count = 0;
	bool skip = false, same;
	const char *wanted;
	char *line;
	int n;

	while ((line = lines_next(in))) {
		n = split(line, words);
		if (!n || words[0][0] == '#')
			continue;
		if (!strcmp(words[0], "init"))
			skip = false;
		wanted = lines_next(replies);
		same = answer(s, n, words);
		if (!same)
			printf("line %lu: mm011 and the reference differ: %s\n", lines_number(in),
			       pair_difference(s->p));
		else if (!wanted || !agrees(s, wanted, &skip))
			printf("line %lu: the reference replies '%s', expected was '%s'\n",
			       lines_number(in), s->reply, wanted ? wanted : "the end");
		else if (++count)
			continue;
		return false;
	}
	printf("stream: %lu replies, all as expected\n", count);
	return count && !lines_next(replies) && pair_same_memory(s->p);
}

/**
 * stream() - play a stream to both
 * @p: the pair
 * @commands: path of the commands
 * @expected: path of the original's replies
 *
 * Return: whether all replies are the same.
 */
bool stream(struct pair *p, const char *commands, const char *expected)
{
	struct player *s = calloc(1, sizeof(*s));
	struct lines *in = lines_open(commands);
	struct lines *replies = lines_open(expected);
	bool same = false;

	if (s && in && replies) {
		s->p = p;
		same = play(s, in, replies);
	} else {
		printf("%s, %s: %s\n", commands, expected, strerror(errno));
	}
	if (in)
		lines_close(in);
	if (replies)
		lines_close(replies);
	free(s);
	return same;
}
