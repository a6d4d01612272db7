/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A machine in this process as it was, to come back to. Images share the pages that are
 * the same in both, so that many of them take little memory.
 */
#ifndef _MM011CTL_IMAGE_H
#define _MM011CTL_IMAGE_H

#include "mm011.h"

struct image;

/**
 * struct image_store - what images take together
 * @bytes: of memory
 */
struct image_store {
	size_t bytes;
};

int image_take(struct image_store *store, const struct mm011_machine *m,
	       const struct image *before, struct image **image);
int image_restore(const struct image *image, struct mm011_machine *m);
void image_free(struct image_store *store, struct image *image);

#endif
