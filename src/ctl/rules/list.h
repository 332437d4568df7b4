/* SPDX-License-Identifier: GPL-2.0 */
/* All rules that feed monitors. */
#ifndef _CTL_RULES_LIST_H
#define _CTL_RULES_LIST_H

#include <jansson.h>

/**
 * rules_list - all rules of this namespace that feed monitors, of any table
 *
 * Expressions `netflow' and iptables' target NETFLOW in nftables; rules of
 * iptables-legacy cannot be seen. An array of {family, table, chain, handle,
 * monitor, own, target, match, packets, bytes}, the last two only where the rule
 * counts; target: by iptables' target; `match' only of own rules.
 * Return: a new reference, or NULL: told on stderr. Without nf_tables in the
 * kernel the array is empty.
 */
json_t *rules_list(void);

/**
 * rules_own - the rules of a monitor's own table
 * @rules: from rules_list()
 * Return: a new reference to specs, normalised.
 */
json_t *rules_own(const json_t *rules, const char *monitor);

/** rules_monitors - the names of all monitors that have an own table; a new array */
json_t *rules_monitors(const json_t *rules);

#endif /* _CTL_RULES_LIST_H */
