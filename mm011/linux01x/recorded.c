// SPDX-License-Identifier: GPL-2.0
/*
 * Operations: what a recorded run, a stream of commands or a dump of memory says of
 * things outside the memory manager.
 */

#include "linux01x/mem_map.h"
#include "linux01x/ops.h"

static u32 whole_pages(u32 bytes)
{
	return (bytes + MM011_PAGE_SIZE - 1) & 0xfffff000;
}

/**
 * linux01x_set_file() - a task has another executable or library
 * @m: machine, its lock held
 * @slot: its field
 * @number: inode number, 0: none
 * @dev: device
 */
void linux01x_set_file(struct mm011_machine *m, u32 *slot, u64 number, u32 dev)
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

	linux01x_set_file(m, &task->executable, op->arg[4], 0);
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
	mm011_structure_numbers(m, op->task);
	mm011_structure_ldt(m, op->task);
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

static int op_load_mem_map(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	const u8 *count = data;
	u32 nr;

	for (nr = 0; nr < MM011_PAGING_PAGES; nr++)
		mm011_set_count(m, nr, count[nr]);
	return 0;
}

static int op_set_count(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	mm011_set_count(m, mm011_map_nr(op->arg[0]), op->arg[1]);
	return 0;
}

static bool good_count(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	return mm011_map_nr(op->arg[0]) < MM011_PAGING_PAGES && op->arg[1] <= MM011_MAX_COUNT;
}

/* a task as its structure in a dump describes it */
static int op_load_task(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	struct linux01x *k = linux01x(m);
	const struct mm011_task_info *info = data;
	struct mm011_task *task = &k->task[op->task];

	linux01x_set_file(m, &task->executable, info->inode, info->dev);
	linux01x_set_file(m, &task->library, info->library, info->library_dev);
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

static int op_bind_file(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return mm011_bind_file(m, op->arg[0], op->arg[1], op->arg[2]);
}

/*
 * A running task or a zombie, in the slot that its number says. A zombie has
 * given its files back: release() would forget one that it still holds.
 */
static bool is_task(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	const struct mm011_task_info *info = data;

	return op->task < MM011_NR_TASKS && info->nr == op->task && !info->reserved &&
	       info->size == sizeof(*info) && !(info->page & 0xfff) &&
	       info->i_count <= MM011_MAX_I_COUNT && info->library_i_count <= MM011_MAX_I_COUNT &&
	       (info->state == MM011_TASK_RUNNING ||
		(info->state == MM011_TASK_ZOMBIE && !info->inode && !info->library));
}

static bool in_a_slot(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	return op->task < MM011_NR_TASKS;
}

static bool good_i_count(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	return op->arg[0] <= MM011_MAX_I_COUNT && linux01x(m)->task[op->task].executable;
}

static const struct mm011_op_row recorded_rows[] = {
	[MM011_OP_SET_TASK % MM011_GROUP_SIZE] = {
		.name = "set_task",
		.args = "START_CODE END_CODE END_DATA BRK INODE STACK PID FATHER",
		.words = "START_CODE END_CODE END_DATA BRK INODE [STACK PID FATHER]", .nargs = 8,
		.flags = MM011_OPF_SLEEP, .check = in_a_slot, .run = op_set_task,
	},
	[MM011_OP_TASK_GONE % MM011_GROUP_SIZE] = {
		.name = "task_gone", .args = "", .needs_task = true, .flags = MM011_OPF_SLEEP,
		.run = op_task_gone,
	},
	[MM011_OP_SET_I_COUNT % MM011_GROUP_SIZE] = {
		.name = "set_i_count", .args = "COUNT", .nargs = 1, .needs_task = true,
		.flags = MM011_OPF_SLEEP, .check = good_i_count, .run = op_set_i_count,
	},
	[MM011_OP_LOAD_MEM_MAP % MM011_GROUP_SIZE] = {
		.name = "load_mem_map", .args = "", .data = MM011_DATA_IN, .flags = MM011_OPF_SLEEP,
		.len = MM011_PAGING_PAGES, .run = op_load_mem_map,
	},
	[MM011_OP_LOAD_TASK % MM011_GROUP_SIZE] = {
		.name = "load_task", .args = "", .data = MM011_DATA_IN, .flags = MM011_OPF_SLEEP,
		.len = sizeof(struct mm011_task_info), .check = is_task, .run = op_load_task,
	},
	[MM011_OP_SET_COUNT % MM011_GROUP_SIZE] = {
		.name = "set_count", .args = "PAGE COUNT", .nargs = 2, .flags = MM011_OPF_SLEEP,
		.check = good_count, .run = op_set_count,
	},
	[MM011_OP_BIND_FILE % MM011_GROUP_SIZE] = {
		.name = "bind_file", .args = "FD INODE DEVICE", .words = "FILE INODE [DEVICE]",
		.nargs = 3, .run = op_bind_file,
	},
};

const struct mm011_op_group linux01x_recorded_ops = { recorded_rows, ARRAY_SIZE(recorded_rows) };
