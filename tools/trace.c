// SPDX-License-Identifier: GPL-2.0
/*
 * Reading a recorded run: JSON, one object a line. The whole file is read and
 * checked before a machine is touched, then read again step by step: no more is kept
 * than where each task stands, however long the run is.
 *
 * What a line says is understood, or the line is damaged: a field that is not known,
 * is of another type or out of range could be a check that silently is none.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "lines.h"
#include "plain.h"
#include "trace.h"

/* what a line must hold; the arguments stand in the order of the operation's */
static const struct {
	const char *name;
	const char *arg[TRACE_ARGS];
	bool ret;
	bool pte;
} events[TRACE_EVENTS] = {
	[TRACE_HEADER]		 = { "header" },
	[TRACE_TASK]		 = { "task", { "start_code", "end_code", "end_data", "brk",
					       "exec_ptr", "start_stack", "pid" } },
	[TRACE_TASK_GONE]	 = { "task_gone" },
	[TRACE_HW]		 = { "hw", { "pte_addr", "bits" } },
	[TRACE_POKE]		 = { "poke", { "pte_addr", "value" } },
	[TRACE_END]		 = { "end" },
	[TRACE_MEM_INIT]	 = { "mem_init", { "start", "end" } },
	[TRACE_GET_FREE_PAGE]	 = { "get_free_page", .ret = true },
	[TRACE_FREE_PAGE]	 = { "free_page", { "addr" } },
	[TRACE_COPY_PAGE_TABLES] = { "copy_page_tables", { "from", "to", "size" }, .ret = true },
	[TRACE_FREE_PAGE_TABLES] = { "free_page_tables", { "from", "size" } },
	[TRACE_PUT_PAGE]	 = { "put_page", { "page", "addr" }, .ret = true },
	[TRACE_WP_PAGE]		 = { "wp_page", { "err", "addr" }, .pte = true },
	[TRACE_WRITE_VERIFY]	 = { "write_verify", { "addr" }, .pte = true },
	[TRACE_NO_PAGE]		 = { "no_page", { "err", "addr" } },
	[TRACE_NO_PAGE_MAP]	 = { "no_page_map", { "page", "addr" }, .ret = true },
	[TRACE_PUT_DIRTY_PAGE]	 = { "put_dirty_page", { "page", "addr" }, .ret = true },
	[TRACE_INIT_SWAPPING]	 = { "init_swapping" },
	[TRACE_RESUME]		 = { "resume" },
};

/**
 * trace_event_name() - the name of an event, as it stands in the file
 * @event: enum trace_event
 */
const char *trace_event_name(u32 event)
{
	return events[event].name;
}

/**
 * trace_is_step() - does a checksum come with it?
 * @event: enum trace_event
 */
bool trace_is_step(u32 event)
{
	return event >= TRACE_END;
}

static int damaged(struct trace *t, const char *what, const char *text)
{
	char printable[80];

	snprintf(t->problem, sizeof(t->problem), "line %lu: %s%s", lines_number(t->in), what,
		 plain(text, printable, sizeof(printable)));
	return -EINVAL;
}

/* ------------------------------------------------------------------- fields */

static int unreadable(struct trace *t, const char *name, enum json_result result,
		      const char *type)
{
	char what[80];

	if (result == JSON_MISSING)
		snprintf(what, sizeof(what), "%s is missing: ", type);
	else if (result == JSON_OUT_OF_RANGE)
		snprintf(what, sizeof(what), "%s is out of range: ", type);
	else
		snprintf(what, sizeof(what), "this is not %s: ", type);
	return damaged(t, what, name);
}

static int get_number(struct trace *t, const char *name, u32 *number)
{
	enum json_result result = json_u32(json_find(&t->line, name), number);

	return result ? unreadable(t, name, result, "a number") : 0;
}

/* one that may be missing */
static int may_have_number(struct trace *t, const char *name, u32 *number, bool *has)
{
	enum json_result result = json_u32(json_find(&t->line, name), number);

	*has = !result;
	return result && result != JSON_MISSING ? unreadable(t, name, result, "a number") : 0;
}

static int get_number_below(struct trace *t, const char *name, u32 *number, u32 end)
{
	int err = get_number(t, name, number);

	return !err && *number >= end ? unreadable(t, name, JSON_OUT_OF_RANGE, "a number") : err;
}

