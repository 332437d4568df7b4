/* SPDX-License-Identifier: GPL-2.0 */
/* Rules with the target NETFLOW in iptables: legacy and nft, IPv4 and IPv6. */
#ifndef _CTL_IPTABLES_IPTABLES_H
#define _CTL_IPTABLES_IPTABLES_H

#include <stdbool.h>

/**
 * iptables_rules_here - check whether this system keeps its rules in iptables
 * Return: true if legacy iptables has tables or a service of iptables is active.
 */
bool iptables_rules_here(void);

/**
 * iptables_add - insert a NETFLOW rule at the top of INPUT, FORWARD and OUTPUT
 * @verbose: print each step on stdout
 *
 * A family that already has rules with this target is left alone: further rules would
 * count packets twice.
 * Return: 0 or a negative errno, reported on stderr; then no rule was added for the
 * family that failed.
 */
int iptables_add(bool verbose);

/**
 * iptables_remove - delete all rules with the target NETFLOW, whoever made them
 * @verbose: print each step on stdout
 * Return: 0 or a negative errno, reported on stderr.
 */
int iptables_remove(bool verbose);

#endif /* _CTL_IPTABLES_IPTABLES_H */
