// SPDX-License-Identifier: GPL-2.0
/*
 * Why a machine did not do what it was asked: which argument is wrong, what its limit
 * is, what to do instead. The one place that knows; the machine gives a number only.
 */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include <linux/kernel.h>

#include "ctl/command.h"
#include "ctl/refusal.h"
#include "linux01x/linux01x.h"
#include "op/op.h"

#define LAST_WORD	(MM011_MEMORY_SIZE - 4)

/* what is asked, and where the answer goes */
struct reason {
	struct target *t;
	const struct mm011_op *op;
	char *to;
};

static const char *say(const struct reason *r, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vsnprintf(r->to, REFUSAL_ROOM, format, ap);
	va_end(ap);
	return r->to;
}

static const char *usage(const struct reason *r)
{
	char text[120];

	command_usage(r->op->code, text, sizeof(text));
	return say(r, "it cannot be done with these arguments: %s", text);
}

/* ------------------------------------------------------- wrong arguments */

static const char *bad_bytes(const struct reason *r)
{
	return say(r, "ADDR 0x%06x: %u bytes from there on do not lie in the %u MB of memory",
		   r->op->arg[0], r->op->len, MM011_MEMORY_SIZE >> 20);
}

static const char *bad_word(const struct reason *r)
{
	return say(r, "%s 0x%06x: the last word of memory is at 0x%06x",
		   r->op->code == MM011_OP_SET_AD ? "ENTRY" : "ADDR", r->op->arg[0], LAST_WORD);
}

static const char *bad_program(const struct reason *r)
{
	const u32 *arg = r->op->arg;
	u64 size = (u64)arg[1] + arg[2] + arg[3];

	if (!arg[0])
		return say(r, "INODE 0 is no file: take a number from 1 on");
	return say(r, "TEXT, DATA and BSS are %llu bytes together: at most %u (48 MB)",
		   (unsigned long long)size, MM011_MAX_PROGRAM);
}

static const char *bad_donor(const struct reason *r)
{
	if (r->op->arg[1] >= MM011_NR_TASKS)
		return say(r, "DONOR %u: tasks have numbers from 0 to %u", r->op->arg[1],
			   MM011_NR_TASKS - 1);
	return say(r, "DONOR %u: no such task; see ps", r->op->arg[1]);
}

static const char *bad_i_count(const struct reason *r)
{
	if (r->op->arg[0] > MM011_MAX_I_COUNT)
		return say(r, "COUNT %u: at most %u", r->op->arg[0], MM011_MAX_I_COUNT);
	return say(r, "task %u has no executable; see ps", r->op->task);
}

static const char *bad_count(const struct reason *r)
{
	if (r->op->arg[1] > MM011_MAX_COUNT)
		return say(r, "COUNT %u: at most %u", r->op->arg[1], MM011_MAX_COUNT);
	return say(r, "PAGE 0x%06x: counted are the pages from 0x%06x to 0x%06x", r->op->arg[0],
		   MM011_LOW_MEM, MM011_MEMORY_SIZE - MM011_PAGE_SIZE);
}

static const char *bad_swap_page(const struct reason *r)
{
	struct mm011_swap swap;

	if (target_swap(r->t, &swap) || !swap.device.blocks)
		return say(r, "there is no swap space; swap_memory or swap_file gives one");
	if (swap.device.blocks == MM011_NO_SIZE)
		return say(r, "the swap space does not tell its size: it has no pages");
	return say(r, "NR %u: the swap space has pages 0 to %u", r->op->arg[0],
		   swap.device.blocks / 4 - 1);
}

