// SPDX-License-Identifier: GPL-2.0
/*
 * What a step of a recorded run came to, as its line tells it.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "replay/traceline.h"

/* the entry before and after; no_page_map tells the one after alone */
static int parse_entries(struct trace *t, struct trace_record *r)
{
	u32 pair[2];
	int err;

	if (r->of == TRACE_NO_PAGE_MAP)
		return field_may_have_number(t, "pte", &r->after, &r->has_after);
	err = field_may_have_pair(t, "pte", pair, &r->has_before);
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
	int err = field_get_text(t, "kind", kind, sizeof(kind));

	if (err)
		return err;
	for (r->kind = MM011_NO_PAGE_EMPTY; r->kind <= MM011_NO_PAGE_SWAP; r->kind++)
		if (!strcmp(kind, kinds[r->kind]))
			break;
	if (r->kind > MM011_NO_PAGE_SWAP)
		return trace_damaged(t, "no kind of page fault: ", kind);
	if (r->kind == MM011_NO_PAGE_SHARE)
		err = field_get_number_below(t, "from_task", &r->donor, MM011_NR_TASKS);
	if (!err)
		err = field_may_have_number(t, "page", &r->page, &r->has_page);
	if (!err && !r->has_page && !r->oom && !*r->panic)
		err = trace_damaged(t, "a number is missing: ", "page");
	return err;
}

/* what a call came to: in its step or, if that slept, in its last resume */
static int parse_result(struct trace *t, struct trace_record *r)
{
	bool ends = !r->oom && !*r->panic;
	int err = 0;

	if (trace_kinds[r->of].ret)
		err = field_may_have_number(t, "ret", &r->ret, &r->has_ret);
	else if (r->of == TRACE_INIT_SWAPPING)
		err = field_may_have_number(t, "bitmap_page", &r->ret, &r->has_ret);
	if (!err && !r->has_ret && !*r->panic &&
	    (trace_kinds[r->of].ret || r->of == TRACE_INIT_SWAPPING))
		return trace_damaged(t, "a number is missing: ",
			       trace_kinds[r->of].ret ? "ret" : "bitmap_page");
	if (!err && (trace_kinds[r->of].pte || r->of == TRACE_NO_PAGE ||
		     r->of == TRACE_NO_PAGE_MAP))
		err = parse_entries(t, r);
	if (!err && trace_kinds[r->of].pte && ends && !r->has_after)
		return trace_damaged(t, "two entries are missing: ", "pte");
	return !err && r->of == TRACE_NO_PAGE ? parse_no_page(t, r) : err;
}

/* a call that sleeps has not returned: what stands for its result is 0 */
static int no_result(struct trace *t, struct trace_record *r)
{
	bool has;
	u32 ret;
	int err;

	if (r->event == TRACE_RESUME || !trace_kinds[r->event].ret)
		return 0;
	err = field_may_have_number(t, "ret", &ret, &has);
	if (!err && has && ret)
		err = trace_damaged(t, "it sleeps, and has not returned: ", "ret");
	return err;
}

/**
 * trace_parse_sleep() - {"io":"write","nr":1,...}: where a call sleeps
 * @t: a run, of which a line has been read
 * @r: the step
 *
 * Return: 0, or -EINVAL with the problem told.
 */
int trace_parse_sleep(struct trace *t, struct trace_record *r)
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
		return trace_damaged(t, "malformed \"sleep\"", "");
	r->sleeps = true;
	r->sleep_io = strcmp(io, "write") ? MM011_SWAP_IO_READ : MM011_SWAP_IO_WRITE;
	if ((r->sleep_io == MM011_SWAP_IO_WRITE &&
	     json_u32(json_find(&sleep, "pte_addr"), &r->sleep_entry)) || json_unasked(&sleep))
		return trace_damaged(t, "malformed \"sleep\"", "");
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
		return trace_damaged(t, "no bytes in hex: ", "bitmap");
	if (v->len > 2 * sizeof(t->bitmap) || v->len % 2)
		return trace_damaged(t, "no whole bytes, or more than 4096 of them: ", "bitmap");
	for (i = 0; i < v->len / 2; i++) {
		memcpy(two, v->text + 2 * i, 2);
		if (!field_is_hex(two))
			return trace_damaged(t, "no bytes in hex: ", "bitmap");
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
			return trace_damaged(t, "not each of them is [\"drop\", ENTRY, PAGE]: ",
					     "acts");
	return v->type == JSON_ARRAY ? 0 : trace_damaged(t, "this is no array: ", "acts");
}

/* what a step of 0.12 says besides */
static int parse_swapping(struct trace *t, struct trace_record *r)
{
	bool has_op;
	int err = parse_acts(t, r);

	if (!err)
		err = parse_bitmap(t, r);
	if (!err)
		err = field_may_have_number(t, "op", &r->op, &has_op);
	if (!err && r->event == TRACE_INIT_SWAPPING)
		err = field_get_number(t, "swap_dev", &r->swap_dev);
	if (!err)
		err = field_may_have_pair(t, "swap_pos", r->swap_pos, &r->has_swap_pos);
	if (!err)
		err = field_may_have_crc(t, "swapcrc", &r->swapcrc, &r->has_swapcrc);
	if (!err && !has_op && (r->sleeps || r->event == TRACE_RESUME))
		err = trace_damaged(t, "a number is missing: ", "op");
	return err;
}

/* how it ended, when it did not return */
static int parse_outcome(struct trace *t, struct trace_record *r)
{
	enum json_result result = json_bool(json_find(&t->line, "oom"), &r->oom);

	if (result && result != JSON_MISSING)
		return trace_damaged(t, "this is neither true nor false: ", "oom");
	return field_get_text(t, "panic", r->panic, sizeof(r->panic));
}

/**
 * trace_parse_step() - what a step says besides what was called
 * @t: a run, of which a line has been read
 * @r: the step; a resume knows already what it goes on with
 *
 * Return: 0, or -EINVAL with the problem told.
 */
int trace_parse_step(struct trace *t, struct trace_record *r)
{
	int err = parse_swapping(t, r);

	if (!err)
		err = parse_outcome(t, r);
	if (err)
		return err;
	return r->sleeps ? no_result(t, r) : parse_result(t, r);
}
