/* SPDX-License-Identifier: GPL-2.0 */
/* The parts of 'netflowctl show' that are printed for people. */
#ifndef _CTL_SHOW_H
#define _CTL_SHOW_H

#include <jansson.h>

/** show_settings - a line for each setting, those that differ from the default marked */
void show_settings(const json_t *settings);

/** show_destinations - a row for each destination, and what went wrong with it */
void show_destinations(const json_t *destinations);

/** show_statistics - the conservation table, causes of loss, expiry, the cache */
void show_statistics(const json_t *statistics);

/** show_monitors - a row for each monitor */
void show_monitors(const json_t *monitors);

/** show_rules - a row for each rule, after @indent spaces; nothing where there is none */
void show_rules(const json_t *rules, int indent);

/** show_only - of rules only those that feed this monitor; NULL: all */
void show_only(json_t *rules, const char *monitor);

#endif /* _CTL_SHOW_H */
