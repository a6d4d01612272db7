// SPDX-License-Identifier: GPL-2.0
/*
 * The line protocol: one command a line, one reply "RESULT CRC" a line. Any
 * program can drive a machine with it through a pipe.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "batch.h"
#include "command.h"
#include "lines.h"

struct session {
	struct target *t;
	bool revive;
	const char *path;
	u32 flags;		/* for each operation */
	struct command command;
	char reply[2 * MM011_MAX_DATA + 64];
};

/**
 * batch_split() - the words of a line
 * @line: cut up
 * @words: MAX_WORDS pointers into it, filled in
 *
 * Return: how many, -1 when there are too many.
 */
int batch_split(char *line, const char **words)
{
	const char *word;
	char *save;
	int n = 0;

	for (word = strtok_r(line, " \t\r", &save); word; word = strtok_r(NULL, " \t\r", &save)) {
		if (n == MAX_WORDS)
			return -1;
		words[n++] = word;
	}
	return n;
}

/* the protocol's own names for some operations */
static const char *alias(const char *verb)
{
	if (!strcmp(verb, "task"))
		return "set_task";
	return strcmp(verb, "setad") ? verb : "set_ad";
}

/* swap space in memory, and 0.12 begins to use it */
static int begin_to_swap(struct session *s, u32 pages)
{
	struct mm011_op ops[2] = {
		{ .code = MM011_OP_SWAP_MEMORY, .arg = { 4 * pages } },
		{ .code = MM011_OP_INIT_SWAPPING },
	};
	int err = target_ops(s->t, ops, 2);

	return err ? err : ops[0].error ? ops[0].error : ops[1].error;
}

/* init RAM_MB RAMDISK_KB [SWAP_PAGES]; with swap space it is 0.12 */
static int reset(struct session *s, int argc, const char **argv)
{
	struct mm011_reset r = { 0 };
	u32 mb, pages = 0;
	int err;

	if (argc < 3 || argc > 4 || !command_number(argv[1], &mb) ||
	    !command_number(argv[2], &r.ramdisk_kb) || mb < 1 || mb > 16 ||
	    (argc == 4 && !command_number(argv[3], &pages)) || pages > MM011_MAX_SWAP_KB / 4) {
		snprintf(s->command.problem, sizeof(s->command.problem),
			 "usage: init RAM_MB RAMDISK_KB [SWAP_PAGES]");
		return -EINVAL;
	}
	r.ram_kb = mb * 1024;
	r.kernel = argc == 4 ? MM011_KERNEL_0_12 : 0;
	if (r.kernel && s->t->kernel == MM011_KERNEL_0_11) {
		snprintf(s->command.problem, sizeof(s->command.problem),
			 "Linux 0.11 has no swap space");
		return -EINVAL;
	}
	err = target_reset(s->t, &r);
	return err || !pages ? err : begin_to_swap(s, pages);
}

/* "task NR START_CODE END_CODE END_DATA BRK INO [LIBRARY_INO]": the last word, if any */
static const char *take_library(int *argc, const char **argv)
{
	if (strcmp(argv[0], "task") || *argc != 8)
		return NULL;
	return argv[--*argc];
}

static int set_library(struct session *s, const char *ino)
{
	struct mm011_op op = { .code = MM011_OP_SET_LIBRARY, .task = s->command.op.task };
	int err;

	if (!command_number(ino, &op.arg[0]))
		return -EINVAL;
	err = target_ops(s->t, &op, 1);
	return err ? err : op.error;
}

static void reply_bytes(struct session *s)
{
	u32 i;

	for (i = 0; i < s->command.op.len; i++)
		sprintf(s->reply + 2 * i, "%02x", s->command.data[i]);
	if (!i)
		strcpy(s->reply, "0");
}

/* what the original's function returns: void functions 0 */
static void reply_result(struct session *s)
{
	const struct mm011_op *op = &s->command.op;

	switch (op->code) {
	case MM011_OP_READ:
	case MM011_OP_PHYS_READ:
	case MM011_OP_SWAP_READ:
		reply_bytes(s);
		break;
	case MM011_OP_DO_NO_PAGE:
		if (!(op->flags & MM011_OPF_TWO_STEP)) {
			strcpy(s->reply, "0");
			break;
		}
		sprintf(s->reply, "%x", op->ret);
		break;
	default:
		sprintf(s->reply, "%x", op->ret);
		break;
	}
}

