// SPDX-License-Identifier: GPL-2.0
/*
 * Pages in use in a recorded run of 2.4: their flags, ages and lists, and swap space. What
 * others changed of them is done as it stands there; all of it is compared.
 */

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/kernel.h>

#include "replay/lru24.h"
#include "replay/replay24.h"

#define SOME_OPS	16u	/* that are done in one go */
#define MOST_PAGES	(MM011_MAX_DATA / 4)	/* on a list that is loaded */
#define PAGE_FIELDS	6	/* page frame, flags, age, mapping, buffers, swap entry */
#define SWAP_NUMBERS	5
#define SWAPPER_SPACE	1u
#define INACTIVE_SHIFT	6
#define SECONDS		3600u	/* that may pass between two looks at memory_pressure */
#define BETWEEN		8u	/* that it may have been more between them */
#define FLAGS_IN_USE	0xae1u	/* locked, decr_after, of the swap cache, on a list */

static int damaged(struct replay24 *r, const char *field)
{
	return trace24_damaged(&r->trace, "this is not as it should be: ", field);
}

/* what the machine refuses is damaged, too */
static int do_ops(struct replay24 *r, struct mm011_op *op, u32 count, const char *field)
{
	int err = target_ops(r->t, op, count);
	u32 i;

	for (i = 0; i < count && !err; i++)
		err = op[i].error == -EINVAL ? damaged(r, field) : op[i].error;
	return err;
}

/* the numbers of an array; at least @least, at most @most */
static int take_numbers(struct replay24 *r, const struct json_value *array, const char *field,
			u32 *to, u32 least, u32 most, u32 *count)
{
	struct json_value rest, item;
	u32 n = 0;

	if (!array || array->type != JSON_ARRAY)
		return damaged(r, field);
	for (rest = *array; json_next(&rest, &item); n++)
		if (n == most || json_u32(&item, &to[n]))
			return damaged(r, field);
	if (count)
		*count = n;
	return n < least ? damaged(r, field) : 0;
}

static int set_vm(struct replay24 *r, u32 field, u32 value)
{
	struct mm011_op op = { .code = MM011_OP24_SET_VM, .arg = { field, value } };

	return do_ops(r, &op, 1, "page_cluster");
}

static struct mm011_op page_op(const u32 *page)
{
	return (struct mm011_op){
		.code = MM011_OP24_SET_PAGE, .arg = { page[0], page[1], page[2], page[3], page[4] }
	};
}

/* one entry per page in each of four arrays */
static int load_pages(struct replay24 *r)
{
	static const char *const names[] = { "flags", "age", "kind", "buf" };
	struct json_value rest[ARRAY_SIZE(names)], item;
	u32 page[PAGE_FIELDS], i;
	struct mm011_op op;
	int err = 0;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		const struct json_value *array = json_find(&r->trace.line, names[i]);

		if (!array || array->type != JSON_ARRAY)
			return damaged(r, names[i]);
		rest[i] = *array;
	}
	for (page[0] = 0; page[0] < r->pages && !err; page[0]++) {
		for (i = 0; i < ARRAY_SIZE(names); i++)
			if (!json_next(&rest[i], &item) || json_u32(&item, &page[1 + i]))
				return damaged(r, names[i]);
		op = page_op(page);
		err = do_ops(r, &op, 1, "flags, age, kind, buf");
	}
	return err;
}

static int load_list(struct replay24 *r, u32 list, u32 how, const struct json_value *array,
		     const char *field)
{
	static u32 pages[MOST_PAGES];
	struct mm011_op op = { .code = MM011_OP24_LOAD_LRU, .arg = { list, how } };
	u32 count;
	int err = take_numbers(r, array, field, pages, 0, MOST_PAGES, &count);

	if (err || (!count && how != MM011_LOAD24_ALL))
		return err;
	op.len = 4 * count;
	op.data = (uintptr_t)pages;
	return do_ops(r, &op, 1, field);
}

