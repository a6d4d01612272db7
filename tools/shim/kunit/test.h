/* SPDX-License-Identifier: GPL-2.0 */
/*
 * As much of KUnit as the suites in kunit/ use, for a program: coverage and
 * sanitizers see them there. kunit.c runs them.
 */
#ifndef _SHIM_KUNIT_TEST_H
#define _SHIM_KUNIT_TEST_H

#include <linux/types.h>
#include <linux/string.h>
#include <setjmp.h>

#define KUNIT_PARAM_DESC_SIZE	128
#define KUNIT_MAX_TAKEN		16

/**
 * struct kunit - a test that runs
 * @priv: the suite's own
 * @param_value: what a test with parameters is given
 * @failed: an expectation did not hold
 * @taken: what kunit_kzalloc() gave it
 * @end: where an assertion that does not hold leads
 */
struct kunit {
	void *priv;
	const void *param_value;
	bool failed;
	void *taken[KUNIT_MAX_TAKEN];
	jmp_buf end;
};

struct kunit_case {
	void (*run_case)(struct kunit *test);
	const char *name;
	const void *(*generate_params)(const void *prev, char *desc);
};

struct kunit_suite {
	const char *name;
	int (*suite_init)(struct kunit_suite *suite);
	void (*suite_exit)(struct kunit_suite *suite);
	int (*init)(struct kunit *test);
	void (*exit)(struct kunit *test);
	struct kunit_case *test_cases;
};

/* all suites, the last one NULL */
extern struct kunit_suite *const kunit_suites[];

#define kunit_test_suites(...) \
	struct kunit_suite *const kunit_suites[] = { __VA_ARGS__, NULL }

