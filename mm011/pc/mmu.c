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
#include "pc/walk.h"

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

/* A 386's supervisor obeys neither R/W nor U/S; with CR0.WP set it does obey R/W. */
static bool permitted(const struct mm011_machine *m, u32 access, u32 both)
{
	if ((access & MM011_ACCESS_USER) && !(both & MM011_PTE_USER))
		return false;
	if (!(access & MM011_ACCESS_WRITE) || (both & MM011_PTE_WRITE))
		return true;
	return !(access & MM011_ACCESS_USER) && !m->cpu.wp;
}

static u32 error_code(u32 access, bool present)
{
	return (access & (MM011_ACCESS_USER | MM011_ACCESS_WRITE)) |
	       (present ? MM011_PTE_PRESENT : 0);
}

/* what comes of an access whose walk has ended: the protection is looked at first */
static u32 outcome_of(const struct mm011_machine *m, u32 access, const struct mm011_walk *w)
{
	if ((w->pte & MM011_PTE_PRESENT) && !permitted(m, access, w->pde & w->pte))
		return MM011_WALK_PROTECTION;
	return w->end;
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
	struct mm011_walk w = { .end = MM011_WALK_SEGMENT };

	t->linear = t->address + ldt->base;
	if (t->address <= last_offset(ldt, t->access))
		mm011_walk(m, t->linear, &w);
	t->outcome = outcome_of(m, t->access, &w);
	t->error_code = 0;
	if (t->outcome == MM011_WALK_NO_TABLE || t->outcome == MM011_WALK_NO_PAGE ||
	    t->outcome == MM011_WALK_PROTECTION)
		t->error_code = error_code(t->access, t->outcome == MM011_WALK_PROTECTION);
	t->pde_addr = w.pde_addr;
	t->pde = w.pde;
	t->pte_addr = w.pte_addr;
	t->pte = w.pte;
	t->physical = w.entries == 2 ? w.frame | (t->linear & 0xfff) : 0;
}

static void set_bits(struct mm011_machine *m, u32 addr, u32 entry, u32 bits)
{
	if ((entry & bits) != bits)
		mm011_set_entry(m, addr, entry | bits);
}

/* The walker has read this page: data writes to it must flush the TLB. */
static void has_read(struct mm011_machine *m, u32 addr)
{
	u32 bit = (addr >> MM011_PAGE_SHIFT) % MM011_MARKED_FRAMES;

	m->tlb.table_pages[bit / 64] |= 1ull << bit % 64;
}

/* Remember a walk that ended well; its entries have their Accessed and Dirty bits. */
static __always_inline void tlb_insert(struct mm011_machine *m, u32 linear,
				       const struct mm011_walk *w)
{
	u32 vpn = linear >> MM011_PAGE_SHIFT;
	struct mm011_tlb_entry *e = &m->tlb.entry[vpn % MM011_TLB_ENTRIES];
	u32 both = w->pde & w->pte;
	u32 rights = 0;

	has_read(m, w->pde_addr);
	has_read(m, w->pte_addr);
	if (both & MM011_PTE_USER)
		rights = MM011_TLB_USER_READ;
	if ((w->pte & MM011_PTE_DIRTY) && (!m->cpu.wp || (both & MM011_PTE_WRITE)))
		rights |= MM011_TLB_WRITE;
	if ((w->pte & MM011_PTE_DIRTY) && (both & MM011_PTE_USER) && (both & MM011_PTE_WRITE))
		rights |= MM011_TLB_USER_WRITE;
	e->rights = rights;
	e->vpn = vpn;
	e->frame = w->frame;
	e->generation = m->tlb.generation;
}

/*
 * Does the walk that mm011_probe() describes, and sets Accessed and Dirty as the CPU
 * does. The directory entry is marked on the way down, even when the walk
 * then ends at the table entry.
 */
static u32 walk_set_accessed(struct mm011_machine *m, u32 linear, u32 access, u32 *frame)
{
	u32 marks = access & MM011_ACCESS_WRITE ? MM011_PTE_AD : MM011_PTE_ACCESSED;
	struct mm011_walk w;
	u32 outcome;

	w.pte = 0;
	w.pde_addr = mm011_walk_pde_address(m, linear);
	w.pde = mm011_read32(m, w.pde_addr);
	if (!(w.pde & MM011_PTE_PRESENT))
		return MM011_WALK_NO_TABLE;
	set_bits(m, w.pde_addr, w.pde, MM011_PTE_ACCESSED);
	w.pde |= MM011_PTE_ACCESSED;
	mm011_walk_table(m, linear, &w);
	outcome = outcome_of(m, access, &w);
	if (outcome != MM011_WALK_OK)
		return outcome;
	set_bits(m, w.pte_addr, w.pte, marks);
	w.pte |= marks;
	tlb_insert(m, linear, &w);
	*frame = w.frame;
	return MM011_WALK_OK;
}

/* until the page is there, with the page fault handler in between */
static noinline int walk_or_fault(struct mm011_machine *m, u32 address, u32 access, u32 *physical)
{
	/* what it says may change while the handler sleeps */
	const struct mm011_ldt *ldt = m->cpu.ldt;
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
			return mm011_stopped_at(m, MM011_NO_ADDR, linear, err);
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
	return locate(m, m->cpu.ldt, address, access, physical);
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
	const struct mm011_ldt *ldt = m->cpu.ldt;
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
