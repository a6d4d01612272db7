/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Operations that sleep in swap I/O while others run.
 */
#ifndef _MM011_OP_SLEEPERS_H
#define _MM011_OP_SLEEPERS_H

#include "pc/machine.h"

/**
 * struct mm011_sleeper - an operation with a stack of its own
 * @m: machine
 * @op: the operation under way; nobody else touches it
 * @answer: what the caller is told
 * @data: the operation's bytes
 * @ended: it is done
 * @cancelled: the machine is about to be reset
 */
struct mm011_sleeper {
	struct mm011_machine *m;
	struct mm011_op op;
	struct mm011_op answer;
	void *data;
	bool ended;
	bool cancelled;
};

void mm011_sleepers_begin(struct mm011_machine *m, struct mm011_op *op, const void *data);
void mm011_sleepers_wake(struct mm011_machine *m, struct mm011_op *op);
void mm011_sleeper_run(struct mm011_sleeper *sleeper);
int mm011_sleepers_sleep(struct mm011_machine *m, const struct mm011_swap_request *request);
void mm011_sleepers_end(struct mm011_machine *m);

#endif /* _MM011_OP_SLEEPERS_H */
