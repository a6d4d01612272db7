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
 * All of it is memory of the machine, and whoever writes there by hand can bend
 * the chains. A pointer stops the machine where it is followed out of memory, and
 * a chain without an end where the original would go around in it for ever.
 */

#include <linux/kernel.h>

#include "linux01x/linux01x.h"
#include "pc/mmu.h"

#define DESC_SIZE	16u
#define DESC_PAGE	0u
#define DESC_NEXT	4u
#define DESC_FREEPTR	8u
#define DESC_REFCNT	12u	/* two bytes each */
#define DESC_SIZE_OF	14u
#define COST_OF_STEP	4u	/* along a chain, in steps of mm011_spend() */

/* Sizes in ascending order: malloc() takes the first that is large enough. */
const u32 mm011_bucket_size[MM011_NR_BUCKETS] = {
	16, 32, 64, 128, 256, 512, 1024, 2048, 4096
};

static int get(struct mm011_machine *m, u32 addr, u32 *value)
{
	*value = mm011_read32(m, addr);
	return mm011_has_word(m, addr) ? 0 : mm011_bus_error(m, addr);
}

static int put(struct mm011_machine *m, u32 addr, u32 value)
{
	if (!mm011_has_word(m, addr))
		return mm011_bus_error(m, addr);
	mm011_write32(m, addr, value);
	return 0;
}

static int put_short(struct mm011_machine *m, u32 addr, u16 value)
{
	__le16 half = cpu_to_le16(value);

	if (!mm011_in_memory(m, addr, sizeof(half)))
		return mm011_bus_error(m, addr);
	mm011_store(m, addr, &half, sizeof(half));
	return 0;
}

/* refcnt has 16 bits, and wraps there */
static int add_reference(struct mm011_machine *m, u32 bdesc, u16 add, u16 *refcnt)
{
	u32 addr = bdesc + DESC_REFCNT;
	__le16 half;

	if (!mm011_in_memory(m, addr, sizeof(half)))
		return mm011_bus_error(m, addr);
	memcpy(&half, m->memory + addr, sizeof(half));
	*refcnt = le16_to_cpu(half) + add;
	return put_short(m, addr, *refcnt);
}

/**
 * struct walk - on the way along a chain of descriptors
 * @bdesc: where it is, 0: at the end
 * @mark: where it was a while ago: if it comes there again, the chain has no end
 * @left: steps until the mark is set anew, each time twice as many
 * @stride: how many they were
 */
struct walk {
	u32 bdesc;
	u32 mark;
	u32 left;
	u32 stride;
};

static struct walk walk_from(u32 bdesc)
{
	return (struct walk){ .bdesc = bdesc, .left = 1, .stride = 1 };
}

/* bdesc = bdesc->next; Brent's method tells a circle from a chain that is long */
static int walk_on(struct mm011_machine *m, struct walk *w)
{
	int err = mm011_spend(m, COST_OF_STEP);

	if (err)
		return err;
	if (!w->left--) {
		w->stride *= 2;
		w->left = w->stride - 1;
		w->mark = w->bdesc;
	}
	err = get(m, w->bdesc + DESC_NEXT, &w->bdesc);
	if (!err && w->bdesc && w->bdesc == w->mark)
		return mm011_endless_loop(m);
	return err;
}

/* init_bucket_desc(): fill a page with descriptors, put them before the free ones */
static int fill_desc_page(struct mm011_machine *m)
{
	struct linux01x *k = linux01x(m);
	u32 first, bdesc, i;
	int err = mm011_get_free_page(m, &first);

	if (err == -ENOMEM)
		return mm011_panic(m, "Out of memory in init_bucket_desc()");
	if (err)
		return err;
	bdesc = first;
	for (i = MM011_PAGE_SIZE / DESC_SIZE; i > 1; i--, bdesc += DESC_SIZE)
		mm011_write32(m, bdesc + DESC_NEXT, bdesc + DESC_SIZE);
	mm011_write32(m, bdesc + DESC_NEXT, k->free_bucket_desc);
	k->free_bucket_desc = first;
	return 0;
}

/* the first free descriptor, for a bucket of such objects */
static int take_desc(struct mm011_machine *m, u32 size, u32 *desc)
{
	struct linux01x *k = linux01x(m);
	u32 bdesc = k->free_bucket_desc;
	u32 next;
	int err = get(m, bdesc + DESC_NEXT, &next);

	if (err)
		return err;
	k->free_bucket_desc = next;
	err = put_short(m, bdesc + DESC_REFCNT, 0);
	if (!err)
		err = put_short(m, bdesc + DESC_SIZE_OF, size);
	*desc = bdesc;
	return err;
}

/* a new bucket: a descriptor, a page, and its objects in a chain */
static int new_bucket(struct mm011_machine *m, u32 bdir, u32 *desc)
{
	struct linux01x *k = linux01x(m);
	u32 size = mm011_bucket_size[bdir];
	u32 bdesc, cp, i;
	int err;

	if (!k->free_bucket_desc) {
		err = fill_desc_page(m);
		if (err)
			return err;
	}
	err = take_desc(m, size, &bdesc);
	if (err)
		return err;
	err = mm011_get_free_page(m, &cp);
	if (mm011_host_ended(err)) {
		mm011_write32(m, bdesc + DESC_NEXT, k->free_bucket_desc);
		k->free_bucket_desc = bdesc;
	}
	if (err && err != -ENOMEM)
		return err;
	err = put(m, bdesc + DESC_FREEPTR, cp);
	if (!err)
		err = put(m, bdesc + DESC_PAGE, cp);
	if (err)
		return err;
	if (!cp)
		return mm011_panic(m, "Out of memory in kernel malloc()");
	/* Set up the chain of free objects */
	for (i = MM011_PAGE_SIZE / size; i > 1; i--, cp += size)
		mm011_write32(m, cp, cp + size);
	mm011_write32(m, cp, 0);
	mm011_write32(m, bdesc + DESC_NEXT, k->bucket_chain[bdir]); /* OK, link it in! */
	k->bucket_chain[bdir] = bdesc;
	*desc = bdesc;
	return 0;
}

