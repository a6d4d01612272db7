// SPDX-License-Identifier: GPL-2.0
/*
 * The bucket allocator: lib/malloc.c of Linux 0.11, by Theodore Ts'o.
 *
 * A page is a bucket of objects of one size; the free ones are chained through
 * their first word. A descriptor of 16 bytes tells of each bucket. Descriptors
 * stand in pages of their own, which are never given back:
 *
 *      0         4         8         12       14
 *     +---------+---------+---------+--------+-------------+
 *     |  page   |  next   | freeptr | refcnt | bucket_size |
 *     +---------+---------+---------+--------+-------------+
 *
 * All of it is memory of the machine, and whoever writes there by hand can
 * bend the chains: a pointer out of memory or a chain without an end stops
 * the machine.
 */

#include <linux/kernel.h>

#include "state.h"

#define DESC_SIZE	16u
#define DESC_PAGE	0u
#define DESC_NEXT	4u
#define DESC_FREEPTR	8u
#define DESC_COUNTS	12u	/* refcnt below, bucket_size above */
#define MAX_CHAIN	(MM011_MEMORY_SIZE / DESC_SIZE)

/* "Note that this list *must* be kept in order." */
const u32 mm011_bucket_size[MM011_NR_BUCKETS] = {
	16, 32, 64, 128, 256, 512, 1024, 2048, 4096
};

/* refcnt has 16 bits, and wraps there */
static u32 add_reference(struct mm011_machine *m, u32 bdesc, u32 add)
{
	u32 counts = mm011_read32(m, bdesc + DESC_COUNTS);
	u32 refcnt = (counts + add) & 0xffff;

	mm011_write32(m, bdesc + DESC_COUNTS, (counts & 0xffff0000) | refcnt);
	return refcnt;
}

/*
 * Step to the descriptor at *bdesc. Returns 1 when there is one, 0 at the end
 * of the chain, -EIO outside memory, -ELOOP after more steps than fit there.
 */
static int step(struct mm011_machine *m, u32 bdesc, u32 *steps)
{
	if (!bdesc)
		return 0;
	if (!mm011_in_memory(bdesc, DESC_SIZE))
		return mm011_no_ram(m, bdesc);
	return ++*steps > MAX_CHAIN ? mm011_hang(m) : 1;
}

/* init_bucket_desc(): fill a page with descriptors, put them before the free ones */
static int fill_desc_page(struct mm011_machine *m)
{
	u32 first, bdesc, i;
	int err = mm011_get_free_page(m, &first);

	if (err == -ENOMEM)
		return mm011_panic(m, "Out of memory in init_bucket_desc()");
	if (err)
		return err;
	bdesc = first;
	for (i = MM011_PAGE_SIZE / DESC_SIZE; i > 1; i--, bdesc += DESC_SIZE)
		mm011_write32(m, bdesc + DESC_NEXT, bdesc + DESC_SIZE);
	mm011_write32(m, bdesc + DESC_NEXT, m->free_bucket_desc);
	m->free_bucket_desc = first;
	return 0;
}

/* a new bucket: a descriptor, a page, and its objects in a chain */
static int new_bucket(struct mm011_machine *m, u32 bdir, u32 *desc)
{
	u32 size = mm011_bucket_size[bdir];
	u32 bdesc, cp, i;
	int err;

	if (!m->free_bucket_desc) {
		err = fill_desc_page(m);
		if (err)
			return err;
	}
	bdesc = m->free_bucket_desc;
	if (!mm011_in_memory(bdesc, DESC_SIZE))
		return mm011_no_ram(m, bdesc);
	m->free_bucket_desc = mm011_read32(m, bdesc + DESC_NEXT);
	mm011_write32(m, bdesc + DESC_COUNTS, size << 16);
	err = mm011_get_free_page(m, &cp);
	if (err == -MM011_E_SWAP) {
		mm011_write32(m, bdesc + DESC_NEXT, m->free_bucket_desc);
		m->free_bucket_desc = bdesc;
	}
	if (err && err != -ENOMEM)
		return err;
	mm011_write32(m, bdesc + DESC_FREEPTR, cp);
	mm011_write32(m, bdesc + DESC_PAGE, cp);
	if (!cp)
		return mm011_panic(m, "Out of memory in kernel malloc()");
	/* Set up the chain of free objects */
	for (i = MM011_PAGE_SIZE / size; i > 1; i--, cp += size)
		mm011_write32(m, cp, cp + size);
	mm011_write32(m, cp, 0);
	mm011_write32(m, bdesc + DESC_NEXT, m->bucket_chain[bdir]); /* OK, link it in! */
	m->bucket_chain[bdir] = bdesc;
	*desc = bdesc;
	return 0;
}

/* the first bucket of this size that has a free object; *desc is 0 if none has */
static int find_free_bucket(struct mm011_machine *m, u32 bdir, u32 *desc)
{
	u32 bdesc = m->bucket_chain[bdir];
	u32 steps = 0;
	int more;

	while ((more = step(m, bdesc, &steps)) > 0) {
		if (mm011_read32(m, bdesc + DESC_FREEPTR))
			break;
		bdesc = mm011_read32(m, bdesc + DESC_NEXT);
	}
	*desc = bdesc;
	return min(more, 0);
}

