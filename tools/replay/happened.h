/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_HAPPENED_H
#define _MM011CTL_HAPPENED_H

#include "replay/session.h"

int happened_compare(struct target *t, struct step_result *r);

#endif
