/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Flows that have left the caches and are not with the encoders yet, by parts: all
 * flows of one key are in the same one. Both mutexes of the exporter are held for
 * everything here.
 */
#ifndef _NETFLOW_PENDING_H
#define _NETFLOW_PENDING_H

#include "flow/flow.h"

struct netflow_expired;
struct netflow_exporter;
struct netflow_exporter_counters;
struct netflow_monitor;

/*
 * Parts of what is pending: ranges of the hash of the key, in its order. So are the tables:
 * what one pass expires is a few lists, and the flows of a batch, and what the merge looks
 * at for them in other CPUs' tables, lie side by side.
 */
#define NETFLOW_PARTITIONS	2048

/**
 * struct netflow_pending - flows that were taken from the caches
 * @list: flows of one key are in the same one
 * @count: length of each
 * @at: the list that comes next, by family and partition
 */
struct netflow_pending {
	struct netflow_expired *list[NETFLOW_FAMILIES * NETFLOW_PARTITIONS];
	u32 count[NETFLOW_FAMILIES * NETFLOW_PARTITIONS];
	unsigned int at;
};

/**
 * netflow_pending_count - what a flow counted leaves a cache, and waits for the encoders
 * @counters: of the exporter
 * @flow: in a cache, or expired
 * Whether it waits as a flow of its own is for the caller to count.
 */
void netflow_pending_count(struct netflow_exporter_counters *counters,
			   const struct netflow_flow *flow);

/**
 * netflow_pending_take - what has expired on the CPUs so far becomes pending
 * @monitor: has caches
 * Context: process.
 */
void netflow_pending_take(struct netflow_monitor *monitor);

/**
 * netflow_pending_batch - fill the exporter's batch from the lists that come next
 * @exporter: of a monitor that has caches
 *
 * Whole lists, as many as a batch has room for, all of one family; a list that is longer
 * than a batch comes in several.
 * Return: false at the end of the lists.
 */
bool netflow_pending_batch(struct netflow_exporter *exporter);

/**
 * netflow_pending_release - what is not pending any more is no CPU's backlog
 * @monitor: has caches
 */
void netflow_pending_release(struct netflow_monitor *monitor);

#endif /* _NETFLOW_PENDING_H */
