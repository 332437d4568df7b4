/* SPDX-License-Identifier: GPL-2.0 */
/* netflowctl's own table for a monitor. */
#ifndef _CTL_RULES_OWN_TABLE_H
#define _CTL_RULES_OWN_TABLE_H

#include <jansson.h>

#include "uapi/nf_netflow.h"

#define EXPRESSION_NETFLOW	"netflow"
#define OWN_TABLE		"netflow"
#define TABLE_NAME_SIZE		(NETFLOW_MONITOR_NAME_SIZE + sizeof("netflow-"))

/* In the layout with matches: the chain that has the expression, and what leads there. */
#define CHAIN_NETFLOW		"netflow"
#define RULE_TAIL		"counter goto " CHAIN_NETFLOW

/* Room for the name of a chain of ours. */
#define CHAIN_NAME_SIZE		48

/**
 * rules_table_name - make the name of a monitor's own table
 * @monitor: its name
 * @name: gets the table's name; TABLE_NAME_SIZE bytes
 */
void rules_table_name(const char *monitor, char *name);

/**
 * rules_priority - where in a hook packets are counted
 * @hook: its number
 * Return: the priority of the chain.
 */
int rules_priority(int hook);

/**
 * rules_meter - make the chain that has the expression, and the table if needed
 * @monitor: its name
 *
 * No rule leads to a new chain yet; rules that lead to an existing one stay in effect.
 * Return: 0 or a negative errno, reported on stderr.
 */
int rules_meter(const char *monitor);

/**
 * rules_plain_replace - rules_replace() for the layout without matches
 * @monitor: its name
 * @specs: normalised, at least one
 * Return: 0 or a negative errno, reported on stderr.
 */
int rules_plain_replace(const char *monitor, const json_t *specs);

/**
 * rules_plain_check - rules_check() for the layout without matches
 * @monitor: its name
 * @specs: at least one
 * Return: 0 or a negative errno, reported on stderr.
 */
int rules_plain_check(const char *monitor, const json_t *specs);

/**
 * rules_meter_remove - remove that chain again after a failure
 * @monitor: its name
 */
void rules_meter_remove(const char *monitor);

/**
 * rules_remove - remove a monitor's table
 * @monitor: its name
 * Return: 0, also if there is no such table; or a negative errno, reported on stderr.
 */
int rules_remove(const char *monitor);

#endif /* _CTL_RULES_OWN_TABLE_H */
