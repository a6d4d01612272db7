// SPDX-License-Identifier: GPL-2.0
/*
 * The module is loaded, and the 1st, 2nd, ... thing that its loading needs
 * fails, until none is left. Whatever became of it, nothing stays behind.
 *
 * Usage: load_nth_test mm011.ko [FIRST]
 */
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "fail_nth.h"
#include "mm011_ioctl.h"

#define DEVICE "/dev/mm011"
#define DEBUGFS "/sys/kernel/debug/mm011"
#define MOST 20000

static int load(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int err = 0;

	if (fd < 0)
		return -errno;
	if (syscall(SYS_finit_module, fd, "", 0))
		err = -errno;
	close(fd);
	return err;
}

static int unload(void)
{
	return syscall(SYS_delete_module, "mm011", O_NONBLOCK) ? -errno : 0;
}

static int gone(void)
{
	return access(DEVICE, F_OK) && access(DEBUGFS, F_OK) && access("/sys/module/mm011", F_OK);
}

/* the shared machine answers */
static int works(void)
{
	struct mm011_info info = { .size = sizeof(info) };
	int fd = open(DEVICE, O_RDWR | O_CLOEXEC);
	int works = fd >= 0 && !ioctl(fd, MM011_IOC_INFO, &info) && info.free_pages == 3072;

	close(fd);
	return works;
}

/* 1: it failed, 0: no place is left, -1: something is wrong */
static int try_nth(int fail, const char *path, unsigned int nth, unsigned int *refused)
{
	int err, failed;

	if (fail_nth_begin(fail, nth))
		return -1;
	err = load(path);
	failed = fail_nth_end(fail);
	*refused += !!err;
	if (!err && works() && !unload() && gone())
		return failed;
	if (failed && (err == -ENOMEM || err == -EFAULT) && gone())
		return 1;
	printf("# place %u: error %d, %s\n", nth, err, failed ? "failed" : "no more");
	return -1;
}

/* the 16 MB of the shared machine, if every failed load left them behind */
static long available_kb(void)
{
	FILE *file = fopen("/proc/meminfo", "re");
	char line[128];
	long kb = 0;

	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "MemAvailable: %ld kB", &kb) == 1)
			break;
	if (file)
		fclose(file);
	return kb;
}

/* each place fails, from one on; how many there are, and 0: all was well */
static int fail_each(int fail, const char *path, unsigned int nth, unsigned int *places)
{
	unsigned int refused = 0;
	int result = 1;

	fail_nth_begin(fail, FAIL_NTH_MANY);
	load(path);
	*places = fail_nth_count(fail);
	unload();
	for ( ; result > 0 && nth < MOST; nth = fail_nth_next(nth, *places)) {
		result = try_nth(fail, path, nth, &refused);
		if (nth % 100 == 0)
			printf("# %u places, %u loads refused\n", nth, refused);
		fflush(stdout);
	}
	printf("# %u places, %u loads refused\n", nth - 2, refused);
	return result;
}

int main(int argc, char **argv)
{
	unsigned int places;
	int fail, result;
	long before;

	if (argc < 2 || access(argv[1], R_OK)) {
		printf("1..0 # SKIP no module file: load_nth_test PATH/mm011.ko\n");
		return 4;
	}
	fail = fail_nth_set_up();
	if (fail < 0) {
		printf("1..0 # SKIP this kernel cannot make allocations fail\n");
		return 4;
	}
	printf("KTAP version 1\n1..3\n");
	unload();
	before = available_kb();
	result = fail_each(fail, argv[1], argc > 2 ? atoi(argv[2]) : 1, &places);
	if (!result && fail_nth_leaves_out(places)) {
		fail_nth_single_pages(0);
		result = fail_each(fail, argv[1], 1, &places) || fail_nth_leaves_out(places);
		fail_nth_single_pages(1);
	}
	printf("%s 1 all_or_nothing_is_loaded\n", result ? "not ok" : "ok");
	printf("%s 2 no_memory_is_lost\n", before - available_kb() < 65536 ? "ok" : "not ok");
	result |= load(argv[1]) || !works();
	printf("%s 3 is_loaded_again\n", result ? "not ok" : "ok");
	return !!result;
}
