/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A destination: one collector, the Transport Session to it, and its queue of ready
 * Messages. All functions are called in process context with the exporter's mutex held.
 */
#ifndef _NETFLOW_DESTINATION_H
#define _NETFLOW_DESTINATION_H

#include <linux/list.h>
#include <linux/mutex.h>

#include "settings/destination.h"
#include "encoding/encoder.h"
#include "health.h"
#include "pace.h"
#include "transport.h"

struct netflow_account;
struct netflow_outgoing;

/**
 * struct netflow_destination_counters - totals since the destination was made
 * @sent_messages: Messages that the transport took
 * @sent_octets: octets of these Messages
 * @sent_flows: flows in them
 * @sent_packets: packets of these flows
 * @sent_bytes: bytes of these packets
 * @queued_flows: flows in the queue and in the Message under construction
 * @queued_packets: packets of these flows
 * @queued_bytes: bytes of these packets
 * @lost_packets: packets of lost flows, and of lost parts of flows
 * @lost_bytes: bytes of these packets
 * @lost_queue: flows lost because the queue was full
 * @lost_encode: flows that the protocol cannot carry
 * @lost_memory: flows lost because there was no memory for a Message
 * @lost_removed: flows unsent at the end of a session
 * @errors: failures to send or to connect
 * @connect_errors: of these, failures to connect
 * @would_block: of the failures, those because the send buffer was full
 * @refused: times that a Message found the port closed
 * @reconnects: times that the session was reopened
 *
 * Everything handed to this destination is sent, queued or lost, in flows, packets and
 * bytes.
 */
struct netflow_destination_counters {
	u64 sent_messages;
	u64 sent_octets;
	u64 sent_flows;
	u64 sent_packets;
	u64 sent_bytes;
	u64 queued_flows;
	u64 queued_packets;
	u64 queued_bytes;
	u64 lost_packets;
	u64 lost_bytes;
	u64 lost_queue;
	u64 lost_encode;
	u64 lost_memory;
	u64 lost_removed;
	u64 errors;
	u64 connect_errors;
	u64 would_block;
	u64 refused;
	u64 reconnects;
};

/**
 * struct netflow_destination - see the head of this file
 * @mutex: of the exporter, protects everything below
 * @account: pays for Messages and the send buffer
 * @send_buffer: octets of the session's send buffer that @account paid for
 * @spec: address, port, source, device and protocol, from the setting
 * @number: exportingProcessId, another one for each destination of the exporter
 * @protocol: protocol in use: that of @spec, or else the monitor's
 * @session: the Transport Session, open or closed
 * @encoder: protocol state of the session
 * @current_message: under construction, or NULL
 * @queue: ready Messages, oldest first
 * @queued: length of @queue
 * @peak_queued: maximum of @queued
 * @queue_size: setting; limit of @queued
 * @pace: limits sending to the setting export_rate
 * @max_packet_size: setting; 0: by the path's MTU
 * @debug: setting
 * @retry_at: jiffies; time of the next attempt, if @failing
 * @failing: the last attempt to connect or send failed
 * @retry_delay: jiffies, grows with each failure
 * @doubtful: a Message found the port closed at @refused_ms; a new collector may have
 *	opened it since
 * @refused_ms: uptime in ms
 * @last_error: negative errno; 0: none, or recovered
 * @counters: totals
 * @lost: as last told in options data
 * @health: for events
 */
struct netflow_destination {
	struct mutex *mutex;
	struct netflow_account *account;
	u32 send_buffer;
	struct netflow_destination_spec spec;
	u32 number;
	u8 protocol;
	struct netflow_session session;
	struct netflow_encoder encoder;
	struct netflow_outgoing *current_message;
	struct list_head queue;
	u32 queued;
	u32 peak_queued;
	u32 queue_size;
	struct netflow_pace pace;
	u32 max_packet_size;
	u32 debug;
	unsigned long retry_at;
	bool failing;
	bool doubtful;
	u64 refused_ms;
	unsigned long retry_delay;
	int last_error;
	struct netflow_destination_counters counters;
	struct netflow_loss_options lost;
	struct netflow_destination_health health;
};

