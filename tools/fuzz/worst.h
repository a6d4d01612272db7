/* SPDX-License-Identifier: GPL-2.0 */
/* worstmake.c: machines on which one operation takes long, for worst and for the sweep */
#ifndef _MM011_WORST_H
#define _MM011_WORST_H

#include "target/target.h"

#define WORST_FIRST	16u		/* the first directory entry behind the kernel's 64 MB */
#define WORST_TABLES	1008u		/* it and all behind it */
#define WORST_SPAN	0x400000u	/* of one table */

void worst_use(struct target *t);
struct mm011_op worst_op(struct mm011_op op);
void worst_reset(u32 kernel);
void worst_task(u32 nr, u32 base, u32 data_limit);
void worst_one_table(u32 entry);
void worst_tables(u32 kernel);
void worst_tables_to_copy(u32 first, u32 n);
void worst_swapped_tables(void);
void worst_malloc_chain(void);
void worst_nothing_to_swap(void);
void worst_pages_to_drop(void);
void worst_areas(u32 count);
void worst_bare(void);

#endif
