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
#include <string.h>

#include "ctl/files.h"
#include "ctl/lines.h"
#include "ctl/printable.h"
#include "replay/traceline.h"

/* what a line must hold */
const struct trace_kind trace_kinds[TRACE_EVENTS] = {
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
	return trace_kinds[event].name;
}

/**
 * trace_is_step() - does a checksum come with it?
 * @event: enum trace_event
 */
bool trace_is_step(u32 event)
{
	return event >= TRACE_END;
}

/* ---------------------------------------------- calls that are not at their end */

/* the arguments of the call that goes on: the one that the task sleeps in */
static int parse_resume(struct trace *t, struct trace_record *r)
{
	const struct trace_pending *slept = &t->asleep[r->nr];
	char of[32], after[8];
	int err = field_get_text(t, "of", of, sizeof(of));

	if (!err)
		err = field_get_text(t, "after", after, sizeof(after));
	if (err)
		return err;
	if (!slept->pending || slept->op != r->op)
		return trace_damaged(t, "nothing sleeps that could be resumed: ", of);
	r->of = slept->event;
	if (strcmp(of, trace_kinds[r->of].name))
		return trace_damaged(t, "resumed is another call than slept: ", of);
	if (strcmp(after, slept->io == MM011_SWAP_IO_READ ? "read" : "write"))
		return trace_damaged(t, "it did not sleep for that: ", after);
	memcpy(r->arg, slept->arg, sizeof(r->arg));
	return 0;
}

/* a load goes on with the page that it got, at the address that was missing */
static int end_load(struct trace *t, const struct trace_record *r)
{
	struct trace_pending *load = &t->load[r->nr];

	if (!load->pending || load->page != r->arg[0] || load->arg[1] >> 12 != r->arg[1] >> 12 ||
	    load->op != r->op)
		return trace_damaged(t, "no load of this task has that number, page and address",
				     "");
	load->pending = false;
	return 0;
}

/* a task does one thing at a time */
static int take_pending(struct trace *t, const struct trace_record *r)
{
	struct trace_pending now = { .pending = true, .event = r->of, .op = r->op };

	memcpy(now.arg, r->arg, sizeof(now.arg));
	if (r->event != TRACE_RESUME && t->asleep[r->nr].pending && r->event != TRACE_END)
		return trace_damaged(t, "its task sleeps in another call", "");
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
			return trace_damaged(t, "one of these is not under way: ", "ops_in_flight");
	if (v->type != JSON_ARRAY || n != count_pending(t->asleep) + count_pending(t->load))
		return trace_damaged(t, "these are not all that are under way: ", "ops_in_flight");
	return 0;
}

/* --------------------------------------------------------------------- lines */

static int parse_step(struct trace *t, struct trace_record *r)
{
	int err = field_get_number_below(t, "cur", &r->nr, MM011_NR_TASKS);

	r->of = r->event;
	if (!err)
		err = field_get_crc(t, "crc", &r->crc);
	if (!err)
		err = field_get_crc(t, "crc_noad", &r->crc_noad);
	if (!err)
		err = trace_parse_sleep(t, r);
	if (!err && r->event == TRACE_RESUME)
		err = field_may_have_number(t, "op", &r->op, &(bool){ 0 });
	if (!err && r->event == TRACE_RESUME)
		err = parse_resume(t, r);
	if (!err)
		err = trace_parse_step(t, r);
	if (!err && r->event == TRACE_END && r->sleeps)
		err = trace_damaged(t, "the end does not sleep", "");
	if (!err && r->event == TRACE_END)
		err = check_in_flight(t);
	return err ? err : take_pending(t, r);
}

static int parse_header(struct trace *t)
{
	char kernel[32], name[300];
	u32 format;
	bool has_format;
	int err = field_get_text(t, "kernel", kernel, sizeof(kernel));

	if (!err)
		err = field_get_text(t, "trace", name, sizeof(name));
	if (!err)
		err = field_may_have_number(t, "format", &format, &has_format);
	if (err)
		return err;
	if (!strcmp(kernel, "linux-0.11"))
		t->kernel = MM011_KERNEL_0_11;
	else if (!strcmp(kernel, "linux-0.12"))
		t->kernel = MM011_KERNEL_0_12;
	else
		return trace_damaged(t, "a run of neither linux-0.11 nor linux-0.12: ", kernel);
	if (has_format && format != 1 && format != 2)
		return trace_damaged(t, "this is neither 1 nor 2: ", "format");
	printable(name, t->name, sizeof(t->name));
	return 0;
}

/* what of it is no argument is there for people, and must be what it seems all the same */
static int parse_task(struct trace *t, struct trace_record *r)
{
	bool has;
	u32 unused;
	int err = field_get_number_below(t, "nr", &r->nr, MM011_NR_TASKS);

	if (err || r->event == TRACE_TASK_GONE)
		return err;
	err = field_get_number(t, "i_count", &r->i_count);
	if (!err)
		err = field_may_have_number(t, "executable", &unused, &has);
	return err ? err : field_may_have_number(t, "dev", &unused, &has);
}

static int parse_hw(struct trace *t, const struct trace_record *r)
{
	bool has;
	u32 in = 0;
	int err = field_may_have_number(t, "in", &in, &has);

	if (err)
		return err;
	if (r->arg[1] & ~MM011_PTE_AD)
		return trace_damaged(t, "there are more than Accessed and Dirty: ", "bits");
	return in > 1 ? trace_damaged(t, "this is neither 0 nor 1: ", "in") : 0;
}

