// SPDX-License-Identifier: GPL-2.0
/* A monitor's life: create, look up, start, reconfigure, flush, settle, delete. */
#include "monitor.h"

#include <linux/export.h>
#include <linux/slab.h>

#include "metering/caches.h"
#include "metering/meter.h"
#include "notifier.h"

static void netflow_monitor_expired(struct netflow_metering *metering)
{
	struct netflow_monitor *monitor = container_of(metering, struct netflow_monitor, metering);

	netflow_exporter_kick(&monitor->exporter);
}

static const struct netflow_metering_ops netflow_monitor_metering_ops = {
	.expired = netflow_monitor_expired,
};

struct netflow_monitor *netflow_monitor_find(struct netflow_net *nn, const char *name)
{
	struct netflow_monitor *monitor;

	if (!name)
		return nn->standard;
	list_for_each_entry(monitor, &nn->monitors, list)
		if (!strcmp(monitor->name, name))
			return monitor;
	return NULL;
}

static void netflow_monitor_exporter_event(struct netflow_exporter *exporter,
					   enum netflow_event event,
					   const struct netflow_destination *destination)
{
	netflow_notify(container_of(exporter, struct netflow_monitor, exporter), event,
		       destination);
}

static const struct netflow_exporter_ops netflow_monitor_exporter_ops = {
	.event = netflow_monitor_exporter_event,
};

struct netflow_monitor *netflow_monitor_create(struct net *net, const char *name)
{
	struct netflow_monitor *monitor = kzalloc(sizeof(*monitor), GFP_KERNEL);
	int err;

	if (!monitor)
		return ERR_PTR(-ENOMEM);
	strscpy(monitor->name, name, sizeof(monitor->name));
	monitor->net = net;
	refcount_set(&monitor->references, 1);
	netflow_settings_init(&monitor->settings);
	netflow_metering_init(&monitor->metering, &monitor->settings,
			      &netflow_monitor_metering_ops);
	netflow_exporter_init(&monitor->exporter, net, &monitor->metering,
			      &netflow_monitor_exporter_ops);
	err = netflow_exporter_configure(&monitor->exporter, &monitor->settings);
	if (err) {
		kfree(monitor);
		return ERR_PTR(err);
	}
	list_add_tail(&monitor->list, &netflow_net(net)->monitors);
	netflow_notify(monitor, NETFLOW_EVENT_MONITOR_NEW, NULL);
	return monitor;
}

void netflow_monitor_release(struct netflow_monitor *monitor)
{
	if (!refcount_dec_and_test(&monitor->references))
		return;
	netflow_metering_destroy(&monitor->metering);
	kfree(monitor);
}

int netflow_monitor_start(struct netflow_monitor *monitor)
{
	int err;

	if (!monitor->metering.caches) {
		err = netflow_exporter_start(&monitor->exporter);
		if (err)
			return err;
		err = netflow_caches_start(&monitor->metering);
		if (err) {
			netflow_exporter_cancel(&monitor->exporter);
			return err;
		}
		netflow_exporter_greet(&monitor->exporter);
	}
	monitor->users++;
	return 0;
}

/* All that is in the caches goes to the encoders. */
static void netflow_monitor_empty(struct netflow_monitor *monitor)
{
	bool done;

	do {
		done = netflow_caches_expire(&monitor->metering);
		netflow_exporter_drain(&monitor->exporter);
	} while (!done);
}

void netflow_monitor_flush(struct netflow_monitor *monitor)
{
	if (monitor->metering.caches)
		netflow_monitor_empty(monitor);
}

void netflow_monitor_catch_up(struct netflow_monitor *monitor)
{
	netflow_caches_catch_up(&monitor->metering);
}

void netflow_monitor_settle(struct netflow_monitor *monitor)
{
	if (monitor->metering.caches) {
		netflow_caches_stop(&monitor->metering);
		netflow_monitor_empty(monitor);
	}
	netflow_exporter_stop(&monitor->exporter);
	list_del_init(&monitor->list);
	if (monitor->metering.caches)
		netflow_caches_free(&monitor->metering);
}

void netflow_monitor_delete(struct netflow_monitor *monitor)
{
	WRITE_ONCE(monitor->metering.running, false);
	synchronize_net();
	netflow_monitor_settle(monitor);
	netflow_notify(monitor, NETFLOW_EVENT_MONITOR_DEL, NULL);
	netflow_monitor_release(monitor);
}

