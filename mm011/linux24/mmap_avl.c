// SPDX-License-Identifier: GPL-2.0
/*
 * The tree of areas: mm/mmap_avl.c. Its key is the end of an area. Its shape depends on
 * what was done in which order, and the checksum tells it.
 */

#include <linux/kernel.h>

#include "linux24/linux24.h"
#include "pc/event.h"

#define MAX_HEIGHT	41	/* avl_maxheight */

/* the links that were followed, from the root down */
struct path {
	u32 *place[MAX_HEIGHT];
	u32 depth;
};

static u32 height_of(const struct mm011_machine *m, u32 tree)
{
	return tree ? linux24_vma(m, tree)->height : 0;
}

/*
 * The tree at place is two higher on one side: it turns. After it the root is the child
 * of that side, or where that one's inner tree is the higher, the root of this.
 */
static void turn(struct mm011_machine *m, u32 *place, u32 side)
{
	u32 child_ref = linux24_vma(m, *place)->child[side];
	struct linux24_vma *node = linux24_vma(m, *place);
	struct linux24_vma *child = linux24_vma(m, child_ref);
	u32 inner_ref = child->child[!side], height = height_of(m, inner_ref);
	struct linux24_vma *inner = linux24_vma(m, inner_ref);

	if (height_of(m, child->child[side]) >= height) {
		node->child[side] = inner_ref;
		child->child[!side] = *place;
		node->height = 1 + height;
		child->height = 1 + node->height;
		*place = child_ref;
	} else {
		child->child[!side] = inner->child[side];
		node->child[side] = inner->child[!side];
		inner->child[side] = child_ref;
		inner->child[!side] = *place;
		inner->height = child->height;
		node->height = height;
		child->height = height;
		*place = inner_ref;
	}
	mm011_emit(m, MM011_EV24_AREA_TREE, node->start, linux24_vma(m, *place)->start,
		   linux24_vma(m, *place)->height);
}

/* false: nothing changes here, nor above */
static bool balance(struct mm011_machine *m, u32 *place)
{
	struct linux24_vma *node = linux24_vma(m, *place);
	u32 left = height_of(m, node->child[LINUX24_LEFT]);
	u32 right = height_of(m, node->child[LINUX24_RIGHT]);
	u32 height = max(left, right) + 1;

	if (right + 1 < left) {
		turn(m, place, LINUX24_LEFT);
	} else if (left + 1 < right) {
		turn(m, place, LINUX24_RIGHT);
	} else {
		if (height == node->height)
			return false;
		node->height = height;
	}
	return true;
}

/*
 * A tree that has been bent may have lost what stood in the path: there the original
 * follows a NULL pointer.
 *
 * Linux 2.4.0: avl_rebalance(), mm/mmap_avl.c.
 */
static int avl_rebalance(struct mm011_machine *m, const struct path *path)
{
	u32 depth;

	for (depth = path->depth; depth; depth--) {
		if (!*path->place[depth - 1])
			return -MM011_E_BUG;
		if (!balance(m, path->place[depth - 1]))
			break;
	}
	return 0;
}

static void step_down(struct path *path, u32 *place)
{
	path->place[path->depth++] = place;
}

/**
 * linux24_avl_insert_neighbours() - insert an area into a tree
 * @m: machine, its lock held
 * @node: the area
 * @tree: the root
 * @left: the area to the left of it, or 0
 * @right: the area to the right of it, or 0
 *
 * A tree that is deeper than any balanced one has been bent: then it stays as it is.
 *
 * Linux 2.4.0: avl_insert_neighbours(), mm/mmap_avl.c.
 */
void linux24_avl_insert_neighbours(struct mm011_machine *m, u32 node, u32 *tree, u32 *left,
				   u32 *right)
{
	struct linux24_vma *new = linux24_vma(m, node), *at;
	struct path path = { .depth = 0 };
	u32 *place = tree;

	*left = 0;
	*right = 0;
	while (*place && path.depth < MAX_HEIGHT) {
		at = linux24_vma(m, *place);
		step_down(&path, place);
		if (new->end < at->end) {
			*right = *place;
			place = &at->child[LINUX24_LEFT];
		} else {
			*left = *place;
			place = &at->child[LINUX24_RIGHT];
		}
	}
	if (*place)
		return;
	new->child[LINUX24_LEFT] = 0;
	new->child[LINUX24_RIGHT] = 0;
	new->height = 1;
	*place = node;
	avl_rebalance(m, &path);
}

/**
 * linux24_avl_insert() - insert an area into a tree
 * @m: machine, its lock held
 * @node: the area
 * @tree: the root
 *
 * Linux 2.4.0: avl_insert(), mm/mmap_avl.c.
 */
void linux24_avl_insert(struct mm011_machine *m, u32 node, u32 *tree)
{
	u32 left, right;

	linux24_avl_insert_neighbours(m, node, tree, &left, &right);
}

/* the link to the area with this end, all links to it in path; NULL: there is none */
static u32 *find_place(const struct mm011_machine *m, u32 end, u32 *tree, struct path *path)
{
	struct linux24_vma *at;
	u32 *place = tree;

	while (*place && path->depth < MAX_HEIGHT) {
		at = linux24_vma(m, *place);
		step_down(path, place);
		if (end == at->end)
			return place;
		place = &at->child[end < at->end ? LINUX24_LEFT : LINUX24_RIGHT];
	}
	return NULL;
}

/* an area with a left tree goes: the last area of that takes its place */
static bool replace(struct mm011_machine *m, u32 *place, struct linux24_vma *node,
		    struct path *path)
{
	u32 *last = &node->child[LINUX24_LEFT], depth = path->depth, ref;
	struct linux24_vma *at = linux24_vma(m, *last);

	while (at->child[LINUX24_RIGHT]) {
		if (path->depth == MAX_HEIGHT)
			return false;
		step_down(path, last);
		last = &at->child[LINUX24_RIGHT];
		at = linux24_vma(m, *last);
	}
	ref = *last;
	*last = at->child[LINUX24_LEFT];
	at->child[LINUX24_LEFT] = node->child[LINUX24_LEFT];
	at->child[LINUX24_RIGHT] = node->child[LINUX24_RIGHT];
	at->height = node->height;
	*place = ref;
	if (path->depth > depth)	/* what went through the node goes through at now */
		path->place[depth] = &at->child[LINUX24_LEFT];
	return true;
}

/**
 * linux24_avl_remove() - remove an area from a tree
 * @m: machine, its lock held
 * @node: the area
 * @tree: the root
 *
 * It is found by its end alone. Of two areas that end at one address, as mremap() can
 * make them, the original takes out the upper one, whichever was meant.
 *
 * Linux 2.4.0: avl_remove(), mm/mmap_avl.c.
 *
 * Return: 0; -MM011_E_BUG: it is not there, and the original follows a NULL pointer.
 */
int linux24_avl_remove(struct mm011_machine *m, u32 node, u32 *tree)
{
	struct linux24_vma *old = linux24_vma(m, node);
	struct path path = { .depth = 0 };
	u32 *place = find_place(m, old->end, tree, &path);

	if (!place)
		return -MM011_E_BUG;
	if (!old->child[LINUX24_LEFT]) {
		*place = old->child[LINUX24_RIGHT];
		path.depth--;
	} else if (!replace(m, place, old, &path)) {
		return -MM011_E_BUG;
	}
	return avl_rebalance(m, &path);
}
