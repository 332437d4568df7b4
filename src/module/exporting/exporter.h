/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An Exporting Process, in process context:
 *
 *   caches --expired--> pending -> batch --merge--> encoders of all destinations
 *
 * A batch is merged with what other CPUs have of the same flows, so that one
 * flow and interval is one Flow Record wherever its packets ran.
 */
#ifndef _NETFLOW_EXPORTER_H
#define _NETFLOW_EXPORTER_H

#include <linux/mutex.h>
#include <linux/workqueue.h>
#include <net/net_namespace.h>

#include "settings/settings.h"
#include "flow/flow.h"
#include "encoding/encoder.h"
#include "health.h"
#include "rate.h"

struct netflow_batch;
struct netflow_destination;
struct netflow_exporter;
struct netflow_metering;
struct netflow_pending;

/**
 * struct netflow_exporter_counters - packets, bytes and flows on their way
 * @taken_packets: left a cache for the exporter
 * @taken_bytes: left a cache for the exporter
 * @taken_flows: left a cache for the exporter
 * @returned_packets: went back into a cache in a merge
 * @returned_bytes: went back into a cache in a merge
 * @pending_packets: wait for the encoders
 * @pending_bytes: wait for the encoders
 * @pending_flows: wait for the encoders
 * @exported_packets: handed to the encoders of all destinations
 * @exported_bytes: handed to the encoders of all destinations
 * @exported_flows: handed to the encoders of all destinations
 * @no_destination_packets: lost because there was no destination
 * @no_destination_bytes: lost because there was no destination
 * @no_destination_flows: lost because there was no destination
 * @merged_flows: became part of another flow
 *
 * cached = metered - lost in the cache - taken + returned + pending
 */
struct netflow_exporter_counters {
	u64 taken_packets;
	u64 taken_bytes;
	u64 taken_flows;
	u64 returned_packets;
	u64 returned_bytes;
	u64 pending_packets;
	u64 pending_bytes;
	u64 pending_flows;
	u64 exported_packets;
	u64 exported_bytes;
	u64 exported_flows;
	u64 no_destination_packets;
	u64 no_destination_bytes;
	u64 no_destination_flows;
	u64 merged_flows;
};

/**
 * struct netflow_exporter_ops - the way up
 * @event: a destination came up or went down, a loss began or ended. Called in process
 *	context with the exporter's mutex held; @destination is NULL for losses
 */
struct netflow_exporter_ops {
	void (*event)(struct netflow_exporter *exporter, enum netflow_event event,
		      const struct netflow_destination *destination);
};

/**
 * struct netflow_exporter - see the head of this file
 * @ops: the way up
 * @metering: the source of the flows
 * @net: namespace of its sockets
 * @run: held while flows are taken from the caches and encoded
 * @mutex: protects everything below, and the destinations; inside @run
 * @work: runs the exporter
 * @stopped: nothing runs any more
 * @pending: flows taken from the caches, NULL until there are caches
 * @held_flows: sum of held_flows of all CPUs
 * @batch: flows that are merged and encoded next
 * @destinations: the collectors
 * @count: of @destinations
 * @counters: totals
 * @stats: for options data, refreshed in each run
 * @rate: for /proc
 * @loss: for events
 */
struct netflow_exporter {
	const struct netflow_exporter_ops *ops;
	struct netflow_metering *metering;
	struct net *net;
	struct mutex run;
	struct mutex mutex;
	struct delayed_work work;
	bool stopped;
	struct netflow_pending *pending;
	u64 held_flows;
	struct netflow_batch *batch;
	struct netflow_destination *destinations[NETFLOW_DESTINATIONS_MAX];
	unsigned int count;
	struct netflow_exporter_counters counters;
	struct netflow_exporter_stats stats;
	struct netflow_rate rate;
	struct netflow_loss loss;
};

/**
 * netflow_exporter_module_init - make the workqueue of all exporters
 * Context: process.
 * Return: 0 or -ENOMEM.
 */
int netflow_exporter_module_init(void);

/**
 * netflow_exporter_module_exit - destroy it
 * Context: process.
 */
void netflow_exporter_module_exit(void);

/**
 * netflow_exporter_init - prepare an exporter without destinations
 * @exporter: zeroed
 * @net: namespace of its sockets, outlives its use
 * @metering: the source of its flows
 * @ops: the way up
 * Context: process.
 */
void netflow_exporter_init(struct netflow_exporter *exporter, struct net *net,
			   struct netflow_metering *metering,
			   const struct netflow_exporter_ops *ops);

/**
 * netflow_exporter_start - allocate what is needed once there are flows
 * @exporter: not started
 * Context: process.
 * Return: 0 or -ENOMEM.
 */
int netflow_exporter_start(struct netflow_exporter *exporter);

/**
 * netflow_exporter_cancel - undo netflow_exporter_start()
 * @exporter: started, the metering has no caches
 * Context: process.
 */
void netflow_exporter_cancel(struct netflow_exporter *exporter);

/**
 * netflow_exporter_configure - take the destinations and the settings that concern them
 * @exporter: the exporter
 * @settings: valid
 *
 * Destinations that remain keep their session; those that are removed lose what was
 * queued, which is counted.
 * Context: process.
 * Return: 0 or -ENOMEM, then nothing changed.
 */
int netflow_exporter_configure(struct netflow_exporter *exporter,
			       const struct netflow_settings *settings);

/**
 * netflow_exporter_greet - send templates to every destination that has none yet
 * @exporter: the exporter
 * Context: process.
 */
void netflow_exporter_greet(struct netflow_exporter *exporter);

/**
 * netflow_exporter_kick - flows have expired: run soon
 * @exporter: the exporter
 * Context: any.
 */
void netflow_exporter_kick(struct netflow_exporter *exporter);

/**
 * netflow_exporter_drain - encode all expired flows now
 * @exporter: the exporter
 *
 * Sends what can be sent at once.
 * Context: process, may sleep for long.
 */
void netflow_exporter_drain(struct netflow_exporter *exporter);

/**
 * netflow_exporter_stop - do a last run, close all destinations, and stop for good
 * @exporter: the exporter
 * Context: process, may sleep for long.
 */
void netflow_exporter_stop(struct netflow_exporter *exporter);

#endif /* _NETFLOW_EXPORTER_H */
