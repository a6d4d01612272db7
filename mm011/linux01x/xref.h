/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Who refers to which page: all that mem_map[] counts, and what it does not.
 */
#ifndef _MM011_LINUX01X_XREF_H
#define _MM011_LINUX01X_XREF_H

#include "linux01x/mem_map.h"

#define XREF_KERNEL_TABLES 4u	/* head.s: page tables 0..3 map memory to itself */

enum xref_kind {
	XREF_TABLE,		/* a directory entry: the page is a page table */
	XREF_ENTRY,		/* a table entry: the page is mapped */
	XREF_TASK,		/* it holds a task structure */
	XREF_PIPE,		/* what is in a pipe */
	XREF_BUCKET,		/* objects of malloc() */
	XREF_DESCRIPTORS,	/* descriptors of buckets */
	XREF_BITMAP,		/* 0.12's swap bitmap */
};

/**
 * struct xref - a reference to a page
 * @kind: XREF_*
 * @page: physical address of the page, which may lie beyond memory
 * @at: where the reference stands: address of the entry, or of the descriptor
 * @entry: the entry
 * @linear: what the entry maps, or the first that the table maps
 * @nr: number of the task or of the pipe, or size of a bucket's objects
 */
struct xref {
	enum xref_kind kind;
	u32 page;
	u32 at;
	u32 entry;
	u32 linear;
	u32 nr;
};

#define XREF_DESCRIPTOR	16u	/* bytes of a bucket descriptor of lib/malloc.c */

/**
 * struct xref_walk - a walk through all references
 * @m: machine
 * @see: called with each of them
 * @seen: a bit for each place where a descriptor may stand
 * @pages: and for the pages in which some do
 */
struct xref_walk {
	const struct mm011_machine *m;
	void (*see)(struct xref_walk *w, const struct xref *r);
	u64 seen[MM011_MEMORY_SIZE / XREF_DESCRIPTOR / 64];
	u64 pages[MM011_MEMORY_SIZE / MM011_PAGE_SIZE / 64];
};

bool xref_is_kernels(const struct xref *r);
void xref_each(struct xref_walk *w);

#endif /* _MM011_LINUX01X_XREF_H */
