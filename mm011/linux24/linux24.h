/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What Linux 2.4.0 keeps: all of it stands in the machine's store, so that it is saved,
 * restored and summed byte for byte. So there are no pointers in it: what the original
 * points to is a reference, the place in the store in bytes, and 0 is NULL.
 */
#ifndef _MM011_LINUX24_LINUX24_H
#define _MM011_LINUX24_LINUX24_H

#include "kernel.h"
#include "linux24/areas.h"
#include "linux24/ask.h"
#include "linux24/pages.h"
#include "linux24/swap.h"

/**
 * struct linux24 - the head of the store
 * @null: nothing stands at reference 0, nor where an area would be there
 * @bare: MM011_RESET_BARE: pages and areas alone
 * @zero_page: page frame of ZERO_PAGE
 * @swapper_pg_dir: physical address of the kernel's own page directory, 0: it has none
 * @asker: operations of a recorded run, by their task
 * @pages: mm/page_alloc.c's
 * @areas: mm/mmap.c's
 * @swap: mm/swapfile.c's
 *
 * Behind it stand what its parts have asked for with their *_room().
 */
struct linux24 {
	u32 null[16];
	u32 bare;
	u32 zero_page;
	u32 swapper_pg_dir;
	struct linux24_asker asker[MM011_NR_TASKS];
	struct linux24_pages pages;
	struct linux24_areas areas;
	struct linux24_swap swap;
};

/**
 * struct linux24_machine - a machine that runs 2.4
 * @m: the machine
 * @sums: tables for checksums, which are the same in each
 */
struct linux24_machine {
	struct mm011_machine m;
	struct linux24_sums sums;
};

extern const struct mm011_kernel linux240;

/**
 * linux24_sums() - tables for checksums
 * @m: machine that runs 2.4
 *
 * Return: the tables.
 */
static inline const struct linux24_sums *linux24_sums(const struct mm011_machine *m)
{
	return &((const struct linux24_machine *)m)->sums;
}

/**
 * linux24() - what 2.4 keeps
 * @m: machine that runs it
 *
 * Return: the head of its store.
 */
static inline struct linux24 *linux24(const struct mm011_machine *m)
{
	return (struct linux24 *)m->store;
}

/**
 * linux24_is_told() - does a recorded run tell the operation under way?
 * @m: machine that runs 2.4
 *
 * A whole machine does for itself what is to be done, whoever asks for MM011_OPF_SLEEP.
 *
 * Return: whether it does.
 */
static inline bool linux24_is_told(const struct mm011_machine *m)
{
	return unlikely(m->may_sleep) && linux24(m)->bare;
}

/**
 * linux24_at() - what a reference points to
 * @m: machine that runs 2.4
 * @ref: reference, not 0
 *
 * Return: the place.
 */
static inline void *linux24_at(const struct mm011_machine *m, u32 ref)
{
	return m->store + ref;
}

/**
 * linux24_current_mm() - the address space of the current process
 * @m: machine that runs 2.4
 *
 * Linux 2.4.0: current->mm.
 *
 * Return: the mm.
 */
static inline struct linux24_mm *linux24_current_mm(const struct mm011_machine *m)
{
	return linux24_at(m, linux24(m)->areas.mm);
}

#endif /* _MM011_LINUX24_LINUX24_H */
