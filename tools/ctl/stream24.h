/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The line protocol of a machine that runs 2.4: its own words for some operations, and
 * its own form of their replies. Documentation/formats.rst describes it.
 */
#ifndef _MM011_STREAM24_H
#define _MM011_STREAM24_H

#include "ctl/command.h"

/**
 * struct stream24_word - a command
 * @verb: its first word
 * @code: the operation
 * @least: how many numbers must follow, and become its arguments
 * @most: how many may; the rest are 0
 * @parse: make its arguments of other words than numbers (may be NULL); 0 or -EINVAL with
 *	c->problem saying why
 * @len: bytes that the operation returns
 * @reply: its result in words, when it was done; NULL: "0"
 * @refusal: what is wrong with arguments that are refused, in a word; NULL: no more is said
 * @view: or a picture, instead of that
 */
struct stream24_word {
	const char *verb;
	u32 code;
	u8 least;
	u8 most;
	int (*parse)(struct command *c, int argc, const char **argv);
	u32 len;
	void (*reply)(const struct mm011_op *op, const void *data, char *to);
	const char *refusal;
	const char *view;
};

/**
 * struct stream24_words - commands
 * @word: the commands
 * @count: how many
 */
struct stream24_words {
	const struct stream24_word *word;
	u32 count;
};

/* stream24pages.c, stream24areas.c */
extern const struct stream24_words stream24_pages, stream24_areas;

const struct stream24_word *stream24_find(const char *verb);
int stream24_parse(struct command *c, const struct stream24_word *word, int argc,
		   const char **argv);
void stream24_reply(const struct stream24_word *word, const struct command *c, char *to);

#endif
