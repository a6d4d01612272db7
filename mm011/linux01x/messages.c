// SPDX-License-Identifier: GPL-2.0
/*
 * What 0.11 and 0.12 print with printk(), to the letter, but for numbers that are
 * physical addresses here.
 */

#include "kernel.h"
#include "linux01x/linux01x.h"

/* enum mm011_message, each with up to two numbers */
static const char *const formats[] = {
	[MM011_MSG_OOM] = "out of memory",
	[MM011_MSG_PUT_PAGE] = "Trying to put page %08X at %08X",
	[MM011_MSG_MEM_MAP_DISAGREES] = "mem_map disagrees with %08X at %08X",
	[MM011_MSG_COPY_MEM] = "free_page_tables: from copy_mem",
	[MM011_MSG_NO_FATHER] = "BAD BAD - no father found",
	[MM011_MSG_MALLOC] = "malloc called with impossibly large argument (%d)",
	[MM011_MSG_KERNEL_WP] = "BAD! KERNEL MEMORY WP-ERR!",
	[MM011_MSG_BAD_WP] = "Bad things happen: page error in do_wp_page",
	[MM011_MSG_KERNEL_PAGE] = "BAD!! KERNEL PAGE MISSING",
	[MM011_MSG_BAD_NO_PAGE] = "Bad things happen: nonexistent page error in do_no_page",
	[MM011_MSG_SHOW_DIRECTORY] = "page directory[%d]: %08X",
	[MM011_MSG_SHOW_ENTRY] = "page_dir[%d][..]: %08X",
	[MM011_MSG_SWAP_BAD] = "Swap-space bad (swap_free())",
	[MM011_MSG_SWAP_NO_MAP] = "Trying to swap in without swap bit-map",
	[MM011_MSG_SWAP_PRESENT] = "trying to swap in present page",
	[MM011_MSG_SWAP_NO_PAGE] = "No swap page in swap_in",
	[MM011_MSG_SWAP_MULTIPLY] = "swapping in multiply from same page",
	[MM011_MSG_SWAP_FULL] = "Out of swap-memory",
	[MM011_MSG_SWAP_NO_SIZE] = "Unable to get size of swap device",
	[MM011_MSG_SWAP_TOO_SMALL] = "Swap device too small (%d blocks)",
	[MM011_MSG_SWAP_NO_MEMORY] = "Unable to start swapping: out of memory :-)",
	[MM011_MSG_SWAP_NO_SIGNATURE] = "Unable to find swap-space signature",
	[MM011_MSG_SWAP_BAD_MAP] = "Bad swap-space bit-map",
	[MM011_MSG_SWAP_OK] = "Swap device ok: %d pages swap-space",
	[MM011_MSG_NO_DEVICE] = "Trying to read nonexistent block-device",
	[MM011_MSG_BEYOND_DEVICE] = "I/O error: page %d is beyond the end of the swap device",
};

const struct mm011_messages linux01x_messages = { formats, ARRAY_SIZE(formats) };
