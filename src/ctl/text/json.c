// SPDX-License-Identifier: GPL-2.0
#include "json.h"

#include <stdio.h>

void print_json(json_t *value)
{
	json_dumpf(value, stdout, JSON_INDENT(2) | JSON_ENCODE_ANY);
	putchar('\n');
	json_decref(value);
}

u64 json_number(const json_t *object, const char *name)
{
	return json_integer_value(json_object_get(object, name));
}

const char *json_text(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}