/* 2.4: areas */
static const char *bad_area_argument(const struct reason *r)
{
	const u32 *arg = r->op->arg;

	switch (r->op->code) {
	case MM011_OP24_DO_MMAP_PGOFF:
		return say(r, "FILE %u: 0 (none) to %u", arg[4], MM011_FILE24_MAX);
	case MM011_OP24_SET_FILE:
		return say(r, "FILE %u, MODE 0x%x: 1 to %u, and at most 0x%x", arg[0], arg[1],
			   MM011_FILE24_MAX, MM011_FILE24_ALL);
	case MM011_OP24_SHOW_FILE:
		return say(r, "FILE %u: 1 to %u", arg[0], MM011_FILE24_MAX);
	case MM011_OP24_SET_LIMIT:
		return say(r, "LIMIT %u: 0 data, 1 stack, 2 locked memory, 3 all", arg[0]);
	case MM011_OP24_SET_OVERCOMMIT:
		return say(r, "YES %u: 0 or 1", arg[0]);
	case MM011_OP24_SET_MM:
		return say(r, "FIELD %u: 0 to %u", arg[0], MM011_MM24_FIELDS - 1);
	case MM011_OP24_SWITCH_MM:
		return say(r, "MM %u: there is none of this number; mm_alloc and dup_mmap make one",
			   arg[0]);
	case MM011_OP24_MMPUT:
		return say(r, "MM %u: there is none of this number, or it is the current one",
			   arg[0]);
	case MM011_OP24_ENTRY:
		return say(r, "ADDR 0x%x: below 0xc0000000, and there must be a page directory",
			   arg[0]);
	case MM011_OP24_DO_PAGE_FAULT:
		return say(r, "this address space has no page directory; %s",
			   "reset --kernel 2.4, or mm_alloc and switch_mm");
	case MM011_OP24_HANDLE_MM_FAULT:
		return say(r, "ADDR 0x%x, WRITE %u: below 0xc0000000, 0 or 1; %s", arg[0], arg[1],
			   "and there must be a page directory");
	case MM011_OP24_PUT_DIRTY_PAGE:
		return say(r, "PFN %u, ADDR 0x%x: a page frame, below 0xc0000000; %s", arg[0],
			   arg[1], "and there must be a page directory");
	case MM011_OP24_ZAP_PAGE_RANGE:
		return say(r, "ADDR 0x%x, SIZE 0x%x: whole pages below 0xc0000000", arg[0], arg[1]);
	case MM011_OP24_INSERT_VM_STRUCT:
		return say(r, "START 0x%x, END 0x%x, FILE %u: %s, FILE at most %u", arg[0], arg[1],
			   arg[5], "whole pages below 0xc0000000 where no area is",
			   MM011_FILE24_MAX);
	default:
		return NULL;	/* it is none of them */
	}
}

/* 2.4: lists of pages in use, swap space */
static const char *bad_list24(const struct reason *r)
{
	const u32 *arg = r->op->arg;

	switch (r->op->code) {
	case MM011_OP24_LOAD_LRU:
		return say(r, "LIST %u, HOW %u: 1 to 5, and 0 to 2; page frames that there are, %s",
			   arg[0], arg[1], "on an inactive_clean_list those of its zone");
	case MM011_OP24_SET_PAGE_INDEX:
		return say(r, "PFN %u: there is no such page frame; see zones", arg[0]);
	case MM011_OP24_LOAD_SWAP_MAP:
		return say(r, "OFFSET %u, PAGES %u, COUNT %u: at most 32768 in all, and 0x8000",
			   arg[0], arg[1], arg[2]);
	case MM011_OP24_SET_SWAP:
		return say(r, "MAX %u: at most 32768; the others at most MAX, CLUSTER_NR 256",
			   arg[0]);
	case MM011_OP24_SET_VM:
		return say(r, "FIELD %u, VALUE %u: 0 to 2, and of 2 at most 15", arg[0], arg[1]);
	case MM011_OP24_REFILL_INACTIVE_SCAN:
		return say(r, "PRIORITY %u, ONESHOT %u: at most 31, and 0 or 1", arg[0], arg[1]);
	case MM011_OP24_PAGE_LAUNDER:
		return say(r, "GFP 0x%x, SYNC %u: at most 0xff, and 0 or 1", arg[0], arg[1]);
	case MM011_OP24_RECLAIM_PAGE:
		return say(r, "ZONE %u: 0 to 2", arg[0]);
	case MM011_OP24_TRY_TO_SWAP_OUT:
		return say(r, "ADDR 0x%x: below 0xc0000000, in an mm with a page directory",
			   arg[0]);
	default:
		return usage(r);
	}
}

