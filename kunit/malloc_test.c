// SPDX-License-Identifier: GPL-2.0
/*
 * Which object does malloc() give, what do the bucket descriptors say, and
 * what becomes of chains that somebody bent?
 */

#include "rig.h"

#define DESC_PAGE	0xfff000u	/* the first page that malloc() takes */
#define BUCKET		0xffe000u	/* and the second */

static u32 alloc(struct kunit *test, u32 len)
{
	u32 object = 0;

	KUNIT_EXPECT_EQ(test, mm011_malloc(rig_machine(test), len, &object), 0);
	return object;
}

static int free_s(struct kunit *test, u32 object, s32 size)
{
	return mm011_free_s(rig_machine(test), object, size);
}

static u32 word(struct kunit *test, u32 addr)
{
	return mm011_read32(rig_machine(test), addr);
}

static void poke(struct kunit *test, u32 addr, u32 value)
{
	mm011_write32(rig_machine(test), addr, value);
}

static const struct bucket {
	u32 len;
	u32 index;
	u32 size;
} buckets[] = {
	{ 0, 0, 16 }, { 1, 0, 16 }, { 16, 0, 16 }, { 17, 1, 32 }, { 32, 1, 32 },
	{ 33, 2, 64 }, { 64, 2, 64 }, { 65, 3, 128 }, { 128, 3, 128 }, { 129, 4, 256 },
	{ 256, 4, 256 }, { 257, 5, 512 }, { 512, 5, 512 }, { 513, 6, 1024 },
	{ 1024, 6, 1024 }, { 1025, 7, 2048 }, { 2048, 7, 2048 }, { 2049, 8, 4096 },
	{ 4096, 8, 4096 },
};

static void bucket_desc(const struct bucket *b, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "malloc(%u)", b->len);
}

KUNIT_ARRAY_PARAM(bucket, buckets, bucket_desc);

static void the_smallest_bucket_that_fits_is_taken(struct kunit *test)
{
	const struct bucket *b = test->param_value;
	struct mm011_machine *m = rig_machine(test);
	u32 i;

	KUNIT_EXPECT_EQ(test, alloc(test, b->len), BUCKET);
	for (i = 0; i < MM011_NR_BUCKETS; i++)
		KUNIT_EXPECT_EQ(test, linux01x(m)->bucket_chain[i], i == b->index ? DESC_PAGE : 0);
	KUNIT_EXPECT_EQ(test, word(test, DESC_PAGE + 12), (b->size << 16) + 1);
}

/* every object of a page, then the first of another page */
static void a_bucket_is_handed_out_from_its_begin(struct kunit *test)
{
	const struct bucket *b = test->param_value;
	u32 i;

	for (i = 0; i < 4096 / b->size; i++)
		KUNIT_ASSERT_EQ(test, alloc(test, b->len), BUCKET + i * b->size);
	KUNIT_EXPECT_EQ(test, word(test, DESC_PAGE + 8), 0u);
	KUNIT_EXPECT_EQ(test, alloc(test, b->len), BUCKET - 4096);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 3072u - 3);
	/* the new bucket comes first, the full one behind it */
	KUNIT_EXPECT_EQ(test, linux01x(rig_machine(test))->bucket_chain[b->index], DESC_PAGE + 16);
	KUNIT_EXPECT_EQ(test, word(test, DESC_PAGE + 16 + 4), DESC_PAGE);
}

static void the_free_objects_are_a_chain(struct kunit *test)
{
	const struct bucket *b = test->param_value;
	u32 object, n = 1;

	alloc(test, b->len);
	for (object = word(test, DESC_PAGE + 8); object; object = word(test, object)) {
		KUNIT_ASSERT_EQ(test, object, BUCKET + n * b->size);
		n++;
	}
	KUNIT_EXPECT_EQ(test, n, 4096 / b->size);
}

static void the_first_call_takes_two_pages(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	alloc(test, 100);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 3070u);
	KUNIT_EXPECT_EQ(test, word(test, DESC_PAGE), BUCKET);
	KUNIT_EXPECT_EQ(test, word(test, DESC_PAGE + 4), 0u);
	KUNIT_EXPECT_EQ(test, word(test, DESC_PAGE + 8), BUCKET + 128);
	KUNIT_EXPECT_EQ(test, linux01x(m)->free_bucket_desc, DESC_PAGE + 16);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_MALLOC], 1ull);
}

