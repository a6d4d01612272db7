/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A bare machine of 2.4 with areas, for the tests of its functions.
 */
#ifndef _MM011_KUNIT_AREAS_H
#define _MM011_KUNIT_AREAS_H

#include "bare.h"
#include "linux24/area_show.h"
#include "linux24/area_verify.h"

#define PAGE		MM011_PAGE_SIZE
#define CAN_READ	LINUX24_VM_READ
#define CAN_WRITE	(LINUX24_VM_READ | LINUX24_VM_WRITE)
#define MAP_OWN		0x22u		/* MAP_PRIVATE | MAP_ANONYMOUS */
#define MAP_OURS		0x21u		/* MAP_SHARED | MAP_ANONYMOUS */
#define MAP_THERE	LINUX24_MAP_FIXED
#define BASE		LINUX24_TASK_UNMAPPED_BASE

struct mm011_op areas_op(struct kunit *test, u32 code, const u32 *arg, u32 nargs);
u32 areas_ret(struct kunit *test, u32 code, const u32 *arg, u32 nargs);
int areas_err(struct kunit *test, u32 code, const u32 *arg, u32 nargs);
u32 areas_mmap(struct kunit *test, u32 addr, u32 len, u32 flags);
void areas_row(struct kunit *test, u32 n);
u32 areas_verify(struct kunit *test);
const char *areas_text(struct kunit *test,
		       void (*show)(const struct mm011_machine *m, struct mm011_text *t));
void areas_expect_maps(struct kunit *test, const char *maps, int line);
struct mm011_mm24 areas_mm(struct kunit *test);
struct mm011_file24 areas_file(struct kunit *test, u32 file);

/* an operation with these arguments; what it returned; its error; or all that it says */
#define AREAS_BY(function, test, name, ...)					\
	function(test, MM011_OP24_##name, (const u32[]){ 0, ##__VA_ARGS__ } + 1,	\
		 ARRAY_SIZE(((const u32[]){ 0, ##__VA_ARGS__ })) - 1)
#define AREAS_RET(test, name, ...)	AREAS_BY(areas_ret, test, name, ##__VA_ARGS__)
#define AREAS_ERR(test, name, ...)	AREAS_BY(areas_err, test, name, ##__VA_ARGS__)
#define AREAS_OP(test, name, ...)	AREAS_BY(areas_op, test, name, ##__VA_ARGS__)

#define EXPECT_MAPS(test, maps)	areas_expect_maps(test, maps, __LINE__)

#endif
