/* SPDX-License-Identifier: GPL-2.0 */
/* netflowctl's own table for a monitor. */
#ifndef _CTL_RULES_OWN_TABLE_H
#define _CTL_RULES_OWN_TABLE_H

#include <jansson.h>

#include "specs.h"

#define EXPRESSION_NETFLOW	"netflow"

/* In the layout with matches: the end of rules, which leads to the chain with the expression. */
#define RULE_TAIL		"counter goto " CHAIN_NETFLOW

struct own_table;

/**
 * rules_priority - get the priority in a hook at which packets are counted
 * @hook: number of the hook
 * Return: the priority of the chain.
 */
int rules_priority(int hook);

/**
 * rules_meter - create the chain that has the expression, and the table if needed
 * @own: the table
 *
 * No rule leads to a new chain yet; rules that lead to an existing one stay in effect.
 * Return: 0 or a negative errno, reported on stderr.
 */
int rules_meter(const struct own_table *own);

/**
 * rules_plain_replace - rules_replace() for the layout without matches
 * @own: the table
 * @specs: normalised, at least one
 * Return: 0 or a negative errno, reported on stderr.
 */
int rules_plain_replace(const struct own_table *own, const json_t *specs);

/**
 * rules_plain_check - rules_check() for the layout without matches
 * @own: the table
 * @specs: at least one
 * Return: 0 or a negative errno, reported on stderr.
 */
int rules_plain_check(const struct own_table *own, const json_t *specs);

/**
 * rules_meter_remove - remove the chain of rules_meter() after a failure
 * @table: name of the table
 */
void rules_meter_remove(const char *table);

/**
 * rules_table_remove - remove a table
 * @table: name of a table that netflowctl made
 * Return: 0, also if there is no such table; or a negative errno, reported on stderr.
 */
int rules_table_remove(const char *table);

#endif /* _CTL_RULES_OWN_TABLE_H */
