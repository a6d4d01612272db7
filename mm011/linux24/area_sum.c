// SPDX-License-Identifier: GPL-2.0
/*
 * The checksum of the areas: zlib's CRC-32 of two texts, which the views "maps" and "avl"
 * show. It is asked for after every operation, so the texts are never made: a CRC without
 * its inversions is linear, that of a line is that of a line of zeros, and for each digit
 * that of what it differs in. Tables have these.
 */

#include <linux/kernel.h>

#include "linux24/area_show.h"
#include "linux24/linux24.h"

#define SUM_POLYNOMIAL	0xedb88320u	/* CRC-32, bits reversed */
#define BETWEEN_RESTS	4096u		/* areas */

/* a line up to its last number; digits of the first number, and so on */
static const char area_line[] = "00000000-00000000 ---p 00000000 00000000 ";
static const char node_line[] = "00000000:";

enum { START_AT = 0, END_AT = 9, RIGHTS_AT = 18, PGOFF_AT = 23, FLAGS_AT = 32 };

static u32 put_byte(const struct linux24_sums *t, u32 crc, u8 byte)
{
	return crc >> 8 ^ t->byte[(crc ^ byte) & 0xff];
}

/* the CRC of a byte, and zeros behind it to the end of a line */
static u32 crc_at(const struct linux24_sums *t, u8 byte, u32 at, u32 len)
{
	u32 crc = put_byte(t, 0, byte);

	while (++at < len)
		crc = put_byte(t, crc, 0);
	return crc;
}

static u32 crc_of_line(const struct linux24_sums *t, const char *line)
{
	u32 crc = 0;

	while (*line)
		crc = put_byte(t, crc, *line++);
	return crc;
}

/* what the digits of a number differ from zeros in, the last digit first */
static void fill_digits(const struct linux24_sums *t, u32 digit[8][16], u32 at, u32 len)
{
	static const char hex[] = "0123456789abcdef";
	u32 i, k;

	for (k = 0; k < 8; k++)
		for (i = 0; i < 16; i++)
			digit[k][i] = crc_at(t, '0' ^ hex[i], at + 7 - k, len);
}

/* what becomes of a CRC when a line of zeros follows: of its digits, the last first */
static void fill_shift(const struct linux24_sums *t, u32 shift[8][16], u32 len)
{
	u32 i, k, n;

	for (k = 0; k < 8; k++)
		for (i = 0; i < 16; i++) {
			shift[k][i] = i << 4 * k;
			for (n = 0; n < len; n++)
				shift[k][i] = put_byte(t, shift[k][i], 0);
		}
}

static void fill_rights(struct linux24_sums *t, u32 len)
{
	u32 i;

	for (i = 0; i < 16; i++)
		t->rights[i] = (i & LINUX24_VM_READ ? crc_at(t, '-' ^ 'r', RIGHTS_AT, len) : 0) ^
			(i & LINUX24_VM_WRITE ? crc_at(t, '-' ^ 'w', RIGHTS_AT + 1, len) : 0) ^
			(i & LINUX24_VM_EXEC ? crc_at(t, '-' ^ 'x', RIGHTS_AT + 2, len) : 0) ^
			(i & 8 ? crc_at(t, 'p' ^ 's', RIGHTS_AT + 3, len) : 0);
}

/**
 * linux24_sums_reset() - fill the tables of the checksum
 * @t: the tables
 */
void linux24_sums_reset(struct linux24_sums *t)
{
	const u32 area_len = sizeof(area_line) - 1, node_len = sizeof(node_line) - 1;
	u32 i, k;

	for (i = 0; i < ARRAY_SIZE(t->byte); i++) {
		t->byte[i] = i;
		for (k = 0; k < 8; k++)
			t->byte[i] = t->byte[i] >> 1 ^ (SUM_POLYNOMIAL & -(t->byte[i] & 1));
	}
	t->area_line = crc_of_line(t, area_line);
	t->node_line = crc_of_line(t, node_line);
	fill_digits(t, t->start, START_AT, area_len);
	fill_digits(t, t->end, END_AT, area_len);
	fill_digits(t, t->pgoff, PGOFF_AT, area_len);
	fill_digits(t, t->flags, FLAGS_AT, area_len);
	fill_digits(t, t->node, START_AT, node_len);
	fill_rights(t, area_len);
	fill_shift(t, t->area_shift, area_len);
	fill_shift(t, t->node_shift, node_len);
}

