// SPDX-License-Identifier: GPL-2.0
/*
 * The system calls that need little of the memory manager: brk() moves a
 * number, a pipe takes a page.
 */

#include "linux01x/differs.h"
#include "linux01x/linux01x.h"
#include "pc/mmu.h"

/**
 * mm011_brk() - set the end of the current task's heap
 * @m: machine, its lock held
 * @end_data_seg: the wanted end, an offset in the data segment
 *
 * Nothing is mapped: the page fault does that. What is below the code's end or
 * nearer than 16 KB to the stack changes nothing.
 *
 * Linux 0.11: sys_brk(), kernel/sys.c.
 *
 * Return: the end as it is now.
 */
u32 mm011_brk(struct mm011_machine *m, u32 end_data_seg)
{
	struct mm011_task *task = mm011_current(m);

	if (end_data_seg >= task->end_code && end_data_seg < task->start_stack - 16384) {
		task->brk = end_data_seg;
		mm011_structure_numbers(m, m->running);
	}
	return task->brk;
}

static u32 unused_pipe(const struct mm011_machine *m)
{
	u32 nr;

	for (nr = 0; nr < MM011_NR_PIPES && linux01x(m)->pipe[nr]; nr++)
		;
	return nr;
}

/*
 * 32 pipes are open. 0.11 has 32 inodes, and get_empty_inode() needs one more.
 * 0.12 has 64 of them, but the pipes have all 64 places of file_table[]:
 * sys_pipe() returns -1.
 */
static int no_more_pipes(struct mm011_machine *m)
{
	return mm011_is_0_12(m) ? -EPERM : mm011_panic(m, "No free inodes in mem");
}

/**
 * mm011_pipe() - open a pipe: one page holds what is in it
 * @m: machine, its lock held
 * @page: where the physical address of its page goes
 *
 * Linux 0.11: get_pipe_inode(), fs/inode.c.
 *
 * Return: number of the pipe; -ENOMEM without a page; when 32 are open what
 * the original comes to, -ENOTRECOVERABLE or in 0.12 -EPERM; 0.12: what swapping
 * out came to.
 */
int mm011_pipe(struct mm011_machine *m, u32 *page)
{
	u32 nr;
	int err;

	if (unused_pipe(m) == MM011_NR_PIPES)
		return no_more_pipes(m);
	err = mm011_get_free_page(m, page);
	if (err)
		return err;
	/* looked for anew: others may have run, and opened one */
	nr = unused_pipe(m);
	if (nr == MM011_NR_PIPES) {
		err = mm011_free_page(m, *page);
		*page = 0;
		return err ? err : no_more_pipes(m);
	}
	linux01x(m)->pipe[nr] = *page;
	return nr;
}

/**
 * mm011_close_pipe() - close both ends of a pipe
 * @m: machine, its lock held
 * @nr: number of the pipe
 *
 * Linux 0.11: iput(), fs/inode.c.
 *
 * Return: 0; -EBADF when it is not open; -ENOTRECOVERABLE, the pipe still open.
 */
int mm011_close_pipe(struct mm011_machine *m, u32 nr)
{
	struct linux01x *k = linux01x(m);
	int err;

	if (nr >= MM011_NR_PIPES || !k->pipe[nr])
		return -EBADF;
	err = mm011_free_page(m, k->pipe[nr]);
	if (err)
		return err;
	k->pipe[nr] = 0;
	return 0;
}
