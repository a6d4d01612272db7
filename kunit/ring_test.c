// SPDX-License-Identifier: GPL-2.0
/*
 * What is kept of the events that were told, for how long, and whose they are.
 */

#include "rig.h"

/* ---- the ring ---- */

static void tell_many(struct kunit *test, u32 n)
{
	u32 i;

	rig_watch(test);
	for (i = 0; i < n; i++)
		mm011_emit(rig_machine(test), MM011_EV_ZERO, i, 2 * i, 3 * i);
	mm011_observe_events(rig_machine(test), false);
}

static void each_event_is_numbered_and_told_to_the_host(struct kunit *test)
{
	struct rig *rig = test->priv;
	u64 first = 0;

	tell_many(test, 5);
	KUNIT_EXPECT_EQ(test, rig->told, 5u);
	KUNIT_EXPECT_EQ(test, mm011_events(&rig->m, &first, rig->log, RIG_LOG), 5u);
	KUNIT_EXPECT_EQ(test, first, 0ull);
	KUNIT_EXPECT_EQ(test, rig->log[4].seq, 4ull);
	KUNIT_EXPECT_EQ(test, rig->log[4].c, 12u);
}

static void a_host_need_not_listen(struct kunit *test)
{
	struct rig *rig = test->priv;
	const struct mm011_host *listening = rig->m.host;
	struct mm011_host deaf = *listening;

	deaf.on_event = NULL;
	rig->m.host = &deaf;
	tell_many(test, 3);
	rig->m.host = listening;
	KUNIT_EXPECT_EQ(test, rig->m.event_seq, 3ull);
	KUNIT_EXPECT_EQ(test, rig->told, 0u);
}

static const struct reading {
	const char *what;
	u32 told;
	u64 first;
	u32 room;
	u64 first_after;
	u32 copied;
} readings[] = {
	{ "none", 0, 0, 64, 0, 0 },
	{ "no room", 10, 0, 0, 0, 0 },
	{ "little room", 10, 3, 4, 3, 4 },
	{ "up to the last", 10, 3, 64, 3, 7 },
	{ "behind the last", 10, 10, 64, 10, 0 },
	{ "far behind", 10, ~0ull, 64, ~0ull, 0 },
	{ "a full ring", MM011_NR_EVENTS, 0, 64, 0, 64 },
	{ "one more than a full ring", MM011_NR_EVENTS + 1, 0, 64, 1, 64 },
	{ "one that is gone", 5000, 5000 - MM011_NR_EVENTS - 1, 8, 5000 - MM011_NR_EVENTS, 8 },
	{ "the oldest", 5000, 5000 - MM011_NR_EVENTS, 8, 5000 - MM011_NR_EVENTS, 8 },
	{ "across the end of the ring", 5000, 4090, 16, 4090, 16 },
};

