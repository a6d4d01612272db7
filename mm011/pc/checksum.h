/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The checksum of memory map and page tables, kept up to date change by change.
 */
#ifndef _MM011_PC_CHECKSUM_H
#define _MM011_PC_CHECKSUM_H

#include "pc/machine.h"

void mm011_sum_idle(struct mm011_machine *m);
void mm011_sum_forget(struct mm011_machine *m, u32 page);
void mm011_sum_bytes(struct mm011_machine *m, u32 addr, const void *from, u32 len);
void mm011_sum_zero(struct mm011_machine *m, u32 addr);
void mm011_sum_entry(struct mm011_machine *m, u32 addr, u32 before, u32 after);
void mm011_sum_count(struct mm011_machine *m, u32 nr, u8 before, u8 after);
u32 mm011_checksum(struct mm011_machine *m);
u32 mm011_checksum_plain(const struct mm011_machine *m);
u32 mm011_crc_zero_page(u32 crc);
u32 mm011_crc_pages(const struct mm011_machine *m, u32 crc, const u8 *bytes, u32 len);
u32 mm011_checksum_machine(const struct mm011_machine *m);
u32 mm011_checksum_noad(struct mm011_machine *m);
u32 mm011_checksum_noad_plain(const struct mm011_machine *m);
u32 mm011_crc_page(const struct mm011_machine *m, u32 crc, u32 page, bool noad);

#endif /* _MM011_PC_CHECKSUM_H */
