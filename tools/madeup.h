/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Files of the host that are made up, one behind each descriptor: the same for
 * mm011/, which asks the host for them, and for the reference, which looks here.
 */
#ifndef _MM011_MADEUP_H
#define _MM011_MADEUP_H

#include "mm011.h"

#define MADEUP_FILES	4u

/**
 * struct madeup_file - a file
 * @number: of its inode
 * @magic: the first word of its header
 * @text: bytes of code
 * @data: bytes of initialized data
 * @bss: bytes of other data
 * @entry: where it begins
 * @unreadable: its header cannot be read
 * @swap_kb: how large it is as a swap space, 0: it is none
 */
struct madeup_file {
	u32 number;
	u32 magic;
	u32 text;
	u32 data;
	u32 bss;
	u32 entry;
	bool unreadable;
	u32 swap_kb;
};

const struct madeup_file *madeup_file(u32 fd);
void madeup_host(struct mm011_host *host);

#endif
