// SPDX-License-Identifier: GPL-2.0
/*
 * From words to an operation. The names and the order of the arguments stand
 * in the rows of mm011/op/op.h; here are only those few operations
 * that take more than numbers.
 */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <linux/kernel.h>

#include "ctl/aout.h"
#include "ctl/command.h"
#include "ctl/printable.h"

/* the words may be a stranger's, and the reason goes to a terminal */
static int problem(struct command *c, const char *format, ...)
{
	char text[sizeof(c->problem)];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	printable(text, c->problem, sizeof(c->problem));
	return -EINVAL;
}

/**
 * command_code() - the operation of that name
 * @verb: its name
 *
 * Return: enum mm011_op_code, MM011_OP_MAX when there is none.
 */
u32 command_code(const char *verb)
{
	u32 code;

	for (code = 0; mm011_op_more(&code); code++)
		if (command_is_typed(code) && !strcmp(mm011_op_row(code)->name, verb))
			break;
	return code;
}

/* what it takes cannot be typed: it is for programs that load a dump */
static bool takes_structures(u32 code)
{
	const struct mm011_op_row *row = mm011_op_row(code);

	return row->data == MM011_DATA_IN && !row->words;
}

/**
 * command_is_typed() - is an operation one for people?
 * @code: enum mm011_op_code
 *
 * Return: whether all that it takes can be said in words.
 */
bool command_is_typed(u32 code)
{
	return code != MM011_OP_NONE && !takes_structures(code);
}

static bool takes_task(u32 code)
{
	return mm011_op_row(code)->needs_task || code == MM011_OP_SET_TASK || code == MM011_OP_WAKE;
}

/**
 * command_usage() - how an operation is called
 * @code: enum mm011_op_code
 * @to: where the text goes
 * @room: how much fits
 */
void command_usage(u32 code, char *to, size_t room)
{
	const struct mm011_op_row *row = mm011_op_row(code);
	const char *args = row->words ? row->words : row->args;

	snprintf(to, room, "%s%s%s%s", row->name, takes_task(code) ? " TASK" : "",
		 *args ? " " : "", args);
}

/* a word is missing, or @extra has no place */
static int wrong_words(struct command *c, const char *extra)
{
	char text[120];

	command_usage(c->op.code, text, sizeof(text));
	return extra ? problem(c, "'%.30s' has no place here; usage: %s", extra, text) :
	       problem(c, "usage: %s", text);
}

/* the name of an argument: a word of its usage, without brackets */
static void argument_name(u32 code, u32 i, char name[16])
{
	const struct mm011_op_row *row = mm011_op_row(code);
	const char *word = row->words ? row->words : row->args;

	for ( ; i; i--)
		word += strcspn(word, " ") + 1;
	word += strspn(word, "[");
	snprintf(name, 16, "%.*s", (int)strcspn(word, " ]"), word);
}

static int parse_number(struct command *c, u32 i, const char *word)
{
	char name[16], why[COMMAND_WHY];

	argument_name(c->op.code, i, name);
	return command_argument(name, word, &c->op.arg[i], why) ? 0 : problem(c, "%s", why);
}

static int parse_numbers(struct command *c, int argc, const char **argv, u32 least, u32 most)
{
	int i, err = 0;

	if (argc < (int)least)
		return wrong_words(c, NULL);
	if (argc > (int)most)
		return wrong_words(c, argv[most]);
	for (i = 0; !err && i < argc; i++)
		err = parse_number(c, i, argv[i]);
	return err;
}

/* words behind the numbers that set a flag */
static const struct { const char *word; u32 flag; } flag_words[] = {
	{ "super", MM011_OPF_SUPERVISOR }, { "code", MM011_OPF_CODE },
	{ "two-step", MM011_OPF_TWO_STEP },
};

