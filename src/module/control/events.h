/* SPDX-License-Identifier: GPL-2.0 */
/* Events sent to the netlink group "events"; see uapi/nf_netflow.h. */
#ifndef _NETFLOW_EVENTS_H
#define _NETFLOW_EVENTS_H

/**
 * netflow_events_init - start sending events
 * Context: process; the netlink family is registered.
 * Return: 0; or a negative error, with no events sent.
 */
int netflow_events_init(void);

/**
 * netflow_events_exit - stop sending events
 * Context: process.
 */
void netflow_events_exit(void);

#endif /* _NETFLOW_EVENTS_H */
