/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Swap space of 2.4, as far as page tables know it: how often a swap page is named, and who
 * else has a page that is in the swap cache: mm/swapfile.c, mm/swap_state.c.
 */
#ifndef _MM011_LINUX24_SWAP_H
#define _MM011_LINUX24_SWAP_H

#include "linux24/linux24.h"

/* swapfile.c */
void linux24_swap_free(struct mm011_machine *m, u32 entry);
void linux24_swap_duplicate(struct mm011_machine *m, u32 entry);
u32 linux24_swap_count(const struct mm011_machine *m, u32 entry);

/* swap_state.c */
void linux24_set_page_flags(struct mm011_machine *m, u32 pfn, u32 set, u32 clear);
bool linux24_is_page_shared(const struct mm011_machine *m, u32 pfn);
int linux24_delete_from_swap_cache_nolock(struct mm011_machine *m, u32 pfn);
int linux24_swap_in(struct mm011_machine *m, u32 entry, u32 *pfn);
int linux24_free_page_and_swap_cache(struct mm011_machine *m, u32 pfn);

#endif /* _MM011_LINUX24_SWAP_H */
