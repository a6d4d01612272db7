// SPDX-License-Identifier: GPL-2.0
/*
 * A recorded run that is held: what a step comes to as data, and any step reached from any
 * other. Prints TAP.
 *
 * usage: session_test BOOT.jsonl.xz SWAPPING.jsonl.xz RUN...
 */

#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "ctl/lines.h"
#include "replay/checkpoint.h"

#define PLACES	24u	/* of each run to which is sought */

static const char copy[] = "session_test.jsonl";	/* in the working directory */
static struct target target;
static u32 tests, failures;

static void result(bool good, const char *what)
{
	tests++;
	failures += !good;
	printf("%sok %u - %s\n", good ? "" : "not ", tests, what);
}

static struct session *open_run(const char *path, u32 every)
{
	const struct session_how how = { .every = every };
	struct session *s = session_open(&target, lines_open(path), &how);

	if (!s || session_problem(s)) {
		printf("Bail out! %s: %s\n", path, s ? session_problem(s) : "no memory");
		exit(1);
	}
	return s;
}

static u32 checksum(void)
{
	struct mm011_checksum sum = { .flags = MM011_CHECKSUM_MACHINE };

	target_checksum(&target, &sum);
	return sum.machine;
}

/* ------------------------------------------------------- what a step comes to */

/* a copy of a run in which one text is another, the first time that it comes */
static const char *change_run(const char *path, const char *from, const char *to)
{
	struct lines *in = lines_open(path);
	FILE *out = fopen(copy, "w");
	char *line, *at;

	if (!in || !out)
		exit(1);
	while ((line = lines_next(in))) {
		at = from ? strstr(line, from) : NULL;
		if (at) {
			fprintf(out, "%.*s%s%s\n", (int)(at - line), line, to, at + strlen(from));
			from = NULL;
		} else {
			fprintf(out, "%s\n", line);
		}
	}
	fclose(out);
	lines_close(in);
	return copy;
}

/* up to the first step that is not as it was recorded */
static struct step_result first_difference(const char *path)
{
	struct session *s = open_run(path, 0);
	struct step_result r;

	while (session_step(s, &r) == STEP_AGREES)
		;
	session_close(s);
	return r;
}

static bool is_place(const struct step_result *r, enum place_kind kind, u32 addr, u32 expected,
		     u32 found)
{
	return r->place.kind == kind && r->place.addr == addr && r->place.expected == expected &&
	       r->place.found == found;
}

static void differences(const char *boot)
{
	struct step_result r;

	r = first_difference(change_run(boot, "\"ret\":16642048", "\"ret\":16637952"));
	result(r.kind == STEP_DIFFERS && r.field == STEP_RETURN && r.expected == 0xfde000 &&
	       r.found == 0xfdf000 && r.place.kind == PLACE_NONE, "a wrong page: both numbers");
	result(r.step && r.record.event == TRACE_GET_FREE_PAGE && r.op.ret == r.found,
	       "... its step, and what the machine answered");
	r = first_difference(change_run(boot, "\"pte_addr\":4232,\"bits\":96",
					"\"pte_addr\":4232,\"bits\":32"));
	result(r.field == STEP_CHECKSUM && r.expected == r.record.crc && r.found == r.op.crc &&
	       is_place(&r, PLACE_ENTRY, 0x1088, 0x22067, 0x22027),
	       "a wrong bit: the entry, recorded and found");
	r = first_difference(change_run(boot, "\"end\":16646144", "\"end\":16642048"));
	result(r.step == 1 && r.field == STEP_CHECKSUM &&
	       is_place(&r, PLACE_COUNT, 0xfdf000, 0, 100), "a wrong count: the page");
	r = first_difference(change_run(boot, "\"kind\":\"empty\"",
					"\"kind\":\"share\",\"from_task\":1"));
	result(r.field == STEP_NO_PAGE_KIND && r.expected == MM011_NO_PAGE_SHARE &&
	       r.found == MM011_NO_PAGE_EMPTY, "a page that comes from elsewhere");
	r = first_difference(change_run(boot, "\"pte\":[", "\"pte\":[1"));
	result(r.field == STEP_ENTRY_BEFORE && r.place.kind == PLACE_LINEAR &&
	       r.expected != r.found && r.place.expected == r.expected,
	       "an entry that was another one before");
	r = first_difference(boot);
	result(r.kind == STEP_END && r.field == STEP_FIELD_NONE,
	       "nothing in the run as it was recorded");
}

