// SPDX-License-Identifier: GPL-2.0
/*
 * A step that was played, against what was recorded: what the function returned,
 * which page came and from where, the entry before and after, the checksum of
 * mem_map[] and all tables, and what swap_out() did.
 */

#include <errno.h>
#include <stdio.h>
#include <zlib.h>

#include <linux/kernel.h>

#include "replay/explain.h"
#include "replay/happened.h"
#include "replay/locate.h"
#include "replay/player.h"
#include "linux01x/mem_map.h"

/* the operation that each event is */
const u16 player_step_code[TRACE_EVENTS] = {
	[TRACE_END]		 = MM011_OP_NONE,
	[TRACE_MEM_INIT]	 = MM011_OP_MEM_INIT,
	[TRACE_GET_FREE_PAGE]	 = MM011_OP_GET_FREE_PAGE,
	[TRACE_FREE_PAGE]	 = MM011_OP_FREE_PAGE,
	[TRACE_COPY_PAGE_TABLES] = MM011_OP_COPY_PAGE_TABLES,
	[TRACE_FREE_PAGE_TABLES] = MM011_OP_FREE_PAGE_TABLES,
	[TRACE_PUT_PAGE]	 = MM011_OP_PUT_PAGE,
	[TRACE_WP_PAGE]		 = MM011_OP_DO_WP_PAGE,
	[TRACE_WRITE_VERIFY]	 = MM011_OP_WRITE_VERIFY,
	[TRACE_NO_PAGE]		 = MM011_OP_DO_NO_PAGE,
	[TRACE_NO_PAGE_MAP]	 = MM011_OP_DO_NO_PAGE_MAP,
	[TRACE_PUT_DIRTY_PAGE]	 = MM011_OP_PUT_DIRTY_PAGE,
	[TRACE_INIT_SWAPPING]	 = MM011_OP_INIT_SWAPPING,
	[TRACE_RESUME]		 = MM011_OP_WAKE,
};

/**
 * player_fail() - tell that a line of a run cannot be played
 * @p: the player
 * @what: what could not be done
 * @err: a negative errno
 *
 * Return: an exit status, 2.
 */
int player_fail(const struct player *p, const char *what, int err)
{
	fprintf(stderr, "mm011ctl: %s: line %u: %s: %s\n", p->path, p->r->line, what,
		strerror(-err));
	return 2;
}

/**
 * player_walk() - the page table entry of a linear address
 * @p: the player
 * @linear: the address
 *
 * Return: the entry, 0 where there is no page table.
 */
u32 player_walk(const struct player *p, u32 linear)
{
	const u8 *memory = p->t->memory;
	u32 pde = mm011_word_at(memory + mm011_pde_address(linear));

	if (!(pde & MM011_PTE_PRESENT) || mm011_entry_page(pde) >= MM011_MEMORY_SIZE)
		return 0;
	return mm011_word_at(memory + mm011_entry_page(pde) + mm011_pte_offset(linear));
}

/**
 * player_address_of() - the linear address that an entry is told of
 * @r: a step with an entry
 *
 * Return: the address.
 */
u32 player_address_of(const struct trace_record *r)
{
	return r->of == TRACE_WRITE_VERIFY ? r->arg[0] : r->arg[1];
}

/**
 * player_has_entry() - is an entry among what comes of a step?
 * @r: the step
 *
 * Return: whether it is.
 */
bool player_has_entry(const struct trace_record *r)
{
	return r->of == TRACE_WP_PAGE || r->of == TRACE_WRITE_VERIFY || r->of == TRACE_NO_PAGE ||
	       r->of == TRACE_NO_PAGE_MAP;
}

static void report_head(const struct player *p)
{
	const struct trace_record *r = p->r;
	u32 i;

	printf("replay: diverges at step %u, line %u of %s: %s%s(", p->steps, r->line, p->path,
	       r->event == TRACE_RESUME ? "resumed " : "", trace_event_name(r->of));
	for (i = 0; i < mm011_op_row(player_step_code[r->of])->nargs; i++)
		printf("%s0x%x", i ? ", " : "", r->arg[i]);
	printf("), current task %u\n", r->nr);
}

/**
 * player_differs() - tell that a number differs from what was recorded
 * @p: the player
 * @what: what the number is
 * @recorded: what the kernel had that was recorded
 * @ours: what Linux 0.11, or 0.12, comes to here
 *
 * Return: -EBADMSG.
 */
int player_differs(const struct player *p, const char *what, u32 recorded, u32 ours)
{
	report_head(p);
	printf("  %s: recorded 0x%x, %s 0x%x\n", what, recorded, p->kernel, ours);
	return -EBADMSG;
}

