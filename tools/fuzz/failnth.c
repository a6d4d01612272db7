// SPDX-License-Identifier: GPL-2.0
/*
 * Every call of the host fails: for each operation that asks the outside, the
 * first call fails, then in a new try the second, until an operation comes to
 * its end with none left to fail. After each, the machine is as before, or as
 * after success, but for the one block that could not be read: 0.11 tells
 * nobody, and the task finds zeros there. Then everything can be freed.
 */

#include <errno.h>
#include <linux/kernel.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz/failing.h"

#define FILE_NR		1u	/* three pages of text */
#define TEXT_PAGE	0x1000u
#define DATA_PAGE	0x3000u	/* text ends 100 bytes below it */
#define ENTRY		0xeeeeeeeeu	/* the address of DATA_PAGE's page table entry */
#define BASE		MM011_TASK_SIZE	/* of task 1 */

/*
 * Task 1 is a child of task 0. It runs what it has from there; or FILE_NR; there
 * is a swap device; it is in use, and the task has written to DATA_PAGE; and
 * that page is swapped out.
 */
enum before { OLD_PROGRAM, FILE_PROGRAM, SWAP_DEVICE, DIRTY_PAGE, SWAPPED_PAGE };

/**
 * struct scenario - an operation that asks the host
 * @name: what to call it
 * @before: what was before
 * @op: the operation
 * @least: how many calls that can fail it makes at least
 */
struct scenario {
	const char *name;
	enum before before;
	struct mm011_op op;
	u32 least;
};

#define OP1(verb, ...) { .code = MM011_OP_##verb, .task = 1, .arg = { __VA_ARGS__ } }
#define OP0(verb, ...) { .code = MM011_OP_##verb, .arg = { __VA_ARGS__ } }

static const struct scenario scenarios_0_11[] = {
	{ "exec", OLD_PROGRAM, OP1(EXEC, FILE_NR), 6 },
	{ "exec over a program", FILE_PROGRAM, OP1(EXEC, FILE_NR + 1), 6 },
	{ "page_fault", FILE_PROGRAM, OP1(PAGE_FAULT, 4, BASE + TEXT_PAGE), 4 },
	{ "do_no_page", FILE_PROGRAM, OP1(DO_NO_PAGE, 4, BASE + TEXT_PAGE), 4 },
	{ "read", FILE_PROGRAM, { .code = MM011_OP_READ, .task = 1, .arg = { TEXT_PAGE - 8 },
				  .len = 16 }, 8 },
	{ "write", FILE_PROGRAM, { .code = MM011_OP_WRITE, .task = 1, .arg = { TEXT_PAGE - 8 },
				   .len = 16 }, 8 },
	{ "waitpid", FILE_PROGRAM, OP1(WAITPID, ~0u, TEXT_PAGE), 4 },
};

static const struct scenario scenarios_0_12[] = {
	{ "exec", OLD_PROGRAM, OP1(EXEC, FILE_NR), 2 },
	{ "uselib", FILE_PROGRAM, OP1(USELIB, FILE_NR + 1), 1 },
	{ "page_fault", FILE_PROGRAM, OP1(PAGE_FAULT, 4, BASE + TEXT_PAGE), 4 },
	{ "swap_file", SWAP_DEVICE, OP0(SWAP_FILE, 0), 1 },
	{ "swap_memory", SWAP_DEVICE, OP0(SWAP_MEMORY, 500), 1 },
	{ "init_swapping", SWAP_DEVICE, OP0(INIT_SWAPPING), 1 },
	{ "swap_out", DIRTY_PAGE, OP0(SWAP_OUT), 1 },
	{ "try_to_swap_out", DIRTY_PAGE, OP0(TRY_TO_SWAP_OUT, ENTRY), 1 },
	{ "swap_in", SWAPPED_PAGE, OP0(SWAP_IN, ENTRY), 1 },
	{ "page_fault, swapped", SWAPPED_PAGE, OP1(PAGE_FAULT, 4, BASE + DATA_PAGE), 1 },
	{ "do_no_page, swapped", SWAPPED_PAGE, OP1(DO_NO_PAGE, 4, BASE + DATA_PAGE), 1 },
	{ "read, swapped", SWAPPED_PAGE, { .code = MM011_OP_READ, .task = 1,
					   .arg = { DATA_PAGE }, .len = 16 }, 1 },
	{ "write, swapped", SWAPPED_PAGE, { .code = MM011_OP_WRITE, .task = 1,
					    .arg = { DATA_PAGE }, .len = 16 }, 1 },
	{ "fork, swapped", SWAPPED_PAGE, OP1(FORK), 1 },
	{ "swap_read", SWAPPED_PAGE, { .code = MM011_OP_SWAP_READ, .arg = { 1 },
				       .len = MM011_PAGE_SIZE }, 1 },
	{ "swap_write", SWAPPED_PAGE, { .code = MM011_OP_SWAP_WRITE, .arg = { 1 },
					.len = MM011_PAGE_SIZE }, 1 },
};

