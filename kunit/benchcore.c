// SPDX-License-Identifier: GPL-2.0
/* And once more, for mm011_bench.ko. */

#include "core.c"