static inline u32 sum_digits(const u32 digit[8][16], u32 number)
{
	return digit[0][number & 15] ^ digit[1][number >> 4 & 15] ^
	       digit[2][number >> 8 & 15] ^ digit[3][number >> 12 & 15] ^
	       digit[4][number >> 16 & 15] ^ digit[5][number >> 20 & 15] ^
	       digit[6][number >> 24 & 15] ^ digit[7][number >> 28];
}

/* the digits of a number but for its last, which is returned */
static u32 put_tens(const struct linux24_sums *t, u32 *crc, u32 number)
{
	u32 one = 10;

	while (number / 10 >= one)
		one *= 10;
	for ( ; one > 1; one /= 10) {
		*crc = put_byte(t, *crc, '0' + number / one);
		number %= one;
	}
	return number;
}

/* a decimal number and a line feed */
static inline u32 put_decimal(const struct linux24_sums *t, u32 crc, u32 number)
{
	if (unlikely(number >= 10))
		number = put_tens(t, &crc, number);
	return put_byte(t, put_byte(t, crc, '0' + number), '\n');
}

static u32 put_area(const struct linux24_sums *t, u32 crc, const struct linux24_vma *area, u32 ino)
{
	u32 rights = (area->flags & LINUX24_VM_ACCESS) | (area->flags & LINUX24_VM_MAYSHARE) >> 4;

	crc = sum_digits(t->area_shift, crc) ^ t->area_line ^ t->rights[rights] ^
	      sum_digits(t->start, area->start) ^ sum_digits(t->end, area->end) ^
	      sum_digits(t->pgoff, area->pgoff) ^ sum_digits(t->flags, area->flags);
	return put_decimal(t, crc, ino);
}

static u32 put_node(const struct linux24_sums *t, u32 crc, const struct linux24_vma *area)
{
	crc = sum_digits(t->node_shift, crc) ^ t->node_line ^ sum_digits(t->node, area->start);
	return put_decimal(t, crc, area->height);
}

/* others may run after so many areas; what is summed does not change meanwhile */
static void rest(const struct mm011_machine *m, u32 areas)
{
	if (areas % BETWEEN_RESTS == 0 && m->host->pause)
		m->host->pause(m);
}

static u32 put_list(const struct mm011_machine *m, u32 crc, u32 vma)
{
	const struct linux24_sums *t = linux24_sums(m);
	const struct linux24_vma *area;
	u32 n;

	for (n = 0; vma && n < LINUX24_MAX_AREAS; n++) {
		area = linux24_vma(m, vma);
		crc = put_area(t, crc, area, area->file ? linux24_file(m, area->file)->ino : 0);
		vma = area->next;
		rest(m, n + 1);
	}
	return crc;
}

/**
 * linux24_next_node() - walk a tree from the root down, to the left before to the right
 * @m: machine
 * @walk: where to go on
 *
 * Return: the next area; 0: that was the last.
 */
u32 linux24_next_node(const struct mm011_machine *m, struct linux24_walk *walk)
{
	const struct linux24_vma *area;
	u32 vma, side;

	if (!walk->depth || walk->steps++ == LINUX24_MAX_AREAS)
		return 0;
	vma = walk->tree[--walk->depth];
	area = linux24_vma(m, vma);
	for (side = LINUX24_RIGHT; side + 1; side--)
		if (area->child[side] && walk->depth < ARRAY_SIZE(walk->tree))
			walk->tree[walk->depth++] = area->child[side];
	return vma;
}

static u32 put_tree(const struct mm011_machine *m, u32 crc, u32 root)
{
	struct linux24_walk walk;
	u32 vma;

	linux24_walk_begin(&walk, root);
	while ((vma = linux24_next_node(m, &walk))) {
		crc = put_node(linux24_sums(m), crc, linux24_vma(m, vma));
		rest(m, walk.steps);
	}
	return crc;
}

/**
 * linux24_areas_sum() - checksum of the areas, in their list and in their tree
 * @m: machine, its lock held
 *
 * Return: the CRC.
 */
u32 linux24_areas_sum(const struct mm011_machine *m)
{
	const struct linux24_mm *mm = linux24_current_mm(m);

	return ~put_tree(m, put_list(m, ~0u, mm->mmap), mm->mmap_avl);
}
