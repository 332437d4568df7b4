/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The Exporting Process of a monitor, in process context:
 *
 *   caches --expired--> pending -> batch --merge--> encoders of all destinations
 *
 * A batch is merged with what other CPUs have of the same flows, so that one
 * flow and interval is one Flow Record wherever its packets ran.
 */
#ifndef _NETFLOW_EXPORT_H
#define _NETFLOW_EXPORT_H

#include <linux/mutex.h>
#include <linux/workqueue.h>

#include "settings/settings.h"
#include "flow/flow.h"
#include "encoding/encoder.h"
#include "health.h"
#include "rate.h"

struct netflow_batch;
struct netflow_destination;
struct netflow_exporter;
struct netflow_monitor;
struct netflow_pending;

/**
 * struct netflow_exporter_counters - packets, bytes and flows on their way
 *
 * cached = metered - lost in the cache - taken + returned + pending
 */
struct netflow_exporter_counters {
	u64 taken_packets;	/* left the cache for the exporter */
	u64 taken_bytes;
	u64 taken_flows;
	u64 returned_packets;	/* went back into the cache by a merge */
	u64 returned_bytes;
	u64 pending_packets;	/* wait for the encoders */
	u64 pending_bytes;
	u64 pending_flows;
	u64 exported_packets;	/* handed to the encoders of every destination */
	u64 exported_bytes;
	u64 exported_flows;
	u64 no_destination_packets;
	u64 no_destination_bytes;
	u64 no_destination_flows;
	u64 merged_flows;	/* became part of another one */
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
 * @run: held by whoever takes flows from the caches and hands them on
 * @mutex: protects everything below, and the destinations; inside @run
 * @work: does it all
 * @stopped: @work does nothing any more
 * @pending: flows taken from the caches, NULL until there are caches
 * @held_flows: sum of the CPUs' ones
 * @batch: the batch under work
 * @destinations: @count of them
 * @count: of @destinations
 * @counters: see there
 * @stats: as options data tell them, made new at each run
 * @rate: for people
 * @loss: for events
 */
struct netflow_exporter {
	const struct netflow_exporter_ops *ops;
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

/** netflow_export_module_init - its workqueue; Return: 0 or -ENOMEM */
int netflow_export_module_init(void);
void netflow_export_module_exit(void);

/**
 * netflow_export_init - prepare an exporter
 * @exporter: zeroed
 * @ops: the way up
 * Context: process.
 */
void netflow_export_init(struct netflow_exporter *exporter,
			 const struct netflow_exporter_ops *ops);

/** netflow_export_start - what it needs once there are flows; Return: 0 or -ENOMEM */
int netflow_export_start(struct netflow_exporter *exporter);

/** netflow_export_cancel - undo that */
void netflow_export_cancel(struct netflow_exporter *exporter);

/**
 * netflow_export_configure - take the destinations and what concerns them
 * @monitor: netflow_net.mutex is held
 * @settings: valid
 * Destinations that stay keep their session; those that go lose what was
 * queued, counted.  Context: process.  Return: 0 or -ENOMEM.
 */
int netflow_export_configure(struct netflow_monitor *monitor,
			     const struct netflow_settings *settings);

/**
 * netflow_export_greet - templates to every destination that has none yet
 * Context: process.
 */
void netflow_export_greet(struct netflow_monitor *monitor);

/** netflow_export_kick - flows have expired: see to them soon; any context */
void netflow_export_kick(struct netflow_monitor *monitor);

/**
 * netflow_export_drain - hand all that has expired to the encoders, now
 * Sends what can be sent at once.  Context: process.
 */
void netflow_export_drain(struct netflow_monitor *monitor);

/**
 * netflow_export_stop - no work any more; close all destinations
 * Context: process.
 */
void netflow_export_stop(struct netflow_monitor *monitor);

/** netflow_export_rate - bring the rates up to date; exporter.mutex is held */
void netflow_export_rate(struct netflow_monitor *monitor);

#endif /* _NETFLOW_EXPORT_H */