static void a_page_has_256_descriptors(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 desc, n = 0;

	alloc(test, 1);
	for (desc = linux01x(m)->free_bucket_desc; desc; desc = word(test, desc + 4))
		KUNIT_ASSERT_EQ(test, desc, DESC_PAGE + 16 * ++n);
	KUNIT_EXPECT_EQ(test, n, 255u);
	/* 256 buckets of one object each, and one more */
	for (n = 0; n < 255; n++)
		alloc(test, 4096);
	KUNIT_EXPECT_EQ(test, linux01x(m)->free_bucket_desc, 0u);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 3072u - 257);
	alloc(test, 4096);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 3072u - 259);
}

static void an_object_that_is_back_goes_out_next(struct kunit *test)
{
	u32 a = alloc(test, 64), b = alloc(test, 64);

	KUNIT_EXPECT_EQ(test, free_s(test, a, 64), 0);
	KUNIT_EXPECT_EQ(test, word(test, a), b + 64);
	KUNIT_EXPECT_EQ(test, word(test, DESC_PAGE + 12), (64u << 16) + 1);
	KUNIT_EXPECT_EQ(test, alloc(test, 64), a);
	KUNIT_EXPECT_EQ(test, alloc(test, 64), b + 64);
}

static void the_last_object_takes_the_page_with_it(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 a = alloc(test, 64), b = alloc(test, 64);

	free_s(test, a, 64);
	KUNIT_EXPECT_EQ(test, free_s(test, b, 64), 0);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, BUCKET), 0u);
	KUNIT_EXPECT_EQ(test, linux01x(m)->bucket_chain[2], 0u);
	KUNIT_EXPECT_EQ(test, linux01x(m)->free_bucket_desc, DESC_PAGE);
	KUNIT_EXPECT_EQ(test, word(test, DESC_PAGE + 4), DESC_PAGE + 16);
	/* descriptor pages are never given back */
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 3071u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_FREE_S], 2ull);
}

/* three buckets in the chain 3, 2, 1; which of them goes */
static const u32 places[] = { 1, 2, 3 };

static void place_desc(const u32 *place, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "bucket %u of 3", *place);
}

KUNIT_ARRAY_PARAM(place, places, place_desc);

static void a_bucket_leaves_its_chain(struct kunit *test)
{
	const u32 gone = *(const u32 *)test->param_value;
	struct mm011_machine *m = rig_machine(test);
	u32 object[4], i, desc;

	for (i = 1; i <= 3; i++)
		object[i] = alloc(test, 4096);
	KUNIT_EXPECT_EQ(test, free_s(test, object[gone], 0), 0);
	desc = linux01x(m)->bucket_chain[8];
	for (i = 3; i > 0; i--) {
		if (i == gone)
			continue;
		KUNIT_EXPECT_EQ(test, word(test, desc), object[i]);
		desc = word(test, desc + 4);
	}
	KUNIT_EXPECT_EQ(test, desc, 0u);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, object[gone]), 0u);
	KUNIT_EXPECT_EQ(test, linux01x(m)->free_bucket_desc, DESC_PAGE + 16 * (gone - 1));
}

/* smaller buckets than size says are not searched */
static const struct freed {
	const char *what;
	s32 size;
	bool found;
} freeds[] = {
	{ "not known", 0, true },
	{ "just so", 100, true },
	{ "the bucket's", 128, true },
	{ "too small", 1, true },
	{ "negative", -1, true },
	{ "the smallest number", (-2147483647 - 1), true },
	{ "too large", 129, false },
	{ "larger than all", 4097, false },
};

static void freed_desc(const struct freed *f, char *desc)
{
	strscpy(desc, f->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(freed, freeds, freed_desc);

static void free_s_searches_from_size_on(struct kunit *test)
{
	const struct freed *f = test->param_value;
	u32 object = alloc(test, 100);

	if (f->found)
		KUNIT_EXPECT_EQ(test, free_s(test, object, f->size), 0);
	else
		RIG_EXPECT_PANIC(test, free_s(test, object, f->size),
				 "Bad address passed to kernel free_s()");
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), f->found ? 3071u : 3070u);
}

static void free_s_takes_an_address_inside_an_object(struct kunit *test)
{
	u32 a = alloc(test, 64);

	alloc(test, 64);
	KUNIT_EXPECT_EQ(test, free_s(test, a + 13, 64), 0);
	KUNIT_EXPECT_EQ(test, alloc(test, 64), a + 13);
}

