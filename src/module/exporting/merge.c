// SPDX-License-Identifier: GPL-2.0
/* Merging the counts of several CPUs for one flow. See merge.h. */
#include "merge.h"

#include <linux/string.h>

#include "metering/count.h"
#include "metering/clock.h"
#include "metering/expire.h"
#include "metering/leave.h"
#include "metering/metering.h"
#include "metering/visit.h"
#include "exporter.h"
#include "pending.h"

/* Look-ups made at a time with bottom halves off. */
#define NETFLOW_MERGE_STEP	16

struct netflow_merge {
	struct netflow_exporter *exporter;
	const struct netflow_metering *metering;
	struct netflow_batch *batch;
};

/* Returns the idle time in ms after which @later is a new flow, not part of @earlier. */
static u32 netflow_gap(const struct netflow_metering *metering, const struct netflow_flow *earlier,
		       const struct netflow_flow *later)
{
	if (earlier->end_reason == NETFLOW_END_ACTIVE)
		return 1;
	if (netflow_flow_ended(earlier))
		return later->tcp_flags & NETFLOW_TCP_SYN ? 1 : NETFLOW_END_GRACE_MS;
	return READ_ONCE(metering->inactive_ms);
}

/* Are these two separate intervals of one key, rather than parts of one interval? */
static bool netflow_apart(const struct netflow_metering *metering, const struct netflow_flow *a,
			  const struct netflow_flow *b)
{
	if ((s32)(a->first - b->first) > 0)
		swap(a, b);
	return (s32)(b->first - a->last) >= (s32)netflow_gap(metering, a, b);
}

/* Does the flow continue on another CPU, although it was idle on this one? */
static bool netflow_goes_on(const struct netflow_metering *metering,
			    const struct netflow_flow *expired, const struct netflow_flow *found)
{
	u32 idle = (u32)netflow_now() - found->last;

	if (expired->end_reason != NETFLOW_END_INACTIVE &&
	    expired->end_reason != NETFLOW_END_RESOURCES)
		return false;
	return idle < READ_ONCE(metering->inactive_ms) && !netflow_flow_ended(found);
}

static void netflow_merge_free(struct netflow_merge *merge, struct netflow_expired *expired)
{
	struct netflow_exporter_counters *counters = &merge->exporter->counters;

	netflow_expired_free(merge->batch->family, expired);
	counters->merged_flows++;
	counters->pending_flows--;
}

static void netflow_merge_drop(struct netflow_merge *merge, unsigned int i)
{
	netflow_merge_free(merge, netflow_expired_of(merge->batch->flow[i]));
	merge->batch->flow[i] = NULL;
}

/* Merges the expired flow @i with @found of the same key, unless their intervals are apart. */
static void netflow_merge_found(struct netflow_merge *merge, struct netflow_cache *cache,
				unsigned int i, struct netflow_flow *found,
				struct netflow_slot slot)
{
	struct netflow_exporter_counters *counters = &merge->exporter->counters;
	struct netflow_flow *expired = merge->batch->flow[i];
	enum netflow_family family = merge->batch->family;

	if (netflow_apart(merge->metering, expired, found))
		return;
	if (netflow_goes_on(merge->metering, expired, found)) {
		netflow_flow_add(found, expired);
		counters->returned_packets += expired->packets;
		counters->returned_bytes += expired->bytes;
		counters->pending_packets -= expired->packets;
		counters->pending_bytes -= expired->bytes;
		netflow_merge_drop(merge, i);
		return;
	}
	netflow_flow_add(expired, found);
	netflow_pending_count(counters, found);
	counters->merged_flows++;
	netflow_cache_remove(cache, family, slot);
}

