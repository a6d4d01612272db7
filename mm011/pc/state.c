// SPDX-License-Identifier: GPL-2.0
/*
 * All of a machine as bytes, and back.
 */

#include <linux/kernel.h>

#include "kernel.h"
#include "pc/ram.h"
#include "pc/state.h"

static const struct mm011_field pc_fields[] = {
	MM011_FIELD(0x10, struct mm011_machine, running, 4),
	MM011_FIELD(0x11, struct mm011_machine, cpu.cr3, 4),
	MM011_FIELD(0x12, struct mm011_machine, cpu.wp, 1),
	MM011_FIELD(0x13, struct mm011_machine, cpu.pse, 1),
	MM011_FIELD(0x14, struct mm011_machine, stopped, 4),
	MM011_FIELD(0x15, struct mm011_machine, stopped_at, 4),
	MM011_FIELD(0x16, struct mm011_machine, about.page, 4),
	MM011_FIELD(0x17, struct mm011_machine, about.ptep, 4),
	MM011_FIELD(0x18, struct mm011_machine, about.linear, 4),
	MM011_FIELD(0x19, struct mm011_machine, about.task, 4),
	MM011_FIELDS(0x1a, struct mm011_machine, message, 1, 64),
	MM011_FIELD(0x1b, struct mm011_machine, event_seq, 8),
	MM011_FIELD(0x1c, struct mm011_machine, op_seq, 8),
	MM011_FIELDS(0x1d, struct mm011_machine, stat, 8, MM011_STAT_MAX),
	MM011_FIELD(0x1e, struct mm011_machine, unborn, 8),
};

/**
 * struct section - numbers of one kind, one after another
 * @tag: which
 * @size: bytes of one
 * @count: how many
 * @bytes: the numbers
 */
struct section {
	u32 tag;
	u32 size;
	u32 count;
	const u8 *bytes;
};

#define SECTION_HEAD	(3 * sizeof(__le32))	/* tag, size, count */
#define PAGE_RECORD	(sizeof(__le32) + MM011_PAGE_SIZE)	/* its number, its bytes */

#define SAVE_PIECE	0x10000u	/* bytes between two breaths */

/* what has been written; what has no room is only counted */
struct writer {
	const struct mm011_machine *m;
	u8 *to;
	u32 room;
	u32 len;
	bool cut;	/* whoever asked has been killed */
};

static void breathe(struct writer *w)
{
	if (w->m->host->pause && w->m->host->pause(w->m))
		w->cut = true;
}

static void write_bytes(struct writer *w, const void *from, u32 len)
{
	if (w->len <= w->room && len <= w->room - w->len)
		memcpy(w->to + w->len, from, len);
	w->len += len;
}

static void write_word(struct writer *w, u32 value)
{
	__le32 le = cpu_to_le32(value);

	write_bytes(w, &le, sizeof(le));
}

static void put_section(struct writer *w, u32 tag, u32 size, u32 count)
{
	write_word(w, tag);
	write_word(w, size);
	write_word(w, count);
}

/* one number, in the order of little endian whatever the host's is */
static void put_number(struct writer *w, const void *from, u32 size)
{
	__le16 le16;
	__le32 le32;
	__le64 le64;

	if (size == 1) {
		write_bytes(w, from, 1);
	} else if (size == 2) {
		le16 = cpu_to_le16(*(const u16 *)from);
		write_bytes(w, &le16, size);
	} else if (size == 4) {
		le32 = cpu_to_le32(*(const u32 *)from);
		write_bytes(w, &le32, size);
	} else {
		le64 = cpu_to_le64(*(const u64 *)from);
		write_bytes(w, &le64, size);
	}
}

static void get_number(void *to, const u8 *from, u32 size)
{
	__le16 le16;
	__le32 le32;
	__le64 le64;

	if (size == 1) {
		*(u8 *)to = *from;
	} else if (size == 2) {
		memcpy(&le16, from, size);
		*(u16 *)to = le16_to_cpu(le16);
	} else if (size == 4) {
		memcpy(&le32, from, size);
		*(u32 *)to = le32_to_cpu(le32);
	} else {
		memcpy(&le64, from, size);
		*(u64 *)to = le64_to_cpu(le64);
	}
}

static u32 stride_of(const struct mm011_field *f)
{
	return f->stride ? f->stride : f->size;
}

