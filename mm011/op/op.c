// SPDX-License-Identifier: GPL-2.0
/*
 * Operations: every function of the machine behind one structure, so that
 * ioctl, tool, tests and fuzzers run the very same code.
 */

#include <linux/kernel.h>

#include "linux01x/differs.h"
#include "linux01x/mem_map.h"
#include "op/op.h"
#include "pc/checksum.h"
#include "pc/mmu.h"

typedef int (*op_fn)(struct mm011_machine *m, struct mm011_op *op, void *data);

static int op_none(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return 0;
}

static int op_mem_init(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_mem_init(m, op->arg[0], op->arg[1]);
}

static int op_get_free_page(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	int err = mm011_get_free_page(m, &op->ret);

	return err == -ENOMEM ? 0 : err;	/* it returned 0 */
}

static int op_free_page(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_free_page(m, op->arg[0]);
}

static int op_free_page_tables(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_free_page_tables(m, op->arg[0], op->arg[1]);
}

static int op_copy_page_tables(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	int err = mm011_copy_page_tables(m, op->arg[0], op->arg[1], op->arg[2]);

	if (err != -ENOMEM)
		return err;
	op->ret = ~0u;	/* it returned -1, which is no failure of the operation */
	return 0;
}

static int op_put_page(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_put_page(m, op->arg[0], op->arg[1], &op->ret);
}

static int op_get_empty_page(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_get_empty_page(m, op->arg[0]);
}

static int op_un_wp_page(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_un_wp_page(m, op->arg[0]);
}

static int op_do_wp_page(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_do_wp_page(m, op->arg[0], op->arg[1]);
}

static int op_write_verify(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_write_verify(m, op->arg[0]);
}

static int op_do_no_page(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	if (op->flags & MM011_OPF_TWO_STEP)
		return mm011_do_no_page_begin(m, op->arg[0], op->arg[1], &op->ret, op->out);
	return mm011_do_no_page(m, op->arg[0], op->arg[1], &op->ret, op->out);
}

static int op_do_no_page_map(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_do_no_page_map(m, op->arg[0], op->arg[1]);
}

/* sharing tells 1 or 0, or a failure */
static int shared(struct mm011_op *op, int result)
{
	if (result < 0)
		return result;
	op->ret = result;
	return 0;
}

static int op_share_page(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	u32 inode = mm011_file_at(m, &linux01x(m)->task[op->task], op->arg[0]);

	return shared(op, mm011_share_page(m, inode, op->arg[0], &op->out[0]));
}

static int op_try_to_share(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return shared(op, mm011_try_to_share(m, op->arg[0], op->arg[1]));
}

static int op_calc_mem(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_calc_mem(m, data, &op->ret);
}

static int op_invalidate(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	mm011_invalidate(m);
	return 0;
}

static int op_page_fault(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_page_fault(m, op->arg[0], op->arg[1], op->out);
}

static int op_malloc(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_malloc(m, op->arg[0], &op->ret);
}

static int op_free_s(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_free_s(m, op->arg[0], op->arg[1]);
}

/* for errors that are the core's own: what the caller sees */
static int visible(int err)
{
	switch (err) {
	case -MM011_E_OOM:
		return -ENOMEM;
	case -MM011_E_SEGV:
		return -EFAULT;
	case -MM011_E_SWAP:
		return -EIO;
	case -MM011_E_CUT:
		return -EINTR;
	default:
		return err;
	}
}

/* a call that returns a number or, like a system call, a negative errno */
static int returned(struct mm011_op *op, int result)
{
	op->ret = visible(result);
	return min(result, 0);
}

static int op_fork(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return returned(op, mm011_fork(m, &op->out[0]));
}

static int exec(struct mm011_machine *m, struct mm011_op *op, struct mm011_exec *x, char *data)
{
	int err;

	x->strings = data;
	x->len = op->len;
	err = mm011_execve(m, x);
	op->ret = err ? 0 : x->stack;
	op->out[0] = err ? 0 : x->entry;
	return err;
}

static int op_exec(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	struct mm011_exec x = { .argc = op->arg[1], .envc = op->arg[2] };
	int err = m->host->open(m, op->arg[0], &x.inode);

	return err ? err : exec(m, op, &x, data);
}

static int op_exec_made_up(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	struct mm011_exec x = {
		.made_up = true,
		.inode = { .number = op->arg[0] },
		.text = op->arg[1],
		.data = op->arg[2],
		.bss = op->arg[3],
		.argc = op->arg[4],
		.envc = op->arg[5],
	};

	return exec(m, op, &x, data);
}

