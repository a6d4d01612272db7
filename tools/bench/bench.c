// SPDX-License-Identifier: GPL-2.0
/*
 * bench - how fast mm011/ is, in the memory traffic that cannot be avoided.
 * The table: operation, reference, ours, ratio, goal, met or not.
 */

#include <errno.h>
#include <json-c/json.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <linux/kernel.h>

#include "bench/bench.h"

#define UNIT_SAMPLES 2001u

struct options {
	u32 runs;
	u32 ms;			/* for each row in each run */
	bool quick;
	bool sweep;		/* print it */
	bool device;
	const char *json;
	const char *with;
	const char *once;
};

/* what everything is measured in, ns */
struct units {
	double memset;
	double memcpy;
	double system_call;
};

static const char *const unit_names[BENCH_UNITS] = {
	[BENCH_U] = "U", [BENCH_C] = "C", [BENCH_NS] = "ns", [BENCH_MEMCPY] = "memcpy",
	[BENCH_TIMES] = "times", [BENCH_MILLION] = "M/s", [BENCH_PERCENT] = "%",
};

/**
 * bench_progress() - say how far it is
 * @done: steps
 * @all: steps that there are
 */
void bench_progress(u32 done, u32 all)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r%3u %%%s", 100 * done / all, done + 1 >= all ? "\r     \r" : "");
}

static double median_of(double (*measure)(void))
{
	static double ns[UNIT_SAMPLES];
	u32 i;

	for (i = 0; i < UNIT_SAMPLES; i++)
		ns[i] = measure();
	return bench_median(ns, UNIT_SAMPLES);
}

static void measure_units(struct units *u)
{
	u->memset = median_of(bench_memset);
	u->memcpy = median_of(bench_memcpy);
	u->system_call = median_of(bench_system_call);
}

static bool met(const struct bench_row *row)
{
	return row->more ? row->result.ratio >= row->goal : row->result.ratio <= row->goal;
}

static const char *verdict(const struct bench_row *row)
{
	if (!row->goal)
		return "";
	return met(row) ? "met" : "NOT MET";
}

static void print_row(const struct bench_row *row)
{
	char reference[24] = "-", ours[24] = "-", least[24] = "-", goal[32] = "-", beside[32] = "";

	if (row->result.reference)
		snprintf(reference, sizeof(reference), "%.1f", row->result.reference);
	if (row->result.ours) {
		snprintf(ours, sizeof(ours), "%.1f", row->result.ours);
		snprintf(least, sizeof(least), "%.1f", row->result.ours_least);
	}
	if (row->goal)
		snprintf(goal, sizeof(goal), "%s %g %s", row->more ? ">=" : "<=", row->goal,
			 unit_names[row->unit]);
	if (row->result.beside && row->beside != BENCH_NS)
		snprintf(beside, sizeof(beside), "%.2f %s", row->result.beside,
			 unit_names[row->beside]);
	printf("%u %-44s %10s %10s %9s %9.2f%c%-6s %-13s %-8s %s\n", row->group, row->name,
	       reference, ours, least, row->result.ratio, row->result.loud ? '*' : ' ',
	       unit_names[row->unit], goal, verdict(row), beside);
}

/* by goal; the rows of one stay in their order */
static void sort_rows(struct bench_row *rows, u32 count)
{
	struct bench_row row;
	u32 i, k;

	for (i = 1; i < count; i++) {
		row = rows[i];
		for (k = i; k && rows[k - 1].group > row.group; k--)
			rows[k] = rows[k - 1];
		rows[k] = row;
	}
}