/* 2.4: page frames, allocation masks, zones */
static const char *bad_argument24(const struct reason *r)
{
	const u32 *arg = r->op->arg;

	switch (r->op->code) {
	case MM011_OP24_FREE_AREA_INIT:
		return say(r, "TOTAL %u, DMA %u, NORMAL %u: at most 0x100000 in all, %s", arg[0],
			   arg[1], arg[2], "in a bare machine (--kernel 2.4 batch)");
	case MM011_OP24_ALLOC_PAGES:
		return say(r, "GFP 0x%x: at most 0xff", arg[1]);
	case MM011_OP24_GET_ZEROED_PAGE:
		return say(r, "GFP 0x%x: at most 0xff, without 0x10: %s", arg[0],
			   "what is in HighMem has no address, and a bare machine no memory");
	case MM011_OP24_FREE_PAGES:
		return say(r, "PFN %u, ORDER %u: at most 0xfffff, and 31", arg[0], arg[1]);
	case MM011_OP24_MEMALLOC:
		return say(r, "ON %u: 0 or 1", arg[0]);
	case MM011_OP24_RESERVE:
		return say(r, "PFN %u, ON %u: no such page frame, or not 0 or 1; see zones", arg[0],
			   arg[1]);
	case MM011_OP24_SET_PAGE:
		return say(r, "PFN %u, AGE %u, MAPPING %u, BUFFERS %u: %s", arg[0], arg[2], arg[3],
			   arg[4], "no such page frame, or more than 255, 2 and 2; see zones");
	case MM011_OP24_LOAD_COUNTS:
	case MM011_OP24_LOAD_RESERVED:
		return say(r, "PFN %u, PAGES %u: there are not so many; see zones", arg[0], arg[1]);
	case MM011_OP24_RMQUEUE:
		return say(r, "ZONE %u, ORDER %u: a zone that is there, and 0 to 9; see zones",
			   arg[0], arg[1]);
	case MM011_OP24_LOAD_ZERO_PAGE:
		return say(r, "PFN %u: there is no such page frame; see zones", arg[0]);
	case MM011_OP24_SET_ACCESSED:
		return say(r, "DIRECTORY %u, TABLE %u: there is no such entry", arg[0], arg[1]);
	case MM011_OP24_ASKED:
	case MM011_OP24_TELL:
		return say(r, "TASK %u: 0 to %u", arg[0], MM011_NR_TASKS - 1);
	case MM011_OP24_FREE_PAGES_OK:
		return say(r, "PFN %u, ORDER %u: no page frame, or more than 31", arg[0], arg[1]);
	case MM011_OP24_GET_PAGE:
	case MM011_OP24_PAGE:
	case MM011_OP24_SET_PAGE_COUNT:
		return say(r, "PFN %u: there is no such page frame; see zones", arg[0]);
	default:
		return bad_list24(r);
	}
}

static const char *bad_argument(const struct reason *r)
{
	const char *why;

	switch (r->op->code) {
	case MM011_OP_PHYS_READ:
	case MM011_OP_PHYS_WRITE:
		return bad_bytes(r);
	case MM011_OP_PEEK32:
	case MM011_OP_POKE32:
	case MM011_OP_SET_AD:
		return bad_word(r);
	case MM011_OP_EXEC_MADE_UP:
		return bad_program(r);
	case MM011_OP_WAITPID:
		return say(r, "PID %d: the pid of a child, or -1 for any", (s32)r->op->arg[0]);
	case MM011_OP_TRY_TO_SHARE:
		return bad_donor(r);
	case MM011_OP_DO_NO_PAGE_MAP:
		return say(r, "ADDR 0x%08x: no page of the task's program belongs there",
			   r->op->arg[1]);
	case MM011_OP_SET_TASK:
		return say(r, "TASK %u: tasks have numbers from 0 to %u", r->op->task,
			   MM011_NR_TASKS - 1);
	case MM011_OP_SET_I_COUNT:
		return bad_i_count(r);
	case MM011_OP_SET_COUNT:
		return bad_count(r);
	case MM011_OP_SWAP_MEMORY:
		return say(r, "%u KB of swap memory: at most %u (16 MB)", r->op->arg[0],
			   MM011_MAX_SWAP_KB);
	case MM011_OP_SWAP_READ:
	case MM011_OP_SWAP_WRITE:
		return bad_swap_page(r);
	case MM011_OP_USELIB:
	case MM011_OP_USELIB_MADE_UP:
		return say(r, "task %u runs no program of its own yet: exec one first",
			   r->op->task);
	default:
		why = bad_area_argument(r);
		return why ? why : bad_argument24(r);
	}
}

/* ------------------------------------------ a machine that cannot do it now */

static bool all_slots_taken(const struct mm011_machine *m)
{
	u32 nr;

	for (nr = 0; nr < MM011_NR_TASKS; nr++)
		if (linux01x(m)->task[nr].state == MM011_TASK_FREE)
			return false;
	return true;
}

/* fork() returns EAGAIN for two reasons; what is to sleep is refused with it, too */
static const char *no_child(const struct reason *r)
{
	const struct mm011_machine *m = target_snapshot(r->t);

	if (r->op->outcome == MM011_REFUSED)
		return say(r, "as many operations sleep as may (max_sleepers); see wake");
	if (m && all_slots_taken(m))
		return say(r, "all %u task slots are taken: exit and waitpid free one",
			   MM011_NR_TASKS);
	return say(r, "not enough free pages for a child; see mem_map");
}

static const char *busy(const struct reason *r)
{
	const struct mm011_op *op = r->op;

	if (mm011_op_row(op->code)->needs_task || op->flags & MM011_OPF_SLEEP)
		return say(r, "task %u waits for the swap device, or its father in fork; see wake",
			   op->task);
	if (op->code == MM011_OP_SWAP_FILE || op->code == MM011_OP_SWAP_MEMORY)
		return say(r, "a swap space is in use already; only a reset ends that");
	return say(r, "somebody else is at work on it; try again");
}

