// SPDX-License-Identifier: GPL-2.0
/*
 * Memory that is copied when it is written to: what was written is thrown away, and
 * the old contents are there again.
 */

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz/madeup.h"
#include "fuzz/snapshot.h"

/**
 * snapshot_memory() - remember what is in memory
 * @at: its address, of a page
 * @len: bytes, whole pages
 *
 * Return: whether it will come back.
 */
bool snapshot_memory(void *at, size_t len)
{
	int fd = memfd_create("snapshot", MFD_CLOEXEC);
	bool done;

	if (fd < 0)
		return false;
	done = write(fd, at, len) == (ssize_t)len &&
	       mmap(at, len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, fd, 0) == at;
	close(fd);
	return done;
}

/**
 * snapshot_forget() - let it come back
 * @at: as given to snapshot_memory()
 * @len: likewise
 */
void snapshot_forget(void *at, size_t len)
{
	if (madvise(at, len, MADV_DONTNEED))
		abort();
}

/**
 * snapshot_machine() - remember a machine
 * @s: filled in; all zeros before the first time
 * @m: the machine, whose host is that of madeup_host(); it stays for ever
 *
 * Return: whether there is memory enough.
 */
bool snapshot_machine(struct snapshot *s, struct mm011_machine *m)
{
	void *space = madeup_swap_space(m);

	if (!s->was) {
		s->m = m;
		s->was = malloc(mm011_machine_size());
		if (!s->was)
			return false;
	}
	memcpy(s->was, m, mm011_machine_size());
	return space && snapshot_memory(m->memory, MM011_MEMORY_SIZE) &&
	       snapshot_memory(m->store, m->store_size) &&
	       snapshot_memory(space, MM011_MAX_SWAP_KB * 1024);
}

/**
 * snapshot_restore() - let a machine be as it was
 * @s: the snapshot
 */
void snapshot_restore(struct snapshot *s)
{
	memcpy(s->m, s->was, mm011_machine_size());
	snapshot_forget(s->m->memory, MM011_MEMORY_SIZE);
	snapshot_forget(s->m->store, s->m->store_size);
	snapshot_forget(madeup_swap_space(s->m), MM011_MAX_SWAP_KB * 1024);
}
