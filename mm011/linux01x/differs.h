/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where Linux 0.12 differs from Linux 0.11, each place by a name of its own.
 *
 * What only 0.12 has stands in swap.c and linux012.c. Everywhere else the text
 * is 0.11's, and asks one of these questions where 0.12 went another way: who
 * reads 0.11 takes the answer for "no", and reads on.
 */
#ifndef _MM011_DIFFERS_H
#define _MM011_DIFFERS_H

#include "linux01x/linux01x.h"

/**
 * mm011_is_0_12() - which kernel does the machine run?
 * @m: machine
 *
 * Return: whether it is Linux 0.12.
 */
static inline bool mm011_is_0_12(const struct mm011_machine *m)
{
	return m->kernel == &linux012;
}

/**
 * mm011_has_swapping() - does an entry that is not 0 but has P=0 mean something?
 * @m: machine
 *
 * To 0.11 it is an entry that is not there. In 0.12 it is a page that is not
 * in memory: the entry holds twice the number of its swap page.
 *
 * Return: whether it names a swap page.
 */
static inline bool mm011_has_swapping(const struct mm011_machine *m)
{
	return mm011_is_0_12(m);
}

/**
 * mm011_has_libraries() - are the last 4 MB of a task its shared library?
 * @m: machine
 *
 * Return: whether they are; argument pages then end below them.
 */
static inline bool mm011_has_libraries(const struct mm011_machine *m)
{
	return mm011_is_0_12(m);
}

/**
 * mm011_checks_address() - do the fault handlers look at the address at all?
 * @m: machine
 *
 * Return: whether an address outside the task's 64 MB ends the task.
 */
static inline bool mm011_checks_address(const struct mm011_machine *m)
{
	return mm011_is_0_12(m);
}

/**
 * mm011_copies_before_mapping() - does un_wp_page() fill the copy first?
 * @m: machine
 *
 * Return: whether the entry is written after the copy is made.
 */
static inline bool mm011_copies_before_mapping(const struct mm011_machine *m)
{
	return mm011_is_0_12(m);
}

/**
 * mm011_spares_odd_tail() - is a tail of more than 4095 bytes none?
 * @m: machine
 *
 * A page of a library lies behind end_data, so do_no_page() of 0.12 had to
 * learn not to zero memory from there on.
 *
 * Return: whether such a tail is left alone.
 */
static inline bool mm011_spares_odd_tail(const struct mm011_machine *m)
{
	return mm011_is_0_12(m);
}

/**
 * mm011_limits_code() - does the code segment end where the code does?
 * @m: machine
 *
 * A task that runs code of a library needs one as long as its data segment.
 *
 * Return: whether exec() sets the limit to the size of the code.
 */
static inline bool mm011_limits_code(const struct mm011_machine *m)
{
	return !mm011_is_0_12(m);
}

/**
 * mm011_clears_bss() - does exec() zero the rest of the last page of data?
 * @m: machine
 *
 * Return: whether it does, and so faults that page in.
 */
static inline bool mm011_clears_bss(const struct mm011_machine *m)
{
	return !mm011_is_0_12(m);
}

/**
 * mm011_has_family() - do tasks know father and children by pointers?
 * @m: machine
 *
 * 0.11 knows the father's number only: do_exit() looks for a task with it, and
 * releases the task itself when there is none. wait() goes through the slots
 * from the last one down in 0.11, from the youngest child on in 0.12, which
 * also writes the status before it frees the task.
 *
 * Return: whether there are p_pptr, p_cptr, p_ysptr and p_osptr.
 */
static inline bool mm011_has_family(const struct mm011_machine *m)
{
	return mm011_is_0_12(m);
}

/**
 * mm011_tells_copy_mem() - does a fork without memory print something?
 * @m: machine
 *
 * Return: whether copy_mem() says "free_page_tables: from copy_mem".
 */
static inline bool mm011_tells_copy_mem(const struct mm011_machine *m)
{
	return !mm011_is_0_12(m);
}

#endif /* _MM011_DIFFERS_H */
