// SPDX-License-Identifier: GPL-2.0
/*
 * How a machine starts, stops and goes on, and what a long operation does to stay bearable.
 */

#include <linux/kernel.h>

#include "pc/event.h"
#include "pc/stop.h"
#include "pc/tlb.h"

static void say(struct mm011_machine *m, const char *first, const char *second)
{
	size_t i = 0;

	for ( ; i < sizeof(m->message) - 1 && *first; i++)
		m->message[i] = *first++;
	for ( ; i < sizeof(m->message) - 1 && *second; i++)
		m->message[i] = *second++;
	memset(m->message + i, 0, sizeof(m->message) - i);
}

static void stop(struct mm011_machine *m, u32 why, const char *message)
{
	m->stopped = why;
	m->stopped_at = 0;
	m->about.page = MM011_NO_ADDR;
	m->about.ptep = MM011_NO_ADDR;
	m->about.linear = MM011_NO_ADDR;
	m->about.task = m->running;
	say(m, message, "");
	m->stat[MM011_STAT_PANIC]++;
}

static void stop_over(struct mm011_machine *m, u32 why, u32 addr, const char *message)
{
	stop(m, why, message);
	m->about.page = addr & ~(MM011_PAGE_SIZE - 1);
}

/**
 * mm011_panic() - stop the machine
 * @m: machine, its lock held
 * @message: what the original says
 *
 * The host goes on; only this machine stands still, with all that was half
 * done, until it is reset or revived. The caller returns at once.
 *
 * Linux 0.11: panic(), kernel/panic.c.
 *
 * Return: -ENOTRECOVERABLE.
 */
int mm011_panic(struct mm011_machine *m, const char *message)
{
	stop(m, MM011_PANIC, message);
	return -ENOTRECOVERABLE;
}

/**
 * mm011_panic_page() - stop the machine over a page
 * @m: machine, its lock held
 * @message: what the original says
 * @page: a physical address in it; the original frees entries with all their bits
 *
 * Return: -ENOTRECOVERABLE.
 */
int mm011_panic_page(struct mm011_machine *m, const char *message, u32 page)
{
	stop_over(m, MM011_PANIC, page, message);
	return -ENOTRECOVERABLE;
}

/**
 * mm011_panic_linear() - stop the machine over a linear address
 * @m: machine, its lock held
 * @message: what the original says
 * @linear: the address
 *
 * Return: -ENOTRECOVERABLE.
 */
int mm011_panic_linear(struct mm011_machine *m, const char *message, u32 linear)
{
	int err = mm011_panic(m, message);

	m->about.linear = linear;
	return err;
}

/**
 * mm011_stop_is_at() - say which entry has led to where the machine has stopped
 * @m: machine, its lock held
 * @ptep: physical address of the entry, or MM011_NO_ADDR
 * @linear: linear address of what it maps, or MM011_NO_ADDR
 *
 * The innermost caller that knows one of them is heard; see mm011_stopped_at().
 */
void mm011_stop_is_at(struct mm011_machine *m, u32 ptep, u32 linear)
{
	if (!m->stopped)
		return;
	if (m->about.ptep == MM011_NO_ADDR)
		m->about.ptep = ptep;
	if (m->about.linear == MM011_NO_ADDR)
		m->about.linear = linear;
}

/**
 * mm011_bus_error() - stop the machine: its kernel touched what is not there
 * @m: machine, its lock held
 * @addr: physical address, beyond memory
 *
 * Only a page directory or page table that somebody wrote by hand leads here.
 * On a real PC the result is undefined; the sandbox stops.
 *
 * Return: -EIO.
 */
int mm011_bus_error(struct mm011_machine *m, u32 addr)
{
	stop_over(m, MM011_FAULT, addr, "kernel access outside physical memory");
	m->stopped_at = addr;
	return -EIO;
}

/**
 * mm011_endless_loop() - stop the machine: its kernel would never come back
 * @m: machine, its lock held
 *
 * A chain of malloc() that somebody made circular by hand leads here.
 *
 * Return: -ELOOP.
 */
int mm011_endless_loop(struct mm011_machine *m)
{
	stop(m, MM011_LOOP, "kernel loops for ever");
	return -ELOOP;
}

/**
 * mm011_call_off() - whoever asked for this operation has been killed
 * @m: machine, its lock held
 *
 * From now on it only tidies up, and is not called off again.
 *
 * Return: -MM011_E_CUT.
 */
int mm011_call_off(struct mm011_machine *m)
{
	m->cut = true;
	return -MM011_E_CUT;
}

/**
 * mm011_breathe() - a long operation lets others run, and may be called off
 * @m: machine, its lock held
 *
 * Return: 0, also when it has been called off before; -MM011_E_CUT when whoever
 * asked for it has been killed.
 */
int mm011_breathe(struct mm011_machine *m)
{
	m->work = 0;
	if (!m->host->pause || !m->host->pause(m) || m->cut)
		return 0;
	return mm011_call_off(m);
}

/**
 * mm011_cut_short() - write down that an operation was left half way
 * @m: machine, its lock held
 * @operation: its name
 *
 * The machine goes on from the state after some number of the original's own
 * steps; no page is lost.
 */
void mm011_cut_short(struct mm011_machine *m, const char *operation)
{
	m->stat[MM011_STAT_CUT_SHORT]++;
	say(m, "cut short: ", operation);
}

/**
 * mm011_revive() - let a stopped machine go on
 * @m: machine, its lock held
 *
 * The state stays as the panic left it.
 */
void mm011_revive(struct mm011_machine *m)
{
	m->stopped = MM011_OK;
	m->stopped_at = 0;
	memset(&m->about, 0xff, sizeof(m->about));	/* MM011_NO_ADDR */
	memset(m->message, 0, sizeof(m->message));
}

/**
 * mm011_power_on() - the PC as it comes up, before any kernel runs
 * @m: machine, its lock held
 *
 * Events keep their numbers. Memory beyond 64 MB is new, and 0.
 */
void mm011_power_on(struct mm011_machine *m)
{
	mm011_revive(m);
	memset(m->memory, 0, min(m->memory_size, MM011_MARKED_FRAMES * MM011_PAGE_SIZE));
	memset(m->store, 0, m->store_size);
	memset(m->nonzero, 0, sizeof(m->nonzero));
	memset(m->stat, 0, sizeof(m->stat));
	memset(&m->cpu, 0, sizeof(m->cpu));
	mm011_tlb_flush(m);
	m->observed = 0;
	m->may_sleep = false;
	m->asleep = 0;
	m->unborn = 0;
	m->work = 0;
	m->cut = true;	/* nothing of a boot can be called off */
}
