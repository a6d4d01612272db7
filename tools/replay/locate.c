// SPDX-License-Identifier: GPL-2.0
/*
 * Which word differs, when only the checksums are known?
 *
 * CRC-32 is linear: the difference of two checksums depends only on the
 * difference of the data. If exactly one 32-bit word differs, then for each
 * place in the data there is exactly one difference of that word which
 * explains the checksums; it is found by running the CRC backwards from the
 * end. There are two checksums, with and without Accessed and Dirty bits, and
 * the right place is where both tell the same.
 *
 * Where Accessed or Dirty differ, that is certain: a wrong place does so once in
 * 2^32. Where they do not, the checksums tell the same everywhere, and what is
 * left is what is likely: one count of mem_map[], flags alone, or a page frame
 * alone. Of all differences that a word can have these are so few that a wrong
 * place hardly shows one of them.
 */

#include "replay/locate.h"
#include "linux01x/mem_map.h"

#define POLYNOMIAL 0xedb88320u

/* undo the effect of one 32-bit word of zeros on a CRC register */
static u32 step_back(u32 crc)
{
	int bit;

	for (bit = 0; bit < 32; bit++)
		crc = crc & 0x80000000 ? ((crc ^ POLYNOMIAL) << 1) | 1 : crc << 1;
	return crc;
}

struct search {
	u32 crc;	/* difference of the registers at this place */
	u32 noad;
	u32 likely;	/* how likely the best place is that was found: 0, none */
};

/* how likely is it that one of the two should have been the other? */
static u32 plausibility(u32 expected, u32 found)
{
	const u32 flags = MM011_PTE_FLAGS | MM011_PTE_AD;

	if (!((expected ^ found) & ~flags))
		return 2;
	if ((expected ^ found) & 0xfff || mm011_entry_page(expected) >= MM011_MEMORY_SIZE)
		return 0;
	return 1;
}

/* step to the word before; does a difference there explain both checksums? */
static bool explains(struct search *s, u32 mask)
{
	s->crc = step_back(s->crc);
	s->noad = step_back(s->noad);
	return s->crc && (s->crc & mask) == s->noad;
}

static void in_page(const struct mm011_machine *m, struct search *s, u32 page,
		    struct difference *d)
{
	u32 addr, found, rank;

	for (addr = page + MM011_PAGE_SIZE; addr > page; ) {
		addr -= 4;
		if (!explains(s, ~MM011_PTE_AD))
			continue;
		found = mm011_read32(m, addr);
		rank = s->crc == s->noad ? plausibility(found ^ s->crc, found) : 4;
		if (rank <= s->likely)
			continue;
		s->likely = rank;
		*d = (struct difference){
			.addr = addr, .found = found, .expected = found ^ s->crc
		};
	}
}

/* a word of mem_map[] is four counts: one of them must be the culprit */
static void in_mem_map(const struct mm011_machine *m, struct search *s, struct difference *d)
{
	u32 nr, byte;

	for (nr = MM011_PAGING_PAGES; nr > 0; ) {
		nr -= 4;
		if (!explains(s, ~0u))
			continue;
		byte = __builtin_ctz(s->crc) / 8;
		if (s->crc >> (8 * byte) > 0xff || s->likely > 3)
			continue;
		s->likely = 3;
		d->in_mem_map = true;
		d->addr = MM011_LOW_MEM + ((nr + byte) << MM011_PAGE_SHIFT);
		d->found = linux01x(m)->mem_map[nr + byte];
		d->expected = d->found ^ (s->crc >> (8 * byte));
	}
}

/**
 * locate() - find the one byte of mem_map[] or the one entry that is wrong
 * @m: the machine as it is
 * @crc: the checksum that was expected
 * @crc_noad: the one without Accessed and Dirty bits
 * @d: what was found
 *
 * Return: whether one word explains the difference. More than one is beyond
 * what a checksum can tell.
 */
bool locate(const struct mm011_machine *m, u32 crc, u32 crc_noad, struct difference *d)
{
	struct search s = {
		.crc = mm011_checksum_plain(m) ^ crc,
		.noad = mm011_checksum_noad_plain(m) ^ crc_noad,
	};
	u32 pde, i;

	for (i = MM011_ENTRIES; i-- > 0; ) {
		pde = mm011_read32(m, 4 * i);
		if ((pde & MM011_PTE_PRESENT) && mm011_entry_page(pde) < MM011_MEMORY_SIZE)
			in_page(m, &s, mm011_entry_page(pde), d);
	}
	in_page(m, &s, 0, d);
	in_mem_map(m, &s, d);
	return s.likely;
}
