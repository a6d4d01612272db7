// SPDX-License-Identifier: GPL-2.0
/*
 * What a step of 0.12 did besides its result: which clean pages swap_out() dropped,
 * and for which page it went to sleep. The machine's events tell it.
 */

#include "replay/happened.h"
#include "replay/player.h"
#include "linux01x/mem_map.h"

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

static int other_page(struct step_result *r, enum step_field field, struct step_place place,
		      u32 expected, u32 found)
{
	r->place = place;
	return verdict_differs(r, field, expected, found);
}

/* of a step with more events than are kept, the last drops are compared */
static int compare_drops(const struct events *events, struct step_result *r)
{
	struct json_value acts = r->record.acts;
	u32 told = count_acts(acts), found = count_drops(events);
	struct step_place place = { .kind = PLACE_OF_PAGE };
	const struct mm011_event *e;
	u32 i, page = 0;

	if (told < found || (told > found && !events->lost))
		return verdict_differs(r, STEP_DROPS, told, found);
	for (i = found; i < told; i++)
		trace_next_drop(&acts, &place.expected, &page);
	for (e = events->e; e < events->e + events->count; e++) {
		if (!is_drop(e))
			continue;
		trace_next_drop(&acts, &place.expected, &page);
		place.found = e->a;
		if (place.found != place.expected || mm011_entry_page(e->b) != page)
			return other_page(r, STEP_DROP, place, page, mm011_entry_page(e->b));
	}
	return 0;
}

/*
 * The page that is read into has just been taken and zeroed; the one that is written
 * has just lost its entry to the number of the swap page.
 */
static int compare_sleep(const struct events *events, struct step_result *r)
{
	const struct trace_record *record = &r->record;
	bool write = record->sleep_io == MM011_SWAP_IO_WRITE;
	struct step_place place = { .kind = PLACE_OF_PAGE, .expected = record->sleep_entry };
	const struct mm011_event *e;
	u32 page = 0;

	for (e = events->e; e < events->e + events->count; e++) {
		if (!write && e->type == MM011_EV_ZERO)
			page = e->a;
		if (!write || e->type != MM011_EV_ENTRY || e->c != record->sleep_nr << 1)
			continue;
		page = mm011_entry_page(e->b);
		place.found = e->a;
	}
	if (page == record->sleep_page && (!write || place.found == place.expected))
		return 0;
	return other_page(r, STEP_SLEEP, place, record->sleep_page, page);
}

/**
 * happened_compare() - did a step do besides its result what the run says?
 * @t: the machine, with Linux 0.12; the step was done with MM011_OPF_EVENTS
 * @r: the step
 *
 * free_page_tables() empties entries itself, and drops nothing.
 *
 * Return: 0, or -EBADMSG and the difference is in the result.
 */
int happened_compare(struct target *t, struct step_result *r)
{
	const struct events events = last_events(t);
	int err = 0;

	if (r->record.of != TRACE_FREE_PAGE_TABLES)
		err = compare_drops(&events, r);
	return err || !r->record.sleeps ? err : compare_sleep(&events, r);
}
