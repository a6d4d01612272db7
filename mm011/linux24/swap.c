// SPDX-License-Identifier: GPL-2.0
/*
 * Pages in use, by how much they are used: mm/swap.c.
 *
 * On the active_list pages grow old, or young again when they are used. An old one goes to
 * the inactive_dirty_list, where it is written if need be, and from there, clean, to the
 * inactive_clean_list of its zone, from which it may be taken at once. Each list is added to
 * at its head, and looked at from its end.
 */

#include <linux/kernel.h>

#include "linux24/lru.h"
#include "pc/event.h"

/**
 * linux24_lru_init() - no page is on any list
 * @m: machine, its lock held
 */
void linux24_lru_init(struct mm011_machine *m)
{
	u32 list;

	for (list = 0; list < MM011_LRU24_LISTS; list++)
		*linux24_lru_node(m, LINUX24_LRU_HEAD(list)) = (struct linux24_list){
			LINUX24_LRU_HEAD(list), LINUX24_LRU_HEAD(list)
		};
}

/**
 * linux24_lru_length() - how many pages are on a list
 * @m: machine, its lock held
 * @list: MM011_LRU24_*, but not _NONE
 *
 * Return: where that stands.
 */
u32 *linux24_lru_length(const struct mm011_machine *m, u32 list)
{
	struct linux24_pages *pages = &linux24(m)->pages;

	if (list == MM011_LRU24_ACTIVE)
		return &pages->nr_active_pages;
	if (list == MM011_LRU24_INACTIVE_DIRTY)
		return &pages->nr_inactive_dirty_pages;
	return &pages->zone[list - MM011_LRU24_INACTIVE_CLEAN].inactive_clean_pages;
}

/**
 * linux24_clean_list() - the inactive_clean_list of a page's zone
 * @m: machine, its lock held
 * @pfn: page frame that there is
 *
 * Return: MM011_LRU24_INACTIVE_CLEAN or above.
 */
u32 linux24_clean_list(const struct mm011_machine *m, u32 pfn)
{
	return MM011_LRU24_INACTIVE_CLEAN + (linux24_zone_of(m, pfn) - linux24(m)->pages.zone);
}

/* a page counts on its list, or no more; in its zone, too, while it is to be cleaned */
static void count(struct mm011_machine *m, u32 pfn, u32 list, u32 pages)
{
	*linux24_lru_length(m, list) += pages;
	if (list == MM011_LRU24_INACTIVE_DIRTY)
		linux24_zone_of(m, pfn)->inactive_dirty_pages += pages;
}

/* from which list */
static u32 unlink(struct mm011_machine *m, u32 pfn)
{
	struct linux24_page *page = linux24_page(m, pfn);
	u32 from = page->on;

	page->on = MM011_LRU24_NONE;
	if (from == MM011_LRU24_NONE || from >= MM011_LRU24_LISTS)
		return MM011_LRU24_NONE;
	linux24_lru_node(m, page->lru.next)->prev = page->lru.prev;
	linux24_lru_node(m, page->lru.prev)->next = page->lru.next;
	count(m, pfn, from, -1u);
	return from;
}

/**
 * linux24_lru_put() - a page goes to the head of a list
 * @m: machine, its lock held
 * @pfn: page frame that there is; it leaves the list that it was on
 * @list: MM011_LRU24_*, but not _NONE
 */
void linux24_lru_put(struct mm011_machine *m, u32 pfn, u32 list)
{
	struct linux24_list *head = linux24_lru_node(m, LINUX24_LRU_HEAD(list));
	struct linux24_page *page = linux24_page(m, pfn);
	u32 from = unlink(m, pfn);

	mm011_emit(m, MM011_EV24_LRU, pfn, from, list);
	page->lru = (struct linux24_list){ head->next, LINUX24_LRU_HEAD(list) };
	linux24_lru_node(m, head->next)->prev = pfn;
	head->next = pfn;
	page->on = list;
	count(m, pfn, list, 1);
}

/**
 * linux24_lru_take() - a page leaves the list that it is on
 * @m: machine, its lock held
 * @pfn: page frame that there is; it may be on none
 */
