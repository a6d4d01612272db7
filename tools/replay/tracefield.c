// SPDX-License-Identifier: GPL-2.0
/*
 * The fields of a line of a recorded run: each has a type, and may be missing or not.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ctl/lines.h"
#include "ctl/printable.h"
#include "replay/traceline.h"

/**
 * trace_damaged() - say why a line is none of a recorded run
 * @t: a run, whose problem is set
 * @what: the reason
 * @text: what stands behind it, as the file has it
 *
 * Return: -EINVAL.
 */
int trace_damaged(struct trace *t, const char *what, const char *text)
{
	char shown[80];

	snprintf(t->problem, sizeof(t->problem), "line %lu: %s%s", lines_number(t->in), what,
		 printable(text, shown, sizeof(shown)));
	return -EINVAL;
}

static int unreadable(struct trace *t, const char *name, enum json_result result,
		      const char *type)
{
	char what[80];

	if (result == JSON_MISSING)
		snprintf(what, sizeof(what), "%s is missing: ", type);
	else if (result == JSON_OUT_OF_RANGE)
		snprintf(what, sizeof(what), "%s is out of range: ", type);
	else
		snprintf(what, sizeof(what), "this is not %s: ", type);
	return trace_damaged(t, what, name);
}

/**
 * field_get_number() - a number of 32 bits
 * @t: a run, of which a line has been read
 * @name: the field
 * @number: where it goes
 *
 * Return: 0, or -EINVAL with the problem told.
 */
int field_get_number(struct trace *t, const char *name, u32 *number)
{
	enum json_result result = json_u32(json_find(&t->line, name), number);

	return result ? unreadable(t, name, result, "a number") : 0;
}

/**
 * field_may_have_number() - a number of 32 bits, or none
 * @t: a run, of which a line has been read
 * @name: the field
 * @number: where it goes
 * @has: whether there is one
 *
 * Return: 0, or -EINVAL with the problem told.
 */
int field_may_have_number(struct trace *t, const char *name, u32 *number, bool *has)
{
	enum json_result result = json_u32(json_find(&t->line, name), number);

	*has = !result;
	return result && result != JSON_MISSING ? unreadable(t, name, result, "a number") : 0;
}

/**
 * field_get_number_below() - a number with a limit
 * @t: a run, of which a line has been read
 * @name: the field
 * @number: where it goes
 * @end: it must be less
 *
 * Return: 0, or -EINVAL with the problem told.
 */
int field_get_number_below(struct trace *t, const char *name, u32 *number, u32 end)
{
	int err = field_get_number(t, name, number);

	return !err && *number >= end ? unreadable(t, name, JSON_OUT_OF_RANGE, "a number") : err;
}

/**
 * field_get_text() - a string
 * @t: a run, of which a line has been read
 * @name: the field
 * @to: where it goes; empty when it is missing
 * @room: how much fits
 *
 * Return: 0, or -EINVAL with the problem told.
 */
int field_get_text(struct trace *t, const char *name, char *to, size_t room)
{
	enum json_result result = json_text(json_find(&t->line, name), to, room);

	if (result)
		*to = 0;
	return result && result != JSON_MISSING ? unreadable(t, name, result, "a text") : 0;
}

/**
 * field_is_hex() - are these hex digits, small ones?
 * @digits: a string
 *
 * Return: whether all are.
 */
bool field_is_hex(const char *digits)
{
	return !digits[strspn(digits, "0123456789abcdef")];
}

/**
 * field_may_have_crc() - a checksum of 8 hex digits, or none
 * @t: a run, of which a line has been read
 * @name: the field
 * @crc: where it goes
 * @has: whether there is one
 *
 * Return: 0, or -EINVAL with the problem told.
 */
int field_may_have_crc(struct trace *t, const char *name, u32 *crc, bool *has)
{
	char text[16];
	int err = field_get_text(t, name, text, sizeof(text));

	*has = json_find(&t->line, name);
	if (err || !*has)
		return err;
	if (strlen(text) != 8 || !field_is_hex(text))
		return trace_damaged(t, "no checksum of 8 hex digits: ", name);
	*crc = strtoul(text, NULL, 16);
	return 0;
}

/**
 * field_get_crc() - a checksum of 8 hex digits
 * @t: a run, of which a line has been read
 * @name: the field
 * @crc: where it goes
 *
 * Return: 0, or -EINVAL with the problem told.
 */
int field_get_crc(struct trace *t, const char *name, u32 *crc)
{
	bool has;
	int err = field_may_have_crc(t, name, crc, &has);

	return err || has ? err : trace_damaged(t, "no checksum of 8 hex digits: ", name);
}

/**
 * field_may_have_pair() - [A, B], or nothing
 * @t: a run, of which a line has been read
 * @name: the field
 * @pair: where the two numbers go
 * @has: whether there are any
 *
 * Return: 0, or -EINVAL with the problem told.
 */
int field_may_have_pair(struct trace *t, const char *name, u32 pair[2], bool *has)
{
	const struct json_value *v = json_find(&t->line, name);
	struct json_value rest, item;
	u32 n = 0;

	*has = v;
	if (!v)
		return 0;
	for (rest = *v; n < 2 && json_next(&rest, &item); n++)
		if (json_u32(&item, &pair[n]))
			break;
	if (n < 2 || json_next(&rest, &item))
		return trace_damaged(t, "these are not two numbers: ", name);
	return 0;
}
