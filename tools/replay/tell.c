// SPDX-License-Identifier: GPL-2.0
/*
 * What a step of a recorded run came to, in words.
 */

#include <stdio.h>

#include <linux/kernel.h>

#include "replay/explain.h"
#include "replay/player.h"
#include "replay/tell.h"

/* what the numbers are that differ, and how they are printed; the others' words are below */
static const struct {
	const char *name;
	const char *format;
} numbers[] = {
	[STEP_SWAP_PAGE] = { "swap page", "%u" },
	[STEP_DONOR] = { "task that shares the page", "%u" },
	[STEP_PAGE] = { "page", "0x%06x" },
	[STEP_RETURN] = { "return value", "0x%x" },
	[STEP_CHECKSUM_NOAD] = { "checksum without A/D bits, all else being the same", "%08x" },
	[STEP_SWAP_DIRECTORY] = { "swap_out()'s directory entry", "%u" },
	[STEP_SWAP_TABLE] = { "swap_out()'s page entry", "%d" },
	[STEP_SWAP_BITMAP] = { "checksum of the swap bitmap", "%08x" },
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

/* who came to the other value: the kernel that is played here */
static const char *kernel_of(struct target *t)
{
	return target_memory(t)->kernel->name;
}

static void tell_entries(struct target *t, const char *where, const struct step_place *place)
{
	char text[2][EXPLAIN_ROOM];

	explain_entry(t, place->expected, text[0], sizeof(text[0]));
	explain_entry(t, place->found, text[1], sizeof(text[1]));
	printf("  %s: recorded %s (0x%x), %s %s (0x%x)\n", where, text[0], place->expected,
	       kernel_of(t), text[1], place->found);
}

static void tell_entry(struct target *t, const struct step_place *place, const char *when)
{
	char where[64];

	snprintf(where, sizeof(where), "entry of 0x%08x %s", place->addr, when);
	tell_entries(t, where, place);
}

/* what a step came to */
static void print_outcome(u32 outcome, u32 io, const char *panic)
{
	static const char *const outcomes[] = {
		[MM011_OK] = "it returns",
		[MM011_OOM] = "oom()",
		[MM011_FAULT] = "it goes to an address that no RAM answers to",
		[MM011_LOOP] = "it goes on for ever",
		[MM011_SEGV] = "do_exit(SIGSEGV)",
		[MM011_SWAP_ERROR] = "the swap device fails",
	};

	if (outcome == MM011_PANIC)
		printf("panic: %s", panic);
	else if (outcome == MM011_ASLEEP)
		printf("it sleeps until a swap page is %s",
		       io == MM011_SWAP_IO_READ ? "read" : "written");
	else if (outcome < ARRAY_SIZE(outcomes) && outcomes[outcome])
		printf("%s", outcomes[outcome]);
	else
		printf("this cannot be done");
}

static void tell_outcome(struct target *t, const struct step_result *r)
{
	const struct trace_record *record = &r->record;

	printf("  recorded: ");
	print_outcome(r->expected, record->sleep_io, record->panic);
	printf("; %s: ", kernel_of(t));
	print_outcome(r->found, r->op.out[0], r->message);
	if (r->found == MM011_OK && r->op.error)
		printf(", with %s", strerror(-r->op.error));
	putchar('\n');
}

static void tell_no_page_kind(struct target *t, const struct step_result *r)
{
	static const char *const kinds[] = { "none", "empty", "share", "load", "swap" };

	printf("  kind of page: recorded %s, %s %s\n", kinds[r->expected], kernel_of(t),
	       kinds[r->found]);
}

static void tell_word(struct target *t, const struct step_place *place)
{
	char where[96];

	switch (place->kind) {
	case PLACE_COUNT:
		printf("  mem_map, page 0x%06x: recorded %u, %s %u\n", place->addr,
		       place->expected, kernel_of(t), place->found);
		explain_touched(t, MM011_EV_MEM_MAP, place->addr);
		break;
	case PLACE_ENTRY:
		explain_place(t, place->addr, where, sizeof(where));
		tell_entries(t, where, place);
		explain_touched(t, MM011_EV_ENTRY, place->addr);
		break;
	default:
		printf("  more than one word of mem_map[] and the tables differs\n");
		break;
	}
}

static void tell_checksums(struct target *t, const struct step_result *r)
{
	printf("  checksum: recorded %08x, %s %08x; without A/D bits: recorded %08x, %08x\n",
	       r->expected, kernel_of(t), r->found, r->record.crc_noad, r->op.crc_noad);
	tell_word(t, &r->place);
}

static void tell_page(struct target *t, const char *what, const struct step_result *r)
{
	printf("  %s: recorded page 0x%06x, entry at 0x%06x; ", what, r->expected,
	       r->place.expected);
	printf("%s page 0x%06x, entry at 0x%06x\n", kernel_of(t), r->found, r->place.found);
}

static void tell_number(struct target *t, const struct step_result *r)
{
	printf("  %s: recorded ", numbers[r->field].name);
	printf(numbers[r->field].format, r->expected);
	printf(", %s ", kernel_of(t));
	printf(numbers[r->field].format, r->found);
	putchar('\n');
}

static void tell_field(struct target *t, const struct step_result *r)
{
	switch (r->field) {
	case STEP_ENTRY_BEFORE:
		tell_entry(t, &r->place, "before the step");
		break;
	case STEP_ENTRY_AFTER:
		tell_entry(t, &r->place, "after the step");
		break;
	case STEP_OUTCOME:
		tell_outcome(t, r);
		break;
	case STEP_NO_PAGE_KIND:
		tell_no_page_kind(t, r);
		break;
	case STEP_CHECKSUM:
		tell_checksums(t, r);
		break;
	case STEP_DROPS:
		printf("  pages that swap_out() dropped: recorded %u, %s %u\n", r->expected,
		       kernel_of(t), r->found);
		break;
	case STEP_DROP:
		tell_page(t, "swap_out() dropped", r);
		break;
	case STEP_SLEEP:
		tell_page(t, "it sleeps for a page", r);
		break;
	case STEP_FULL_SUM:
	case STEP_FULL_SUM_NOAD:
		printf("  checksum%s: of all bytes %08x, kept up to date %08x\n",
		       r->field == STEP_FULL_SUM ? "" : " without A/D bits", r->expected, r->found);
		break;
	default:
		tell_number(t, r);
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
