// SPDX-License-Identifier: GPL-2.0
/*
 * Page faults: arch/i386/mm/fault.c.
 */

#include "linux24/tables.h"

#define BELOW_STACK	32u	/* enter and pusha write so far below the stack pointer */

/* May the area be where the fault was? It may have to grow downwards for that. */
static bool reaches(struct mm011_machine *m, u32 vma, const struct linux24_fault *fault)
{
	const struct linux24_vma *area = linux24_vma(m, vma);

	if (area->start <= fault->addr)
		return true;
	if (!(area->flags & LINUX24_VM_GROWSDOWN))
		return false;
	if ((fault->error_code & MM011_PTE_USER) && fault->addr + BELOW_STACK < fault->esp)
		return false;
	return !linux24_expand_stack(m, vma, fault->addr);
}

/* ... and does it allow what was tried? */
static bool allows(const struct linux24_vma *area, u32 error_code)
{
	if (error_code & MM011_PTE_WRITE)
		return area->flags & LINUX24_VM_WRITE;
	return !(error_code & MM011_PTE_PRESENT) &&
	       area->flags & (LINUX24_VM_READ | LINUX24_VM_EXEC);
}

/**
 * linux24_fault_area() - whose area is it in which a page fault was?
 * @m: machine, its lock held
 * @mm: the address space of the process
 * @fault: the fault
 * @vma: out: reference to the area, for MM011_FAULT24_GOOD
 *
 * The first half of the original, up to handle_mm_fault(). A stack grows before it is asked
 * whether the access is allowed, and stays so when it is not.
 *
 * Linux 2.4.0: do_page_fault(), arch/i386/mm/fault.c.
 *
 * Return: enum mm011_fault24.
 */
u32 linux24_fault_area(struct mm011_machine *m, struct linux24_mm *mm,
		       const struct linux24_fault *fault, u32 *vma)
{
	if (fault->addr >= LINUX24_TASK_SIZE)
		return MM011_FAULT24_KERNEL;
	*vma = linux24_find_vma(m, mm, fault->addr);
	if (!*vma || !reaches(m, *vma, fault) ||
	    !allows(linux24_vma(m, *vma), fault->error_code))
		return MM011_FAULT24_BAD;
	return MM011_FAULT24_GOOD;
}

/* the process is told; of the kernel's own access its exception table knows what to do */
static void bad_area(const struct linux24_fault *fault, struct linux24_fault_end *end)
{
	if (fault->error_code & MM011_PTE_USER)
		end->signal = LINUX24_SIGSEGV;
	else
		end->fixup = true;
}

/*
 * An address of the kernel's: its own page directory may know a page table that this one
 * does not know yet. Whoever is the user has no business there.
 */
static void vmalloc_fault(struct mm011_machine *m, struct linux24_mm *mm,
			  const struct linux24_fault *fault, struct linux24_fault_end *end)
{
	u32 kernel = linux24(m)->swapper_pg_dir, at = mm011_pde_offset(fault->addr);
	u32 pgd_k = kernel ? mm011_read32(m, kernel + at) : 0;

	if (!mm->pgd || mm011_read32(m, mm->pgd + at) & MM011_PTE_PRESENT ||
	    !(pgd_k & MM011_PTE_PRESENT))
		bad_area(fault, end);
	else
		mm011_set_entry(m, mm->pgd + at, pgd_k);
}

/* what handle_mm_fault() came to */
static void finish(const struct linux24_fault *fault, struct linux24_fault_end *end)
{
	if (end->handled == MM011_HANDLED24_MINOR || end->handled == MM011_HANDLED24_MAJOR)
		return;
	if (end->handled == MM011_HANDLED24_SIGBUS)
		end->signal = LINUX24_SIGBUS;
	else if (fault->error_code & MM011_PTE_USER)
		end->signal = LINUX24_SIGKILL;	/* VM: killing process */
	end->fixup = !(fault->error_code & MM011_PTE_USER);
}

/**
 * linux24_do_page_fault() - a page fault
 * @m: machine, its lock held
 * @mm: the address space of the process, with a page directory
 * @fault: the fault
 * @end: out: what it came to
 *
 * Linux 2.4.0: do_page_fault(), arch/i386/mm/fault.c.
 *
 * Return: 0; what ends the task instead: -MM011_E_BUG, -MM011_E_WAIT, -EIO, -ECANCELED.
 */
int linux24_do_page_fault(struct mm011_machine *m, struct linux24_mm *mm,
			  const struct linux24_fault *fault, struct linux24_fault_end *end)
{
	u32 vma, area = linux24_fault_area(m, mm, fault, &vma);
	int err;

	*end = (struct linux24_fault_end){ .handled = MM011_HANDLED24_NOT };
	if (area == MM011_FAULT24_GOOD) {
		end->write = fault->error_code & MM011_PTE_WRITE;
		err = linux24_handle_mm_fault(m, mm, vma, fault->addr, end->write, &end->handled);
		if (err)
			return err;
		finish(fault, end);
	} else if (area == MM011_FAULT24_KERNEL) {
		vmalloc_fault(m, mm, fault, end);
	} else {
		bad_area(fault, end);
	}
	return 0;
}