static int parse_flags(struct command *c, int argc, const char **argv)
{
	size_t k;
	int i;

	for (i = 0; i < argc; i++) {
		for (k = 0; k < ARRAY_SIZE(flag_words); k++)
			if (!strcmp(argv[i], flag_words[k].word) &&
			    mm011_op_row(c->op.code)->flags & flag_words[k].flag)
				break;
		if (k == ARRAY_SIZE(flag_words))
			return wrong_words(c, argv[i]);
		c->op.flags |= flag_words[k].flag;
	}
	return 0;
}

/* ADDR LEN: room for what is read */
static int parse_read(struct command *c, int argc, const char **argv)
{
	int err = parse_numbers(c, min(argc, 2), argv, 2, 2);

	if (err)
		return err;
	c->op.len = c->op.arg[1];
	c->op.arg[1] = 0;
	if (c->op.len > sizeof(c->data))
		return problem(c, "LEN '%.40s': at most %u bytes at a time", argv[1],
			       MM011_MAX_DATA);
	return parse_flags(c, argc - 2, argv + 2);
}

static int too_long(struct command *c, u32 bytes, u32 most)
{
	return problem(c, "TEXT of %u bytes: at most %u at a time", bytes, most);
}

static int parse_hex(struct command *c, const char *digits)
{
	u32 n = strlen(digits) / 2;
	char two[3] = "";
	u32 i;

	if (strlen(digits) % 2 || digits[strspn(digits, "0123456789abcdefABCDEF")])
		return problem(c, "'hex:%.40s': two digits are wanted for each byte", digits);
	if (n > sizeof(c->data))
		return too_long(c, n, MM011_MAX_DATA);
	for (i = 0; i < n; i++) {
		memcpy(two, digits + 2 * i, 2);
		c->data[i] = strtoul(two, NULL, 16);
	}
	c->op.len = n;
	return 0;
}

/* TEXT|hex:DIGITS */
static int parse_bytes(struct command *c, const char *word)
{
	if (!strncmp(word, "hex:", 4))
		return parse_hex(c, word + 4);
	c->op.len = strlen(word);
	if (c->op.len > sizeof(c->data))
		return too_long(c, c->op.len, MM011_MAX_DATA);
	memcpy(c->data, word, c->op.len);
	return 0;
}

/* ADDR TEXT|hex:DIGITS */
static int parse_write(struct command *c, int argc, const char **argv)
{
	int err = parse_numbers(c, min(argc, 1), argv, 1, 1);

	if (err)
		return err;
	if (argc < 2)
		return wrong_words(c, NULL);
	err = parse_flags(c, argc - 2, argv + 2);
	return err ? err : parse_bytes(c, argv[1]);
}

/* NR TEXT|hex:DIGITS: a whole page, the rest of it zeros */
static int parse_swap_write(struct command *c, int argc, const char **argv)
{
	int err = parse_write(c, argc, argv);

	if (err)
		return err;
	if (c->op.len > MM011_PAGE_SIZE)
		return too_long(c, c->op.len, MM011_PAGE_SIZE);
	memset(c->data + c->op.len, 0, MM011_PAGE_SIZE - c->op.len);
	c->op.len = MM011_PAGE_SIZE;
	return 0;
}

/* argument strings; those of the form NAME=VALUE behind "--" are environment */
static int parse_strings(struct command *c, int argc, const char **argv, u32 *count)
{
	u32 which = 0;
	int i;

	for (i = 0; i < argc; i++) {
		size_t n = strlen(argv[i]) + 1;

		if (!which && !strcmp(argv[i], "--")) {
			which = 1;
			continue;
		}
		if (c->op.len + n > sizeof(c->data))
			return problem(c, "ARG...: at most %u bytes in all", MM011_MAX_DATA);
		memcpy(c->data + c->op.len, argv[i], n);
		c->op.len += n;
		count[which]++;
	}
	return 0;
}

static int open_file(struct command *c, const char *path, bool write)
{
	char why[FILES_WHY];

	c->fd = files_allowed(&c->folders, path, write, why);
	if (c->fd < 0)
		return problem(c, "%.60s: %s", path, why);
	c->op.arg[0] = c->fd;
	return 0;
}

