/* SPDX-License-Identifier: GPL-2.0 */
/* Print the parts of a monitor as text. */
#ifndef _CTL_SHOW_PARTS_H
#define _CTL_SHOW_PARTS_H

#include <jansson.h>

/**
 * show_settings - print a line for each setting and mark those that differ from the default
 * @settings: the monitor's member "settings", from monitors_read()
 */
void show_settings(const json_t *settings);

/**
 * show_destinations - print a row for each destination, followed by its losses and errors
 * @destinations: array, from monitors_add_destinations()
 */
void show_destinations(const json_t *destinations);

/**
 * show_statistics - print the balance of packets, causes of loss and expiry, and the cache
 * @statistics: object, from monitors_add_statistics()
 */
void show_statistics(const json_t *statistics);

#endif /* _CTL_SHOW_PARTS_H */
