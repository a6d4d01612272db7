// SPDX-License-Identifier: GPL-2.0
/*
 * What an operation came to, for people: its answer, or why it failed.
 */

#include <errno.h>
#include <stdio.h>

#include "ctl/refusal.h"
#include "ctl/result.h"
#include "ctl/result24.h"
#include "linux01x/linux01x.h"
#include "view/words.h"

/* @digits: of the address, as many as its kind has */
static void print_bytes(const u8 *data, u32 len, u32 address, int digits)
{
	u32 i, k;

	for (i = 0; i < len; i += 16) {
		printf("0x%0*x ", digits, address + i);
		for (k = i; k < i + 16; k++)
			k < len ? printf(" %02x", data[k]) : printf("   ");
		printf("  ");
		for (k = i; k < i + 16 && k < len; k++)
			putchar(data[k] >= ' ' && data[k] < 127 ? data[k] : '.');
		putchar('\n');
	}
}

static void print_calc_mem(const struct mm011_op *op, const u8 *data)
{
	u16 used;
	u32 i;

	printf("%u pages free (of %u)\n", op->ret, MM011_PAGING_PAGES);
	for (i = 0; i < MM011_ENTRIES; i++) {
		memcpy(&used, data + i * sizeof(used), sizeof(used));
		if (used)
			printf("Pg-dir[%u] uses %u pages\n", i, used);
	}
}

static void print_show_mem(const u8 *data)
{
	struct mm011_show_mem show;
	u32 nr;

	memcpy(&show, data, sizeof(show));
	printf("Mem-info:\n%u free pages of %u\n%u pages shared\n", show.free, show.total,
	       show.shared);
	for (nr = 0; nr < MM011_NR_TASKS; nr++)
		if (show.pages[nr])
			printf("Process %u: %u pages\n", nr, show.pages[nr]);
	printf("Memory found: %d (%u)\n", (s32)show.found, show.total);
}

static void print_no_page(const struct mm011_op *op)
{
	printf("%s 0x%06x", mm011_no_page_word(op->out[0]), op->ret);
	if (op->out[0] == MM011_NO_PAGE_SHARE)
		printf(", with task %u", op->out[1]);
	if (op->out[0] == MM011_NO_PAGE_SWAP)
		printf(", swap page %u", op->out[1]);
	if (op->flags & MM011_OPF_TWO_STEP && op->out[0] == MM011_NO_PAGE_LOAD)
		printf(", not mapped yet: go on with do_no_page_map");
	putchar('\n');
}

/* what show_free_areas() prints */
static void print_free_areas(const u8 *data)
{
	struct mm011_zones zones;
	const struct mm011_zone *zone = zones.zone;
	u32 order;

	memcpy(&zones, data, sizeof(zones));
	for ( ; zone < zones.zone + MM011_NR_ZONES; zone++) {
		for (order = 0; zone->size && order < MM011_NR_ORDERS; order++)
			printf("%u*%ukB ", zone->blocks[order], 4u << order);
		printf("= %ukB)\n", zone->free_pages * 4);
	}
}

static void print_pressure(const u8 *data)
{
	struct mm011_pressure p;

	memcpy(&p, data, sizeof(p));
	printf("memory_pressure    %u\nfree pages         %u\n", p.memory_pressure, p.free_pages);
	printf("free_shortage      %d\ninactive_shortage  %d\n", (s32)p.free_shortage,
	       (s32)p.inactive_shortage);
	printf("woken              kswapd %u, and waited for %u; kreclaimd %u; bdflush %u\n",
	       p.wakeups[MM011_WAKEUP_KSWAPD], p.wakeups[MM011_WAKEUP_KSWAPD_WAIT],
	       p.wakeups[MM011_WAKEUP_KRECLAIMD], p.wakeups[MM011_WAKEUP_BDFLUSH]);
	printf("try_to_free_pages  %u\n", p.wakeups[MM011_TRY_TO_FREE_PAGES]);
}

static void print_frame(const struct mm011_op *op)
{
	static const char *const zones[MM011_NR_ZONES] = { "DMA", "Normal", "HighMem" };

	printf("count %d, flags 0x%x, zone %s, age %u, %s\n", (s32)op->ret, op->out[0],
	       zones[op->out[1] & 0xff], op->out[1] >> 8 & 0xff, mm011_lru_word(op->out[1] >> 16));
}

