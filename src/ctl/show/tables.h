/* SPDX-License-Identifier: GPL-2.0 */
/* Print tables of monitors and rules. */
#ifndef _CTL_SHOW_TABLES_H
#define _CTL_SHOW_TABLES_H

#include <jansson.h>

/**
 * show_monitors - print a row for each monitor
 * @monitors: from monitors_read(), with destinations and statistics
 */
void show_monitors(const json_t *monitors);

/**
 * show_rules - print a row for each rule, or nothing if there is none
 * @rules: from rules_list()
 * @indent: number of spaces before each row
 */
void show_rules(const json_t *rules, int indent);

/**
 * show_only - remove the rules that feed other monitors
 * @rules: from rules_list()
 * @monitor: name of the monitor whose rules are kept; NULL: keep all
 */
void show_only(json_t *rules, const char *monitor);

#endif /* _CTL_SHOW_TABLES_H */
