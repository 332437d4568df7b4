/* SPDX-License-Identifier: GPL-2.0 */
/* netflowctl's own rules in iptables, which a comment tells from those of others. */
#ifndef _CTL_IPTABLES_OWN_H
#define _CTL_IPTABLES_OWN_H

#include <jansson.h>

/**
 * iptables_own_replace - have exactly these rules of a monitor, IPv4 and IPv6
 * @monitor: its name
 * @specs: see iptables_specs.h; none: no rule
 *
 * They are put where this namespace has its rules: into legacy iptables if that
 * has tables, else into iptables' nft variant. What is so already is left alone,
 * and so are the rules of others.
 * Return: 0 or a negative errno, told on stderr; then what was there is there.
 */
int iptables_own_replace(const char *monitor, const json_t *specs);

/**
 * iptables_own_check - would iptables_own_replace() be accepted? Changes nothing.
 * Return: 0 or a negative errno, told on stderr.
 */
int iptables_own_check(const char *monitor, const json_t *specs);

/**
 * iptables_own_specs - the rules of a monitor that there are
 * Return: a new reference to specs, normalised; NULL: told on stderr.
 */
json_t *iptables_own_specs(const char *monitor);

#endif /* _CTL_IPTABLES_OWN_H */