/* a string; empty when it is missing */
static int get_text(struct trace *t, const char *name, char *to, size_t room)
{
	enum json_result result = json_text(json_find(&t->line, name), to, room);

	if (result)
		*to = 0;
	return result && result != JSON_MISSING ? unreadable(t, name, result, "a text") : 0;
}

static bool is_hex(const char *digits)
{
	return !digits[strspn(digits, "0123456789abcdef")];
}

/* 8 hex digits */
static int may_have_crc(struct trace *t, const char *name, u32 *crc, bool *has)
{
	char text[16];
	int err = get_text(t, name, text, sizeof(text));

	*has = json_find(&t->line, name);
	if (err || !*has)
		return err;
	if (strlen(text) != 8 || !is_hex(text))
		return damaged(t, "no checksum of 8 hex digits: ", name);
	*crc = strtoul(text, NULL, 16);
	return 0;
}

static int get_crc(struct trace *t, const char *name, u32 *crc)
{
	bool has;
	int err = may_have_crc(t, name, crc, &has);

	return err || has ? err : damaged(t, "no checksum of 8 hex digits: ", name);
}

/* [A, B] */
static int may_have_pair(struct trace *t, const char *name, u32 pair[2], bool *has)
{
	const struct json_value *v = json_find(&t->line, name);
	struct json_value rest, item;
	u32 n = 0;

	*has = v;
	if (!v)
		return 0;
	for (rest = *v; n < 2 && json_next(&rest, &item); n++)
		if (json_u32(&item, &pair[n]))
			break;
	if (n < 2 || json_next(&rest, &item))
		return damaged(t, "these are not two numbers: ", name);
	return 0;
}

/* ------------------------------------------------------- what a step says */

/* the entry before and after; no_page_map tells the one after alone */
static int parse_entries(struct trace *t, struct trace_record *r)
{
	u32 pair[2];
	int err;

	if (r->of == TRACE_NO_PAGE_MAP)
		return may_have_number(t, "pte", &r->after, &r->has_after);
	err = may_have_pair(t, "pte", pair, &r->has_before);
	r->has_after = r->has_before;
	if (err || !r->has_before)
		return err;
	r->before = pair[0];
	r->after = pair[1];
	return 0;
}

static const char *const kinds[] = {
	[MM011_NO_PAGE_EMPTY] = "empty", [MM011_NO_PAGE_SHARE] = "share",
	[MM011_NO_PAGE_LOAD] = "load", [MM011_NO_PAGE_SWAP] = "swap",
};

/* which page came, and from where */
static int parse_no_page(struct trace *t, struct trace_record *r)
{
	char kind[16];
	int err = get_text(t, "kind", kind, sizeof(kind));

	if (err)
		return err;
	for (r->kind = MM011_NO_PAGE_EMPTY; r->kind <= MM011_NO_PAGE_SWAP; r->kind++)
		if (!strcmp(kind, kinds[r->kind]))
			break;
	if (r->kind > MM011_NO_PAGE_SWAP)
		return damaged(t, "no kind of page fault: ", kind);
	if (r->kind == MM011_NO_PAGE_SHARE)
		err = get_number_below(t, "from_task", &r->donor, MM011_NR_TASKS);
	if (!err)
		err = may_have_number(t, "page", &r->page, &r->has_page);
	if (!err && !r->has_page && !r->oom && !*r->panic)
		err = damaged(t, "a number is missing: ", "page");
	return err;
}

/* what a call came to: in its step or, if that slept, in its last resume */
static int parse_result(struct trace *t, struct trace_record *r)
{
	bool ends = !r->oom && !*r->panic;
	int err = 0;

	if (events[r->of].ret)
		err = may_have_number(t, "ret", &r->ret, &r->has_ret);
	else if (r->of == TRACE_INIT_SWAPPING)
		err = may_have_number(t, "bitmap_page", &r->ret, &r->has_ret);
	if (!err && !r->has_ret && !*r->panic &&
	    (events[r->of].ret || r->of == TRACE_INIT_SWAPPING))
		return damaged(t, "a number is missing: ",
			       events[r->of].ret ? "ret" : "bitmap_page");
	if (!err && (events[r->of].pte || r->of == TRACE_NO_PAGE || r->of == TRACE_NO_PAGE_MAP))
		err = parse_entries(t, r);
	if (!err && events[r->of].pte && ends && !r->has_after)
		return damaged(t, "two entries are missing: ", "pte");
	return !err && r->of == TRACE_NO_PAGE ? parse_no_page(t, r) : err;
}

