// SPDX-License-Identifier: GPL-2.0
/* The hash table of one family on one CPU: buckets, their chains, resizing. See cache.h. */
#include "cache.h"

#include <linux/mm.h>
#include <linux/slab.h>

static struct kmem_cache *netflow_bucket_slab;

struct netflow_bucket *netflow_table_head(const struct netflow_table *table, u32 hash)
{
	u32 index = hash & table->mask;

	if (unlikely(table->larger) && index < table->moved)
		return &table->larger[hash & table->larger_mask];
	return &table->bucket[index];
}

/* Puts a flow into the first free slot of a chain, which may have to grow. */
int netflow_table_insert(struct netflow_bucket *bucket, struct netflow_flow *flow, u8 tag,
			 u16 seen)
{
	int i;

	for (;;) {
		for (i = 0; i < NETFLOW_BUCKET_SLOTS; i++) {
			if (bucket->tag[i])
				continue;
			bucket->flow[i] = flow;
			bucket->tag[i] = tag;
			bucket->seen[i] = seen;
			return 0;
		}
		if (!bucket->next)
			bucket->next = kmem_cache_zalloc(netflow_bucket_slab,
							 GFP_ATOMIC | __GFP_NOWARN);
		if (!bucket->next)
			return -ENOMEM;
		bucket = bucket->next;
	}
}

u32 netflow_cache_buckets(const struct netflow_table *table)
{
	return table->mask + 1 + (table->larger ? table->larger_mask + 1 : 0);
}

struct netflow_bucket *netflow_cache_bucket(const struct netflow_table *table, u32 index)
{
	if (index <= table->mask)
		return &table->bucket[index];
	return &table->larger[index - table->mask - 1];
}

static bool netflow_bucket_empty(const struct netflow_bucket *bucket)
{
	int i;

	for (i = 0; i < NETFLOW_BUCKET_SLOTS; i++)
		if (bucket->tag[i])
			return false;
	return true;
}

void netflow_cache_prune(struct netflow_bucket *head)
{
	struct netflow_bucket **link = &head->next;

	while (*link) {
		struct netflow_bucket *bucket = *link;

		if (!netflow_bucket_empty(bucket)) {
			link = &bucket->next;
			continue;
		}
		*link = bucket->next;
		kmem_cache_free(netflow_bucket_slab, bucket);
	}
}

void netflow_cache_resize_begin(struct netflow_table *table, struct netflow_bucket *bucket,
				u32 buckets)
{
	table->moved = 0;
	table->larger = bucket;
	table->larger_mask = buckets - 1;
}

/* Moves one chain; a flow that finds no memory for its new place expires. */
static void netflow_move_chain(struct netflow_cpu *cache, enum netflow_family family, u32 index)
{
	struct netflow_table *table = &cache->table[family];
	struct netflow_bucket *head = &table->bucket[index];
	struct netflow_slot slot;

	for (slot.bucket = head; slot.bucket; slot.bucket = slot.bucket->next) {
		for (slot.index = 0; slot.index < NETFLOW_BUCKET_SLOTS; slot.index++) {
			u8 tag = slot.bucket->tag[slot.index];
			struct netflow_flow *flow = slot.bucket->flow[slot.index];
			u32 hash;

			if (!tag)
				continue;
			hash = netflow_flow_hash(cache->monitor, family, flow);
			if (netflow_table_insert(&table->larger[hash & table->larger_mask], flow,
						 tag, slot.bucket->seen[slot.index])) {
				netflow_cache_expire(cache, family, slot, NETFLOW_END_RESOURCES);
				continue;
			}
			slot.bucket->tag[slot.index] = 0;
			slot.bucket->flow[slot.index] = NULL;
		}
	}
	netflow_cache_prune(head);
}

struct netflow_bucket *netflow_cache_resize_step(struct netflow_cpu *cache,
						 enum netflow_family family, u32 count)
{
	struct netflow_table *table = &cache->table[family];
	struct netflow_bucket *old = table->bucket;

	for (; count && table->moved <= table->mask; count--)
		netflow_move_chain(cache, family, table->moved++);
	if (table->moved <= table->mask)
		return NULL;
	table->bucket = table->larger;
	table->mask = table->larger_mask;
	table->larger = NULL;
	table->hand = 0;
	return old;
}

int netflow_cache_init(struct netflow_cpu *cache, u32 buckets)
{
	int family;

	for (family = 0; family < NETFLOW_FAMILIES; family++) {
		struct netflow_table *table = &cache->table[family];

		init_llist_head(&cache->expired[family]);
		table->bucket = kvcalloc(buckets, sizeof(*table->bucket), GFP_KERNEL);
		if (!table->bucket) {
			netflow_cache_destroy(cache);
			return -ENOMEM;
		}
		table->mask = buckets - 1;
	}
	return 0;
}

void netflow_cache_destroy(struct netflow_cpu *cache)
{
	int family;
	u32 i;

	for (family = 0; family < NETFLOW_FAMILIES; family++) {
		struct netflow_table *table = &cache->table[family];

		for (i = 0; table->bucket && i <= table->mask; i++)
			netflow_cache_prune(&table->bucket[i]);
		kvfree(table->bucket);
		table->bucket = NULL;
	}
}

int netflow_table_module_init(void)
{
	BUILD_BUG_ON(sizeof(struct netflow_bucket) > 64);

	netflow_bucket_slab = KMEM_CACHE(netflow_bucket, SLAB_HWCACHE_ALIGN);
	return netflow_bucket_slab ? 0 : -ENOMEM;
}

void netflow_table_module_exit(void)
{
	kmem_cache_destroy(netflow_bucket_slab);
}