/* zones that have page frames, in their order: the run names only these */
static int find_zones(struct replay24 *r)
{
	struct mm011_zones zones;
	struct mm011_op op = {
		.code = MM011_OP24_FREE_AREAS, .len = sizeof(zones), .data = (uintptr_t)&zones
	};
	int err = target_ops(r->t, &op, 1);
	u32 nr;

	r->zones = 0;
	for (nr = 0; !err && nr < MM011_NR_ZONES; nr++)
		if (zones.zone[nr].size)
			r->zone[r->zones++] = nr;
	return err;
}

/* active, inactive_dirty, inactive_clean of each zone */
static int load_lists(struct replay24 *r)
{
	const struct json_value *lists = json_find(&r->trace.line, "lists");
	struct json_value rest, item;
	u32 n = 0, list;
	int err = 0;

	if (!lists)
		return damaged(r, "lists");
	for (rest = *lists; !err && json_next(&rest, &item); n++) {
		if (n >= 2 + r->zones)
			return damaged(r, "lists");
		list = n < 2 ? MM011_LRU24_ACTIVE + n :
		       MM011_LRU24_INACTIVE_CLEAN + r->zone[n - 2];
		err = load_list(r, list, MM011_LOAD24_ALL, &item, "lists");
	}
	return err || n == 2 + r->zones ? err : damaged(r, "lists");
}

/* freepages = [min, low, high], of which only the last one is looked at */
static int load_numbers(struct replay24 *r)
{
	u32 freepages[3];
	int err = take_numbers(r, json_find(&r->trace.line, "freepages"), "freepages", freepages, 3,
			       3, NULL);

	if (!err)
		err = set_vm(r, MM011_VM24_FREEPAGES_HIGH, freepages[2]);
	if (!err)
		err = set_vm(r, MM011_VM24_PAGE_CLUSTER, trace24_number(&r->trace, "page_cluster"));
	return err ? err : set_vm(r, MM011_VM24_MEMORY_PRESSURE,
				  trace24_number(&r->trace, "pressure"));
}

/**
 * lru24_load() - begin as the recorded run began
 * @r: run whose line init has been read, its page frames and zones loaded
 *
 * Return: 0, also without such pages in the run; 1: a checksum differs; a negative errno.
 */
int lru24_load(struct replay24 *r)
{
	int err = find_zones(r);

	r->lru = trace24_has(&r->trace, "lists");
	if (err || !r->lru)
		return err;
	err = load_pages(r);
	if (!err)
		err = load_lists(r);
	if (!err)
		err = load_numbers(r);
	return err ? err : lru24_compare(r);
}

/* [page frame, flags, age, mapping, buffers, and in the swap cache its swap entry] */
static int apply_page(struct replay24 *r, const struct json_value *item)
{
	u32 page[PAGE_FIELDS], count;
	struct mm011_op op[2];
	int err = take_numbers(r, item, "d", page, PAGE_FIELDS - 1, PAGE_FIELDS, &count);

	if (err)
		return err;
	op[0] = page_op(page);
	op[1] = (struct mm011_op){
		.code = MM011_OP24_SET_PAGE_INDEX, .arg = { page[0], page[5] }
	};
	return do_ops(r, op, count == PAGE_FIELDS && page[3] == SWAPPER_SPACE ? 2 : 1, "d");
}

static int apply_pages(struct replay24 *r)
{
	struct json_value rest = *json_find(&r->trace.line, "d"), item;
	int err = 0;

	while (!err && json_next(&rest, &item))
		err = apply_page(r, &item);
	return err;
}

/* "active", "inactive_dirty", "clean0" and so on; 0: none of these */
static u32 list_by_name(struct replay24 *r)
{
	char name[32];
	u32 nr;

	trace24_text(&r->trace, "list", name, sizeof(name));
	if (!strcmp(name, "active"))
		return MM011_LRU24_ACTIVE;
	if (!strcmp(name, "inactive_dirty"))
		return MM011_LRU24_INACTIVE_DIRTY;
	if (strncmp(name, "clean", 5) || strlen(name) != 6)
		return 0;
	nr = name[5] - '0';
	return nr < r->zones ? MM011_LRU24_INACTIVE_CLEAN + r->zone[nr] : 0;
}

