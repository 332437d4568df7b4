// SPDX-License-Identifier: GPL-2.0
/* The Exporting Process: hands expired flows to the destinations. See exporter.h. */
#include "exporter.h"

#include <linux/delay.h>
#include <linux/math64.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "limits/account.h"
#include "metering/cache.h"
#include "metering/metering.h"
#include "destination.h"
#include "merge.h"
#include "pending.h"
#include "stats.h"

/* Shortest pause worth a sleep, in ns, and how much longer a sleep may last, in µs. */
#define NETFLOW_PAUSE_LEAST	20000
#define NETFLOW_PAUSE_SLACK	50

/* Delay until the work is retried while another task holds the exporter. */
#define NETFLOW_BUSY_DELAY	max(HZ / 50, 1)

static struct workqueue_struct *netflow_exporter_queue;

/* Return: true if Messages became ready. */
static bool netflow_exporter_flow(struct netflow_exporter *exporter, enum netflow_family family,
				  const struct netflow_flow *flow)
{
	struct netflow_exporter_counters *counters = &exporter->counters;
	bool ready = false;
	unsigned int i;

	for (i = 0; i < exporter->count; i++)
		ready |= netflow_destination_flow(exporter->destinations[i], family, flow,
						  &exporter->stats);
	if (exporter->count) {
		counters->exported_packets += flow->packets;
		counters->exported_bytes += flow->bytes;
		counters->exported_flows++;
	} else {
		counters->no_destination_packets += flow->packets;
		counters->no_destination_bytes += flow->bytes;
		counters->no_destination_flows++;
	}
	counters->pending_packets -= flow->packets;
	counters->pending_bytes -= flow->bytes;
	counters->pending_flows--;
	return ready;
}

static bool netflow_send_all(struct netflow_exporter *exporter)
{
	bool more = false;
	unsigned int i;

	for (i = 0; i < exporter->count; i++)
		more |= netflow_destination_send(exporter->destinations[i]);
	return more;
}

static bool netflow_full(const struct netflow_exporter *exporter)
{
	unsigned int i;

	for (i = 0; i < exporter->count; i++)
		if (netflow_destination_full(exporter->destinations[i]))
			return true;
	return false;
}

/* Briefly drops the mutex so that others can take it. */
static void netflow_yield(struct netflow_exporter *exporter)
{
	mutex_unlock(&exporter->mutex);
	cond_resched();
	mutex_lock(&exporter->mutex);
}

/* Drops the mutex and waits until the export rate lets a destination send more. */
static void netflow_pause(struct netflow_exporter *exporter)
{
	u64 wait = U64_MAX;
	unsigned int i, us;

	for (i = 0; i < exporter->count; i++) {
		const struct netflow_destination *destination = exporter->destinations[i];

		if (destination->queued && !destination->failing)
			wait = min(wait, netflow_pace_wait(&destination->pace));
	}
	mutex_unlock(&exporter->mutex);
	if (wait != U64_MAX && wait >= NETFLOW_PAUSE_LEAST) {
		us = div_u64(wait, NSEC_PER_USEC);
		usleep_range(us, us + NETFLOW_PAUSE_SLACK);
	} else {
		cond_resched();
	}
	mutex_lock(&exporter->mutex);
}

static void netflow_send_paced(struct netflow_exporter *exporter)
{
	while (netflow_send_all(exporter))
		netflow_pause(exporter);
}

/*
 * Sends what the export rate allows between two Flow Records, or everything if too much is
 * ready. A collector on this CPU may have to run before its socket is full.
 */
static void netflow_send_early(struct netflow_exporter *exporter)
{
	if (netflow_send_all(exporter) && netflow_full(exporter))
		netflow_send_paced(exporter);
	else
		netflow_yield(exporter);
}

/* Counts the CPUs that have ever had flows. */
static unsigned int netflow_sources(const struct netflow_exporter *exporter)
{
	unsigned int sources = 0;
	int cpu;

	for_each_possible_cpu(cpu) {
		const struct netflow_cache *cache = per_cpu_ptr(exporter->metering->caches, cpu);

		if (READ_ONCE(cache->counter[NETFLOW_METERED_FLOWS]))
			sources++;
	}
	return sources;
}

static void netflow_exporter_batch(struct netflow_exporter *exporter)
{
	struct netflow_batch *batch = exporter->batch;
	unsigned int i;
	bool ready;

	if (netflow_sources(exporter) > 1)
		netflow_merge(exporter);
	for (i = 0; i < batch->count; i++) {
		if (!batch->flow[i])
			continue;
		ready = netflow_exporter_flow(exporter, batch->family, batch->flow[i]);
		netflow_expired_free(batch->family, netflow_expired_of(batch->flow[i]));
		if (ready)
			netflow_send_early(exporter);
	}
	batch->count = 0;
}

