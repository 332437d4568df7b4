/* SPDX-License-Identifier: GPL-2.0 */
/* Tables of monitors and rules. */
#ifndef _CTL_SHOW_TABLES_H
#define _CTL_SHOW_TABLES_H

#include <jansson.h>

/** show_monitors - a row for each monitor */
void show_monitors(const json_t *monitors);

/** show_rules - a row for each rule, after @indent spaces; nothing where there is none */
void show_rules(const json_t *rules, int indent);

/** show_only - of rules only those that feed this monitor; NULL: all */
void show_only(json_t *rules, const char *monitor);

#endif /* _CTL_SHOW_TABLES_H */
