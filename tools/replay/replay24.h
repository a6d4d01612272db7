/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Play a recorded run of a real Linux 2.4.0 to a machine.
 */
#ifndef _MM011CTL_REPLAY24_H
#define _MM011CTL_REPLAY24_H

#include "replay/trace24.h"
#include "target/target.h"

struct steps24;

/**
 * struct replay24 - a run that is played
 * @t: the machine
 * @trace: the run
 * @verbose: tell each step, and what it changes
 * @functions: those that have begun, and address spaces
 * @pages: page frames of the real machine
 * @zone: numbers of its zones that have any
 * @zones: how many these are
 * @lru: the run tells of pages in use
 * @swap_pages: of its swap space
 * @pressure: memory_pressure when it was looked at last
 * @recalculated: how often memory_pressure fell between two lines
 * @allocs_told: allocations that were not done once more, as too many slept in it
 * @steps: how many steps were done and compared
 * @told: how many steps of the run were not: what they did is not known to the machine
 * @divergences: how many differed: the first one is the last
 * @count: how many of each event were done
 * @line: the number of the line that differed
 * @differs: what differed, for people
 * @problem: why it cannot go on, empty: it can
 * @seconds: that the steps took
 */
struct replay24 {
	struct target *t;
	struct trace24 trace;
	bool verbose;
	struct steps24 *functions;
	u32 pages;
	u32 zone[MM011_NR_ZONES];
	u32 zones;
	bool lru;
	u32 swap_pages;
	u32 pressure;
	u32 recalculated;
	u32 allocs_told;
	u32 steps;
	u32 told;
	u32 divergences;
	u32 count[TRACE24_EVENTS];
	unsigned long line;
	char differs[200];
	char problem[200];
	double seconds;
};

int replay24(struct replay24 *r, struct lines *in);
u32 replay24_events(const struct replay24 *r);
int replay24_differs(struct replay24 *r, const char *what, u32 recorded, u32 found,
		     const char *as);

int replay24_differs_text(struct replay24 *r, const char *what, const char *recorded,
			  const char *found);

#endif
