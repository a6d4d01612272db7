/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Pictures of what 2.4 keeps.
 */
#ifndef _MM011_LINUX24_SHOW_H
#define _MM011_LINUX24_SHOW_H

#include "view/view.h"

extern const struct mm011_views linux24_views;

#endif /* _MM011_LINUX24_SHOW_H */