/* the first bucket of this size that has a free object; *desc is 0 if none has */
static int find_free_bucket(struct mm011_machine *m, u32 bdir, u32 *desc)
{
	struct walk w = walk_from(linux01x(m)->bucket_chain[bdir]);
	u32 freeptr = 0;
	int err = 0;

	while (!err && w.bdesc) {
		err = get(m, w.bdesc + DESC_FREEPTR, &freeptr);
		if (freeptr)
			break;
		if (!err)
			err = walk_on(m, &w);
	}
	*desc = w.bdesc;
	return err;
}

/* the first free object of a bucket */
static int take_object(struct mm011_machine *m, u32 bdesc, u32 *object)
{
	u32 next;
	u16 refcnt;
	int err = get(m, bdesc + DESC_FREEPTR, object);

	if (!err)
		err = get(m, *object, &next);
	if (!err)
		err = put(m, bdesc + DESC_FREEPTR, next);
	return err ? err : add_reference(m, bdesc, 1, &refcnt);
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
 * -EIO, -ELOOP when the chains were bent; -MM011_E_CUT.
 */
int mm011_malloc(struct mm011_machine *m, u32 len, u32 *object)
{
	u32 bdir, bdesc;
	int err;

	m->stat[MM011_STAT_MALLOC]++;
	for (bdir = 0; bdir < MM011_NR_BUCKETS; bdir++)
		if (mm011_bucket_size[bdir] >= len)
			break;
	if (bdir == MM011_NR_BUCKETS) {
		mm011_emit(m, MM011_EV_MESSAGE, MM011_MSG_MALLOC, len, 0);
		return mm011_panic(m, "malloc: bad arg");
	}
	err = find_free_bucket(m, bdir, &bdesc);
	if (!err && !bdesc)
		err = new_bucket(m, bdir, &bdesc);
	return err ? err : take_object(m, bdesc, object);
}

/*
 * The bucket whose page is @page among those of @bdir, with the one before it.
 * *desc is 0 when there is none.
 */
static int find_bucket(struct mm011_machine *m, u32 bdir, u32 page, u32 *desc, u32 *prev)
{
	struct walk w = walk_from(linux01x(m)->bucket_chain[bdir]);
	u32 its_page;
	int err = 0;

	*prev = 0;
	while (!err && w.bdesc) {
		err = get(m, w.bdesc + DESC_PAGE, &its_page);
		if (err || its_page == page)
			break;
		*prev = w.bdesc;
		err = walk_on(m, &w);
	}
	*desc = w.bdesc;
	return err;
}

/* Others may have run: find the descriptor before this one again. */
static int check_prev(struct mm011_machine *m, u32 bdir, u32 bdesc, u32 *prev)
{
	struct linux01x *k = linux01x(m);
	struct walk w = walk_from(k->bucket_chain[bdir]);
	u32 next = k->bucket_chain[bdir];
	int err = 0;

	if (*prev)
		err = get(m, *prev + DESC_NEXT, &next);
	if (err || next == bdesc)
		return err;
	while (!err && w.bdesc) {
		err = get(m, w.bdesc + DESC_NEXT, &next);
		if (err || next == bdesc)
			break;
		err = walk_on(m, &w);
	}
	*prev = w.bdesc;
	return err;
}

/* the last object of a bucket is back: so go its page and its descriptor */
static int free_bucket(struct mm011_machine *m, u32 bdir, u32 bdesc, u32 prev)
{
	struct linux01x *k = linux01x(m);
	u32 next, page;
	int err = check_prev(m, bdir, bdesc, &prev);

	if (err)
		return err;
	if (!prev && k->bucket_chain[bdir] != bdesc)
		return mm011_panic(m, "malloc bucket chains corrupted");
	err = get(m, bdesc + DESC_NEXT, &next);
	if (err)
		return err;
	if (!prev)
		k->bucket_chain[bdir] = next;
	else
		err = put(m, prev + DESC_NEXT, next);
	if (!err)
		err = get(m, bdesc + DESC_PAGE, &page);
	if (!err)
		err = mm011_free_page(m, page);
	if (!err)
		err = put(m, bdesc + DESC_NEXT, k->free_bucket_desc);
	if (!err)
		k->free_bucket_desc = bdesc;
	return err;
}

/* put it before the free objects of its bucket; *refcnt: how many are left in use */
static int put_object(struct mm011_machine *m, u32 bdesc, u32 object, u16 *refcnt)
{
	u32 freeptr;
	int err = get(m, bdesc + DESC_FREEPTR, &freeptr);

	if (!err)
		err = put(m, object, freeptr);
	if (!err)
		err = put(m, bdesc + DESC_FREEPTR, object);
	return err ? err : add_reference(m, bdesc, -1, refcnt);
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
 * when the chains were bent; -MM011_E_CUT.
 */
int mm011_free_s(struct mm011_machine *m, u32 object, s32 size)
{
	u32 page = mm011_entry_page(object);
	u32 bdesc = 0, prev = 0;
	u32 bdir;
	u16 refcnt = 0;
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
		return mm011_panic_page(m, "Bad address passed to kernel free_s()", object);
	err = put_object(m, bdesc, object, &refcnt);
	if (err || refcnt)
		return err;
	return free_bucket(m, bdir, bdesc, prev);
}
