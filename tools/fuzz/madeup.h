/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Files of the host that are made up, one behind each descriptor: the same for
 * mm011/, which asks the host for them, and for the reference, which looks here.
 */
#ifndef _MM011_MADEUP_H
#define _MM011_MADEUP_H

#include "mm011.h"

#define MADEUP_FILES	4u

#define MADEUP_FIRST	1000u	/* number of the first one's inode */

/* the words of its header */
enum {
	MADEUP_MAGIC, MADEUP_TEXT, MADEUP_DATA, MADEUP_BSS, MADEUP_SYMS, MADEUP_ENTRY,
	MADEUP_TRSIZE, MADEUP_DRSIZE,
	MADEUP_WORDS
};

/**
 * struct madeup_file - a file
 * @number: of its inode
 * @header: of the program
 * @size: bytes; behind them is nothing
 * @unreadable: its header cannot be read
 * @swap_kb: how large it is as a swap space, 0: it is none
 */
struct madeup_file {
	u32 number;
	u32 header[MADEUP_WORDS];
	u64 size;
	bool unreadable;
	u32 swap_kb;
};

struct madeup_file *madeup_file(u32 fd);
void *madeup_swap_space(struct mm011_machine *m);
void madeup_host(struct mm011_host *host);

#endif
