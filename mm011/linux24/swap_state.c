// SPDX-License-Identifier: GPL-2.0
/*
 * The swap cache: pages that are in memory and have a place in the swap space, too:
 * mm/swap_state.c, include/linux/swap.h.
 */

#include "linux24/lru.h"
#include "linux24/tables.h"

/**
 * linux24_set_page_flags() - flags of a page frame change
 * @m: machine, its lock held
 * @pfn: page frame that there is
 * @set: LINUX24_* that come
 * @clear: those that go
 */
void linux24_set_page_flags(struct mm011_machine *m, u32 pfn, u32 set, u32 clear)
{
	struct linux24_page *page = linux24_page(m, pfn);
	u32 flags = (page->flags & ~clear) | set;

	if (flags == page->flags)
		return;
	mm011_emit(m, MM011_EV24_FLAGS, pfn, page->flags, flags);
	page->flags = flags;
}

/**
 * linux24_is_page_shared() - has somebody else this page, or a right to it?
 * @m: machine, its lock held
 * @pfn: page frame that there is
 *
 * Of a page in the swap cache each use of its swap page counts, too.
 *
 * Linux 2.4.0: is_page_shared(), include/linux/swap.h.
 *
 * Return: whether somebody has.
 */
bool linux24_is_page_shared(struct mm011_machine *m, u32 pfn)
{
	const struct linux24_page *page = linux24_page(m, pfn);
	u32 count = page->count;

	if (page->flags & LINUX24_RESERVED)
		return true;
	if (page->flags & LINUX24_SWAP_CACHE)
		count += linux24_swap_count(m, page->index) - 2 - !!page->buffers;
	return count > 1;
}

/* BUG() of a page that is not what a function of the swap cache needs */
static int swap_cache_bug(struct mm011_machine *m, u32 pfn)
{
	mm011_emit(m, MM011_EV_MESSAGE, MM011_MSG24_BUG_SWAP_CACHE, pfn,
		   linux24_page(m, pfn)->flags);
	return -MM011_E_BUG;
}

/**
 * linux24_add_to_swap_cache() - a page has a place in the swap space from now on
 * @m: machine, its lock held
 * @pfn: page frame that there is, locked
 * @entry: the swap entry, one use of which is the cache's
 *
 * Linux 2.4.0: add_to_swap_cache(), mm/swap_state.c; add_to_page_cache_locked(), mm/filemap.c.
 *
 * Return: 0; -MM011_E_BUG: it is in some cache already, or on some list.
 */
int linux24_add_to_swap_cache(struct mm011_machine *m, u32 pfn, u32 entry)
{
	struct linux24_page *page = linux24_page(m, pfn);

	if (!(page->flags & LINUX24_LOCKED) || page->flags & LINUX24_SWAP_CACHE || page->mapping)
		return swap_cache_bug(m, pfn);
	linux24_set_page_flags(m, pfn, LINUX24_SWAP_CACHE | LINUX24_UPTODATE,
			       LINUX24_ERROR | LINUX24_ARCH_1);
	linux24_set_page_count(m, pfn, (u32)page->count + 1);
	page->index = entry;
	page->mapping = LINUX24_SWAPPER_SPACE;
	return linux24_lru_cache_add(m, pfn);
}

/**
 * linux24_remove_from_swap_cache() - a page has no place in the swap space any more
 * @m: machine, its lock held
 * @pfn: page frame that there is, in the swap cache and locked
 *
 * Linux 2.4.0: __delete_from_swap_cache(), mm/swap_state.c.
 *
 * Return: 0; -MM011_E_BUG: it is not in that cache.
 */
int linux24_remove_from_swap_cache(struct mm011_machine *m, u32 pfn)
{
	struct linux24_page *page = linux24_page(m, pfn);

	if (page->mapping != LINUX24_SWAPPER_SPACE || !(page->flags & LINUX24_LOCKED))
		return swap_cache_bug(m, pfn);
	linux24_set_page_flags(m, pfn, 0, LINUX24_SWAP_CACHE | LINUX24_DIRTY);
	page->mapping = 0;
	linux24_swap_free(m, page->index);
	return 0;
}

/**
 * linux24_delete_from_swap_cache_nolock() - the swap cache lets go of a page
 * @m: machine, its lock held
 * @pfn: page frame that is in it, locked
 *
 * Linux 2.4.0: delete_from_swap_cache_nolock(), mm/swap_state.c.
 *
 * Return: 0; -ECANCELED.
 */
int linux24_delete_from_swap_cache_nolock(struct mm011_machine *m, u32 pfn)
{
	return linux24_is_told(m) ?
	       linux24_ask(m, MM011_ASK24_DELETE_FROM_SWAP_CACHE, pfn, 0, 0, NULL) : 0;
}

/* a page frame from the recorded run; MM011_NO_FRAME: there is none */
static int ask_for_page(struct mm011_machine *m, u32 kind, u32 entry, u32 *pfn)
{
	int err = linux24_ask(m, kind, entry, 0, 0, pfn);

	if (!linux24_valid_page(m, *pfn))
		*pfn = MM011_NO_FRAME;
	return err;
}

/**
 * linux24_swap_in() - the page of a swap entry, from the swap cache or the swap space
 * @m: machine, its lock held
 * @entry: the swap entry
 * @pfn: out: the page frame, one reference to it taken; MM011_NO_FRAME: there is none
 *
 * Linux 2.4.0: the first half of do_swap_page(), mm/memory.c.
 *
 * Return: 0; -ECANCELED.
 */
int linux24_swap_in(struct mm011_machine *m, u32 entry, u32 *pfn)
{
	int err;

	*pfn = MM011_NO_FRAME;
	if (!linux24_is_told(m))
		return 0;
	err = ask_for_page(m, MM011_ASK24_LOOKUP_SWAP_CACHE, entry, pfn);
	if (err || *pfn != MM011_NO_FRAME)
		return err;
	err = linux24_ask(m, MM011_ASK24_SWAPIN_READAHEAD, entry, 0, 0, NULL);
	return err ? err : ask_for_page(m, MM011_ASK24_READ_SWAP_CACHE, entry, pfn);
}

/**
 * linux24_free_page_and_swap_cache() - a page is not mapped any more in one place
 * @m: machine, its lock held
 * @pfn: page frame that there is
 *
 * When only the swap cache has it still, that lets go of it.
 *
 * Linux 2.4.0: free_page_and_swap_cache(), mm/swap_state.c.
 *
 * Return: as linux24_put_page().
 */
int linux24_free_page_and_swap_cache(struct mm011_machine *m, u32 pfn)
{
	const u32 cached = LINUX24_SWAP_CACHE | LINUX24_LOCKED;
	int err = 0;

	if ((linux24_page(m, pfn)->flags & cached) == LINUX24_SWAP_CACHE) {
		linux24_set_page_flags(m, pfn, LINUX24_LOCKED, 0);
		if (!linux24_is_page_shared(m, pfn))
			err = linux24_delete_from_swap_cache_nolock(m, pfn);
		linux24_set_page_flags(m, pfn, 0, LINUX24_LOCKED);
	}
	return err ? err : linux24_put_page(m, pfn);
}
