// SPDX-License-Identifier: GPL-2.0
/*
 * Which handler a page fault goes to. mm/page.s saves the registers, reads
 * CR2, tests bit 0 of the error code and calls; here only the test is left.
 */

#include "linux01x/linux01x.h"

/**
 * mm011_page_fault() - interrupt 14
 * @m: machine, its lock held
 * @error_code: bit 0: the page is present; bit 1: a write; bit 2: by the user
 * @cr2: the linear address
 * @out: kind of a no-page fault (enum mm011_no_page_kind), and the donor
 *
 * Linux 0.11: page_fault, mm/page.s.
 *
 * Return: 0, and the access is to be tried again; or what the handler
 * returned: -MM011_E_OOM for oom(), -ENOTRECOVERABLE, -EIO.
 */
int mm011_page_fault(struct mm011_machine *m, u32 error_code, u32 cr2, u32 out[2])
{
	u32 page;

	m->stat[MM011_STAT_PAGE_FAULT]++;
	mm011_emit(m, MM011_EV_FAULT, error_code, cr2, m->running);
	out[0] = MM011_NO_PAGE_NONE;
	out[1] = 0;
	if (error_code & MM011_PTE_PRESENT)
		return mm011_do_wp_page(m, error_code, cr2);
	return mm011_do_no_page(m, error_code, cr2, &page, out);
}
