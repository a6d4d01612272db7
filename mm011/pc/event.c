// SPDX-License-Identifier: GPL-2.0
/*
 * What happened, and how often: the last events of a machine for those who
 * want to see every step, and the names of its counters.
 */

#include "pc/checksum.h"
#include "pc/event.h"

const char *const mm011_stat_names[MM011_STAT_MAX] = {
	[MM011_STAT_OPS]		= "operations",
	[MM011_STAT_GET_FREE_PAGE]	= "get_free_page",
	[MM011_STAT_NO_FREE_PAGE]	= "get_free_page_none_left",
	[MM011_STAT_FREE_PAGE]		= "free_page",
	[MM011_STAT_COPY_PAGE_TABLES]	= "copy_page_tables",
	[MM011_STAT_FREE_PAGE_TABLES]	= "free_page_tables",
	[MM011_STAT_PUT_PAGE]		= "put_page",
	[MM011_STAT_WP_PAGE]		= "do_wp_page",
	[MM011_STAT_WRITE_VERIFY]	= "write_verify",
	[MM011_STAT_COW_COPY]		= "cow_copies",
	[MM011_STAT_COW_REUSE]		= "cow_reuses",
	[MM011_STAT_NO_PAGE_EMPTY]	= "no_page_empty",
	[MM011_STAT_NO_PAGE_SHARE]	= "no_page_share",
	[MM011_STAT_NO_PAGE_LOAD]	= "no_page_load",
	[MM011_STAT_SHARE_TRIED]	= "shares_tried",
	[MM011_STAT_SHARE_MADE]		= "shares_made",
	[MM011_STAT_BLOCK_READ]		= "blocks_read",
	[MM011_STAT_BLOCK_ERROR]	= "block_errors",
	[MM011_STAT_INVALIDATE]		= "invalidates",
	[MM011_STAT_OOM]		= "ooms",
	[MM011_STAT_PANIC]		= "panics",
	[MM011_STAT_PAGE_FAULT]		= "page_faults",
	[MM011_STAT_FORK]		= "forks",
	[MM011_STAT_EXEC]		= "execs",
	[MM011_STAT_EXIT]		= "exits",
	[MM011_STAT_MALLOC]		= "malloc",
	[MM011_STAT_FREE_S]		= "free_s",
	[MM011_STAT_NO_PAGE_SWAP]	= "no_page_swap",
	[MM011_STAT_SWAP_OUT]		= "swap_out",
	[MM011_STAT_SWAP_WRITTEN]	= "swap_pages_written",
	[MM011_STAT_SWAP_DROPPED]	= "clean_pages_dropped",
	[MM011_STAT_SWAP_READ]		= "swap_pages_read",
	[MM011_STAT_SWAP_ERROR]		= "swap_errors",
	[MM011_STAT_SEGV]		= "segvs",
	[MM011_STAT_USELIB]		= "uselib",
	[MM011_STAT_CUT_SHORT]		= "cut_short",
};

/**
 * mm011_event_record() - keep an event for those who watch
 * @m: machine, its lock held
 * @type: enum mm011_event_type
 * @a: first number, as the type says
 * @b: second number
 * @c: third number
 *
 * When the ring is full the oldest goes.
 */
void mm011_event_record(struct mm011_machine *m, u32 type, u32 a, u32 b, u32 c)
{
	struct mm011_event *event = &m->event[m->event_seq % MM011_NR_EVENTS];

	event->seq = m->event_seq++;
	event->op = m->by.op;
	event->owner = m->by.owner;
	event->type = type;
	event->a = a;
	event->b = b;
	event->c = c;
	if (m->host->on_event)
		m->host->on_event(m, event);
}

/**
 * mm011_entry_changing() - an entry changes, and somebody wants to know
 * @m: machine, its lock held
 * @addr: physical address of the entry
 * @before: the entry
 * @after: its new value
 */
void mm011_entry_changing(struct mm011_machine *m, u32 addr, u32 before, u32 after)
{
	if (m->observed & MM011_OBSERVE_EVENTS)
		mm011_event_record(m, MM011_EV_ENTRY, addr, before, after);
	if (m->observed & MM011_OBSERVE_CRC)
		mm011_sum_entry(m, addr, before, after);
}

/**
 * mm011_events() - copy events that are still kept
 * @m: machine, its lock held
 * @first: in: sequence number of the first wanted; out: of the first copied,
 *	larger when older ones are gone
 * @to: where to
 * @room: how many fit
 *
 * Return: how many were copied.
 */
u32 mm011_events(const struct mm011_machine *m, u64 *first, struct mm011_event *to, u32 room)
{
	u64 oldest = m->event_seq > MM011_NR_EVENTS ? m->event_seq - MM011_NR_EVENTS : 0;
	u32 n;

	if (*first < oldest)
		*first = oldest;
	for (n = 0; n < room && *first + n < m->event_seq; n++)
		to[n] = m->event[(*first + n) % MM011_NR_EVENTS];
	return n;
}
