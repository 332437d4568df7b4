/* SPDX-License-Identifier: GPL-2.0 */
/* Parts of a monitor, printed for people. */
#ifndef _CTL_SHOW_PARTS_H
#define _CTL_SHOW_PARTS_H

#include <jansson.h>

/** show_settings - a line for each setting, those that differ from the default marked */
void show_settings(const json_t *settings);

/** show_destinations - a row for each destination, and what went wrong with it */
void show_destinations(const json_t *destinations);

/** show_statistics - the conservation table, causes of loss, expiry, the cache */
void show_statistics(const json_t *statistics);

#endif /* _CTL_SHOW_PARTS_H */
