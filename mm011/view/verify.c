// SPDX-License-Identifier: GPL-2.0
/*
 * What must hold of a PC at all times, whatever anybody does to its memory:
 *
 * P1  a chunk that is not marked as possibly not 0 holds only zeros
 * P2  a translation in the TLB is what a walk would come to, with no bit left to be set
 * P3  the checksums that are kept up to date are those of the bytes
 *
 * What must hold of a kernel stands with that kernel (linux01x/verify.c).
 */

#include "kernel.h"
#include "pc/checksum.h"
#include "pc/walk.h"
#include "view/verify.h"

/**
 * mm011_contradiction() - tell what does not hold
 * @f: what has been found; it is counted
 * @format: in words, as for printf()
 */
void mm011_contradiction(struct mm011_findings *f, const char *format, ...)
{
	va_list ap;

	if (f->told++ >= MM011_MAX_FINDINGS)
		return;
	mm011_text(f->t, "  ");
	va_start(ap, format);
	f->t->vprintf(f->t, format, ap);
	va_end(ap);
	mm011_text(f->t, "\n");
}

/**
 * mm011_tell_more() - tell how many contradictions were not told
 * @f: what has been found
 */
void mm011_tell_more(const struct mm011_findings *f)
{
	if (f->told > MM011_MAX_FINDINGS)
		mm011_text(f->t, "  ... and %u more\n", f->told - MM011_MAX_FINDINGS);
}

static u32 check_page(const struct mm011_machine *m, u32 page, struct mm011_text *t)
{
	u64 marked = m->nonzero[page >> MM011_PAGE_SHIFT];
	u32 chunk, addr, wrong = 0;

	if (!marked && mm011_all_zero(m->memory + page, MM011_PAGE_SIZE))
		return 0;
	for (chunk = 0; chunk < MM011_PAGE_SIZE / MM011_CHUNK; chunk++) {
		addr = page + chunk * MM011_CHUNK;
		if ((marked >> chunk & 1) || mm011_all_zero(m->memory + addr, MM011_CHUNK))
			continue;
		mm011_text(t, "P1: the chunk at 0x%06x is not 0, and not marked\n", addr);
		wrong++;
	}
	return wrong;
}

static u32 check_chunks(const struct mm011_machine *m, struct mm011_text *t)
{
	u32 page, end = min(m->memory_size, MM011_MARKED_FRAMES * MM011_PAGE_SIZE), wrong = 0;

	for (page = 0; page < end; page += MM011_PAGE_SIZE)
		wrong += check_page(m, page, t);
	return wrong;
}

static bool rights_hold(const struct mm011_machine *m, u32 rights, const struct mm011_walk *w)
{
	u32 both = w->pde & w->pte;
	bool dirty = w->pte & MM011_PTE_DIRTY, user = both & MM011_PTE_USER;
	bool writable = both & MM011_PTE_WRITE;

	return (!(rights & MM011_TLB_USER_READ) || user) &&
	       (!(rights & MM011_TLB_WRITE) || (dirty && (writable || !m->cpu.wp))) &&
	       (!(rights & MM011_TLB_USER_WRITE) || (dirty && user && writable));
}

static u32 check_tlb(const struct mm011_machine *m, struct mm011_text *t)
{
	const struct mm011_tlb_entry *e;
	struct mm011_walk w;
	u32 i, wrong = 0;

	for (i = 0; i < MM011_TLB_ENTRIES; i++) {
		e = &m->tlb.entry[i];
		if (e->generation != m->tlb.generation)
			continue;
		mm011_walk(m, e->vpn << MM011_PAGE_SHIFT, &w);
		if (w.end == MM011_WALK_OK && w.frame == e->frame &&
		    (w.pde & w.pte & MM011_PTE_ACCESSED) && rights_hold(m, e->rights, &w))
			continue;
		mm011_text(t, "P2: the TLB has linear 0x%08x at 0x%06x, and may %u\n",
			   e->vpn << MM011_PAGE_SHIFT, e->frame, e->rights);
		wrong++;
	}
	return wrong;
}

static u32 check_sums(struct mm011_machine *m, struct mm011_text *t)
{
	u32 wrong = 0;

	if (!(m->observed & MM011_OBSERVE_CRC))
		return 0;
	if (mm011_checksum(m) != mm011_checksum_plain(m)) {
		mm011_text(t, "P3: the checksum is not that of the bytes\n");
		wrong++;
	}
	if (mm011_checksum_noad(m) != mm011_checksum_noad_plain(m)) {
		mm011_text(t, "P3: the checksum without A and D is not that of the bytes\n");
		wrong++;
	}
	return wrong;
}

/**
 * mm011_verify_pc() - does what must hold of a PC hold?
 * @m: machine, its lock held
 * @t: where what does not is told
 *
 * Return: how many contradictions there are.
 */
u32 mm011_verify_pc(struct mm011_machine *m, struct mm011_text *t)
{
	return check_chunks(m, t) + check_tlb(m, t) + check_sums(m, t);
}

/**
 * mm011_verify() - does what must hold of a machine hold?
 * @m: machine, its lock held
 * @scratch: mm011_verify_size() bytes to work with
 * @t: where what does not is told
 *
 * What the original breaks in a hostile or unlucky run is told as what it is.
 *
 * Return: how many contradictions there are.
 */
u32 mm011_verify(struct mm011_machine *m, void *scratch, struct mm011_text *t)
{
	u32 wrong = mm011_verify_pc(m, t);

	return m->kernel->verify ? wrong + m->kernel->verify(m, scratch, t) : wrong;
}