/* a call that sleeps has not returned: what stands for its result is 0 */
static int no_result(struct trace *t, struct trace_record *r)
{
	bool has;
	u32 ret;
	int err;

	if (r->event == TRACE_RESUME || !events[r->event].ret)
		return 0;
	err = may_have_number(t, "ret", &ret, &has);
	return !err && has && ret ? damaged(t, "it sleeps, and has not returned: ", "ret") : err;
}

/* {"io":"write","nr":1,...}: where the call sleeps */
static int parse_sleep(struct trace *t, struct trace_record *r)
{
	const struct json_value *v = json_find(&t->line, "sleep");
	struct json_object sleep;
	char io[8];

	if (!v)
		return 0;
	if (v->type != JSON_OBJECT || !json_parse(&sleep, v->text, v->len) ||
	    json_text(json_find(&sleep, "io"), io, sizeof(io)) ||
	    (strcmp(io, "read") && strcmp(io, "write")) ||
	    json_u32(json_find(&sleep, "nr"), &r->sleep_nr) ||
	    json_u32(json_find(&sleep, "page"), &r->sleep_page))
		return damaged(t, "no sleep that can be understood", "");
	r->sleeps = true;
	r->sleep_io = strcmp(io, "write") ? MM011_SWAP_IO_READ : MM011_SWAP_IO_WRITE;
	if ((r->sleep_io == MM011_SWAP_IO_WRITE &&
	     json_u32(json_find(&sleep, "pte_addr"), &r->sleep_entry)) || json_unasked(&sleep))
		return damaged(t, "no sleep that can be understood", "");
	return 0;
}

/* the swap device's first bytes */
static int parse_bitmap(struct trace *t, struct trace_record *r)
{
	const struct json_value *v = json_find(&t->line, "bitmap");
	char two[3] = "";
	size_t i;

	if (!v)
		return 0;
	if (r->of != TRACE_INIT_SWAPPING || v->type != JSON_STRING)
		return damaged(t, "no bytes in hex: ", "bitmap");
	if (v->len > 2 * sizeof(t->bitmap) || v->len % 2)
		return damaged(t, "no whole bytes, or more than 4096 of them: ", "bitmap");
	for (i = 0; i < v->len / 2; i++) {
		memcpy(two, v->text + 2 * i, 2);
		if (!is_hex(two))
			return damaged(t, "no bytes in hex: ", "bitmap");
		t->bitmap[i] = strtoul(two, NULL, 16);
	}
	return 0;
}

/* ["drop", ENTRY, PAGE] */
static bool parse_drop(struct json_value act, u32 *entry, u32 *page)
{
	struct json_value item;
	char what[8];

	return json_next(&act, &item) && !json_text(&item, what, sizeof(what)) &&
	       !strcmp(what, "drop") && json_next(&act, &item) && !json_u32(&item, entry) &&
	       json_next(&act, &item) && !json_u32(&item, page) && !json_next(&act, &item);
}

/**
 * trace_next_drop() - the next page that a step says swap_out() has dropped
 * @acts: what a record says; what is left of it comes out
 * @entry: address of the entry
 * @page: the page
 *
 * Return: whether there was one.
 */
bool trace_next_drop(struct json_value *acts, u32 *entry, u32 *page)
{
	struct json_value act;

	return json_next(acts, &act) && parse_drop(act, entry, page);
}

static int parse_acts(struct trace *t, struct trace_record *r)
{
	const struct json_value *v = json_find(&t->line, "acts");
	struct json_value rest, act;
	u32 entry, page;

	if (!v)
		return 0;
	r->acts = *v;
	for (rest = *v; json_next(&rest, &act); )
		if (!parse_drop(act, &entry, &page))
			return damaged(t, "not each of them is [\"drop\", ENTRY, PAGE]: ", "acts");
	return v->type == JSON_ARRAY ? 0 : damaged(t, "this is no array: ", "acts");
}

