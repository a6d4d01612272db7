// SPDX-License-Identifier: GPL-2.0
/*
 * Page tables, eight entries at a time: the loops of free_page_tables() and
 * copy_page_tables() over entries that map an ordinary page of main memory,
 * which are nearly all. At the first that is anything else they stop and leave
 * it to the plain loop in memory.c; see ram.c.
 */

#include <linux/bitops.h>
#include <linux/kernel.h>

#include "linux01x/bulk.h"
#include "linux01x/mem_map.h"

#define A_CHUNK	(MM011_CHUNK / 4)	/* entries in 64 bytes */
#define GROUP	8u			/* entries that are compared with each other */

static __le32 *entries_at(const struct mm011_machine *m, u32 addr)
{
	return (__le32 *)(m->memory + addr);
}

/* chunks of a page that may not be all 0, from entry i on */
static u64 chunks_from(const struct mm011_machine *m, u32 page, u32 i)
{
	if (i >= MM011_ENTRIES)
		return 0;
	return m->nonzero[page >> MM011_PAGE_SHIFT] & ~0ull << i / A_CHUNK;
}

/* the first entry from i on in these chunks; n: there are none */
static u32 first_of(u64 chunks, u32 i, u32 n)
{
	return chunks ? max(i, A_CHUNK * (u32)__ffs64(chunks)) : n;
}

/*
 * How many elements of mem_map[] are below HIGH_MEMORY, which may be in the middle of
 * a page. One less would only be slower, one more would be wrong.
 */
static u32 pages_in_memory(const struct mm011_machine *m)
{
	const struct linux01x *k = linux01x(m);
	u32 last = k->high_memory - 1;

	if (k->high_memory <= MM011_LOW_MEM)
		return 0;
	return min(mm011_map_nr(last) + 1, (u32)MM011_PAGING_PAGES);
}

/*
 * Index in mem_map[] of what an entry maps. Subtract base and P, rotate right: a clear
 * P gives a huge number, as does a page below main memory, so one comparison tests
 * present and in range.
 */
static u32 ordinary_nr(__le32 entry)
{
	u32 there = le32_to_cpu(entry) - MM011_LOW_MEM - MM011_PTE_PRESENT;

	return ror32(there, 1) >> (MM011_PAGE_SHIFT - 1);
}

/* two entries as they stand in memory */
static u64 two_entries(const __le32 *entry)
{
	u64 two;

	memcpy(&two, entry, sizeof(two));
	return two;
}

/* bits of each of two entries */
static u64 both(u32 bits)
{
	const __le32 entry[2] = { cpu_to_le32(bits), cpu_to_le32(bits) };

	return two_entries(entry);
}

/* do eight entries map the same page in the same way, but for A and D? */
static bool all_equal(const __le32 *entry)
{
	u64 two = two_entries(entry);
	u64 differ = (two ^ two_entries(entry + 2)) | (two ^ two_entries(entry + 4)) |
		     (two ^ two_entries(entry + 6)) | ((two ^ two >> 32) & 0xffffffff);

	return !(differ & both(~MM011_PTE_AD));
}

/* noinline keeps the hot loop small. */
static noinline void now_free(struct mm011_machine *m, u32 nr)
{
	mm011_free_map_set(m, nr, true);
}

/* n of a page's users go; with the last one it is free */
static __always_inline void count_down(struct mm011_machine *m, u32 nr, u32 n)
{
	struct linux01x *k = linux01x(m);

	k->mem_map[nr] -= n;
	if (!k->mem_map[nr])
		now_free(m, nr);
}

/* free what eight entries map, if it is the same page */
static __always_inline bool free_same(struct mm011_machine *m, __le32 *entry, u32 pages)
{
	u32 nr = ordinary_nr(entry[0]);

	if (nr >= pages || linux01x(m)->mem_map[nr] < GROUP || !all_equal(entry))
		return false;
	count_down(m, nr, GROUP);
	memset(entry, 0, GROUP * sizeof(*entry));
	return true;
}

