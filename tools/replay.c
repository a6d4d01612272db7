// SPDX-License-Identifier: GPL-2.0
/*
 * Play a recorded run of a real kernel to the machine, and compare after every
 * single step: what the function returned, which page came and from where,
 * the entry before and after, and the checksum of mem_map[] and all tables.
 */

#include <stdio.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#include "explain.h"
#include "happened.h"
#include "locate.h"
#include "replay.h"
#include "state.h"
#include "trace.h"

#define MAX_PENDING 256

struct player {
	struct target *t;
	struct trace *trace;
	const struct trace_record *r;
	const char *path;
	struct replay_how how;
	u32 steps;
	u32 count[TRACE_EVENTS];
	u32 i_count[MM011_NR_TASKS];	/* as each task's record told it last */
	u32 before[MM011_NR_TASKS];	/* the entry, when each task's call began */
	struct mm011_op pending[MAX_PENDING];
	u32 pending_line[MAX_PENDING];
	u32 nr_pending;
	u32 bitmap;		/* page of the swap bitmap, 0: none */
	double seconds;		/* that the steps took */
};

static const u16 step_code[TRACE_EVENTS] = {
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

static int fail(const struct player *p, const char *what, int err)
{
	fprintf(stderr, "mm011ctl: %s: line %u: %s: %s\n", p->path, p->r->line, what,
		strerror(-err));
	return 2;
}

static int not_done(const struct player *p, u32 i, int err)
{
	fprintf(stderr, "mm011ctl: %s: line %u: %s cannot be done: %s\n", p->path,
		p->pending_line[i], mm011_op_info(p->pending[i].code)->name, strerror(-err));
	return 2;
}

/* do what the records between two steps say, in one call; an exit status */
static int flush(struct player *p)
{
	u32 n = p->nr_pending;
	u32 i;
	int err;

	p->nr_pending = 0;
	err = n ? target_ops(p->t, p->pending, n) : 0;
	if (err)
		return not_done(p, 0, err);
	for (i = 0; i < n; i++)
		if (p->pending[i].error)
			return not_done(p, i, p->pending[i].error);
	return 0;
}

static int queue(struct player *p, struct mm011_op op)
{
	int status = p->nr_pending == MAX_PENDING ? flush(p) : 0;

	p->pending_line[p->nr_pending] = p->r->line;
	p->pending[p->nr_pending++] = op;
	return status;
}

/* not steps: what the CPU, the scheduler and other parts of the kernel did; an exit status */
static int between_steps(struct player *p)
{
	const struct trace_record *r = p->r;
	struct mm011_op op = { .task = r->nr, .flags = MM011_OPF_EVENTS };

	memcpy(op.arg, r->arg, sizeof(op.arg));
	switch (r->event) {
	case TRACE_HW:
		op.code = MM011_OP_SET_AD;
		op.arg[2] = MM011_PTE_AD;
		return queue(p, op);
	case TRACE_POKE:
		op.code = MM011_OP_POKE32;
		return queue(p, op);
	case TRACE_TASK:
		op.code = MM011_OP_SET_TASK;
		p->i_count[r->nr] = r->i_count;
		return queue(p, op);
	case TRACE_TASK_GONE:
		op.code = MM011_OP_TASK_GONE;
		return queue(p, op);
	default:
		return 0;
	}
}

static u32 walk(const struct player *p, u32 linear)
{
	struct mm011_machine m = { .memory = (u8 *)p->t->memory };
	u32 pde = mm011_read32(&m, mm011_pde_address(linear));

	if (!(pde & MM011_PTE_PRESENT))
		return 0;
	return mm011_read32(&m, mm011_entry_page(pde) + mm011_pte_offset(linear));
}

/* the linear address that an entry is told of */
static u32 address_of(const struct trace_record *r)
{
	return r->of == TRACE_WRITE_VERIFY ? r->arg[0] : r->arg[1];
}

/* what comes of a step, its entry among it: these have one */
static bool has_entry(const struct trace_record *r)
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
	for (i = 0; i < mm011_op_info(step_code[r->of])->nargs; i++)
		printf("%s0x%x", i ? ", " : "", r->arg[i]);
	printf("), current task %u\n", r->nr);
}

static int differs(const struct player *p, const char *what, u32 expected, u32 found)
{
	report_head(p);
	printf("  %s: expected 0x%x, found 0x%x\n", what, expected, found);
	return -EBADMSG;
}

