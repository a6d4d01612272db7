// SPDX-License-Identifier: GPL-2.0
/*
 * The core, compiled once more for the tests: kbuild does not like one object
 * in two modules, and the tests must not need mm011.ko. As it is one
 * translation unit, no two static functions of mm011/ may have one name. A loop
 * that may be called off takes a breath at every step here: tests choose which.
 */

#define MM011_BREATH	1u

#include "../mm011/kernels.c"
#include "../mm011/linux01x/boot.c"
#include "../mm011/linux01x/bulk.c"
#include "../mm011/linux01x/calls.c"
#include "../mm011/linux01x/exec.c"
#include "../mm011/linux01x/exit.c"
#include "../mm011/linux01x/fork.c"
#include "../mm011/linux01x/info.c"
#include "../mm011/linux01x/inode.c"
#include "../mm011/linux01x/kernel.c"
#include "../mm011/linux01x/linux012.c"
#include "../mm011/linux01x/malloc.c"
#include "../mm011/linux01x/mem_map.c"
#include "../mm011/linux01x/memory.c"
#include "../mm011/linux01x/messages.c"
#include "../mm011/linux01x/ops.c"
#include "../mm011/linux01x/ops012.c"
#include "../mm011/linux01x/page.c"
#include "../mm011/linux01x/recorded.c"
#include "../mm011/linux01x/show.c"
#include "../mm011/linux01x/state.c"
#include "../mm011/linux01x/structure.c"
#include "../mm011/linux01x/swap.c"
#include "../mm011/linux01x/sys.c"
#include "../mm011/linux01x/verify.c"
#include "../mm011/linux01x/xref.c"
#include "../mm011/op/op.c"
#include "../mm011/op/pc.c"
#include "../mm011/op/sleepers.c"
#include "../mm011/pc/checksum.c"
#include "../mm011/pc/crc.c"
#include "../mm011/pc/event.c"
#include "../mm011/pc/mmu.c"
#include "../mm011/pc/ram.c"
#include "../mm011/pc/state.c"
#include "../mm011/pc/stop.c"
#include "../mm011/view/story.c"
#include "../mm011/view/tables.c"
#include "../mm011/view/text.c"
#include "../mm011/view/verify.c"
#include "../mm011/view/view.c"
#include "../mm011/view/words.c"
