/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An Exporting Process, in process context:
 *
 *   caches --expired--> pending -> batch --merge--> encoders of all destinations
 *
 * A batch is merged with the same flows of other CPUs, so that one flow and
 * interval becomes one Flow Record whichever CPUs handled its packets.
 *
 * A run of the exporter takes what has expired, once, and ends when that is encoded or the
 * export rate lets no destination send more. A timer then starts the next one: nothing here
 * sleeps to keep to the rate.
 */
#ifndef _NETFLOW_EXPORTER_H
#define _NETFLOW_EXPORTER_H

#include <linux/hrtimer.h>
#include <linux/mutex.h>
#include <linux/wait.h>
#include <linux/workqueue.h>
#include <net/net_namespace.h>

#include "settings/settings.h"
#include "flow/flow.h"
#include "encoding/encoder.h"
#include "health.h"
#include "links.h"
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
 * @flushed: a flush is over. Called in process context with the exporter's mutex held
 */
struct netflow_exporter_ops {
	void (*event)(struct netflow_exporter *exporter, enum netflow_event event,
		      const struct netflow_destination *destination);
	void (*flushed)(struct netflow_exporter *exporter);
};

/**
 * struct netflow_exporter - see the head of this file
 * @ops: callbacks to the owner
 * @metering: the source of the flows
 * @net: namespace of its sockets
 * @account: pays for its memory
 * @domain: Observation Domain ID unless the settings give one
 * @paid: bytes that @account paid for @pending, @batch and @destinations
 * @mutex: protects what @work does not own alone, and the destinations
 * @work: runs the exporter; owns @pending, @batch and the expired flows of the caches
 * @timer: starts the next run when the export rate lets a destination send more
 * @last_run: jiffies at the end of the last run
 * @looked_ms: uptime when losses and destinations were last looked at
 * @stopped: the exporter has stopped for good
 * @flush_wanted: number of the last flush that was asked for
 * @flush_expired: number of the last one whose flows have all expired
 * @flush_done: number of the last one whose flows were all handed to the destinations
 * @flushed: woken when @flush_done or @stopped changes
 * @pending: flows taken from the caches, NULL until there are caches
 * @held_flows: sum of held_flows of all CPUs
 * @batch: flows to be merged and encoded next
 * @destinations: the collectors
 * @count: of @destinations
 * @counters: totals
 * @links: the interfaces, for options data
 * @options: for options data, refreshed by each run
 * @lost_packets: packets lost before or at any destination, refreshed by each run
 * @numbered: number of destinations that there were
 * @rate: for /proc
 * @loss: for events
 */
struct netflow_exporter {
	const struct netflow_exporter_ops *ops;
	struct netflow_metering *metering;
	struct net *net;
	struct netflow_account *account;
	u32 domain;
	size_t paid;
	struct mutex mutex;
	struct delayed_work work;
	struct hrtimer timer;
	unsigned long last_run;
	u64 looked_ms;
	bool stopped;
	u32 flush_wanted;
	u32 flush_expired;
	u32 flush_done;
	wait_queue_head_t flushed;
	struct netflow_pending *pending;
	u64 held_flows;
	struct netflow_batch *batch;
	struct netflow_destination *destinations[NETFLOW_DESTINATIONS_MAX];
	unsigned int count;
	struct netflow_exporter_counters counters;
	struct netflow_links links;
	struct netflow_options options;
	u64 lost_packets;
	u32 numbered;
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
 * @exporter: zeroed but for @account, @domain and options.domain_name
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
 * netflow_exporter_greet - send templates to every destination that has none yet
 * @exporter: the exporter
 * Context: process.
 */
void netflow_exporter_greet(struct netflow_exporter *exporter);

/**
 * netflow_exporter_kick - schedule a run soon, as flows have expired
 * @exporter: the exporter
 * Context: any.
 */
void netflow_exporter_kick(struct netflow_exporter *exporter);

/**
 * netflow_exporter_hurry - schedule a run at once
 * @exporter: the exporter
 * Context: any.
 */
void netflow_exporter_hurry(struct netflow_exporter *exporter);

/**
 * netflow_exporter_flush - begin to expire all flows and to hand them to the destinations
 * @exporter: the exporter
 * Context: process.
 * Return: the number of this flush
 */
u32 netflow_exporter_flush(struct netflow_exporter *exporter);

/**
 * netflow_exporter_flushing - check whether a flush is going on
 * @exporter: the exporter
 * Context: any.
 * Return: true if one was asked for and is not over
 */
bool netflow_exporter_flushing(const struct netflow_exporter *exporter);

/**
 * netflow_exporter_flush_wait - wait for the end of a flush
 * @exporter: the exporter
 * @flush: its number
 * @timeout: jiffies, or MAX_SCHEDULE_TIMEOUT
 *
 * The flush is over when all its flows were encoded, and each destination that can be reached
 * was sent all its Messages. It goes on after a timeout or a signal.
 * Context: process, sleeps.
 * Return: 0; -ETIMEDOUT; -EINTR if the task is being killed; -ENODEV if the exporter stopped
 */
int netflow_exporter_flush_wait(struct netflow_exporter *exporter, u32 flush, long timeout);

/**
 * netflow_exporter_halt - stop all runs for good
 * @exporter: the exporter
 * Those who wait for a flush stop to wait.
 * Context: process, sleeps.
 */
void netflow_exporter_halt(struct netflow_exporter *exporter);

/**
 * netflow_exporter_finish - export what is left, in a limited time, and close all destinations
 * @exporter: halted; its caches, if it has any, are closed
 * @deadline_ns: by ktime_get_ns(); what has not been exported by then is lost
 *
 * Does not obey the export rate.
 * Context: process, sleeps.
 * Return: the number of flows that no destination got; those that a session could not send
 * any more are counted, and logged, by the destination
 */
u64 netflow_exporter_finish(struct netflow_exporter *exporter, u64 deadline_ns);

#endif /* _NETFLOW_EXPORTER_H */