static void print_table(const struct units *u, const struct bench_row *rows, u32 count)
{
	u32 i, goals = 0, reached = 0, loud = 0;

	printf("U, memset of 4 KB: %.1f ns; C, memcpy of 4 KB: %.1f ns; a system call: %.1f ns\n",
	       u->memset, u->memcpy, u->system_call);
	printf("%-46s %10s %10s %9s %9s %-6s %-13s %-8s %s\n", "operation", "reference", "ours",
	       "least", "ratio", "", "goal", "", "beside");
	for (i = 0; i < count; i++) {
		print_row(&rows[i]);
		goals += rows[i].goal != 0;
		reached += rows[i].goal && met(&rows[i]);
		loud += rows[i].result.loud;
	}
	if (loud)
		printf("*: at no time had %u rows the core for themselves\n", loud);
	printf("bench: %u of %u goals met\n", reached, goals);
}

static json_object *row_json(const struct bench_row *row)
{
	json_object *o = json_object_new_object();
	const struct bench_result *r = &row->result;

	json_object_object_add(o, "operation", json_object_new_string(row->name));
	json_object_object_add(o, "group", json_object_new_int(row->group));
	json_object_object_add(o, "unit", json_object_new_string(unit_names[row->unit]));
	if (r->reference) {
		json_object_object_add(o, "reference", json_object_new_double(r->reference));
		json_object_object_add(o, "reference_least",
				       json_object_new_double(r->reference_least));
	}
	if (r->ours) {
		json_object_object_add(o, "ours", json_object_new_double(r->ours));
		json_object_object_add(o, "ours_least", json_object_new_double(r->ours_least));
	}
	json_object_object_add(o, "ratio", json_object_new_double(r->ratio));
	if (r->beside) {
		json_object_object_add(o, "beside", json_object_new_double(r->beside));
		json_object_object_add(o, "beside_unit",
				       json_object_new_string(unit_names[row->beside]));
	}
	if (row->goal) {
		json_object_object_add(o, "goal", json_object_new_double(row->goal));
		json_object_object_add(o, "more_is_better", json_object_new_boolean(row->more));
		json_object_object_add(o, "met", json_object_new_boolean(met(row)));
	}
	return o;
}

static int write_json(const char *path, const struct units *u, const struct bench_row *rows,
		      u32 count)
{
	json_object *top = json_object_new_object();
	json_object *list = json_object_new_array();
	u32 i;
	int err;

	json_object_object_add(top, "memset", json_object_new_double(u->memset));
	json_object_object_add(top, "memcpy", json_object_new_double(u->memcpy));
	json_object_object_add(top, "system_call", json_object_new_double(u->system_call));
	json_object_object_add(top, "rows", list);
	for (i = 0; i < count; i++)
		json_object_array_add(list, row_json(&rows[i]));
	err = json_object_to_file_ext(path, top, JSON_C_TO_STRING_PRETTY);
	json_object_put(top);
	if (err)
		fprintf(stderr, "bench: %s: %s\n", path, json_util_get_last_err());
	return err ? 2 : 0;
}

static double number(json_object *o, const char *key)
{
	json_object *value;

	return json_object_object_get_ex(o, key, &value) ? json_object_get_double(value) : 0;
}

static u32 unit_of(json_object *o)
{
	const char *name = json_object_get_string(json_object_object_get(o, "unit"));
	u32 unit;

	for (unit = 0; unit < BENCH_UNITS; unit++)
		if (name && !strcmp(name, unit_names[unit]))
			break;
	return unit;
}

/* the file is ours, but may be of another day; its names live as long as we do */
static bool take_row(struct bench_row *row, json_object *o)
{
	*row = (struct bench_row) {
		.name = json_object_get_string(json_object_object_get(o, "operation")),
		.group = number(o, "group"), .unit = unit_of(o), .goal = number(o, "goal"),
		.more = number(o, "more_is_better") != 0,
		.result = {
			.reference = number(o, "reference"), .ours = number(o, "ours"),
			.reference_least = number(o, "reference_least"),
			.ours_least = number(o, "ours_least"),
			.ratio = number(o, "ratio")
		}
	};
	return row->name && row->unit < BENCH_UNITS;
}

