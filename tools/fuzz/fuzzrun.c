// SPDX-License-Identifier: GPL-2.0
/*
 * Inputs that a fuzzer found, run again: for any compiler, without libFuzzer.
 * After each, all is looked at.
 */

#include <stdio.h>

#include "fuzz/libfuzzer.h"

#define MAX_LEN 1000000

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
