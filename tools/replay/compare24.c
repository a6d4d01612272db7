// SPDX-License-Identifier: GPL-2.0
/*
 * A function of a recorded run has ended: is all as it was there?
 */

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <linux/kernel.h>
#include <zlib.h>

#include "replay/compare24.h"
#include "replay/replay24.h"

static int not_as_it_should_be(struct replay24 *r, const char *field)
{
	return trace24_damaged(&r->trace, "this is not as it should be: ", field);
}

/**
 * compare24_return() - compare what a function returns
 * @r: run whose line exit has been read
 * @found: what it has returned here
 *
 * Return: 0; 1: it differs.
 */
int compare24_return(struct replay24 *r, u32 found)
{
	u32 recorded = trace24_number(&r->trace, "ret");

	if (!trace24_has(&r->trace, "ret") || recorded == found)
		return 0;
	return replay24_differs(r, "return value", recorded, found, "0x%x");
}

/**
 * compare24_page() - compare the page that a function returns
 * @r: run whose line exit has been read
 * @found: what it has returned here, MM011_NO_FRAME: none
 *
 * Return: 0; 1: it differs.
 */
int compare24_page(struct replay24 *r, u32 found)
{
	u32 recorded = trace24_has(&r->trace, "pfn") ? trace24_number(&r->trace, "pfn") :
		       MM011_NO_FRAME;

	return recorded == found ? 0 : replay24_differs(r, "page frame", recorded, found, "%u");
}

/* [[a, b, ...], ...]: how many, and the CRC of all words. Without the field there are none. */
static int sum_list(struct replay24 *r, const char *field, u32 words, u32 *count, u32 *crc)
{
	const struct json_value *list = json_find(&r->trace.line, field);
	struct json_value rest, item, number;
	u32 word, n;

	*count = 0;
	*crc = 0;
	if (!list)
		return 0;
	for (rest = *list; json_next(&rest, &item); (*count)++) {
		for (n = 0; json_next(&item, &number); n++) {
			if (json_u32(&number, &word))
				return not_as_it_should_be(r, field);
			word = cpu_to_le32(word);
			*crc = crc32(*crc, (const u8 *)&word, sizeof(word));
		}
		if (n != words)
			return not_as_it_should_be(r, field);
	}
	return 0;
}

static int compare_list(struct replay24 *r, const char *field, u32 words, const char *what,
			u32 found, u32 found_crc)
{
	u32 count, crc;
	int err = sum_list(r, field, words, &count, &crc);

	if (err || (count == found && crc == found_crc))
		return err;
	if (count != found)
		return replay24_differs(r, what, count, found, "%u");
	return replay24_differs(r, what, crc, found_crc, "as many, but others: %08x");
}

/* names of functions that handled a fault */
static int take_ran(struct replay24 *r, u32 *ran)
{
	static const char *const names[] = {
		"do_no_page", "do_anonymous_page", "do_wp_page", "do_swap_page"
	};
	const struct json_value *list = json_find(&r->trace.line, "ran");
	struct json_value rest, item;
	char name[32];
	u32 i;

	*ran = 0;
	if (!list)
		return 0;
	for (rest = *list; json_next(&rest, &item); *ran |= 1u << i) {
		if (json_text(&item, name, sizeof(name)))
			return not_as_it_should_be(r, "ran");
		for (i = 0; i < ARRAY_SIZE(names) && strcmp(name, names[i]); i++)
			;
		if (i == ARRAY_SIZE(names))
			return not_as_it_should_be(r, "ran");
	}
	return 0;
}

/**
 * compare24_log() - compare what a function has done on its way
 * @r: run whose line exit has been read
 * @log: what it has done here
 *
 * Calls of find_vma() and clear_page_tables(), who handled a fault, how many areas were copied.
 *
 * Return: 0; 1: it differs; a negative errno.
 */
int compare24_log(struct replay24 *r, const struct mm011_log24 *log)
{
	u32 ran, copied = trace24_number(&r->trace, "ncopy");
	int err = compare_list(r, "fv", 3, "calls of find_vma()", log->find_vma,
			       log->find_vma_crc);

	if (!err)
		err = compare_list(r, "cpt", 2, "calls of clear_page_tables()", log->cleared,
				   log->cleared_crc);
	if (!err)
		err = take_ran(r, &ran);
	if (!err && ran != log->ran)
		err = replay24_differs(r, "who handled the fault", ran, log->ran, "0x%x");
	if (!err && trace24_has(&r->trace, "ncopy") && copied != log->copied)
		err = replay24_differs(r, "areas copied", copied, log->copied, "%u");
	return err;
}