/* free what two entries map, if each is a page that keeps other users */
static __always_inline bool free_two(u8 *map, __le32 *entry, u32 pages)
{
	u32 second = ordinary_nr(entry[1]);
	u32 first = ordinary_nr(entry[0]);

	if (second >= pages || first >= pages || map[first] < 2)
		return false;
	map[first]--;
	if (map[second] < 2) {	/* which may be the first one */
		map[first]++;
		return false;
	}
	map[second]--;
	memset(entry, 0, 2 * sizeof(*entry));
	return true;
}

/* free what an entry maps, if it is an ordinary one or none */
static __always_inline bool free_one(struct mm011_machine *m, __le32 *entry, u32 pages, u32 *freed)
{
	u32 nr = ordinary_nr(*entry);

	if (nr >= pages || !linux01x(m)->mem_map[nr])
		return !*entry;
	count_down(m, nr, 1);
	*entry = 0;
	*freed += 1;
	return true;
}

/* free what a group of entries maps; the first that is not ordinary */
static __always_inline u32 free_group(struct mm011_machine *m, __le32 *entry, u32 pages, u32 *freed)
{
	u32 i;

	if (entry[0] == entry[1] && free_same(m, entry, pages)) {
		*freed += GROUP;
		return GROUP;
	}
	for (i = 0; i < GROUP; i += 2) {
		if (!two_entries(entry + i))
			continue;
		if (entry[i + 1] && free_two(linux01x(m)->mem_map, entry + i, pages)) {
			*freed += 2;
			continue;
		}
		if (!free_one(m, entry + i, pages, freed))
			return i;
		if (entry[i + 1] && !free_one(m, entry + i + 1, pages, freed))
			return i + 1;
	}
	return GROUP;
}

/* the same with a chunk, which is two groups */
static u32 free_chunk(struct mm011_machine *m, __le32 *entry, u32 pages, u32 *freed)
{
	u32 done = free_group(m, entry, pages, freed);

	return done < GROUP ? done : GROUP + free_group(m, entry + GROUP, pages, freed);
}

/**
 * mm011_free_entries() - free what entries map, and zero them
 * @m: machine, its lock held
 * @table: physical address of the table, within memory
 * @i: number of the first entry
 *
 * Must equal the loop of free_page_tables() over these entries.
 *
 * Return: the number of the next entry, which is not an ordinary one; 1024 at
 * the end of the table.
 */
u32 mm011_free_entries(struct mm011_machine *m, u32 table, u32 i)
{
	__le32 *entry = entries_at(m, table);
	u64 chunks = chunks_from(m, table, i);
	u32 pages = pages_in_memory(m);
	u32 first = i, done = 0, freed = 0;

	if (!MM011_SHORT_CUTS)
		return i;
	if (mm011_observed(m))
		return first_of(chunks, i, MM011_ENTRIES);
	/* up to a whole chunk: what is before i may be new */
	while (i % A_CHUNK && free_one(m, entry + i, pages, &freed))
		i++;
	for (chunks = i % A_CHUNK ? 0 : chunks_from(m, table, i); chunks; chunks &= chunks - 1) {
		i = A_CHUNK * (u32)__ffs64(chunks);
		done = free_chunk(m, entry + i, pages, &freed);
		if (done < A_CHUNK)
			break;
	}
	m->stat[MM011_STAT_FREE_PAGE] += freed;
	mm011_tlb_flush(m);
	if (chunks || i % A_CHUNK)
		return i + done;
	/* The whole table was freed in this call, so it is all zero now. */
	if (!first)
		m->nonzero[table >> MM011_PAGE_SHIFT] = 0;
	return MM011_ENTRIES;
}

/* 1 <= count and count + n <= 255 */
static bool is_shareable(u8 count, u32 n)
{
	return (u8)(count - 1) <= 0xfe - n;
}

/* two entries lose R/W, and are copied */
static void protect_two(__le32 *entry, __le32 *copy)
{
	u64 two = two_entries(entry) & both(~MM011_PTE_WRITE);

	memcpy(copy, &two, sizeof(two));
	memcpy(entry, &two, sizeof(two));
}