static const char *refusal(int error)
{
	switch (error) {
	case -ESRCH:
		return "no task";
	case -ENOTRECOVERABLE:
		return "machine panicked";
	case -EINVAL:
		return "bad argument";
	default:
		return strerror(-error);
	}
}

static void reply_operation(struct session *s)
{
	const struct mm011_op *op = &s->command.op;

	switch (op->outcome) {
	case MM011_PANIC:
		sprintf(s->reply, "panic: %s", target_message(s->t));
		break;
	case MM011_OOM:
		strcpy(s->reply, "oom");
		break;
	case MM011_FAULT:
	case MM011_LOOP:
		strcpy(s->reply, "fault");
		break;
	case MM011_SEGMENT:
		strcpy(s->reply, "segment");
		break;
	case MM011_SEGV:
		strcpy(s->reply, "segv");
		break;
	case MM011_ASLEEP:
		sprintf(s->reply, "asleep %s %u",
			op->out[0] == MM011_SWAP_IO_READ ? "read" : "write", op->out[1]);
		break;
	case MM011_SWAP_ERROR:
		sprintf(s->reply, "err: swap page %u", op->out[1]);
		break;
	case MM011_REFUSED:
		sprintf(s->reply, "err: %s", refusal(op->error));
		break;
	default:
		if (op->error < 0 && op->code != MM011_OP_WAITPID && op->code != MM011_OP_FORK)
			sprintf(s->reply, "err: %s", refusal(op->error));
		else
			reply_result(s);
	}
}

/* the checksum alone, and life after a panic where the user wants it */
static int checksum_after(struct session *s, u32 *crc)
{
	struct mm011_op after[2] = {
		{ .code = MM011_OP_NONE, .flags = MM011_OPF_CRC },
		{ .code = MM011_OP_REVIVE },
	};
	int err = target_ops(s->t, after, s->revive ? 2 : 1);

	*crc = after[0].crc;
	return err;
}

static bool stopped(const struct mm011_op *op)
{
	return op->outcome == MM011_PANIC || op->outcome == MM011_FAULT ||
	       op->outcome == MM011_LOOP;
}

static int answer(struct session *s, int argc, const char **argv)
{
	struct mm011_op *op = &s->command.op;
	const char *library;
	bool known;
	u32 crc;
	int err = 0;

	memset(op, 0, sizeof(*op));
	s->command.fd = -1;
	s->command.problem[0] = 0;
	library = take_library(&argc, argv);
	argv[0] = alias(argv[0]);
	strcpy(s->reply, "0");
	known = strcmp(argv[0], "init") && strcmp(argv[0], "crc");
	if (!strcmp(argv[0], "init")) {
		if (reset(s, argc, argv))
			sprintf(s->reply, "err: %s", s->command.problem);
	} else if (known && command_parse(&s->command, argc, argv)) {
		sprintf(s->reply, "err: %s", s->command.problem);
		known = false;
	} else if (known) {
		op->flags |= MM011_OPF_CRC | s->flags;
		err = target_ops(s->t, op, 1);
		crc = op->crc;
		if (!err && library)
			err = set_library(s, library);
	}
	if (!err && known)
		reply_operation(s);
	if (!err && (!known || stopped(op)))
		err = checksum_after(s, &crc);
	command_done(&s->command);
	if (!strcmp(argv[0], "crc"))
		sprintf(s->reply, "%x", crc);
	if (!err)
		sprintf(s->reply + strlen(s->reply), " %08x", crc);
	return err;
}

/**
 * batch_session() - begin to give commands to a machine
 * @t: the machine; it goes on after a panic
 * @flags: MM011_OPF_* for each operation
 *
 * Return: the session, free() ends it; NULL without memory.
 */
struct session *batch_session(struct target *t, u32 flags)
{
	struct session *s = calloc(1, sizeof(*s));

	if (s) {
		s->t = t;
		s->revive = true;
		s->flags = flags;
	}
	return s;
}

/**
 * batch_answer() - do one command
 * @s: session
 * @argc: number of words
 * @argv: the words, changed
 *
 * Return: the reply, "RESULT CRC", good until the next; NULL when the machine
 * does not answer.
 */
