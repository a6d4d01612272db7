// SPDX-License-Identifier: GPL-2.0
/*
 * What a kernel in a module of its own calls (see kunit/toy_module.c). Such a module is
 * built with this tree, and depends on all of it: there is no contract here.
 */

#include <linux/export.h>

#include "mm011.h"
#include "view/view.h"

EXPORT_SYMBOL_GPL(mm011_kernel_register);
EXPORT_SYMBOL_GPL(mm011_pc_ops);
EXPORT_SYMBOL_GPL(mm011_panic_linear);
EXPORT_SYMBOL_GPL(mm011_entry_changing);
EXPORT_SYMBOL_GPL(mm011_sum_forget);
EXPORT_SYMBOL_GPL(mm011_checksum_plain);
EXPORT_SYMBOL_GPL(mm011_text);
EXPORT_SYMBOL_GPL(mm011_show_state);
EXPORT_SYMBOL_GPL(mm011_show_page_directory);
EXPORT_SYMBOL_GPL(mm011_show_page_tables);
EXPORT_SYMBOL_GPL(mm011_show_stats);