/* Encodes all expired flows and sends what it can. Drops the mutex during pauses. */
static void netflow_exporter_run(struct netflow_exporter *exporter)
{
	unsigned int i;

	lockdep_assert_held(&exporter->run);
	lockdep_assert_held(&exporter->mutex);
	if (!exporter->metering->caches || exporter->stopped)
		return;
	netflow_stats_refresh(exporter);
	for (;;) {
		if (!netflow_pending_batch(exporter)) {
			netflow_pending_take(exporter);
			if (!exporter->counters.pending_flows)
				break;
			exporter->pending->at = 0;
			continue;
		}
		netflow_exporter_batch(exporter);
		netflow_pending_release(exporter);
		netflow_yield(exporter);
	}
	for (i = 0; i < exporter->count; i++)
		netflow_destination_finish(exporter->destinations[i]);
	netflow_send_paced(exporter);
	netflow_stats_refresh(exporter);
	netflow_health_look(exporter);
}

static void netflow_exporter_lock(struct netflow_exporter *exporter)
{
	mutex_lock(&exporter->run);
	mutex_lock(&exporter->mutex);
}

static void netflow_exporter_unlock(struct netflow_exporter *exporter)
{
	mutex_unlock(&exporter->mutex);
	mutex_unlock(&exporter->run);
}

void netflow_exporter_drain(struct netflow_exporter *exporter)
{
	netflow_exporter_lock(exporter);
	netflow_exporter_run(exporter);
	netflow_exporter_unlock(exporter);
}

static unsigned long netflow_exporter_delay(const struct netflow_exporter *exporter)
{
	unsigned long delay = MAX_JIFFY_OFFSET;
	unsigned int i;

	for (i = 0; i < exporter->count; i++)
		delay = min(delay, netflow_destination_delay(exporter->destinations[i]));
	return delay;
}

static void netflow_exporter_work(struct work_struct *work)
{
	struct netflow_exporter *exporter = container_of(to_delayed_work(work),
							 struct netflow_exporter, work);
	unsigned long delay;

	/* The holder does this work; waiting for it would spin on a CPU busy with packets. */
	if (!mutex_trylock(&exporter->run)) {
		queue_delayed_work(netflow_exporter_queue, &exporter->work, NETFLOW_BUSY_DELAY);
		return;
	}
	mutex_lock(&exporter->mutex);
	netflow_exporter_run(exporter);
	delay = netflow_exporter_delay(exporter);
	/* The end of a loss is reported even if nothing else happens. */
	if (exporter->loss.losing)
		delay = min_t(unsigned long, delay, HZ);
	if (!exporter->stopped && delay != MAX_JIFFY_OFFSET)
		queue_delayed_work(netflow_exporter_queue, &exporter->work, max(delay, 1UL));
	netflow_exporter_unlock(exporter);
}

void netflow_exporter_init(struct netflow_exporter *exporter, struct net *net,
			   struct netflow_metering *metering,
			   const struct netflow_exporter_ops *ops)
{
	exporter->ops = ops;
	exporter->metering = metering;
	exporter->net = net;
	mutex_init(&exporter->run);
	mutex_init(&exporter->mutex);
	INIT_DELAYED_WORK(&exporter->work, netflow_exporter_work);
	exporter->rate.when = netflow_now();
	exporter->stats.init_unix_ms = div_u64(ktime_get_real_ns(), NSEC_PER_MSEC);
}

void netflow_exporter_kick(struct netflow_exporter *exporter)
{
	if (!READ_ONCE(exporter->stopped))
		mod_delayed_work(netflow_exporter_queue, &exporter->work, 0);
}

/* Returns the existing destination with that spec, or a new one. */
static struct netflow_destination *
netflow_keep_destination(struct netflow_exporter *exporter,
			 const struct netflow_destination_spec *spec)
{
	unsigned int i;

	for (i = 0; i < exporter->count; i++)
		if (netflow_destination_equal(&exporter->destinations[i]->spec, spec))
			return exporter->destinations[i];
	return netflow_destination_create(exporter->net, &exporter->mutex, exporter->account,
					  spec);
}

static bool netflow_has_destination(const struct netflow_exporter *exporter,
				    const struct netflow_destination *destination)
{
	unsigned int i;

	for (i = 0; i < exporter->count; i++)
		if (exporter->destinations[i] == destination)
			return true;
	return false;
}