/**
 * netflow_destination_create - create a destination, not yet connected
 * @net: namespace of its socket, outlives it
 * @mutex: of the exporter
 * @account: pays for Messages and the send buffer
 * @spec: copied
 * Context: process.
 * Return: the destination, to be freed by netflow_destination_close(), or NULL.
 */
struct netflow_destination *netflow_destination_create(struct net *net, struct mutex *mutex,
						       struct netflow_account *account,
						       const struct netflow_destination_spec *spec);

/**
 * netflow_destination_configure - apply the settings that concern a destination
 * @destination: the destination
 * @settings: valid
 * @domain: Observation Domain ID where the settings give none
 *
 * A change of a setting that affects encoding begins a new Transport Session.
 * Context: process, the exporter's mutex is held.
 */
void netflow_destination_configure(struct netflow_destination *destination,
				   const struct netflow_settings *settings, u32 domain);

/**
 * netflow_destination_close - try to send the queue, count the rest as lost, and free
 * @destination: without other users
 * @deadline_ns: by ktime_get_ns(); nothing is sent after it
 * Does not obey the export rate.
 * Context: process, the exporter's mutex is held.
 */
void netflow_destination_close(struct netflow_destination *destination, u64 deadline_ns);

/**
 * netflow_destination_flow - add a Flow Record to the Messages for a destination
 * @destination: the destination
 * @family: of @flow
 * @flow: read only
 * @options: sent with templates that are due
 *
 * The flow is counted as queued, or as lost with a reason.
 * Context: process, the exporter's mutex is held.
 * Return: true if a Message became ready.
 */
bool netflow_destination_flow(struct netflow_destination *destination,
			      enum netflow_family family, const struct netflow_flow *flow,
			      const struct netflow_options *options);

/**
 * netflow_destination_full - check whether enough Messages are ready to be sent
 * @destination: the destination
 * Context: process, the exporter's mutex is held.
 * Return: true if they should be sent before more are built.
 */
bool netflow_destination_full(const struct netflow_destination *destination);

/**
 * netflow_destination_finish - finish the Message under construction and queue it
 * @destination: may have no such Message
 * Context: process, the exporter's mutex is held.
 */
void netflow_destination_finish(struct netflow_destination *destination);

/**
 * netflow_destination_greet - queue Messages of templates and options before any flow
 * @destination: the destination
 * @options: sent with the templates
 *
 * Sending it also resolves the neighbour before the first flows are sent.
 * Context: process, the exporter's mutex is held.
 */
void netflow_destination_greet(struct netflow_destination *destination,
			       const struct netflow_options *options);

/**
 * netflow_destination_send - send as many ready Messages as the export rate allows
 * @destination: the destination
 * Context: process, the exporter's mutex is held.
 * Return: true if more are ready, to be sent after netflow_pace_wait().
 */
bool netflow_destination_send(struct netflow_destination *destination);

/**
 * netflow_destination_send_until - send as many ready Messages as possible without waiting
 * @destination: the destination
 * @deadline_ns: by ktime_get_ns(); nothing is sent after it
 * Does not obey the export rate.
 * Context: process, the exporter's mutex is held.
 */
void netflow_destination_send_until(struct netflow_destination *destination, u64 deadline_ns);

/**
 * netflow_destination_send_buffer - get the size of the session's send buffer
 * @destination: the destination
 * Context: process, the exporter's mutex is held.
 * Return: octets, 0: the session is closed.
 */
int netflow_destination_send_buffer(const struct netflow_destination *destination);

/**
 * netflow_destination_delay - get the time until the next attempt after a failure
 * @destination: the destination
 * Context: process, the exporter's mutex is held.
 * Return: jiffies; MAX_JIFFY_OFFSET if no Message is ready, or the last attempt succeeded.
 */
unsigned long netflow_destination_delay(const struct netflow_destination *destination);

#endif /* _NETFLOW_DESTINATION_H */
