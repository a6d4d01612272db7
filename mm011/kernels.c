// SPDX-License-Identifier: GPL-2.0
/*
 * Which kernels there are: the only file that knows all of them.
 */

#include <linux/atomic.h>
#include <linux/kernel.h>

#include "kernel.h"
#include "linux01x/linux01x.h"
#include "linux24/linux24.h"
#include "op/op.h"
#include "pc/checksum.h"
#include "pc/ram.h"
#include "view/view.h"

#define MAX_KERNELS 8

static const struct mm011_kernel *kernels[MAX_KERNELS] = { &linux011, &linux012, &linux240 };

/**
 * mm011_kernel_register() - one more kernel, from now on
 * @kernel: the kernel; it stays for ever, or until mm011_kernel_unregister()
 *
 * For a kernel that is not in this folder: a test's, or somebody's own module. Machines
 * that there are must have room for its state.
 *
 * Return: 0; -EEXIST: there is one of this number; -E2BIG: its state is larger than any
 * other's; -ENOSPC: there are too many.
 */
int mm011_kernel_register(const struct mm011_kernel *kernel)
{
	u32 i;

	if (!kernel->number || mm011_kernel(kernel->number))
		return -EEXIST;
	if (kernel->state_size > mm011_machine_size())
		return -E2BIG;
	for (i = 0; i < MAX_KERNELS; i++)
		if (!cmpxchg(&kernels[i], NULL, kernel))
			return 0;
	return -ENOSPC;
}

/**
 * mm011_kernel_unregister() - the kernel that came last goes
 * @kernel: the kernel; no machine runs it
 */
void mm011_kernel_unregister(const struct mm011_kernel *kernel)
{
	u32 i = MAX_KERNELS;

	while (i > 0 && !kernels[i - 1])
		i--;
	if (i > 0 && kernels[i - 1] == kernel)
		WRITE_ONCE(kernels[i - 1], NULL);
}

/**
 * mm011_kernel() - the kernel of a number
 * @number: MM011_KERNEL_*, 0: the first there is, or anything
 *
 * Return: the kernel; NULL when there is none.
 */
const struct mm011_kernel *mm011_kernel(u32 number)
{
	u32 i;

	for (i = 0; i < MAX_KERNELS && kernels[i]; i++)
		if (!number || kernels[i]->number == number)
			return kernels[i];
	return NULL;
}

/**
 * mm011_nth_kernel() - which kernels are there?
 * @nr: from 0 on
 *
 * Return: the kernel; NULL when there are no more.
 */
const struct mm011_kernel *mm011_nth_kernel(u32 nr)
{
	return nr < MAX_KERNELS ? kernels[nr] : NULL;
}

/**
 * mm011_kernel_with() - a kernel that has this operation
 * @code: enum mm011_op_code, or anything
 *
 * Return: the first one; NULL when there is none.
 */
const struct mm011_kernel *mm011_kernel_with(u32 code)
{
	u32 i;

	for (i = 0; i < MAX_KERNELS && kernels[i]; i++)
		if (mm011_kernel_row(kernels[i], code))
			return kernels[i];
	return NULL;
}

/**
 * mm011_op_row() - what is to be known of an operation
 * @code: enum mm011_op_code, or anything
 *
 * Return: its row, whichever kernel has it; NULL when there is none.
 */
const struct mm011_op_row *mm011_op_row(u32 code)
{
	const struct mm011_kernel *kernel = mm011_kernel_with(code);

	return kernel ? mm011_kernel_row(kernel, code) : NULL;
}

/**
 * mm011_op_more() - is there one more operation, of any kernel?
 * @code: from this number on; becomes its number, MM011_OP_MAX when there is none
 *
 * Groups are not full: for (code = 0; mm011_op_more(&code); code++) meets all that
 * there are.
 *
 * Return: whether there is one.
 */
bool mm011_op_more(u32 *code)
{
	while (*code < MM011_OP_MAX && !mm011_kernel_with(*code))
		++*code;
	return *code < MM011_OP_MAX;
}

/* the nr-th picture of all kernels, counted through */
static const struct mm011_view *nth_view(u32 nr)
{
	u32 i;

	for (i = 0; i < MAX_KERNELS && kernels[i]; i++) {
		if (nr < kernels[i]->views->count)
			return &kernels[i]->views->view[nr];
		nr -= kernels[i]->views->count;
	}
	return NULL;
}

static bool came_before(const char *name, u32 nr)
{
	const struct mm011_view *view;
	u32 i;

	for (i = 0; i < nr; i++) {
		view = nth_view(i);
		if (view && strcmp(view->name, name) == 0)
			return true;
	}
	return false;
}

/**
 * mm011_next_view() - one more picture, of any kernel
 * @nr: where to go on; 0 at first
 *
 * Kernels that have pictures of the same name share it: it comes once.
 *
 * Return: the picture; NULL when that was all.
 */
const struct mm011_view *mm011_next_view(u32 *nr)
{
	const struct mm011_view *view;

	while ((view = nth_view((*nr)++)))
		if (!came_before(view->name, *nr - 1))
			return view;
	return NULL;
}

/**
 * mm011_machine_size() - how much memory a machine needs beside its RAM
 *
 * Return: bytes for struct mm011_machine and the state of any kernel behind it.
 */
