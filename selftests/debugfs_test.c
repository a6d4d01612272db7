// SPDX-License-Identifier: GPL-2.0
/*
 * Do the views in debugfs say what the ioctls say? And does what a hostile
 * user writes into the machine's memory do no harm to who reads them?
 */
#include <dirent.h>
#include <time.h>

#include "mm011_test.h"

FIXTURE(view)
{
	int fd;
	char *text;
};

FIXTURE_SETUP(view)
{
	self->fd = new_machine();
	ASSERT_GE(self->fd, 0);
	ASSERT_EQ(1, fork_task(self->fd, 0));
	ASSERT_EQ(2, fork_task(self->fd, 1));
	ASSERT_EQ(0, write_task(self->fd, 1, 0x3000, "x", 1));
	ASSERT_EQ(0, OP(self->fd, .code = MM011_OP_MALLOC, .arg = { 100 }).error);
	ASSERT_EQ(0, OP(self->fd, .code = MM011_OP_PIPE).error);
}

FIXTURE_TEARDOWN(view)
{
	free(self->text);
	close(self->fd);
}

static void path_of(int fd, const char *name, char path[80])
{
	snprintf(path, 80, DEBUGFS "/%u/%s", get_info(fd).machine, name);
}

/* the whole of a view as a string; NULL when it cannot be read */
static char *read_view(int fd, const char *name)
{
	size_t room = 16 << 20, len = 0;
	char *text = malloc(room + 1), path[80];
	ssize_t n;
	int file;

	path_of(fd, name, path);
	file = open(path, O_RDONLY);
	if (file < 0)
		return NULL;
	while ((n = read(file, text + len, room - len)) > 0)
		len += n;
	close(file);
	text[len] = 0;
	return n < 0 ? NULL : text;
}

/* the number behind a name at the beginning of a line; -1 when there is none */
static long long number(const char *text, const char *name)
{
	const char *at = text;

	while (at) {
		if (!strncmp(at, name, strlen(name)) && at[strlen(name)] == ' ')
			return strtoll(at + strlen(name), NULL, 0);
		at = strchr(at, '\n');
		at += !!at;
	}
	return -1;
}

static int count_char(const char *text, char c)
{
	int n = 0;

	for ( ; *text; text++)
		n += *text == c;
	return n;
}

static const char * const views[] = {
	"info", "mem_map", "page_directory", "page_tables", "tasks", "malloc", "swap",
	"stats", "buddyinfo", "zones", "maps", "avl", "mm"
};

TEST_F(view, all_are_there_and_no_more)
{
	char path[80];
	struct dirent *entry;
	struct stat st;
	DIR *directory;
	unsigned int i, n = 0;

	for (i = 0; i < COUNT(views); i++) {
		path_of(self->fd, views[i], path);
		ASSERT_EQ(0, stat(path, &st));
		EXPECT_TRUE(S_ISREG(st.st_mode));
		EXPECT_EQ(0400, st.st_mode & 07777);
		EXPECT_EQ(0, st.st_uid);
	}
	path_of(self->fd, "", path);
	directory = opendir(path);
	ASSERT_NE(NULL, directory);
	while ((entry = readdir(directory)))
		n += entry->d_name[0] != '.';
	EXPECT_EQ(COUNT(views), n);
	closedir(directory);
}

TEST_F(view, of_the_shared_machine)
{
	char path[80];
	unsigned int i;

	for (i = 0; i < COUNT(views); i++) {
		snprintf(path, sizeof(path), DEBUGFS "/0/%s", views[i]);
		EXPECT_EQ(0, access(path, R_OK));
	}
}

TEST_F(view, is_not_written_to)
{
	__u32 sum = machine_sum(self->fd);
	char path[80];
	unsigned int i;
	int file;

	for (i = 0; i < COUNT(views); i++) {
		path_of(self->fd, views[i], path);
		file = open(path, O_WRONLY);
		EXPECT_EQ(-1, write(file, "0", 1));
		close(file);
	}
	EXPECT_EQ(sum, machine_sum(self->fd));
}

