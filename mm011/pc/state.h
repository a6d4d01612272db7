/* SPDX-License-Identifier: GPL-2.0 */
/*
 * All of a machine as bytes that last: Documentation/formats.rst. What there is to keep
 * stands in tables, one for the PC and one for each kernel; a tag is for ever.
 */
#ifndef _MM011_PC_STATE_H
#define _MM011_PC_STATE_H

#include <linux/build_bug.h>
#include <linux/kernel.h>

#include "pc/machine.h"

#define MM011_STATE_MAGIC	0x3131306du	/* "m011" */
#define MM011_STATE_VERSION	1
#define MM011_STATE_PAGES	1		/* tag: pages of memory, each behind its number */
#define MM011_STATE_STORE	2		/* tag: likewise of struct mm011_machine.store */

/**
 * struct mm011_state_header - what a state begins with; little endian
 * @magic: MM011_STATE_MAGIC
 * @version: MM011_STATE_VERSION
 * @kernel: number of the kernel
 * @memory_size: bytes of memory
 * @len: bytes of all that follows
 * @crc: zlib's CRC-32 of all that follows
 */
struct mm011_state_header {
	__le32 magic;
	__le32 version;
	__le32 kernel;
	__le32 memory_size;
	__le32 len;
	__le32 crc;
};

/**
 * struct mm011_field - a number that is kept, or an array of them
 * @tag: what it is
 * @offset: where the first stands in the structure of the machine
 * @size: bytes of one: 1, 2, 4 or 8
 * @stride: from one to the next; 0: they are neighbours
 * @count: how many
 */
struct mm011_field {
	u32 tag;
	u32 offset;
	u32 size;
	u32 stride;
	u32 count;
};

/*
 * A number of so many bytes; an array of them; one member of an array of structures. The
 * size is what a saved machine has for ever: it is written down, and when the member has
 * another one, or an array another length, it does not build.
 */
#define MM011_FIELD(number, type, member, bytes)			\
	{ .tag = number, .offset = offsetof(type, member), .count = 1,	\
	  .size = MM011_FIELD_SIZE(bytes, ((type *)0)->member) }
#define MM011_FIELDS(number, type, array, bytes, many)			\
	{ .tag = number, .offset = offsetof(type, array),		\
	  .size = MM011_FIELD_SIZE(bytes, ((type *)0)->array[0]),	\
	  .count = MM011_FIELD_COUNT(many, ((type *)0)->array) }
#define MM011_MEMBERS(number, type, array, member, bytes, many)		\
	{ .tag = number, .offset = offsetof(type, array[0].member),	\
	  .size = MM011_FIELD_SIZE(bytes, ((type *)0)->array[0].member),	\
	  .stride = sizeof(((type *)0)->array[0]),			\
	  .count = MM011_FIELD_COUNT(many, ((type *)0)->array) }

#define MM011_FIELD_SIZE(bytes, member)					\
	((bytes) + BUILD_BUG_ON_ZERO((bytes) != sizeof(member) ||	\
				     ((bytes) & ((bytes) - 1)) || (bytes) > 8))
#define MM011_FIELD_COUNT(many, array)					\
	((many) + BUILD_BUG_ON_ZERO((many) != ARRAY_SIZE(array)))

/**
 * struct mm011_fields - what a kernel keeps
 * @field: the fields, tags from 0x100 on
 * @count: how many
 */
struct mm011_fields {
	const struct mm011_field *field;
	u32 count;
};

u32 mm011_state_save(struct mm011_machine *m, u32 flags, u8 *to, u32 room);
int mm011_state_load(struct mm011_machine *m, const u8 *from, u32 len);

#endif /* _MM011_PC_STATE_H */