/* 2.4: the number of a page frame, or what else; false: it gives back something else */
static bool print_number24(const struct mm011_op *op)
{
	switch (op->code) {
	case MM011_OP24_ALLOC_PAGES:
	case MM011_OP24_GET_ZEROED_PAGE:
		printf(op->ret == MM011_NO_FRAME ? "no page frame\n" : "page frame %u\n", op->ret);
		break;
	case MM011_OP24_FREE_AREA_INIT:
		printf("%u page frames free\n", op->ret);
		break;
	case MM011_OP24_FREE_PAGES:
		if (!op->ret)
			printf("ignored: there is no such page frame\n");
		break;
	case MM011_OP24_GET_PAGE:
		printf("count %d\n", (s32)op->ret);
		break;
	case MM011_OP24_PAGE:
		print_frame(op);
		break;
	default:
		return false;
	}
	return true;
}

/* the reasons for which share_page() does not even look for a donor */
static const char *why_not_shared(struct target *t, const struct mm011_op *op)
{
	const struct mm011_machine *m = target_snapshot(t);
	const struct mm011_task *task = m ? &linux01x(m)->task[op->task] : NULL;
	u32 file = m ? mm011_file_at(m, task, op->arg[0]) : 0;

	if (op->code == MM011_OP_TRY_TO_SHARE)
		return "the donor has no clean page there, or there is one already";
	if (!file)
		return "the task has no file there";
	if (linux01x(m)->inode[file].i_count < 2)
		return "nobody else runs that file: its i_count is less than 2";
	return "nobody else has that page, clean and in memory";
}

static void print_share(struct target *t, const struct mm011_op *op)
{
	if (!op->ret)
		printf("0: not shared: %s\n", why_not_shared(t, op));
	else
		printf("%u: shared with task %u\n", op->ret,
		       op->code == MM011_OP_SHARE_PAGE ? op->out[0] : op->arg[1]);
}

/* an address, or a number that has a meaning; false: it gives back something else */
static bool print_number(const struct mm011_op *op)
{
	switch (op->code) {
	case MM011_OP_GET_FREE_PAGE:
	case MM011_OP_PUT_PAGE:
	case MM011_OP_PUT_DIRTY_PAGE:
	case MM011_OP_SWAP_IN:
	case MM011_OP_MALLOC:
		printf("0x%06x\n", op->ret);
		break;
	case MM011_OP_BRK:
	case MM011_OP_PEEK32:
		printf("0x%08x\n", op->ret);
		break;
	case MM011_OP_COPY_PAGE_TABLES:
		printf("%d%s\n", (s32)op->ret, op->ret ? ": out of memory" : "");
		break;
	case MM011_OP_GET_SWAP_PAGE:
		printf(op->ret ? "swap page %u\n" : "%u: no swap page is free\n", op->ret);
		break;
	case MM011_OP_TRY_TO_SWAP_OUT:
	case MM011_OP_SWAP_OUT:
		printf("%u: %s\n", op->ret, op->ret ? "a page is free now" : "no page was found");
		break;
	case MM011_OP_WAITPID:
		printf(op->ret ? "pid %u\n" : "%u: no child has ended yet\n", op->ret);
		break;
	case MM011_OP_INIT_SWAPPING:
		if (op->ret)
			printf("swapping is on, bitmap in page 0x%06x\n", op->ret);
		else
			printf("swapping stays off\n");
		break;
	case MM011_OP_WAKE:
		printf("it is done, and returned 0x%08x\n", op->ret);
		break;
	case MM011_OP_FORK:
		printf("pid %u, task %u\n", op->ret, op->out[0]);
		break;
	case MM011_OP_EXEC:
	case MM011_OP_EXEC_MADE_UP:
		printf("entry 0x%08x, stack pointer 0x%08x\n", op->out[0], op->ret);
		break;
	case MM011_OP_PIPE:
		printf("pipe %u, page 0x%06x\n", op->ret, op->out[0]);
		break;
	default:
		return false;
	}
	return true;
}

