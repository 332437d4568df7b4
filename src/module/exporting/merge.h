/* SPDX-License-Identifier: GPL-2.0 */
/* Merging: one flow and interval becomes one Flow Record, however many CPUs counted it. */
#ifndef _NETFLOW_MERGE_H
#define _NETFLOW_MERGE_H

#include "flow/flow.h"

struct netflow_exporter;

/*
 * Each batch visits every CPU, which has to wake up for it. Larger batches would have fewer
 * pauses between them, and a collector on this machine would have to take more at once.
 */
#define NETFLOW_BATCH	1024

/**
 * struct netflow_batch - expired flows of one family that are merged together
 * @family: of all flows
 * @first: first of the lists of pending flows from which the batch was filled
 * @end: after the last of these lists
 * @count: number of entries in @flow
 * @at: next entry to be encoded
 * @flow: parts of struct netflow_expired; NULL where a flow was merged into another
 * @hash: of their keys
 * @index: hash table over @flow, 0: empty, else the index + 1
 */
struct netflow_batch {
	enum netflow_family family;
	unsigned int first;
	unsigned int end;
	unsigned int count;
	unsigned int at;
	struct netflow_flow *flow[NETFLOW_BATCH];
	u32 hash[NETFLOW_BATCH];
	u16 index[2 * NETFLOW_BATCH];
};

/**
 * netflow_merge - complete each flow of the batch
 * @exporter: has caches and a batch; its mutex is held
 *
 * Merges flows with the same key and overlapping intervals, both within the batch and with
 * flows that the CPUs' caches still hold or have just expired. A flow that was idle on one
 * CPU but not on another returns to the other CPU's cache.
 * Updates the exporter's counters accordingly.
 * Context: the exporter's work, or after its end.
 */
void netflow_merge(struct netflow_exporter *exporter);

#endif /* _NETFLOW_MERGE_H */
