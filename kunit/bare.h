/* SPDX-License-Identifier: GPL-2.0 */
/*
 * For suites about 2.4: a bare machine for each test.
 */
#ifndef _MM011_KUNIT_BARE_H
#define _MM011_KUNIT_BARE_H

#include "linux24/linux24.h"
#include "rig.h"
#include "view/text.h"

int bare_suite_init(struct kunit_suite *suite);
void bare_suite_exit(struct kunit_suite *suite);
int bare_init(struct kunit *test);
void bare_exit(struct kunit *test);

u32 bare_verify(struct kunit *test, u32 (*verify)(const struct mm011_machine *m, void *scratch,
						  struct mm011_text *t));

#endif
