// SPDX-License-Identifier: GPL-2.0
/*
 * The line protocol: one command a line, one reply "RESULT CRC" a line. Any
 * program can drive a machine with it through a pipe.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "ctl/command.h"
#include "ctl/interpreter.h"
#include "ctl/refusal.h"
#include "ctl/stream24.h"
#include "target/text.h"

#define BLANKS " \t\r"

struct interpreter {
	struct target *t;
	bool revive;
	u32 flags;		/* for each operation */
	bool speaks24;		/* the machine runs 2.4: it has words of its own */
	bool understood;	/* the last words are a command */
	bool operated;		/* and an operation that was done */
	struct poke poke;	/* the entry that it wrote, if it is poke32 */
	bool has_library;	/* the last task names one: */
	u32 library;
	struct command command;
	char reply[MM011_MAX_VIEW + 64];	/* more than MM011_MAX_DATA bytes in hex */
};

/**
 * interpreter_split() - the words of a line
 * @line: cut up
 * @words: MAX_WORDS pointers into it, filled in
 *
 * Return: how many, -1 when there are too many.
 */
int interpreter_split(char *line, const char **words)
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
static int begin_to_swap(struct interpreter *s, u32 pages)
{
	struct mm011_op ops[2] = {
		{ .code = MM011_OP_SWAP_MEMORY, .arg = { 4 * pages } },
		{ .code = MM011_OP_INIT_SWAPPING },
	};
	int err = target_ops(s->t, ops, 2);

	return err ? err : ops[0].error ? ops[0].error : ops[1].error;
}

/* the words are no command; nothing is done */
static int wrong(struct interpreter *s, const char *why)
{
	s->understood = false;
	snprintf(s->command.problem, sizeof(s->command.problem), "%s", why);
	return -EINVAL;
}

/* the words are a command, which the machine does not do */
static int impossible(struct interpreter *s, const char *why)
{
	wrong(s, why);
	s->understood = true;
	return -EINVAL;
}

/* the words of init; 0, or why not */
static int parse_reset(struct interpreter *s, int argc, const char **argv, struct mm011_reset *r,
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

static bool runs24(struct target *t)
{
	return target_memory(t)->kernel->number == MM011_KERNEL_2_4;
}

/* init RAM_MB RAMDISK_KB [SWAP_PAGES]; with swap space it is 0.12 */
static int reset(struct interpreter *s, int argc, const char **argv)
{
	struct mm011_reset r = { 0 };
	u32 pages = 0;
	int err = parse_reset(s, argc, argv, &r, &pages);

	if (err)
		return err;
	err = target_reset(s->t, &r);
	s->speaks24 = runs24(s->t);
	if (!err && pages)
		err = begin_to_swap(s, pages);
	return err ? impossible(s, strerror(-err)) : 0;
}

/* "task NR START_CODE END_CODE END_DATA BRK INO [LIBRARY_INO]": the last word, if any */
static int take_library(struct interpreter *s, int *argc, const char **argv)
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
static int may_have_library(struct interpreter *s)
{
	struct mm011_op op = {
		.code = MM011_OP_SWAP_FREE, .flags = MM011_OPF_SLEEP, .task = s->command.op.task
	};
	int err = target_ops(s->t, &op, 1);

	if (!err && op.error) {
		s->command.op.code = MM011_OP_SET_LIBRARY;
		s->command.op.outcome = op.outcome;
		s->command.op.error = op.error;
	}
	return err;
}

static int set_library(struct interpreter *s)
{
	struct mm011_op op = {
		.code = MM011_OP_SET_LIBRARY, .task = s->command.op.task, .arg = { s->library }
	};
	int err = target_ops(s->t, &op, 1);

	return err ? err : op.error;
}

static void reply_bytes(struct interpreter *s)
{
	u32 i;

	for (i = 0; i < s->command.op.len; i++)
		sprintf(s->reply + 2 * i, "%02x", s->command.data[i]);
	if (!i)
		strcpy(s->reply, "0");
}

/* what the original's function returns: void functions 0 */
static void reply_result(struct interpreter *s)
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

/* the protocol has words of its own for two of them */
static void reply_refusal(struct interpreter *s)
{
	const struct mm011_op *op = &s->command.op;
	char why[REFUSAL_ROOM];

	if (op->error == -ESRCH)
		strcpy(s->reply, "err: no task");
	else if (op->error == -ENOTRECOVERABLE)
		strcpy(s->reply, "err: machine panicked");
	else
		sprintf(s->reply, "err: %s", refusal(s->t, op, why));
}

static void reply_operation(struct interpreter *s)
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
		reply_refusal(s);
		break;
	default:
		if (op->error < 0 && op->code != MM011_OP_WAITPID && op->code != MM011_OP_FORK)
			reply_refusal(s);
		else
			reply_result(s);
	}
}

/* Checksum only; with --revive also resume a stopped machine. */
static int checksum_after(struct interpreter *s, u32 *crc)
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
static int understand(struct interpreter *s, int argc, const char **argv)
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
static int operate(struct interpreter *s, bool *summed)
{
	struct mm011_op *op = &s->command.op;
	int err = s->has_library ? may_have_library(s) : 0;

	if (!err && !op->error) {
		op->flags |= MM011_OPF_CRC | s->flags;
		s->poke = poke_begin(s->t, op);
		err = target_ops(s->t, op, 1);
		*summed = !stopped(op);
		if (!err && !op->error && s->has_library)
			err = set_library(s);
	}
	if (!err)
		reply_operation(s);
	s->operated = !err && op->outcome != MM011_REFUSED;
	return err;
}

