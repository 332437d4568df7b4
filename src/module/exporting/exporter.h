/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An Exporting Process, in process context:
 *
 *   caches --expired--> pending -> batch --merge--> encoders of all destinations
 *
 * A batch is merged with the same flows of other CPUs, so that one flow and
 * interval becomes one Flow Record whichever CPUs handled its packets.
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

struct netflow_account;
struct netflow_batch;
struct netflow_destination;
struct netflow_exporter;
struct netflow_metering;
struct netflow_pending;

/**
 * struct netflow_exporter_counters - packets, bytes and flows between caches and encoders
 * @taken_packets: left a cache for the exporter
 * @taken_bytes: left a cache for the exporter
 * @taken_flows: left a cache for the exporter
 * @returned_packets: returned to a cache by a merge
 * @returned_bytes: returned to a cache by a merge
 * @pending_packets: waiting for the encoders
 * @pending_bytes: waiting for the encoders
 * @pending_flows: waiting for the encoders
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
 * struct netflow_exporter_ops - callbacks to the owner of an exporter
 * @event: a destination came up or went down, or a loss began or ended. Called in process
 *	context with the exporter's mutex held; @destination is NULL for losses
 */
struct netflow_exporter_ops {
	void (*event)(struct netflow_exporter *exporter, enum netflow_event event,
		      const struct netflow_destination *destination);
};

/**
 * struct netflow_exporter - see the head of this file
 * @ops: callbacks to the owner
 * @metering: the source of the flows
 * @net: namespace of its sockets
 * @account: pays for its memory
 * @paid: bytes that @account paid for @pending, @batch and @destinations
 * @run: held while flows are taken from the caches and encoded
 * @mutex: protects everything below, and the destinations; nests inside @run
 * @work: runs the exporter
 * @stopped: the exporter has stopped for good
 * @pending: flows taken from the caches, NULL until there are caches
 * @held_flows: sum of held_flows of all CPUs
 * @batch: flows to be merged and encoded next
 * @destinations: the collectors
 * @count: of @destinations
 * @counters: totals
 * @stats: for options data, refreshed by each run
 * @rate: for /proc
 * @loss: for events
 */
struct netflow_exporter {
	const struct netflow_exporter_ops *ops;
	struct netflow_metering *metering;
	struct net *net;
	struct netflow_account *account;
	size_t paid;
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
 * netflow_exporter_module_init - create the workqueue of all exporters
 * Context: process.
 * Return: 0 or -ENOMEM.
 */
int netflow_exporter_module_init(void);

/**
 * netflow_exporter_module_exit - destroy the workqueue
 * Context: process.
 */
void netflow_exporter_module_exit(void);

/**
 * netflow_exporter_init - initialize an exporter without destinations
 * @exporter: zeroed but for @account
 * @net: namespace of its sockets, outlives its use
 * @metering: the source of its flows
 * @ops: callbacks to the owner
 * Context: process.
 */
void netflow_exporter_init(struct netflow_exporter *exporter, struct net *net,
			   struct netflow_metering *metering,
			   const struct netflow_exporter_ops *ops);

/**
 * netflow_exporter_start - allocate the memory needed once there are flows
 * @exporter: not started
 * Context: process.
 * Return: 0; -ENOMEM; -EDQUOT if a limit is reached.
 */
int netflow_exporter_start(struct netflow_exporter *exporter);

/**
 * netflow_exporter_cancel - undo netflow_exporter_start()
 * @exporter: started, the metering has no caches
 * Context: process.
 */
void netflow_exporter_cancel(struct netflow_exporter *exporter);

/**
 * netflow_exporter_configure - apply the destinations and the settings that concern them
 * @exporter: the exporter
 * @settings: valid
 *
 * Remaining destinations keep their sessions. Queued flows that a removed destination cannot
 * send at once are counted as lost.
 * Context: process.
 * Return: 0; or -ENOMEM, with nothing changed.
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
 * netflow_exporter_kick - schedule a run, as flows have expired
 * @exporter: the exporter
 * Context: any.
 */
void netflow_exporter_kick(struct netflow_exporter *exporter);

/**
 * netflow_exporter_drain - encode all expired flows now
 * @exporter: the exporter
 *
 * Sends as much as possible without waiting.
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
