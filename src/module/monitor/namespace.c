// SPDX-License-Identifier: GPL-2.0
/* Creating and shutting down the monitors of each namespace. See namespace.h. */
#include "namespace.h"

#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>
#include <linux/user_namespace.h>
#include <net/netns/generic.h>

#include "monitor.h"

/* How long a namespace may export at its end. */
#define NETFLOW_END_NS			NSEC_PER_SEC

/*
 * The same for namespaces of other user namespaces, which any user may make and end by the
 * thousand: all of them together get one part in so many of the time.
 */
#define NETFLOW_END_FOREIGN_NS		(100ULL * NSEC_PER_MSEC)
#define NETFLOW_END_FOREIGN_SHARE	10

static unsigned int netflow_net_id __read_mostly;

/* By ktime_get_ns(): from then on the time that they have used is earned again. */
static u64 netflow_end_earned;
static DEFINE_SPINLOCK(netflow_end_lock);

struct netflow_net *netflow_net(const struct net *net)
{
	return net_generic(net, netflow_net_id);
}

static int __net_init netflow_namespace_net_init(struct net *net)
{
	struct netflow_net *nn = netflow_net(net);
	struct netflow_monitor *monitor;

	nn->net = net;
	mutex_init(&nn->mutex);
	INIT_LIST_HEAD(&nn->monitors);
	INIT_LIST_HEAD(&nn->leaving);
	mutex_lock(&nn->mutex);
	monitor = netflow_monitor_create(nn, NETFLOW_MONITOR_DEFAULT);
	if (!IS_ERR(monitor)) {
		monitor->configured = true;
		nn->default_monitor = monitor;
		netflow_monitor_announce(monitor);
	}
	mutex_unlock(&nn->mutex);
	return PTR_ERR_OR_ZERO(monitor);
}

/* Returns for how many ns a namespace of another user namespace may export at its end. */
static u64 netflow_end_allowed(u64 now)
{
	u64 window = NETFLOW_END_FOREIGN_NS * NETFLOW_END_FOREIGN_SHARE, allowed = 0;

	spin_lock(&netflow_end_lock);
	netflow_end_earned = max(netflow_end_earned, now - min(now, window));
	if (now > netflow_end_earned)
		allowed = div_u64(now - netflow_end_earned, NETFLOW_END_FOREIGN_SHARE);
	spin_unlock(&netflow_end_lock);
	return allowed;
}

static void netflow_end_used(u64 ns)
{
	spin_lock(&netflow_end_lock);
	netflow_end_earned += ns * NETFLOW_END_FOREIGN_SHARE;
	spin_unlock(&netflow_end_lock);
}

static void netflow_namespace_shutdown(struct netflow_net *nn)
{
	bool foreign = nn->net->user_ns != &init_user_ns;
	u64 now = ktime_get_ns();
	u64 deadline = now + (foreign ? netflow_end_allowed(now) : NETFLOW_END_NS);
	struct netflow_monitor *monitor, *next;

	list_for_each_entry_safe(monitor, next, &nn->monitors, list) {
		netflow_monitor_shutdown(monitor, deadline);
		netflow_monitor_release(monitor);
	}
	if (foreign)
		netflow_end_used(ktime_get_ns() - now);
}

bool netflow_namespace_halt(struct net *net)
{
	struct netflow_net *nn = netflow_net(net);
	struct netflow_monitor *monitor;
	bool metered = false;

	mutex_lock(&nn->mutex);
	nn->ending = true;
	list_splice_tail_init(&nn->leaving, &nn->monitors);
	mutex_unlock(&nn->mutex);
	list_for_each_entry(monitor, &nn->monitors, list)
		metered |= netflow_monitor_halt(monitor);
	return metered;
}

/*
 * Exports what it can while the devices still exist: they are gone when the exit handlers run.
 * Meanwhile no other namespace can end, so the time is limited.
 */
static void __net_exit netflow_namespace_net_pre_exit(struct net *net)
{
	struct netflow_net *nn = netflow_net(net);

	if (netflow_namespace_halt(net))
		synchronize_rcu_expedited();
	netflow_namespace_shutdown(nn);
	nn->default_monitor = NULL;
}

static struct pernet_operations netflow_namespace_net_ops = {
	.init = netflow_namespace_net_init,
	.pre_exit = netflow_namespace_net_pre_exit,
	.id = &netflow_net_id,
	.size = sizeof(struct netflow_net),
};

int netflow_namespace_init(void)
{
	return register_pernet_subsys(&netflow_namespace_net_ops);
}

void netflow_namespace_exit(void)
{
	unregister_pernet_subsys(&netflow_namespace_net_ops);
}
