/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Free lists: include/linux/list.h, with numbers for pointers.
 *
 * A link is the number of a page frame, or LINUX24_HEAD(). Frees that the original does not
 * notice as wrong damage its lists: then a link of one list leads into another, or to
 * another's head, and what happens next depends on each link. So these functions write the
 * same links as the original's, in the same order, and look at nothing else.
 */
#ifndef _MM011_LINUX24_LIST_H
#define _MM011_LINUX24_LIST_H

#include "linux24/linux24.h"

#define LINUX24_HEADS		0x80000000u
#define LINUX24_HEAD(zone, order) (LINUX24_HEADS | ((zone) * LINUX24_MAX_ORDER + (order)))

/**
 * linux24_page() - the structure of a page frame
 * @m: machine, its lock held
 * @pfn: number of a page frame that there is
 *
 * Return: its element of mem_map[].
 */
static inline struct linux24_page *linux24_page(const struct mm011_machine *m, u32 pfn)
{
	return (struct linux24_page *)linux24_at(m, linux24(m)->pages.mem_map) + pfn;
}

/**
 * linux24_node() - what a link leads to
 * @m: machine, its lock held
 * @link: page frame or head; nothing else is ever written, but a saved machine may hold it
 *
 * Return: the links there.
 */
static inline struct linux24_list *linux24_node(const struct mm011_machine *m, u32 link)
{
	struct linux24_pages *pages = &linux24(m)->pages;
	u32 head = link - LINUX24_HEADS;

	if (likely(link < pages->nr))
		return &linux24_page(m, link)->list;
	if (head >= LINUX24_NR_ZONES * LINUX24_MAX_ORDER)
		return &pages->nowhere;
	return &pages->zone[head / LINUX24_MAX_ORDER].free_area[head % LINUX24_MAX_ORDER].list;
}

/**
 * linux24_list_init() - an empty list, or a page frame on none
 * @m: machine, its lock held
 * @link: its head, or the page frame
 *
 * Linux 2.4.0: INIT_LIST_HEAD(), include/linux/list.h.
 */
static inline void linux24_list_init(struct mm011_machine *m, u32 link)
{
	struct linux24_list *node = linux24_node(m, link);

	node->next = link;
	node->prev = link;
}

/**
 * linux24_list_add() - put a page frame at the beginning of a list
 * @m: machine, its lock held
 * @pfn: the page frame
 * @head: the list's head
 *
 * Linux 2.4.0: list_add(), include/linux/list.h.
 */
static inline void linux24_list_add(struct mm011_machine *m, u32 pfn, u32 head)
{
	struct linux24_list *node = linux24_node(m, pfn);
	struct linux24_list *before = linux24_node(m, head);
	u32 next = before->next;

	linux24_node(m, next)->prev = pfn;
	node->next = next;
	node->prev = head;
	before->next = pfn;
}

/**
 * linux24_list_del() - take a page frame out of the list that it is on
 * @m: machine, its lock held
 * @pfn: the page frame; its own links stay as they are
 *
 * Linux 2.4.0: list_del(), include/linux/list.h.
 */
static inline void linux24_list_del(struct mm011_machine *m, u32 pfn)
{
	const struct linux24_list *node = linux24_node(m, pfn);
	u32 next = node->next, prev = node->prev;

	linux24_node(m, next)->prev = prev;
	linux24_node(m, prev)->next = next;
}

#endif /* _MM011_LINUX24_LIST_H */