const char *batch_answer(struct session *s, int argc, const char **argv)
{
	return answer(s, argc, argv) ? NULL : s->reply;
}

/* Compare with what is expected; after a fault nothing is, up to the next init. */
static bool agrees(struct session *s, struct lines *in, struct lines *expect, const char *verb,
		   bool *skip)
{
	const char *wanted = lines_next(expect);

	if (!strcmp(verb, "init"))
		*skip = false;
	if (wanted && !strncmp(wanted, "fault ", 6))
		*skip = true;
	if (wanted && (*skip || !strcmp(wanted, s->reply)))
		return true;
	printf("batch: line %lu (%s ...) replies '%s', expected was '%s'\n",
	       lines_number(in), verb, s->reply, wanted ? wanted : "the end");
	return false;
}

static int complain(struct session *s, struct lines *in, const char *what)
{
	fprintf(stderr, "mm011ctl: %s: line %lu: %s\n", s->path, lines_number(in), what);
	return 2;
}

static int play(struct session *s, struct lines *in, struct lines *expect)
{
	const char *words[MAX_WORDS];
	unsigned long replies = 0;
	bool skip = false;
	char verb[32];
	char *line;
	int n, err;

	while ((line = lines_next(in))) {
		n = batch_split(line, words);
		if (n < 0)
			return complain(s, in, "too many words");
		if (!n || words[0][0] == '#')
			continue;
		snprintf(verb, sizeof(verb), "%s", words[0]);
		err = answer(s, n, words);
		if (err)
			return complain(s, in, strerror(-err));
		replies++;
		if (!expect) {
			puts(s->reply);
			fflush(stdout);
		} else if (!agrees(s, in, expect, verb, &skip)) {
			return 1;
		}
	}
	if (lines_error(in))
		return complain(s, in, lines_error(in));
	if (expect && lines_next(expect))
		return complain(s, in, "more replies are expected than there are commands");
	if (expect)
		printf("batch: %lu replies, all as expected\n", replies);
	return 0;
}

static bool is_command(const char *verb)
{
	return !strcmp(verb, "init") || !strcmp(verb, "crc") ||
	       command_code(alias(verb)) != MM011_OP_MAX;
}

/* Is every line a command? Looked at before the machine is touched. */
static bool is_stream(const char *path)
{
	struct lines *in = lines_open(path);
	const char *words[MAX_WORDS];
	const char *what = NULL;
	char *line;
	int n;

	if (!in)
		return true;	/* who opens it for good will say why not */
	while (!what && (line = lines_next(in))) {
		n = batch_split(line, words);
		if (n < 0)
			what = "too many words";
		else if (n && words[0][0] != '#' && !is_command(words[0]))
			what = "no command: this is no stream of commands";
	}
	if (!what)
		what = lines_error(in);
	if (what)
		fprintf(stderr, "mm011ctl: %s: line %lu: %s\n", path, lines_number(in), what);
	lines_close(in);
	return !what;
}

/**
 * batch() - run a file of commands
 * @t: the machine
 * @path: the file, "-" for standard input
 * @revive: go on after a panic
 * @expect: a file with the expected replies, to compare instead of print;
 *	NULL: print
 *
 * A file with a line that is no command at all is refused before the machine
 * is touched; on standard input such a line gets its reply like any other.
 *
 * Return: an exit status: 0, 1 when a reply was not as expected, 2 when a file
 * could not be read.
 */
int batch(struct target *t, const char *path, bool revive, const char *expect)
{
	struct session *s;
	struct lines *in, *replies;
	int status = 2;

	if (strcmp(path, "-") && !is_stream(path))
		return status;
	s = calloc(1, sizeof(*s));
	in = lines_open(path);
	replies = expect ? lines_open(expect) : NULL;
	if (!s || !in || (expect && !replies)) {
		fprintf(stderr, "mm011ctl: %s: %s\n", in ? expect : path, strerror(errno));
	} else {
		s->t = t;
		s->revive = revive;
		s->path = path;
		status = play(s, in, replies);
	}
	if (in)
		lines_close(in);
	if (replies)
		lines_close(replies);
	free(s);
	return status;
}