/* what an operation gives back; most give nothing */
static void print_answer(struct target *t, const struct command *c)
{
	const struct mm011_op *op = &c->op;

	if (print_number(op) || print_number24(op) || result24_print(c))
		return;
	switch (op->code) {
	case MM011_OP_SHARE_PAGE:
	case MM011_OP_TRY_TO_SHARE:
		print_share(t, op);
		break;
	case MM011_OP_DO_NO_PAGE:
		print_no_page(op);
		break;
	case MM011_OP_CALC_MEM:
		print_calc_mem(op, c->data);
		break;
	case MM011_OP_SHOW_MEM:
		print_show_mem(c->data);
		break;
	case MM011_OP24_FREE_AREAS:
		print_free_areas(c->data);
		break;
	case MM011_OP24_PRESSURE:
		print_pressure(c->data);
		break;
	case MM011_OP_READ:
		print_bytes(c->data, op->len, op->arg[0], 8);
		break;
	case MM011_OP_PHYS_READ:
		print_bytes(c->data, op->len, op->arg[0], 6);
		break;
	case MM011_OP_SWAP_READ:
		print_bytes(c->data, op->len, 0, 3);
		break;
	}
}

static u32 fault_address(struct target *t)
{
	const struct mm011_machine *m = target_snapshot(t);

	return m ? m->stopped_at : 0;
}

static void print_segv(struct target *t, const struct mm011_op *op, const char *name)
{
	if (target_memory(t)->kernel->number == MM011_KERNEL_2_4)
		fprintf(stderr, "mm011ctl: %s: no area allows it, or has a page there: a signal\n",
			name);
	else
		fprintf(stderr, "mm011ctl: %s: not the task's 64 MB: do_exit(SIGSEGV)%s\n", name,
			mm011_op_row(op->code)->kills_task ? ", the task was killed" : "");
}

/* why an operation did not succeed */
static void print_failure(struct target *t, const struct mm011_op *op)
{
	const char *name = mm011_op_row(op->code)->name;
	char why[REFUSAL_ROOM];

	switch (op->outcome) {
	case MM011_PANIC:
		fprintf(stderr, "mm011ctl: %s: panic: %s\n", name, target_message(t));
		fprintf(stderr, "The machine stands still, half way: look, revive or reset.\n");
		break;
	case MM011_OOM:
		fprintf(stderr, "mm011ctl: %s: out of memory: oom()%s\n", name,
			mm011_op_row(op->code)->kills_task ? ", the task was killed" : "");
		break;
	case MM011_FAULT:
		fprintf(stderr, "mm011ctl: %s: no RAM answers at 0x%08x\n", name, fault_address(t));
		break;
	case MM011_SEGMENT:
		fprintf(stderr, "mm011ctl: %s: beyond the limit of the task's segment\n", name);
		break;
	case MM011_LOOP:
		fprintf(stderr, "mm011ctl: %s: this would go on for ever\n", name);
		break;
	case MM011_SEGV:
		print_segv(t, op, name);
		break;
	case MM011_SWAP_ERROR:
		fprintf(stderr, "mm011ctl: %s: swap page %u could not be %s; none is lost\n", name,
			op->out[1], op->out[0] == MM011_SWAP_IO_READ ? "read" : "written");
		break;
	case MM011_BUG:
		fprintf(stderr, "mm011ctl: %s: BUG(): the task ends there; -v tells why\n", name);
		break;
	case MM011_WAIT:
		fprintf(stderr, "mm011ctl: %s: it would sleep until pages are free; see zones\n",
			name);
		break;
	default:
		fprintf(stderr, "mm011ctl: %s: %s\n", name, refusal(t, op, why));
	}
}

/**
 * result_print() - tell what an operation came to
 * @t: the machine
 * @c: the operation, done
 *
 * Return: an exit status: 0, or 1 when it failed.
 */
int result_print(struct target *t, const struct command *c)
{
	const struct mm011_op *op = &c->op;

	if (op->outcome == MM011_ASLEEP) {
		printf("asleep until swap page %u is %s; go on with wake %u\n", op->out[1],
		       op->out[0] == MM011_SWAP_IO_READ ? "read" : "written", op->task);
		return 0;
	}
	if (op->error) {
		print_failure(t, op);
		return 1;
	}
	print_answer(t, c);
	return 0;
}