/**
 * struct state - a machine at one moment
 * @crc: of its page tables and memory map
 * @swap: its swapping
 * @memory: its 16 MB
 */
struct state {
	u32 crc;
	struct mm011_swap swap;
	u8 *memory;
};

/**
 * struct rig - what a scenario has
 * @m: its machine
 * @kernel: which kernel it runs
 * @host: the machine's host
 * @before: before the operation
 * @success: after it, when no call failed
 * @free_pages: before the first task
 * @wrong: what was found, NULL: nothing yet
 */
struct rig {
	struct mm011_machine *m;
	u32 kernel;
	struct failing host;
	struct state before;
	struct state success;
	u32 free_pages;
	const char *wrong;
};

static void complain(struct rig *r, const char *what)
{
	if (!r->wrong)
		r->wrong = what;
}

static u32 count_free(const struct mm011_machine *m)
{
	u32 nr, count = 0;

	for (nr = 0; nr < MM011_PAGING_PAGES; nr++)
		count += !linux01x(m)->mem_map[nr];
	return count;
}

static s32 do_op(struct rig *r, const struct mm011_op *op)
{
	u8 data[MM011_PAGE_SIZE] = { 0 };
	struct mm011_op copy = *op;

	mm011_op_run(r->m, &copy, data);
	return copy.error;
}

static s32 do_task(struct rig *r, u32 code, u32 task, u32 arg)
{
	struct mm011_op op = { .code = code, .task = task, .arg = { arg } };

	if (code == MM011_OP_WAITPID)
		op.flags = MM011_OPF_NO_STATUS;
	return do_op(r, &op);
}

static void take_state(const struct rig *r, struct state *state)
{
	state->crc = mm011_checksum_noad_plain(r->m);
	state->swap = linux01x(r->m)->swap;
	memcpy(state->memory, r->m->memory, MM011_MEMORY_SIZE);
}

static bool same_swap(const struct rig *r, const struct state *state)
{
	const struct mm011_swap *now = &linux01x(r->m)->swap;
	const struct mm011_swap *then = &state->swap;

	return !now->device.handle == !then->device.handle &&
	       now->device.blocks == then->device.blocks &&
	       now->bitmap == then->bitmap;
}

/* where the page table entry of a task's address is */
static u32 entry_of(struct rig *r, u32 task, u32 address)
{
	struct mm011_translate walk = { .task = task, .address = address };

	mm011_probe(r->m, &walk);
	return walk.pte_addr;
}

static s32 run_scenario(struct rig *r, const struct scenario *s)
{
	struct mm011_op op = s->op;

	if (op.arg[0] == ENTRY)
		op.arg[0] = entry_of(r, 1, DATA_PAGE);
	return do_op(r, &op);
}

static s32 prepare_page(struct rig *r, enum before before)
{
	const struct mm011_op write = {
		.code = MM011_OP_WRITE, .task = 1, .arg = { DATA_PAGE }, .len = 16
	};
	s32 err = 0;

	if (before >= SWAP_DEVICE)
		err = do_task(r, MM011_OP_SWAP_MEMORY, 0, 400);
	if (!err && before >= DIRTY_PAGE)
		err = do_task(r, MM011_OP_INIT_SWAPPING, 0, 0);
	if (!err && before >= DIRTY_PAGE)
		err = do_op(r, &write);
	if (!err && before >= SWAPPED_PAGE)
		err = do_task(r, MM011_OP_TRY_TO_SWAP_OUT, 0, entry_of(r, 1, DATA_PAGE));
	return err;
}

/* a machine that nothing was done to, then task 1, and a zombie for it to wait for */
static void prepare(struct rig *r, enum before before)
{
	const struct mm011_reset reset = { .kernel = r->kernel };

	mm011_reset(r->m, &reset);
	failing_init(&r->host);
	r->free_pages = count_free(r->m);
	if (do_task(r, MM011_OP_FORK, 0, 0) || do_task(r, MM011_OP_FORK, 1, 0) ||
	    do_task(r, MM011_OP_EXIT, 2, 0))
		complain(r, "no tasks");
	if (before >= FILE_PROGRAM && do_task(r, MM011_OP_EXEC, 1, FILE_NR))
		complain(r, "no program");
	if (prepare_page(r, before))
		complain(r, "no swapping");
	r->host.calls = 0;
}

static bool is_zero(const u8 *p)
{
	u32 k;

	for (k = 0; k < MM011_BLOCK_SIZE; k++)
		if (p[k])
			return false;
	return true;
}

static bool is_free(const struct rig *r, u32 addr)
{
	struct linux01x *k = linux01x(r->m);

	return addr >= MM011_LOW_MEM && !k->mem_map[(addr - MM011_LOW_MEM) / MM011_PAGE_SIZE];
}

