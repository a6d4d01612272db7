// SPDX-License-Identifier: GPL-2.0
/*
 * A step that was played, against what was recorded: what the function returned,
 * which page came and from where, the entry before and after, the checksum of
 * mem_map[] and all tables, and what swap_out() did.
 */

#include <errno.h>
#include <stdio.h>
#include <zlib.h>

#include "replay/happened.h"
#include "replay/locate.h"
#include "replay/player.h"
#include "linux01x/mem_map.h"

/* the linear address that an entry is told of */
static u32 address_of_entry(const struct trace_record *r)
{
	return r->of == TRACE_WRITE_VERIFY ? r->arg[0] : r->arg[1];
}

/**
 * verdict_has_entry() - is an entry among what comes of a step?
 * @r: the step
 *
 * Return: whether it is.
 */
bool verdict_has_entry(const struct trace_record *r)
{
	return r->of == TRACE_WP_PAGE || r->of == TRACE_WRITE_VERIFY || r->of == TRACE_NO_PAGE ||
	       r->of == TRACE_NO_PAGE_MAP;
}

/**
 * verdict_entry() - the page table entry that a step is about
 * @t: the machine
 * @r: a step with an entry
 *
 * Return: the entry, 0 where there is no page table.
 */
u32 verdict_entry(const struct target *t, const struct trace_record *r)
{
	u32 linear = address_of_entry(r);
	u32 pde = mm011_word_at(t->memory + mm011_pde_address(linear));

	if (!(pde & MM011_PTE_PRESENT) || mm011_entry_page(pde) >= MM011_MEMORY_SIZE)
		return 0;
	return mm011_word_at(t->memory + mm011_entry_page(pde) + mm011_pte_offset(linear));
}

/**
 * verdict_differs() - something is not as it was recorded
 * @r: the result
 * @field: what
 * @expected: the recorded value
 * @found: the machine's
 *
 * Return: -EBADMSG.
 */
int verdict_differs(struct step_result *r, enum step_field field, u32 expected, u32 found)
{
	r->field = field;
	r->expected = expected;
	r->found = found;
	return -EBADMSG;
}

static int compare(struct step_result *r, enum step_field field, u32 expected, u32 found)
{
	return expected == found ? 0 : verdict_differs(r, field, expected, found);
}

static int compare_entry(struct step_result *r, enum step_field field, u32 expected, u32 found)
{
	int err = compare(r, field, expected, found);

	if (err)
		r->place = (struct step_place){
			.kind = PLACE_LINEAR, .addr = address_of_entry(&r->record),
			.expected = expected, .found = found
		};
	return err;
}

/**
 * verdict_before() - was the entry of a step what it had been?
 * @r: the result
 * @before: the machine's entry, when the call began
 *
 * Return: 0, or -EBADMSG and the difference is in the result.
 */
int verdict_before(struct step_result *r, u32 before)
{
	if (!r->record.has_before)
		return 0;
	return compare_entry(r, STEP_ENTRY_BEFORE, r->record.before, before);
}

static u32 expected_outcome(const struct trace_record *r)
{
	if (r->sleeps)
		return MM011_ASLEEP;
	if (*r->panic)
		return MM011_PANIC;
	return r->oom ? MM011_OOM : MM011_OK;
}

static int compare_outcome(struct session *s, struct step_result *r)
{
	const struct trace_record *record = &r->record;
	const struct mm011_op *op = &r->op;
	u32 outcome = expected_outcome(record);

	if (op->outcome == outcome && (outcome != MM011_OK || !op->error) &&
	    (outcome != MM011_ASLEEP || op->out[0] == record->sleep_io) &&
	    (outcome != MM011_PANIC || !strcmp(record->panic, target_message(s->t))))
		return 0;
	snprintf(r->message, sizeof(r->message), "%s", target_message(s->t));
	return verdict_differs(r, STEP_OUTCOME, outcome, op->outcome);
}

static int compare_no_page(struct step_result *r)
{
	const struct trace_record *record = &r->record;
	int err = compare(r, STEP_NO_PAGE_KIND, record->kind, r->op.out[0]);

	if (!err && record->kind == MM011_NO_PAGE_SHARE)
		err = compare(r, STEP_DONOR, record->donor, r->op.out[1]);
	if (!err && record->has_page)
		err = compare(r, STEP_PAGE, record->page, r->op.ret);
	return err;
}

/* no_page_map returns nothing here; the original's put_page() the page, or 0 before oom() */
static u32 returned(const struct trace_record *r, const struct mm011_op *op)
{
	if (r->of == TRACE_NO_PAGE_MAP)
		return op->outcome == MM011_OOM ? 0 : r->arg[0];
	return op->ret;
}

