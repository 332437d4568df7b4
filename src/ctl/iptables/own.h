/* SPDX-License-Identifier: GPL-2.0 */
/* netflowctl's own rules in iptables, which are marked by a comment. */
#ifndef _CTL_IPTABLES_OWN_H
#define _CTL_IPTABLES_OWN_H

#include <jansson.h>

/**
 * iptables_own_replace - replace all own rules of a monitor, IPv4 and IPv6
 * @monitor: name of the monitor
 * @specs: the wanted rules, see iptables/specs.h; an empty array deletes all rules
 *
 * The rules go where this namespace keeps its rules: to legacy iptables if that has
 * tables, else to iptables-nft. Rule sets that are as wanted, and other programs' rules,
 * are left alone.
 * Return: 0 or a negative errno, reported on stderr; then the old rules are restored.
 */
int iptables_own_replace(const char *monitor, const json_t *specs);

/**
 * iptables_own_check - check whether iptables_own_replace() would succeed
 * @monitor: name of the monitor
 * @specs: the wanted rules, see iptables/specs.h
 *
 * Changes nothing.
 * Return: 0 or a negative errno, reported on stderr.
 */
int iptables_own_check(const char *monitor, const json_t *specs);

/**
 * iptables_own_specs - read the own rules of a monitor
 * @monitor: name of the monitor
 * Return: a new reference to normalised specs, or NULL after reporting the error on stderr.
 */
json_t *iptables_own_specs(const char *monitor);

#endif /* _CTL_IPTABLES_OWN_H */
