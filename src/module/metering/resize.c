// SPDX-License-Identifier: GPL-2.0
/* Choosing the size of a table, and moving its flows to a new one. See resize.h. */
#include "resize.h"

#include <linux/err.h>
#include <linux/jiffies.h>

#include "leave.h"
#include "metering.h"
#include "visit.h"

/* Flows of one chain moved in a step; a chain may be long after a burst of flows. */
#define NETFLOW_MOVE_FLOWS	16

/*
 * Mean number of flows in a bucket's 15 slots. GROWN applies after a table has grown and
 * leaves room so that it need not grow again soon; STEADY applies once the number of flows
 * is steady.
 */
#define NETFLOW_BUCKET_LOAD_GROWN	10
#define NETFLOW_BUCKET_LOAD_STEADY	13

/* A number of flows is steady after so many passes without a change of more than 1/16. */
#define NETFLOW_STEADY_PASSES		8

/* Time until a resize for which there was no memory is tried again. */
#define NETFLOW_RESIZE_RETRY_FIRST	HZ
#define NETFLOW_RESIZE_RETRY_LAST	(64 * HZ)

static void netflow_resize_begin(struct netflow_table *table, struct netflow_chunks *chunks)
{
	table->moved = 0;
	table->next = chunks;
	table->next_heads = chunks->buckets;
	WRITE_ONCE(table->resizes, table->resizes + 1);
}

/* Assigned by type, as in netflow_flow_copy(); the next hop moves with the flow. */
static void netflow_move(enum netflow_family family, struct netflow_flow *to,
			 const struct netflow_flow *from)
{
	if (family == NETFLOW_V4)
		*container_of(to, struct netflow_flow_v4, flow) =
			*container_of(from, const struct netflow_flow_v4, flow);
	else
		*container_of(to, struct netflow_cached_v6, flow) =
			*container_of(from, const struct netflow_cached_v6, flow);
}

/* Moves one flow; expires it if there is no memory for its new place. */
static void netflow_move_flow(struct netflow_cache *cache, enum netflow_family family,
			      struct netflow_slot from)
{
	struct netflow_table *table = &cache->table[family];
	struct netflow_flow *flow = netflow_slot_flow(family, from);
	u32 hash = netflow_flow_hash(&cache->metering->secret, family, flow);
	struct netflow_bucket *head;
	struct netflow_slot to;
	void *flows;

	head = netflow_chunks_bucket(table->next, family,
				     netflow_head_index(hash, table->next_heads), &flows);
	if (netflow_table_place(table, family, head, hash, &to)) {
		netflow_cache_expire(cache, family, from, NETFLOW_END_RESOURCES);
		return;
	}
	netflow_move(family, netflow_slot_flow(family, to), flow);
	to.bucket->seen[to.index] = from.bucket->seen[from.index];
	from.bucket->tag[from.index] = 0;
}

/* Moves some flows of a chain. Return: true if no flow is left in it. */
static bool netflow_move_some(struct netflow_cache *cache, enum netflow_family family,
			      struct netflow_bucket *head)
{
	unsigned int more = NETFLOW_MOVE_FLOWS;
	struct netflow_slot slot;

	for (slot.bucket = head; slot.bucket; slot.bucket = slot.bucket->next) {
		for (slot.index = 0; slot.index < slot.bucket->slots; slot.index++) {
			if (!slot.bucket->tag[slot.index])
				continue;
			if (!more--) {
				netflow_table_prune_before(head, slot.bucket);
				return false;
			}
			netflow_move_flow(cache, family, slot);
		}
	}
	return true;
}

/*
 * Moves @count chains of the old table.
 * Return: the old table, to be freed, if all chains have moved; else NULL.
 */
static struct netflow_chunks *netflow_resize_step(struct netflow_cache *cache,
						  enum netflow_family family, u32 count)
{
	struct netflow_table *table = &cache->table[family];
	struct netflow_chunks *old = table->now;

