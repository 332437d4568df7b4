// SPDX-License-Identifier: GPL-2.0
/* The Exporting Process: hands expired flows to the destinations. See exporter.h. */
#include "exporter.h"

#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "limits/account.h"
#include "metering/cache.h"
#include "metering/caches.h"
#include "metering/metering.h"
#include "destination.h"
#include "merge.h"
#include "pending.h"
#include "stats.h"

/* Shortest pause worth a timer, in ns. */
#define NETFLOW_PAUSE_LEAST	20000

/* Least time between two runs: in each, every CPU is visited for a merge. */
#define NETFLOW_RUN_INTERVAL	max(HZ / 200, 1)

/* How often losses and destinations are looked at during a long run. */
#define NETFLOW_LOOK_MS		500

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
						  &exporter->options);
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

/* Encodes the next flow of the batch. Return: true if Messages became ready. */
static bool netflow_exporter_next(struct netflow_exporter *exporter)
{
	struct netflow_batch *batch = exporter->batch;
	struct netflow_flow *flow = batch->flow[batch->at++];
	bool ready;

	if (!flow)
		return false;
	ready = netflow_exporter_flow(exporter, batch->family, flow);
	netflow_expired_free(batch->family, netflow_expired_of(flow));
	return ready;
}

/*
 * Encodes the batch and sends what the export rate allows between two Flow Records. A collector
 * on this CPU may have to run before its socket is full.
 * Return: false if the rest has to wait, as too many Messages are ready
 */
static bool netflow_exporter_batch(struct netflow_exporter *exporter)
{
	struct netflow_batch *batch = exporter->batch;

	while (batch->at < batch->count) {
		if (!netflow_exporter_next(exporter))
			continue;
		if (netflow_send_all(exporter) && netflow_full(exporter))
			return false;
		netflow_yield(exporter);
	}
	return true;
}

/* Looks for what the owner and the options data tell of, if that was not done just now. */
static void netflow_exporter_look(struct netflow_exporter *exporter, u64 interval_ms)
{
	u64 now = netflow_now();

	if (now - exporter->looked_ms < interval_ms)
		return;
	exporter->looked_ms = now;
	netflow_stats_refresh(exporter);
	netflow_health_look(exporter);
}

/* Fills the next batch, and merges it. Return: false at the end of the lists. */
static bool netflow_exporter_fill(struct netflow_exporter *exporter)
{
	if (!netflow_pending_batch(exporter))
		return false;
	if (netflow_sources(exporter) > 1)
		netflow_merge(exporter);
	return true;
}

/*
 * Encodes what has expired until now and sends what it can. Drops the mutex in between.
 * Return: false if the exporter must wait before it can encode the rest
 */
static bool netflow_exporter_run(struct netflow_exporter *exporter)
{
	struct netflow_batch *batch = exporter->batch;
	bool taken = false;

	lockdep_assert_held(&exporter->mutex);
	while (!READ_ONCE(exporter->stopped) && !netflow_full(exporter)) {
		if (batch->at == batch->count && !netflow_exporter_fill(exporter)) {
			if (taken)
				return true;
			netflow_pending_take(exporter);
			exporter->pending->at = 0;
			taken = true;
			continue;
		}
		if (!netflow_exporter_batch(exporter))
			return false;
		netflow_pending_release(exporter);
		netflow_exporter_look(exporter, NETFLOW_LOOK_MS);
		netflow_yield(exporter);
	}
	return false;
}

static void netflow_exporter_send_rest(struct netflow_exporter *exporter)
{
	unsigned int i;

	for (i = 0; i < exporter->count; i++)
		netflow_destination_finish(exporter->destinations[i]);
	netflow_send_all(exporter);
}

/* Returns the time in ns until a destination may send more, U64_MAX if none has to wait. */
static u64 netflow_exporter_pause(const struct netflow_exporter *exporter)
{
	u64 pause = U64_MAX;
	unsigned int i;

	for (i = 0; i < exporter->count; i++) {
		const struct netflow_destination *destination = exporter->destinations[i];

		if (destination->queued && !destination->failing)
			pause = min(pause, netflow_pace_refill(&destination->pace));
	}
	return pause;
}

/* Ends a flush if all its flows were handed to the destinations. */
static void netflow_exporter_end_flush(struct netflow_exporter *exporter)
{
	if (exporter->flush_done == exporter->flush_expired ||
	    netflow_exporter_pause(exporter) != U64_MAX)
		return;
	WRITE_ONCE(exporter->flush_done, exporter->flush_expired);
	wake_up_all(&exporter->flushed);
	exporter->ops->flushed(exporter);
}

