// SPDX-License-Identifier: GPL-2.0
/* The hash table of one family on one CPU: buckets and their chains. See table.h. */
#include "table.h"

#include <linux/cache.h>
#include <linux/kmemleak.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

static_assert(!IS_ENABLED(CONFIG_64BIT) || sizeof(struct netflow_bucket) == 64);

/**
 * struct netflow_overflow - a page of further buckets, each followed by its flows
 * @next: page of the same table
 * @chunks: of the table
 * @bucket: the first one
 */
struct netflow_overflow {
	struct netflow_overflow *next;
	struct netflow_chunks *chunks;
	struct netflow_bucket bucket[] ____cacheline_aligned;
};

static size_t netflow_chunk_size(enum netflow_family family, u32 buckets)
{
	return buckets * (sizeof(struct netflow_bucket) +
			  NETFLOW_BUCKET_SLOTS * netflow_slot_size(family));
}

/* kmemleak does not scan these pages unless they are registered with it. */
static void *netflow_pages_alloc(size_t size)
{
	void *pages = alloc_pages_exact(size, GFP_KERNEL | __GFP_ZERO | __GFP_NOWARN |
					      __GFP_NORETRY);

	if (!pages)
		return __vmalloc(size, GFP_KERNEL | __GFP_ZERO | __GFP_NOWARN);
	kmemleak_alloc(pages, size, 1, GFP_KERNEL);
	return pages;
}

static void netflow_pages_free(void *pages, size_t size)
{
	if (is_vmalloc_addr(pages)) {
		vfree(pages);
		return;
	}
	kmemleak_free(pages);
	free_pages_exact(pages, size);
}

static bool netflow_chunk_alloc(struct netflow_chunks *chunks, u32 first)
{
	u32 i, count = netflow_chunk_buckets(chunks, first);
	void *chunk = netflow_pages_alloc(netflow_chunk_size(chunks->family, count));

	if (!chunk)
		return false;
	chunks->chunk[first / NETFLOW_CHUNK_BUCKETS] = chunk;
	for (i = 0; i < count; i++) {
		struct netflow_bucket *bucket;
		void *flows;

		bucket = netflow_chunks_bucket(chunks, chunks->family, first + i, &flows);
		bucket->flows = flows;
		bucket->slots = NETFLOW_BUCKET_SLOTS;
	}
	return true;
}

struct netflow_chunks *netflow_chunks_alloc(enum netflow_family family, u32 buckets)
{
	u32 first, count = DIV_ROUND_UP(buckets, NETFLOW_CHUNK_BUCKETS);
	struct netflow_chunks *chunks = kvzalloc(struct_size(chunks, chunk, count),
						 GFP_KERNEL | __GFP_NOWARN);

	if (!chunks)
		return NULL;
	chunks->family = family;
	chunks->buckets = buckets;
	for (first = 0; first < buckets; first += NETFLOW_CHUNK_BUCKETS) {
		if (!netflow_chunk_alloc(chunks, first)) {
			netflow_chunks_free(chunks);
			return NULL;
		}
		cond_resched();
	}
	return chunks;
}

void netflow_chunks_free(struct netflow_chunks *chunks)
{
	u32 first;

	if (!chunks)
		return;
	for (first = 0; first < chunks->buckets; first += NETFLOW_CHUNK_BUCKETS) {
		void *chunk = chunks->chunk[first / NETFLOW_CHUNK_BUCKETS];
		u32 count = netflow_chunk_buckets(chunks, first);

		if (chunk)
			netflow_pages_free(chunk, netflow_chunk_size(chunks->family, count));
	}
	while (chunks->overflow) {
		struct netflow_overflow *overflow = chunks->overflow;

		chunks->overflow = overflow->next;
		kfree(overflow);
	}
	kvfree(chunks);
}

static void netflow_overflow_free(struct netflow_bucket *bucket)
{
	/* kmalloc() aligns a whole page to its size. */
	struct netflow_overflow *overflow = (void *)((unsigned long)bucket & PAGE_MASK);

	bucket->next = overflow->chunks->spare;
	overflow->chunks->spare = bucket;
}