static const char *no_task(const struct reason *r)
{
	if (r->op->code == MM011_OP_WAKE)
		return say(r, "task %u does not sleep", r->op->task);
	return say(r, "no running task %u; see ps", r->op->task);
}

static const char *no_child_of(const struct reason *r)
{
	if (r->op->arg[0] == ~0u)
		return say(r, "task %u has no child", r->op->task);
	return say(r, "task %u has no child with pid %u; see ps", r->op->task, r->op->arg[0]);
}

static const char *other_kernel(const struct reason *r)
{
	const char *name = mm011_kernel_with(r->op->code)->name;
	int digits = mm011_kernel_with(r->op->code)->number == MM011_KERNEL_2_4 ? 3 : 4;

	return say(r, "this kernel does not have that, %s does: reset --kernel %.*s", name, digits,
		   strchr(name, ' ') + 1);
}

/**
 * refusal() - why an operation was not done
 * @t: the machine
 * @op: the operation, with its error
 * @to: room for the reason
 *
 * Return: @to: one line, without the name of the operation.
 */
const char *refusal(struct target *t, const struct mm011_op *op, char to[REFUSAL_ROOM])
{
	const struct reason r = { .t = t, .op = op, .to = to };

	switch (op->error) {
	case -EINVAL:
		return bad_argument(&r);
	case -ESRCH:
		return no_task(&r);
	case -EBUSY:
		return busy(&r);
	case -EOPNOTSUPP:
		return other_kernel(&r);
	case -EAGAIN:
		return no_child(&r);
	case -ECHILD:
		return no_child_of(&r);
	case -ENOMEM:
		return say(&r, "no free page; see mem_map");
	case -ENOEXEC:
		return say(&r, "the file is no ZMAGIC program");
	case -E2BIG:
		return say(&r, "arguments and environment: at most %u bytes", MM011_MAX_DATA - 4);
	case -EPERM:
		return say(&r, "all %u pipes are open: close_pipe closes one", MM011_NR_PIPES);
	case -EBADF:
		return say(&r, "PIPE %u is not open; see info", op->arg[0]);
	case -ENXIO:
		return say(&r, "no task has INODE %u as its program or library; see ps",
			   op->arg[1]);
	case -EINTR:
		return say(&r, "it was cut short");
	case -ENOTRECOVERABLE:
		return say(&r, "the machine stands still: %s; use revive or reset",
			   target_message(t));
	default:
		return say(&r, "%s", strerror(-op->error));
	}
}

static void refusal_of_reset24(const struct mm011_reset *r, char to[REFUSAL_ROOM])
{
	struct mm011_reset ram = { .size = r->size, .kernel = r->kernel, .ram_kb = r->ram_kb };

	if (r->ramdisk_kb || r->flags & ~MM011_RESET_BARE)
		snprintf(to, REFUSAL_ROOM, "--ramdisk and --head-only are for 0.11 and 0.12");
	else if (mm011_check_reset(&ram))
		snprintf(to, REFUSAL_ROOM, "--ram %u KB: 2.4 takes 4096 KB (4M) to 65536 KB (64M)",
			 r->ram_kb);
	else if (r->dma_kb % 4 || r->normal_kb % 4)
		snprintf(to, REFUSAL_ROOM, "--zones %u,%u KB: whole pages of 4 KB", r->dma_kb,
			 r->normal_kb);
	else
		snprintf(to, REFUSAL_ROOM, "--zones %u,%u KB: together at least 3968 KB, %s",
			 r->dma_kb, r->normal_kb, "the kernel must have room below HighMem");
}

/**
 * refusal_of_reset() - why there is no machine with these parameters
 * @r: what mm011_check_reset() does not accept
 * @to: room for the reason
 *
 * Return: @to.
 */
const char *refusal_of_reset(const struct mm011_reset *r, char to[REFUSAL_ROOM])
{
	struct mm011_reset ram = { .size = r->size, .kernel = r->kernel, .ram_kb = r->ram_kb };

	if (!mm011_kernel(r->kernel))
		snprintf(to, REFUSAL_ROOM, "--kernel #%u: there is no such kernel", r->kernel);
	else if (r->kernel == MM011_KERNEL_2_4)
		refusal_of_reset24(r, to);
	else if (r->dma_kb)
		snprintf(to, REFUSAL_ROOM, "--zones: only 2.4 has zones (--kernel 2.4)");
	else if (mm011_check_reset(&ram))
		snprintf(to, REFUSAL_ROOM, "--ram %u KB: from 1024 KB (1M) to %u KB", r->ram_kb,
			 MM011_MAX_RAM_KB);
	else
		snprintf(to, REFUSAL_ROOM, "--ramdisk %u KB: at most %u KB", r->ramdisk_kb,
			 MM011_MAX_RAMDISK_KB);
	return to;
}
