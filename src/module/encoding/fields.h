/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The table of Information Elements that this exporter supports: the name of each,
 * its encoding and its source.  Templates, encoders, documentation and
 * `netflowctl fields` are all derived from it.
 */
#ifndef _NETFLOW_FIELDS_H
#define _NETFLOW_FIELDS_H

#include <linux/types.h>

/* Kinds of records that Templates describe: flows first, then options data. */
enum netflow_record {
	NETFLOW_RECORD_V4,
	NETFLOW_RECORD_V6,
	NETFLOW_RECORD_ICMP_V4,
	NETFLOW_RECORD_ICMP_V6,
	NETFLOW_RECORD_METERING,	/* RFC 7011, 4.1 */
	NETFLOW_RECORD_METERING_LOSS,	/* 4.2 */
	NETFLOW_RECORD_EXPORTING_LOSS,	/* 4.3 */
	NETFLOW_RECORD_TIMEOUTS,
	NETFLOW_RECORD_EXPORTER,
	NETFLOW_RECORD_FLOW_KEYS,	/* 4.4, one for each Template of flows */
	NETFLOW_RECORD_INTERFACE,	/* one for each interface */
	NETFLOW_RECORD_VRF,	/* one for each VRF */
	NETFLOW_RECORDS
};

#define NETFLOW_FLOW_RECORDS	NETFLOW_RECORD_METERING

/* The structures that records are made from, each with its own place of every element. */
enum netflow_source {
	NETFLOW_SOURCE_V4,	/* struct netflow_flow_v4 */
	NETFLOW_SOURCE_V6,	/* struct netflow_flow_v6 */
	NETFLOW_SOURCE_OPTIONS,	/* struct netflow_options */
	NETFLOW_SOURCE_LOSS,	/* struct netflow_loss_options */
	NETFLOW_SOURCE_KEYS,	/* struct netflow_flow_keys */
	NETFLOW_SOURCE_LINK,	/* struct netflow_link */
	NETFLOW_SOURCES
};

/* Length of a field whose length differs from record to record (RFC 7011, 7) */
#define NETFLOW_LENGTH_VARIABLE	65535

/* Representation of a value in memory and its conversion to octets. */
enum netflow_field_kind {
	NETFLOW_KIND_NONE,	/* the record has no such value */
	NETFLOW_KIND_CONSTANT,	/* the offset itself is the value, one octet */
	NETFLOW_KIND_U8,
	NETFLOW_KIND_U16,	/* host order */
	NETFLOW_KIND_U32,	/* host order */
	NETFLOW_KIND_U64,	/* host order */
	NETFLOW_KIND_BE16,	/* network order, copied; likewise the next two */
	NETFLOW_KIND_BE32,
	NETFLOW_KIND_IN6,
	NETFLOW_KIND_LABEL,	/* __be32, sent as its lower 3 octets or all 4 */
	NETFLOW_KIND_TIME,	/* u32 uptime in ms, sent as u64 ms since 1970 */
	NETFLOW_KIND_TCP_FLAGS,	/* struct netflow_flow: 12 bits, sent as 1 or 2 octets */
	NETFLOW_KIND_END_REASON,	/* struct netflow_flow: 4 bits */
	NETFLOW_KIND_STRING,	/* char[], at most 254 octets and a 0 */
};

/**
 * struct netflow_field_source - location of a value in a record
 * @kind: enum netflow_field_kind
 * @offset: bytes from the start of the record
 */
struct netflow_field_source {
	u8 kind;
	u16 offset;
};

/**
 * struct netflow_field - a row of the table
 * @id: of the Information Element (IANA); NetFlow v9 uses the same numbers
 * @name: as registered by IANA
 * @length_v9: octets in a v9 record, 0: not sent by v9
 * @length_ipfix: octets in an IPFIX record, 0: not sent by IPFIX; or NETFLOW_LENGTH_VARIABLE
 * @source: by enum netflow_source
 */
struct netflow_field {
	u16 id;
	const char *name;
	u16 length_v9;
	u16 length_ipfix;
	struct netflow_field_source source[NETFLOW_SOURCES];
};

extern const struct netflow_field netflow_fields[];
extern const unsigned int netflow_fields_count;

/**
 * netflow_field_find - find the row of an Information Element
 * @id: of the Information Element
 * Return: the row, or NULL.
 */
const struct netflow_field *netflow_field_find(u16 id);

/**
 * netflow_field_length - get the length of a field in a record
 * @field: row
 * @protocol: NETFLOW_PROTOCOL_V9 or _IPFIX
 * Return: octets; NETFLOW_LENGTH_VARIABLE; 0 if this protocol does not send the field.
 */
u16 netflow_field_length(const struct netflow_field *field, u8 protocol);

#endif /* _NETFLOW_FIELDS_H */
