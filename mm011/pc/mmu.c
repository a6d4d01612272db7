// SPDX-License-Identifier: GPL-2.0
/*
 * The 386: from segment and offset through page directory and page table to a
 * byte, and when that ends in a fault.
 *
 * A 386 has no CR0.WP: the supervisor writes to read-only pages without a
 * fault. That is why verify_area() exists.
 */

#include <linux/kernel.h>

#include "kernel.h"
#include "pc/mmu.h"
#include "pc/ram.h"

/*
 * A handler that works makes the access succeed at the second or third try
 * (load, then copy-on-write). After this many the handler cannot repair the entry,
 * which somebody wrote by hand: -ELOOP.
 */
#define MAX_FAULTS 4

/*
 * The last offset that is in the segment: what a descriptor of a 386 holds. A
 * limit of 0 bytes stands for 4 GB.
 */
static u32 last_offset(const struct mm011_ldt *ldt, u32 access)
{
	return (access & MM011_ACCESS_CODE ? ldt->code_limit : ldt->data_limit) - 1;
}

static bool permitted(u32 access, u32 pde, u32 pte)
{
	u32 both = pde & pte;

	if (!(access & MM011_ACCESS_USER))
		return true;
	if (!(both & MM011_PTE_USER))
		return false;
	return !(access & MM011_ACCESS_WRITE) || (both & MM011_PTE_WRITE);
}

static u32 error_code(u32 access, bool present)
{
	return (access & (MM011_ACCESS_USER | MM011_ACCESS_WRITE)) |
	       (present ? MM011_PTE_PRESENT : 0);
}

static void fail(struct mm011_translate *t, u32 outcome)
{
	t->outcome = outcome;
	t->error_code = error_code(t->access, outcome == MM011_WALK_PROTECTION);
}

/* the second half of the walk: t->pde is present */
static void walk_table(const struct mm011_machine *m, struct mm011_translate *t)
{
	u32 table = mm011_entry_page(t->pde);

	if (table >= MM011_MEMORY_SIZE) {
		t->outcome = MM011_WALK_OUTSIDE;
		return;
	}
	t->pte_addr = table + mm011_pte_offset(t->linear);
	t->pte = mm011_read32(m, t->pte_addr);
	t->physical = mm011_entry_page(t->pte) | (t->linear & 0xfff);
	if (!(t->pte & MM011_PTE_PRESENT))
		fail(t, MM011_WALK_NO_PAGE);
	else if (!permitted(t->access, t->pde, t->pte))
		fail(t, MM011_WALK_PROTECTION);
	else if (t->physical >= MM011_MEMORY_SIZE)
		t->outcome = MM011_WALK_OUTSIDE;
	else
		t->outcome = MM011_WALK_OK;
}

/**
 * mm011_probe() - walk the page tables without touching anything
 * @m: machine, its lock held
 * @t: in: task (0..63), address, access; out: each step of the walk
 *
 * The CPU's own work: segment limit, page directory entry, page table entry,
 * protection. No Accessed or Dirty bit is set. What the walk did not reach
 * stays 0; error_code is what a page fault would push.
 */
void mm011_probe(struct mm011_machine *m, struct mm011_translate *t)
{
	const struct mm011_ldt *ldt = m->kernel->ldt(m, t->task);

	t->error_code = 0;
	t->pde_addr = 0;
	t->pde = 0;
	t->pte_addr = 0;
	t->pte = 0;
	t->physical = 0;
	t->linear = t->address + ldt->base;
	if (t->address > last_offset(ldt, t->access)) {
		t->outcome = MM011_WALK_SEGMENT;
		return;
	}
	t->pde_addr = mm011_pde_address(t->linear);
	t->pde = mm011_read32(m, t->pde_addr);
	if (t->pde & MM011_PTE_PRESENT)
		walk_table(m, t);
	else
		fail(t, MM011_WALK_NO_TABLE);
}

static void set_bits(struct mm011_machine *m, u32 addr, u32 entry, u32 bits)
{
	if ((entry & bits) != bits)
		mm011_set_entry(m, addr, entry | bits);
}

/*
 * Does the walk that mm011_probe() describes, and sets Accessed and Dirty as the CPU
 * does. The directory entry is marked on the way down, even when the walk
 * then ends at the table entry.
 */
