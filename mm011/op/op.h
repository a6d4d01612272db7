/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Operations, as ioctl and tool pass them.
 */
#ifndef _MM011_OP_OP_H
#define _MM011_OP_OP_H

#include "pc/machine.h"

enum mm011_op_data { MM011_DATA_NONE, MM011_DATA_IN, MM011_DATA_OUT };

/* which kernels have it: bits in struct mm011_op_info.lacking */
#define MM011_NOT_IN_0_11	0x1
#define MM011_NOT_IN_0_12	0x2

/**
 * struct mm011_op_info - how an operation is called
 * @name: the verb, called like the kernel function where there is one
 * @args: the names of its arguments, for people
 * @nargs: how many of arg[] it uses
 * @data: which way its data goes
 * @lacking: the kernels that do not have it
 * @task: it needs a current task
 * @process: the task itself asks for it, and ends when it runs into oom()
 * @stopped: works while the machine stands still
 */
struct mm011_op_info {
	const char *name;
	const char *args;
	u8 nargs;
	u8 data;
	u8 lacking;
	bool task;
	bool process;
	bool stopped;
};

const struct mm011_op_info *mm011_op_info(u32 code);
u32 mm011_op_len(u32 code);
int mm011_op_validate(const struct mm011_op *op);
bool mm011_op_names_task(const struct mm011_op *op);
int mm011_op_admit(const struct mm011_machine *m, const struct mm011_op *op, const void *data);
void mm011_op_reject(struct mm011_op *op, int err);
void mm011_op_run(struct mm011_machine *m, struct mm011_op *op, void *data);
void mm011_op_asleep(struct mm011_machine *m, struct mm011_op *op,
		      const struct mm011_swap_request *request);

#endif /* _MM011_OP_OP_H */