/* what was measured elsewhere */
static u32 take_rows(struct bench_row *rows, u32 room, const char *path)
{
	json_object *top = json_object_from_file(path);
	json_object *list;
	u32 i, n;

	if (!top || !json_object_object_get_ex(top, "rows", &list)) {
		fprintf(stderr, "bench: %s is no table of bench's\n", path);
		return 0;
	}
	n = json_object_array_length(list);
	for (i = 0; i < n && i < room; i++)
		if (!take_row(&rows[i], json_object_array_get_idx(list, i)))
			break;
	return i;
}

static int bad_usage(void)
{
	fprintf(stderr, "usage: bench [--quick] [--sweep] [--runs N] [--with FILE] [--json FILE]\n"
		"       bench --device [--json FILE] | --once NAME\n"
		"  --quick      a few seconds, without the sweep: ratios at a glance\n"
		"  --sweep      print every point of the sweep, too\n"
		"  --runs N     medians of N runs (7)\n"
		"  --with FILE  put the rows of this JSON file into the table, too\n"
		"  --json FILE  write the table there as well\n"
		"  --device     measure the way through /dev/mm011, against mm011_bench.ko\n"
		"  --once NAME  do one sample of a row, for scripts/budget\n");
	return 2;
}

static bool parse(struct options *o, int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--quick")) {
			o->quick = true;
			o->runs = 3;
			o->ms = 10;
		} else if (!strcmp(argv[i], "--sweep")) {
			o->sweep = true;
		} else if (!strcmp(argv[i], "--device")) {
			o->device = true;
		} else if (!strcmp(argv[i], "--with") && i + 1 < argc) {
			o->with = argv[++i];
		} else if (!strcmp(argv[i], "--json") && i + 1 < argc) {
			o->json = argv[++i];
		} else if (!strcmp(argv[i], "--once") && i + 1 < argc) {
			o->once = argv[++i];
		} else if (!strcmp(argv[i], "--runs") && i + 1 < argc) {
			o->runs = strtoul(argv[++i], NULL, 10);
		} else {
			return false;
		}
	}
	return o->runs >= 1 && o->runs <= BENCH_MAX_RUNS;
}

/* the tool, one folder up from this program, and the recorded boot */
static u32 measure_whole(struct bench_row *rows, const char *self)
{
	int len = strrchr(self, '/') ? strrchr(self, '/') - self + 1 : 0;
	char tool[PATH_MAX], trace[PATH_MAX];
	u32 count = 0;

	snprintf(tool, sizeof(tool), "%.*s../mm011ctl", len, self);
	snprintf(trace, sizeof(trace), "%.*s../../selftests/data/traces/boot-16m.jsonl.xz", len,
		 self);
	if (bench_replay(&rows[count], tool, trace))
		count++;
	else
		fprintf(stderr, "bench: %s cannot replay %s\n", tool, trace);
	if (bench_memory(&rows[count]))
		count++;
	return count + bench_threads(rows + count);
}

static u32 measure(struct bench_row *rows, const struct options *o, const char *self)
{
	u32 count;

	if (o->device)
		return bench_device(rows);
	count = bench_cases(rows, o->runs, o->ms);
	if (o->sweep || !o->quick)
		count += bench_sweep(rows + count, 5, o->sweep);
	count += bench_observation(rows + count, o->runs, o->ms);
	count += measure_whole(rows + count, self);
	count += bench_areas(rows + count);
	if (o->with)
		count += take_rows(rows + count, BENCH_MAX_ROWS - count, o->with);
	return count;
}

int main(int argc, char **argv)
{
	struct options o = { .runs = 7, .ms = 50 };
	struct bench_row rows[BENCH_MAX_ROWS];
	struct units units;
	u32 count;

	if (!parse(&o, argc, argv))
		return bad_usage();
	if (o.once)
		return bench_once(o.once) ? 0 : bad_usage();
	setlinebuf(stdout);
	bench_clock_init();
	measure_units(&units);
	count = measure(rows, &o, argv[0]);
	if (!count)
		return 2;
	sort_rows(rows, count);
	print_table(&units, rows, count);
	return o.json ? write_json(o.json, &units, rows, count) : 0;
}
