/* SPDX-License-Identifier: GPL-2.0 */
/* Requests about monitors. */
#ifndef _CTL_KERNEL_MONITORS_H
#define _CTL_KERNEL_MONITORS_H

#include <jansson.h>
#include <stdbool.h>

struct netlink;

struct settings_given;

/**
 * monitor_set - set the given settings of a monitor, all or none
 * @nl: from module_open()
 * @monitor: name of the monitor
 * @settings: the settings that the user gave
 * @create: create the monitor if it does not exist
 * Return: 0 or a negative errno, reported on stderr.
 */
int monitor_set(struct netlink *nl, const char *monitor,
		const struct settings_given *settings, bool create);

/**
 * monitor_delete - delete a monitor; succeeds if it does not exist
 * @nl: from module_open()
 * @monitor: name of the monitor
 * Return: 0 or a negative errno, reported on stderr; -EBUSY if the monitor is in use.
 */
int monitor_delete(struct netlink *nl, const char *monitor);

/**
 * monitor_try_delete - delete a monitor unless it is in use; never reports an error
 * @nl: from module_open()
 * @monitor: name of the monitor
 */
void monitor_try_delete(struct netlink *nl, const char *monitor);

/**
 * monitor_destination - add or remove a destination
 * @nl: from module_open()
 * @monitor: name of the monitor
 * @text: one destination, as in the setting `destination`
 * @add: true to add it, false to remove it
 *
 * Adding a destination that exists, or removing one that does not, succeeds.
 * Return: 0 or a negative errno, reported on stderr.
 */
int monitor_destination(struct netlink *nl, const char *monitor, const char *text, bool add);

/**
 * monitor_flush - export all flows in a monitor's cache
 * @nl: from module_open()
 * @monitor: name of the monitor
 * Return: 0 or a negative errno, reported on stderr.
 */
int monitor_flush(struct netlink *nl, const char *monitor);

/**
 * monitors_read - read monitors as JSON
 * @nl: from module_open()
 * @monitor: name of the only monitor to read, or NULL for all
 *
 * The result is an array of {name, users, settings: {NAME: number or text}}.
 * Return: a new reference, or NULL after reporting the error on stderr.
 */
json_t *monitors_read(struct netlink *nl, const char *monitor);

/**
 * monitors_add_destinations - add the array "destinations" to each monitor
 * @nl: from module_open()
 * @monitors: from monitors_read()
 *
 * Members are named after NETFLOW_DESTINATION_*, in lower case.
 * Return: 0 or a negative errno, reported on stderr.
 */
int monitors_add_destinations(struct netlink *nl, json_t *monitors);

/**
 * monitors_add_statistics - add the object "statistics" to each monitor
 * @nl: from module_open()
 * @monitors: from monitors_read()
 *
 * Members are named after NETFLOW_STATS_*, in lower case.
 * Return: 0 or a negative errno, reported on stderr.
 */
int monitors_add_statistics(struct netlink *nl, json_t *monitors);

#endif /* _CTL_KERNEL_MONITORS_H */