static int apply_list(struct replay24 *r)
{
	const struct json_value *all = json_find(&r->trace.line, "all");
	const struct json_value *del = json_find(&r->trace.line, "del");
	const struct json_value *add = json_find(&r->trace.line, "add");
	u32 list = list_by_name(r);
	int err = 0;

	if (!list)
		return damaged(r, "list");
	if (all)
		return load_list(r, list, MM011_LOAD24_ALL, all, "all");
	if (del)
		err = load_list(r, list, MM011_LOAD24_DEL, del, "del");
	return err || !add ? err : load_list(r, list, MM011_LOAD24_ADD, add, "add");
}

static int set_count(struct replay24 *r, u32 offset, u32 count, const char *field)
{
	struct mm011_op op = {
		.code = MM011_OP24_LOAD_SWAP_MAP, .arg = { offset, 1, count }
	};

	return do_ops(r, &op, 1, field);
}

/* one count for each swap page, of which there are as many; the machine's is 0 so far */
static int set_all_counts(struct replay24 *r, const struct json_value *all)
{
	struct json_value rest = *all, item;
	u32 count;
	int err = 0;

	for (r->swap_pages = 0; !err && json_next(&rest, &item); r->swap_pages++) {
		if (json_u32(&item, &count))
			return damaged(r, "all");
		err = set_count(r, r->swap_pages, count, "all");
	}
	return err;
}

static int set_some_counts(struct replay24 *r, const struct json_value *d)
{
	struct json_value rest = *d, item;
	u32 pair[2];
	int err = 0;

	while (!err && json_next(&rest, &item)) {
		err = take_numbers(r, &item, "d", pair, 2, 2, NULL);
		if (!err)
			err = set_count(r, pair[0], pair[1], "d");
	}
	return err;
}

static int apply_swap(struct replay24 *r)
{
	const struct json_value *all = json_find(&r->trace.line, "all");
	const struct json_value *d = json_find(&r->trace.line, "d");
	u32 s[SWAP_NUMBERS];
	struct mm011_op op = { .code = MM011_OP24_SET_SWAP };
	int err = take_numbers(r, json_find(&r->trace.line, "s"), "s", s, SWAP_NUMBERS,
			       SWAP_NUMBERS, NULL);

	if (!err && all)
		err = set_all_counts(r, all);
	if (!err && d)
		err = set_some_counts(r, d);
	if (err)
		return err;
	op.arg[0] = r->swap_pages;
	memcpy(&op.arg[1], s, sizeof(s));
	return do_ops(r, &op, 1, "s");
}

/**
 * lru24_apply() - do what others changed
 * @r: run whose line pg, lru or swapmap has been read
 *
 * Return: 0; a negative errno.
 */
int lru24_apply(struct replay24 *r)
{
	if (!r->lru)
		return 0;
	if (r->trace.event == TRACE24_PG)
		return apply_pages(r);
	return r->trace.event == TRACE24_LRU ? apply_list(r) : apply_swap(r);
}

/**
 * lru24_let_go() - a page is of no cache and on no list, by its flags
 * @r: run whose line free has been read
 *
 * Return: 0; a negative errno.
 */
int lru24_let_go(struct replay24 *r)
{
	const u32 pfn = trace24_number(&r->trace, "pfn");
	struct mm011_op op = { .code = MM011_OP24_PAGE, .arg = { pfn } };
	int err;

	if (!r->lru)
		return 0;
	err = do_ops(r, &op, 1, "pfn");
	if (err)
		return err;
	op = (struct mm011_op){
		.code = MM011_OP24_SET_PAGE, .arg = { pfn, op.out[0] & ~FLAGS_IN_USE }
	};
	return do_ops(r, &op, 1, "pfn");
}

static int compare_sum(struct replay24 *r, const char *field, const char *what, u32 found)
{
	u32 recorded;

	if (!trace24_checksum(&r->trace, field, &recorded) || recorded == found)
		return 0;
	return replay24_differs(r, what, recorded, found, "%08x");
}