void netflow_monitor_stop(struct netflow_monitor *monitor)
{
	monitor->users--;
}

static void netflow_refuse_memory(struct netflow_error *error)
{
	strscpy(error->text, "out of memory, nothing was changed", sizeof(error->text));
}

/* Where packets come from and flows go to, both or none. */
static int netflow_monitor_attach(struct netflow_monitor *monitor,
				  const struct netflow_settings *settings,
				  struct netflow_error *error)
{
	int hooks = netflow_hooks_parse(settings->hooks, error);
	int err;

	if (hooks < 0)
		return hooks;
	err = netflow_hooks_apply(monitor, hooks);
	if (err) {
		snprintf(error->text, sizeof(error->text),
			 "hooks `%.100s' could not be registered (error %d)", settings->hooks, err);
		return err;
	}
	err = netflow_exporter_configure(&monitor->exporter, settings);
	if (err) {
		hooks = netflow_hooks_parse(monitor->settings.hooks, error);
		netflow_hooks_apply(monitor, max(hooks, 0));
		netflow_refuse_memory(error);
	}
	return err;
}

int netflow_monitor_apply(struct netflow_monitor *monitor,
			  const struct netflow_settings *settings, struct netflow_error *error)
{
	struct netflow_aggregation *aggregation = netflow_metering_aggregation(settings);
	bool changed;
	int err;

	err = PTR_ERR_OR_ZERO(aggregation);
	if (err) {
		netflow_refuse_memory(error);
		return err;
	}
	err = netflow_monitor_attach(monitor, settings, error);
	if (err) {
		kfree(aggregation);
		return err;
	}
	netflow_metering_aggregate(&monitor->metering, aggregation);
	netflow_metering_tune(&monitor->metering, settings);
	changed = memcmp(&monitor->settings, settings, sizeof(*settings));
	monitor->settings = *settings;
	if (changed)
		netflow_notify(monitor, NETFLOW_EVENT_MONITOR_CHANGED, NULL);
	if (monitor->metering.caches)
		netflow_exporter_greet(&monitor->exporter);
	return 0;
}

struct netflow_monitor *nf_netflow_monitor_get(struct net *net, const char *name)
{
	struct netflow_net *nn = netflow_net(net);
	struct netflow_monitor *monitor;
	struct netflow_error error;
	int err;

	if (netflow_monitor_name_check(name, &error))
		return ERR_PTR(-EINVAL);
	mutex_lock(&nn->mutex);
	monitor = netflow_monitor_find(nn, name);
	if (!monitor)
		monitor = netflow_monitor_create(net, name);
	if (IS_ERR(monitor))
		goto out;
	err = netflow_monitor_start(monitor);
	if (err) {
		if (!monitor->users && !monitor->configured)
			netflow_monitor_delete(monitor);
		monitor = ERR_PTR(err);
		goto out;
	}
	refcount_inc(&monitor->references);
out:
	mutex_unlock(&nn->mutex);
	return monitor;
}
EXPORT_SYMBOL_GPL(nf_netflow_monitor_get);

static void netflow_monitor_unuse(struct netflow_monitor *monitor)
{
	struct netflow_net *nn = netflow_net(monitor->net);

	mutex_lock(&nn->mutex);
	if (!list_empty(&monitor->list)) {
		netflow_monitor_stop(monitor);
		if (!monitor->users && !monitor->configured)
			netflow_monitor_delete(monitor);
	}
	mutex_unlock(&nn->mutex);
}

void nf_netflow_monitor_put(struct netflow_monitor *monitor)
{
	/* Once its namespace has gone, only the memory is left. */
	if (!list_empty_careful(&monitor->list))
		netflow_monitor_unuse(monitor);
	netflow_monitor_release(monitor);
}
EXPORT_SYMBOL_GPL(nf_netflow_monitor_put);

const char *nf_netflow_monitor_name(const struct netflow_monitor *monitor)
{
	return monitor->name;
}
EXPORT_SYMBOL_GPL(nf_netflow_monitor_name);

void nf_netflow_meter(struct netflow_monitor *monitor, const struct sk_buff *skb,
		      const struct nf_hook_state *state)
{
	netflow_meter(&monitor->metering, skb, state);
}
EXPORT_SYMBOL_GPL(nf_netflow_meter);
