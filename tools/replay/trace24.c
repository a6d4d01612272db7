// SPDX-License-Identifier: GPL-2.0
/*
 * Reading a recorded run of Linux 2.4.0: JSON, one object a line. The whole file is read
 * and checked before a machine is touched, then read again line by line.
 *
 * A field that is not known, is missing or of another type damages the line: it could be
 * a check that silently is none.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/kernel.h>

#include "ctl/files.h"
#include "ctl/lines.h"
#include "ctl/printable.h"
#include "replay/trace24.h"

#define PARTS	6	/* of a list of fields */
#define VM	"z? active? dirty? pressure?"
#define SUMS	"v? pa? p? c? st? l? pf? sw?"

/*
 * What a line must hold, and with a question mark what it may: names of fields, whose
 * types stand below. The header and marks are for people, and may hold anything.
 */
static const struct kind {
	const char *name;
	const char *fields[PARTS];
} kinds[TRACE24_EVENTS] = {
	[TRACE24_HEADER] = { "header" },
	[TRACE24_INIT] = { "init", {
		"at pages zones count_rle reserved_rle zero_page pressure",
		"b? c? flags? age? kind? buf? lists? vm? freepages? page_cluster? l? pf? sw?" } },
	[TRACE24_ALLOC] = { "alloc", { "cur order gfp pfn by b in? nested?", VM } },
	[TRACE24_FREE] = { "free", { "cur order pfn by b in? nested?" } },
	[TRACE24_RMQUEUE] = { "rmqueue", { "cur zone order pfn b" } },
	[TRACE24_ENTER] = { "enter", {
		"op f cur in? mm?", "addr? len? prot? flags? pgoff? ino? file? fmode? em? brk?",
		"old? new? newaddr? start? end? pfn? child? err? uesp? eip? write? size? vma?",
		"noshare? entry? priority? oneshot? gfp? sync? zone? swap_cnt? wait?", VM } },
	[TRACE24_EXIT] = { "exit", {
		"op f cur ret? mm? pgd? cpt? fv? hmf? write? ran? sig? fixup? pte? vma? ncopy?",
		"v2? p2? pa2? st2? pfn? noreturn?", SUMS, VM } },
	[TRACE24_FIND_VMA] = { "find_vma", { "cur mm addr ret hit" } },
	[TRACE24_ALLOC_ENTER] = { "alloc_enter", { "cur order gfp tflags", VM } },
	[TRACE24_CNT] = { "cnt", { "d cur?" } },
	[TRACE24_HW] = { "hw", { "mm d cur?" } },
	[TRACE24_MM] = { "mm", {
		"mm cur? end_code? start_data? brk? total_vm? locked_vm? rss? def_flags?" } },
	[TRACE24_TASK] = { "task", {
		"pid comm rlim_data rlim_stack rlim_memlock rlim_as cur?" } },
	[TRACE24_PG] = { "pg", { "d cur?" } },
	[TRACE24_LRU] = { "lru", { "list add? del? all? cur?" } },
	[TRACE24_SWAPMAP] = { "swapmap", { "s d? all? cur?" } },
	[TRACE24_MARK] = { "mark" },
	[TRACE24_MARK_END] = { "mark_end" },
	[TRACE24_END] = { "end", { "b? c? open? pgtable_cache_sz? pages_free?" } },
};

/* fields that are no numbers */
static const struct type {
	const char *name;
	char type;		/* x: 8 hex digits; s: text; a: array; o: object; *: any */
} types[] = {
	{ "b", 'x' }, { "c", 'x' }, { "v", 'x' }, { "pa", 'x' }, { "p", 'x' }, { "l", 'x' },
	{ "pf", 'x' }, { "sw", 'x' }, { "v2", 'x' }, { "pa2", 'x' }, { "p2", 'x' },
	{ "by", 's' }, { "f", 's' }, { "comm", 's' }, { "at", 's' }, { "list", 's' },
	{ "st", 'a' }, { "st2", 'a' }, { "z", 'a' }, { "em", 'a' }, { "cpt", 'a' }, { "fv", 'a' },
	{ "ran", 'a' }, { "pte", 'a' }, { "d", 'a' }, { "add", 'a' }, { "del", 'a' },
	{ "all", 'a' }, { "s", 'a' }, { "zones", 'a' }, { "count_rle", 'a' },
	{ "reserved_rle", 'a' }, { "flags", '*' }, { "age", 'a' }, { "kind", 'a' }, { "buf", 'a' },
	{ "lists", 'a' }, { "vm", 'o' }, { "freepages", 'a' }, { "pages_free", 'a' },
	{ "vma", '*' },		/* of a region its start, of do_mmap_pgoff() the area */
	{ "pfn", '*' },		/* null: there was none; "oom" */
	{ "sig", '*' }, { "noreturn", '*' },
};

