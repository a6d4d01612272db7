/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The areas of Linux 2.4.0, once more: a sorted array, and a tree by recursion. It shares
 * nothing with mm011/linux24/ but the numbers of the interface.
 */
#ifndef _REFAREAS_H
#define _REFAREAS_H

#include <stdint.h>

#define REF_AREAS	0x4000	/* at most */
#define REF_FILES	64

/* in the tree, with the area's first address as key */
struct ref_node {
	uint32_t start;
	int height;
	struct ref_node *left, *right;
};

struct ref_area {
	uint32_t start, end, flags, pgoff;
	uint32_t file;		/* its number; 0: none, or: */
	uint32_t shmem;		/* inode of a shared anonymous area */
};

struct ref_file {
	int known;
	uint32_t mode;
	int count, writecount;
};

struct ref_areas {
	struct ref_area area[REF_AREAS];
	uint32_t n;		/* areas in the array */
	uint32_t map_count;	/* as the original counts, while it unmaps */
	struct ref_node *root;
	uint32_t cache;		/* start of the area in mmap_cache */
	int has_cache;
	uint32_t end_code, start_data, brk, def_flags;
	uint32_t total, locked;
	uint32_t data, stack, memlock, as;	/* limits */
	uint32_t free_pages, physpages, overcommit, failalloc;
	uint32_t next_ino;
	struct ref_file file[REF_FILES];
	uint32_t finds, hits, zapped, cleared, tables, printk;
};

void ref_new(struct ref_areas *r);
uint32_t ref_mmap(struct ref_areas *r, const uint32_t *arg);
uint32_t ref_munmap(struct ref_areas *r, uint32_t addr, uint32_t len);
uint32_t ref_brk(struct ref_areas *r, uint32_t brk);
uint32_t ref_do_brk(struct ref_areas *r, uint32_t addr, uint32_t len);
int ref_find(struct ref_areas *r, uint32_t addr, int *hit);
int ref_find_prev(const struct ref_areas *r, uint32_t addr, int *prev);
uint32_t ref_intersection(struct ref_areas *r, uint32_t start, uint32_t end);
uint32_t ref_extend(struct ref_areas *r, uint32_t addr);
uint32_t ref_unmapped(struct ref_areas *r, uint32_t addr, uint32_t len);
void ref_exit(struct ref_areas *r);
int ref_set_file(struct ref_areas *r, uint32_t nr, uint32_t mode);
uint32_t ref_mprotect(struct ref_areas *r, uint32_t start, uint32_t len, uint32_t prot);
uint32_t ref_mlock(struct ref_areas *r, uint32_t start, uint32_t len, int on);
uint32_t ref_mlockall(struct ref_areas *r, uint32_t flags, int on);
uint32_t ref_mremap(struct ref_areas *r, const uint32_t *arg);
uint32_t ref_sum(const struct ref_areas *r);

/* for refchange.c */
uint32_t ref_above(const struct ref_areas *r, uint32_t addr);
void ref_insert(struct ref_areas *r, const struct ref_area *new);
void ref_begin_at(struct ref_areas *r, struct ref_area *a, uint32_t start);
int ref_alloc(struct ref_areas *r);
int ref_enough(const struct ref_areas *r, uint32_t pages);
int ref_locks_too_much(const struct ref_areas *r, uint32_t more);
int ref_too_large(const struct ref_areas *r, uint32_t more);
void ref_grown(struct ref_areas *r, uint32_t flags, uint32_t len);

/* refavl.c */
struct ref_node *ref_tree_insert(struct ref_node *tree, uint32_t start);
struct ref_node *ref_tree_remove(struct ref_node *tree, uint32_t start);
void ref_tree_rename(struct ref_node *tree, uint32_t old, uint32_t start);
void ref_tree_free(struct ref_node *tree);

#endif
