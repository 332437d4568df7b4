// SPDX-License-Identifier: GPL-2.0
#include "fields.h"

#include <linux/kernel.h>
#include <linux/stddef.h>

#include "encoder.h"

#define SOURCE(_source, _kind, _type, _member) \
	[NETFLOW_SOURCE_##_source] = { NETFLOW_KIND_##_kind, offsetof(struct _type, _member) }
#define V4(_kind, _member)	SOURCE(V4, _kind, netflow_flow_v4, _member)
#define V6(_kind, _member)	SOURCE(V6, _kind, netflow_flow_v6, _member)
#define OPTIONS(_kind, _member)	SOURCE(OPTIONS, _kind, netflow_options, _member)
#define LOSS(_kind, _member)	SOURCE(LOSS, _kind, netflow_loss_options, _member)
#define KEYS(_kind, _member)	SOURCE(KEYS, _kind, netflow_flow_keys, _member)
#define LINK(_kind, _member)	SOURCE(LINK, _kind, netflow_link, _member)
#define VALUE(_source, _value) \
	[NETFLOW_SOURCE_##_source] = { NETFLOW_KIND_CONSTANT, _value }
#define VARIABLE		NETFLOW_LENGTH_VARIABLE

/*
 * In the order of ids.  The columns after the name are the length in v9 and in IPFIX, then the
 * source in an IPv4 flow, in an IPv6 flow, and in the structures of options data.
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
		{ V4(U32, key.l4.ingress_ifindex), V6(U32, key.l4.ingress_ifindex),
		  LINK(U32, ifindex) } },
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
		{ V6(IN6, key.source) } },
	{ 28, "destinationIPv6Address", 16, 16,
		{ V6(IN6, key.destination) } },
	{ 31, "flowLabelIPv6", 3, 4,
		{ V6(LABEL, flow_label) } },
	/* v9 has a single field for both families */
	{ 32, "icmpTypeCodeIPv4", 2, 2,
		{ V4(BE16, key.l4.destination_port), V6(BE16, key.l4.destination_port) } },
	{ 34, "samplingInterval", 4, 4,
		{ OPTIONS(U32, sampling_interval) } },
	/* 1: deterministic */
	{ 35, "samplingAlgorithm", 1, 1,
		{ VALUE(OPTIONS, 1) } },
	{ 36, "flowActiveTimeout", 2, 2,
		{ OPTIONS(U16, active_timeout) } },
	{ 37, "flowIdleTimeout", 2, 2,
		{ OPTIONS(U16, inactive_timeout) } },
	{ 40, "exportedOctetTotalCount", 8, 8,
		{ OPTIONS(U64, exported_bytes) } },
	{ 41, "exportedMessageTotalCount", 8, 8,
		{ OPTIONS(U64, exported_messages) } },
	{ 42, "exportedFlowRecordTotalCount", 8, 8,
		{ OPTIONS(U64, exported_flows) } },
	{ 52, "minimumTTL", 1, 1,
		{ V4(U8, flow.ttl_min), V6(U8, flow.ttl_min) } },
	{ 53, "maximumTTL", 1, 1,
		{ V4(U8, flow.ttl_max), V6(U8, flow.ttl_max) } },
	{ 60, "ipVersion", 1, 1,
		{ VALUE(V4, 4), VALUE(V6, 6) } },
	{ 61, "flowDirection", 1, 1,
		{ V4(U8, key.l4.direction), V6(U8, key.l4.direction) } },
	{ 62, "ipNextHopIPv6Address", 16, 16,
		{ V6(IN6, next_hop) } },
	{ 82, "interfaceName", 16, VARIABLE,
		{ LINK(STRING, name) } },
	{ 83, "interfaceDescription", 64, VARIABLE,
		{ LINK(STRING, description) } },
	{ 136, "flowEndReason", 1, 1,
		{ V4(END_REASON, flow), V6(END_REASON, flow) } },
	{ 139, "icmpTypeCodeIPv6", 0, 2,
		{ V6(BE16, key.l4.destination_port) } },
	{ 143, "meteringProcessId", 4, 4,
		{ LOSS(U32, process) } },
	{ 144, "exportingProcessId", 4, 4,
		{ LOSS(U32, process) } },
	{ 145, "templateId", 2, 2,
		{ KEYS(U16, template_id) } },
	{ 149, "observationDomainId", 4, 4,
		{ OPTIONS(U32, domain), LOSS(U32, domain), LINK(U32, domain) } },
	{ 152, "flowStartMilliseconds", 0, 8,
		{ V4(TIME, flow.first), V6(TIME, flow.first) } },
	{ 153, "flowEndMilliseconds", 0, 8,
		{ V4(TIME, flow.last), V6(TIME, flow.last) } },
	{ 160, "systemInitTimeMilliseconds", 8, 8,
		{ OPTIONS(U64, init_unix_ms) } },
	{ 163, "observedFlowTotalCount", 8, 8,
		{ OPTIONS(U64, observed_flows) } },
	{ 164, "ignoredPacketTotalCount", 8, 8,
		{ LOSS(U64, packets) } },
	{ 165, "ignoredOctetTotalCount", 8, 8,
		{ LOSS(U64, bytes) } },
	{ 166, "notSentFlowTotalCount", 8, 8,
		{ LOSS(U64, flows) } },
	{ 167, "notSentPacketTotalCount", 8, 8,
		{ LOSS(U64, packets) } },
	{ 168, "notSentOctetTotalCount", 8, 8,
		{ LOSS(U64, bytes) } },
	{ 173, "flowKeyIndicator", 8, 8,
		{ KEYS(U64, mask) } },
	{ 234, "ingressVRFID", 4, 4,
		{ LINK(U32, ifindex) } },
	{ 236, "VRFname", 16, VARIABLE,
		{ LINK(STRING, name) } },
	{ 300, "observationDomainName", 32, VARIABLE,
		{ OPTIONS(STRING, domain_name) } },
	/* of the first one; of the last one where it comes again */
	{ 323, "observationTimeMilliseconds", 8, 8,
		{ LOSS(U64, unix_ms) } },
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

u16 netflow_field_length(const struct netflow_field *field, u8 protocol)
{
	return protocol == NETFLOW_PROTOCOL_V9 ? field->length_v9 : field->length_ipfix;
}