static int op_exit(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	/* sys_exit() */
	return mm011_do_exit(m, (op->arg[0] & 0xff) << 8);
}

static int op_waitpid(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	bool status = !(op->flags & MM011_OPF_NO_STATUS);

	return returned(op, mm011_waitpid(m, op->arg[0], status ? &op->arg[1] : NULL));
}

static int op_brk(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	op->ret = mm011_brk(m, op->arg[0]);
	return 0;
}

static int op_verify_area(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_verify_area(m, op->arg[0], op->arg[1]);
}

static int op_pipe(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return returned(op, mm011_pipe(m, &op->out[0]));
}

static int op_close_pipe(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_close_pipe(m, op->arg[0]);
}

static u32 access_of(const struct mm011_op *op)
{
	u32 access = op->flags & MM011_OPF_SUPERVISOR ? 0 : MM011_ACCESS_USER;

	return op->flags & MM011_OPF_CODE ? access | MM011_ACCESS_CODE : access;
}

static int op_read(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_access(m, op->arg[0], data, op->len, access_of(op));
}

static int op_write(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_access(m, op->arg[0], data, op->len, access_of(op) | MM011_ACCESS_WRITE);
}

static int op_phys_read(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	memcpy(data, m->memory + op->arg[0], op->len);
	return 0;
}

static int op_phys_write(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	mm011_store(m, op->arg[0], data, op->len);
	return 0;
}

static int op_peek32(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	op->ret = mm011_read32(m, op->arg[0]);
	return 0;
}

static int op_poke32(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	mm011_write32(m, op->arg[0], op->arg[1]);
	return 0;
}

static int op_set_ad(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	u32 entry = mm011_read32(m, op->arg[0]);

	entry &= ~(op->arg[2] & MM011_PTE_AD);
	mm011_set_entry(m, op->arg[0], entry | (op->arg[1] & MM011_PTE_AD));
	return 0;
}

static u32 whole_pages(u32 bytes)
{
	return (bytes + MM011_PAGE_SIZE - 1) & 0xfffff000;
}

/* another executable or library, 0: none */
static void hold(struct mm011_machine *m, u32 *slot, u64 number, u32 dev)
{
	const struct mm011_inode inode = { .number = number, .dev = dev };
	u32 old = *slot;

	/* take before letting go: it may be the same one */
	*slot = number ? mm011_iget(m, &inode) : 0;
	mm011_drop(m, &old);
}

/* a task as a recorded run or a stream describes it */
static int op_set_task(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	struct linux01x *k = linux01x(m);
	struct mm011_task *task = &k->task[op->task];

	hold(m, &task->executable, op->arg[4], 0);
	if (task->state == MM011_TASK_FREE)
		task->birth_seq = ++k->next_birth_seq;
	mm011_emit(m, MM011_EV_TASK, op->task, task->state, MM011_TASK_RUNNING);
	task->state = MM011_TASK_RUNNING;
	mm011_slot_used(m, op->task);
	task->start_code = op->arg[0];
	task->ldt.base = op->arg[0];
	task->end_code = op->arg[1];
	task->end_data = op->arg[2];
	task->brk = op->arg[3];
	task->start_stack = op->arg[5];
	task->pid = op->arg[6];
	task->father = op->arg[7];
	task->ldt.code_limit = op->arg[1] ? whole_pages(op->arg[1]) : MM011_INIT_LIMIT;
	task->ldt.data_limit = op->task ? MM011_TASK_SIZE : MM011_INIT_LIMIT;
	return 0;
}

static int op_task_gone(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	struct linux01x *k = linux01x(m);

	mm011_drop(m, &k->task[op->task].executable);
	mm011_drop(m, &k->task[op->task].library);
	mm011_emit(m, MM011_EV_TASK, op->task, k->task[op->task].state, MM011_TASK_FREE);
	memset(&k->task[op->task], 0, sizeof(k->task[op->task]));
	return 0;
}

static int op_set_i_count(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	struct linux01x *k = linux01x(m);

	k->inode[k->task[op->task].executable].i_count = op->arg[0];
	return 0;
}

static int op_revive(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	mm011_revive(m);
	return 0;
}

static int op_load_mem_map(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	const u8 *count = data;
	u32 nr;

	for (nr = 0; nr < MM011_PAGING_PAGES; nr++)
		mm011_set_count(m, nr, count[nr]);
	return 0;
}

