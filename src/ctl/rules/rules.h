/* SPDX-License-Identifier: GPL-2.0 */
/*
 * netflowctl's own tables in nftables.
 *
 * The monitor "default" has the table `inet netflow`, a monitor NAME has
 * `inet netflow-NAME`. Nothing outside these tables is ever touched. A table is
 * always replaced as a whole by a list of wanted rules (see specs.h), in one of
 * two layouts:
 *
 *  - no rule has a match: a base chain for each hook with the one rule
 *    `counter netflow` (own_table.c);
 *  - else: a base chain for each hook with the rules `MATCH counter goto netflow`
 *    and a chain `netflow` that has the expression (match.c). A packet that
 *    several rules match is metered once: the first one's goto ends its chain.
 */
#ifndef _CTL_RULES_RULES_H
#define _CTL_RULES_RULES_H

#include <jansson.h>

/**
 * rules_replace - make a monitor's table, or replace it as a whole
 * @monitor: its name
 * @specs: the wanted rules, see specs.h; none: no table
 *
 * At any time either the old rules or the new ones are in place. Matches are tried before
 * anything is changed. Rules at the ingress of a missing interface wait, see rules_due().
 * Return: 0 or a negative errno, reported on stderr.
 */
int rules_replace(const char *monitor, const json_t *specs);

/**
 * rules_check - check whether rules_replace() would be accepted; changes nothing
 * @monitor: its name
 * @specs: the wanted rules
 * Return: 0 or a negative errno, reported on stderr.
 */
int rules_check(const char *monitor, const json_t *specs);

/**
 * rules_check_devices - check that the interfaces of rules exist
 * @specs: the rules
 * Return: 0 or -ENODEV, reported on stderr.
 */
int rules_check_devices(const json_t *specs);

#endif /* _CTL_RULES_RULES_H */
