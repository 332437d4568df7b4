/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The nftables side: netflowctl's own tables, and who else feeds monitors.
 *
 * The monitor "default" has the table `inet netflow`, a monitor NAME has
 * `inet netflow-NAME`: a base chain for each hook, with the one rule
 * `counter netflow`. Nothing outside these tables is ever touched.
 */
#ifndef _CTL_RULES_H
#define _CTL_RULES_H

#include <stdbool.h>
#include <jansson.h>

/**
 * rules_replace - make a monitor's table, or replace it whole
 * @monitor: its name
 * @hooks: bits of enum netflow_hook: where packets are counted
 *
 * One transaction: at every moment either the old rules are there or the new.
 * Return: 0 or a negative errno, told on stderr.
 */
int rules_replace(const char *monitor, int hooks);

/**
 * rules_remove - remove a monitor's table; fine if it isn't there
 * Return: 0 or a negative errno, told on stderr.
 */
int rules_remove(const char *monitor);

/**
 * rules_list - all rules of this namespace that feed monitors, of any table
 *
 * Expressions `netflow' and iptables' target NETFLOW in nftables; rules of
 * iptables-legacy cannot be seen. An array of {family, table, chain, handle,
 * monitor, own, target, packets, bytes}, the last two only where the rule counts;
 * target: by iptables' target.
 * Return: a new reference, or NULL: told on stderr. Without nf_tables in the
 * kernel the array is empty.
 */
json_t *rules_list(void);

#endif /* _CTL_RULES_H */