/**
 * mm011_malloc() - take memory for a kernel object
 * @m: machine, its lock held
 * @len: bytes, at most 4096; 0 gives 16
 * @object: where the physical address goes
 *
 * Linux 0.11: malloc(), lib/malloc.c.
 *
 * Return: 0; -ENOTRECOVERABLE when it panicked: too large, or out of memory;
 * -EIO, -ELOOP when the chains were bent.
 */
int mm011_malloc(struct mm011_machine *m, u32 len, u32 *object)
{
	u32 bdir, bdesc, retval;
	int err;

	m->stat[MM011_STAT_MALLOC]++;
	for (bdir = 0; bdir < MM011_NR_BUCKETS; bdir++)
		if (mm011_bucket_size[bdir] >= len)
			break;
	if (bdir == MM011_NR_BUCKETS) {
		mm011_tell(m, MM011_EV_MESSAGE, MM011_MSG_MALLOC, len, 0);
		return mm011_panic(m, "malloc: bad arg");
	}
	err = find_free_bucket(m, bdir, &bdesc);
	if (!err && !bdesc)
		err = new_bucket(m, bdir, &bdesc);
	if (err)
		return err;
	retval = mm011_read32(m, bdesc + DESC_FREEPTR);
	if (!mm011_in_memory(retval, 4))
		return mm011_no_ram(m, retval);
	mm011_write32(m, bdesc + DESC_FREEPTR, mm011_read32(m, retval));
	add_reference(m, bdesc, 1);
	*object = retval;
	return 0;
}

/*
 * The bucket whose page is @page among those of @bdir, with the one before it.
 * *desc is 0 when there is none.
 */
static int find_bucket(struct mm011_machine *m, u32 bdir, u32 page, u32 *desc, u32 *prev)
{
	u32 bdesc = m->bucket_chain[bdir];
	u32 steps = 0;
	int more;

	*prev = 0;
	while ((more = step(m, bdesc, &steps)) > 0) {
		if (mm011_read32(m, bdesc + DESC_PAGE) == page)
			break;
		*prev = bdesc;
		bdesc = mm011_read32(m, bdesc + DESC_NEXT);
	}
	*desc = bdesc;
	return min(more, 0);
}

/* "We need to make sure that prev is still accurate." */
static int check_prev(struct mm011_machine *m, u32 bdir, u32 bdesc, u32 *prev)
{
	u32 steps = 0;
	int more;

	if (*prev ? mm011_read32(m, *prev + DESC_NEXT) == bdesc : m->bucket_chain[bdir] == bdesc)
		return 0;
	*prev = m->bucket_chain[bdir];
	while ((more = step(m, *prev, &steps)) > 0) {
		if (mm011_read32(m, *prev + DESC_NEXT) == bdesc)
			break;
		*prev = mm011_read32(m, *prev + DESC_NEXT);
	}
	return min(more, 0);
}

/* the last object of a bucket is back: so go its page and its descriptor */
static int free_bucket(struct mm011_machine *m, u32 bdir, u32 bdesc, u32 prev)
{
	u32 next;
	int err = check_prev(m, bdir, bdesc, &prev);

	if (err)
		return err;
	next = mm011_read32(m, bdesc + DESC_NEXT);
	if (!prev && m->bucket_chain[bdir] != bdesc)
		return mm011_panic(m, "malloc bucket chains corrupted");
	if (prev)
		mm011_write32(m, prev + DESC_NEXT, next);
	else
		m->bucket_chain[bdir] = next;
	err = mm011_free_page(m, mm011_read32(m, bdesc + DESC_PAGE));
	if (err)
		return err;
	mm011_write32(m, bdesc + DESC_NEXT, m->free_bucket_desc);
	m->free_bucket_desc = bdesc;
	return 0;
}

/**
 * mm011_free_s() - give a kernel object back
 * @m: machine, its lock held
 * @object: physical address, of which only the page is checked
 * @size: size of the object, 0 if not known; smaller buckets are not searched
 *
 * A double free makes the chain of free objects circular, and the same object
 * is handed out over and over.
 *
 * Linux 0.11: free_s(), lib/malloc.c.
 *
 * Return: 0; -ENOTRECOVERABLE when it panicked: no such bucket; -EIO, -ELOOP
 * when the chains were bent.
 */
int mm011_free_s(struct mm011_machine *m, u32 object, s32 size)
{
	u32 page = mm011_entry_page(object);
	u32 bdesc = 0, prev = 0;
	u32 bdir;
	int err;

	m->stat[MM011_STAT_FREE_S]++;
	for (bdir = 0; bdir < MM011_NR_BUCKETS; bdir++) {
		/* If size is zero then this conditional is always false */
		if ((s32)mm011_bucket_size[bdir] < size)
			continue;
		err = find_bucket(m, bdir, page, &bdesc, &prev);
		if (err)
			return err;
		if (bdesc)
			break;
	}
	if (!bdesc)
		return mm011_panic(m, "Bad address passed to kernel free_s()");
	if (!mm011_in_memory(object, 4))
		return mm011_no_ram(m, object);
	mm011_write32(m, object, mm011_read32(m, bdesc + DESC_FREEPTR));
	mm011_write32(m, bdesc + DESC_FREEPTR, object);
	if (add_reference(m, bdesc, -1))
		return 0;
	return free_bucket(m, bdir, bdesc, prev);
}
