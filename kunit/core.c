// SPDX-License-Identifier: GPL-2.0
/*
 * The core, compiled once more for the tests: kbuild does not like one object
 * in two modules, and the tests must not need mm011.ko. As it is one
 * translation unit, no two static functions of mm011/ may have one name. A loop
 * that may be called off takes a breath at every step here: tests choose which.
 */

#define MM011_BREATH	1u

#include "../mm011/boot.c"
#include "../mm011/bulk.c"
#include "../mm011/check.c"
#include "../mm011/event.c"
#include "../mm011/exec.c"
#include "../mm011/exit.c"
#include "../mm011/fork.c"
#include "../mm011/info.c"
#include "../mm011/inode.c"
#include "../mm011/linux012.c"
#include "../mm011/malloc.c"
#include "../mm011/memory.c"
#include "../mm011/mmu.c"
#include "../mm011/op.c"
#include "../mm011/page.c"
#include "../mm011/quick.c"
#include "../mm011/state.c"
#include "../mm011/sum.c"
#include "../mm011/swap.c"
#include "../mm011/sys.c"
