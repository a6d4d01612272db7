// SPDX-License-Identifier: GPL-2.0
/*
 * Which pictures there are, and those that every machine has.
 */

#include "kernel.h"
#include "pc/event.h"
#include "view/view.h"
#include "view/words.h"

/**
 * mm011_view() - a picture by its name
 * @kernel: whose
 * @name: the name
 *
 * Return: the picture; NULL when that kernel has none of this name.
 */
const struct mm011_view *mm011_view(const struct mm011_kernel *kernel, const char *name)
{
	u32 i;

	for (i = 0; i < kernel->views->count; i++)
		if (!strcmp(kernel->views->view[i].name, name))
			return &kernel->views->view[i];
	return NULL;
}

/**
 * mm011_show_state() - does it run, and if not, why
 * @m: machine, its lock held
 * @t: where words go
 */
void mm011_show_state(const struct mm011_machine *m, struct mm011_text *t)
{
	if (!m->stopped) {
		mm011_text(t, "state             running%s%.*s\n", *m->message ? "; " : "",
			   (int)sizeof(m->message), m->message);
		return;
	}
	mm011_text(t, "state             stopped: %s%.*s\n",
		   m->stopped == MM011_PANIC ? "Kernel panic: " : "",
		   (int)sizeof(m->message), m->message);
	mm011_text(t, "stopped over      task %u", m->about.task);
	mm011_text_about(t, m->about.page, m->about.ptep, m->about.linear);
	mm011_text(t, "\n");
}

/**
 * mm011_show_stats() - how often everything happened since the reset
 * @m: machine, its lock held
 * @t: where words go
 */
void mm011_show_stats(const struct mm011_machine *m, struct mm011_text *t)
{
	u32 i;

	for (i = 0; i < MM011_STAT_MAX; i++)
		mm011_text(t, "%-24s %llu\n", mm011_stat_names[i],
			   (unsigned long long)m->stat[i]);
}
