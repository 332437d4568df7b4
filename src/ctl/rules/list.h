/* SPDX-License-Identifier: GPL-2.0 */
/* All rules that feed monitors. */
#ifndef _CTL_RULES_LIST_H
#define _CTL_RULES_LIST_H

#include <jansson.h>

/**
 * rules_list - list all rules of this namespace that feed monitors, in any table
 *
 * These rules have the expression `netflow` or iptables' target NETFLOW in nftables; rules of
 * legacy iptables are not visible here. Each is {family, table, chain, handle, monitor, own,
 * target, match, packets, bytes}: the last two only if the rule has a counter, `target` true
 * for iptables' target, `match` only for own rules.
 * Return: a new array, empty if the kernel has no nf_tables; NULL after reporting the error
 * on stderr.
 */
json_t *rules_list(void);

/**
 * rules_own - select the rules of a monitor's own table
 * @rules: from rules_list()
 * @monitor: name of the monitor
 * Return: a new reference to normalised specs.
 */
json_t *rules_own(const json_t *rules, const char *monitor);

/**
 * rules_monitors - list the monitors that have an own table
 * @rules: from rules_list()
 * Return: a new array of names.
 */
json_t *rules_monitors(const json_t *rules);

/**
 * rules_table - find the name of a monitor's own table
 * @rules: from rules_list()
 * @monitor: name of the monitor
 * @name: gets the name, the default one if there are no such rules; TABLE_NAME_SIZE bytes
 */
void rules_table(const json_t *rules, const char *monitor, char *name);

#endif /* _CTL_RULES_LIST_H */
