/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Flows that have left the caches and wait for the encoders, in partitions: all flows with
 * the same key are in the same partition.
 */
#ifndef _NETFLOW_PENDING_H
#define _NETFLOW_PENDING_H

#include "flow/flow.h"

struct netflow_expired;
struct netflow_exporter;
struct netflow_exporter_counters;

/*
 * Partitions are ranges of the key's hash, in order. The tables are in the same order, so one
 * pass fills only a few lists, and the flows of a batch are adjacent, as are the flows in
 * other CPUs' tables with which they are merged.
 */
#define NETFLOW_PARTITIONS	2048

/**
 * struct netflow_pending - flows taken from the caches
 * @list: flows with the same key are in the same list
 * @count: length of each list
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
 * The caller counts it in pending_flows if it is a separate flow.
 * Context: any; the exporter's mutex is held.
 */
void netflow_pending_count(struct netflow_exporter_counters *counters,
			   const struct netflow_flow *flow);

/**
 * netflow_pending_take - take all flows that have expired on the CPUs so far
 * @exporter: has caches; its mutex is held
 * Context: the exporter's work, or after its end.
 */
void netflow_pending_take(struct netflow_exporter *exporter);

/**
 * netflow_pending_batch - fill the exporter's batch from the next lists
 * @exporter: has caches; its mutex is held
 *
 * Takes as many whole lists of one family as fit in a batch; splits a list that is longer
 * than a batch.
 * Context: the exporter's work, or after its end.
 * Return: false at the end of the lists.
 */
bool netflow_pending_batch(struct netflow_exporter *exporter);

/**
 * netflow_pending_release - remove flows that are no longer pending from the CPUs' backlog
 * @exporter: has caches; its mutex is held
 * Context: the exporter's work, or after its end.
 */
void netflow_pending_release(struct netflow_exporter *exporter);

/**
 * netflow_pending_drop - free all flows that have not been encoded
 * @exporter: has closed caches and no work; its mutex is held
 * Context: process.
 * Return: the number of these flows, and of those that are still in the caches
 */
u64 netflow_pending_drop(struct netflow_exporter *exporter);

#endif /* _NETFLOW_PENDING_H */
