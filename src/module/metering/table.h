/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The hash table of one family on one CPU: its memory and its layout.
 *
 * Callers hold netflow_cache_lock() of the table's cache. Only the expiry's worker changes the
 * size, so it may read the size without the lock.
 */
#ifndef _NETFLOW_TABLE_H
#define _NETFLOW_TABLE_H

#include <linux/cache.h>
#include <linux/hash.h>

#include "flow/flow.h"
#include "entry.h"

struct netflow_account;

#define NETFLOW_BUCKET_SLOTS	15
/* Slots of each further bucket in a chain. */
#define NETFLOW_OVERFLOW_SLOTS	4

/* Buckets of a new table, on each CPU. */
#define NETFLOW_BUCKETS_DEFAULT		16

/* IPv4: 2 MiB with their flows. */
#define NETFLOW_CHUNK_BUCKETS	2048

/* Mean number of flows in a bucket above which a table grows. */
#define NETFLOW_BUCKET_LOAD	14

/**
 * struct netflow_bucket - a cache line of the hash table
 * @next: next bucket of the chain
 * @flows: the flows, netflow_slot_size() apart
 * @seen: time of each flow's last packet or up to 512 ms before, see netflow_seen()
 * @slots: number of slots in this bucket
 * @tag: netflow_tag() of the flow; 0: the slot is empty
 * @tags: @tag, eight at a time
 */
struct netflow_bucket {
	struct netflow_bucket *next;
	void *flows;
	u16 seen[NETFLOW_BUCKET_SLOTS];
	u16 slots;
	union {
		u8 tag[NETFLOW_BUCKET_SLOTS + 1];
		__le64 tags[2];
	};
};

/**
 * struct netflow_chunks - memory of a table
 * @account: pays for it
 * @family: of its flows
 * @buckets: number of buckets
 * @spare: further buckets that belong to no chain, linked by @next
 * @overflow: pages of further buckets
 * @overflow_pages: number of these pages
 * @chunk: each has NETFLOW_CHUNK_BUCKETS buckets, the last one the rest, followed by their
 *	flows, bucket by bucket; an empty slot holds a flow of 0 packets
 *
 * Chunks are contiguous memory if possible: the kernel maps it with large pages, which
 * saves TLB misses.  Further buckets are freed with the table for which they were allocated.
 */
struct netflow_chunks {
	struct netflow_account *account;
	enum netflow_family family;
	u32 buckets;
	struct netflow_bucket *spare;
	struct netflow_overflow *overflow;
	u32 overflow_pages;
	void *chunk[];
};

/**
 * struct netflow_slot - position of a flow in a table
 * @bucket: of a chain
 * @index: of the slot in @bucket
 */
struct netflow_slot {
	struct netflow_bucket *bucket;
	unsigned int index;
};

/**
 * struct netflow_table - the flows of one family on one CPU
 * @now: the table, with @heads buckets
 * @heads: number of chains
 * @moved: chains of @now below this index have moved to @next, except for @rest
 * @rest: head of the last of these chains until all of its flows have moved, or NULL
 * @next: the new table while the table is being resized, or NULL
 * @next_heads: number of chains of @next
 * @resizes: number of resizes begun plus number of resizes ended
 * @flows: number of flows
 * @crowded: number of flows above which the table should grow at once; U32_MAX: it cannot
 * @steady_flows: approximate number of flows in the last passes, see resize.c
 * @steady_passes: number of these passes
 * @hand: chain at which the next search for a flow to evict begins
 * @victim: found by the last search, if bucket is set
 * @victim_seen: its netflow_bucket.seen at that time; if it has changed, so has the flow
 * @overflow_pages: of @now and @next
 * @retry_delay: jiffies, grows with each resize for which there was no memory; 0: there was
 * @retry_at: jiffies; time of the next attempt if @retry_delay is set
 *
 * Each chain covers a range of hashes, and the ranges are in order, so a resize walks
 * through both tables sequentially.
 */
struct netflow_table {
	struct netflow_chunks *now;
	u32 heads;
	u32 moved;
	struct netflow_bucket *rest;
	struct netflow_chunks *next;
	u32 next_heads;
	u32 resizes;
	u32 flows;
	u32 crowded;
	u32 steady_flows;
	u32 steady_passes;
	u32 hand;
	struct netflow_slot victim;
	u16 victim_seen;
	u32 overflow_pages;
	unsigned long retry_delay;
	unsigned long retry_at;
} ____cacheline_aligned_in_smp;

/**
 * netflow_slot_flow - get the flow in a slot, or the slot's memory
 * @family: of the table
 * @slot: of the table
 * Context: any.
 * Return: its address
 */
static __always_inline struct netflow_flow *netflow_slot_flow(enum netflow_family family,
							      struct netflow_slot slot)
{
	return slot.bucket->flows + slot.index * netflow_slot_size(family);
}

/**
 * netflow_head_index - index of a hash's chain
 * @hash: of a flow
 * @heads: number of chains
 * Context: any.
 * Return: below @heads
 */
static inline u32 netflow_head_index(u32 hash, u32 heads)
{
	return (u64)hash * heads >> 32;
}

/**
 * netflow_preferred - slot that a hash prefers in the head of its chain
 * @hash: of a flow; the hashes of a chain share high bits
 * Context: any.
 * Return: below NETFLOW_BUCKET_SLOTS
 */
