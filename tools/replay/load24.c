// SPDX-License-Identifier: GPL-2.0
/*
 * What there was when a recording of 2.4 began: zones, their free lists and bitmaps, which
 * page frames are reserved, how often each is used.
 */

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <linux/kernel.h>

#include "ctl/lines.h"
#include "replay/load24.h"
#include "replay/lru24.h"
#include "replay/replay24.h"

#define ORDERS		10u
#define ZONES		3u

static const char *const zone_names[ZONES] = { "DMA", "Normal", "HighMem" };

/* words that are gathered for one operation */
struct words {
	u32 word[MM011_MAX_DATA / 4];
	u32 count;
	bool full;
};

static void put(struct words *w, u32 word)
{
	w->full = w->full || w->count == ARRAY_SIZE(w->word);
	if (!w->full)
		w->word[w->count++] = word;
}

static int damaged(struct replay24 *r, const char *what)
{
	return trace24_damaged(&r->trace, "init: this is not as it should be: ", what);
}

static int do_op(struct replay24 *r, struct mm011_op *op)
{
	int err = target_ops(r->t, op, 1);

	return err ? err : op->error;
}

/* numbers of an array, behind their count */
static int put_numbers(struct replay24 *r, struct words *w, const struct json_value *array)
{
	struct json_value rest = *array, item;
	u32 at = w->count, number;

	put(w, 0);
	while (json_next(&rest, &item)) {
		if (json_u32(&item, &number))
			return damaged(r, "a block of a free list");
		put(w, number);
	}
	if (!w->full)
		w->word[at] = w->count - at - 1;
	return 0;
}

static int hex_digit(char c)
{
	const char *digits = "0123456789abcdef";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? at - digits : -1;
}

/* a bitmap in hex, byte after byte, as words of little endian */
static int put_bitmap(struct replay24 *r, struct words *w, const struct json_value *hex)
{
	u32 word = 0;
	size_t i;

	if (hex->type != JSON_STRING || hex->len % 8)
		return damaged(r, "a bitmap");
	put(w, hex->len / 8);
	for (i = 0; i < hex->len; i += 2) {
		int high = hex_digit(hex->text[i]), low = hex_digit(hex->text[i + 1]);

		if (high < 0 || low < 0)
			return damaged(r, "a bitmap");
		word |= (u32)(high << 4 | low) << 4 * (i % 8);
		if (i % 8 == 6) {
			put(w, word);
			word = 0;
		}
	}
	return 0;
}

/* of each order */
static int put_each(struct replay24 *r, struct words *w, struct json_object *zone,
		    const char *name, int (*put_one)(struct replay24 *r, struct words *w,
						     const struct json_value *v))
{
	const struct json_value *array = json_find(zone, name);
	struct json_value rest, item;
	u32 n = 0;
	int err = 0;

	if (!array)
		return damaged(r, name);
	for (rest = *array; !err && json_next(&rest, &item); n++)
		err = put_one(r, w, &item);
	return err || n == ORDERS ? err : damaged(r, name);
}

/* a zone as it stands in the line */
struct zone {
	u32 nr;
	u32 offset;
	u32 size;
	struct json_object fields;
};

static int parse_zone(struct replay24 *r, const struct json_value *v, struct zone *zone)
{
	char name[16];

	if (v->type != JSON_OBJECT || !json_parse(&zone->fields, v->text, v->len) ||
	    json_text(json_find(&zone->fields, "zone"), name, sizeof(name)) ||
	    json_u32(json_find(&zone->fields, "offset"), &zone->offset) ||
	    json_u32(json_find(&zone->fields, "size"), &zone->size))
		return damaged(r, "a zone");
	for (zone->nr = 0; zone->nr < ZONES; zone->nr++)
		if (!strcmp(name, zone_names[zone->nr]))
			return 0;
	return damaged(r, "a zone's name");
}

