// SPDX-License-Identifier: GPL-2.0
/*
 * For the sweep: how long does each operation take on the machines where it takes long?
 * The reference would take minutes there, so nothing is compared; but each operation has
 * a limit, and may not go on for long without a breath, in which others run.
 */

#include <linux/kernel.h>
#include <stdio.h>
#include <time.h>

#include "target/local.h"
#include "fuzz/madeup.h"
#include "fuzz/fuzz.h"
#include "fuzz/snapshot.h"
#include "fuzz/sweep.h"
#include "fuzz/worst.h"

#define MS		1000000ull
#define LIMIT_MS	30	/* of CPU time that an operation may take, with its checksums */
#define LONG_MS		200	/* one that goes through all tables, chains or swap pages */
#define BREATH_MS	5	/* any of them between two breaths */
#define FEW_PAIRED	9u	/* of the values: what else meets would take an hour */

/*
 * Those that may take long: they go through all there is, and what looks
 * for a page may end in swap_out(). They took up to 45 ms.
 */
static const u32 limit_ms[MM011_OP_MAX] = {
	[MM011_OP_GET_FREE_PAGE] = LONG_MS,
	[MM011_OP_FREE_PAGE_TABLES] = LONG_MS,
	[MM011_OP_COPY_PAGE_TABLES] = LONG_MS,
	[MM011_OP_PUT_PAGE] = LONG_MS,
	[MM011_OP_GET_EMPTY_PAGE] = LONG_MS,
	[MM011_OP_UN_WP_PAGE] = LONG_MS,
	[MM011_OP_DO_WP_PAGE] = LONG_MS,
	[MM011_OP_WRITE_VERIFY] = LONG_MS,
	[MM011_OP_DO_NO_PAGE] = LONG_MS,
	[MM011_OP_DO_NO_PAGE_MAP] = LONG_MS,
	[MM011_OP_TRY_TO_SHARE] = LONG_MS,
	[MM011_OP_SHARE_PAGE] = LONG_MS,
	[MM011_OP_PAGE_FAULT] = LONG_MS,
	[MM011_OP_MALLOC] = LONG_MS,
	[MM011_OP_FREE_S] = LONG_MS,
	[MM011_OP_FORK] = LONG_MS,
	[MM011_OP_EXEC] = LONG_MS,
	[MM011_OP_EXEC_MADE_UP] = LONG_MS,
	[MM011_OP_EXIT] = LONG_MS,
	[MM011_OP_WAITPID] = LONG_MS,
	[MM011_OP_VERIFY_AREA] = LONG_MS,
	[MM011_OP_PIPE] = LONG_MS,
	[MM011_OP_READ] = LONG_MS,
	[MM011_OP_WRITE] = LONG_MS,
	[MM011_OP_PUT_DIRTY_PAGE] = LONG_MS,
	[MM011_OP_USELIB] = LONG_MS,
	[MM011_OP_USELIB_MADE_UP] = LONG_MS,
	[MM011_OP_INIT_SWAPPING] = LONG_MS,
	[MM011_OP_SWAP_IN] = LONG_MS,
	[MM011_OP_SWAP_OUT] = LONG_MS,
};

static void many_tables(void)
{
	worst_tables(MM011_KERNEL_0_11);
}

static void many_tables_0_12(void)
{
	worst_tables(MM011_KERNEL_0_12);
}

static void tables_to_copy(void)
{
	worst_tables_to_copy(32, 480);
}

typedef void make_fn(void);

static make_fn *const make[] = {
	many_tables, many_tables_0_12, tables_to_copy, worst_swapped_tables, worst_malloc_chain,
	worst_nothing_to_swap, worst_pages_to_drop,
};

static struct snapshot snapshot;
static u64 last_breath, breathless;

static u64 cpu_time(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static void breathe(void)
{
	u64 now = cpu_time();

	breathless = max(breathless, now - last_breath);
	last_breath = now;
}

static int host_pause(const struct mm011_machine *m)
{
	breathe();
	return 0;
}

static void look_at(struct sweep *s, const struct mm011_op *op, const char *what, u64 ns, u64 limit)
{
	char text[80];

	if (ns <= limit * MS)
		return;
	s->worst[op->code].late++;
	snprintf(text, sizeof(text), "%llu ms%s, and %llu are allowed",
		 (unsigned long long)(ns / MS), what, (unsigned long long)limit);
	sweep_complain(s, op, text);
}

/**
 * sweep_time() - do an operation that is a case where nothing is compared
 * @s: the sweep, with a machine alone
 * @op: the operation
 */
void sweep_time(struct sweep *s, const struct mm011_op *op)
{
	static u8 data[MM011_MAX_DATA];
	struct tally *t = &s->worst[op->code];
	struct step step = { .op = *op, .seed = 1, .page = 0x200000 };
	u64 began;

	generate_data(&step, data);
	if (mm011_op_row(op->code)->data != MM011_DATA_NONE)
		step.op.data = (unsigned long)data;
	breathless = 0;
	began = cpu_time();
	last_breath = began;
	local_op(s->alone, &step.op);
	breathe();
	t->cases++;
	t->slowest = max(t->slowest, last_breath - began);
	t->breathless = max(t->breathless, breathless);
	look_at(s, op, "", last_breath - began, limit_ms[op->code] ? limit_ms[op->code] : LIMIT_MS);
	look_at(s, op, " without a breath", breathless, BREATH_MS);
	local_calm(s->alone);
	snapshot_restore(&snapshot);
}

/* those that make loops long, and the ends of what there is */
static void set_values(struct sweep *s)
{
	static const u32 values[] = {
		0x4000000, 0xfc000000, 520 * WORST_SPAN, 504 * WORST_SPAN, 0, ~0u, 0x5000, 0x1000,
		1, 32 * WORST_SPAN, 480 * WORST_SPAN,
		0x100000, 0xf00000, 0x1000000, 0x400000, 0x7fffffff, 0x80000000, 4096, 3, 64,
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(values); i++)
		s->value[i] = values[i];
	s->values = i;
	s->few = FEW_PAIRED;
}

/**
 * sweep_worst() - all operations, on each of these machines
 * @s: the sweep
 *
 * Return: whether there is memory for them.
 */
bool sweep_worst(struct sweep *s)
{
	static struct mm011_host host;
	struct target t;
	u32 i, code;

	if (target_open_local(&t))
		return false;
	host = *t.machine->host;
	madeup_host(&host);
	host.pause = host_pause;
	t.machine->host = &host;
	worst_use(&t);
	s->alone = t.machine;
	s->state = WORST;
	s->task = 1;
	set_values(s);
	for (i = 0; i < ARRAY_SIZE(make); i++) {
		make[i]();
		s->kernel = t.machine->kernel->number;
		if (!snapshot_machine(&snapshot, t.machine))
			return false;
		for (code = 0; generate_more(&code); code++)
			sweep_operation(s, code);
	}
	s->alone = NULL;
	return true;
}