static const u32 bad_addresses[] = { 0, 0x10, 0xfe000, 0xffd000, DESC_PAGE, 0x1000000, ~0u };

static void bad_address_desc(const u32 *addr, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%x", *addr);
}

KUNIT_ARRAY_PARAM(bad_address, bad_addresses, bad_address_desc);

static void free_s_of_a_bad_address_panics(struct kunit *test)
{
	u32 crc;

	alloc(test, 64);
	alloc(test, 4096);
	free_s(test, 0xffd000, 0);
	crc = mm011_checksum_machine(rig_machine(test));
	RIG_EXPECT_PANIC(test, free_s(test, *(const u32 *)test->param_value, 0),
			 "Bad address passed to kernel free_s()");
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(rig_machine(test)), crc);
}

static void too_large_an_object_panics(struct kunit *test)
{
	struct rig *rig = test->priv;
	u32 object, crc = mm011_checksum_machine(&rig->m);

	rig_watch(test);
	RIG_EXPECT_PANIC(test, mm011_malloc(&rig->m, 4097, &object), "malloc: bad arg");
	rig_watched(test);
	KUNIT_EXPECT_EQ(test, rig->log[0].type, (u32)MM011_EV_MESSAGE);
	KUNIT_EXPECT_EQ(test, rig->log[0].a, (u32)MM011_MSG_MALLOC);
	KUNIT_EXPECT_EQ(test, rig->log[0].b, 4097u);
	RIG_EXPECT_PANIC(test, mm011_malloc(&rig->m, ~0u, &object), "malloc: bad arg");
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(&rig->m), crc);
}

static void without_a_descriptor_page_it_panics(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 object;

	rig_small(test, 2);
	rig_leave(test, 0);
	RIG_EXPECT_PANIC(test, mm011_malloc(m, 1, &object),
			 "Out of memory in init_bucket_desc()");
	KUNIT_EXPECT_EQ(test, linux01x(m)->free_bucket_desc, 0u);
}

/* the descriptor is taken already, and lost */
static void without_a_bucket_page_it_panics(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 object;

	rig_small(test, 2);
	rig_leave(test, 1);
	RIG_EXPECT_PANIC(test, mm011_malloc(m, 1, &object), "Out of memory in kernel malloc()");
	KUNIT_EXPECT_EQ(test, linux01x(m)->free_bucket_desc, 0x100010u);
	KUNIT_EXPECT_EQ(test, linux01x(m)->bucket_chain[0], 0u);
	KUNIT_EXPECT_EQ(test, word(test, 0x10000c), 16u << 16);
}

/* ---- what a double free does ---- */

static void a_double_free_makes_the_chain_circular(struct kunit *test)
{
	u32 a = alloc(test, 64);

	alloc(test, 64);
	alloc(test, 64);
	free_s(test, a, 64);
	KUNIT_EXPECT_EQ(test, free_s(test, a, 64), 0);
	KUNIT_EXPECT_EQ(test, word(test, a), a);
	KUNIT_EXPECT_EQ(test, alloc(test, 64), a);
	KUNIT_EXPECT_EQ(test, alloc(test, 64), a);
	KUNIT_EXPECT_EQ(test, alloc(test, 64), a);
}

static void a_double_free_may_take_a_page_in_use(struct kunit *test)
{
	u32 a = alloc(test, 64), b = alloc(test, 64);

	free_s(test, a, 64);
	KUNIT_EXPECT_EQ(test, free_s(test, a, 64), 0);	/* refcnt is 0 */
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, b), 0u);
	RIG_EXPECT_PANIC(test, free_s(test, b, 64), "Bad address passed to kernel free_s()");
}

static void the_reference_count_has_16_bits(struct kunit *test)
{
	u32 a = alloc(test, 64);

	poke(test, DESC_PAGE + 12, (64u << 16) + 0xffff);
	alloc(test, 64);
	KUNIT_EXPECT_EQ(test, word(test, DESC_PAGE + 12), 64u << 16);
	KUNIT_EXPECT_EQ(test, free_s(test, a, 64), 0);
	KUNIT_EXPECT_EQ(test, word(test, DESC_PAGE + 12), (64u << 16) + 0xffff);
}

/* ---- chains that somebody bent by hand ---- */

static int try_alloc(struct kunit *test, u32 len)
{
	u32 object;

	return mm011_malloc(rig_machine(test), len, &object);
}

