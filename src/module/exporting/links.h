/* SPDX-License-Identifier: GPL-2.0 */
/* The interfaces of a namespace, whose names options data tell. */
#ifndef _NETFLOW_LINKS_H
#define _NETFLOW_LINKS_H

#include <linux/types.h>

struct net;
struct netflow_account;
struct netflow_link;

/**
 * struct netflow_links - the interfaces as they were when they were last listed
 * @net: their namespace
 * @account: pays for the list
 * @ifindex: of each, host order
 * @count: number of interfaces
 * @room: number of interfaces that @ifindex has room for
 * @change: another number after each change
 * @listed: they have been listed
 */
struct netflow_links {
	const struct net *net;
	struct netflow_account *account;
	u32 *ifindex;
	u32 count;
	u32 room;
	u32 change;
	bool listed;
};

/**
 * netflow_links_refresh - list the interfaces again if some came, went or got another name
 * @links: @net and @account are set; the rest is zeroed before the first call
 * Without memory the list is empty until the next call.
 * Context: process; the caller serializes the calls for one list.
 */
void netflow_links_refresh(struct netflow_links *links);

/**
 * netflow_links_get - read one interface
 * @links: have been listed
 * @index: less than links->count
 * @link: its ifindex becomes 0 if it is gone, otherwise all but its domain is set
 * Context: process.
 */
void netflow_links_get(const struct netflow_links *links, u32 index, struct netflow_link *link);

/**
 * netflow_links_free - free the list
 * @links: may never have been listed
 * Context: process.
 */
void netflow_links_free(struct netflow_links *links);

/**
 * netflow_links_module_init - watch the interfaces of all namespaces
 * Context: process.
 * Return: 0 or a negative error.
 */
int netflow_links_module_init(void);

/**
 * netflow_links_module_exit - stop to watch
 * Context: process.
 */
void netflow_links_module_exit(void);

#endif /* _NETFLOW_LINKS_H */