void linux24_lru_take(struct mm011_machine *m, u32 pfn)
{
	u32 from = unlink(m, pfn);

	if (from != MM011_LRU24_NONE)
		mm011_emit(m, MM011_EV24_LRU, pfn, from, MM011_LRU24_NONE);
}

/* a page that is on no list must not say so, and somebody must have it */
static int must_be_off(struct mm011_machine *m, u32 pfn)
{
	const struct linux24_page *page = linux24_page(m, pfn);

	if (!(page->flags & LINUX24_ON_LISTS) && page->count)
		return 0;
	mm011_emit(m, MM011_EV_MESSAGE, MM011_MSG24_BUG_LRU, pfn, page->flags);
	return -MM011_E_BUG;
}

/**
 * linux24_lru_add() - a page that is on no list goes to one
 * @m: machine, its lock held
 * @pfn: page frame that there is
 * @list: MM011_LRU24_*, but not _NONE
 *
 * Linux 2.4.0: add_page_to_active_list(), add_page_to_inactive_dirty_list(),
 * add_page_to_inactive_clean_list(), include/linux/swap.h.
 *
 * Return: 0; -MM011_E_BUG: it says that it is on a list, or nobody has it.
 */
int linux24_lru_add(struct mm011_machine *m, u32 pfn, u32 list)
{
	int err = must_be_off(m, pfn);

	if (err)
		return err;
	linux24_page(m, pfn)->flags |= linux24_lru_flag(list);
	linux24_lru_put(m, pfn, list);
	return 0;
}

/**
 * linux24_lru_del() - a page leaves its list
 * @m: machine, its lock held
 * @pfn: page frame that there is
 * @list: MM011_LRU24_*, which its flags say
 *
 * Linux 2.4.0: del_page_from_active_list(), del_page_from_inactive_dirty_list(),
 * del_page_from_inactive_clean_list(), include/linux/swap.h.
 *
 * Return: 0; -MM011_E_BUG: it says that it is on another list, too, or nobody has it.
 */
int linux24_lru_del(struct mm011_machine *m, u32 pfn, u32 list)
{
	linux24_lru_take(m, pfn);
	linux24_page(m, pfn)->flags &= ~linux24_lru_flag(list);
	return must_be_off(m, pfn);
}

/**
 * linux24_lru_move() - a page goes from its list to another
 * @m: machine, its lock held
 * @pfn: page frame that there is
 * @from: MM011_LRU24_*, which its flags say
 * @to: MM011_LRU24_*, but not _NONE
 *
 * Return: 0; -MM011_E_BUG.
 */
int linux24_lru_move(struct mm011_machine *m, u32 pfn, u32 from, u32 to)
{
	int err;

	linux24_page(m, pfn)->flags &= ~linux24_lru_flag(from);
	err = must_be_off(m, pfn);
	if (err) {
		linux24_lru_take(m, pfn);
		return err;
	}
	linux24_page(m, pfn)->flags |= linux24_lru_flag(to);
	linux24_lru_put(m, pfn, to);
	return 0;
}

/**
 * linux24_set_age() - a page is older now, or younger
 * @m: machine, its lock held
 * @pfn: page frame that there is
 * @age: LINUX24_PAGE_AGE_MAX or less; 0 is old
 */
void linux24_set_age(struct mm011_machine *m, u32 pfn, u32 age)
{
	struct linux24_page *page = linux24_page(m, pfn);

	if (page->age != age)
		mm011_emit(m, MM011_EV24_AGE, pfn, page->age, age);
	page->age = age;
}

/* Linux 2.4.0: activate_page_nolock(), mm/swap.c. */
static int activate_page(struct mm011_machine *m, u32 pfn)
{
	const struct linux24_page *page = linux24_page(m, pfn);
	int err = 0;

	if (page->flags & LINUX24_INACTIVE_DIRTY)
		err = linux24_lru_move(m, pfn, MM011_LRU24_INACTIVE_DIRTY, MM011_LRU24_ACTIVE);
	else if (page->flags & LINUX24_INACTIVE_CLEAN)
		err = linux24_lru_move(m, pfn, MM011_LRU24_INACTIVE_CLEAN, MM011_LRU24_ACTIVE);
	if (!err && page->age < LINUX24_PAGE_AGE_START)
		linux24_set_age(m, pfn, LINUX24_PAGE_AGE_START);
	return err;
}