/**
 * trace24_damaged() - say why a line is none of a recorded run
 * @t: a run, whose problem is set
 * @what: the reason
 * @text: what stands behind it, as the file has it
 *
 * Return: -EINVAL.
 */
int trace24_damaged(struct trace24 *t, const char *what, const char *text)
{
	char shown[80];

	snprintf(t->problem, sizeof(t->problem), "line %lu: %s%s", lines_number(t->in), what,
		 printable(text, shown, sizeof(shown)));
	return -EINVAL;
}

static char type_of(const char *name)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(types); i++)
		if (!strcmp(types[i].name, name))
			return types[i].type;
	return 'n';
}

static bool is_checksum(const struct json_value *v)
{
	size_t i;

	if (v->type != JSON_STRING || v->len != 8)
		return false;
	for (i = 0; i < 8; i++)
		if (!strchr("0123456789abcdef", v->text[i]))
			return false;
	return true;
}

static bool is_of_type(const struct json_value *v, char type)
{
	u32 number;

	switch (type) {
	case 'x':
		return is_checksum(v);
	case 's':
		return v->type == JSON_STRING;
	case 'a':
		return v->type == JSON_ARRAY;
	case 'o':
		return v->type == JSON_OBJECT;
	case 'n':
		return json_u32(v, &number) == JSON_OK;
	default:
		return true;
	}
}

static int check_field(struct trace24 *t, const char *name, bool needed)
{
	const struct json_value *v = json_find(&t->line, name);

	if (!v)
		return needed ? trace24_damaged(t, "a field is missing: ", name) : 0;
	return is_of_type(v, type_of(name)) ? 0 :
	       trace24_damaged(t, "a field is of another type, or out of range: ", name);
}

/* names with blanks between them */
static int check_names(struct trace24 *t, const char *at)
{
	char name[32];
	size_t n;
	int err = 0;

	for ( ; !err && *at; at += n + strspn(at + n, "? ")) {
		n = strcspn(at, "? ");
		snprintf(name, sizeof(name), "%.*s", (int)n, at);
		err = check_field(t, name, at[n] != '?');
	}
	return err;
}

/* all that the line's kind must have, and nothing that it may not */
static int check_fields(struct trace24 *t)
{
	const struct json_field *unknown;
	char name[32];
	u32 i;
	int err = 0;

	for (i = 0; !err && i < PARTS && kinds[t->event].fields[i]; i++)
		err = check_names(t, kinds[t->event].fields[i]);
	unknown = err || !i ? NULL : json_unasked(&t->line);
	if (!unknown)
		return err;
	snprintf(name, sizeof(name), "%.*s", (int)unknown->len, unknown->name);
	return trace24_damaged(t, "unknown field: ", name);
}

static int parse_header(struct trace24 *t)
{
	char name[300];
	u32 format;

	if (json_u32(json_find(&t->line, "format"), &format) || format != 1)
		return trace24_damaged(t, "this is not 1: ", "format");
	if (json_u32(json_find(&t->line, "memory_mb"), &t->memory_mb))
		return trace24_damaged(t, "a field is missing: ", "memory_mb");
	trace24_text(t, "trace", name, sizeof(name));
	printable(name, t->name, sizeof(t->name));
	return 0;
}

static int parse_line(struct trace24 *t, const char *line)
{
	char name[32];

	if (!json_parse(&t->line, line, strlen(line)))
		return trace24_damaged(t, "not a JSON object: ", t->line.problem);
	trace24_text(t, "ev", name, sizeof(name));
	for (t->event = 0; t->event < TRACE24_EVENTS; t->event++)
		if (!strcmp(name, kinds[t->event].name))
			break;
	if (t->event == TRACE24_EVENTS)
		return trace24_damaged(t, "unknown event: ", name);
	if (lines_number(t->in) == 1 ? t->event != TRACE24_HEADER : t->event == TRACE24_HEADER)
		return trace24_damaged(t, "the header is the first line, and only that", "");
	if (t->event == TRACE24_HEADER)
		return parse_header(t);
	return check_fields(t);
}

/* what recorded it was killed: there are lines to play, but no end */
static int cut_off(struct trace24 *t)
{
	if (!t->begun)
		return trace24_damaged(t, "the run ends before it begins", "");
	t->cut = lines_number(t->in);
	return 0;
}

/* the last line has no line feed, and is none of JSON */
static bool is_half(struct trace24 *t, const char *line)
{
	return lines_half(t->in) && !json_parse(&t->line, line, strlen(line));
}