static void a_circular_chain_of_full_buckets_hangs(struct kunit *test)
{
	rig_no_ledger(test, "chains written by hand");
	alloc(test, 4096);
	poke(test, DESC_PAGE + 4, DESC_PAGE);
	RIG_EXPECT_LOOP(test, try_alloc(test, 4096));
	RIG_EXPECT_LOOP(test, free_s(test, 0x800000, 0));
	KUNIT_EXPECT_EQ(test, free_s(test, BUCKET, 0), 0);	/* found before it turns */
}

static void a_circle_that_prev_is_sought_in_hangs(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "chains written by hand");
	alloc(test, 4096);
	alloc(test, 4096);
	/* the object lies on the descriptor before: writing it turns the chain */
	poke(test, DESC_PAGE, DESC_PAGE);
	KUNIT_EXPECT_EQ(test, linux01x(m)->bucket_chain[8], DESC_PAGE + 16);
	poke(test, DESC_PAGE + 8, DESC_PAGE + 16);
	RIG_EXPECT_LOOP(test, free_s(test, DESC_PAGE + 20, 0));
}

/* prev is not accurate any more, and nobody points to the bucket */
static void a_bucket_that_is_in_no_chain_panics(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "chains written by hand");
	alloc(test, 4096);
	alloc(test, 4096);
	poke(test, DESC_PAGE, DESC_PAGE);
	poke(test, DESC_PAGE + 8, 0);
	RIG_EXPECT_PANIC(test, free_s(test, DESC_PAGE + 20, 0),
			 "malloc bucket chains corrupted");
	KUNIT_EXPECT_EQ(test, linux01x(m)->bucket_chain[8], DESC_PAGE + 16);
}

/* as above, but the chain leads to the bucket another way: prev is found again */
static void prev_is_sought_again(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "chains written by hand");
	alloc(test, 4096);
	alloc(test, 4096);
	alloc(test, 4096);
	/* the chain is 3, 2, 1; "object" is next of 2, which becomes 4, then 1 */
	poke(test, DESC_PAGE, DESC_PAGE);
	poke(test, DESC_PAGE + 8, DESC_PAGE + 48);
	poke(test, DESC_PAGE + 48 + 4, DESC_PAGE);
	KUNIT_EXPECT_EQ(test, free_s(test, DESC_PAGE + 20, 0), 0);
	KUNIT_EXPECT_EQ(test, word(test, DESC_PAGE + 16 + 4), DESC_PAGE + 48);
	KUNIT_EXPECT_EQ(test, word(test, DESC_PAGE + 48 + 4), 0u);
	KUNIT_EXPECT_EQ(test, linux01x(m)->free_bucket_desc, DESC_PAGE);
}

/* where a chain leads, and where malloc() and free_s() leave memory on it */
static const struct outside {
	u32 desc;
	u32 in_malloc;
	u32 in_free_s;
	u32 in_new_bucket;
} outsides[] = {
	{ 0x1000000, 0x1000008, 0x1000000, 0x1000004 },
	{ 0xfffffc, 0x1000004, 0x1000000, 0x1000000 },
	{ 0xfffff9, 0x1000001, 0xfffffd, 0xfffffd },
	{ 0x80000000, 0x80000008, 0x80000000, 0x80000004 },
	{ 0xfffffff4, 0xfffffffc, 0xfffffff4, 0xfffffff8 },
	{ 0xfffffff7, 0xffffffff, 0xfffffff7, 0xfffffffb },
};

static void outside_desc(const struct outside *o, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%x", o->desc);
}

KUNIT_ARRAY_PARAM(outside, outsides, outside_desc);

static void a_chain_that_leaves_memory_stops(struct kunit *test)
{
	const struct outside *o = test->param_value;
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);

	rig_no_ledger(test, "chains written by hand");
	alloc(test, 4096);
	poke(test, DESC_PAGE + 4, o->desc);
	RIG_EXPECT_FAULT(test, try_alloc(test, 4096), o->in_malloc);
	RIG_EXPECT_FAULT(test, free_s(test, 0x800000, 0), o->in_free_s);
	k->bucket_chain[0] = o->desc;
	RIG_EXPECT_FAULT(test, try_alloc(test, 16), o->in_malloc);
	RIG_EXPECT_FAULT(test, free_s(test, 0x800000, 0), o->in_free_s);
	k->bucket_chain[0] = 0;
	k->free_bucket_desc = o->desc;
	RIG_EXPECT_FAULT(test, try_alloc(test, 16), o->in_new_bucket);
}

