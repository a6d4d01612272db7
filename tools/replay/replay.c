// SPDX-License-Identifier: GPL-2.0
/*
 * Play a recorded run of a real kernel to the machine, and compare after every
 * single step; see player.c.
 */

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "ctl/printable.h"
#include "replay/explain.h"
#include "replay/player.h"
#include "replay/resync.h"
#include "linux01x/mem_map.h"

#define CUT_OFF	3	/* an exit status */

static int not_done(const struct player *p, u32 i, int err)
{
	fprintf(stderr, "mm011ctl: %s: line %u: %s cannot be done: %s\n", p->path,
		p->pending_line[i], mm011_op_row(p->pending[i].code)->name, strerror(-err));
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

	memcpy(op.arg, r->arg, sizeof(r->arg));
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
		.code = player_step_code[r->event], .task = r->nr,
		.flags = MM011_OPF_CRC | MM011_OPF_EVENTS
	};

	if (r->event != TRACE_RESUME)
		memcpy(op.arg, r->arg, sizeof(r->arg));
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
		return player_fail(p, "the swap device of the run cannot be made", err);
	if (status)
		return status;
	if (r->event != TRACE_RESUME && player_has_entry(r))
		p->before[r->nr] = player_walk(p, player_address_of(r));
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
	if (r->has_before &&
	    player_entry_differs(p, "before the step", r->before, p->before[r->nr]))
		return 1;
	if (p->how.verbose)
		printf("step %u, line %u: %s%s\n", p->steps, r->line,
		       r->event == TRACE_RESUME ? "resumed " : "", trace_event_name(r->of));
	err = target_ops(p->t, &op, 1);
	if (err)
		return player_fail(p, trace_event_name(r->event), err);
	return player_compare(p, &op);
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

	return err ? player_fail(p, "the machine cannot be reset", err) : 0;
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/*
 * The machine is as recorded already, as the first checksum agrees: it is the run that
 * is checked, and its time is not that of a step.
 */
static int compare_noad(const struct player *p)
{
	struct mm011_op op = { .flags = MM011_OPF_CRC_NOAD };
	int err = target_ops(p->t, &op, 1);

	if (err)
		return player_fail(p, "no checksum", err);
	if (op.crc_noad == p->r->crc_noad)
		return p->how.full && player_compare_sums(p, &op);
	player_differs(p, "checksum without A/D bits, all else being the same", p->r->crc_noad,
		       op.crc_noad);
	return 1;
}

static int time_step(struct player *p)
{
	double start = now();
	int status = play_step(p);

	p->seconds += now() - start;
	if (!status)
		status = compare_noad(p);
	if (status != 1)
		return status;
	p->divergences++;
	return p->how.go_on && resync(p) ? 0 : 1;
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
	printf("%-18s %7s %11s %9s  %s\n", "trace", "events", "divergences", "events/s",
	       "kinds of events");
}

/*
 * The file's name: several may be runs of the same programs. What comes through standard
 * input has none but what its header says.
 */
static void name_of(const struct player *p, char *to, size_t room)
{
	const char *slash = strrchr(p->path, '/');
	const char *name = slash ? slash + 1 : p->path;
	const char *end = strstr(name, ".jsonl");
	char file[64];

	snprintf(file, sizeof(file), "%.*s", (int)(end ? end - name : (long)strlen(name)), name);
	printable(strcmp(p->path, "-") ? file : p->trace->name, to, room);
}

static void print_row(const struct player *p)
{
	char name[64];
	u32 event;

	name_of(p, name, sizeof(name));
	printf("%-18s %7u %11u %9.0f ", name, p->steps, p->divergences,
	       p->seconds > 0 ? p->steps / p->seconds : 0);
	for (event = TRACE_MEM_INIT; event < TRACE_EVENTS; event++)
		if (p->count[event])
			printf(" %s %u", trace_event_name(event), p->count[event]);
	printf("\n");
	if (p->panic)
		printf("  line %u: panic, as recorded: %s\n", p->panic, target_message(p->t));
}

/* tell that no more of a run is there; the exit status of what is */
static int cut_off(const char *path, u32 line, int status)
{
	fprintf(stderr, "mm011ctl: %s: line %u: the run is cut off here, its end is missing\n",
		path, line);
	return status ? status : CUT_OFF;
}

/* the worse of two exit statuses: no run, a divergence, a run that is cut off, all well */
static int worse(int a, int b)
{
	static const u8 rank[] = { [0] = 0, [CUT_OFF] = 1, [1] = 2, [2] = 3 };

	return rank[a] > rank[b] ? a : b;
}

/* what all runs together came to */
struct total {
	u32 runs;
	u32 steps;
	u32 divergences;
	int status;
};

/* one run, which is added to the total */
static void play_file(struct target *t, const char *path, struct replay_how how,
		      struct total *total)
{
	struct trace trace;
	struct player p = { .t = t, .trace = &trace, .path = path, .how = how };
	int status = 2;

	if (trace_open(&trace, path)) {
		fprintf(stderr, "mm011ctl: %s: %s\n", path, trace.problem);
	} else {
		p.kernel = mm011_kernel(trace.kernel)->name;
		status = play(&p);
		print_row(&p);
		total->runs++;
		total->steps += p.steps;
		total->divergences += p.divergences;
		if (!status && p.divergences)
			status = 1;
	}
	if (trace.cut && status < 2)
		status = cut_off(path, trace.cut, status);
	trace_close(&trace);
	total->status = worse(total->status, status);
}

/**
 * replay_run() - play recorded runs and compare after every step
 * @t: the machine; it is reset before each
 * @paths: the runs, .jsonl or compressed; "-" is standard input
 * @count: how many
 * @how: what to do besides
 *
 * Prints a table, a row for each run, and the sum of those that could be played. A file
 * that is damaged is refused before the machine is touched; a divergence ends its run,
 * and the next one is played. One that is cut off, as what recorded it was
 * killed, is played as far as it goes.
 *
 * Return: an exit status: 0 without a divergence, 1 with one, 2 when a file is
 * no recorded run, 3 when one is cut off and has no divergence up to there.
 */
int replay_run(struct target *t, const char *const *paths, u32 count, struct replay_how how)
{
	struct total total = { 0 };
	u32 i;

	print_heading();
	for (i = 0; i < count; i++)
		play_file(t, paths[i], how, &total);
	if (total.runs)
		printf("replay: %u events, %u divergences\n", total.steps, total.divergences);
	return total.status;
}
