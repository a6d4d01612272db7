// SPDX-License-Identifier: GPL-2.0
/*
 * Reading a recorded run: JSON, one object a line. The whole file is read and
 * checked before a machine is touched.
 */

#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>

#include "lines.h"
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

static int damaged(struct trace *t, u32 line, const char *what, const char *name)
{
	snprintf(t->problem, sizeof(t->problem), "line %u: %s%s", line, what, name);
	return -EINVAL;
}

static bool get_number(json_object *o, const char *name, u32 *value)
{
	json_object *field;
	s64 v;

	if (!json_object_object_get_ex(o, name, &field) ||
	    !json_object_is_type(field, json_type_int))
		return false;
	v = json_object_get_int64(field);
	*value = (u32)v;
	return v >= -0x80000000LL && v <= 0xffffffffLL;
}

static const char *get_text(json_object *o, const char *name)
{
	json_object *field;

	if (!json_object_object_get_ex(o, name, &field) ||
	    !json_object_is_type(field, json_type_string))
		return "";
	return json_object_get_string(field);
}

static bool get_crc(json_object *o, const char *name, u32 *crc)
{
	const char *text = get_text(o, name);
	char *end;

	*crc = strtoul(text, &end, 16);
	return strlen(text) == 8 && !*end;
}

static bool get_pair(json_object *o, const char *name, u32 pair[2])
{
	json_object *field;
	int i;

	if (!json_object_object_get_ex(o, name, &field) ||
	    !json_object_is_type(field, json_type_array) || json_object_array_length(field) != 2)
		return false;
	for (i = 0; i < 2; i++)
		pair[i] = json_object_get_int64(json_object_array_get_idx(field, i));
	return true;
}

/* which page came, and from where */
static int parse_no_page(struct trace *t, json_object *o, struct trace_record *r)
{
	const char *kind = get_text(o, "kind");

	r->has_page = get_number(o, "page", &r->page);
	if (!strcmp(kind, "empty"))
		r->kind = MM011_NO_PAGE_EMPTY;
	else if (!strcmp(kind, "load"))
		r->kind = MM011_NO_PAGE_LOAD;
	else if (!strcmp(kind, "share") && get_number(o, "from_task", &r->donor))
		r->kind = MM011_NO_PAGE_SHARE;
	else if (!strcmp(kind, "swap"))
		r->kind = MM011_NO_PAGE_SWAP;
	else
		return damaged(t, r->line, "no kind of page fault: ", kind);
	return 0;
}

/* {"io":"write","nr":1,...}: where the call sleeps */
static int parse_sleep(struct trace *t, json_object *o, struct trace_record *r)
{
	json_object *sleep;
	const char *io;

	if (!json_object_object_get_ex(o, "sleep", &sleep))
		return 0;
	io = get_text(sleep, "io");
	if ((strcmp(io, "read") && strcmp(io, "write")) || !get_number(sleep, "nr", &r->sleep_nr))
		return damaged(t, r->line, "no sleep that can be understood: ", io);
	r->sleeps = true;
	r->sleep_io = strcmp(io, "write") ? MM011_SWAP_IO_READ : MM011_SWAP_IO_WRITE;
	return 0;
}

static int parse_bitmap(struct trace *t, json_object *o, struct trace_record *r)
{
	const char *hex = get_text(o, "bitmap");
	size_t i, n = strlen(hex) / 2;
	unsigned int byte;

	if (n > sizeof(t->bitmap))
		return damaged(t, r->line, "a bitmap of more than 4096 bytes", "");
	for (i = 0; i < n; i++) {
		if (sscanf(hex + 2 * i, "%2x", &byte) != 1)
			return damaged(t, r->line, "no bytes in hex: ", "bitmap");
		t->bitmap[i] = byte;
	}
	return 0;
}

/* what a step of 0.12 says besides */
static int parse_format_2(struct trace *t, json_object *o, struct trace_record *r)
{
	int err = parse_sleep(t, o, r);

	if (!err)
		err = parse_bitmap(t, o, r);
	get_number(o, "op", &r->op);
	get_number(o, "swap_dev", &r->swap_dev);
	r->has_swap_pos = get_pair(o, "swap_pos", r->swap_pos);
	r->has_swapcrc = get_crc(o, "swapcrc", &r->swapcrc);
	return err;
}

/* what a call came to: in its step or, if that slept, in its last resume */
static int parse_result(struct trace *t, json_object *o, struct trace_record *r, u32 event)
{
	json_object *oom;

	r->oom = json_object_object_get_ex(o, "oom", &oom) && json_object_get_boolean(oom);
	snprintf(r->panic, sizeof(r->panic), "%s", get_text(o, "panic"));
	if (r->sleeps)
		return 0;
	if (events[event].ret && !get_number(o, "ret", &r->ret) && !*r->panic)
		return damaged(t, r->line, "a number is missing: ", "ret");
	if (event == TRACE_INIT_SWAPPING && !get_number(o, "bitmap_page", &r->ret))
		return damaged(t, r->line, "a number is missing: ", "bitmap_page");
	r->has_pte = events[event].pte && !r->oom && !*r->panic;
	if (r->has_pte && !get_pair(o, "pte", r->pte))
		return damaged(t, r->line, "two entries are missing: ", "pte");
	return event == TRACE_NO_PAGE ? parse_no_page(t, o, r) : 0;
}

