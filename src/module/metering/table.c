// SPDX-License-Identifier: GPL-2.0
/* The hash table of one family on one CPU: buckets and their chains. See table.h. */
#include "table.h"

#include <linux/cache.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "limits/account.h"
#include "limits/memory.h"

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

u64 netflow_chunks_memory(enum netflow_family family, u32 buckets)
{
	return (u64)buckets * netflow_chunk_size(family, 1);
}

static int netflow_chunk_alloc(struct netflow_chunks *chunks, u32 first, int cpu)
{
	u32 i, count = netflow_chunk_buckets(chunks, first);
	void *chunk = netflow_pages_alloc(chunks->account,
					  netflow_chunk_size(chunks->family, count), cpu);

	if (IS_ERR(chunk))
		return PTR_ERR(chunk);
	chunks->chunk[first / NETFLOW_CHUNK_BUCKETS] = chunk;
	for (i = 0; i < count; i++) {
		struct netflow_bucket *bucket;
		void *flows;

		bucket = netflow_chunks_bucket(chunks, chunks->family, first + i, &flows);
		bucket->flows = flows;
		bucket->slots = NETFLOW_BUCKET_SLOTS;
	}
	return 0;
}

static size_t netflow_chunks_size(u32 buckets)
{
	return struct_size((struct netflow_chunks *)NULL, chunk,
			   DIV_ROUND_UP(buckets, NETFLOW_CHUNK_BUCKETS));
}

struct netflow_chunks *netflow_chunks_alloc(struct netflow_account *account,
					    enum netflow_family family, u32 buckets, int cpu)
{
	struct netflow_chunks *chunks = netflow_memory_alloc(account,
							     netflow_chunks_size(buckets));
	u32 first;
	int err;

	if (IS_ERR(chunks))
		return chunks;
	memset(chunks, 0, netflow_chunks_size(buckets));
	chunks->account = account;
	chunks->family = family;
	chunks->buckets = buckets;
	for (first = 0; first < buckets; first += NETFLOW_CHUNK_BUCKETS) {
		err = netflow_chunk_alloc(chunks, first, cpu);
		if (err) {
			netflow_chunks_free(chunks);
			return ERR_PTR(err);
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
			netflow_pages_free(chunks->account, chunk,
					   netflow_chunk_size(chunks->family, count));
		cond_resched();
	}
	netflow_account_uncharge(chunks->account, chunks->overflow_pages * PAGE_SIZE);
	while (chunks->overflow) {
		struct netflow_overflow *overflow = chunks->overflow;

		chunks->overflow = overflow->next;
		kfree(overflow);
	}
	netflow_memory_free(chunks->account, chunks, netflow_chunks_size(chunks->buckets));
}

static void netflow_overflow_free(struct netflow_bucket *bucket)
{
	/* kmalloc() aligns a whole page to its size. */
	struct netflow_overflow *overflow = (void *)((unsigned long)bucket & PAGE_MASK);

	bucket->next = overflow->chunks->spare;
	overflow->chunks->spare = bucket;
}

/*
 * Allocates a page. Chains of a table that cannot grow take at most as much memory again, so
 * that searching them remains cheap.
 */
static struct netflow_overflow *netflow_overflow_page(const struct netflow_table *table,
						      const struct netflow_chunks *chunks)
{
	struct netflow_overflow *overflow;

	if (table->crowded == U32_MAX &&
	    chunks->overflow_pages * PAGE_SIZE >
	    netflow_chunks_memory(chunks->family, chunks->buckets))
		return NULL;
	if (!netflow_account_charge(chunks->account, PAGE_SIZE))
		return NULL;
	overflow = netflow_memory_alloc_atomic(chunks->account, PAGE_SIZE);
	if (!overflow)
		netflow_account_uncharge(chunks->account, PAGE_SIZE);
	return overflow;
}

/* Adds one page of spare buckets. */
static bool netflow_overflow_more(struct netflow_table *table, struct netflow_chunks *chunks)
{
	size_t size = sizeof(struct netflow_bucket) +
		      NETFLOW_OVERFLOW_SLOTS * netflow_slot_size(chunks->family);
	struct netflow_overflow *overflow = netflow_overflow_page(table, chunks);
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
	u64 memory = netflow_chunks_memory(family, READ_ONCE(table->heads)) +
		     (u64)READ_ONCE(table->overflow_pages) * PAGE_SIZE;

	if (READ_ONCE(table->next))
		memory += netflow_chunks_memory(family, READ_ONCE(table->next_heads));
	return memory;
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
