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
#include "plain.h"

#define BLANKS " \t\r"

struct session {
	struct target *t;
	bool revive;
	u32 flags;		/* for each operation */
	bool understood;	/* the last words are a command */
	bool has_library;	/* the last task names one: */
	u32 library;
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

	for (word = strtok_r(line, BLANKS, &save); word; word = strtok_r(NULL, BLANKS, &save)) {
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

/* the words are no command; nothing is done */
static int wrong(struct session *s, const char *why)
{
	s->understood = false;
	snprintf(s->command.problem, sizeof(s->command.problem), "%s", why);
	return -EINVAL;
}

/* the words are a command, which the machine does not do */
static int impossible(struct session *s, const char *why)
{
	wrong(s, why);
	s->understood = true;
	return -EINVAL;
}

/* the words of init; 0, or why not */
static int parse_reset(struct session *s, int argc, const char **argv, struct mm011_reset *r,
		       u32 *pages)
{
	u32 mb;

	if (argc < 3 || argc > 4 || !command_number(argv[1], &mb) ||
	    !command_number(argv[2], &r->ramdisk_kb) ||
	    (argc == 4 && !command_number(argv[3], pages)))
		return wrong(s, "usage: init RAM_MB RAMDISK_KB [SWAP_PAGES]");
	if (mb < 1 || mb > 16)
		return wrong(s, "usage: init RAM_MB RAMDISK_KB [SWAP_PAGES], RAM_MB from 1 to 16");
	if (*pages > MM011_MAX_SWAP_KB / 4)
		return wrong(s, "usage: init RAM_MB RAMDISK_KB [SWAP_PAGES], at most 4096 pages");
	r->ram_kb = mb * 1024;
	r->kernel = argc == 4 ? MM011_KERNEL_0_12 : 0;
	if (mm011_check_reset(r))
		return wrong(s, "init: so many KB for a RAM disk are too many");
	if (r->kernel && s->t->kernel == MM011_KERNEL_0_11)
		return impossible(s, "Linux 0.11 has no swap space");
	return 0;
}

/* init RAM_MB RAMDISK_KB [SWAP_PAGES]; with swap space it is 0.12 */
static int reset(struct session *s, int argc, const char **argv)
{
	struct mm011_reset r = { 0 };
	u32 pages = 0;
	int err = parse_reset(s, argc, argv, &r, &pages);

	if (err)
		return err;
	err = target_reset(s->t, &r);
	if (!err && pages)
		err = begin_to_swap(s, pages);
	return err ? impossible(s, strerror(-err)) : 0;
}

/* "task NR START_CODE END_CODE END_DATA BRK INO [LIBRARY_INO]": the last word, if any */
static int take_library(struct session *s, int *argc, const char **argv)
{
	s->has_library = !strcmp(argv[0], "task") && *argc == 8;
	if (!s->has_library || command_number(argv[--*argc], &s->library))
		return 0;
	return wrong(s, "the number of a library's inode is no number of 32 bits");
}

/*
 * Could the task that an operation makes have a library? What is asked has no
 * effect, but is refused for the same reasons: a kernel without libraries, a task
 * that sleeps. So a task is set with its library, or not at all.
 */
static int may_have_library(struct session *s)
{
	struct mm011_op op = {
		.code = MM011_OP_SWAP_FREE, .flags = MM011_OPF_SLEEP, .task = s->command.op.task
	};
	int err = target_ops(s->t, &op, 1);

	if (!err && op.error) {
		s->command.op.outcome = op.outcome;
		s->command.op.error = op.error;
	}
	return err;
}

static int set_library(struct session *s)
{
	struct mm011_op op = {
		.code = MM011_OP_SET_LIBRARY, .task = s->command.op.task, .arg = { s->library }
	};
	int err = target_ops(s->t, &op, 1);

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

/* the words as an operation; 0, or -EINVAL with the problem told */
static int understand(struct session *s, int argc, const char **argv)
{
	int err = take_library(s, &argc, argv);

	if (err)
		return err;
	argv[0] = alias(argv[0]);
	err = command_parse(&s->command, argc, argv);
	s->understood = !err;
	return err;
}

/* an operation; true in *summed: it has told the checksum */
static int operate(struct session *s, bool *summed)
{
	struct mm011_op *op = &s->command.op;
	int err = s->has_library ? may_have_library(s) : 0;

	if (!err && !op->error) {
		op->flags |= MM011_OPF_CRC | s->flags;
		err = target_ops(s->t, op, 1);
		*summed = !stopped(op);
		if (!err && !op->error && s->has_library)
			err = set_library(s);
	}
	if (!err)
		reply_operation(s);
	return err;
}

static int answer(struct session *s, int argc, const char **argv)
{
	const char *verb = argc ? argv[0] : "";
	bool summed = false;
	u32 crc;
	int err = 0;

	s->command.fd = -1;
	s->command.problem[0] = 0;
	s->understood = true;
	strcpy(s->reply, "0");
	if (!argc)
		wrong(s, "no command");
	else if (!strcmp(verb, "init"))
		reset(s, argc, argv);
	else if (strcmp(verb, "crc") && !understand(s, argc, argv))
		err = operate(s, &summed);
	if (*s->command.problem)
		sprintf(s->reply, "err: %s", s->command.problem);
	crc = s->command.op.crc;
	if (!err && !summed)
		err = checksum_after(s, &crc);
	command_done(&s->command);
	if (!strcmp(verb, "crc"))
		sprintf(s->reply, "%x", crc);
	if (!err)
		sprintf(s->reply + strlen(s->reply), " %08x", crc);
	return err;
}

/**
 * batch_session() - begin to give commands to a machine
 * @t: the machine; it goes on after a panic
 * @flags: MM011_OPF_* for each operation
 * @folders: which files the commands may open
 *
 * Return: the session, free() ends it; NULL without memory.
 */
struct session *batch_session(struct target *t, u32 flags, const struct folders *folders)
{
	struct session *s = calloc(1, sizeof(*s));

	if (s) {
		s->t = t;
		s->revive = true;
		s->flags = flags;
		s->command.folders = *folders;
	}
	return s;
}

/**
 * batch_answer() - do one command
 * @s: session
 * @argc: number of words, 0 is no command
 * @argv: the words, changed
 *
 * Return: the reply, "RESULT CRC", good until the next; NULL when the machine
 * does not answer.
 */
const char *batch_answer(struct session *s, int argc, const char **argv)
{
	return answer(s, argc, argv) ? NULL : s->reply;
}

/**
 * batch_problem() - why the last words were no command
 * @s: session
 *
 * Return: the reason, good until the next command; NULL: they were one.
 */
const char *batch_problem(const struct session *s)
{
	return s->understood ? NULL : s->command.problem;
}

/**
 * batch_is_command() - is there such a command?
 * @verb: the first word of a line
 *
 * Return: whether there is.
 */
bool batch_is_command(const char *verb)
{
	return !strcmp(verb, "init") || !strcmp(verb, "crc") ||
	       command_code(alias(verb)) != MM011_OP_MAX;
}

/* a stream of commands, and the replies that are expected, if any */
struct play {
	const struct batch_how *how;
	struct session *s;
	struct lines *in;
	struct lines *expect;
	bool skip;		/* up to the next init */
	unsigned long replies;
};

static int complain(const char *path, const struct lines *in, const char *what)
{
	fprintf(stderr, "mm011ctl: %s: line %lu: %s\n", path, lines_number(in), what);
	return 2;
}

static int differs(const struct play *p, const char *verb, const char *wanted)
{
	printf("batch: line %lu (", lines_number(p->in));
	plain_put(verb);
	printf(" ...) replies '%s', expected was '", p->s->reply);
	plain_put(wanted);
	printf("'\n");
	return 1;
}

/* Compare with what is expected; after a fault nothing is, up to the next init. */
static int compare_reply(struct play *p, const char *verb)
{
	const char *wanted = lines_next(p->expect);

	if (!wanted && lines_error(p->expect))
		return complain(p->how->expect, p->expect, lines_error(p->expect));
	if (!strcmp(verb, "init"))
		p->skip = false;
	if (wanted && !strncmp(wanted, "fault ", 6))
		p->skip = true;
	if (wanted && (p->skip || !strcmp(wanted, p->s->reply)))
		return 0;
	return differs(p, verb, wanted ? wanted : "the end");
}

/* each reply at once: somebody may wait for it */
static int print_reply(const struct play *p)
{
	puts(p->s->reply);
	return fflush(stdout) ? 2 : 0;	/* main() says why */
}

static int play_line(struct play *p, char *line)
{
	const char *words[MAX_WORDS];
	int n = batch_split(line, words);
	char verb[32];
	int err;

	if (n < 0)
		return complain(p->how->path, p->in, "too many words");
	if (!n || words[0][0] == '#')
		return 0;
	snprintf(verb, sizeof(verb), "%s", words[0]);
	err = answer(p->s, n, words);
	if (err)
		return complain(p->how->path, p->in, strerror(-err));
	p->replies++;
	return p->expect ? compare_reply(p, verb) : print_reply(p);
}

/* all commands are done: are all expected replies, too? */
static int end(struct play *p)
{
	if (lines_error(p->in))
		return complain(p->how->path, p->in, lines_error(p->in));
	if (!p->expect)
		return 0;
	if (lines_next(p->expect))
		return complain(p->how->expect, p->expect,
				"more replies are expected than there are commands");
	if (lines_error(p->expect))
		return complain(p->how->expect, p->expect, lines_error(p->expect));
	printf("batch: %lu replies, all as expected\n", p->replies);
	return 0;
}

static int play(struct play *p)
{
	int status = 0;
	char *line;

	while (!status && (line = lines_next(p->in)))
		status = play_line(p, line);
	return status ? status : end(p);
}

/* Is every line a command? Looked at before the machine is touched. */
static bool is_stream(const struct batch_how *how, struct lines *in)
{
	const char *words[MAX_WORDS];
	const char *what = NULL;
	char *line;
	int n;

	while (!what && (line = lines_next(in))) {
		n = batch_split(line, words);
		if (n < 0)
			what = "too many words";
		else if (n && words[0][0] != '#' && !batch_is_command(words[0]))
			what = "no command: this is no stream of commands";
	}
	if (!what)
		what = lines_error(in);
	if (what)
		complain(how->path, in, what);
	return !what;
}

static int play_files(struct target *t, struct play *p)
{
	struct session *s = batch_session(t, 0, &p->how->folders);
	int status = 2;

	if (!s) {
		fprintf(stderr, "mm011ctl: %s\n", strerror(ENOMEM));
		return status;
	}
	s->revive = p->how->revive;
	p->s = s;
	if (!lines_is_file(p->in) || (is_stream(p->how, p->in) && lines_rewind(p->in)))
		status = play(p);
	free(s);
	return status;
}

static struct lines *open_lines(const char *path)
{
	struct lines *l = lines_open(path);

	if (!l)
		fprintf(stderr, "mm011ctl: %s: %s\n", path, files_stream_error());
	return l;
}

/**
 * batch() - run a file of commands
 * @t: the machine
 * @how: the file, and what to do with the replies
 *
 * A file with a line that is no command at all is refused before the machine
 * is touched; on standard input or in a pipe such a line gets its reply like
 * any other.
 *
 * Return: an exit status: 0, 1 when a reply was not as expected, 2 when a file
 * could not be read.
 */
int batch(struct target *t, const struct batch_how *how)
{
	struct play p = { .how = how, .in = open_lines(how->path) };
	int status = 2;

	if (!p.in)
		return status;
	if (how->expect)
		p.expect = open_lines(how->expect);
	if (p.expect || !how->expect)
		status = play_files(t, &p);
	if (p.expect)
		lines_close(p.expect);
	lines_close(p.in);
	return status;
}
