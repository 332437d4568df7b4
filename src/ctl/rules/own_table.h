/* SPDX-License-Identifier: GPL-2.0 */
/* netflowctl's own table for a monitor. */
#ifndef _CTL_RULES_OWN_TABLE_H
#define _CTL_RULES_OWN_TABLE_H

#include <jansson.h>

#include "uapi/nf_netflow.h"

#define EXPRESSION_NETFLOW	"netflow"
#define OWN_TABLE		"netflow"
#define TABLE_NAME_SIZE		(NETFLOW_MONITOR_NAME_SIZE + sizeof("netflow-"))

/* In the layout with matches: the chain that has the expression, and the end of other rules. */
#define CHAIN_NETFLOW		"netflow"
#define RULE_TAIL		"counter goto " CHAIN_NETFLOW

/* Size of a buffer for the name of one of our chains. */
#define CHAIN_NAME_SIZE		48

/**
 * rules_table_name - write the name of a monitor's own table
 * @monitor: name of the monitor
 * @name: gets the table's name; TABLE_NAME_SIZE bytes
 */
void rules_table_name(const char *monitor, char *name);

/**
 * rules_priority - get the priority in a hook at which packets are counted
 * @hook: number of the hook
 * Return: the priority of the chain.
 */
int rules_priority(int hook);

/**
 * rules_meter - create the chain that has the expression, and the table if needed
 * @monitor: name of the monitor
 *
 * No rule leads to a new chain yet; rules that lead to an existing one stay in effect.
 * Return: 0 or a negative errno, reported on stderr.
 */
int rules_meter(const char *monitor);

/**
 * rules_plain_replace - rules_replace() for the layout without matches
 * @monitor: name of the monitor
 * @specs: normalised, at least one
 * Return: 0 or a negative errno, reported on stderr.
 */
int rules_plain_replace(const char *monitor, const json_t *specs);

/**
 * rules_plain_check - rules_check() for the layout without matches
 * @monitor: name of the monitor
 * @specs: at least one
 * Return: 0 or a negative errno, reported on stderr.
 */
int rules_plain_check(const char *monitor, const json_t *specs);

/**
 * rules_meter_remove - remove the chain of rules_meter() after a failure
 * @monitor: name of the monitor
 */
void rules_meter_remove(const char *monitor);

/**
 * rules_remove - remove a monitor's table
 * @monitor: name of the monitor
 * Return: 0, also if there is no such table; or a negative errno, reported on stderr.
 */
int rules_remove(const char *monitor);

#endif /* _CTL_RULES_OWN_TABLE_H */