/* what a step of 0.12 says besides */
static int parse_swapping(struct trace *t, struct trace_record *r)
{
	bool has_op;
	int err = parse_acts(t, r);

	if (!err)
		err = parse_bitmap(t, r);
	if (!err)
		err = may_have_number(t, "op", &r->op, &has_op);
	if (!err && r->event == TRACE_INIT_SWAPPING)
		err = get_number(t, "swap_dev", &r->swap_dev);
	if (!err)
		err = may_have_pair(t, "swap_pos", r->swap_pos, &r->has_swap_pos);
	if (!err)
		err = may_have_crc(t, "swapcrc", &r->swapcrc, &r->has_swapcrc);
	if (!err && !has_op && (r->sleeps || r->event == TRACE_RESUME))
		err = damaged(t, "a number is missing: ", "op");
	return err;
}

/* ---------------------------------------------- calls that are not at their end */

/* the arguments of the call that goes on: the one that the task sleeps in */
static int parse_resume(struct trace *t, struct trace_record *r)
{
	const struct trace_pending *slept = &t->asleep[r->nr];
	char of[32], after[8];
	int err = get_text(t, "of", of, sizeof(of));

	if (!err)
		err = get_text(t, "after", after, sizeof(after));
	if (err)
		return err;
	if (!slept->pending || slept->op != r->op)
		return damaged(t, "nothing sleeps that could be resumed: ", of);
	r->of = slept->event;
	if (strcmp(of, events[r->of].name))
		return damaged(t, "resumed is another call than slept: ", of);
	if (strcmp(after, slept->io == MM011_SWAP_IO_READ ? "read" : "write"))
		return damaged(t, "it did not sleep for that: ", after);
	memcpy(r->arg, slept->arg, sizeof(r->arg));
	return 0;
}

/* a load goes on with the page that it got, at the address that was missing */
static int end_load(struct trace *t, const struct trace_record *r)
{
	struct trace_pending *load = &t->load[r->nr];

	if (!load->pending || load->page != r->arg[0] || load->arg[1] >> 12 != r->arg[1] >> 12 ||
	    load->op != r->op)
		return damaged(t, "no load of this task has that number, page and address", "");
	load->pending = false;
	return 0;
}

/* a task does one thing at a time */
static int take_pending(struct trace *t, const struct trace_record *r)
{
	struct trace_pending now = { .pending = true, .event = r->of, .op = r->op };

	memcpy(now.arg, r->arg, sizeof(now.arg));
	if (r->event != TRACE_RESUME && t->asleep[r->nr].pending && r->event != TRACE_END)
		return damaged(t, "its task sleeps in another call", "");
	if (r->event != TRACE_END)
		t->asleep[r->nr].pending = false;
	if (r->sleeps) {
		now.io = r->sleep_io;
		t->asleep[r->nr] = now;
	} else if (r->of == TRACE_NO_PAGE_MAP) {
		return end_load(t, r);
	} else if (r->of == TRACE_NO_PAGE && r->kind == MM011_NO_PAGE_LOAD && !r->oom) {
		now.page = r->page;
		t->load[r->nr] = now;
	}
	return 0;
}

static bool is_pending(const struct trace_pending pending[MM011_NR_TASKS], u32 op)
{
	u32 nr;

	for (nr = 0; nr < MM011_NR_TASKS; nr++)
		if (pending[nr].pending && pending[nr].op == op)
			return true;
	return false;
}

static u32 count_pending(const struct trace_pending pending[MM011_NR_TASKS])
{
	u32 nr, n = 0;

	for (nr = 0; nr < MM011_NR_TASKS; nr++)
		n += pending[nr].pending;
	return n;
}

/* the numbers of the calls that the end finds amid something */
static int check_in_flight(struct trace *t)
{
	const struct json_value *v = json_find(&t->line, "ops_in_flight");
	struct json_value rest, item;
	u32 op, n = 0;

	if (!v)
		return 0;
	for (rest = *v; json_next(&rest, &item); n++)
		if (json_u32(&item, &op) ||
		    (!is_pending(t->asleep, op) && !is_pending(t->load, op)))
			return damaged(t, "one of these is not under way: ", "ops_in_flight");
	if (v->type != JSON_ARRAY || n != count_pending(t->asleep) + count_pending(t->load))
		return damaged(t, "these are not all that are under way: ", "ops_in_flight");
	return 0;
}

