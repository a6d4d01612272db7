// SPDX-License-Identifier: GPL-2.0
/*
 * Operations of 2.4: what a recorded run says of page frames, and what it has its own
 * lines for: rmqueue() and __free_pages_ok(), whose callers are not always those of
 * page_alloc.c.
 */

#include <linux/kernel.h>

#include "linux24/ops.h"
#include "linux24/tables.h"
#include "pc/stop.h"

/* free_pages and the three watermarks */
#define ZONE_MARKS	4u

/**
 * struct words - the data of MM011_OP24_LOAD_ZONE on its way
 * @at: the next word
 * @left: how many there are
 */
struct words {
	const u32 *at;
	u32 left;
};

/* an array behind its length; false: it is not all there */
static bool take_array(struct words *w, struct words *array)
{
	if (!w->left || *w->at > w->left - 1)
		return false;
	*array = (struct words){ w->at + 1, *w->at };
	w->at += array->left + 1;
	w->left -= array->left + 1;
	return true;
}

/* first page frames of blocks that lie in the zone */
static bool are_blocks(const struct linux24_zone *zone, const struct words *blocks, u32 order)
{
	u32 i, index;

	for (i = 0; i < blocks->left; i++) {
		index = blocks->at[i] - zone->offset;
		if (index >= zone->size || index & ((1u << order) - 1))
			return false;
	}
	return true;
}

/* ZONE_MARKS, then an array of blocks for each order, then a bitmap for each */
static bool zone_is_whole(const struct mm011_machine *m, const struct mm011_op *op,
			  const void *data)
{
	const struct linux24_zone *zone;
	struct words w = { data, op->len / sizeof(u32) }, array;
	u32 order;

	if (op->arg[0] >= LINUX24_NR_ZONES || op->len % sizeof(u32) || w.left < ZONE_MARKS)
		return false;
	zone = &linux24(m)->pages.zone[op->arg[0]];
	w.at += ZONE_MARKS;
	w.left -= ZONE_MARKS;
	for (order = 0; order < LINUX24_MAX_ORDER; order++)
		if (!take_array(&w, &array) || !are_blocks(zone, &array, order))
			return false;
	for (order = 0; order < LINUX24_MAX_ORDER; order++)
		if (!take_array(&w, &array) ||
		    array.left * sizeof(u32) != zone->free_area[order].map_size)
			return false;
	return !w.left;
}

static void load_list(struct mm011_machine *m, u32 head, const struct words *blocks)
{
	u32 i = blocks->left;

	linux24_list_init(m, head);
	while (i--)
		linux24_list_add(m, blocks->at[i], head);
}

static int op_load_zone(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	struct linux24_zone *zone = &linux24(m)->pages.zone[op->arg[0]];
	struct words w = { data, op->len / sizeof(u32) }, array;
	u32 order, map;

	zone->free_pages = *w.at++;
	zone->pages_min = *w.at++;
	zone->pages_low = *w.at++;
	zone->pages_high = *w.at++;
	w.left -= ZONE_MARKS;
	for (order = 0; order < LINUX24_MAX_ORDER && take_array(&w, &array); order++)
		load_list(m, LINUX24_HEAD(op->arg[0], order), &array);
	for (order = 0; order < LINUX24_MAX_ORDER && take_array(&w, &array); order++) {
		map = zone->free_area[order].map;
		memcpy(linux24_at(m, map), array.at, array.left * sizeof(u32));
	}
	return 0;
}

/* page frames that there are: the first, and how many */
static bool are_frames(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	u32 nr = linux24(m)->pages.nr;

	return op->arg[0] <= nr && op->arg[1] <= nr - op->arg[0];
}

static int op_load_counts(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	u32 i;
	int err = 0;

	for (i = 0; i < op->arg[1] && !err; i++) {
		linux24_page(m, op->arg[0] + i)->count = op->arg[2];
		err = mm011_spend(m, 1);
	}
	return err;
}

static int op_load_reserved(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	struct linux24_page *page;
	u32 i;
	int err = 0;

	for (i = 0; i < op->arg[1] && !err; i++) {
		page = linux24_page(m, op->arg[0] + i);
		page->flags &= ~LINUX24_RESERVED;
		if (op->arg[2])
			page->flags |= LINUX24_RESERVED;
		err = mm011_spend(m, 1);
	}
	return err;
}

static bool has_zone_and_order(const struct mm011_machine *m, const struct mm011_op *op,
			       const void *data)
{
	return op->arg[0] < LINUX24_NR_ZONES && op->arg[1] < LINUX24_MAX_ORDER &&
	       linux24(m)->pages.zone[op->arg[0]].size;	/* else it has no lists */
}

static int op_rmqueue(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return linux24_rmqueue(m, &linux24(m)->pages.zone[op->arg[0]], op->arg[1], &op->ret);
}

static bool is_block(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	return op->arg[0] < linux24(m)->pages.nr && op->arg[1] < 32;
}

/* whoever calls it has counted down to 0, and at boot said that it is reserved no more */
static int op_free_pages_ok(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	struct linux24_page *page = linux24_page(m, op->arg[0]);

	page->count = 0;
	page->flags &= ~LINUX24_RESERVED;
	return linux24_free_pages_ok(m, op->arg[0], op->arg[1]);
}

