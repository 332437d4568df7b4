/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A destination: one collector, its Transport Session and its queue of ready
 * Messages. Everything here runs in process context under exporter.mutex.
 */
#ifndef _NETFLOW_TRANSPORT_H
#define _NETFLOW_TRANSPORT_H

#include <linux/list.h>
#include <linux/net.h>
#include <net/net_namespace.h>

#include "settings/settings.h"
#include "encoding/encoder.h"

/**
 * struct netflow_destination_counters - totals since the destination was made
 * flows, packets and bytes are those of Flow Records; handed = sent + queued
 * + lost, where handed is what the exporter gave to this destination.
 */
struct netflow_destination_counters {
	u64 sent_messages;
	u64 sent_octets;	/* UDP payload */
	u64 sent_flows;
	u64 sent_packets;
	u64 sent_bytes;
	u64 queued_flows;	/* in the queue and in the Message under construction */
	u64 queued_packets;
	u64 queued_bytes;
	u64 lost_packets;
	u64 lost_bytes;
	u64 lost_queue;		/* flows, by cause */
	u64 lost_encode;
	u64 lost_memory;
	u64 lost_removed;
	u64 errors;		/* of sending or connecting */
	u64 connect_errors;	/* of them: connecting */
	u64 would_block;	/* of them: the send buffer was full */
	u64 refused;
	u64 reconnects;
};

/**
 * struct netflow_destination - see the head of this file
 * @spec: where to
 * @protocol: what is spoken: @spec's, or the monitor's
 * @net: outlives the destination
 * @encoder: the session
 * @current_message: under construction, or NULL
 * @queue: ready Messages, oldest first
 * @queued: how many
 * @peak_queued: most that ever were
 * @queue_size: at most
 * @export_rate: setting; Mbit/s, 0: no limit
 * @paced_ns: until then what was sent takes at that rate
 * @max_packet_size: setting; 0: by the path's MTU
 * @sndbuf: setting; 0: the system's
 * @debug: setting
 * @sock: connected, or NULL
 * @local_port: of this session, host order: kept when the socket is made anew, so
 *	that the collector takes it for the same session; 0: the kernel chooses
 * @retry_at: jiffies; no try before that, if @failing
 * @failing: the last try to connect or send failed
 * @retry_delay: jiffies, grows while it fails
 * @doubtful: a Message has found the port closed, at @refused_ms: it may be a new
 *	collector that listens now
 * @last_error: negative errno, or 0: none, or it is over
 * @counters: see there
 * @told: the last event about it, 0: none yet
 * @told_refused: counter at the last look
 * @told_sent: likewise, of Messages
 */
struct netflow_destination {
	struct netflow_destination_spec spec;
	u8 protocol;
	struct net *net;
	struct netflow_encoder encoder;
	struct netflow_outgoing *current_message;
	struct list_head queue;
	u32 queued;
	u32 peak_queued;
	u32 queue_size;
	u32 export_rate;
	u64 paced_ns;
	u32 max_packet_size;
	u32 sndbuf;
	u32 debug;
	struct socket *sock;
	u16 local_port;
	unsigned long retry_at;
	bool failing;
	bool doubtful;
	u64 refused_ms;
	unsigned long retry_delay;
	int last_error;
	struct netflow_destination_counters counters;
	u32 told;
	u64 told_refused;
	u64 told_sent;
};

/** netflow_destination_create - one that is not connected yet; or NULL */
struct netflow_destination *netflow_destination_create(struct net *net,
						       const struct netflow_destination_spec *spec);

/**
 * netflow_destination_configure - take the settings that concern it
 * A change of what is encoded begins a new Transport Session.
 */
void netflow_destination_configure(struct netflow_destination *destination,
				   const struct netflow_settings *settings);

/** netflow_destination_close - try to send what is queued, count the rest, free it */
void netflow_destination_close(struct netflow_destination *destination);

/**
 * netflow_destination_flow - one Flow Record for this destination
 * @flow: read only
 * Counts it as queued, or as lost by cause.
 * Return: true if a Message became ready.
 */
bool netflow_destination_flow(struct netflow_destination *destination,
			      enum netflow_family family, const struct netflow_flow *flow,
			      const struct netflow_exporter_stats *stats);

/** netflow_destination_full - has it Messages enough that can be sent? */
bool netflow_destination_full(const struct netflow_destination *destination);

/** netflow_destination_finish - make the Message under construction a ready one */
void netflow_destination_finish(struct netflow_destination *destination);

/**
 * netflow_destination_greet - templates and options, before there are flows
 * Also makes the neighbour known that the first flows will have to pass.
 */
void netflow_destination_greet(struct netflow_destination *destination,
			       const struct netflow_exporter_stats *stats);

/**
 * netflow_destination_send - send ready Messages, as many as the rate of export allows
 * Return: true if there are more, to be sent after netflow_destination_pause().
 */
bool netflow_destination_send(struct netflow_destination *destination);

/** netflow_destination_pause - ns until the rate of export allows the next Message */
u64 netflow_destination_pause(const struct netflow_destination *destination);

/** netflow_destination_sndbuf - bytes of its socket's send buffer, 0: no socket */
int netflow_destination_sndbuf(const struct netflow_destination *destination);

/**
 * netflow_destination_delay - when to try again
 * Return: jiffies from now, MAX_JIFFY_OFFSET: nothing waits.
 */
unsigned long netflow_destination_delay(const struct netflow_destination *destination);

/**
 * netflow_socket_connect - make a destination's socket, bound as its spec says, and connect it
 * @destination: without a socket
 * Keeps the local port of an earlier one, where that is free.
 * Context: process.  Return: 0 or a negative error, then there is no socket.
 */
int netflow_socket_connect(struct netflow_destination *destination);

/** netflow_socket_close - as far as there is a socket */
void netflow_socket_close(struct netflow_destination *destination);

#endif /* _NETFLOW_TRANSPORT_H */
