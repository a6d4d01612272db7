/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A state to come back to, as often as one likes: of 16 MB only what has changed
 * costs time.
 */
#ifndef _MM011_SNAPSHOT_H
#define _MM011_SNAPSHOT_H

#include "mm011.h"

/**
 * struct snapshot - a machine as it was
 * @m: the machine
 * @was: all of it but its memory, which comes back by itself
 */
struct snapshot {
	struct mm011_machine *m;
	struct mm011_machine *was;
};

bool snapshot_memory(void *at, size_t len);
void snapshot_forget(void *at, size_t len);
bool snapshot_machine(struct snapshot *s, struct mm011_machine *m);
void snapshot_restore(struct snapshot *s);

#endif