static int compare_result(struct session *s, struct step_result *r)
{
	const struct trace_record *record = &r->record;
	int err = compare_outcome(s, r);

	if (err || r->op.outcome == MM011_PANIC)
		return err;
	if (r->op.outcome == MM011_ASLEEP)
		return compare(r, STEP_SWAP_PAGE, record->sleep_nr, r->op.out[1]);
	if (record->of == TRACE_NO_PAGE)
		err = compare_no_page(r);
	else if (record->has_ret)
		err = compare(r, STEP_RETURN, record->ret, returned(record, &r->op));
	if (err || !record->has_after)
		return err;
	return compare_entry(r, STEP_ENTRY_AFTER, record->after, verdict_entry(s->t, record));
}

/* the checksum that is kept up to date against the one of all the bytes */
static int compare_full(struct session *s, struct step_result *r, enum step_field field)
{
	struct mm011_checksum sum = { 0 };
	int err = s->how.full ? target_checksum(s->t, &sum) : 0;

	if (!s->how.full)
		return 0;
	if (err)
		return player_fail(s, r->record.line, "no checksum", err);
	if (field == STEP_FULL_SUM)
		return compare(r, field, sum.crc, r->op.crc);
	return compare(r, field, sum.crc_noad, r->op.crc_noad);
}

/* the one word that explains both checksums, if there is one */
static void find_place(struct session *s, struct step_result *r)
{
	const struct mm011_machine *m = target_snapshot(s->t);
	struct difference d = { 0 };

	if (!m || !locate(m, r->record.crc, r->record.crc_noad, &d))
		return;
	r->place = (struct step_place){
		.kind = d.in_mem_map ? PLACE_COUNT : PLACE_ENTRY, .addr = d.addr,
		.expected = d.expected, .found = d.found
	};
}

static int compare_state(struct session *s, struct step_result *r)
{
	struct mm011_checksum sum = { 0 };

	if (r->op.crc == r->record.crc)
		return compare_full(s, r, STEP_FULL_SUM);
	target_checksum(s->t, &sum);
	r->op.crc_noad = sum.crc_noad;
	find_place(s, r);
	return verdict_differs(r, STEP_CHECKSUM, r->record.crc, r->op.crc);
}

static int compare_cursors(struct step_result *r, const struct mm011_swap *swap)
{
	const struct trace_record *record = &r->record;
	int err;

	if (!record->has_swap_pos)
		return 0;
	err = compare(r, STEP_SWAP_DIRECTORY, record->swap_pos[0], swap->dir_entry);
	return err ? err : compare(r, STEP_SWAP_TABLE, record->swap_pos[1], swap->page_entry);
}

/* 0.12: the swap bitmap, and where swap_out() stands */
static int compare_swap(struct session *s, struct step_result *r)
{
	const struct trace_record *record = &r->record;
	struct mm011_swap swap;
	int err;

	if (record->of == TRACE_INIT_SWAPPING || record->has_swap_pos) {
		err = target_swap(s->t, &swap);
		if (err)
			return player_fail(s, record->line, "the machine does not answer", err);
		s->at.bitmap = swap.bitmap;
		err = compare_cursors(r, &swap);
		if (err)
			return err;
	}
	if (!record->has_swapcrc || !s->at.bitmap)
		return 0;
	return compare(r, STEP_SWAP_BITMAP, record->swapcrc,
		       crc32(0, s->t->memory + s->at.bitmap, MM011_PAGE_SIZE));
}

/**
 * verdict_after() - compare a step that was done with what was recorded
 * @s: the session
 * @r: the step, and what it came to
 *
 * Return: 0; -EBADMSG and the first difference is in the result; another negative errno
 * when the machine does not answer, and the session has the problem.
 */
int verdict_after(struct session *s, struct step_result *r)
{
	int err = compare_result(s, r);

	if (!err)
		err = compare_state(s, r);
	if (!err)
		err = compare_swap(s, r);
	if (!err && s->trace.kernel == MM011_KERNEL_0_12)
		err = happened_compare(s->t, r);
	return err;
}

/**
 * verdict_noad() - compare the checksum without Accessed and Dirty bits
 * @s: the session
 * @r: a step that agrees in all else
 *
 * Return: as verdict_after().
 */
int verdict_noad(struct session *s, struct step_result *r)
{
	struct mm011_op op = { .flags = MM011_OPF_CRC_NOAD };
	int err = target_ops(s->t, &op, 1);

	if (err)
		return player_fail(s, r->record.line, "no checksum", err);
	r->op.crc_noad = op.crc_noad;
	err = compare(r, STEP_CHECKSUM_NOAD, r->record.crc_noad, op.crc_noad);
	return err ? err : compare_full(s, r, STEP_FULL_SUM_NOAD);
}
