/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Page tables of 2.4: two levels, the middle one folded away. A directory entry names a
 * page table, an entry of that a page frame, or where in the swap space it is.
 */
#ifndef _MM011_LINUX24_TABLES_H
#define _MM011_LINUX24_TABLES_H

#include "linux24/list.h"
#include "pc/ram.h"

/* of a page that a process may read, but not write to: PROT_NONE; it is there all the same */
#define LINUX24_PAGE_PROTNONE	0x80u
#define LINUX24_PAGE_TABLE	0x67u	/* _PAGE_TABLE: what an entry of a directory is */
#define LINUX24_PAGE_COPY	0x25u
#define LINUX24_PAGE_CHG_MASK	0xfffff060u	/* what mprotect() leaves of an entry */

#define LINUX24_GFP_KERNEL	(LINUX24_GFP_WAIT | LINUX24_GFP_HIGH | LINUX24_GFP_IO)
#define LINUX24_GFP_HIGHUSER	(LINUX24_GFP_WAIT | LINUX24_GFP_IO | LINUX24_GFP_HIGHMEM)

/**
 * linux24_present() - is there a page behind an entry?
 * @pte: entry of a page table
 *
 * Linux 2.4.0: pte_present(), include/asm-i386/pgtable.h.
 *
 * Return: whether there is.
 */
static inline bool linux24_present(u32 pte)
{
	return pte & (MM011_PTE_PRESENT | LINUX24_PAGE_PROTNONE);
}

/**
 * linux24_pte_page() - the page frame of an entry
 * @pte: entry of a page table
 *
 * Linux 2.4.0: pte_page(), include/asm-i386/pgtable-2level.h.
 *
 * Return: its number; there may be none such.
 */
static inline u32 linux24_pte_page(u32 pte)
{
	return pte >> MM011_PAGE_SHIFT;
}

/**
 * linux24_mk_pte() - an entry
 * @pfn: page frame
 * @prot: its other bits
 *
 * Linux 2.4.0: mk_pte(), include/asm-i386/pgtable.h.
 *
 * Return: the entry.
 */
static inline u32 linux24_mk_pte(u32 pfn, u32 prot)
{
	return pfn << MM011_PAGE_SHIFT | prot;
}

/**
 * linux24_valid_page() - is there such a page frame?
 * @m: machine that runs 2.4
 * @pfn: its number
 *
 * Linux 2.4.0: VALID_PAGE(), include/asm-i386/page.h.
 *
 * Return: whether there is.
 */
static inline bool linux24_valid_page(const struct mm011_machine *m, u32 pfn)
{
	return pfn < linux24(m)->pages.nr;
}

/**
 * linux24_is_reserved() - is a page frame nobody's to give?
 * @m: machine that runs 2.4
 * @pfn: page frame that there is
 *
 * Linux 2.4.0: PageReserved(), include/linux/mm.h.
 *
 * Return: whether it is.
 */
static inline bool linux24_is_reserved(const struct mm011_machine *m, u32 pfn)
{
	return linux24_page(m, pfn)->flags & LINUX24_RESERVED;
}

/**
 * linux24_has_tables() - is there memory behind the page frames?
 * @m: machine that runs 2.4
 *
 * Return: whether there is, so that it can have page tables.
 */
static inline bool linux24_has_tables(const struct mm011_machine *m)
{
	u32 nr = linux24(m)->pages.nr;

	return nr && nr <= m->memory_size >> MM011_PAGE_SHIFT;
}

/**
 * linux24_table_end() - where the addresses of a page table end
 * @addr: one of them
 * @end: where the addresses end that somebody wants, above @addr
 *
 * Return: the address behind the last one that he wants and that is in this table.
 */
static inline u32 linux24_table_end(u32 addr, u32 end)
{
	u32 next = (addr + MM011_TABLE_SPAN) & ~(MM011_TABLE_SPAN - 1);

	return next - 1 < end - 1 ? next : end;
}

/**
 * struct linux24_fault - a page fault
 * @error_code: as the CPU pushes it: P, W/R, U/S
 * @addr: where: CR2
 * @esp: the stack pointer of the user, in a fault of the user
 */
struct linux24_fault {
	u32 error_code;
	u32 addr;
	u32 esp;
};

/**
 * struct linux24_fault_end - what a page fault came to
 * @handled: enum mm011_handled24
 * @signal: the process gets it, 0: none
 * @fixup: the kernel's access failed, and its exception table was asked
 * @write: it was a write that the area allows
 */
struct linux24_fault_end {
	u32 handled;
	u32 signal;
	bool fixup;
	bool write;
};

#define LINUX24_SIGBUS	7u
#define LINUX24_SIGKILL	9u
#define LINUX24_SIGSEGV	11u

/**
 * struct linux24_entries - entries of one page table, one behind the other
 * @table: physical address of the table, 0: there is none
 * @from: number of the first one
 * @end: number of the one behind the last
 */
struct linux24_entries {
	u32 table;
	u32 from;
	u32 end;
};

/* init.c */
void linux24_paging_init(struct mm011_machine *m);

/* pgalloc.c */
int linux24_get_free_page(struct mm011_machine *m, u32 gfp, u32 *pfn);
int linux24_put_page(struct mm011_machine *m, u32 pfn);
int linux24_pgd_alloc(struct mm011_machine *m, u32 *pgd);
int linux24_pte_alloc(struct mm011_machine *m, struct linux24_mm *mm, u32 addr, u32 *pte);
int linux24_entries(struct mm011_machine *m, const struct linux24_mm *mm, u32 addr, u32 end,
		    struct linux24_entries *e);
int linux24_pte_offset(struct mm011_machine *m, const struct linux24_mm *mm, u32 addr, u32 *pte);

/* memory.c */
int linux24_zap_page_range(struct mm011_machine *m, struct linux24_mm *mm, u32 addr, u32 size);
int linux24_clear_page_tables(struct mm011_machine *m, struct linux24_mm *mm, u32 first, u32 nr);
int linux24_copy_page_range(struct mm011_machine *m, struct linux24_mm *to,
			    struct linux24_mm *from, u32 vma);

/* mm_fault.c */
int linux24_handle_mm_fault(struct mm011_machine *m, struct linux24_mm *mm, u32 vma, u32 addr,
			    bool write, u32 *ret);
int linux24_make_pages_present(struct mm011_machine *m, struct linux24_mm *mm, u32 addr, u32 end);

/* fault.c */
u32 linux24_fault_area(struct mm011_machine *m, struct linux24_mm *mm,
		       const struct linux24_fault *fault, u32 *vma);
int linux24_do_page_fault(struct mm011_machine *m, struct linux24_mm *mm,
			  const struct linux24_fault *fault, struct linux24_fault_end *end);

/* exec.c */
int linux24_put_dirty_page(struct mm011_machine *m, struct linux24_mm *mm, u32 pfn, u32 addr);

/* table_sum.c */
void linux24_tables_sum(const struct mm011_machine *m, struct mm011_tables24 *sums);

#endif /* _MM011_LINUX24_TABLES_H */