/* --------------------------------------------------------------------- lines */

/* how it ended, when it did not return */
static int parse_outcome(struct trace *t, struct trace_record *r)
{
	enum json_result result = json_bool(json_find(&t->line, "oom"), &r->oom);

	if (result && result != JSON_MISSING)
		return damaged(t, "this is neither true nor false: ", "oom");
	return get_text(t, "panic", r->panic, sizeof(r->panic));
}

static int parse_step(struct trace *t, struct trace_record *r)
{
	int err = get_number_below(t, "cur", &r->nr, MM011_NR_TASKS);

	r->of = r->event;
	if (!err)
		err = get_crc(t, "crc", &r->crc);
	if (!err)
		err = get_crc(t, "crc_noad", &r->crc_noad);
	if (!err)
		err = parse_sleep(t, r);
	if (!err && r->event == TRACE_RESUME)
		err = may_have_number(t, "op", &r->op, &(bool){ 0 });
	if (!err && r->event == TRACE_RESUME)
		err = parse_resume(t, r);
	if (!err)
		err = parse_swapping(t, r);
	if (!err)
		err = parse_outcome(t, r);
	if (!err)
		err = r->sleeps ? no_result(t, r) : parse_result(t, r);
	if (!err && r->event == TRACE_END && r->sleeps)
		err = damaged(t, "the end does not sleep", "");
	if (!err && r->event == TRACE_END)
		err = check_in_flight(t);
	return err ? err : take_pending(t, r);
}

static int parse_header(struct trace *t)
{
	char kernel[32], name[300];
	u32 format;
	bool has_format;
	int err = get_text(t, "kernel", kernel, sizeof(kernel));

	if (!err)
		err = get_text(t, "trace", name, sizeof(name));
	if (!err)
		err = may_have_number(t, "format", &format, &has_format);
	if (err)
		return err;
	if (!strcmp(kernel, "linux-0.11"))
		t->kernel = MM011_KERNEL_0_11;
	else if (!strcmp(kernel, "linux-0.12"))
		t->kernel = MM011_KERNEL_0_12;
	else
		return damaged(t, "a run of neither linux-0.11 nor linux-0.12: ", kernel);
	if (has_format && format != 1 && format != 2)
		return damaged(t, "this is neither 1 nor 2: ", "format");
	plain(name, t->name, sizeof(t->name));
	return 0;
}

/* what of it is no argument is there for people, and must be what it seems all the same */
static int parse_task(struct trace *t, struct trace_record *r)
{
	bool has;
	u32 unused;
	int err = get_number_below(t, "nr", &r->nr, MM011_NR_TASKS);

	if (err || r->event == TRACE_TASK_GONE)
		return err;
	err = get_number(t, "i_count", &r->i_count);
	if (!err)
		err = may_have_number(t, "executable", &unused, &has);
	return err ? err : may_have_number(t, "dev", &unused, &has);
}

static int parse_hw(struct trace *t, const struct trace_record *r)
{
	bool has;
	u32 in = 0;
	int err = may_have_number(t, "in", &in, &has);

	if (err)
		return err;
	if (r->arg[1] & ~MM011_PTE_AD)
		return damaged(t, "there are more than Accessed and Dirty: ", "bits");
	return in > 1 ? damaged(t, "this is neither 0 nor 1: ", "in") : 0;
}

/* an error code as the CPU pushes it: of the two kinds of page fault either is told by P */
static int check_error_code(struct trace *t, const struct trace_record *r)
{
	u32 wanted = r->event == TRACE_WP_PAGE ? MM011_PTE_PRESENT | MM011_PTE_WRITE : 0;
	u32 fixed = wanted | MM011_PTE_PRESENT;

	if (r->event != TRACE_WP_PAGE && r->event != TRACE_NO_PAGE)
		return 0;
	if (r->arg[0] > 7 || (r->arg[0] & fixed) != wanted)
		return damaged(t, "no error code of such a page fault: ", "err");
	return 0;
}