/* free_pages, min, low, high, then lists and bitmaps of all orders */
static int load_zone(struct replay24 *r, struct zone *zone)
{
	static const char *const marks[] = { "free_pages", "min", "low", "high" };
	static struct words w;
	struct mm011_op op = { .code = MM011_OP24_LOAD_ZONE, .arg = { zone->nr } };
	u32 i, number;
	int err;

	w.count = 0;
	w.full = false;
	for (i = 0; i < ARRAY_SIZE(marks); i++) {
		if (json_u32(json_find(&zone->fields, marks[i]), &number))
			return damaged(r, marks[i]);
		put(&w, number);
	}
	err = put_each(r, &w, &zone->fields, "free", put_numbers);
	if (!err)
		err = put_each(r, &w, &zone->fields, "bitmap", put_bitmap);
	if (err)
		return err;
	if (w.full)
		return damaged(r, "a zone with so many free blocks");
	op.len = 4 * w.count;
	op.data = (uintptr_t)w.word;
	err = do_op(r, &op);
	return err == -EINVAL ? damaged(r, zone_names[zone->nr]) : err;
}

/* DMA, Normal and HighMem follow each other; those that are not told have no pages */
static int make_zones(struct replay24 *r, const struct zone zones[ZONES])
{
	struct mm011_op op = {
		.code = MM011_OP24_FREE_AREA_INIT,
		.arg = { r->pages, zones[0].size, zones[1].size, r->pages }
	};
	int err = do_op(r, &op);

	return err == -EINVAL ? damaged(r, "the sizes of the zones") : err;
}

static int load_zones(struct replay24 *r)
{
	static struct zone zones[ZONES];
	struct json_value rest = *json_find(&r->trace.line, "zones"), item;
	struct zone zone;
	u32 nr;
	int err;

	memset(zones, 0, sizeof(zones));
	while (json_next(&rest, &item)) {
		err = parse_zone(r, &item, &zone);
		if (err)
			return err;
		if (zones[zone.nr].size)
			return damaged(r, "two zones of one name");
		zones[zone.nr] = zone;
	}
	err = make_zones(r, zones);
	for (nr = 0; !err && nr < ZONES; nr++)
		if (zones[nr].size)
			err = load_zone(r, &zones[nr]);
	return err;
}

/* [[value, how many], ...] of all page frames, as operations that each take a run of them */
static int load_runs(struct replay24 *r, const char *name, u32 code)
{
	struct json_value rest = *json_find(&r->trace.line, name), run, pair;
	u32 page = 0, value, count;
	int err = 0;

	while (!err && json_next(&rest, &run)) {
		struct mm011_op op = { .code = code };
		struct json_value number;

		pair = run;
		if (!json_next(&pair, &number) || json_u32(&number, &value) ||
		    !json_next(&pair, &number) || json_u32(&number, &count) ||
		    count > r->pages - page)
			return damaged(r, name);
		op.arg[0] = page;
		op.arg[1] = count;
		op.arg[2] = value;
		err = do_op(r, &op);
		page += count;
	}
	return err || page == r->pages ? err : damaged(r, name);
}

static int check_lists(struct replay24 *r)
{
	struct mm011_op op = { .code = MM011_OP24_PAGE_SUM, .flags = MM011_OPF_CRC };
	u32 recorded;
	int err = do_op(r, &op);

	if (err || !trace24_checksum(&r->trace, "b", &recorded) || recorded == op.crc)
		return err;
	return damaged(r, "the checksum of the free lists");
}

/**
 * load24() - begin as the recorded run began
 * @r: run whose line init has been read
 *
 * Return: 0; a negative errno, with the trace's problem told where that is the run's.
 */
int load24(struct replay24 *r)
{
	struct mm011_reset bare = {
		.kernel = MM011_KERNEL_2_4, .flags = MM011_RESET_BARE,
		.ram_kb = 4 * trace24_number(&r->trace, "pages")
	};
	struct mm011_op zero_page = {
		.code = MM011_OP24_LOAD_ZERO_PAGE,
		.arg = { trace24_number(&r->trace, "zero_page") }
	};
	int err = target_reset(r->t, &bare);

	if (err == -EINVAL)
		return trace24_damaged(&r->trace, "init: a machine with so much memory is made ",
				       "with --local only, and up to 1 GB");
	r->pages = trace24_number(&r->trace, "pages");
	if (!err)
		err = load_zones(r);
	if (!err)
		err = do_op(r, &zero_page);
	if (!err)
		err = load_runs(r, "count_rle", MM011_OP24_LOAD_COUNTS);
	if (!err)
		err = load_runs(r, "reserved_rle", MM011_OP24_LOAD_RESERVED);
	if (!err)
		err = check_lists(r);
	return err ? err : lru24_load(r);
}
