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

#include "batch.h"
#include "compare.h"
#include "explain.h"
#include "lines.h"
#include "state.h"

#define MAX_PLACES 8	/* that are printed */

struct side {
	const char *name;
	u32 kernel;
	struct target t;
	struct session *session;
	char reply[160];
};

struct comparison {
	struct side side[2];
	const char *path;
	unsigned long commands;
};

static int side_open(struct side *s, const char *name, u32 kernel)
{
	static const struct mm011_reset defaults;
	int err = target_open_local(&s->t);

	if (err)
		return err;
	s->name = name;
	s->kernel = kernel;
	s->t.kernel = kernel;
	s->session = batch_session(&s->t, MM011_OPF_EVENTS);
	return s->session ? target_reset(&s->t, &defaults) : -ENOMEM;
}

static void side_close(struct side *s)
{
	free(s->session);
	target_close(&s->t);
}

static int side_do(struct side *s, const char *text)
{
	const char *words[MAX_WORDS];
	const char *reply;
	char line[1024];
	int n;

	snprintf(line, sizeof(line), "%s", text);
	n = batch_split(line, words);
	reply = n < 0 ? NULL : batch_answer(s->session, n, words);
	snprintf(s->reply, sizeof(s->reply), "%s", reply ? reply : "");
	return reply ? 0 : -EINVAL;
}

static void print_count(const struct comparison *c, u32 nr)
{
	printf("  mem_map[%u], page 0x%06x: %u, %u\n", nr,
	       MM011_LOW_MEM + (nr << MM011_PAGE_SHIFT), c->side[0].t.machine->mem_map[nr],
	       c->side[1].t.machine->mem_map[nr]);
}

static void print_entry(const struct comparison *c, u32 addr, const u32 entry[2])
{
	char place[96], text[2][EXPLAIN_ROOM];

	explain_place(c->side[0].t.memory, addr, place, sizeof(place));
	explain_entry(entry[0], text[0], sizeof(text[0]));
	explain_entry(entry[1], text[1], sizeof(text[1]));
	printf("  %s: %s | %s\n", place, text[0], text[1]);
}

/* a directory or a table, entry by entry; how many places are printed now */
static u32 compare_entries(const struct comparison *c, u32 table, u32 printed)
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
static void print_places(const struct comparison *c)
{
	const struct mm011_machine *m = c->side[0].t.machine;
	u32 nr, pde, printed = 0;

	for (nr = MM011_PAGING_PAGES; nr-- > 0 && printed < MAX_PLACES; )
		if (m->mem_map[nr] != c->side[1].t.machine->mem_map[nr]) {
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

static void report(const struct comparison *c, unsigned long line, const char *text)
{
	u32 i;

	printf("\nThe first difference, line %lu of %s: %s\n", line, c->path, text);
	print_places(c);
	for (i = 0; i < 2; i++) {
		printf("\nLinux %s answers %s. What it did:\n", c->side[i].name, c->side[i].reply);
		explain_last((struct target *)&c->side[i].t);
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

/* 0: both agree, 1: they do not, 2: it is no command */
static int compare_line(struct comparison *c, unsigned long line, const char *text)
{
	struct side *s = c->side;
	const char *command;
	u32 i;

	for (i = 0; i < 2; i++) {
		command = for_one(text, s[i].name);
		if (command) {
			printf("%-32s %s%s\n", text, i ? "                     " : "",
			       side_do(&s[i], command) ? "?" : s[i].reply);
			return 0;
		}
	}
	if (side_do(&s[0], text) || side_do(&s[1], text))
		return 2;
	c->commands++;
	printf("%-32s %-20s %s\n", text, s[0].reply, s[1].reply);
	if (!strcmp(s[0].reply, s[1].reply))
		return 0;
	report(c, line, text);
	return 1;
}

static int play(struct comparison *c, struct lines *in)
{
	const char *text;
	int status = 0;

	printf("%-32s %-20s %s\n", "command", "Linux 0.11", "Linux 0.12");
	while (!status && (text = lines_next(in))) {
		text += strspn(text, " \t");
		if (*text && *text != '#')
			status = compare_line(c, lines_number(in), text);
	}
	if (lines_error(in) || status == 2) {
		fprintf(stderr, "mm011ctl: %s: line %lu: %s\n", c->path, lines_number(in),
			lines_error(in) ? lines_error(in) : "no command");
		return 2;
	}
	if (!status)
		printf("\n%lu commands, no difference\n", c->commands);
	return status;
}

/**
 * compare() - the same commands on Linux 0.11 and on Linux 0.12
 * @path: a file of commands as for batch(), "-" for standard input; a line that
 *	begins with "0.11:" or "0.12:" is for one of them alone
 *
 * Return: an exit status: 0 without a difference, 1 with one, 2 when the file
 * cannot be read.
 */
int compare(const char *path)
{
	struct comparison c = { .path = path };
	struct lines *in = lines_open(path);
	int status = 2;

	if (!in) {
		fprintf(stderr, "mm011ctl: %s: %s\n", path, strerror(errno));
		return status;
	}
	if (side_open(&c.side[0], "0.11", MM011_KERNEL_0_11) ||
	    side_open(&c.side[1], "0.12", MM011_KERNEL_0_12))
		fprintf(stderr, "mm011ctl: %s\n", strerror(ENOMEM));
	else
		status = play(&c, in);
	lines_close(in);
	side_close(&c.side[0]);
	side_close(&c.side[1]);
	return status;
}