static inline unsigned int netflow_preferred(u32 hash)
{
	return (hash * GOLDEN_RATIO_32 >> 16) * NETFLOW_BUCKET_SLOTS >> 16;
}

/**
 * netflow_beside - second choice of a slot, usually in the same page
 * @preferred: the first choice
 * Context: any.
 * Return: below NETFLOW_BUCKET_SLOTS
 */
static inline unsigned int netflow_beside(unsigned int preferred)
{
	return preferred == NETFLOW_BUCKET_SLOTS - 1 ? 0 : preferred ^ 1;
}

/**
 * netflow_chunk_buckets - number of buckets in a chunk
 * @chunks: all chunks
 * @first: index of the chunk's first bucket
 * Context: any.
 * Return: at most NETFLOW_CHUNK_BUCKETS
 */
static inline u32 netflow_chunk_buckets(const struct netflow_chunks *chunks, u32 first)
{
	return min_t(u32, chunks->buckets - first, NETFLOW_CHUNK_BUCKETS);
}

/**
 * netflow_chunks_bucket - find a bucket and its flows without touching them
 * @chunks: not NULL
 * @family: of @chunks
 * @index: below chunks->buckets
 * @flows: set to the flows of that bucket
 * Context: any.
 * Return: the bucket
 */
static __always_inline struct netflow_bucket *
netflow_chunks_bucket(const struct netflow_chunks *chunks, enum netflow_family family, u32 index,
		      void **flows)
{
	u32 first = index & ~(NETFLOW_CHUNK_BUCKETS - 1);
	u32 count = netflow_chunk_buckets(chunks, first);
	struct netflow_bucket *bucket = chunks->chunk[index / NETFLOW_CHUNK_BUCKETS];

	*flows = (void *)(bucket + count) +
		 (index - first) * NETFLOW_BUCKET_SLOTS * netflow_slot_size(family);
	return bucket + (index - first);
}

/**
 * netflow_table_head - find the head of a hash's chain without touching it
 * @table: of this CPU
 * @family: of @table
 * @hash: of a flow
 * @flows: set to the flows of that bucket
 * Context: the cache is locked.
 * Return: the bucket
 */
static __always_inline struct netflow_bucket *
netflow_table_head(const struct netflow_table *table, enum netflow_family family, u32 hash,
		   void **flows)
{
	u32 index = netflow_head_index(hash, table->heads);

	if (unlikely(table->next) && index < table->moved)
		return netflow_chunks_bucket(table->next, family,
					     netflow_head_index(hash, table->next_heads), flows);
	return netflow_chunks_bucket(table->now, family, index, flows);
}

/**
 * netflow_table_buckets - number of chains to visit
 * @table: of this CPU
 * Counts the chains of both tables during a resize.
 * Context: the cache is locked, or the expiry's worker.
 * Return: the number of heads
 */
u32 netflow_table_buckets(const struct netflow_table *table);

/**
 * netflow_table_bucket - get the head of a chain to visit
 * @table: of this CPU
 * @index: below netflow_table_buckets()
 * Context: the cache is locked, or the expiry's worker.
 * Return: the bucket
 */
struct netflow_bucket *netflow_table_bucket(const struct netflow_table *table, u32 index);

/**
 * netflow_table_place - take a free slot of a chain, the preferred one first
 * @table: of this CPU
 * @family: of @table
 * @bucket: head of the chain, which may have to grow
 * @hash: of the flow
 * @slot: set; the caller fills in its flow and when it was seen
 * Context: the cache is locked.
 * Return: 0 or -ENOMEM
 */
int netflow_table_place(struct netflow_table *table, enum netflow_family family,
			struct netflow_bucket *bucket, u32 hash, struct netflow_slot *slot);

/**
 * netflow_table_prune - move the empty buckets of a chain to the spare ones
 * @head: of the chain, stays in place
 * Context: the cache is locked.
 */
void netflow_table_prune(struct netflow_bucket *head);

/**
 * netflow_table_prune_before - move the first buckets of a chain to the spare ones
 * @head: of the chain, stays in place
 * @end: bucket of the chain; all buckets between @head and @end are empty
 * Context: the cache is locked.
 */
void netflow_table_prune_before(struct netflow_bucket *head, const struct netflow_bucket *end);

/**
 * netflow_table_memory - memory used by a table
 * @table: of any CPU
 * @family: of @table
 * Context: any.
 * Return: the approximate size, in bytes
 */
u64 netflow_table_memory(const struct netflow_table *table, enum netflow_family family);

/**
 * netflow_chunks_memory - memory needed for buckets and their flows
 * @family: of the flows
 * @buckets: number of buckets
 * Context: any.
 * Return: the approximate size, in bytes
 */
u64 netflow_chunks_memory(enum netflow_family family, u32 buckets);

/**
 * netflow_chunks_alloc - allocate empty buckets
 * @account: pays for them
 * @family: of the flows
 * @buckets: number of buckets
 * @cpu: that will use them
 * Context: process, sleeps.
 * Return: the buckets; ERR_PTR(-ENOMEM); ERR_PTR(-EDQUOT) if a limit is reached
 */
struct netflow_chunks *netflow_chunks_alloc(struct netflow_account *account,
					    enum netflow_family family, u32 buckets, int cpu);

/**
 * netflow_chunks_free - free buckets
 * @chunks: not part of a table; NULL is allowed
 * Context: process.
 */
void netflow_chunks_free(struct netflow_chunks *chunks);

#endif /* _NETFLOW_TABLE_H */