TEST_F(view, looking_changes_nothing)
{
	__u32 sum = machine_sum(self->fd);
	unsigned int i;

	for (i = 0; i < COUNT(views); i++)
		ASSERT_NE(NULL, read_view(self->fd, views[i]));
	EXPECT_EQ(sum, machine_sum(self->fd));
}

TEST_F(view, info)
{
	struct mm011_info info = get_info(self->fd);

	self->text = read_view(self->fd, "info");
	ASSERT_NE(NULL, self->text);
	EXPECT_EQ(16384, number(self->text, "memory"));
	EXPECT_EQ(info.high_memory, number(self->text, "high_memory"));
	EXPECT_EQ(info.free_pages, number(self->text, "free pages"));
	EXPECT_EQ(3, number(self->text, "tasks"));
	EXPECT_EQ(2, number(self->text, "last_pid"));
	EXPECT_NE(NULL, strstr(self->text, "state             running\n"));
}

TEST_F(view, info_after_a_panic)
{
	ASSERT_EQ(-ENOTRECOVERABLE,
		  OP(self->fd, .code = MM011_OP_FREE_PAGE, .arg = { 0x400000 }).error);
	self->text = read_view(self->fd, "info");
	ASSERT_NE(NULL, self->text);
	EXPECT_NE(NULL, strstr(self->text, "panic: trying to free free page\n"));
}

TEST_F(view, mem_map)
{
	__u8 map[MM011_PAGING_PAGES];
	const char *row;
	__u32 nr;

	self->text = read_view(self->fd, "mem_map");
	ASSERT_NE(NULL, self->text);
	ASSERT_EQ(0, get_mem_map(self->fd, map));
	row = strstr(self->text, "\n0x100000  ");
	ASSERT_NE(NULL, row);
	for (nr = 0; nr < MM011_PAGING_PAGES; nr++) {
		if (nr % 64 == 0) {
			EXPECT_EQ('\n', *row++);
			EXPECT_EQ(0x100000 + nr * PAGE, strtoul(row, NULL, 0));
			row += strlen("0x100000  ");
		}
		ASSERT_EQ(map[nr] == 100 ? '#' : map[nr] ? '0' + map[nr] : '.', *row++);
	}
	EXPECT_EQ('\n', *row);
}

TEST_F(view, mem_map_of_large_counts)
{
	struct mm011_op op = { .code = MM011_OP_FREE_PAGE, .arg = { 0x100000 } };
	unsigned int i;

	for (i = 0; i < 100 - 12; i++) {
		ASSERT_EQ(0, do_op(self->fd, op).error);
		if (i == 0) {
			self->text = read_view(self->fd, "mem_map");
			EXPECT_EQ('+', strstr(self->text, "\n0x100000  ")[11]);
			free(self->text);
		}
	}
	self->text = read_view(self->fd, "mem_map");
	EXPECT_EQ('c', strstr(self->text, "\n0x100000  ")[11]);
}

TEST_F(view, page_directory)
{
	__u32 nr, present = 0;

	self->text = read_view(self->fd, "page_directory");
	ASSERT_NE(NULL, self->text);
	for (nr = 0; nr < 1024; nr++)
		present += peek(self->fd, 4 * nr) & P;
	/* legend, blank line, headline */
	EXPECT_EQ(present + 4, count_char(self->text, '\n'));
	EXPECT_NE(NULL, strstr(self->text, "0x04000000-0x043fffff"));
	EXPECT_NE(NULL, strstr(self->text, "P RW US A -    160\n"));
}

/* a line that ends in these two columns */
static int has(const char *text, const char *first, const char *second)
{
	char line[160];

	snprintf(line, sizeof(line), "%s  %s\n", first, second);
	return !!strstr(text, line);
}

