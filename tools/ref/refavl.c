// SPDX-License-Identifier: GPL-2.0
/*
 * An AVL tree as textbooks have it, by recursion: of two ways to rebalance, where both are
 * possible, 2.4.0 takes the single rotation; what is removed is replaced by the one before.
 */

#include <stdlib.h>
#include <linux/kernel.h>

#include "ref/refareas.h"

static int height(const struct ref_node *n)
{
	return n ? n->height : 0;
}

static void measure(struct ref_node *n)
{
	int left = height(n->left), right = height(n->right);

	n->height = 1 + max(left, right);
}

static struct ref_node *rotate_right(struct ref_node *n)
{
	struct ref_node *top = n->left;

	n->left = top->right;
	top->right = n;
	measure(n);
	measure(top);
	return top;
}

static struct ref_node *rotate_left(struct ref_node *n)
{
	struct ref_node *top = n->right;

	n->right = top->left;
	top->left = n;
	measure(n);
	measure(top);
	return top;
}

static struct ref_node *balanced(struct ref_node *n)
{
	if (height(n->left) > height(n->right) + 1) {
		if (height(n->left->left) < height(n->left->right))
			n->left = rotate_left(n->left);
		return rotate_right(n);
	}
	if (height(n->right) > height(n->left) + 1) {
		if (height(n->right->right) < height(n->right->left))
			n->right = rotate_right(n->right);
		return rotate_left(n);
	}
	measure(n);
	return n;
}

/* a new area; the root of the tree is returned, as by all that follow */
struct ref_node *ref_tree_insert(struct ref_node *tree, uint32_t start)
{
	if (!tree) {
		tree = calloc(1, sizeof(*tree));
		if (!tree)
			abort();
		tree->start = start;
		tree->height = 1;
		return tree;
	}
	if (start < tree->start)
		tree->left = ref_tree_insert(tree->left, start);
	else
		tree->right = ref_tree_insert(tree->right, start);
	return balanced(tree);
}

static struct ref_node *without_last(struct ref_node *tree, struct ref_node **last)
{
	if (!tree->right) {
		*last = tree;
		return tree->left;
	}
	tree->right = without_last(tree->right, last);
	return balanced(tree);
}

/* an area goes */
struct ref_node *ref_tree_remove(struct ref_node *tree, uint32_t start)
{
	struct ref_node *left, *last;

	if (start < tree->start) {
		tree->left = ref_tree_remove(tree->left, start);
		return balanced(tree);
	}
	if (start > tree->start) {
		tree->right = ref_tree_remove(tree->right, start);
		return balanced(tree);
	}
	if (!tree->left) {
		last = tree->right;
		free(tree);
		return last;
	}
	left = without_last(tree->left, &last);
	last->left = left;
	last->right = tree->right;
	free(tree);
	return balanced(last);
}

/* an area begins somewhere else, without passing another one */
void ref_tree_rename(struct ref_node *tree, uint32_t old, uint32_t start)
{
	while (tree && tree->start != old)
		tree = old < tree->start ? tree->left : tree->right;
	if (tree)
		tree->start = start;
}

void ref_tree_free(struct ref_node *tree)
{
	if (!tree)
		return;
	ref_tree_free(tree->left);
	ref_tree_free(tree->right);
	free(tree);
}
