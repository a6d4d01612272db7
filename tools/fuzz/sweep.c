// SPDX-License-Identifier: GPL-2.0
/*
 * The ends of all ranges, one after the other: each argument of each operation, each
 * field of a task, of a program's header, of a reset, alone and in pairs, on machines
 * that are fresh, full, abused, and at a standstill, and, in 0.12, while another task
 * sleeps, which then goes on. mm011/ must answer what the reference answers, and in time.
 */

#include <linux/kernel.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz/madeup.h"
#include "fuzz/sweep.h"

#define LOOK_EVERY	256	/* cases: a look at all of memory takes as long as many */
#define MAX_TOLD	10	/* differences that are printed */
#define LIMIT_MS	10	/* that most operations may take */
#define MS		1000000ull

/*
 * Those that may take longer, in ms of CPU time, with the copying of pages that the
 * sweep itself needs. All that makes a machine counts as MM011_OP_NONE. The machines on
 * which loops are longest are not among these, but in sweepworst.c.
 */
static const u32 limit_ms[MM011_OP_MAX] = {
	[MM011_OP_NONE] = 200,
	[MM011_OP_FREE_PAGE_TABLES] = 20,
	[MM011_OP_COPY_PAGE_TABLES] = 20,
	[MM011_OP_VERIFY_AREA] = 20,
	[MM011_OP_MEM_INIT] = 20,
	[MM011_OP_SWAP_MEMORY] = 60,	/* 16 MB of zeros, which are the host's affair */
};

/**
 * sweep_turn() - is the next case to be run?
 * @s: the sweep
 */
bool sweep_turn(struct sweep *s)
{
	if (s->next--)
		return false;
	s->next = s->every - 1;
	return true;
}

/**
 * sweep_complain() - tell what is wrong with an operation, if not too much has been told
 * @s: the sweep
 * @op: the operation, as it was given
 * @what: what is wrong
 */
void sweep_complain(struct sweep *s, const struct mm011_op *op, const char *what)
{
	static u32 told;
	u32 i;

	if (told++ >= MAX_TOLD)
		return;
	printf("# 0.%u, %s machine: %s, task %u, flags 0x%x, %u bytes:", s->kernel,
	       sweep_state_name(s->state), mm011_op_row(op->code)->name, op->task, op->flags,
	       op->len);
	for (i = 0; i < ARRAY_SIZE(op->arg); i++)
		printf(" 0x%x", op->arg[i]);
	printf("\n# %s\n", what);
}

static void look_at_time(struct sweep *s, const struct mm011_op *op, u32 which)
{
	struct tally *t = &s->tally[which];
	u32 of = which < MM011_OP_MAX ? which : op->code;
	u64 limit = MS * (limit_ms[of] ? limit_ms[of] : LIMIT_MS);
	u64 time = pair_time(s->p);
	char text[80];

	t->slowest = max(t->slowest, time);
	if (time <= limit)
		return;
	t->late++;
	snprintf(text, sizeof(text), "%llu ms, and %llu are allowed",
		 (unsigned long long)(time / MS), (unsigned long long)(limit / MS));
	sweep_complain(s, op, text);
}

/**
 * sweep_op() - do an operation that a case consists of
 * @s: the sweep
 * @op: the operation; its results are filled in
 * @task: for LOAD_TASK, else NULL
 * @which: the tally it belongs to
 *
 * A machine that stands still is revived.
 *
 * Return: whether the answers are the same.
 */
bool sweep_op(struct sweep *s, struct mm011_op *op, const struct mm011_task_info *task, u32 which)
{
	static u8 data[MM011_MAX_DATA];
	struct mm011_op revive = { .code = MM011_OP_REVIVE }, given = *op;
	struct step step = { .op = *op, .seed = 1, .page = 0x200000 };
	bool same;

	if (task)
		step.task = *task;
	generate_data(&step, data);
	same = pair_op(s->p, op, data, 0);
	if (same && op->outcome != MM011_REFUSED)
		same = pair_same_changes(s->p);
	look_at_time(s, &given, which);
	if (!same)
		sweep_complain(s, &given, pair_difference(s->p));
	else if (pair_stopped(s->p) && s->state != PANICKED)
		same = pair_op(s->p, &revive, data, 0);
	return same;
}

/**
 * sweep_end_case() - a case is done: count it, and let the machines be as before
 * @s: the sweep
 * @which: the tally it belongs to
 * @same: whether all answers were
 */