/* a task as its structure in a dump describes it */
static int op_load_task(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	struct linux01x *k = linux01x(m);
	const struct mm011_task_info *info = data;
	struct mm011_task *task = &k->task[op->task];

	hold(m, &task->executable, info->inode, info->dev);
	hold(m, &task->library, info->library, info->library_dev);
	if (info->inode && info->i_count)
		k->inode[task->executable].i_count = info->i_count;
	if (info->library && info->library_i_count)
		k->inode[task->library].i_count = info->library_i_count;
	if (task->state == MM011_TASK_FREE)
		task->birth_seq = ++k->next_birth_seq;
	mm011_emit(m, MM011_EV_TASK, op->task, task->state, info->state);
	mm011_take_task(task, info);
	mm011_slot_used(m, op->task);
	if ((s32)info->pid > (s32)k->last_pid)
		k->last_pid = info->pid;
	return 0;
}

static int op_put_dirty_page(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_put_dirty_page(m, op->arg[0], op->arg[1], &op->ret);
}

static int op_show_mem(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	struct mm011_show_mem *show = data;
	int err = mm011_show_mem(m, show);

	op->ret = show->free;
	return err;
}

static int op_uselib(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	struct mm011_inode inode;
	int err = m->host->open(m, op->arg[0], &inode);

	if (err)
		return err;
	err = mm011_uselib(m, &inode);
	if (err == -EINVAL)
		m->host->release(m, &inode);
	return err;
}

static int op_uselib_made_up(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	const struct mm011_inode inode = { .number = op->arg[0] };

	return mm011_uselib(m, op->arg[0] ? &inode : NULL);
}

static int op_set_library(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	hold(m, &linux01x(m)->task[op->task].library, op->arg[0], 0);
	return 0;
}

static int op_init_swapping(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	int err = mm011_init_swapping(m);

	op->ret = err ? 0 : linux01x(m)->swap.bitmap;
	return err;
}

static int op_get_swap_page(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	op->ret = mm011_get_swap_page(m);
	return 0;
}

static int op_swap_free(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_swap_free(m, op->arg[0]);
}

static int op_swap_in(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_swap_in(m, op->arg[0], &op->ret);
}

static int op_try_to_swap_out(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_try_to_swap_out(m, op->arg[0], &op->ret);
}

static int op_swap_out(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_swap_out(m, &op->ret);
}

/* SWAP_DEV may change as long as nothing is on it; a refusal leaves what was there */
static int swap_device(struct mm011_machine *m, struct mm011_op *op,
		       int (*take)(struct mm011_machine *m, u32 which,
				   struct mm011_swap_device *device))
{
	struct mm011_swap *swap = &linux01x(m)->swap;
	struct mm011_swap_device device;
	int err;

	if (swap->bitmap || m->asleep)
		return -EBUSY;
	err = take(m, op->arg[0], &device);
	if (err)
		return err;
	if (swap->device.handle)
		m->host->swap_off(m, swap->device.handle);
	swap->device = device;
	return 0;
}

static int op_swap_file(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return swap_device(m, op, m->host->swap_file);
}

static int op_swap_memory(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return swap_device(m, op, m->host->swap_memory);
}

static int op_swap_read(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_swap_raw(m, MM011_SWAP_IO_READ, op->arg[0], data);
}

static int op_swap_write(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_swap_raw(m, MM011_SWAP_IO_WRITE, op->arg[0], data);
}

