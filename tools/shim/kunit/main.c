// SPDX-License-Identifier: GPL-2.0
/*
 * The KUnit suites as a program; TAP on standard output.
 */

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <kunit/test.h>

static unsigned int number, failures;

/**
 * kunit_check() - say what does not hold
 * @test: the test, which has failed then
 * @holds: whether it does
 * @fatal: the test ends when it does not
 * @file: where it stands
 * @line: and in which line
 * @text: what does not hold, as printf() takes it
 */
void kunit_check(struct kunit *test, bool holds, bool fatal, const char *file, int line,
		 const char *text, ...)
{
	va_list args;

	if (holds)
		return;
	test->failed = true;
	printf("# %s:%d: ", file, line);
	va_start(args, text);
	vprintf(text, args);
	va_end(args);
	printf("\n");
	if (fatal)
		longjmp(test->end, 1);
}

/**
 * kunit_kzalloc() - take zeroed memory until the test ends
 * @test: the test
 * @size: bytes
 * @gfp: not looked at
 *
 * Return: the memory, NULL when there is none, or the test has taken too often.
 */
void *kunit_kzalloc(struct kunit *test, size_t size, int gfp)
{
	int i;

	for (i = 0; i < KUNIT_MAX_TAKEN; i++) {
		if (test->taken[i])
			continue;
		test->taken[i] = calloc(1, size);
		return test->taken[i];
	}
	return NULL;
}

static void run(const struct kunit_suite *suite, const struct kunit_case *c, const void *param,
		const char *desc)
{
	static struct kunit test;
	int i;

	memset(&test, 0, sizeof(test));
	test.param_value = param;
	if (!setjmp(test.end)) {
		KUNIT_ASSERT(&test, !suite->init || !suite->init(&test), "%s: init", suite->name);
		c->run_case(&test);
	}
	if (suite->exit && !setjmp(test.end))
		suite->exit(&test);
	for (i = 0; i < KUNIT_MAX_TAKEN; i++)
		free(test.taken[i]);
	failures += test.failed;
	printf("%sok %u - %s.%s%s%s\n", test.failed ? "not " : "", ++number, suite->name, c->name,
	       *desc ? ": " : "", desc);
}

static void run_case(const struct kunit_suite *suite, const struct kunit_case *c)
{
	char desc[KUNIT_PARAM_DESC_SIZE] = "";
	const void *param = NULL;

	if (!c->generate_params) {
		run(suite, c, NULL, desc);
		return;
	}
	while ((param = c->generate_params(param, desc)))
		run(suite, c, param, desc);
}

static void run_suite(struct kunit_suite *suite)
{
	const struct kunit_case *c;

	if (suite->suite_init && suite->suite_init(suite)) {
		printf("Bail out! %s does not begin\n", suite->name);
		failures++;
		return;
	}
	for (c = suite->test_cases; c->run_case; c++)
		run_case(suite, c);
	if (suite->suite_exit)
		suite->suite_exit(suite);
}

int main(void)
{
	struct kunit_suite *const *suite;

	printf("TAP version 13\n");
	for (suite = kunit_suites; *suite; suite++)
		run_suite(*suite);
	printf("1..%u\n", number);
	return failures > 0;
}