/* who wants to see more than the first difference goes on */
static void after_a_difference(const char *boot)
{
	struct session *s = open_run(change_run(boot, "\"ret\":16642048", "\"ret\":16637952"), 0);
	struct step_result r;
	u32 differ = 0;

	while (session_step(s, &r) <= STEP_DIFFERS)
		differ += r.kind == STEP_DIFFERS;
	result(r.kind == STEP_END && differ == 1 && session_position(s) == session_steps(s),
	       "behind a difference the run goes on to its end");
	session_close(s);
}

/* -------------------------------------------------------------------- seeking */

struct place {
	u32 step;
	u32 machine;		/* checksum of all of it */
	struct step_result next;
};

static u32 some(u32 below)
{
	return below ? (u32)random() % below : 0;
}

static int by_step(const void *a, const void *b)
{
	const struct place *p = a, *q = b;

	return p->step < q->step ? -1 : p->step > q->step;
}

/* both ends, and others anywhere: how all is when they are reached for the first time */
static void see_places(struct session *s, struct place *place)
{
	u32 i;

	for (i = 0; i < PLACES; i++)
		place[i].step = i > 1 ? some(session_steps(s)) : i * session_steps(s);
	qsort(place, PLACES, sizeof(*place), by_step);
	for (i = 0; i < PLACES; i++) {
		while (session_position(s) < place[i].step)
			session_step(s, &place[i].next);
		place[i].machine = checksum();
		if (i + 1 == PLACES || place[i + 1].step > place[i].step)
			session_step(s, &place[i].next);
		else
			place[i].next.kind = STEP_FAILED;	/* the same step once more */
	}
}

static bool same_step(const struct step_result *a, const struct step_result *b)
{
	return a->kind == b->kind && a->step == b->step && a->op.crc == b->op.crc &&
	       a->op.ret == b->op.ret && a->op.crc_noad == b->op.crc_noad &&
	       a->record.line == b->record.line;
}

static bool is_as_before(struct session *s, const struct place *place)
{
	struct step_result r;
	bool good;

	good = !session_seek(s, place->step) && session_position(s) == place->step &&
	       checksum() == place->machine;
	if (good && place->next.kind != STEP_FAILED) {
		session_step(s, &r);
		good = same_step(&r, &place->next);
	}
	if (!good)
		printf("# step %u\n", place->step);
	return good;
}

static void seek_all_over(const char *path, u32 every, u32 seeks)
{
	struct place place[PLACES] = { 0 };
	struct session *s = open_run(path, 0);
	char name[300];
	bool good = true;
	u32 i;

	see_places(s, place);
	session_close(s);
	s = open_run(path, every);
	good = is_as_before(s, &place[PLACES - 1]);
	for (i = 0; i < seeks; i++)
		good = is_as_before(s, &place[some(PLACES)]) && good;
	session_close(s);
	snprintf(name, sizeof(name), "%s: %u steps reached again, checkpoints each %u: as before",
		 strrchr(path, '/') ? strrchr(path, '/') + 1 : path, seeks, every);
	result(good, name);
}

static void ends_of_a_run(const char *boot)
{
	struct session *s = open_run(boot, SESSION_EVERY);
	u32 steps = session_steps(s), machine;
	struct step_result r;

	result(!session_seek(s, steps) && session_position(s) == steps, "the last step is reached");
	machine = checksum();
	result(session_seek(s, steps + 1) == -EINVAL && session_seek(s, ~0u) == -EINVAL &&
	       session_position(s) == steps && checksum() == machine,
	       "no step beyond it, and nothing is done");
	result(session_step(s, &r) == STEP_AGREES && r.record.event == TRACE_END,
	       "the run's end is compared, too");
	result(session_step(s, &r) == STEP_END && session_step(s, &r) == STEP_END,
	       "behind it there is nothing");
	result(session_checkpoint(s) == -EBUSY, "nor a checkpoint");
	result(!session_seek(s, steps) && checksum() == machine &&
	       session_step(s, &r) == STEP_AGREES && r.record.event == TRACE_END,
	       "and before it is reached from there");
	result(!session_seek(s, 0) && session_position(s) == 0 &&
	       session_step(s, &r) == STEP_AGREES && r.step == 1, "the beginning is reached");
	session_close(s);
}

