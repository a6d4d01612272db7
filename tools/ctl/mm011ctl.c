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

#include "ctl/command.h"
#include "ctl/poke.h"
#include "ctl/result.h"
#include "ctl/verbs.h"
#include "op/op.h"
#include "replay/explain.h"

/* one command of the line: a verb and its words */
struct one {
	int argc;
	const char **argv;
	bool verbose;		/* -v stood before it */
};

static int usage_error(const char *format, const char *what)
{
	fprintf(stderr, "mm011ctl: ");
	fprintf(stderr, format, what);
	fprintf(stderr, "\nTry 'mm011ctl help'.\n");
	return 2;
}

static int run_operation(struct target *t, bool verbose, int argc, const char **argv)
{
	static struct command c = { .folders.anywhere = true };
	struct poke poke;
	int err;

	if (command_parse(&c, argc, argv)) {
		fprintf(stderr, "mm011ctl: %s: %s\n", argv[0], c.problem);
		command_done(&c);
		return 2;
	}
	if (verbose)
		c.op.flags |= MM011_OPF_EVENTS;
	poke = poke_begin(t, &c.op);
	err = target_ops(t, &c.op, 1);
	command_done(&c);
	if (err) {
		fprintf(stderr, "mm011ctl: %s: %s\n", argv[0], strerror(-err));
		return 1;
	}
	if (verbose && c.op.outcome != MM011_REFUSED) {
		explain_last(t);
		poke_tell(t, &poke);
	}
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

/* ------------------------------------------------------------- the words */

static int parse_device(struct options *o, const char *value)
{
	o->device = value;
	return value ? 0 : usage_error("%s needs a PATH", "--device");
}

static int parse_kernel(struct options *o, const char *value)
{
	if (!value)
		return usage_error("%s needs 0.11, 0.12 or 2.4", "--kernel");
	return verb_parse_kernel(value, &o->kernel) ? 0 :
	       usage_error("--kernel '%s': there are 0.11, 0.12 and 2.4", value);
}

/* "--kernel=0.12" is one word, "--kernel 0.12" two; the value, NULL: another option */
static bool has_value(const char *option, const char *name, const char *next, const char **value)
{
	size_t n = strlen(name);

	if (strncmp(option, name, n) || (option[n] && option[n] != '='))
		return false;
	*value = option[n] ? option + n + 1 : next;
	return true;
}

enum { HELP = 1, VERSION };

/* the options before the verb; its index; -1: bad ones; argc and one of these */
static int parse_options(struct options *o, int argc, const char **argv)
{
	const char *value;
	int i, status = 0;

	for (i = 1; !status && i < argc && argv[i][0] == '-'; i++) {
		if (!strcmp(argv[i], "--local"))
			o->local = true;
		else if (!strcmp(argv[i], "-v") || !strcmp(argv[i], "--verbose"))
			o->verbose = true;
		else if (!strcmp(argv[i], "--help"))
			return argc + HELP;
		else if (!strcmp(argv[i], "--version"))
			return argc + VERSION;
		else if (has_value(argv[i], "--device", i + 1 < argc ? argv[i + 1] : NULL, &value))
			status = parse_device(o, value), i += !strchr(argv[i], '=');
		else if (has_value(argv[i], "--kernel", i + 1 < argc ? argv[i + 1] : NULL, &value))
			status = parse_kernel(o, value), i += !strchr(argv[i], '=');
		else
			status = usage_error("unknown option '%s'", argv[i]);
	}
	if (!status && o->local && o->device)
		status = usage_error("%s is one machine or the other", "--local and --device");
	return status ? -1 : i;
}

static bool is_verbose(const char *word)
{
	return !strcmp(word, "-v") || !strcmp(word, "--verbose");
}

/* the next command of the line, which is cut off from it; false: there is none */
static bool next_command(int *argc, const char ***argv, struct one *c)
{
	int n = 0;

	if (*argc <= 0)
		return false;
	while (n < *argc && strcmp((*argv)[n], "--then"))
		n++;
	*c = (struct one){ .argc = n, .argv = *argv };
	*argc -= n + 1;
	*argv += n + 1;
	while (c->argc && is_verbose(c->argv[0])) {
		c->verbose = true;
		c->argc--;
		c->argv++;
	}
	return true;
}

/* "VERB --help" is "help VERB" */
static bool asks_for_help(const struct one *c)
{
	return c->argc > 1 && !strcmp(c->argv[1], "--help");
}

/* 0, or 2 and what is wrong has been told */
static int check_command(const struct one *c)
{
	const struct verb *verb;

	if (!c->argc)
		return usage_error("a verb is missing: one stands on each side of %s", "--then");
	if (c->argv[0][0] == '-')
		return usage_error("'%s': options stand before the first verb", c->argv[0]);
	verb = verb_find(c->argv[0]);
	if (!verb && command_code(c->argv[0]) == MM011_OP_MAX)
		return usage_error("unknown command '%s'", c->argv[0]);
	if (verb && !*verb->args && c->argc > 1 && !asks_for_help(c))
		return verb_bad_usage(verb->name, "it takes no words: '%s'", c->argv[1]);
	return 0;
}

/* what the verb does with an option; operations tell, and reset nothing */
static bool uses(const struct verb *verb, u32 flag)
{
	return verb ? verb->flags & flag : flag == VERB_TELLS;
}

/* what the commands of a line do with options, all together */
struct effects {
	bool tells;		/* what they change */
	bool resets;		/* a machine */
	bool needs;		/* a machine, so that --local makes one */
};

/* an option without effect may be a mistake */
static int check_options(const struct options *o, const struct effects *line)
{
	bool makes = o->local && line->needs;

	if (o->verbose && !line->tells)
		return usage_error("%s has no effect here: nothing is changed that could be told",
				   "-v");
	if (o->kernel && !makes && !line->resets)
		return usage_error("%s has no effect here: it is for --local and for a reset",
				   "--kernel");
	return 0;
}

/* every command is looked at before the first one runs; 0 or 2 */
static int check_commands(const struct options *o, int argc, const char **argv)
{
	struct effects line = { 0 };
	const struct verb *verb;
	bool then = true;
	struct one c;
	int status;

	while (next_command(&argc, &argv, &c)) {
		then = argc == 0;
		status = check_command(&c);
		verb = status ? NULL : verb_find(c.argv[0]);
		if (!status && c.verbose && !uses(verb, VERB_TELLS))
			status = usage_error("-v has no effect on %s", c.argv[0]);
		if (status)
			return status;
		line.tells |= uses(verb, VERB_TELLS);
		line.resets |= uses(verb, VERB_RESETS);
		line.needs |= !uses(verb, VERB_ALONE);
	}
	if (then)
		return usage_error("a verb is missing: one stands on each side of %s", "--then");
	return check_options(o, &line);
}

/* --------------------------------------------------------------- running */

static int run_one(struct target *t, const struct options *o, const struct one *c)
{
	const char *words[2] = { "help", c->argv[0] };
	const struct verb *verb = verb_find(c->argv[0]);
	struct options options = *o;

	if (asks_for_help(c))
		return help(t, o, 2, words);
	options.verbose |= c->verbose;
	if (verb)
		return verb->run(t, &options, c->argc, c->argv);
	return run_operation(t, options.verbose, c->argc, c->argv);
}

static bool stands_still(struct target *t)
{
	const struct mm011_machine *m = target_snapshot(t);

	return m && m->stopped;
}

/* can a machine that stands still do it? It looks, or ends that state. */
static bool works_stopped(const struct one *c)
{
	const struct verb *verb = verb_find(c->argv[0]);

	if (verb)
		return verb->flags & VERB_STOPPED;
	return mm011_op_row(command_code(c->argv[0]))->while_stopped;
}

/*
 * One command after the other, up to the first that fails. When the machine has come to
 * stand still, those go on that look at it or make it run again.
 */
static int run_commands(struct target *t, const struct options *o, int argc, const char **argv)
{
	int status = 0, failed = 0;
	struct one c;

	while (next_command(&argc, &argv, &c)) {
		if (failed && stands_still(t) && !works_stopped(&c))
			return failed;
		status = run_one(t, o, &c);
		failed = status ? status : failed;
		if (status == 2 || (status && !stands_still(t)))
			return status;
	}
	return failed;
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

/* a single command that needs no machine, or asks for help; -1: it is none */
static int run_alone(const struct options *o, int argc, const char **argv)
{
	const struct verb *verb;
	struct one c;

	next_command(&argc, &argv, &c);
	verb = verb_find(c.argv[0]);
	if (argc > 0 || !(asks_for_help(&c) || uses(verb, VERB_ALONE)))
		return -1;
	return run_one(NULL, o, &c);
}

static int run(int argc, const char **argv)
{
	struct options o = { 0 };
	struct target t;
	int first = parse_options(&o, argc, argv);
	int status;

	if (first < 0)
		return 2;
	if (first == argc + VERSION)
		return printf("mm011ctl %s\n", MM011_RELEASE) < 0;
	if (first == argc + HELP)
		return help(NULL, &o, 0, NULL);
	if (first == argc) {
		help_short();
		return 2;
	}
	if (!o.device)
		o.device = DEFAULT_DEVICE;
	argc -= first;
	argv += first;
	status = check_commands(&o, argc, argv);
	if (status)
		return status;
	status = run_alone(&o, argc, argv);
	if (status >= 0)
		return status;
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
