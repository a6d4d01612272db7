/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_LOCAL_H
#define _MM011CTL_LOCAL_H

#include "mm011.h"

extern const struct mm011_host local_host;

struct mm011_machine *local_machine_new(void);
void local_machine_free(struct mm011_machine *m);
int local_reset(struct mm011_machine *m, const struct mm011_reset *reset);
void local_calm(struct mm011_machine *m);
u8 *local_swap_memory(const struct mm011_machine *m, size_t *len);
void local_op(struct mm011_machine *m, struct mm011_op *op);

#endif
