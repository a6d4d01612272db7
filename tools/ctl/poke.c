// SPDX-License-Identifier: GPL-2.0
/*
 * poke32 writes a word like any other; who writes an entry wants to see what it was and
 * what it is now.
 */

#include <stdio.h>

#include <linux/kernel.h>

#include "ctl/poke.h"
#include "replay/explain.h"

static u32 word(const struct target *t, u32 addr)
{
	__le32 le;

	memcpy(&le, t->memory + addr, sizeof(le));
	return le32_to_cpu(le);
}

/* is it the page directory, or a page that this names as a page table? */
static bool is_table(const struct target *t, u32 page)
{
	u32 i, pde;

	for (i = 0; page && i < MM011_ENTRIES; i++) {
		pde = word(t, 4 * i);
		if ((pde & MM011_PTE_PRESENT) && mm011_entry_page(pde) == page)
			return true;
	}
	return !page;
}

/**
 * poke_begin() - look at what an operation is about to write
 * @t: the machine
 * @op: any operation
 *
 * Return: what poke_tell() wants to know.
 */
struct poke poke_begin(const struct target *t, const struct mm011_op *op)
{
	u32 addr = op->arg[0];

	if (op->code != MM011_OP_POKE32 || addr & 3 || addr >= MM011_MEMORY_SIZE ||
	    !is_table(t, addr & 0xfffff000))
		return (struct poke){ 0 };
	return (struct poke){ .is_entry = true, .addr = addr, .old = word(t, addr) };
}

/**
 * poke_tell() - print the change of an entry
 * @t: the machine
 * @p: from before the operation
 */
void poke_tell(struct target *t, const struct poke *p)
{
	char place[96], before[EXPLAIN_ROOM], after[EXPLAIN_ROOM];

	if (!p->is_entry)
		return;
	explain_place(t, p->addr, place, sizeof(place));
	explain_entry(t, p->old, before, sizeof(before));
	explain_entry(t, word(t, p->addr), after, sizeof(after));
	printf("    entry      %s: %s -> %s\n", place, before, after);
}
