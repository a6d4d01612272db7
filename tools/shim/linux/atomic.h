/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _SHIM_LINUX_ATOMIC_H
#define _SHIM_LINUX_ATOMIC_H

#define cmpxchg(at, old, new)	__sync_val_compare_and_swap(at, old, new)

#endif