TEST_F(view, page_tables)
{
	char line[160];

	self->text = read_view(self->fd, "page_tables");
	ASSERT_NE(NULL, self->text);
	/* the kernel's 16 MB in one line */
	EXPECT_TRUE(has(self->text, "0x00000000-0x00ffffff   4096 pages  P RW US - -",
			"0x000000 up to 0xfff000"));
	EXPECT_NE(NULL, strstr(self->text, "task 1, pid 1, running:\n"));
	EXPECT_TRUE(has(self->text, "0x04000000-0x04002fff      3 pages  P RO US - -",
			"0x000000 up to 0x002000"));
	snprintf(line, sizeof(line), "0x04003000-0x04003fff      1 page   P RW US A D  0x%06x\n",
		 physical(self->fd, 1, 0x3000));
	EXPECT_NE(NULL, strstr(self->text, line));
	EXPECT_NE(NULL, strstr(self->text, "task 2, pid 2, running:\n"));
	EXPECT_TRUE(has(self->text, "0x08000000-0x0809ffff    160 pages  P RO US - -",
			"0x000000 up to 0x09f000"));
}

TEST_F(view, page_frames_that_run_downwards)
{
	__u32 i;

	ASSERT_EQ(0, reset_machine(self->fd, (struct mm011_reset){ 0 }));
	for (i = 0; i < 5; i++)
		ASSERT_EQ(0, OP(self->fd, .code = MM011_OP_GET_EMPTY_PAGE,
				.arg = { TASK_BASE(3) + i * PAGE }).error);
	self->text = read_view(self->fd, "page_tables");
	ASSERT_NE(NULL, self->text);
	EXPECT_NE(NULL, strstr(self->text, "task slot 3, free:\n"));
	/* the page table is the second page that was taken */
	EXPECT_NE(NULL, strstr(self->text, "1 page   P RW US - -  0xfff000\n"));
	EXPECT_NE(NULL, strstr(self->text, "4 pages  P RW US - -  0xffd000 down to 0xffa000\n"));
}

TEST_F(view, tasks)
{
	self->text = read_view(self->fd, "tasks");
	ASSERT_NE(NULL, self->text);
	EXPECT_EQ(1 + 3 * 3, count_char(self->text, '\n'));
	EXPECT_NE(NULL, strstr(self->text, "\n 0  running      0"));
	EXPECT_NE(NULL, strstr(self->text, "\n 1  running      1       0  0xfff000"));
	EXPECT_NE(NULL, strstr(self->text, "\n 2  running      2       1  0x"));
	EXPECT_NE(NULL, strstr(self->text, "\n    base 0x08000000  limits: code 0x"));
	ASSERT_EQ(0, OP(self->fd, .code = MM011_OP_EXIT, .task = 2, .arg = { 5 }).error);
	free(self->text);
	self->text = read_view(self->fd, "tasks");
	EXPECT_NE(NULL, strstr(self->text, "\n 2  zombie       2       1  0x"));
	EXPECT_NE(NULL, strstr(self->text, "0x0500\n"));
}

TEST_F(view, malloc)
{
	self->text = read_view(self->fd, "malloc");
	ASSERT_NE(NULL, self->text);
	EXPECT_NE(NULL, strstr(self->text, "size   16: no bucket\n"));
	EXPECT_NE(NULL, strstr(self->text, "size  128:\n"));
	EXPECT_NE(NULL, strstr(self->text, "in use   1 of  32"));
	EXPECT_NE(NULL, strstr(self->text, "free descriptors: 255\n"));
}

