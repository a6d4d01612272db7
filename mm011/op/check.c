// SPDX-License-Identifier: GPL-2.0
/*
 * What is refused: operations that are none, and arguments that 0.11 would never
 * be called with, or that harm us.
 */

#include <linux/kernel.h>

#include "linux01x/differs.h"
#include "linux01x/linux01x.h"
#include "op/op.h"

/* argc and envc must tell of the strings that are there */
static bool count_strings(const struct mm011_op *op, const char *data, u32 argc, u32 envc)
{
	u64 strings = (u64)argc + envc;
	u32 i;

	if (op->len && data[op->len - 1])
		return false;
	for (i = 0; i < op->len; i++)
		if (!data[i] && strings-- == 0)
			return false;
	return !strings;
}

/*
 * Whether it can be left asleep and come back later: not with an answer that
 * needs the caller's memory, nor with a descriptor that only the caller has.
 */
static bool may_sleep(u32 code)
{
	return mm011_op_info(code)->data != MM011_DATA_OUT && code != MM011_OP_EXEC &&
	       code != MM011_OP_USELIB && code != MM011_OP_SWAP_FILE && code != MM011_OP_WAKE;
}

/* flags that mean something to this operation */
static u32 known_flags(u32 code)
{
	u32 flags = MM011_OPF_CRC | MM011_OPF_CRC_NOAD | MM011_OPF_EVENTS;

	if (may_sleep(code))
		flags |= MM011_OPF_SLEEP;
	switch (code) {
	case MM011_OP_DO_NO_PAGE:
		return flags | MM011_OPF_TWO_STEP;
	case MM011_OP_WAITPID:
		return flags | MM011_OPF_NO_STATUS;
	case MM011_OP_READ:
		return flags | MM011_OPF_SUPERVISOR | MM011_OPF_CODE;
	case MM011_OP_WRITE:
		return flags | MM011_OPF_SUPERVISOR;
	default:
		return flags;
	}
}

/**
 * mm011_op_len() - the length of the data that an operation carries
 * @code: enum mm011_op_code, or anything
 *
 * Return: bytes, when it is always the same; 0 when it is not.
 */
u32 mm011_op_len(u32 code)
{
	switch (code) {
	case MM011_OP_CALC_MEM:
		return MM011_ENTRIES * sizeof(u16);
	case MM011_OP_LOAD_MEM_MAP:
		return MM011_PAGING_PAGES;
	case MM011_OP_LOAD_TASK:
		return sizeof(struct mm011_task_info);
	case MM011_OP_SHOW_MEM:
		return sizeof(struct mm011_show_mem);
	case MM011_OP_SWAP_READ:
	case MM011_OP_SWAP_WRITE:
		return MM011_PAGE_SIZE;
	default:
		return 0;
	}
}

/*
 * A running task or a zombie, in the slot that its number says. A zombie has
 * given its files back: release() would forget one that it still holds.
 */
static bool is_task(const struct mm011_op *op, const struct mm011_task_info *info)
{
	return op->task < MM011_NR_TASKS && info->nr == op->task && !info->reserved &&
	       info->size == sizeof(*info) && !(info->page & 0xfff) &&
	       info->i_count <= MM011_MAX_I_COUNT && info->library_i_count <= MM011_MAX_I_COUNT &&
	       (info->state == MM011_TASK_RUNNING ||
		(info->state == MM011_TASK_ZOMBIE && !info->inode && !info->library));
}

/**
 * mm011_op_validate() - is this an operation at all?
 * @op: as it came from outside
 *
 * What does not depend on a machine: code, flags, unused arguments, length.
 *
 * Return: 0; -EINVAL; -E2BIG when it carries too much data.
 */
int mm011_op_validate(const struct mm011_op *op)
{
	const struct mm011_op_info *info = mm011_op_info(op->code);
	u32 i;

	if (!info || (op->flags & ~known_flags(op->code)))
		return -EINVAL;
	for (i = info->nargs; i < ARRAY_SIZE(op->arg); i++)
		if (op->arg[i])
			return -EINVAL;
	if (info->data == MM011_DATA_NONE && (op->len || op->data))
		return -EINVAL;
	if (mm011_op_len(op->code) && op->len != mm011_op_len(op->code))
		return -EINVAL;
	return op->len > MM011_MAX_DATA ? -E2BIG : 0;
}