/**
 * linux24_age_page_up() - a page has been used
 * @m: machine, its lock held
 * @pfn: page frame that there is; an old one becomes active
 *
 * Linux 2.4.0: age_page_up(), mm/swap.c.
 *
 * Return: 0; -MM011_E_BUG.
 */
int linux24_age_page_up(struct mm011_machine *m, u32 pfn)
{
	const struct linux24_page *page = linux24_page(m, pfn);
	int err = page->age ? 0 : activate_page(m, pfn);

	if (!err)
		linux24_set_age(m, pfn, min(page->age + LINUX24_PAGE_AGE_ADV,
					    LINUX24_PAGE_AGE_MAX));
	return err;
}

/**
 * linux24_deactivate_page() - a page is old
 * @m: machine, its lock held
 * @pfn: page frame that there is
 *
 * It leaves the active_list, unless somebody has it besides who asks, the cache that it is in
 * and its buffers, or it is of a RAM disk, which has no other place to keep it.
 *
 * Linux 2.4.0: deactivate_page(), mm/swap.c.
 *
 * Return: 0; -MM011_E_BUG.
 */
int linux24_deactivate_page(struct mm011_machine *m, u32 pfn)
{
	const struct linux24_page *page = linux24_page(m, pfn);

	linux24_set_age(m, pfn, 0);
	linux24_set_page_flags(m, pfn, 0, LINUX24_REFERENCED);
	if (!(page->flags & LINUX24_ACTIVE) || page->count > (page->buffers ? 3 : 2) ||
	    page->buffers == LINUX24_RAMDISK_BUFFERS)
		return 0;
	return linux24_lru_move(m, pfn, MM011_LRU24_ACTIVE, MM011_LRU24_INACTIVE_DIRTY);
}

/**
 * linux24_lru_cache_add() - a page comes into use
 * @m: machine, its lock held
 * @pfn: page frame that there is, locked
 *
 * Linux 2.4.0: lru_cache_add(), mm/swap.c.
 *
 * Return: 0; -MM011_E_BUG.
 */
int linux24_lru_cache_add(struct mm011_machine *m, u32 pfn)
{
	int err = linux24_lru_add(m, pfn, MM011_LRU24_ACTIVE);

	if (err || linux24_page(m, pfn)->age)
		return err;
	return linux24_deactivate_page(m, pfn);
}

/**
 * linux24_was_referenced() - has a page been used since somebody looked last?
 * @m: machine, its lock held
 * @pfn: page frame that there is
 *
 * Linux 2.4.0: PageTestandClearReferenced(), include/linux/mm.h.
 *
 * Return: whether it has.
 */
bool linux24_was_referenced(struct mm011_machine *m, u32 pfn)
{
	bool was = linux24_page(m, pfn)->flags & LINUX24_REFERENCED;

	linux24_set_page_flags(m, pfn, 0, LINUX24_REFERENCED);
	return was;
}

/**
 * linux24_is_wanted() - is an inactive page in use after all?
 * @m: machine, its lock held
 * @pfn: page frame that there is
 *
 * Return: whether it has been used, or somebody has it besides its cache.
 */
bool linux24_is_wanted(struct mm011_machine *m, u32 pfn)
{
	const struct linux24_page *page = linux24_page(m, pfn);

	return linux24_was_referenced(m, pfn) || page->age ||
	       (!page->buffers && page->count > 1);
}

/**
 * linux24_wrong_page() - is a page on a list whose flag it does not have?
 * @m: machine, its lock held
 * @pfn: page frame that there is; such a one leaves the list
 * @list: MM011_LRU24_*
 * @message: what the original prints then
 *
 * Return: whether it was.
 */
bool linux24_wrong_page(struct mm011_machine *m, u32 pfn, u32 list, u32 message)
{
	if (linux24_page(m, pfn)->flags & linux24_lru_flag(list))
		return false;
	mm011_emit(m, MM011_EV_MESSAGE, message, 0, 0);
	linux24_lru_take(m, pfn);
	return true;
}
