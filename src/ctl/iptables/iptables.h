/* SPDX-License-Identifier: GPL-2.0 */
/* Rules with the target NETFLOW in iptables: legacy and nft, IPv4 and IPv6. */
#ifndef _CTL_IPTABLES_IPTABLES_H
#define _CTL_IPTABLES_IPTABLES_H

#include <stdbool.h>

/**
 * iptables_rules_here - does this system keep its rules in iptables?
 * It does if legacy iptables has tables, or iptables' service runs.
 */
bool iptables_rules_here(void);

/**
 * iptables_add - make INPUT, FORWARD and OUTPUT begin with NETFLOW
 * @verbose: tell what is done
 *
 * Where a family has rules with this target already, they stay what they are:
 * others would count packets twice.
 * Return: 0 or a negative errno, told on stderr; then no rule was added for the
 * family.
 */
int iptables_add(bool verbose);

/**
 * iptables_remove - take out all rules with the target NETFLOW, whoever made them
 * Return: 0 or a negative errno, told on stderr.
 */
int iptables_remove(bool verbose);

#endif /* _CTL_IPTABLES_IPTABLES_H */
