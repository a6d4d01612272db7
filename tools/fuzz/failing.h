/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A host of made-up files and swap spaces, for tests: the n-th call that can
 * fail does.
 */
#ifndef _MM011_FAILING_H
#define _MM011_FAILING_H

#include "mm011.h"

#define FAILING_FILES	4u
#define FAILING_WORDS	8u

/**
 * struct failing_file - a file of the host
 * @header: the first words of block 0
 * @size: bytes
 * @swap_kb: how large it is as a swap space
 * @holders: how often it was opened and not yet released
 */
struct failing_file {
	u32 header[FAILING_WORDS];
	u64 size;
	u32 swap_kb;
	int holders;
};

/**
 * struct failing - the host
 * @host: what the machine gets; first
 * @file: the files behind descriptors 0..3
 * @swaps: how many swap spaces are in use
 * @sleep: what others do while a task sleeps; NULL: nothing
 * @calls: how many calls that can fail there were
 * @fail_at: which of them fails, counted from 1; 0: none
 * @breaths: how often an operation has let others run
 * @last_breath: from this one on whoever asked has been killed; 0: never
 */
struct failing {
	struct mm011_host host;
	struct failing_file file[FAILING_FILES];
	int swaps;
	void (*sleep)(struct mm011_machine *m);
	u32 calls;
	u32 fail_at;
	u32 breaths;
	u32 last_breath;
};

void failing_init(struct failing *f);

#endif
