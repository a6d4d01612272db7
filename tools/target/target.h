/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The machine that a command works on: one behind /dev/mm011, or one inside
 * this process made of the same mm011/ files (--local).
 */
#ifndef _MM011CTL_TARGET_H
#define _MM011CTL_TARGET_H

#include "mm011.h"
#include "view/text.h"

#define DEFAULT_DEVICE "/dev/mm011"

struct target {
	int fd;				/* of the device, -1: local */
	struct mm011_machine *machine;	/* local: the machine; device: its memory and kernel */
	struct mm011_machine *copy;	/* device: the last snapshot, NULL: none yet */
	const u8 *memory;		/* its 16 MB, read-only */
	u64 first_event;		/* of the last operation that made any */
	u32 events;			/* and how many: nobody else's are among them */
	u32 kernel;			/* a reset that names none takes this one */
};

int target_open_device(struct target *t, const char *path);
int target_open_local(struct target *t);
void target_close(struct target *t);

int target_reset(struct target *t, const struct mm011_reset *reset);
int target_ops(struct target *t, struct mm011_op *ops, u32 count);
int target_translate(struct target *t, struct mm011_translate *walk);
int target_checksum(struct target *t, struct mm011_checksum *sum);
u32 target_events(struct target *t, u64 *first, struct mm011_event *to, u32 room);
const char *target_message(struct target *t);
int target_swap(struct target *t, struct mm011_swap *swap);
int target_view(struct target *t, const char *name, struct mm011_text *to);
const struct mm011_machine *target_memory(struct target *t);
struct mm011_machine *target_snapshot(struct target *t);

#endif
