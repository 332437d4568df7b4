/* SPDX-License-Identifier: GPL-2.0 */
/* Rules with a match. */
#ifndef _CTL_RULES_MATCH_H
#define _CTL_RULES_MATCH_H

#include <jansson.h>

struct own_table;

/**
 * rules_match_check - rules_check() for the layout with matches
 * @own: the table
 * @specs: at least one
 * Return: 0 or a negative errno, reported on stderr.
 */
int rules_match_check(const struct own_table *own, const json_t *specs);

/**
 * rules_match_replace - rules_replace() for the layout with matches
 * @own: the table
 * @specs: normalised, at least one
 * Return: 0 or a negative errno, reported on stderr.
 */
int rules_match_replace(const struct own_table *own, const json_t *specs);

/**
 * rules_match_texts - read the matches of an own table's rules as nft prints them
 * @table: name of the table
 * Return: a new object {HANDLE as text: MATCH}, empty if nft cannot list the table.
 */
json_t *rules_match_texts(const char *table);

#endif /* _CTL_RULES_MATCH_H */