/* the arguments of the call that goes on: the last step that slept with its number */
static int parse_resume(struct trace *t, json_object *o, struct trace_record *r)
{
	const struct trace_record *slept = r;
	const char *name = get_text(o, "of");

	do {
		if (slept == t->record)
			return damaged(t, r->line, "nothing sleeps that could be resumed: ", name);
		slept--;
	} while (!slept->sleeps || slept->op != r->op);
	r->of = slept->event == TRACE_RESUME ? slept->of : slept->event;
	if (slept->nr != r->nr || strcmp(name, events[r->of].name))
		return damaged(t, r->line, "resumed is another call than slept: ", name);
	memcpy(r->arg, slept->arg, sizeof(r->arg));
	return 0;
}

static int parse_step(struct trace *t, json_object *o, struct trace_record *r)
{
	int err;

	if (!get_number(o, "cur", &r->nr) || r->nr >= MM011_NR_TASKS)
		return damaged(t, r->line, "no current task: ", "cur");
	if (!get_crc(o, "crc", &r->crc) || !get_crc(o, "crc_noad", &r->crc_noad))
		return damaged(t, r->line, "no checksum of 8 hex digits", "");
	err = parse_format_2(t, o, r);
	r->of = r->event;
	if (!err && r->event == TRACE_RESUME)
		err = parse_resume(t, o, r);
	return err ? err : parse_result(t, o, r, r->of);
}

static int parse_header(struct trace *t, json_object *o, struct trace_record *r)
{
	const char *kernel = get_text(o, "kernel");

	if (!strcmp(kernel, "linux-0.11"))
		t->kernel = MM011_KERNEL_0_11;
	else if (!strcmp(kernel, "linux-0.12"))
		t->kernel = MM011_KERNEL_0_12;
	else
		return damaged(t, r->line, "a run of neither linux-0.11 nor linux-0.12: ", kernel);
	snprintf(t->name, sizeof(t->name), "%s", get_text(o, "trace"));
	return 0;
}

static int parse_fields(struct trace *t, json_object *o, struct trace_record *r)
{
	u32 i;

	for (i = 0; i < TRACE_ARGS && events[r->event].arg[i]; i++)
		if (!get_number(o, events[r->event].arg[i], &r->arg[i]))
			return damaged(t, r->line, "a number is missing: ",
				       events[r->event].arg[i]);
	if (r->event == TRACE_HEADER)
		return parse_header(t, o, r);
	if (trace_is_step(r->event))
		return parse_step(t, o, r);
	if (r->event != TRACE_TASK && r->event != TRACE_TASK_GONE)
		return 0;
	if (!get_number(o, "nr", &r->nr) || r->nr >= MM011_NR_TASKS)
		return damaged(t, r->line, "no task number: ", "nr");
	if (r->event == TRACE_TASK && !get_number(o, "i_count", &r->i_count))
		return damaged(t, r->line, "a number is missing: ", "i_count");
	return 0;
}

static int parse_line(struct trace *t, const char *line, struct trace_record *r)
{
	json_object *o = json_tokener_parse(line);
	const char *name;
	int err;

	if (!json_object_is_type(o, json_type_object)) {
		json_object_put(o);
		return damaged(t, r->line, "not a JSON object", "");
	}
	name = get_text(o, "ev");
	for (r->event = 0; r->event < TRACE_EVENTS; r->event++)
		if (!strcmp(events[r->event].name, name))
			break;
	if (r->event == TRACE_EVENTS)
		err = damaged(t, r->line, "unknown event: ", name);
	else
		err = parse_fields(t, o, r);
	json_object_put(o);
	return err;
}

static struct trace_record *grow(struct trace *t, u32 *room)
{
	struct trace_record *record;

	if (t->count == *room) {
		*room = *room ? 2 * *room : 1024;
		record = realloc(t->record, *room * sizeof(*record));
		if (!record)
			return NULL;
		t->record = record;
	}
	record = &t->record[t->count];
	memset(record, 0, sizeof(*record));
	return record;
}

/* the header comes first and once, the end last and once */
static int check_order(struct trace *t, const struct trace_record *r)
{
	bool ended = t->count && t->record[t->count - 1].event == TRACE_END;

	if (!t->count && r->event != TRACE_HEADER)
		return damaged(t, r->line, "no recorded run: it must begin with a header", "");
	if (t->count && r->event == TRACE_HEADER)
		return damaged(t, r->line, "a second header", "");
	return ended ? damaged(t, r->line, "something follows the end", "") : 0;
}

static int read_records(struct trace *t, struct lines *in)
{
	struct trace_record *r;
	const char *line;
	u32 room = 0;
	int err;

	while ((line = lines_next(in))) {
		r = grow(t, &room);
		if (!r)
			return damaged(t, lines_number(in), "out of memory", "");
		r->line = lines_number(in);
		err = parse_line(t, line, r);
		if (!err)
			err = check_order(t, r);
		if (err)
			return err;
		t->steps += trace_is_step(r->event) && r->event != TRACE_END;
		t->count++;
	}
	if (lines_error(in))
		return damaged(t, lines_number(in), lines_error(in), "");
	if (!t->count || t->record[t->count - 1].event != TRACE_END)
		return damaged(t, lines_number(in), "the run breaks off: its end is missing", "");
	return 0;
}

/**
 * trace_load() - read a recorded run
 * @t: filled in; trace_free() must follow
 * @path: .jsonl, or the same compressed by xz or gzip; "-" is standard input
 *
 * Return: 0, or a negative errno with t->problem saying why.
 */
int trace_load(struct trace *t, const char *path)
{
	struct lines *in = lines_open(path);
	int err;

	memset(t, 0, sizeof(*t));
	if (!in) {
		err = -errno;
		snprintf(t->problem, sizeof(t->problem), "%s", strerror(-err));
		return err;
	}
	err = read_records(t, in);
	lines_close(in);
	return err;
}

/**
 * trace_free() - forget a recorded run
 * @t: from trace_load()
 */
void trace_free(struct trace *t)
{
	free(t->record);
}
