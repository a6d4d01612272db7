// SPDX-License-Identifier: GPL-2.0
/*
 * Page faults: arch/i386/mm/fault.c.
 */

#include "linux24/linux24.h"
#include "pc/pte.h"

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
