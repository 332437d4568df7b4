/* SPDX-License-Identifier: GPL-2.0 */
/* One flow and interval, one Flow Record, on however many CPUs its packets ran. */
#ifndef _NETFLOW_MERGE_H
#define _NETFLOW_MERGE_H

#include "flow/flow.h"

struct netflow_exporter;

/*
 * Each batch costs a visit to every CPU, which has to wake up for it. With larger batches
 * the pauses between them would be fewer, and a collector on this machine would have to
 * take more at once.
 */
#define NETFLOW_BATCH	1024

/**
 * struct netflow_batch - expired flows of one family that are merged together
 * @family: of all
 * @first: of the lists of pending flows that they are from
 * @end: behind the last of these lists
 * @count: of @flow
 * @flow: parts of struct netflow_expired; NULL where one became part of another
 * @hash: of their keys
 * @index: hash table over @flow, 0: empty, else the index + 1
 */
struct netflow_batch {
	enum netflow_family family;
	unsigned int first;
	unsigned int end;
	unsigned int count;
	struct netflow_flow *flow[NETFLOW_BATCH];
	u32 hash[NETFLOW_BATCH];
	u16 index[2 * NETFLOW_BATCH];
};

/**
 * netflow_merge - complete each flow of the batch
 * @exporter: has caches and a batch; both of its mutexes are held
 *
 * Flows with the same key and overlapping intervals become one, within the batch and
 * with what the CPUs' caches still hold or have just expired. A flow that was idle on one
 * CPU but not on another returns to the other one's cache.
 * Accounts for what it moves in the exporter's counters.
 * Context: process.
 */
void netflow_merge(struct netflow_exporter *exporter);

#endif /* _NETFLOW_MERGE_H */
