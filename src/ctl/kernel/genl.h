/* SPDX-License-Identifier: GPL-2.0 */
/* Requests to the generic netlink family "netflow". */
#ifndef _CTL_GENL_H
#define _CTL_GENL_H

#include <jansson.h>

#include "netlink.h"
#include "app/options.h"

/**
 * genl_open - open a socket and find the family
 * @nl: to be filled; closed by netlink_close() if 0 was returned
 *
 * Never makes the kernel load the module. Tells errors on stderr.
 * Return: 0 or a negative errno; -ENOENT: the module is not loaded.
 */
int genl_open(struct netlink *nl);

/** genl_wake - have the kernel load the module. Return: is it there? */
bool genl_wake(void);

/**
 * genl_join - get what the kernel tells a multicast group of the family
 * Return: 0 or a negative errno, told on stderr.
 */
int genl_join(struct netlink *nl, const char *group);

/**
 * genl_request - begin a request
 * @nl: from genl_open()
 * @command: NETFLOW_CMD_*
 * @flags: NLM_F_ACK or NLM_F_DUMP
 * @monitor: its name, or NULL: none goes into the request
 */
struct nlmsghdr *genl_request(struct netlink *nl, u8 command, u16 flags,
			      const char *monitor);

/**
 * genl_monitor_set - set the given settings of a monitor, all or none
 * @nl: from genl_open()
 * @monitor: its name
 * @settings: those that the user gave
 * @create: make the monitor if it isn't there
 * Return: 0 or a negative errno, told on stderr.
 */
int genl_monitor_set(struct netlink *nl, const char *monitor,
		     const struct settings_given *settings, bool create);

/**
 * genl_monitor_delete - remove a monitor; fine if there is none of that name
 * Return: 0 or a negative errno, told on stderr.
 */
int genl_monitor_delete(struct netlink *nl, const char *monitor);

/** genl_monitor_try_delete - the same, but one that is fed stays without a word */
void genl_monitor_try_delete(struct netlink *nl, const char *monitor);

/**
 * genl_destination - add a destination, or remove it; fine if that is so already
 * @text: one destination
 * Return: 0 or a negative errno, told on stderr.
 */
int genl_destination(struct netlink *nl, const char *monitor, const char *text, bool add);

/**
 * genl_flush - export what is in a monitor's cache
 * Return: 0 or a negative errno, told on stderr.
 */
int genl_flush(struct netlink *nl, const char *monitor);

/**
 * genl_monitors - monitors as JSON
 * @nl: from genl_open()
 * @monitor: the only one wanted, or NULL: all
 *
 * An array of {name, users, settings: {NAME: number or text}}.
 * Return: a new reference, or NULL: told on stderr.
 */
json_t *genl_monitors(struct netlink *nl, const char *monitor);

/**
 * genl_add_destinations - put the array "destinations" into each monitor
 * @nl: from genl_open()
 * @monitors: from genl_monitors()
 *
 * Names of members are those of NETFLOW_DESTINATION_*, in lower case.
 * Return: 0 or a negative errno, told on stderr.
 */
int genl_add_destinations(struct netlink *nl, json_t *monitors);

/**
 * genl_add_statistics - put the object "statistics" into each monitor
 * Like genl_add_destinations(), with NETFLOW_STATS_*.
 */
int genl_add_statistics(struct netlink *nl, json_t *monitors);

#endif /* _CTL_GENL_H */