static int parse_event(struct trace *t, struct trace_record *r)
{
	char by[64];
	u32 i;
	int err = 0;

	for (i = 0; !err && i < TRACE_ARGS && events[r->event].arg[i]; i++)
		err = get_number(t, events[r->event].arg[i], &r->arg[i]);
	if (err)
		return err;
	switch (r->event) {
	case TRACE_HEADER:
		return parse_header(t);
	case TRACE_TASK:
	case TRACE_TASK_GONE:
		return parse_task(t, r);
	case TRACE_HW:
		return parse_hw(t, r);
	case TRACE_POKE:
		return 0;
	default:
		err = check_error_code(t, r);
		if (!err)
			err = get_text(t, "by", by, sizeof(by));
		return err ? err : parse_step(t, r);
	}
}

/* the header may tell anything about the run, all else is known */
static int check_all_known(struct trace *t, const struct trace_record *r)
{
	const struct json_field *field = r->event == TRACE_HEADER ? NULL : json_unasked(&t->line);
	char name[32];

	if (!field)
		return 0;
	snprintf(name, sizeof(name), "%.*s", (int)field->len, field->name);
	return damaged(t, "unknown field: ", name);
}

static int parse_line(struct trace *t, const char *line, struct trace_record *r)
{
	char name[32];
	int err;

	if (!json_parse(&t->line, line, strlen(line)))
		return damaged(t, "not a JSON object: ", t->line.problem);
	err = get_text(t, "ev", name, sizeof(name));
	if (err)
		return err;
	for (r->event = 0; r->event < TRACE_EVENTS; r->event++)
		if (!strcmp(events[r->event].name, name))
			break;
	if (r->event == TRACE_EVENTS)
		return damaged(t, "unknown event: ", name);
	err = parse_event(t, r);
	return err ? err : check_all_known(t, r);
}

/* the header comes first and once, the end last and once */
static int check_order(struct trace *t, const struct trace_record *r)
{
	if (!t->begun && r->event != TRACE_HEADER)
		return damaged(t, "no recorded run: it must begin with a header", "");
	if (t->begun && r->event == TRACE_HEADER)
		return damaged(t, "a second header", "");
	if (t->ended)
		return damaged(t, "something follows the end", "");
	t->begun = true;
	t->ended = r->event == TRACE_END;
	return 0;
}

/**
 * trace_next() - read on
 * @t: a run
 * @r: filled in
 *
 * Return: 1, 0 behind the end, or -EINVAL with t->problem saying why.
 */
int trace_next(struct trace *t, struct trace_record *r)
{
	const char *line = lines_next(t->in);
	int err;

	memset(r, 0, sizeof(*r));
	r->line = lines_number(t->in);
	if (lines_error(t->in))
		return damaged(t, lines_error(t->in), "");
	if (!line)
		return t->ended ? 0 : damaged(t, "the run breaks off: its end is missing", "");
	err = parse_line(t, line, r);
	if (!err)
		err = check_order(t, r);
	return err ? err : 1;
}

/* all of it, once: is it whole? What must be known before it is played is kept. */
static int look_through(struct trace *t)
{
	struct trace_record r;
	int more;

	while ((more = trace_next(t, &r)) > 0)
		t->steps += trace_is_step(r.event) && r.event != TRACE_END;
	return more;
}

static int go_back(struct trace *t)
{
	t->begun = false;
	t->ended = false;
	memset(t->asleep, 0, sizeof(t->asleep));
	memset(t->load, 0, sizeof(t->load));
	return lines_rewind(t->in) ? 0 : damaged(t, lines_error(t->in), "");
}

/**
 * trace_open() - look through a recorded run, and go back to its beginning
 * @t: filled in; trace_close() must follow
 * @path: .jsonl, or the same compressed by xz or gzip; "-" is standard input
 *
 * Return: 0, or -EINVAL with t->problem saying why.
 */
int trace_open(struct trace *t, const char *path)
{
	int err;

	memset(t, 0, sizeof(*t));
	t->in = lines_open(path);
	if (!t->in) {
		snprintf(t->problem, sizeof(t->problem), "%s", files_stream_error());
		return -EINVAL;
	}
	if (!lines_keep(t->in)) {
		snprintf(t->problem, sizeof(t->problem), "%s", lines_error(t->in));
		return -EINVAL;
	}
	err = look_through(t);
	return err ? err : go_back(t);
}

/**
 * trace_close() - forget a recorded run
 * @t: from trace_open()
 */
void trace_close(struct trace *t)
{
	if (t->in)
		lines_close(t->in);
}
