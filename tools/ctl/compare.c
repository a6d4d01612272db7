// SPDX-License-Identifier: GPL-2.0
/*
 * The same commands on a machine with Linux 0.11 and on one with 0.12, side by
 * side, up to the first difference: in what a command answers, or in mem_map[]
 * and the page tables after it.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <linux/kernel.h>

#include "ctl/compare.h"
#include "replay/explain.h"
#include "ctl/lines.h"
#include "ctl/printable.h"
#include "ctl/interpreter.h"
#include "linux01x/mem_map.h"

#define MAX_PLACES	8	/* that are printed */
#define COLUMN		32	/* width of a command in the table */

struct side {
	const char *name;
	struct target t;
	struct interpreter *interpreter;
	const char *reply;	/* the interpreter's, good until its next command */
};

struct comparison {
	struct side side[2];
	const char *path;
	unsigned long commands;
	const char *problem;	/* of a line that is no command */
};

static int side_open(struct side *s, const char *name, u32 kernel, const struct folders *folders)
{
	static const struct mm011_reset defaults;
	int err = target_open_local(&s->t);

	if (err)
		return err;
	s->name = name;
	s->t.kernel = kernel;
	s->interpreter = interpreter_new(&s->t, MM011_OPF_EVENTS, true, folders);
	err = s->interpreter ? target_reset(&s->t, &defaults) : -ENOMEM;
	if (!err)
		return 0;
	free(s->interpreter);
	target_close(&s->t);
	return err;
}

static void side_close(struct side *s)
{
	free(s->interpreter);
	target_close(&s->t);
}

/* 0; 2: it is no command */
static int side_do(struct side *s, const char *text)
{
	const char *words[MAX_WORDS];
	char *line = strdup(text);
	int n = line ? interpreter_split(line, words) : -1;

	s->reply = n < 0 ? NULL : interpreter_answer(s->interpreter, n, words);
	free(line);
	return !s->reply || interpreter_problem(s->interpreter) ? 2 : 0;
}

static void print_count(const struct comparison *c, u32 nr)
{
	struct linux01x *k = linux01x(c->side[0].t.machine);

	printf("  mem_map, page 0x%06x: %u | %u\n",
	       MM011_LOW_MEM + (nr << MM011_PAGE_SHIFT), k->mem_map[nr],
	       linux01x(c->side[1].t.machine)->mem_map[nr]);
}

static void print_entry(struct comparison *c, u32 addr, const u32 entry[2])
{
	char place[96], text[2][EXPLAIN_ROOM];

	explain_place(&c->side[0].t, addr, place, sizeof(place));
	explain_entry(&c->side[0].t, entry[0], text[0], sizeof(text[0]));
	explain_entry(&c->side[0].t, entry[1], text[1], sizeof(text[1]));
	printf("  %s: %s | %s\n", place, text[0], text[1]);
}

/* a directory or a table, entry by entry; how many places are printed now */
static u32 compare_entries(struct comparison *c, u32 table, u32 printed)
{
	u32 addr, entry[2];

	for (addr = table; addr < table + MM011_PAGE_SIZE && printed < MAX_PLACES; addr += 4) {
		entry[0] = mm011_read32(c->side[0].t.machine, addr);
		entry[1] = mm011_read32(c->side[1].t.machine, addr);
		if (entry[0] == entry[1])
			continue;
		print_entry(c, addr, entry);
		printed++;
	}
	return printed;
}

/* where the two machines differ, 0.11's value first */
static void print_places(struct comparison *c)
{
	const struct mm011_machine *m = c->side[0].t.machine;
	u32 nr, pde, printed = 0;

	for (nr = MM011_PAGING_PAGES; nr-- > 0 && printed < MAX_PLACES; )
		if (linux01x(m)->mem_map[nr] != linux01x(c->side[1].t.machine)->mem_map[nr]) {
			print_count(c, nr);
			printed++;
		}
	printed = compare_entries(c, 0, printed);
	for (nr = 0; nr < MM011_ENTRIES; nr++) {
		pde = mm011_read32(m, 4 * nr);
		if ((pde & MM011_PTE_PRESENT) && mm011_entry_page(pde) < MM011_MEMORY_SIZE)
			printed = compare_entries(c, mm011_entry_page(pde), printed);
	}
	if (printed == MAX_PLACES)
		printf("  ... and perhaps more\n");
}

