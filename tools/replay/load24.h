/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_LOAD24_H
#define _MM011CTL_LOAD24_H

struct replay24;

int load24(struct replay24 *r);

#endif
