// SPDX-License-Identifier: GPL-2.0
/*
 * Commands and replies of the line protocol for 2.4: page frames.
 */

#include <stdio.h>
#include <linux/kernel.h>

#include "ctl/stream24.h"

static const char *const zone_names[MM011_NR_ZONES] = { "DMA", "Normal", "HighMem" };

static void reply_number(const struct mm011_op *op, const void *data, char *to)
{
	sprintf(to, "%d", (s32)op->ret);
}

static void reply_frame(const struct mm011_op *op, const void *data, char *to)
{
	if (op->ret == MM011_NO_FRAME)
		strcpy(to, "null");
	else
		sprintf(to, "%u", op->ret);
}

static void reply_freed(const struct mm011_op *op, const void *data, char *to)
{
	strcpy(to, op->ret ? "0" : "ignored");
}

static void reply_page(const struct mm011_op *op, const void *data, char *to)
{
	sprintf(to, "count=%d flags=%x zone=%s", (s32)op->ret, op->out[0],
		zone_names[op->out[1] & 0xff]);
}

static char *put_zone(const struct mm011_zone *zone, const char *name, char *to)
{
	u32 order;

	to += sprintf(to, "%s free=%u min=%u low=%u high=%u", name, zone->free_pages,
		      zone->pages_min, zone->pages_low, zone->pages_high);
	for (order = 0; order < MM011_NR_ORDERS; order++)
		to += sprintf(to, " %u", zone->blocks[order]);
	return to;
}

static void reply_buddyinfo(const struct mm011_op *op, const void *data, char *to)
{
	const char *begin = to;
	struct mm011_zones zones;
	u32 nr;

	memcpy(&zones, data, sizeof(zones));
	*to = 0;
	for (nr = 0; nr < MM011_NR_ZONES; nr++) {
		if (!zones.zone[nr].size)
			continue;
		if (to != begin)
			to += sprintf(to, "; ");
		to = put_zone(&zones.zone[nr], zone_names[nr], to);
	}
}

static void reply_pressure(const struct mm011_op *op, const void *data, char *to)
{
	struct mm011_pressure p;

	memcpy(&p, data, sizeof(p));
	sprintf(to, "mp=%u kswapd=%u/%u ttfp=%u free=%u short=%d/%d", p.memory_pressure,
		p.wakeups[MM011_WAKEUP_KSWAPD], p.wakeups[MM011_WAKEUP_KSWAPD_WAIT],
		p.wakeups[MM011_TRY_TO_FREE_PAGES], p.free_pages, (s32)p.free_shortage,
		(s32)p.inactive_shortage);
}

static const struct stream24_word page_words[] = {
	{ .verb = "pages_init", .code = MM011_OP24_FREE_AREA_INIT, .least = 3, .most = 4,
	  .reply = reply_number },
	{ .verb = "alloc", .code = MM011_OP24_ALLOC_PAGES, .least = 2, .most = 2,
	  .reply = reply_frame, .refusal = "gfp" },
	{ .verb = "free", .code = MM011_OP24_FREE_PAGES, .least = 2, .most = 2,
	  .reply = reply_freed, .refusal = "range" },
	{ .verb = "get_page", .code = MM011_OP24_GET_PAGE, .least = 1, .most = 1,
	  .reply = reply_number, .refusal = "range" },
	{ .verb = "page", .code = MM011_OP24_PAGE, .least = 1, .most = 1,
	  .reply = reply_page, .refusal = "range" },
	{ .verb = "reserve", .code = MM011_OP24_RESERVE, .least = 2, .most = 2,
	  .refusal = "range" },
	{ .verb = "memalloc", .code = MM011_OP24_MEMALLOC, .least = 1, .most = 1 },
	{ .verb = "buddyinfo", .code = MM011_OP24_FREE_AREAS, .len = sizeof(struct mm011_zones),
	  .reply = reply_buddyinfo },
	{ .verb = "pressure", .code = MM011_OP24_PRESSURE, .len = sizeof(struct mm011_pressure),
	  .reply = reply_pressure },
	{ .verb = "bcrc", .code = MM011_OP24_PAGE_SUM },
};

const struct stream24_words stream24_pages = { page_words, ARRAY_SIZE(page_words) };
