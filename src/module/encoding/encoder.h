/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Encodes flows in Messages: NetFlow v5, v9 (RFC 3954) and IPFIX (RFC 7011).
 *
 * This code is pure: no skb, no lock, no allocation, no kernel state. The same
 * files build in userspace for tests and fuzzers.
 *
 *   netflow_encoder_init(&enc, protocol, ...)      one for each destination
 *   loop:
 *     netflow_encoder_begin(&enc, &msg, now)       templates and options first, when due
 *     netflow_encoder_flow(&enc, &msg, flow) ...   until -EMSGSIZE
 *     netflow_encoder_finish(&enc, &msg)           now msg.data[0..msg.len) is a Message
 *     the flow that got -EMSGSIZE goes into the next Message
 *
 * Templates and options data may need several Messages; until all were announced,
 * netflow_encoder_flow() returns -EMSGSIZE.
 */
#ifndef _NETFLOW_ENCODER_H
#define _NETFLOW_ENCODER_H

#include "flow/flow.h"
#include "template.h"

#define NETFLOW_PROTOCOL_V5	5
#define NETFLOW_PROTOCOL_V9	9
#define NETFLOW_PROTOCOL_IPFIX	10

/* Minimum `size` of a message, large enough for any Template or record. */
#define NETFLOW_MESSAGE_MIN	512

/* Octets of a name or a description, with the 0 at its end */
#define NETFLOW_LINK_NAME	16
#define NETFLOW_LINK_DESCRIPTION	255
#define NETFLOW_DOMAIN_NAME	32

/* How often at most the interfaces are told again although none has changed */
#define NETFLOW_LINKS_REFRESH_MS	60000

/**
 * struct netflow_time - a point in time on the clocks used in Messages
 * @unix_ns: CLOCK_REALTIME, ns since 1970
 * @uptime_ms: CLOCK_BOOTTIME, ms (not truncated to 32 bits); flow->first and
 *	flow->last are this clock modulo 2^32
 */
struct netflow_time {
	u64 unix_ns;
	u64 uptime_ms;
};

/**
 * struct netflow_message - a Message under construction, then finished
 * @data: @size bytes of room, owned by the caller
 * @size: longest Message allowed, UDP payload bytes
 * @len: bytes written
 * @count: records as this protocol's header and sequence number count them
 * @set: offset of the open Set's header, 0: none is open
 * @aligned: Sets end at multiples of 4 octets
 * @flows: number of flows; a v5 flow of several records counts with its last record
 * @packets: sum of their packets, host order
 * @bytes: sum of their bytes
 * @time: time of netflow_encoder_begin(), the header's export time
 * @unix_ms: the same time, ms since 1970
 */
struct netflow_message {
	u8 *data;
	u16 size;
	u16 len;
	u16 count;
	u16 set;
	bool aligned;
	u32 flows;
	u64 packets;
	u64 bytes;
	struct netflow_time time;
	u64 unix_ms;
};

/**
 * struct netflow_link - an interface, for options data
 * @domain: Observation Domain ID, set by the encoder
 * @ifindex: its index, and the id of the VRF if it is one; 0: it no longer exists
 * @vrf: it is a VRF
 * @name: UTF-8
 * @description: UTF-8; the alias that an administrator gave, or else the name
 */
struct netflow_link {
	u32 domain;
	u32 ifindex;
	bool vrf;
	char name[NETFLOW_LINK_NAME];
	char description[NETFLOW_LINK_DESCRIPTION];
};

/**
 * struct netflow_loss_options - what was lost since the process began, for options data
 * @domain: Observation Domain ID, set by the encoder
 * @process: number of the Metering Process or Exporting Process
 * @flows: flows lost
 * @packets: packets lost
 * @bytes: bytes of these packets
 * @unix_ms: ms since 1970 when the first loss and the last one were noticed, 0: never
 */
struct netflow_loss_options {
	u32 domain;
	u32 process;
	u64 flows;
	u64 packets;
	u64 bytes;
	u64 unix_ms[2];
};

/**
 * struct netflow_flow_keys - the keys of a Template, for options data
 * @template_id: of the Template
 * @mask: see netflow_template_keys()
 */
struct netflow_flow_keys {
	u16 template_id;
	u64 mask;
};

/**
 * struct netflow_options - what options data tell, with totals since the processes began
 * @domain: Observation Domain ID, set by the encoder
 * @domain_name: name of the Observation Domain, UTF-8
 * @sampling_interval: one of so many packets is metered
 * @active_timeout: in seconds
 * @inactive_timeout: in seconds
 * @observed_flows: flows begun
 * @exported_messages: Messages sent to this destination
 * @exported_bytes: octets of these Messages
 * @exported_flows: Flow Records in these Messages
 * @init_unix_ms: systemInitTimeMilliseconds, from which uptimes count
 * @ignored: packets that the Metering Process could not count in a flow
 * @lost: flows that the Exporting Process did not send to this destination
 * @links_change: changes whenever an interface comes, goes or gets another name
 * @links: number of interfaces
 * @link: fills in the interface number @index
 * @context: for @link
 *
 * All in host order.
 */