/* Runs on each CPU that has flows. */
static bool netflow_merge_cache(struct netflow_cache *cache, void *arg)
{
	struct netflow_merge *merge = arg;
	struct netflow_batch *batch = merge->batch;
	unsigned int i = 0;

	while (i < batch->count) {
		unsigned int end = min(i + NETFLOW_MERGE_STEP, batch->count);

		if (!netflow_cache_enter(cache))
			return false;
		for (; i < end; i++) {
			struct netflow_flow *found;
			struct netflow_slot slot;

			if (!batch->flow[i])
				continue;
			found = netflow_cache_find(cache, batch->family, batch->flow[i],
						   batch->hash[i], &slot);
			if (found)
				netflow_merge_found(merge, cache, i, found, slot);
		}
		netflow_cache_leave(cache);
	}
	return true;
}

/* Returns the place in the index of a flow with the key of @flow, or the place for it. */
static u16 *netflow_merge_index(const struct netflow_merge *merge,
				const struct netflow_flow *flow, u32 hash)
{
	struct netflow_batch *batch = merge->batch;
	size_t size = netflow_key_size(batch->family);
	const void *key = netflow_flow_key(batch->family, flow);
	u32 at = hash;

	for (;; at++) {
		u16 *index = &batch->index[at % ARRAY_SIZE(batch->index)];
		const struct netflow_flow *other;

		if (!*index)
			return index;
		other = batch->flow[*index - 1];
		if (batch->hash[*index - 1] == hash &&
		    !netflow_apart(merge->metering, other, flow) &&
		    !memcmp(netflow_flow_key(batch->family, other), key, size))
			return index;
	}
}

/* Merges flows that expired on several CPUs at about the same time. */
static void netflow_merge_twins(struct netflow_merge *merge)
{
	struct netflow_batch *batch = merge->batch;
	unsigned int i;

	memset(batch->index, 0, sizeof(batch->index));
	for (i = 0; i < batch->count; i++) {
		u16 *index;

		if (!batch->flow[i])
			continue;
		index = netflow_merge_index(merge, batch->flow[i], batch->hash[i]);
		if (!*index) {
			*index = i + 1;
			continue;
		}
		netflow_flow_add(batch->flow[*index - 1], batch->flow[i]);
		netflow_merge_drop(merge, i);
	}
}

/*
 * Merges flows that expired after the batch was filled. They were no longer in the caches:
 * they are in the batch's lists of pending flows, or still on their CPU.
 */
static void netflow_merge_late(struct netflow_merge *merge)
{
	struct netflow_pending *pending = merge->exporter->pending;
	struct netflow_batch *batch = merge->batch;
	unsigned int part;

	netflow_pending_take(merge->exporter);
	for (part = batch->first; part < batch->end; part++) {
		struct netflow_expired **link = &pending->list[part];

		while (*link) {
			struct netflow_expired *expired = *link;
			u32 hash = netflow_flow_hash(&merge->metering->secret,
						     batch->family, &expired->flow);
			u16 *index = netflow_merge_index(merge, &expired->flow, hash);

			if (!*index) {
				link = &expired->next;
				continue;
			}
			*link = expired->next;
			pending->count[part]--;
			netflow_flow_add(batch->flow[*index - 1], &expired->flow);
			netflow_merge_free(merge, expired);
		}
	}
}

void netflow_merge(struct netflow_exporter *exporter)
{
	const struct netflow_metering *metering = exporter->metering;
	struct netflow_batch *batch = exporter->batch;
	struct netflow_merge merge = {
		.exporter = exporter,
		.metering = metering,
		.batch = batch,
	};
	unsigned int i;
	int cpu;

	lockdep_assert_held(&exporter->mutex);
	for (i = 0; i < batch->count; i++)
		batch->hash[i] = netflow_flow_hash(&metering->secret, batch->family,
						   batch->flow[i]);
	for_each_possible_cpu(cpu) {
		struct netflow_cache *cache = per_cpu_ptr(metering->caches, cpu);

		/* Flows of a CPU that cannot be visited become records of their own. */
		if (netflow_cache_holds(cache, batch->family))
			netflow_visit_call(cache, netflow_merge_cache, &merge);
	}
	netflow_merge_twins(&merge);
	netflow_merge_late(&merge);
}