/* Adds one page of spare buckets. */
static bool netflow_overflow_more(struct netflow_table *table, struct netflow_chunks *chunks)
{
	size_t size = sizeof(struct netflow_bucket) +
		      NETFLOW_OVERFLOW_SLOTS * netflow_slot_size(chunks->family);
	struct netflow_overflow *overflow = kmalloc(PAGE_SIZE, GFP_ATOMIC | __GFP_NOWARN);
	void *bucket;

	if (!overflow)
		return false;
	overflow->chunks = chunks;
	overflow->next = chunks->overflow;
	chunks->overflow = overflow;
	chunks->overflow_pages++;
	table->overflow_pages++;
	for (bucket = overflow->bucket; bucket + size <= (void *)overflow + PAGE_SIZE;
	     bucket += size)
		netflow_overflow_free(bucket);
	return true;
}

static struct netflow_bucket *netflow_overflow_alloc(struct netflow_table *table, u32 hash)
{
	bool moved = table->next && netflow_head_index(hash, table->heads) < table->moved;
	struct netflow_chunks *chunks = moved ? table->next : table->now;
	struct netflow_bucket *bucket;

	if (!chunks->spare && !netflow_overflow_more(table, chunks))
		return NULL;
	bucket = chunks->spare;
	chunks->spare = bucket->next;
	*bucket = (struct netflow_bucket) {
		.flows = bucket + 1,
		.slots = NETFLOW_OVERFLOW_SLOTS,
	};
	return bucket;
}

/* Finds a free slot. Return: false if there is none. */
static bool netflow_free_slot(const struct netflow_bucket *bucket, unsigned int preferred,
			      unsigned int *index)
{
	*index = preferred;
	if (!bucket->tag[*index])
		return true;
	*index = netflow_beside(preferred);
	if (!bucket->tag[*index])
		return true;
	for (*index = 0; *index < bucket->slots; (*index)++)
		if (!bucket->tag[*index])
			return true;
	return false;
}

int netflow_table_place(struct netflow_table *table, enum netflow_family family,
			struct netflow_bucket *bucket, u32 hash, struct netflow_slot *slot)
{
	unsigned int preferred = netflow_preferred(hash);

	for (;; preferred = 0) {
		if (netflow_free_slot(bucket, preferred, &slot->index)) {
			bucket->tag[slot->index] = netflow_tag(hash);
			slot->bucket = bucket;
			return 0;
		}
		if (!bucket->next) {
			bucket->next = netflow_overflow_alloc(table, hash);
			if (!bucket->next)
				return -ENOMEM;
		}
		bucket = bucket->next;
	}
}

u64 netflow_table_memory(const struct netflow_table *table, enum netflow_family family)
{
	u64 heads = READ_ONCE(table->heads) + (READ_ONCE(table->next) ?
					       READ_ONCE(table->next_heads) : 0);

	return heads * netflow_chunk_size(family, 1) +
	       (u64)READ_ONCE(table->overflow_pages) * PAGE_SIZE;
}

u32 netflow_table_buckets(const struct netflow_table *table)
{
	return table->heads + (table->next ? table->next_heads : 0);
}

struct netflow_bucket *netflow_table_bucket(const struct netflow_table *table, u32 index)
{
	void *flows;

	if (index < table->heads)
		return netflow_chunks_bucket(table->now, table->now->family, index, &flows);
	return netflow_chunks_bucket(table->next, table->next->family, index - table->heads,
				     &flows);
}

void netflow_table_prune(struct netflow_bucket *head)
{
	struct netflow_bucket **link = &head->next;

	while (*link) {
		struct netflow_bucket *bucket = *link;

		if (bucket->tags[0] | bucket->tags[1]) {
			link = &bucket->next;
			continue;
		}
		*link = bucket->next;
		netflow_overflow_free(bucket);
	}
}

void netflow_table_prune_before(struct netflow_bucket *head, const struct netflow_bucket *end)
{
	while (head != end && head->next != end) {
		struct netflow_bucket *bucket = head->next;

		head->next = bucket->next;
		netflow_overflow_free(bucket);
	}
}
