/* SPDX-License-Identifier: GPL-2.0 */
/*
 * All of a machine as bytes that last: Documentation/formats.rst. What there is to keep
 * stands in tables, one for the PC and one for each kernel; a tag is for ever.
 */
#ifndef _MM011_PC_STATE_H
#define _MM011_PC_STATE_H

#include <linux/build_bug.h>

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
	MM011_FIELD_AT(number, (*(type *)0).member, bytes, 0, 1)
#define MM011_FIELDS(number, type, array, bytes, many)			\
	MM011_FIELDS_OF(number, (*(type *)0).array, bytes, many)
#define MM011_MEMBERS(number, type, array, member, bytes, many)		\
	MM011_MEMBERS_OF(number, (*(type *)0).array, member, bytes, many)

/* likewise, of what stands in a structure at address 0 */
#define MM011_FIELD_AT(number, place, bytes, step, many)		\
	{ .tag = number, .offset = (unsigned long)&(place), .stride = step, .count = many, \
	  .size = sizeof(place) + BUILD_BUG_ON_ZERO(sizeof(place) != (bytes) || \
			sizeof(place) & (sizeof(place) - 1) || sizeof(place) > 8) }
#define MM011_FIELDS_OF(number, array, bytes, many)			\
	MM011_FIELD_AT(number, (array)[0], bytes, 0, sizeof(array) / sizeof((array)[0]) + \
		       BUILD_BUG_ON_ZERO(sizeof(array) != (many) * sizeof((array)[0])))
#define MM011_MEMBERS_OF(number, array, member, bytes, many)		\
	MM011_FIELD_AT(number, (array)[0].member, bytes, sizeof((array)[0]), \
		       sizeof(array) / sizeof((array)[0]) + \
		       BUILD_BUG_ON_ZERO(sizeof(array) != (many) * sizeof((array)[0])))

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
