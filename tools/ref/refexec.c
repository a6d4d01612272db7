// SPDX-License-Identifier: GPL-2.0
/*
 * For the reference: fs/exec.c of both kernels, with a program that is made up.
 */

#include <errno.h>
#include <linux/kernel.h>

#include "fuzz/madeup.h"
#include "ref/refstate.h"

#define ZMAGIC		0413u
#define ARG_PAGES	32u
#define ARG_SPACE	(ARG_PAGES * 4096)

static u32 stack_top(const struct reference *r)
{
	return is_0_12(r) ? 0x3c00000 : 0x4000000;
}

/* the pages that are taken already are given back, the lowest first */
static int no_memory(struct reference *r, const u32 *page)
{
	u32 i;

	r->now->nr_held = 0;
	for (i = 0; i < ARG_PAGES; i++)
		free_page(r, page[i]);
	return -ENOMEM;
}

/* from the last byte to the first; where they begin, 0: no memory */
static u32 copy_strings(struct reference *r, const u8 *strings, u32 len, u32 *page)
{
	u32 p = ARG_SPACE - 4;
	u32 nr, n, at;

	while (len) {
		nr = (p - 1) / 4096;
		n = min(p - nr * 4096, len);
		page[nr] = get_free_page(r);
		if (!page[nr])
			return 0;
		hold(r, page[nr]);
		p -= n;
		len -= n;
		at = page[nr] + p % 4096;
		told(r, MM011_EV_WRITE, at, n, 0);
		memcpy(r->mem + at, strings + len, n);
	}
	return p;
}

static void change_ldt(struct reference *r, u32 text, const u32 *page)
{
	struct mm011_task *task = current_task(r);
	u32 address = task->ldt.base + stack_top(r);
	u32 i;

	task->ldt.code_limit = is_0_12(r) ? 0x4000000 : (text + 4095) & 0xfffff000;
	task->ldt.data_limit = 0x4000000;
	struct_ldt(r, r->now->current);
	for (i = ARG_PAGES; i-- > 0; ) {
		address -= 4096;
		if (!page[i])
			continue;
		put_page(r, page[i], address, is_0_12(r) ? 0x47 : 7);
		let_go_first(r);
	}
}

static void put_fs_long(struct reference *r, u32 value, u32 address)
{
	move_bytes(r, address, (u8 *)&value, 4, MM011_ACCESS_WRITE);
}

/* pointers to so many strings, and 0; where the strings after them begin */
static u32 put_pointers(struct reference *r, u32 count, u32 p, u32 table)
{
	for ( ; count > 0; count--, table += 4) {
		put_fs_long(r, p, table);
		while (r->mem[reach(r, p++, 0)])
			;
	}
	put_fs_long(r, 0, table);
	return p;
}

static u32 create_tables(struct reference *r, u32 p, u32 argc, u32 envc)
{
	u32 envp = (p & 0xfffffffc) - 4 * (envc + 1);
	u32 argv = envp - 4 * (argc + 1);

	put_fs_long(r, envp, argv - 4);
	put_fs_long(r, argv, argv - 8);
	put_fs_long(r, argc, argv - 12);
	p = put_pointers(r, argc, p, argv);
	put_pointers(r, envc, p, envp);
	return argv - 12;
}

static void clear_bss(struct reference *r, u32 i)
{
	u8 zero = 0;

	for ( ; i & 0xfff; i++)
		move_bytes(r, i, &zero, 1, MM011_ACCESS_WRITE);
}

/**
 * exec_task() - execve()
 * @r: the reference
 * @op: MM011_OP_EXEC_MADE_UP; the stack goes to its ret
 * @strings: arguments and environment
 *
 * Return: 0, -E2BIG, -ENOMEM.
 */
int exec_task(struct reference *r, struct mm011_op *op, const u8 *strings)
{
	struct mm011_task *task = current_task(r);
	u32 text = op->arg[1], data = op->arg[2];
	u32 page[ARG_PAGES] = { 0 };
	u32 p, sp;

	if (op->len > ARG_SPACE - 4)
		return -E2BIG;
	p = copy_strings(r, strings, op->len, page);
	if (!p)
		return no_memory(r, page);
	put_inode(r, &task->executable);
	hold_inode(r, &task->executable, op->arg[0]);
	free_page_tables(r, task->ldt.base, task->ldt.code_limit);
	free_page_tables(r, task->ldt.base, task->ldt.data_limit);
	change_ldt(r, text, page);
	sp = create_tables(r, p + stack_top(r) - ARG_SPACE, op->arg[4], op->arg[5]);
	task->end_code = text;
	task->end_data = text + data;
	task->brk = text + data + op->arg[3];
	task->start_stack = sp & 0xfffff000;
	struct_numbers(r, r->now->current);
	if (!is_0_12(r))
		clear_bss(r, text + data);
	op->ret = sp;
	return 0;
}

static bool is_program(const struct madeup_file *file)
{
	const u32 *h = file->header;

	return h[MADEUP_MAGIC] == ZMAGIC && !h[MADEUP_TRSIZE] && !h[MADEUP_DRSIZE] &&
	       h[MADEUP_TEXT] + h[MADEUP_DATA] + h[MADEUP_BSS] <= 0x3000000 &&
	       file->size >= h[MADEUP_TEXT] + h[MADEUP_DATA] + h[MADEUP_SYMS] + 1024;
}

/**
 * exec_file() - execve() of one of the host's files
 * @r: the reference
 * @op: MM011_OP_EXEC; stack and entry go to its ret and out
 * @strings: arguments and environment
 *
 * Return: as exec_task(); -EBADF, -EACCES, -ENOEXEC.
 */
int exec_file(struct reference *r, struct mm011_op *op, const u8 *strings)
{
	const struct madeup_file *file = madeup_file(op->arg[0]);
	struct mm011_op made_up = *op;
	int err;

	if (!file)
		return -EBADF;
	if (op->len > ARG_SPACE - 4)
		return -E2BIG;
	if (file->unreadable)
		return -EACCES;
	if (!is_program(file))
		return -ENOEXEC;
	made_up.arg[0] = file->number;
	made_up.arg[1] = file->header[MADEUP_TEXT];
	made_up.arg[2] = file->header[MADEUP_DATA];
	made_up.arg[3] = file->header[MADEUP_BSS];
	made_up.arg[4] = op->arg[1];
	made_up.arg[5] = op->arg[2];
	err = exec_task(r, &made_up, strings);
	op->ret = err ? 0 : made_up.ret;
	op->out[0] = err ? 0 : file->header[MADEUP_ENTRY];
	return err;
}
