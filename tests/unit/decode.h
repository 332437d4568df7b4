/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A small collector, to check the encoders with: it knows RFC 3954, RFC 7011 and
 * the layout of v5, and nothing of the exporter's sources.
 */
#ifndef _NETFLOW_DECODE_H
#define _NETFLOW_DECODE_H

#include "kernel.h"

#define DECODE_FIELDS	32
#define DECODE_TEMPLATES	16
#define DECODE_OPTIONS		256

struct decoded_template {
	u16 id;
	u16 count;
	u16 scopes;
	bool options;
	struct {
		u16 id;
		u16 length;
	} fields[DECODE_FIELDS];
};

/* One Options Data Record: values in the order of its Template, and strings apart. */
struct decoded_options {
	u16 template;
	unsigned int count;
	struct {
		u16 id;
		u64 value;
		char text[256];
	} fields[DECODE_FIELDS / 4];
};

/* One Flow Record; what its Template doesn't have is 0. Host order. */
struct decoded_flow {
	u8 version;
	u8 source[16];
	u8 destination[16];
	u8 next_hop[16];
	u32 ingress;
	u32 egress;
	u64 packets;
	u64 bytes;
	u32 first_uptime;
	u32 last_uptime;
	u64 first_ms;
	u64 last_ms;
	u16 source_port;
	u16 destination_port;
	u16 tcp_flags;
	u8 protocol;
	u8 tos;
	u8 ttl_min;
	u8 ttl_max;
	u8 end_reason;
	u8 direction;
	u16 icmp;
	u8 icmp_id;	/* of the Information Element that told it, 0: none */
	u32 flow_label;
};

/**
 * struct decoder - one Transport Session, as its collector sees it
 * @protocol: version that every Message must have: 5, 9 or 10
 * @domain: Observation Domain ID that every Message must have
 * @sequence: sequence number that the next Message must have
 * @unix_secs: time of the last Message in seconds since the epoch
 * @unix_nsecs: its fraction of a second (v5)
 * @uptime: sysUpTime of the last Message in ms (v5 and v9)
 * @templates: the newest Template of each id
 * @template_count: number of @templates
 * @templates_seen: number of Template Records, including repeated ones
 * @options: the newest Options Data Records, oldest first
 * @options_seen: number of Options Data Records
 * @flows: all Flow Records in the order received
 * @flow_count: number of @flows
 * @flow_room: allocated size of @flows, in records
 */
struct decoder {
	u8 protocol;
	u32 domain;
	u32 sequence;
	u32 unix_secs;
	u32 unix_nsecs;
	u32 uptime;
	struct decoded_template templates[DECODE_TEMPLATES];
	unsigned int template_count;
	unsigned int templates_seen;
	struct decoded_options options[DECODE_OPTIONS];
	unsigned int options_seen;
	struct decoded_flow *flows;
	size_t flow_count;
	size_t flow_room;
};

/**
 * decoder_init - begin a session: nothing received, sequence number 0
 * @decoder: initialized here
 * @protocol: version of the Messages: 5, 9 or 10
 * @domain: their Observation Domain ID
 */
void decoder_init(struct decoder *decoder, u8 protocol, u32 domain);

/**
 * decoder_free - free what the decoder collected
 * @decoder: initialized by decoder_init()
 */
void decoder_free(struct decoder *decoder);

/**
 * decode_message - decode a Message and add its records to the decoder
 * @decoder: the session
 * @data: the Message
 * @length: of @data, in octets
 * Return: NULL, or a description of the first error.
 */
const char *decode_message(struct decoder *decoder, const u8 *data, size_t length);

#endif /* _NETFLOW_DECODE_H */
