/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_SLEEP_H
#define _MM011CTL_SLEEP_H

#include "mm011.h"

/* who sleeps in a machine of this process, and whose turn it is */
struct sleepers {
	struct sleeper *by_task[MM011_NR_TASKS];
	struct sleeper *running;	/* the one that runs now, if any */
};

void sleepers_begin(struct sleepers *s, struct mm011_machine *m, struct mm011_op *op);
void sleepers_wake(struct sleepers *s, struct mm011_machine *m, struct mm011_op *op);
int sleepers_sleep(struct sleepers *s, struct mm011_machine *m,
		   const struct mm011_swap_request *request);
void sleepers_end(struct sleepers *s);

#endif
