// SPDX-License-Identifier: GPL-2.0
/*
 * Entries, states and outcomes in words.
 */

#include "kernel.h"
#include "pc/pte.h"
#include "view/words.h"

static const char *word(const char *const *words, u32 count, u32 nr)
{
	return nr < count && words[nr] ? words[nr] : "?";
}

/**
 * mm011_task_state() - the state of a task
 * @state: enum mm011_task_state, or anything
 *
 * Return: a word.
 */
const char *mm011_task_state(u32 state)
{
	static const char *const words[] = {
		[MM011_TASK_FREE] = "free",
		[MM011_TASK_RUNNING] = "running",
		[MM011_TASK_ZOMBIE] = "zombie",
	};

	return word(words, ARRAY_SIZE(words), state);
}

/**
 * mm011_no_page_word() - which page do_no_page() has mapped
 * @kind: enum mm011_no_page_kind, or anything
 *
 * Return: a few words.
 */
const char *mm011_no_page_word(u32 kind)
{
	static const char *const words[] = {
		[MM011_NO_PAGE_NONE] = "no page",
		[MM011_NO_PAGE_EMPTY] = "empty page",
		[MM011_NO_PAGE_SHARE] = "shared page",
		[MM011_NO_PAGE_LOAD] = "loaded page",
		[MM011_NO_PAGE_SWAP] = "page from the swap space",
	};

	return word(words, ARRAY_SIZE(words), kind);
}

/**
 * mm011_walk_word() - how a walk of the MMU ended
 * @outcome: enum mm011_walk_outcome, or anything
 *
 * Return: a few words.
 */
const char *mm011_walk_word(u32 outcome)
{
	static const char *const words[] = {
		[MM011_WALK_OK] = "ok",
		[MM011_WALK_SEGMENT] = "general protection: beyond the segment's limit",
		[MM011_WALK_NO_TABLE] = "page fault: no page table",
		[MM011_WALK_NO_PAGE] = "page fault: page not present",
		[MM011_WALK_PROTECTION] = "page fault: protection",
		[MM011_WALK_OUTSIDE] = "no RAM answers there",
	};

	return word(words, ARRAY_SIZE(words), outcome);
}

/**
 * mm011_lru_word() - a list of pages in use
 * @list: enum mm011_lru24_list, or anything
 *
 * Return: its name.
 */
const char *mm011_lru_word(u32 list)
{
	static const char *const words[MM011_LRU24_LISTS] = {
		[MM011_LRU24_NONE] = "no list",
		[MM011_LRU24_ACTIVE] = "active_list",
		[MM011_LRU24_INACTIVE_DIRTY] = "inactive_dirty_list",
		[MM011_LRU24_INACTIVE_CLEAN] = "inactive_clean_list of DMA",
		[MM011_LRU24_INACTIVE_CLEAN + 1] = "inactive_clean_list of Normal",
		[MM011_LRU24_INACTIVE_CLEAN + 2] = "inactive_clean_list of HighMem",
	};

	return word(words, ARRAY_SIZE(words), list);
}

/**
 * mm011_wakeup_word() - who is asked for free pages
 * @who: enum mm011_wakeup, or anything
 *
 * Return: a few words.
 */
const char *mm011_wakeup_word(u32 who)
{
	static const char *const words[] = {
		[MM011_WAKEUP_KSWAPD] = "wakeup_kswapd(0)",
		[MM011_WAKEUP_KSWAPD_WAIT] = "wakeup_kswapd(1): wait for it",
		[MM011_WAKEUP_KRECLAIMD] = "kreclaimd",
		[MM011_WAKEUP_BDFLUSH] = "wakeup_bdflush(0)",
		[MM011_TRY_TO_FREE_PAGES] = "try_to_free_pages()",
	};

	return word(words, ARRAY_SIZE(words), who);
}

static void about(struct mm011_text *t, const char *format, u32 addr)
{
	if (addr != MM011_NO_ADDR)
		mm011_text(t, format, addr);
}

/**
 * mm011_text_about() - what a machine has stopped over, as far as it is known
 * @t: where words go
 * @page: as in struct mm011_about
 * @ptep: likewise
 * @linear: likewise
 */
void mm011_text_about(struct mm011_text *t, u32 page, u32 ptep, u32 linear)
{
	about(t, ", page 0x%06x", page);
	about(t, ", entry at 0x%06x", ptep);
	about(t, ", linear 0x%08x", linear);
}

/**
 * mm011_text_flags() - the flags of an entry, in columns: P RW US A D
 * @t: where words go
 * @entry: page directory or page table entry
 */
void mm011_text_flags(struct mm011_text *t, u32 entry)
{
	mm011_text(t, "%c %s %s %c %c",
		   entry & MM011_PTE_PRESENT ? 'P' : '-',
		   entry & MM011_PTE_WRITE ? "RW" : "RO",
		   entry & MM011_PTE_USER ? "US" : "SV",
		   entry & MM011_PTE_ACCESSED ? 'A' : '-',
		   entry & MM011_PTE_DIRTY ? 'D' : '-');
}

/**
 * mm011_text_entry() - an entry: 0xfff000 P RW US A D
 * @m: machine whose kernel wrote it
 * @t: where words go
 * @entry: page directory or page table entry
 */
void mm011_text_entry(const struct mm011_machine *m, struct mm011_text *t, u32 entry)
{
	if (entry & MM011_PTE_PRESENT) {
		mm011_text(t, "0x%06x ", mm011_entry_page(entry));
		mm011_text_flags(t, entry);
	} else if (!entry) {
		mm011_text(t, "nothing");
	} else if (m->kernel->swap_page) {
		mm011_text(t, "swap page %u", m->kernel->swap_page(entry));
	} else {
		mm011_text(t, "0x%x not present", entry);
	}
}