/* two entries that should be the same, in words */
static void print_entries(const struct player *p, u32 recorded, u32 ours)
{
	char text[EXPLAIN_ROOM];

	explain_entry(p->t, recorded, text, sizeof(text));
	printf("recorded %s (0x%x), ", text, recorded);
	explain_entry(p->t, ours, text, sizeof(text));
	printf("%s %s (0x%x)\n", p->kernel, text, ours);
}

/**
 * player_entry_differs() - compare the entry of a step
 * @p: the player
 * @when: before or after the step
 * @recorded: what the kernel had that was recorded
 * @ours: what Linux 0.11, or 0.12, has here
 *
 * Return: 0, or -EBADMSG and the difference is told.
 */
int player_entry_differs(const struct player *p, const char *when, u32 recorded, u32 ours)
{
	if (recorded == ours)
		return 0;
	report_head(p);
	printf("  entry of 0x%08x %s: ", player_address_of(p->r), when);
	print_entries(p, recorded, ours);
	return -EBADMSG;
}

static u32 recorded_outcome(const struct trace_record *r)
{
	if (r->sleeps)
		return MM011_ASLEEP;
	if (*r->panic)
		return MM011_PANIC;
	return r->oom ? MM011_OOM : MM011_OK;
}

/* what a step came to, with who said it */
static void print_outcome(const char *who, u32 outcome, u32 io, const char *panic)
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
		printf("%s: panic: %s", who, panic);
	else if (outcome == MM011_ASLEEP)
		printf("%s: it sleeps until a swap page is %s", who,
		       io == MM011_SWAP_IO_READ ? "read" : "written");
	else if (outcome < ARRAY_SIZE(outcomes) && outcomes[outcome])
		printf("%s: %s", who, outcomes[outcome]);
	else
		printf("%s: this cannot be done", who);
}

static void report_outcome(const struct player *p, const struct mm011_op *op)
{
	const struct trace_record *r = p->r;
	char kernel[24];

	snprintf(kernel, sizeof(kernel), "; %s", p->kernel);
	report_head(p);
	print_outcome("  recorded", recorded_outcome(r), r->sleep_io, r->panic);
	print_outcome(kernel, op->outcome, op->out[0], target_message(p->t));
	if (op->outcome == MM011_OK && op->error)
		printf(", with %s", strerror(-op->error));
	putchar('\n');
}

static int compare_outcome(struct player *p, const struct mm011_op *op)
{
	const struct trace_record *r = p->r;
	u32 outcome = recorded_outcome(r);

	if (op->outcome == outcome && (outcome != MM011_OK || !op->error) &&
	    (outcome != MM011_ASLEEP || op->out[0] == r->sleep_io) &&
	    (outcome != MM011_PANIC || !strcmp(r->panic, target_message(p->t)))) {
		if (outcome == MM011_PANIC)
			p->panic = r->line;
		return 0;
	}
	report_outcome(p, op);
	return -EBADMSG;
}

static int compare_no_page(const struct player *p, const struct mm011_op *op)
{
	static const char *const kinds[] = { "none", "empty", "share", "load", "swap" };
	const struct trace_record *r = p->r;

	if (op->out[0] != r->kind) {
		report_head(p);
		printf("  kind of page: recorded %s, %s %s\n", kinds[r->kind], p->kernel,
		       kinds[op->out[0]]);
		return -EBADMSG;
	}
	if (r->kind == MM011_NO_PAGE_SHARE && op->out[1] != r->donor)
		return player_differs(p, "task that shares the page", r->donor, op->out[1]);
	if (r->has_page && op->ret != r->page)
		return player_differs(p, "page", r->page, op->ret);
	return 0;
}

/* no_page_map returns nothing here; the original's put_page() the page, or 0 before oom() */
static u32 returned(const struct trace_record *r, const struct mm011_op *op)
{
	if (r->of == TRACE_NO_PAGE_MAP)
		return op->outcome == MM011_OOM ? 0 : r->arg[0];
	return op->ret;
}

static int compare_result(struct player *p, const struct mm011_op *op)
{
	const struct trace_record *r = p->r;
	int err = compare_outcome(p, op);

	if (err || op->outcome == MM011_PANIC)
		return err;
	if (op->outcome == MM011_ASLEEP)
		return op->out[1] == r->sleep_nr ? 0 :
		       player_differs(p, "swap page", r->sleep_nr, op->out[1]);
	if (r->of == TRACE_NO_PAGE)
		err = compare_no_page(p, op);
	else if (r->has_ret && returned(r, op) != r->ret)
		err = player_differs(p, "return value", r->ret, returned(r, op));
	if (err || !r->has_after)
		return err;
	return player_entry_differs(p, "after the step", r->after,
				    player_walk(p, player_address_of(r)));
}