/* how many blocks of used memory differ; all must be zero now */
static u32 missing_blocks(struct rig *r, const struct state *state)
{
	u32 count = 0, at;

	for (at = 0; at < MM011_MEMORY_SIZE; at += MM011_BLOCK_SIZE) {
		const u8 *now = r->m->memory + at;

		if (is_free(r, at) || !memcmp(now, state->memory + at, MM011_BLOCK_SIZE))
			continue;
		if (!is_zero(now))
			complain(r, "a block is neither what it was nor zero");
		count++;
	}
	return count;
}

/* one call has failed */
static void check_failed(struct rig *r, s32 error)
{
	u32 crc = mm011_checksum_noad_plain(r->m);

	if (error) {
		if (crc != r->before.crc || missing_blocks(r, &r->before))
			complain(r, "refused, and not as before");
		if (!same_swap(r, &r->before))
			complain(r, "refused, and the swap space is not as before");
		return;
	}
	if (crc != r->success.crc)
		complain(r, "neither as before nor as after success");
	if (missing_blocks(r, &r->success) != 1)
		complain(r, "more or less than the block that could not be read is missing");
}

/* all tasks end: nothing may stay taken but the bitmap of the swap space */
static void free_all(struct rig *r)
{
	struct linux01x *k = linux01x(r->m);
	u32 nr, fd;

	for (nr = MM011_NR_TASKS - 1; nr > 0; nr--)
		if (k->task[nr].state == MM011_TASK_RUNNING && do_task(r, MM011_OP_EXIT, nr, 0))
			complain(r, "a task cannot end");
	for (nr = 1; nr < MM011_NR_TASKS; nr++)
		if (k->task[nr].state == MM011_TASK_ZOMBIE && mm011_release(r->m, nr))
			complain(r, "a task cannot go");
	if (count_free(r->m) + !!k->swap.bitmap != r->free_pages)
		complain(r, "a page is lost");
	for (fd = 0; fd < FAILING_FILES; fd++)
		if (r->host.file[fd].holders)
			complain(r, "a file is still held");
	mm011_swap_reset(r->m);
	if (r->host.swaps)
		complain(r, "a swap space is still held");
}

/* the nth call fails; whether there was one */
static bool try_nth(struct rig *r, const struct scenario *s, u32 nth)
{
	s32 error;

	prepare(r, s->before);
	r->host.fail_at = nth;
	error = run_scenario(r, s);
	r->host.fail_at = 0;
	if (r->host.calls >= nth)
		check_failed(r, error);
	nth = r->host.calls >= nth;
	free_all(r);
	return nth;
}

/* returns how many calls failed, one after another */
static u32 run(struct rig *r, const struct scenario *s)
{
	u32 nth;

	r->wrong = NULL;
	prepare(r, s->before);
	take_state(r, &r->before);
	if (run_scenario(r, s))
		complain(r, "fails where no call does");
	take_state(r, &r->success);
	if (r->host.calls < s->least)
		complain(r, "asks the host less often than it should");
	free_all(r);
	for (nth = 1; !r->wrong && try_nth(r, s, nth); )
		nth++;
	return nth - 1;
}

static u32 failed, number;

static void run_all(struct rig *r, u32 kernel, const struct scenario *s, u32 count)
{
	u32 calls;

	r->kernel = kernel;
	for ( ; count--; s++) {
		calls = run(r, s);
		if (r->wrong)
			printf("# call %u fails: %s\n", calls, r->wrong);
		printf("%sok %u - 0.%u: %s: %u calls failed, one after another\n",
		       r->wrong ? "not " : "", ++number, kernel, s->name, calls);
		failed += !!r->wrong;
	}
}

int main(void)
{
	static struct linux01x kernel;
	static struct rig r = { .m = &kernel.m };
	struct mm011_machine *m = &kernel.m;

	m->memory = calloc(1, MM011_MEMORY_SIZE);
	m->store = calloc(1, MM011_OOB_SIZE);
	m->host = &r.host.host;
	r.before.memory = malloc(MM011_MEMORY_SIZE);
	r.success.memory = malloc(MM011_MEMORY_SIZE);
	if (!m->memory || !m->store || !r.before.memory || !r.success.memory)
		return 2;
	printf("TAP version 13\n1..%zu\n",
	       ARRAY_SIZE(scenarios_0_11) + ARRAY_SIZE(scenarios_0_12));
	run_all(&r, MM011_KERNEL_0_11, scenarios_0_11, ARRAY_SIZE(scenarios_0_11));
	run_all(&r, MM011_KERNEL_0_12, scenarios_0_12, ARRAY_SIZE(scenarios_0_12));
	free(m->memory);
	free(m->store);
	free(r.before.memory);
	free(r.success.memory);
	return failed > 0;
}