static u32 walk_set_accessed(struct mm011_machine *m, u32 linear, u32 access, u32 *frame)
{
	u32 pde_addr = mm011_pde_address(linear);
	u32 pde = mm011_read32(m, pde_addr);
	u32 marks = access & MM011_ACCESS_WRITE ? MM011_PTE_AD : MM011_PTE_ACCESSED;
	u32 pte_addr, pte;

	if (!(pde & MM011_PTE_PRESENT))
		return MM011_WALK_NO_TABLE;
	set_bits(m, pde_addr, pde, MM011_PTE_ACCESSED);
	if (mm011_entry_page(pde) >= MM011_MEMORY_SIZE)
		return MM011_WALK_OUTSIDE;
	pte_addr = mm011_entry_page(pde) + mm011_pte_offset(linear);
	pte = mm011_read32(m, pte_addr);
	if (!(pte & MM011_PTE_PRESENT))
		return MM011_WALK_NO_PAGE;
	if (!permitted(access, pde, pte))
		return MM011_WALK_PROTECTION;
	*frame = mm011_entry_page(pte);
	if (*frame >= MM011_MEMORY_SIZE)
		return MM011_WALK_OUTSIDE;
	set_bits(m, pte_addr, pte, marks);
	mm011_tlb_insert(m, linear, pde, pte_addr);
	return MM011_WALK_OK;
}

/* until the page is there, with the page fault handler in between */
static noinline int walk_or_fault(struct mm011_machine *m, u32 address, u32 access, u32 *physical)
{
	/* what it says may change while the handler sleeps */
	const struct mm011_ldt *ldt = m->ldt;
	u32 faults, linear, outcome, frame;
	int err;

	for (faults = 0; ; faults++) {
		linear = address + ldt->base;
		if (address > last_offset(ldt, access))
			return -EFAULT;
		outcome = walk_set_accessed(m, linear, access, &frame);
		if (outcome == MM011_WALK_OK)
			break;
		if (outcome == MM011_WALK_OUTSIDE)
			return -EIO;
		if (faults == MAX_FAULTS)
			return -ELOOP;
		err = mm011_spend(m, MM011_COST_OF_PAGE);
		if (!err)
			err = m->kernel->page_fault(m, error_code(access, outcome ==
								  MM011_WALK_PROTECTION),
						    linear);
		if (err)
			return err;
	}
	*physical = frame | (linear & 0xfff);
	return 0;
}

/* Translations in the TLB need no walk. */
static __always_inline int locate(struct mm011_machine *m, const struct mm011_ldt *ldt,
				  u32 address, u32 access, u32 *physical)
{
	u32 linear = address + ldt->base;
	u32 frame;

	if (address > last_offset(ldt, access) ||
	    !mm011_tlb_lookup(m, linear, access, &frame))
		return walk_or_fault(m, address, access, physical);
	*physical = frame | (linear & 0xfff);
	return 0;
}

/**
 * mm011_access_address() - where an access of the current task's code goes
 * @m: machine, its lock held
 * @address: offset in the task's data segment, or code segment
 * @access: MM011_ACCESS_WRITE, _USER, _CODE
 * @physical: where the physical address goes
 *
 * Translates, runs 0.11's handler on a page fault and tries again, sets Accessed
 * and Dirty. Translations in the TLB need no walk.
 *
 * Return: as mm011_access().
 */
int mm011_access_address(struct mm011_machine *m, u32 address, u32 access, u32 *physical)
{
	return locate(m, m->ldt, address, access, physical);
}

/**
 * mm011_access() - read or write memory of the current task, as its code would
 * @m: machine, its lock held
 * @address: offset in the task's data segment, or code segment
 * @data: where the bytes come from or go to
 * @len: how many bytes
 * @access: MM011_ACCESS_WRITE, _USER, _CODE
 *
 * Page by page: translate, on a page fault run 0.11's handler and try again,
 * set Accessed and Dirty, move the bytes. The handler may sleep, and the limit be
 * another one afterwards: it is looked at anew. In a segment of 4 GB offset 0
 * comes after the last one. The kernel's get_fs_byte() and
 * put_fs_byte() are accesses without MM011_ACCESS_USER.
 *
 * Return: 0; -EFAULT beyond the segment's limit; -EIO where no RAM answers;
 * -ELOOP when the fault never ends; -MM011_E_OOM when the handler came to oom();
 * -ENOTRECOVERABLE when it panicked. What was moved before stays moved.
 */
int mm011_access(struct mm011_machine *m, u32 address, void *data, u32 len, u32 access)
{
	const struct mm011_ldt *ldt = m->ldt;
	u8 *bytes = data;
	u32 physical, n, room;
	int err;

	for ( ; len; len -= n, address += n, bytes += n) {
		err = locate(m, ldt, address, access, &physical);
		if (err)
			return err;
		n = min(len, MM011_PAGE_SIZE - (physical & 0xfff));
		room = last_offset(ldt, access) - address;
		if (unlikely(n > room))
			n = min(n - 1, room) + 1;
		if (access & MM011_ACCESS_WRITE) {
			mm011_emit(m, MM011_EV_WRITE, physical, n, 0);
			mm011_store_in_page(m, physical, bytes, n);
		} else {
			memcpy(bytes, m->memory + physical, n);
		}
	}
	return 0;
}