TEST_F(view, stats)
{
	static const struct {
		const char *name;
		enum mm011_stat which;
	} some[] = {
		{ "operations", MM011_STAT_OPS }, { "get_free_page", MM011_STAT_GET_FREE_PAGE },
		{ "cow_copies", MM011_STAT_COW_COPY }, { "forks", MM011_STAT_FORK },
		{ "page_faults", MM011_STAT_PAGE_FAULT }, { "malloc", MM011_STAT_MALLOC },
		{ "invalidates", MM011_STAT_INVALIDATE }, { "free_s", MM011_STAT_FREE_S },
	};
	unsigned int i;

	self->text = read_view(self->fd, "stats");
	ASSERT_NE(NULL, self->text);
	EXPECT_EQ(MM011_STAT_MAX, count_char(self->text, '\n'));
	for (i = 0; i < COUNT(some); i++)
		EXPECT_EQ(get_stat(self->fd, some[i].which), number(self->text, some[i].name)) {
			TH_LOG("line %u", i);
		}
	EXPECT_LT(0, number(self->text, "forks"));
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static void fill_memory(int fd, __u32 first, __u32 len, __u32 (*word)(__u32 addr))
{
	__u32 *piece = malloc(PAGE), addr, i;

	for (addr = first; addr < first + len; addr += PAGE) {
		for (i = 0; i < 1024; i++)
			piece[i] = word(addr + 4 * i);
		OP(fd, .code = MM011_OP_PHYS_WRITE, .arg = { addr }, .len = PAGE,
		   .data = address_of(piece));
	}
	free(piece);
}

static __u32 random_word(__u32 addr)
{
	static __u32 seed = 1;

	seed = seed * 1664525 + 1013904223;
	return seed >> 3 ^ seed << 17 ^ addr;
}

/* every directory entry leads to a table, no two pages in it belong together */
static __u32 scattered(__u32 addr)
{
	if (addr < PAGE)
		return (addr & 0x3fff) + 0x1007;
	return (addr * 2654435761u & ~0xfffu) | (random_word(addr) & 0x67) | P;
}

static __u32 all_ones(__u32 addr)
{
	return ~0u;
}

TEST_F_TIMEOUT(view, of_hostile_memory, 120)
{
	__u32 (*patterns[])(__u32) = { random_word, scattered, all_ones };
	unsigned int i, k;
	double start;
	char *text;

	for (i = 0; i < COUNT(patterns); i++) {
		fill_memory(self->fd, 0, 0x100000, patterns[i]);
		for (k = 0; k < COUNT(views); k++) {
			start = now();
			text = read_view(self->fd, views[k]);
			ASSERT_NE(NULL, text);
			/* lines enough to see what is wrong, and no end of them */
			EXPECT_GT(22000, count_char(text, '\n')) {
				TH_LOG("%s, pattern %u", views[k], i);
			}
			EXPECT_GT(20.0, now() - start);
			free(text);
		}
	}
	EXPECT_EQ(0, reset_machine(self->fd, (struct mm011_reset){ 0 }));
}

TEST_F(view, of_hostile_chains)
{
	__u32 desc = get_info(self->fd).bucket_chain[3];
	__u32 free_desc = get_info(self->fd).free_bucket_desc;

	ASSERT_NE(0, desc);
	ASSERT_EQ(0, poke(self->fd, desc + 4, desc));
	ASSERT_EQ(0, poke(self->fd, free_desc + 4, free_desc));
	self->text = read_view(self->fd, "malloc");
	ASSERT_NE(NULL, self->text);
	EXPECT_NE(NULL, strstr(self->text, "the chain has no end\n"));
	EXPECT_NE(NULL, strstr(self->text, "and no end\n"));
	free(self->text);
	ASSERT_EQ(0, poke(self->fd, desc + 4, 0xfffffff8));
	ASSERT_EQ(0, poke(self->fd, free_desc + 4, MM011_MEMORY_SIZE - 15));
	self->text = read_view(self->fd, "malloc");
	EXPECT_NE(NULL, strstr(self->text, "the chain leads out of memory, to 0xfffffff8\n"));
	EXPECT_NE(NULL, strstr(self->text, "then out of memory, to 0x00fffff1\n"));
}

TEST_HARNESS_MAIN