/* Installs @count new or kept destinations and closes all others. */
static void netflow_replace_destinations(struct netflow_exporter *exporter,
					 struct netflow_destination **destinations,
					 unsigned int count)
{
	struct netflow_destination *old[NETFLOW_DESTINATIONS_MAX];
	unsigned int i, old_count = exporter->count;

	memcpy(old, exporter->destinations, sizeof(old));
	memcpy(exporter->destinations, destinations, count * sizeof(*destinations));
	exporter->count = count;
	for (i = 0; i < old_count; i++)
		if (!netflow_has_destination(exporter, old[i]))
			netflow_destination_close(old[i]);
}

/* Finds or creates a destination for each of @specs; creates none on error. */
static int netflow_prepare_destinations(struct netflow_exporter *exporter,
					const struct netflow_destination_spec *specs,
					struct netflow_destination **out, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		out[i] = netflow_keep_destination(exporter, &specs[i]);
		if (out[i])
			continue;
		while (i--)
			if (!netflow_has_destination(exporter, out[i]))
				netflow_destination_close(out[i]);
		return -ENOMEM;
	}
	return 0;
}

int netflow_exporter_configure(struct netflow_exporter *exporter,
			       const struct netflow_settings *settings)
{
	struct netflow_destination *destinations[NETFLOW_DESTINATIONS_MAX];
	struct netflow_destination_spec *specs;
	struct netflow_error error;
	int i, count, err;

	specs = kcalloc(NETFLOW_DESTINATIONS_MAX, sizeof(*specs), GFP_KERNEL);
	if (!specs)
		return -ENOMEM;
	mutex_lock(&exporter->mutex);
	count = netflow_destinations_parse(settings->destination, specs, &error);
	err = count < 0 ? count : netflow_prepare_destinations(exporter, specs, destinations,
							       count);
	if (!err) {
		netflow_replace_destinations(exporter, destinations, count);
		for (i = 0; i < count; i++)
			netflow_destination_configure(exporter->destinations[i], settings);
	}
	mutex_unlock(&exporter->mutex);
	kfree(specs);
	return err;
}

void netflow_exporter_cancel(struct netflow_exporter *exporter)
{
	netflow_account_uncharge(exporter->account, exporter->paid);
	exporter->paid = 0;
	kvfree(exporter->pending);
	exporter->pending = NULL;
	kvfree(exporter->batch);
	exporter->batch = NULL;
}

int netflow_exporter_start(struct netflow_exporter *exporter)
{
	size_t size = sizeof(*exporter->pending) + sizeof(*exporter->batch) +
		      NETFLOW_DESTINATIONS_MAX * sizeof(struct netflow_destination);

	if (!netflow_account_charge(exporter->account, size))
		return -EDQUOT;
	exporter->paid = size;
	exporter->pending = kvzalloc(sizeof(*exporter->pending), GFP_KERNEL_ACCOUNT);
	exporter->batch = kvmalloc(sizeof(*exporter->batch), GFP_KERNEL_ACCOUNT);
	if (exporter->pending && exporter->batch)
		return 0;
	netflow_exporter_cancel(exporter);
	return -ENOMEM;
}

void netflow_exporter_greet(struct netflow_exporter *exporter)
{
	unsigned int i;

	mutex_lock(&exporter->mutex);
	for (i = 0; i < exporter->count; i++)
		if (exporter->destinations[i]->encoder.templates_due)
			netflow_destination_greet(exporter->destinations[i], &exporter->stats);
	mutex_unlock(&exporter->mutex);
	netflow_exporter_kick(exporter);
}

void netflow_exporter_stop(struct netflow_exporter *exporter)
{
	netflow_exporter_lock(exporter);
	netflow_exporter_run(exporter);
	WRITE_ONCE(exporter->stopped, true);
	netflow_exporter_unlock(exporter);
	cancel_delayed_work_sync(&exporter->work);
	mutex_lock(&exporter->mutex);
	netflow_replace_destinations(exporter, NULL, 0);
	netflow_exporter_cancel(exporter);
	mutex_unlock(&exporter->mutex);
}

int netflow_exporter_module_init(void)
{
	netflow_exporter_queue = alloc_workqueue("netflow_export", WQ_UNBOUND, 0);
	return netflow_exporter_queue ? 0 : -ENOMEM;
}

void netflow_exporter_module_exit(void)
{
	destroy_workqueue(netflow_exporter_queue);
}
