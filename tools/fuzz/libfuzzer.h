/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What libFuzzer calls, and what it offers, under names of the kernel's style.
 */
#ifndef _MM011_LIBFUZZER_H
#define _MM011_LIBFUZZER_H

#include <linux/types.h>

/* look at everything after each input, not now and then */
extern bool fuzz_thorough;

/* before the first input, with the program's arguments; 0 */
int fuzz_begin(int *argc, char ***argv) __asm__("LLVMFuzzerInitialize");

/* run one input; 0, or -1: not worth keeping */
int fuzz_one_input(const u8 *bytes, size_t len) __asm__("LLVMFuzzerTestOneInput");

/* change an input; its new length */
size_t fuzz_mutate(u8 *bytes, size_t len, size_t room,
		   unsigned int seed) __asm__("LLVMFuzzerCustomMutator");

/* make an input of two; its length, 0: none */
size_t fuzz_cross_over(const u8 *a, size_t a_len, const u8 *b, size_t b_len, u8 *out, size_t room,
		       unsigned int seed) __asm__("LLVMFuzzerCustomCrossOver");

/* libFuzzer's own way to change bytes; their new length */
size_t libfuzzer_mutate(u8 *bytes, size_t len, size_t room) __asm__("LLVMFuzzerMutate");

#endif
