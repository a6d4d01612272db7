// SPDX-License-Identifier: GPL-2.0
/* The build of mm011/ without its short cuts, by the one name that it has outside. */

#include "fuzz/core.h"
#include "target/local.h"

const struct core plain_core = {
	.host = &local_host,
	.machine_new = local_machine_new,
	.machine_free = local_machine_free,
	.reset = local_reset,
	.calm = local_calm,
	.op = local_op,
};
