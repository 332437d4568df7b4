// SPDX-License-Identifier: GPL-2.0
#include "encoder.h"

#include <linux/build_bug.h>
#include <linux/errno.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/stddef.h>
#include <linux/string.h>
#include <linux/time64.h>

#include "announce.h"
#include "encode_ipfix.h"
#include "encode_v5.h"
#include "encode_v9.h"
#include "message.h"

static_assert(offsetof(struct netflow_flow_v4, flow) == 0 &&
	      offsetof(struct netflow_flow_v6, flow) == 0,
	      "a flow does not begin with what all flows have");

static u16 header_length(const struct netflow_encoder *enc)
{
	switch (enc->protocol) {
	case NETFLOW_PROTOCOL_V5:
		return NETFLOW_V5_HEADER;
	case NETFLOW_PROTOCOL_V9:
		return NETFLOW_V9_HEADER;
	default:
		return NETFLOW_IPFIX_HEADER;
	}
}

void netflow_encoder_init(struct netflow_encoder *enc, u8 protocol, u32 domain,
			  u32 refresh_messages, u32 refresh_ms)
{
	memset(enc, 0, sizeof(*enc));
	enc->protocol = protocol;
	enc->domain = domain;
	enc->step = NETFLOW_ANNOUNCED;
	enc->options.sampling_interval = 1;
	enc->refresh_messages = refresh_messages;
	enc->refresh_ms = refresh_ms;
	enc->templates_due = true;
	if (protocol != NETFLOW_PROTOCOL_V5)
		netflow_templates_init(enc->templates, protocol);
}

void netflow_encoder_restart(struct netflow_encoder *enc)
{
	enc->templates_due = true;
}

void netflow_encoder_begin(struct netflow_encoder *enc, struct netflow_message *msg,
			   struct netflow_time now)
{
	msg->len = header_length(enc);
	msg->count = 0;
	msg->set = 0;
	msg->aligned = enc->protocol != NETFLOW_PROTOCOL_IPFIX;
	msg->flows = 0;
	msg->packets = 0;
	msg->bytes = 0;
	msg->time = now;
	msg->unix_ms = div_u64(now.unix_ns, NSEC_PER_MSEC);
	netflow_announce(enc, msg);
}

static enum netflow_record record_of(enum netflow_family family, const struct netflow_flow *flow)
{
	if (family == NETFLOW_V4)
		return ((const struct netflow_flow_v4 *)flow)->key.l4.protocol == IPPROTO_ICMP ?
		       NETFLOW_RECORD_ICMP_V4 : NETFLOW_RECORD_V4;
	return ((const struct netflow_flow_v6 *)flow)->key.l4.protocol == IPPROTO_ICMPV6 ?
	       NETFLOW_RECORD_ICMP_V6 : NETFLOW_RECORD_V6;
}

int netflow_encoder_flow(struct netflow_encoder *enc, struct netflow_message *msg,
			 enum netflow_family family, const struct netflow_flow *flow)
{
	int err;

	if (enc->protocol == NETFLOW_PROTOCOL_V5) {
		if (family != NETFLOW_V4)
			return -EAFNOSUPPORT;
		return netflow_v5_put_flow(enc, msg, (const struct netflow_flow_v4 *)flow);
	}

	if (enc->step != NETFLOW_ANNOUNCED)
		return -EMSGSIZE;
	err = netflow_message_put_record(msg, &enc->templates[record_of(family, flow)], flow);
	if (err)
		return err;
	enc->flowing = true;
	msg->flows++;
	msg->packets += flow->packets;
	msg->bytes += flow->bytes;
	return 0;
}

void netflow_encoder_give_up(struct netflow_encoder *enc, const struct netflow_flow *flow,
			     u64 *packets, u64 *bytes)
{
	bool begun = enc->rest.flow == flow;

	*packets = begun ? enc->rest.packets : flow->packets;
	*bytes = begun ? enc->rest.bytes : flow->bytes;
	enc->rest.flow = NULL;
}

void netflow_encoder_finish(struct netflow_encoder *enc, struct netflow_message *msg)
{
	if (msg->len == header_length(enc)) {
		msg->len = 0;
		return;
	}
	netflow_message_close_set(msg);

	switch (enc->protocol) {
	case NETFLOW_PROTOCOL_V5:
		netflow_v5_put_header(enc, msg);
		enc->sequence += msg->count;
		break;
	case NETFLOW_PROTOCOL_V9:
		netflow_v9_put_header(enc, msg);
		enc->sequence++;
		break;
	default:
		netflow_ipfix_put_header(enc, msg);
		enc->sequence += msg->count;
		break;
	}
	enc->since_messages++;
}