/* FILE alone */
static int parse_file(struct command *c, int argc, const char **argv, bool write)
{
	if (argc != 1)
		return wrong_words(c, argc ? argv[1] : NULL);
	return open_file(c, argv[0], write);
}

/* FILE INODE [DEVICE]: numbers behind the first argument, which is the file's */
static int parse_bind_file(struct command *c, int argc, const char **argv)
{
	int i;

	if (argc < 2 || argc > 3)
		return wrong_words(c, argc > 3 ? argv[3] : NULL);
	for (i = 1; i < argc; i++)
		if (!command_number(argv[i], &c->op.arg[i]))
			return problem(c, "'%.40s' is not a number", argv[i]);
	return open_file(c, argv[0], false);
}

/* what 0.12 would write to must be a swap space already: it could be any file */
static int parse_swap_file(struct command *c, int argc, const char **argv)
{
	int err = parse_file(c, argc, argv, true);

	if (!err && !files_is_swap_space(c->fd))
		return problem(c, "%.60s: no swap-space signature; mkswap writes one", argv[0]);
	return err;
}

static int parse_exec(struct command *c, int argc, const char **argv)
{
	char why[90];
	int err = argc < 1 ? wrong_words(c, NULL) : open_file(c, argv[0], false);

	if (err)
		return err;
	if (!aout_check(c->fd, why, sizeof(why)))
		return problem(c, "%.60s: %s", argv[0], why);
	return parse_strings(c, argc, argv, &c->op.arg[1]);
}

static int parse_exec_made_up(struct command *c, int argc, const char **argv)
{
	int err = parse_numbers(c, min(argc, 4), argv, 4, 4);

	return err ? err : parse_strings(c, argc - 4, argv + 4, &c->op.arg[4]);
}

static int parse_waitpid(struct command *c, int argc, const char **argv)
{
	c->op.arg[0] = ~0u;
	if (argc < 2)
		c->op.flags |= MM011_OPF_NO_STATUS;
	return parse_numbers(c, argc, argv, 0, 2);
}

static int parse_no_page(struct command *c, int argc, const char **argv)
{
	int err = parse_numbers(c, min(argc, 2), argv, 2, 2);

	return err ? err : parse_flags(c, argc - 2, argv + 2);
}

static int parse_set_task(struct command *c, int argc, const char **argv)
{
	int err = parse_numbers(c, argc, argv, 5, 8);

	if (!err && argc < 7)
		c->op.arg[6] = c->op.task;	/* some pid of its own */
	return err;
}

static int parse_args(struct command *c, int argc, const char **argv)
{
	const struct mm011_op_row *row = mm011_op_row(c->op.code);

	switch (c->op.code) {
	case MM011_OP_READ:
	case MM011_OP_PHYS_READ:
		return parse_read(c, argc, argv);
	case MM011_OP_WRITE:
	case MM011_OP_PHYS_WRITE:
		return parse_write(c, argc, argv);
	case MM011_OP_EXEC:
		return parse_exec(c, argc, argv);
	case MM011_OP_USELIB:
		return parse_file(c, argc, argv, false);
	case MM011_OP_BIND_FILE:
		return parse_bind_file(c, argc, argv);
	case MM011_OP_SWAP_FILE:
		return parse_swap_file(c, argc, argv);
	case MM011_OP_SWAP_WRITE:
		return parse_swap_write(c, argc, argv);
	case MM011_OP_EXEC_MADE_UP:
		return parse_exec_made_up(c, argc, argv);
	case MM011_OP_WAITPID:
		return parse_waitpid(c, argc, argv);
	case MM011_OP_DO_NO_PAGE:
		return parse_no_page(c, argc, argv);
	case MM011_OP_SET_TASK:
		return parse_set_task(c, argc, argv);
	case MM011_OP_SET_AD:
		return parse_numbers(c, argc, argv, 2, 3);
	}
	if (row->data == MM011_DATA_OUT)
		c->op.len = row->len;
	return parse_numbers(c, argc, argv, row->nargs, row->nargs);
}