static int entry_differs(const struct player *p, const char *when, u32 expected, u32 found)
{
	char text[2][EXPLAIN_ROOM];

	if (expected == found)
		return 0;
	report_head(p);
	explain_entry(expected, text[0], sizeof(text[0]));
	explain_entry(found, text[1], sizeof(text[1]));
	printf("  entry of 0x%08x %s: expected %s (0x%x), found %s (0x%x)\n", address_of(p->r),
	       when, text[0], expected, text[1], found);
	return -EBADMSG;
}

static const char *expected_outcome(const struct trace_record *r, u32 *outcome)
{
	*outcome = MM011_OK;
	if (r->sleeps) {
		*outcome = MM011_ASLEEP;
		return r->sleep_io == MM011_SWAP_IO_READ ? "to sleep for a swap page to be read" :
		       "to sleep for a swap page to be written";
	}
	if (r->oom)
		*outcome = MM011_OOM;
	if (*r->panic)
		*outcome = MM011_PANIC;
	return *r->panic ? r->panic : r->oom ? "oom()" : "a return";
}

static int compare_outcome(const struct player *p, const struct mm011_op *op)
{
	u32 outcome;
	const char *expected = expected_outcome(p->r, &outcome);

	if (op->outcome == outcome && (outcome != MM011_OK || !op->error) &&
	    (outcome != MM011_ASLEEP || op->out[0] == p->r->sleep_io) &&
	    (outcome != MM011_PANIC || !strcmp(expected, target_message(p->t))))
		return 0;
	report_head(p);
	printf("  expected %s, found outcome %u, %s %s\n", expected, op->outcome,
	       op->error ? strerror(-op->error) : "no error", target_message(p->t));
	return -EBADMSG;
}

static int compare_no_page(const struct player *p, const struct mm011_op *op)
{
	static const char *const kinds[] = { "none", "empty", "share", "load", "swap" };
	const struct trace_record *r = p->r;

	if (op->out[0] != r->kind) {
		report_head(p);
		printf("  kind of page: expected %s, found %s\n", kinds[r->kind],
		       kinds[op->out[0]]);
		return -EBADMSG;
	}
	if (r->kind == MM011_NO_PAGE_SHARE && op->out[1] != r->donor)
		return differs(p, "task that shares the page", r->donor, op->out[1]);
	if (r->has_page && op->ret != r->page)
		return differs(p, "page", r->page, op->ret);
	return 0;
}

/* no_page_map returns nothing here; the original's put_page() the page, or 0 before oom() */
static u32 returned(const struct trace_record *r, const struct mm011_op *op)
{
	if (r->of == TRACE_NO_PAGE_MAP)
		return op->outcome == MM011_OOM ? 0 : r->arg[0];
	return op->ret;
}

static int compare_result(const struct player *p, const struct mm011_op *op)
{
	const struct trace_record *r = p->r;
	int err = compare_outcome(p, op);

	if (err || op->outcome == MM011_PANIC)
		return err;
	if (op->outcome == MM011_ASLEEP)
		return op->out[1] == r->sleep_nr ? 0 :
		       differs(p, "swap page", r->sleep_nr, op->out[1]);
	if (r->of == TRACE_NO_PAGE)
		err = compare_no_page(p, op);
	else if (r->has_ret && returned(r, op) != r->ret)
		err = differs(p, "return value", r->ret, returned(r, op));
	if (err || !r->has_after)
		return err;
	return entry_differs(p, "after the step", r->after, walk(p, address_of(r)));
}

static void report_difference(const struct player *p, const struct difference *d)
{
	char place[96], text[2][EXPLAIN_ROOM];

	if (d->in_mem_map) {
		printf("  mem_map[%u], page 0x%06x: expected %u, found %u\n",
		       mm011_map_nr(d->addr), d->addr, d->expected, d->found);
		explain_touched(p->t, MM011_EV_MEM_MAP, d->addr);
		return;
	}
	explain_place(p->t->memory, d->addr, place, sizeof(place));
	explain_entry(d->expected, text[0], sizeof(text[0]));
	explain_entry(d->found, text[1], sizeof(text[1]));
	printf("  %s: expected %s (0x%x), found %s (0x%x)\n", place, text[0], d->expected, text[1],
	       d->found);
	explain_touched(p->t, MM011_EV_ENTRY, d->addr);
}

/* the checksum that is kept up to date against one of all the bytes */
static int compare_sums(const struct player *p, u32 crc)
{
	struct mm011_checksum sum = { 0 };
	int err = target_checksum(p->t, &sum);

	if (err)
		return fail(p, "no checksum", err);
	return sum.crc == crc ? 0 : differs(p, "checksum of all bytes", sum.crc, crc);
}