static void report_difference(const struct player *p, const struct difference *d)
{
	char place[96];

	if (d->in_mem_map) {
		printf("  mem_map, page 0x%06x: recorded %u, %s %u\n", d->addr, d->expected,
		       p->kernel, d->found);
		explain_touched(p->t, MM011_EV_MEM_MAP, d->addr);
		return;
	}
	explain_place(p->t, d->addr, place, sizeof(place));
	printf("  %s: ", place);
	print_entries(p, d->expected, d->found);
	explain_touched(p->t, MM011_EV_ENTRY, d->addr);
}

/**
 * player_compare_sums() - checksums that are kept up to date against those of all the bytes
 * @p: who plays
 * @op: an operation that asked for one of them, or both, and changed nothing since
 *
 * Return: 0; -EBADMSG when one differs, which is told; another negative errno.
 */
int player_compare_sums(const struct player *p, const struct mm011_op *op)
{
	struct mm011_checksum sum = { 0 };
	int err = target_checksum(p->t, &sum);

	if (err)
		return player_fail(p, "no checksum", err);
	if (op->flags & MM011_OPF_CRC && op->crc != sum.crc)
		return player_differs(p, "checksum of all bytes", sum.crc, op->crc);
	if (op->flags & MM011_OPF_CRC_NOAD && op->crc_noad != sum.crc_noad)
		return player_differs(p, "checksum of all bytes without A/D bits", sum.crc_noad,
				      op->crc_noad);
	return 0;
}

static int compare_state(const struct player *p, const struct mm011_op *op)
{
	const struct trace_record *r = p->r;
	struct mm011_checksum sum = { 0 };
	struct difference d;

	if (op->crc == r->crc)
		return p->how.full ? player_compare_sums(p, op) : 0;
	target_checksum(p->t, &sum);
	report_head(p);
	printf("  checksum: recorded %08x, %s %08x; without A/D bits: recorded %08x, %08x\n",
	       r->crc, p->kernel, op->crc, r->crc_noad, sum.crc_noad);
	if (locate(target_snapshot(p->t), r->crc, r->crc_noad, &d))
		report_difference(p, &d);
	else
		printf("  more than one word of mem_map[] and the tables differs\n");
	return -EBADMSG;
}

/* 0.12: the swap bitmap, and where swap_out() stands */
static int compare_swap(struct player *p, const struct mm011_op *op)
{
	const struct trace_record *r = p->r;
	struct mm011_swap swap;
	u32 crc;

	if (r->of == TRACE_INIT_SWAPPING || r->has_swap_pos) {
		if (target_swap(p->t, &swap))
			return -EIO;
		p->bitmap = swap.bitmap;
	}
	if (r->has_swap_pos && swap.dir_entry != r->swap_pos[0])
		return player_differs(p, "swap_out()'s directory entry", r->swap_pos[0],
				      swap.dir_entry);
	if (r->has_swap_pos && (u32)swap.page_entry != r->swap_pos[1])
		return player_differs(p, "swap_out()'s page entry", r->swap_pos[1],
				      swap.page_entry);
	if (!r->has_swapcrc || !p->bitmap)
		return 0;
	crc = crc32(0, p->t->memory + p->bitmap, MM011_PAGE_SIZE);
	return crc == r->swapcrc ? 0 :
	       player_differs(p, "checksum of the swap bitmap", r->swapcrc, crc);
}

/* 0.12: the pages that were dropped on the way, and the one that it sleeps for */
static int compare_happened(const struct player *p)
{
	char what[200];

	if (p->trace->kernel != MM011_KERNEL_0_12 ||
	    happened_as_told(p->t, p->r, what, sizeof(what)))
		return 0;
	report_head(p);
	printf("  %s\n", what);
	return -EBADMSG;
}

/**
 * player_compare() - compare a step that was done with what was recorded
 * @p: the player
 * @op: the step
 *
 * Return: an exit status, 1 when something differs, which is told.
 */
int player_compare(struct player *p, struct mm011_op *op)
{
	int err = compare_result(p, op);

	if (!err)
		err = compare_state(p, op);
	if (!err)
		err = compare_swap(p, op);
	if (!err)
		err = compare_happened(p);
	if (err || p->how.verbose)
		explain_last(p->t);
	return err ? 1 : 0;
}
