/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The yardstick for 2.4's page frames: the buddy allocator once more, with lists of real
 * pointers, so that what a wrong free damages is damaged as in the kernel.
 */
#ifndef _MM011_REFBUDDY_H
#define _MM011_REFBUDDY_H

#include "mm011_ioctl.h"
#include "pc/machine.h"

struct refbuddy;

struct refbuddy *refbuddy_new(u32 most);
void refbuddy_free(struct refbuddy *r);
void refbuddy_init(struct refbuddy *r, const u32 size[MM011_NR_ZONES], u32 reserved);
void refbuddy_op(struct refbuddy *r, struct mm011_op *op);
u32 refbuddy_sum(const struct refbuddy *r);
s32 refbuddy_count(const struct refbuddy *r, u32 nr);
u32 refbuddy_flags(const struct refbuddy *r, u32 nr);
void refbuddy_pressure(const struct refbuddy *r, struct mm011_pressure *p);
size_t refbuddy_save(const struct refbuddy *r, void *to);
void refbuddy_restore(struct refbuddy *r, const void *from);

#endif