size_t mm011_machine_size(void)
{
	size_t size = 0;
	u32 i;

	for (i = 0; i < MAX_KERNELS && kernels[i]; i++)
		size = max(size, kernels[i]->state_size);
	return size;
}

/**
 * mm011_verify_size() - how much memory mm011_verify() needs to work with
 *
 * Return: bytes, for any kernel.
 */
size_t mm011_verify_size(void)
{
	size_t size = 0;
	u32 i;

	for (i = 0; i < MAX_KERNELS && kernels[i]; i++)
		size = max(size, kernels[i]->verify_size);
	return size;
}

/**
 * mm011_check_reset() - are these parameters of a machine?
 * @r: parameters; 0 stands for the default
 *
 * Return: 0, or -EINVAL.
 */
int mm011_check_reset(const struct mm011_reset *r)
{
	const struct mm011_kernel *kernel = mm011_kernel(r->kernel);

	return !kernel || r->reserved ? -EINVAL : kernel->check_reset(r);
}

/**
 * mm011_memory_size() - how much physical memory a machine has
 * @r: parameters that mm011_check_reset() accepts
 *
 * Return: bytes, a multiple of a page, at most MM011_MAX_MEMORY.
 */
u32 mm011_memory_size(const struct mm011_reset *r)
{
	const struct mm011_kernel *kernel = mm011_kernel(r->kernel);

	return kernel ? kernel->memory_size(r) : 0;
}

/**
 * mm011_store_size() - how much a kernel keeps beside physical memory
 * @r: parameters that mm011_check_reset() accepts
 *
 * Return: bytes, a multiple of a page.
 */
u32 mm011_store_size(const struct mm011_reset *r)
{
	const struct mm011_kernel *kernel = mm011_kernel(r->kernel);

	return kernel && kernel->store_size ? kernel->store_size(r) : 0;
}

/**
 * mm011_fill_info() - tell of a machine
 * @m: machine, its lock held
 * @info: filled in, but for size, machine and reserved
 */
void mm011_fill_info(const struct mm011_machine *m, struct mm011_info *info)
{
	info->kernel = m->kernel->number;
	info->stopped = m->stopped;
	info->stopped_at = m->stopped_at;
	info->event_seq = m->event_seq;
	memcpy(info->message, m->message, sizeof(info->message));
	info->memory_size = m->memory_size;
	info->stopped_page = m->stopped ? m->about.page : MM011_NO_ADDR;
	info->stopped_entry = m->stopped ? m->about.ptep : MM011_NO_ADDR;
	info->stopped_linear = m->stopped ? m->about.linear : MM011_NO_ADDR;
	info->stopped_task = m->stopped ? m->about.task : 0;
	info->sleepers = hweight64(m->asleep);
	info->page_directory = mm011_entry_page(m->cpu.cr3);
	info->store_size = m->store_size;
	info->cpu = (m->cpu.wp ? MM011_CPU_WP : 0) | (m->cpu.pse ? MM011_CPU_PSE : 0);
	m->kernel->fill_info(m, info);
}

/**
 * mm011_fill_checksum() - sum up a machine
 * @m: machine, its lock held
 * @sum: in: flags; out: the sums
 *
 * What is kept up to date elsewhere is summed from all bytes here.
 */
void mm011_fill_checksum(struct mm011_machine *m, struct mm011_checksum *sum)
{
	if (m->kernel->op_checksum) {
		sum->crc = m->kernel->op_checksum(m, MM011_OP_NONE);
		sum->crc_noad = sum->crc;
	} else {
		sum->crc = mm011_checksum_plain(m);
		sum->crc_noad = mm011_checksum_noad_plain(m);
	}
	sum->machine = sum->flags & MM011_CHECKSUM_MACHINE ? mm011_checksum_machine(m) : 0;
}

/**
 * mm011_fill_task() - tell of a task
 * @m: machine, its lock held
 * @info: in: nr, below 64; out: the rest but for size and reserved
 *
 * Return: 0; -ESRCH when there is no such task.
 */
int mm011_fill_task(const struct mm011_machine *m, struct mm011_task_info *info)
{
	return m->kernel->fill_task ? m->kernel->fill_task(m, info) : -ESRCH;
}

/**
 * mm011_power_off() - a machine gives back what it has of the host
 * @m: machine, its lock held
 *
 * No operation may be asleep. Only a reset can follow, or the machine's end.
 */
void mm011_power_off(struct mm011_machine *m)
{
	if (m->kernel)
		m->kernel->release(m);
}

/**
 * mm011_reset() - switch the machine off and on again
 * @m: machine, its lock held; memory (mm011_memory_size() bytes or more), store
 *	(mm011_store_size() bytes or more) and host set, the rest zeroed or from an earlier reset
 * @r: parameters that mm011_check_reset() accepts
 *
 * No operation may be asleep: whoever lets them sleep ends them before.
 * Memory comes up zeroed. Counters start anew; events keep their numbers.
 */
void mm011_reset(struct mm011_machine *m, const struct mm011_reset *r)
{
	const struct mm011_kernel *kernel = mm011_kernel(r->kernel);

	if (!kernel)	/* mm011_check_reset() refuses it */
		return;
	mm011_power_off(m);
	mm011_set_memory_size(m, kernel->memory_size(r));
	m->store_size = mm011_store_size(r);
	mm011_power_on(m);
	WRITE_ONCE(m->kernel, kernel);	/* some look without the lock */
	kernel->reset(m, r);
}
