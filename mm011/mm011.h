/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The machine with all its kernels, for those who make one: module, tools and tests.
 */
#ifndef _MM011_H
#define _MM011_H

#include "kernel.h"
#include "linux01x/linux01x.h"
#include "op/op.h"
#include "op/sleepers.h"
#include "pc/checksum.h"
#include "pc/event.h"
#include "pc/mmu.h"
#include "pc/state.h"
#include "pc/walk.h"
#include "view/view.h"

#endif /* _MM011_H */
