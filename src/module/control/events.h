/* SPDX-License-Identifier: GPL-2.0 */
/* Events for the netlink group "events"; see uapi/nf_netflow.h. */
#ifndef _NETFLOW_EVENTS_H
#define _NETFLOW_EVENTS_H

/**
 * netflow_events_init - begin to send events; the netlink family is registered
 * Context: process.
 * Return: 0 or a negative error, then none are sent.
 */
int netflow_events_init(void);

/**
 * netflow_events_exit - send no events any more
 * Context: process.
 */
void netflow_events_exit(void);

#endif /* _NETFLOW_EVENTS_H */