void sweep_end_case(struct sweep *s, u32 which, bool same)
{
	struct mm011_op none = { .code = MM011_OP_NONE };
	struct tally *t = &s->tally[which];

	t->cases++;
	if (same && t->cases % LOOK_EVERY == 0 && !pair_same_memory(s->p)) {
		same = false;
		sweep_complain(s, &none, pair_difference(s->p));
	}
	t->differences += !same;
	pair_restore(s->p);
}

static void sweep_machine(struct sweep *s)
{
	u32 code;

	for (code = 0; generate_more(&code); code++)
		sweep_operation(s, code);
	if (s->state == PANICKED)
		return;
	sweep_tasks(s);
	sweep_files(s);
}

static void print_tally(const char *name, const struct tally *t)
{
	const char *late = t->late ? ": too long" : "";

	printf("sweep: %s: %llu cases, %llu differences, slowest %.2f ms%s\n", name,
	       (unsigned long long)t->cases, (unsigned long long)t->differences,
	       (double)t->slowest / MS, late);
}

static void add_to(struct tally *sum, const struct tally *t)
{
	sum->cases += t->cases;
	sum->differences += t->differences;
	sum->late += t->late;
	sum->slowest = max(sum->slowest, t->slowest);
	sum->breathless = max(sum->breathless, t->breathless);
}

static void print_worst(const char *name, const struct tally *t)
{
	const char *late = t->late ? ": too long" : "";

	printf("sweep, worst machines: %s: %llu cases, slowest %.2f ms, %.2f ms in a breath%s\n",
	       name, (unsigned long long)t->cases, (double)t->slowest / MS,
	       (double)t->breathless / MS, late);
}

/* whether all of them were quick enough */
static bool report_worst(const struct sweep *s)
{
	struct tally sum = { 0 };
	u32 i;

	for (i = 0; generate_more(&i); i++) {
		print_worst(mm011_op_row(i)->name, &s->worst[i]);
		add_to(&sum, &s->worst[i]);
	}
	print_worst("all", &sum);
	return sum.cases && !sum.late;
}

/* a line for each operation, and the sum; whether all is well */
static bool report(const struct sweep *s)
{
	static const char *const fields[] = {
		"a field of a task and its life", "two fields of a task",
		"a field of a program's header", "a field of a reset",
	};
	struct tally sum = { 0 };
	u32 i;

	for (i = 0; i < TALLIES; i++) {
		if (i < MM011_OP_MAX && !mm011_op_row(i))
			continue;
		print_tally(i < MM011_OP_MAX ? mm011_op_row(i)->name : fields[i - MM011_OP_MAX],
			    &s->tally[i]);
		add_to(&sum, &s->tally[i]);
	}
	print_tally("all", &sum);
	return sum.cases && !sum.differences && !sum.late;
}

/**
 * sweep_task() - a task of the machine
 * @s: the sweep
 * @nr: its number
 */
const struct mm011_task *sweep_task(const struct sweep *s, u32 nr)
{
	return s->alone ? &linux01x(s->alone)->task[nr] : reference_task(pair_reference(s->p), nr);
}

/**
 * sweep_memory() - what is in its memory
 * @s: the sweep
 */
const u8 *sweep_memory(const struct sweep *s)
{
	return s->alone ? s->alone->memory : reference_memory(pair_reference(s->p));
}

/* on a kernel: all machines, each once */
static bool sweep_kernel(struct sweep *s, u32 kernel)
{
	u32 state;

	for (state = FRESH; state <= PANICKED; state++) {
		if (state == ASLEEP && kernel == MM011_KERNEL_0_11)
			continue;	/* nobody sleeps there */
		if (!sweep_prepare(s, kernel, state)) {
			printf("# 0.%u: no %s machine: %s\n", kernel, sweep_state_name(state),
			       pair_difference(s->p));
			return false;
		}
		sweep_machine(s);
	}
	sweep_resets(s);
	return true;
}

int main(int argc, char **argv)
{
	static struct sweep s;

	s.every = argc > 1 ? strtoul(argv[1], NULL, 0) : 1;
	if (argc > 2 || !s.every) {
		fprintf(stderr, "usage: sweep [EVERY]   one case of so many\n");
		return 2;
	}
	s.p = pair_new();
	if (!s.p) {
		fprintf(stderr, "sweep: out of memory\n");
		return 2;
	}
	if (!sweep_kernel(&s, MM011_KERNEL_0_11) || !sweep_kernel(&s, MM011_KERNEL_0_12) ||
	    !sweep_worst(&s))
		return 1;
	return report_worst(&s) & report(&s) ? 0 : 1;
}
