// SPDX-License-Identifier: GPL-2.0
/* Monitors: create, look up, start, configure, flush, shut down, delete. See monitor.h. */
#include "monitor.h"

#include <linux/jhash.h>
#include <linux/ktime.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

#include "exporting/destinations.h"
#include "metering/caches.h"
#include "namespace.h"
#include "notifier.h"

/* Rules are checked and transactions aborted in less time than this. */
#define NETFLOW_ANNOUNCEMENT_DELAY	HZ

static struct workqueue_struct *netflow_monitor_queue;

static void netflow_monitor_expired(struct netflow_metering *metering)
{
	struct netflow_monitor *monitor = container_of(metering, struct netflow_monitor, metering);

	netflow_exporter_kick(&monitor->exporter);
}

static void netflow_monitor_urgent(struct netflow_metering *metering)
{
	struct netflow_monitor *monitor = container_of(metering, struct netflow_monitor, metering);

	netflow_exporter_hurry(&monitor->exporter);
}

static const struct netflow_metering_ops netflow_monitor_metering_ops = {
	.expired = netflow_monitor_expired,
	.urgent = netflow_monitor_urgent,
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

/*
 * Flows may be exported before the monitor is announced, and after it is gone for those who listen
 * to events.
 */
static void netflow_monitor_exporter_event(struct netflow_exporter *exporter,
					   enum netflow_event event,
					   const struct netflow_destination *destination)
{
	struct netflow_monitor *monitor = container_of(exporter, struct netflow_monitor, exporter);

	if (!READ_ONCE(monitor->metering.running))
		return;
	netflow_monitor_announce(monitor);
	netflow_notify(monitor, event, destination);
}

/* A deleted monitor waits for the flush that empties it. */
static void netflow_monitor_flushed(struct netflow_exporter *exporter)
{
	struct netflow_monitor *monitor = container_of(exporter, struct netflow_monitor, exporter);

	if (READ_ONCE(monitor->closed) && !netflow_exporter_flushing(exporter))
		queue_work(netflow_monitor_queue, &monitor->leave);
}

static const struct netflow_exporter_ops netflow_monitor_exporter_ops = {
	.event = netflow_monitor_exporter_event,
	.flushed = netflow_monitor_flushed,
};

/* Frees a deleted monitor, unless its namespace has ended and does it. */
static void netflow_monitor_leave_end(struct netflow_monitor *monitor)
{
	struct netflow_net *nn = monitor->nn;

	mutex_lock(&nn->mutex);
	if (nn->ending) {
		mutex_unlock(&nn->mutex);
		return;
	}
	netflow_exporter_halt(&monitor->exporter);
	netflow_monitor_shutdown(monitor, ktime_get_ns());
	mutex_unlock(&nn->mutex);
	netflow_monitor_release(monitor);
}

/* Runs when a monitor has been deleted, and again when its flows have been exported. */
static void netflow_monitor_leave(struct work_struct *work)
{
	struct netflow_monitor *monitor = container_of(work, struct netflow_monitor, leave);

	if (!monitor->metering.caches || monitor->closed) {
		if (!netflow_exporter_flushing(&monitor->exporter))
			netflow_monitor_leave_end(monitor);
		return;
	}
	synchronize_rcu();
	netflow_caches_close(&monitor->metering);
	WRITE_ONCE(monitor->closed, true);
	netflow_exporter_flush(&monitor->exporter);
}

/*
 * The Observation Domain ID unless one is set. Monitors that export from one address have to differ
 * in it, as each has sequence numbers of its own (RFC 7011, section 3.1); after a boot each has the
 * same again.
 */
static u32 netflow_monitor_domain(const struct netflow_net *nn, const char *name)
{
	return nn->default_monitor ? jhash(name, strlen(name), 0) ?: 1 : 0;
}

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
	INIT_WORK(&monitor->leave, netflow_monitor_leave);
	netflow_settings_init(&monitor->settings);
	monitor->metering.account = &monitor->account;
	monitor->exporter.account = &monitor->account;
	monitor->exporter.domain = netflow_monitor_domain(nn, monitor->name);
	strscpy(monitor->exporter.options.domain_name, monitor->name,
		sizeof(monitor->exporter.options.domain_name));
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

void netflow_monitor_hold(struct netflow_monitor *monitor)
{
	refcount_inc(&monitor->references);
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

u32 netflow_monitor_flush(struct netflow_monitor *monitor)
{
	return monitor->metering.caches ? netflow_exporter_flush(&monitor->exporter) : 0;
}

int netflow_monitor_flush_wait(struct netflow_monitor *monitor, u32 flush, long timeout)
{
	return flush ? netflow_exporter_flush_wait(&monitor->exporter, flush, timeout) : 0;
}

bool netflow_monitor_halt(struct netflow_monitor *monitor)
{
	WRITE_ONCE(monitor->metering.running, false);
	cancel_delayed_work_sync(&monitor->announcement);
	cancel_work_sync(&monitor->leave);
	netflow_exporter_halt(&monitor->exporter);
	return monitor->metering.caches;
}

void netflow_monitor_shutdown(struct netflow_monitor *monitor, u64 deadline_ns)
{
	u64 lost;

	if (monitor->metering.caches)
		netflow_caches_close(&monitor->metering);
	lost = netflow_exporter_finish(&monitor->exporter, deadline_ns);
	if (lost)
		pr_notice_ratelimited("netflow: monitor %s ended with %llu flows unsent\n",
				      monitor->name, lost);
	list_del_init(&monitor->list);
	if (monitor->metering.caches)
		netflow_caches_free(&monitor->metering);
}

void netflow_monitor_delete(struct netflow_monitor *monitor)
{
	struct netflow_net *nn = monitor->nn;

	lockdep_assert_held(&nn->mutex);
	WRITE_ONCE(monitor->metering.running, false);
	list_move_tail(&monitor->list, &nn->leaving);
	if (atomic_read(&monitor->announced))
		netflow_notify(monitor, NETFLOW_EVENT_MONITOR_DEL, NULL);
	queue_work(netflow_monitor_queue, &monitor->leave);
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

int netflow_monitor_module_init(void)
{
	netflow_monitor_queue = alloc_workqueue("netflow_monitor", WQ_UNBOUND, 0);
	return netflow_monitor_queue ? 0 : -ENOMEM;
}

void netflow_monitor_module_exit(void)
{
	destroy_workqueue(netflow_monitor_queue);
}
