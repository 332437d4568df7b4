// SPDX-License-Identifier: GPL-2.0
/* What only NetFlow v5 has: narrow counters, 30 records, no IPv6. */
#include "encoding/encoder.h"

#include <stdlib.h>

#include "session.h"
#include "test.h"

static struct sample random_v4(const struct session *session)
{
	struct sample sample;

	do {
		sample = sample_random(&session->now);
	} while (sample.family != NETFLOW_V4);
	return sample;
}

/* Records from @first on are the parts of the sample: the same but for counters, which add up. */
static void check_parts(const struct session *session, const struct sample *sample, size_t first)
{
	struct decoded_flow expected = sample_expected(sample, 5, &session->now);
	const struct decoder *decoder = &session->decoder;
	struct decoded_flow part;
	u64 packets = 0, bytes = 0;
	size_t i;

	for (i = first; i < decoder->flow_count; i++) {
		part = decoder->flows[i];
		packets += part.packets;
		bytes += part.bytes;
		part.packets = expected.packets;
		part.bytes = expected.bytes;
		CHECK(!memcmp(&part, &expected, sizeof(part)));
	}
	CHECK_EQ(packets, expected.packets);
	CHECK_EQ(bytes, expected.bytes);
}

static u64 parts_needed(u64 counter)
{
	return counter ? (counter - 1) / U32_MAX + 1 : 1;
}

static void check_one(struct session *session, const struct sample *sample)
{
	size_t first = session->decoder.flow_count;
	u64 packets = parts_needed(sample->flow.packets);
	u64 bytes = parts_needed(sample->flow.bytes);

	CHECK_EQ(session_send(session, sample), 0);
	session_finish(session);
	check_parts(session, sample, first);
	CHECK_EQ(session->decoder.flow_count - first, packets > bytes ? packets : bytes);
}

TEST(v5_carries_flows_of_every_message_size)
{
	struct session session;
	struct sample sample;
	unsigned int size, i;

	for (size = NETFLOW_MESSAGE_MIN; size <= 9000; size++) {
		session_init(&session, NETFLOW_PROTOCOL_V5, size);
		for (i = 0; i < 10; i++) {
			sample = random_v4(&session);
			sample.flow.packets &= 0xfffffffff;
			sample.flow.bytes &= 0x1fffffffff;
			check_one(&session, &sample);
		}
		session_free(&session);
	}
}

TEST(v5_counters_at_their_limit)
{
	static const u64 counters[] = {
		0, 1, U32_MAX - 1ULL, U32_MAX, U32_MAX + 1ULL, 2ULL * U32_MAX - 1, 2ULL * U32_MAX,
		2ULL * U32_MAX + 1, 30ULL * U32_MAX, 30ULL * U32_MAX + 1, 4000ULL * U32_MAX,
	};
	struct session session;
	struct sample sample;
	unsigned int i, n;

	session_init(&session, NETFLOW_PROTOCOL_V5, 1400);
	for (i = 0; i < ARRAY_SIZE(counters); i++) {
		for (n = 0; n < ARRAY_SIZE(counters); n++) {
			sample = random_v4(&session);
			sample.flow.packets = counters[i];
			sample.flow.bytes = counters[n];
			check_one(&session, &sample);
		}
	}
	session_free(&session);
}

TEST(v5_parts_of_a_flow_keep_its_packet_size)
{
	struct session session;
	struct sample sample;
	size_t i;

	session_init(&session, NETFLOW_PROTOCOL_V5, 1400);
	sample = random_v4(&session);
	sample.flow.packets = 70000000;
	sample.flow.bytes = 70000000ULL * 1500;
	check_one(&session, &sample);
	for (i = 0; i < session.decoder.flow_count; i++)
		CHECK_EQ((session.decoder.flows[i].bytes + 750) / session.decoder.flows[i].packets,
			 1500);
	session_free(&session);
}

TEST(v5_has_30_records_in_a_message)
{
	struct session session;
	struct sample sample;
	unsigned int i;

	session_init(&session, NETFLOW_PROTOCOL_V5, 9000);
	for (i = 0; i < 61; i++) {
		sample = random_v4(&session);
		sample.flow.packets = i;
		sample.flow.bytes = i;
		CHECK_EQ(session_send(&session, &sample), 0);
		CHECK_EQ(session.message.count, i % 30 + 1);
		CHECK_EQ(session.message.flows, i % 30 + 1);
	}
	session_finish(&session);
	CHECK_EQ(session.messages, 3);
	CHECK_EQ(session.decoder.sequence, 61);
	session_free(&session);
}

TEST(v5_refuses_ipv6)
{
	struct session session;
	struct sample sample;

	session_init(&session, NETFLOW_PROTOCOL_V5, 512);
	do {
		sample = sample_random(&session.now);
	} while (sample.family != NETFLOW_V6);
	CHECK_EQ(session_send(&session, &sample), -EAFNOSUPPORT);
	CHECK_EQ(session_finish(&session), 0);
	session_free(&session);
}

/* A flow of 60 records of v5 and a Message in which the first 10 have found room. */
static void interrupt(struct session *session, struct sample *sample)
{
	session_init(session, NETFLOW_PROTOCOL_V5, 24 + 10 * 48);
	*sample = random_v4(session);
	sample->flow.packets = 600;
	sample->flow.bytes = 60ULL * U32_MAX;
	session_begin(session);
	CHECK_EQ(netflow_encoder_flow(&session->encoder, &session->message, NETFLOW_V4,
				      &sample->flow), -EMSGSIZE);
	CHECK_EQ(session->message.count, 10);
	CHECK_EQ(session->message.flows, 0);
}

TEST(v5_tells_what_is_left_of_a_flow_given_up)
{
	struct sample sample, other;
	struct session session;
	u64 packets, bytes;

	interrupt(&session, &sample);
	other = random_v4(&session);
	netflow_encoder_give_up(&session.encoder, &sample.flow, &packets, &bytes);
	CHECK_EQ(packets + session.message.packets, sample.flow.packets);
	CHECK_EQ(bytes + session.message.bytes, sample.flow.bytes);
	session_finish(&session);

	/* a flow that happens to lie in the same place begins anew */
	sample.flow.packets = 10;
	sample.flow.bytes = 1000;
	check_one(&session, &sample);
	netflow_encoder_give_up(&session.encoder, &other.flow, &packets, &bytes);
	CHECK_EQ(packets, other.flow.packets);
	CHECK_EQ(bytes, other.flow.bytes);
	session_free(&session);
}

TEST(v5_forgets_a_flow_when_another_comes)
{
	struct sample sample, other;
	struct session session;

	interrupt(&session, &sample);
	session_finish(&session);
	other = random_v4(&session);
	other.flow.packets = 1;
	other.flow.bytes = 100;
	check_one(&session, &other);
	sample.flow.bytes = U32_MAX;
	check_one(&session, &sample);
	session_free(&session);
}
