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

/** rules_table_name - the name of a monitor's own table, TABLE_NAME_SIZE bytes */
void rules_table_name(const char *monitor, char *name);

/** rules_priority - where in the hook of that number packets are counted */
int rules_priority(int hook);

/**
 * rules_meter - make the chain that has the expression, and the table if need be
 * Nothing leads to it yet, or what leads there goes on.
 * Return: 0 or a negative errno, told on stderr.
 */
int rules_meter(const char *monitor);

/**
 * rules_plain_replace - see rules_replace(), for the layout without matches
 * @monitor: its name
 * @specs: normalised, at least one
 * Return: 0 or a negative errno, reported on stderr.
 */
int rules_plain_replace(const char *monitor, const json_t *specs);

/**
 * rules_plain_check - see rules_check(), for the layout without matches
 * @monitor: its name
 * @specs: at least one
 * Return: 0 or a negative errno, reported on stderr.
 */
int rules_plain_check(const char *monitor, const json_t *specs);

/** rules_meter_remove - remove that chain again, when making the rest has failed */
void rules_meter_remove(const char *monitor);

/**
 * rules_remove - remove a monitor's table; fine if it isn't there
 * Return: 0 or a negative errno, told on stderr.
 */
int rules_remove(const char *monitor);

#endif /* _CTL_RULES_OWN_TABLE_H */
