// SPDX-License-Identifier: GPL-2.0
/* Which interfaces there are. See links.h. */
#include "links.h"

#include <linux/atomic.h>
#include <linux/build_bug.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/netdevice.h>
#include <linux/notifier.h>
#include <linux/rcupdate.h>
#include <linux/string.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "encoding/encoder.h"
#include "limits/memory.h"

/* Number of interfaces that a longer list has room for at once */
#define NETFLOW_LINKS_STEP	64

/* Data of a namespace: changes with each interface that comes, goes or gets another name */
struct netflow_links_net {
	atomic_t changes;
};

static unsigned int netflow_links_net_id __read_mostly;

static u32 netflow_links_change(const struct net *net)
{
	struct netflow_links_net *ln = net_generic(net, netflow_links_net_id);

	return atomic_read(&ln->changes);
}

static int netflow_links_event(struct notifier_block *block, unsigned long event, void *data)
{
	const struct net_device *dev = netdev_notifier_info_to_dev(data);
	struct netflow_links_net *ln = net_generic(dev_net(dev), netflow_links_net_id);

	switch (event) {
	case NETDEV_REGISTER:
	case NETDEV_UNREGISTER:
	case NETDEV_CHANGENAME:
		atomic_inc(&ln->changes);
	}
	return NOTIFY_DONE;
}

static struct notifier_block netflow_links_notifier = {
	.notifier_call = netflow_links_event,
};

static struct pernet_operations netflow_links_net_ops = {
	.id = &netflow_links_net_id,
	.size = sizeof(struct netflow_links_net),
};

static u32 netflow_links_count(const struct net *net)
{
	const struct net_device *dev;
	u32 count = 0;

	rcu_read_lock();
	for_each_netdev_rcu((struct net *)net, dev)
		count++;
	rcu_read_unlock();
	return count;
}

/* Return: false if there are more interfaces than room */
static bool netflow_links_fill(struct netflow_links *links)
{
	const struct net_device *dev;
	bool all = true;

	links->count = 0;
	rcu_read_lock();
	for_each_netdev_rcu((struct net *)links->net, dev) {
		all = links->count < links->room;
		if (!all)
			break;
		links->ifindex[links->count++] = dev->ifindex;
	}
	rcu_read_unlock();
	return all;
}

static bool netflow_links_grow(struct netflow_links *links)
{
	u32 room = round_up(netflow_links_count(links->net) + 1, NETFLOW_LINKS_STEP);
	u32 *ifindex = netflow_memory_alloc(links->account, room * sizeof(*ifindex));

	if (IS_ERR(ifindex))
		return false;
	netflow_links_free(links);
	links->ifindex = ifindex;
	links->room = room;
	return true;
}

void netflow_links_refresh(struct netflow_links *links)
{
	u32 change = netflow_links_change(links->net);

	if (links->listed && links->change == change)
		return;
	while (!netflow_links_fill(links)) {
		if (netflow_links_grow(links))
			continue;
		links->count = 0;
		return;
	}
	links->listed = true;
	links->change = change;
}

/* The administrator's name for a device, or else its own */
static void netflow_links_describe(const struct net_device *dev, struct netflow_link *link)
{
	const struct dev_ifalias *alias = rcu_dereference(dev->ifalias);

	strscpy(link->description, alias ? alias->ifalias : link->name, sizeof(link->description));
}

void netflow_links_get(const struct netflow_links *links, u32 index, struct netflow_link *link)
{
	const struct net_device *dev;

	BUILD_BUG_ON(NETFLOW_LINK_NAME < IFNAMSIZ);
	rcu_read_lock();
	dev = dev_get_by_index_rcu((struct net *)links->net, links->ifindex[index]);
	link->ifindex = dev ? dev->ifindex : 0;
	if (dev) {
		link->vrf = netif_is_l3_master(dev);
		strscpy(link->name, dev->name, sizeof(link->name));
		netflow_links_describe(dev, link);
	}
	rcu_read_unlock();
}

void netflow_links_free(struct netflow_links *links)
{
	netflow_memory_free(links->account, links->ifindex, links->room * sizeof(*links->ifindex));
	links->ifindex = NULL;
	links->room = 0;
	links->count = 0;
	links->listed = false;
}

int netflow_links_module_init(void)
{
	int err = register_pernet_subsys(&netflow_links_net_ops);

	if (err)
		return err;
	err = register_netdevice_notifier(&netflow_links_notifier);
	if (err)
		unregister_pernet_subsys(&netflow_links_net_ops);
	return err;
}

void netflow_links_module_exit(void)
{
	unregister_netdevice_notifier(&netflow_links_notifier);
	unregister_pernet_subsys(&netflow_links_net_ops);
}
