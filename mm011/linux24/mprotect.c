// SPDX-License-Identifier: GPL-2.0
/*
 * Other rights for a range of addresses: mm/mprotect.c.
 */

#include "linux24/tables.h"

#define RIGHTS	0xfu	/* VM_READ to VM_SHARED; what may become of them is four above */

/* of one page table. Linux 2.4.0: change_pte_range(), mm/mprotect.c. */
static int change_pte_range(struct mm011_machine *m, const struct linux24_mm *mm, u32 addr,
			    u32 end, u32 page_prot)
{
	struct linux24_entries e;
	u32 i, at, pte;
	int err = linux24_entries(m, mm, addr, end, &e);

	for (i = e.from; !err && e.table && i < e.end; i++) {
		i = mm011_next_nonzero(m, e.table, i);
		if (i >= e.end)
			break;
		at = e.table + 4 * i;
		pte = mm011_read32(m, at);
		if (linux24_present(pte))
			mm011_set_entry(m, at, (pte & LINUX24_PAGE_CHG_MASK) | page_prot);
		err = mm011_spend(m, 1);
	}
	return err;
}

/* Linux 2.4.0: change_protection(), mm/mprotect.c. */
static int change_protection(struct mm011_machine *m, const struct linux24_mm *mm, u32 start,
			     u32 end, u32 page_prot)
{
	u32 next;
	int err = 0;

	if (start >= end)
		return -MM011_E_BUG;
	for ( ; mm->pgd && start < end && !err; start = next) {
		next = linux24_table_end(start, end);
		err = change_pte_range(m, mm, start, next, page_prot);
	}
	return err;
}

/* Linux 2.4.0: mprotect_fixup(), mm/mprotect.c. */
static int mprotect_fixup(struct mm011_machine *m, struct linux24_mm *mm, u32 vma, u32 start,
			  u32 end, u32 prot)
{
	const struct linux24_vma *area = linux24_vma(m, vma);
	struct linux24_change change = {
		.flags = prot | (area->flags & ~LINUX24_VM_ACCESS)
	};
	int err;

	if (change.flags & ~(change.flags >> 4) & RIGHTS)
		return -EACCES;
	if (change.flags == area->flags)
		return 0;
	change.page_prot = linux24_protection(change.flags);
	err = linux24_fixup(m, mm, vma, start, end, &change);
	return err ? err : change_protection(m, mm, start, end, change.page_prot);
}

/**
 * linux24_sys_mprotect() - set the rights of a range
 * @m: machine, its lock held
 * @mm: whose
 * @start: its first address
 * @len: bytes
 * @prot: PROT_READ, PROT_WRITE, PROT_EXEC
 *
 * Linux 2.4.0: sys_mprotect(), mm/mprotect.c.
 *
 * Return: 0; -EINVAL; -EFAULT: there is a hole, -EACCES, -ENOMEM: what is before it is done;
 * -MM011_E_BUG.
 */
int linux24_sys_mprotect(struct mm011_machine *m, struct linux24_mm *mm, u32 start, u32 len,
			 u32 prot)
{
	struct linux24_range range = {
		.start = start, .end = start + linux24_page_align(len), .hole = -EFAULT,
		.change = mprotect_fixup, .arg = prot
	};

	if (start % MM011_PAGE_SIZE || range.end < start || prot & ~LINUX24_VM_ACCESS)
		return -EINVAL;
	return range.end == start ? 0 : linux24_each_area(m, mm, &range);
}
