/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A kernel that none of mm011/, module/ and tools/ has heard of.
 */
#ifndef _MM011_TOY_H
#define _MM011_TOY_H

#include "kernel.h"

extern const struct mm011_kernel mm011_toy;

#endif /* _MM011_TOY_H */
