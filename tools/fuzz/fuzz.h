/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011_FUZZ_H
#define _MM011_FUZZ_H

#include "fuzz/dice.h"
#include "ref/reference.h"

#define MAX_PENDING 4
#define MAX_OBJECTS 32
#define MAX_NEXT 8

/* an operation of a random program */
struct step {
	struct mm011_op op;
	u32 fail;	/* which read or write of the swap space in it fails, 0: none */
	u32 seed;	/* its bytes come from this number, ... */
	u32 page;	/* ... the page that entries among them name, ... */
	struct mm011_task_info task;	/* ... and this, which is LOAD_TASK's */
};

struct generator {
	struct dice dice;
	u32 kernel;
	bool hostile;
	u32 end;			/* of memory */
	bool sleepless;			/* nobody sleeps */
	bool failing;			/* the swap space fails now and then */
	u32 asked;			/* which operation of a sleeper was asked for last */
	struct {
		u32 task, page, addr;
	} pending[MAX_PENDING];		/* loads between their two steps */
	u32 nr_pending;
	u32 object[MAX_OBJECTS];	/* from malloc() */
	u32 nr_objects;
	u32 page[MAX_OBJECTS];		/* from get_free_page() */
	u32 nr_pages;
	struct mm011_op next[MAX_NEXT];	/* what must follow */
	u32 nr_next;
	struct mm011_op begun[MM011_NR_TASKS];	/* what each task sleeps in, code 0: nothing */
	bool spoiled;			/* what follows is chance */
	bool overtaken[MM011_NR_TASKS];	/* a fork that sleeps: another has ended meanwhile */
};

/* generate.c: what could come next */
bool generate_more(u32 *code);
u32 generate_code(u32 n);
void generate_reset(struct generator *g, struct mm011_reset *reset);
void generate(struct generator *g, const struct reference *r, struct step *step);
void generate_learn(struct generator *g, const struct mm011_op *done);

/* gentask.c */
bool generate_unfit(const struct step *step, const struct reference *r, u32 kernel);

/* gendata.c */
void generate_data(const struct step *step, u8 *data);

/* fuzzprint.c: a program for people */
void fuzz_print_reset(const struct mm011_reset *reset);
void fuzz_print(const struct step *step);

/* fuzzcount.c: what has been made */
void fuzz_count(const struct mm011_op *done);
bool fuzz_counted(u32 kernel);

/* pair.c: both implementations side by side */
struct pair;

struct pair *pair_new(void);
void pair_free(struct pair *p);
void pair_reset(struct pair *p, const struct mm011_reset *reset);
bool pair_op(struct pair *p, struct mm011_op *op, u8 *data, u32 fail);
bool pair_same_memory(struct pair *p);
struct reference *pair_reference(struct pair *p);
bool pair_same_changes(struct pair *p);
bool pair_save(struct pair *p);
void pair_restore(struct pair *p);
u64 pair_time(const struct pair *p);
bool pair_stopped(const struct pair *p);
u32 pair_kernel(const struct pair *p);
const char *pair_difference(const struct pair *p);

/* stream.c: what the original code answered */
bool stream(struct pair *p, const char *commands, const char *expected);

#endif
