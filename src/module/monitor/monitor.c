// SPDX-License-Identifier: GPL-2.0
/* A monitor's life: create, look up, start, reconfigure, flush, settle, delete. */
#include "monitor.h"

#include <linux/export.h>
#include <linux/random.h>
#include <linux/slab.h>

#include "control/events.h"
#include "metering/expire.h"

/* What a monitor without a limit may hold. */
#define NETFLOW_NO_LIMIT	(LONG_MAX / 4)

/* Flows a CPU takes from the pool at once, at most. */
#define NETFLOW_BATCH_FLOWS	64

static long netflow_limit(const struct netflow_settings *settings)
{
	return settings->maxflows ? min_t(long, settings->maxflows, NETFLOW_NO_LIMIT) :
				    NETFLOW_NO_LIMIT;
}

/* What the packet path reads of the settings. */
static void netflow_monitor_tune(struct netflow_monitor *monitor,
				 const struct netflow_settings *settings)
{
	long share = max_t(long, netflow_limit(settings) / num_possible_cpus(), 1);

	WRITE_ONCE(monitor->active_ms, settings->active_timeout * MSEC_PER_SEC);
	WRITE_ONCE(monitor->inactive_ms, settings->inactive_timeout * MSEC_PER_SEC);
	WRITE_ONCE(monitor->share, min_t(long, share, U32_MAX));
	WRITE_ONCE(monitor->batch, clamp(share / 8, 1L, (long)NETFLOW_BATCH_FLOWS));
}

/* The packet path's form of the setting, NULL: no rules. */
static struct netflow_aggregation *
netflow_monitor_aggregation(const struct netflow_settings *settings)
{
	struct netflow_aggregation *aggregation;
	struct netflow_error error;
	int count = netflow_aggregation_parse(settings->aggregation, NULL, &error);

	if (count <= 0)
		return NULL;
	aggregation = kmalloc(struct_size(aggregation, rules, count), GFP_KERNEL);
	if (!aggregation)
		return ERR_PTR(-ENOMEM);
	aggregation->count = count;
	netflow_aggregation_parse(settings->aggregation, aggregation->rules, &error);
	return aggregation;
}

/* Frees the rules that were in force. */
static void netflow_monitor_aggregate(struct netflow_monitor *monitor,
				      struct netflow_aggregation *aggregation)
{
	struct netflow_aggregation *old;

	old = rcu_replace_pointer(monitor->aggregation, aggregation,
				  lockdep_is_held(&netflow_net(monitor->net)->mutex));
	if (!old)
		return;
	synchronize_net();
	kfree(old);
}

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

struct netflow_monitor *netflow_monitor_create(struct net *net, const char *name)
{
	struct netflow_monitor *monitor = kzalloc(sizeof(*monitor), GFP_KERNEL);
	int err;

	if (!monitor)
		return ERR_PTR(-ENOMEM);
	strscpy(monitor->name, name, sizeof(monitor->name));
	monitor->net = net;
	refcount_set(&monitor->references, 1);
	get_random_bytes(&monitor->secret, sizeof(monitor->secret));
	netflow_settings_init(&monitor->settings);
	netflow_monitor_tune(monitor, &monitor->settings);
	atomic_long_set(&monitor->pool, netflow_limit(&monitor->settings));
	monitor->peak_when = netflow_now();
	netflow_export_init(&monitor->exporter);
	err = netflow_export_configure(monitor, &monitor->settings);
	if (err) {
		kfree(monitor);
		return ERR_PTR(err);
	}
	list_add_tail(&monitor->list, &netflow_net(net)->monitors);
	netflow_event_monitor(monitor, NETFLOW_EVENT_MONITOR_NEW);
	return monitor;
}

void netflow_monitor_release(struct netflow_monitor *monitor)
{
	if (!refcount_dec_and_test(&monitor->references))
		return;
	kfree(rcu_dereference_protected(monitor->aggregation, true));
	kfree(monitor);
}

static void netflow_free_caches(struct netflow_cpu __percpu *caches)
{
	int cpu;

	for_each_possible_cpu(cpu)
		netflow_cache_destroy(per_cpu_ptr(caches, cpu));
	free_percpu(caches);
}

static struct netflow_cpu __percpu *netflow_alloc_caches(struct netflow_monitor *monitor)
{
	struct netflow_cpu __percpu *caches = alloc_percpu(struct netflow_cpu);
	u32 buckets = netflow_expire_least_buckets(&monitor->settings);
	int cpu;

	if (!caches)
		return NULL;
	for_each_possible_cpu(cpu) {
		struct netflow_cpu *cache = per_cpu_ptr(caches, cpu);

		netflow_expire_init(cache, monitor, cpu);
		if (netflow_cache_init(cache, buckets)) {
			netflow_free_caches(caches);
			return NULL;
		}
	}
	return caches;
}

