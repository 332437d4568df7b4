// SPDX-License-Identifier: GPL-2.0
/*
 * NetFlow v5: a header of 24 octets and up to 30 records of 48, IPv4 only.
 *
 * Counters have 32 bits, so a larger flow becomes several records.  Interface
 * indexes have 16 bits; a larger one is sent as 65535, never as the index of
 * another interface.  AS numbers and prefix lengths are unknown and sent as 0.
 */
#include "encode_v5.h"

#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/math64.h>
#include <linux/stddef.h>
#include <linux/string.h>
#include <linux/time64.h>

#include "message.h"

#define RECORD		48
#define RECORDS_MAX	30

static u16 interface(u32 ifindex)
{
	return min_t(u32, ifindex, U16_MAX);
}

static void put_record(u8 *out, const struct netflow_flow_v4 *flow, u32 packets, u32 bytes)
{
	const struct netflow_key_l4 *l4 = &flow->key.l4;

	memset(out, 0, RECORD);
	memcpy(out, &flow->key.source, 4);
	memcpy(out + 4, &flow->key.destination, 4);
	memcpy(out + 8, &flow->next_hop, 4);
	put_unaligned_be16(interface(l4->ingress_ifindex), out + 12);
	put_unaligned_be16(interface(flow->flow.egress_ifindex), out + 14);
	put_unaligned_be32(packets, out + 16);
	put_unaligned_be32(bytes, out + 20);
	put_unaligned_be32(flow->flow.first, out + 24);
	put_unaligned_be32(flow->flow.last, out + 28);
	memcpy(out + 32, &l4->source_port, 2);
	memcpy(out + 34, &l4->destination_port, 2);
	out[37] = flow->flow.tcp_flags;
	out[38] = l4->protocol;
	out[39] = l4->tos;
}

static bool has_room(const struct netflow_message *msg)
{
	return msg->count < RECORDS_MAX && msg->len + RECORD <= msg->size;
}

/* Number of records for @rest, which share packets and bytes in proportion. */
static u64 records_needed(const struct netflow_rest *rest)
{
	u64 most = max(rest->packets, rest->bytes);

	return most <= U32_MAX ? 1 : div_u64(most - 1, U32_MAX) + 1;
}

static void put_share(struct netflow_message *msg, const struct netflow_flow_v4 *flow,
		      struct netflow_rest *rest, u64 records)
{
	u32 packets = records == 1 ? rest->packets : div64_u64(rest->packets, records);
	u32 bytes = records == 1 ? rest->bytes : div64_u64(rest->bytes, records);

	put_record(msg->data + msg->len, flow, packets, bytes);
	msg->len += RECORD;
	msg->count++;
	msg->packets += packets;
	msg->bytes += bytes;
	rest->packets -= packets;
	rest->bytes -= bytes;
}

int netflow_v5_put_flow(struct netflow_encoder *enc, struct netflow_message *msg,
			const struct netflow_flow_v4 *flow)
{
	struct netflow_rest rest = { NULL, flow->flow.packets, flow->flow.bytes };
	u64 records;

	if (enc->rest.flow == &flow->flow)
		rest = enc->rest;
	enc->rest.flow = NULL;

	do {
		records = records_needed(&rest);
		if (!has_room(msg)) {
			enc->rest = rest;
			return -EMSGSIZE;
		}
		put_share(msg, flow, &rest, records);
		rest.flow = &flow->flow;
	} while (records > 1);
	msg->flows++;
	return 0;
}

void netflow_v5_put_header(const struct netflow_encoder *enc, struct netflow_message *msg)
{
	u32 nsecs;
	u64 secs = div_u64_rem(msg->time.unix_ns, NSEC_PER_SEC, &nsecs);
	u8 *out = msg->data;

	put_unaligned_be16(NETFLOW_PROTOCOL_V5, out);
	put_unaligned_be16(msg->count, out + 2);
	put_unaligned_be32(msg->time.uptime_ms, out + 4);
	put_unaligned_be32(secs, out + 8);
	put_unaligned_be32(nsecs, out + 12);
	put_unaligned_be32(enc->sequence, out + 16);
	put_unaligned_be16(enc->domain, out + 20);	/* engine type and id */
	put_unaligned_be16(0, out + 22);	/* not sampled */
}
