// SPDX-License-Identifier: GPL-2.0
/*
 * What a step of 0.12 did besides its result: which clean pages swap_out() dropped,
 * and for which page it went to sleep. The machine's events tell it.
 */

#include <stdio.h>

#include "replay/happened.h"
#include "linux01x/mem_map.h"

#define PLACES	"recorded page 0x%06x, entry at 0x%06x; " \
	"Linux 0.12 page 0x%06x, entry at 0x%06x"
#define DROPPED	"swap_out() dropped: " PLACES
#define SLEEPS	"it sleeps for a page: " PLACES

/* the events of the last operation, or of its last part */
struct events {
	const struct mm011_event *e;
	u32 count;
	bool lost;	/* the first of them are gone */
};

static struct events last_events(struct target *t)
{
	static struct mm011_event events[MM011_NR_EVENTS];
	u64 first = 0;
	u32 count = target_events(t, &first, events, MM011_NR_EVENTS);
	u32 i = count;

	while (i > 0 && events[i - 1].type != MM011_EV_OP && events[i - 1].type != MM011_EV_WAKE)
		i--;
	return (struct events){ .e = events + i, .count = count - i, .lost = !i };
}

/* try_to_swap_out() of a page that is not dirty: nobody else empties an entry in these calls */
static bool is_drop(const struct mm011_event *e)
{
	return e->type == MM011_EV_ENTRY && !e->c &&
	       (e->b & (MM011_PTE_PRESENT | MM011_PTE_DIRTY)) == MM011_PTE_PRESENT;
}

static u32 count_drops(const struct events *events)
{
	u32 i, n = 0;

	for (i = 0; i < events->count; i++)
		n += is_drop(&events->e[i]);
	return n;
}

static u32 count_acts(struct json_value acts)
{
	u32 entry, page, n = 0;

	while (trace_next_drop(&acts, &entry, &page))
		n++;
	return n;
}

/* of a step with more events than are kept, the last drops are compared */
static bool same_drops(const struct events *events, struct json_value acts, char *to, size_t room)
{
	u32 told = count_acts(acts), found = count_drops(events);
	u32 i, entry = 0, page = 0;

	if (told < found || (told > found && !events->lost)) {
		snprintf(to, room, "pages that swap_out() dropped: recorded %u, Linux 0.12 %u",
			 told, found);
		return false;
	}
	for (i = found; i < told; i++)
		trace_next_drop(&acts, &entry, &page);
	for (i = 0; i < events->count; i++) {
		if (!is_drop(&events->e[i]))
			continue;
		trace_next_drop(&acts, &entry, &page);
		if (events->e[i].a == entry && mm011_entry_page(events->e[i].b) == page)
			continue;
		snprintf(to, room, DROPPED, page, entry, mm011_entry_page(events->e[i].b),
			 events->e[i].a);
		return false;
	}
	return true;
}

/*
 * The page that is read into has just been taken and zeroed; the one that is written
 * has just lost its entry to the number of the swap page.
 */
static bool same_sleep(const struct events *events, const struct trace_record *r, char *to,
		       size_t room)
{
	bool write = r->sleep_io == MM011_SWAP_IO_WRITE;
	const struct mm011_event *e;
	u32 i, page = 0, entry = 0;

	for (i = 0; i < events->count; i++) {
		e = &events->e[i];
		if (!write && e->type == MM011_EV_ZERO)
			page = e->a;
		if (!write || e->type != MM011_EV_ENTRY || e->c != r->sleep_nr << 1)
			continue;
		page = mm011_entry_page(e->b);
		entry = e->a;
	}
	if (page == r->sleep_page && (!write || entry == r->sleep_entry))
		return true;
	snprintf(to, room, SLEEPS, r->sleep_page, r->sleep_entry, page, entry);
	return false;
}

/**
 * happened_as_told() - did a step do besides its result what the run says?
 * @t: the machine, with Linux 0.12; the step was done with MM011_OPF_EVENTS
 * @r: the step
 * @to: what differs, where something does
 * @room: how much fits
 *
 * free_page_tables() empties entries itself, and drops nothing.
 *
 * Return: whether it did.
 */
bool happened_as_told(struct target *t, const struct trace_record *r, char *to, size_t room)
{
	const struct events events = last_events(t);

	if (r->of != TRACE_FREE_PAGE_TABLES && !same_drops(&events, r->acts, to, room))
		return false;
	return !r->sleeps || same_sleep(&events, r, to, room);
}
