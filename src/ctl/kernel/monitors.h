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
 * @monitor: its name
 * @settings: those that the user gave
 * @create: make the monitor if it isn't there
 * Return: 0 or a negative errno, told on stderr.
 */
int monitor_set(struct netlink *nl, const char *monitor,
		     const struct settings_given *settings, bool create);

/**
 * monitor_delete - remove a monitor; fine if there is none of that name
 * Return: 0 or a negative errno, told on stderr.
 */
int monitor_delete(struct netlink *nl, const char *monitor);

/** monitor_try_delete - the same, but one that is fed stays without a word */
void monitor_try_delete(struct netlink *nl, const char *monitor);

/**
 * monitor_destination - add a destination, or remove it; fine if that is so already
 * @text: one destination
 * Return: 0 or a negative errno, told on stderr.
 */
int monitor_destination(struct netlink *nl, const char *monitor, const char *text, bool add);

/**
 * monitor_flush - export what is in a monitor's cache
 * Return: 0 or a negative errno, told on stderr.
 */
int monitor_flush(struct netlink *nl, const char *monitor);

/**
 * monitors_read - monitors as JSON
 * @nl: from module_open()
 * @monitor: the only one wanted, or NULL: all
 *
 * An array of {name, users, settings: {NAME: number or text}}.
 * Return: a new reference, or NULL: told on stderr.
 */
json_t *monitors_read(struct netlink *nl, const char *monitor);

/**
 * monitors_add_destinations - put the array "destinations" into each monitor
 * @nl: from module_open()
 * @monitors: from monitors_read()
 *
 * Names of members are those of NETFLOW_DESTINATION_*, in lower case.
 * Return: 0 or a negative errno, told on stderr.
 */
int monitors_add_destinations(struct netlink *nl, json_t *monitors);

/**
 * monitors_add_statistics - put the object "statistics" into each monitor
 * Like monitors_add_destinations(), with NETFLOW_STATS_*.
 */
int monitors_add_statistics(struct netlink *nl, json_t *monitors);

#endif /* _CTL_KERNEL_MONITORS_H */
