/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A recorded run is played: what it tells instead of the machine, and what the functions
 * in it say of themselves.
 *
 * With MM011_OPF_SLEEP an operation on a machine of page frames that a run told
 * (MM011_RESET_BARE) does not take a page, free one, read a file or begin another recorded
 * function by itself: it asks, and sleeps until MM011_OP24_TELL and MM011_OP_WAKE. So the run
 * decides what happens in between, and sees each step.
 */
#ifndef _MM011_LINUX24_ASK_H
#define _MM011_LINUX24_ASK_H

#include "pc/machine.h"

struct linux24_fault_end;

#define LINUX24_ASK_DEPTH	4u	/* recorded functions within each other */

/**
 * struct linux24_asker - an operation of a recorded run
 * @asked: what it asks
 * @answer: what it is told
 * @depth: which of its functions is at work, from 0 on
 * @log: what each of them did
 */
struct linux24_asker {
	struct mm011_asked24 asked;
	u32 answer;
	u32 depth;
	struct mm011_log24 log[LINUX24_ASK_DEPTH];
};

int linux24_ask(struct mm011_machine *m, u32 kind, u32 a, u32 b, u32 c, u32 *answer);
int linux24_ask_begin(struct mm011_machine *m, u32 code, u32 a, u32 b);
int linux24_ask_end(struct mm011_machine *m, int err, u32 ret);
void linux24_log_find_vma(struct mm011_machine *m, u32 addr, u32 start, bool hit);
void linux24_log_cleared(struct mm011_machine *m, u32 first, u32 nr);
void linux24_log_ran(struct mm011_machine *m, u32 which);
void linux24_log_copied(struct mm011_machine *m);
void linux24_log_fault(struct mm011_machine *m, const struct linux24_fault_end *end);

#endif /* _MM011_LINUX24_ASK_H */
