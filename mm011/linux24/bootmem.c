// SPDX-License-Identifier: GPL-2.0
/*
 * How the first page frames become free: mm/bootmem.c, and who uses it.
 *
 * What is taken from where: the layout of memory (the BIOS's holes, where the kernel's image
 * ends, a RAM disk of 100 pages at the top, from which the kernel is to boot) is that of the
 * recorded boot of a real 2.4.0 in 16 MB, qemu's PC. All else follows from the original's
 * steps; with 16 MB the same page frames come to be free in the same order as there, and
 * with 6, 8 and 18 MB the same ones stay reserved that recorded runs have.
 */

#include <linux/kernel.h>

#include "linux24/list.h"
#include "pc/event.h"
#include "pc/ram.h"

#define FRAMES(kb)	((kb) / LINUX24_FRAME_KB)

#define DEFAULT_RAM_KB	16384u
#define LEAST_RAM_KB	4096u
#define MOST_RAM_KB	65536u
#define BIOS_FRAMES	32u	/* at the top of memory, for its tables */
#define DMA_FRAMES	4096u	/* 16 MB: MAX_DMA_ADDRESS */

#define HOLE		0x9fu	/* page frames to HOLE_END - 1: BIOS data, video memory, BIOS */
#define HOLE_END	0x100u
#define KERNEL_END	438u	/* the image is from 1 MB on; the bitmap follows */
#define RAMDISK_FRAMES	100u

#define STRUCT_PAGE	64u	/* bytes of the original's struct page */
#define STRUCT_RESOURCE	28u
#define RESOURCES	6u	/* ranges that the BIOS reports */
#define CACHE_LINE	32u	/* what is less than a page is aligned to: SMP_CACHE_BYTES */

/**
 * struct bootmem - bootmem_data_t
 * @m: machine; the bitmap, a bit for each page frame that is not free, stands in its memory
 * @low: page frames that are not HighMem
 * @last_pos: page frame in which the last allocation ended
 * @last_offset: where; 0: at its end
 */
struct bootmem {
	struct mm011_machine *m;
	u32 low;
	u32 last_pos;
	u32 last_offset;
};

static const u32 bitmap = KERNEL_END << MM011_PAGE_SHIFT;

/**
 * linux24_frames() - how many page frames there are, or there is room for
 * @r: parameters that linux24_zones_fit() accepts
 *
 * Return: page frames; of a bare machine at most.
 */
u32 linux24_frames(const struct mm011_reset *r)
{
	if (r->flags & MM011_RESET_BARE)
		return r->ram_kb ? FRAMES(r->ram_kb) : LINUX24_MAX_FRAMES;
	return FRAMES(r->ram_kb ? r->ram_kb : DEFAULT_RAM_KB) - BIOS_FRAMES;
}

/**
 * linux24_ram() - how much memory a whole machine has
 * @r: parameters that linux24_zones_fit() accepts
 *
 * Return: bytes, whole pages.
 */
u32 linux24_ram(const struct mm011_reset *r)
{
	return (linux24_frames(r) + BIOS_FRAMES) << MM011_PAGE_SHIFT;
}

/* how many page frames each zone has */
static void zones_of(const struct mm011_reset *r, u32 size[LINUX24_NR_ZONES])
{
	u32 frames = linux24_frames(r);
	u32 dma = r->dma_kb ? FRAMES(r->dma_kb) : DMA_FRAMES;

	size[LINUX24_DMA] = min(dma, frames);
	frames -= size[LINUX24_DMA];
	size[LINUX24_NORMAL] = r->normal_kb ? min(FRAMES(r->normal_kb), frames) : frames;
	size[LINUX24_HIGHMEM] = frames - size[LINUX24_NORMAL];
}

/**
 * linux24_zones_fit() - can a whole machine have so much memory, and such zones?
 * @r: parameters
 *
 * The kernel, mem_map[] and the RAM disk must have room in DMA and Normal together: they do
 * in as many page frames as a machine of 4 MB has.
 *
 * Return: whether it can.
 */
bool linux24_zones_fit(const struct mm011_reset *r)
{
	u32 size[LINUX24_NR_ZONES];

	if (r->ram_kb && (r->ram_kb < LEAST_RAM_KB || r->ram_kb > MOST_RAM_KB))
		return false;
	if (r->dma_kb % LINUX24_FRAME_KB || r->normal_kb % LINUX24_FRAME_KB)
		return false;
	zones_of(r, size);
	return size[LINUX24_DMA] + size[LINUX24_NORMAL] >= FRAMES(LEAST_RAM_KB) - BIOS_FRAMES;
}

static u32 word_of(u32 pfn)
{
	return bitmap + pfn / 32 * sizeof(u32);
}

static bool is_taken(const struct bootmem *b, u32 pfn)
{
	return mm011_read32(b->m, word_of(pfn)) >> pfn % 32 & 1;
}

/* page frames from @from to @end - 1 are free, or not */
static void set_taken(struct bootmem *b, u32 from, u32 end, bool taken)
{
	u32 pfn, word;

	for (pfn = from; pfn < end; pfn++) {
		word = mm011_read32(b->m, word_of(pfn)) & ~(1u << pfn % 32);
		mm011_write32(b->m, word_of(pfn), word | (u32)taken << pfn % 32);
	}
}

static u32 pages_for(u32 bytes)
{
	return (bytes + MM011_PAGE_SIZE - 1) / MM011_PAGE_SIZE;
}

