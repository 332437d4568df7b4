// SPDX-License-Identifier: GPL-2.0
/* Flows between the caches and the encoders. See pending.h. */
#include "pending.h"

#include <linux/sched.h>

#include "metering/cache.h"
#include "metering/caches.h"
#include "metering/expire.h"
#include "metering/metering.h"
#include "exporter.h"
#include "merge.h"

void netflow_pending_count(struct netflow_exporter_counters *counters,
			   const struct netflow_flow *flow)
{
	counters->taken_packets += flow->packets;
	counters->taken_bytes += flow->bytes;
	counters->taken_flows++;
	counters->pending_packets += flow->packets;
	counters->pending_bytes += flow->bytes;
}

static void netflow_pending_add(struct netflow_exporter *exporter, enum netflow_family family,
				struct netflow_expired *expired)
{
	const struct netflow_flow *flow = &expired->flow;
	struct netflow_exporter_counters *counters = &exporter->counters;
	struct netflow_pending *pending = exporter->pending;
	u32 part = family * NETFLOW_PARTITIONS +
		   netflow_head_index(netflow_flow_hash(&exporter->metering->secret, family, flow),
				      NETFLOW_PARTITIONS);

	expired->next = pending->list[part];
	pending->list[part] = expired;
	pending->count[part]++;
	netflow_pending_count(counters, flow);
	counters->pending_flows++;
}

/* Takes all flows that have expired on one CPU. */
static void netflow_take(struct netflow_exporter *exporter, struct netflow_cache *cache)
{
	u32 taken = 0;
	int family;

	for (family = 0; family < NETFLOW_FAMILIES; family++) {
		struct llist_node *node;

		/* Emptying a list writes to a line of its CPU. */
		if (llist_empty(&cache->expired[family]))
			continue;
		node = llist_del_all(&cache->expired[family]);
		while (node) {
			struct netflow_expired *expired = (struct netflow_expired *)node;

			node = node->next;
			netflow_pending_add(exporter, family, expired);
			if (!(++taken % NETFLOW_BATCH))
				cond_resched();
		}
	}
	cache->held_flows += taken;
	exporter->held_flows += taken;
}

void netflow_pending_take(struct netflow_exporter *exporter)
{
	int cpu;

	lockdep_assert_held(&exporter->mutex);
	for_each_possible_cpu(cpu)
		netflow_take(exporter, per_cpu_ptr(exporter->metering->caches, cpu));
}

void netflow_pending_release(struct netflow_exporter *exporter)
{
	u64 done = exporter->held_flows - exporter->counters.pending_flows;
	int cpu;

	lockdep_assert_held(&exporter->mutex);
	exporter->held_flows -= done;
	for_each_possible_cpu(cpu) {
		struct netflow_cache *cache = per_cpu_ptr(exporter->metering->caches, cpu);
		u32 part = min_t(u64, done, cache->held_flows);

		cache->held_flows -= part;
		done -= part;
		if (!part)
			continue;
		WRITE_ONCE(cache->done_flows, cache->done_flows + part);
		netflow_expire_relieve(cache);
	}
}

/* Moves flows of one list to the batch. Return: false if not all of them fit. */
static bool netflow_fill_batch(struct netflow_batch *batch, struct netflow_pending *pending)
{
	unsigned int at = pending->at;

	if (batch->count && batch->count + pending->count[at] > NETFLOW_BATCH)
		return false;
	while (pending->list[at] && batch->count < NETFLOW_BATCH) {
		struct netflow_expired *expired = pending->list[at];

		pending->list[at] = expired->next;
		pending->count[at]--;
		batch->flow[batch->count++] = &expired->flow;
	}
	return !pending->list[at];
}

bool netflow_pending_batch(struct netflow_exporter *exporter)
{
	struct netflow_pending *pending = exporter->pending;
	struct netflow_batch *batch = exporter->batch;
	unsigned int before;
	bool all = true;

	lockdep_assert_held(&exporter->mutex);
	batch->count = 0;
	batch->at = 0;
	for (; all && pending->at < ARRAY_SIZE(pending->list); pending->at += all) {
		if (batch->count && batch->family != pending->at / NETFLOW_PARTITIONS)
			break;
		batch->family = pending->at / NETFLOW_PARTITIONS;
		before = batch->count;
		all = netflow_fill_batch(batch, pending);
		if (batch->count == before)
			continue;
		if (!before)
			batch->first = pending->at;
		batch->end = pending->at + 1;
	}
	return batch->count;
}

static u64 netflow_drop_list(enum netflow_family family, struct netflow_expired *expired)
{
	u64 flows = 0;

	while (expired) {
		struct netflow_expired *next = expired->next;

		netflow_expired_free(family, expired);
		expired = next;
		if (!(++flows % NETFLOW_BATCH))
			cond_resched();
	}
	return flows;
}

static u64 netflow_drop_batch(struct netflow_batch *batch)
{
	u64 flows = 0;

	for (; batch->at < batch->count; batch->at++) {
		if (!batch->flow[batch->at])
			continue;
		netflow_expired_free(batch->family, netflow_expired_of(batch->flow[batch->at]));
		flows++;
	}
	return flows;
}

u64 netflow_pending_drop(struct netflow_exporter *exporter)
{
	u64 flows = netflow_drop_batch(exporter->batch);
	struct netflow_caches_sum sum;
	unsigned int at;

	lockdep_assert_held(&exporter->mutex);
	netflow_pending_take(exporter);
	for (at = 0; at < ARRAY_SIZE(exporter->pending->list); at++)
		flows += netflow_drop_list(at / NETFLOW_PARTITIONS, exporter->pending->list[at]);
	netflow_caches_sum(exporter->metering, &sum);
	return flows + sum.flows;
}
