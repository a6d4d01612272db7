// SPDX-License-Identifier: GPL-2.0
/*
 * What execve() does to memory: fs/exec.c of Linux 0.11. Arguments are copied
 * into fresh pages, the old program's page tables go, the argument pages come
 * to the top of the task's 64 MB. No page of the new program is read: the
 * page faults will do that.
 *
 * Left out: the interpreter of a script that begins with #!.
 */

#include <linux/kernel.h>

#include "linux01x/differs.h"
#include "linux01x/linux01x.h"
#include "pc/mmu.h"

#define ZMAGIC		0413u		/* demand-paged executable, see a.out.h */
#define TXTOFF		MM011_BLOCK_SIZE	/* N_TXTOFF of a ZMAGIC file */
#define ARG_SPACE	(MM011_MAX_ARG_PAGES * MM011_PAGE_SIZE)
#define COST_OF_BYTE	8		/* of the current task, in steps of mm011_spend() */

/* the words of struct exec that are looked at */
enum { A_MAGIC, A_TEXT, A_DATA, A_BSS, A_SYMS, A_ENTRY, A_TRSIZE, A_DRSIZE, A_WORDS };

static int check_header(const struct mm011_inode *inode, const u32 *ex)
{
	if (ex[A_MAGIC] != ZMAGIC || ex[A_TRSIZE] || ex[A_DRSIZE])
		return -ENOEXEC;
	/* sums of 32 bits, as there: a header of huge numbers may pass */
	if (ex[A_TEXT] + ex[A_DATA] + ex[A_BSS] > MM011_MAX_PROGRAM)
		return -ENOEXEC;
	if (inode->size < ex[A_TEXT] + ex[A_DATA] + ex[A_SYMS] + TXTOFF)
		return -ENOEXEC;
	return 0;
}

/* block 0 is the header: where the sizes come from */
static int read_header(struct mm011_machine *m, struct mm011_exec *x)
{
	struct linux01x *k = linux01x(m);
	u32 ex[A_WORDS];
	u32 i;
	int err;

	if (x->made_up) {
		x->entry = 0;
		return 0;
	}
	err = mm011_bread(m, &x->inode, 0, k->block);
	if (err)
		return err == -MM011_E_CUT ? err : -EACCES;
	for (i = 0; i < A_WORDS; i++)
		ex[i] = le32_to_cpu(k->block[i]);
	err = check_header(&x->inode, ex);
	x->text = ex[A_TEXT];
	x->data = ex[A_DATA];
	x->bss = ex[A_BSS];
	x->entry = ex[A_ENTRY];
	return err;
}

static void release_file(struct mm011_machine *m, struct mm011_exec *x)
{
	if (x->inode.file)
		m->host->release(m, &x->inode);
}

/* the first n of them; the error that ends the operation, or why one cannot be freed */
static int free_arg_pages(struct mm011_machine *m, const u32 page[MM011_MAX_ARG_PAGES], u32 n,
			  int why)
{
	int err = 0;
	u32 i;

	for (i = 0; i < n && !err; i++)
		err = mm011_free_page(m, page[i]);	/* 0 is ok - ignored */
	return err ? err : why;
}

/*
 * copy_strings(): the strings end 4 bytes below the top of the argument pages,
 * and are copied from their end, so that the pages are taken from the top down.
 * *p comes out as the place where they begin.
 */
static int copy_strings(struct mm011_machine *m, const struct mm011_exec *x,
			u32 page[MM011_MAX_ARG_PAGES], u32 *p)
{
	u32 left = x->len;
	u32 nr, n;
	int err;

	for (*p = ARG_SPACE - 4; left; ) {
		nr = (*p - 1) / MM011_PAGE_SIZE;
		n = min(*p - nr * MM011_PAGE_SIZE, left);
		err = mm011_get_free_page(m, &page[nr]);
		if (err)
			return err;
		*p -= n;
		left -= n;
		mm011_store(m, page[nr] + *p % MM011_PAGE_SIZE, x->strings + left, n);
	}
	return *p ? 0 : -ENOMEM;	/* 0.11 takes the place 0 for a failure */
}

/* where the argument pages end, an offset in the data segment */
static u32 stack_top(const struct mm011_machine *m)
{
	return mm011_has_libraries(m) ? MM011_LIBRARY_OFFSET : MM011_TASK_SIZE;
}

/* 0.12 marks them dirty, lest swap_out() throw them away */
static int put_arg_page(struct mm011_machine *m, u32 page, u32 address)
{
	u32 put;

	if (mm011_has_swapping(m))
		return mm011_put_dirty_page(m, page, address, &put);
	return mm011_put_page(m, page, address, &put);
}

/* set the limits, and map the argument pages at the top, the last one first */
static int change_ldt(struct mm011_machine *m, u32 text_size, const u32 page[MM011_MAX_ARG_PAGES])
{
	struct mm011_task *task = mm011_current(m);
	u32 address = task->ldt.base + stack_top(m);
	u32 i;
	int err;

	task->ldt.code_limit = (text_size + MM011_PAGE_SIZE - 1) & 0xfffff000;
	if (!mm011_limits_code(m))
		task->ldt.code_limit = MM011_TASK_SIZE;
	task->ldt.data_limit = MM011_TASK_SIZE;
	mm011_structure_ldt(m, m->running);
	for (i = MM011_MAX_ARG_PAGES; i-- > 0; ) {
		address -= MM011_PAGE_SIZE;
		if (!page[i])
			continue;
		err = put_arg_page(m, page[i], address);
		if (mm011_host_ended(err))
			return free_arg_pages(m, page, i + 1, err);
		if (err)
			return err;
	}
	return 0;
}