static unsigned long netflow_exporter_delay(const struct netflow_exporter *exporter)
{
	unsigned long delay = MAX_JIFFY_OFFSET;
	unsigned int i;

	for (i = 0; i < exporter->count; i++)
		delay = min(delay, netflow_destination_delay(exporter->destinations[i]));
	/* The end of a loss is reported even if nothing else happens. */
	if (exporter->loss.losing)
		delay = min_t(unsigned long, delay, HZ);
	return delay;
}

/* Schedules the next run, if there is a reason for one already. */
static void netflow_exporter_next_run(struct netflow_exporter *exporter, bool done)
{
	u64 pause = netflow_exporter_pause(exporter);
	unsigned long delay = netflow_exporter_delay(exporter);

	WRITE_ONCE(exporter->last_run, jiffies);
	if (exporter->stopped)
		return;
	if (pause < NETFLOW_PAUSE_LEAST || (done && netflow_exporter_flushing(exporter) &&
					    pause == U64_MAX))
		netflow_exporter_hurry(exporter);
	else if (pause != U64_MAX)
		hrtimer_start(&exporter->timer, ns_to_ktime(pause), HRTIMER_MODE_REL);
	if (delay != MAX_JIFFY_OFFSET)
		queue_delayed_work(netflow_exporter_queue, &exporter->work, max(delay, 1UL));
}

static enum hrtimer_restart netflow_exporter_timer(struct hrtimer *timer)
{
	netflow_exporter_hurry(container_of(timer, struct netflow_exporter, timer));
	return HRTIMER_NORESTART;
}

/* Expires the flows for a flush that was asked for, as far as the exporter keeps up. */
static void netflow_exporter_force(struct netflow_exporter *exporter)
{
	u32 wanted = READ_ONCE(exporter->flush_wanted);

	if (exporter->flush_expired == wanted || READ_ONCE(exporter->stopped))
		return;
	if (netflow_caches_expire(exporter->metering))
		exporter->flush_expired = wanted;
}

static void netflow_exporter_work(struct work_struct *work)
{
	struct netflow_exporter *exporter = container_of(to_delayed_work(work),
							 struct netflow_exporter, work);
	bool done;

	if (!exporter->metering->caches)
		return;
	netflow_exporter_force(exporter);
	mutex_lock(&exporter->mutex);
	if (exporter->batch->at == exporter->batch->count)
		netflow_stats_refresh(exporter);
	netflow_send_all(exporter);
	done = netflow_exporter_run(exporter);
	if (done)
		netflow_exporter_send_rest(exporter);
	netflow_exporter_look(exporter, done ? 0 : NETFLOW_LOOK_MS);
	if (done)
		netflow_exporter_end_flush(exporter);
	netflow_exporter_next_run(exporter, done);
	mutex_unlock(&exporter->mutex);
}

