/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The nftables side: netflowctl's own tables, and who else feeds monitors.
 *
 * The monitor "default" has the table `inet netflow`, a monitor NAME has
 * `inet netflow-NAME`. Nothing outside these tables is ever touched. A table is
 * always made whole from a list of wanted rules (see rule_specs.h), in one of
 * two layouts:
 *
 *  - no rule has a match: a base chain for each hook with the one rule
 *    `counter netflow` (rules.c);
 *  - else: a base chain for each hook with the rules `MATCH counter goto netflow`
 *    and a chain `netflow` that has the expression (rules_match.c). A packet that
 *    several rules match is metered once: the first one's goto ends its chain.
 */
#ifndef _CTL_RULES_RULES_H
#define _CTL_RULES_RULES_H

#include <jansson.h>

/**
 * rules_replace - make a monitor's table, or replace it whole
 * @monitor: its name
 * @specs: the rules that are wanted, see rule_specs.h; none: no table
 *
 * At every moment either the old rules are there or the new. Matches are tried
 * before anything is changed. Rules at the ingress of an interface that is not there
 * wait, see rules_due().
 * Return: 0 or a negative errno, told on stderr.
 */
int rules_replace(const char *monitor, const json_t *specs);

/**
 * rules_check - would rules_replace() be accepted? Changes nothing.
 * Return: 0 or a negative errno, told on stderr.
 */
int rules_check(const char *monitor, const json_t *specs);

/**
 * rules_check_devices - are the interfaces there that the rules are at?
 * Return: 0 or -ENODEV, told on stderr.
 */
int rules_check_devices(const json_t *specs);

#endif /* _CTL_RULES_RULES_H */