/* G4: malloc() reads 12 of its bytes, and the chain ends there */
static void a_descriptor_at_the_end_of_memory_is_read(struct kunit *test)
{
	rig_no_ledger(test, "chains written by hand");
	alloc(test, 16);
	poke(test, DESC_PAGE + 4, 0xfffff4);
	poke(test, DESC_PAGE + 8, 0);
	rig_fill(test, 0xfffff4, 12, 0);
	KUNIT_EXPECT_EQ(test, alloc(test, 16), 0xffd000u);
}

/* G5: free_s() reads 8 of them, and says that there is no such bucket */
static void eight_bytes_of_a_descriptor_are_enough_for_free_s(struct kunit *test)
{
	rig_no_ledger(test, "chains written by hand");
	alloc(test, 16);
	poke(test, DESC_PAGE + 4, 0xfffff8);
	poke(test, 0xfffff8, 0x5000);
	poke(test, 0xfffffc, 0);
	RIG_EXPECT_PANIC(test, free_s(test, 0x700000, 0),
			 "Bad address passed to kernel free_s()");
}

/* refcnt is there, bucket_size is not: what comes before the fault is done */
static void a_new_bucket_faults_in_the_middle(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);

	rig_fill(test, 0xfffff2, 14, 0xff);
	poke(test, 0xfffff2 + 4, 0x1230);
	k->free_bucket_desc = 0xfffff2;
	RIG_EXPECT_FAULT(test, try_alloc(test, 16), 0x1000000);
	KUNIT_EXPECT_EQ(test, k->free_bucket_desc, 0x1230u);
	KUNIT_EXPECT_EQ(test, word(test, 0xfffffc), 0x0000ffffu);
	k->free_bucket_desc = 0;
}

/* a sum of 32 bits: its freeptr is the directory's second entry */
static void a_descriptor_may_wrap(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "chains written by hand");
	linux01x(m)->bucket_chain[0] = 0xfffffffc;
	KUNIT_EXPECT_EQ(test, alloc(test, 16), 0x2007u);
	KUNIT_EXPECT_EQ(test, word(test, 4), 0x40200700u);
	KUNIT_EXPECT_EQ(test, word(test, 8), 0x3008u);
	RIG_EXPECT_FAULT(test, free_s(test, 0x800000, 16), 0xfffffffc);
	linux01x(m)->bucket_chain[0] = 0;
}

/* G6: more descriptors than fit beside each other, and yet an end */
static void a_long_chain_is_walked_to_its_end(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 desc, last = 0x100000 + (3 << 20) / 2 * 4 - 4;

	rig_no_ledger(test, "chains written by hand");
	alloc(test, 16);
	/* one every four bytes: each "next" is the "page" of the one behind */
	for (desc = 0x100000; desc < last; desc += 4)
		poke(test, desc + 4, desc + 4);
	poke(test, last + 4, 0);
	linux01x(m)->bucket_chain[3] = 0x100000;
	RIG_EXPECT_PANIC(test, free_s(test, 0xfee000, 128),
			 "Bad address passed to kernel free_s()");
	poke(test, last + 4, 0x200000);
	RIG_EXPECT_LOOP(test, free_s(test, 0xfee000, 128));
	linux01x(m)->bucket_chain[3] = 0;
}

static void an_object_outside_memory_stops(struct kunit *test)
{
	alloc(test, 16);
	poke(test, DESC_PAGE + 8, 0xfffffd);
	RIG_EXPECT_FAULT(test, try_alloc(test, 16), 0xfffffd);
	/* the last word of memory is memory */
	poke(test, DESC_PAGE + 8, 0xfffffc);
	KUNIT_EXPECT_EQ(test, alloc(test, 16), 0xfffffcu);
}

static void the_last_word_of_memory_is_an_object_too(struct kunit *test)
{
	u32 next;

	rig_no_ledger(test, "a descriptor written by hand");
	alloc(test, 16);
	alloc(test, 16);
	next = word(test, DESC_PAGE + 8);
	poke(test, DESC_PAGE, 0xfff000);
	KUNIT_EXPECT_EQ(test, free_s(test, 0xfffffc, 16), 0);
	KUNIT_EXPECT_EQ(test, word(test, 0xfffffc), next);
	RIG_EXPECT_FAULT(test, free_s(test, 0xfffffd, 16), 0xfffffd);
}

