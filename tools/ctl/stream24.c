// SPDX-License-Identifier: GPL-2.0
/*
 * Commands and replies of the line protocol for 2.4.
 */

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <linux/kernel.h>

#include "ctl/stream24.h"

static const struct stream24_words *const words[] = { &stream24_pages, &stream24_areas };

/**
 * stream24_find() - the command of that name
 * @verb: its first word
 *
 * Return: the command; NULL when there is none.
 */
const struct stream24_word *stream24_find(const char *verb)
{
	const struct stream24_word *word;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(words); i++)
		for (word = words[i]->word; word < words[i]->word + words[i]->count; word++)
			if (!strcmp(word->verb, verb))
				return word;
	return NULL;
}

static int parse_numbers(struct command *c, const struct stream24_word *word, int argc,
			 const char **argv)
{
	int i;

	if (argc < word->least || argc > word->most) {
		snprintf(c->problem, sizeof(c->problem), "%s takes %u to %u numbers", word->verb,
			 word->least, word->most);
		return -EINVAL;
	}
	for (i = 0; i < argc; i++) {
		if (command_number(argv[i], &c->op.arg[i]))
			continue;
		snprintf(c->problem, sizeof(c->problem), "%s: word %d is no number of 32 bits",
			 word->verb, i + 2);
		return -EINVAL;
	}
	return 0;
}

/**
 * stream24_parse() - make an operation of words
 * @c: filled in
 * @word: the command
 * @argc: number of words behind it
 * @argv: the words
 *
 * Return: 0, or -EINVAL with c->problem saying why.
 */
int stream24_parse(struct command *c, const struct stream24_word *word, int argc,
		   const char **argv)
{
	memset(&c->op, 0, sizeof(c->op));
	c->op.code = word->code;
	c->op.len = word->len;
	c->op.data = word->len ? (uintptr_t)c->data : 0;
	c->fd = -1;
	return word->parse ? word->parse(c, argc, argv) : parse_numbers(c, word, argc, argv);
}

/**
 * stream24_reply() - the result of a command in words
 * @word: the command
 * @c: its operation, which was done or refused
 * @to: where the words go
 */
void stream24_reply(const struct stream24_word *word, const struct command *c, char *to)
{
	const struct mm011_op *op = &c->op;

	if (op->outcome == MM011_BUG)
		strcpy(to, "bug");
	else if (op->outcome == MM011_WAIT)
		strcpy(to, "wait");
	else if (op->outcome == MM011_REFUSED && op->error == -EINVAL && word->refusal)
		sprintf(to, "err: %s", word->refusal);
	else if (op->outcome != MM011_OK)
		sprintf(to, "err: %s", strerror(-op->error));
	else if (word->reply)
		word->reply(op, c->data, to);
	else
		strcpy(to, "0");
}
