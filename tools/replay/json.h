/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One line of JSON, an object, looked at where it stands: nothing is allocated,
 * whatever is in it. Strict: what JSON does not allow is refused.
 */
#ifndef _MM011CTL_JSON_H
#define _MM011CTL_JSON_H

#include <linux/types.h>

#define JSON_FIELDS	32	/* of an object */

/**
 * struct json_value - a value within the line
 * @type: JSON_*
 * @text: where it stands; of a string, what is between the quotes
 * @len: how many bytes
 */
struct json_value {
	enum { JSON_NONE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT, JSON_WORD } type;
	const char *text;
	size_t len;
};

struct json_field {
	const char *name;
	size_t len;
	struct json_value value;
	bool asked;		/* somebody has looked for it */
};

struct json_object {
	struct json_field field[JSON_FIELDS];
	u32 count;
	const char *problem;	/* why it is none */
};

enum json_result { JSON_OK, JSON_MISSING, JSON_WRONG_TYPE, JSON_OUT_OF_RANGE };

bool json_parse(struct json_object *o, const char *text, size_t len);
const struct json_value *json_find(struct json_object *o, const char *name);
const struct json_field *json_unasked(const struct json_object *o);
enum json_result json_u32(const struct json_value *v, u32 *number);
enum json_result json_bool(const struct json_value *v, bool *truth);
enum json_result json_text(const struct json_value *v, char *to, size_t room);
bool json_next(struct json_value *rest, struct json_value *item);

#endif
