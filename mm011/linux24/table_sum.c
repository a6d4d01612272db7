// SPDX-License-Identifier: GPL-2.0
/*
 * The checksums of a process's page tables: of all entries as they are, and without Accessed
 * and Dirty. A directory entry that is not 0 is its number and itself, then number and value
 * of each entry in its table that is not 0, then all ones.
 */

#include "linux24/tables.h"

#define SUM_WORDS	64u	/* gathered before they are summed */
#define TWO_SUMS	2

/**
 * struct two_sums - two checksums on their way
 * @m: machine
 * @word: what is not summed yet, of each
 * @words: how many
 * @crc: what is, of each
 */
struct two_sums {
	const struct mm011_machine *m;
	__le32 word[TWO_SUMS][SUM_WORDS];
	u32 words;
	u32 crc[TWO_SUMS];
};

static void note_words(struct two_sums *s)
{
	u32 i;

	for (i = 0; i < TWO_SUMS; i++)
		s->crc[i] = s->m->host->crc32(s->crc[i], s->word[i],
					      s->words * sizeof(s->word[i][0]));
	s->words = 0;
}

static void note_word(struct two_sums *s, u32 word, u32 without)
{
	if (s->words == SUM_WORDS)
		note_words(s);
	s->word[0][s->words] = cpu_to_le32(word);
	s->word[1][s->words++] = cpu_to_le32(without);
}

/* a swap entry has no Accessed nor Dirty: these bits mean something else in it */
static u32 pte_without_ad(u32 pte)
{
	return linux24_present(pte) ? pte & ~MM011_PTE_AD : pte;
}

static void sum_table(struct two_sums *s, u32 table)
{
	u32 i, pte;

	for (i = 0; i < MM011_ENTRIES; i++) {
		pte = mm011_read32(s->m, table + 4 * i);
		if (!pte)
			continue;
		note_word(s, i, i);
		note_word(s, pte, pte_without_ad(pte));
	}
}

/**
 * linux24_tables_sum() - the checksums of the current process's page tables
 * @m: machine that runs 2.4, its lock held
 * @sums: filled in
 */
void linux24_tables_sum(const struct mm011_machine *m, struct mm011_tables24 *sums)
{
	const struct linux24_mm *mm = linux24_current_mm(m);
	struct two_sums s = { .m = m };
	u32 i, pde;

	for (i = 0; mm->pgd && i < LINUX24_USER_PTRS_PER_PGD; i++) {
		pde = mm011_read32(m, mm->pgd + 4 * i);
		if (!pde)
			continue;
		note_word(&s, i, i);
		note_word(&s, pde, pde & ~MM011_PTE_AD);
		sum_table(&s, mm011_entry_page(pde));
		note_word(&s, ~0u, ~0u);
	}
	note_words(&s);
	*sums = (struct mm011_tables24){
		.crc = s.crc[0], .crc_noad = s.crc[1], .rss = mm->rss, .pgd = mm->pgd
	};
}
