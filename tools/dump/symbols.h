/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_SYMBOLS_H
#define _MM011CTL_SYMBOLS_H

#include "target/target.h"

struct symbol {
	const char *name;
	u32 address;
	bool found;
};

int symbols_read(const char *path, struct symbol *wanted, u32 count);

#endif
