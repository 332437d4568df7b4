/* SPDX-License-Identifier: GPL-2.0 */
/* The generic netlink family "netflow". */
#ifndef _CTL_KERNEL_FAMILY_H
#define _CTL_KERNEL_FAMILY_H

#include "kernel.h"

#include <stdbool.h>

struct netlink;

struct nlmsghdr;

/**
 * family_open - open a socket and find the family
 * @nl: filled in; on success, close it with netlink_close()
 *
 * Looking up the family makes the kernel load the module; see module_open().
 * Return: 0 or a negative errno, reported on stderr.
 */
int family_open(struct netlink *nl);

/**
 * family_wake - make the kernel load the module
 * Return: true if the family now exists.
 */
bool family_wake(void);

/**
 * family_join - subscribe to a multicast group of the family
 * @nl: from family_open()
 * @group: name of the group
 * Return: 0 or a negative errno, reported on stderr.
 */
int family_join(struct netlink *nl, const char *group);

/**
 * family_request - begin a request
 * @nl: from family_open()
 * @command: NETFLOW_CMD_*
 * @flags: NLM_F_ACK or NLM_F_DUMP
 * @monitor: name of the monitor, or NULL to leave NETFLOW_A_MONITOR out
 * Return: the message, for mnl_attr_put() and the like.
 */
struct nlmsghdr *family_request(struct netlink *nl, u8 command, u16 flags,
				const char *monitor);

#endif /* _CTL_KERNEL_FAMILY_H */
