// SPDX-License-Identifier: GPL-2.0
/*
 * The checksum of the areas: zlib's CRC-32 of two texts, which the views "maps" and "avl"
 * show. It is asked for after every operation, so the texts are put together by hand.
 */

#include <linux/kernel.h>

#include "linux24/linux24.h"
#include "linux24/area_show.h"

#define LINE_ROOM	64u	/* more than the longest line */

/* text on its way into a checksum */
struct sum {
	const struct mm011_machine *m;
	u32 crc;
	u32 len;
	u8 text[1024];
};

static void flush(struct sum *s)
{
	s->crc = s->m->host->crc32(s->crc, s->text, s->len);
	s->len = 0;
}

static void begin_line(struct sum *s)
{
	if (s->len > sizeof(s->text) - LINE_ROOM)
		flush(s);
}

static void put_char(struct sum *s, u8 c)
{
	s->text[s->len++] = c;
}

/* eight digits at once, one a byte */
static void put_hex(struct sum *s, u32 number)
{
	u64 digits = number, letters;
	__be64 text;

	digits = (digits | digits << 16) & 0x0000ffff0000ffffull;
	digits = (digits | digits << 8) & 0x00ff00ff00ff00ffull;
	digits = (digits | digits << 4) & 0x0f0f0f0f0f0f0f0full;
	letters = (digits + 0x0606060606060606ull) >> 4 & 0x0101010101010101ull;
	digits += 0x3030303030303030ull + letters * ('a' - '0' - 10);
	text = cpu_to_be64(digits);
	memcpy(s->text + s->len, &text, sizeof(text));
	s->len += sizeof(text);
}

static void put_decimal(struct sum *s, u32 number)
{
	u8 digit[10];
	u32 n = 0;

	do {
		digit[n++] = '0' + number % 10;
		number /= 10;
	} while (number);
	while (n)
		put_char(s, digit[--n]);
}

static void put_area(struct sum *s, const struct linux24_vma *area)
{
	begin_line(s);
	put_hex(s, area->start);
	put_char(s, '-');
	put_hex(s, area->end);
	put_char(s, ' ');
	put_char(s, area->flags & LINUX24_VM_READ ? 'r' : '-');
	put_char(s, area->flags & LINUX24_VM_WRITE ? 'w' : '-');
	put_char(s, area->flags & LINUX24_VM_EXEC ? 'x' : '-');
	put_char(s, area->flags & LINUX24_VM_MAYSHARE ? 's' : 'p');
	put_char(s, ' ');
	put_hex(s, area->pgoff);
	put_char(s, ' ');
	put_hex(s, area->flags);
	put_char(s, ' ');
	put_decimal(s, area->file ? linux24_file(s->m, area->file)->ino : 0);
	put_char(s, '\n');
}

static void put_node(struct sum *s, const struct linux24_vma *area)
{
	begin_line(s);
	put_hex(s, area->start);
	put_char(s, ':');
	put_decimal(s, area->height);
	put_char(s, '\n');
}

static void put_list(struct sum *s, u32 vma)
{
	u32 n;

	for (n = 0; vma && n < LINUX24_MAX_AREAS; n++) {
		put_area(s, linux24_vma(s->m, vma));
		vma = linux24_vma(s->m, vma)->next;
	}
}

/**
 * linux24_next_node() - walk a tree from the root down, to the left before to the right
 * @m: machine
 * @walk: where to go on; begin with one of zeros, whose @todo[0] is the root and @depth 1
 *
 * Return: the next area; 0: that was the last.
 */
u32 linux24_next_node(const struct mm011_machine *m, struct linux24_walk *walk)
{
	const struct linux24_vma *area;
	u32 vma, side;

	if (!walk->depth || walk->steps++ == LINUX24_MAX_AREAS)
		return 0;
	vma = walk->todo[--walk->depth];
	area = linux24_vma(m, vma);
	for (side = LINUX24_RIGHT; side + 1; side--)
		if (area->child[side] && walk->depth < ARRAY_SIZE(walk->todo))
			walk->todo[walk->depth++] = area->child[side];
	return vma;
}

static void put_tree(struct sum *s, u32 root)
{
	struct linux24_walk walk = { .todo = { root }, .depth = !!root };
	u32 vma;

	while ((vma = linux24_next_node(s->m, &walk)))
		put_node(s, linux24_vma(s->m, vma));
}

/**
 * linux24_areas_sum() - checksum of the areas, in their list and in their tree
 * @m: machine, its lock held
 *
 * Return: the CRC.
 */
u32 linux24_areas_sum(const struct mm011_machine *m)
{
	const struct linux24_mm *mm = linux24_at(m, linux24(m)->areas.mm);
	struct sum s = { .m = m };

	put_list(&s, mm->mmap);
	put_tree(&s, mm->mmap_avl);
	flush(&s);
	return s.crc;
}
