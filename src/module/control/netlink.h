/* SPDX-License-Identifier: GPL-2.0 */
/* The generic netlink family "netflow"; see uapi/nf_netflow.h for the protocol. */
#ifndef _NETFLOW_NETLINK_H
#define _NETFLOW_NETLINK_H

#include <net/genetlink.h>

/* Its only multicast group, number 0, carries the events. */
extern struct genl_family netflow_genl_family;

/**
 * netflow_netlink_init - register the family
 * Context: process.
 * Return: 0 or a negative error.
 */
int netflow_netlink_init(void);

/**
 * netflow_netlink_exit - unregister the family
 * Context: process.
 */
void netflow_netlink_exit(void);

#endif /* _NETFLOW_NETLINK_H */
