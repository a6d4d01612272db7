/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_SYMBOLS_H
#define _MM011CTL_SYMBOLS_H

#include "target/target.h"

/**
 * struct symbol - a symbol that is looked for
 * @name: as C has it
 * @needed: without it nothing can be done
 * @found: it is there
 * @address: its address then
 */
struct symbol {
	const char *name;
	bool needed;
	bool found;
	u32 address;
};

int symbols_read(const char *path, struct symbol *wanted, u32 count);

#endif
