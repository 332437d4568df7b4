// SPDX-License-Identifier: GPL-2.0
/* Monitors: create, look up, start, configure, flush, shut down, delete. See monitor.h. */
#include "monitor.h"

#include <linux/slab.h>

#include "metering/caches.h"
#include "namespace.h"
#include "notifier.h"

/* Rules are checked and transactions aborted in less time than this. */
#define NETFLOW_ANNOUNCEMENT_DELAY	HZ

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

	lockdep_assert_held(&nn->mutex);
	if (!name)
		return nn->default_monitor;
	list_for_each_entry(monitor, &nn->monitors, list)
		if (!strcmp(monitor->name, name))
			return monitor;
	return NULL;
}

void netflow_monitor_announce(struct netflow_monitor *monitor)
{
	if (!atomic_xchg(&monitor->announced, true))
		netflow_notify(monitor, NETFLOW_EVENT_MONITOR_NEW, NULL);
}

/* Takes no netflow_net.mutex, as its holders wait for this work. */
static void netflow_monitor_announcement(struct work_struct *work)
{
	struct netflow_monitor *monitor = container_of(to_delayed_work(work),
						       struct netflow_monitor, announcement);

	netflow_monitor_announce(monitor);
	netflow_exporter_greet(&monitor->exporter);
}

void netflow_monitor_announce_later(struct netflow_monitor *monitor)
{
	lockdep_assert_held(&monitor->nn->mutex);
	schedule_delayed_work(&monitor->announcement, NETFLOW_ANNOUNCEMENT_DELAY);
}

/* Flows may be exported before the monitor is announced. */
static void netflow_monitor_exporter_event(struct netflow_exporter *exporter,
					   enum netflow_event event,
					   const struct netflow_destination *destination)
{
	struct netflow_monitor *monitor = container_of(exporter, struct netflow_monitor, exporter);

	netflow_monitor_announce(monitor);
	netflow_notify(monitor, event, destination);
}

static const struct netflow_exporter_ops netflow_monitor_exporter_ops = {
	.event = netflow_monitor_exporter_event,
};

struct netflow_monitor *netflow_monitor_create(struct netflow_net *nn, const char *name)
{
	struct netflow_monitor *monitor = kzalloc(sizeof(*monitor), GFP_KERNEL_ACCOUNT);
	int err;

	lockdep_assert_held(&nn->mutex);
	if (!monitor)
		return ERR_PTR(-ENOMEM);
	err = netflow_account_open(&monitor->account, nn->net->user_ns, sizeof(*monitor),
				   nn->default_monitor);
	if (err)
		goto err_free;
	strscpy(monitor->name, name, sizeof(monitor->name));
	monitor->nn = nn;
	monitor->net = nn->net;
	refcount_set(&monitor->references, 1);
	INIT_DELAYED_WORK(&monitor->announcement, netflow_monitor_announcement);
	netflow_settings_init(&monitor->settings);
	monitor->metering.account = &monitor->account;
	monitor->exporter.account = &monitor->account;
	netflow_metering_init(&monitor->metering, &monitor->settings,
			      &netflow_monitor_metering_ops);
	netflow_exporter_init(&monitor->exporter, nn->net, &monitor->metering,
			      &netflow_monitor_exporter_ops);
	err = netflow_exporter_configure(&monitor->exporter, &monitor->settings);
	if (err)
		goto err_close;
	list_add_tail(&monitor->list, &nn->monitors);
	return monitor;

err_close:
	netflow_account_close(&monitor->account, sizeof(*monitor));
err_free:
	kfree(monitor);
	return ERR_PTR(err);
}

void netflow_monitor_release(struct netflow_monitor *monitor)
{
	if (!refcount_dec_and_test(&monitor->references))
		return;
	netflow_metering_destroy(&monitor->metering);
	netflow_account_close(&monitor->account, sizeof(*monitor));
	kfree(monitor);
}

int netflow_monitor_start(struct netflow_monitor *monitor)
{
	int err;

	lockdep_assert_held(&monitor->nn->mutex);
	if (!monitor->metering.caches) {
		netflow_account_remember(&monitor->account);
		err = netflow_exporter_start(&monitor->exporter);
		if (err)
			return err;
		err = netflow_caches_start(&monitor->metering);
		if (err) {
			netflow_exporter_cancel(&monitor->exporter);
			return err;
		}
	}
	monitor->users++;
	return 0;
}

/* Expires all flows and hands them to the encoders. */
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

void netflow_monitor_shutdown(struct netflow_monitor *monitor)
{
	lockdep_assert_held(&monitor->nn->mutex);
	cancel_delayed_work_sync(&monitor->announcement);
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
	lockdep_assert_held(&monitor->nn->mutex);
	WRITE_ONCE(monitor->metering.running, false);
	synchronize_net();
	netflow_monitor_shutdown(monitor);
	if (atomic_read(&monitor->announced))
		netflow_notify(monitor, NETFLOW_EVENT_MONITOR_DEL, NULL);
	netflow_monitor_release(monitor);
}

void netflow_monitor_stop(struct netflow_monitor *monitor)
{
	lockdep_assert_held(&monitor->nn->mutex);
	if (!--monitor->users)
		cancel_delayed_work_sync(&monitor->announcement);
}

int netflow_monitor_configure(struct netflow_monitor *monitor,
			      const struct netflow_settings *settings)
{
	struct netflow_aggregation *aggregation;
	bool changed;
	int err;

	lockdep_assert_held(&monitor->nn->mutex);
	aggregation = netflow_metering_aggregation(settings);
	if (IS_ERR(aggregation))
		return PTR_ERR(aggregation);
	err = netflow_exporter_configure(&monitor->exporter, settings);
	if (err) {
		kfree(aggregation);
		return err;
	}
	netflow_metering_aggregate(&monitor->metering, aggregation);
	netflow_metering_tune(&monitor->metering, settings);
	changed = memcmp(&monitor->settings, settings, sizeof(*settings));
	monitor->settings = *settings;
	netflow_monitor_announce(monitor);
	if (changed)
		netflow_notify(monitor, NETFLOW_EVENT_MONITOR_CHANGED, NULL);
	if (monitor->users)
		netflow_exporter_greet(&monitor->exporter);
	return 0;
}