/* a picture in one line, with ; for the ends of its lines; "-" when it is empty */
static int reply_view(struct interpreter *s, const char *view)
{
	struct text_buffer to = text_buffer(s->reply, MM011_MAX_VIEW);
	int err = target_view(s->t, view, &to.t);
	char *c;

	for (c = s->reply; (c = strchr(c, '\n')); )
		*c = ';';
	if (!*s->reply)
		strcpy(s->reply, "-");
	return err;
}

/* 2.4: each operation tells the checksum of what it works on */
static int answer24(struct interpreter *s, const struct stream24_word *word, int argc,
		    const char **argv)
{
	struct mm011_op *op = &s->command.op, revive = { .code = MM011_OP_REVIVE };
	int err;

	s->understood = !stream24_parse(&s->command, word, argc - 1, argv + 1);
	if (!s->understood)	/* the first of its group does nothing */
		*op = (struct mm011_op){ .code = word->code - word->code % MM011_GROUP_SIZE };
	op->flags = MM011_OPF_CRC | (s->understood ? s->flags : 0);
	err = target_ops(s->t, op, 1);
	if (!err && s->revive && stopped(op))
		err = target_ops(s->t, &revive, 1);
	if (!err && s->understood && word->view)
		err = reply_view(s, word->view);
	if (err)
		return err;
	s->operated = s->understood && op->outcome != MM011_REFUSED;
	if (s->understood && !word->view)
		stream24_reply(word, &s->command, s->reply);
	else if (!s->understood)
		sprintf(s->reply, "err: %s", s->command.problem);
	sprintf(s->reply + strlen(s->reply), " %08x", op->crc);
	return 0;
}

static int answer(struct interpreter *s, int argc, const char **argv)
{
	const char *verb = argc ? argv[0] : "";
	const struct stream24_word *word = s->speaks24 ? stream24_find(verb) : NULL;
	bool summed = false;
	u32 crc;
	int err = 0;

	s->command.fd = -1;
	s->command.problem[0] = 0;
	s->understood = true;
	s->operated = false;
	strcpy(s->reply, "0");
	if (word)
		return answer24(s, word, argc, argv);
	if (!argc)
		wrong(s, "no command");
	else if (!strcmp(verb, "init"))
		reset(s, argc, argv);
	else if (!strcmp(verb, "crc") && argc > 1)
		wrong(s, "usage: crc");
	else if (strcmp(verb, "crc") && !understand(s, argc, argv))
		err = operate(s, &summed);
	if (*s->command.problem)
		sprintf(s->reply, "err: %s", s->command.problem);
	crc = s->command.op.crc;
	if (!err && !summed)
		err = checksum_after(s, &crc);
	command_done(&s->command);
	if (!strcmp(verb, "crc") && s->understood)
		sprintf(s->reply, "%x", crc);
	if (!err)
		sprintf(s->reply + strlen(s->reply), " %08x", crc);
	return err;
}

/**
 * interpreter_new() - begin to give commands to a machine
 * @t: the machine
 * @flags: MM011_OPF_* for each operation
 * @revive: it goes on after a panic
 * @folders: which files the commands may open
 *
 * Return: the interpreter, free() ends it; NULL without memory.
 */
struct interpreter *interpreter_new(struct target *t, u32 flags, bool revive,
				    const struct folders *folders)
{
	struct interpreter *s = calloc(1, sizeof(*s));

	if (s) {
		s->t = t;
		s->speaks24 = runs24(t);
		s->revive = revive;
		s->flags = flags;
		s->command.folders = *folders;
	}
	return s;
}

/**
 * interpreter_answer() - do one command
 * @s: interpreter
 * @argc: number of words, 0 is no command
 * @argv: the words, changed
 *
 * Return: the reply, "RESULT CRC", good until the next; NULL when the machine
 * does not answer, with errno set.
 */
const char *interpreter_answer(struct interpreter *s, int argc, const char **argv)
{
	int err = answer(s, argc, argv);

	errno = -err;
	return err ? NULL : s->reply;
}

/**
 * interpreter_problem() - why the last words were no command
 * @s: interpreter
 *
 * Return: the reason, good until the next command; NULL: they were one.
 */
const char *interpreter_problem(const struct interpreter *s)
{
	return s->understood ? NULL : s->command.problem;
}

/**
 * interpreter_operated() - was the last command an operation that was done?
 * @s: interpreter
 *
 * Return: whether it was, so that there are events of it.
 */
bool interpreter_operated(const struct interpreter *s)
{
	return s->operated;
}

/**
 * interpreter_poke() - the entry that the last operation wrote
 * @s: interpreter, after an operation that was done
 *
 * Return: what poke_tell() tells.
 */
const struct poke *interpreter_poke(const struct interpreter *s)
{
	return &s->poke;
}

/**
 * interpreter_is_command() - is there such a command?
 * @s: interpreter
 * @verb: the first word of a line
 *
 * Return: whether there is.
 */
bool interpreter_is_command(const struct interpreter *s, const char *verb)
{
	return (s->speaks24 && stream24_find(verb)) ||
	       !strcmp(verb, "init") || !strcmp(verb, "crc") ||
	       command_code(alias(verb)) != MM011_OP_MAX;
}
