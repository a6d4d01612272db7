// SPDX-License-Identifier: GPL-2.0
/*
 * One line of JSON, an object: RFC 8259 to the letter, but for names with escapes,
 * which are refused, as are two fields of one name. Values are looked at where they
 * stand, so that a line costs no memory beside itself.
 */

#include <stdlib.h>
#include <string.h>

#include "replay/json.h"

#define MAX_DEPTH 5	/* of arrays and objects in each other */

/* what is left of the text */
struct cursor {
	const char *at;
	const char *end;
	const char *problem;
};

static bool wrong(struct cursor *c, const char *problem)
{
	if (!c->problem)
		c->problem = problem;
	return false;
}

static char peek(const struct cursor *c)
{
	return c->at < c->end ? *c->at : 0;
}

static bool take(struct cursor *c, char wanted)
{
	if (peek(c) != wanted)
		return false;
	c->at++;
	return true;
}

static void skip_blanks(struct cursor *c)
{
	while (c->at < c->end && strchr(" \t\r\n", *c->at) && *c->at)
		c->at++;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool take_digits(struct cursor *c)
{
	const char *begin = c->at;

	while (is_digit(peek(c)))
		c->at++;
	return c->at > begin;
}

static bool take_number(struct cursor *c)
{
	take(c, '-');
	if (!take(c, '0') && !take_digits(c))
		return wrong(c, "no value of JSON");
	if (is_digit(peek(c)))
		return wrong(c, "a number with a zero before it");
	if (take(c, '.') && !take_digits(c))
		return wrong(c, "a number without digits behind its point");
	if (!take(c, 'e') && !take(c, 'E'))
		return true;
	if (!take(c, '-'))
		take(c, '+');
	return take_digits(c) || wrong(c, "a number without an exponent");
}

static bool take_escape(struct cursor *c)
{
	int i;

	if (peek(c) && strchr("\"\\/bfnrt", peek(c))) {
		c->at++;
		return true;
	}
	if (!take(c, 'u'))
		return wrong(c, "an unknown escape in a string");
	for (i = 0; i < 4; i++, c->at++)
		if (!is_hex(peek(c)))
			return wrong(c, "an unknown escape in a string");
	return true;
}

/* behind the first quote, up to the second; what is between them */
static bool take_string(struct cursor *c, struct json_value *v)
{
	*v = (struct json_value){ .type = JSON_STRING, .text = c->at };
	while (!take(c, '"')) {
		if (c->at == c->end)
			return wrong(c, "a string without an end");
		if ((unsigned char)*c->at < ' ')
			return wrong(c, "a control character in a string");
		if (*c->at++ == '\\' && !take_escape(c))
			return false;
	}
	v->len = c->at - 1 - v->text;
	return true;
}

static bool take_word(struct cursor *c, const char *word)
{
	size_t n = strlen(word);

	if ((size_t)(c->end - c->at) < n || memcmp(c->at, word, n))
		return false;
	c->at += n;
	return true;
}

static bool take_value(struct cursor *c, u32 depth, struct json_value *v);

/* the name of a field, and the colon */
static bool take_name(struct cursor *c, struct json_value *name)
{
	skip_blanks(c);
	if (!take(c, '"'))
		return wrong(c, "a field without a name in quotes");
	if (!take_string(c, name))
		return false;
	if (memchr(name->text, '\\', name->len))
		return wrong(c, "an escape in a field's name");
	skip_blanks(c);
	return take(c, ':') || wrong(c, "a field without a value");
}

/* behind a value in an object or array: true when another follows, *good: or its end */
static bool another(struct cursor *c, char end, bool *good)
{
	skip_blanks(c);
	if (take(c, ','))
		return true;
	*good = take(c, end) || wrong(c, "no comma between two values, or no end");
	return false;
}

/* behind the first bracket, up to the last */
static bool take_items(struct cursor *c, u32 depth, bool named, char end)
{
	struct json_value item;
	bool good = true;

	skip_blanks(c);
	if (take(c, end))
		return true;
	do {
		if ((named && !take_name(c, &item)) || !take_value(c, depth, &item))
			return false;
	} while (another(c, end, &good));
	return good;
}

static bool take_value(struct cursor *c, u32 depth, struct json_value *v)
{
	bool good;

	skip_blanks(c);
	if (take(c, '"'))
		return take_string(c, v);
	*v = (struct json_value){ .text = c->at };
	if (peek(c) == '{' || peek(c) == '[') {
		if (depth == MAX_DEPTH)
			return wrong(c, "too many brackets in each other");
		v->type = *c->at == '{' ? JSON_OBJECT : JSON_ARRAY;
		c->at++;
		good = take_items(c, depth + 1, v->type == JSON_OBJECT,
				  v->type == JSON_OBJECT ? '}' : ']');
	} else if (take_word(c, "true") || take_word(c, "false") || take_word(c, "null")) {
		v->type = JSON_WORD;
		good = true;
	} else {
		v->type = JSON_NUMBER;
		good = take_number(c);
	}
	v->len = c->at - v->text;
	return good;
}

static bool is_name(const struct json_field *field, const char *name, size_t len)
{
	return field->len == len && !memcmp(field->name, name, len);
}

static bool add_field(struct json_object *o, struct cursor *c)
{
	struct json_value name;
	u32 i;

	if (!take_name(c, &name))
		return false;
	for (i = 0; i < o->count; i++)
		if (is_name(&o->field[i], name.text, name.len))
			return wrong(c, "two fields of one name");
	if (o->count == JSON_FIELDS)
		return wrong(c, "too many fields");
	o->field[o->count] = (struct json_field){ .name = name.text, .len = name.len };
	return take_value(c, 1, &o->field[o->count++].value);
}

static bool parse_object(struct json_object *o, struct cursor *c)
{
	bool good = true;

	skip_blanks(c);
	if (!take(c, '{'))
		return wrong(c, "it does not begin with {");
	skip_blanks(c);
	if (!take(c, '}')) {
		do {
			if (!add_field(o, c))
				return false;
		} while (another(c, '}', &good));
	}
	skip_blanks(c);
	return good && (c->at == c->end || wrong(c, "something follows the object"));
}

/**
 * json_parse() - take an object apart
 * @o: filled in; it points into the text
 * @text: the object, and nothing else
 * @len: its length
 *
 * Return: whether it is one; @o->problem tells why not.
 */
bool json_parse(struct json_object *o, const char *text, size_t len)
{
	struct cursor c = { .at = text, .end = text + len };
	bool good;

	o->count = 0;
	good = parse_object(o, &c);
	o->problem = c.problem;
	return good;
}

/**
 * json_find() - a field's value
 * @o: object
 * @name: the field's name
 *
 * Return: the value, NULL when there is no such field.
 */
const struct json_value *json_find(struct json_object *o, const char *name)
{
	u32 i;

	for (i = 0; i < o->count; i++) {
		if (!is_name(&o->field[i], name, strlen(name)))
			continue;
		o->field[i].asked = true;
		return &o->field[i].value;
	}
	return NULL;
}

/**
 * json_unasked() - a field that nobody has looked for
 * @o: object
 *
 * Return: the first of them, NULL when there is none.
 */
const struct json_field *json_unasked(const struct json_object *o)
{
	u32 i;

	for (i = 0; i < o->count; i++)
		if (!o->field[i].asked)
			return &o->field[i];
	return NULL;
}

/**
 * json_u32() - a number of 32 bits
 * @v: value, NULL: none
 * @number: where it goes; negative ones down to -2^31 as they are in 32 bits
 *
 * Return: JSON_OK, or what is wrong.
 */
enum json_result json_u32(const struct json_value *v, u32 *number)
{
	const char *at;
	u64 sum = 0;
	bool minus;

	if (!v)
		return JSON_MISSING;
	minus = v->type == JSON_NUMBER && *v->text == '-';
	if (v->type != JSON_NUMBER)
		return JSON_WRONG_TYPE;
	for (at = v->text + minus; at < v->text + v->len; at++) {
		if (!is_digit(*at))
			return JSON_WRONG_TYPE;
		sum = 10 * sum + (*at - '0');
		if (sum > 0xffffffff)
			return JSON_OUT_OF_RANGE;
	}
	if (minus && sum > 0x80000000)
		return JSON_OUT_OF_RANGE;
	*number = minus ? -(u32)sum : (u32)sum;
	return JSON_OK;
}

/**
 * json_bool() - true or false
 * @v: value, NULL: none
 * @truth: where it goes
 *
 * Return: JSON_OK, or what is wrong.
 */
enum json_result json_bool(const struct json_value *v, bool *truth)
{
	if (!v)
		return JSON_MISSING;
	if (v->type != JSON_WORD || *v->text == 'n')
		return JSON_WRONG_TYPE;
	*truth = *v->text == 't';
	return JSON_OK;
}

/* four digits that are known to be some */
static u32 hex_value(const char *digits)
{
	char four[5] = "";

	memcpy(four, digits, 4);
	return strtoul(four, NULL, 16);
}

/* what an escape stands for, 0: no character of ASCII; *at is moved behind it */
static char unescape(const char **at)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	u32 value;

	if (**at != 'u')
		return to[strchr(from, *(*at)++) - from];
	value = hex_value(*at + 1);
	*at += 5;
	return value < 0x80 ? value : 0;
}