static int compare_state(const struct player *p, const struct mm011_op *op)
{
	const struct trace_record *r = p->r;
	struct mm011_checksum sum = { 0 };
	struct difference d;

	if (op->crc == r->crc)
		return p->how.full ? compare_sums(p, op->crc) : 0;
	target_checksum(p->t, &sum);
	report_head(p);
	printf("  checksum: expected %08x, found %08x; ", r->crc, op->crc);
	printf("without A/D bits: expected %08x, found %08x\n", r->crc_noad, sum.crc_noad);
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
		return differs(p, "swap_out()'s directory entry", r->swap_pos[0], swap.dir_entry);
	if (r->has_swap_pos && (u32)swap.page_entry != r->swap_pos[1])
		return differs(p, "swap_out()'s page entry", r->swap_pos[1], swap.page_entry);
	if (!r->has_swapcrc || !p->bitmap)
		return 0;
	crc = crc32(0, p->t->memory + p->bitmap, MM011_PAGE_SIZE);
	return crc == r->swapcrc ? 0 : differs(p, "checksum of the swap bitmap", r->swapcrc, crc);
}

/* i_count is an inode's, but each task's record tells only what that task saw */
static int set_i_count(struct player *p)
{
	struct mm011_op op = {
		.code = MM011_OP_SET_I_COUNT, .task = p->r->nr, .arg = { p->i_count[p->r->nr] }
	};

	if (p->r->event != TRACE_NO_PAGE || !op.arg[0])
		return 0;
	return queue(p, op);
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

static int compare_step(struct player *p, struct mm011_op *op)
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

/* a swap device of the recorded size with the recorded bitmap on it */
static int attach_swap(struct player *p)
{
	struct mm011_op ops[2] = {
		{ .code = MM011_OP_SWAP_MEMORY },
		{ .code = MM011_OP_SWAP_WRITE, .len = MM011_PAGE_SIZE },
	};
	u8 page[MM011_PAGE_SIZE];
	u32 i, blocks = 0;
	int err;

	for (i = 0; i < MM011_SWAP_BITS; i++)
		if (p->trace->bitmap[i / 8] >> i % 8 & 1)
			blocks = 4 * (i + 1);
	mm011_make_swap(page, blocks);
	for (i = 0; i < sizeof(page); i++)
		page[i] = p->trace->bitmap[i] ? p->trace->bitmap[i] : page[i];
	ops[0].arg[0] = blocks;
	ops[1].data = (unsigned long)page;
	err = target_ops(p->t, ops, 2);
	return err ? err : ops[0].error ? ops[0].error : ops[1].error;
}

static struct mm011_op step_op(const struct trace_record *r)
{
	struct mm011_op op = {
		.code = step_code[r->event], .task = r->nr,
		.flags = MM011_OPF_CRC | MM011_OPF_EVENTS
	};

	if (r->event != TRACE_RESUME)
		memcpy(op.arg, r->arg, sizeof(op.arg));
	if (r->event == TRACE_NO_PAGE)
		op.flags |= MM011_OPF_TWO_STEP;
	if (r->sleeps && r->event != TRACE_RESUME)
		op.flags |= MM011_OPF_SLEEP;
	return op;
}

/* what must be done, or seen, before a step */
static int before_step(struct player *p)
{
	const struct trace_record *r = p->r;
	int status = set_i_count(p);
	int err = 0;

	if (!status)
		status = flush(p);
	if (!status && r->event == TRACE_INIT_SWAPPING && r->swap_dev)
		err = attach_swap(p);
	if (err)
		return fail(p, "the swap device of the run cannot be made", err);
	if (status)
		return status;
	if (r->event != TRACE_RESUME && has_entry(r))
		p->before[r->nr] = walk(p, address_of(r));
	p->steps += r->event != TRACE_END;
	p->count[r->event]++;
	return 0;
}

static int play_step(struct player *p)
{
	const struct trace_record *r = p->r;
	struct mm011_op op = step_op(r);
	int err = before_step(p);

	if (err)
		return err;
	if (r->has_before && entry_differs(p, "before the step", r->before, p->before[r->nr]))
		return 1;
	if (p->how.verbose)
		printf("step %u, line %u: %s%s\n", p->steps, r->line,
		       r->event == TRACE_RESUME ? "resumed " : "", trace_event_name(r->of));
	err = target_ops(p->t, &op, 1);
	if (err)
		return fail(p, trace_event_name(r->event), err);
	return compare_step(p, &op);
}

static void progress(const struct player *p, u32 steps, bool end)
{
	static const char bar[] = "########################################";
	u32 done = steps ? (u32)((u64)p->steps * (sizeof(bar) - 1) / steps) : 0;

	if (!isatty(STDERR_FILENO) || p->how.verbose || (!end && p->steps % 64))
		return;
	fprintf(stderr, "\r%-*.*s %u/%u%s", (int)sizeof(bar) - 1, (int)done, bar, p->steps, steps,
		end ? "\n" : "");
}

static int begin(struct player *p)
{
	const struct mm011_reset head_only = {
		.kernel = p->trace->kernel, .flags = MM011_RESET_HEAD_ONLY
	};
	int err = target_reset(p->t, &head_only);

	return err ? fail(p, "the machine cannot be reset", err) : 0;
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/*
 * The other checksum is one of all bytes, and takes longer than all else together.
 * The machine is as recorded already, as the first one agrees: it is the run that is
 * checked, and its time is not that of a step.
 */
static int compare_noad(const struct player *p)
{
	struct mm011_op op = { .flags = MM011_OPF_CRC_NOAD };
	int err = target_ops(p->t, &op, 1);

	if (err)
		return fail(p, "no checksum", err);
	if (op.crc_noad == p->r->crc_noad)
		return 0;
	differs(p, "checksum without A/D bits, all else being the same", p->r->crc_noad,
		op.crc_noad);
	return 1;
}

static int time_step(struct player *p)
{
	double start = now();
	int status = play_step(p);

	p->seconds += now() - start;
	return status ? status : compare_noad(p);
}

static int play_record(struct player *p)
{
	if (p->r->event == TRACE_HEADER)
		return begin(p);
	return trace_is_step(p->r->event) ? time_step(p) : between_steps(p);
}

static int play(struct player *p)
{
	struct trace *trace = p->trace;
	struct trace_record r;
	int status = 0, more = 1;

	p->r = &r;
	while (!status && more > 0) {
		more = trace_next(trace, &r);
		if (more > 0)
			status = play_record(p);
		progress(p, trace->steps, false);
	}
	progress(p, trace->steps, true);
	if (more >= 0)
		return status;
	fprintf(stderr, "mm011ctl: %s: %s\n", p->path, trace->problem);
	return 2;
}

static void print_heading(void)
{
	printf("%-14s %7s %11s %9s  %s\n", "trace", "events", "divergences", "events/s",
	       "kinds of events");
}

static void print_row(const struct player *p, const struct trace *trace, int status)
{
	u32 event;

	printf("%-14s %7u %11u %9.0f ", *trace->name ? trace->name : p->path, p->steps, status == 1,
	       p->seconds > 0 ? p->steps / p->seconds : 0);
	for (event = TRACE_MEM_INIT; event < TRACE_EVENTS; event++)
		if (p->count[event])
			printf(" %s %u", trace_event_name(event), p->count[event]);
	printf("\n");
}

/* one run; its steps are added to *steps */
static int play_file(struct target *t, const char *path, struct replay_how how, u32 *steps)
{
	struct trace trace;
	struct player p = { .t = t, .trace = &trace, .path = path, .how = how };
	int status = 2;

	if (trace_open(&trace, path)) {
		fprintf(stderr, "mm011ctl: %s: %s\n", path, trace.problem);
	} else {
		status = play(&p);
		print_row(&p, &trace, status);
		*steps += p.steps;
	}
	trace_close(&trace);
	return status;
}

/**
 * replay_run() - play recorded runs and compare after every step
 * @t: the machine; it is reset before each
 * @paths: the runs, .jsonl or compressed; "-" is standard input
 * @count: how many
 * @how: what to do besides
 *
 * Prints a table, a row for each run, and the sum. A file that is damaged is
 * refused before the machine is touched.
 *
 * Return: an exit status: 0 without a divergence, 1 with one, 2 when a file is
 * no recorded run.
 */
int replay_run(struct target *t, const char *const *paths, u32 count, struct replay_how how)
{
	u32 steps = 0, divergences = 0, i;
	int status, worst = 0;

	print_heading();
	for (i = 0; i < count; i++) {
		status = play_file(t, paths[i], how, &steps);
		divergences += status == 1;
		if (status > worst)
			worst = status;
	}
	if (worst < 2)
		printf("replay: %u events, %u divergences\n", steps, divergences);
	return worst;
}