/* share the page that eight entries map, if it is the same */
static __always_inline bool copy_same(u8 *map, __le32 *entry, __le32 *copy, u32 pages)
{
	u32 nr = ordinary_nr(entry[0]);
	u32 i;

	if (nr >= pages || map[nr] < GROUP || !is_shareable(map[nr], GROUP) ||
	    !all_equal(entry))
		return false;
	map[nr] += GROUP;
	memcpy(copy, entry, GROUP * sizeof(*entry));
	if (*entry & cpu_to_le32(MM011_PTE_WRITE))
		for (i = 0; i < GROUP; i += 2)
			protect_two(entry + i, copy + i);
	return true;
}

/* share the pages that two entries map, if both are ordinary */
static __always_inline bool copy_two(u8 *map, __le32 *entry, __le32 *copy, u32 pages)
{
	u32 second = ordinary_nr(entry[1]);
	u32 first = ordinary_nr(entry[0]);

	if (second >= pages || first >= pages || !is_shareable(map[first], 1))
		return false;
	map[first]++;
	if (!is_shareable(map[second], 1)) {	/* which may be the first one */
		map[first]--;
		return false;
	}
	map[second]++;
	protect_two(entry, copy);
	return true;
}

/* share the page that an entry maps, if it is an ordinary one or none */
static __always_inline bool copy_one(u8 *map, __le32 *entry, __le32 *copy, u32 pages)
{
	__le32 this_page = *entry & ~cpu_to_le32(MM011_PTE_WRITE);
	u32 nr = ordinary_nr(this_page);

	if (nr >= pages || !is_shareable(map[nr], 1))
		return !*entry;
	map[nr]++;
	*copy = this_page;
	*entry = this_page;
	return true;
}

/* share what a group of entries maps; the first that is not ordinary */
static __always_inline u32 copy_group(u8 *map, __le32 *entry, __le32 *copy, u32 pages)
{
	u32 i;

	if (entry[0] == entry[1] && copy_same(map, entry, copy, pages))
		return GROUP;
	for (i = 0; i < GROUP; i += 2) {
		if (!two_entries(entry + i))
			continue;
		if (entry[i + 1] && copy_two(map, entry + i, copy + i, pages))
			continue;
		if (!copy_one(map, entry + i, copy + i, pages))
			return i;
		if (entry[i + 1] && !copy_one(map, entry + i + 1, copy + i + 1, pages))
			return i + 1;
	}
	return GROUP;
}

/* Copies from entry i to the end of its chunk, never an entry twice. */
static u32 copy_chunk(u8 *map, __le32 *entry, __le32 *copy, u32 i, u32 pages)
{
	u32 end = i / A_CHUNK * A_CHUNK + A_CHUNK;
	u32 done;

	for ( ; i % GROUP; i++)
		if (!copy_one(map, entry + i, copy + i, pages))
			return i;
	for ( ; i < end; i += GROUP) {
		done = copy_group(map, entry + i, copy + i, pages);
		if (done < GROUP)
			return i + done;
	}
	return end;
}

/**
 * mm011_share_entries() - share the pages that entries map
 * @m: machine, its lock held
 * @from: physical address of the table, within memory
 * @to: physical address of the table that it is copied to, likewise
 * @i: number of the first entry
 * @n: number of the entry behind the last one, a multiple of 16
 *
 * Must equal the loop of copy_page_tables() over these entries.
 *
 * Return: the number of the next entry, which is not an ordinary one; @n at the
 * end.
 */
u32 mm011_share_entries(struct mm011_machine *m, u32 from, u32 to, u32 i, u32 n)
{
	struct linux01x *k = linux01x(m);
	u64 chunks = chunks_from(m, from, i) & mm011_chunks(0, n / A_CHUNK - 1);
	u32 pages = pages_in_memory(m);
	u32 end;

	if (!MM011_SHORT_CUTS)
		return i;
	i = first_of(chunks, i, n);
	if (mm011_observed(m))
		return i;
	while (chunks) {
		end = i / A_CHUNK * A_CHUNK + A_CHUNK;
		m->nonzero[to >> MM011_PAGE_SHIFT] |= chunks & -chunks;
		i = copy_chunk(k->mem_map, entries_at(m, from), entries_at(m, to), i, pages);
		if (i != end)
			break;
		chunks &= chunks - 1;
		i = first_of(chunks, i, n);
	}
	mm011_tlb_flush(m);
	return i;
}