static void reading_desc(const struct reading *r, char *desc)
{
	strscpy(desc, r->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(reading, readings, reading_desc);

static void a_reader_gets_what_is_kept(struct kunit *test)
{
	const struct reading *r = test->param_value;
	struct rig *rig = test->priv;
	u64 first = r->first;
	u32 i;

	tell_many(test, r->told);
	memset(rig->log, 0xee, sizeof(rig->log));
	KUNIT_EXPECT_EQ(test, mm011_events(&rig->m, &first, rig->log, r->room), r->copied);
	KUNIT_EXPECT_EQ(test, first, r->first_after);
	for (i = 0; i < r->copied; i++) {
		KUNIT_EXPECT_EQ(test, rig->log[i].seq, first + i);
		KUNIT_EXPECT_EQ(test, rig->log[i].b, 2 * (u32)(first + i));
	}
	if (i < RIG_LOG)
		KUNIT_EXPECT_EQ(test, rig->log[i].type, 0xeeeeeeeeu);
}

/* ---- which of them are an operation's own ---- */

static void an_operation_says_which_events_are_its_own(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_op op = { .code = MM011_OP_GET_FREE_PAGE, .flags = MM011_OPF_EVENTS };

	m->event_seq = 4090;
	mm011_op_run(m, &op, NULL);
	rig_hold(test, op.ret);
	KUNIT_EXPECT_EQ(test, op.first_event, 4090ull);
	KUNIT_EXPECT_EQ(test, op.events, 3u);	/* the operation, mem_map[], zeros */
	KUNIT_EXPECT_EQ(test, m->event_seq, 4093ull);
	op.flags = 0;
	mm011_op_run(m, &op, NULL);
	rig_hold(test, op.ret);
	KUNIT_EXPECT_EQ(test, op.first_event, 4093ull);
	KUNIT_EXPECT_EQ(test, op.events, 0u);
}

/* not an operation at all, or none that this machine can do now */
static void what_is_refused_has_no_events(struct kunit *test)
{
	static const struct mm011_op refused[] = {
		{ .code = MM011_OP_MAX },
		{ .code = MM011_OP_FREE_PAGE, .arg = { 1, 1 }, .flags = MM011_OPF_EVENTS },
		{ .code = MM011_OP_FORK, .task = 5, .flags = MM011_OPF_EVENTS },
		{ .code = MM011_OP_PEEK32, .arg = { ~0u }, .flags = MM011_OPF_EVENTS },
		{ .code = MM011_OP_WAKE, .task = 1, .flags = MM011_OPF_EVENTS },
	};
	struct mm011_machine *m = rig_machine(test);
	struct mm011_op op;
	u32 i;

	m->event_seq = 7;
	for (i = 0; i < ARRAY_SIZE(refused); i++) {
		op = refused[i];
		op.first_event = 99;
		op.events = 99;
		mm011_op_run(m, &op, NULL);
		KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_REFUSED);
		KUNIT_EXPECT_EQ(test, op.events, 0u);
		KUNIT_EXPECT_EQ(test, op.first_event, i < 2 ? 0ull : 7ull);
	}
	KUNIT_EXPECT_EQ(test, m->event_seq, 7ull);
}

/* a host with one stack, which runs what is begun at once; what is woken is its owner's */
static struct mm011_sleeper the_sleeper;

static int make_stack(struct mm011_machine *m, const struct mm011_op *op, const void *data,
		      struct mm011_sleeper **sleeper)
{
	the_sleeper = (struct mm011_sleeper){ .m = m, .op = *op };
	*sleeper = &the_sleeper;
	return 0;
}

static void turn_stack(struct mm011_sleeper *sleeper)
{
	sleeper->m->by.owner = 55;
	mm011_sleeper_run(sleeper);
}

static void end_stack(struct mm011_sleeper *sleeper)
{
	sleeper->m = NULL;
}

static const struct mm011_stacks one_stack = {
	.make = make_stack, .turn = turn_stack, .end = end_stack
};

static void a_waker_has_the_events_of_whom_it_woke(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_op op = { .code = MM011_OP_FREE_PAGE, .flags = MM011_OPF_SLEEP |
			       MM011_OPF_EVENTS, .arg = { 0xfff000 } };
	const struct mm011_host *host = m->host;
	struct mm011_host with_stacks = *host;

	with_stacks.stacks = &one_stack;
	m->host = &with_stacks;
	m->by.owner = 44;
	m->event_seq = 7;
	mm011_set_count(m, mm011_map_nr(0xfff000), 2);
	mm011_op_run(m, &op, NULL);
	KUNIT_EXPECT_EQ(test, op.error, 0);
	KUNIT_EXPECT_EQ(test, op.first_event, 7ull);
	KUNIT_EXPECT_EQ(test, op.events, 2u);
	KUNIT_EXPECT_EQ(test, m->by.owner, 44u);
	KUNIT_EXPECT_NULL(test, the_sleeper.m);
	/* as if it had slept until now */
	make_stack(m, &op, NULL, &m->sleepers.by_task[1]);
	op = (struct mm011_op){ .code = MM011_OP_WAKE, .task = 1 };
	mm011_op_run(m, &op, NULL);
	KUNIT_EXPECT_EQ(test, op.error, 0);
	KUNIT_EXPECT_EQ(test, op.first_event, 9ull);
	KUNIT_EXPECT_EQ(test, op.events, 2u);
	KUNIT_EXPECT_EQ(test, m->event[9].owner, 55u);
	KUNIT_EXPECT_EQ(test, m->by.owner, 44u);
	KUNIT_EXPECT_NULL(test, m->sleepers.by_task[1]);
	m->by.owner = 0;
	m->host = host;
}

static struct kunit_case ring_cases[] = {
	KUNIT_CASE(each_event_is_numbered_and_told_to_the_host),
	KUNIT_CASE(a_host_need_not_listen),
	KUNIT_CASE_PARAM(a_reader_gets_what_is_kept, reading_gen_params),
	KUNIT_CASE(an_operation_says_which_events_are_its_own),
	KUNIT_CASE(what_is_refused_has_no_events),
	KUNIT_CASE(a_waker_has_the_events_of_whom_it_woke),
	{}
};

struct kunit_suite mm011_ring_suite = {
	.name = "mm011_ring",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = ring_cases,
};
