// SPDX-License-Identifier: GPL-2.0
/*
 * For the reference: what the rest of the kernel asks the memory manager for.
 * lib/malloc.c; pipes.
 */

#include <errno.h>

#include "ref/refstate.h"

/* a chain that somebody bent has no end: more descriptors than memory has bytes */
static void count_step(struct reference *r, u32 *steps)
{
	if (++*steps > MM011_MEMORY_SIZE)
		left(r, LOOP);
}

static void add_reference(struct reference *r, u32 desc, s32 n)
{
	if (desc + 12 > MM011_MEMORY_SIZE - 2)
		left(r, FAULT);
	put_short(r, desc + 12, r->mem[desc + 12] + 256 * r->mem[desc + 13] + n);
}

/* a new bucket at the head of its chain: a descriptor, a page, its objects */
static u32 new_bucket(struct reference *r, u32 nr)
{
	u32 size = 16u << nr;
	u32 desc, page, i;

	if (!r->free_desc) {
		page = get_free_page(r);
		if (page == 0)
			panic(r, "Out of memory in init_bucket_desc()");
		for (i = 0; i < 255; i++)
			put(r, page + 16 * i + 4, page + 16 * (i + 1));
		put(r, page + 16 * 255 + 4, r->free_desc);
		r->free_desc = page;
	}
	desc = r->free_desc;
	r->free_desc = get(r, desc + 4);
	put_short(r, desc + 12, 0);
	put_short(r, desc + 14, size);
	r->now->desc = desc;
	page = get_free_page(r);
	put(r, desc + 8, page);
	put(r, desc, page);
	if (page == 0)
		panic(r, "Out of memory in kernel malloc()");
	for (i = 0; i < 4096 / size - 1; i++)
		put(r, page + i * size, page + (i + 1) * size);
	put(r, page + i * size, 0);
	put(r, desc + 4, r->chain[nr]);
	r->chain[nr] = desc;
	return desc;
}

/**
 * kernel_malloc() - malloc()
 * @r: the reference
 * @len: bytes
 *
 * Return: the address.
 */
u32 kernel_malloc(struct reference *r, u32 len)
{
	u32 nr, desc, object;
	u32 steps = 0;

	for (nr = 0; nr < 9 && (16u << nr) < len; nr++)
		;
	if (nr == 9) {
		say(r, MM011_MSG_MALLOC, len, 0);
		panic(r, "malloc: bad arg");
	}
	for (desc = r->chain[nr]; desc && !get(r, desc + 8); desc = get(r, desc + 4))
		count_step(r, &steps);
	if (!desc)
		desc = new_bucket(r, nr);
	object = get(r, desc + 8);
	put(r, desc + 8, get(r, object));
	add_reference(r, desc, 1);
	return object;
}

/* take a bucket whose last object is free out of its chain, and free its page */
static void free_bucket(struct reference *r, u32 nr, u32 desc, u32 prev)
{
	u32 steps = 0;

	if (prev ? get(r, prev + 4) != desc : r->chain[nr] != desc) {
		for (prev = r->chain[nr]; prev && get(r, prev + 4) != desc; prev = get(r, prev + 4))
			count_step(r, &steps);
	}
	if (prev) {
		put(r, prev + 4, get(r, desc + 4));
	} else {
		if (r->chain[nr] != desc)
			panic(r, "malloc bucket chains corrupted");
		r->chain[nr] = get(r, desc + 4);
	}
	free_page(r, get(r, desc));
	put(r, desc + 4, r->free_desc);
	r->free_desc = desc;
}

/**
 * kernel_free_s() - free_s()
 * @r: the reference
 * @object: address
 * @size: bytes, 0: not known
 */
void kernel_free_s(struct reference *r, u32 object, s32 size)
{
	u32 nr, desc, prev, steps;

	for (nr = 0; nr < 9; nr++) {
		if ((s32)(16u << nr) < size)
			continue;
		steps = 0;
		for (prev = 0, desc = r->chain[nr]; desc; prev = desc, desc = get(r, desc + 4)) {
			if (get(r, desc) == (object & 0xfffff000))
				goto found;
			count_step(r, &steps);
		}
	}
	panic(r, "Bad address passed to kernel free_s()");
found:
	put(r, object, get(r, desc + 8));
	put(r, desc + 8, object);
	add_reference(r, desc, -1);
	if (!r->mem[desc + 12] && !r->mem[desc + 13])
		free_bucket(r, nr, desc, prev);
}

static u32 unused_pipe(const struct reference *r)
{
	u32 nr;

	for (nr = 0; nr < MM011_NR_PIPES && r->pipe[nr]; nr++)
		;
	return nr;
}

static int no_more_pipes(struct reference *r)
{
	if (!is_0_12(r))
		panic(r, "No free inodes in mem");
	return -EPERM;
}

/**
 * open_pipe() - pipe()
 * @r: the reference
 * @out: its page
 *
 * Return: its number, or a negative errno.
 */
int open_pipe(struct reference *r, u32 out[2])
{
	u32 nr;

	if (unused_pipe(r) == MM011_NR_PIPES)
		return no_more_pipes(r);
	out[0] = get_free_page(r);
	if (!out[0])
		return -ENOMEM;
	/* others may have opened some meanwhile */
	nr = unused_pipe(r);
	if (nr < MM011_NR_PIPES) {
		r->pipe[nr] = out[0];
		return nr;
	}
	free_page(r, out[0]);
	out[0] = 0;
	return no_more_pipes(r);
}

/**
 * close_pipe() - close both ends
 * @r: the reference
 * @nr: number of the pipe
 *
 * Return: 0 or -EBADF.
 */
int close_pipe(struct reference *r, u32 nr)
{
	if (nr >= MM011_NR_PIPES || !r->pipe[nr])
		return -EBADF;
	free_page(r, r->pipe[nr]);
	r->pipe[nr] = 0;
	return 0;
}