/* a step in which an operation goes to sleep, and the first one after which none does */
static void sleepers(const char *swapping)
{
	struct session *s = open_run(swapping, 0);
	struct step_result r;
	u32 machine, step;

	while (session_step(s, &r) == STEP_AGREES && !r.record.sleeps)
		;
	result(r.kind == STEP_AGREES && session_checkpoint(s) == -EBUSY,
	       "no checkpoint while an operation sleeps");
	step = session_position(s);
	machine = checksum();
	result(!session_seek(s, step - 1) && !session_seek(s, step) && checksum() == machine,
	       "to a step in which one sleeps, over it and back");
	while (target.machine->asleep && session_step(s, &r) == STEP_AGREES)
		;
	result(!session_checkpoint(s) && !session_checkpoint(s), "a checkpoint when it has ended");
	session_close(s);
}

static size_t in_use(void)
{
	struct mallinfo2 info = mallinfo2();

	return info.uordblks + info.hblkhd;
}

/* a checkpoint after each step, each of which is different from all others in many pages */
static void check_bound(const char *path)
{
	size_t before = in_use(), opened, most = 0;
	struct session *s = open_run(path, 1);
	struct step_result r;
	u32 page;

	session_step(s, &r);
	opened = in_use();
	while (session_step(s, &r) == STEP_AGREES && session_position(s) < 1000) {
		for (page = 0; page < 512; page++)
			target.machine->memory[0x200000 + page * MM011_PAGE_SIZE] =
				(u8)(r.step * 7 + page);
		if (in_use() - opened > most)
			most = in_use() - opened;
	}
	session_close(s);
	printf("# at most %zu KB for checkpoints\n", most >> 10);
	result(most < CHECKPOINT_ROOM + (8u << 20), "what checkpoints take is bounded");
	result(in_use() < before + (1u << 20), "and is given back");
}

static void cut_off(const char *boot)
{
	struct session *s;
	struct step_result r;
	enum step_kind kind;

	change_run(boot, NULL, NULL);
	if (truncate(copy, 100000))
		exit(1);
	s = open_run(copy, SESSION_EVERY);
	do
		kind = session_step(s, &r);
	while (kind == STEP_AGREES);
	result(kind == STEP_CUT && session_cut(s) && session_position(s) == session_steps(s),
	       "a run that is cut off is played as far as it goes");
	result(!session_seek(s, 1) && !session_seek(s, session_steps(s)) &&
	       session_step(s, &r) == STEP_CUT, "back from there, and there again");
	session_close(s);
}

static void no_run(void)
{
	const struct session_how how = { 0 };
	struct session *s = session_open(&target, lines_open("nowhere"), &how);
	struct step_result r;

	result(s && session_problem(s) && session_step(s, &r) == STEP_FAILED,
	       "a file that is not there: a problem and no step");
	session_close(s);
}

int main(int argc, char **argv)
{
	int i;

	if (argc < 4 || target_open_local(&target))
		return 2;
	differences(argv[1]);
	after_a_difference(argv[1]);
	ends_of_a_run(argv[1]);
	sleepers(argv[2]);
	check_bound(argv[1]);
	cut_off(argv[1]);
	no_run();
	for (i = 3; i < argc; i++) {
		srandom(i);
		seek_all_over(argv[i], SESSION_EVERY, 60);
	}
	seek_all_over(argv[1], 0, 10);
	seek_all_over(argv[2], 1, 30);
	target_close(&target);
	unlink(copy);
	printf("1..%u\n", tests);
	return failures != 0;
}