static void put_fields(struct writer *w, const struct mm011_machine *m,
		       const struct mm011_field *f, u32 count)
{
	const u8 *at;
	u32 i;

	for ( ; count; count--, f++) {
		put_section(w, f->tag, f->size, f->count);
		at = (const u8 *)m + f->offset;
		for (i = 0; i < f->count; i++, at += stride_of(f))
			put_number(w, at, f->size);
	}
}

/* the pages in which there is anything; two turns, the first counts */
static void put_pages(struct writer *w, u32 tag, const u8 *memory, u32 size)
{
	u32 at, count = 0;

	for (at = 0; at < size && !w->cut; at += MM011_PAGE_SIZE) {
		count += !mm011_all_zero(memory + at, MM011_PAGE_SIZE);
		if (at % SAVE_PIECE == 0)
			breathe(w);
	}
	put_section(w, tag, PAGE_RECORD, count);
	for (at = 0; at < size && !w->cut; at += MM011_PAGE_SIZE) {
		if (at % SAVE_PIECE == 0)
			breathe(w);
		if (mm011_all_zero(memory + at, MM011_PAGE_SIZE))
			continue;
		write_word(w, at >> MM011_PAGE_SHIFT);
		write_bytes(w, memory + at, MM011_PAGE_SIZE);
	}
}

static u32 crc_of_writer(struct writer *w, u32 from)
{
	u32 crc = 0, n;

	for ( ; from < w->len && !w->cut; from += n) {
		n = min(w->len - from, SAVE_PIECE);
		crc = w->m->host->crc32(crc, w->to + from, n);
		breathe(w);
	}
	return crc;
}

static void put_header(struct writer *w)
{
	const u32 first = sizeof(struct mm011_state_header);
	struct mm011_state_header h = {
		.magic = cpu_to_le32(MM011_STATE_MAGIC),
		.version = cpu_to_le32(MM011_STATE_VERSION),
		.kernel = cpu_to_le32(w->m->kernel->number),
		.memory_size = cpu_to_le32(w->m->memory_size),
		.len = cpu_to_le32(w->len - first),
	};

	if (w->len > w->room)
		return;
	h.crc = cpu_to_le32(crc_of_writer(w, first));
	memcpy(w->to, &h, sizeof(h));
}

/**
 * mm011_state_save() - all of a machine as bytes
 * @m: machine, its lock held
 * @flags: MM011_STATE_MEMORY: with its memory
 * @to: where to
 * @room: how many bytes fit there
 *
 * The host's files are not part of it, nor what sleeps, nor the events.
 *
 * Return: how many bytes they are; more than @room, or when whoever asked has been killed
 * meanwhile: then @to is of no use.
 */
u32 mm011_state_save(struct mm011_machine *m, u32 flags, u8 *to, u32 room)
{
	struct writer w = {
		.m = m, .to = to, .room = room, .len = sizeof(struct mm011_state_header)
	};
	const struct mm011_fields *fields = m->kernel->fields;

	put_fields(&w, m, pc_fields, ARRAY_SIZE(pc_fields));
	put_fields(&w, m, fields->field, fields->count);
	if (flags & MM011_STATE_MEMORY) {
		put_pages(&w, MM011_STATE_PAGES, m->memory, m->memory_size);
		put_pages(&w, MM011_STATE_STORE, m->store, m->store_size);
	}
	put_header(&w);
	return w.len;
}

static const struct mm011_field *find_field(const struct mm011_field *f, u32 count, u32 tag)
{
	for ( ; count; count--, f++)
		if (f->tag == tag)
			return f;
	return NULL;
}

static const struct mm011_field *field_of(const struct mm011_kernel *kernel, u32 tag)
{
	const struct mm011_field *f = find_field(pc_fields, ARRAY_SIZE(pc_fields), tag);

	return f ? f : find_field(kernel->fields->field, kernel->fields->count, tag);
}

static bool is_pages(u32 tag)
{
	return tag == MM011_STATE_PAGES || tag == MM011_STATE_STORE;
}

/* where a section of pages goes, and how much there is */
static u8 *pages_of(const struct mm011_machine *m, u32 tag, u32 *size)
{
	*size = tag == MM011_STATE_PAGES ? m->memory_size : m->store_size;
	return tag == MM011_STATE_PAGES ? m->memory : m->store;
}

