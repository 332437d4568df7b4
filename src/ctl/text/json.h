/* SPDX-License-Identifier: GPL-2.0 */
/* JSON for programs, and what is read from it. */
#ifndef _CTL_TEXT_JSON_H
#define _CTL_TEXT_JSON_H

#include "kernel.h"

#include <jansson.h>

/** print_json - print a value and drop the reference to it */
void print_json(json_t *value);

/** json_number - a member of an object, 0 if it isn't there */
u64 json_number(const json_t *object, const char *name);

/** json_text - a member of an object, "" if it isn't there */
const char *json_text(const json_t *object, const char *name);

#endif /* _CTL_TEXT_JSON_H */