struct netflow_options {
	u32 domain;
	char domain_name[NETFLOW_DOMAIN_NAME];
	u32 sampling_interval;
	u16 active_timeout;
	u16 inactive_timeout;
	u64 observed_flows;
	u64 exported_messages;
	u64 exported_bytes;
	u64 exported_flows;
	u64 init_unix_ms;
	struct netflow_loss_options ignored;
	struct netflow_loss_options lost;
	u32 links_change;
	u32 links;
	void (*link)(const void *context, u32 index, struct netflow_link *link);
	const void *context;
};

/**
 * struct netflow_rest - v5: the rest of a partly encoded flow
 * @flow: the flow, NULL: none
 * @packets: packets still to be written, host order
 * @bytes: bytes still to be written, host order
 */
struct netflow_rest {
	const struct netflow_flow *flow;
	u64 packets;
	u64 bytes;
};

/**
 * struct netflow_encoder - the state of one Transport Session to one destination
 * @protocol: NETFLOW_PROTOCOL_*
 * @domain: Observation Domain ID; v5: engine type and id, its low 16 bits
 * @refresh_messages: number of Messages after which templates are repeated, 0: not by count
 * @refresh_ms: time in ms after which templates are repeated, 0: not by time
 * @sequence: of the next Message, in the unit that the protocol specifies
 * @since_messages: Messages since the templates were sent
 * @since_ms: uptime at which the templates were sent
 * @templates_due: the next Message contains templates regardless of the counters
 * @flowing: private; flows followed the last announcement
 * @step: private; what is announced next
 * @links_told: private; the interfaces were announced
 * @links_change: private; that of the interfaces that were announced
 * @links_ms: private; uptime at which they were announced
 * @options: set by the caller before netflow_encoder_begin(); sent with the templates
 * @rest: private
 * @templates: v9 and IPFIX, by enum netflow_record
 */
struct netflow_encoder {
	u8 protocol;
	u32 domain;
	u32 refresh_messages;
	u32 refresh_ms;
	u32 sequence;
	u32 since_messages;
	u64 since_ms;
	bool templates_due;
	bool flowing;
	u32 step;
	bool links_told;
	u32 links_change;
	u64 links_ms;
	struct netflow_options options;
	struct netflow_rest rest;
	struct netflow_template templates[NETFLOW_RECORDS];
};

/**
 * netflow_encoder_init - begin a Transport Session with sequence 0 and templates due
 * @enc: filled
 * @protocol: NETFLOW_PROTOCOL_*, checked by the caller
 * @domain: Observation Domain ID
 * @refresh_messages: see struct netflow_encoder
 * @refresh_ms: see struct netflow_encoder
 */
void netflow_encoder_init(struct netflow_encoder *enc, u8 protocol, u32 domain,
			  u32 refresh_messages, u32 refresh_ms);

/**
 * netflow_encoder_restart - make templates due, as the collector may have lost them
 * @enc: keeps its sequence number
 */
void netflow_encoder_restart(struct netflow_encoder *enc);

/**
 * netflow_encoder_begin - start a Message
 * @enc: the session
 * @msg: @data and @size set by the caller (at least NETFLOW_MESSAGE_MIN); the
 *	rest is set here
 * @now: export time
 *
 * Reserves room for the header and writes templates, options templates and options data
 * when they are due, as far as they fit.
 */
void netflow_encoder_begin(struct netflow_encoder *enc, struct netflow_message *msg,
			   struct netflow_time now);

/**
 * netflow_encoder_flow - add one Flow Record
 * @enc: the session
 * @msg: begun and not finished
 * @family: selects the type that contains @flow: struct netflow_flow_v4 or _v6
 * @flow: read only; end_reason is set
 *
 * v5 has 32-bit counters, so a larger flow becomes several records with the same
 * times, whose counters add up to the flow's.  If they need more than one Message,
 * -EMSGSIZE is returned with the first records already in @msg (and in msg->packets
 * and msg->bytes), and the next call with the same flow continues with the rest.
 *
 * Return: 0; -EMSGSIZE: full, finish @msg, begin another and call again with the
 * same flow (a new Message always has room for a record, unless it announces
 * something); -EAFNOSUPPORT: this protocol does not support the family (v5: IPv6),
 * @msg is unchanged.
 */
int netflow_encoder_flow(struct netflow_encoder *enc, struct netflow_message *msg,
			 enum netflow_family family, const struct netflow_flow *flow);

/**
 * netflow_encoder_give_up - give up a flow for which -EMSGSIZE was returned
 * @enc: the session
 * @flow: as passed to netflow_encoder_flow()
 * @packets: set to the packets of the flow that are in no Message
 * @bytes: set to the bytes of the flow that are in no Message
 */
void netflow_encoder_give_up(struct netflow_encoder *enc, const struct netflow_flow *flow,
			     u64 *packets, u64 *bytes);

/**
 * netflow_encoder_finish - close and pad Sets, fill in the header, advance the sequence
 * @enc: the session
 * @msg: begun; if it contains neither flows nor templates, msg->len becomes 0 and
 *	the sequence stays the same
 */
void netflow_encoder_finish(struct netflow_encoder *enc, struct netflow_message *msg);

#endif /* _NETFLOW_ENCODER_H */
