/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Flows that have left the caches and wait for the encoders, in parts: all flows of one
 * key are in the same part.
 */
#ifndef _NETFLOW_PENDING_H
#define _NETFLOW_PENDING_H

#include "flow/flow.h"

struct netflow_expired;
struct netflow_exporter;
struct netflow_exporter_counters;

/*
 * Parts of what is pending: ranges of the hash of the key, in its order. The tables are in
 * the same order, so one pass fills only a few lists, and the flows of a batch lie side by
 * side, as do the flows that the merge compares with them in other CPUs' tables.
 */
#define NETFLOW_PARTITIONS	2048

/**
 * struct netflow_pending - flows that were taken from the caches
 * @list: flows of one key are in the same one
 * @count: length of each
 * @at: next list, by family and partition
 */
struct netflow_pending {
	struct netflow_expired *list[NETFLOW_FAMILIES * NETFLOW_PARTITIONS];
	u32 count[NETFLOW_FAMILIES * NETFLOW_PARTITIONS];
	unsigned int at;
};

/**
 * netflow_pending_count - account for a flow that leaves a cache and waits for the encoders
 * @counters: of the exporter
 * @flow: in a cache, or expired
 *
 * The caller counts it in pending_flows, if it waits as a flow of its own.
 * Context: any; the exporter's mutex is held.
 */
void netflow_pending_count(struct netflow_exporter_counters *counters,
			   const struct netflow_flow *flow);

/**
 * netflow_pending_take - make pending what has expired on the CPUs so far
 * @exporter: has caches; both of its mutexes are held
 * Context: process.
 */
void netflow_pending_take(struct netflow_exporter *exporter);

/**
 * netflow_pending_batch - fill the exporter's batch from the next lists
 * @exporter: has caches; both of its mutexes are held
 *
 * Takes whole lists, as many as a batch has room for, all of one family; a list that is
 * longer than a batch is split.
 * Context: process.
 * Return: false at the end of the lists.
 */
bool netflow_pending_batch(struct netflow_exporter *exporter);

/**
 * netflow_pending_release - take flows that are not pending any more off the CPUs' backlog
 * @exporter: has caches; both of its mutexes are held
 * Context: process.
 */
void netflow_pending_release(struct netflow_exporter *exporter);

#endif /* _NETFLOW_PENDING_H */
