/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_RESYNC_H
#define _MM011CTL_RESYNC_H

#include "replay/player.h"

bool resync(struct player *p);

#endif
