/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What must hold of a machine at all times.
 */
#ifndef _MM011_VIEW_VERIFY_H
#define _MM011_VIEW_VERIFY_H

#include "pc/machine.h"
#include "view/text.h"

/**
 * struct mm011_findings - contradictions that have been found
 * @t: where they are told, the first MM011_MAX_FINDINGS of them
 * @told: how many there were
 */
struct mm011_findings {
	struct mm011_text *t;
	u32 told;
};

#define MM011_MAX_FINDINGS	20u

__printf(2, 3) void mm011_contradiction(struct mm011_findings *f, const char *format, ...);
void mm011_tell_more(const struct mm011_findings *f);
u32 mm011_verify(struct mm011_machine *m, void *scratch, struct mm011_text *t);
u32 mm011_verify_pc(struct mm011_machine *m, struct mm011_text *t);

#endif /* _MM011_VIEW_VERIFY_H */