/* is there a file that a page at this linear address could have come from? */
static bool has_file_at(const struct mm011_machine *m, u32 nr, u32 address)
{
	const struct mm011_task *task = &linux01x(m)->task[nr];

	return mm011_file_at(m, task, (address & 0xfffff000) - task->start_code);
}

/* what only 0.12 has */
static bool good_swap_args(const struct mm011_machine *m, const struct mm011_op *op)
{
	const struct linux01x *k = linux01x(m);
	const u32 *arg = op->arg;

	switch (op->code) {
	case MM011_OP_SWAP_MEMORY:
		return arg[0] <= MM011_MAX_SWAP_KB || arg[0] == MM011_NO_SIZE;
	case MM011_OP_SWAP_READ:
	case MM011_OP_SWAP_WRITE:
		return k->swap.device.handle && k->swap.device.blocks != MM011_NO_SIZE &&
		       arg[0] < k->swap.device.blocks / 4;
	default:
		return true;
	}
}

/* not what a real kernel would never be called with, nor what harms us */
static bool good_args(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	const struct linux01x *k = linux01x(m);
	const u32 *arg = op->arg;

	switch (op->code) {
	case MM011_OP_DO_NO_PAGE_MAP:
		return has_file_at(m, op->task, arg[1]);
	case MM011_OP_TRY_TO_SHARE:
		return arg[1] < MM011_NR_TASKS && k->task[arg[1]].state != MM011_TASK_FREE;
	case MM011_OP_EXEC:
		return count_strings(op, data, arg[1], arg[2]);
	case MM011_OP_EXEC_MADE_UP:
		return arg[0] && (u64)arg[1] + arg[2] + arg[3] <= 0x3000000 &&
		       count_strings(op, data, arg[4], arg[5]);
	case MM011_OP_WAITPID:
		return (s32)arg[0] > 0 || arg[0] == ~0u;
	case MM011_OP_PHYS_READ:
	case MM011_OP_PHYS_WRITE:
		return mm011_in_memory(arg[0], op->len);
	case MM011_OP_PEEK32:
	case MM011_OP_POKE32:
	case MM011_OP_SET_AD:
		return mm011_in_memory(arg[0], 4);
	case MM011_OP_SET_TASK:
		return op->task < MM011_NR_TASKS;
	case MM011_OP_LOAD_TASK:
		return is_task(op, data);
	case MM011_OP_SET_I_COUNT:
		return arg[0] <= MM011_MAX_I_COUNT && k->task[op->task].executable;
	default:
		return good_swap_args(m, op);
	}
}

/**
 * mm011_op_names_task() - does it run as a task, or name the one that is to sleep?
 * @op: accepted by mm011_op_validate()
 *
 * Return: whether @op->task means something.
 */
bool mm011_op_names_task(const struct mm011_op *op)
{
	return mm011_op_info(op->code)->task || (op->flags & MM011_OPF_SLEEP);
}

/**
 * mm011_op_admit() - can this machine do an operation, as it stands?
 * @m: machine, its lock held
 * @op: accepted by mm011_op_validate()
 * @data: @op->len bytes to take or to fill
 *
 * Return: 0, or why not: -ENOTRECOVERABLE (it stands still), -ESRCH (no such
 * task), -EBUSY (it sleeps), -EOPNOTSUPP (this kernel has no such function) or
 * -EINVAL.
 */
int mm011_op_admit(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	const struct linux01x *k = linux01x(m);
	const struct mm011_op_info *info = mm011_op_info(op->code);
	bool names_task = mm011_op_names_task(op);

	if (m->stopped && !info->stopped)
		return -ENOTRECOVERABLE;
	if (names_task && op->task >= MM011_NR_TASKS)
		return -ESRCH;
	if (info->task && k->task[op->task].state != MM011_TASK_RUNNING)
		return -ESRCH;
	if (names_task && (m->asleep | k->unborn) >> op->task & 1)
		return -EBUSY;
	if (info->lacking & (mm011_is_0_12(m) ? MM011_NOT_IN_0_12 : MM011_NOT_IN_0_11))
		return -EOPNOTSUPP;
	if (op->code == MM011_OP_WAKE)
		return -ESRCH;	/* whoever lets operations sleep knows them */
	return good_args(m, op, data) ? 0 : -EINVAL;
}
