/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Pictures of a machine, for people who know its kernel or want to.
 *
 * Memory may hold anything: whoever writes there by hand can bend tables and chains, so
 * every address is looked at before use, every walk has an end and every list a last line.
 */
#ifndef _MM011_VIEW_VIEW_H
#define _MM011_VIEW_VIEW_H

#include "pc/machine.h"
#include "view/text.h"

/**
 * struct mm011_view - a picture of a machine
 * @name: a file of debugfs, and a verb of the tool
 * @what: what it shows, in a few words
 * @show: draw it; the machine's lock is held
 */
struct mm011_view {
	const char *name;
	const char *what;
	void (*show)(const struct mm011_machine *m, struct mm011_text *t);
};

/**
 * struct mm011_views - the pictures of a kernel
 * @view: the pictures
 * @count: how many
 */
struct mm011_views {
	const struct mm011_view *view;
	u32 count;
};

/* view.c, tables.c: what every kernel has */
const struct mm011_view *mm011_view(const struct mm011_kernel *kernel, const char *name);
void mm011_show_page_directory(const struct mm011_machine *m, struct mm011_text *t);
void mm011_show_page_tables(const struct mm011_machine *m, struct mm011_text *t);
void mm011_show_stats(const struct mm011_machine *m, struct mm011_text *t);
void mm011_show_state(const struct mm011_machine *m, struct mm011_text *t);

#endif /* _MM011_VIEW_VIEW_H */
