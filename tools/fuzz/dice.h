/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Random numbers that are the same everywhere.
 */
#ifndef _MM011_DICE_H
#define _MM011_DICE_H

#include <linux/types.h>

/**
 * struct dice - a xorshift generator, so that a seed always gives the same
 * @state: not 0
 */
struct dice {
	u64 state;
};

/**
 * dice_roll() - a random number
 * @d: the dice
 * @sides: how many numbers there are
 *
 * Return: 0 .. sides - 1.
 */
static inline u32 dice_roll(struct dice *d, u32 sides)
{
	d->state ^= d->state << 13;
	d->state ^= d->state >> 7;
	d->state ^= d->state << 17;
	return (u32)(d->state >> 24) % sides;
}

/**
 * dice_chance() - does something happen that seldom does?
 * @d: the dice
 * @percent: how often it does
 *
 * Return: whether it does.
 */
static inline bool dice_chance(struct dice *d, u32 percent)
{
	return dice_roll(d, 100) < percent;
}

#endif
