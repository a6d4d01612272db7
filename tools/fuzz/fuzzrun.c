// SPDX-License-Identifier: GPL-2.0
/*
 * Inputs that a fuzzer found, run again: for any compiler, without libFuzzer.
 * After each, all is looked at, and it is changed as the fuzzer would change it.
 */

#include <stdio.h>
#include <string.h>

#include "fuzz/libfuzzer.h"

#define MAX_LEN 1000000
#define CHANGES 20u	/* of each input */

/* libFuzzer's own changes, without libFuzzer */
size_t libfuzzer_mutate(u8 *bytes, size_t len, size_t room)
{
	return len;
}

/* what comes of it is not run: the input is seen to be taken apart and put together */
static void change(const u8 *bytes, size_t len)
{
	static u8 other[MAX_LEN], out[MAX_LEN];
	u32 seed;
	size_t n;

	for (seed = 0; seed < CHANGES; seed++) {
		memcpy(other, bytes, len);
		n = fuzz_mutate(other, len, MAX_LEN, seed);
		fuzz_cross_over(bytes, len, other, n, out, MAX_LEN, seed);
	}
}

static bool run(const char *name)
{
	static u8 bytes[MAX_LEN];
	FILE *file = fopen(name, "rb");
	size_t len;

	if (!file) {
		perror(name);
		return false;
	}
	len = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	fuzz_one_input(bytes, len);
	change(bytes, len);
	return true;
}

int main(int argc, char **argv)
{
	int i;

	if (argc < 2) {
		fprintf(stderr, "usage: fuzzrun INPUT...\n");
		return 2;
	}
	fuzz_thorough = true;
	for (i = 1; i < argc; i++)
		if (!run(argv[i]))
			return 1;
	printf("%d inputs\n", argc - 1);
	return 0;
}