static void report(struct comparison *c, unsigned long line, const char *text)
{
	u32 i;

	printf("\nThe first difference, line %lu of %s: ", line, c->path);
	put_printable(text);
	putchar('\n');
	print_places(c);
	for (i = 0; i < 2; i++) {
		printf("\nLinux %s answers %s. What it did:\n", c->side[i].name, c->side[i].reply);
		explain_last(&c->side[i].t);
	}
}

/* "0.11: COMMAND" is for one of them alone; the rest of the line */
static const char *for_one(const char *text, const char *name)
{
	size_t n = strlen(name);

	if (strncmp(text, name, n) || text[n] != ':')
		return NULL;
	return text + n + 1;
}

/* a command and what the two answer; NULL: it is not for that one */
static void print_row(const char *text, const char *first, const char *second)
{
	int width = put_printable(text);

	printf("%*s %-20s %s\n", width < COLUMN ? COLUMN - width : 0, "", first ? first : "",
	       second ? second : "");
}

/* a command for one of the two alone: 0, or 2 when it is none */
static int do_for_one(struct comparison *c, u32 i, const char *text, const char *command)
{
	struct side *s = &c->side[i];
	int status = side_do(s, command);

	print_row(text, i ? NULL : s->reply, i ? s->reply : NULL);
	c->problem = interpreter_problem(s->interpreter);
	return status;
}

/* 0: both agree, 1: they do not, 2: it is no command */
static int compare_line(struct comparison *c, unsigned long line, const char *text)
{
	struct side *s = c->side;
	const char *command;
	int status;
	u32 i;

	for (i = 0; i < 2; i++) {
		command = for_one(text, s[i].name);
		if (command)
			return do_for_one(c, i, text, command);
	}
	status = side_do(&s[0], text);
	if (side_do(&s[1], text) || status) {
		print_row(text, s[0].reply, s[1].reply);
		c->problem = interpreter_problem(s[0].interpreter);
		return 2;
	}
	c->commands++;
	print_row(text, s[0].reply, s[1].reply);
	if (!strcmp(s[0].reply, s[1].reply))
		return 0;
	report(c, line, text);
	return 1;
}

/* what ends a script with status 2 */
static const char *why_not(const struct comparison *c, const struct lines *in)
{
	if (lines_error(in))
		return lines_error(in);
	return c->problem ? c->problem : "no command";
}

static int play(struct comparison *c, struct lines *in)
{
	const char *text;
	int status = 0;

	printf("%-*s %-20s %s\n", COLUMN, "command", "Linux 0.11", "Linux 0.12");
	while (!status && (text = lines_next(in))) {
		text += strspn(text, " \t\r");
		if (*text && *text != '#')
			status = compare_line(c, lines_number(in), text);
	}
	if (lines_error(in) || status == 2) {
		fprintf(stderr, "mm011ctl: %s: line %lu: %s\n", c->path, lines_number(in),
			why_not(c, in));
		return 2;
	}
	if (!status)
		printf("\n%lu commands, no difference\n", c->commands);
	return status;
}

/* the two machines; an exit status */
static int play_on_both(struct comparison *c, struct lines *in, const struct folders *folders)
{
	int err = side_open(&c->side[0], "0.11", MM011_KERNEL_0_11, folders);
	int status = 2;

	if (!err) {
		err = side_open(&c->side[1], "0.12", MM011_KERNEL_0_12, folders);
		if (!err) {
			status = play(c, in);
			side_close(&c->side[1]);
		}
		side_close(&c->side[0]);
	}
	if (err)
		fprintf(stderr, "mm011ctl: compare: %s\n", strerror(-err));
	return status;
}

/**
 * compare() - the same commands on Linux 0.11 and on Linux 0.12
 * @path: a file of commands as for batch(), "-" for standard input; a line that
 *	begins with "0.11:" or "0.12:" is for one of them alone
 * @folders: which files the commands may open
 *
 * Return: an exit status: 0 without a difference, 1 with one, 2 when the file
 * cannot be read, or has a line that is no command.
 */
int compare(const char *path, const struct folders *folders)
{
	struct comparison c = { .path = path };
	struct lines *in = lines_open(path);
	int status;

	if (!in) {
		fprintf(stderr, "mm011ctl: %s: %s\n", path, files_stream_error());
		return 2;
	}
	status = play_on_both(&c, in, folders);
	lines_close(in);
	return status;
}