	netflow_cache_assert_locked(cache);
	for (; count && (table->rest || table->moved < table->heads); count--) {
		if (!table->rest)
			table->rest = netflow_table_bucket(table, table->moved++);
		if (netflow_move_some(cache, family, table->rest))
			table->rest = NULL;
	}
	if (table->rest || table->moved < table->heads)
		return NULL;
	table->overflow_pages -= old->overflow_pages;
	table->now = table->next;
	table->heads = table->next_heads;
	table->crowded = table->heads * NETFLOW_BUCKET_LOAD;
	table->next = NULL;
	table->hand = 0;
	table->victim.bucket = NULL;
	WRITE_ONCE(table->resizes, table->resizes + 1);
	return old;
}

void netflow_resize_defer(struct netflow_table *table)
{
	table->steady_passes = 0;
}

/* Returns the number of buckets for a table of @flows flows, at least @least. */
static u32 netflow_resize_target(u32 buckets, u32 flows, u32 least, bool steady)
{
	u32 tight = flows / NETFLOW_BUCKET_LOAD_STEADY + 1;

	if (flows > buckets * NETFLOW_BUCKET_LOAD)
		return max(flows / NETFLOW_BUCKET_LOAD_GROWN + 1, least);
	if (!flows || (steady && tight < buckets - buckets / 16))
		return max(tight, least);
	return max(buckets, least);
}

/* Has the number of flows stayed about the same? Called once a pass. */
static bool netflow_table_steady(struct netflow_table *table, u32 flows)
{
	u32 change = max(flows, table->steady_flows) - min(flows, table->steady_flows);

	if (change > table->steady_flows / 16) {
		table->steady_flows = flows;
		table->steady_passes = 0;
	} else if (table->steady_passes < NETFLOW_STEADY_PASSES) {
		table->steady_passes++;
	}
	return table->steady_passes == NETFLOW_STEADY_PASSES;
}

/*
 * Without memory for a new table the chains grow longer, or flows are evicted early, until it
 * is tried again. Meanwhile the packet path need not ask for it.
 */
static void netflow_resize_back_off(struct netflow_table *table, bool grow)
{
	table->retry_delay = clamp_t(unsigned long, 2 * table->retry_delay,
				     NETFLOW_RESIZE_RETRY_FIRST, NETFLOW_RESIZE_RETRY_LAST);
	table->retry_at = jiffies + table->retry_delay;
	if (grow)
		WRITE_ONCE(table->crowded, U32_MAX);
}

/* The table may grow at any time again. */
static void netflow_resize_recover(struct netflow_table *table)
{
	if (!table->retry_delay)
		return;
	table->retry_delay = 0;
	WRITE_ONCE(table->crowded, table->heads * NETFLOW_BUCKET_LOAD);
}

/* Allocates a new table. Return: NULL if there is no memory, or has been none recently. */
static struct netflow_chunks *netflow_resize_alloc(struct netflow_cache *cache,
						   enum netflow_family family, u32 buckets)
{
	struct netflow_table *table = &cache->table[family];
	struct netflow_chunks *chunks;

	if (table->retry_delay && time_before(jiffies, table->retry_at))
		return NULL;
	chunks = netflow_chunks_alloc(cache->metering->account, family, buckets, cache->cpu);
	if (IS_ERR(chunks)) {
		netflow_resize_back_off(table, buckets > table->heads);
		return NULL;
	}
	netflow_resize_recover(table);
	return chunks;
}

bool netflow_cache_resize(struct netflow_cache *cache, enum netflow_family family)
{
	struct netflow_table *table = &cache->table[family];
	u32 now = table->heads, flows = READ_ONCE(table->flows);
	u32 buckets = netflow_resize_target(now, flows,
					 READ_ONCE(cache->metering->least_buckets),
					 netflow_table_steady(table, flows));
	struct netflow_chunks *old = NULL;

	if (!table->next) {
		struct netflow_chunks *chunks;

		if (buckets == now) {
			netflow_resize_recover(table);
			return true;
		}
		chunks = netflow_resize_alloc(cache, family, buckets);
		if (!chunks)
			return true;
		if (!netflow_cache_enter(cache)) {
			netflow_chunks_free(chunks);
			return false;
		}
		netflow_resize_begin(table, chunks);
		netflow_cache_leave(cache);
	}
	while (!old) {
		if (!netflow_cache_enter(cache))
			return false;
		old = netflow_resize_step(cache, family, NETFLOW_VISIT_BUCKETS);
		netflow_cache_leave(cache);
	}
	netflow_chunks_free(old);
	return true;
}