/* [free_pages, inactive_clean_pages, inactive_dirty_pages] of a zone */
static int compare_zone(struct replay24 *r, const struct json_value *item, const u32 *found)
{
	static const char *const what[] = {
		"free_pages", "inactive_clean_pages of a zone", "inactive_dirty_pages of a zone"
	};
	u32 recorded[ARRAY_SIZE(what)], i;
	int err = take_numbers(r, item, "z", recorded, ARRAY_SIZE(what), ARRAY_SIZE(what), NULL);

	for (i = 0; !err && i < ARRAY_SIZE(what); i++)
		if (recorded[i] != found[i])
			err = replay24_differs(r, what[i], recorded[i], found[i], "%u");
	return err;
}

static int compare_zones(struct replay24 *r, const struct mm011_lru24 *lru)
{
	const struct json_value *z = json_find(&r->trace.line, "z");
	struct json_value rest, item;
	u32 n = 0;
	int err = 0;

	if (!z)
		return 0;
	for (rest = *z; !err && json_next(&rest, &item); n++) {
		if (n >= r->zones)
			return damaged(r, "z");
		err = compare_zone(r, &item, &lru->zone[r->zone[n]].free_pages);
	}
	return err || n == r->zones ? err : damaged(r, "z");
}

static int compare_number(struct replay24 *r, const char *field, const char *what, u32 found)
{
	u32 recorded = trace24_number(&r->trace, field);

	if (!trace24_has(&r->trace, field) || recorded == found)
		return 0;
	return replay24_differs(r, what, recorded, found, "%u");
}

/* recalculate_vm_stats() */
static u32 a_second_later(u32 pressure)
{
	return pressure - (pressure >> INACTIVE_SHIFT);
}

/*
 * kswapd calls recalculate_vm_stats() once a second, which has no line of its own: somewhere
 * between the last look at memory_pressure and this one. What allocations add that are not done
 * once more is not known either.
 */
static bool is_recalculated(struct replay24 *r, u32 recorded, u32 found)
{
	u32 low = min(r->pressure, found);
	u32 high = max(r->pressure, found) + BETWEEN;
	u32 lower = low, higher = high, i;

	r->recalculated++;
	if (r->allocs_told)
		return true;
	for (i = 0; i < SECONDS; i++) {
		lower = a_second_later(lower);
		higher = a_second_later(higher);
		if (recorded < found && found - recorded >= low - lower &&
		    found - recorded <= high - higher)
			return true;
	}
	return false;
}

static int compare_pressure(struct replay24 *r, u32 found)
{
	u32 recorded = trace24_number(&r->trace, "pressure");
	int err = 0;

	if (!trace24_has(&r->trace, "pressure"))
		return 0;
	if (recorded != found)
		err = is_recalculated(r, recorded, found) ?
		      set_vm(r, MM011_VM24_MEMORY_PRESSURE, recorded) :
		      replay24_differs(r, "memory_pressure", recorded, found, "%u");
	r->pressure = recorded;
	return err;
}

/**
 * lru24_compare() - compare what a line says of pages in use
 * @r: run whose line has been read
 *
 * Checksums of lists, of flags and ages, of swap space; lengths of lists, memory_pressure.
 *
 * Return: 0; 1: it differs; a negative errno.
 */
int lru24_compare(struct replay24 *r)
{
	struct mm011_lru24 lru;
	struct mm011_op op = {
		.code = MM011_OP24_LRU, .len = sizeof(lru), .data = (uintptr_t)&lru
	};
	int err;

	if (!r->lru || (!trace24_has(&r->trace, "z") && !trace24_has(&r->trace, "l")))
		return 0;
	err = target_ops(r->t, &op, 1);
	if (!err)
		err = compare_sum(r, "l", "checksum of the lists of pages in use", lru.lists);
	if (!err)
		err = compare_sum(r, "pf", "checksum of page flags and ages", lru.pages);
	if (!err)
		err = compare_sum(r, "sw", "checksum of the swap map", lru.swap);
	if (!err)
		err = compare_zones(r, &lru);
	if (!err)
		err = compare_number(r, "active", "nr_active_pages", lru.nr_active_pages);
	if (!err)
		err = compare_number(r, "dirty", "nr_inactive_dirty_pages",
				     lru.nr_inactive_dirty_pages);
	return err ? err : compare_pressure(r, lru.memory_pressure);
}
