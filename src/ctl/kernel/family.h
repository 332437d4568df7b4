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
 * @nl: to be filled; closed by netlink_close() if 0 was returned
 *
 * Asking for the family makes the kernel load the module: see module_open().
 * Return: 0 or a negative errno, reported on stderr.
 */
int family_open(struct netlink *nl);

/** family_wake - have the kernel load the module. Return: is it there? */
bool family_wake(void);

/**
 * family_join - get what the kernel tells a multicast group of the family
 * Return: 0 or a negative errno, told on stderr.
 */
int family_join(struct netlink *nl, const char *group);

/**
 * family_request - begin a request
 * @nl: from module_open()
 * @command: NETFLOW_CMD_*
 * @flags: NLM_F_ACK or NLM_F_DUMP
 * @monitor: its name, or NULL: none goes into the request
 */
struct nlmsghdr *family_request(struct netlink *nl, u8 command, u16 flags,
			      const char *monitor);

#endif /* _CTL_KERNEL_FAMILY_H */