#define KUNIT_CASE(function)	{ .run_case = function, .name = #function }
#define KUNIT_CASE_PARAM(function, generator) \
	{ .run_case = function, .name = #function, .generate_params = generator }

#define KUNIT_ARRAY_PARAM(name, array, describe)					\
	static const void *name##_gen_params(const void *prev, char *desc)		\
	{										\
		const char *first = (const char *)(array);				\
		const char *next = prev ? (const char *)prev + sizeof(array[0]) : first;	\
											\
		if (next == first + sizeof(array))					\
			return NULL;							\
		describe((const void *)next, desc);					\
		return next;								\
	}

void kunit_check(struct kunit *test, bool holds, bool fatal, const char *file, int line,
		 const char *text, ...);

#define KUNIT_EXPECT(test, holds, ...) \
	kunit_check(test, holds, false, __FILE__, __LINE__, __VA_ARGS__)
#define KUNIT_ASSERT(test, holds, ...) \
	kunit_check(test, holds, true, __FILE__, __LINE__, __VA_ARGS__)

#define KUNIT_FAIL(test, ...)		KUNIT_EXPECT(test, false, __VA_ARGS__)

#define KUNIT_EXPECT_TRUE(test, a) \
	KUNIT_EXPECT(test, a, "(%s)", #a)
#define KUNIT_EXPECT_TRUE_MSG(test, a, ...) \
	KUNIT_EXPECT(test, a, __VA_ARGS__)
#define KUNIT_EXPECT_FALSE(test, a) \
	KUNIT_EXPECT(test, !(a), "!(%s)", #a)
#define KUNIT_EXPECT_FALSE_MSG(test, a, ...) \
	KUNIT_EXPECT(test, !(a), __VA_ARGS__)
#define KUNIT_EXPECT_NULL(test, a) \
	KUNIT_EXPECT(test, !(a), "!(%s)", #a)
#define KUNIT_EXPECT_NULL_MSG(test, a, ...) \
	KUNIT_EXPECT(test, !(a), __VA_ARGS__)
#define KUNIT_EXPECT_NOT_NULL(test, a) \
	KUNIT_EXPECT(test, a, "(%s)", #a)
#define KUNIT_EXPECT_NOT_NULL_MSG(test, a, ...) \
	KUNIT_EXPECT(test, a, __VA_ARGS__)
#define KUNIT_EXPECT_EQ(test, a, b) \
	KUNIT_EXPECT(test, (a) == (b), "%s == %s", #a, #b)
#define KUNIT_EXPECT_EQ_MSG(test, a, b, ...) \
	KUNIT_EXPECT(test, (a) == (b), __VA_ARGS__)
#define KUNIT_EXPECT_NE(test, a, b) \
	KUNIT_EXPECT(test, (a) != (b), "%s != %s", #a, #b)
#define KUNIT_EXPECT_NE_MSG(test, a, b, ...) \
	KUNIT_EXPECT(test, (a) != (b), __VA_ARGS__)
#define KUNIT_EXPECT_LT(test, a, b) \
	KUNIT_EXPECT(test, (a) < (b), "%s < %s", #a, #b)
#define KUNIT_EXPECT_LT_MSG(test, a, b, ...) \
	KUNIT_EXPECT(test, (a) < (b), __VA_ARGS__)
#define KUNIT_EXPECT_LE(test, a, b) \
	KUNIT_EXPECT(test, (a) <= (b), "%s <= %s", #a, #b)
#define KUNIT_EXPECT_LE_MSG(test, a, b, ...) \
	KUNIT_EXPECT(test, (a) <= (b), __VA_ARGS__)
#define KUNIT_EXPECT_GT(test, a, b) \
	KUNIT_EXPECT(test, (a) > (b), "%s > %s", #a, #b)
#define KUNIT_EXPECT_GT_MSG(test, a, b, ...) \
	KUNIT_EXPECT(test, (a) > (b), __VA_ARGS__)
#define KUNIT_EXPECT_GE(test, a, b) \
	KUNIT_EXPECT(test, (a) >= (b), "%s >= %s", #a, #b)
#define KUNIT_EXPECT_GE_MSG(test, a, b, ...) \
	KUNIT_EXPECT(test, (a) >= (b), __VA_ARGS__)
#define KUNIT_EXPECT_PTR_EQ(test, a, b)	KUNIT_EXPECT_EQ(test, a, b)
#define KUNIT_EXPECT_STREQ(test, a, b) \
	KUNIT_EXPECT(test, !strcmp(a, b), "%s is %s", #a, #b)
#define KUNIT_EXPECT_STREQ_MSG(test, a, b, ...) \
	KUNIT_EXPECT(test, !strcmp(a, b), __VA_ARGS__)
#define KUNIT_EXPECT_STRNEQ(test, a, b) \
	KUNIT_EXPECT(test, strcmp(a, b), "%s is not %s", #a, #b)
#define KUNIT_EXPECT_STRNEQ_MSG(test, a, b, ...) \
	KUNIT_EXPECT(test, strcmp(a, b), __VA_ARGS__)

#define KUNIT_ASSERT_TRUE(test, a) \
	KUNIT_ASSERT(test, a, "(%s)", #a)
#define KUNIT_ASSERT_TRUE_MSG(test, a, ...) \
	KUNIT_ASSERT(test, a, __VA_ARGS__)
#define KUNIT_ASSERT_FALSE(test, a) \
	KUNIT_ASSERT(test, !(a), "!(%s)", #a)
#define KUNIT_ASSERT_FALSE_MSG(test, a, ...) \
	KUNIT_ASSERT(test, !(a), __VA_ARGS__)
#define KUNIT_ASSERT_NULL(test, a) \
	KUNIT_ASSERT(test, !(a), "!(%s)", #a)
#define KUNIT_ASSERT_NULL_MSG(test, a, ...) \
	KUNIT_ASSERT(test, !(a), __VA_ARGS__)
#define KUNIT_ASSERT_NOT_NULL(test, a) \
	KUNIT_ASSERT(test, a, "(%s)", #a)
#define KUNIT_ASSERT_NOT_NULL_MSG(test, a, ...) \
	KUNIT_ASSERT(test, a, __VA_ARGS__)
#define KUNIT_ASSERT_EQ(test, a, b) \
	KUNIT_ASSERT(test, (a) == (b), "%s == %s", #a, #b)
#define KUNIT_ASSERT_EQ_MSG(test, a, b, ...) \
	KUNIT_ASSERT(test, (a) == (b), __VA_ARGS__)
#define KUNIT_ASSERT_NE(test, a, b) \
	KUNIT_ASSERT(test, (a) != (b), "%s != %s", #a, #b)
#define KUNIT_ASSERT_NE_MSG(test, a, b, ...) \
	KUNIT_ASSERT(test, (a) != (b), __VA_ARGS__)
#define KUNIT_ASSERT_LT(test, a, b) \
	KUNIT_ASSERT(test, (a) < (b), "%s < %s", #a, #b)
#define KUNIT_ASSERT_LT_MSG(test, a, b, ...) \
	KUNIT_ASSERT(test, (a) < (b), __VA_ARGS__)
#define KUNIT_ASSERT_LE(test, a, b) \
	KUNIT_ASSERT(test, (a) <= (b), "%s <= %s", #a, #b)
#define KUNIT_ASSERT_LE_MSG(test, a, b, ...) \
	KUNIT_ASSERT(test, (a) <= (b), __VA_ARGS__)
#define KUNIT_ASSERT_GT(test, a, b) \
	KUNIT_ASSERT(test, (a) > (b), "%s > %s", #a, #b)
#define KUNIT_ASSERT_GT_MSG(test, a, b, ...) \
	KUNIT_ASSERT(test, (a) > (b), __VA_ARGS__)
#define KUNIT_ASSERT_GE(test, a, b) \
	KUNIT_ASSERT(test, (a) >= (b), "%s >= %s", #a, #b)
#define KUNIT_ASSERT_GE_MSG(test, a, b, ...) \
	KUNIT_ASSERT(test, (a) >= (b), __VA_ARGS__)
#define KUNIT_ASSERT_PTR_EQ(test, a, b)	KUNIT_ASSERT_EQ(test, a, b)
#define KUNIT_ASSERT_STREQ(test, a, b) \
	KUNIT_ASSERT(test, !strcmp(a, b), "%s is %s", #a, #b)
#define KUNIT_ASSERT_STREQ_MSG(test, a, b, ...) \
	KUNIT_ASSERT(test, !strcmp(a, b), __VA_ARGS__)
#define KUNIT_ASSERT_STRNEQ(test, a, b) \
	KUNIT_ASSERT(test, strcmp(a, b), "%s is not %s", #a, #b)
#define KUNIT_ASSERT_STRNEQ_MSG(test, a, b, ...) \
	KUNIT_ASSERT(test, strcmp(a, b), __VA_ARGS__)

/* what a test takes goes when it ends */
#define GFP_KERNEL	0

void *kunit_kzalloc(struct kunit *test, size_t size, int gfp);

#endif