/*
 * A last word "sleep" or, where no task is named, "sleep=TASK". It is no word
 * of the command where that takes text, or never sleeps.
 */
static bool take_sleep(struct command *c, int *argc, const char **argv)
{
	const struct mm011_op_row *row = mm011_op_row(c->op.code);
	const char *word = *argc ? argv[*argc - 1] : "";

	if (row->data != MM011_DATA_NONE || !(row->flags & MM011_OPF_SLEEP) ||
	    (strcmp(word, "sleep") && strncmp(word, "sleep=", 6)))
		return true;
	c->op.flags |= MM011_OPF_SLEEP;
	(*argc)--;
	return !word[5] || (!takes_task(c->op.code) && command_number(word + 6, &c->op.task));
}

/* the task's number, of those that take one */
static int parse_task(struct command *c, int argc, const char **argv)
{
	char why[COMMAND_WHY];

	if (argc < 1)
		return wrong_words(c, NULL);
	return command_argument("TASK", argv[0], &c->op.task, why) ? 0 : problem(c, "%s", why);
}

/**
 * command_parse() - make an operation of words
 * @c: filled in but for its folders; command_done() must follow
 * @argc: number of words
 * @argv: the verb, the task's number if it needs one, the arguments
 *
 * Return: 0, or -EINVAL with c->problem saying why.
 */
int command_parse(struct command *c, int argc, const char **argv)
{
	int err = 0;

	memset(&c->op, 0, sizeof(c->op));
	c->fd = -1;
	c->op.code = command_code(argv[0]);
	if (c->op.code == MM011_OP_MAX)
		return problem(c, "unknown command '%s'", argv[0]);
	argc--;
	argv++;
	if (takes_task(c->op.code)) {
		err = parse_task(c, argc, argv);
		argc--;
		argv++;
	}
	if (err)
		return err;
	if (mm011_op_row(c->op.code)->data != MM011_DATA_NONE)
		c->op.data = (unsigned long)c->data;
	return take_sleep(c, &argc, argv) ? parse_args(c, argc, argv) :
	       wrong_words(c, argv[argc]);
}

static void print_data(const struct mm011_op *op, const u8 *data, FILE *to)
{
	u32 i;

	fprintf(to, " hex:");
	for (i = 0; i < op->len; i++)
		fprintf(to, "%02x", data[i]);
}

static void print_flags(const struct mm011_op *op, FILE *to)
{
	size_t k;

	for (k = 0; k < ARRAY_SIZE(flag_words); k++)
		if (op->flags & flag_words[k].flag)
			fprintf(to, " %s", flag_words[k].word);
	if (!(op->flags & MM011_OPF_SLEEP))
		return;
	fputs(" sleep", to);
	if (!takes_task(op->code) && op->task)
		fprintf(to, "=%u", op->task);
}

/**
 * command_print() - an operation in the words that make it
 * @op: any but those that take a file, which has lost its name, and exec_made_up
 * @data: its bytes
 * @to: where the line goes
 */
void command_print(const struct mm011_op *op, const u8 *data, FILE *to)
{
	const struct mm011_op_row *row = mm011_op_row(op->code);
	u32 nargs = row->nargs;
	u32 i;

	if (op->code == MM011_OP_WAITPID)
		nargs = op->flags & MM011_OPF_NO_STATUS ? 1 : 2;
	fputs(row->name, to);
	if (takes_task(op->code))
		fprintf(to, " %u", op->task);
	for (i = 0; i < nargs; i++)
		fprintf(to, op->arg[i] < 10 ? " %u" : " 0x%x", op->arg[i]);
	if (op->code == MM011_OP_READ || op->code == MM011_OP_PHYS_READ)
		fprintf(to, " %u", op->len);
	else if (row->data == MM011_DATA_IN)
		print_data(op, data, to);
	print_flags(op, to);
	fputc('\n', to);
}

/**
 * command_done() - close what command_parse() opened
 * @c: the command
 */
void command_done(struct command *c)
{
	if (c->fd >= 0)
		close(c->fd);
}