static int put_fs_long(struct mm011_machine *m, u32 value, u32 address)
{
	__le32 word = cpu_to_le32(value);

	return mm011_access(m, address, &word, sizeof(word), MM011_ACCESS_WRITE);
}

/* one pointer for each of count strings from *p on, and a 0 behind them */
static int put_pointers(struct mm011_machine *m, u32 count, u32 *p, u32 table)
{
	u8 c;
	int err;

	for ( ; count-- > 0; table += 4) {
		err = put_fs_long(m, *p, table);
		if (err)
			return err;
		do {
			err = mm011_spend(m, COST_OF_BYTE);
			if (!err)
				err = mm011_access(m, (*p)++, &c, 1, 0);
			if (err)
				return err;
		} while (c);
	}
	return put_fs_long(m, 0, table);
}

/* create_tables(): argc, argv, envp and what they point to, in new user memory */
static int create_tables(struct mm011_machine *m, struct mm011_exec *x, u32 p)
{
	u32 envp = (p & 0xfffffffc) - 4 * (x->envc + 1);
	u32 argv = envp - 4 * (x->argc + 1);
	int err;

	x->stack = argv - 12;
	err = put_fs_long(m, envp, argv - 4);
	if (!err)
		err = put_fs_long(m, argv, argv - 8);
	if (!err)
		err = put_fs_long(m, x->argc, argv - 12);
	if (!err)
		err = put_pointers(m, x->argc, &p, argv);
	if (!err)
		err = put_pointers(m, x->envc, &p, envp);
	return err;
}

/*
 * Zero the rest of the last page of text and data, byte by byte: the first
 * byte already faults the page in. With no data at all the loop ends at once.
 */
static int clear_bss_page(struct mm011_machine *m, u32 i)
{
	u8 zero = 0;
	int err = 0;

	while (!err && (i & 0xfff))
		err = mm011_access(m, i++, &zero, 1, MM011_ACCESS_WRITE);
	return err;
}

/* the old program's memory goes; its argument pages are nobody's if that is cut short */
static int free_program(struct mm011_machine *m, const u32 page[MM011_MAX_ARG_PAGES])
{
	struct mm011_task *task = mm011_current(m);
	int err = mm011_free_page_tables(m, task->ldt.base, task->ldt.code_limit);

	if (!err)
		err = mm011_free_page_tables(m, task->ldt.base, task->ldt.data_limit);
	if (mm011_host_ended(err))
		return free_arg_pages(m, page, MM011_MAX_ARG_PAGES, err);
	return err;
}

/* From here on the old program is gone: no error can bring it back. */
static int replace_program(struct mm011_machine *m, struct mm011_exec *x, u32 p,
			   const u32 page[MM011_MAX_ARG_PAGES])
{
	struct mm011_task *task = mm011_current(m);
	int err;

	err = mm011_iput(m, &task->executable);
	if (err) {
		release_file(m, x);
		return err;
	}
	task->executable = mm011_iget(m, &x->inode);
	err = free_program(m, page);
	if (!err)
		err = change_ldt(m, x->text, page);
	/* end_data is still the old program's: a fault in here goes by that */
	if (!err)
		err = create_tables(m, x, p + stack_top(m) - ARG_SPACE);
	if (err)
		return err;
	task->end_code = x->text;
	task->end_data = x->text + x->data;
	task->brk = x->text + x->data + x->bss;
	task->start_stack = x->stack & 0xfffff000;
	mm011_structure_numbers(m, m->running);
	return mm011_clears_bss(m) ? clear_bss_page(m, x->text + x->data) : 0;
}

/**
 * mm011_execve() - the current task runs another program
 * @m: machine, its lock held
 * @x: the program and its arguments; entry and stack are filled in
 *
 * @x->inode.file is given to the machine, or back to the host on failure.
 *
 * Linux 0.11: do_execve(), fs/exec.c.
 *
 * Return: 0; -ENOEXEC, -EACCES, -E2BIG, -ENOMEM with the old program in place;
 * after the point of no return -MM011_E_OOM, -ENOTRECOVERABLE, -EIO, -ELOOP;
 * before or after -MM011_E_CUT and, 0.12, -MM011_E_SWAP.
 */
int mm011_execve(struct mm011_machine *m, struct mm011_exec *x)
{
	u32 page[MM011_MAX_ARG_PAGES] = { 0 };
	u32 p;
	int err;

	m->stat[MM011_STAT_EXEC]++;
	/* 0.11 tests p-len < 0 with unsigned numbers, and goes on below page 0 */
	err = x->len > ARG_SPACE - 4 ? -E2BIG : read_header(m, x);
	if (!err)
		err = copy_strings(m, x, page, &p);
	if (!err)
		return replace_program(m, x, p, page);
	release_file(m, x);
	/* a kernel that stops on the way gives nothing back */
	return m->stopped ? err : free_arg_pages(m, page, MM011_MAX_ARG_PAGES, err);
}
