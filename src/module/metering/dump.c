// SPDX-License-Identifier: GPL-2.0
/* Reading flows out of the caches. See dump.h. */
#include "dump.h"

#include <linux/mm.h>

#include "entry.h"
#include "metering.h"
#include "visit.h"

#define NETFLOW_DUMP_FLOWS	64

/* Copies of flows, each with the position of the dump after it. */
struct netflow_dump {
	struct netflow_dump_at at;
	unsigned int count;
	struct netflow_dump_at behind[NETFLOW_DUMP_FLOWS];
	union {
		struct netflow_flow flow;
		struct netflow_flow_v4 v4;
		struct netflow_flow_v6 v6;
	} copy[NETFLOW_DUMP_FLOWS];
};

/* Copies one chain. Return: false if there is not enough room for it. */
static bool netflow_dump_chain(struct netflow_dump *dump, struct netflow_bucket *head)
{
	struct netflow_slot slot;
	u32 seen = 0;

	for (slot.bucket = head; slot.bucket; slot.bucket = slot.bucket->next) {
		for (slot.index = 0; slot.index < slot.bucket->slots; slot.index++) {
			if (!slot.bucket->tag[slot.index] || seen++ < dump->at.skip)
				continue;
			if (dump->count == NETFLOW_DUMP_FLOWS)
				return false;
			netflow_flow_copy(dump->at.family, &dump->copy[dump->count].flow,
					  netflow_slot_flow(dump->at.family, slot));
			dump->at.skip++;
			dump->behind[dump->count++] = dump->at;
		}
	}
	return true;
}

/* Copies a few chains. Return: false at the end of the table, or when there is no more room. */
static bool netflow_dump_chains(struct netflow_dump *dump, const struct netflow_table *table)
{
	u32 end = min(dump->at.bucket + NETFLOW_VISIT_BUCKETS, netflow_table_buckets(table));

	for (; dump->at.bucket < end; dump->at.bucket++) {
		if (!netflow_dump_chain(dump, netflow_table_bucket(table, dump->at.bucket)))
			return false;
		dump->at.skip = 0;
	}
	return dump->at.bucket < netflow_table_buckets(table);
}

/* Runs on the cache's CPU; reads until the dump is full or the table ends. */
static bool netflow_dump_table(struct netflow_cache *cache, void *arg)
{
	struct netflow_dump *dump = arg;
	bool more = true;

	while (more) {
		if (!netflow_cache_enter(cache))
			return false;
		more = netflow_dump_chains(dump, &cache->table[dump->at.family]);
		netflow_cache_leave(cache);
	}
	return true;
}

/* Moves to the next table. Return: false after the last one. */
static bool netflow_dump_next_table(struct netflow_dump_at *at)
{
	at->bucket = 0;
	at->skip = 0;
	if (++at->family < NETFLOW_FAMILIES)
		return true;
	at->family = 0;
	at->cpu = cpumask_next(at->cpu, cpu_possible_mask);
	return at->cpu < nr_cpu_ids;
}

static int netflow_dump_one_table(struct netflow_metering *metering, struct netflow_dump *dump,
				  struct netflow_dump_at *at,
				  int (*put)(void *arg, u32 cpu, enum netflow_family family,
					     const struct netflow_flow *flow), void *arg)
{
	struct netflow_cache *cache = per_cpu_ptr(metering->caches, at->cpu);
	unsigned int i;
	int err;

	do {
		dump->at = *at;
		dump->count = 0;
		/* Without the flows of a CPU that does not run its kworkers, as the log says. */
		if (netflow_cache_holds(cache, at->family))
			netflow_visit_call(cache, netflow_dump_table, dump);
		for (i = 0; i < dump->count; i++) {
			err = put(arg, at->cpu, at->family, &dump->copy[i].flow);
			if (err)
				return err;
			*at = dump->behind[i];
		}
	} while (dump->count == NETFLOW_DUMP_FLOWS);
	return 0;
}

int netflow_dump_flows(struct netflow_metering *metering, struct netflow_dump_at *at,
		       int (*put)(void *arg, u32 cpu, enum netflow_family family,
				  const struct netflow_flow *flow), void *arg)
{
	struct netflow_dump *dump;
	int err = 0;

	if (!metering->caches || at->cpu >= nr_cpu_ids)
		return 0;
	dump = kvmalloc(sizeof(*dump), GFP_KERNEL);
	if (!dump)
		return -ENOMEM;
	do {
		err = netflow_dump_one_table(metering, dump, at, put, arg);
	} while (!err && netflow_dump_next_table(at));
	kvfree(dump);
	return err;
}
