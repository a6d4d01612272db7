/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Operations, as ioctl and tool pass them. What is to be known of one stands in its row;
 * rows stand in groups, and a kernel names the groups that it has.
 */
#ifndef _MM011_OP_OP_H
#define _MM011_OP_OP_H

#include <linux/kernel.h>

#include "pc/machine.h"

enum mm011_op_data { MM011_DATA_NONE, MM011_DATA_IN, MM011_DATA_OUT };

/**
 * struct mm011_op_row - an operation
 * @name: the verb, called like the kernel function where there is one
 * @args: the names of its arguments, for people
 * @words: what it takes on a command line, where that is not @args
 * @nargs: how many of arg[] it uses
 * @data: enum mm011_op_data: which way its data goes
 * @flags: MM011_OPF_* that mean something to it, besides CRC, CRC_NOAD, EVENTS
 * @len: bytes of its data, when it is always the same; 0 when it is not
 * @needs_task: it runs as a task, which must be running
 * @kills_task: it runs on behalf of a task, which is killed on oom()
 * @while_stopped: it works while the machine stands still
 * @check: are these arguments that the original's callers could pass, and safe for
 *	the host? NULL: all are
 * @run: do it; 0, or a negative error of any kind; NULL: wake
 */
struct mm011_op_row {
	const char *name;
	const char *args;
	const char *words;
	u8 nargs;
	u8 data;
	u16 flags;
	u32 len;
	bool needs_task;
	bool kills_task;
	bool while_stopped;
	bool (*check)(const struct mm011_machine *m, const struct mm011_op *op, const void *data);
	int (*run)(struct mm011_machine *m, struct mm011_op *op, void *data);
};

#define MM011_GROUP_SIZE	32u	/* numbers of operations in a group */

/**
 * struct mm011_op_group - operations that belong together
 * @rows: by their number within the group
 * @count: how many there are
 */
struct mm011_op_group {
	const struct mm011_op_row *rows;
	u32 count;
};

extern const struct mm011_op_group mm011_pc_ops;

const struct mm011_op_row *mm011_kernel_row(const struct mm011_kernel *kernel, u32 code);
int mm011_op_errno(int err);
int mm011_op_validate(const struct mm011_op *op);
void mm011_op_reject(struct mm011_op *op, int err);
void mm011_op_run_now(struct mm011_machine *m, struct mm011_op *op, void *data);
void mm011_op_asleep(struct mm011_machine *m, struct mm011_op *op,
		     const struct mm011_swap_request *request);
void mm011_op_run_valid(struct mm011_machine *m, struct mm011_op *op, void *data);
void mm011_op_run(struct mm011_machine *m, struct mm011_op *op, void *data);

#endif /* _MM011_OP_OP_H */
