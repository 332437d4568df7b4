/* SPDX-License-Identifier: GPL-2.0 */
/* The chains of netflowctl's own tables. */
#ifndef _CTL_RULES_CHAINS_H
#define _CTL_RULES_CHAINS_H

#include <jansson.h>
#include <stdbool.h>

/**
 * rules_chains - list the chains of an own table that contain its rules
 * @table: name of the table
 * Return: a new object {NAME: whether it is a base chain}, or NULL after reporting the error
 * on stderr.
 */
json_t *rules_chains(const char *table);

/**
 * rules_due - check whether an interface for which a monitor's rules wait has appeared
 * @table: name of the monitor's own table
 * @specs: the rules in it
 * Return: true if there is such a rule; rules_replace() activates it.
 */
bool rules_due(const char *table, const json_t *specs);

#endif /* _CTL_RULES_CHAINS_H */
