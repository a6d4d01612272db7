// SPDX-License-Identifier: GPL-2.0
/*
 * What a step of a recorded run came to, in words.
 */

#include <stdio.h>

#include "replay/explain.h"
#include "replay/player.h"
#include "replay/tell.h"
#include "linux01x/mem_map.h"

/* what the numbers are that differ; of those without a name the words are below */
static const char *const names[] = {
	[STEP_SWAP_PAGE] = "swap page",
	[STEP_DONOR] = "task that shares the page",
	[STEP_PAGE] = "page",
	[STEP_RETURN] = "return value",
	[STEP_CHECKSUM_NOAD] = "checksum without A/D bits, all else being the same",
	[STEP_FULL_SUM] = "checksum of all bytes",
	[STEP_FULL_SUM_NOAD] = "checksum of all bytes without A/D bits",
	[STEP_SWAP_DIRECTORY] = "swap_out()'s directory entry",
	[STEP_SWAP_TABLE] = "swap_out()'s page entry",
	[STEP_SWAP_BITMAP] = "checksum of the swap bitmap",
};

static const char *in_parts(const struct trace_record *r)
{
	return r->event == TRACE_RESUME ? "resumed " : "";
}

/**
 * tell_step() - print which step it was
 * @r: its result
 */
void tell_step(const struct step_result *r)
{
	printf("step %u, line %u: %s%s\n", r->step, r->record.line, in_parts(&r->record),
	       trace_event_name(r->record.of));
}

static void tell_head(const char *path, const struct step_result *r)
{
	const struct trace_record *record = &r->record;
	u32 i;

	printf("replay: diverges at step %u, line %u of %s: %s%s(", r->step, record->line, path,
	       in_parts(record), trace_event_name(record->of));
	for (i = 0; i < mm011_op_row(player_step_code[record->of])->nargs; i++)
		printf("%s0x%x", i ? ", " : "", record->arg[i]);
	printf("), current task %u\n", record->nr);
}

static void tell_entries(const char *where, const struct step_place *place)
{
	char text[2][EXPLAIN_ROOM];

	explain_entry(place->expected, text[0], sizeof(text[0]));
	explain_entry(place->found, text[1], sizeof(text[1]));
	printf("  %s: expected %s (0x%x), found %s (0x%x)\n", where, text[0], place->expected,
	       text[1], place->found);
}

static void tell_entry(const struct step_place *place, const char *when)
{
	char where[64];

	snprintf(where, sizeof(where), "entry of 0x%08x %s", place->addr, when);
	tell_entries(where, place);
}

static const char *expected_outcome(const struct trace_record *r)
{
	if (r->sleeps)
		return r->sleep_io == MM011_SWAP_IO_READ ?
		       "to sleep for a swap page to be read" :
		       "to sleep for a swap page to be written";
	return *r->panic ? r->panic : r->oom ? "oom()" : "a return";
}

static void tell_outcome(const struct step_result *r)
{
	printf("  expected %s, found outcome %u, %s %s\n", expected_outcome(&r->record), r->found,
	       r->op.error ? strerror(-r->op.error) : "no error", r->message);
}

static void tell_no_page_kind(const struct step_result *r)
{
	static const char *const kinds[] = { "none", "empty", "share", "load", "swap" };

	printf("  kind of page: expected %s, found %s\n", kinds[r->expected], kinds[r->found]);
}

static void tell_word(struct target *t, const struct step_place *place)
{
	char where[96];

	switch (place->kind) {
	case PLACE_COUNT:
		printf("  mem_map[%u], page 0x%06x: expected %u, found %u\n",
		       mm011_map_nr(place->addr), place->addr, place->expected, place->found);
		explain_touched(t, MM011_EV_MEM_MAP, place->addr);
		break;
	case PLACE_ENTRY:
		explain_place(t->memory, place->addr, where, sizeof(where));
		tell_entries(where, place);
		explain_touched(t, MM011_EV_ENTRY, place->addr);
		break;
	default:
		printf("  more than one word of mem_map[] and the tables differs\n");
		break;
	}
}

static void tell_checksums(struct target *t, const struct step_result *r)
{
	printf("  checksum: expected %08x, found %08x; ", r->expected, r->found);
	printf("without A/D bits: expected %08x, found %08x\n", r->record.crc_noad,
	       r->op.crc_noad);
	tell_word(t, &r->place);
}

static void tell_page(const char *what, const struct step_result *r)
{
	printf("  %s: expected page 0x%06x, entry at 0x%06x; found page 0x%06x, entry at 0x%06x\n",
	       what, r->expected, r->place.expected, r->found, r->place.found);
}

static void tell_field(struct target *t, const struct step_result *r)
{
	switch (r->field) {
	case STEP_ENTRY_BEFORE:
		tell_entry(&r->place, "before the step");
		break;
	case STEP_ENTRY_AFTER:
		tell_entry(&r->place, "after the step");
		break;
	case STEP_OUTCOME:
		tell_outcome(r);
		break;
	case STEP_NO_PAGE_KIND:
		tell_no_page_kind(r);
		break;
	case STEP_CHECKSUM:
		tell_checksums(t, r);
		break;
	case STEP_DROPS:
		printf("  pages that swap_out() dropped: expected %u, found %u\n", r->expected,
		       r->found);
		break;
	case STEP_DROP:
		tell_page("swap_out() dropped", r);
		break;
	case STEP_SLEEP:
		tell_page("it sleeps for a page", r);
		break;
	default:
		printf("  %s: expected 0x%x, found 0x%x\n", names[r->field], r->expected, r->found);
		break;
	}
}

/**
 * tell_difference() - print what of a step is not as it was recorded
 * @t: the machine, as the step left it
 * @path: name of the run
 * @r: the result, of kind STEP_DIFFERS
 */
void tell_difference(struct target *t, const char *path, const struct step_result *r)
{
	tell_head(path, r);
	tell_field(t, r);
}
