// SPDX-License-Identifier: GPL-2.0
/*
 * Inactive pages are cleaned: mm/vmscan.c.
 *
 * The pages themselves are written, and their buffers freed, by code that the machine does
 * not have: a recorded run tells what it came to. Without one no page can be written, and no
 * buffer freed.
 */

#include "linux24/lru.h"
#include "linux24/tables.h"

#define DIRTY_LIST	MM011_LRU24_INACTIVE_DIRTY
#define REFUSED		1u	/* writepage(): it has not done anything */
#define NO_IO		0u	/* try_to_free_buffers(): what it may do about dirty buffers */
#define START_IO	1u
#define WAIT_FOR_IO	2u

/**
 * struct laundry - pages that are cleaned
 * @m: machine
 * @second: this is the second time round: pages may be written
 * @sync: buffers may be waited for
 * @writes: how many pages with buffers may be written without that
 * @cleaned: how many pages are clean now
 * @enough: so many are free that it may end
 */
struct laundry {
	struct mm011_machine *m;
	bool second;
	bool sync;
	s32 writes;
	u32 cleaned;
	bool enough;
};

static void unlock(const struct laundry *l, u32 pfn)
{
	linux24_set_page_flags(l->m, pfn, 0, LINUX24_LOCKED);
}

static int make_active(const struct laundry *l, u32 pfn)
{
	int err = linux24_lru_move(l->m, pfn, DIRTY_LIST, MM011_LRU24_ACTIVE);

	unlock(l, pfn);
	return err;
}

/* others look at it while it is written: one reference more keeps it */
static int write_page(const struct laundry *l, u32 pfn)
{
	struct mm011_machine *m = l->m;
	u32 result = REFUSED;
	int err = 0;

	linux24_set_page_flags(m, pfn, 0, LINUX24_DIRTY);
	linux24_set_page_count(m, pfn, (u32)linux24_page(m, pfn)->count + 1);
	if (linux24_is_told(m))
		err = linux24_ask(m, MM011_ASK24_WRITEPAGE, pfn, 0, 0, &result);
	if (!err)
		err = linux24_put_page(m, pfn);
	if (err || result != REFUSED)
		return err;
	linux24_set_page_flags(m, pfn, LINUX24_DIRTY, 0);
	return make_active(l, pfn);
}

/* the first time round it only goes to the back of the queue */
static int launder_dirty(const struct laundry *l, u32 pfn)
{
	if (!linux24_page(l->m, pfn)->mapping) {
		mm011_emit(l->m, MM011_EV_MESSAGE, MM011_MSG24_BUG_LRU, pfn,
			   linux24_page(l->m, pfn)->flags);
		return -MM011_E_BUG;	/* it looks for a writepage() at address 0 */
	}
	if (l->second)
		return write_page(l, pfn);
	linux24_lru_put(l->m, pfn, DIRTY_LIST);
	unlock(l, pfn);
	return 0;
}

static u32 how_to_free(struct laundry *l)
{
	if (l->second && l->sync && !l->writes)
		return WAIT_FOR_IO;
	return l->second && l->writes-- > 0 ? START_IO : NO_IO;
}

/* where a page goes after its buffers were to be freed; of the buffer cache it is nowhere then */
static int put_back(struct laundry *l, u32 pfn, bool freed)
{
	const struct linux24_page *page = linux24_page(l->m, pfn);

	if (!freed)
		return linux24_lru_add(l->m, pfn, DIRTY_LIST);
	if (page->mapping && page->count > 2)
		return linux24_lru_add(l->m, pfn, MM011_LRU24_ACTIVE);
	l->cleaned++;
	return page->mapping ? linux24_lru_add(l->m, pfn, linux24_clean_list(l->m, pfn)) : 0;
}

static int launder_buffers(struct laundry *l, u32 pfn)
{
	struct mm011_machine *m = l->m;
	const struct linux24_page *page = linux24_page(m, pfn);
	u32 freed = 0;
	bool was_buffer;
	int err = linux24_lru_del(m, pfn, DIRTY_LIST);

	if (err)
		return err;
	linux24_set_page_count(m, pfn, (u32)page->count + 1);
	if (linux24_is_told(m))
		err = linux24_ask(m, MM011_ASK24_TRY_TO_FREE_BUFFERS, pfn, how_to_free(l), 0,
				  &freed);
	if (!err)
		err = put_back(l, pfn, freed);
	if (err)
		return err;
	was_buffer = freed && !page->mapping;
	unlock(l, pfn);
	err = linux24_put_page(m, pfn);
	l->enough = was_buffer && !linux24_free_shortage(m);
	return err;
}

static int launder_clean(struct laundry *l, u32 pfn)
{
	int err = linux24_lru_move(l->m, pfn, DIRTY_LIST, linux24_clean_list(l->m, pfn));

	unlock(l, pfn);
	l->cleaned++;
	return err;
}

static int launder_page(struct laundry *l, u32 pfn)
{
	const struct linux24_page *page = linux24_page(l->m, pfn);

	if (linux24_wrong_page(l->m, pfn, DIRTY_LIST, MM011_MSG24_LAUNDER_WRONG_PAGE))
		return 0;
	if (linux24_is_wanted(l->m, pfn) || page->buffers == LINUX24_RAMDISK_BUFFERS)
		return linux24_lru_move(l->m, pfn, DIRTY_LIST, MM011_LRU24_ACTIVE);
	if (page->flags & LINUX24_LOCKED) {
		linux24_lru_put(l->m, pfn, DIRTY_LIST);
		return 0;
	}
	linux24_set_page_flags(l->m, pfn, LINUX24_LOCKED, 0);
	if (page->flags & LINUX24_DIRTY)
		return launder_dirty(l, pfn);
	if (page->buffers)
		return launder_buffers(l, pfn);
	return page->mapping ? launder_clean(l, pfn) : make_active(l, pfn);
}

/* from the oldest page on, no more than there are now: those that come back are left alone */
static int go_round(struct laundry *l)
{
	u32 left = linux24(l->m)->pages.nr_inactive_dirty_pages, pfn;
	int err = 0;

	while (!err && !l->enough && left--) {
		pfn = linux24_lru_last(l->m, DIRTY_LIST);
		if (pfn == MM011_NO_FRAME)
			break;
		err = launder_page(l, pfn);
		if (!err)
			err = mm011_spend(l->m, 1);
	}
	return err;
}

/**
 * linux24_page_launder() - clean inactive pages, which then may be taken
 * @m: machine, its lock held
 * @gfp: LINUX24_GFP_*: may pages be written?
 * @sync: may it wait for that?
 * @cleaned: out: how many pages are clean now
 *
 * Once round it finds those that are clean already; when there are too few free pages yet it
 * writes some the second time.
 *
 * Linux 2.4.0: page_launder(), mm/vmscan.c.
 *
 * Return: 0; -MM011_E_BUG; -MM011_E_CUT; -ECANCELED.
 */
int linux24_page_launder(struct mm011_machine *m, u32 gfp, bool sync, u32 *cleaned)
{
	struct laundry l = { .m = m, .sync = sync };
	int err = go_round(&l);

	if (!err && gfp & LINUX24_GFP_IO && linux24_free_shortage(m)) {
		l.second = true;
		l.enough = false;
		l.sync = l.sync && !l.cleaned;
		l.writes = 4 << linux24(m)->swap.page_cluster % LINUX24_CLUSTERS;
		linux24_wakeup(m, MM011_WAKEUP_BDFLUSH);
		err = go_round(&l);
	}
	*cleaned = l.cleaned;
	return err;
}