/* the next section of a state, if there is a whole one; *len bytes are left behind it */
static bool next_section(const u8 **from, u32 *len, struct section *s)
{
	u64 bytes;

	if (*len < SECTION_HEAD)
		return false;
	s->tag = mm011_word_at(*from);
	s->size = mm011_word_at(*from + 4);
	s->count = mm011_word_at(*from + 8);
	s->bytes = *from + SECTION_HEAD;
	*len -= SECTION_HEAD;
	bytes = (u64)s->size * s->count;
	if (bytes > *len)
		return false;
	*from = s->bytes + bytes;
	*len -= bytes;
	return true;
}

/* An older writer knew fewer numbers of a kind, and fewer kinds. */
static bool section_is_good(const struct mm011_machine *m, const struct mm011_kernel *kernel,
			    const struct section *s)
{
	const struct mm011_field *f = field_of(kernel, s->tag);
	u32 i, room;

	if (!is_pages(s->tag))
		return f && f->size == s->size && s->count <= f->count;
	pages_of(m, s->tag, &room);
	if (s->size != PAGE_RECORD)
		return false;
	for (i = 0; i < s->count; i++)
		if (mm011_word_at(s->bytes + i * PAGE_RECORD) >= room >> MM011_PAGE_SHIFT)
			return false;
	return true;
}

static bool is_good(const struct mm011_machine *m, const struct mm011_kernel *kernel,
		    const u8 *from, u32 len)
{
	struct section s;

	while (len)
		if (!next_section(&from, &len, &s) || !section_is_good(m, kernel, &s))
			return false;
	return true;
}

static void load_pages(struct mm011_machine *m, const struct section *s)
{
	const u8 *bytes = s->bytes;
	u32 size, i;
	u8 *memory = pages_of(m, s->tag, &size);

	for (i = 0; i < s->count; i++, bytes += PAGE_RECORD)
		memcpy(memory + (mm011_word_at(bytes) << MM011_PAGE_SHIFT),
		       bytes + sizeof(__le32), MM011_PAGE_SIZE);
}

static void load_section(struct mm011_machine *m, const struct section *s)
{
	const struct mm011_field *f = field_of(m->kernel, s->tag);
	const u8 *bytes = s->bytes;
	u32 i;

	if (is_pages(s->tag)) {
		load_pages(m, s);
		return;
	}
	for (i = 0; f && i < s->count; i++, bytes += f->size)
		get_number((u8 *)m + f->offset + (size_t)i * stride_of(f), bytes, f->size);
}

/**
 * mm011_state_load() - a machine from bytes that mm011_state_save() has made
 * @m: machine, its lock held, that has just been reset and holds no files; nothing sleeps,
 *	memory is zeroed and of the size that the header says
 * @from: the bytes, of somebody who is to be trusted: numbers are taken as they are
 * @len: how many
 *
 * It holds no files: they are made up from now on.
 *
 * Return: 0; -EINVAL: these are no such bytes, and nothing has changed.
 */
int mm011_state_load(struct mm011_machine *m, const u8 *from, u32 len)
{
	const struct mm011_kernel *kernel;
	struct mm011_state_header h;
	struct section s;

	if (len < sizeof(h))
		return -EINVAL;
	memcpy(&h, from, sizeof(h));
	from += sizeof(h);
	len -= sizeof(h);
	kernel = mm011_kernel(le32_to_cpu(h.kernel));
	if (le32_to_cpu(h.magic) != MM011_STATE_MAGIC || !kernel ||
	    le32_to_cpu(h.version) != MM011_STATE_VERSION || le32_to_cpu(h.len) != len ||
	    le32_to_cpu(h.memory_size) != m->memory_size ||
	    le32_to_cpu(h.crc) != m->host->crc32(0, from, len) || !is_good(m, kernel, from, len))
		return -EINVAL;
	m->kernel = kernel;
	while (next_section(&from, &len, &s))
		load_section(m, &s);
	m->observed &= ~MM011_OBSERVE_CRC;	/* its sums are of what was there before */
	memset(m->nonzero, 0xff, sizeof(m->nonzero));
	mm011_tlb_flush(m);
	kernel->loaded(m);
	return 0;
}
