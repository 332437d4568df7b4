// SPDX-License-Identifier: GPL-2.0
/* The Exporting Process: from expired flows to the destinations. See export.h. */
#include "exporter.h"

#include <linux/delay.h>
#include <linux/math64.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "monitor/monitor.h"
#include "merge.h"
#include "pending.h"
#include "destination.h"

/* ns and µs: less is not worth a sleep; how much later one may end. */
#define NETFLOW_PAUSE_LEAST	20000
#define NETFLOW_PAUSE_SLACK	50

/* Until the work looks again whether another one has done it. */
#define NETFLOW_BUSY_DELAY	max(HZ / 50, 1)

static struct workqueue_struct *netflow_export_queue;

/* Return: true if Messages became ready. */
static bool netflow_export_flow(struct netflow_exporter *exporter, enum netflow_family family,
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

/* Others get at the exporter. */
static void netflow_yield(struct netflow_exporter *exporter)
{
	mutex_unlock(&exporter->mutex);
	cond_resched();
	mutex_lock(&exporter->mutex);
}

/* Until a destination that has more to send may send it; others get at the exporter. */
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
 * What may be sent now, and all if there is too much of it: encoding goes on meanwhile.
 * The collector may have to run on this very CPU before its socket is full.
 */
static void netflow_send_early(struct netflow_exporter *exporter)
{
	if (netflow_send_all(exporter) && netflow_full(exporter))
		netflow_send_paced(exporter);
	else
		netflow_yield(exporter);
}

/* CPUs that have ever had flows. */
static unsigned int netflow_sources(struct netflow_monitor *monitor)
{
	unsigned int sources = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		if (READ_ONCE(per_cpu_ptr(monitor->metering.caches, cpu)->counter[NETFLOW_METERED_FLOWS]))
			sources++;
	return sources;
}

static void netflow_export_batch(struct netflow_monitor *monitor)
{
	struct netflow_exporter *exporter = &monitor->exporter;
	struct netflow_batch *batch = exporter->batch;
	unsigned int i;
	bool ready;

	if (netflow_sources(monitor) > 1)
		netflow_merge(monitor, batch);
	for (i = 0; i < batch->count; i++) {
		if (!batch->flow[i])
			continue;
		ready = netflow_export_flow(exporter, batch->family, batch->flow[i]);
		netflow_expired_free(batch->family, netflow_expired_of(batch->flow[i]));
		if (ready)
			netflow_send_early(exporter);
	}
	batch->count = 0;
}

/* What options data say. */
static void netflow_export_stats(struct netflow_monitor *monitor)
{
	struct netflow_exporter *exporter = &monitor->exporter;
	struct netflow_exporter_stats *out = &exporter->stats;
	struct netflow_stats stats;
	unsigned int i;

	netflow_monitor_stats(monitor, &stats);
	out->observed_flows = stats.counter[NETFLOW_METERED_FLOWS];
	out->exported_flows = stats.exporter.exported_flows;
	out->lost_flows = stats.counter[NETFLOW_LOST_BACKLOG_FLOWS] +
			  stats.exporter.no_destination_flows;
	out->lost_packets = stats.counter[NETFLOW_LOST_MEMORY_PACKETS] +
			    stats.counter[NETFLOW_LOST_BACKLOG_PACKETS] +
			    stats.exporter.no_destination_packets;
	out->lost_bytes = stats.counter[NETFLOW_LOST_MEMORY_BYTES] +
			  stats.counter[NETFLOW_LOST_BACKLOG_BYTES] +
			  stats.exporter.no_destination_bytes;
	out->exported_messages = 0;
	out->exported_bytes = 0;
	for (i = 0; i < exporter->count; i++) {
		const struct netflow_destination_counters *counters =
			&exporter->destinations[i]->counters;

		out->exported_messages += counters->sent_messages;
		out->exported_bytes += counters->sent_octets;
		out->lost_flows += counters->lost_queue + counters->lost_encode +
				   counters->lost_memory;
		out->lost_packets += counters->lost_packets;
		out->lost_bytes += counters->lost_bytes;
	}
}

/*
 * Everything that has expired goes to the encoders and, as far as it can, out.
 * Both mutexes are held; exporter.mutex is let go while it pauses.
 */
static void netflow_export_run(struct netflow_monitor *monitor)
{
	struct netflow_exporter *exporter = &monitor->exporter;
	unsigned int i;

	if (!monitor->metering.caches || exporter->stopped)
		return;
	netflow_export_stats(monitor);
	for (;;) {
		if (!netflow_pending_batch(exporter)) {
			netflow_pending_take(monitor);
			if (!exporter->counters.pending_flows)
				break;
			exporter->pending->at = 0;
			continue;
		}
		netflow_export_batch(monitor);
		netflow_pending_release(monitor);
		netflow_yield(exporter);
	}
	for (i = 0; i < exporter->count; i++)
		netflow_destination_finish(exporter->destinations[i]);
	netflow_send_paced(exporter);
	netflow_export_rate(monitor);
	netflow_export_stats(monitor);
	netflow_health_look(exporter);
}

static void netflow_export_lock(struct netflow_exporter *exporter)
{
	mutex_lock(&exporter->run);
	mutex_lock(&exporter->mutex);
}

static void netflow_export_unlock(struct netflow_exporter *exporter)
{
	mutex_unlock(&exporter->mutex);
	mutex_unlock(&exporter->run);
}

void netflow_export_drain(struct netflow_monitor *monitor)
{
	netflow_export_lock(&monitor->exporter);
	netflow_export_run(monitor);
	netflow_export_unlock(&monitor->exporter);
}

static unsigned long netflow_export_delay(const struct netflow_exporter *exporter)
{
	unsigned long delay = MAX_JIFFY_OFFSET;
	unsigned int i;

	for (i = 0; i < exporter->count; i++)
		delay = min(delay, netflow_destination_delay(exporter->destinations[i]));
	return delay;
}

static void netflow_export_work(struct work_struct *work)
{
	struct netflow_exporter *exporter = container_of(to_delayed_work(work),
							 struct netflow_exporter, work);
	struct netflow_monitor *monitor = container_of(exporter, struct netflow_monitor, exporter);
	unsigned long delay;

	/* Who holds it does this work; who waits for it would spin on a CPU that has packets. */
	if (!mutex_trylock(&exporter->run)) {
		queue_delayed_work(netflow_export_queue, &exporter->work, NETFLOW_BUSY_DELAY);
		return;
	}
	mutex_lock(&exporter->mutex);
	netflow_export_run(monitor);
	delay = netflow_export_delay(exporter);
	/* The end of a loss is told even if nothing happens any more. */
	if (exporter->loss.losing)
		delay = min_t(unsigned long, delay, HZ);
	if (!exporter->stopped && delay != MAX_JIFFY_OFFSET)
		queue_delayed_work(netflow_export_queue, &exporter->work, max(delay, 1UL));
	netflow_export_unlock(exporter);
}

void netflow_export_init(struct netflow_exporter *exporter,
			 const struct netflow_exporter_ops *ops)
{
	exporter->ops = ops;
	mutex_init(&exporter->run);
	mutex_init(&exporter->mutex);
	INIT_DELAYED_WORK(&exporter->work, netflow_export_work);
	exporter->rate.when = netflow_now();
	exporter->stats.init_unix_ms = div_u64(ktime_get_real_ns(), NSEC_PER_MSEC);
}

void netflow_export_kick(struct netflow_monitor *monitor)
{
	if (!READ_ONCE(monitor->exporter.stopped))
		mod_delayed_work(netflow_export_queue, &monitor->exporter.work, 0);
}

/* An old destination that goes on, or a new one. */
static struct netflow_destination *
netflow_keep_destination(struct netflow_monitor *monitor,
			 const struct netflow_destination_spec *spec)
{
	struct netflow_exporter *exporter = &monitor->exporter;
	unsigned int i;

	for (i = 0; i < exporter->count; i++)
		if (netflow_destination_equal(&exporter->destinations[i]->spec, spec))
			return exporter->destinations[i];
	return netflow_destination_create(monitor->net, &exporter->mutex, spec);
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

/* Puts @count new or kept destinations in; closes those that are not among them. */
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

/* All of @specs, kept or made, or none. */
static int netflow_prepare_destinations(struct netflow_monitor *monitor,
					const struct netflow_destination_spec *specs,
					struct netflow_destination **out, unsigned int count)
{
	struct netflow_exporter *exporter = &monitor->exporter;
	unsigned int i;

	for (i = 0; i < count; i++) {
		out[i] = netflow_keep_destination(monitor, &specs[i]);
		if (out[i])
			continue;
		while (i--)
			if (!netflow_has_destination(exporter, out[i]))
				netflow_destination_close(out[i]);
		return -ENOMEM;
	}
	return 0;
}

int netflow_export_configure(struct netflow_monitor *monitor,
			     const struct netflow_settings *settings)
{
	struct netflow_destination *destinations[NETFLOW_DESTINATIONS_MAX];
	struct netflow_exporter *exporter = &monitor->exporter;
	struct netflow_destination_spec *specs;
	struct netflow_error error;
	int i, count, err;

	specs = kcalloc(NETFLOW_DESTINATIONS_MAX, sizeof(*specs), GFP_KERNEL);
	if (!specs)
		return -ENOMEM;
	mutex_lock(&exporter->mutex);
	count = netflow_destinations_parse(settings->destination, specs, &error);
	err = count < 0 ? count : netflow_prepare_destinations(monitor, specs, destinations,
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

void netflow_export_cancel(struct netflow_exporter *exporter)
{
	kvfree(exporter->pending);
	exporter->pending = NULL;
	kvfree(exporter->batch);
	exporter->batch = NULL;
}

int netflow_export_start(struct netflow_exporter *exporter)
{
	exporter->pending = kvzalloc(sizeof(*exporter->pending), GFP_KERNEL);
	exporter->batch = kvmalloc(sizeof(*exporter->batch), GFP_KERNEL);
	if (exporter->pending && exporter->batch)
		return 0;
	netflow_export_cancel(exporter);
	return -ENOMEM;
}

void netflow_export_greet(struct netflow_monitor *monitor)
{
	struct netflow_exporter *exporter = &monitor->exporter;
	unsigned int i;

	mutex_lock(&exporter->mutex);
	for (i = 0; i < exporter->count; i++)
		if (exporter->destinations[i]->encoder.templates_due)
			netflow_destination_greet(exporter->destinations[i], &exporter->stats);
	mutex_unlock(&exporter->mutex);
	netflow_export_kick(monitor);
}

void netflow_export_stop(struct netflow_monitor *monitor)
{
	struct netflow_exporter *exporter = &monitor->exporter;

	netflow_export_lock(exporter);
	netflow_export_run(monitor);
	WRITE_ONCE(exporter->stopped, true);
	netflow_export_unlock(exporter);
	cancel_delayed_work_sync(&exporter->work);
	mutex_lock(&exporter->mutex);
	netflow_replace_destinations(exporter, NULL, 0);
	netflow_export_cancel(exporter);
	mutex_unlock(&exporter->mutex);
}

void netflow_export_rate(struct netflow_monitor *monitor)
{
	struct netflow_stats stats;

	netflow_monitor_stats(monitor, &stats);
	netflow_rate_update(&monitor->exporter.rate, stats.counter[NETFLOW_METERED_PACKETS],
			    stats.counter[NETFLOW_METERED_BYTES]);
}

int netflow_export_module_init(void)
{
	netflow_export_queue = alloc_workqueue("netflow_export", WQ_UNBOUND, 0);
	return netflow_export_queue ? 0 : -ENOMEM;
}

void netflow_export_module_exit(void)
{
	destroy_workqueue(netflow_export_queue);
}