int netflow_monitor_start(struct netflow_monitor *monitor)
{
	struct netflow_cpu __percpu *caches;
	int err;

	if (!monitor->caches) {
		err = netflow_export_start(&monitor->exporter);
		if (err)
			return err;
		caches = netflow_alloc_caches(monitor);
		if (!caches) {
			netflow_export_cancel(&monitor->exporter);
			return -ENOMEM;
		}
		monitor->caches = caches;
		WRITE_ONCE(monitor->running, true);
		netflow_export_greet(monitor);
	}
	monitor->users++;
	return 0;
}

/* All that is in the caches goes to the encoders. */
static void netflow_monitor_empty(struct netflow_monitor *monitor)
{
	bool done;
	int cpu;

	do {
		done = true;
		for_each_possible_cpu(cpu)
			done &= netflow_expire_all(per_cpu_ptr(monitor->caches, cpu));
		netflow_export_drain(monitor);
	} while (!done);
}

void netflow_monitor_flush(struct netflow_monitor *monitor)
{
	if (monitor->caches)
		netflow_monitor_empty(monitor);
}

void netflow_monitor_catch_up(struct netflow_monitor *monitor)
{
	int cpu;

	if (!monitor->caches)
		return;
	for_each_possible_cpu(cpu)
		netflow_expire_settle(per_cpu_ptr(monitor->caches, cpu));
}

void netflow_monitor_settle(struct netflow_monitor *monitor)
{
	int cpu;

	/* A packet that waits may begin a flow, and so wake the expiry. */
	netflow_monitor_catch_up(monitor);
	if (monitor->caches) {
		for_each_possible_cpu(cpu)
			netflow_expire_stop(per_cpu_ptr(monitor->caches, cpu));
		netflow_monitor_empty(monitor);
	}
	netflow_export_stop(monitor);
	list_del_init(&monitor->list);
	if (monitor->caches) {
		netflow_free_caches(monitor->caches);
		monitor->caches = NULL;
	}
}

void netflow_monitor_delete(struct netflow_monitor *monitor)
{
	WRITE_ONCE(monitor->running, false);
	synchronize_net();
	netflow_monitor_settle(monitor);
	netflow_event_monitor(monitor, NETFLOW_EVENT_MONITOR_DEL);
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
	err = netflow_export_configure(monitor, settings);
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
	long more = netflow_limit(settings) - netflow_limit(&monitor->settings);
	struct netflow_aggregation *aggregation = netflow_monitor_aggregation(settings);
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
	netflow_monitor_aggregate(monitor, aggregation);
	netflow_monitor_tune(monitor, settings);
	atomic_long_add(more, &monitor->pool);
	changed = memcmp(&monitor->settings, settings, sizeof(*settings));
	monitor->settings = *settings;
	if (changed)
		netflow_event_monitor(monitor, NETFLOW_EVENT_MONITOR_CHANGED);
	if (monitor->caches)
		netflow_export_greet(monitor);
	return 0;
}

static void netflow_sum_cpu(const struct netflow_cpu *cache, struct netflow_stats *stats)
{
	int i;

	for (i = 0; i < NETFLOW_COUNTERS; i++)
		stats->counter[i] += READ_ONCE(cache->counter[i]);
	for (i = 0; i < NETFLOW_FAMILIES; i++) {
		const struct netflow_table *table = &cache->table[i];

		stats->table_flows += READ_ONCE(table->flows);
		stats->buckets += READ_ONCE(table->heads);
		stats->memory += netflow_table_memory(table, i);
	}
	stats->memory += netflow_next_hops_memory(&cache->next_hops);
}

void netflow_monitor_stats(struct netflow_monitor *monitor, struct netflow_stats *stats)
{
	const u64 *counter = stats->counter;
	int cpu;

	memset(stats, 0, sizeof(*stats));
	stats->exporter = monitor->exporter.counters;
	if (!monitor->caches)
		return;
	for_each_possible_cpu(cpu)
		netflow_sum_cpu(per_cpu_ptr(monitor->caches, cpu), stats);
	stats->cached_packets = counter[NETFLOW_METERED_PACKETS] -
				counter[NETFLOW_LOST_MEMORY_PACKETS] -
				counter[NETFLOW_LOST_BACKLOG_PACKETS] -
				stats->exporter.taken_packets + stats->exporter.returned_packets +
				stats->exporter.pending_packets;
	stats->cached_bytes = counter[NETFLOW_METERED_BYTES] -
			      counter[NETFLOW_LOST_MEMORY_BYTES] -
			      counter[NETFLOW_LOST_BACKLOG_BYTES] -
			      stats->exporter.taken_bytes + stats->exporter.returned_bytes +
			      stats->exporter.pending_bytes;
	stats->cached_flows = counter[NETFLOW_METERED_FLOWS] -
			      counter[NETFLOW_LOST_MEMORY_FLOWS] -
			      counter[NETFLOW_LOST_BACKLOG_FLOWS] -
			      stats->exporter.taken_flows + stats->exporter.pending_flows;
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
