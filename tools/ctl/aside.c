// SPDX-License-Identifier: GPL-2.0
/*
 * What a stream of commands tells besides its replies: views of the machine, and what
 * an operation has changed. These lines begin with #, as comments in a stream do, so
 * that whoever reads replies can tell them apart.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "ctl/aside.h"
#include "ctl/printable.h"
#include "replay/explain.h"

#define PREFIX "mm011ctl: "

/* what is printed to a standard stream meanwhile is kept */
struct kept {
	FILE **stream;
	FILE *real;
	char *text;
	size_t len;
};

static bool keep(struct kept *k, FILE **stream)
{
	FILE *memory = open_memstream(&k->text, &k->len);

	k->stream = stream;
	k->real = *stream;
	if (memory)
		*stream = memory;
	return memory;
}

static void keep_no_more(struct kept *k)
{
	fclose(*k->stream);
	*k->stream = k->real;
}

static void print_comments(char *text)
{
	char *line, *save;

	for (line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
		printf("# %s\n", line);
}

/**
 * aside_is_look() - is this a verb that looks at a machine?
 * @word: the first word of a line
 *
 * Return: whether a stream can have it.
 */
bool aside_is_look(const char *word)
{
	const struct verb *verb = verb_find(word);

	return verb && verb->flags & VERB_LOOKS;
}

/* the first line of what was said on standard error */
static void first_line(const char *text, char *why, size_t room)
{
	if (!strncmp(text, PREFIX, strlen(PREFIX)))
		text += strlen(PREFIX);
	snprintf(why, room, "%.*s", (int)strcspn(text, "\n"), text);
}

static int run_look(struct target *t, int argc, const char **argv)
{
	const struct verb *verb = verb_find(argv[0]);
	const struct options none = { 0 };

	if (!*verb->args && argc > 1)
		return verb_bad_usage(verb->name, "it takes no words: '%s'", argv[1]);
	return verb->run(t, &none, argc, argv);
}

/**
 * aside_look() - print a view of the machine as comments
 * @t: the machine
 * @argc: number of words
 * @argv: the words; the first is one for aside_is_look()
 * @why: the reason, when it cannot be; printable
 * @room: how much fits
 *
 * Return: 0 or an exit status.
 */
int aside_look(struct target *t, int argc, const char **argv, char *why, size_t room)
{
	struct kept out, errors;
	char line[200];
	int status;

	snprintf(why, room, "%s", strerror(ENOMEM));
	if (!keep(&out, &stdout))
		return 2;
	if (!keep(&errors, &stderr)) {
		keep_no_more(&out);
		free(out.text);
		return 2;
	}
	status = run_look(t, argc, argv);
	keep_no_more(&errors);
	keep_no_more(&out);
	print_comments(out.text);
	first_line(errors.text, line, sizeof(line));
	printable(line, why, room);
	free(errors.text);
	free(out.text);
	return status;
}

/**
 * aside_changes() - print as comments what the last operation has changed
 * @t: the machine; the operation was done with MM011_OPF_EVENTS
 * @poke: the entry that it wrote, if it is poke32
 */
void aside_changes(struct target *t, const struct poke *poke)
{
	struct kept out;

	if (!keep(&out, &stdout))
		return;
	explain_last(t);
	poke_tell(t, poke);
	keep_no_more(&out);
	print_comments(out.text);
	free(out.text);
}