/**
 * trace24_next() - read on
 * @t: a run
 *
 * Return: 1, 0 behind the end or where the run is cut off (t->cut), or -EINVAL with
 * t->problem saying why.
 */
int trace24_next(struct trace24 *t)
{
	const char *line = lines_next(t->in);
	int err;

	if (lines_error(t->in) && !lines_short(t->in))
		return trace24_damaged(t, lines_error(t->in), "");
	if (!line)
		return t->ended && !lines_error(t->in) ? 0 : cut_off(t);
	if (t->ended)
		return trace24_damaged(t, "something follows the end", "");
	if (t->begun && is_half(t, line))
		return cut_off(t);
	err = parse_line(t, line);
	t->begun = t->event != TRACE24_HEADER;
	t->ended = t->event == TRACE24_END;
	return err ? err : 1;
}

/**
 * trace24_is_step() - does the last line have a checksum of its own?
 * @t: a run
 *
 * Return: whether it has.
 */
bool trace24_is_step(struct trace24 *t)
{
	return t->event == TRACE24_ALLOC || t->event == TRACE24_FREE ||
	       t->event == TRACE24_RMQUEUE || (t->event == TRACE24_EXIT && trace24_has(t, "c"));
}

/**
 * trace24_rewind() - go back to the beginning of a run
 * @t: from trace24_open()
 *
 * Return: 0, or -EINVAL with t->problem saying why.
 */
int trace24_rewind(struct trace24 *t)
{
	t->begun = false;
	t->ended = false;
	return lines_rewind(t->in) ? 0 : trace24_damaged(t, lines_error(t->in), "");
}

/**
 * trace24_is() - are these lines a run of Linux 2.4.0?
 * @in: lines of which nothing has been read; nor has afterwards
 *
 * Return: whether they are; false, too, when they cannot be read twice.
 */
bool trace24_is(struct lines *in)
{
	struct json_object line;
	const char *text;
	char kernel[32] = "";

	if (!lines_keep(in))
		return false;
	text = lines_next(in);
	if (text && json_parse(&line, text, strlen(text)))
		json_text(json_find(&line, "kernel"), kernel, sizeof(kernel));
	return lines_rewind(in) && !strcmp(kernel, "linux-2.4.0");
}

/**
 * trace24_open() - look through a recorded run, and go back to its beginning
 * @t: filled in; trace24_close() must follow
 * @in: its lines, which are its own from now on
 *
 * Return: 0, or -EINVAL with t->problem saying why.
 */
int trace24_open(struct trace24 *t, struct lines *in)
{
	int more;

	memset(t, 0, sizeof(*t));
	t->in = in;
	while ((more = trace24_next(t)) > 0)
		t->steps += trace24_is_step(t);
	return more ? more : trace24_rewind(t);
}

/**
 * trace24_close() - forget a recorded run
 * @t: from trace24_open()
 */
void trace24_close(struct trace24 *t)
{
	lines_close(t->in);
}

/**
 * trace24_has() - has the last line such a field?
 * @t: a run
 * @name: the field
 *
 * Return: whether it has, and it is not null.
 */
bool trace24_has(struct trace24 *t, const char *name)
{
	const struct json_value *v = json_find(&t->line, name);

	return v && v->type != JSON_WORD;
}

/**
 * trace24_number() - a number of the last line
 * @t: a run
 * @name: the field
 *
 * Return: the number; 0 when there is none, or null stands there.
 */
u32 trace24_number(struct trace24 *t, const char *name)
{
	u32 number = 0;

	json_u32(json_find(&t->line, name), &number);
	return number;
}

/**
 * trace24_checksum() - a checksum of the last line
 * @t: a run
 * @name: the field
 * @crc: where it goes
 *
 * Return: whether there is one.
 */
bool trace24_checksum(struct trace24 *t, const char *name, u32 *crc)
{
	char text[16];

	if (json_text(json_find(&t->line, name), text, sizeof(text)))
		return false;
	*crc = strtoul(text, NULL, 16);
	return true;
}

/**
 * trace24_text() - a text of the last line
 * @t: a run
 * @name: the field
 * @to: where it goes; empty when there is none, or it is too long
 * @room: how much fits
 */
void trace24_text(struct trace24 *t, const char *name, char *to, size_t room)
{
	if (json_text(json_find(&t->line, name), to, room))
		*to = 0;
}

/**
 * trace24_event_name() - the name of an event, as it stands in the file
 * @event: enum trace24_event
 *
 * Return: the name.
 */
const char *trace24_event_name(u32 event)
{
	return kinds[event].name;
}