/* so many free page frames in a row, from @from on; b->low: there are none */
static u32 find_free(const struct bootmem *b, u32 from, u32 frames)
{
	u32 pfn, run = 0;

	for (pfn = from; pfn < b->low && run < frames; pfn++)
		run = is_taken(b, pfn) ? 0 : run + 1;
	return run < frames ? b->low : pfn - frames;
}

/*
 * Take memory. What is less than a page shares one with what was taken before it, when that
 * ended just there.
 *
 * Linux 2.4.0: __alloc_bootmem_core(), mm/bootmem.c.
 */
static void alloc_bootmem(struct bootmem *b, u32 bytes, u32 align, u32 goal)
{
	u32 offset = (b->last_offset + align - 1) & ~(align - 1);
	u32 at = find_free(b, goal < b->low ? goal : 0, pages_for(bytes));

	if (at == b->low)
		at = find_free(b, 0, pages_for(bytes));
	if (b->last_offset && b->last_pos + 1 == at) {
		if (bytes < MM011_PAGE_SIZE - offset) {
			b->last_offset = offset + bytes;
			return;
		}
		bytes -= MM011_PAGE_SIZE - offset;
	}
	b->last_pos = at + pages_for(bytes) - 1;
	b->last_offset = bytes % MM011_PAGE_SIZE;
	set_taken(b, at, at + pages_for(bytes), true);
}

/*
 * Linux 2.4.0: setup_arch(), arch/i386/kernel/setup.c, up to paging_init().
 */
static void setup_memory(struct bootmem *b)
{
	u32 map_bytes = (b->low + 7) / 8;
	u32 frames = linux24(b->m)->pages.room;

	set_taken(b, 0, b->low, true);
	set_taken(b, 0, HOLE, false);
	set_taken(b, HOLE_END, b->low, false);
	/* the original rounds up twice: a page frame more than kernel and bitmap take */
	set_taken(b, HOLE_END, KERNEL_END + pages_for(map_bytes + MM011_PAGE_SIZE - 1), true);
	set_taken(b, 0, 1, true);
	/* it does not boot from a RAM disk that it cannot reach */
	if (frames == b->low)
		set_taken(b, frames - RAMDISK_FRAMES, frames, true);
}

/*
 * What is taken before mem_init(): two page tables (fixed addresses, kmap()), mem_map[], the
 * bitmaps of the free areas, the tree of what memory is used for.
 *
 * Linux 2.4.0: paging_init(), free_area_init_core(), setup_arch().
 */
static void take_boot_memory(struct bootmem *b, u32 goal)
{
	const struct linux24_pages *pages = &linux24(b->m)->pages;
	u32 zone, order, i;

	for (i = 0; i < 2; i++)
		alloc_bootmem(b, MM011_PAGE_SIZE, MM011_PAGE_SIZE, 0);
	alloc_bootmem(b, (pages->nr + 1) * STRUCT_PAGE, CACHE_LINE, goal);
	for (zone = 0; zone < LINUX24_NR_ZONES; zone++)
		for (order = 0; pages->zone[zone].size && order < LINUX24_MAX_ORDER; order++)
			alloc_bootmem(b, pages->zone[zone].free_area[order].map_size, CACHE_LINE,
				      goal);
	for (i = 0; i < RESOURCES; i++)
		alloc_bootmem(b, STRUCT_RESOURCE, CACHE_LINE, 0);
}

/* one page frame is not reserved: it is freed */
static int free_frame(struct mm011_machine *m, u32 pfn)
{
	struct linux24_page *page = linux24_page(m, pfn);

	page->flags &= ~LINUX24_RESERVED;
	if (page->zone == LINUX24_HIGHMEM)
		page->flags |= LINUX24_HIGHMEM_PAGE;
	page->count = 1;
	return linux24_put_pages(m, pfn, 0);
}

/**
 * linux24_free_all() - all page frames from one on are freed, one by one
 * @m: machine, its lock held; linux24_free_area_init() has just been done
 * @from: the first one; those before it stay reserved
 *
 * Linux 2.4.0: free_all_bootmem_core(), mm/bootmem.c, and mem_init(), arch/i386/mm/init.c.
 *
 * Return: 0; -MM011_E_CUT.
 */
int linux24_free_all(struct mm011_machine *m, u32 from)
{
	u32 pfn;
	int err = 0;

	for (pfn = from; !err && pfn < linux24(m)->pages.nr; pfn++) {
		err = free_frame(m, pfn);
		if (!err)
			err = mm011_spend(m, 1);
	}
	return err;
}

/* likewise, but for those that the bitmap says are taken; the bitmap's own page comes last */
static void free_all_bootmem(struct bootmem *b)
{
	u32 pfn;

	for (pfn = 0; pfn < b->low; pfn++)
		if (!is_taken(b, pfn))
			free_frame(b->m, pfn);
	free_frame(b->m, KERNEL_END);
	linux24_free_all(b->m, b->low);
}

/**
 * linux24_boot_pages() - a whole machine boots, up to the end of mem_init()
 * @m: machine, its lock held
 * @r: parameters that linux24_zones_fit() accepts
 *
 * No step of it can fail: there is room, and it is not called off.
 */
void linux24_boot_pages(struct mm011_machine *m, const struct mm011_reset *r)
{
	u32 size[LINUX24_NR_ZONES];
	struct bootmem b = { .m = m };

	m->cut = true;
	zones_of(r, size);
	b.low = size[LINUX24_DMA] + size[LINUX24_NORMAL];
	linux24_free_area_init(m, size);
	setup_memory(&b);
	take_boot_memory(&b, r->dma_kb ? FRAMES(r->dma_kb) : DMA_FRAMES);
	free_all_bootmem(&b);
	m->cut = false;
}
