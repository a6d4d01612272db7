// SPDX-License-Identifier: GPL-2.0
/*
 * Paging is switched on: the kernel's own page directory maps all memory that is not HighMem,
 * from 3 GB on, in pieces of 4 MB: arch/i386/mm/init.c, arch/i386/kernel/head.S. What the
 * original has there besides (fixed addresses, kmap()) is left out.
 */

#include "linux24/tables.h"

#define SWAPPER_PG_DIR	0x101000u	/* where the image has it */
#define EMPTY_ZERO_PAGE	0x104u		/* page frame of empty_zero_page */
#define GLOBAL		0x100u		/* the CPU keeps it over a switch */
#define KERNEL_4MB	(0x63u | MM011_PTE_PSE | GLOBAL)

/**
 * linux24_paging_init() - the kernel's page directory, and the CPU uses it
 * @m: machine whose page frames have been laid out, its lock held
 *
 * The process that is there first has no other: as a kernel thread that borrows it.
 *
 * Linux 2.4.0: pagetable_init(), paging_init(), arch/i386/mm/init.c.
 */
void linux24_paging_init(struct mm011_machine *m)
{
	struct linux24 *k = linux24(m);
	const struct linux24_zone *high = &k->pages.zone[LINUX24_HIGHMEM];
	u32 low = high->size ? high->offset : k->pages.nr, pfn;
	u32 at = SWAPPER_PG_DIR + 4 * LINUX24_USER_PTRS_PER_PGD;

	k->zero_page = EMPTY_ZERO_PAGE;
	k->swapper_pg_dir = SWAPPER_PG_DIR;
	for (pfn = 0; pfn < low; pfn += MM011_ENTRIES, at += 4)
		mm011_set_entry(m, at, linux24_mk_pte(pfn, KERNEL_4MB));
	linux24_current_mm(m)->pgd = SWAPPER_PG_DIR;
	m->cpu.pse = true;
	mm011_load_cr3(m, SWAPPER_PG_DIR);
}
