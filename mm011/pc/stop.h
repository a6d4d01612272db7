/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How a machine starts, stops and goes on, and what a long operation does to stay bearable.
 */
#ifndef _MM011_PC_STOP_H
#define _MM011_PC_STOP_H

#include "pc/machine.h"

void mm011_power_on(struct mm011_machine *m);
int mm011_panic(struct mm011_machine *m, const char *message);
int mm011_panic_page(struct mm011_machine *m, const char *message, u32 page);
int mm011_panic_linear(struct mm011_machine *m, const char *message, u32 linear);
void mm011_stop_is_at(struct mm011_machine *m, u32 ptep, u32 linear);
int mm011_bus_error(struct mm011_machine *m, u32 addr);
int mm011_endless_loop(struct mm011_machine *m);
int mm011_call_off(struct mm011_machine *m);
int mm011_breathe(struct mm011_machine *m);
void mm011_cut_short(struct mm011_machine *m, const char *operation);
void mm011_revive(struct mm011_machine *m);

/**
 * mm011_spend() - a loop has made some steps
 * @m: machine, its lock held
 * @steps: how many; one is about what an entry costs
 *
 * Every loop over what comes from outside calls this where it may be left: all
 * that the operation has taken is in its place, or its callers give it back.
 *
 * Return: 0; -MM011_E_CUT when whoever asked for the operation has been killed.
 */
static inline int mm011_spend(struct mm011_machine *m, u32 steps)
{
	m->work += steps;
	return likely(m->work < MM011_BREATH) ? 0 : mm011_breathe(m);
}

/**
 * mm011_host_ended() - is this error the host's, and none of the original's?
 * @err: what a function returned
 *
 * The original cannot fail in these ways. When the host does, a page that was taken
 * and has no owner yet is freed, so that none leaks. After any other error it stays
 * where the original leaves it.
 *
 * Return: whether it is.
 */
static inline bool mm011_host_ended(int err)
{
	return err == -MM011_E_SWAP || err == -MM011_E_CUT;
}

/**
 * mm011_stopped_at() - pass an error on, and say over which entry it came
 * @m: machine, its lock held
 * @ptep: physical address of the entry
 * @linear: linear address of what it maps
 * @err: what the function returned that was given the entry
 *
 * Callers of what can panic know more than who panics.
 *
 * Return: @err.
 */
static inline int mm011_stopped_at(struct mm011_machine *m, u32 ptep, u32 linear, int err)
{
	if (unlikely(err))
		mm011_stop_is_at(m, ptep, linear);
	return err;
}

#endif /* _MM011_PC_STOP_H */
