// SPDX-License-Identifier: GPL-2.0
/*
 * A stream of commands from a file: its replies are printed, or compared with those
 * that are expected.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "ctl/aside.h"
#include "ctl/batch.h"
#include "ctl/lines.h"
#include "ctl/printable.h"
#include "ctl/interpreter.h"

/* a stream of commands, and the replies that are expected, if any */
struct play {
	const struct batch_how *how;
	struct target *t;
	struct interpreter *s;
	const char *reply;
	char look[240];		/* the reply to a view */
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
	put_printable(verb);
	printf(" ...) replies '%s', expected was '", p->reply);
	put_printable(wanted);
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
	if (wanted && (p->skip || !strcmp(wanted, p->reply)))
		return 0;
	return differs(p, verb, wanted ? wanted : "the end");
}

/* each reply at once: somebody may wait for it */
static int print_reply(const struct play *p)
{
	puts(p->reply);
	return fflush(stdout) ? 2 : 0;	/* main() says why */
}

/* the reply to a view: its lines stand before it. NULL: the machine does not answer */
static const char *look(struct play *p, int n, const char **words)
{
	const char *crc = "crc", *sums;
	char why[200];
	int status = aside_look(p->t, n, words, why, sizeof(why));
	bool wrong;

	sums = interpreter_answer(p->s, 1, &crc);
	if (!sums)
		return NULL;
	/* check that finds something has answered, too: it says nothing on standard error */
	wrong = status && *why;
	snprintf(p->look, sizeof(p->look), "%s%s %s", wrong ? "err: " : "0", wrong ? why : "",
		 strchr(sums, ' ') + 1);
	return p->look;
}

static const char *answer(struct play *p, int n, const char **words)
{
	const char *reply;

	if (!interpreter_is_command(p->s, words[0]) && aside_is_look(words[0]))
		return look(p, n, words);
	reply = interpreter_answer(p->s, n, words);
	if (reply && p->how->verbose && interpreter_operated(p->s))
		aside_changes(p->t, interpreter_poke(p->s));
	return reply;
}

static int play_line(struct play *p, char *line)
{
	const char *words[MAX_WORDS];
	int n = interpreter_split(line, words);
	char verb[32];

	if (n < 0)
		return complain(p->how->path, p->in, "too many words");
	if (!n || words[0][0] == '#')
		return 0;
	snprintf(verb, sizeof(verb), "%s", words[0]);
	p->reply = answer(p, n, words);
	if (!p->reply)
		return complain(p->how->path, p->in, strerror(errno));
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

static bool is_command(const struct play *p, const char *word)
{
	return interpreter_is_command(p->s, word) || aside_is_look(word);
}

/* Is every line a command? Looked at before the machine is touched. */
static bool is_stream(const struct play *p)
{
	const char *words[MAX_WORDS];
	struct lines *in = p->in;
	const char *what = NULL;
	char *line;
	int n;

	while (!what && (line = lines_next(in))) {
		n = interpreter_split(line, words);
		if (n < 0)
			what = "too many words";
		else if (n && words[0][0] != '#' && !is_command(p, words[0]))
			what = "no command";
	}
	if (!what)
		what = lines_error(in);
	if (what)
		complain(p->how->path, in, what);
	return !what;
}

static int play_files(struct target *t, struct play *p)
{
	int status = 2;

	p->s = interpreter_new(t, p->how->verbose ? MM011_OPF_EVENTS : 0, p->how->revive,
			       &p->how->folders);
	if (!p->s) {
		fprintf(stderr, "mm011ctl: %s\n", strerror(ENOMEM));
		return status;
	}
	if (!lines_is_file(p->in) || (is_stream(p) && lines_rewind(p->in)))
		status = play(p);
	free(p->s);
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
	struct play p = { .how = how, .t = t, .in = open_lines(how->path) };
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