void netflow_exporter_init(struct netflow_exporter *exporter, struct net *net,
			   struct netflow_metering *metering,
			   const struct netflow_exporter_ops *ops)
{
	exporter->ops = ops;
	exporter->metering = metering;
	exporter->net = net;
	mutex_init(&exporter->mutex);
	init_waitqueue_head(&exporter->flushed);
	hrtimer_setup(&exporter->timer, netflow_exporter_timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	INIT_DELAYED_WORK(&exporter->work, netflow_exporter_work);
	exporter->last_run = jiffies - NETFLOW_RUN_INTERVAL;
	exporter->rate.when = netflow_now();
	exporter->links.net = net;
	exporter->links.account = exporter->account;
	netflow_stats_init_options(exporter);
}

static void netflow_exporter_schedule(struct netflow_exporter *exporter, unsigned long delay)
{
	if (!READ_ONCE(exporter->stopped))
		mod_delayed_work(netflow_exporter_queue, &exporter->work, delay);
}

void netflow_exporter_kick(struct netflow_exporter *exporter)
{
	unsigned long next = READ_ONCE(exporter->last_run) + NETFLOW_RUN_INTERVAL;

	netflow_exporter_schedule(exporter, time_before(jiffies, next) ? next - jiffies : 0);
}

void netflow_exporter_hurry(struct netflow_exporter *exporter)
{
	netflow_exporter_schedule(exporter, 0);
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
	exporter->batch = kvzalloc(sizeof(*exporter->batch), GFP_KERNEL_ACCOUNT);
	if (exporter->pending && exporter->batch)
		return 0;
	netflow_exporter_cancel(exporter);
	return -ENOMEM;
}

void netflow_exporter_greet(struct netflow_exporter *exporter)
{
	unsigned int i;

	mutex_lock(&exporter->mutex);
	netflow_stats_refresh(exporter);
	for (i = 0; i < exporter->count; i++)
		if (exporter->destinations[i]->encoder.templates_due)
			netflow_destination_greet(exporter->destinations[i], &exporter->options);
	mutex_unlock(&exporter->mutex);
	netflow_exporter_kick(exporter);
}

u32 netflow_exporter_flush(struct netflow_exporter *exporter)
{
	u32 flush;

	mutex_lock(&exporter->mutex);
	flush = exporter->flush_wanted + 1;
	WRITE_ONCE(exporter->flush_wanted, flush);
	mutex_unlock(&exporter->mutex);
	netflow_exporter_hurry(exporter);
	return flush;
}

bool netflow_exporter_flushing(const struct netflow_exporter *exporter)
{
	return READ_ONCE(exporter->flush_wanted) != READ_ONCE(exporter->flush_done);
}

static bool netflow_exporter_flush_over(const struct netflow_exporter *exporter, u32 flush)
{
	return (s32)(READ_ONCE(exporter->flush_done) - flush) >= 0;
}

int netflow_exporter_flush_wait(struct netflow_exporter *exporter, u32 flush, long timeout)
{
	long left = wait_event_killable_timeout(exporter->flushed,
						netflow_exporter_flush_over(exporter, flush) ||
						READ_ONCE(exporter->stopped), timeout);

	if (left < 0)
		return -EINTR;
	if (netflow_exporter_flush_over(exporter, flush))
		return 0;
	return left ? -ENODEV : -ETIMEDOUT;
}

void netflow_exporter_halt(struct netflow_exporter *exporter)
{
	WRITE_ONCE(exporter->stopped, true);
	wake_up_all(&exporter->flushed);
	cancel_delayed_work_sync(&exporter->work);
	hrtimer_cancel(&exporter->timer);
	/* The timer may have fired before it could see that the exporter is stopped. */
	cancel_delayed_work_sync(&exporter->work);
}

/* Sends without regard to the export rate. Return: false if there is no time left. */
static bool netflow_send_until(struct netflow_exporter *exporter, u64 deadline_ns)
{
	unsigned int i;

	for (i = 0; i < exporter->count; i++)
		netflow_destination_send_until(exporter->destinations[i], deadline_ns);
	return netflow_in_time(deadline_ns);
}

/* Encodes what was taken from the caches. Return: false if there was no time for all of it. */
static bool netflow_exporter_finish_taken(struct netflow_exporter *exporter, u64 deadline_ns)
{
	struct netflow_batch *batch = exporter->batch;

	do {
		while (batch->at < batch->count) {
			if (!netflow_exporter_next(exporter))
				continue;
			if (!netflow_send_until(exporter, deadline_ns))
				return false;
		}
		netflow_pending_release(exporter);
	} while (netflow_in_time(deadline_ns) && netflow_exporter_fill(exporter));
	return batch->at == batch->count && netflow_in_time(deadline_ns);
}

/* Encodes all flows. */
static void netflow_exporter_finish_all(struct netflow_exporter *exporter, u64 deadline_ns)
{
	bool emptied;

	do {
		emptied = netflow_caches_expire(exporter->metering);
		if (!netflow_exporter_finish_taken(exporter, deadline_ns))
			return;
		netflow_pending_take(exporter);
		exporter->pending->at = 0;
		if (!netflow_exporter_finish_taken(exporter, deadline_ns))
			return;
	} while (!emptied);
}

u64 netflow_exporter_finish(struct netflow_exporter *exporter, u64 deadline_ns)
{
	u64 lost = 0;
	unsigned int i;

	mutex_lock(&exporter->mutex);
	if (exporter->pending) {
		netflow_stats_refresh(exporter);
		netflow_exporter_finish_all(exporter, deadline_ns);
		lost = netflow_pending_drop(exporter);
	}
	for (i = 0; i < exporter->count; i++)
		netflow_destination_close(exporter->destinations[i], deadline_ns);
	exporter->count = 0;
	netflow_links_free(&exporter->links);
	netflow_exporter_cancel(exporter);
	mutex_unlock(&exporter->mutex);
	return lost;
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
