// SPDX-License-Identifier: GPL-2.0
#include "fields.h"

#include <linux/kernel.h>
#include <linux/stddef.h>

#include "encoder.h"

#define V4(_kind, _member)	{ NETFLOW_KIND_##_kind, offsetof(struct netflow_flow_v4, _member) }
#define V6(_kind, _member)	{ NETFLOW_KIND_##_kind, offsetof(struct netflow_flow_v6, _member) }
#define EXPORTER(_kind, _member) \
	{ NETFLOW_KIND_##_kind, offsetof(struct netflow_encoder, _member) }
#define VALUE(_value)		{ NETFLOW_KIND_CONSTANT, _value }
#define NONE			{ NETFLOW_KIND_NONE, 0 }

/*
 * In the order of ids.  The columns after the name are the length in v9 and in IPFIX,
 * then the source in an IPv4 flow, in an IPv6 flow, and in the exporter's options data.
 */
const struct netflow_field netflow_fields[] = {
	{ 1, "octetDeltaCount", 8, 8,
		{ V4(U64, flow.bytes), V6(U64, flow.bytes) } },
	{ 2, "packetDeltaCount", 8, 8,
		{ V4(U64, flow.packets), V6(U64, flow.packets) } },
	{ 4, "protocolIdentifier", 1, 1,
		{ V4(U8, key.l4.protocol), V6(U8, key.l4.protocol) } },
	{ 5, "ipClassOfService", 1, 1,
		{ V4(U8, key.l4.tos), V6(U8, key.l4.tos) } },
	{ 6, "tcpControlBits", 1, 2,
		{ V4(TCP_FLAGS, flow), V6(TCP_FLAGS, flow) } },
	{ 7, "sourceTransportPort", 2, 2,
		{ V4(BE16, key.l4.source_port), V6(BE16, key.l4.source_port) } },
	{ 8, "sourceIPv4Address", 4, 4,
		{ V4(BE32, key.source) } },
	{ 10, "ingressInterface", 4, 4,
		{ V4(U32, key.l4.ingress_ifindex), V6(U32, key.l4.ingress_ifindex) } },
	{ 11, "destinationTransportPort", 2, 2,
		{ V4(BE16, key.l4.destination_port), V6(BE16, key.l4.destination_port) } },
	{ 12, "destinationIPv4Address", 4, 4,
		{ V4(BE32, key.destination) } },
	{ 14, "egressInterface", 4, 4,
		{ V4(U32, flow.egress_ifindex), V6(U32, flow.egress_ifindex) } },
	{ 15, "ipNextHopIPv4Address", 4, 4,
		{ V4(BE32, next_hop) } },
	{ 21, "flowEndSysUpTime", 4, 0,
		{ V4(U32, flow.last), V6(U32, flow.last) } },
	{ 22, "flowStartSysUpTime", 4, 0,
		{ V4(U32, flow.first), V6(U32, flow.first) } },
	{ 27, "sourceIPv6Address", 16, 16,
		{ NONE, V6(IN6, key.source) } },
	{ 28, "destinationIPv6Address", 16, 16,
		{ NONE, V6(IN6, key.destination) } },
	{ 31, "flowLabelIPv6", 3, 4,
		{ NONE, V6(LABEL, flow_label) } },
	/* v9 has a single field for both families */
	{ 32, "icmpTypeCodeIPv4", 2, 0,
		{ V4(ICMP, key.l4), V6(ICMPV6, key.l4) } },
	{ 34, "samplingInterval", 4, 4,
		{ NONE, NONE, EXPORTER(U32, sampling_interval) } },
	/* 1: deterministic */
	{ 35, "samplingAlgorithm", 1, 1,
		{ NONE, NONE, VALUE(1) } },
	{ 40, "exportedOctetTotalCount", 8, 8,
		{ NONE, NONE, EXPORTER(U64, stats.exported_bytes) } },
	{ 41, "exportedMessageTotalCount", 8, 8,
		{ NONE, NONE, EXPORTER(U64, stats.exported_messages) } },
	{ 42, "exportedFlowRecordTotalCount", 8, 8,
		{ NONE, NONE, EXPORTER(U64, stats.exported_flows) } },
	{ 52, "minimumTTL", 1, 1,
		{ V4(U8, flow.ttl_min), V6(U8, flow.ttl_min) } },
	{ 53, "maximumTTL", 1, 1,
		{ V4(U8, flow.ttl_max), V6(U8, flow.ttl_max) } },
	{ 60, "ipVersion", 1, 1,
		{ VALUE(4), VALUE(6) } },
	{ 61, "flowDirection", 1, 1,
		{ V4(U8, key.l4.direction), V6(U8, key.l4.direction) } },
	{ 62, "ipNextHopIPv6Address", 16, 16,
		{ NONE, V6(IN6, next_hop) } },
	{ 136, "flowEndReason", 1, 1,
		{ V4(END_REASON, flow), V6(END_REASON, flow) } },
	{ 149, "observationDomainId", 4, 4,
		{ NONE, NONE, EXPORTER(U32, domain) } },
	{ 152, "flowStartMilliseconds", 0, 8,
		{ V4(TIME, flow.first), V6(TIME, flow.first) } },
	{ 153, "flowEndMilliseconds", 0, 8,
		{ V4(TIME, flow.last), V6(TIME, flow.last) } },
	{ 160, "systemInitTimeMilliseconds", 8, 8,
		{ NONE, NONE, EXPORTER(U64, stats.init_unix_ms) } },
	{ 163, "observedFlowTotalCount", 8, 8,
		{ NONE, NONE, EXPORTER(U64, stats.observed_flows) } },
	{ 166, "notSentFlowTotalCount", 8, 8,
		{ NONE, NONE, EXPORTER(U64, stats.lost_flows) } },
	{ 167, "notSentPacketTotalCount", 8, 8,
		{ NONE, NONE, EXPORTER(U64, stats.lost_packets) } },
	{ 168, "notSentOctetTotalCount", 8, 8,
		{ NONE, NONE, EXPORTER(U64, stats.lost_bytes) } },
};

const unsigned int netflow_fields_count = ARRAY_SIZE(netflow_fields);

const struct netflow_field *netflow_field_find(u16 id)
{
	unsigned int i;

	for (i = 0; i < netflow_fields_count; i++) {
		if (netflow_fields[i].id == id)
			return &netflow_fields[i];
	}
	return NULL;
}

u8 netflow_field_length(const struct netflow_field *field, u8 protocol)
{
	return protocol == NETFLOW_PROTOCOL_V9 ? field->length_v9 : field->length_ipfix;
}