/* a bucket whose page is no memory: its object cannot be written to */
static void a_bucket_outside_memory_stops(struct kunit *test)
{
	alloc(test, 16);
	poke(test, DESC_PAGE, 0x1000000);
	RIG_EXPECT_FAULT(test, free_s(test, 0x1000010, 16), 0x1000010);
	poke(test, DESC_PAGE, BUCKET);
}

static void a_free_bucket_page_panics(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 a = alloc(test, 16);

	mm011_free_page(m, BUCKET);
	RIG_EXPECT_PANIC(test, free_s(test, a, 16), "trying to free free page");
	/* it has left the chain, and is not among the free ones yet */
	KUNIT_EXPECT_EQ(test, linux01x(m)->bucket_chain[0], 0u);
	KUNIT_EXPECT_EQ(test, linux01x(m)->free_bucket_desc, DESC_PAGE + 16);
}

/* a thousand random calls, against a count of what is out */
static void a_random_crowd_comes_home(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 *object = rig_data(test);
	u32 seed = 29, i, k, n = 0;

	for (i = 0; i < 1000; i++) {
		if (n == 0 || rig_random(&seed) % 5 < 3) {
			k = rig_random(&seed) % 4097;
			object[n++] = alloc(test, k);
			continue;
		}
		k = rig_random(&seed) % n;
		KUNIT_ASSERT_EQ(test, free_s(test, object[k], 0), 0);
		object[k] = object[--n];
	}
	rig_check_ledger(test);
	while (n-- > 0)
		KUNIT_ASSERT_EQ(test, free_s(test, object[n], 0), 0);
	for (i = 0; i < MM011_NR_BUCKETS; i++)
		KUNIT_EXPECT_EQ(test, linux01x(m)->bucket_chain[i], 0u);
}

static struct kunit_case malloc_cases[] = {
	KUNIT_CASE_PARAM(the_smallest_bucket_that_fits_is_taken, bucket_gen_params),
	KUNIT_CASE_PARAM(a_bucket_is_handed_out_from_its_begin, bucket_gen_params),
	KUNIT_CASE_PARAM(the_free_objects_are_a_chain, bucket_gen_params),
	KUNIT_CASE(the_first_call_takes_two_pages),
	KUNIT_CASE(a_page_has_256_descriptors),
	KUNIT_CASE(an_object_that_is_back_goes_out_next),
	KUNIT_CASE(the_last_object_takes_the_page_with_it),
	KUNIT_CASE_PARAM(a_bucket_leaves_its_chain, place_gen_params),
	KUNIT_CASE_PARAM(free_s_searches_from_size_on, freed_gen_params),
	KUNIT_CASE(free_s_takes_an_address_inside_an_object),
	KUNIT_CASE_PARAM(free_s_of_a_bad_address_panics, bad_address_gen_params),
	KUNIT_CASE(too_large_an_object_panics),
	KUNIT_CASE(without_a_descriptor_page_it_panics),
	KUNIT_CASE(without_a_bucket_page_it_panics),
	KUNIT_CASE(a_double_free_makes_the_chain_circular),
	KUNIT_CASE(a_double_free_may_take_a_page_in_use),
	KUNIT_CASE(the_reference_count_has_16_bits),
	KUNIT_CASE(a_circular_chain_of_full_buckets_hangs),
	KUNIT_CASE(a_circle_that_prev_is_sought_in_hangs),
	KUNIT_CASE(a_bucket_that_is_in_no_chain_panics),
	KUNIT_CASE(prev_is_sought_again),
	KUNIT_CASE_PARAM(a_chain_that_leaves_memory_stops, outside_gen_params),
	KUNIT_CASE(a_descriptor_at_the_end_of_memory_is_read),
	KUNIT_CASE(eight_bytes_of_a_descriptor_are_enough_for_free_s),
	KUNIT_CASE(a_new_bucket_faults_in_the_middle),
	KUNIT_CASE(a_descriptor_may_wrap),
	KUNIT_CASE(a_long_chain_is_walked_to_its_end),
	KUNIT_CASE(an_object_outside_memory_stops),
	KUNIT_CASE(the_last_word_of_memory_is_an_object_too),
	KUNIT_CASE(a_bucket_outside_memory_stops),
	KUNIT_CASE(a_free_bucket_page_panics),
	KUNIT_CASE(a_random_crowd_comes_home),
	{}
};

struct kunit_suite mm011_malloc_suite = {
	.name = "mm011_malloc",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = malloc_cases,
};
