/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_POKE_H
#define _MM011CTL_POKE_H

#include "target/target.h"

/**
 * struct poke - an entry that poke32 writes
 * @is_entry: it writes one
 * @addr: where it stands
 * @old: what it was
 */
struct poke {
	bool is_entry;
	u32 addr;
	u32 old;
};

struct poke poke_begin(const struct target *t, const struct mm011_op *op);
void poke_tell(struct target *t, const struct poke *p);

#endif