/* an error code as the CPU pushes it: of the two kinds of page fault either is told by P */
static int check_error_code(struct trace *t, const struct trace_record *r)
{
	u32 wanted = r->event == TRACE_WP_PAGE ? MM011_PTE_PRESENT | MM011_PTE_WRITE : 0;
	u32 fixed = wanted | MM011_PTE_PRESENT;

	if (r->event != TRACE_WP_PAGE && r->event != TRACE_NO_PAGE)
		return 0;
	if (r->arg[0] > 7 || (r->arg[0] & fixed) != wanted)
		return trace_damaged(t, "no error code of such a page fault: ", "err");
	return 0;
}

static int parse_event(struct trace *t, struct trace_record *r)
{
	char by[64];
	u32 i;
	int err = 0;

	for (i = 0; !err && i < TRACE_ARGS && trace_kinds[r->event].arg[i]; i++)
		err = field_get_number(t, trace_kinds[r->event].arg[i], &r->arg[i]);
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
			err = field_get_text(t, "by", by, sizeof(by));
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
	return trace_damaged(t, "unknown field: ", name);
}

static int parse_line(struct trace *t, const char *line, struct trace_record *r)
{
	char name[32];
	int err;

	if (!json_parse(&t->line, line, strlen(line)))
		return trace_damaged(t, "not a JSON object: ", t->line.problem);
	err = field_get_text(t, "ev", name, sizeof(name));
	if (err)
		return err;
	for (r->event = 0; r->event < TRACE_EVENTS; r->event++)
		if (!strcmp(trace_kinds[r->event].name, name))
			break;
	if (r->event == TRACE_EVENTS)
		return trace_damaged(t, "unknown event: ", name);
	err = parse_event(t, r);
	return err ? err : check_all_known(t, r);
}

/* the header comes first and once, the end last and once */
static int check_order(struct trace *t, const struct trace_record *r)
{
	if (!t->begun && r->event != TRACE_HEADER)
		return trace_damaged(t, "no recorded run: it must begin with a header", "");
	if (t->begun && r->event == TRACE_HEADER)
		return trace_damaged(t, "a second header", "");
	if (t->ended)
		return trace_damaged(t, "something follows the end", "");
	t->begun = true;
	t->ended = r->event == TRACE_END;
	return 0;
}

/* what ended the recording may have done so anywhere; what there is can be played */
static int cut_off(struct trace *t)
{
	if (!t->begun)
		return trace_damaged(t, "the file ends before its header", "");
	t->cut = lines_number(t->in);
	return 0;
}

static int behind_the_last(struct trace *t)
{
	return t->ended && !lines_error(t->in) ? 0 : cut_off(t);
}

/**
 * trace_next() - read on
 * @t: a run
 * @r: filled in
 *
 * Return: 1, 0 behind the end or where the run is cut off (t->cut), or -EINVAL with
 * t->problem saying why.
 */
int trace_next(struct trace *t, struct trace_record *r)
{
	const char *line = lines_next(t->in);
	int err;

	memset(r, 0, sizeof(*r));
	r->line = lines_number(t->in);
	if (lines_error(t->in) && !lines_short(t->in))
		return trace_damaged(t, lines_error(t->in), "");
	if (!line)
		return behind_the_last(t);
	if (lines_half(t->in) && t->begun && !t->ended &&
	    !json_parse(&t->line, line, strlen(line)))
		return cut_off(t);
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

/**
 * trace_rewind() - go back to the beginning of a run
 * @t: from trace_open()
 *
 * Return: 0, or -EINVAL with t->problem saying why.
 */
int trace_rewind(struct trace *t)
{
	t->begun = false;
	t->ended = false;
	memset(t->asleep, 0, sizeof(t->asleep));
	memset(t->load, 0, sizeof(t->load));
	return lines_rewind(t->in) ? 0 : trace_damaged(t, lines_error(t->in), "");
}

/**
 * trace_tell() - remember a place in a run
 * @t: the run
 * @mark: filled in
 */
void trace_tell(const struct trace *t, struct trace_mark *mark)
{
	mark->line = lines_number(t->in);
	mark->begun = t->begun;
	mark->ended = t->ended;
	memcpy(mark->asleep, t->asleep, sizeof(mark->asleep));
	memcpy(mark->load, t->load, sizeof(mark->load));
}

/**
 * trace_return() - go to a place in a run
 * @t: the run
 * @mark: from trace_tell()
 *
 * The lines before it are read over once more, but not understood: a compressed text can
 * be entered at its beginning only.
 *
 * Return: 0, or -EINVAL with t->problem saying why.
 */
int trace_return(struct trace *t, const struct trace_mark *mark)
{
	int err = trace_rewind(t);

	while (!err && lines_number(t->in) < mark->line)
		if (!lines_next(t->in))
			err = trace_damaged(t, "the run has become shorter", "");
	t->begun = mark->begun;
	t->ended = mark->ended;
	memcpy(t->asleep, mark->asleep, sizeof(t->asleep));
	memcpy(t->load, mark->load, sizeof(t->load));
	return err;
}

/**
 * trace_open() - look through a recorded run, and go back to its beginning
 * @t: filled in; trace_close() must follow
 * @in: its lines, which are its own from now on; NULL and errno: there are none
 *
 * Return: 0, or -EINVAL with t->problem saying why.
 */
int trace_open(struct trace *t, struct lines *in)
{
	int err;

	memset(t, 0, sizeof(*t));
	t->in = in;
	if (!t->in) {
		snprintf(t->problem, sizeof(t->problem), "%s", files_stream_error());
		return -EINVAL;
	}
	if (!lines_keep(t->in)) {
		snprintf(t->problem, sizeof(t->problem), "%s", lines_error(t->in));
		return -EINVAL;
	}
	err = look_through(t);
	return err ? err : trace_rewind(t);
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
