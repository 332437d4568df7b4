/* SPDX-License-Identifier: GPL-2.0 */
/*
 * netflowctl's own tables in nftables.
 *
 * The monitor "default" has the table `inet netflow`, a monitor NAME has
 * `inet netflow-NAME`, unless the user chose another name. A comment marks these
 * tables (tables.c); no other table is changed. A table is always replaced as
 * a whole by a list of wanted rules (see specs.h), in one of two layouts:
 *
 *  - if no rule has a match: a base chain for each hook with the single rule
 *    `counter netflow` (own_table.c);
 *  - otherwise: a base chain for each hook with the rules `MATCH counter goto netflow`
 *    and a chain `netflow` that has the expression (match.c). A packet that
 *    matches several rules is metered once, as the first goto ends its chain.
 */
#ifndef _CTL_RULES_RULES_H
#define _CTL_RULES_RULES_H

#include <jansson.h>

/**
 * rules_replace - create a monitor's table, or replace it as a whole
 * @monitor: name of the monitor
 * @table: name of the table; NULL: the one that it has, or else the default one
 * @specs: the wanted rules, see specs.h; an empty array removes the table
 *
 * At any time either the old rules or the new ones are in place. Matches are tried before
 * anything is changed. Rules at the ingress of a missing interface wait, see rules_due().
 * A table that is not netflowctl's, or has chains that are not, is refused.
 * Return: 0 or a negative errno, reported on stderr.
 */
int rules_replace(const char *monitor, const char *table, const json_t *specs);

/**
 * rules_check - check whether rules_replace() would succeed; changes nothing
 * @monitor: name of the monitor
 * @table: name of the table, as for rules_replace()
 * @specs: the wanted rules
 * Return: 0 or a negative errno, reported on stderr.
 */
int rules_check(const char *monitor, const char *table, const json_t *specs);

/**
 * rules_remove - remove the tables that netflowctl made for a monitor
 * @monitor: name of the monitor
 *
 * Tables that netflowctl did not make stay, whatever their name is.
 * Return: 0, also if there is no such table; or a negative errno, reported on stderr.
 */
int rules_remove(const char *monitor);

/**
 * rules_remove_all - remove the tables that netflowctl made for any monitor
 * Return: 0 or a negative errno, reported on stderr.
 */
int rules_remove_all(void);

/**
 * rules_check_devices - check that the interfaces of rules exist
 * @specs: the rules
 * Return: 0 or -ENODEV, reported on stderr.
 */
int rules_check_devices(const json_t *specs);

#endif /* _CTL_RULES_RULES_H */
