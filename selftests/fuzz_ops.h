/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Operations for the device under fire, made of numbers. Whatever those are, they mean
 * some operation.
 */
#ifndef _FUZZ_OPS_H
#define _FUZZ_OPS_H

#include <linux/types.h>

#define FUZZ_FILES 6u
#define FUZZ_BYTES 0x20000u

struct mm011_op;

/**
 * struct fuzz_things - what operations may name
 * @operations: how many kinds there were when the program was made
 * @files: descriptors
 * @bytes: memory
 */
struct fuzz_things {
	__u32 operations;
	int files[FUZZ_FILES];
	__u8 bytes[FUZZ_BYTES];
};

__u32 fuzz_mix(__u32 seed, __u32 i);
__u32 fuzz_number(__u32 seed);
__u32 fuzz_operations(void);
void fuzz_any_op(struct mm011_op *op, __u32 seed, struct fuzz_things *things);
void fuzz_good_op(struct mm011_op *op, __u32 which, __u32 seed, struct fuzz_things *things);

#endif /* _FUZZ_OPS_H */
