/* SPDX-License-Identifier: GPL-2.0 */
/* Reading and printing JSON. */
#ifndef _CTL_TEXT_JSON_H
#define _CTL_TEXT_JSON_H

#include "kernel.h"

#include <jansson.h>

/**
 * print_json - print a value to stdout
 * @value: the value; the reference to it is dropped
 */
void print_json(json_t *value);

/**
 * json_number - get a number from an object
 * @object: the object
 * @name: name of the member
 *
 * Return: the number, or 0 if there is no such member.
 */
u64 json_number(const json_t *object, const char *name);

/**
 * json_text - get a string from an object
 * @object: the object
 * @name: name of the member
 *
 * Return: the string, part of @object, or "" if there is no such member.
 */
const char *json_text(const json_t *object, const char *name);

#endif /* _CTL_TEXT_JSON_H */
