/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What zlib offers to unpack gzip, under names of the kernel's style.
 */
#ifndef _MM011CTL_GUNZIP_H
#define _MM011CTL_GUNZIP_H

#include <zlib.h>

#define GUNZIP_WINDOW (16 + MAX_WBITS)	/* gzip's format, its largest window */

int gunzip_begin(z_stream *s, int window, const char *version, int size) __asm__("inflateInit2_");
int gunzip_again(z_stream *s) __asm__("inflateReset");
int gunzip_end(z_stream *s) __asm__("inflateEnd");

#endif