/* how each operation is called, and what runs */
static const struct {
	struct mm011_op_info info;
	op_fn run;
} op_table[MM011_OP_MAX] = {
#define OP(code, verb, arguments, n, ...) \
	[MM011_OP_##code] = { { .name = #verb, .args = arguments, .nargs = n, __VA_ARGS__ }, \
			      op_##verb }
	OP(NONE, none, "", 0, .stopped = true),
	OP(MEM_INIT, mem_init, "START END", 2),
	OP(GET_FREE_PAGE, get_free_page, "", 0),
	OP(FREE_PAGE, free_page, "ADDR", 1),
	OP(FREE_PAGE_TABLES, free_page_tables, "FROM SIZE", 2),
	OP(COPY_PAGE_TABLES, copy_page_tables, "FROM TO SIZE", 3),
	OP(PUT_PAGE, put_page, "PAGE ADDR", 2),
	OP(GET_EMPTY_PAGE, get_empty_page, "ADDR", 1),
	OP(UN_WP_PAGE, un_wp_page, "ENTRY", 1),
	OP(DO_WP_PAGE, do_wp_page, "ERR ADDR", 2, .task = true),
	OP(WRITE_VERIFY, write_verify, "ADDR", 1),
	OP(DO_NO_PAGE, do_no_page, "ERR ADDR", 2, .task = true),
	OP(DO_NO_PAGE_MAP, do_no_page_map, "PAGE ADDR", 2, .task = true),
	OP(SHARE_PAGE, share_page, "ADDR", 1, .task = true),
	OP(TRY_TO_SHARE, try_to_share, "ADDR DONOR", 2, .task = true),
	OP(CALC_MEM, calc_mem, "", 0, .data = MM011_DATA_OUT, .lacking = MM011_NOT_IN_0_12),
	OP(INVALIDATE, invalidate, "", 0),
	OP(PAGE_FAULT, page_fault, "ERR CR2", 2, .task = true, .process = true),
	OP(MALLOC, malloc, "LEN", 1),
	OP(FREE_S, free_s, "ADDR LEN", 2),
	OP(FORK, fork, "", 0, .task = true),
	OP(EXEC, exec, "FD ARGC ENVC", 3, .data = MM011_DATA_IN, .task = true, .process = true),
	OP(EXEC_MADE_UP, exec_made_up, "INODE TEXT DATA BSS ARGC ENVC", 6,
	   .data = MM011_DATA_IN, .task = true, .process = true),
	OP(EXIT, exit, "CODE", 1, .task = true),
	OP(WAITPID, waitpid, "PID STATUS", 2, .task = true, .process = true),
	OP(BRK, brk, "END", 1, .task = true),
	OP(VERIFY_AREA, verify_area, "ADDR SIZE", 2, .task = true, .process = true),
	OP(PIPE, pipe, "", 0),
	OP(CLOSE_PIPE, close_pipe, "PIPE", 1),
	OP(READ, read, "ADDR", 1, .data = MM011_DATA_OUT, .task = true, .process = true),
	OP(WRITE, write, "ADDR", 1, .data = MM011_DATA_IN, .task = true, .process = true),
	OP(PHYS_READ, phys_read, "ADDR", 1, .data = MM011_DATA_OUT, .stopped = true),
	OP(PHYS_WRITE, phys_write, "ADDR", 1, .data = MM011_DATA_IN),
	OP(PEEK32, peek32, "ADDR", 1, .stopped = true),
	OP(POKE32, poke32, "ADDR WORD", 2),
	OP(SET_AD, set_ad, "ENTRY SET CLEAR", 3),
	OP(SET_TASK, set_task, "START_CODE END_CODE END_DATA BRK INODE STACK PID FATHER", 8),
	OP(TASK_GONE, task_gone, "", 0, .task = true),
	OP(SET_I_COUNT, set_i_count, "COUNT", 1, .task = true),
	OP(REVIVE, revive, "", 0, .stopped = true),
	OP(LOAD_MEM_MAP, load_mem_map, "", 0, .data = MM011_DATA_IN),
	OP(LOAD_TASK, load_task, "", 0, .data = MM011_DATA_IN),
#define OP12(code, verb, arguments, n, ...) \
	OP(code, verb, arguments, n, .lacking = MM011_NOT_IN_0_11, __VA_ARGS__)
	OP12(PUT_DIRTY_PAGE, put_dirty_page, "PAGE ADDR", 2),
	OP12(SHOW_MEM, show_mem, "", 0, .data = MM011_DATA_OUT),
	OP12(USELIB, uselib, "FD", 1, .task = true),
	OP12(USELIB_MADE_UP, uselib_made_up, "INODE", 1, .task = true),
	OP12(SET_LIBRARY, set_library, "INODE", 1, .task = true),
	OP12(INIT_SWAPPING, init_swapping, "", 0),
	OP12(GET_SWAP_PAGE, get_swap_page, "", 0),
	OP12(SWAP_FREE, swap_free, "NR", 1),
	OP12(SWAP_IN, swap_in, "ENTRY", 1),
	OP12(TRY_TO_SWAP_OUT, try_to_swap_out, "ENTRY", 1),
	OP12(SWAP_OUT, swap_out, "", 0),
	OP12(SWAP_FILE, swap_file, "FD", 1),
	OP12(SWAP_MEMORY, swap_memory, "BLOCKS", 1),
	OP12(SWAP_READ, swap_read, "NR", 1, .data = MM011_DATA_OUT, .stopped = true),
	OP12(SWAP_WRITE, swap_write, "NR", 1, .data = MM011_DATA_IN),
#undef OP12
#undef OP
	/* mm011_op_admit() refuses it: whoever lets operations sleep runs the one that it means */
	[MM011_OP_WAKE] = { { .name = "wake", .args = "", .lacking = MM011_NOT_IN_0_11 }, op_none },
};

/**
 * mm011_op_info() - how an operation is called
 * @code: enum mm011_op_code, or anything
 *
 * Return: its name, arguments and needs; NULL when there is none.
 */
const struct mm011_op_info *mm011_op_info(u32 code)
{
	return code < MM011_OP_MAX ? &op_table[code].info : NULL;
}

/* the task must end: oom(), and what 0.12 calls do_exit(SIGSEGV) for */
static bool is_killed(int err)
{
	return err == -MM011_E_OOM || err == -MM011_E_SEGV;
}

static void tell_request(struct mm011_op *op, u32 outcome,
			 const struct mm011_swap_request *request)
{
	op->outcome = outcome;
	op->ret = 0;
	op->out[0] = request->io;
	op->out[1] = request->nr;
}

/* what became of it; a negative errno that a call returned is no mishap */
static void tell_outcome(const struct mm011_machine *m, struct mm011_op *op, int err)
{
	op->error = 0;
	op->outcome = MM011_OK;
	if (likely(!err))
		return;
	op->error = visible(err);
	if (m->stopped)
		op->outcome = m->stopped;
	else if (err == -MM011_E_OOM)
		op->outcome = MM011_OOM;
	else if (err == -MM011_E_SEGV)
		op->outcome = MM011_SEGV;
	else if (err == -MM011_E_SWAP)
		tell_request(op, MM011_SWAP_ERROR, &m->failed);
	else if (err == -MM011_E_CUT)
		op->outcome = MM011_CUT_SHORT;
	else if (err == -EFAULT)
		op->outcome = MM011_SEGMENT;
	else if (err == -EIO)
		op->outcome = MM011_FAULT;
	else if (err == -ELOOP)
		op->outcome = MM011_LOOP;
}

static void run(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	const struct mm011_op_info *info = &op_table[op->code].info;
	int err, exited;

	mm011_switch_to(m, mm011_op_names_task(op) ? op->task : 0);
	m->may_sleep = m->host->sleep && (op->flags & MM011_OPF_SLEEP);
	mm011_observe_events(m, op->flags & MM011_OPF_EVENTS);
	mm011_emit(m, MM011_EV_OP, op->code, op->task, op->arg[0]);
	m->stat[MM011_STAT_OPS]++;
	m->cut = false;
	err = op_table[op->code].run(m, op, data);
	/* oom() calls do_exit(SIGSEGV) */
	if (is_killed(err) && info->process) {
		exited = mm011_do_exit(m, MM011_SIGSEGV);
		if (exited)
			err = exited;
	}
	if (err == -MM011_E_CUT)
		mm011_cut_short(m, info->name);
	m->may_sleep = false;
	mm011_observe_events(m, false);
	tell_outcome(m, op, err);
}

/**
 * mm011_op_reject() - say that an operation was not done
 * @op: its out fields are filled in
 * @err: why, a negative errno
 */
void mm011_op_reject(struct mm011_op *op, int err)
{
	op->error = err;
	op->outcome = MM011_REFUSED;
	op->ret = 0;
	op->out[0] = 0;
	op->out[1] = 0;
	op->crc = 0;
	op->crc_noad = 0;
}

static void sum_up(struct mm011_machine *m, struct mm011_op *op)
{
	if (op->flags & MM011_OPF_CRC)
		op->crc = mm011_checksum(m);
	else
		mm011_sum_idle(m);
	if (op->flags & MM011_OPF_CRC_NOAD)
		op->crc_noad = mm011_checksum_noad(m);
}

/**
 * mm011_op_asleep() - say that an operation waits for the swap space
 * @m: machine, its lock held
 * @op: its out fields are filled in
 * @request: what it waits for
 */
void mm011_op_asleep(struct mm011_machine *m, struct mm011_op *op,
		      const struct mm011_swap_request *request)
{
	mm011_op_reject(op, -EINPROGRESS);
	tell_request(op, MM011_ASLEEP, request);
	sum_up(m, op);
}

/**
 * mm011_op_run() - do one operation
 * @m: machine, its lock held
 * @op: what to do, accepted by mm011_op_validate(); its out fields are filled in
 * @data: @op->len bytes to take or to fill, as mm011_op_info() says
 *
 * Wrong arguments change nothing: outcome MM011_REFUSED and error -EINVAL,
 * -ESRCH (no such task), -EBUSY (it sleeps), -EOPNOTSUPP (this kernel has no such
 * function) or -ENOTRECOVERABLE (the machine stands still).
 */
void mm011_op_run(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	int err = mm011_op_admit(m, op, data);

	mm011_op_reject(op, err);
	if (!err)
		run(m, op, data);
	sum_up(m, op);
}
