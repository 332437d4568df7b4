// SPDX-License-Identifier: GPL-2.0
/*
 * Eviction from a full cache: the victim is the flow that appears to have been idle longest.
 * Each eviction chooses the next victim and prefetches it, so that its line is in the
 * processor's cache when it is needed.
 */
#include "evict.h"

#include <linux/prefetch.h>

#include "leave.h"

/* Chains searched for a flow to evict, and the maximum while all are empty. */
#define NETFLOW_EVICT_CHAINS		2
#define NETFLOW_EVICT_CHAINS_MAX	24
#define NETFLOW_EVICT_TRIES		4

/*
 * Returns the stalest flow of a bucket as one number, its idle time above its slot + 1, or
 * 0 if there is none. Branch-free: the result is unpredictable.
 */
static u32 netflow_stalest(const struct netflow_bucket *bucket, u16 now)
{
	u32 stalest = 0;
	unsigned int i;

	for (i = 0; i < bucket->slots; i++) {
		u16 idle = now - bucket->seen[i];
		u32 taken = -(u32)!!bucket->tag[i];

		stalest = max(stalest, ((u32)idle << 8 | (i + 1)) & taken);
	}
	return stalest;
}

/*
 * Searches a chain for a flow that is staler than @stalest, as netflow_stalest() has it, and sets
 * *@of to its bucket if there is one.
 * Return: the stalest so far
 */
static __always_inline u32 netflow_stalest_of_chain(struct netflow_bucket *bucket, u16 now,
						    u32 stalest, struct netflow_bucket **of)
{
	for (; bucket; bucket = bucket->next) {
		u32 rank = netflow_stalest(bucket, now);

		if (rank <= stalest)
			continue;
		stalest = rank;
		*of = bucket;
	}
	return stalest;
}

static u32 netflow_evict_next(const struct netflow_table *table, u32 index)
{
	return index + 1 < netflow_table_buckets(table) ? index + 1 : 0;
}

/* Prefetches the rest of the next search's chains, and the heads of the search after it. */
static void netflow_evict_fetch(const struct netflow_table *table, u32 index)
{
	const struct netflow_bucket *head;
	u32 i;

	for (i = 0; i < NETFLOW_EVICT_CHAINS; i++, index = netflow_evict_next(table, index)) {
		head = netflow_table_bucket(table, index);
		if (head->next)
			prefetch(head->next);
	}
	for (i = 0; i < NETFLOW_EVICT_CHAINS; i++, index = netflow_evict_next(table, index))
		prefetch(netflow_table_bucket(table, index));
}

/* Chooses as the victim the stalest flow of the chains at the hand, if there is one. */
static void netflow_evict_choose(struct netflow_table *table, u16 now)
{
	u32 i, stalest = 0, index = table->hand;

	/* A sparse table needs a longer walk to find one. */
	for (i = 0; i < NETFLOW_EVICT_CHAINS_MAX && (i < NETFLOW_EVICT_CHAINS || !stalest); i++) {
		struct netflow_bucket *head = netflow_table_bucket(table, index);

		/* Otherwise a flood would leave each chain at its maximum length. */
		if (head->next)
			netflow_table_prune(head);
		stalest = netflow_stalest_of_chain(head, now, stalest, &table->victim.bucket);
		index = netflow_evict_next(table, index);
	}
	netflow_evict_fetch(table, index);
	if (!stalest) {
		table->victim.bucket = NULL;
		table->hand = index;
		return;
	}
	table->victim.index = (stalest & 0xff) - 1;
	table->victim_seen = table->victim.bucket->seen[table->victim.index];
}

/* Is the victim still the flow that was chosen, or has another flow taken its slot? */
static bool netflow_victim_stays(const struct netflow_table *table)
{
	const struct netflow_slot *victim = &table->victim;

	return victim->bucket && victim->bucket->tag[victim->index] &&
	       victim->bucket->seen[victim->index] == table->victim_seen;
}

/*
 * Chooses again if the victim was seen later than its bucket says.
 * Return: false if there is no victim.
 */
static bool netflow_evict_confirm(struct netflow_table *table, enum netflow_family family,
				  u16 now)
{
	int tries;

	if (!netflow_victim_stays(table))
		netflow_evict_choose(table, now);
	for (tries = 0; table->victim.bucket && tries < NETFLOW_EVICT_TRIES; tries++) {
		const struct netflow_flow *flow = netflow_slot_flow(family, table->victim);
		u16 seen = netflow_seen(flow->last, flow);

		if (table->victim_seen == seen || netflow_flow_ended(flow))
			break;
		table->victim.bucket->seen[table->victim.index] = seen;
		netflow_evict_choose(table, now);
	}
	return table->victim.bucket;
}

/* Chooses the next victim and prefetches it. */
static void netflow_evict_prepare(struct netflow_table *table, enum netflow_family family, u16 now)
{
	const void *flow;
	int i;

	for (i = 0; i < NETFLOW_EVICT_CHAINS; i++)
		table->hand = netflow_evict_next(table, table->hand);
	netflow_evict_choose(table, now);
	if (!table->victim.bucket)
		return;
	flow = netflow_slot_flow(family, table->victim);
	prefetch(flow);
	prefetch(flow + netflow_slot_size(family) - 1);
}

bool netflow_cache_evict_chain(struct netflow_cache *cache, enum netflow_family family,
			       struct netflow_bucket *head, u32 now)
{
	struct netflow_slot slot = {};
	u32 stalest;

	netflow_cache_assert_locked(cache);
	stalest = netflow_stalest_of_chain(head, now >> NETFLOW_SEEN_SHIFT, 0, &slot.bucket);
	if (!stalest)
		return false;
	slot.index = (stalest & 0xff) - 1;
	netflow_cache_expire(cache, family, slot, NETFLOW_END_RESOURCES);
	return true;
}

bool netflow_cache_evict(struct netflow_cache *cache, u32 now)
{
	enum netflow_family family =
		cache->table[NETFLOW_V6].flows > cache->table[NETFLOW_V4].flows ?
		NETFLOW_V6 : NETFLOW_V4;
	struct netflow_table *table = &cache->table[family];
	u16 unit = now >> NETFLOW_SEEN_SHIFT;

	netflow_cache_assert_locked(cache);
	if (!netflow_evict_confirm(table, family, unit))
		return false;
	netflow_cache_expire(cache, family, table->victim, NETFLOW_END_RESOURCES);
	netflow_evict_prepare(table, family, unit);
	return true;
}
