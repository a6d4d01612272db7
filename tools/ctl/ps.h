/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_PS_H
#define _MM011CTL_PS_H

#include <linux/seq_file.h>

#include "mm011.h"

void ps(struct seq_file *s, const struct mm011_machine *m);

#endif
