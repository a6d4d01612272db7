/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_COMPARE_H
#define _MM011CTL_COMPARE_H

int compare(const char *path);

#endif
