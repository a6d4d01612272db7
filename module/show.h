/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A machine's state in words and pictures. debugfs and mm011ctl print with
 * the same functions; in user space struct seq_file is a thin shim.
 */
#ifndef _MM011_SHOW_H
#define _MM011_SHOW_H

#include <linux/seq_file.h>

#include "mm011.h"

void mm011_show_info(struct seq_file *s, const struct mm011_machine *m);
void mm011_show_mem_map(struct seq_file *s, const struct mm011_machine *m);
void mm011_show_page_directory(struct seq_file *s, const struct mm011_machine *m);
void mm011_show_page_tables(struct seq_file *s, const struct mm011_machine *m);
void mm011_show_tasks(struct seq_file *s, const struct mm011_machine *m);
void mm011_show_malloc(struct seq_file *s, const struct mm011_machine *m);
void mm011_show_swap(struct seq_file *s, const struct mm011_machine *m);
void mm011_show_stats(struct seq_file *s, const struct mm011_machine *m);

#endif /* _MM011_SHOW_H */
