/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A second build of mm011/ in the same program: all of its names are its own but
 * one, which has what others call.
 */
#ifndef _MM011_CORE_H
#define _MM011_CORE_H

#include "mm011.h"

/**
 * struct core - a build of mm011/, and machines inside this process
 * @host: see local_host
 * @machine_new: see local_machine_new()
 * @machine_free: see local_machine_free()
 * @reset: see local_reset()
 * @calm: see local_calm()
 * @op: see local_op()
 */
struct core {
	const struct mm011_host *host;
	struct mm011_machine *(*machine_new)(void);
	void (*machine_free)(struct mm011_machine *m);
	int (*reset)(struct mm011_machine *m, const struct mm011_reset *reset);
	void (*calm)(struct mm011_machine *m);
	void (*op)(struct mm011_machine *m, struct mm011_op *op);
};

/* plain.c: without short cuts */
extern const struct core plain_core;

#endif