static bool is_frame24(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	return op->arg[0] < linux24(m)->pages.nr;
}

static int op_load_zero_page(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	linux24(m)->zero_page = op->arg[0];
	return 0;
}

static int op_count_sum(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	u32 pfn, n = 0, nr = linux24(m)->pages.nr;
	__le32 words[64];

	op->ret = 0;
	for (pfn = 0; pfn < nr; pfn++) {
		words[n++] = cpu_to_le32(linux24_page(m, pfn)->count);
		if (n < ARRAY_SIZE(words) && pfn + 1 < nr)
			continue;
		op->ret = m->host->crc32(op->ret, words, n * sizeof(words[0]));
		n = 0;
		linux24_rest(m);
	}
	return 0;
}

/* the entry of the directory, or of the table that it names; 0: there is none */
static u32 entry_at(const struct mm011_machine *m, u32 directory, u32 table)
{
	u32 at = linux24_current_mm(m)->pgd + 4 * directory;

	if (table == MM011_NO_FRAME)
		return at;
	at = mm011_entry_page(mm011_read32(m, at));
	return at ? at + 4 * table : 0;
}

static bool is_entry(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	u32 table = op->arg[1];

	if (!linux24_current_mm(m)->pgd || op->arg[0] >= MM011_ENTRIES ||
	    (table >= MM011_ENTRIES && table != MM011_NO_FRAME))
		return false;
	return entry_at(m, op->arg[0], table);
}

/* the CPU has set bits of an entry, or the kernel cleared them */
static int op_set_accessed(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	u32 at = entry_at(m, op->arg[0], op->arg[1]);

	mm011_set_entry(m, at, (mm011_read32(m, at) & ~MM011_PTE_AD) |
			       (op->arg[2] & MM011_PTE_AD));
	return 0;
}

static bool is_asker(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	return op->arg[0] < MM011_NR_TASKS;
}

/* of one that has ended, too: its log is what it did */
static int op_asked(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	struct linux24_asker *asker = &linux24(m)->asker[op->arg[0]];

	if (!(m->asleep >> op->arg[0] & 1))
		asker->asked = (struct mm011_asked24){ .log = asker->log[0] };
	memcpy(data, &asker->asked, sizeof(asker->asked));
	return 0;
}

/* before an operation begins there is nothing to answer: what the last one did is forgotten */
static int op_tell(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	struct linux24_asker *asker = &linux24(m)->asker[op->arg[0]];

	if (!(m->asleep >> op->arg[0] & 1))
		memset(asker, 0, sizeof(*asker));
	asker->answer = op->arg[1];
	return 0;
}

static const struct mm011_op_row recorded24_rows[] = {
	[MM011_OP24_LOAD_ZONE % MM011_GROUP_SIZE] = {
		.name = "load_zone", .args = "ZONE", .nargs = 1, .data = MM011_DATA_IN,
		.check = zone_is_whole, .run = op_load_zone,
	},
	[MM011_OP24_LOAD_COUNTS % MM011_GROUP_SIZE] = {
		.name = "load_counts", .args = "PFN PAGES COUNT", .nargs = 3,
		.check = are_frames, .run = op_load_counts,
	},
	[MM011_OP24_LOAD_RESERVED % MM011_GROUP_SIZE] = {
		.name = "load_reserved", .args = "PFN PAGES RESERVED", .nargs = 3,
		.check = are_frames, .run = op_load_reserved,
	},
	[MM011_OP24_RMQUEUE % MM011_GROUP_SIZE] = {
		.name = "rmqueue", .args = "ZONE ORDER", .nargs = 2,
		.check = has_zone_and_order, .run = op_rmqueue,
	},
	[MM011_OP24_FREE_PAGES_OK % MM011_GROUP_SIZE] = {
		.name = "free_pages_ok", .args = "PFN ORDER", .nargs = 2, .check = is_block,
		.run = op_free_pages_ok,
	},
	[MM011_OP24_LOAD_ZERO_PAGE % MM011_GROUP_SIZE] = {
		.name = "load_zero_page", .args = "PFN", .nargs = 1, .check = is_frame24,
		.run = op_load_zero_page,
	},
	[MM011_OP24_COUNT_SUM % MM011_GROUP_SIZE] = {
		.name = "count_sum", .args = "", .run = op_count_sum,
	},
	[MM011_OP24_SET_ACCESSED % MM011_GROUP_SIZE] = {
		.name = "set_accessed", .args = "DIRECTORY TABLE BITS", .nargs = 3,
		.check = is_entry, .run = op_set_accessed,
	},
	[MM011_OP24_ASKED % MM011_GROUP_SIZE] = {
		.name = "asked", .args = "TASK", .nargs = 1, .data = MM011_DATA_OUT,
		.len = sizeof(struct mm011_asked24), .check = is_asker, .run = op_asked,
	},
	[MM011_OP24_TELL % MM011_GROUP_SIZE] = {
		.name = "tell", .args = "TASK ANSWER", .nargs = 2, .check = is_asker,
		.run = op_tell,
	},
};

const struct mm011_op_group linux24_recorded_ops = { recorded24_rows, ARRAY_SIZE(recorded24_rows) };
