/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Areas in words and pictures.
 */
#ifndef _MM011_LINUX24_AREA_SHOW_H
#define _MM011_LINUX24_AREA_SHOW_H

#include "pc/machine.h"
#include "view/text.h"

/**
 * struct linux24_walk - a walk through a tree of areas
 * @tree: those that are to come, the next one last
 * @depth: how many
 * @steps: how many areas were met
 *
 * No balanced tree is higher than 41; of one that has been bent not all is met.
 */
struct linux24_walk {
	u32 tree[64];
	u32 depth;
	u32 steps;
};

/**
 * linux24_walk_begin() - begin to walk through a tree
 * @walk: filled in
 * @root: the tree, or 0
 */
static inline void linux24_walk_begin(struct linux24_walk *walk, u32 root)
{
	walk->tree[0] = root;
	walk->depth = !!root;
	walk->steps = 0;
}

u32 linux24_next_node(const struct mm011_machine *m, struct linux24_walk *walk);
void linux24_show_maps(const struct mm011_machine *m, struct mm011_text *t);
void linux24_show_avl(const struct mm011_machine *m, struct mm011_text *t);
void linux24_show_mm(const struct mm011_machine *m, struct mm011_text *t);

#endif /* _MM011_LINUX24_AREA_SHOW_H */