/* signals that the process was sent; here it is one at most */
static int take_signal(struct replay24 *r, u32 *signal)
{
	const struct json_value *list = json_find(&r->trace.line, "sig");
	struct json_value rest, item;

	*signal = 0;
	if (!list)
		return 0;
	if (list->type != JSON_ARRAY)
		return not_as_it_should_be(r, "sig");
	for (rest = *list; json_next(&rest, &item); )
		if (*signal || json_u32(&item, signal))
			return not_as_it_should_be(r, "sig");
	return 0;
}

/**
 * compare24_fault() - compare what a page fault came to
 * @r: run whose line exit has been read
 * @log: what it came to here
 *
 * Return: 0; 1: it differs; a negative errno.
 */
int compare24_fault(struct replay24 *r, const struct mm011_log24 *log)
{
	u32 handled = trace24_has(&r->trace, "hmf") ? trace24_number(&r->trace, "hmf") :
		      MM011_HANDLED24_NOT;
	u32 write = trace24_number(&r->trace, "write");
	u32 fixup = trace24_number(&r->trace, "fixup"), signal;
	int err = take_signal(r, &signal);

	if (!err && handled != log->handled)
		err = replay24_differs(r, "result of handle_mm_fault()", handled, log->handled,
				       "%d");
	if (!err && trace24_has(&r->trace, "write") && write != log->write)
		err = replay24_differs(r, "is it a write?", write, log->write, "%u");
	if (!err && signal != log->signal)
		err = replay24_differs(r, "signal", signal, log->signal, "%u");
	if (!err && fixup != log->fixup)
		err = replay24_differs(r, "exception table used", fixup, log->fixup, "%u");
	return err;
}

/* the run's numbers that say how an address space is: [map_count, height, ..., cache] */
static int compare_numbers(struct replay24 *r, const char *name, const struct mm011_mm24 *mm,
			   u32 rss)
{
	static const char *const what[] = {
		"map_count", "height of the tree", "total_vm", "locked_vm", "rss", "brk",
		"start of the area in mmap_cache"
	};
	const u32 found[ARRAY_SIZE(what)] = {
		mm->map_count, mm->avl_height, mm->total_vm, mm->locked_vm, rss, mm->brk,
		mm->cache
	};
	const struct json_value *st = json_find(&r->trace.line, name);
	struct json_value rest, item;
	u32 i, recorded;

	if (!st)
		return 0;
	rest = *st;
	for (i = 0; i < ARRAY_SIZE(what); i++) {
		if (!json_next(&rest, &item) || json_u32(&item, &recorded))
			return not_as_it_should_be(r, name);
		if (recorded != found[i])
			return replay24_differs(r, what[i], recorded, found[i], "0x%x");
	}
	return 0;
}

static int compare_sum(struct replay24 *r, const char *field, const char *what, u32 found)
{
	u32 recorded;

	if (!trace24_checksum(&r->trace, field, &recorded) || recorded == found)
		return 0;
	return replay24_differs(r, what, recorded, found, "%08x");
}

/**
 * compare24_mm() - compare the current address space: areas, page tables, numbers
 * @r: run whose line exit has been read
 * @child: it is that of a process that has just been made
 *
 * Return: 0; 1: it differs; a negative errno.
 */
int compare24_mm(struct replay24 *r, bool child)
{
	struct mm011_mm24 mm;
	struct mm011_tables24 tables;
	struct mm011_op op[] = {
		{ .code = MM011_OP24_AREA_SUM, .flags = MM011_OPF_CRC },
		{ .code = MM011_OP24_SHOW_MM, .len = sizeof(mm), .data = (uintptr_t)&mm },
		{ .code = MM011_OP24_TABLES, .len = sizeof(tables), .data = (uintptr_t)&tables },
	};
	int err;

	if (!json_find(&r->trace.line, child ? "v2" : "v"))
		return 0;
	err = target_ops(r->t, op, ARRAY_SIZE(op));
	if (!err)
		err = compare_sum(r, child ? "v2" : "v", "checksum of the areas", op[0].crc);
	if (!err)
		err = compare_sum(r, child ? "p2" : "p",
				  "checksum of the page tables without Accessed and Dirty",
				  tables.crc_noad);
	if (!err)
		err = compare_sum(r, child ? "pa2" : "pa", "checksum of the page tables",
				  tables.crc);
	return err ? err : compare_numbers(r, child ? "st2" : "st", &mm, tables.rss);
}

/**
 * compare24_counts() - compare how often each page frame is used
 * @r: run whose line exit has been read
 *
 * Return: 0; 1: it differs; a negative errno.
 */
int compare24_counts(struct replay24 *r)
{
	struct mm011_op op = { .code = MM011_OP24_COUNT_SUM };
	int err;

	if (!json_find(&r->trace.line, "c"))
		return 0;
	err = target_ops(r->t, &op, 1);
	return err ? err : compare_sum(r, "c", "checksum of the page counts", op.ret);
}