/**
 * json_text() - a string
 * @v: value, NULL: none
 * @to: where its characters go, with a 0 at the end; those that are written as an
 *	escape and are none of ASCII become a question mark
 * @room: how much fits
 *
 * Return: JSON_OK, or what is wrong: JSON_OUT_OF_RANGE when it is too long, or has
 * a zero in it.
 */
enum json_result json_text(const struct json_value *v, char *to, size_t room)
{
	const char *at, *end;
	size_t used = 0;
	char c;

	if (!v)
		return JSON_MISSING;
	if (v->type != JSON_STRING)
		return JSON_WRONG_TYPE;
	for (at = v->text, end = v->text + v->len; at < end; to[used++] = c) {
		c = *at++;
		if (c == '\\' && !strncmp(at, "u0000", 5))
			return JSON_OUT_OF_RANGE;
		if (c == '\\')
			c = unescape(&at);
		if (!c)
			c = '?';
		if (used + 1 >= room)
			return JSON_OUT_OF_RANGE;
	}
	to[used] = 0;
	return JSON_OK;
}

/**
 * json_next() - the next item of an array
 * @rest: an array, which json_parse() has looked through; what is left of it comes out
 * @item: the item
 *
 * Return: whether there was one.
 */
bool json_next(struct json_value *rest, struct json_value *item)
{
	struct cursor c;

	if (rest->type != JSON_ARRAY)
		return false;
	c = (struct cursor){ .at = rest->text, .end = rest->text + rest->len };
	/* the bracket before the first item, the comma before each other */
	if (!take(&c, '['))
		take(&c, ',');
	skip_blanks(&c);
	if (peek(&c) == ']' || !take_value(&c, 1, item))
		return false;
	skip_blanks(&c);
	rest->text = c.at;
	rest->len = c.end - c.at;
	return true;
}
